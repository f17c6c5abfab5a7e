"""Risk flags: open at the start of a quarter, raised, closed, and open at its end.

The same flags stand at the end of one quarter's table and at the start of the next one's. So kinds that were told apart
in one of them and together in the other are safe only where those they have in common are safe by themselves.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from followup.case.vocabulary import RiskKind
from followup.messages import say
from followup.statistics.case_summary import CaseSummary, FlagSpan, person_of
from followup.statistics.disclosure.small_groups import SMALL, Group, Part, Tally, counted, merge
from followup.statistics.proportions import median
from followup.statistics.quarters import Quarter
from followup.statistics.report_model import ReportColumn, ReportRow, ReportSection, ReportTable
from followup.statistics.sections.frame import Frame, released_row

FLAG_COLUMNS = (
    ReportColumn("open_start", say("open at start")),
    ReportColumn("raised", say("raised")),
    ReportColumn("closed", say("closed")),
    ReportColumn("open_end", say("open at end")),
)
_CLOSED = 2
"""Where ``closed`` stands among the columns."""
MIN_CLEARED_FLAGS = 10
"""So many flags must have been cleared before the middle of their days is told; then it is told to five days."""


class FlagParts(NamedTuple):
    """What is counted of the flags of a quarter, a part for each column."""

    open_start: Part = Part()
    raised: Part = Part()
    closed: Part = Part()
    open_end: Part = Part()


FlagCounts = Mapping[str, FlagParts]
"""What is counted of the flags of a quarter, by kind."""
OpenFlagCounts = Mapping[str, Mapping[str, int]]
"""How many flags are open: by kind, and by whose they are."""
FlagPartition = tuple[tuple[str, ...], ...]
"""Which kinds of flags were told together."""


def section(frame: Frame, kinds: FlagCounts, partition: FlagPartition | None) -> ReportSection:
    """Flags by kind, those that should have been looked at again by the end, and how long it took to clear them."""
    return ReportSection(
        id="flags",
        title=say("Risk flags"),
        about=say(
            "A flag is a written concern with an owner and a date by which it is looked at again. It is closed when it "
            "is cleared, or while follow-up has ended; once she is back, what nobody cleared is raised again."
        ),
        tables=(_by_kind(frame, kinds, partition or ()), _reviews_and_clearing(frame)),
    )


def count_flags(
    summaries: Iterable[CaseSummary], quarters: Sequence[Quarter], cutoff: date, told: OpenFlagCounts | None = None
) -> dict[Quarter, FlagCounts]:
    """What is counted of flags in each of ``quarters``, in one pass; the last one up to ``cutoff``.

    ``told`` are those that a publication counted as open before the first of the quarters: that quarter starts with
    them, and what was written down late, or taken back, is counted as raised or closed in it.
    """
    found: dict[Quarter, dict[str, tuple[Tally, ...]]] = {
        quarter: defaultdict(lambda: tuple(Tally() for _ in FLAG_COLUMNS)) for quarter in quarters
    }
    left = {(person, kind): number for kind, people in (told or {}).items() for person, number in people.items()}
    for summary in summaries:
        moves: dict[tuple[Quarter, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        for flag in summary.flags:
            for quarter, columns in _quarters_counted(summary, flag, cutoff):
                if quarter in found:
                    for column in columns:
                        moves[quarter, flag.kind.value][column] += 1
        for (quarter, kind), there in moves.items():
            start = left.pop((summary.id, kind), 0) if quarter == quarters[0] and told is not None else there[0]
            _add(found[quarter][kind], summary.person, _from(start, *there))
    for (person, kind), number in left.items():
        _add(found[quarters[0]][kind], person_of(person), (number, 0, number, 0))
    return {
        quarter: {kind: FlagParts(*(tally.part for tally in columns)) for kind, columns in kinds.items()}
        for quarter, kinds in found.items()
    }


def _from(told: int, start: int, raised: int, closed: int, end: int) -> tuple[int, int, int, int]:
    """The flags of one kind and person in a quarter, where so many were told to be open at its start."""
    more = raised if told == start else max(raised, closed + end - told)
    return told, more, told + more - end, end


def _add(tallies: Sequence[Tally], person: str, moves: Sequence[int]) -> None:
    for tally, number in zip(tallies, moves, strict=True):
        if number:
            tally.add(person, number)


def count_open_flags(summaries: Iterable[CaseSummary], cutoff: date) -> OpenFlagCounts:
    """The flags open at the end of what is looked at."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for summary in summaries:
        for flag in summary.flags:
            found[flag.kind.value][summary.id] += is_open_on(summary, flag, cutoff)
    return {kind: dict(+people) for kind, people in sorted(found.items())}


def _quarters_counted(summary: CaseSummary, flag: FlagSpan, cutoff: date) -> Iterator[tuple[Quarter, list[int]]]:
    """In which quarters a flag is counted, and in which columns of each."""
    for quarter in Quarter.of(flag.since).upto(Quarter.of(min(_last(summary, flag, cutoff), cutoff))):
        end = min(quarter.end, cutoff)
        before, after = is_open_on(summary, flag, quarter.start), is_open_on(summary, flag, end)
        raised = quarter.start <= flag.since < end or (after and not before)
        told = (before, raised, (before or raised) and not after, after)
        yield quarter, [column for column, holds in enumerate(told) if holds]


def is_open_on(summary: CaseSummary, flag: FlagSpan, day: date) -> bool:
    """Whether a flag was open at the beginning of a day: while follow-up has ended none is, whenever it was raised."""
    return flag.open_on(day) and summary.episode_end_on(day) is None


def _last(summary: CaseSummary, flag: FlagSpan, cutoff: date) -> date:
    """The last day on which anything can become of a flag; one raised after the end is closed on its own day."""
    ends = [max(over.on, flag.since) for over in summary.episode_ends if over.back is None]
    return min((day for day in (flag.until, *ends) if day is not None), default=cutoff)


def partition_flags(kinds: FlagCounts, before: FlagPartition | None) -> FlagPartition | None:
    """Which kinds are told together, by how many were open; ``before`` is what was told together a quarter before.

    None where all flags together are those of one to four people, at the start or at the end.
    """
    groups = (Group((kind,), parts) for kind, parts in sorted(kinds.items()))
    safe = merge(
        groups, lambda group: _open_is_unsafe(FlagParts(*group.parts)) or _points_back(group, kinds, before or ())
    )
    if safe is None:
        return None
    rows = [group.ids for group in safe]
    for block in flows(kinds, rows) or ():
        if not _slack(kinds, rows, block):
            rows = [row for row in rows if not set(row) <= set(block)] + [block]
    return tuple(rows)


def flows(kinds: FlagCounts, rows: Iterable[tuple[str, ...]]) -> tuple[tuple[str, ...], ...] | None:
    """Which rows must stand together for raised and closed flags to be told; None where all of them are too few."""
    safe = merge(_group(ids, kinds) for ids in rows)
    return None if safe is None else tuple(group.ids for group in safe)


def _open_is_unsafe(parts: FlagParts) -> bool:
    return parts.open_start.small or parts.open_end.small


def _points_back(group: Group, kinds: FlagCounts, told: FlagPartition) -> bool:
    """Whether a group, taken out of one that was told a quarter before, leaves one to four people by themselves.

    The flags open at the start of a quarter are those that were open at the end of the one before.
    """
    for block in told:
        common = [kind for kind in block if kind in group.ids]
        if common and len(common) < len(block) and _parts(common, kinds).open_start.small:
            return True
    return False


def _slack(kinds: FlagCounts, rows: Iterable[tuple[str, ...]], block: tuple[str, ...]) -> bool:
    """Whether rows whose raised and closed flags are told together keep them to themselves.

    What was open at the start and at the end of each tells the least that was raised. If that is all there was, it is
    told of each; which is safe only where it is nobody's, or five people's at least.
    """
    inside = [_parts(ids, kinds) for ids in rows if set(ids) <= set(block)]
    more = sum(max(parts.open_end.count - parts.open_start.count, 0) for parts in inside)
    raised = sum(parts.raised.count for parts in inside)
    return len(inside) < 2 or more < raised or not any(part.small for parts in inside for part in parts)


def _group(ids: Sequence[str], kinds: FlagCounts) -> Group:
    return Group(tuple(ids), _parts(ids, kinds))


def _parts(ids: Sequence[str], kinds: FlagCounts) -> FlagParts:
    parts = [kinds.get(kind, FlagParts()) for kind in ids]
    return FlagParts(*(sum(column, Part()) for column in zip(*parts, strict=True)))


def open_at_end(kinds: FlagCounts, partition: FlagPartition | None) -> int | None:
    """How many flags were open at the end of the quarter; None where that is not told."""
    return None if partition is None else sum(parts.open_end.count for parts in kinds.values())


def _by_kind(frame: Frame, kinds: FlagCounts, partition: FlagPartition) -> ReportTable:
    told = partition if frame.internal else flows(kinds, partition) or ()
    groups = sorted(
        (_group(ids, kinds) for ids in partition),
        key=lambda group: (group.merged, -FlagParts(*group.parts).open_end.count, group.ids),
    )
    rows = (released_row(group, _label, _cells(group, moved=group.ids in told), say("Other kinds")) for group in groups)
    total = _group(tuple(kinds), kinds)
    return ReportTable(
        id="flags",
        title=say("Risk flags by kind"),
        columns=FLAG_COLUMNS,
        rows=tuple(rows),
        total=ReportRow("all", say("All kinds"), _cells(total, moved=bool(told))) if groups else None,
        note="" if groups else say("No flag was open.") if not kinds else say("Not told: too few people."),
    )


def _cells(group: Group, *, moved: bool) -> dict[str, int | None]:
    """The counts of each column; raised and closed only where both are ``moved`` enough."""
    counts = {name: part.count for name, part in FlagParts(*group.parts)._asdict().items()}
    return counts if moved else counts | {"raised": None, "closed": None}


def _label(kind: str) -> str:
    return RiskKind(kind).label.capitalize()


# --- looked after -------------------------------------------------------------------------------------------------


def _reviews_and_clearing(frame: Frame) -> ReportTable:
    past: list[str] = []
    fresh: list[str] = []
    days: list[int] = []
    people: set[str] = set()
    for summary in frame.summaries:
        for flag in summary.flags:
            if is_open_on(summary, flag, frame.cutoff):
                (past if flag.review_on < frame.last_day else fresh).append(summary.person)
            if flag.until and frame.holds(flag.until):
                days.append((flag.until - flag.since).days)
                people.add(summary.person)
    share = frame.share(counted(past), counted(fresh)) if past or fresh else None
    return ReportTable(
        id="looked_after",
        title=say("How flags were looked after"),
        columns=(ReportColumn("value", say("value")),),
        rows=(
            ReportRow("past_review", say("Open at the end, and past the day to look at them again"), {"value": share}),
            ReportRow("median_days", _days_label(frame), {"value": _median_days(frame, days, people)}),
            *_closed_by_an_end(frame),
        ),
    )


def _closed_by_an_end(frame: Frame) -> Iterator[ReportRow]:
    """For staff: the concerns that nobody cleared, which an end of follow-up took out of the figures."""
    if frame.internal:
        unsolved = sum(
            flag.until is None and _CLOSED in columns
            for summary in frame.summaries
            for flag in summary.flags
            for quarter, columns in _quarters_counted(summary, flag, frame.cutoff)
            if quarter == frame.quarter
        )
        yield ReportRow("ended", say("Closed because follow-up had ended, and cleared by nobody"), {"value": unsolved})


def _days_label(frame: Frame) -> str:
    if frame.internal:
        return say("Days until a flag was cleared, the middle one")
    return say("Days until a flag was cleared, the middle one, to five days")


def _median_days(frame: Frame, days: list[int], people: set[str]) -> int | None:
    """The median of the days to clear a flag: of one person it would tell too much, so of ten flags at least."""
    middle = median(days)
    if middle is None:
        return None
    if frame.internal:
        return int(middle + Fraction(1, 2))
    return 5 * int(middle / 5 + Fraction(1, 2)) if len(days) >= MIN_CLEARED_FLAGS and len(people) >= SMALL else None
