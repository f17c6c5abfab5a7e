"""What is taken along or left with her: sheets for visits, the route, a cash book, her plan, a referral."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Annotated

from followup.case.consent_words import Purpose
from followup.case.forms.dates import parse_month
from followup.errors import Damaged, Missing
from followup.handout.paper.catalogue import Language
from followup.messages import say
from followup_cli import context
from followup_cli.options import Code, Worker, argument, count, only_one_of, option, unless_blank
from followup_cli.prints.options import PrintOptions
from followup_cli.terminal import person
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.notes import print_note, some_of
from followup_cli.terminal.progress import Progress

if TYPE_CHECKING:
    from followup.case.case import Case
    from followup.casebook import Casebook
    from followup.services.prints.sheets import Booklet

WEEK = 7
"""Days ahead if nothing else is said."""
MOST_NAMED = 8


def sheets(
    codes: Annotated[list[str] | None, argument("[CODE]...", say("Only these, whenever they are due."))] = None,
    week: Annotated[bool, option("--week", say("The visits of the next seven days, as if nothing is said."))] = False,
    days: Annotated[int | None, count("--days", "N", say("The visits of so many days."), most=366)] = None,
    worker: Worker = "",
    everybody: Annotated[bool, option("--everybody", say("All workers' graduates."))] = False,
    out: PrintOptions = PrintOptions(),
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
        made, booklet = print_sheets(book, request, out.language or Language.EN_KM, out.to, progress)
    more: dict[str, JsonValue] = {"without_visit": list(booklet.without_visit), "unread": list(booklet.unread)}
    more |= {"no_consent": list(booklet.no_consent)}
    finish(book, made, out, notes=[*_without_sheet(booklet)], more=more)


def _readable(book: "Casebook", codes: Iterable[str]) -> "Iterator[Case]":
    """The cases that can be read; the others are told of with the sheets."""
    for code in codes:
        with suppress(Damaged):
            yield book.case(book.find(code))


def _without_sheet(made: "Booklet") -> "Iterator[str]":
    """Who is to be seen and has no sheet, and why: nobody is left at home because of that.

    Of those whose files are damaged all are named, for nobody else tells who they are.
    """
    if codes := made.without_visit:
        yield say("Without a sheet, for something else than a visit: {codes}.", codes=some_of(codes, MOST_NAMED))
        yield say("Theirs: {command}", command=f"followup print sheets {' '.join(codes[:MOST_NAMED])}")
    if unread := ", ".join(made.unread):
        yield say("Without a sheet, because their files are damaged: {codes}.", codes=unread)
    if said_no := ", ".join(made.no_consent):
        yield say("Without a sheet, because they said no to paper; their visits are due: {codes}.", codes=said_no)


# --- the route --------------------------------------------------------------------------------------------------------


def route(
    week: Annotated[bool, option("--week", say("The next seven days: what is done if nothing is said."))] = False,
    month: Annotated[bool, option("--month", say("To the end of this calendar month."))] = False,
    worker: Worker = "",
    everybody: Annotated[bool, option("--everybody", say("All workers' graduates."))] = False,
    names: Annotated[bool, option("--names", say("Names and villages in place of codes."))] = False,
    yes: Annotated[bool, option("--yes", say("Print names without asking."))] = False,
    out: PrintOptions = PrintOptions(),
) -> None:
    """The visits to make by district and day, overdue first: a list to fold and keep on you, without names.

    Example: followup print route --month
    """
    from followup.services.prints.route import RouteRequest, print_route
    from followup_cli.prints.page import finish

    only_one_of(week=week, month=month)
    only_one_of(worker=worker, everybody=everybody)
    book = context.open_casebook()
    if names and not yes:
        _confirm_names(say("Names and villages will be on this paper."))
    wanted = RouteRequest(worker, everybody, month, names)
    result = print_route(book, wanted, out.language or Language.EN_KM, out.to)
    finish(book, result, out)


def _confirm_names(told: str) -> None:
    """Have names on paper confirmed by whoever was told who could find it; Missing if nobody can be asked."""
    from followup_cli.terminal.asking import stop_unless_agreed

    finders = say("Who could find it: whoever finds a lost bag, a driver, somebody of her family or village.")
    if not person.on_terminal():
        raise Missing(say("--yes is missing: names would be on this paper, and nobody can be asked."), finders)
    print_note(told + " " + finders)
    stop_unless_agreed(say("Print them all the same?"))


# --- of one graduate --------------------------------------------------------------------------------------------------


def cash_book(
    code: Annotated[
        str, argument("[CODE]", say("For her, in the currency of her plan; for anybody if not said."))
    ] = "",
    month: Annotated[
        date | None,
        option("--month", say("The month, like 2026-12; any month if not said."), "MONTH", unless_blank(parse_month)),
    ] = None,
    out: PrintOptions = PrintOptions(),
) -> None:
    """A month's blank cash book: pictures and big boxes, a line a day, the sums at the end. Nobody needs to read.

    Example: followup print cash-book K7M --month 2026-12
    """
    from followup.services.prints.cash_book import print_cash_book
    from followup_cli.fragments.consent_needed import go_on_against_a_no
    from followup_cli.prints.page import finish

    book = context.open_casebook()
    if code:
        go_on_against_a_no(book, book.case(book.find(code)), Purpose.PAPER)
    result = print_cash_book(book, code, month, out.language or Language.EN_KM, out.to)
    finish(book, result, out)


def plan(
    code: Code,
    promises: Annotated[
        bool, option("--promises", say("What was promised as well: only where whoever sees it may read it."))
    ] = False,
    out: PrintOptions = PrintOptions(),
) -> None:
    """Her plan on one page, in plain words and pictures, to be agreed and signed. It does not say where she comes from.

    Example: followup print plan K7M
    """
    from followup.services.prints.plan import print_plan
    from followup_cli.fragments.consent_needed import go_on_against_a_no
    from followup_cli.prints.page import finish

    book = context.open_casebook()
    go_on_against_a_no(book, book.case(book.find(code)), Purpose.PAPER)
    result = print_plan(book, code, out.language or Language.EN_KM, out.to, promises=promises)
    finish(book, result, out)


def referral(
    code: Code,
    which: Annotated[str, argument("[WHICH]", say("Its number in referral list; the open one if not said."))] = "",
    names: Annotated[bool, option("--names", say("Her name and number too, if she agreed to that."))] = False,
    yes: Annotated[bool, option("--yes", say("Print names without asking."))] = False,
    out: PrintOptions = PrintOptions(),
) -> None:
    """A referral on one page to take along: what the service is asked for, and of her only what she agreed to.

    Without names there are lines to write them in by hand. The page has room for the answer, and a reference.

    Example: followup print referral K7M 1
    """
    from followup.case.referral import purpose_of
    from followup.services import referrals
    from followup.services.prints.referral import print_referral
    from followup_cli.fragments.consent_needed import go_on_against_a_no, go_on_without_consent
    from followup_cli.prints.page import finish

    book = context.open_casebook()
    case = book.look(code).case
    go_on_against_a_no(book, case, Purpose.PAPER)
    go_on_without_consent(book, case, purpose_of(referrals.open_to_show(case, which).said.service))
    if names and not yes:
        _confirm_names(say("Her name and number will be on this paper, if she agreed to that."))
    result = print_referral(book, code, which, out.language or Language.EN_KM, out.to, names=names)
    finish(book, result, out)
