"""What a visit or an attempt becomes in the journal: the facts of one append, each checked against the case.

One that is given again is found by its day, and what is put right takes the place of the entry that stands.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from followup.case import facts as f
from followup.case.case import Case
from followup.case.fields import revealed
from followup.case.forms.consent import ConsentForm
from followup.case.forms.visit import FlagClearingForm, FlagReviewForm, PromiseSettlementForm, VisitForm
from followup.case.parts import Attempt, Flag, numbered
from followup.case.visit_words import AttemptReason
from followup.case.vocabulary import RiskKind, Severity
from followup.casebook import Casebook, CaseChange
from followup.errors import FollowupError, Refused
from followup.messages import say, say_count
from followup.monitoring.audit_log import LogEntry, log_entries
from followup.services.consents import answers_at_visit
from followup.services.flags import REVIEW_AFTER, NewFlag, flag_fact
from followup.services.flags import pick as pick_flag
from followup.services.promises import check_due
from followup.services.promises import pick as pick_promise
from followup.store import NewFact
from followup.values import replace

ATTEMPTS_BEFORE_FLAG = 3
"""Attempts in a row that make a flag."""
REACH_WITHIN = timedelta(days=3)
"""When somebody looks again at a graduate who could not be reached."""

_REASONS_ON_OUR_SIDE = {AttemptReason.ROAD_FLOODED, AttemptReason.WORKER_UNAVAILABLE}


def facts_of_visit(book: Casebook, case: Case, form: VisitForm, slots: int) -> list[NewFact]:
    """A visit and everything that came of it, in the order in which it is kept; ``slots`` is how many visits she has.

    Refused for a visit she does not have, and for a flag or promise that was not open on that day.
    """
    if form.slot and form.slot > slots:
        raise Refused(
            say_count(slots, "slot: her follow-up has 1 visit.", "slot: her follow-up has {n} visits."),
            say("Check the number of the visit."),
        )
    bodies: list[f.Body] = [form.visited]
    for part, read in _PART_READERS.items():
        try:
            bodies += read(book, case, form)
        except FollowupError as error:
            raise type(error)(f"{part}: {error.what}", error.hint) from None
    _refuse_duplicates([body.flag for body in bodies if isinstance(body, (f.FlagReviewed, f.FlagCleared))])
    _refuse_duplicates([body.promise for body in bodies if isinstance(body, f.PromiseSettled)])
    return [NewFact(form.date, body) for body in bodies]


def _refuse_duplicates(ids: list[str]) -> None:
    if len(set(ids)) < len(ids):
        raise Refused(say("One flag or promise is answered twice."), say("Leave one of the answers out."))


def _settled(_book: Casebook, case: Case, form: VisitForm) -> Iterator[f.PromiseSettled]:
    for said in form.settled:
        promise = pick_promise(case, said.promise)
        _refuse_if_younger(promise.on, form.date)
        yield f.PromiseSettled(promise.id, said.kept, said.note)


def _reviewed(_book: Casebook, case: Case, form: VisitForm) -> Iterator[f.FlagReviewed]:
    for said in form.reviewed:
        flag = _flag(case, said.flag, form.date)
        grave = said.severity or flag.severity
        review_on = said.review or form.date + REVIEW_AFTER[grave]
        if review_on < form.date:
            raise Refused(say("The review date is before the day of the visit."), say("Check the review date."))
        yield f.FlagReviewed(flag.id, grave, said.note, review_on)


def _cleared(_book: Casebook, case: Case, form: VisitForm) -> Iterator[f.FlagCleared]:
    for said in form.cleared:
        yield f.FlagCleared(_flag(case, said.flag, form.date).id, said.how)


def _raised(book: Casebook, case: Case, form: VisitForm) -> Iterator[f.Flagged]:
    for said in form.flags:
        concern = NewFlag(said.kind, said.severity, said.note, said.owner, said.review)
        yield flag_fact(concern, case, book, form.date)


def _promised(book: Casebook, case: Case, form: VisitForm) -> Iterator[f.Promised]:
    for said in form.promises:
        yield f.Promised(said.what, said.by or case.worker or book.worker, check_due(said.due, form.date))


def _consented(book: Casebook, case: Case, form: VisitForm) -> Iterator[f.ConsentAsked]:
    if form.consent:
        by = revealed(next(iter(form.went), "")) or book.worker
        yield from answers_at_visit(case, form.consent, form.date, by)


_PART_READERS: dict[str, Callable[[Casebook, Case, VisitForm], Iterable[f.Body]]] = {
    "settled": _settled,
    "reviewed": _reviewed,
    "cleared": _cleared,
    "flags": _raised,
    "promises": _promised,
    "consent": _consented,
}
"""What a visit may bring besides itself, by its key in the file, in the order in which it is kept."""


def _flag(case: Case, which: str, on: date) -> Flag:
    flag = pick_flag(case, which)
    _refuse_if_younger(flag.raised_on, on)
    return flag


def _refuse_if_younger(since: date, on: date) -> None:
    if since > on:
        raise Refused(
            say("That flag or promise was written down after the day of the visit."),
            say("Check the date, or answer it at a later visit."),
        )


# --- attempts -------------------------------------------------------------------------------------------------------


def facts_of_attempt(book: Casebook, tried: Case, on: date, attempted: f.Attempted) -> list[NewFact]:
    """An attempt and, from the third in a row on, the flag that nobody need agree to; ``tried`` has the attempt."""
    new_facts = [NewFact(on, attempted)]
    standing = any(flag.risk is RiskKind.COULD_NOT_BE_REACHED for flag in tried.open_flags)
    if len(tried.tries) >= ATTEMPTS_BEFORE_FLAG and not standing:
        owner = book.office.supervisor or tried.worker or book.worker
        new_facts.append(NewFact(on, unreached_flag(tried.tries, owner)))
    return new_facts


def unreached_flag(tries: Sequence[Attempt], owner: str) -> f.Flagged:
    """The flag *could not be reached* for attempts in a row; ``owner`` looks again within three days.

    Danger, because nobody has seen her and the silence itself may be the sign: moved away, kept away or taken. A
    concern only while every reason lay with us (road flooded, worker unavailable), which says nothing about her.
    """
    ours = all(one.said.reason in _REASONS_ON_OUR_SIDE for one in tries)
    listed = ", ".join(f"{one.on} {one.said.reason.label}" for one in tries)
    return f.Flagged(
        risk=RiskKind.COULD_NOT_BE_REACHED,
        severity=Severity.CONCERN if ours else Severity.DANGER,
        note=say("{n} attempts in a row: {list}.", n=len(tries), list=listed),
        owner=owner,
        review_on=tries[-1].on + REACH_WITHIN,
    )


# --- written down already --------------------------------------------------------------------------------------------


def form_is_recorded(form: VisitForm, case: Case, recorded_bodies: Sequence[f.Body]) -> bool:
    """Whether what was written down of the row's day holds all that the row says, word for word."""
    if (form.attempt or form.visited) not in recorded_bodies:
        return False
    raised = {(one.risk, one.severity, one.note) for one in recorded_bodies if isinstance(one, f.Flagged)}
    promised = {(one.what, one.due) for one in recorded_bodies if isinstance(one, f.Promised)}
    return (
        all((one.kind, one.severity, one.note) in raised for one in form.flags)
        and all((one.what, one.due) in promised for one in form.promises)
        and without_recorded_answers(form, case, recorded_bodies)
        == replace(form, reviewed=(), cleared=(), settled=(), consent=None)
    )


def with_cost_notes(form: VisitForm, case: Case) -> VisitForm:
    """The form with the notes that stand beside its costs already; a form has none: they stay with kind and amount."""
    of_that_day = [visit.said.month for visit in case.visits if visit.on == form.date and visit.said.month]
    notes = {(cost.kind, cost.amount): cost.note for month in of_that_day for cost in month.costs if cost.note}
    if not (form.month and notes):
        return form
    costs = (replace(cost, note=notes.get((cost.kind, cost.amount), cost.note)) for cost in form.month.costs)
    return replace(form, month=replace(form.month, costs=tuple(costs)))


def in_recorded_order(form: VisitForm, case: Case) -> VisitForm:
    """The form with its lists in the order in which a visit of that day says the same: a table has no order of them."""
    for said in (visit.said for stay in case.stays for visit in stay.visits if visit.on == form.date):
        if _lists(form) == _lists(said):
            month = replace(form.month, costs=said.month.costs) if form.month and said.month else form.month
            return replace(form, scores=said.scores, month=month, not_seen=said.not_seen)
    return form


def _lists(said: VisitForm | f.Visited) -> tuple[frozenset[object], ...]:
    """What of a visit is a list, whatever its order."""
    return frozenset(said.scores), frozenset(said.month.costs if said.month else ()), frozenset(said.not_seen)


def without_recorded_answers(form: VisitForm, case: Case, recorded_bodies: Sequence[f.Body]) -> VisitForm:
    """The form without the answers to flags and promises that were written down already, word for word."""
    return replace(
        form,
        reviewed=tuple(one for one in form.reviewed if not _review_is_recorded(one, case, recorded_bodies)),
        cleared=tuple(one for one in form.cleared if not _clearing_is_recorded(one, case, recorded_bodies)),
        settled=tuple(one for one in form.settled if not _settling_is_recorded(one, case, recorded_bodies)),
        consent=_consent_not_recorded(form.consent, recorded_bodies),
    )


def _consent_not_recorded(said: ConsentForm | None, recorded_bodies: Sequence[f.Body]) -> ConsentForm | None:
    """Her answers about consent, unless they were all written down already."""
    answered = [one for one in recorded_bodies if isinstance(one, f.ConsentAsked)]
    given = {purpose for one in answered for purpose in one.given}
    refused = {purpose for one in answered for purpose in one.refused}
    return None if said and {*said.given} <= given and {*said.refused} <= refused else said


def _clearing_is_recorded(said: FlagClearingForm, case: Case, recorded_bodies: Sequence[f.Body]) -> bool:
    return any(f.FlagCleared(flag, said.how) in recorded_bodies for flag in _matching_flag_ids(case, said.flag))


def _matching_flag_ids(case: Case, which: str) -> set[str]:
    """The ids of the flags, open or not, that a number, a kind or an id may mean."""
    named = which.strip().lower().replace("-", "_").replace(" ", "_")
    return {flag.id for number, flag in numbered(case.flags) if named in (str(number), flag.risk.value, flag.id)}


def _review_is_recorded(said: FlagReviewForm, case: Case, recorded_bodies: Sequence[f.Body]) -> bool:
    meant = _matching_flag_ids(case, said.flag)
    return any(
        isinstance(one, f.FlagReviewed)
        and one.flag in meant
        and one.note == said.note
        and said.severity in (None, one.severity)
        for one in recorded_bodies
    )


def _settling_is_recorded(said: PromiseSettlementForm, case: Case, recorded_bodies: Sequence[f.Body]) -> bool:
    meant = [one.id for number, one in numbered(case.promises) if said.promise.strip() in (str(number), one.id)]
    return any(f.PromiseSettled(promise, said.kept, said.note) in recorded_bodies for promise in meant)


# --- given again ------------------------------------------------------------------------------------------------------


def standing_entry(her: CaseChange, form: VisitForm) -> LogEntry | None:
    """The latest entry of a contact of the same day and kind: it may be the same visit."""
    alike = [
        fact
        for fact in f.effective(her.facts)
        if fact.on == form.date and isinstance(fact.body, f.Visited) and fact.body.contact is form.contact
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
    if fact_id not in {fact.id for fact in f.effective(her.facts)}:
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
    taken_back = NewFact(her.book.today, f.Withdrawn(entry.id, say("Given again, put right.")))
    of_that_day = [fact.body for fact in f.effective(her.facts) if fact.on == entry.on]
    raised = {body.risk for body in of_that_day if isinstance(body, f.Flagged)}
    promised = {body.due for body in of_that_day if isinstance(body, f.Promised)}
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


_PARTS = (f.Visited, f.PromiseSettled, f.FlagReviewed, f.FlagCleared, f.Flagged, f.Promised, f.ConsentAsked)
"""What a visit is written with, in this order."""


def written_with(facts: tuple[f.Fact, ...], visit: f.Fact) -> Iterator[f.Fact]:
    """What was written with a visit, in one go, as far as it is in force: what came of it."""
    held = {fact.id for fact in f.effective(facts)}
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
