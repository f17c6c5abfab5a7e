"""Who came to 12, 24 and 36 months in the quarter, and of whom it is written down how she stands then."""

from collections import Counter
from collections.abc import Iterator

from followup.case.facts.outcomes import MILESTONES
from followup.case.outcome_words import MilestoneStanding
from followup.messages import say
from followup.schedule.months import add_months
from followup.statistics.case_summary import CaseSummary
from followup.statistics.release import TableKind
from followup.statistics.report_model import ReportColumn, ReportRow, ReportSection, ReportTable
from followup.statistics.sections.frame import Frame, word_row


def section(frame: Frame) -> ReportSection:
    """The months reached; how they stand, which is few people by the month they came home, is for staff."""
    return ReportSection(
        id="milestones",
        title=say("12, 24 and 36 months after the return"),
        about=say(
            "Everybody who came to the month in the quarter while she was followed; who has left since is counted too. "
            "How she is doing is written down then. Whose follow-up had ended before is not asked about."
        ),
        tables=(_written_down(frame), *((_stood(frame.counted),) if frame.internal else ())),
    )


def reached(frame: Frame) -> Iterator[tuple[CaseSummary, int]]:
    """Everybody who came to a milestone in the quarter while she was followed, and its month."""
    for her in frame.home:
        for month in MILESTONES:
            day = add_months(her.returned, month)
            if frame.holds(day) and not her.ended_before(day):
                yield her, month


def _written_down(frame: Frame) -> ReportTable:
    everybody = [*reached(frame)]
    came = Counter(month for _, month in everybody)
    written = Counter(month for her, month in everybody if month in her.milestones)
    return ReportTable(
        id="milestones",
        title=say("Came to it in the quarter"),
        kind=TableKind.PROCESS,
        columns=(ReportColumn("reached", say("came to it")), ReportColumn("written_down", say("written down"))),
        rows=tuple(
            ReportRow(str(month), _label(month), {"reached": came[month], "written_down": written[month]})
            for month in MILESTONES
        ),
        total=ReportRow("all", say("All"), {"reached": came.total(), "written_down": written.total()}),
    )


def _stood(frame: Frame) -> ReportTable:
    """For staff: how they stand, in the words of the milestone."""
    found = Counter((month, her.stood.get(month)) for her, month in reached(frame))
    return ReportTable(
        id="stood",
        title=say("How they are doing"),
        kind=TableKind.CROSSED,
        columns=tuple(ReportColumn(f"months_{month}", _label(month)) for month in MILESTONES),
        rows=tuple(
            word_row(one, {f"months_{month}": found[month, one] for month in MILESTONES}) for one in MilestoneStanding
        ),
    )


def _label(month: int) -> str:
    return say("{n} months", n=month)
