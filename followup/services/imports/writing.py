"""An import written down: under one number, two hundred rows at a time, each row whole or absent.

Each of these is planned again under the lock, and a row that would now become something else is left out. What is about
to be written is written down first, so that a laptop that stops in the middle loses no track of it; the same sheet
given again brings in the rest.
"""

from collections.abc import Container, Iterator, Sequence
from os import urandom
from typing import TYPE_CHECKING

from followup.case.access_words import Access
from followup.case.facts import Imported, ImportedEntries
from followup.case.import_words import ImportTarget
from followup.casebook import Casebook
from followup.messages import say
from followup.progress import Progress
from followup.services.access_log import note_access
from followup.services.graduates import free_code, with_code
from followup.services.imports.plan import (
    ImportPlan,
    ImportProblem,
    PlannedRow,
    Planner,
    RowFate,
    planned_row,
    refused,
)
from followup.store import IMPORTS
from followup.values import Value, replace

if TYPE_CHECKING:
    from followup.intake.rows import ImportedRow

BATCH = 200
"""Rows that are written before other writers have their turn."""


class ImportResult(Value):
    """What an import did: the plan as it was carried out, the run by which it is known, and the codes that were given.

    ``run`` is empty where nothing was written.
    """

    plan: ImportPlan
    run: str = ""
    codes: tuple[str, ...] = ()


def write_import(
    book: Casebook, planner: Planner, shown: ImportPlan, rows: Sequence["ImportedRow"], progress: Progress | None = None
) -> ImportResult:
    """Write down what a plan says, as it was ``shown``; a row that would become something else by now is left out."""
    run, done, codes = urandom(8).hex(), dict[int, PlannedRow](), list[str]()
    wanted = {row.number: row for row in shown.rows}
    coming = [row for row in rows if wanted[row.number].comes_in]
    if coming:
        names = shown.target is ImportTarget.GRADUATES
        note_access(book, Access.IMPORT, f"import {shown.target}", people=len(coming), names=names)
    for start in range(0, len(coming), BATCH):
        with book.store.exclusive():
            planner.begin(codes)
            ready = [_ready(planner, row, wanted[row.number]) for row in coming[start : start + BATCH]]
            codes += _write(book, shown.target, run, [row for row in ready if row.comes_in])
        done |= {row.number: row for row in ready}
        if progress:
            progress(min(start + BATCH, len(coming)), len(coming))
    plan = replace(shown, rows=tuple(done.get(row.number, row) for row in shown.rows))
    return ImportResult(plan, run if plan.coming_in else "", tuple(codes))


def _ready(planner: Planner, row: "ImportedRow", shown: PlannedRow) -> PlannedRow:
    """The row as it is planned by now; left out if that is not what was shown."""
    now = planned_row(planner, row)
    if (now.fate, now.case_id, now.changed) == (shown.fate, shown.case_id, shown.changed):
        return now
    sentence = say("Something was written in another window meanwhile. Give the file again to see what it would do.")
    return refused(row.number, ImportProblem("", sentence))


def _write(book: Casebook, target: ImportTarget, run: str, ready: Sequence[PlannedRow]) -> Iterator[str]:
    """Write rows down, after what they are; the codes that were given."""
    if not ready:
        return
    opening = _with_codes(book, [row for row in ready if not row.case_id])
    ready = [opening.get(row.number, row) for row in ready]
    new = sum(row.fate is RowFate.NEW for row in ready)
    opened = {row.case_id for row in opening.values()}
    entries = tuple(_entries(book, ready, opened))
    book.write(IMPORTS, Imported(run, book.moment.now, target, new, len(ready) - new, entries))
    for row in ready:
        book.write(row.case_id, *row.facts)
    yield from (row.code for row in opening.values())


def _with_codes(book: Casebook, rows: Sequence[PlannedRow]) -> dict[int, PlannedRow]:
    """The rows that open a case, by their numbers, each with its code and the id of its case."""
    taken, opening = book.whose_codes.taken if rows else set(), dict[int, PlannedRow]()
    for row in rows:
        code = free_code(row.code, taken)
        taken.add(code)
        facts = tuple(with_code(row.facts, code))
        opening[row.number] = replace(row, code=code, case_id=urandom(8).hex(), facts=facts)
    return opening


def _entries(book: Casebook, ready: Sequence[PlannedRow], opened: Container[str]) -> Iterator[ImportedEntries]:
    """Which entries of which case are about to be written: a case that is opened begins at 1."""
    counts: dict[str, int] = {}
    for row in ready:
        counts[row.case_id] = counts.get(row.case_id, 0) + len(row.facts)
    for case_id, count in counts.items():
        yield ImportedEntries(case_id, 1 if case_id in opened else _next_number(book, case_id), count)


def _next_number(book: Casebook, case_id: str) -> int:
    """The number that this laptop's next entry of a case will have."""
    numbers = (fact.seq for fact in book.store.facts(case_id) if fact.device == book.store.device)
    return max(numbers, default=0) + 1
