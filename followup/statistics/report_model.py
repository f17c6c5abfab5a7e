"""What a report is made of: sections of tables of figures, with small groups merged before anything gets here.

Plain data, the same for the terminal, for programs, for a table in a file and, later, for paper. A cell is one of

- a whole number: how many there were;
- a `Share`: how many of how many, with its 95% range;
- an `Estimate`: whole percents that are no simple share, with their range where there is one;
- a text;
- None: not told, because it would point at somebody, or because nothing is known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from followup.statistics.proportions import Proportion

Json = Any


class Estimate(NamedTuple):
    """Whole percents, rounded once, and their 95% range; None where there is none."""

    percent: int
    low: int | None = None
    high: int | None = None


CellValue = int | Proportion | Estimate | str | None

QUARTER_REPORT, CASELOAD_REPORT = "quarter", "caseload"
"""The kinds of reports that are made of figures."""


class ReportColumn(NamedTuple):
    """A column of a table: what it is called by programs, and by people."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One line of a table. ``id`` is what programs know it by, ``other`` says that groups were merged in it."""

    id: str
    label: str
    cells: tuple[CellValue, ...]
    other: bool = False


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table of figures: rows that together are everybody it is about, and a row for all of them where that helps.

    ``note`` says what the reader must know beside the definitions; ``held`` is the quarter the figures are of, where
    those of this quarter cannot be told yet.
    """

    id: str
    title: str
    columns: tuple[ReportColumn, ...]
    rows: tuple[ReportRow, ...]
    total: ReportRow | None = None
    note: str = ""
    carried_from: str = ""

    @property
    def all_rows(self) -> tuple[ReportRow, ...]:
        """The rows, and that of all of them last."""
        return (*self.rows, self.total) if self.total else self.rows

    def cell(self, row: str, column: str) -> CellValue:
        """The cell of a row and a column by their ids; None if there is no such row."""
        at = [one.id for one in self.columns].index(column)
        return next((one.cells[at] for one in self.all_rows if one.id == row), None)


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A part of a report: its title, what its words mean, and its tables."""

    id: str
    title: str
    about: str
    tables: tuple[ReportTable, ...]

    def table(self, name: str) -> ReportTable | None:
        """The table of this id."""
        return next((table for table in self.tables if table.id == name), None)


@dataclass(frozen=True, slots=True)
class Headline:
    """One of the few figures at the top: what it is, the figure, and what stands under it."""

    id: str
    title: str
    value: CellValue
    under: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report of a quarter. ``open`` says why the quarter is not complete yet, a sentence each; empty when it is.

    ``kind`` says what it is about: the whole quarter, or the caseload at its end.
    ``published`` is the day it was published on, empty for a draft; ``internal`` that small groups are shown to staff.
    ``days`` are the quarter's first and last day, ``as_of`` and ``known_at`` what was true and written down by when.
    """

    quarter: str
    days: tuple[str, str]
    as_of: str
    known_at: str
    heads: tuple[Headline, ...]
    sections: tuple[ReportSection, ...]
    definitions: tuple[tuple[str, str], ...]
    open: tuple[str, ...] = ()
    published: str = ""
    internal: bool = False
    kind: str = QUARTER_REPORT

    def section(self, name: str) -> ReportSection:
        """The section of this id."""
        return next(section for section in self.sections if section.id == name)


# --- as JSON, and back --------------------------------------------------------------------------------------------


def report_to_json(report: Report) -> Json:
    """The report as plain data, whole: `from_json` gives it back."""
    return {
        "kind": report.kind,
        "quarter": report.quarter,
        "first": report.days[0],
        "last": report.days[1],
        "as_of": report.as_of,
        "known_at": report.known_at,
        "published": report.published,
        "internal": report.internal,
        "complete": not report.open,
        "open": list(report.open),
        "heads": [
            {"id": head.id, "title": head.title, "value": value_to_json(head.value), "under": head.under}
            for head in report.heads
        ],
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "about": section.about,
                "tables": [_table_to_json(table) for table in section.tables],
            }
            for section in report.sections
        ],
        "definitions": [{"word": word, "means": means} for word, means in report.definitions],
    }


def _table_to_json(table: ReportTable) -> Json:
    return {
        "id": table.id,
        "title": table.title,
        "note": table.note,
        "held": table.carried_from,
        "columns": [{"id": column.id, "title": column.title} for column in table.columns],
        "rows": [_row_to_json(table.columns, row) for row in table.rows],
        "total": _row_to_json(table.columns, table.total) if table.total else None,
    }


def _row_to_json(columns: Sequence[ReportColumn], row: ReportRow) -> Json:
    cells = {column.id: value_to_json(cell) for column, cell in zip(columns, row.cells, strict=True)}
    return {"id": row.id, "label": row.label, "merged": row.other, "cells": cells}


def value_to_json(value: CellValue) -> Json:
    """A cell: a number or text as it is, a share or an estimate as an object, null for what is not told."""
    if isinstance(value, Proportion):
        return {
            "count": value.count,
            "of": value.of,
            "percent": value.percent,
            "low": value.percent_low,
            "high": value.percent_high,
        }
    if isinstance(value, Estimate):
        return {"percent": value.percent, "low": value.low, "high": value.high}
    return value


def report_from_json(data: Mapping[str, Json]) -> Report:
    """The report that `to_json` wrote; one that was kept before there were kinds is a quarter's."""
    return Report(
        quarter=data["quarter"],
        days=(data["first"], data["last"]),
        as_of=data["as_of"],
        known_at=data["known_at"],
        heads=tuple(
            Headline(one["id"], one["title"], _value_from_json(one["value"]), one["under"]) for one in data["heads"]
        ),
        sections=tuple(
            ReportSection(one["id"], one["title"], one["about"], tuple(map(_table_from_json, one["tables"])))
            for one in data["sections"]
        ),
        definitions=tuple((one["word"], one["means"]) for one in data["definitions"]),
        open=tuple(data["open"]),
        published=data["published"],
        internal=data["internal"],
        kind=data.get("kind", QUARTER_REPORT),
    )


def _table_from_json(data: Mapping[str, Json]) -> ReportTable:
    columns = tuple(ReportColumn(one["id"], one["title"]) for one in data["columns"])
    return ReportTable(
        id=data["id"],
        title=data["title"],
        columns=columns,
        rows=tuple(_row_from_json(columns, one) for one in data["rows"]),
        total=_row_from_json(columns, data["total"]) if data["total"] else None,
        note=data["note"],
        carried_from=data["held"],
    )


def _row_from_json(columns: Sequence[ReportColumn], data: Mapping[str, Json]) -> ReportRow:
    return ReportRow(
        data["id"], data["label"], tuple(_value_from_json(data["cells"][one.id]) for one in columns), data["merged"]
    )


def _value_from_json(data: Json) -> CellValue:
    if isinstance(data, dict):
        if "of" in data:
            return Proportion(data["count"], data["of"])
        return Estimate(data["percent"], data["low"], data["high"])
    return data  # type: ignore[no-any-return]
