"""How follow-up ended, how it went on, and how everybody stands at the milestones."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from followup.case.outcome_words import FailureCause, MilestoneStanding, OutcomeClass, OutcomeKind
from followup.errors import Missing
from followup.messages import say
from followup_cli import context
from followup_cli.options import AsJson, Code, Way, Why, count, day, option, unless_blank, word
from followup_cli.response import respond
from followup_cli.terminal import person
from followup_cli.terminal.typed import choice_parser, terms_parser

if TYPE_CHECKING:
    from followup.casebook import Casebook
    from followup.services.outcomes import OutcomeResult, ReopeningResult
    from followup_cli.fragments.consequences import GraveStep
    from followup_cli.outcomes.ask import Outcome, Reopening
    from followup_cli.terminal.form import Form

app = typer.Typer(
    no_args_is_help=True, help=say("How follow-up ended, and why; reopen it; milestones; all of them listed.")
)

DecidedBy = Annotated[str, option("--decided-by", say("Initials or role of who decided; you if not said."), "WHO")]


class OutcomeOptions(NamedTuple):
    """What options say of an outcome."""

    how: Annotated[OutcomeKind | None, word("--how", OutcomeKind, say("How it ended."))] = None
    causes: Annotated[
        Sequence[FailureCause],
        option("--causes", say("Why it failed, the main cause first."), "A,B", terms_parser(FailureCause)),
    ] = ()
    note: Annotated[str, option("--note", say("What happened, without names."))] = ""
    decided_by: DecidedBy = ""
    against: Annotated[str, option("--against", say("Why it ends though criteria are not met."), "REASON")] = ""


def _milestone_month(typed: str) -> int:
    return int(choice_parser(("12", "24", "36"))(typed))


@app.command()
def record(
    code: Code,
    said: OutcomeOptions = OutcomeOptions(),
    on: Annotated[date | None, day("--on", say("The day it ended; today if not said."))] = None,
    way: Way = Way(),
) -> None:
    """End her follow-up with an outcome, beside what the criteria of her policy say of it; later visits are cancelled.

    Example: followup outcome record K7M --how business-closed --causes too-few-customers,debt --note "Closed in May."
    """
    from followup.case.facts import Ended
    from followup.services import outcomes

    book = context.open_casebook()
    ended_on = on or book.today
    outcomes.check_day(book, code, ended_on)

    def form() -> "Form":
        from followup_cli.outcomes.ask import answers_of, form_about

        return form_about(book, code, "record", say("An outcome"), answers_of(on=ended_on, **said._asdict()))

    def given() -> "Outcome":
        if said.how is None:
            raise person.missing_option("--how")
        decided_by = said.decided_by.strip() or book.worker
        return Ended(said.how, tuple(said.causes), said.note, said.against, decided_by), ended_on

    _write_outcome(book, code, way, partial(outcomes.record, book, code), say("End her follow-up?"), form, given)


@app.command()
def edit(
    code: Code,
    said: OutcomeOptions = OutcomeOptions(),
    on: Annotated[date | None, day("--on", say("The day it ended, if it was another."))] = None,
    way: Way = Way(),
) -> None:
    """Put the outcome right that ended her follow-up: it begins with what is written down, and asks what is wrong.

    Example: followup outcome edit K7M --on 2026-11-02
    """
    from followup.case.facts import Ended
    from followup.case.fields import revealed
    from followup.services import outcomes

    book = context.open_casebook()
    end = outcomes.outcome_to_correct(book, code)
    before = end.said

    def form() -> "Form":
        from followup_cli.outcomes.ask import answers_of, form_about

        texts = {name: revealed(getattr(before, name)) for name in ("note", "against", "decided_by")}
        standing = answers_of(before.ending, before.causes, end.on, **texts)
        title, given = say("An outcome to be put right"), answers_of(on=on, **said._asdict())
        return form_about(book, code, "edit", title, given, standing)

    def given() -> "Outcome":
        if not (any(said) or on):
            raise Missing(say("Nothing to change was given."), say("See: followup outcome edit --help"))
        how = said.how or before.ending
        kept = () if how.result is OutcomeClass.SUCCESS else before.causes
        texts = said.note or before.note, said.against or before.against, said.decided_by.strip() or before.decided_by
        return Ended(how, tuple(said.causes) or kept, *texts), on or end.on

    write, question = partial(outcomes.correct, book, code), say("Put it right like this?")
    _write_outcome(book, code, way, write, question, form, given, put_right=True)


def _write_outcome(
    book: "Casebook",
    code: str,
    way: Way,
    write: "Callable[..., OutcomeResult]",
    question: str,
    form: "Callable[[], Form]",
    given: "Callable[[], Outcome]",
    *,
    put_right: bool = False,
) -> None:
    """Write an outcome as its form asks for it, or as it was given by options, once what follows was agreed to."""
    from followup.services.guarded_names import masker
    from followup_cli.fragments.consequences import fill_step, is_shown, rehearsed_step, take_step
    from followup_cli.outcomes import data, page

    def step_of(said: "Outcome") -> "GraveStep[OutcomeResult]":
        return rehearsed_step(partial(write, *said), page.outcome_consequences, question, in_scripts=True)

    if person.on_terminal() and not way.yes:
        from followup_cli.outcomes.ask import ask_outcome

        ask = partial(ask_outcome, book, code, put_right=put_right)
        result = fill_step(book, form(), ask, step_of, dry_run=way.dry_run)
    else:
        result = take_step(book, step_of(given()), way)
    shown, mask = partial(page.outcome_result, shown=is_shown(way)), masker(book, names=False)
    respond(book, way.as_json, shown, data.outcome_result_data, result, mask, dry_run=way.dry_run)


@app.command()
def reopen(
    code: Code,
    why: Why = "",
    on: Annotated[date | None, day("--on", say("Since when it goes on; today if not said."))] = None,
    way: Way = Way(),
) -> None:
    """Let follow-up go on after an outcome, which stays in the history: visits to come are asked for again.

    Visits that fell due since the end are excused.

    Example: followup outcome reopen K7M --why "She came back and asks for help."
    """
    from followup.services import outcomes
    from followup_cli.fragments.consequences import fill_step, rehearsed_step, take_step
    from followup_cli.outcomes import data, page

    book = context.open_casebook()
    since = on or book.today
    outcomes.check_reopening(book, code, since)

    def step_of(said: "Reopening") -> "GraveStep[ReopeningResult]":
        write, question = partial(outcomes.reopen, book, code, *said), say("Let her follow-up go on?")
        return rehearsed_step(write, page.reopening_result, question, in_scripts=True)

    if person.on_terminal() and not way.yes:
        from followup_cli.outcomes.ask import ask_reopening, form_about

        given = {"on": since.isoformat(), "why": why}
        form = form_about(book, code, "reopen", say("Follow-up that goes on"), given)
        result = fill_step(book, form, partial(ask_reopening, book, code), step_of, dry_run=way.dry_run)
    else:
        if not why.strip():
            raise person.missing_option("--why")
        result = take_step(book, step_of((why, since)), way)
    respond(book, way.as_json, page.reopening_result, data.reopening_data, result, dry_run=way.dry_run)


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
    if person.on_terminal():
        from followup_cli.outcomes.ask import ask_milestone, form_about

        given = {"how": how or "", "note": note, "decided_by": decided_by}
        form = form_about(book, code, "milestone", say("Month {n}", n=due.month), given)
        said = form.fill(lambda form: ask_milestone(book, form, due.month))
        result = milestones.record(book, code, said, due.month, on)
        form.drop()
    else:
        if how is None:
            raise person.missing_option("--how")
        said = milestones.MilestoneInput(how, note, decided_by.strip() or book.worker)
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
    wanted = outcomes.OutcomeFilter(result, year, since, with_milestones)
    with_notes = with_milestones or as_json
    listed = outcomes.list_outcomes(book, wanted, notes=with_notes)
    mask = masker(book, names=False)
    respond(book, as_json, page.outcomes_page, data.outcomes_data, listed, mask, with_milestones=with_milestones)
