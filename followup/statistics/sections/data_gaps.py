"""What is not known: the gaps to weigh before a figure is quoted."""

from followup.case.facts.outcomes import MILESTONES
from followup.messages import say
from followup.schedule.policy import add_months
from followup.statistics.case_summary import VisitOutcome
from followup.statistics.disclosure.small_groups import counted, small
from followup.statistics.proportions import Proportion
from followup.statistics.report_model import CellValue, Estimate, ReportColumn, ReportRow, ReportSection, ReportTable
from followup.statistics.sections.business import BusinessStatus
from followup.statistics.sections.frame import Frame


def section(
    frame: Frame, visits: ReportSection, business: ReportSection, survival: ReportSection, unread: int
) -> ReportSection:
    """Each gap with its figure: unreported, unrecorded, contradictory, unreadable."""
    rows = (
        _gap(
            "not_told",
            say("in follow-up have a business plan and told nothing of it in the quarter"),
            _not_reported(business),
        ),
        _gap("no_reason", say("of the visits due were not made, and no try is written down"), _no_reason(visits)),
        _gap("unscored", say("of the visits made left no score of wellbeing"), _unscored(frame)),
        _gap("milestones", _milestones_label(frame), _milestones(frame)),
        _gap("observed", say("are observed at the last month that the curve is read at"), _observed(survival)),
        _gap("contradictory", say("have records that contradict one another; all are kept"), _contradictory(frame)),
        _gap("unread", say("case files could not be read"), _number_or_few(frame, unread)),
    )
    return ReportSection(
        id="unknown",
        title=say("What we do not know"),
        about=say("Gaps to weigh before a figure is quoted."),
        tables=(
            ReportTable(
                id="unknown",
                title=say("What we do not know"),
                columns=(ReportColumn("known", say("figure")),),
                rows=rows,
            ),
        ),
    )


def _gap(name: str, label: str, figure: CellValue) -> ReportRow:
    return ReportRow(name, label, {"known": figure})


def _not_reported(business: ReportSection) -> CellValue:
    return _proportion_of_table(business.table("owners"), BusinessStatus.NOT_TOLD.value, "all", "people")


def _no_reason(visits: ReportSection) -> CellValue:
    return _proportion_of_table(visits.table("became"), VisitOutcome.NOT_TRIED.value, "due", "visits")


def _proportion_of_table(table: ReportTable | None, row: str, total: str, column: str) -> CellValue:
    """A row of all of its table; none where there is no such row, unless it may be in one that holds several."""
    if table is None or table.total is None:
        return None
    count, of = table.cell(row, column), table.cell(total, column)
    if count is None and not any(one.merged for one in table.rows):
        count = 0
    return Proportion(count, of) if isinstance(count, int) and isinstance(of, int) else None


def _unscored(frame: Frame) -> CellValue:
    without = [summary.person for summary in frame.summaries for _ in range(summary.unscored)]
    scored = [summary.person for summary in frame.summaries for _ in range(summary.scored)]
    return frame.share(counted(without), counted(scored)) if without or scored else None


def _milestones_label(frame: Frame) -> str:
    if frame.internal:
        return say("who came to 12, 24 or 36 months have no word on how they stand then")
    return say("who came to 12, 24 or 36 months have no word on how they stand then (to ten percent)")


def _milestones(frame: Frame) -> CellValue:
    missing: list[str] = []
    there: list[str] = []
    for summary in frame.followed:
        for month in MILESTONES:
            if frame.holds(add_months(summary.returned, month)):
                (there if month in summary.milestones else missing).append(summary.id)
    share = frame.share(counted(missing), counted(there)) if missing or there else None
    return share if frame.internal or share is None else _to_ten_percent(share)


def _to_ten_percent(share: Proportion) -> Estimate:
    """A share to ten percent, without its numbers.

    Those who come to a year came home in one quarter of a year: with a number, the others of that year would be known.
    """
    nearest = (10 * share.count + share.of // 2) // share.of * 10
    return Estimate(nearest if share.count in (0, share.of) else min(max(nearest, 10), 90))


def _observed(survival: ReportSection) -> CellValue:
    table = survival.table("curve")
    return table.rows[-1].cells["observed"] if table and table.rows else None


def _contradictory(frame: Frame) -> CellValue:
    contradictory = sum(
        bool(summary.contradictory) or any(due.twice for due in summary.dues) for summary in frame.followed
    )
    return _number_or_few(frame, contradictory)


def _number_or_few(frame: Frame, people: int) -> CellValue:
    """A number, or that it is small."""
    return say("A few") if small(people) and not frame.internal else people
