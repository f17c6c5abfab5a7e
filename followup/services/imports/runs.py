"""The imports that were made: their numbers, and the entries that are of each."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from followup.case.facts import Fact, Imported, ImportedEntries, effective
from followup.case.import_words import ImportTarget
from followup.casebook import Casebook
from followup.errors import Missing
from followup.messages import say
from followup.store import IMPORTS
from followup.values import Value


class ImportRun(Value):
    """One import: its number from 1, when and by whom it was made, how many rows it brought in, and what is left of it.

    ``entries`` are the ids of what it wrote and is in force, by journal, in the order of writing; empty once all of it
    was taken back.
    """

    number: int
    run: str
    target: ImportTarget
    at: datetime
    by: str
    new: int
    changed: int
    written: int
    entries: dict[str, tuple[str, ...]]

    @property
    def on(self) -> date:
        """The day it was made, in UTC."""
        return self.at.date()

    @property
    def in_force(self) -> int:
        """How many of its entries are in force."""
        return sum(map(len, self.entries.values()))


def import_runs(book: Casebook) -> list[ImportRun]:
    """Every import, the first as number 1."""
    batches: dict[str, list[Fact]] = {}
    for fact in sorted(book.store.facts(IMPORTS), key=lambda fact: fact.written):
        if isinstance(fact.body, Imported):
            batches.setdefault(fact.body.run, []).append(fact)
    return [_run(book, number, facts) for number, facts in enumerate(batches.values(), 1)]


def import_numbered(book: Casebook, number: int) -> ImportRun:
    """The import of this number; Missing if there is none."""
    found = next((run for run in import_runs(book) if run.number == number), None)
    if found is None:
        raise Missing(say("There is no import of that number."), say("See them with: followup import list"))
    return found


def _run(book: Casebook, number: int, facts: Sequence[Fact]) -> ImportRun:
    said = [fact.body for fact in facts if isinstance(fact.body, Imported)]
    entries: dict[str, tuple[str, ...]] = {}
    written = 0
    for fact, body in zip(facts, said, strict=True):
        for one in body.entries:
            journal = book.store.facts(one.case)
            hers = list(_of_import(fact, body, one, journal))
            held = {held.id for held in effective(journal)}
            written += len(hers)
            entries[one.case] = (*entries.get(one.case, ()), *(one.id for one in hers if one.id in held))
    return ImportRun(
        number,
        said[0].run,
        said[0].target,
        facts[0].at,
        facts[0].by,
        sum(body.new for body in said),
        sum(body.changed for body in said),
        written,
        {case_id: ids for case_id, ids in entries.items() if ids},
    )


def _of_import(imported: Fact, body: Imported, said: ImportedEntries, journal: Iterable[Fact]) -> Iterator[Fact]:
    """The entries of a case that an import wrote: those of the numbers it named, written at its moment.

    A later stamp is of it only where one before it was ahead of the clock already; else the laptop was stopped before
    the import wrote them, and they were written since.
    """
    moment, last = body.moment, said.first + said.count
    ahead = False
    for fact in sorted(journal, key=lambda fact: fact.written):
        if fact.device == imported.device and said.first <= fact.seq < last:
            if fact.at == moment or ahead:
                yield fact
        else:
            ahead = ahead or fact.at > moment
