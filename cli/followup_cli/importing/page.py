"""What an import would bring in, what it brought in, and what taking it back does: for people and for programs."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from followup.case.fields import Mask
from followup.errors import DiskFailure
from followup.messages import say, say_count
from followup.services.imports.plan import ImportPlan, PlannedRow, RowFate, alike_advice, counts
from followup.services.imports.runs import ImportRun
from followup.services.imports.undoing import ImportUndo
from followup.services.imports.writing import ImportResult
from followup.values import replace
from followup_cli.importing.row_numbers import in_ranges
from followup_cli.terminal.columns import ColumnOf, table_of
from followup_cli.terminal.days import long_day
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.notes import some_of
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Column, Table

Title = Callable[[str], str]
"""What a field is called, by its key."""
_MOST_LISTED = 40
"""Rows that are listed one by one where nothing is wrong with them; of more, how many."""

_TOLD_ONCE = 4
"""Rows in which the same is wrong, from which on it is told once for all of them."""


class ImportOutcome(NamedTuple):
    """What a command has to tell of an import: its number, and the copy beside the file, or why there is none."""

    result: ImportResult
    number: int | None
    copy: Path | None
    copy_problem: DiskFailure | None = None


def plan_page(plan: ImportPlan, title: Title, mask: Mask) -> Page:
    """What would be written, before it is asked about."""
    page = Page().line(say("What the file would bring in: {what}", what=plan.target.label), "head")
    _add_by_name(page, plan)
    _add_changed(page, plan, title)
    return _add_refused(page, plan, mask)


def alike_page(plan: ImportPlan, mask: Mask) -> Page:
    """The rows that look like somebody, before it is asked who of them is somebody else."""
    return _add_refused(Page(), replace(plan, rows=tuple(row for row in plan.rows if row.looks_alike)), mask)


def outcome_page(outcome: ImportOutcome, mask: Mask, *, shown: bool = False) -> Page:
    """What was written, and what is to be done now; rows that were ``shown`` before are not listed again."""
    plan, number = outcome.result.plan, outcome.number
    page = Page().line(_done_sentence(plan, number), "strong")
    if outcome.result.codes:
        page.pair(say("Codes given"), some_of(outcome.result.codes, _MOST_LISTED))
    if not shown:
        _add_refused(page, plan, mask)
    if outcome.copy:
        page.line().text(_copy_sentence(), "watch")
    if number:
        undo = say("If it was wrong, take all of it back: followup import undo {n}", n=number)
        page.line().text(undo).text(file_sentence(), "watch")
    return page


def _copy_sentence() -> str:
    return say(
        'A copy of your file lies beside it: its name ends in "to put right". Its last columns say what is wrong in '
        "each row. Put it right there and give the copy to the same command: only what is new comes in."
    )


def file_sentence() -> str:
    """What is to be known of the file that was read."""
    return say(
        "Your own file still lies where it was. It is not sealed: whoever opens it reads every name. When you no "
        "longer need it, delete it, also from sticks, mail and the bin. followup does not do it for you."
    )


def _done_sentence(plan: ImportPlan, number: int | None) -> str:
    if number is None and plan.rows and len(plan.of(RowFate.SAME)) == len(plan.rows):
        return say_count(
            len(plan.rows),
            "Nothing was written: the row is in the casebook already, just the same.",
            "Nothing was written: all {n} rows are in the casebook already, just the same.",
        )
    if number is None:
        return say("Nothing was written.")
    new, changed = len(plan.of(RowFate.NEW)), len(plan.of(RowFate.CHANGED))
    return say("Import {number}: {new} new, {changed} changed.", number=number, new=new, changed=changed)


# --- parts ----------------------------------------------------------------------------------------------------------


def add_counts(page: Page, plan: ImportPlan) -> Page:
    """How many rows become what, right above the question."""
    page.line()
    told = (
        (say("New"), RowFate.NEW),
        (say("Changed"), RowFate.CHANGED),
        (say("The same"), RowFate.SAME),
        (say("Left out"), RowFate.REFUSED),
    )
    for label, fate in told:
        page.pair(label, str(len(plan.of(fate))), "watch" if fate is RowFate.REFUSED and plan.of(fate) else "")
    if marked := len(plan.of(RowFate.MARKED)):
        page.text(say_count(marked, "1 row is marked as imported.", "{n} rows are marked as imported."))
    return page


def _add_by_name(page: Page, plan: ImportPlan) -> None:
    """Whom rows without a code were taken for: to be looked at before anything is written."""
    found = [row for row in plan.coming_in if row.by_name and row.code]
    if not found:
        return
    page.line().line(say("Known by who she is, since the row has no code"), "head")
    rows: dict[str, list[str]] = {}
    for row in found:
        rows.setdefault(row.code, []).append(str(row.number))
    for code, numbers in rows.items():
        told = say_count(
            len(numbers), "row {rows} is {code}", "rows {rows} are {code}", rows=", ".join(numbers), code=code
        )
        page.text(told, "")


def _add_changed(page: Page, plan: ImportPlan, title: Title) -> None:
    changed = plan.of(RowFate.CHANGED)
    if not changed:
        return
    columns = [Column(say("Row"), "right"), Column(say("Code")), Column(say("What is other than before"), fold=True)]
    rows = [[str(row.number), row.code, ", ".join(map(title, row.changed))] for row in changed[:_MOST_LISTED]]
    rest = len(changed) - len(rows)
    more = say("and {n} more", n=rest) if rest else ""
    page.line().table(Table(columns, rows, title=say("Changed"), note=more))


def _add_refused(page: Page, plan: ImportPlan, mask: Mask) -> Page:
    """Every row that is left out, and what to write in it: none is left unsaid."""
    if not plan.of(RowFate.REFUSED):
        return page
    columns = [Column(say("Row"), "right"), Column(say("Column, what is wrong, and what to write"), fold=True)]
    page.line().table(Table(columns, list(_refused_rows(plan.rows, mask)), title=say("Left out")))
    alike = any(row.looks_alike for row in plan.rows)
    return page.text(alike_advice(), "") if alike else page


def _refused_rows(rows: Iterable[PlannedRow], mask: Mask) -> Iterator[list[Cell | str]]:
    """A line for each row and what is wrong there; what is wrong in many rows is told once, with all their numbers."""
    told: dict[str, list[int]] = {}
    for row in rows:
        for one in row.problems:
            sentence = f"{mask(one.column)}: {one.sentence}" if one.column else one.sentence
            told.setdefault(sentence, []).append(row.number)
    many = [(in_ranges(numbers), sentence) for sentence, numbers in told.items() if len(numbers) >= _TOLD_ONCE]
    for rows_of_many, sentence in many:
        yield ["", say("Rows {rows}: {problem}", rows=rows_of_many, problem=sentence)]
    few = [(row, sentence) for sentence, numbers in told.items() if len(numbers) < _TOLD_ONCE for row in numbers]
    for row_of_few, sentence in sorted(few, key=lambda one: one[0]):
        yield [str(row_of_few), sentence]


# --- imports that were made -----------------------------------------------------------------------------------------


class KeptMapping(NamedTuple):
    """A mapping that is kept: what it is called, as that may be shown, and for which sheets."""

    called: str
    target: str


def runs_page(runs: Iterable[ImportRun], kept: Iterable[KeptMapping]) -> Page:
    """Every import, the latest first, and the mappings that are kept."""
    columns: tuple[ColumnOf[ImportRun], ...] = (
        ColumnOf(say("Import"), lambda run: str(run.number), "right"),
        ColumnOf(say("Day"), lambda run: long_day(run.on)),
        ColumnOf(say("By"), lambda run: run.by or "–"),
        ColumnOf(say("What"), lambda run: run.target.label),
        ColumnOf(say("New"), lambda run: str(run.new), "right"),
        ColumnOf(say("Changed"), lambda run: str(run.changed), "right"),
        ColumnOf(say("Now"), standing_words, fold=True),
    )
    table = table_of(reversed(list(runs)), columns, empty=say("None was made yet."))
    page = Page().line(say("Imports"), "head").table(table)
    names = ", ".join(f"{one.called} ({one.target})" for one in kept)
    return page.line().pair(say("Mappings"), names) if names else page


def standing_words(run: ImportRun) -> str:
    """What is left of an import."""
    if not run.entries:
        return say("taken back")
    return say("in force") if run.in_force == run.written else say("partly taken back")


# --- an import taken back -------------------------------------------------------------------------------------------


def undo_page(undo: ImportUndo) -> Page:
    """What taking it back would do."""
    run = undo.run
    head = say("Import {n} of {day}: {what}", n=run.number, day=long_day(run.on), what=run.target.label)
    page = Page().line(head, "head")
    if gone := some_of([one.code for one in undo.taken_back if one.gone], _MOST_LISTED):
        page.pair(say("Taken out"), say("No longer in the casebook: {codes}.", codes=gone), "watch")
        page.text(say("Their codes lead to nobody then, also on paper. A new import gives new ones."))
    for one in undo.taken_back:
        if not one.gone:
            page.pair(one.code, " ".join(one.different) or say("Nothing that is shown elsewhere is different."))
    return _add_staying(page, undo)


def undone_page(undo: ImportUndo) -> Page:
    """What was taken back."""
    taken = len(undo.taken_back)
    page = Page().line(
        say_count(
            taken,
            "Import {number} taken back: 1 graduate.",
            "Import {number} taken back: {n} graduates.",
            number=undo.run.number,
        )
    )
    _add_staying(page, undo)
    return page.text(
        say(
            "The log still shows it. Your own file can be given again: followup import. In a copy to put right, empty "
            "the column imported first."
        )
    )


def _add_staying(page: Page, undo: ImportUndo) -> Page:
    """Of whom it stays, and why."""
    if undo.staying:
        page.line().line(say("Stays as it is, because of what was written since"), "head")
    for one in undo.staying:
        page.pair(one.code, one.stays, "watch")
    return page


# --- for programs ---------------------------------------------------------------------------------------------------


def import_data(outcome: ImportOutcome, mask: Mask, *, dry_run: bool) -> dict[str, JsonValue]:
    """What an import did, or would do."""
    plan = outcome.result.plan
    return {
        "written": bool(outcome.result.run) and not dry_run,
        "import": outcome.number,
        "what": plan.target.value,
        **counts(plan),
        "codes": [*outcome.result.codes],
        "copy": outcome.copy is not None,
        "changes": [
            {"row": row.number, "code": row.code, "fields": [*row.changed]} for row in plan.rows if row.changed
        ],
        "by_name": [{"row": row.number, "code": row.code} for row in plan.coming_in if row.by_name and row.code],
        "problems": [
            {"row": row.number, "column": mask(one.column), "problem": one.sentence, "alike": [*one.alike]}
            for row in plan.rows
            for one in row.problems
        ],
    }


def runs_data(runs: Iterable[ImportRun], kept: Iterable[KeptMapping]) -> dict[str, JsonValue]:
    """Every import, and the mappings that are kept."""
    return {
        "imports": [
            {
                "number": run.number,
                "at": run.at,
                "by": run.by,
                "what": run.target.value,
                "new": run.new,
                "changed": run.changed,
                "entries": run.written,
                "in_force": run.in_force,
                "state": standing_words(run),
            }
            for run in runs
        ],
        "mappings": [{"name": one.called, "what": one.target} for one in kept],
    }


def undo_data(undo: ImportUndo, *, dry_run: bool) -> dict[str, JsonValue]:
    """What taking an import back does."""
    return {
        "written": not dry_run,
        "import": undo.run.number,
        "taken_back": [
            {"code": one.code, "entries": len(one.ids), "gone": one.gone, "different": [*one.different]}
            for one in undo.taken_back
        ],
        "staying": [{"code": one.code, "why": one.stays} for one in undo.staying],
    }
