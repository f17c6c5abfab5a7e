"""How follow-up ended, how it went on, and how everybody stands at the milestones."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from followup.case.vocabulary import FailureCause, MilestoneStanding, OutcomeClass, OutcomeKind
from followup.errors import Missing
from followup.messages import say
from followup_cli import context
from followup_cli.options import AsJson, Code, StepOptions, Why, count, day, option, unless_blank, word
from followup_cli.response import respond
from followup_cli.terminal import person
from followup_cli.terminal.typed import choice_parser, terms_parser

if TYPE_CHECKING:
    from followup.services.outcomes import OutcomeResult, ReopeningResult
    from followup_cli.outcomes.ask import Outcome, Reopening

app = typer.Typer(
    no_args_is_help=True, help=say("How follow-up ended, and why; reopen it; milestones; all of them listed.")
)

How = Annotated[OutcomeKind | None, word("--how", OutcomeKind, say("How it ended."))]
Causes = Annotated[
    Sequence[FailureCause],
    option("--causes", say("Why it failed, the main cause first."), "A,B", terms_parser(FailureCause)),
]
Happened = Annotated[str, option("--note", say("What happened, without names."))]
Against = Annotated[str, option("--against", say("Why it ends though criteria are not met."), "REASON")]
DecidedBy = Annotated[str, option("--decided-by", say("Initials or role of who decided; you if not said."), "WHO")]


def _milestone_month(typed: str) -> int:
    return int(choice_parser(("12", "24", "36"))(typed))


@app.command()
def record(
    code: Code,
    how: How = None,
    causes: Causes = (),
    note: Happened = "",
    decided_by: DecidedBy = "",
    against: Against = "",
    on: Annotated[date | None, day("--on", say("The day it ended; today if not said."))] = None,
    way: StepOptions = StepOptions(),
) -> None:
    """End her follow-up with an outcome, beside what the criteria of her policy say of it; later visits are cancelled.

    Example: followup outcome record K7M --how business-closed --causes too-few-customers,debt --note "Closed in May."
    """
    from followup.case.facts import Ended
    from followup.services import outcomes
    from followup.services.guarded_names import masker
    from followup_cli.fragments.consequences import GraveStep, fill_step, is_shown, take_step
    from followup_cli.outcomes import data, page

    book = context.open_casebook()
    outcomes.check_day(book, code, on or book.today)

    def step_of(said: "Outcome") -> "GraveStep[OutcomeResult]":
        record = partial(outcomes.record, book, code, *said)
        look, question = partial(record, dry_run=True), say("End her follow-up?")
        return GraveStep(look, lambda _: record(), page.outcome_consequences, question, in_scripts=True)

    if person.on_terminal() and not way.yes:
        from followup_cli.outcomes.ask import answers_of, ask_outcome, form_about

        texts = {"note": note, "against": against, "decided_by": decided_by}
        given = answers_of(how, causes, on or book.today, **texts)
        form = form_about(book, code, "record", say("An outcome"), given)
        result = fill_step(book, form, lambda form: ask_outcome(book, code, form), step_of, dry_run=way.dry_run)
    else:
        if how is None:
            raise person.missing_option("--how")
        said = Ended(how, tuple(causes), note, against, decided_by.strip() or book.worker), on or book.today
        result = take_step(book, step_of(said), way)
    mask, shown = masker(book, names=False), is_shown(way)
    respond(
        book,
        way.as_json,
        lambda: page.outcome_result(result, mask, dry_run=way.dry_run, shown=shown),
        lambda: data.outcome_result_data(result, mask, dry_run=way.dry_run),
    )


@app.command()
def edit(
    code: Code,
    how: How = None,
    causes: Causes = (),
    note: Happened = "",
    decided_by: DecidedBy = "",
    against: Against = "",
    on: Annotated[date | None, day("--on", say("The day it ended, if it was another."))] = None,
    way: StepOptions = StepOptions(),
) -> None:
    """Put the outcome right that ended her follow-up: it begins with what is written down, and asks what is wrong.

    Example: followup outcome edit K7M --on 2026-11-02
    """
    from followup.case.facts import Ended
    from followup.case.fields import revealed
    from followup.services import outcomes
    from followup.services.guarded_names import masker
    from followup_cli.fragments.consequences import GraveStep, fill_step, is_shown, take_step
    from followup_cli.outcomes import data, page

    book = context.open_casebook()
    end = outcomes.outcome_to_correct(book, code)
    before = end.said

    def step_of(said: "Outcome") -> "GraveStep[OutcomeResult]":
        correct = partial(outcomes.correct, book, code, *said)
        look, question = partial(correct, dry_run=True), say("Put it right like this?")
        return GraveStep(look, lambda _: correct(), page.outcome_consequences, question, in_scripts=True)

    if person.on_terminal() and not way.yes:
        from followup_cli.outcomes.ask import answers_of, ask_outcome, form_about

        given = answers_of(how, causes, on, note=note, against=against, decided_by=decided_by)
        texts = {name: revealed(getattr(before, name)) for name in ("note", "against", "decided_by")}
        standing = answers_of(before.ending, before.causes, end.on, **texts)
        form = form_about(book, code, "edit", say("An outcome to be put right"), given, standing)
        result = fill_step(
            book, form, lambda form: ask_outcome(book, code, form, put_right=True), step_of, dry_run=way.dry_run
        )
    else:
        if not (how or causes or note or decided_by or against or on):
            raise Missing(say("Nothing to change was given."), say("See: followup outcome edit --help"))
        how = how or before.ending
        kept = () if how.result is OutcomeClass.SUCCESS else before.causes
        written = note or before.note, against or before.against, decided_by.strip() or before.decided_by
        said = Ended(how, tuple(causes) or kept, *written)
        result = take_step(book, step_of((said, on or end.on)), way)
    mask, shown = masker(book, names=False), is_shown(way)
    respond(
        book,
        way.as_json,
        lambda: page.outcome_result(result, mask, dry_run=way.dry_run, shown=shown),
        lambda: data.outcome_result_data(result, mask, dry_run=way.dry_run),
    )


@app.command()
def reopen(
    code: Code,
    why: Why = "",
    on: Annotated[date | None, day("--on", say("Since when it goes on; today if not said."))] = None,
    way: StepOptions = StepOptions(),
) -> None:
    """Let follow-up go on after an outcome, which stays in the history: visits to come are asked for again.

    Visits that fell due since the end are excused.

    Example: followup outcome reopen K7M --why "She came back and asks for help."
    """
    from followup.services import outcomes
    from followup_cli.fragments.consequences import GraveStep, fill_step, take_step
    from followup_cli.outcomes import data, page

    book = context.open_casebook()
    outcomes.check_reopening(book, code, on or book.today)

    def step_of(said: "Reopening") -> "GraveStep[ReopeningResult]":
        reopen = partial(outcomes.reopen, book, code, *said)
        look, question = partial(reopen, dry_run=True), say("Let her follow-up go on?")
        return GraveStep(look, lambda _: reopen(), page.reopening_result, question, in_scripts=True)

    if person.on_terminal() and not way.yes:
        from followup_cli.outcomes.ask import ask_reopening, form_about

        given = {"on": (on or book.today).isoformat(), "why": why}
        form = form_about(book, code, "reopen", say("Follow-up that goes on"), given)
        result = fill_step(book, form, lambda form: ask_reopening(book, code, form), step_of, dry_run=way.dry_run)
    else:
        if not why.strip():
            raise person.missing_option("--why")
        result = take_step(book, step_of((why, on or book.today)), way)
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

        form = form_about(
            book,
            code,
            "milestone",
            say("Month {n}", n=due.month),
            {"how": how or "", "note": note, "decided_by": decided_by},
        )
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
    listed = (outcomes.list_outcomes if with_notes else outcomes.outcomes_without_notes)(book, wanted)
    mask = masker(book, names=False)
    respond(book, as_json, page.outcomes_page, data.outcomes_data, listed, mask, with_milestones=with_milestones)
