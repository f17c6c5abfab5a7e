"""Of whom it is still kept who she is though the time the office set has passed: ``retention``."""

from typing import TYPE_CHECKING, Annotated

import typer

from followup.errors import Missing
from followup.messages import say
from followup_cli import context
from followup_cli.fragments.retention_note import kept_for
from followup_cli.options import Way, option
from followup_cli.response import respond
from followup_cli.terminal.days import long_day
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.notes import print_note

if TYPE_CHECKING:
    from followup.casebook import Casebook
    from followup.services.retention import KeptTooLong
    from followup_cli.terminal.page import Page

app = typer.Typer()


@app.command()
def retention(
    erase: Annotated[bool, option("--erase", say("Erase who they are, each after a question."))] = False,
    way: Way = Way(),
) -> None:
    """List whose names are kept longer than the office set, or than they agree to, after follow-up has ended.

    With --erase it goes through them as graduate erase does, each with a question; what was written of them goes too.

    Example: followup retention
    """
    from followup.services.retention import kept_too_long

    book = context.open_casebook()
    due = kept_too_long(book)
    if erase and not (book.office.retention or due):
        raise Missing(say("No time is set after which names are erased."), _how_to_set())
    erased = [one.code for one in due if _erased(book, one, way)] if erase else []
    page = _erased_page if erase and not way.dry_run else _page
    respond(book, way.as_json, lambda: page(book, due, erased), lambda: _data(book, due, erased))


def _erased(book: "Casebook", one: "KeptTooLong", way: Way) -> bool:
    """Whether she was erased; who says no to one goes on with the next."""
    from followup.services.guarded_names import masker
    from followup_cli.graduates.erase_command import erase_one
    from followup_cli.graduates.erase_page import erasure_page

    mask = masker(book, names=False)
    try:
        result = erase_one(book, one.code, mask, way, ask=False)
    except typer.Abort:
        print_note(say("{code} stays as she is.", code=one.code))
        return False
    if way.dry_run and not way.as_json:
        erasure_page(result).line().show()
    return not way.dry_run


def _page(book: "Casebook", due: "list[KeptTooLong]", _: list[str]) -> "Page":
    from followup_cli.terminal.page import Page
    from followup_cli.terminal.table import Column, Table

    page = Page().line(say("Names kept after follow-up"), "head")
    if book.office.retention:
        years = kept_for(book.office.retention)
        page.text(say("The office keeps them for {years} after follow-up has ended.", years=years)).line()
    else:
        page.text(say("No time is set after which names are erased.")).text(_how_to_set())
        if not due:
            return page
    columns = [Column(say("Code")), Column(say("Follow-up ended")), Column(say("To be kept until"))]
    rows = [(one.code, long_day(one.ended), _until(one)) for one in due]
    page.table(Table(columns, rows, empty=say("Nobody's are kept longer than that.")))
    how = say("Erase who they are, each after a question: followup retention --erase")
    return page.line().text(how) if due else page


def _until(one: "KeptTooLong") -> str:
    day = long_day(one.until)
    return say("{day}: she does not agree", day=day) if one.declined else day


def _erased_page(_: "Casebook", due: "list[KeptTooLong]", erased: list[str]) -> "Page":
    from followup_cli.terminal.page import Page

    page = Page().line(say("Erased: {n} of {all}.", n=len(erased), all=len(due)))
    return page.line(", ".join(erased)) if erased else page


def _how_to_set() -> str:
    return say("Ask who is responsible for how long, then set it in years: followup office set --retention 7y")


def _data(book: "Casebook", due: "list[KeptTooLong]", erased: list[str]) -> dict[str, JsonValue]:
    return {
        "retention": book.office.retention or None,
        "due": [{"code": one.code, "ended": one.ended, "until": one.until, "declined": one.declined} for one in due],
        "erased": erased,
    }
