"""The report of a quarter put together: its sections, and the figures at its top."""

from collections.abc import Sequence

from followup.messages import say
from followup.monitoring.lessons import Lesson
from followup.statistics.case_summary import CaseSummary
from followup.statistics.disclosure.release_state import ReleaseState, advance_release_state
from followup.statistics.proportions import Proportion
from followup.statistics.quarters import Quarter
from followup.statistics.report_model import (
    QUARTER_REPORT,
    CellValue,
    Headline,
    Report,
    ReportRequest,
    ReportSection,
)
from followup.statistics.sections import (
    business,
    caseload,
    contact,
    curve,
    data_gaps,
    flags,
    outcomes,
    trend,
    visits,
    wellbeing,
)
from followup.statistics.sections import lessons as learned
from followup.statistics.sections.definitions import DEFINITIONS
from followup.statistics.sections.frame import Frame


def build_quarter_report(
    summaries: Sequence[CaseSummary], lessons: Sequence[Lesson], request: ReportRequest
) -> tuple[Report, ReleaseState]:
    """The report, and what was told by its end."""
    link = advance_release_state(summaries, request)
    frame = Frame(request.quarter, request.cutoff, summaries, link.roll, request.internal, request.named)
    sections = _sections(frame, link, lessons, request.unread)
    return request.report(
        QUARTER_REPORT, heads=_headlines(frame, link), sections=sections, definitions=DEFINITIONS
    ), link


def _sections(frame: Frame, link: ReleaseState, lessons: Sequence[Lesson], unread: int) -> tuple[ReportSection, ...]:
    seen, trade, survival = visits.section(frame), business.section(frame), curve.section(frame, link.read)
    return (
        caseload.section(frame, link.moved),
        seen,
        contact.section(frame),
        flags.section(frame, link.kinds, link.partition),
        trade,
        wellbeing.section(frame),
        outcomes.section(frame, link.moved),
        survival,
        learned.section(frame, lessons),
        trend.section(link.trend_points),
        data_gaps.section(frame, seen, trade, survival, unread),
    )


def _headlines(frame: Frame, link: ReleaseState) -> tuple[Headline, ...]:
    now = link.trend_points[-1]
    before = link.trend_points[-2] if len(link.trend_points) > 1 else None
    year = link.read.get(str(curve.HEADLINE_MONTH))
    return (
        Headline(
            "in_follow_up", say("In follow-up"), now.in_follow_up, _previous_value(link.moved.start, frame.quarter)
        ),
        Headline("visits_when_due", say("Visits when due"), now.visits, _proportion_words(now.visits)),
        Headline(
            "flags_open",
            say("Flags open"),
            now.flags_open,
            _previous_value(before.flags_open if before else None, frame.quarter),
        ),
        Headline("at_12_months", say("At 12 months"), year.estimate if year else None, _estimate_words(year)),
    )


def _previous_value(figure: CellValue, quarter: Quarter) -> str:
    if figure is None:
        return ""
    return say("{n} on {day}", n=str(figure), day=quarter.begins)


def _proportion_words(share: Proportion | None) -> str:
    if share is None or share.percent_low is None:
        return say("not told")
    return say(
        "{n} of {all}, {low}–{high}%", n=share.count, all=share.of, low=share.percent_low, high=share.percent_high
    )


def _estimate_words(read: curve.ReleasedEstimate | None) -> str:
    if read is None:
        return say("not told")
    if read.low is None:
        return say("of {n}, as of {quarter}", n=read.observed, quarter=read.quarter)
    return say("range {low}–{high}%, {quarter}", low=read.low, high=read.high, quarter=read.quarter)
