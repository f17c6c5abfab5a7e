"""A visit that was written on the wrong graduate, moved to the right one with what came with it."""

from followup.case import facts as f
from followup.casebook import Casebook, CaseChange
from followup.errors import Refused
from followup.messages import say
from followup.monitoring.audit_log import LogEntry, log_entries, numbered_entry
from followup.services.contradictions import refuse_contradictions
from followup.services.visit_facts import written_with
from followup.services.visits import check_day
from followup.store import NewFact
from followup.values import Value, replace

_ANSWERS = (f.FlagReviewed, f.FlagCleared, f.PromiseSettled, f.ConsentAsked)


class VisitMoveResult(Value):
    """A visit moved from one graduate to another: its entry, what goes with it, and what is only taken back.

    ``answers`` settled or reviewed what is the first graduate's: they are taken back and not written on the other.
    ``stood`` says that the visit stood with the other graduate already, word for word, and was not written twice.
    """

    code: str
    to: str
    entry: LogEntry
    moved: tuple[LogEntry, ...]
    answers: tuple[LogEntry, ...]
    stood: bool


def move_visit(
    book: Casebook, typed: str, number: int, to: str, seen: str = "", *, dry_run: bool = False
) -> VisitMoveResult:
    """Take a visit (its number in the log) from one graduate and write it on another, with what came with it.

    Refused where it cannot stand there, and where later entries answer what came with it. ``seen`` is the id of the
    entry that was shown: its number may be another's since.
    """
    first, second = book.find(typed), book.find(to)
    if first == second:
        raise Refused(say("That is the same graduate."), say("Give the code of the other one with --to."))
    with (
        book.change_case(first, dry_run=dry_run) as here,
        book.change_case(second, dry_run=dry_run) as there,
    ):
        entry = _visit_entry(here, number, seen)
        visit = next(fact for fact in here.facts if fact.id == entry.id)
        came = list(written_with(here.facts, visit))
        _refuse_answered(here, came)
        new_facts = [NewFact(fact.on, _body_there(fact)) for fact in (visit, *came) if not _is_answer(fact)]
        stood = _stands(there, visit)
        if not stood:
            _check_there(there, visit, new_facts)
        taken_back = [
            NewFact(book.today, f.Withdrawn(fact.id, say("Written on the wrong graduate; moved.")))
            for fact in (visit, *came)
        ]
        refuse_contradictions(here, *taken_back)
        entries = {one.id: one for one in log_entries(here.entries)}
        # Written there first: whatever happens between the two, nothing is lost, and giving the command again ends it.
        there.write(*(() if stood else new_facts))
        here.write(*taken_back)
    return VisitMoveResult(
        here.case.code,
        there.case.code,
        entry,
        tuple(entries[fact.id] for fact in came if not _is_answer(fact)),
        tuple(entries[fact.id] for fact in came if _is_answer(fact)),
        stood,
    )


def check_visit_entry(book: Casebook, typed: str, number: int) -> None:
    """Missing or Refused where an entry of her log is no visit that can be moved."""
    here = book.look(typed)
    entry = _visit_entry(here, number, "")
    visit = next(fact for fact in here.facts if fact.id == entry.id)
    _refuse_answered(here, list(written_with(here.facts, visit)))


def _visit_entry(here: CaseChange, number: int, seen: str) -> LogEntry:
    where = say("See the entries with: followup log {code}", code=here.case.code)
    entry = numbered_entry(log_entries(here.entries), number, seen, where, taken_back=where)
    if not isinstance(next(fact.body for fact in here.facts if fact.id == entry.id), f.Visited):
        raise Refused(say("Entry {n} is not a visit.", n=number), where)
    return entry


def _is_answer(fact: f.Fact) -> bool:
    return isinstance(fact.body, _ANSWERS)


def _refuse_answered(here: CaseChange, came: list[f.Fact]) -> None:
    """What was answered since would be answered of nothing."""
    ids = {fact.id for fact in came if isinstance(fact.body, (f.Flagged, f.Promised))}
    numbers = {entry.id: entry.number for entry in log_entries(here.entries)}
    for fact in f.effective(here.facts):
        if {getattr(fact.body, "flag", None), getattr(fact.body, "promise", None)} & ids:
            n = numbers[fact.id]
            raise Refused(
                say("Entry {n} answers a flag or promise that came with the visit.", n=n),
                say("Take it back first: followup withdraw {code} {n}", code=here.case.code, n=n),
            )


def _body_there(fact: f.Fact) -> f.Body:
    """What the entry says of the other graduate: a slot that was named was one of the first."""
    return replace(fact.body, slot=None) if isinstance(fact.body, f.Visited) else fact.body


def _stands(there: CaseChange, visit: f.Fact) -> bool:
    body = _body_there(visit)
    return any(fact.on == visit.on and fact.body == body for fact in f.effective(there.facts))


def _check_there(there: CaseChange, visit: f.Fact, new_facts: list[NewFact]) -> None:
    """Refused as the visit itself would be, if it were written down of her today."""
    contact = visit.body.contact if isinstance(visit.body, f.Visited) else None
    check_day(visit.on, there.case, there.book.today, contact)
    refuse_contradictions(there, *new_facts)
