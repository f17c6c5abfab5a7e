"""Who is followed at the end of a quarter: by trade, centre, months at home and risk level, for planning.

Trade and centre are fixed when a case is opened. District and placement change, and would show who moved; so they, and
what concerns only the office, are for staff.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from followup.case.case import Case
from followup.case.vocabulary import Placement, Result, RiskLevel
from followup.messages import say
from followup.schedule.policy import whole_months
from followup.statistics.case_summary import Life, level_on
from followup.statistics.disclosure.partitions import Print, apart, printed
from followup.statistics.disclosure.release_ledger import Roll
from followup.statistics.disclosure.small_groups import Group, counted
from followup.statistics.quarters import Quarter, to_go
from followup.statistics.report_model import Column, Figures, Head, Row, Section, Value
from followup.statistics.sections.definitions import DEFINITIONS
from followup.statistics.sections.frame import Frame, band, band_id, band_row, told_row
from followup.statistics.sections.visits import MONTHS, level_row, months_label


class Beside(NamedTuple):
    """What this report needs of a graduate beside her `Life`; texts that somebody typed are fit to be shown."""

    trade: str
    centre: str
    level: RiskLevel
    district: str
    placement: str
    worker: str
    policy: str


Known = Mapping[str, tuple[Life, Beside]]
"""Everybody known, by case id."""
Parted = dict[str, Print]
"""What stands in each table: of which quarter, and which groups are told together."""


def beside(case: Case, last_day: date, named: Callable[[str], str], policies: Mapping[str, str]) -> Beside:
    """The record of a case on ``last_day``; ``policies`` are the follow-up policies' titles by their names."""
    return Beside(
        trade=named(case.trade),
        centre=named(case.centre),
        level=level_on(case, last_day),
        district=", ".join(filter(None, (named(case.district), named(case.province)))),
        placement=case.placement.value if case.placement else "",
        worker=named(case.worker),
        policy=policies.get(case.policy, case.policy),
    )


# --- what is told apart -------------------------------------------------------------------------------------------


def _months(life: Life, _: Beside, day: date) -> str:
    return band(whole_months(life.returned, day), MONTHS)


BY_MONTHS = "people_by_months"
CUTS: dict[str, Callable[[Life, Beside, date], str]] = {
    "people_by_trade": lambda _life, her, _day: her.trade,
    "people_by_centre": lambda _life, her, _day: her.centre,
    BY_MONTHS: _months,
}
"""The tables that stand in every report, and the group in which somebody is on a day."""
BANDS = tuple(band_id(*months) for months in MONTHS)


def parted(known: Known, roll: Roll, last: Quarter, cut: date, before: Parted, *, internal: bool) -> Parted:
    """What is told together in each table at the end of ``last``, which is looked at up to ``cut``.

    ``roll`` and ``before`` are where the last publication left off, or a new roll and nothing: every quarter since
    then, or since the first, is gone through, as it was, or would have been, told.
    """
    lives = [life for life, _ in known.values()]
    for quarter in to_go(roll.quarter, (life.returned for life in lives), last):
        end = min(quarter.end, cut)
        roll.advance(lives, quarter, end)
        before = {name: _printed(name, known, roll, end, before.get(name), internal=internal) for name in CUTS}
    return before


def _printed(name: str, known: Known, roll: Roll, end: date, before: Print | None, *, internal: bool) -> Print:
    assert roll.quarter
    then = before.people if before and not internal else {}
    now = {person: _group_of(name, known, person, end, then) for person in roll.inside}
    there = {*then.values(), *now.values()}
    names = tuple(group for group in BANDS if group in there) if name == BY_MONTHS else tuple(sorted(there))
    if internal:
        return Print(roll.quarter, now, tuple((group,) for group in names))
    crossings = Counter((then.get(person), now.get(person)) for person in {*then, *now})
    old = before is not None and before.old_in(roll.quarter)
    told = apart(names, crossings, before.groups if before else (), ordered=name == BY_MONTHS, old=old)
    return printed(before, Print(roll.quarter, now, told or (names,)))


def _group_of(name: str, known: Known, person: str, end: date, then: Mapping[str, str]) -> str:
    """The group of somebody on the last day before ``end``; of whom nothing can be read is where she was told last."""
    if person not in known:
        return then.get(person, BANDS[0] if name == BY_MONTHS else "")
    life, her = known[person]
    return CUTS[name](life, her, end - timedelta(days=1))


# --- the report ---------------------------------------------------------------------------------------------------

PEOPLE = (Column("people", say("people")),)
ALL = say("All in follow-up")


def sections(frame: Frame, known: Known, told: Parted, movement: Section, trend: Section) -> tuple[Section, ...]:
    """The movement of the quarter, who is followed at its end, and the last quarters."""
    tables = [_by_group(frame, name, told.get(name)) for name in CUTS]
    about = say("Everybody counted as in follow-up at the end of the quarter, once in each table.")
    if not frame.internal:
        about = say(
            "{about} A trade, centre or span of months is told by itself if nobody or at least five came into it, and "
            "left it, since it was last told. Otherwise it is told together with others, or the table stands as it was "
            "told last, up to a year long.",
            about=about,
        )
    followed = Section(
        id="followed",
        title=say("Who is followed"),
        about=about,
        tables=(*tables, _by_level(frame, known), *(_for_staff(frame, known) if frame.internal else ())),
    )
    return replace(movement, title=say("In the quarter")), followed, trend


def _by_group(frame: Frame, name: str, told: Print | None) -> Figures:
    """A table as it stands: of the quarter, or of an earlier one where that one told more."""
    title, other = TITLES[name]
    if told is None or not told.shown_in(frame.quarter):
        return _table(name, title, (), len(frame.followed))
    held = told.quarter != frame.quarter
    numbers = Counter(told.people.values())
    groups = [(ids, number) for ids in told.groups if (number := sum(numbers[group] for group in ids))]
    if name == BY_MONTHS:
        rows = [band_row(Group(ids, ()), months_label, (number,)) for ids, number in groups]
    else:
        groups.sort(key=lambda one: (len(one[0]) > 1, -one[1], one[0]))
        rows = [told_row(Group(ids, ()), _label, (number,), other) for ids, number in groups]
    return replace(_table(name, title, rows, numbers.total()), held=str(told.quarter) if held else "")


TITLES = {
    "people_by_trade": (say("By trade"), say("Other trades")),
    "people_by_centre": (say("By centre"), say("Other centres")),
    BY_MONTHS: (say("By months since return"), ""),
}


def _label(group: str) -> str:
    return group[:1].upper() + group[1:] if group else say("Not written down")


def _table(name: str, title: str, rows: Sequence[Row], everybody: int) -> Figures:
    """A table of all in follow-up, or why there is none."""
    if len(rows) > 1 or any(not row.other for row in rows):
        return Figures(name, title, PEOPLE, tuple(rows), Row("all", ALL, (everybody,)))
    note = (
        say("Not told apart: too few people in a group, or come and gone.")
        if everybody
        else say("Nobody is in follow-up.")
    )
    return Figures(name, title, PEOPLE, (), None, note)


def _by_level(frame: Frame, known: Known) -> Figures:
    people: dict[str, list[str]] = defaultdict(list)
    for life in frame.followed:
        level = known[life.id][1].level if life.id in known else RiskLevel.LOW
        people[level.value].append(life.id)
    groups = [Group((level.value,), (counted(people[level.value]),)) for level in RiskLevel]
    rows = [level_row(group, (group.parts[0].count,)) for group in frame.safe(groups, ordered=True) or ()]
    return _table("people_by_level", say("By risk level on the last day"), rows, len(frame.followed))


STAFF: dict[str, tuple[str, Callable[[Beside], str]]] = {
    "people_by_district": (say("By district"), lambda her: her.district),
    "people_by_placement": (say("By placement"), lambda her: her.placement),
    "people_by_worker": (say("By worker"), lambda her: her.worker),
    "people_by_policy": (say("By follow-up policy"), lambda her: her.policy),
}
"""The tables that only staff see."""


def _for_staff(frame: Frame, known: Known) -> list[Figures]:
    return [_staff_table(frame, known, name, title, of) for name, (title, of) in STAFF.items()]


def _staff_table(frame: Frame, known: Known, name: str, title: str, of: Callable[[Beside], str]) -> Figures:
    people = Counter(of(known[life.id][1]) for life in frame.followed)
    listed = sorted(people.items(), key=lambda one: (-one[1], one[0]))
    return _table(
        name, title, [Row(group, _staff_label(name, group), (number,)) for group, number in listed], len(frame.followed)
    )


def _staff_label(name: str, group: str) -> str:
    return _label(Placement(group).label if group and name == "people_by_placement" else group)


def heads(movement: Section, followed: Section) -> tuple[Head, ...]:
    """The figures at the top: how many are followed, came and left, and how many are at high risk."""
    table, levels = movement.table("movement"), followed.table("people_by_level")
    told = {row.id: row.cells[0] for row in table.every} if table else {}
    left = {result: told.get(result.value) for result in Result}
    high = _high(levels) if levels else None
    return (
        Head("in_follow_up", say("In follow-up"), told.get("end"), say("{n} at the start", n=told.get("start"))),
        Head("joined", say("Came home"), told.get("joined"), _back(told.get("back"))),
        Head("left", say("Left"), sum(number for number in left.values() if isinstance(number, int)), _left(left)),
        Head(
            "high_risk",
            say("At high risk"),
            high,
            say("a flag of danger is open") if high else say("not told") if high is None else "",
        ),
    )


def _high(levels: Figures) -> Value:
    """How many are at high risk; nobody if no row is of them, None where they are told together with others."""
    if any(RiskLevel.HIGH in row.id.split("-") for row in levels.rows) or not levels.rows:
        return levels.cell(RiskLevel.HIGH.value, "people")
    return 0


def _back(number: Value) -> str:
    return say("{n} more are back", n=number) if number else say("in the quarter")


def _left(left: Mapping[Result, Value]) -> str:
    return ", ".join(say("{n} {result}", n=number, result=result.label) for result, number in left.items() if number)


_SHARED = (say("In follow-up"), say("Done when due"), say("Reintegrated"), say("95% range"))
"""Words that mean what they mean in the quarter's report."""


def definitions() -> tuple[tuple[str, str], ...]:
    """What the words mean; those that both reports have mean the same in both."""
    return (
        (
            say("Months"),
            say("Whole months from the day she came home to the last day of the quarter, or the last day looked at."),
        ),
        (
            say("Risk level"),
            say("High while a flag of danger is open, raised while one of concern is, low otherwise; on the last day."),
        ),
        *((word, means) for word, means in DEFINITIONS if word in _SHARED),
        (
            say("Told together"),
            say(
                "Groups of one to four people are merged with others; so are those that one to four people joined or "
                "left since they were last told. Those who came home or left follow-up wait until there are five."
            ),
        ),
    )
