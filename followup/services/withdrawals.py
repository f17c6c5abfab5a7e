"""Taking an entry back: the case is as if it had not been, and the log still says so.

Taking back a withdrawal brings its entry back. What cannot be undone is refused: what went to a phone, the beginning of
a case that other entries stand on, and changes of course that visits were counted by since.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from followup.case import facts as f
from followup.case.case import Case
from followup.case.erasure import is_erased
from followup.case.replay import replay
from followup.casebook import Casebook, CaseChange
from followup.errors import Refused
from followup.messages import say
from followup.monitoring.audit_log import LogEntry, log_entries, numbered_entry
from followup.monitoring.withdrawal_effect import withdrawal_effects
from followup.schedule.case_schedule import CaseSchedule
from followup.schedule.changes import VisitChange, visit_changes
from followup.services.contradictions import refuse_contradictions
from followup.services.corrections import check_changed_code, code_is_taken
from followup.services.guarded_names import labeller
from followup.services.second_returns import check_withdrawal
from followup.services.visit_facts import written_with
from followup.store import NewFact
from followup.values import Value


class WithdrawalResult(Value):
    """What taking an entry back does: the entry, what is different then, and the visits that change.

    ``staying`` are the entries that were written with a visit, and stay though it is taken back.
    """

    code: str
    entry: LogEntry
    different: tuple[str, ...]
    moving: tuple[VisitChange, ...]
    staying: tuple[LogEntry, ...] = ()


def dry_run_withdrawal(book: Casebook, typed: str, number: int) -> WithdrawalResult:
    """What it would do to take back the entry of this number in the log; Refused where that cannot be."""
    her = CaseChange(book, book.find_in_log(typed), dry_run=True)
    return checked_withdrawal(her, _entry(her, number))


def withdraw(book: Casebook, typed: str, number: int, reason: str, seen: str = "") -> WithdrawalResult:
    """Take the entry of this number in the log back, for a reason.

    Refused if the number is no longer that of the entry ``seen`` (its id): others may have come in before it.
    """
    with book.change_case(book.find_in_log(typed)) as her:
        entry = _entry(her, number, seen)
        withdrawal = checked_withdrawal(her, entry)
        journal = book.journal_of(her.id, entry.id)
        with book.change_case(journal) as where:
            where.write(f.Withdrawn(entry.id, reason))
    return withdrawal


def checked_withdrawal(her: CaseChange, entry: LogEntry) -> WithdrawalResult:
    """What it would do to take back an entry of her log; Refused where that cannot be."""
    before, fact = her.case, next(one for one in her.entries if one.id == entry.id)
    taken_back = NewFact(her.book.today, f.Withdrawn(fact.id, say("Thought through.")))
    code = her.book.code_in_log(her.id)
    if isinstance(fact.body, f.Merged):
        return WithdrawalResult(code, entry, (_parted(fact.body),), ())
    _check_kind(fact, her.entries, before)
    after = her.dry_run(taken_back)
    later = replay(her.id, her.facts_with(taken_back), date.max)
    _check_code(her, after, later.code)
    _check_end(before, after)
    old, new = map(her.book.scheduler.schedule_if_known, (before, after))
    if isinstance(fact.body, (f.Tapered, f.Extended, f.Paused)):
        _check_visits(old, new)
    if not isinstance(fact.body, f.Opened):
        refuse_contradictions(her, taken_back)
    moving = visit_changes(old.schedule, new.schedule) if old and new else ()
    different = (*_case_differences(her, after, code if later.is_open else ""), *_visit_differences(old, new))
    return WithdrawalResult(code, entry, different, moving, tuple(_staying(her, fact)))


def _staying(her: CaseChange, fact: f.Fact) -> Iterator[LogEntry]:
    if isinstance(fact.body, (f.Visited, f.Attempted)):
        ids = {one.id for one in written_with(her.facts, fact)}
        yield from (entry for entry in log_entries(her.entries) if entry.id in ids)


def _parted(body: f.Merged) -> str:
    return say(
        "The case that was made part of {code} is a case of its own again, with what was written under its own code.",
        code=body.code,
    )


def checked_withdrawals(book: Casebook, case_id: str, ids: Sequence[str], reason: str) -> Iterator[WithdrawalResult]:
    """As `checked_withdrawal`, entry by entry, the newest first, each as if those before it had been taken back."""
    facts: tuple[f.Fact, ...] | None = None
    for fact_id in reversed(ids):
        her = CaseChange(book, case_id, facts, dry_run=True)
        yield checked_withdrawal(her, next(entry for entry in log_entries(her.entries) if entry.id == fact_id))
        her.write(f.Withdrawn(fact_id, reason))
        facts = her.facts


def _entry(her: CaseChange, number: int, seen: str = "") -> LogEntry:
    where = say("See the entries with: followup log {code}", code=her.book.code_in_log(her.id))
    back = say("To bring it back, withdraw the entry that took it back. {where}", where=where)
    return numbered_entry(log_entries(her.entries), number, seen, where, back)


def _check_kind(fact: f.Fact, facts: Sequence[f.Fact], case: Case) -> None:
    """What no withdrawal can undo."""
    in_force = [one for one in f.effective(facts) if one.id != fact.id]
    if is_erased(facts):
        raise Refused(
            say("Who she is was erased from the casebook: her entries stay as they are."),
            say("What was erased cannot be brought back."),
        )
    if isinstance(fact.body, f.HandedOut):
        raise Refused(
            say("What went to a phone cannot be taken back here; the phone would not know."),
            say("Export again, and the phone follows: followup calendar export"),
        )
    if isinstance(fact.body, f.HandedOver) and any(isinstance(one.body, f.HandedOut) for one in in_force):
        raise Refused(
            say("Calendar entries were handed out; the phones would not follow."),
            say("Hand her back instead: followup graduate hand-over {code} --to WORKER", code=case.code),
        )
    beside = (f.Withdrawn, f.Opened, f.HandedOut) if fact.on > case.as_of else (f.Withdrawn, f.Opened)
    if isinstance(fact.body, f.Opened) and any(not isinstance(one.body, beside) for one in in_force):
        raise Refused(
            say("Everything else written about her depends on this entry."),
            say(
                "Put right what is wrong in it: followup graduate edit {code}. Or take the others back first.",
                code=case.code,
            ),
        )
    check_withdrawal(fact, in_force, case)
    if isinstance(fact.body, f.Tapered):
        _check_later_changes(fact, fact.body, in_force)


def _check_later_changes(fact: f.Fact, taper: f.Tapered, in_force: Sequence[f.Fact]) -> None:
    """Later changes of course name visits by the numbers that this one gave them."""
    later = (one.body for one in in_force if isinstance(one.body, (f.Tapered, f.Moved)) and one.order > fact.order)
    if any(isinstance(body, (f.Tapered, f.Moved)) and body.slot >= taper.slot for body in later):
        raise Refused(
            say("A later change of her schedule counts by this one."), say("Take the later change back first.")
        )


def _check_code(her: CaseChange, after: Case, code: str) -> None:
    """A ``code`` that comes back may have been given to somebody else, or show a name that was not known then."""
    if code in ("", her.book.codes.get(her.id)):
        return
    if code_is_taken(her, code):
        raise Refused(
            say("Her code before belongs to somebody else now."), say("Give her another: followup graduate edit")
        )
    if after.is_open:
        check_changed_code(her, after)


def _check_end(before: Case, after: Case) -> None:
    """No visit may come to lie after the end of follow-up."""
    if after.end and after.end != before.end and (after.last_heard or after.end.on) > after.end.on:
        raise Refused(
            say("Her follow-up would have ended on {day}, and visits were made after that.", day=after.end.on),
            say("Take those visits back first, or end follow-up on a later day: followup outcome record"),
        )


def _check_visits(old: CaseSchedule | None, new: CaseSchedule | None) -> None:
    """No visit that was made may lose its place."""
    if old and new and not old.done.keys() <= {slot.k for slot in new.schedule.slots}:
        raise Refused(
            say("Visits were made that would have no place in her schedule."), say("Take those visits back first.")
        )


def _case_differences(her: CaseChange, after: Case, code: str) -> Iterator[str]:
    """What is different in her case; ``code`` is hers in the casebook then, empty if she is in it no longer."""
    if not code:
        known = her.book.code_in_log(her.id)
        yield say("She is no longer in the casebook; only followup log {code} still finds her.", code=known)
        return
    if her.id not in her.book.codes:
        yield say("She is in the casebook again.")
    yield from withdrawal_effects(her.case, after, labeller(her.book))


def _visit_differences(old: CaseSchedule | None, new: CaseSchedule | None) -> Iterator[str]:
    """The visits that are no longer done, or done again."""
    was, becomes = (set(table.done) if table else set() for table in (old, new))
    yield from (say("Visit {k} is asked for again.", k=k) for k in sorted(was - becomes))
    yield from (say("Visit {k} is done.", k=k) for k in sorted(becomes - was))
