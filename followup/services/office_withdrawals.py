"""Taking back what stands beside the cases: leave, closed days, holidays, settings, policies, and lessons.

What was printed cannot be taken back. A lesson is taken back while nobody has acted on it.
Taking back a withdrawal brings its entry back.
"""

from collections.abc import Callable, Iterator
from typing import Any

from followup.case import facts as f
from followup.case.known_words import listed
from followup.case.vocabulary import Term
from followup.casebook import Casebook, JournalChange
from followup.errors import Refused
from followup.messages import say
from followup.monitoring.audit_log import LogEntry
from followup.office import Office
from followup.scheduler import Scheduler
from followup.services.audit_trail import audit_trail
from followup.services.districts import district_differences
from followup.services.lessons import check_untouched, pick, pick_from
from followup.services.office_changes import AllMoved, entry_numbered, moved_visits, office_of, working_days
from followup.services.own_policies import CODES_LISTED
from followup.store import LESSONS, OFFICE
from followup.values import Value, replace


class OfficeWithdrawalResult(Value):
    """What taking an entry back does: the entry, what is different then, and the visits that move.

    ``undo`` is the number of the entry that took it back, once it is written.
    """

    journal: str
    entry: LogEntry
    different: tuple[str, ...]
    moved: AllMoved
    undo: int | None = None


def withdraw_office_entry(
    book: Casebook, number: int, reason: str, seen: str = "", *, dry_run: bool = False
) -> OfficeWithdrawalResult:
    """Take back the entry of this number in ``followup log``, for a reason; Refused where that cannot be."""
    return _withdraw(book, lambda: entry_numbered(book, number), reason, seen, dry_run=dry_run)


def withdraw_lesson(
    book: Casebook, which: str, reason: str, seen: str = "", *, dry_run: bool = False
) -> OfficeWithdrawalResult:
    """Take back the lesson of this number in ``lesson list``, for a reason; Refused once somebody acted on it."""

    def entry() -> LogEntry:
        lesson = pick(book, which)
        return next(one for one in audit_trail(book) if one.id == lesson.id)

    return _withdraw(book, entry, reason, seen, dry_run=dry_run)


def _withdraw(
    book: Casebook, find: Callable[[], LogEntry], reason: str, seen: str, *, dry_run: bool
) -> OfficeWithdrawalResult:
    with book.change_journal(_journal_of(book, find().id), dry_run=dry_run) as journal:
        entry = find()
        if seen not in ("", entry.id):
            raise Refused(
                say("The numbers in the log have changed since they were shown."), say("See them with: followup log")
            )
        taken_back = f.Withdrawn(entry.id, reason or say("Thought through."))
        result = _thought_through(journal, entry, taken_back)
        (fact,) = journal.write(taken_back)
    numbers = {} if dry_run else {one.id: one.number for one in audit_trail(book)}
    return replace(result, undo=numbers.get(fact.id))


def _journal_of(book: Casebook, fact_id: str) -> str:
    for journal in (OFFICE, LESSONS):
        if any(fact.id == fact_id for fact in book.store.facts(journal)):
            return journal
    raise cannot_be_unpublished()


def cannot_be_unpublished() -> Refused:
    """Why a publication is not taken back, and what is done instead."""
    return Refused(
        say("What was published has gone out; it cannot be taken back."),
        say("What is put right in the cases is in the next report: followup report quarter"),
    )


def _thought_through(journal: JournalChange, entry: LogEntry, taken_back: f.Withdrawn) -> OfficeWithdrawalResult:
    book, body = journal.book, _body(entry.id, journal.facts)
    if journal.id == LESSONS:
        return OfficeWithdrawalResult(LESSONS, entry, tuple(_lesson_differences(journal, entry, body)), AllMoved())
    _check_kind(_original(body, journal.facts), entry)
    trial = JournalChange(book, OFFICE, journal.facts, dry_run=True)
    trial.write(taken_back)
    before, after = office_of(journal), office_of(trial)
    _check_policies(book, before, after)
    different = tuple(_office_differences(book, before, after, body))
    return OfficeWithdrawalResult(OFFICE, entry, different, moved_visits(book, before, after))


def _body(fact_id: str, facts: tuple[f.Fact, ...]) -> f.Body:
    return next(fact.body for fact in facts if fact.id == fact_id)


def _original(body: f.Body, facts: tuple[f.Fact, ...]) -> f.Body:
    """What a withdrawal, or a withdrawal of one, is about in the end."""
    return _original(_body(body.fact, facts), facts) if isinstance(body, f.Withdrawn) else body


# --- the office's entries -------------------------------------------------------------------------------------------


def _check_kind(body: f.Body, entry: LogEntry) -> None:
    """What no withdrawal can undo, because graduates are found by it."""
    if isinstance(body, f.Configured) and body.worker is None:
        return
    if isinstance(body, f.Printed):
        raise Refused(
            say("Entry {n} says what was printed: the paper is there.", n=entry.number),
            say("Shred the paper if it is not needed; the log goes on to say that it was made."),
        )
    if isinstance(body, f.Exported):
        raise Refused(
            say("Entry {n} says what was exported: the file is where it was put.", n=entry.number),
            say("Delete the file and every copy of it if it is not needed; the log goes on to say that it was made."),
        )
    spans = (f.OnLeave, f.OfficeClosed, f.HolidayDecreed, f.DistrictClosed, f.DistrictOpened)
    if not isinstance(body, (*spans, f.DistrictSet, f.PolicyMade, f.TripsAccepted)):
        raise Refused(
            say("Entry {n} says who works here: graduates are found by it.", n=entry.number),
            say("Change it instead: followup office worker --help, or followup office set --worker WHO"),
        )


def _check_policies(book: Casebook, before: Office, after: Office) -> None:
    """Nobody may come to follow another policy, or none."""
    if before.policies == after.policies:
        return
    old, new = Scheduler(before, book.today), Scheduler(after, book.today)
    followed = [(case, old.policy_if_known(case)) for case in book.cases()]
    codes = [case.code for case, policy in followed if policy and policy != new.policy_if_known(case)]
    if codes:
        raise Refused(
            say("Graduates who follow that policy: {n} ({codes}).", n=len(codes), codes=listed(codes, CODES_LISTED)),
            say("Give each another first: followup graduate edit {code} --policy NAME", code=codes[0]),
        )


def _office_differences(book: Casebook, before: Office, after: Office, body: f.Body) -> Iterator[str]:
    if isinstance(body, (f.OnLeave, f.OfficeClosed)):
        n = working_days(replace(after, closed=()), book.today, body.days)
        first, last = body.days.first, body.days.last
        yield say("{first} to {last} are days like others again; working days: {n}.", first=first, last=last, n=n)
    if isinstance(body, f.TripsAccepted):
        yield say(
            "Visits on these trips go by the trips accepted before, or else by the schedule; days on a phone stay."
        )
        yield from _later_trips(book, after, body)
    yield from district_differences(before, after)
    if isinstance(body, f.HolidayDecreed):
        yield say("{day} is again what the calendar of public holidays says.", day=body.day)
    yield from (
        say("There is no policy {name} any more.", name=name) for name in before.policies.keys() - after.policies
    )
    yield from (say("There is a policy {name} again.", name=name) for name in after.policies.keys() - before.policies)
    for name in f.Configured.__struct_fields__:
        was, becomes = (getattr(office, name, None) for office in (before, after))
        if was != becomes:
            what = name.replace("_", " ")
            yield say("{what}: {before} -> {after}", what=what, before=_setting_said(was), after=_setting_said(becomes))


def _later_trips(book: Casebook, after: Office, taken_back: f.TripsAccepted) -> Iterator[str]:
    """Repairs of these trips that were accepted later: they count on, as few as their visits may be."""
    numbers = {one.id: one.number for one in audit_trail(book)}
    accepted = [(numbers[fact.id], fact.body) for fact in book.office_facts if isinstance(fact.body, f.TripsAccepted)]
    at = next(n for n, body in accepted if body.plan == taken_back.plan)
    left = after.trips_of(after.staff.called_now(taken_back.worker))
    later = [str(n) for n, body in accepted if n > at and body.plan in left]
    if later:
        yield say(
            "What was accepted later for the same worker still counts: entries {numbers}. To plan all anew, take that "
            "back too: followup withdraw office N",
            numbers=", ".join(later),
        )


def _setting_said(value: Any) -> str:
    return str(value.label if isinstance(value, Term) else value or "–")


# --- lessons --------------------------------------------------------------------------------------------------------


def _lesson_differences(journal: JournalChange, entry: LogEntry, body: f.Body) -> Iterator[str]:
    original = _original(body, journal.facts)
    if not isinstance(original, (f.LessonProposed, f.LessonCorrected)):
        raise Refused(
            say("An answer to a lesson cannot be taken back; the latest answer counts."),
            say("Say what holds now: followup lesson answer, followup lesson apply or followup lesson check"),
        )
    if isinstance(body, f.Withdrawn):
        yield say("What was taken back counts again.")
        return
    which = original.lesson if isinstance(original, f.LessonCorrected) else entry.id
    lesson = pick_from(journal.facts, journal.book.today, which)
    check_untouched(lesson)
    if isinstance(body, f.LessonCorrected):
        yield say("Lesson {n} says again what it said before.", n=lesson.number)
        return
    yield say("Lesson {n} is no longer in the list; the others keep their numbers.", n=lesson.number)
    if lesson.said.cases:
        yield say("The outcomes it is drawn from ({n}) ask for a lesson again.", n=len(lesson.said.cases))
