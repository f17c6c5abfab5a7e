"""Changing the course of her visits: move one, pause, extend, taper, monthly again; always with what moves."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from followup.errors import Missing
from followup.messages import say
from followup_cli import context
from followup_cli.options import naming_option, parse_date, parse_number, parse_pause
from followup_cli.terminal.asking import Question, agreed, answer
from followup_cli.terminal.json import print_json

if TYPE_CHECKING:
    from followup.services.schedule_changes import ScheduleChangeResult

Code = Annotated[str, typer.Argument(metavar="CODE", help=say("Her code, or the beginning of it."))]
Reason = Annotated[str, typer.Option("--why", help=say("The reason; no names."))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=say("Show what would move, and write nothing."))]
Json = Annotated[bool, typer.Option("--json", help=say("For programs."))]
FirstVisit = Annotated[str, typer.Option("--from", metavar="K", help=say("The first visit of the new rhythm."))]


def move(
    code: Code,
    k: Annotated[str, typer.Argument(metavar="K", help=say("The visit's number in schedule show."))],
    day: Annotated[str, typer.Argument(metavar="DATE", help=say("The day it is moved to."))],
    why: Reason = "",
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Move one visit to a day; it stands there until it is moved again.

    A holiday, leave or a day not safe for her is allowed, and said.

    Example: followup schedule move K7M 10 2026-12-03 --why "Her mother is ill." --dry-run
    """
    from followup.services import schedule_changes

    with naming_option("K"):
        slot = parse_number(k, 1)
    book = context.open_casebook()
    with naming_option("DATE"):
        to = parse_date(day, book.today)
    book.find(code)
    done = schedule_changes.move(book, code, slot, to, _ask_reason(why), dry_run=dry_run)
    _print_result(done, dry_run=dry_run, as_json=as_json)


def pause(
    code: Code,
    days: Annotated[str, typer.Argument(metavar="FROM..UNTIL", help=say("The last day is not part of it."))],
    why: Reason = "",
    extend: Annotated[bool, typer.Option("--extend", help=say("Add as many visits at the end."))] = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Let follow-up rest: visits due from the first day up to, not including, the last are excused.

    Example: followup schedule pause K7M 2027-01-01..2027-03-01 --why "Harvest in another province." --extend --dry-run
    """
    from followup.services import schedule_changes

    book = context.open_casebook()
    with naming_option("FROM..UNTIL"):
        rest = parse_pause(days, book.today)
    book.find(code)
    rest = replace(rest, extend=rest.extend or extend)
    _print_result(
        schedule_changes.pause(book, code, rest, _ask_reason(why), dry_run=dry_run), dry_run=dry_run, as_json=as_json
    )


def extend(
    code: Code,
    visits: Annotated[str, typer.Argument(metavar="N", help=say("How many visits are added."))],
    why: Reason = "",
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Add visits after the last one, in its rhythm.

    Example: followup schedule extend K7M 6 --why "The shop has only just opened." --dry-run
    """
    from followup.services import schedule_changes

    with naming_option("N"):
        number = parse_number(visits, 1)
    book = context.open_casebook()
    book.find(code)
    _print_result(
        schedule_changes.extend(book, code, number, _ask_reason(why), dry_run=dry_run), dry_run=dry_run, as_json=as_json
    )


def taper(
    code: Code,
    first: FirstVisit = "",
    every: Annotated[str, typer.Option("--every", metavar="2|3", help=say("Months from visit to visit."))] = "",
    why: Reason = "",
    she_agrees: Annotated[bool, typer.Option("--agreed", help=say("She was asked, and agrees."))] = False,
    second: Annotated[
        str, typer.Option("--second", metavar="INITIALS", help=say("Who else looked at it; not her own worker."))
    ] = "",
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Make visits rarer from a visit on: with reasons, her agreement, and a second person who looked at it.

    Example: followup schedule taper K7M --from 25 --every 2 --why "Stable for a year." --agreed --second CV --dry-run
    """
    from followup.case.facts import Tapered
    from followup.services import schedule_changes

    book = context.open_casebook()
    book.find(code)
    slot = _ask_number("--from", say("From which visit on"), first, 1)
    months = _ask_number("--every", say("Months from visit to visit"), every, 2, 3)
    reason = _ask_reason(why)
    agrees = _ask_agreement(given=she_agrees)
    other = answer(Question("--second", say("Initials of the second person"), second, needed=True))
    said = Tapered(slot, months, reason, agreed=agrees, second=other.strip())
    _print_result(schedule_changes.taper(book, code, said, dry_run=dry_run), dry_run=dry_run, as_json=as_json)


def monthly(
    code: Code, first: FirstVisit = "", why: Reason = "", dry_run: DryRun = False, as_json: Json = False
) -> None:
    """Visit her every month again from a visit on: after a relapse, or because rarer was too rare.

    Example: followup schedule monthly K7M --from 27 --why "The shop has closed." --dry-run
    """
    from followup.case.facts import Tapered
    from followup.services import schedule_changes

    book = context.open_casebook()
    book.find(code)
    slot = _ask_number("--from", say("From which visit on"), first, 1)
    said = Tapered(slot, 1, _ask_reason(why))
    _print_result(schedule_changes.taper(book, code, said, dry_run=dry_run), dry_run=dry_run, as_json=as_json)


def _ask_reason(given: str) -> str:
    return answer(Question("--why", say("The reason, without names"), given, needed=True))


def _ask_number(option: str, text: str, given: str, least: int, most: int = 999) -> int:
    typed = answer(Question(option, text, given, needed=True, check=lambda typed: parse_number(typed, least, most)))
    return parse_number(typed, least, most)


def _ask_agreement(*, given: bool) -> bool:
    """Whether she agrees; where nobody can be asked it must have been said."""
    if given:
        return True
    if not context.on_terminal():
        raise Missing(say("--agreed is missing."), say("Rarer visits need her agreement; ask her first."))
    return agreed(say("Was she asked, and does she agree?"), default=False)


def _print_result(done: "ScheduleChangeResult", *, dry_run: bool, as_json: bool) -> None:
    from followup_cli.schedules import changes_page

    if as_json:
        print_json(changes_page.schedule_change_data(done, dry_run=dry_run))
    else:
        changes_page.schedule_change_result(done, dry_run=dry_run).show()
