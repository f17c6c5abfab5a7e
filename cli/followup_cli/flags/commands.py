"""Risk flags: raised, looked at again, cleared, agreed to, listed."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from followup.case.vocabulary import RiskKind, Severity
from followup.messages import say
from followup_cli import context
from followup_cli.fragments.whom import tell_whom
from followup_cli.options import AsJson, AsWritten, Code, Names, Worker, argument, coming_day, day, option, whole, word
from followup_cli.response import respond, tell_problems
from followup_cli.terminal import person
from followup_cli.terminal.days import short_day
from followup_cli.terminal.json import print_json
from followup_cli.terminal.notes import print_note

if TYPE_CHECKING:
    from followup.case.parts import Flag
    from followup.casebook import Casebook
    from followup.services.attention import NumberedFinding

app = typer.Typer(no_args_is_help=True, help=say("Risk flags: raise, review, clear, agree, list."))

Which = Annotated[str, argument("WHICH", say("Its number in flag list, or its kind."))]
Owner = Annotated[str, option("--owner", say("Who looks after it; her worker if not said."))]
ReviewDate = Annotated[date | None, coming_day("--review", say("When it is looked at again."))]


@app.command("raise")
def raise_(
    code: Code,
    kind: Annotated[RiskKind | None, word("--kind", RiskKind, say("What it is about."))] = None,
    severity: Annotated[Severity | None, word("--severity", Severity, say("How grave."))] = None,
    note: Annotated[str, option("--note", say("What was seen or heard; no names."))] = "",
    owner: Owner = "",
    as_written: AsWritten = False,
    review: ReviewDate = None,
    on: Annotated[date | None, day("--on", say("Since when; today if not said."))] = None,
) -> None:
    """Write a concern down, so that it is looked at again by a day.

    Example: followup flag raise K7M --kind debt --severity concern --note "A lender calls every week."
    """
    from followup.services import flags
    from followup_cli.flags.page import flags_result
    from followup_cli.fragments.known_words import given_owner
    from followup_cli.terminal.asking import Question, answer, chosen_term

    book = context.open_casebook()
    case = tell_whom(book, code)
    if person.on_terminal():
        flags.check_new(book, code, on, review)
    owner = given_owner(book, "--owner", owner, as_written=as_written)
    kind = chosen_term("--kind", say("What is it about"), kind, RiskKind)
    if (open_one := flags.open_of_kind(case, kind)) and _is_reviewed_instead(book, case.code, *open_one):
        severity = chosen_term("--severity", say("How grave now"), severity, Severity)
        _review_flag(book, case.code, open_one[1], severity, note, owner, review)
        return
    severity = chosen_term("--severity", say("How grave"), severity, Severity)
    note = answer(Question("--note", say("What was seen or heard, without names"), note, needed=True, note=True))
    new = flags.NewFlag(kind, severity, note, owner, review)
    flags_result(book, [flags.raise_flag(book, code, new, on)]).show()


def _is_reviewed_instead(book: "Casebook", code: str, number: int, flag: "Flag") -> bool:
    """Say that a flag of the kind is open; whether the person looks at that one again instead of raising another."""
    from followup_cli.terminal.asking import agreed

    since = say("since {day}", day=short_day(flag.raised_on, book.today))
    about = say("{kind}, {severity}, {since}", kind=flag.risk.label, severity=flag.severity.label, since=since)
    print_note(say("A flag of that kind is open: {about}.", about=about))
    if person.on_terminal():
        return agreed(say("Say what is new to that one, instead of raising another?"))
    print_note(say("To say what is new to that one: followup flag review {code} {n}", code=code, n=number))
    return False


def _review_flag(
    book: "Casebook",
    code: str,
    flag: "Flag",
    severity: Severity | None,
    note: str,
    owner: str,
    review: date | None,
) -> None:
    from followup.services import flags
    from followup_cli.flags.page import flags_result
    from followup_cli.terminal.asking import Question, answer

    note = answer(Question("--note", say("What was found, without names"), note, needed=True, note=True))
    result = flags.review(book, code, flag.id, note, severity, review, owner or None)
    flags_result(book, [result], "reviewed").show()


@app.command()
def review(
    code: Code,
    which: Which,
    note: Annotated[str, option("--note", say("What was found; no names."))] = "",
    severity: Annotated[Severity | None, word("--severity", Severity, say("How grave now."))] = None,
    review: ReviewDate = None,
    owner: Owner = "",
    as_written: AsWritten = False,
) -> None:
    """Say what was found when a flag was looked at again, how grave it is now, and when it is looked at next.

    Example: followup flag review K7M 1 --note "Half of it is paid back." --severity watch
    """
    from followup.services import flags
    from followup_cli.fragments.known_words import given_owner

    book = context.open_casebook()
    flag = flags.pick(tell_whom(book, code), which)
    owner = given_owner(book, "--owner", owner, as_written=as_written)
    _review_flag(book, code, flag, severity, note, owner, review)


@app.command()
def clear(
    code: Code,
    which: Which,
    how: Annotated[str, option("--how", say("Why the worry is over; no names."))] = "",
) -> None:
    """Clear a flag: the worry is over. Say how.

    Example: followup flag clear K7M debt --how "The loan is paid back."
    """
    from followup.services import flags
    from followup_cli.flags.page import flags_result
    from followup_cli.terminal.asking import Question, answer

    book = context.open_casebook()
    flag = flags.pick(tell_whom(book, code), which)
    how = answer(Question("--how", say("Why the worry is over"), how, needed=True))
    flags_result(book, [flags.clear(book, code, flag.id, how)], "cleared").show()


@app.command("list")
def list_(
    code: Annotated[str, argument("[CODE]", say("All flags of one graduate, cleared ones too."))] = "",
    worker: Worker = "",
    past_review: Annotated[bool, option("--past-review", say("Only those past their review."))] = False,
    names: Names = False,
    as_json: AsJson = False,
) -> None:
    """The open flags of everybody, the gravest first; or all flags of one graduate, with what was written.

    Example: followup flag list --past-review
    """
    from followup.case.parts import numbered
    from followup.services import flags
    from followup.services.guarded_names import masks_of
    from followup_cli.flags import data, page

    book = context.open_casebook()
    masks = masks_of(book, names=names)
    if code:
        case = book.case(book.find(code))
        late = [row for row in numbered(case.flags) if not past_review or row[1].is_past(book.today)]
        listed = [(case, *row) for row in late]
        shown = partial(page.case_flags_page, case, late, *masks)
    else:
        listed = list(flags.open_flags(book, worker=worker, past_review=past_review, words=names or as_json))
        shown = partial(page.open_flags_page, listed, book.today, masks[1], names=names)
    respond(book, as_json, shown, partial(data.flags_data, listed, *masks, names=names))


@app.command()
def agree(
    code: Code,
    which: Annotated[
        list[int] | None, argument("[N]...", say("Their numbers in graduate show."), whole(1, 999))
    ] = None,
    raise_all: Annotated[bool, option("--all", say("All that may become flags, without asking."))] = False,
    as_json: AsJson = False,
) -> None:
    """See what needs attention and why, and make flags of it: those named, all, or by a single key on a terminal.

    Example: followup flag agree K7M 1 2
    """
    from followup.services import attention
    from followup_cli.flags import attention_page, data, page
    from followup_cli.flags.ask import ask_which_to_raise

    book = context.open_casebook()
    case_attention = attention.attention_of(book, code)
    agreed: Sequence[NumberedFinding] = case_attention.unraised
    if not raise_all:
        agreed = attention.pick_findings(case_attention, which or ())
    if as_json:
        raised = attention.raise_findings(book, case_attention.case, agreed)
        print_json({"attention": data.findings_data(case_attention), "raised": [result.flag.risk for result in raised]})
    else:
        if not (which or raise_all):
            attention_page.attention_page(case_attention).show()
            numbered = {str(finding.number): finding for finding in case_attention.unraised if finding.number < 10}
            agreed = ask_which_to_raise(case_attention.unraised, numbered)
        if agreed or raise_all:
            page.flags_result(book, attention.raise_findings(book, case_attention.case, agreed)).show()
    tell_problems(book)
