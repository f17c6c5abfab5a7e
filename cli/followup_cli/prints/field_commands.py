"""What is taken along or left with her: ``print route``, ``print cash-book``, ``print plan``, ``print referral``."""

from datetime import date
from typing import Annotated

import typer

from followup.case.consent_words import Purpose
from followup.case.forms.dates import parse_month
from followup.errors import Missing
from followup.handout.paper.catalogue import Language
from followup.messages import say
from followup_cli import context
from followup_cli.options import AsJson, Code, Worker, argument, only_one_of, option, unless_blank
from followup_cli.prints.options import DEFAULT_FOLDER, Open, PrintLanguage, To
from followup_cli.terminal import person
from followup_cli.terminal.notes import print_note


def route(
    week: Annotated[bool, option("--week", say("The next seven days: what is done if nothing is said."))] = False,
    month: Annotated[bool, option("--month", say("To the end of this calendar month."))] = False,
    worker: Worker = "",
    everybody: Annotated[bool, option("--everybody", say("All workers' graduates."))] = False,
    names: Annotated[bool, option("--names", say("Names and villages in place of codes."))] = False,
    yes: Annotated[bool, option("--yes", say("Print names without asking."))] = False,
    language: PrintLanguage = None,
    to: To = DEFAULT_FOLDER,
    open_it: Open = False,
    as_json: AsJson = False,
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
    result = print_route(book, wanted, language or Language.EN_KM, to)
    finish(book, result, open_it=open_it, as_json=as_json)


def _confirm_names(told: str) -> None:
    """Have names on paper confirmed by whoever was told who could find it; Missing if nobody can be asked."""
    from followup_cli.terminal.asking import agreed

    finders = say("Who could find it: whoever finds a lost bag, a driver, somebody of her family or village.")
    if not person.on_terminal():
        raise Missing(say("--yes is missing: names would be on this paper, and nobody can be asked."), finders)
    print_note(told + " " + finders)
    if not agreed(say("Print them all the same?"), default=False):
        raise typer.Abort


def cash_book(
    code: Annotated[
        str, argument("[CODE]", say("For her, in the currency of her plan; for anybody if not said."))
    ] = "",
    month: Annotated[
        date | None,
        option("--month", say("The month, like 2026-12; any month if not said."), "MONTH", unless_blank(parse_month)),
    ] = None,
    language: PrintLanguage = None,
    to: To = DEFAULT_FOLDER,
    open_it: Open = False,
    as_json: AsJson = False,
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
    result = print_cash_book(book, code, month, language or Language.EN_KM, to)
    finish(book, result, open_it=open_it, as_json=as_json)


def plan(
    code: Code,
    promises: Annotated[
        bool, option("--promises", say("What was promised as well: only where whoever sees it may read it."))
    ] = False,
    language: PrintLanguage = None,
    to: To = DEFAULT_FOLDER,
    open_it: Open = False,
    as_json: AsJson = False,
) -> None:
    """Her plan on one page, in plain words and pictures, to be agreed and signed. It does not say where she comes from.

    Example: followup print plan K7M
    """
    from followup.services.prints.plan import print_plan
    from followup_cli.fragments.consent_needed import go_on_against_a_no
    from followup_cli.prints.page import finish

    book = context.open_casebook()
    go_on_against_a_no(book, book.case(book.find(code)), Purpose.PAPER)
    result = print_plan(book, code, language or Language.EN_KM, to, promises=promises)
    finish(book, result, open_it=open_it, as_json=as_json)


def referral(
    code: Code,
    which: Annotated[str, argument("[WHICH]", say("Its number in referral list; the open one if not said."))] = "",
    names: Annotated[bool, option("--names", say("Her name and number too, if she agreed to that."))] = False,
    yes: Annotated[bool, option("--yes", say("Print names without asking."))] = False,
    language: PrintLanguage = None,
    to: To = DEFAULT_FOLDER,
    open_it: Open = False,
    as_json: AsJson = False,
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
    result = print_referral(book, code, which, language or Language.EN_KM, to, names=names)
    finish(book, result, open_it=open_it, as_json=as_json)
