"""How the columns of a sheet are read, before anything is: its headings, the fields, and what stands there, masked."""

from collections.abc import Iterator

from followup.case.fields import Mask
from followup.intake.columns import ColumnProposal, lacking, lacks_name, lacks_placement, proposals
from followup.intake.headings import Certainty
from followup.intake.mapping import SheetMapping
from followup.intake.samples import samples
from followup.messages import say, say_count
from followup.services.imports.sheets import OpenedSheet
from followup_cli.terminal import person
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Column, Table

_SAMPLES_WIDE = 24
"""Signs of the samples that stand on one line; what is more goes below."""


def columns_page(sheet: OpenedSheet, mapping: SheetMapping, mask: Mask) -> Page:
    """Which column is read as what, with what its cells look like: no value of them."""
    columns = [
        Column(say("No."), "right"),
        Column(say("Read as")),
        Column(say("Looks like"), drop=1),
        Column(say("Column of your file"), fold=True),
    ]
    rows = [row for n, one in enumerate(proposed(sheet), 1) for row in _rows(sheet, mapping, n, one, mask)]
    below = say_count(
        len(sheet.table.rows), "One row below row {row}.", "{n} rows below row {row}.", row=sheet.table.header_row
    )
    page = Page().line(say("How the columns are read"), "head").table(Table(columns, rows, note=below))
    for number, one in enumerate(proposed(sheet), 1):
        for told in _told_of(mapping, one):
            page.text(say("{number}: {told}", number=number, told=mask(told)))
    for key, text in mapping.always.items():
        page.text(say("In every row: {field} is {value}.", field=say(sheet.fields[key].title), value=mask(text)))
    return _add_lacking(page, sheet, mapping)


def columns_data(sheet: OpenedSheet, mapping: SheetMapping, mask: Mask) -> list[JsonValue]:
    """The same for programs; ``field`` is empty for a column that is not read."""
    return [
        {
            "column": mask(one.heading),
            "field": _key_read(sheet, mapping, one.heading),
            "guess": is_guess(mapping, one),
            "samples": [*samples(sheet.table, one.heading)],
        }
        for one in proposed(sheet)
    ]


def proposed(sheet: OpenedSheet) -> tuple[ColumnProposal, ...]:
    """What each column of a sheet may hold."""
    return proposals(sheet.table, sheet.fields)


def is_guess(mapping: SheetMapping, one: ColumnProposal) -> bool:
    """Whether a column is read as was only likely."""
    return one.certainty is Certainty.LIKELY and mapping.column(one.heading).key == one.key


def _rows(
    sheet: OpenedSheet, mapping: SheetMapping, number: int, one: ColumnProposal, mask: Mask
) -> Iterator[list[Cell | str]]:
    """A column on a row, its heading last, since it may be in Khmer; samples that need more room stand below."""
    key = _key_read(sheet, mapping, one.heading)
    known = Cell(say(sheet.fields[key].title)) if key else Cell(say("not read"), "quiet")
    if is_guess(mapping, one):
        known = Cell(say("{field}?", field=known.text), "watch")
    first, *more = _lines_of(samples(sheet.table, one.heading))
    yield [str(number), known, first, mask(one.heading)]
    for line in more:
        yield ["", "", line, ""]


def _lines_of(shown: tuple[str, ...]) -> list[str]:
    """Samples with commas between, on as few lines as they need; a line in any case."""
    lines = [""]
    for sample in shown:
        longer = f"{lines[-1]}, {sample}" if lines[-1] else sample
        if len(longer) <= _SAMPLES_WIDE:
            lines[-1] = longer
        else:
            lines.append(sample)
    return lines


def _key_read(sheet: OpenedSheet, mapping: SheetMapping, heading: str) -> str:
    key = mapping.column(heading).key
    return key if key and sheet.fields[key].is_read else ""


def _told_of(mapping: SheetMapping, one: ColumnProposal) -> Iterator[str]:
    """What a person should know of a column: that it is a guess, or why it is not read though its heading is known."""
    if is_guess(mapping, one):
        yield say("This is a guess. Look at it closely.")
    elif one.tells and mapping.column(one.heading).key == one.key:
        yield one.because


def _add_lacking(page: Page, sheet: OpenedSheet, mapping: SheetMapping) -> Page:
    """What rows need and no column says."""
    if missing := lacking(mapping, sheet.fields):
        titles = ", ".join(say(field.title) for field in missing)
        page.text(say("No column is read as {fields}. Without it no row can come in.", fields=titles), "watch")
    if lacks_name(mapping):
        page.text(say("No column is read as Name: new graduates would come in without a name."), "watch")
    if lacks_placement(mapping) and not person.on_terminal():  # where it is asked
        page.text(
            say(
                "The sheet says where they live, but not with whom: new graduates are left out. If it is the same "
                "for all: --always placement=family. Else add a column Placement."
            ),
            "watch",
        )
    return page
