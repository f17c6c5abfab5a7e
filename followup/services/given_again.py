"""A visit that is given again: the entry that stands of its day, and what is put right in its place."""

from collections.abc import Iterator

from followup.case.facts import (
    ConsentAsked,
    Fact,
    FlagCleared,
    Flagged,
    FlagReviewed,
    Promised,
    PromiseSettled,
    Visited,
    Withdrawn,
    effective,
)
from followup.case.forms.visit import VisitForm
from followup.case.parts import Attempt
from followup.casebook import CaseChange
from followup.errors import Refused
from followup.messages import say
from followup.monitoring.audit_log import LogEntry, log_entries
from followup.services.visit_facts import without_recorded_answers
from followup.store import NewFact
from followup.values import replace


def standing_entry(her: CaseChange, form: VisitForm) -> LogEntry | None:
    """The latest entry of a contact of the same day and kind: it may be the same visit."""
    alike = [
        fact
        for fact in effective(her.facts)
        if fact.on == form.date and isinstance(fact.body, Visited) and fact.body.contact is form.contact
    ]
    last = max(alike, key=lambda fact: fact.written, default=None)
    return next((entry for entry in log_entries(her.entries) if last and entry.id == last.id), None)


def replaced_entry(her: CaseChange, form: VisitForm, replaces: str = "") -> LogEntry | None:
    """The entry that this one takes the place of, None where it is new; Refused while nobody said which it is.

    ``replaces`` is the id of the visit, where it is known; else it is found by its day and kind.
    """
    if replaces:
        return _entry_in_force(her, replaces)
    entry = standing_entry(her, form)
    if entry is None or form.second:
        return None
    if not form.same:
        raise Refused(
            say(
                "A visit of {day} is written down already: entry {n} in followup log {code}.",
                day=entry.on,
                n=entry.number,
                code=her.case.code,
            ),
            say(
                "If it is the same and this puts it right: --same (in a file: same = true); what came of it stays. "
                "If there were two that day: --second (second = true)."
            ),
        )
    return entry


def _entry_in_force(her: CaseChange, fact_id: str) -> LogEntry:
    if fact_id not in {fact.id for fact in effective(her.facts)}:
        raise Refused(
            say("The entry that is to be put right was taken back meanwhile."),
            say("See what is written down with: followup log {code}", code=her.case.code),
        )
    return next(entry for entry in log_entries(her.entries) if entry.id == fact_id)


def put_right(her: CaseChange, form: VisitForm, entry: LogEntry | None) -> tuple[VisitForm, list[NewFact]]:
    """What is left of the form to be written, and the withdrawal of the entry whose place it takes.

    Flags, promises and answers of that day are written down already, and not again.
    """
    if entry is None:
        return form, []
    taken_back = NewFact(her.book.today, Withdrawn(entry.id, say("Given again, put right.")))
    of_that_day = [fact.body for fact in effective(her.facts) if fact.on == entry.on]
    raised = {body.risk for body in of_that_day if isinstance(body, Flagged)}
    promised = {body.due for body in of_that_day if isinstance(body, Promised)}
    new = replace(
        form,
        flags=tuple(one for one in form.flags if one.kind not in raised),
        promises=tuple(one for one in form.promises if one.due not in promised),
    )
    return without_recorded_answers(new, her.case, of_that_day), [taken_back]


def is_unchanged(her: CaseChange, entry: LogEntry | None, new_facts: list[NewFact]) -> bool:
    """Whether what would be written is only what is taken back: the visit itself, as it is."""
    if entry is None or len(new_facts) != 2:
        return False
    fact = next(fact for fact in her.facts if fact.id == entry.id)
    return new_facts[1] == NewFact(fact.on, fact.body)


def replaced_attempt(her: CaseChange, form: VisitForm, replaces: str = "") -> Attempt | None:
    """The try that this one takes the place of; Refused while nobody said whether one of that day is the same.

    ``replaces`` is the id of the try, where it is known; else it is found by its day.
    """
    if replaces:
        entry = _entry_in_force(her, replaces)
        return next(attempt for attempt in her.case.attempts if attempt.id == entry.id)
    earlier = [attempt for attempt in her.case.attempts if attempt.on == form.date]
    if not earlier or form.second:
        return None
    if not form.same:
        raise Refused(
            say("A try of {day} is written down already.", day=form.date),
            say(
                "If it is the same and this puts it right: --same (in a file: same = true). "
                "If there were two that day: --second (second = true)."
            ),
        )
    return earlier[-1]


_PARTS = (Visited, PromiseSettled, FlagReviewed, FlagCleared, Flagged, Promised, ConsentAsked)
"""What a visit is written with, in this order."""


def written_with(facts: tuple[Fact, ...], visit: Fact) -> Iterator[Fact]:
    """What was written with a visit, in one go, as far as it is in force: what came of it."""
    held = {fact.id for fact in effective(facts)}
    rank, last = 0, visit
    for fact in sorted(facts, key=lambda fact: fact.written):
        if fact.written <= visit.written:
            continue
        together = (fact.at, fact.device, fact.seq, fact.on) == (visit.at, visit.device, last.seq + 1, visit.on)
        if not together or not isinstance(fact.body, _PARTS[max(rank, 1) :]):
            return
        rank, last = _PARTS.index(type(fact.body)), fact
        if fact.id in held:
            yield fact
