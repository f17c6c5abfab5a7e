"""The tables of a report as parts of a page: each in the form that shows it best, its figures as texts.

A part names its ``form``; ``paper/quarter.typ`` draws it. Which form a table has follows from its id; one that is not
known here is drawn as shares where it holds nothing else, and else as plain figures.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from followup.handout.paper.catalogue import Language, phrase
from followup.handout.paper.days import full_day, quarter_name
from followup.services.prints.figures import (
    base_text,
    figure_text,
    full_text,
    percent_of,
    range_ends,
    range_text,
)
from followup.statistics.report import CellValue, NotTold, Proportion, ReportRow, ReportTable, TableKind

_DAY, _QUARTER = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII), re.compile(r"\d{4}Q[1-4]", re.ASCII)

Part = dict[str, Any]
"""What a template draws: plain data."""

MOST_ROWS = 10
MOST_BARS = 8
"""So many rows of a table, and of one with bars, stand on paper; the others are told together, or counted."""
MOST_BAR_COLUMNS = 2
"""Beside a bar stand no more figures than these."""
MOST_COUNTS = 6
"""So many figures stand side by side."""
NARROW_SCALE = 40
"""Shares are drawn from 40% on where no range goes below, and else from nothing."""
_WITHOUT_TITLE = {"break_even", "second", "excused", "curve"}
"""Tables that say themselves what they are."""
_HALF = {"since_met", "longest", "kinds_success", "kinds_failure", "kinds_neither"}
"""Tables with short labels: two of them stand side by side."""
SUM_SIGNS = {"start": "", "joined": "+", "back": "+"}
"""What a row of the caseload's sum does to it; every other one is taken off."""


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


def _add(parts: list[Part], part: Part) -> None:
    """Add a part; what several after one another say in their notes, the last of them says."""
    last = parts[-1] if parts else None
    if last and part["form"] == last["form"] == "nothing":
        last["title"] = "; ".join(filter(None, (last["title"], part["title"])))
        last["notes"] = list(dict.fromkeys((*last["notes"], *part["notes"])))
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
    title = "" if table.title == section or table.id in _WITHOUT_TITLE else table.title
    part = {
        "form": form,
        "title": title,
        "notes": _notes(table, language),
        "half": table.id in _HALF and form != "nothing",
    }
    if form != "nothing":
        part |= _DRAWN[form](table, language)
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
    form = _FORMS.get(table.id, "shares" if _is_share_table(table) else "numbers")
    # Reports of earlier versions have more columns under the same name: then it is a table of figures.
    if form == "bars" and len(table.columns) > MOST_BAR_COLUMNS:
        return "numbers"
    return "bars" if table.id == "cohorts" and len(table.all_rows) > MOST_COUNTS else form


def _deciding(table: ReportTable) -> Iterable[CellValue]:
    """The figures without which there is nothing to draw: of the curve how many are still reintegrated, not of whom."""
    return (row.figure for row in table.all_rows) if table.id in ("curve", "second") else table.all_cells


def is_told(cell: CellValue) -> bool:
    """Whether a figure says something."""
    return cell is not None and not isinstance(cell, NotTold)


def _is_share_table(table: ReportTable) -> bool:
    return len(table.columns) == 1 and any(isinstance(cell, Proportion) for cell in table.all_cells)


_FORMS = {
    "movement": "sum",
    "became": "bars",
    "since_met": "bars",
    "longest": "bars",
    "flags": "bars",
    "flags_moved": "counts",
    "results": "counts",
    "quarter": "counts",
    **dict.fromkeys(("kinds_success", "kinds_failure", "kinds_neither"), "list"),
    "cohorts": "counts",
    "quarters_told": "trend",
    "other_contacts": "counts",
    "kinds": "bars",
    "causes": "bars",
    "owners": "stack",
    "trades": "against_plan",
    "change": "change",
    "curve": "curve",
    "second": "sentences",
    "excused": "sentences",
    "looked_after": "sentences",
    "break_even": "sentences",
    "counts": "counts",
    "lessons": "lessons",
    "quarters": "trend",
    "unknown": "sentences",
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
    cells = {column.id: _together(row.cells.get(column.id) for row in rest) for column in table.columns}
    together = ReportRow("rest", _say(language, "rest", n=len(rest)), cells, merged=True)
    return replace(table, rows=(*kept, together))


def _together(cells: Iterable[CellValue]) -> CellValue:
    """Counts and shares of separate people added up; None where one of them is something else."""
    known = list(cells)
    if all(isinstance(one, int) for one in known):
        return sum(one for one in known if isinstance(one, int))
    shares = [one for one in known if isinstance(one, Proportion)]
    if len(shares) < len(known):
        return None
    return Proportion(sum(one.count for one in shares), sum(one.of for one in shares))


def _scale(tables: Iterable[ReportTable]) -> int:
    """From which percent on the shares of a section are drawn."""
    cells = (cell for table in tables if _form(table) == "shares" for cell in table.all_cells)
    lows = [ends[0] for cell in cells if (ends := range_ends(cell))]
    return NARROW_SCALE if lows and min(lows) >= NARROW_SCALE else 0


# --- how each is drawn ----------------------------------------------------------------------------------------------


def _sum(table: ReportTable, language: Language) -> Part:
    def row(one: ReportRow) -> Part:
        sign = "" if one is table.total else SUM_SIGNS.get(one.id, "−")
        text = figure_text(one.figure, language)
        return {"label": one.label, "text": f"{sign} {text}" if sign and isinstance(one.figure, int) else text}

    return {"rows": [row(one) for one in table.rows], "total": row(table.total) if table.total else None}


def _bars(table: ReportTable, language: Language) -> Part:
    counts = [row.figure for row in table.rows if isinstance(row.figure, int)]
    total = table.total.figure if table.total else None
    others = table.columns[1:]

    def row(one: ReportRow) -> Part:
        more = [figure_text(one.cells.get(column.id), language) for column in others]
        count = one.figure if isinstance(one.figure, int) else None
        return {"label": one.label, "count": count, "text": figure_text(one.figure, language), "more": more}

    return {
        "rows": [row(one) for one in table.rows],
        "total": row(table.total) if table.total else None,
        "columns": [column.title for column in table.columns] if others else [],
        "top": total if isinstance(total, int) and total else max(counts, default=0),
        "longest": max(counts, default=0),
    }


def _shares(table: ReportTable, language: Language) -> Part:
    def row(one: ReportRow) -> Part:
        ends = range_ends(one.figure)
        return {
            "label": one.label,
            "percent": percent_of(one.figure),
            "low": ends[0] if ends else None,
            "high": ends[1] if ends else None,
            "text": figure_text(one.figure, language),
            "base": base_text(one.figure, language, short=True),
            "all": one is table.total,
        }

    return {"rows": [row(one) for one in table.all_rows]}


def _stack(table: ReportTable, language: Language) -> Part:
    def row(one: ReportRow) -> Part:
        count = one.figure if isinstance(one.figure, int) else 0
        text = figure_text(one.figure, language)
        return {"id": one.id.partition("-")[0], "label": one.label, "count": count, "text": text}

    return {"rows": [row(one) for one in table.rows]}


def _against_plan(table: ReportTable, language: Language) -> Part:
    def row(one: ReportRow) -> Part:
        takings, owners = one.cells.get("takings"), one.cells.get("owners")
        return {
            "label": one.label,
            "percent": percent_of(takings),
            "text": figure_text(takings, language),
            "owners": figure_text(owners, language),
        }

    return {"rows": [row(one) for one in table.all_rows]}


def _change(table: ReportTable, language: Language) -> Part:
    def side(value: CellValue) -> Part:
        ends = range_ends(value)
        return {
            "percent": percent_of(value),
            "text": figure_text(value, language),
            "ends": list(ends) if ends else None,
        }

    rows = [
        {"label": row.label, "better": side(row.cells.get("better")), "worse": side(row.cells.get("worse"))}
        for row in table.rows
    ]
    return {"rows": rows}


def _curve(table: ReportTable, language: Language) -> Part:
    rows = [row for row in table.rows if percent_of(row.cells.get("value")) is not None and row.id.isdigit()]
    lows = [(range_ends(row.cells["value"]) or (percent_of(row.cells["value"]) or 0,))[0] for row in rows]
    return {"points": [_point(row, language) for row in rows], "lowest": 50 if lows and min(lows) >= 50 else 0}


def _point(row: ReportRow, language: Language) -> Part:
    value = row.cells["value"]
    low, high = range_ends(value) or (None, None)
    return {
        "month": int(row.id),
        "percent": percent_of(value),
        "low": low,
        "high": high,
        "observed": figure_text(row.cells.get("observed"), language),
    }


def _sentences(table: ReportTable, language: Language) -> Part:
    rows = [
        {"figure": base_text(row.figure, language, short=True) or figure_text(row.figure, language), "text": row.label}
        for row in table.all_rows
    ]
    return {"rows": rows}


def _list(table: ReportTable, language: Language) -> Part:
    return {"rows": [{"label": row.label, "text": figure_text(row.figure, language)} for row in table.rows]}


def _counts(table: ReportTable, language: Language) -> Part:
    """A few figures side by side, each over its word: of one row every column, or of one column every row."""
    titles = {column.id: column.title for column in table.columns}
    if len(table.all_rows) == 1:
        told = [(titles.get(name, name), cell) for name, cell in table.all_rows[0].cells.items()]
    else:
        told = [(row.label, row.figure) for row in table.all_rows]
    return {
        "rows": [
            {"label": label, "text": figure_text(cell, language), "told": not isinstance(cell, NotTold)}
            for label, cell in told
        ]
    }


def _lessons(table: ReportTable, language: Language) -> Part:
    """What each asks, how it stands and for what part of the process, and with whom it is by when."""

    def text(row: ReportRow, column: str) -> str:
        cell = row.cells.get(column)
        return _day_or_quarter(cell, language) if isinstance(cell, str) else ""

    rows = [
        {
            "number": row.id,
            "asked": text(row, "asked"),
            "state": "\n".join(filter(None, (text(row, "state"), text(row, "area")))),
            "who": "\n".join(filter(None, (text(row, "waits"), text(row, "until")))),
        }
        for row in table.rows
    ]
    return {"columns": [_say(language, key) for key in ("lesson_asked", "lesson_state", "lesson_who")], "rows": rows}


def _day_or_quarter(text: str, language: Language) -> str:
    """A text, where it is a day or a quarter in words."""
    if _DAY.fullmatch(text):
        return full_day(date.fromisoformat(text), language)
    return quarter_name(text, language) if _QUARTER.fullmatch(text) else text


def _numbers(table: ReportTable, language: Language) -> Part:
    def row(one: ReportRow) -> Part:
        return {"label": one.label, "cells": [full_text(cell, language) for cell in one.cells.values()]}

    return {
        "columns": [column.title for column in table.columns],
        "rows": [row(one) for one in table.rows],
        "total": row(table.total) if table.total else None,
    }


def _trend(table: ReportTable, language: Language) -> Part:
    def row(one: ReportRow) -> Part:
        cells = list(one.cells.values())
        return {
            "label": one.label,
            "cells": [figure_text(cell, language) for cell in cells],
            "ranges": [range_text(cell) for cell in cells] if any(map(range_text, cells)) else [],
        }

    return {
        "columns": [quarter_name(column.title, language) for column in table.columns],
        "rows": [row(one) for one in table.rows],
    }


_DRAWN: Mapping[str, Callable[[ReportTable, Language], Part]] = {
    "sum": _sum,
    "bars": _bars,
    "shares": _shares,
    "stack": _stack,
    "against_plan": _against_plan,
    "change": _change,
    "curve": _curve,
    "sentences": _sentences,
    "counts": _counts,
    "list": _list,
    "lessons": _lessons,
    "numbers": _numbers,
    "trend": _trend,
}
