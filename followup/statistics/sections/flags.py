"""Risk flags: open at the end of a quarter by kind, and over all kinds how many were raised and closed.

By kind only what is open at the end is told: one flag that is open for eight quarters, with none raised or closed, is
that of somebody who was followed all the while, and neighbours know who was.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from itertools import compress

from followup.case.vocabulary import RiskKind
from followup.messages import say
from followup.statistics.case_summary import CaseSummary, FlagSpan
from followup.statistics.proportions import Proportion, median
from followup.statistics.release import MIN_NEW, MIN_PEOPLE, TableKind
from followup.statistics.report_model import NOT_TOLD, CellValue, ReportColumn, ReportRow, ReportSection, ReportTable
from followup.statistics.sections.frame import Frame, word_row

OPEN_COLUMN = ReportColumn("open_end", say("open at end"))
FLAG_COLUMNS = (
    ReportColumn("open_start", say("open at start")),
    ReportColumn("raised", say("raised")),
    ReportColumn("closed", say("closed")),
    OPEN_COLUMN,
)
_COLUMN_IDS = tuple(column.id for column in FLAG_COLUMNS)
_ANY, _NONE = "any", "none"
"""Those who have a flag open, and those who have none."""

FlagCounts = Counter[tuple[str, str]]
"""How many flags of each kind are in each column, by the ids of both."""


def section(frame: Frame, *, fewer_counted: bool = False) -> ReportSection:
    """Flags by kind, those that should have been looked at again by the end, and how long it took to clear them.

    ``fewer_counted`` says that somebody is in them no more who was in those of the report before.
    """
    counts = _count_flags(frame)
    return ReportSection(
        id="flags",
        title=say("Risk flags"),
        about=say(
            "A flag is a written concern with an owner and a date by which it is looked at again. It is closed when it "
            "is cleared, or while follow-up has ended; once she is back, what nobody cleared is raised again."
        ),
        tables=(
            _by_kind(frame),
            _moved(frame, counts, fewer_counted=fewer_counted),
            *([_moved_by_kind(counts)] if frame.internal else ()),
            _reviews_and_clearing(frame),
        ),
    )


def is_open_on(summary: CaseSummary, flag: FlagSpan, day: date) -> bool:
    """Whether a flag was open at the beginning of a day: while follow-up has ended none is, whenever it was raised."""
    return flag.open_on(day) and summary.episode_end_on(day) is None


def flags_open(frame: Frame, day: date | None = None) -> CellValue:
    """How many flags were open at the end of the quarter, or at the beginning of an earlier ``day``, for staff."""
    owners = [summary.person for summary, _ in _open_flags(frame, day or frame.cutoff)]
    return len(owners) if frame.tells(_of_followed(frame, owners), (_ANY,)) else NOT_TOLD


def _open_flags(frame: Frame, day: date) -> Iterator[tuple[CaseSummary, FlagSpan]]:
    for summary in frame.summaries:
        for flag in summary.flags:
            if is_open_on(summary, flag, day):
                yield summary, flag


def _of_followed(frame: Frame, owners: Iterable[str]) -> dict[str, int]:
    """How many of those in follow-up have a flag, and how many have none."""
    some = len(set(owners))
    return {_ANY: some, _NONE: len(frame.followed) - some}


# --- how many -----------------------------------------------------------------------------------------------------


def _count_flags(frame: Frame) -> FlagCounts:
    """What is counted of flags in the quarter."""
    counted = ((flag.kind.value, _columns(summary, flag, frame)) for summary, flag in _flags_of(frame))
    return Counter((kind, column) for kind, columns in counted for column in columns)


def _flags_of(frame: Frame) -> Iterator[tuple[CaseSummary, FlagSpan]]:
    return ((summary, flag) for summary in frame.summaries for flag in summary.flags)


def _columns(summary: CaseSummary, flag: FlagSpan, frame: Frame) -> tuple[str, ...]:
    """In which columns of the quarter a flag is counted."""
    before, after = is_open_on(summary, flag, frame.start), is_open_on(summary, flag, frame.cutoff)
    raised = frame.holds(flag.since) or (after and not before)
    return tuple(compress(_COLUMN_IDS, (before, raised, (before or raised) and not after, after)))


def _by_kind(frame: Frame) -> ReportTable:
    owners: dict[str, list[str]] = defaultdict(list)
    for summary, flag in _open_flags(frame, frame.cutoff):
        owners[flag.kind.value].append(summary.person)
    told = {
        kind: len(people) if frame.tells(_of_followed(frame, people), (_ANY,)) else NOT_TOLD
        for kind, people in owners.items()
    }
    few = not frame.internal and len(frame.followed) < MIN_PEOPLE
    rows = [] if few else sorted(told, key=lambda kind: (-len(owners[kind]) if told[kind] != NOT_TOLD else -999, kind))
    return ReportTable(
        id="flags",
        title=say("Risk flags by kind"),
        kind=TableKind.STATE,
        columns=(OPEN_COLUMN,),
        rows=tuple(word_row(RiskKind(kind), {OPEN_COLUMN.id: told[kind]}) for kind in rows),
        total=ReportRow("all", say("All kinds"), {OPEN_COLUMN.id: flags_open(frame)}),
        note=few_followed_note() if few else "" if owners else say("No flag was open."),
    )


def few_followed_note() -> str:
    """Why nothing is told of those in follow-up."""
    return say("Told once ten people or more are in follow-up.")


def _moved(frame: Frame, counts: FlagCounts, *, fewer_counted: bool) -> ReportTable:
    """All kinds together; how many were raised and closed is told where five were each.

    Where somebody is counted no more, what was open at the start, beside what was printed as open at the end before,
    would say how many flags of hers were.
    """
    totals = {name: sum(flags for (_, column), flags in counts.items() if column == name) for name in _COLUMN_IDS}
    many = len(frame.followed) >= MIN_PEOPLE and min(totals["raised"], totals["closed"]) >= MIN_NEW
    enough = frame.internal or (many and not fewer_counted)
    cells: dict[str, CellValue] = {name: flags if enough else NOT_TOLD for name, flags in totals.items()}
    return ReportTable(
        id="flags_moved",
        title=say("Raised and closed in the quarter"),
        kind=TableKind.STATE,
        columns=FLAG_COLUMNS,
        rows=(ReportRow("all", say("All kinds"), cells | {OPEN_COLUMN.id: flags_open(frame)}),),
        note="" if enough else _why_not_moved(fewer_counted=fewer_counted),
    )


def _why_not_moved(*, fewer_counted: bool) -> str:
    if fewer_counted:
        return say("Not told, because somebody does not agree to be counted any more: it would tell of her.")
    return say("Told for quarters in which five flags or more were raised, and five closed.")


def _moved_by_kind(counts: FlagCounts) -> ReportTable:
    rows = sorted({kind for kind, _ in counts}, key=lambda kind: (-counts[kind, OPEN_COLUMN.id], kind))
    return ReportTable(
        id="flags_by_kind",
        title=say("Raised and closed, by kind"),
        kind=TableKind.CROSSED,
        columns=FLAG_COLUMNS,
        rows=tuple(word_row(RiskKind(kind), {name: counts[kind, name] for name in _COLUMN_IDS}) for kind in rows),
        note="" if rows else say("No flag was open."),
    )


# --- looked after -------------------------------------------------------------------------------------------------


def _reviews_and_clearing(frame: Frame) -> ReportTable:
    still = [flag.review_on < frame.last_day for _, flag in _open_flags(frame, frame.cutoff)]
    share = Proportion(sum(still), len(still)) if still else None
    return ReportTable(
        id="looked_after",
        title=say("How flags were looked after"),
        kind=TableKind.STATE,
        columns=(ReportColumn("value", say("value")),),
        rows=(
            ReportRow(
                "past_review",
                say("Open at the end, and past the day to look at them again"),
                {"value": NOT_TOLD if flags_open(frame) == NOT_TOLD else share},
            ),
            ReportRow(
                "median_days", say("Days until a flag was cleared, the middle one"), {"value": _median_days(frame)}
            ),
            *_closed_by_an_end(frame),
        ),
    )


def _closed_by_an_end(frame: Frame) -> Iterator[ReportRow]:
    """For staff: the concerns that nobody cleared, which an end of follow-up took out of the figures."""
    if frame.internal:
        unsolved = sum(
            flag.until is None and "closed" in _columns(summary, flag, frame) for summary, flag in _flags_of(frame)
        )
        yield ReportRow("ended", say("Closed because follow-up had ended, and cleared by nobody"), {"value": unsolved})


def _median_days(frame: Frame) -> CellValue:
    """The median of the days to clear a flag, of ten flags at least, of five people."""
    cleared = [(summary.person, flag) for summary, flag in _flags_of(frame) if flag.until and frame.holds(flag.until)]
    middle = median((flag.until - flag.since).days for _, flag in cleared if flag.until)
    people = Counter(person for person, _ in cleared)
    if not frame.internal and (len(cleared) < MIN_PEOPLE or len(people) < MIN_NEW):
        return NOT_TOLD
    return None if middle is None else int(middle + Fraction(1, 2))
