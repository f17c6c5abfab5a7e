"""What is not known: the gaps to weigh before a figure is quoted."""

from collections import Counter
from collections.abc import Iterable

from followup.messages import say
from followup.statistics.proportions import Proportion
from followup.statistics.release import TableKind
from followup.statistics.report_model import CellValue, ReportColumn, ReportRow, ReportSection, ReportTable
from followup.statistics.sections.business import BusinessStatus, business_status
from followup.statistics.sections.frame import Frame
from followup.statistics.sections.milestones import reached
from followup.statistics.visits_of_quarter import VisitOutcome


def section(frame: Frame, unread: int) -> ReportSection:
    """Each gap with its figure: unreported, unrecorded, contradictory, unreadable: what was not written down."""
    rows = (
        _gap(
            "not_told",
            say("in follow-up have a business plan and told nothing of it in the quarter"),
            _share(business_status(her.business_month) is BusinessStatus.NOT_TOLD for her in frame.followed),
        ),
        _gap(
            "no_reason",
            say("of the visits due were not made, and no try is written down"),
            _share(due.outcome is VisitOutcome.NOT_TRIED for her in frame.summaries for due in her.dues),
        ),
        _gap("unscored", say("of the visits made left no score of wellbeing"), _unscored(frame)),
        _gap(
            "milestones",
            say("who came to 12, 24 or 36 months have no word on how they are doing then"),
            _share(month not in her.milestones for her, month in reached(frame)),
        ),
        _gap("contradictory", say("have records that contradict one another; all are kept"), _contradictory(frame)),
        _gap("unread", say("case files could not be read"), unread),
    )
    return ReportSection(
        id="unknown",
        title=say("What we do not know"),
        about=say("Gaps to weigh before a figure is quoted."),
        tables=(
            ReportTable(
                id="unknown",
                title=say("What we do not know"),
                kind=TableKind.PROCESS,
                columns=(ReportColumn("known", say("figure")),),
                rows=rows,
            ),
        ),
    )


def _gap(name: str, label: str, figure: CellValue) -> ReportRow:
    return ReportRow(name, label, {"known": figure})


def _share(answers: Iterable[bool]) -> Proportion | None:
    """How many of all; None of nobody."""
    found = Counter(answers)
    return Proportion(found[True], found.total()) if found else None


def _unscored(frame: Frame) -> Proportion | None:
    without = sum(summary.unscored for summary in frame.summaries)
    made = without + sum(summary.scored for summary in frame.summaries)
    return Proportion(without, made) if made else None


def _contradictory(frame: Frame) -> int:
    return sum(bool(her.contradictory) or any(due.twice for due in her.dues) for her in frame.followed)
