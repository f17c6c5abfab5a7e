"""Graduates: enrolled, assessed, placed, handed over."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from os import urandom
from secrets import randbelow
from typing import Any

from followup.case.case import Case
from followup.case.facts import Arranged, Assessed, Body, Fact, HandedOver, Identified, Opened, Placed
from followup.case.forms.enrolment import Enrolment, SafeContact, enrolment_from
from followup.case.forms.reading import Problem
from followup.case.pseudonym import generated, given
from followup.case.vocabulary import Placement
from followup.casebook import Casebook, not_ahead
from followup.errors import Exit, FollowupError, Refused
from followup.messages import say
from followup.services.flags import Concern, flagged
from followup.services.plans import plan_problems, planned
from followup.services.schedules import policies, policy_named
from followup.store import Draft

RETURN_AHEAD = timedelta(days=366)
"""How far ahead a return may be planned when a graduate is enrolled."""

_AT_ONCE = 100
"""Entries of a file that are written before other writers have their turn."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with one entry of a file: its number from 1, the place in it, and the sentence."""

    row: int
    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The codes of those who were enrolled, in the order of the file, and what kept the others out."""

    codes: tuple[str, ...]
    problems: tuple[RowProblem, ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who is enrolled together with what has happened ``since``."""

    enrolment: Enrolment
    since: tuple[Draft, ...] = ()


@dataclass(frozen=True, slots=True)
class Admitted:
    """A case that was opened, and its facts as they are kept."""

    case_id: str
    code: str
    facts: tuple[Fact, ...]


def enrol_all(
    book: Casebook, forms: Sequence[Any], told: Callable[[int, int], None] | None = None, *, rehearse: bool = False
) -> Enrolled:
    """Enrol everybody a file describes. A bad entry is listed and stops no good one; each is whole or absent.

    A rehearsal writes nothing; the codes it gives are those asked for, and empty where one would be generated.
    """
    codes: list[str] = []
    problems: list[RowProblem] = []
    for start in range(0, len(forms), _AT_ONCE):
        with book.store.exclusive():
            taken = {*book.codes.values(), *codes}
            for row, form in enumerate(forms[start : start + _AT_ONCE], start + 1):
                code, wrong = _enrol_form(book, form, taken, rehearse=rehearse)
                problems += (RowProblem(row, problem.where, problem.what) for problem in wrong)
                codes += [code] if code is not None else []
                taken |= {code} if code else set()
                if told:
                    told(row, len(forms))
    return Enrolled(tuple(codes), tuple(problems))


def _enrol_form(
    book: Casebook, form: Any, taken: set[str], *, rehearse: bool
) -> tuple[str | None, tuple[Problem, ...]]:
    enrolment, wrong = enrolment_from(form)
    plan = form.get("plan") if isinstance(form, Mapping) else None
    wrong += tuple(Problem(f"plan: {one.where}", one.what) for one in plan_problems(plan, book))
    if enrolment is None or wrong:
        return None, wrong
    try:
        return _enrolled(book, enrolment, taken, rehearse=rehearse), ()
    except FollowupError as error:
        if error.code >= Exit.LOCKED:  # a locked vault or a full disk is not this row's fault
            raise
        return None, (Problem(say("graduate"), f"{error.what} {error.hint}".strip()),)


def enrol(book: Casebook, enrolment: Enrolment) -> str:
    """Open a case for a graduate and give its code; all of it is written, or none. Refused if the code is taken."""
    with book.store.exclusive():
        return _enrolled(book, enrolment, set(book.codes.values()))


def admit(book: Casebook, arrivals: Iterable[Arrival]) -> Iterator[Admitted]:
    """Enrol many with what has happened since, one write for each; nobody else writes until the last is taken."""
    with book.store.exclusive():
        taken = set(book.codes.values())
        for arrival in arrivals:
            code, drafts = _checked(book, arrival.enrolment, taken)
            case_id = urandom(8).hex()
            facts = book.store.append(case_id, [*drafts, *arrival.since], by=book.worker, now=book.moment.now)
            taken.add(code)
            yield Admitted(case_id, code, facts)


def _enrolled(book: Casebook, enrolment: Enrolment, taken: set[str], *, rehearse: bool = False) -> str:
    code, drafts = _checked(book, enrolment, taken)
    if rehearse:
        return enrolment.code
    book.store.append(urandom(8).hex(), drafts, by=book.worker, now=book.moment.now)
    return code


def _checked(book: Casebook, enrolment: Enrolment, taken: set[str]) -> tuple[str, list[Draft]]:
    """The code and the facts of an enrolment that may be written."""
    check_return(enrolment.return_date, book.today)
    policy = enrolment.policy or next(iter(policies(book.office)))
    policy_named(policy, book.office)
    check_hides(enrolment.code, identified(enrolment))
    code = _free_code(enrolment.code, taken)
    return code, list(_drafts(enrolment, code, policy, book))


def check_code(book: Casebook, code: str) -> None:
    """Refused for a code that is taken, Invalid for one that cannot be."""
    _free_code(given(code), set(book.codes.values()))


def check_hides(code: str, identity: Identified | None) -> None:
    """Refused for a code that shows who she is: codes stand on every screen and may stand in calendars."""
    from followup.handout.guard import Guard, What

    told = {what.value: getattr(identity, what.value) or "" for what in What} if identity and code else {}
    if Guard(told.items()).find(code):
        raise Refused(say("The code shows who she is."), say("Choose another, or leave it out to have one generated."))


def check_return(return_date: date, today: date) -> None:
    """Refused for a return date that can only be a slip of the finger."""
    if return_date > today + RETURN_AHEAD:
        raise Refused(say("The return date lies more than a year ahead."), say("Check the year."))


def _free_code(wanted: str, taken: set[str]) -> str:
    if wanted in taken:
        raise Refused(say("That code is taken."), say("Choose another, or leave it out to have one generated."))
    while not wanted or wanted in taken:
        wanted = generated(randbelow)
    return wanted


def _drafts(enrolment: Enrolment, code: str, policy: str, book: Casebook) -> Iterator[Draft]:
    """Everything an enrolment says, as facts; those without a day of their own are true from the return date."""
    home = min(enrolment.return_date, book.today)
    opened = Opened(
        code=code,
        return_date=enrolment.return_date,
        policy=policy,
        worker=enrolment.worker or book.worker,
        centre=enrolment.centre,
        trade=enrolment.trade,
        modules=enrolment.modules,
        assumed=enrolment.assumed,
    )
    yield Draft(home, opened)
    bodies: list[Body | None] = [
        identified(enrolment),
        _arranged(enrolment),
        _placed(enrolment),
        planned(enrolment.plan, book) if enrolment.plan is not None else None,
    ]
    yield from (Draft(home, body) for body in bodies if body is not None)
    for said in enrolment.assessments:
        assessed = Assessed(said.what, said.decision, said.reasons, said.by)
        yield Draft(not_ahead(said.on or home, book.today), assessed)
    case = Case(id="", as_of=book.today, worker=opened.worker)
    for flag in enrolment.flags:
        day = not_ahead(flag.raised or home, book.today)
        concern = Concern(flag.kind, flag.severity, flag.note, flag.owner, flag.review)
        yield Draft(day, flagged(concern, case, book, day))


def _placed(enrolment: Enrolment) -> Placed | None:
    if enrolment.placement:
        return Placed(enrolment.placement, enrolment.province, enrolment.district)
    if enrolment.province or enrolment.district:
        raise Refused(
            say("Where she lives is written down together with whom she lives with."),
            say("Give the placement: {words}.", words=", ".join(Placement)),
        )
    return None


def identified(enrolment: Enrolment) -> Identified | None:
    """The identity in an enrolment, or None where it says nothing of it."""
    contact = enrolment.contact or SafeContact()
    said = {
        "name": enrolment.name,
        "nickname": enrolment.nickname,
        "birth_year": enrolment.birth_year,
        "phone": enrolment.phone,
        "commune": enrolment.commune,
        "village": enrolment.village,
        "business": enrolment.business,
        "contact_name": contact.name,
        "contact_phone": contact.phone,
        "contact_hours": contact.hours,
        "contact_say": contact.say,
    }
    known: dict[str, Any] = {field: value for field, value in said.items() if value}
    return Identified(**known) if known else None


def identity_of(said: Mapping[str, str]) -> Identified | None:
    """Fields of identity as a fact, or None where nothing is said."""
    known: dict[str, Any] = dict(said)
    return Identified(**known) if known else None


def _arranged(enrolment: Enrolment) -> Arranged | None:
    arranged = Arranged(
        weekdays=enrolment.safe_weekdays or None, avoid=enrolment.avoid or None, cover=enrolment.cover or None
    )
    return None if arranged == Arranged() else arranged


# --- changes --------------------------------------------------------------------------------------------------------


def assess(book: Casebook, typed: str, assessed: Assessed, on: date | None = None) -> Case:
    """Write an assessment down."""
    return _write(book, typed, assessed, on=on)


def place(
    book: Casebook, typed: str, placed: Placed, identity: Identified | None = None, on: date | None = None
) -> Case:
    """Write down where she lives now; her commune and village are identity.

    A district that is not said stays as it was. Commune and village of another district fall away with it.
    """
    case = book.case(book.find(typed))
    if not placed.province and not placed.district:
        placed = replace(placed, province=case.province, district=case.district)
    if (placed.province, placed.district) != (case.province, case.district):
        known = identity or Identified()
        identity = replace(known, commune=known.commune or "", village=known.village or "")
    return _write(book, case.code, placed, *([identity] if identity else []), on=on)


def hand_over(book: Casebook, typed: str, worker: str, note: str = "", on: date | None = None) -> Case:
    """Write down that another worker follows her. Refused if that worker does already."""
    if book.case(book.find(typed)).worker == worker.strip():
        raise Refused(say("That worker follows her already."))
    return _write(book, typed, HandedOver(worker.strip(), note), on=on)


def _write(book: Casebook, typed: str, *bodies: Body, on: date | None) -> Case:
    case_id = book.find(typed)
    book.write(case_id, *bodies, on=not_ahead(on or book.today, book.today))
    return book.case(case_id)


def problems_of(problems: Iterable[Problem]) -> str:
    """Problems of one form as lines."""
    return "\n".join(f"  {problem.where}: {problem.what}" for problem in problems)
