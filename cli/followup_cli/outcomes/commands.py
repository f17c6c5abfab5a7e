"""How follow-up ended, how it went on, and how everybody stands at the milestones."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from followup.case import text_limits
from followup.case.vocabulary import FailureCause, MilestoneStanding, OutcomeClass, OutcomeKind
from followup.messages import say
from followup_cli import context
from followup_cli.fragments.consequences import GraveStep, Yes, take_step
from followup_cli.options import AsJson, Code, DryRun, Why, count, day, option, unless_blank, word
from followup_cli.response import respond
from followup_cli.terminal import person
from followup_cli.terminal.asking import Question, answer, ask_parsed, chosen_term, print_note
from followup_cli.terminal.typed import choice_parser, term_words, terms_parser

if TYPE_CHECKING:
    from followup.casebook import Casebook

app = typer.Typer(
    no_args_is_help=True, help=say("How follow-up ended, and why; reopen it; milestones; all of them listed.")
)

DecidedBy = Annotated[str, option("--decided-by", say("Initials or role of who decided; you if not said."), "WHO")]


def _milestone_month(typed: str) -> int:
    return int(choice_parser(("12", "24", "36"))(typed))


@app.command()
def record(
    code: Code,
    how: Annotated[OutcomeKind | None, word("--how", OutcomeKind, say("How it ended."))] = None,
    causes: Annotated[
        Sequence[FailureCause],
        option("--causes", say("Why it failed, the main cause first."), "A,B", terms_parser(FailureCause)),
    ] = (),
    note: Annotated[str, option("--note", say("What happened, without names."))] = "",
    decided_by: DecidedBy = "",
    against: Annotated[str, option("--against", say("Why it ends though criteria are not met."), "REASON")] = "",
    on: Annotated[date | None, day("--on", say("The day it ended; today if not said."))] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """End her follow-up with an outcome, beside what the criteria of her policy say of it; later visits are cancelled.

    Example: followup outcome record K7M --how business-closed --causes too-few-customers,debt --note "Closed in May."
    """
    from followup.case.facts import Ended
    from followup.services import outcomes
    from followup.services.guarded_names import masker
    from followup_cli.outcomes import data, page

    book = context.open_casebook()
    outcomes.check_day(book, code, on or book.today)
    how = chosen_term("--how", say("How it ended"), how, OutcomeKind)
    causes = _ask_causes(tuple(causes), how)
    note = _ask_note("--note", say("What happened, without names (Enter to skip)"), note)
    reason = _ask_why_against_criteria(book, code, how, on or book.today, against)
    ended = Ended(how, tuple(causes), note, reason, _ask_decided_by(decided_by, book))
    step = GraveStep(
        look=lambda: outcomes.record(book, code, ended, on, dry_run=True),
        write=lambda _: outcomes.record(book, code, ended, on),
        page=page.outcome_consequences,
        question=say("End her follow-up?"),
        in_scripts=True,
    )
    result = take_step(book, step, yes=yes, dry_run=dry_run, as_json=as_json)
    mask = masker(book, names=False)
    respond(book, as_json, page.outcome_result, data.outcome_result_data, result, mask, dry_run=dry_run)


@app.command()
def reopen(
    code: Code,
    why: Why = "",
    on: Annotated[date | None, day("--on", say("Since when it goes on; today if not said."))] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Let follow-up go on after an outcome, which stays in the history: visits to come are asked for again.

    Visits that fell due since the end are excused.

    Example: followup outcome reopen K7M --why "She came back and asks for help."
    """
    from followup.services import outcomes
    from followup_cli.outcomes import data, page

    book = context.open_casebook()
    outcomes.check_reopening(book, code, on or book.today)
    why = answer(Question("--why", say("The reason, without names"), why, needed=True, check=_check_note, note=True))
    step = GraveStep(
        look=lambda: outcomes.reopen(book, code, why, on, dry_run=True),
        write=lambda _: outcomes.reopen(book, code, why, on),
        page=page.reopening_result,
        question=say("Let her follow-up go on?"),
        in_scripts=True,
    )
    result = take_step(book, step, yes=yes, dry_run=dry_run, as_json=as_json)
    respond(book, as_json, page.reopening_result, data.reopening_data, result, dry_run=dry_run)


@app.command()
def milestone(
    code: Code,
    month: Annotated[
        int | None,
        option("--month", say("Which; the latest reached if not said."), "12|24|36", unless_blank(_milestone_month)),
    ] = None,
    how: Annotated[MilestoneStanding | None, word("--how", MilestoneStanding, say("How she is doing."))] = None,
    note: Annotated[str, option("--note", say("What there is to say of it, without names."))] = "",
    decided_by: DecidedBy = "",
    on: Annotated[date | None, day("--on", say("The day it is true of; today if not said."))] = None,
    as_json: AsJson = False,
) -> None:
    """Write down how she is doing 12, 24 or 36 months after her return, beside the criteria; also if it ended.

    Example: followup outcome milestone K7M --month 12 --how contributing-to-household
    """
    from followup.services import milestones
    from followup.services.guarded_names import masker
    from followup_cli.outcomes import data, milestones_page

    book = context.open_casebook()
    due = milestones.milestone_to_record(book, code, month, on or book.today)
    how = chosen_term("--how", say("How she is doing at month {n}", n=due.month), how, MilestoneStanding)
    note = _ask_note("--note", say("What there is to say of it, without names (Enter to skip)"), note)
    said = milestones.MilestoneInput(how, note, _ask_decided_by(decided_by, book))
    result = milestones.record(book, code, said, due.month, on)
    mask = masker(book, names=False)
    respond(book, as_json, milestones_page.milestone_result, data.milestone_result_data, result, mask)


@app.command("list")
def list_(
    result: Annotated[OutcomeClass | None, word("--result", OutcomeClass, say("Only outcomes of this kind."))] = None,
    year: Annotated[int | None, count("--year", "YEAR", say("Only those of this year."), 1990, 2099)] = None,
    since: Annotated[date | None, day("--since", say("Only those of this day or later."))] = None,
    with_milestones: Annotated[
        bool, option("--milestones", say("The milestones of everybody as well, and those missing."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Every outcome by day: month after return, how, main cause, who decided, whether follow-up was reopened.

    Example: followup outcome list --year 2026 --milestones
    """
    from followup.services import outcomes
    from followup.services.guarded_names import masker
    from followup_cli.outcomes import data, page

    book = context.open_casebook()
    listed = outcomes.list_outcomes(book, outcomes.OutcomeFilter(result, year, since))
    mask = masker(book, names=False)
    respond(book, as_json, page.outcomes_page, data.outcomes_data, listed, mask, with_milestones=with_milestones)


# --- what is asked --------------------------------------------------------------------------------------------------


def _check_note(typed: str) -> None:
    text_limits.checked_note(typed, say("The text"))


def _check_decider(typed: str) -> None:
    text_limits.checked_line(typed, say("Who decided"))


def _ask_note(option: str, text: str, given: str) -> str:
    return answer(Question(option, text, given, check=_check_note, note=True))


def _ask_decided_by(given: str, book: "Casebook") -> str:
    """Who decided: whoever uses the laptop, if nobody else is named."""
    text = say("Who decided, by initials or role")
    return answer(Question("--decided-by", text, given, book.worker, check=_check_decider)).strip()


def _ask_causes(given: tuple[FailureCause, ...], ending: OutcomeKind) -> tuple[FailureCause, ...]:
    """Why it failed, the main cause first; a person is asked for them where it did."""
    if given or ending.result is not OutcomeClass.FAILURE or not person.on_terminal():
        return given
    main = chosen_term("--causes", say("Main cause"), None, FailureCause)
    words, hint = term_words(FailureCause), say("Enter: none")
    others = Question("--causes", say("Other causes"), hint=hint, words=words, several=True, shown=True)
    return (main, *(cause for cause in ask_parsed(others, terms_parser(FailureCause)) if cause is not main))


def _ask_why_against_criteria(book: "Casebook", code: str, ending: OutcomeKind, on: date, given: str) -> str:
    """Why it ends though not every criterion is met; a person is asked where a success needs that."""
    from followup.services import outcomes
    from followup.services.readiness import review_readiness

    if given or not person.on_terminal():
        return given
    found = review_readiness(book, code, on)
    if not outcomes.is_against_criteria(ending.result, found):
        return ""
    print_note(say("Not met or not known: {criteria}.", criteria=outcomes.open_criteria(found)))
    return answer(Question("--against", say("Why it ends all the same"), needed=True, check=_check_note, note=True))
