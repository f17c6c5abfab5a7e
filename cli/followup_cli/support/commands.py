"""Support: written down, listed, and all of one graduate."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from followup.case.consent_words import Purpose
from followup.case.support_words import SupportedPerson, SupportKind
from followup.errors import Invalid
from followup.messages import say
from followup_cli import context
from followup_cli.fragments.whom import tell_whom
from followup_cli.options import AsJson, Code, DryRun, Names, argument, day, option, word
from followup_cli.response import respond
from followup_cli.terminal import person

if TYPE_CHECKING:
    from followup.case.business.money import Money
    from followup.case.case import Case
    from followup.case.facts import Supported
    from followup.casebook import Casebook

app = typer.Typer(
    no_args_is_help=True, help=say("What she and her family were given, by kind and fund: add, list, show.")
)

Kind = Annotated[SupportKind | None, word("--kind", SupportKind, say("What was given."))]
Fund = Annotated[str, option("--fund", say("Out of which fund, such as the name of the donor."), "NAME")]


class SupportOptions(NamedTuple):
    """What options say that was given."""

    kind: Kind = None
    whom: Annotated[
        SupportedPerson | None, word("--for", SupportedPerson, say("Whom it was given to; herself if not said."))
    ] = None
    amount: Annotated[str, option("--amount", say("What it cost; left out if nobody knows."), "AMOUNT")] = ""
    fund: Fund = ""
    as_written: Annotated[bool, option("--as-written", say("Nearly a known fund, but another is meant."))] = False
    planned: Annotated[bool, option("--planned", say("All that her plan says was bought for her."))] = False
    note: Annotated[str, option("--note", say("What it was; no names."))] = ""


@app.command()
def add(
    code: Code,
    said: SupportOptions = SupportOptions(),
    on: Annotated[date | None, day("--on", say("The day it was given; today if not said."))] = None,
    dry_run: DryRun = False,
) -> None:
    """Write down what she, or a member of her family, was given: what it was, what it cost, and out of which fund.

    A loan to herself is in her plan; here you say only out of which fund it came.

    Example: followup support add K7M --kind school --for child --amount "$25" --fund "School fund"

    Example: followup support add K7M --planned --fund "Start-up fund" --dry-run
    """
    from followup.services import support
    from followup.services.guarded_names import labeller
    from followup_cli.fragments.contact_consent import contact_consent_page
    from followup_cli.fragments.known_words import answered_fund
    from followup_cli.support import page

    book = context.open_casebook()
    case = tell_whom(book, code)
    day_given = support.check_new(book, case, on)
    if said.planned:
        _refuse_beside_planned(said)
        support.add_planned(book, code, on=on, dry_run=True)
        fund = answered_fund(book, said.fund, as_written=said.as_written, asked=person.on_terminal())
        result = support.add_planned(book, code, fund, said.note, on, dry_run=dry_run)
    else:
        result = support.add(book, code, _asked(book, case, said), day_given, dry_run=dry_run)
    page.support_result(result, labeller(book), dry_run=dry_run).show()
    family = any(one.whom.in_family for one in result.written)
    contact_consent_page(result.case, Purpose.FAMILY if family else None).show()


def _refuse_beside_planned(said: SupportOptions) -> None:
    if said.kind or said.whom or said.amount:
        raise Invalid(
            say("--planned takes kinds and amounts from her plan."), say("Leave out --kind, --for and --amount.")
        )


def _asked(book: "Casebook", case: "Case", said: SupportOptions) -> "Supported":
    """What options say, and on a terminal what was left out."""
    from followup.case.facts import Supported
    from followup.services.support import check_own_loan
    from followup_cli.fragments.known_words import answered_fund
    from followup_cli.terminal.asking import Question, answer, chosen_term

    asked, whom, note = person.on_terminal() and not said.kind, said.whom, said.note
    kind = chosen_term("--kind", say("What was given"), said.kind, SupportKind)
    if whom is None and asked:
        whom = chosen_term("--for", say("To whom"), None, SupportedPerson)
    given = Supported(kind, whom or SupportedPerson.HERSELF)
    if given.is_own_loan:
        check_own_loan(case)
    cost = _amount(book, said.amount, asked=asked and not given.is_own_loan)
    fund = answered_fund(book, said.fund, as_written=said.as_written, asked=asked)
    if asked and not note:
        note = answer(Question("--note", say("What it was, without names; Enter to skip"), note=True))
    return Supported(kind, given.whom, cost, fund, note)


def _amount(book: "Casebook", typed: str, *, asked: bool) -> "Money | None":
    """What it cost; None where nobody said."""
    from followup.case.business.money import Currency, parse_money
    from followup_cli.terminal.asking import Question, parsed_answer

    currency = Currency(book.office.currency)
    if not (typed or asked):
        return None
    question = Question("--amount", say("What it cost; Enter if nobody knows"), typed)
    return parsed_answer(question, lambda text: parse_money(text, currency) if text else None)


@app.command("list")
def list_(
    code: Annotated[str, argument("[CODE]", say("Only of one graduate and her family."))] = "",
    kind: Kind = None,
    fund: Fund = "",
    family: Annotated[bool, option("--family", say("Only what was given to families."))] = False,
    since: Annotated[date | None, day("--since", say("Only from that day on."))] = None,
    names: Names = False,
    as_json: AsJson = False,
) -> None:
    """What was given, the latest first, and what it came to; of everybody or of one graduate.

    Example: followup support list --fund "School fund" --since 2026-01-01
    """
    from followup.services import support
    from followup.services.guarded_names import labeller, masker
    from followup_cli.support import data, page

    book = context.open_casebook()
    wanted = support.SupportFilter(kind, fund, family, since)
    listed = support.support_listed(book, wanted, code, names=names)
    mask, label = masker(book, names=names), labeller(book, names=names)
    shown = partial(page.support_list_page, listed, book.today, mask, label, names=names)
    respond(book, as_json, shown, partial(data.support_list_data, listed, mask, label, names=names))


@app.command()
def show(code: Code, names: Names = False, as_json: AsJson = False) -> None:
    """All that she and her family were given, what it came to by kind and fund, and what her plan says beside it.

    Example: followup support show K7M
    """
    from followup.services.guarded_names import labeller, masker
    from followup.services.support import support_sheet
    from followup_cli.support import data, page

    book = context.open_casebook()
    sheet = support_sheet(book, code)
    mask, label = masker(book, names=names), labeller(book, names=names)
    respond(book, as_json, page.support_page, data.support_sheet_data, sheet, mask, label, names=names)
