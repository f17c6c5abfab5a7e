"""Referrals to services: sent, answered, done or not, withdrawn, listed, shown."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from followup.case.referral_words import AwaitedParty, ReferralReply, ReferralService, SharedDetail
from followup.errors import Invalid
from followup.messages import say
from followup_cli import context
from followup_cli.fragments.whom import tell_whom
from followup_cli.options import AsJson, Code, Names, On, Worker, argument, coming_day, only_one_of, option, word
from followup_cli.response import respond
from followup_cli.terminal import person
from followup_cli.terminal.typed import naming_option, terms_hint, terms_parser

if TYPE_CHECKING:
    from followup.case.case import Case
    from followup.case.referral import Referral
    from followup.casebook import Casebook
    from followup.services.referrals import NewReferral

app = typer.Typer(no_args_is_help=True, help=say("Referrals to services: send, answer, done or not, withdraw, list."))

Which = Annotated[str, argument("WHICH", say("Its number in referral list."))]
OneOfHers = Annotated[str, argument("[WHICH]", say("Its number in referral list; the open one if not said."))]
WaitsFor = Annotated[AwaitedParty | None, word("--waits-for", AwaitedParty, say("Whom it waits for now."))]
_SHARES = say("What of her they may be told, as she agreed.")
Shares = Annotated[list[str] | None, option("--shares", _SHARES, terms_hint(SharedDetail, ","))]


@app.command()
def add(
    code: Code,
    service: Annotated[ReferralService | None, word("--service", ReferralService, say("To which service."))] = None,
    why: Annotated[str, option("--why", say("What they are asked for; no names."))] = "",
    to: Annotated[str, option("--to", say("The organisation or office there."), "NAME")] = "",
    shares: Shares = None,
    waits_for: WaitsFor = None,
    until: Annotated[date | None, coming_day("--until", say("Until when; in 14 days if not said."))] = None,
    on: On = None,
) -> None:
    """Send her to a service: why, what of her they may be told, whom it waits for and until when.

    Past that day the agenda names her until you say what came of it. A page to take along: followup print referral

    Example: followup referral add K7M --service medical --why "A test for anaemia." --shares name,age
    """
    from followup.services import referrals
    from followup_cli.referrals import page

    book = context.open_casebook()
    case = tell_whom(book, code)
    if person.on_terminal():
        referrals.check_new(book, code, on)
    details = _details(shares)
    if person.on_terminal():
        said = {"service": service, "why": why, "to": to, "waits_for": waits_for, "until": until}
        made = _asked(book, case, said | {"shares": ",".join(details)}, on)
    elif service is None or not why:
        raise person.missing_option("--why" if service else "--service")
    else:
        made = referrals.NewReferral(service, why, to, details, waits_for or AwaitedParty.SERVICE, until)
    page.referral_result(referrals.add(book, code, made, on)).show()


def _details(typed: list[str] | None) -> tuple[SharedDetail, ...]:
    with naming_option("--shares"):
        return tuple(dict.fromkeys(terms_parser(SharedDetail)(",".join(typed or ()))))


def _asked(book: "Casebook", case: "Case", said: Mapping[str, object], on: date | None) -> "NewReferral":
    from followup_cli.fragments.form_answers import form_about
    from followup_cli.referrals.ask import ask_referral

    given = {key: str(answer or "") for key, answer in said.items()}
    title = say("A referral of {code}", code=case.code)
    form = form_about(book, case, "referral add", given, name="referral", title=title, about=title)
    made = form.fill(partial(ask_referral, book, case, on or book.today))
    form.drop()
    return made


def _picked(code: str, which: str, on: date | None) -> "tuple[Casebook, Referral]":
    """The casebook, and a referral in it of which something can be said that day; on a terminal it is said whose."""
    from followup.services import referrals

    book = context.open_casebook()
    referral = referrals.pick(tell_whom(book, code), which)
    referrals.check_step_day(referral, on or book.today, book.today)
    return book, referral


@app.command("answer")
def answer_(
    code: Code,
    which: Which,
    reply: Annotated[ReferralReply | None, word("--reply", ReferralReply, say("What they answered."))] = None,
    note: Annotated[str, option("--note", say("What they said, or why they refuse; no names."))] = "",
    waits_for: WaitsFor = None,
    until: Annotated[
        date | None, coming_day("--until", say("Until when it waits now; in 30 days, or 14 without a yes."))
    ] = None,
    on: On = None,
) -> None:
    """Write down what the service answered: accepted, refused and why, or not yet: then it waits on.

    Example: followup referral answer K7M 1 --reply accepted --until 2027-01-15
    """
    from followup.services import referrals
    from followup_cli.referrals import page
    from followup_cli.terminal.asking import Question, answer, chosen_term

    book, referral = _picked(code, which, on)
    reply = chosen_term("--reply", say("What did they answer"), reply, ReferralReply)
    if reply is ReferralReply.REFUSED:
        note = answer(Question("--note", say("Why they refuse, without names"), note, needed=True, note=True))
    result = referrals.answer(book, code, referral.id, reply, note=note, waits_for=waits_for, until=until, on=on)
    page.referral_result(result).show()


@app.command()
def done(
    code: Code,
    which: Which,
    was_done: Annotated[bool | None, option("--done/--not-done", say("Did they do what was asked."))] = None,
    came_of: Annotated[str, option("--came-of", say("What came of it; no names."), "TEXT")] = "",
    on: On = None,
) -> None:
    """Close a referral: the service did what it was asked for, or did not and will not; and what came of it.

    Example: followup referral done K7M 1 --done --came-of "Anaemia found; tablets for three months."
    """
    from followup.services import referrals
    from followup_cli.referrals import page
    from followup_cli.terminal.asking import Question, answer, either

    book, referral = _picked(code, which, on)
    was_done = either("--done", "--not-done", say("Did they do what was asked?"), was_done)
    came_of = answer(Question("--came-of", say("What came of it, without names"), came_of, needed=True, note=True))
    page.referral_result(referrals.finish(book, code, referral.id, came_of, done=was_done, on=on)).show()


@app.command()
def withdraw(
    code: Code,
    which: Which,
    reason: Annotated[str, option("--reason", say("Why it is not wanted any more; no names."))] = "",
    on: On = None,
) -> None:
    """Withdraw a referral: she, or the office for her, does not want it any more. What was wrongly typed: followup undo

    Example: followup referral withdraw K7M 1 --reason "She found work by herself."
    """
    from followup.services import referrals
    from followup_cli.referrals import page
    from followup_cli.terminal.asking import Question, answer

    book, referral = _picked(code, which, on)
    text = say("Why it is not wanted any more, without names")
    reason = answer(Question("--reason", text, reason, needed=True, note=True))
    page.referral_result(referrals.withdraw(book, code, referral.id, reason, on)).show()


@app.command("list")
def list_(
    code: Annotated[str, argument("[CODE]", say("All referrals of one graduate, closed ones too."))] = "",
    worker: Worker = "",
    past: Annotated[bool, option("--past", say("Only those past their day."))] = False,
    service: Annotated[ReferralService | None, word("--service", ReferralService, say("Only to this service."))] = None,
    reference: Annotated[str, option("--reference", say("Only that of this reference on paper."), "R-…")] = "",
    names: Names = False,
    as_json: AsJson = False,
) -> None:
    """The open referrals of everybody, the earliest day first; or all of one graduate, with what came of them.

    Example: followup referral list --past
    """
    from followup.case.parts import numbered
    from followup.services import referrals
    from followup.services.guarded_names import masker
    from followup_cli.referrals import data, page

    if code and worker:
        raise Invalid(say("One graduate has one worker: give a code or a worker, not both."))
    only_one_of(CODE=code, reference=reference)
    book = context.open_casebook()
    mask = masker(book, names=names)
    if code:
        case = book.case(book.find(code))
        late = [row for row in numbered(case.referrals) if not past or row[1].is_past(book.today)]
        rows = [row for row in late if service in (None, row[1].said.service)]
        listed = [(case, *row) for row in rows]
        shown = partial(page.case_referrals_page, case, rows, mask)
    else:
        by_reference = partial(referrals.referred_to_by, book, reference)
        of_all = partial(referrals.open_referrals, book, worker=worker, past=past, service=service)
        listed = list(by_reference() if reference else of_all())
        shown = partial(page.open_referrals_page, listed, book.today, mask, names=names)
    respond(book, as_json, shown, partial(data.referrals_data, listed, mask, names=names))


@app.command()
def show(code: Code, which: OneOfHers = "", names: Names = False, as_json: AsJson = False) -> None:
    """One referral: why, with which consent, what of her they are told, and every step since.

    Example: followup referral show K7M 1
    """
    from followup.services import referrals
    from followup.services.guarded_names import masker
    from followup_cli.referrals import data, page

    book = context.open_casebook()
    case = book.look(code).case
    referral = referrals.pick_to_show(case, which)
    mask, number = masker(book, names=names), referrals.number_of(case, referral)
    respond(book, as_json, page.referral_page, data.referral_data, case, number, referral, mask, names=names)
