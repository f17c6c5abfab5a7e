"""The forms in which a table of figures stands on paper, each as plain data for ``paper/quarter.typ``."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from followup.handout.paper.catalogue import Language, phrase
from followup.handout.paper.days import full_day, quarter_name
from followup.services.prints.figures import (
    SECTION,
    base_text,
    bounds,
    figure_text,
    full_text,
    percent_of,
    range_text,
    short_text,
)
from followup.statistics.report import SHARE_OF_ALL, CellValue, NotTold, Proportion, ReportRow, ReportTable, range_ends

Part = dict[str, Any]
"""What a template draws: plain data."""

SUM_SIGNS = {"start": "", "joined": "+", "back": "+"}
"""What a row of the caseload's sum does to it; every other one is taken off."""
_DAY, _QUARTER = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII), re.compile(r"\d{4}Q[1-4]", re.ASCII)


def _sum(table: ReportTable, language: Language) -> Part:
    def row(one: ReportRow) -> Part:
        sign = "" if one is table.total else SUM_SIGNS.get(one.id, "−")
        text, changes = figure_text(one.figure, language), isinstance(one.figure, int) and one.figure > 0
        return {"label": one.label, "text": f"{sign} {text}" if sign and changes else text}

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
        takings, owners = one.cells.get("takings"), figure_text(one.cells.get("owners"), language)
        told = {"percent": percent_of(takings), "text": figure_text(takings, language)}
        return {"label": one.label, **told, "owners": owners}

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
    points = [_point(row, language) for row in table.rows if row.id.isdigit()]
    points = [one for one in points if one["percent"] is not None or one["low"] is not None]
    lowest = min((one["percent"] if one["low"] is None else one["low"] for one in points), default=0)
    return {
        "points": points,
        "spans": _spans(points),
        "lowest": 50 if lowest >= 50 else 0,
        "open": any(one["open"] for one in points),
    }


def _spans(points: Sequence[Part]) -> list[Part]:
    """From mark to mark, as it is drawn: at the share of the first where both are told, and else between both.

    Until a mark that is not told the share may fall in any month: it is drawn as told no further than it is.
    """
    spans = []
    for one, then in pairwise([_START, *(one for one in points if one["month"])]):
        span = {"from": one["month"], "to": then["month"], "percent": None, "low": one["low"], "high": one["high"]}
        if one["open"] or then["open"]:
            high = one["high"] if one["open"] else one["percent"]
            low = then["low"] if then["open"] else then["percent"]
            spans.append(span | {"low": min(low, high), "high": high})
        else:
            spans.append(span | {"percent": one["percent"]})
    return spans


_START: Part = {"month": 0, "percent": 100, "low": None, "high": None, "open": False}
"""Everybody who came home is there."""


def _point(row: ReportRow, language: Language) -> Part:
    """A share at a month, with its range; ``open`` is one that is not told yet, and lies between its ends."""
    value = row.cells["value"]
    low, high = range_ends(value) or bounds(value) or (None, None)
    return {
        "month": int(row.id),
        "percent": percent_of(value),
        "low": low,
        "high": high,
        "open": isinstance(value, NotTold),
        "observed": figure_text(row.cells.get("observed"), language),
    }


def _sentences(table: ReportTable, language: Language) -> Part:
    rows = [
        {"figure": base_text(row.figure, language, short=True) or figure_text(row.figure, language), "text": row.label}
        for row in table.all_rows
    ]
    return {"rows": rows}


def _list(table: ReportTable, language: Language) -> Part:
    return {"rows": [{"label": row.label, "text": _with_share(row, language)} for row in table.rows]}


def _with_share(row: ReportRow, language: Language) -> str:
    """The figure of a row, and in brackets which share of all it is, where that is told."""
    text, share = figure_text(row.figure, language), _share_of_all(row, language)
    return f"{text} ({share})" if share else text


def _share_of_all(row: ReportRow, language: Language) -> str:
    """Which share of all the figure of a row is, where that is told."""
    share = row.cells.get(SHARE_OF_ALL)
    return figure_text(share, language) if isinstance(share, Proportion) and share.percent is not None else ""


def _counts(table: ReportTable, language: Language) -> Part:
    """A few figures side by side, each over its word: of one row every column, or of one column every row."""
    titles = {column.id: column.title for column in table.columns}
    if len(table.all_rows) == 1:
        told = [(titles.get(name, name), cell) for name, cell in table.all_rows[0].cells.items()]
    else:
        counted = ((filter(None, (row.label, _share_of_all(row, language))), row.figure) for row in table.all_rows)
        told = [(", ".join(label), figure) for label, figure in counted]
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
    return {
        "columns": [phrase(language, SECTION, key) for key in ("lesson_asked", "lesson_state", "lesson_who")],
        "rows": rows,
    }


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
            "cells": [short_text(cell, language) for cell in cells],
            "ranges": [range_text(cell) for cell in cells] if any(map(range_text, cells)) else [],
        }

    return {
        "columns": [quarter_name(column.title, language) for column in table.columns],
        "rows": [row(one) for one in table.rows],
    }


DRAWN: Mapping[str, Callable[[ReportTable, Language], Part]] = {
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
"""How a form is made of a table."""
