"""The visits that were due in a quarter, and what became of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from followup.case.vocabulary import AttemptReason, RiskLevel
from followup.messages import say
from followup.statistics.case_summary import QUARTERS, Due, Fate, Life
from followup.statistics.disclosure.small_groups import Group, Part, Tally
from followup.statistics.proportions import Share
from followup.statistics.quarters import Quarter
from followup.statistics.report_model import Column, Figures, Row, Section, Value
from followup.statistics.sections.frame import MERGED, Frame, band, band_id, band_row, told_row

MONTHS = ((0, 3), (4, 12), (13, 24), (25, 36), (37, 0))
"""Months since return that are told together."""
WHEN_DUE = Column("when_due", say("done when due"))


def section(frame: Frame) -> Section:
    """Visits: what became of them, and the share done when due by place, by month since return and by risk level."""
    return Section(
        id="visits",
        title=say("Visits"),
        about=say(
            "A visit is done when due if she was met in person by the due date + 14 days. Visits are judged once these "
            "14 days are over; those excused by a pause are left out."
        ),
        tables=(_became(frame), _excused(frame), _by_place(frame), _by_month(frame), _by_level(frame)),
    )


def when_due(frame: Frame, quarter: Quarter) -> Share | None:
    """How many of the visits due in a quarter, this one or one of the four before it, were done when due."""
    if quarter == frame.quarter:
        return frame.share(*_split(_judged(frame)))
    at = [*frame.quarter.plus(1 - QUARTERS).upto(frame.quarter.before)].index(quarter)
    done, missed = Tally(), Tally()
    for life in frame.lives:
        made, due = life.before[2 * at : 2 * at + 2]
        if made:
            done.add(life.id, made)
        if due > made:
            missed.add(life.id, due - made)
    return frame.share(done.part, missed.part)


def _judged(frame: Frame) -> Iterator[tuple[Life, Due]]:
    return ((life, due) for life in frame.lives for due in life.dues)


def _split(dues: Iterable[tuple[Life, Due]]) -> tuple[Part, Part]:
    """The visits done when due, and all others."""
    done, missed = Tally(), Tally()
    for life, due in dues:
        (done if due.fate is Fate.WHEN_DUE else missed).add(life.id)
    return done.part, missed.part


# --- what became of them ------------------------------------------------------------------------------------------


def _became(frame: Frame) -> Figures:
    """Every visit once: made when due, made late, or not made for a reason; small reasons together."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for life, due in _judged(frame):
        tallies[_outcome(due)].add(life.id)
    safe = frame.safe(Group((what,), (tally.part,), _family(what)) for what, tally in tallies.items())
    total = sum(tally.count for tally in tallies.values())
    rows = [] if safe is None else sorted(safe, key=_order)
    return Figures(
        id="became",
        title=say("What became of the visits due"),
        columns=(Column("visits", say("visits")),),
        rows=tuple(told_row(group, _label, (group.parts[0].count,), _other(group)) for group in rows),
        total=Row("due", say("Visits due"), (total,)) if rows else None,
        note="" if rows else _none(total),
    )


def _outcome(due: Due) -> str:
    return due.reason.value if due.fate is Fate.TRIED and due.reason else due.fate.value


def _family(what: str) -> str:
    """Visits done when due are told by themselves elsewhere: what is merged with them could be had by subtraction."""
    return "when due" if what == Fate.WHEN_DUE else "not when due"


def _order(group: Group) -> tuple[int, int]:
    """Made when due, made late, then why not, the most frequent first, and what was merged last."""
    places = {Fate.WHEN_DUE.value: 0, Fate.LATE.value: 1}
    return (3 if group.merged else places.get(group.ids[0], 2)), -group.parts[0].count


def _label(what: str) -> str:
    fate = {
        Fate.WHEN_DUE.value: say("Done when due"),
        Fate.LATE.value: say("Done late"),
        Fate.NOT_TRIED.value: say("Not made: no try written down"),
    }
    return fate.get(what) or say("Not made: {reason}", reason=AttemptReason(what).label)


def _other(group: Group) -> str:
    if Fate.WHEN_DUE in group.ids:
        return say("Done when due or late, or not made for another reason")
    return (
        say("Done late, or not made for another reason") if Fate.LATE in group.ids else say("Not made: other reasons")
    )


def _none(total: int) -> str:
    return say("Fewer than five people had a visit due.") if total else say("No visit was due.")


def _excused(frame: Frame) -> Figures:
    """Visits that nobody owed her, because a pause held their due date: they are in no other figure."""
    tally = Tally()
    for life in frame.lives:
        if life.excused:
            tally.add(life.id, life.excused)
    label = say("Visits excused by a pause, not counted as due")
    return Figures(
        id="excused",
        title="",
        columns=(Column("visits", say("visits")),),
        rows=(Row("excused", label, (frame.number(tally.part),)),),
    )


# --- the share done when due --------------------------------------------------------------------------------------


def _cut(frame: Frame, key: Callable[[Life, Due], str]) -> dict[str, tuple[Part, Part]]:
    """The visits done when due, and all others, by a key."""
    tallies: dict[str, tuple[Tally, Tally]] = defaultdict(lambda: (Tally(), Tally()))
    for life, due in _judged(frame):
        tallies[key(life, due)][due.fate is not Fate.WHEN_DUE].add(life.id)
    return {what: (done.part, missed.part) for what, (done, missed) in tallies.items()}


def _cells(group: Group) -> tuple[Share]:
    done, missed = group.parts
    return (Share(done.count, done.count + missed.count),)


def _by_place(frame: Frame) -> Figures:
    """By district; small districts of a province together first, then with others."""
    names = {place: frame.named(place) for life in frame.lives for place in life.place}
    provinces = {names[life.place[0]]: names[life.place[1]] for life in frame.lives}
    cut = _cut(frame, lambda life, _: names[life.place[0]])
    groups = [Group((place,), parts, provinces[place]) for place, parts in cut.items()]
    safe = frame.safe(groups) or ()
    rows = sorted(safe, key=lambda group: (group.merged, -group.parts[0].count - group.parts[1].count, group.ids))
    done, missed = _split(_judged(frame))
    return Figures(
        id="by_place",
        title=say("By district"),
        columns=(WHEN_DUE,),
        rows=tuple(map(_place_row, rows)),
        total=Row("all", say("All"), (Share(done.count, done.count + missed.count),)) if rows else None,
        note="" if rows else say("Not told: too few people."),
    )


def _place_row(group: Group) -> Row:
    province = group.family
    other, name = (others_of(province), f"{MERGED}: {province}") if province else (say("Other districts"), MERGED)
    return told_row(group, lambda place: place or say("Not written down"), _cells(group), other, name)


def others_of(province: str) -> str:
    """What the districts of a province are called that are told together."""
    return say("Other districts of {province}", province=province)


def _by_month(frame: Frame) -> Figures:
    cut = _cut(frame, lambda _, due: band(due.month, MONTHS))
    groups = [Group((name,), cut[name]) for low, high in MONTHS if (name := band_id(low, high)) in cut]
    return Figures(
        id="by_month",
        title=say("By months since return"),
        columns=(WHEN_DUE,),
        rows=tuple(band_row(group, months_label, _cells(group)) for group in frame.safe(groups, ordered=True) or ()),
    )


def months_label(first: int, last: int) -> str:
    """What a span of months since return is called; 0 is no end."""
    if not last:
        return say("{first} months and more", first=first)
    return say("{first}–{last} months", first=first, last=last)


def _by_level(frame: Frame) -> Figures:
    cut = _cut(frame, lambda _, due: due.level.value)
    groups = [Group((level.value,), cut[level.value]) for level in RiskLevel if level.value in cut]
    return Figures(
        id="by_level",
        title=say("By risk level on the due date"),
        columns=(WHEN_DUE,),
        rows=tuple(level_row(group, _cells(group)) for group in frame.safe(groups, ordered=True) or ()),
    )


def level_row(group: Group, cells: Sequence[Value]) -> Row:
    """The row of neighbouring risk levels that are told as one."""
    names = say(" or ").join(RiskLevel(level).label for level in group.ids)
    return Row("-".join(group.ids), names.capitalize(), tuple(cells), other=group.merged)
