"""Promises: made, settled, listed; the end of follow-up announced."""

from datetime import date
from typing import Annotated

import typer

from followup.errors import Invalid
from followup.messages import say
from followup_cli import context
from followup_cli.options import parse_date, parse_optional_day
from followup_cli.terminal.asking import Question, agreed, answer
from followup_cli.terminal.json import print_json

app = typer.Typer(no_args_is_help=True, help=say("Promises to her: make, settle, list; announce the end of follow-up."))

Code = Annotated[str, typer.Argument(metavar="CODE", help=say("Her code, or the beginning of it."))]
WhichPromise = Annotated[str, typer.Argument(metavar="WHICH", help=say("Its number in promise list."))]
PromisedBy = Annotated[str, typer.Option("--by", metavar="WHO", help=say("Who will do it; her worker if not said."))]
Names = Annotated[bool, typer.Option("--names", help=say("Show names as well."))]
Json = Annotated[bool, typer.Option("--json", help=say("For programs."))]


@app.command()
def make(
    code: Code,
    what: Annotated[str, typer.Option("--what", help=say("What will be done; no names."))] = "",
    by: PromisedBy = "",
    due: Annotated[str, typer.Option("--due", metavar="DATE", help=say("By which day."))] = "",
    on: Annotated[str, typer.Option("--on", metavar="DATE", help=say("When it was made; today if not said."))] = "",
) -> None:
    """Write down what she was told would be done, by whom and by when.

    Example: followup promise make K7M --what "Bring the spare part for her sewing machine." --by SN --due 2027-01-15
    """
    from followup.services import promises
    from followup_cli.promises import page

    book = context.open_casebook()
    case = book.case(book.find(code))
    said = answer(Question("--what", say("What will be done, without names"), what, needed=True))
    who = answer(Question("--by", say("Who will do it"), by, case.worker or book.worker, needed=True))
    day = _ask_day("--due", say("By which day"), due, book.today)
    page.promise_made_result(
        promises.make(book, code, said, who, day, parse_optional_day("--on", on, book.today))
    ).show()


@app.command()
def settle(
    code: Code,
    which: WhichPromise,
    kept: Annotated[bool | None, typer.Option("--kept/--broken", help=say("Was it kept."))] = None,
    note: Annotated[str, typer.Option("--note", help=say("How, or why not; no names."))] = "",
    on: Annotated[str, typer.Option("--on", metavar="DATE", help=say("When; today if not said."))] = "",
) -> None:
    """Say that a promise was kept, or that it was not and will not be, and why.

    Example: followup promise settle K7M 1 --broken --note "The part is not made any more."
    """
    from followup.services import promises
    from followup_cli.promises import page

    book = context.open_casebook()
    promise = promises.pick(book.case(book.find(code)), which)
    was_kept = _ask_kept(given=kept)
    told = note
    if not was_kept:
        told = answer(Question("--note", say("Why it was not kept, without names"), note, needed=True))
    day = parse_optional_day("--on", on, book.today)
    page.promise_settled_result(promises.settle(book, code, promise.id, kept=was_kept, note=told, on=day)).show()


def _ask_kept(*, given: bool | None) -> bool:
    if given is not None:
        return given
    if not context.on_terminal():
        raise context.missing_option(say("{one} or {other}", one="--kept", other="--broken"))
    return agreed(say("Was it kept?"))


@app.command()
def end(
    code: Code,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help=say("The day follow-up ends."))] = "",
    by: PromisedBy = "",
    what: Annotated[str, typer.Option("--what", help=say("What she was told; no names."))] = "",
) -> None:
    """Announce ahead on which day her follow-up ends, as a promise; ending itself is another step.

    Example: followup promise end K7M --on 2029-01-31
    """
    from followup.services import promises
    from followup_cli.promises import page

    book = context.open_casebook()
    book.find(code)
    day = _ask_day("--on", say("On which day follow-up ends"), on, book.today)
    page.promise_made_result(promises.announce_end(book, code, day, by, what)).show()


@app.command("list")
def list_(
    code: Annotated[
        str, typer.Argument(metavar="[CODE]", help=say("All promises to one graduate, settled ones too."))
    ] = "",
    worker: Annotated[str, typer.Option("--worker", help=say("Only this worker's graduates."))] = "",
    past: Annotated[bool, typer.Option("--past", help=say("Only those past their day."))] = False,
    names: Names = False,
    as_json: Json = False,
) -> None:
    """The open promises to everybody, the earliest due first; or all of one graduate, with what became of them.

    Example: followup promise list --past
    """
    from followup.services import promises
    from followup.services.guarded_names import masker
    from followup_cli.promises import page

    if code and worker:
        raise Invalid(say("One graduate has one worker: give a code or a worker, not both."))
    book = context.open_casebook()
    mask = masker(book, names=names)
    if code:
        case = book.case(book.find(code))
        mine = [one for one in promises.numbered_promises(case) if not past or promises.is_past(one[1], book.today)]
        if as_json:
            print_json([page.promise_data(case, number, one, mask, names=names) for number, one in mine])
        else:
            page.case_promises_page(case, mine, book.today, mask).show()
    else:
        found = list(promises.open_promises(book, worker=worker, past=past))
        if as_json:
            print_json([page.promise_data(*one, mask, names=names) for one in found])
        else:
            page.open_promises_page(found, book.today, mask, names=names).show()
    context.report_unreadable_cases(book)


def _ask_day(option: str, text: str, typed: str, today: date) -> date:
    return parse_date(
        answer(Question(option, text, typed, needed=True, check=lambda given: parse_date(given, today))), today
    )
