"""Risk flags: raised, looked at again, cleared, agreed to, listed."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from followup.case.vocabulary import RiskKind, Severity
from followup.messages import say
from followup_cli import context
from followup_cli.options import naming_option, parse_number, parse_optional_day
from followup_cli.terminal.asking import Question, answer, chosen_term
from followup_cli.terminal.json import print_json
from followup_cli.terminal.words import term_parser, terms_metavar

if TYPE_CHECKING:
    from followup.services.attention import CaseAttention, NumberedFinding

app = typer.Typer(no_args_is_help=True, help=say("Risk flags: raise, review, clear, agree, list."))

Code = Annotated[str, typer.Argument(metavar="CODE", help=say("Her code, or the beginning of it."))]
WhichFlag = Annotated[str, typer.Argument(metavar="WHICH", help=say("Its number in flag list, or its kind."))]
FlagOwner = Annotated[str, typer.Option("--owner", help=say("Who looks after it; her worker if not said."))]
ReviewDate = Annotated[str, typer.Option("--review", metavar="DATE", help=say("When it is looked at again."))]
Names = Annotated[bool, typer.Option("--names", help=say("Show names as well."))]
Json = Annotated[bool, typer.Option("--json", help=say("For programs."))]


@app.command("raise")
def raise_(
    code: Code,
    kind: Annotated[str, typer.Option("--kind", metavar=terms_metavar(RiskKind), help=say("What it is about."))] = "",
    severity: Annotated[str, typer.Option("--severity", metavar=terms_metavar(Severity), help=say("How grave."))] = "",
    note: Annotated[str, typer.Option("--note", help=say("What was seen or heard; no names."))] = "",
    owner: FlagOwner = "",
    review: ReviewDate = "",
    on: Annotated[str, typer.Option("--on", metavar="DATE", help=say("Since when; today if not said."))] = "",
) -> None:
    """Write a concern down, so that it is looked at again by a day.

    Example: followup flag raise K7M --kind debt --severity concern --note "A lender calls every week."
    """
    from followup.services import flags
    from followup_cli.flags import page

    book = context.open_casebook()
    if context.on_terminal():
        book.find(code)  # before anything is asked
    risk = chosen_term("--kind", say("What is it about"), kind, RiskKind)
    grave = chosen_term("--severity", say("How grave"), severity, Severity)
    told = answer(Question("--note", say("What was seen or heard, without names"), note, needed=True))
    day, next_day = parse_optional_day("--on", on, book.today), parse_optional_day("--review", review, book.today)
    concern = flags.NewFlag(risk, grave, told, owner.strip(), next_day)
    raised = flags.raise_flag(book, code, concern, day)
    page.flag_result(raised, page.flag_raised_words(raised.flag), book.today).show()


@app.command()
def review(
    code: Code,
    which: WhichFlag,
    note: Annotated[str, typer.Option("--note", help=say("What was found; no names."))] = "",
    severity: Annotated[
        str, typer.Option("--severity", metavar=terms_metavar(Severity), help=say("How grave now."))
    ] = "",
    review: ReviewDate = "",
    owner: FlagOwner = "",
) -> None:
    """Say what was found when a flag was looked at again, how grave it is now, and when it is looked at next.

    Example: followup flag review K7M 1 --note "Half of it is paid back." --severity watch
    """
    from followup.services import flags
    from followup_cli.flags import page

    book = context.open_casebook()
    flag = flags.pick(book.case(book.find(code)), which)
    found = answer(Question("--note", say("What was found, without names"), note, needed=True))
    grave = _optional_severity("--severity", severity, term_parser(Severity))
    next_day = parse_optional_day("--review", review, book.today)
    changed = flags.review(book, code, flag.id, found, grave, next_day, owner.strip() or None)
    page.flag_result(changed, page.flag_reviewed_words(changed.flag), book.today).show()


@app.command()
def clear(
    code: Code,
    which: WhichFlag,
    how: Annotated[str, typer.Option("--how", help=say("How it came that it no longer holds; no names."))] = "",
) -> None:
    """Say that a flag no longer holds, and how that came.

    Example: followup flag clear K7M debt --how "The loan is paid back."
    """
    from followup.services import flags
    from followup_cli.flags import page

    book = context.open_casebook()
    flag = flags.pick(book.case(book.find(code)), which)
    told = answer(Question("--how", say("How it came that it no longer holds"), how, needed=True))
    cleared = flags.clear(book, code, flag.id, told)
    page.flag_result(cleared, say("Flag cleared: {kind}.", kind=cleared.flag.risk.label), book.today).show()


@app.command("list")
def list_(
    code: Annotated[
        str, typer.Argument(metavar="[CODE]", help=say("All flags of one graduate, cleared ones too."))
    ] = "",
    worker: Annotated[str, typer.Option("--worker", help=say("Only this worker's graduates."))] = "",
    past_review: Annotated[bool, typer.Option("--past-review", help=say("Only those past their review."))] = False,
    names: Names = False,
    as_json: Json = False,
) -> None:
    """The open flags of everybody, the gravest first; or all flags of one graduate, with what was written.

    Example: followup flag list --past-review
    """
    from followup.services import flags
    from followup.services.guarded_names import masker
    from followup_cli.flags import page

    book = context.open_casebook()
    mask = masker(book, names=names)
    if code:
        case = book.case(book.find(code))
        mine = [one for one in flags.numbered_flags(case) if not past_review or flags.is_late(one[1], book.today)]
        if as_json:
            print_json([page.flag_data(case, number, flag, mask, names=names) for number, flag in mine])
        else:
            page.case_flags_page(case, mine, book.today, mask).show()
    else:
        found = list(flags.open_flags(book, worker=worker, past_review=past_review))
        if as_json:
            print_json([page.flag_data(*one, mask, names=names) for one in found])
        else:
            page.open_flags_page(found, book.today, names=names).show()
    context.report_unreadable_cases(book)


@app.command()
def agree(
    code: Code,
    which: Annotated[
        list[str] | None, typer.Argument(metavar="[N]...", help=say("Their numbers in graduate show."))
    ] = None,
    raise_all: Annotated[bool, typer.Option("--all", help=say("All that may become flags, without asking."))] = False,
    as_json: Json = False,
) -> None:
    """See what needs attention and why, and make flags of it: those named, all, or by a single key on a terminal.

    Example: followup flag agree K7M 1 2
    """
    from followup.services import attention
    from followup_cli.flags import page
    from followup_cli.graduates import attention_page as shown

    book = context.open_casebook()
    found = attention.attention_of(book, code)
    with naming_option("N"):
        numbers = [parse_number(number, 1, 999) for number in which or ()]
    agreed: Sequence[NumberedFinding] = found.unraised if raise_all else attention.pick_findings(found, numbers)
    if as_json:
        raised = attention.raise_findings(book, found.case, agreed)
        print_json({"attention": shown.findings_data(found), "raised": [one.flag.risk.value for one in raised]})
        return
    if not (numbers or raise_all):
        shown.attention_page(found).show()
        agreed = _ask_which_to_raise(found)
    if agreed or raise_all:
        page.flags_raised_result(attention.raise_findings(book, found.case, agreed), book.today).show()


def _ask_which_to_raise(found: "CaseAttention") -> "Sequence[NumberedFinding]":
    """On a terminal all that may become flags, one of them, or none, by a single key."""
    if not (found.unraised and context.on_terminal()):
        return ()
    from followup_cli.terminal.asking import ask_key

    numbered = {str(one.number): one for one in found.unraised if one.number < 10}
    prompt = say("Raise as flags? r: all; {numbers}: that one; Enter: none. ", numbers=", ".join(numbered))
    key = ask_key(prompt, ["r", *numbered])
    return found.unraised if key == "r" else [numbered[key]] if key else ()


def _optional_severity(option: str, typed: str, read: Callable[[str], Severity]) -> Severity | None:
    with naming_option(option):
        return read(typed) if typed else None
