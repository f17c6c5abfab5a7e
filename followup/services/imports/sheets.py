"""A sheet about to be taken in: its file read, its table found, and how its columns are read."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from followup.case.business.money import Currency
from followup.case.fields import revealed
from followup.case.import_words import DayOrder, ImportTarget
from followup.case.known_words import did_you_mean, near_words
from followup.casebook import Casebook
from followup.errors import Invalid
from followup.intake.columns import days_in, fit_mapping, proposals, propose
from followup.intake.fields import PASSED_OVER, ImportFields, ValueKind, import_fields
from followup.intake.heading_words import folded_heading
from followup.intake.mapping import MappedColumn, SheetMapping
from followup.intake.rows import ImportedRow, cell_value, read_rows
from followup.intake.table import Table, find_table
from followup.intake.workbook import Workbook, read_workbook
from followup.messages import say
from followup.progress import Progress
from followup.services.imports.covered import uncovered_rows
from followup.services.imports.graduates import GraduatePlanner
from followup.services.imports.mappings import is_kept, kept_mapping, kept_mappings
from followup.services.imports.plan import ImportPlan, Planner, plan_rows, with_headings
from followup.services.imports.plans import PlanPlanner
from followup.services.imports.visits import VisitPlanner
from followup.values import Value, replace
from followup_data import shipped


class OpenedSheet(Value):
    """A file that was read, the table in it, and what a table of its kind may say."""

    path: Path
    workbook: Workbook
    table: Table
    fields: ImportFields

    @property
    def target(self) -> ImportTarget:
        """What its rows become."""
        return self.fields.target


class ReadMapping(Value):
    """How the columns of a sheet are read, and the name under which that was kept, empty where it was proposed."""

    mapping: SheetMapping
    kept: str = ""


class SaidOfColumns(Value):
    """What was said of all columns on the command line; None is what was not said."""

    order: DayOrder | None = None
    century: int | None = None
    zero: bool | None = None
    turned: bool | None = None
    columns: tuple[str, ...] = ()
    always: tuple[str, ...] = ()


def fields_of(target: ImportTarget) -> ImportFields:
    """What a table of a kind may say, and how offices call it."""
    return import_fields(target, shipped.import_names(), shipped.place_spellings())


def open_sheet(path: Path, target: ImportTarget, sheet: str | None, header_row: int | None) -> OpenedSheet:
    """Read a file and find the table in it; nothing of what the file says is in an error."""
    fields, workbook = fields_of(target), read_workbook(path)
    return OpenedSheet(path, workbook, find_table(workbook, fields, sheet, header_row), fields)


# --- how its columns are read -----------------------------------------------------------------------------------------


def mapping_of_sheet(book: Casebook, sheet: OpenedSheet, name: str) -> ReadMapping:
    """The mapping kept under a name, or where none is said for a sheet with these headings; or a new one."""
    if name and is_kept(book, sheet.target, name):
        return ReadMapping(fit_mapping(kept_mapping(book, sheet.target, name), sheet.table, sheet.fields), name)
    for (target, _), one in kept_mappings(book).items() if not name else ():
        if target is sheet.target:
            mapping = kept_mapping(book, target, revealed(one.name))
            if mapping.knows(_own_headings(sheet)):
                return ReadMapping(fit_mapping(mapping, sheet.table, sheet.fields), revealed(one.name))
    return ReadMapping(propose(sheet.table, sheet.fields))


def _own_headings(sheet: OpenedSheet) -> tuple[str, ...]:
    """The headings of a sheet without the two columns that an import adds to a copy."""
    marks = ("problem", "imported")
    return tuple(one for one in sheet.table.header if folded_heading(one) not in marks)


def with_said(sheet: OpenedSheet, mapping: SheetMapping, said: SaidOfColumns) -> SheetMapping:
    """A mapping with what was said of its columns: which is which, and what counts for all that leave it open."""
    for one in said.columns:
        mapping = mapping.with_key(*_column_and_key(sheet, one))
    mapping = replace(mapping, always={**mapping.always, **dict(_always(sheet, said.always))})
    mapping = fit_mapping(mapping, sheet.table, sheet.fields)
    return replace(mapping, columns=tuple(_said_of(column, sheet, said) for column in mapping.columns))


def _said_of(column: MappedColumn, sheet: OpenedSheet, said: SaidOfColumns) -> MappedColumn:
    """A column with what was said, in place of what was kept; what its own cells decide counts before both."""
    kind = sheet.fields[column.key].kind if column.key else ValueKind.UNREAD
    if kind is ValueKind.PHONE:
        return replace(column, zero=column.zero if said.zero is None else said.zero)
    if kind not in (ValueKind.DAY, ValueKind.YEAR):
        return column
    turned = column.turned if said.turned is None else said.turned
    order = (days_in(sheet.table, column).order or said.order) if said.order else column.order
    return replace(column, order=order, century=said.century or column.century, turned=turned)


def _column_and_key(sheet: OpenedSheet, written: str) -> tuple[str, str]:
    """``Tel=phone`` as the heading of a column and the key of a field; ``Tel=-`` for a column that is passed over."""
    column, equals, field = written.rpartition("=")
    if not equals:
        raise Invalid(say("Name the column, and what it holds."), say('Write it like this: --map "Mobile=phone"'))
    return heading_meant(sheet, column), key_meant(sheet.fields, field)


def heading_meant(sheet: OpenedSheet, written: str) -> str:
    """The heading of a column by its words, the letter of the column, or its number from 1."""
    wanted, header = folded_heading(written), sheet.table.header
    ways = (lambda _, heading: folded_heading(heading), lambda _, heading: sheet.table.letter(heading).casefold())
    for way in (*ways, lambda number, _: str(number)):
        found = [heading for number, heading in enumerate(header, 1) if way(number, heading) == wanted]
        if wanted and len(found) == 1:
            return found[0]
    raise Invalid(
        say("The sheet has no such column."),
        say("Name it by its heading, its letter or its number: 1 to {n}.", n=len(header)),
    )


def key_meant(fields: ImportFields, written: str) -> str:
    """The key of a field by itself, its title or another name of it; ``-`` for none."""
    wanted = folded_heading(written)
    if written.strip() in ("", PASSED_OVER):
        return ""
    readable = [one for one in fields.fields if one.is_read]
    for found in ([one.key for one in readable if one.key == written.strip()], [*fields.named(wanted)]):
        if len(found) == 1 and fields[found[0]].is_read:
            return found[0]
    keys = [one.key for one in readable]
    near = did_you_mean(near_words(written, keys))
    raise Invalid(say("There is no such field."), near or say("There are: {keys}.", keys=", ".join(keys)))


def _always(sheet: OpenedSheet, written: Iterable[str]) -> Mapping[str, str]:
    """``placement=family`` as a key and the text that every row has there."""
    said: dict[str, str] = {}
    for one in written:
        field, equals, text = one.partition("=")
        key = key_meant(sheet.fields, field)
        if not (equals and key and text.strip()):
            raise Invalid(
                say("What is the same in every row is written as a field and its value."),
                say("Write it like this: --always placement=family"),
            )
        cell_value(text.strip(), MappedColumn("", key), sheet.fields[key], sheet.fields)  # refuses what it cannot be
        said[key] = text.strip()
    return said


# --- its rows ---------------------------------------------------------------------------------------------------------


def rows_of(book: Casebook, sheet: OpenedSheet, mapping: SheetMapping) -> tuple[ImportedRow, ...]:
    """Every row of the sheet, as the mapping reads it."""
    return uncovered_rows(book, mapping, read_rows(sheet.table, mapping, sheet.fields, Currency(book.office.currency)))


def planner_of(book: Casebook, target: ImportTarget, *, new: frozenset[int], as_written: bool) -> Planner:
    """What plans the rows of a kind of sheet."""
    if target is ImportTarget.GRADUATES:
        return GraduatePlanner(book, new=new, as_written=as_written)
    return VisitPlanner(book) if target is ImportTarget.VISITS else PlanPlanner(book)


def plan_of_sheet(
    book: Casebook,
    sheet: OpenedSheet,
    mapping: SheetMapping,
    progress: Progress | None = None,
    *,
    new: frozenset[int] = frozenset(),
    as_written: bool = False,
) -> ImportPlan:
    """What the sheet would bring in; nothing is written."""
    planner = planner_of(book, sheet.target, new=new, as_written=as_written)
    return with_headings(
        plan_rows(planner, sheet.target, rows_of(book, sheet, mapping), progress), mapping, sheet.fields
    )


def unread_sheets(sheet: OpenedSheet) -> tuple[int, ...]:
    """The numbers of the other sheets of the file that hold anything, hidden ones too: nothing of them is read."""
    others = enumerate(sheet.workbook.sheets, 1)
    return tuple(number for number, one in others if one is not sheet.table.sheet and one.rows)


def hidden_rows(sheet: OpenedSheet) -> tuple[int, ...]:
    """The numbers of rows that are hidden in a spreadsheet program, as behind a filter, and are read all the same."""
    return tuple(row.number for row in sheet.table.rows if row.number - 1 in sheet.table.sheet.hidden_rows)


class Unread(NamedTuple):
    """A column that is not read, by its heading, and why."""

    heading: str
    because: str


def _read_elsewhere(sheet: OpenedSheet, mapping: SheetMapping, key: str) -> str:
    """Why a column is not read that was proposed for a key: another one was said to hold it; empty if none was."""
    heading = mapping.heading_of(key) if key else ""
    return say("{field} is read from another column.", field=say(sheet.fields[key].title)) if heading else ""


def unread(sheet: OpenedSheet, mapping: SheetMapping) -> tuple[Unread, ...]:
    """The columns that are not read, but for the two that an import adds to a copy."""
    proposed = proposals(sheet.table, sheet.fields)
    why = {one.heading: one.because or _read_elsewhere(sheet, mapping, one.key) for one in proposed}
    passed_over = (one.heading for one in mapping.columns if not one.key or not sheet.fields[one.key].is_read)
    own = _own_headings(sheet)
    return tuple(
        Unread(one, why.get(one, "") or say("Nobody said what it holds.")) for one in passed_over if one in own
    )
