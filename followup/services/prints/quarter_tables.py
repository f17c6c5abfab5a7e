"""The tables of a report as parts of a page: each in the form that shows it best, and no longer than it may be.

Which form a table has follows from its id; one that is not known here is drawn as shares where it holds nothing else,
and else as plain figures. `quarter_forms` says what a form is made of.
"""

from collections.abc import Iterable, Sequence

from followup.handout.paper.catalogue import Language, phrase
from followup.handout.paper.days import quarter_name
from followup.services.prints.figures import bounds
from followup.services.prints.quarter_forms import DRAWN, Part
from followup.statistics.report import (
    SHARE_OF_ALL,
    CellValue,
    NotTold,
    Proportion,
    ReportRow,
    ReportTable,
    TableKind,
    range_ends,
)
from followup.values import replace

MOST_ROWS = 10
MOST_BARS = 8
"""So many rows of a table, and of one with bars, stand on paper; the others are told together, or counted."""
MOST_BAR_COLUMNS = 3
"""Beside a bar stand no more figures than these."""
MOST_COUNTS = 6
"""So many figures stand side by side."""
COUNTED_OFTEN = {"named"}
"""Columns in which one person may stand in several rows: they are never added up."""
NARROW_SCALE = 40
"""Shares are drawn from 40% on where no range goes below, and else from nothing."""
_WITHOUT_TITLE = {"break_even", "second", "excused", "supported", "curve"}
"""Tables that say themselves what they are."""
_HALF = {"since_met", "longest", "kinds_success", "kinds_failure", "kinds_neither"}
"""Tables with short labels: two of them stand side by side."""


def parts_of(
    tables: Sequence[ReportTable], title: str, language: Language, goal: int = 0, fewer: int = 0
) -> list[Part]:
    """The parts of a section: of every table that tells something or says why it does not.

    ``fewer`` is by how many rows tables are shorter than they may be.
    """
    lowest = _scale(tables)
    parts: list[Part] = []
    for table in _one_trend(tables):
        if table.all_rows or table.note:
            _add(parts, _part(_shortened(table, language, fewer), title, language, lowest, goal))
    return parts


def rows_of(part: Part) -> int:
    """About how many rows a part takes on paper, its title among them."""
    if part["form"] in ("counts", "trend", "nothing"):
        return 4
    rows = 10 if part["form"] == "curve" else len(part["rows"])
    return 2 + (rows // 2 if part["half"] else rows)


def _add(parts: list[Part], part: Part) -> None:
    """Add a part; what several after one another say in their notes, the last of them says."""
    last = parts[-1] if parts else None
    if last and part["form"] == last["form"] == "nothing":
        last["notes"] = list(dict.fromkeys((*last["notes"], *part["notes"])))
        last["title"] = "\n".join(filter(None, (last["title"], part["title"])))
        return
    if last:
        last["notes"] = [note for note in last["notes"] if note not in part["notes"]]
    parts.append(part)


def _one_trend(tables: Iterable[ReportTable]) -> list[ReportTable]:
    """The tables, those over the same quarters as one."""
    kept: list[ReportTable] = []
    for table in tables:
        if kept and _form(table) == _form(kept[-1]) == "trend" and table.columns == kept[-1].columns:
            notes = " ".join(filter(None, (kept[-1].note, table.note)))
            kept[-1] = replace(kept[-1], rows=(*kept[-1].rows, *table.rows), note=notes)
        else:
            kept.append(table)
    return kept


def _part(table: ReportTable, section: str, language: Language, lowest: int, goal: int) -> Part:
    form = _form(table)
    plain = table.title == section or (table.id in _WITHOUT_TITLE and form != "nothing")
    title = "" if plain else table.title
    part = {
        "form": form,
        "title": title,
        "notes": _notes(table, language),
        "half": table.id in _HALF and form != "nothing",
    }
    if form != "nothing":
        part |= DRAWN[form](table, language)
    return part | ({"lowest": lowest, "goal": goal} if form == "shares" else {})


def _notes(table: ReportTable, language: Language) -> list[str]:
    notes = [table.note] if table.note else []
    if _form(table) == "nothing" and table.kind in (TableKind.STATE, TableKind.ENDINGS):
        notes.insert(0, f"{_say(language, 'not_told').capitalize()}.")
    if table.carried_from:
        key = "carried_endings" if table.kind is TableKind.ENDINGS else "carried"
        notes.insert(0, _say(language, key, quarter=quarter_name(table.carried_from, language)))
    shares = next((cell for cell in table.all_cells if isinstance(cell, Proportion)), None)
    return [_say(language, "people_each", of=f"{shares.of:,}"), *notes] if table.id == "change" and shares else notes


def _say(language: Language, key: str, **fields: str | int) -> str:
    return phrase(language, "quarter", key, **fields)


# --- which form ---------------------------------------------------------------------------------------------------


def _form(table: ReportTable) -> str:
    if not any(map(is_told, _deciding(table))):
        return "nothing"
    is_of_shares = len(table.columns) == 1 and any(isinstance(cell, Proportion) for cell in table.all_cells)
    form = _FORMS.get(table.id, "shares" if is_of_shares else "numbers")
    # Reports of earlier versions have more columns under the same name: then it is a table of figures.
    if form == "bars" and len(table.columns) > MOST_BAR_COLUMNS:
        return "numbers"
    return "bars" if table.id == "cohorts" and len(table.all_rows) > MOST_COUNTS else form


def _deciding(table: ReportTable) -> Iterable[CellValue]:
    """The figures without which there is nothing to draw: of the curve how many are still reintegrated, not of whom."""
    return (row.figure for row in table.all_rows) if table.id in ("curve", "second") else table.all_cells


def is_told(cell: CellValue) -> bool:
    """Whether a figure says something, if only between what it lies."""
    return cell is not None and (not isinstance(cell, NotTold) or bounds(cell) is not None)


_FORMS = {
    "movement": "sum",
    "owners": "stack",
    "trades": "against_plan",
    "change": "change",
    "curve": "curve",
    "lessons": "lessons",
    **dict.fromkeys(("quarters", "quarters_told"), "trend"),
    **dict.fromkeys(("kinds_success", "kinds_failure", "kinds_neither"), "list"),
    **dict.fromkeys(
        ("flags_moved", "results", "quarter", "cohorts", "other_contacts", "referrals", "counts"), "counts"
    ),
    **dict.fromkeys(("second", "excused", "supported", "looked_after", "break_even", "unknown"), "sentences"),
    **dict.fromkeys(("became", "since_met", "longest", "flags", "kinds", "causes"), "bars"),
    **dict.fromkeys(("people_by_trade", "people_by_centre", "people_by_months", "people_by_level"), "bars"),
    **dict.fromkeys(("people_by_district", "people_by_placement", "people_by_worker", "people_by_policy"), "bars"),
}


# --- what there is too much of --------------------------------------------------------------------------------------


def _shortened(table: ReportTable, language: Language, fewer: int) -> ReportTable:
    """The table with no more rows than stand on paper; what is added up still adds up."""
    form = _form(table)
    most = (MOST_BARS if form in ("bars", "list", "lessons") else MOST_ROWS) - fewer
    if form in ("trend", "curve", "change", "sentences") or len(table.rows) <= most:
        return table
    kept, rest = table.rows[: most - 1], table.rows[most - 1 :]
    if form == "lessons":
        return replace(table, rows=kept, note=_say(language, "more_lessons", n=len(rest)))
    cells = {column.id: _together(table, rest, column.id) for column in table.columns}
    together = ReportRow("rest", _say(language, "rest", n=len(rest)), cells, merged=True)
    return replace(table, rows=(*kept, together))


def _together(table: ReportTable, rows: Sequence[ReportRow], column: str) -> CellValue:
    """Counts and shares added up, shares of all as shares of all; None where one of them is something else.

    None too where one person stands in several rows, as with causes that were named at all: a sum counts her often.
    """
    known = [row.cells.get(column) for row in rows]
    if all(isinstance(one, int) for one in known):
        return sum(one for one in known if isinstance(one, int)) if _adds_up(table, column) else None
    shares = [one for one in known if isinstance(one, Proportion)]
    if len(shares) < len(known):
        return None
    people = shares[0].of if column == SHARE_OF_ALL else sum(one.of for one in shares)
    return Proportion(sum(one.count for one in shares), people)


def _adds_up(table: ReportTable, column: str) -> bool:
    """Whether the counts of a column make its total, where it has one: then nobody stands in two rows."""
    total = table.total.cells.get(column) if table.total else None
    counts = [cell for row in table.rows if isinstance(cell := row.cells.get(column), int)]
    return column not in COUNTED_OFTEN and (not isinstance(total, int) or sum(counts) == total)


def _scale(tables: Iterable[ReportTable]) -> int:
    """From which percent on the shares of a section are drawn."""
    cells = (cell for table in tables if _form(table) == "shares" for cell in table.all_cells)
    lows = [ends[0] for cell in cells if (ends := range_ends(cell))]
    return NARROW_SCALE if lows and min(lows) >= NARROW_SCALE else 0
