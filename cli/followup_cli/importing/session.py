"""One import from the file to the last word: read, asked about, shown, written, and given back where rows are wrong."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from followup.case.import_words import ImportTarget
from followup.casebook import Casebook
from followup.errors import DiskFailure, ExitCode
from followup.messages import say, say_count
from followup.values import Value, replace
from followup_cli import context
from followup_cli.error_output import print_errors
from followup_cli.fragments.consequences import GraveStep, is_shown, take_step
from followup_cli.importing.page import ImportOutcome, add_counts, alike_page, import_data, outcome_page, plan_page
from followup_cli.options import Way
from followup_cli.response import respond
from followup_cli.terminal import person
from followup_cli.terminal.page import Page
from followup_cli.terminal.progress import Progress

if TYPE_CHECKING:
    from followup.intake.mapping import SheetMapping
    from followup.services.imports.plan import ImportPlan
    from followup.services.imports.sheets import OpenedSheet
    from followup_cli.importing.commands import ColumnOptions
    from followup_cli.terminal.json import JsonValue


class ImportRequest(Value):
    """What a command was asked to take in, and how; ``as_new`` are the rows that are somebody else."""

    target: ImportTarget
    file: Path
    columns: "ColumnOptions"
    as_new: frozenset[int] = frozenset()
    as_written: bool = False


class _Import:
    """An import under way: the request, the sheet as it was read, and how its columns are read."""

    def __init__(self, book: Casebook, request: ImportRequest) -> None:
        from followup.services.guarded_names import masker
        from followup.services.imports.sheets import SaidOfColumns, mapping_of_sheet, with_said
        from followup_cli.importing.ask import settled

        self.book, self.request = book, request
        self.mask = masker(book, names=False)
        self.sheet = _opened(request)
        columns = request.columns
        repeated = tuple(columns.columns or ()), tuple(columns.always or ())
        said = SaidOfColumns(columns.order, columns.century, columns.zero, columns.turned, *repeated)
        read = mapping_of_sheet(book, self.sheet, request.columns.mapping)
        read = replace(read, mapping=with_said(self.sheet, read.mapping, said))
        settled_mapping = settled(self.sheet, read, self.mask)
        self.mapping: SheetMapping = settled_mapping.mapping
        self.keep_as = columns.mapping
        self.may_keep = settled_mapping.asked and not read.kept

    def planned(self) -> "ImportPlan":
        """What the sheet would bring in."""
        from followup.services.imports.sheets import plan_of_sheet

        new, as_written = self.request.as_new, self.request.as_written
        with Progress(say("Looking through the rows")) as told:
            return plan_of_sheet(self.book, self.sheet, self.mapping, told, new=new, as_written=as_written)

    def ask_who_is_new(self) -> None:
        """Ask of rows that look like somebody whether they are somebody else."""
        from followup_cli.importing.ask import rows_to_enrol

        plan = self.planned() if self.request.target is ImportTarget.GRADUATES and person.on_terminal() else None
        if plan and (alike := [row for row in plan.rows if row.looks_alike]):
            alike_page(plan, self.mask).show_with_question()
            new = rows_to_enrol(len(alike)) & {row.number for row in alike}
            self.request = replace(self.request, as_new=self.request.as_new | new)

    def write(self, shown: ImportOutcome) -> ImportOutcome:
        """Write what was shown, keep how the columns were read, and put a copy of their file beside it."""
        from followup.services.imports.runs import import_runs
        from followup.services.imports.sheets import planner_of, rows_of
        from followup.services.imports.writing import write_import

        rows = rows_of(self.book, self.sheet, self.mapping)
        planner = planner_of(
            self.book, self.request.target, new=self.request.as_new, as_written=self.request.as_written
        )
        with Progress(say("Taking in")) as progress:
            result = write_import(self.book, planner, shown.result.plan, rows, progress)
        number = next((run.number for run in import_runs(self.book) if run.run == result.run), None)
        copy, problem = self._copy(result.plan)
        done = ImportOutcome(result, number, copy, problem)
        self._keep_mapping()  # which may ask, and be stopped
        return done

    def _keep_mapping(self) -> None:
        from followup.services.imports.mappings import keep_mapping
        from followup_cli.importing.ask import name_to_keep

        name = self.keep_as or (name_to_keep() if self.may_keep and person.on_terminal() else "")
        if name:
            keep_mapping(self.book, name, self.mapping)

    def _copy(self, plan: "ImportPlan") -> tuple[Path | None, DiskFailure | None]:
        """The copy that was put beside their file, if any row is wrong, or why it could not be: the rows are in."""
        from followup.services.imports.copy_back import put_copy
        from followup.services.imports.plan import RowFate

        if not plan.of(RowFate.REFUSED):
            return None, None
        sheet = self.sheet
        try:
            return put_copy(
                sheet.path, sheet.workbook, sheet.table, plan, self.book.whose_codes.taken, self.book.today
            ), None
        except DiskFailure as problem:
            return None, problem

    def page(self, shown: ImportOutcome) -> Page:
        """What would be written."""
        plan = shown.result.plan
        page = self._with_hidden(self._columns()).add(plan_page(plan, self.title, self.mask))
        return add_counts(self._with_unread(page) if person.on_terminal() else page, plan)

    def tried_page(self, shown: ImportOutcome) -> Page:
        """What would be written, and that it was not."""
        return self.page(shown).line().line(say("Nothing was written."), "quiet")

    def done_page(self, done: ImportOutcome, *, shown: bool) -> Page:
        """What was written; what was ``shown`` before is not told again."""
        page = outcome_page(done, self.mask, shown=shown)
        return page if shown else add_counts(self._with_hidden(self._with_unread(page)), done.result.plan)

    def _with_unread(self, page: Page) -> Page:
        """With the columns that are not read: what is passed over is never left unsaid."""
        from followup.services.imports.sheets import unread

        passed_over = unread(self.sheet, self.mapping)
        if passed_over:
            page.line().line(say("Columns that are not read"), "head")
        for one in passed_over:
            page.text(f"{self.mask(one.heading)}: {self.mask(one.because)}", "")
        return page

    def _with_hidden(self, page: Page) -> Page:
        """What a person may not have in mind, since a spreadsheet program does not show it."""
        from followup.intake.questions import listed_rows
        from followup.services.imports.sheets import hidden_rows

        rows = hidden_rows(self.sheet)
        told = say_count(
            len(rows),
            "Row {rows} is hidden in the spreadsheet, and is read like the others. If it is not meant, delete it.",
            "{n} rows are hidden in the spreadsheet ({rows}), and are read like the others. If they are not meant, "
            "delete them.",
            rows=listed_rows(rows),
        )
        return self._with_other_sheets(page.text(told, "watch").line() if rows else page)

    def _with_other_sheets(self, page: Page) -> Page:
        from followup.services.imports.sheets import unread_sheets

        numbers = unread_sheets(self.sheet)
        told = say_count(
            len(numbers),
            "Sheet {sheets} of the file is not read. To read it: --sheet {first}",
            "Sheets {sheets} of the file are not read. To read one: --sheet {first}",
            sheets=", ".join(map(str, numbers)),
            first=next(iter(numbers), 0),
        )
        return page.text(told, "watch").line() if numbers else page

    def columns_data(self) -> dict[str, "JsonValue"]:
        """How the file is read, for programs."""
        from followup.services.imports.sheets import hidden_rows, unread_sheets
        from followup_cli.importing.columns_page import columns_data

        columns: list[JsonValue] = columns_data(self.sheet, self.mapping, self.mask)
        beside = {"unread_sheets": [*unread_sheets(self.sheet)], "hidden_rows": [*hidden_rows(self.sheet)]}
        return {"columns": columns, "notes": [*self._notes()], **beside}

    def _columns(self) -> Page:
        """How the columns are read, and their days, where nobody at a terminal has seen it yet."""
        from followup_cli.importing.columns_page import columns_page

        if person.on_terminal():
            return Page()
        page = columns_page(self.sheet, self.mapping, self.mask)
        for note in self._notes():
            page.text(note, "")
        return page.line()

    def _notes(self) -> list[str]:
        """What was understood of its days."""
        from followup.intake.questions import notes

        return [self.mask(note) for note in notes(self.sheet.table, self.mapping, self.sheet.fields)]

    def title(self, key: str) -> str:
        """What a field is called."""
        fields = self.sheet.fields.fields
        named = (say(one.title) for one in fields if one.key in (key, key.replace("contact_", "contact.")))
        return next(named, key.replace("_", " "))


def _opened(request: ImportRequest) -> "OpenedSheet":
    from followup.intake.table import WhichSheet
    from followup.services.imports.sheets import open_sheet
    from followup_cli.importing.ask import which_sheet

    opened = partial(open_sheet, request.file, request.target, header_row=request.columns.header_row)
    try:
        return opened(request.columns.sheet or None)
    except WhichSheet as several:
        return opened(which_sheet(several))


def import_sheet(request: ImportRequest, way: Way) -> None:
    """Take a sheet in, after showing what that means; leaves as refused where rows were left out."""
    from followup.services.imports.writing import ImportResult

    book = context.open_casebook()
    work = _Import(book, request)
    work.ask_who_is_new()
    step = GraveStep(
        look=lambda: ImportOutcome(ImportResult(work.planned()), None, None),
        write=work.write,
        page=work.page,
        question=say("Take in what is new and changed?"),
        asks=lambda shown: bool(shown.result.plan.coming_in),
        watchful=True,
    )
    done = take_step(book, step, way)
    shown_before = is_shown(way) and done.number is not None
    respond(
        book,
        way.as_json,
        lambda: work.tried_page(done) if way.dry_run else work.done_page(done, shown=shown_before),
        lambda: import_data(done, work.mask, dry_run=way.dry_run) | work.columns_data(),
    )
    if done.copy_problem:
        what = done.copy_problem.what
        without = DiskFailure(
            say("The copy with what is wrong in each row could not be put beside your file: {what}", what=what),
            say("Put the rows right in your own file and give it again: what has come in does not come in twice."),
        )
        print_errors([without])
    if any(row.problems for row in done.result.plan.rows):
        raise typer.Exit(ExitCode.REFUSED)
