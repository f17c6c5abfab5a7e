"""How often each graduate was visited or heard of in the quarter: the one in the middle, and the middle half of all."""

from collections.abc import Iterable, Mapping
from math import ceil

from followup.messages import say
from followup.statistics.release import TableKind
from followup.statistics.report_model import ReportColumn, ReportRow, ReportTable
from followup.statistics.sections.frame import Frame

_QUARTILES = {
    "middle": (0.5, say("middle one")),
    "from": (0.25, say("middle half from")),
    "to": (0.75, say("to")),
}
_ENDS = {"fewest": (0.0, say("fewest")), "most": (1.0, say("most"))}
_ROWS = {"met": say("Met in person"), "other": say("Other contacts"), "all": say("All contacts")}


def tables(frame: Frame) -> tuple[ReportTable, ...]:
    """Contacts with each graduate in follow-up at the end; the fewest and the most, each of one person, for staff."""
    usual = _table(
        frame, "follow_ups", say("Contacts with each graduate in the quarter"), TableKind.PROCESS, _QUARTILES
    )
    if not frame.internal:
        return (usual,)
    return usual, _table(frame, "contacts_range", say("The fewest and the most"), TableKind.CROSSED, _ENDS)


def _table(frame: Frame, name: str, title: str, kind: TableKind, shown: Mapping[str, tuple[float, str]]) -> ReportTable:
    counts = _counts(frame)
    rows = [
        ReportRow(row, label, {column: ranked(counts[row], share) for column, (share, _) in shown.items()})
        for row, label in _ROWS.items()
    ]
    return ReportTable(
        id=name,
        title=title,
        kind=kind,
        columns=tuple(ReportColumn(column, words) for column, (_, words) in shown.items()),
        rows=tuple(rows if frame.followed else ()),
        note=_note(frame) if kind is TableKind.PROCESS else "",
    )


def _counts(frame: Frame) -> dict[str, list[int]]:
    """The contacts of each graduate, those in person, the others, and both."""
    met = [her.met for her in frame.followed]
    other = [len(her.other_contacts) for her in frame.followed]
    return {"met": met, "other": other, "all": [sum(both) for both in zip(met, other, strict=True)]}


def _note(frame: Frame) -> str:
    if not frame.followed:
        return say("Nobody is in follow-up.")
    return say(
        "Of the {n} in follow-up at the end, in order of how often; who came home in the quarter is one of them. Half "
        "of them lie in the middle half.",
        n=len(frame.followed),
    )


def ranked(numbers: Iterable[int], share: float) -> int:
    """The number up to which so large a share of them lies, always one of them: nearest rank; 0 of nobody."""
    ordered = sorted(numbers)
    return ordered[max(ceil(share * len(ordered)), 1) - 1] if ordered else 0
