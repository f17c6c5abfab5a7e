"""How follow-up ended, how it went on, and how everybody stands at the milestones."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from followup.case import text_limits
from followup.case.vocabulary import Cause, Ending, Reached, Result
from followup.messages import say
from followup_cli import context
from followup_cli.options import about, each, optional_day, parse_number
from followup_cli.terminal.asking import Question, answer, chosen, tell
from followup_cli.terminal.json import emit
from followup_cli.terminal.words import choice, metavar, parts, word

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
    how: Annotated[str, typer.Option("--how", metavar=metavar(Ending), help=say("How it ended."))] = "",
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
    day = optional_day("--on", on, book.today)
    outcomes.check_day(book, code, day or book.today)
    ending = chosen("--how", say("How it ended"), how, Ending)
    why = _causes(causes, ending)
    told = _words("--note", say("What happened, without names (Enter to skip)"), note)
    reason = _against(book, code, ending, day or book.today, against)
    by = _decided_by(decided_by, book)
    done = outcomes.record(book, code, Ended(ending, why, told, reason, by), day)
    mask = masker(book, names=False)
    if as_json:
        emit(milestones_page.data(done, mask))
    else:
        milestones_page.page(done, mask).show()
    context.tell_problems(book)


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
    day = optional_day("--on", on, book.today)
    outcomes.check_reopening(book, code, day or book.today)
    reason = answer(Question("--why", say("The reason, without names"), why, needed=True, check=_note))
    done = outcomes.reopen(book, code, reason, day)
    if as_json:
        emit(milestones_page.reopened_data(done))
    else:
        milestones_page.reopened(done).show()


@app.command()
def milestone(
    code: Code,
    month: Annotated[
        str, typer.Option("--month", metavar="12|24|36", help=say("Which; the latest reached if not said."))
    ] = "",
    how: Annotated[str, typer.Option("--how", metavar=metavar(Reached), help=say("How she stands."))] = "",
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

    with about("--month"):
        wanted = int(choice(("12", "24", "36"))(month)) if month else None
    book = context.open_casebook()
    day = optional_day("--on", on, book.today)
    meant = milestones.meant(book, code, wanted, day or book.today)
    standing = chosen("--how", say("How she stands at month {n}", n=meant.month), how, Reached)
    told = _words("--note", say("What there is to say of it, without names (Enter to skip)"), note)
    said = milestones.Told(standing, told, _decided_by(decided_by, book))
    done = milestones.record(book, code, said, meant.month, day)
    mask = masker(book, names=False)
    if as_json:
        emit(milestones_page.data(done, mask))
    else:
        milestones_page.page(done, mask).show()
    context.tell_problems(book)


@app.command("list")
def list_(
    result: Annotated[
        str, typer.Option("--result", metavar=metavar(Result), help=say("Only outcomes of this kind."))
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

    with about("--result"):
        kind = word(Result)(result) if result else None
    with about("--year"):
        number = parse_number(year, 1990, 2099) if year else None
    book = context.open_casebook()
    wanted = outcomes.Wanted(kind, number, optional_day("--since", since, book.today))
    found = outcomes.listed(book, wanted)
    mask = masker(book, names=False)
    if as_json:
        emit(milestones_page.list_data(found, mask, with_milestones=with_milestones))
    else:
        milestones_page.list_page(found, mask, with_milestones=with_milestones).show()
    context.tell_problems(book)


# --- what is asked --------------------------------------------------------------------------------------------------


def _note(typed: str) -> None:
    text_limits.note(typed, say("The text"))


def _who(typed: str) -> None:
    text_limits.line(typed, say("Who decided"))


def _words(option: str, text: str, given: str) -> str:
    return answer(Question(option, text, given, check=_note))


def _decided_by(given: str, book: "Casebook") -> str:
    """Who decided: whoever uses the laptop, if nobody else is named."""
    text = say("Who decided, by initials or role")
    return answer(Question("--decided-by", text, given, book.worker, check=_who)).strip()


def _causes(given: str, ending: Ending) -> tuple[Cause, ...]:
    """Why it failed, the main cause first; a person is asked for them where it did."""
    if given or ending.result is not Result.FAILURE or not context.on_terminal():
        return each("--causes", parts(given), word(Cause))
    main = chosen("--causes", say("Main cause"), "", Cause)
    others = answer(Question("--causes", say("Other causes, with commas (Enter: none)"), check=_read_causes))
    return (main, *(cause for cause in _read_causes(others) if cause is not main))


def _read_causes(typed: str) -> tuple[Cause, ...]:
    return tuple(map(word(Cause), parts(typed)))


def _against(book: "Casebook", code: str, ending: Ending, day: date, given: str) -> str:
    """Why it ends though not every criterion is met; a person is asked where a success needs that."""
    from followup.services import outcomes
    from followup.services.readiness import review

    if given or not context.on_terminal():
        return given
    found = review(book, code, day)
    if not outcomes.against_criteria(ending.result, found):
        return ""
    tell(say("Not met or not known: {criteria}.", criteria=outcomes.open_criteria(found)))
    return answer(Question("--against", say("Why it ends all the same"), needed=True, check=_note))
