"""How follow-up ended, how it went on, and how everybody stands at the milestones."""

from collections.abc import Sequence
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
    from followup.case.parts import FollowUpEnd
    from followup.casebook import Casebook
    from followup.services.outcomes import OutcomeResult, ReopeningResult
    from followup_cli.fragments.consequences import GraveStep
    from followup_cli.outcomes.ask import Outcome, Reopening

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
    from followup.services import outcomes

    book = context.open_casebook()
    outcomes.check_day(book, code, on or book.today)
    _write_outcome(book, code, said, on or book.today, way)


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
    from followup.services import outcomes

    book = context.open_casebook()
    _write_outcome(book, code, said, on, way, outcomes.outcome_to_correct(book, code))


def _write_outcome(
    book: "Casebook", code: str, said: OutcomeOptions, on: date | None, way: Way, before: "FollowUpEnd | None" = None
) -> None:
    """Write an outcome, or put the one ``before`` right: as a form asks for it, or options say."""
    from followup.services import outcomes
    from followup.services.guarded_names import masker
    from followup_cli.fragments.consequences import fill_step, is_shown, rehearsed_step, take_step
    from followup_cli.outcomes import data, page

    write = partial(outcomes.correct if before else outcomes.record, book, code)
    question = say("Put it right like this?") if before else say("End her follow-up?")

    def step_of(said: "Outcome") -> "GraveStep[OutcomeResult]":
        return rehearsed_step(partial(write, *said), page.outcome_consequences, question, in_scripts=True)

    if person.on_terminal() and not way.yes:
        from followup_cli.outcomes.ask import answers_of, ask_outcome, outcome_form, standing_answers

        kind, title = ("edit", say("An outcome to be put right")) if before else ("record", say("An outcome"))
        standing = standing_answers(before) if before else None
        form = outcome_form(book, code, kind, title, answers_of(on=on, **said._asdict()), standing)
        ask = partial(ask_outcome, book, code, put_right=before is not None)
        result = fill_step(book, form, ask, step_of, dry_run=way.dry_run)
    else:
        result = take_step(book, step_of(_outcome_given(book, said, on, before)), way)
    shown, mask = partial(page.outcome_result, shown=is_shown(way)), masker(book, names=False)
    respond(book, way.as_json, shown, data.outcome_result_data, result, mask, dry_run=way.dry_run)


def _outcome_given(book: "Casebook", said: OutcomeOptions, on: date | None, before: "FollowUpEnd | None") -> "Outcome":
    """An outcome as options say it; what they leave out is as it was ``before``."""
    from followup.case.facts import Ended

    if before is None:
        if said.how is None:
            raise person.missing_option("--how")
        decided_by = said.decided_by.strip() or book.worker
        return Ended(said.how, tuple(said.causes), said.note, said.against, decided_by), on or book.today
    if not (any(said) or on):
        raise Missing(say("Nothing to change was given."), say("See: followup outcome edit --help"))
    was = before.said
    how = said.how or was.ending
    kept = () if how.result is OutcomeClass.SUCCESS else was.causes
    texts = said.note or was.note, said.against or was.against, said.decided_by.strip() or was.decided_by
    return Ended(how, tuple(said.causes) or kept, *texts), on or before.on


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
        from followup_cli.outcomes.ask import ask_reopening, outcome_form

        given = {"on": since.isoformat(), "why": why}
        form = outcome_form(book, code, "reopen", say("Follow-up that goes on"), given)
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
        from followup_cli.outcomes.ask import ask_milestone, outcome_form

        given = {"how": how or "", "note": note, "decided_by": decided_by}
        form = outcome_form(book, code, "milestone", say("Month {n}", n=due.month), given)
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
