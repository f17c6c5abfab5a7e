"""Taking back what was written last on this laptop: everything one command wrote, in every journal.

Each entry is taken back as `withdrawals` and `office_withdrawals` do it, the newest first; what cannot be taken back
there is refused here, and then nothing is written. Stopped half-way, the same again takes back the rest. What was
undone is passed over: undoing again takes back what came before.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from followup.case.facts import Erased, Exported, Fact, HandedOut, Printed, Withdrawn, effective
from followup.case.fields import revealed
from followup.casebook import Casebook
from followup.errors import Refused
from followup.messages import say
from followup.services.audit_trail import audit_trail
from followup.services.office_withdrawals import OfficeWithdrawalResult, withdraw_office_entry
from followup.services.withdrawals import WithdrawalResult, checked_withdrawals
from followup.store import LOGGED_JOURNALS, RegisterKind, is_case
from followup.values import Value

UNDONE = "Undone."
"""The reason that stands in the log, by which an undoing is known."""
_REGISTER, _VERSION = "last-written", "1"


class _Act(Value):
    """What one command wrote: when, and the entries, by journal, in the order in which they were written."""

    at: datetime
    ids: dict[str, tuple[str, ...]]


class Undo(Value):
    """What is taken back, and what is different then; ``at`` is when it was written."""

    at: datetime
    cases: tuple[WithdrawalResult, ...]
    office: tuple[OfficeWithdrawalResult, ...]

    @property
    def entries(self) -> int:
        """How many entries it takes back."""
        return len(self.cases) + len(self.office)


def undo_last(book: Casebook, seen: datetime | None = None, *, dry_run: bool = False) -> Undo:
    """Take back what this laptop wrote last.

    Refused if there is nothing, if it cannot be taken back, or if something was written since it was ``seen``.
    """
    if dry_run:
        return _thought_through(book, _last_act(book))
    with book.store.exclusive():
        act = _last_act(book)
        if seen not in (None, act.at):
            raise Refused(say("Something else was written down just now."), say("Look again: followup undo"))
        undo = _thought_through(book, act)
        for journal, ids in act.ids.items():
            if is_case(journal):
                book.write(journal, *(Withdrawn(one, UNDONE) for one in reversed(ids)))
        for result in undo.office:
            withdraw_office_entry(book, result.entry.number, UNDONE, result.entry.id)
    return undo


# --- what was written last ------------------------------------------------------------------------------------------


def _last_act(book: Casebook) -> _Act:
    """The last command of this laptop that wrote anything still in force."""
    kept = book.store.register(RegisterKind(_REGISTER, _VERSION, _last_by_device))
    book.problems.update(kept.problems)
    rows = {**kept.rows, **{one: _last_by_device(one, book.store.facts(one)) for one in LOGGED_JOURNALS}}
    mine = {journal: max(here) for journal, row in rows.items() if (here := _here(row, book.store.devices))}
    if not mine:
        raise Refused(say("Nothing was written on this laptop that could be undone."))
    last = max(at for at, _ in mine.values())
    ids = {journal: tuple(ids) for journal, (at, ids) in sorted(mine.items()) if at == last}
    return _Act(datetime.fromisoformat(last), ids)


def _here(row: Mapping[str, Any] | None, devices: Iterable[str]) -> list[Any]:
    """The last entries under each name of this laptop."""
    return [row[device] for device in devices if device in row] if row else []


def _last_by_device(_case_id: str, facts: Iterable[Fact]) -> dict[str, list[object]]:
    """The stamp of the last entries in force that each device wrote, and their ids."""
    last: dict[str, list[Fact]] = {}
    for fact in sorted(filter(_can_be_meant, effective(facts)), key=lambda fact: fact.written):
        before = last.get(fact.device, [])
        last[fact.device] = [*before, fact] if before and before[0].at == fact.at else [fact]
    return {device: [mine[0].at.isoformat(), [fact.id for fact in mine]] for device, mine in last.items()}


def _can_be_meant(fact: Fact) -> bool:
    """Whether somebody wrote it: not what went to a phone, on paper or into a file, nor an erasure or an undoing."""
    undoing = isinstance(fact.body, Withdrawn) and revealed(fact.body.reason) == UNDONE
    return not undoing and not isinstance(fact.body, (Erased, Exported, HandedOut, Printed))


# --- what taking it back means --------------------------------------------------------------------------------------


def _thought_through(book: Casebook, act: _Act) -> Undo:
    cases: list[WithdrawalResult] = []
    beside: list[OfficeWithdrawalResult] = []
    for journal, ids in act.ids.items():
        if is_case(journal):
            cases += checked_withdrawals(book, book.root(journal), ids, UNDONE)
        else:
            beside += _beside(book, ids)
    return Undo(act.at, tuple(cases), tuple(beside))


def _beside(book: Casebook, ids: Sequence[str]) -> Iterator[OfficeWithdrawalResult]:
    numbers = {entry.id: entry.number for entry in audit_trail(book)}
    for fact_id in reversed(ids):
        yield withdraw_office_entry(book, numbers[fact_id], UNDONE, fact_id, dry_run=True)
