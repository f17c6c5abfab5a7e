"""Corrections: programme facts, identity and arrangements put right, whole or not at all."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from followup.case.case import Case
from followup.case.facts import Amended, Arranged, Body, Identified, effective
from followup.case.fields import Private, described
from followup.case.forms.enrolment import EnrolmentForm, enrolment_from_mapping
from followup.case.forms.reading import FormProblem, format_problems
from followup.casebook import Casebook, CaseChange
from followup.errors import Invalid, Refused
from followup.messages import say
from followup.scheduler import policy_named
from followup.services.code_checks import CodeGuard, check_code_hides_identity, check_code_hides_new_identity
from followup.services.contradictions import refuse_contradictions
from followup.services.covers import check_changed_cover
from followup.services.returns import asks_for_reason, check_return_date, edit_hint, return_after_change
from followup.services.schedules import moved_visits
from followup.services.second_returns import check_again
from followup.store import NewFact
from followup.values import Value

_ARRANGED = {"safe_weekdays": "weekdays", "avoid": "avoid", "cover": "cover"}
OTHER_COMMANDS = {
    "placement": "graduate place",
    "province": "graduate place",
    "district": "graduate place",
    "worker": "graduate hand-over",
    "plan": "plan set",
    "flags": "flag raise",
    "assessments": "graduate assess",
}
"""What a file may hold and a correction does not change, with the command that does."""


class CorrectionResult(Value):
    """A case after a correction: what was changed, as keys of a file, and how many dates of visits to come moved.

    ``against`` says that the return it plans is against an assessment that says no.
    """

    case: Case
    changed: tuple[str, ...]
    moved: int
    against: bool = False


def corrections_from(mapping: Mapping[str, Any]) -> tuple[Body, ...]:
    """The facts that the keys of ``mapping`` become, those of an enrolment; Invalid, listing every problem."""
    given = {key: value for key, value in mapping.items() if value is not None}
    enrolment, problems = enrolment_from_mapping({"return_date": date(2000, 1, 1)} | given)
    elsewhere = tuple(
        FormProblem(key, say("This is changed with: followup {command}", command=command))
        for key, command in OTHER_COMMANDS.items()
        if key in given
    )
    if enrolment is None or elsewhere:
        listed = format_problems((*problems, *elsewhere))
        raise Invalid(say("The corrections cannot be read:\n{problems}", problems=listed), say("Nothing was saved."))
    return tuple(body for body in _bodies(enrolment, given) if body != type(body)())


def _bodies(enrolment: EnrolmentForm, given: Mapping[str, Any]) -> Iterator[Body]:
    yield Amended(**{key: getattr(enrolment, key) for key in described(Amended) if key in given})
    yield enrolment.identity or Identified()
    yield Arranged(**{_ARRANGED[key]: getattr(enrolment, key) for key in _ARRANGED if key in given})


def edit(book: Casebook, typed: str, *bodies: Body, against: Private = "", dry_run: bool = False) -> CorrectionResult:
    """Put right what ``bodies`` say, or only reckon what that would do.

    Refused for a code that is taken, and where entries that stand could not be then. ``against`` is why a return is
    planned although an assessment says no; Refused without it.
    """
    with book.change(typed, dry_run=dry_run) as her:
        return correct(her, *bodies, against=against)


def correct(her: CaseChange, *bodies: Body, against: Private = "") -> CorrectionResult:
    """The same for a case that is being changed already."""
    book, said = her.book, [body for body in bodies if body != type(body)()]
    if not said:
        raise Refused(say("Nothing was changed: no new value was given."), say("See: followup graduate edit --help"))
    for body in said:
        if isinstance(body, Amended):
            _check_amendment(her, body)
    new_facts = [NewFact(_day_of_latest(her, body), body) for body in said]
    after, schedule_of = her.dry_run(*new_facts), book.scheduler.schedule_if_known
    check_changed_code(her, after)
    check_changed_cover(book, her.case, after)
    refuse_contradictions(her, *new_facts)
    hint = edit_hint(after.code, after.return_date)
    reason = return_after_change(her.case, after, against, book.today, hint)
    new_facts += [NewFact(book.today, reason)] if reason else []
    refuse_contradictions(her, *new_facts)
    moved = moved_visits(schedule_of(her.case), schedule_of(after), book.today)
    her.write(*new_facts)
    changed = tuple(name.replace("_", " ") for body in said for name in body.said())
    return CorrectionResult(her.after, changed, len(moved), reason is not None)


def is_return_against(book: Casebook, typed: str, bodies: Iterable[Body]) -> bool:
    """Whether corrections plan a return although an assessment says no, so that it asks for a reason."""
    case = book.look(typed).case
    days = [body.return_date for body in bodies if isinstance(body, Amended) and body.return_date]
    return any(day != case.return_date and asks_for_reason(day, case.refusals, book.today) for day in days)


def _check_amendment(her: CaseChange, amended: Amended) -> None:
    book = her.book
    if amended.return_date is not None:
        check_return_date(amended.return_date, book.today)
        check_again(her.case, amended.return_date)
    if amended.policy is not None:
        policy_named(amended.policy, book.office)
    if amended.code is not None and code_is_taken(her, amended.code):
        raise Refused(say("That code is taken."), say("Choose another."))


def code_is_taken(her: CaseChange, code: str) -> bool:
    """Whether somebody else has a code."""
    return code in her.book.whose_codes.taken - {her.case.code}


def check_changed_code(her: CaseChange, after: Case) -> None:
    """Refused if her code shows who she is by what is known of her ``after`` the change, where either was changed."""
    if after.code != her.case.code:
        check_code_hides_identity(after.code, after.identity)
        CodeGuard(her.book).check(after.code)
    check_code_hides_new_identity(her.book, her.case, after)


def _day_of_latest(her: CaseChange, body: Body) -> date:
    """The day a correction is true from: that of the latest entry it corrects, which it must not fall behind."""
    alike = [fact.on for fact in effective(her.facts) if type(fact.body) is type(body)]
    began = her.case.stay_since if isinstance(body, Amended) else None
    return max([*alike, *([began] if began else [])], default=her.case.opened_on or her.book.today)
