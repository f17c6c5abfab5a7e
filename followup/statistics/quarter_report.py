"""The report of a quarter put together: its sections, and the figures at its top."""

from collections.abc import Sequence

from followup.messages import say
from followup.monitoring.lessons import Lesson
from followup.statistics.case_summary import CaseSummary
from followup.statistics.proportions import Proportion
from followup.statistics.report_model import (
    QUARTER_REPORT,
    CellValue,
    Estimate,
    Headline,
    Report,
    ReportRequest,
    ReportSection,
    ReportTable,
)
from followup.statistics.sections import (
    business,
    caseload,
    contact,
    curve,
    data_gaps,
    flags,
    milestones,
    outcomes,
    referrals,
    support,
    trend,
    visits,
    wellbeing,
)
from followup.statistics.sections import lessons as learned
from followup.statistics.sections.definitions import DEFINITIONS, followed_by
from followup.statistics.sections.frame import Frame
from followup.statistics.sections.trend import TrendPoint
from followup.statistics.tellings import Teller
from followup.statistics.visits_of_quarter import TREND_QUARTERS
from followup.values import replace


def build_quarter_report(
    summaries: Sequence[CaseSummary], lessons: Sequence[Lesson], request: ReportRequest
) -> tuple[Report, Teller]:
    """The report, and what was told by its end."""
    frame = Frame.of(summaries, request)
    agreed, teller = frame.counted, Teller(request, frame.uncounted)
    ended, survival = _results(frame, teller)
    points = trend.trend_points(frame, _at_12_months(survival), request.before)
    sections = (
        caseload.section(frame, request.before),
        visits.section(frame, request.before),
        contact.section(frame),
        referrals.section(frame),
        flags.section(agreed, fewer_counted=teller.fewer_counted),
        business.section(agreed),
        support.section(frame),
        wellbeing.section(agreed),
        ended,
        survival,
        milestones.section(frame),
        learned.section(frame, lessons),
        trend.section(points, internal=frame.internal),
        data_gaps.section(frame, request.unread),
    )
    heads = _headlines(points, survival.table("curve"))
    return request.report(
        QUARTER_REPORT, heads=heads, sections=sections, definitions=followed_by(DEFINITIONS, frame)
    ), teller


def build_results(summaries: Sequence[CaseSummary], request: ReportRequest) -> tuple[Report, Teller]:
    """As `build_quarter_report`; but the report holds only the results."""
    frame = Frame.of(summaries, request)
    teller = Teller(request, frame.uncounted)
    return request.report(QUARTER_REPORT, heads=(), sections=_results(frame, teller), definitions=()), teller


def _results(frame: Frame, teller: Teller) -> tuple[ReportSection, ReportSection]:
    """How follow-up ended, and the curve, in the order in which they are told."""
    return outcomes.section(frame, teller), curve.section(frame.counted, teller)


def _at_12_months(survival: ReportSection) -> CellValue:
    """The share at a year, None where nobody was observed so long."""
    told = survival.table("curve")
    return told.cell(str(curve.HEADLINE_MONTH), "value") if told else None


def _headlines(points: Sequence[TrendPoint], survival: ReportTable | None) -> tuple[Headline, ...]:
    now, at_end = points[-1], say("at the end")
    visits = _headline(points, "visits_when_due", say("Visits when due"), _proportion_words(now.visits_when_due))
    return (
        _headline(points, "in_follow_up", say("In follow-up"), at_end),
        visits if now.visits_when_due.of else replace(visits, value=None),
        _headline(points, "flags_open", say("Flags open"), at_end),
        _headline(points, "at_12_months", say("At 12 months"), _estimate_words(now.at_12_months, survival)),
    )


def _headline(points: Sequence[TrendPoint], name: str, title: str, under: str) -> Headline:
    """A figure of the last point, with those of the point before and of a year before."""
    last, *earlier = (getattr(point, name) for point in reversed(points))
    year = earlier[-1] if len(points) == TREND_QUARTERS else None
    return Headline(name, title, last, under, earlier[0] if earlier else None, year)


def _proportion_words(share: Proportion) -> str:
    if share.percent_low is None:
        return say("no visit was due")
    return say(
        "{n} of {all}, {low}–{high}%", n=share.count, all=share.of, low=share.percent_low, high=share.percent_high
    )


def _estimate_words(figure: CellValue, survival: ReportTable | None) -> str:
    if figure is None or survival is None:
        return say("nobody that long")
    base = say("{n} observed", n=str(survival.cell(str(curve.HEADLINE_MONTH), "observed")))
    if isinstance(figure, Estimate) and figure.low is not None:
        base = say("range {low}–{high}%", low=figure.low, high=figure.high)
    return say("{base}, {quarter}", base=base, quarter=survival.carried_from) if survival.carried_from else base
