"""The command ``print sheets``."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

from followup.case.consent_words import Purpose
from followup.errors import Damaged
from followup.handout.paper.catalogue import Language
from followup.messages import say
from followup_cli import context
from followup_cli.options import AsJson, Worker, argument, count, only_one_of, option
from followup_cli.prints.options import DEFAULT_FOLDER, Open, PrintLanguage, To
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.progress import Progress

if TYPE_CHECKING:
    from followup.case.case import Case
    from followup.casebook import Casebook

WEEK = 7
"""Days ahead if nothing else is said."""
MOST_NAMED = 8


def sheets(
    codes: Annotated[list[str] | None, argument("[CODE]...", say("Only these, whenever they are due."))] = None,
    week: Annotated[bool, option("--week", say("The visits of the next seven days, as if nothing is said."))] = False,
    days: Annotated[int | None, count("--days", "N", say("The visits of so many days."), most=366)] = None,
    worker: Worker = "",
    everybody: Annotated[bool, option("--everybody", say("All workers' graduates."))] = False,
    language: PrintLanguage = None,
    to: To = DEFAULT_FOLDER,
    open_it: Open = False,
    as_json: AsJson = False,
) -> None:
    """A sheet for each visit to make, one page each: what was left last time, what to look at, and where to write.

    Overdue visits are among them. What comes back on paper is typed in with: followup visit record --sheet CODE

    Example: followup print sheets --days 14 --open

    Example: followup print sheets K7M
    """
    from followup.services.prints.sheets import SheetRequest, print_sheets
    from followup_cli.fragments.consent_needed import go_on_against_a_no
    from followup_cli.prints.page import finish

    only_one_of(CODE=codes or None, week=week, days=days)
    only_one_of(CODE=codes or None, worker=worker, everybody=everybody)
    request = SheetRequest(tuple(codes or ()), WEEK if days is None else days, worker, everybody)
    book = context.open_casebook()
    for case in _readable(book, codes or ()):
        go_on_against_a_no(book, case, Purpose.PAPER)
    with Progress(say("Writing sheets")) as progress:
        result = print_sheets(book, request, language or Language.EN_KM, to, progress)
    more: dict[str, JsonValue] = {"without_visit": list(result.without_visit), "unread": list(result.unread)}
    more |= {"no_consent": list(result.no_consent)}
    notes = [*_without_visit(result.without_visit), *_unread(result.unread), *_no_consent(result.no_consent)]
    finish(book, result.made, open_it=open_it, as_json=as_json, notes=notes, more=more)


def _readable(book: "Casebook", codes: Iterable[str]) -> "Iterator[Case]":
    """The cases that can be read; the others are told of with the sheets."""
    for code in codes:
        with suppress(Damaged):
            yield book.case(book.find(code))


def _without_visit(codes: Sequence[str]) -> list[str]:
    """Who is to be seen though no visit is planned: nobody is left at home because of that."""
    if not codes:
        return []
    some = codes[:MOST_NAMED]
    more = say(" and {n} more", n=len(codes) - len(some)) if len(codes) > len(some) else ""
    told = say("Without a sheet, for something else than a visit: {codes}{more}.", codes=", ".join(some), more=more)
    return [told, say("Theirs: {command}", command=f"followup print sheets {' '.join(some)}")]


def _unread(codes: Sequence[str]) -> list[str]:
    """Whose sheets are missing because their files are damaged: all of them, for nobody else tells who they are."""
    if not codes:
        return []
    return [say("Without a sheet, because their files are damaged: {codes}.", codes=", ".join(codes))]


def _no_consent(codes: Sequence[str]) -> list[str]:
    """Who said no to paper: her visit is due all the same."""
    if not codes:
        return []
    return [
        say("Without a sheet, because they said no to paper; their visits are due: {codes}.", codes=", ".join(codes))
    ]
