"""A report of a quarter as a table in a file: one line for each figure, released through the guard."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from followup.case.access_words import Access
from followup.casebook import Casebook
from followup.errors import Invalid, Missing
from followup.handout.surfaces import Handout
from followup.handout.tables import CsvCell, csv_bytes
from followup.messages import say
from followup.services.access_log import note_access
from followup.services.guarded_names import guard_of, public_names
from followup.services.notices import draft_notice, internal_notice
from followup.statistics.report import (
    INTERNAL,
    TABLES_IN_OWN_WORDS,
    CellValue,
    Estimate,
    Headline,
    NotTold,
    Proportion,
    Report,
    ReportSection,
    ReportTable,
    TableKind,
    figures_check,
    other_districts_label,
)
from followup_data import shipped

HEADER = (
    *("section", "table", "row", "label", "column", "count", "of", "percent", "low", "high", "text", "held"),
    *("kind", "not_told"),
)
CsvLine = tuple[CsvCell, ...]


def checked_target(path: Path) -> Path:
    """Where a table can be written; Missing for a folder that is not there, Invalid for a name of another kind."""
    if path.suffix.lower() != ".csv" or path.is_dir():
        raise Invalid(say("A table is written to a file whose name ends in .csv."), say("Write it like this: q3.csv"))
    if not path.parent.is_dir():
        raise Missing(say("The folder for the table is not there."), say("Make it first, or choose another."))
    return path


class TableFile(NamedTuple):
    """A table that was written, and whether it took the place of a file of that name."""

    path: Path
    replaced: bool


def table_target(path: Path, *, internal: bool) -> Path:
    """The file of a table: one for staff says that it is one in its name."""
    if not internal or path.stem.startswith(INTERNAL):
        return path
    return path.with_stem(f"{INTERNAL}-{path.stem}")


def write_csv(book: Casebook, report: Report, path: Path) -> TableFile:
    """Write the report's figures to a file; Exposed, and nothing written, if it would show who somebody is.

    What was in a file of that name is gone: the answer says so.
    """
    place = table_target(checked_target(path), internal=report.internal)
    return write_table(book, place, csv_bytes(HEADER, csv_lines(report)), _own_words(report), "report")


def write_table(book: Casebook, path: Path, table: bytes, own_words: frozenset[str], what: str) -> TableFile:
    """Put a table where it goes, which is ``what`` was asked for; as `write_csv`."""
    replaced, note = path.exists(), partial(note_access, book, Access.EXPORT, what)
    guard_of(book).release([Handout(path.name, table, own_words)], path.parent, note)
    return TableFile(path, replaced)


def csv_lines(report: Report) -> Iterator[CsvLine]:
    """Every figure on a line of its own: what the report is, the figures at its top, table after table, and the words.

    What may not leave the office says so in the first line and in the last.
    """
    yield from _notice_lines(report, "notice")
    yield from _about_lines(report)
    for head in report.heads:
        yield from _head_lines(head)
    for section in report.sections:
        for table in section.tables:
            yield from _table_lines(section, table)
    for one in report.definitions:
        yield _line("definitions", "definitions", one.word, one.word, "means", one.means)
    yield from _notice_lines(report, "notice_at_the_end")


def _line(
    section: str, table: str, row: str, label: str, column: str, value: CellValue, held: str = "", kind: str = ""
) -> CsvLine:
    """A figure with where it stands; what is not told is marked in a column of its own, and never 0."""
    return (section, table, row, label, column, *_cells(value), held, kind, int(isinstance(value, NotTold)) or None)


def _notice_lines(report: Report, name: str) -> Iterator[CsvLine]:
    """That the report may not leave the office, and why."""
    if report.internal or report.draft:
        notice = internal_notice() if report.internal else draft_notice()
        yield _line("report", "report", name, say("Notice"), "value", notice)


def _head_lines(head: Headline) -> Iterator[CsvLine]:
    told: dict[str, CellValue] = {"value": head.value, "under": head.under}
    told |= {"before": head.before, "year_before": head.year_before}
    return (_line("heads", "heads", head.id, head.title, column, value) for column, value in told.items())


def _about_lines(report: Report) -> Iterator[CsvLine]:
    told = (
        ("kind", say("Kind"), report.kind),
        ("quarter", say("Quarter"), report.quarter),
        ("as_of", say("As of"), report.as_of),
        ("known_at", say("Known at"), report.known_at),
        ("published", say("Published on"), report.published),
        ("internal", say("Internal"), say("yes") if report.internal else say("no")),
        ("draft", say("Draft"), say("yes") if report.draft else say("no")),
        ("open", say("Not complete"), " ".join(report.open)),
        ("figures_check", say("Figures check"), figures_check(report)),
    )
    for name, label, text in told:
        yield _line("report", "report", name, label, "value", text)


def _table_lines(section: ReportSection, table: ReportTable) -> Iterator[CsvLine]:
    kind = table.kind.value if table.kind else ""
    for row in table.all_rows:
        for column, value in row.cells.items():
            yield _line(section.id, table.id, row.id, row.label, column, value, table.carried_from, kind)
    if table.note:
        yield _line(section.id, table.id, "note", say("Note"), "note", table.note, table.carried_from, kind)


def _cells(value: CellValue) -> tuple[CsvCell, ...]:
    """Count, of, percent, low, high, text: those that a figure has."""
    if isinstance(value, Proportion):
        return value.count, value.of, value.percent, value.percent_low, value.percent_high, None
    if isinstance(value, Estimate):
        return None, None, value.percent, value.low, value.high, None
    if isinstance(value, int):
        return value, None, None, None, None, None
    if isinstance(value, NotTold):
        words = say("not told yet") if value.published else say("not published")
        return None, None, None, value.low, value.high, words
    return None, None, None, None, None, value


def _own_words(report: Report) -> frozenset[str]:
    """What the program itself says in the file: a graduate who is called like one of these stops no table."""
    own: set[CsvCell] = {*HEADER, *TableKind, "definitions", "note", say("Note"), "means"}
    own |= {cell for line in (*_about_lines(report), *_notice_lines(report, "notice_at_the_end")) for cell in line}
    own |= {cell for head in report.heads for line in _head_lines(head) for cell in line}
    own |= {text for one in report.definitions for text in (one.word, one.means)}
    for section in report.sections:
        own.add(section.id)
        for table in section.tables:
            own |= {table.id, table.note, table.carried_from, *(column.id for column in table.columns)}
            if table.id in TABLES_IN_OWN_WORDS:
                own |= {text for row in table.all_rows for text in (row.id, row.label)}
    return frozenset({cell for cell in own if isinstance(cell, str)} | public_names() | own_labels())


def own_labels() -> frozenset[str]:
    """Labels of rows that the program makes of public places and of its own policies."""
    places = shipped.places()
    others = {other_districts_label(province) for province in places}
    joined = {f"{district}, {province}" for province, districts in places.items() for district in districts}
    return frozenset(others | joined | {policy["title"] for policy in shipped.policies().values()})
