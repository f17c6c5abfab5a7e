"""Consent: ask for it, take it back, go on without it, show and list it."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Annotated, Any, NamedTuple

import typer

from followup.case.consent_words import GuardianAnswer, Purpose
from followup.messages import say
from followup_cli import context
from followup_cli.fragments.whom import tell_whom
from followup_cli.options import (
    AsJson,
    Code,
    DryRun,
    Names,
    On,
    Source,
    Way,
    Worker,
    argument,
    coming_day,
    only_one_of,
    option,
    word,
)
from followup_cli.response import respond
from followup_cli.terminal import person
from followup_cli.terminal.typed import term_parser, terms_parser

app = typer.Typer(no_args_is_help=True, help=say("What she agreed to: ask, take back, list, show."))

Until = Annotated[date | None, coming_day("--until", say("The last day, at most 31 days on; today if not said."))]


def _purposes(name: str, help_: str) -> Any:
    return option(name, help_, "A,B", terms_parser(Purpose))


class ConsentOptions(NamedTuple):
    """What options say that she agreed to and what not, as a `ConsentForm` has it."""

    given: Annotated[Sequence[Purpose], _purposes("--given", say("What she agreed to."))] = ()
    refused: Annotated[Sequence[Purpose], _purposes("--refused", say("What she did not agree to."))] = ()
    explained_by: Annotated[str, option("--explained-by", say("Who explained it; her worker if not said."), "WHO")] = ""
    words: Annotated[str, option("--words", say("In what words it was explained; no names."), "TEXT")] = ""
    ask_again: Annotated[
        date | None, coming_day("--ask-again", say("The day to ask again; in a year if not said."))
    ] = None
    guardian: Annotated[
        GuardianAnswer | None, word("--guardian", GuardianAnswer, say("What the guardian of a minor answered."))
    ] = None
    guardian_name: Annotated[
        str, option("--guardian-name", say("Who the guardian is; kept sealed, as her name is."), "NAME")
    ] = ""
    on: On = None


@app.command()
def ask(
    code: Code,
    options: ConsentOptions = ConsentOptions(),
    source: Source = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Write down what she agreed to and what not, and in what words it was explained to her.

    On a terminal each purpose is asked by itself, and Enter says that she was not asked. Nothing she was not asked
    becomes a yes or a no.

    Example: followup consent ask K7M --given visits-at-home,calls --refused family --words "In Khmer, with the sheet."
    """
    from followup.case.forms.consent import ConsentForm
    from followup.services import consents
    from followup.values import replace
    from followup_cli.consents import data, page
    from followup_cli.consents.ask import ask_consent, form_from_file

    book = context.open_casebook()
    each_once = {name: tuple(dict.fromkeys(getattr(options, name))) for name in ("given", "refused")}
    said = ConsentForm(**options._asdict() | each_once)
    if source:
        said = form_from_file(book, source, said)
    elif said.given or said.refused:
        said = said if said.words else replace(said, words=_ask_words(book, code))
    elif not person.on_terminal():
        raise person.missing_option("--given", "--from")
    if source or said.given or said.refused:
        result = consents.ask(book, code, said, dry_run=dry_run)
    else:
        result = ask_consent(book, code, said, dry_run=dry_run)
    respond(book, as_json, page.consent_result, partial(data.consent_result_data, book), result, dry_run=dry_run)


def _ask_words(book: Any, code: str) -> str:
    from followup_cli.terminal.asking import Question, answer

    tell_whom(book, code)
    return answer(
        Question("--words", say("In what words it was explained to her, without names"), needed=True, note=True)
    )


@app.command()
def withdraw(
    code: Code,
    what: Annotated[str, argument("[WHAT]", say("What she takes back, with commas; all for everything."))] = "",
    reason: Annotated[str, option("--reason", say("Her reason, if she gives one; no names."))] = "",
    on: On = None,
    way: Way = Way(),
) -> None:
    """Write down what she does not agree to any more. It shows first what follows from it, and asks.

    She owes no reason. What follows holds from that day on, everywhere.

    Example: followup consent withdraw K7M calendar --dry-run
    """
    from followup.services import consents
    from followup_cli.consents import data, page
    from followup_cli.consents.ask import ask_purposes
    from followup_cli.fragments.consequences import is_shown, rehearsed_step, take_step

    book = context.open_casebook()
    case = tell_whom(book, code)
    purposes = _parse_purposes(what) if what else ask_purposes(case)
    write = partial(consents.withdraw, book, case.code, purposes, reason, on)
    step = rehearsed_step(write, page.consent_consequences, say("Write down that she takes it back?"))
    result = take_step(book, step, way)
    shown, told = partial(page.consent_result, shown=is_shown(way)), partial(data.consent_result_data, book)
    respond(book, way.as_json, shown, told, result, dry_run=way.dry_run)


def _parse_purposes(typed: str) -> Sequence[Purpose]:
    if typed.strip().casefold() in (say("all"), "everything"):
        return tuple(Purpose)
    return terms_parser(Purpose)(typed)


@app.command()
def override(
    code: Code,
    purpose: Annotated[Purpose, argument("WHAT", say("What is done without her yes."), term_parser(Purpose))],
    reason: Annotated[str, option("--reason", say("Why it cannot wait for her yes; no names."))] = "",
    by: Annotated[str, option("--by", say("Who decided it; you if not said."), "WHO")] = "",
    until: Until = None,
) -> None:
    """Decide to go on without her yes, for one purpose, today or until a day. The log shows who decided and why.

    Example: followup consent override K7M referral-shelter --by DR --reason "She is in danger tonight."
    """
    from followup.services import consents
    from followup_cli.consents import page
    from followup_cli.terminal.asking import Question, answer

    book = context.open_casebook()
    case = tell_whom(book, code)
    consents.check_override(book, case, purpose, until)
    by = answer(Question("--by", say("Who decided it"), by, book.worker, needed=True))
    text = say("Why it cannot wait for her yes, without names")
    reason = answer(Question("--reason", text, reason, needed=True, note=True))
    page.consent_result(consents.override(book, case.code, purpose, by, reason, until), dry_run=False).show()


@app.command()
def show(code: Code, names: Names = False, as_json: AsJson = False) -> None:
    """What she agreed to and what not, since when, who explained it and in what words, and when to ask again.

    Example: followup consent show K7M
    """
    from followup.services.guarded_names import masker
    from followup_cli.consents import data, page

    book = context.open_casebook()
    case, mask = book.case(book.find(code)), masker(book, names=names)
    respond(book, as_json, page.case_consents_page, data.case_consents_data, case, mask, names=names)


@app.command("list")
def list_(
    worker: Worker = "",
    missing: Annotated[bool, option("--missing", say("Only those who were not asked about everything yet."))] = False,
    due: Annotated[bool, option("--due", say("Only those who are to be asked again."))] = False,
    names: Names = False,
    as_json: AsJson = False,
) -> None:
    """What everybody in follow-up agreed to; first who is to be asked again.

    Not asked is neither a yes nor a no: her visits go on, and nothing new about her is handed to anybody.

    Example: followup consent list --missing
    """
    from followup.services import consents
    from followup_cli.consents import data, page

    only_one_of(missing=missing, due=due)
    book = context.open_casebook()
    rows = consents.consent_rows(book, worker=worker, missing=missing, due=due, names=names)
    shown = partial(page.consent_list_page, today=book.today)
    respond(book, as_json, shown, data.consent_list_data, rows, names=names)
