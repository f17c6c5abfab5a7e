"""Who is followed at the end of a quarter: by trade, centre, months at home and risk level, for planning.

Trade and centre are fixed when a case is opened. District and placement change, and would show who moved; so they, and
what concerns only the office, are for staff.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from followup.case.case import Case
from followup.case.fields import Mask
from followup.case.vocabulary import OutcomeClass, Placement, RiskLevel
from followup.messages import say
from followup.schedule.policy import whole_months
from followup.statistics.case_summary import CaseSummary, risk_level_on
from followup.statistics.disclosure.partitions import (
    ReleasedTable,
    ReleasedTables,
    by_group,
    partition_groups,
    standing_release,
)
from followup.statistics.disclosure.release_ledger import ReleaseLedger
from followup.statistics.disclosure.release_state import ReleaseState, advance_release_state, left_off
from followup.statistics.disclosure.small_groups import Group, Part, counted
from followup.statistics.quarters import Quarter, quarters_to_process
from followup.statistics.report_model import (
    CASELOAD_REPORT,
    CellValue,
    Definition,
    Headline,
    Report,
    ReportRequest,
    ReportRow,
    ReportSection,
    ReportTable,
)
from followup.statistics.sections import caseload, trend
from followup.statistics.sections.definitions import DEFINITIONS
from followup.statistics.sections.frame import Frame, band, band_id, band_row, people, people_table, released_row
from followup.statistics.sections.visits import MONTH_BANDS, level_row, months_label


class CaseloadAttributes(NamedTuple):
    """What this report needs of a graduate beside her summary; texts that somebody typed, as they were typed."""

    trade: str
    centre: str
    level: RiskLevel
    district: str
    placement: str
    worker: str
    policy: str


KnownCases = Mapping[str, tuple[CaseSummary, CaseloadAttributes]]
"""Everybody known, by case id."""


def caseload_attributes(case: Case, last_day: date, policies: Mapping[str, str]) -> CaseloadAttributes:
    """What this report needs of a case on ``last_day``; ``policies`` are the policies' titles by their names."""
    return CaseloadAttributes(
        trade=case.trade,
        centre=case.centre,
        level=risk_level_on(case, last_day),
        district=", ".join(filter(None, (case.district, case.province))),
        placement=case.placement.value if case.placement else "",
        worker=case.worker,
        policy=policies.get(case.policy, case.policy),
    )


# --- groups and partitions ----------------------------------------------------------------------------------------


def _months(summary: CaseSummary, _: CaseloadAttributes, day: date) -> str:
    return band(whole_months(summary.returned, day), MONTH_BANDS)


BY_MONTHS = "people_by_months"
GROUPINGS: dict[str, Callable[[CaseSummary, CaseloadAttributes, date], str]] = {
    "people_by_trade": lambda _summary, her, _day: her.trade,
    "people_by_centre": lambda _summary, her, _day: her.centre,
    BY_MONTHS: _months,
}
"""The tables that stand in every report, and the group in which somebody is on a day."""
MONTH_BAND_IDS = tuple(band_id(*months) for months in MONTH_BANDS)


def tables_released_by(known: KnownCases, request: ReportRequest) -> ReleasedTables:
    """What is told together in each table of a report."""
    state = left_off(request)
    return release_tables(known, state.roll, request.quarter, request.cutoff, state.caseload, internal=request.internal)


def release_tables(
    known: KnownCases, roll: ReleaseLedger, last: Quarter, cutoff: date, before: ReleasedTables, *, internal: bool
) -> ReleasedTables:
    """What is told together in each table at the end of ``last``, which is looked at up to ``cutoff``.

    ``roll`` and ``before`` are where the last publication left off, or a new roll and nothing: every quarter since
    then, or since the first, is gone through, as it was, or would have been, told.
    """
    summaries = [summary for summary, _ in known.values()]
    for quarter in quarters_to_process(roll.quarter, (summary.returned for summary in summaries), last):
        end = min(quarter.end, cutoff)
        roll.advance(summaries, quarter, end)
        before = {
            name: _released_table(name, known, roll, end, before.get(name), internal=internal) for name in GROUPINGS
        }
    return before


def _released_table(
    name: str, known: KnownCases, roll: ReleaseLedger, end: date, before: ReleasedTable | None, *, internal: bool
) -> ReleasedTable:
    assert roll.quarter
    then = before.people if before and not internal else {}
    now = {person: _group_of(name, known, person, end, then) for person in roll.inside}
    there = {*then.values(), *now.values()}
    names = tuple(group for group in MONTH_BAND_IDS if group in there) if name == BY_MONTHS else tuple(sorted(there))
    if internal:
        return ReleasedTable(roll.quarter, by_group(now), tuple((group,) for group in names))
    crossings = Counter((then.get(person), now.get(person)) for person in {*then, *now})
    old = before is not None and before.old_in(roll.quarter)
    told = partition_groups(names, crossings, before.groups if before else (), ordered=name == BY_MONTHS, old=old)
    return standing_release(before, ReleasedTable(roll.quarter, by_group(now), told or (names,)))


def _group_of(name: str, known: KnownCases, person: str, end: date, then: Mapping[str, str]) -> str:
    """The group of somebody on the last day before ``end``; of whom nothing can be read is where she was told last."""
    if person not in known:
        return then.get(person, MONTH_BAND_IDS[0] if name == BY_MONTHS else "")
    summary, her = known[person]
    return GROUPINGS[name](summary, her, end - timedelta(days=1))


# --- the report ---------------------------------------------------------------------------------------------------


def build_caseload_report(known: KnownCases, request: ReportRequest) -> Report:
    """The caseload as it stands, a draft."""
    summaries = [summary for summary, _ in known.values()]
    link = advance_release_state(summaries, request)
    frame = Frame(request.quarter, request.cutoff, summaries, link.roll, request.internal, request.named)
    movement, points = caseload.section(frame, link.moved), trend.section(link.trend_points)
    made = sections(frame, known, tables_released_by(known, request), movement, points)
    return request.report(CASELOAD_REPORT, heads=headlines(made[0], made[1]), sections=made, definitions=definitions())


def published_caseload_report(report: Report, kept: ReleaseState, known: KnownCases, request: ReportRequest) -> Report:
    """The caseload of a ``report`` that went out: the same people, as they were known then."""
    summaries = [summary for summary, _ in known.values()]
    frame = Frame(request.quarter, request.cutoff, summaries, kept.roll, named=request.named)
    made = sections(frame, known, kept.caseload, report.section("caseload"), report.section("trend"))
    heads = headlines(made[0], made[1])
    return replace(report, heads=heads, sections=made, definitions=definitions(), kind=CASELOAD_REPORT)


def sections(
    frame: Frame, known: KnownCases, told: ReleasedTables, movement: ReportSection, trend: ReportSection
) -> tuple[ReportSection, ...]:
    """The movement of the quarter, who is followed at its end, and the last quarters."""
    tables = [_by_group(frame, name, told.get(name)) for name in GROUPINGS]
    about = say("Everybody counted as in follow-up at the end of the quarter, once in each table.")
    if not frame.internal:
        about = say(
            "{about} A trade, centre or span of months is told by itself if nobody or at least five came into it, and "
            "left it, since it was last told. Otherwise it is told together with others, or the table stands as it was "
            "told last, up to a year long.",
            about=about,
        )
    followed = ReportSection(
        id="followed",
        title=say("Who is followed"),
        about=about,
        tables=(*tables, _by_level(frame, known), *(_internal_tables(frame, known) if frame.internal else ())),
    )
    return replace(movement, title=say("In the quarter")), followed, trend


def _by_group(frame: Frame, name: str, told: ReleasedTable | None) -> ReportTable:
    """A table as it stands: of the quarter, or of an earlier one where that one told more."""
    title, other = TABLE_TITLES[name]
    if told is None or not told.shown_in(frame.quarter):
        return _table(name, title, (), len(frame.followed))
    groups = [
        Group(ids, (Part(number),))
        for ids in told.groups
        if (number := sum(len(told.members.get(group, ())) for group in ids))
    ]
    if name == BY_MONTHS:
        rows = [band_row(group, months_label, people(group.size)) for group in groups]
    else:
        groups.sort(key=lambda group: (group.merged, -group.size, group.ids))
        rows = [released_row(group, _label, people(group.size), other, named=frame.named) for group in groups]
    table = _table(name, title, rows, len(told.people))
    return table if told.quarter == frame.quarter else replace(table, carried_from=str(told.quarter))


TABLE_TITLES = {
    "people_by_trade": (say("By trade"), say("Other trades")),
    "people_by_centre": (say("By centre"), say("Other centres")),
    BY_MONTHS: (say("By months since return"), ""),
}


def _label(group: str) -> str:
    return group[:1].upper() + group[1:] if group else say("Not written down")


def _table(name: str, title: str, rows: Sequence[ReportRow], everybody: int) -> ReportTable:
    """A table of all in follow-up, or why there is none."""
    told = len(rows) > 1 or any(not row.merged for row in rows)
    few = say("Not told apart: too few people in a group, or come and gone.")
    note = few if everybody else say("Nobody is in follow-up.")
    return people_table(name, title, rows if told else (), everybody, note=note)


def _by_level(frame: Frame, known: KnownCases) -> ReportTable:
    at_level: dict[str, list[str]] = defaultdict(list)
    for summary in frame.followed:
        level = known[summary.id][1].level if summary.id in known else RiskLevel.LOW
        at_level[level.value].append(summary.id)
    groups = [Group((level.value,), (counted(at_level[level.value]),)) for level in RiskLevel]
    rows = [level_row(group, people(group.size)) for group in frame.safe(groups, ordered=True) or ()]
    return _table("people_by_level", say("By risk level on the last day"), rows, len(frame.followed))


INTERNAL_TABLES: dict[str, tuple[str, Callable[[CaseloadAttributes], str]]] = {
    "people_by_district": (say("By district"), lambda her: her.district),
    "people_by_placement": (say("By placement"), lambda her: her.placement),
    "people_by_worker": (say("By worker"), lambda her: her.worker),
    "people_by_policy": (say("By follow-up policy"), lambda her: her.policy),
}
"""The tables that only staff see."""


def _internal_tables(frame: Frame, known: KnownCases) -> Iterator[ReportTable]:
    for name, (title, of) in INTERNAL_TABLES.items():
        sizes = Counter(of(known[summary.id][1]) for summary in frame.followed)
        listed = sorted(sizes.items(), key=lambda one: (-one[1], one[0]))
        rows = [_internal_row(name, group, number, frame.named) for group, number in listed]
        yield _table(name, title, rows, len(frame.followed))


def _internal_row(name: str, group: str, number: int, named: Mask) -> ReportRow:
    """The row of a group; of a district and its province each passes through ``named`` by itself."""
    if name in ("people_by_placement", "people_by_policy"):
        label = Placement(group).label if group and name == "people_by_placement" else group
        return ReportRow(group, _label(label), people(number))
    shown = ", ".join(map(named, group.split(", ")))
    return ReportRow(shown, _label(shown), people(number))


def headlines(movement: ReportSection, followed: ReportSection) -> tuple[Headline, ...]:
    """The figures at the top: how many are followed, came and left, and how many are at high risk."""
    table, levels = movement.table("movement"), followed.table("people_by_level")
    told = {row.id: row.figure for row in table.all_rows} if table else {}
    left = {result: told.get(result.value) for result in OutcomeClass}
    high = _high(levels) if levels else None
    return (
        Headline(
            "in_follow_up", say("In follow-up"), told.get("end"), say("{n} at the start", n=str(told.get("start")))
        ),
        Headline("joined", say("Came home"), told.get("joined"), _returned_to_follow_up(told.get("back"))),
        Headline("left", say("Left"), sum(number for number in left.values() if isinstance(number, int)), _left(left)),
        Headline(
            "high_risk",
            say("At high risk"),
            high,
            say("a flag of danger is open") if high else say("not told") if high is None else "",
        ),
    )


def _high(levels: ReportTable) -> CellValue:
    """How many are at high risk; nobody if no row is of them, None where they are told together with others."""
    if any(RiskLevel.HIGH in row.id.split("-") for row in levels.rows) or not levels.rows:
        return levels.cell(RiskLevel.HIGH.value, "people")
    return 0


def _returned_to_follow_up(number: CellValue) -> str:
    return say("{n} more are back", n=str(number)) if number else say("in the quarter")


def _left(left: Mapping[OutcomeClass, CellValue]) -> str:
    return ", ".join(
        say("{n} {result}", n=str(number), result=result.label) for result, number in left.items() if number
    )


_SHARED_DEFINITIONS = (say("In follow-up"), say("Done when due"), say("Reintegrated"), say("95% range"))
"""Words that mean what they mean in the quarter's report."""


def definitions() -> tuple[Definition, ...]:
    """What the words mean; those that both reports have mean the same in both."""
    return (
        Definition(
            say("Months"),
            say("Whole months from the day she came home to the last day of the quarter, or the last day looked at."),
        ),
        Definition(
            say("Risk level"),
            say("High while a flag of danger is open, raised while one of concern is, low otherwise; on the last day."),
        ),
        *(one for one in DEFINITIONS if one.word in _SHARED_DEFINITIONS),
        Definition(
            say("Told together"),
            say(
                "Groups of one to four people are merged with others; so are those that one to four people joined or "
                "left since they were last told. Those who came home or left follow-up wait until there are five."
            ),
        ),
    )
