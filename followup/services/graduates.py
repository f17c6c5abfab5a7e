"""Graduates: enrolled, assessed, placed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from os import urandom
from secrets import randbelow
from typing import Any

from followup.case.case import Case
from followup.case.facts import Arranged, Assessed, Body, Fact, Identified, Opened, Placed
from followup.case.fields import Private
from followup.case.forms.enrolment import EnrolmentForm, enrolment_from_mapping
from followup.case.forms.reading import FormProblem
from followup.case.parts import Assessment
from followup.case.pseudonym import generated_code, given_code
from followup.case.vocabulary import Placement
from followup.casebook import Casebook, checked_record_day
from followup.errors import ExitCode, FollowupError, Refused
from followup.messages import say
from followup.scheduler import policies, policy_named
from followup.services.covers import check_cover, check_her_cover
from followup.services.flags import NewFlag, flag_fact
from followup.services.plans import plan_fact, plan_problems
from followup.services.returns import asks_for_reason, return_after_assessment, return_against
from followup.services.workers import checked_new_worker
from followup.store import NewFact

RETURN_AHEAD = timedelta(days=366)
"""How far ahead a return may be planned when a graduate is enrolled."""

_BATCH_SIZE = 100
"""Entries of a file that are written before other writers have their turn."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with one entry of a file: its number from 1, the place in it, and the sentence."""

    row: int
    where: str
    what: str


@dataclass(frozen=True, slots=True)
class EnrolmentResult:
    """The codes of those who were enrolled, in the order of the file, and what kept the others out."""

    codes: tuple[str, ...]
    problems: tuple[RowProblem, ...]


@dataclass(frozen=True, slots=True)
class EnrolmentWithHistory:
    """Somebody who is enrolled together with what has happened ``since``."""

    enrolment: EnrolmentForm
    since: tuple[NewFact, ...] = ()


@dataclass(frozen=True, slots=True)
class EnrolledCase:
    """A case that was opened, and its facts as they are kept."""

    case_id: str
    code: str
    facts: tuple[Fact, ...]


def enrol_all(
    book: Casebook, forms: Sequence[Any], told: Callable[[int, int], None] | None = None, *, dry_run: bool = False
) -> EnrolmentResult:
    """Enrol everybody a file describes. A bad entry is listed and stops no good one; each is whole or absent.

    A rehearsal writes nothing; the codes it gives are those asked for, and empty where one would be generated.
    """
    codes: list[str] = []
    problems: list[RowProblem] = []
    for start in range(0, len(forms), _BATCH_SIZE):
        with book.store.exclusive():
            taken = {*book.codes.values(), *filter(None, codes)}
            for row, form in enumerate(forms[start : start + _BATCH_SIZE], start + 1):
                code, wrong = _enrol_form(book, form, taken, dry_run=dry_run)
                problems += (RowProblem(row, problem.where, problem.what) for problem in wrong)
                codes += [code] if code is not None else []
                taken |= {code} if code else set()
                if told:
                    told(row, len(forms))
    return EnrolmentResult(tuple(codes), tuple(problems))


def _enrol_form(
    book: Casebook, form: Any, taken: set[str], *, dry_run: bool
) -> tuple[str | None, tuple[FormProblem, ...]]:
    enrolment, wrong = enrolment_from_mapping(form)
    plan = form.get("plan") if isinstance(form, Mapping) else None
    wrong += tuple(FormProblem(f"plan: {one.where}", one.what) for one in plan_problems(plan, book))
    if enrolment is None or wrong:
        return None, wrong
    try:
        code, new_facts = _checked_enrolment(book, enrolment, taken)
        if dry_run:
            return enrolment.code, ()
        book.write(urandom(8).hex(), *new_facts)
        return code, ()
    except FollowupError as error:
        if error.code >= ExitCode.LOCKED:  # a locked vault or a full disk is not this row's fault
            raise
        return None, (FormProblem(say("graduate"), f"{error.what} {error.hint}".strip()),)


def enrol_with_history(book: Casebook, arrivals: Iterable[EnrolmentWithHistory]) -> Iterator[EnrolledCase]:
    """Enrol many with what has happened since, one write for each; nobody else writes until the last is taken."""
    with book.store.exclusive():
        taken = set(book.codes.values())
        for arrival in arrivals:
            code, new_facts = _checked_enrolment(book, arrival.enrolment, taken)
            case_id = urandom(8).hex()
            facts = book.write(case_id, *new_facts, *arrival.since)
            taken.add(code)
            yield EnrolledCase(case_id, code, facts)


def _checked_enrolment(book: Casebook, enrolment: EnrolmentForm, taken: set[str]) -> tuple[str, list[NewFact]]:
    """The code and the facts of an enrolment that may be written."""
    check_return_date(enrolment.return_date, book.today)
    policy = enrolment.policy or next(iter(policies(book.office)))
    policy_named(policy, book.office)
    enrolment = replace(enrolment, worker=checked_new_worker(book, enrolment.worker))
    check_code_hides_identity(enrolment.code, identity_fact(enrolment))
    if enrolment.cover:
        check_cover(book, enrolment.cover)
        check_her_cover(enrolment.cover, identity_fact(enrolment))
    code = _free_code(enrolment.code, taken)
    return code, list(_enrolment_facts(enrolment, code, policy, book))


def check_code(book: Casebook, code: str) -> None:
    """Refused for a code that is taken, Invalid for one that cannot be."""
    _free_code(given_code(code), set(book.codes.values()))


def check_code_hides_identity(code: str, identity: Identified | None) -> None:
    """Refused for a code that shows who she is: codes stand on every screen and may stand in calendars."""
    if identity and _shows_identity(code, identity):
        raise Refused(say("The code shows who she is."), say("Choose another, or leave it out to have one generated."))


def check_code_hides_new_identity(before: Case, after: Case) -> None:
    """Refused if what is said of her identity now stands in the code that she was given before it was known."""
    if after.identity != before.identity and _shows_identity(after.code, after.identity):
        raise Refused(
            say("Her code would show who she is."), say("Give her another code first: followup graduate edit --code.")
        )


def _shows_identity(code: str, identity: Identified) -> bool:
    from followup.handout.guard import Guard, words_of

    return bool(code) and bool(Guard(words_of(identity)).find(code))


def check_return_date(return_date: date, today: date) -> None:
    """Refused for a return date that can only be a slip of the finger."""
    if return_date > today + RETURN_AHEAD:
        raise Refused(say("The return date lies more than a year ahead."), say("Check the year."))


def _free_code(wanted: str, taken: set[str]) -> str:
    if wanted in taken:
        raise Refused(say("That code is taken."), say("Choose another, or leave it out to have one generated."))
    while not wanted or wanted in taken:
        wanted = generated_code(randbelow)
    return wanted


def _enrolment_facts(enrolment: EnrolmentForm, code: str, policy: str, book: Casebook) -> Iterator[NewFact]:
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
    yield NewFact(home, opened)
    bodies: list[Body | None] = [
        identity_fact(enrolment),
        _arrangement_fact(enrolment),
        _placement_fact(enrolment),
        plan_fact(enrolment.plan, book) if enrolment.plan is not None else None,
    ]
    yield from (NewFact(home, body) for body in bodies if body is not None)
    assessments = [
        Assessment(
            checked_record_day(said.on or home, book.today), Assessed(said.what, said.decision, said.reasons, said.by)
        )
        for said in enrolment.assessments
    ]
    yield from (NewFact(one.on, one.said) for one in assessments)
    in_order = tuple(sorted(assessments, key=lambda one: one.on))
    case = Case(id="", as_of=book.today, worker=opened.worker, assessments=in_order)
    hint = say("Say why she returns all the same, in a file with the key: {key}", key='against = "..."')
    if against := return_against(enrolment.return_date, case.refusals, enrolment.against, book.today, hint):
        yield NewFact(home, against)
    for flag in enrolment.flags:
        day = checked_record_day(flag.raised or home, book.today)
        concern = NewFlag(flag.kind, flag.severity, flag.note, flag.owner, flag.review)
        yield NewFact(day, flag_fact(concern, case, book, day))


def _placement_fact(enrolment: EnrolmentForm) -> Placed | None:
    if enrolment.placement:
        return Placed(enrolment.placement, enrolment.province, enrolment.district)
    if enrolment.province or enrolment.district:
        raise Refused(
            say("Where she lives is written down together with whom she lives with."),
            say("Give the placement: {words}.", words=", ".join(Placement)),
        )
    return None


def identity_fact(enrolment: EnrolmentForm) -> Identified | None:
    """The identity in an enrolment, or None where it says nothing of it."""
    said = {name: value for name, value in enrolment.identity.said().items() if value} if enrolment.identity else {}
    return Identified(**said) if said else None


def identity_fact_from_fields(said: Mapping[str, str]) -> Identified | None:
    """Fields of identity as a fact, or None where nothing is said."""
    known: dict[str, Any] = dict(said)
    return Identified(**known) if known else None


def _arrangement_fact(enrolment: EnrolmentForm) -> Arranged | None:
    arranged = Arranged(
        weekdays=enrolment.safe_weekdays or None, avoid=enrolment.avoid or None, cover=enrolment.cover or None
    )
    return None if arranged == Arranged() else arranged


# --- changes --------------------------------------------------------------------------------------------------------


def assess(book: Casebook, typed: str, assessed: Assessed, on: date | None = None, against: Private = "") -> Case:
    """Write an assessment down; ``against`` is why a return stays planned although it says no, Refused without."""
    day = checked_record_day(on or book.today, book.today)
    with book.change(typed) as her:
        after = her.dry_run(NewFact(day, assessed))
        reason = return_after_assessment(after, Assessment(day, assessed), against, book.today)
        her.write(*(NewFact(day, body) for body in (assessed, reason) if body))
    return her.after


def is_return_against(book: Casebook, typed: str, assessed: Assessed, on: date | None) -> bool:
    """Whether an assessment says no to a return that is still to come, so that the return asks for a reason."""
    day = checked_record_day(on or book.today, book.today)
    after = book.look(typed).dry_run(NewFact(day, assessed))
    return asks_for_reason(after.return_date, [one for one in after.refusals if one.said == assessed], book.today)


def place(
    book: Casebook, typed: str, placed: Placed, identity: Identified | None = None, on: date | None = None
) -> Case:
    """Write down where she lives now; her commune and village are identity.

    A district that is not said stays as it was. Commune and village of another district fall away with it.
    """
    with book.change(typed) as her:
        home = (her.case.province, her.case.district)
        if not placed.province and not placed.district:
            placed = replace(placed, province=home[0], district=home[1])
        if (placed.province, placed.district) != home:
            known = identity or Identified()
            identity = replace(known, commune=known.commune or "", village=known.village or "")
        bodies = [placed, identity] if identity else [placed]
        new_facts = [NewFact(checked_record_day(on or book.today, book.today), body) for body in bodies]
        check_code_hides_new_identity(her.case, her.dry_run(*new_facts))
        her.write(*new_facts)
    return her.after


def format_problems(problems: Iterable[FormProblem]) -> str:
    """Problems of one form as lines."""
    return "\n".join(f"  {problem.where}: {problem.what}" for problem in problems)
