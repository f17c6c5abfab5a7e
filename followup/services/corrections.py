"""Corrections: programme facts, identity and arrangements put right, whole or not at all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from followup.case.case import Case
from followup.case.facts import Amended, Arranged, Body, Identified, effective
from followup.case.forms.enrolment import EnrolmentForm, SafeContact, enrolment_from_mapping
from followup.case.forms.reading import FormProblem
from followup.casebook import Casebook
from followup.errors import Invalid, Refused
from followup.messages import say
from followup.services.dry_run import dry_run_case
from followup.services.graduates import check_code_hides_identity, check_return_date, format_problems
from followup.services.schedules import Scheduler, policy_named
from followup.store import NewFact

_PROGRAMME = ("code", "return_date", "policy", "centre", "trade", "modules")
_IDENTITY = ("name", "nickname", "birth_year", "phone", "commune", "village", "business")
_GUARDED = ("name", "nickname", "phone", "commune", "village", "business", "contact_name", "contact_phone")
_CONTACT = ("name", "phone", "hours", "say")
_ARRANGED = {"safe_weekdays": "weekdays", "avoid": "avoid", "cover": "cover"}
_OTHER_COMMANDS = {
    "placement": "graduate place",
    "province": "graduate place",
    "district": "graduate place",
    "worker": "graduate hand-over",
    "plan": "plan set",
    "flags": "flag raise",
    "assessments": "graduate assess",
}
"""What a file may hold and a correction does not change, with the command that does."""


@dataclass(frozen=True, slots=True)
class CorrectionResult:
    """A case after a correction: what was changed, as keys of a file, and how many dates of visits to come moved."""

    case: Case
    changed: tuple[str, ...]
    moved: int


def corrections_from(mapping: Mapping[str, Any]) -> tuple[Body, ...]:
    """The facts that the keys of ``mapping`` become, those of an enrolment; Invalid, listing every problem."""
    given = {key: value for key, value in mapping.items() if value is not None}
    enrolment, problems = enrolment_from_mapping({"return_date": date(2000, 1, 1)} | given)
    elsewhere = tuple(
        FormProblem(key, say("This is changed with: followup {command}", command=command))
        for key, command in _OTHER_COMMANDS.items()
        if key in given
    )
    if enrolment is None or elsewhere:
        listed = format_problems((*problems, *elsewhere))
        raise Invalid(say("The corrections cannot be read:\n{problems}", problems=listed), say("Nothing was saved."))
    return tuple(body for body in _bodies(enrolment, given) if body != type(body)())


def _bodies(enrolment: EnrolmentForm, given: Mapping[str, Any]) -> Iterator[Body]:
    contact = enrolment.contact or SafeContact()
    contact_fields = given.get("contact", {})
    identity = {key: getattr(enrolment, key) for key in _IDENTITY if key in given}
    identity |= {f"contact_{key}": getattr(contact, key) for key in _CONTACT if contact_fields.get(key) is not None}
    yield Amended(**{key: getattr(enrolment, key) for key in _PROGRAMME if key in given})
    yield Identified(**identity)
    yield Arranged(**{_ARRANGED[key]: getattr(enrolment, key) for key in _ARRANGED if key in given})


def edit(book: Casebook, typed: str, *bodies: Body, dry_run: bool = False) -> CorrectionResult:
    """Put right what ``bodies`` say, or only reckon what that would do. Refused for a code that is taken."""
    case_id = book.find(typed)
    said = [body for body in bodies if body != type(body)()]
    if not said:
        raise Refused(say("Nothing was changed: no new value was given."), say("See: followup graduate edit --help"))
    with book.store.exclusive():
        for body in said:
            if isinstance(body, Amended):
                _check_amendment(book, case_id, body)
        before = book.case(case_id)
        new_facts = [NewFact(_day_of_latest(book, case_id, body), body) for body in said]
        after = dry_run_case(book, case_id, new_facts)
        if after.code != before.code:
            check_code_hides_identity(
                after.code, Identified(**{name: getattr(after.identity, name) for name in _GUARDED})
            )
        moved = _count_moved_visits(Scheduler.of(book), before, after)
        if not dry_run:
            book.store.append(case_id, new_facts, by=book.worker, now=book.moment.now)
    return CorrectionResult(after if dry_run else book.case(case_id), _changed_keys(said), moved)


def _check_amendment(book: Casebook, case_id: str, amended: Amended) -> None:
    if amended.return_date is not None:
        check_return_date(amended.return_date, book.today)
    if amended.policy is not None:
        policy_named(amended.policy, book.office)
    if amended.code is not None and amended.code in {code for one, code in book.codes.items() if one != case_id}:
        raise Refused(say("That code is taken."), say("Choose another."))


def _day_of_latest(book: Casebook, case_id: str, body: Body) -> date:
    """The day a correction is true from: that of the latest entry it corrects, which it must not fall behind."""
    alike = [fact.on for fact in effective(book.store.facts(case_id)) if type(fact.body) is type(body)]
    return max(alike, default=book.case(case_id).opened_on or book.today)


def _count_moved_visits(scheduler: Scheduler, before: Case, after: Case) -> int:
    """How many visits to come are planned for another day than before, or are new, or fall away."""
    old, new = (_planned_dates(scheduler, case) for case in (before, after))
    return sum(old.get(k) != new.get(k) for k in old.keys() | new.keys())


def _planned_dates(scheduler: Scheduler, case: Case) -> dict[int, date]:
    if case.policy not in scheduler.policies:
        return {}
    slots = scheduler.case_schedule(case).schedule.slots
    return {slot.k: slot.date for slot in slots if slot.date and slot.date >= scheduler.today}


def _changed_keys(bodies: Sequence[Body]) -> tuple[str, ...]:
    said = (field.name for body in bodies for field in fields(body) if getattr(body, field.name) is not None)
    return tuple(name.replace("_", " ") for name in said)
