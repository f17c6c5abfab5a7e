"""The guided forms of an outcome, of follow-up that goes on, and of a milestone."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from followup.case import text_limits
from followup.case.facts import Ended
from followup.case.fields import revealed
from followup.case.outcome_words import FailureCause, MilestoneStanding, OutcomeClass, OutcomeKind
from followup.case.parts import FollowUpEnd
from followup.casebook import Casebook
from followup.messages import say
from followup.services import milestones, outcomes
from followup.values import replace
from followup_cli.fragments.form_answers import ask_day, ask_note, ask_term, ask_terms, form_about, several_of
from followup_cli.fragments.whom import tell_whom
from followup_cli.terminal.asking import Question
from followup_cli.terminal.form import Form

Outcome = tuple[Ended, date]
"""What is written down of an outcome, and the day it ended."""
Reopening = tuple[str, date]
"""Why follow-up goes on, and since which day."""


def outcome_form(
    book: Casebook,
    code: str,
    kind: str,
    title: str,
    given: Mapping[str, str],
    standing: Mapping[str, str] | None = None,
) -> Form:
    """The form of one ``kind`` about a graduate; with what is ``standing`` it begins at its summary."""
    case = book.case(book.find(code)) if standing else tell_whom(book, code)
    return form_about(book, case, f"outcome {kind}", given, name=kind, title=title, standing=standing)


def answers_of(
    how: OutcomeKind | None, causes: Sequence[FailureCause], on: date | None, **texts: str
) -> dict[str, str]:
    """What is said of an outcome, as the answers of its form."""
    main, others = (causes[0].value, causes[1:]) if causes else ("", ())
    said = {"how": how.value if how else "", "causes.main": main, "causes.others": ",".join(others)}
    return {"on": on.isoformat() if on else ""} | said | texts


def standing_answers(end: FollowUpEnd) -> dict[str, str]:
    """An outcome that is written down, as the answers of its form."""
    texts = {name: revealed(getattr(end.said, name)) for name in ("note", "against", "decided_by")}
    return answers_of(end.said.ending, end.said.causes, end.on, **texts)


def ask_outcome(book: Casebook, code: str, form: Form, *, put_right: bool = False) -> Outcome:
    """How follow-up ended and why; what cannot be is said at its question."""
    check = partial(outcomes.check_day, book, code, put_right=put_right)
    day = ask_day(form, "on", say("The day it ended"), book.today, check=check)
    how = ask_term(form, "how", say("How it ended"), OutcomeKind)
    causes = _ask_causes(form) if how.result is OutcomeClass.FAILURE else ()
    note = ask_note(form, "note", say("What happened, without names"), say("Happened"))
    against = _ask_why_against_criteria(book, code, form, how, day)
    return Ended(how, causes, note, against, _ask_decided_by(book, form)), day


def _ask_causes(form: Form) -> tuple[FailureCause, ...]:
    """Why it failed, the main cause first."""
    main = ask_term(form, "causes.main", say("Main cause"), FailureCause)
    others = several_of(FailureCause, say("Other causes"), say("Enter: none"), say("Others"), shown=True)
    return main, *(cause for cause in ask_terms(form, "causes.others", others, FailureCause) if cause is not main)


def _ask_why_against_criteria(book: Casebook, code: str, form: Form, how: OutcomeKind, day: date) -> str:
    """Why it ends though not every criterion is met; asked where a success needs that."""
    found = outcomes.review_at_the_end(book, code, day)
    if not outcomes.is_against_criteria(how.result, found):
        return ""
    form.tell(say("Not met or not known: {criteria}.", criteria=outcomes.open_criteria(found)))
    return ask_note(form, "against", say("Why it ends all the same"), say("Ends all the same"), needed=True)


def _ask_decided_by(book: Casebook, form: Form) -> str:
    """Who decided: whoever uses the laptop, if nobody else is named."""
    text, label = say("Who decided, by initials or role"), say("Decided by")
    check = partial(text_limits.checked_line, what=say("Who decided"))
    question = Question("", text, default=book.worker, check=check, label=label)
    return form.ask("decided_by", replace(question, needed=bool(book.worker)))


def ask_reopening(book: Casebook, code: str, form: Form) -> Reopening:
    """Since which day follow-up goes on, and why."""
    check = partial(outcomes.check_reopening, book, code)
    day = ask_day(form, "on", say("Since when it goes on"), book.today, check=check)
    return ask_note(form, "why", say("The reason, without names"), say("Why"), needed=True), day


def ask_milestone(book: Casebook, form: Form, month: int) -> milestones.MilestoneInput:
    """How she is doing at a milestone."""
    text = say("How she is doing at month {n}", n=month)
    how = ask_term(form, "how", text, MilestoneStanding, say("Month {n}", n=month))
    note = ask_note(form, "note", say("What there is to say of it, without names"), say("Note"))
    return milestones.MilestoneInput(how, note, _ask_decided_by(book, form))
