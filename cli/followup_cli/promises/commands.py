"""Promises: made, settled, listed; the end of follow-up announced."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Annotated

import typer

from followup.errors import Invalid
from followup.messages import say
from followup_cli import context
from followup_cli.fragments.whom import tell_whom
from followup_cli.options import (
    AsJson,
    AsWritten,
    Code,
    Names,
    Worker,
    argument,
    coming_day,
    day,
    option,
    parse_coming_day,
)
from followup_cli.response import respond
from followup_cli.terminal import person

app = typer.Typer(no_args_is_help=True, help=say("Promises to her: make, settle, list; announce the end of follow-up."))

Which = Annotated[str, argument("WHICH", say("Its number in promise list."))]
PromisedBy = Annotated[str, option("--by", say("Who will do it; her worker if not said."), "WHO")]


@app.command()
def make(
    code: Code,
    what: Annotated[str, option("--what", say("What will be done; no names."))] = "",
    by: PromisedBy = "",
    as_written: AsWritten = False,
    due: Annotated[date | None, coming_day("--due", say("By which day."))] = None,
    on: Annotated[date | None, day("--on", say("When it was made; today if not said."))] = None,
) -> None:
    """Write down what she was told would be done, by whom and by when.

    Example: followup promise make K7M --what "Bring the spare part for her sewing machine." --by SN --due 2027-01-15
    """
    from followup.services import promises
    from followup_cli.fragments.known_words import answered_owner
    from followup_cli.promises import page
    from followup_cli.terminal.asking import Question, answer

    book = context.open_casebook()
    case = tell_whom(book, code)
    if person.on_terminal():
        promises.check_new(book, code, on)
    what = answer(Question("--what", say("What will be done, without names"), what, needed=True, note=True))
    who = Question("--by", say("Who will do it"), by, case.worker or book.worker, needed=True)
    by = answered_owner(book, who, as_written=as_written)
    due = due or _ask_coming_day("--due", say("By which day"), lambda day: promises.check_due(day, on or book.today))
    page.promise_made_result(promises.make(book, code, what, by, due, on)).show()


@app.command()
def settle(
    code: Code,
    which: Which,
    kept: Annotated[bool | None, option("--kept/--broken", say("Was it kept."))] = None,
    note: Annotated[str, option("--note", say("How, or why not; no names."))] = "",
    on: Annotated[date | None, day("--on", say("When; today if not said."))] = None,
) -> None:
    """Say that a promise was kept, or that it was not and will not be, and why.

    Example: followup promise settle K7M 1 --broken --note "The part is not made any more."
    """
    from followup.services import promises
    from followup_cli.promises import page
    from followup_cli.terminal.asking import Question, answer, either

    book = context.open_casebook()
    promise = promises.pick(tell_whom(book, code), which)
    promises.check_settled(promise, on or book.today, book.today)
    kept = either("--kept", "--broken", say("Was it kept?"), kept)
    if not kept:
        note = answer(Question("--note", say("Why it was not kept, without names"), note, needed=True, note=True))
    page.promise_settled_result(promises.settle(book, code, promise.id, kept=kept, note=note, on=on)).show()


@app.command()
def end(
    code: Code,
    on: Annotated[date | None, coming_day("--on", say("The day follow-up ends."))] = None,
    by: PromisedBy = "",
    as_written: AsWritten = False,
    what: Annotated[str, option("--what", say("What she was told; no names."))] = "",
) -> None:
    """Announce ahead on which day her follow-up ends, as a promise; ending itself is another step.

    Example: followup promise end K7M --on 2029-01-31
    """
    from followup.services import promises
    from followup_cli.fragments.known_words import given_owner
    from followup_cli.promises import page

    book = context.open_casebook()
    tell_whom(book, code)
    if person.on_terminal():
        promises.check_new(book, code, None, ending=True)
    by = given_owner(book, "--by", by, as_written=as_written)
    text = say("On which day follow-up ends")
    on = on or _ask_coming_day("--on", text, lambda day: promises.check_announced(day, book.today))
    page.promise_made_result(promises.announce_end(book, code, on, by, what)).show()


def _ask_coming_day(option: str, text: str, check: Callable[[date], date]) -> date:
    """A day to come; one that cannot be is refused at the question."""
    from followup_cli.terminal.asking import Question, parsed_answer

    return parsed_answer(Question(option, text, needed=True), lambda typed: check(parse_coming_day(typed)))


@app.command("list")
def list_(
    code: Annotated[str, argument("[CODE]", say("All promises to one graduate, settled ones too."))] = "",
    worker: Worker = "",
    past: Annotated[bool, option("--past", say("Only those past their day."))] = False,
    names: Names = False,
    as_json: AsJson = False,
) -> None:
    """The open promises to everybody, the earliest due first; or all of one graduate, with what became of them.

    Example: followup promise list --past
    """
    from followup.case.parts import numbered
    from followup.services import promises
    from followup.services.guarded_names import masker
    from followup_cli.promises import data, page

    if code and worker:
        raise Invalid(say("One graduate has one worker: give a code or a worker, not both."))
    book = context.open_casebook()
    mask = masker(book, names=names)
    if code:
        case = book.case(book.find(code))
        late = [row for row in numbered(case.promises) if not past or row[1].is_past(book.today)]
        listed = [(case, *row) for row in late]
        shown = partial(page.case_promises_page, case, late, mask)
    else:
        listed = list(promises.open_promises(book, worker=worker, past=past, names=names))
        shown = partial(page.open_promises_page, listed, book.today, mask, names=names)
    respond(book, as_json, shown, partial(data.promises_data, listed, mask, names=names))
