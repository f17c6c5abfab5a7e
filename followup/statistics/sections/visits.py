"""The visits that were due in a quarter, and what became of them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

from followup.case.fields import Mask
from followup.case.visit_words import AttemptReason
from followup.case.vocabulary import RiskLevel
from followup.messages import say
from followup.statistics.case_summary import CaseSummary, person_of
from followup.statistics.proportions import Proportion
from followup.statistics.quarters import Quarter
from followup.statistics.release import RowGroup, TableKind
from followup.statistics.report_model import (
    CellValue,
    LastPublication,
    ReportColumn,
    ReportRow,
    ReportSection,
    ReportTable,
)
from followup.statistics.sections.frame import MERGED_ROW_ID, Frame, band, band_id, band_row, released_row, word_row
from followup.statistics.visits_of_quarter import TREND_QUARTERS, DueVisit, VisitOutcome
from followup.values import replace

MONTH_BANDS = ((0, 3), (4, 12), (13, 24), (25, 36), (37, 0))
"""Months since return that are told together."""
WHEN_DUE_COLUMN = ReportColumn("when_due", say("done when due"))


def section(frame: Frame, before: LastPublication | None = None) -> ReportSection:
    """Visits: what became of them, and the share done when due by place and month since return; for staff by risk."""
    return ReportSection(
        id="visits",
        title=say("Visits"),
        about=say(
            "A visit is done when due if she was met in person by the due date + 14 days; under a policy of one contact"
            " a call, or speaking with her family or the local authority, counts too. Visits are judged once these 14"
            " days are over; those excused by a pause are left out."
        ),
        tables=(
            _outcome_table(frame, before),
            _excused(frame),
            _by_place(frame),
            _by_month(frame),
            *([_by_level(frame.counted), *_trips(frame)] if frame.internal else ()),
        ),
    )


def visits_done_when_due(frame: Frame, quarter: Quarter) -> Proportion:
    """How many of the visits due in a quarter, this one or one of the four before it, were done when due."""
    if quarter == frame.quarter:
        return _share(due for _, due in _due_visits(frame))
    at = [*frame.quarter.plus(1 - TREND_QUARTERS).upto(frame.quarter.before)].index(quarter)
    then = [summary.before[at] for summary in frame.summaries]
    return Proportion(sum(visits.done for visits in then), sum(visits.due for visits in then))


def _due_visits(frame: Frame) -> Iterator[tuple[CaseSummary, DueVisit]]:
    return ((summary, due) for summary in frame.summaries for due in summary.dues)


def _share(dues: Iterable[DueVisit]) -> Proportion:
    outcomes = Counter(due.outcome is VisitOutcome.WHEN_DUE for due in dues)
    return Proportion(outcomes[True], outcomes.total())


# --- what became of them ------------------------------------------------------------------------------------------


def _outcome_table(frame: Frame, before: LastPublication | None) -> ReportTable:
    """Every visit once: made when due, made late, or not made for a reason."""
    outcomes = Counter(_outcome(due) for _, due in _due_visits(frame))
    rows = sorted(outcomes, key=lambda what: (_PLACES.get(what, 2), -outcomes[what], what))
    return ReportTable(
        id="became",
        title=say("What became of the visits due"),
        kind=TableKind.PROCESS,
        columns=_VISITS,
        rows=tuple(ReportRow(what, _label(what), {"visits": outcomes[what]}) for what in rows),
        total=ReportRow("due", say("Visits due"), {"visits": outcomes.total()}) if rows else None,
        note=_late_note(frame, before) if rows else say("No visit was due."),
    )


def _late_note(frame: Frame, before: LastPublication | None) -> str:
    """Where the quarter before was published with other visits than are known of it now: with which."""
    if frame.internal or before is None or before.report.quarter != str(frame.quarter.before):
        return ""
    printed = before.figure("trend", "visits_when_due", before.report.quarter)
    now = visits_done_when_due(frame, frame.quarter.before)
    if not isinstance(printed, Proportion) or printed == now:
        return ""
    return say(
        "{quarter} was published with {n} of {of} visits done when due, and {now} of {now_of} are known now; the rest "
        "was written down or put right since.",
        quarter=before.report.quarter,
        n=printed.count,
        of=printed.of,
        now=now.count,
        now_of=now.of,
    )


def _outcome(due: DueVisit) -> str:
    return due.reason.value if due.outcome is VisitOutcome.TRIED and due.reason else due.outcome.value


_VISITS = (ReportColumn("visits", say("visits")),)
_PLACES = {VisitOutcome.WHEN_DUE.value: 0, VisitOutcome.LATE.value: 1}
"""Made when due, made late, then why not, the most frequent first."""


def _label(what: str) -> str:
    outcome = {
        VisitOutcome.WHEN_DUE.value: say("Done when due"),
        VisitOutcome.LATE.value: say("Done late"),
        VisitOutcome.NOT_TRIED.value: say("Not made: no try written down"),
    }
    return outcome.get(what) or say("Not made: {reason}", reason=AttemptReason(what).label)


def _excused(frame: Frame) -> ReportTable:
    """Visits that nobody owed her, because a pause held their due date: they are in no other figure."""
    label = say("Visits excused by a pause, not counted as due")
    excused = sum(summary.excused for summary in frame.summaries)
    return ReportTable(
        id="excused",
        title="",
        kind=TableKind.PROCESS,
        columns=_VISITS,
        rows=(ReportRow("excused", label, {"visits": excused}),),
    )


# --- the share done when due --------------------------------------------------------------------------------------


def _cut(frame: Frame, key: Callable[[CaseSummary, DueVisit], str]) -> dict[str, RowGroup]:
    """The visits done when due, and all others, by a key, with the people who were due them."""
    stays: dict[str, set[str]] = defaultdict(set)
    visits: dict[str, Counter[bool]] = defaultdict(Counter)
    for summary, due in _due_visits(frame):
        what = key(summary, due)
        stays[what].add(summary.id)
        visits[what][due.outcome is VisitOutcome.WHEN_DUE] += 1
    return {
        what: RowGroup((what,), frozenset(map(person_of, stays[what])), (count[True], count[False]))
        for what, count in visits.items()
    }


def _share_cells(group: RowGroup) -> dict[str, CellValue]:
    return {WHEN_DUE_COLUMN.id: Proportion(group.cells[0], group.size)}


def _share_table(name: str, title: str, rows: Iterable[ReportRow], frame: Frame, kind: TableKind) -> ReportTable:
    """A table of shares, with that of all visits."""
    whole = _share(due for _, due in _due_visits(frame))
    return ReportTable(
        id=name,
        title=title,
        kind=kind,
        columns=(WHEN_DUE_COLUMN,),
        rows=tuple(rows),
        total=ReportRow("all", say("All"), {WHEN_DUE_COLUMN.id: whole}) if whole.of else None,
        note="" if whole.of else say("No visit was due."),
    )


def _by_place(frame: Frame) -> ReportTable:
    """By district; small districts of a province together first, then with others."""
    provinces = {summary.place.district: summary.place.province for summary in frame.summaries}
    cut = _cut(frame, lambda summary, _: summary.place.district)
    groups = frame.rows(replace(group, family=provinces[place]) for place, group in cut.items())
    rows = sorted(groups, key=lambda group: (*group.place, -group.size, group.ids))
    made = (_place_row(group, frame.named) for group in rows)
    return _share_table("by_place", say("By district"), made, frame, TableKind.PROCESS)


def _place_row(group: RowGroup, named: Mask) -> ReportRow:
    other, name = other_districts(named(group.family))
    cells = _share_cells(group)
    return released_row(group, lambda place: place or say("Not written down"), cells, other, name, named=named)


def other_districts(province: str) -> tuple[str, str]:
    """What small districts that are told together are called, by people and by programs; of no province of several."""
    if not province:
        return say("Other districts"), MERGED_ROW_ID
    return other_districts_label(province), other_districts_id(province)


def other_districts_id(province: str) -> str:
    """What programs call them."""
    return f"{MERGED_ROW_ID}: {province}"


def other_districts_label(province: str) -> str:
    """What the districts of a province are called that are told together."""
    return say("Other districts of {province}", province=province)


def _by_month(frame: Frame) -> ReportTable:
    cut = _cut(frame, lambda _, due: band(due.month, MONTH_BANDS))
    groups = [cut[name] for low, high in MONTH_BANDS if (name := band_id(low, high)) in cut]
    rows = (band_row(group, months_label, _share_cells(group)) for group in frame.rows(groups, ordered=True))
    return _share_table("by_month", say("By months since return"), rows, frame, TableKind.PROCESS)


def months_label(first: int, last: int) -> str:
    """What a span of months since return is called; 0 is no end."""
    if not last:
        return say("{first} months and more", first=first)
    return say("{first}–{last} months", first=first, last=last)


def _by_level(frame: Frame) -> ReportTable:
    """For staff: a risk level is what happened to somebody, and her visits are what neighbours see."""
    cut = _cut(frame, lambda _, due: due.level.value)
    rows = (word_row(level, _share_cells(cut[level.value])) for level in RiskLevel if level.value in cut)
    return _share_table("by_level", say("By risk level on the due date"), rows, frame, TableKind.CROSSED)


# --- trips --------------------------------------------------------------------------------------------------------


def _trips(frame: Frame) -> Iterator[ReportTable]:
    """For staff: on how many days somebody went to each district, and what each on her own day would have taken."""
    went = [(summary.place, one) for summary in frame.summaries for one in summary.journeys]
    if not went:
        return
    days = len({(place, one.made) for place, one in went})
    alone = len({(place, _weekday_near(one.due)) for place, one in went})
    yield ReportTable(
        id="trips",
        title=say("Trips"),
        kind=TableKind.CROSSED,
        columns=(ReportColumn("number", ""),),
        rows=(
            ReportRow("visits", say("Visits due that were made in person"), {"number": len(went)}),
            ReportRow("days", say("Trip days: a day in a district"), {"number": days}),
            ReportRow("visits_a_day", say("Visits a trip day"), {"number": f"{len(went) / days:.1f}"}),
            ReportRow("each_when_due", say("Trip days if each had been when due"), {"number": alone}),
        ),
    )


def _weekday_near(due: int) -> int:
    """The day from Monday to Friday that is nearest to a due date; holidays are not looked at."""
    return due + (0, 0, 0, 0, 0, -1, 1)[(due - 1) % 7]
