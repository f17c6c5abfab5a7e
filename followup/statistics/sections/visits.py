"""The visits that were due in a quarter, and what became of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from followup.case.fields import Mask
from followup.case.vocabulary import AttemptReason, RiskLevel
from followup.messages import say
from followup.statistics.case_summary import TREND_QUARTERS, CaseSummary, DueVisit, VisitOutcome
from followup.statistics.disclosure.small_groups import Group, Part, Tally
from followup.statistics.proportions import Proportion
from followup.statistics.quarters import Quarter
from followup.statistics.report_model import CellValue, ReportColumn, ReportRow, ReportSection, ReportTable
from followup.statistics.sections.frame import MERGED_ROW_ID, Frame, band, band_id, band_row, released_row

MONTH_BANDS = ((0, 3), (4, 12), (13, 24), (25, 36), (37, 0))
"""Months since return that are told together."""
WHEN_DUE_COLUMN = ReportColumn("when_due", say("done when due"))


def section(frame: Frame) -> ReportSection:
    """Visits: what became of them, and the share done when due by place, by month since return and by risk level."""
    return ReportSection(
        id="visits",
        title=say("Visits"),
        about=say(
            "A visit is done when due if she was met in person by the due date + 14 days; under a policy of one contact"
            " a call, or speaking with her family or the local authority, counts too. Visits are judged once these 14"
            " days are over; those excused by a pause are left out."
        ),
        tables=(_outcome_table(frame), _excused(frame), _by_place(frame), _by_month(frame), _by_level(frame)),
    )


def visits_done_when_due(frame: Frame, quarter: Quarter) -> Proportion | None:
    """How many of the visits due in a quarter, this one or one of the four before it, were done when due."""
    if quarter == frame.quarter:
        return frame.share(*_done_and_missed(_due_visits(frame)))
    at = [*frame.quarter.plus(1 - TREND_QUARTERS).upto(frame.quarter.before)].index(quarter)
    done, missed = Tally(), Tally()
    for summary in frame.summaries:
        made, due = summary.before[at]
        if made:
            done.add(summary.person, made)
        if due > made:
            missed.add(summary.person, due - made)
    return frame.share(done.part, missed.part)


def _due_visits(frame: Frame) -> Iterator[tuple[CaseSummary, DueVisit]]:
    return ((summary, due) for summary in frame.summaries for due in summary.dues)


def _done_and_missed(dues: Iterable[tuple[CaseSummary, DueVisit]]) -> tuple[Part, Part]:
    """The visits done when due, and all others."""
    done, missed = Tally(), Tally()
    for summary, due in dues:
        (done if due.outcome is VisitOutcome.WHEN_DUE else missed).add(summary.person)
    return done.part, missed.part


# --- what became of them ------------------------------------------------------------------------------------------


def _outcome_table(frame: Frame) -> ReportTable:
    """Every visit once: made when due, made late, or not made for a reason; small reasons together."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for summary, due in _due_visits(frame):
        tallies[_outcome(due)].add(summary.person)
    safe = frame.safe(Group((what,), (tally.part,), _family(what)) for what, tally in tallies.items())
    total = sum(tally.count for tally in tallies.values())
    rows = [] if safe is None else sorted(safe, key=_order)
    return ReportTable(
        id="became",
        title=say("What became of the visits due"),
        columns=(ReportColumn("visits", say("visits")),),
        rows=tuple(released_row(group, _label, {"visits": group.size}, _other(group)) for group in rows),
        total=ReportRow("due", say("Visits due"), {"visits": total}) if rows else None,
        note="" if rows else _no_visits_note(total),
    )


def _outcome(due: DueVisit) -> str:
    return due.reason.value if due.outcome is VisitOutcome.TRIED and due.reason else due.outcome.value


def _family(what: str) -> str:
    """Visits done when due are told by themselves elsewhere: what is merged with them could be had by subtraction."""
    return "when due" if what == VisitOutcome.WHEN_DUE else "not when due"


def _order(group: Group) -> tuple[int, int]:
    """Made when due, made late, then why not, the most frequent first, and what was merged last."""
    places = {VisitOutcome.WHEN_DUE.value: 0, VisitOutcome.LATE.value: 1}
    return (3 if group.merged else places.get(group.ids[0], 2)), -group.size


def _label(what: str) -> str:
    outcome = {
        VisitOutcome.WHEN_DUE.value: say("Done when due"),
        VisitOutcome.LATE.value: say("Done late"),
        VisitOutcome.NOT_TRIED.value: say("Not made: no try written down"),
    }
    return outcome.get(what) or say("Not made: {reason}", reason=AttemptReason(what).label)


def _other(group: Group) -> str:
    if VisitOutcome.WHEN_DUE in group.ids:
        return say("Done when due or late, or not made for another reason")
    return (
        say("Done late, or not made for another reason")
        if VisitOutcome.LATE in group.ids
        else say("Not made: other reasons")
    )


def _no_visits_note(total: int) -> str:
    return say("Fewer than five people had a visit due.") if total else say("No visit was due.")


def _excused(frame: Frame) -> ReportTable:
    """Visits that nobody owed her, because a pause held their due date: they are in no other figure."""
    tally = Tally()
    for summary in frame.summaries:
        if summary.excused:
            tally.add(summary.person, summary.excused)
    label = say("Visits excused by a pause, not counted as due")
    return ReportTable(
        id="excused",
        title="",
        columns=(ReportColumn("visits", say("visits")),),
        rows=(ReportRow("excused", label, {"visits": frame.number(tally.part)}),),
    )


# --- the share done when due --------------------------------------------------------------------------------------


def _done_and_missed_by(frame: Frame, key: Callable[[CaseSummary, DueVisit], str]) -> dict[str, tuple[Part, Part]]:
    """The visits done when due, and all others, by a key."""
    tallies: dict[str, tuple[Tally, Tally]] = defaultdict(lambda: (Tally(), Tally()))
    for summary, due in _due_visits(frame):
        tallies[key(summary, due)][due.outcome is not VisitOutcome.WHEN_DUE].add(summary.person)
    return {what: (done.part, missed.part) for what, (done, missed) in tallies.items()}


def _share_cells(done: Part, missed: Part) -> dict[str, CellValue]:
    return {WHEN_DUE_COLUMN.id: Proportion(done.count, done.count + missed.count)}


def _by_place(frame: Frame) -> ReportTable:
    """By district; small districts of a province together first, then with others."""
    provinces = {summary.place.district: summary.place.province for summary in frame.summaries}
    cut = _done_and_missed_by(frame, lambda summary, _: summary.place.district)
    groups = [Group((place,), parts, provinces[place]) for place, parts in cut.items()]
    safe = frame.safe(groups) or ()
    rows = sorted(safe, key=lambda group: (group.merged, -group.size, group.ids))
    everybody = _share_cells(*_done_and_missed(_due_visits(frame)))
    return ReportTable(
        id="by_place",
        title=say("By district"),
        columns=(WHEN_DUE_COLUMN,),
        rows=tuple(_place_row(group, frame.named) for group in rows),
        total=ReportRow("all", say("All"), everybody) if rows else None,
        note="" if rows else say("Not told: too few people."),
    )


def _place_row(group: Group, named: Mask) -> ReportRow:
    province = named(group.family)
    other, name = (
        (other_districts_label(province), f"{MERGED_ROW_ID}: {province}")
        if province
        else (say("Other districts"), MERGED_ROW_ID)
    )
    cells = _share_cells(*group.parts)
    return released_row(group, lambda place: place or say("Not written down"), cells, other, name, named=named)


def other_districts_label(province: str) -> str:
    """What the districts of a province are called that are told together."""
    return say("Other districts of {province}", province=province)


def _by_month(frame: Frame) -> ReportTable:
    cut = _done_and_missed_by(frame, lambda _, due: band(due.month, MONTH_BANDS))
    groups = [Group((name,), cut[name]) for low, high in MONTH_BANDS if (name := band_id(low, high)) in cut]
    return ReportTable(
        id="by_month",
        title=say("By months since return"),
        columns=(WHEN_DUE_COLUMN,),
        rows=tuple(
            band_row(group, months_label, _share_cells(*group.parts))
            for group in frame.safe(groups, ordered=True) or ()
        ),
    )


def months_label(first: int, last: int) -> str:
    """What a span of months since return is called; 0 is no end."""
    if not last:
        return say("{first} months and more", first=first)
    return say("{first}–{last} months", first=first, last=last)


def _by_level(frame: Frame) -> ReportTable:
    cut = _done_and_missed_by(frame, lambda _, due: due.level.value)
    groups = [Group((level.value,), cut[level.value]) for level in RiskLevel if level.value in cut]
    return ReportTable(
        id="by_level",
        title=say("By risk level on the due date"),
        columns=(WHEN_DUE_COLUMN,),
        rows=tuple(level_row(group, _share_cells(*group.parts)) for group in frame.safe(groups, ordered=True) or ()),
    )


def level_row(group: Group, cells: Mapping[str, CellValue]) -> ReportRow:
    """The row of neighbouring risk levels that are told as one."""
    names = say(" or ").join(RiskLevel(level).label for level in group.ids)
    return ReportRow("-".join(group.ids), names.capitalize(), cells, merged=group.merged)
