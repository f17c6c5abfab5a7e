"""How follow-up ended, how it went on, and how everybody stands at the milestones."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from followup.case import text_limits
from followup.case.vocabulary import FailureCause, MilestoneStanding, OutcomeClass, OutcomeKind
from followup.messages import say
from followup_cli import context
from followup_cli.options import naming_option, parse_each, parse_number, parse_optional_day
from followup_cli.terminal.asking import Question, answer, chosen_term, print_note
from followup_cli.terminal.json import print_json
from followup_cli.terminal.words import choice_parser, split_commas, term_parser, terms_metavar

if TYPE_CHECKING:
    from followup.casebook import Casebook

app = typer.Typer(
    no_args_is_help=True, help=say("How follow-up ended, and why; reopen it; milestones; all of them listed.")
)

Code = Annotated[str, typer.Argument(metavar="CODE", help=say("Her code, or the beginning of it."))]
DecidedBy = Annotated[
    str, typer.Option("--decided-by", metavar="WHO", help=say("Initials or role of who decided; you if not said."))
]
Json = Annotated[bool, typer.Option("--json", help=say("For programs."))]


@app.command()
def record(
    code: Code,
    how: Annotated[str, typer.Option("--how", metavar=terms_metavar(OutcomeKind), help=say("How it ended."))] = "",
    causes: Annotated[
        str, typer.Option("--causes", metavar="A,B", help=say("Why it failed, the main cause first."))
    ] = "",
    note: Annotated[str, typer.Option("--note", help=say("What happened, without names."))] = "",
    decided_by: DecidedBy = "",
    against: Annotated[
        str, typer.Option("--against", metavar="REASON", help=say("Why it ends though criteria are not met."))
    ] = "",
    on: Annotated[str, typer.Option("--on", metavar="DATE", help=say("The day it ended; today if not said."))] = "",
    as_json: Json = False,
) -> None:
    """End her follow-up with an outcome, beside what the criteria of her policy say of it; later visits are cancelled.

    Example: followup outcome record K7M --how business-closed --causes too-few-customers,debt --note "Closed in May."
    """
    from followup.case.facts import Ended
    from followup.services import outcomes
    from followup.services.guarded_names import masker
    from followup_cli.outcomes import page as milestones_page

    book = context.open_casebook()
    day = parse_optional_day("--on", on, book.today)
    outcomes.check_day(book, code, day or book.today)
    ending = chosen_term("--how", say("How it ended"), how, OutcomeKind)
    why = _ask_causes(causes, ending)
    told = _ask_note("--note", say("What happened, without names (Enter to skip)"), note)
    reason = _ask_why_against_criteria(book, code, ending, day or book.today, against)
    by = _ask_decided_by(decided_by, book)
    done = outcomes.record(book, code, Ended(ending, why, told, reason, by), day)
    mask = masker(book, names=False)
    if as_json:
        print_json(milestones_page.outcome_result_data(done, mask))
    else:
        milestones_page.outcome_result(done, mask).show()
    context.report_unreadable_cases(book)


@app.command()
def reopen(
    code: Code,
    why: Annotated[str, typer.Option("--why", help=say("The reason; no names."))] = "",
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help=say("Since when it goes on; today if not said."))
    ] = "",
    as_json: Json = False,
) -> None:
    """Let follow-up go on after an outcome, which stays in the history: visits to come are asked for again.

    Visits that fell due since the end are excused.

    Example: followup outcome reopen K7M --why "She came back and asks for help."
    """
    from followup.services import outcomes
    from followup_cli.outcomes import page as milestones_page

    book = context.open_casebook()
    day = parse_optional_day("--on", on, book.today)
    outcomes.check_reopening(book, code, day or book.today)
    reason = answer(Question("--why", say("The reason, without names"), why, needed=True, check=_check_note))
    done = outcomes.reopen(book, code, reason, day)
    if as_json:
        print_json(milestones_page.reopening_data(done))
    else:
        milestones_page.reopening_result(done).show()


@app.command()
def milestone(
    code: Code,
    month: Annotated[
        str, typer.Option("--month", metavar="12|24|36", help=say("Which; the latest reached if not said."))
    ] = "",
    how: Annotated[
        str, typer.Option("--how", metavar=terms_metavar(MilestoneStanding), help=say("How she stands."))
    ] = "",
    note: Annotated[str, typer.Option("--note", help=say("What there is to say of it, without names."))] = "",
    decided_by: DecidedBy = "",
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help=say("The day it is true of; today if not said."))
    ] = "",
    as_json: Json = False,
) -> None:
    """Write down how she stands 12, 24 or 36 months after her return, beside the criteria; of everybody, ended or not.

    Example: followup outcome milestone K7M --month 12 --how contributing-to-household
    """
    from followup.services import milestones
    from followup.services.guarded_names import masker
    from followup_cli.outcomes import milestones_page

    with naming_option("--month"):
        wanted = int(choice_parser(("12", "24", "36"))(month)) if month else None
    book = context.open_casebook()
    day = parse_optional_day("--on", on, book.today)
    meant = milestones.milestone_to_record(book, code, wanted, day or book.today)
    standing = chosen_term("--how", say("How she stands at month {n}", n=meant.month), how, MilestoneStanding)
    told = _ask_note("--note", say("What there is to say of it, without names (Enter to skip)"), note)
    said = milestones.MilestoneInput(standing, told, _ask_decided_by(decided_by, book))
    done = milestones.record(book, code, said, meant.month, day)
    mask = masker(book, names=False)
    if as_json:
        print_json(milestones_page.milestone_result_data(done, mask))
    else:
        milestones_page.milestone_result(done, mask).show()
    context.report_unreadable_cases(book)


@app.command("list")
def list_(
    result: Annotated[
        str, typer.Option("--result", metavar=terms_metavar(OutcomeClass), help=say("Only outcomes of this kind."))
    ] = "",
    year: Annotated[str, typer.Option("--year", metavar="YEAR", help=say("Only those of this year."))] = "",
    since: Annotated[str, typer.Option("--since", metavar="DATE", help=say("Only those of this day or later."))] = "",
    with_milestones: Annotated[
        bool, typer.Option("--milestones", help=say("The milestones of everybody as well, and those missing."))
    ] = False,
    as_json: Json = False,
) -> None:
    """Every outcome by day: month after return, how, main cause, who decided, whether follow-up was reopened.

    Example: followup outcome list --year 2026 --milestones
    """
    from followup.services import outcomes
    from followup.services.guarded_names import masker
    from followup_cli.outcomes import page as milestones_page

    with naming_option("--result"):
        kind = term_parser(OutcomeClass)(result) if result else None
    with naming_option("--year"):
        number = parse_number(year, 1990, 2099) if year else None
    book = context.open_casebook()
    wanted = outcomes.OutcomeFilter(kind, number, parse_optional_day("--since", since, book.today))
    found = outcomes.list_outcomes(book, wanted)
    mask = masker(book, names=False)
    if as_json:
        print_json(milestones_page.outcomes_data(found, mask, with_milestones=with_milestones))
    else:
        milestones_page.outcomes_page(found, mask, with_milestones=with_milestones).show()
    context.report_unreadable_cases(book)


# --- what is asked --------------------------------------------------------------------------------------------------


def _check_note(typed: str) -> None:
    text_limits.checked_note(typed, say("The text"))


def _check_decider(typed: str) -> None:
    text_limits.checked_line(typed, say("Who decided"))


def _ask_note(option: str, text: str, given: str) -> str:
    return answer(Question(option, text, given, check=_check_note))


def _ask_decided_by(given: str, book: "Casebook") -> str:
    """Who decided: whoever uses the laptop, if nobody else is named."""
    text = say("Who decided, by initials or role")
    return answer(Question("--decided-by", text, given, book.worker, check=_check_decider)).strip()


def _ask_causes(given: str, ending: OutcomeKind) -> tuple[FailureCause, ...]:
    """Why it failed, the main cause first; a person is asked for them where it did."""
    if given or ending.result is not OutcomeClass.FAILURE or not context.on_terminal():
        return parse_each("--causes", split_commas(given), term_parser(FailureCause))
    main = chosen_term("--causes", say("Main cause"), "", FailureCause)
    others = answer(Question("--causes", say("Other causes, with commas (Enter: none)"), check=_parse_causes))
    return (main, *(cause for cause in _parse_causes(others) if cause is not main))


def _parse_causes(typed: str) -> tuple[FailureCause, ...]:
    return tuple(map(term_parser(FailureCause), split_commas(typed)))


def _ask_why_against_criteria(book: "Casebook", code: str, ending: OutcomeKind, day: date, given: str) -> str:
    """Why it ends though not every criterion is met; a person is asked where a success needs that."""
    from followup.services import outcomes
    from followup.services.readiness import review_readiness

    if given or not context.on_terminal():
        return given
    found = review_readiness(book, code, day)
    if not outcomes.is_against_criteria(ending.result, found):
        return ""
    print_note(say("Not met or not known: {criteria}.", criteria=outcomes.open_criteria(found)))
    return answer(Question("--against", say("Why it ends all the same"), needed=True, check=_check_note))
