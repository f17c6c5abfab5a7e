"""What is not known: the gaps to weigh before a figure is quoted."""

from followup.case.facts.outcomes import MILESTONES
from followup.messages import say
from followup.schedule.policy import add_months
from followup.statistics.case_summary import Fate
from followup.statistics.disclosure.small_groups import counted, small
from followup.statistics.proportions import Share
from followup.statistics.report_model import Column, Estimate, Figures, Row, Section, Value
from followup.statistics.sections.business import Trading
from followup.statistics.sections.frame import Frame


def section(frame: Frame, visits: Section, business: Section, survival: Section, unread: int) -> Section:
    """Each gap with its figure: unreported, unrecorded, contradictory, unreadable."""
    rows = (
        Row(
            "not_told",
            say("in follow-up have a business plan and told nothing of it in the quarter"),
            (_not_told(business),),
        ),
        Row("no_reason", say("of the visits due were not made, and no try is written down"), (_no_reason(visits),)),
        Row("unscored", say("of the visits made left no score of wellbeing"), (_unscored(frame),)),
        Row(
            "milestones",
            _milestones_label(frame),
            (_milestones(frame),),
        ),
        Row("observed", say("are observed at the last month that the curve is read at"), (_observed(survival),)),
        Row("contradictory", say("have records that contradict one another; all are kept"), (_odd(frame),)),
        Row("unread", say("case files could not be read"), (_few(frame, unread),)),
    )
    return Section(
        id="unknown",
        title=say("What we do not know"),
        about=say("Gaps to weigh before a figure is quoted."),
        tables=(Figures("unknown", say("What we do not know"), (Column("known", say("figure")),), rows),),
    )


def _not_told(business: Section) -> Value:
    return _part_of(business.table("owners"), Trading.NOT_TOLD.value, "all", "people")


def _no_reason(visits: Section) -> Value:
    return _part_of(visits.table("became"), Fate.NOT_TRIED.value, "due", "visits")


def _part_of(table: Figures | None, row: str, total: str, column: str) -> Value:
    """A row of all of its table; none where there is no such row, unless it may be in one that holds several."""
    if table is None or table.total is None:
        return None
    count, of = table.cell(row, column), table.cell(total, column)
    if count is None and not any(one.other for one in table.rows):
        count = 0
    return Share(count, of) if isinstance(count, int) and isinstance(of, int) else None


def _unscored(frame: Frame) -> Value:
    without = [life.id for life in frame.lives for _ in range(life.unscored)]
    scored = [life.id for life in frame.lives for _ in range(life.scored)]
    return frame.share(counted(without), counted(scored)) if without or scored else None


def _milestones_label(frame: Frame) -> str:
    if frame.internal:
        return say("who came to 12, 24 or 36 months have no word on how they stand then")
    return say("who came to 12, 24 or 36 months have no word on how they stand then (to ten percent)")


def _milestones(frame: Frame) -> Value:
    missing: list[str] = []
    there: list[str] = []
    for life in frame.followed:
        for month in MILESTONES:
            if frame.holds(add_months(life.returned, month)):
                (there if month in life.milestones else missing).append(life.id)
    share = frame.share(counted(missing), counted(there)) if missing or there else None
    return share if frame.internal or share is None else _to_ten(share)


def _to_ten(share: Share) -> Estimate:
    """A share to ten percent, without its numbers.

    Those who come to a year came home in one quarter of a year: with a number, the others of that year would be known.
    """
    nearest = (10 * share.count + share.of // 2) // share.of * 10
    return Estimate(nearest if share.count in (0, share.of) else min(max(nearest, 10), 90))


def _observed(survival: Section) -> Value:
    table = survival.table("curve")
    return table.rows[-1].cells[1] if table and table.rows else None


def _odd(frame: Frame) -> Value:
    odd = sum(bool(life.odd) or any(due.twice for due in life.dues) for life in frame.followed)
    return _few(frame, odd)


def _few(frame: Frame, people: int) -> Value:
    """A number, or that it is small."""
    return say("A few") if small(people) and not frame.internal else people
