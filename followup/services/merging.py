"""Two cases that are one person: one goes on as part of the other, and may be parted from it again."""

from collections.abc import Iterable, Iterator
from datetime import date

from followup.case.case import Case
from followup.case.facts import CalendarEntry, CalendarEntryStatus, Fact, Merged, effective
from followup.case.merged_facts import facts_as_part
from followup.case.replay import handed_out_by, replay
from followup.casebook import Casebook, CaseChange, require_opened
from followup.errors import Refused
from followup.handout.calendar import EntryKey, Event, event_of
from followup.messages import say
from followup.services.contradictions import refuse_contradicting_parts
from followup.store import NewFact
from followup.values import Value, replace


class MergeResult(Value):
    """Two cases made one: the code that goes on, the one that leads to it, and what comes from there.

    ``on_phone`` are the calendar entries that the next export cancels.
    """

    case: Case
    code: str
    merged: str
    visits: int
    attempts: int
    flags: int
    promises: int
    referrals: int
    on_phone: int


def merge(book: Casebook, typed: str, other: str, *, dry_run: bool = False) -> MergeResult:
    """Let the case of ``other`` go on as part of that of ``typed``. Everything written under both is kept.

    Refused where entries of the one could not stand in the other, and where both have an outcome.
    """
    kept, part = book.find(typed), book.find(other)
    if kept == part:
        raise Refused(say("Both codes lead to the same graduate."), say("Give the code of the other case."))
    with (
        book.change_case(kept, dry_run=dry_run) as hers,
        book.change_case(part, dry_run=dry_run) as theirs,
    ):
        _refuse_merged(hers, theirs)
        merged = (*hers.facts, *facts_as_part(hers.facts, theirs.facts))
        case = replay(kept, merged, book.today)
        _check_outcomes(hers.case, theirs.case)
        refuse_contradicting_parts(hers, theirs, case, merged)
        theirs.write(NewFact(book.today, Merged(kept, hers.case.code)))
    one = theirs.case
    return MergeResult(
        case,
        hers.case.code,
        one.code,
        len(one.visits),
        len(one.attempts),
        len(one.flags),
        len(one.promises),
        len(one.referrals),
        sum(1 for _ in _planned_on_phone(one, book.today)),
    )


def _refuse_merged(hers: CaseChange, theirs: CaseChange) -> None:
    """Another window may have made them one since they were found."""
    book = hers.book
    _ = book.codes
    if {hers.id, theirs.id} & book.merged.keys():
        raise Refused(
            say("One of them has become part of another case."), say("See the codes with: followup graduate list")
        )
    for her in (hers, theirs):
        require_opened(her.case)


def _check_outcomes(hers: Case, theirs: Case) -> None:
    if hers.endings and theirs.endings:
        raise Refused(
            say("Both have an outcome, and one person has one."),
            say("Take one of them back first: followup withdraw {code} N, with N from its log.", code=theirs.code),
        )


def _planned_on_phone(case: Case, since: date) -> Iterator[CalendarEntry]:
    for issued in case.issued.values():
        if issued.entry.status is CalendarEntryStatus.PLANNED and issued.entry.day >= since:
            yield issued.entry


def cancelled_of_merged(book: Casebook, worker: str, since: date) -> Iterator[Event]:
    """The calendar entries of cases that go on as part of another one, cancelled, for the worker who had them."""
    for part in book.merged:
        facts = book.store.facts(part)
        case = replay(part, handed_out_by(facts, book.today), book.today)
        stamp = max((fact.at for fact in effective(facts) if isinstance(fact.body, Merged)), default=None)
        if stamp is None or (worker and case.worker.casefold() != worker.casefold()):
            continue
        for entry in _planned_on_phone(case, since):
            yield event_of(_cancelled(entry), case.opening_id, stamp, book.office.timezone)


def cancelled_while_merged(case: Case, facts: Iterable[Fact]) -> dict[EntryKey, CalendarEntry]:
    """The entries of a case that was parted again, as a phone may have them: cancelled, one number up."""
    merged_at = max((fact.at for fact in facts if isinstance(fact.body, Merged)), default=None)
    return {
        key: _cancelled(issued.entry)
        for key, issued in case.issued.items()
        if merged_at and issued.stamp <= merged_at and issued.entry.status is CalendarEntryStatus.PLANNED
    }


def _cancelled(entry: CalendarEntry) -> CalendarEntry:
    return replace(entry, status=CalendarEntryStatus.CANCELLED, sequence=entry.sequence + 1)
