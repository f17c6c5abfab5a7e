"""Somebody found by what is known of her."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from followup.messages import say
from followup_cli import context
from followup_cli.options import AsJson, Names, argument
from followup_cli.response import respond
from followup_cli.terminal.json import JsonValue

if TYPE_CHECKING:
    from followup.case.fields import Mask
    from followup.services.search import Found
    from followup_cli.terminal.page import Page

app = typer.Typer()


@app.command()
def find(
    text: Annotated[str, argument("[TEXT]", say("What is known of her; asked for if not given."))] = "",
    names: Names = False,
    as_json: AsJson = False,
) -> None:
    """Find graduates by code, name, nickname, village, phone, business, trade or place, in Khmer or Latin letters.

    Shows codes, and by what each was found. Leave TEXT out and type it when asked: the shell then keeps no name.

    Example: followup find sewing
    """
    from followup.services.guarded_names import labeller
    from followup.services.search import find_graduates
    from followup_cli.terminal.asking import Question, answer

    book = context.open_casebook()
    text = answer(Question("TEXT", say("Whom to find"), text, needed=True))
    found, label = find_graduates(book, text, names=names), labeller(book, names=names)
    shown = partial(_found_page, found, book.today, label, names=names)
    respond(book, as_json, shown, partial(_found_data, found, label, names=names))


def _found_page(found: "Sequence[Found]", today: date, label: "Mask", *, names: bool) -> "Page":
    from followup_cli.graduates.listing import graduates_table
    from followup_cli.terminal.page import Page

    page = Page().line(say("Found"), "head")
    by = {one.line.row.code: ", ".join(one.found_by) for one in found}
    page.line(say("Found {n}.", n=len(found)) if found else say("Nobody was found."), "quiet").line()
    if not found:
        return page.line(say("Try less of the word, another spelling, or: followup graduate list"))
    return page.table(graduates_table([one.line for one in found], today, label, names=names, found_by=by))


def _found_data(found: "Sequence[Found]", label: "Mask", *, names: bool) -> list[dict[str, JsonValue]]:
    from followup_cli.graduates.listing import graduates_data

    rows = graduates_data((one.line for one in found), label, names=names)
    return [row | {"found_by": list(one.found_by)} for row, one in zip(rows, found, strict=True)]
