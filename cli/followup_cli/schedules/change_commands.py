"""Changing her schedule: move a visit, pause, extend, taper, monthly again; always with what moves."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated

from followup.case.date_ranges import Pause
from followup.errors import Missing, Refused
from followup.messages import say
from followup_cli import context
from followup_cli.fragments.whom import tell_whom
from followup_cli.options import (
    AsJson,
    Code,
    DryRun,
    Way,
    Why,
    argument,
    count,
    option,
    parse_coming_day,
    parse_rest,
    whole,
)
from followup_cli.response import respond
from followup_cli.terminal import person

if TYPE_CHECKING:
    from followup.casebook import Casebook
    from followup.services.schedule_changes import ScheduleChangeResult

    _Change = Callable[..., ScheduleChangeResult]

FirstVisit = Annotated[int | None, count("--from", "K", say("The first visit of the new rhythm."), 1, 999)]


def move(
    code: Code,
    k: Annotated[int, argument("K", say("The visit's number in schedule show."), whole(1))],
    day: Annotated[date, argument("DATE", say("The day it is moved to."), parse_coming_day)],
    why: Why = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Move one visit to a day; it stays there until it is moved again.

    A holiday, leave or a day not safe for her is allowed, and said.

    Example: followup schedule move K7M 10 2026-12-03 --why "Her mother is ill." --dry-run
    """
    from followup.services import schedule_changes

    book = _about_her(code)
    change = partial(schedule_changes.move, book, code, k, day)
    result = change(_ask_reason(why, change), dry_run=dry_run)
    _show_result(book, result, dry_run=dry_run, as_json=as_json)


def pause(
    code: Code,
    days: Annotated[Pause, argument("FROM..UNTIL", say("The last day is not part of it."), parse_rest)],
    why: Why = "",
    extend: Annotated[bool, option("--extend", say("Add as many visits at the end."))] = False,
    way: Way = Way(),
) -> None:
    """Let follow-up rest: visits due from the first day up to, not including, the last are excused.

    Example: followup schedule pause K7M 2027-01-01..2027-03-01 --why "Harvest in another province." --extend --dry-run
    """
    from followup.services import schedule_changes
    from followup.values import replace

    book = _about_her(code)
    rested = partial(schedule_changes.pause, book, code, replace(days, extend=days.extend or extend))
    change = partial(rested, _ask_reason(why, rested))
    _fewer_visits(book, change, say("Let follow-up rest?"), way)


def extend(
    code: Code,
    visits: Annotated[int, argument("N", say("How many visits are added."), whole(1))],
    why: Why = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Add visits after the last one, in its rhythm.

    Example: followup schedule extend K7M 6 --why "The shop has only just opened." --dry-run
    """
    from followup.services import schedule_changes

    book = _about_her(code)
    change = partial(schedule_changes.extend, book, code, visits)
    result = change(_ask_reason(why, change), dry_run=dry_run)
    _show_result(book, result, dry_run=dry_run, as_json=as_json)


def taper(
    code: Code,
    first: FirstVisit = None,
    every: Annotated[int | None, count("--every", "2|3", say("Months from visit to visit."), 2, 3)] = None,
    why: Why = "",
    she_agrees: Annotated[bool, option("--agreed", say("She was asked, and agrees."))] = False,
    second: Annotated[str, option("--second", say("Who else looked at it; not her own worker."), "INITIALS")] = "",
    way: Way = Way(),
) -> None:
    """Make visits rarer from a visit on: with reasons, her agreement, and a second person who looked at it.

    Example: followup schedule taper K7M --from 25 --every 2 --why "Stable for a year." --agreed --second CV --dry-run
    """
    from followup.case.facts import Tapered
    from followup.services import schedule_changes
    from followup_cli.terminal.asking import Question, answer

    book = _about_her(code)
    first = first or _ask_first_visit(book, code)
    every = every or _ask_months(book, code, first)
    why = _ask_reason(why)
    agrees = she_agrees or _ask_agreement()
    check = partial(schedule_changes.check_second_person, book.look(code))
    second = answer(Question("--second", say("Initials of the second person"), second, needed=True, check=check))
    said = Tapered(first, every, why, agreed=agrees, second=second.strip())
    change = partial(schedule_changes.taper, book, code, said)
    _fewer_visits(book, change, say("Visit her less often?"), way)


def monthly(
    code: Code, first: FirstVisit = None, why: Why = "", dry_run: DryRun = False, as_json: AsJson = False
) -> None:
    """Visit her every month again from a visit on: after a relapse, or because fewer visits were not enough.

    Example: followup schedule monthly K7M --from 27 --why "The shop has closed." --dry-run
    """
    from followup.case.facts import Tapered
    from followup.services import schedule_changes

    book = _about_her(code)
    first = first or _ask_first_visit(book, code)
    schedule_changes.check_months(book.look(code), first, 1)
    said = Tapered(first, 1, _ask_reason(why))
    result = schedule_changes.taper(book, code, said, dry_run=dry_run)
    _show_result(book, result, dry_run=dry_run, as_json=as_json)


def _about_her(code: str) -> "Casebook":
    """The casebook, once it was said whom this is about; refused where no visit of hers can be changed."""
    from followup.services import schedule_changes

    book = context.open_casebook()
    tell_whom(book, code)
    if person.on_terminal():
        schedule_changes.check_change(book, code)
    return book


def _ask_reason(given: str, change: "_Change | None" = None) -> str:
    """The reason; a ``change`` that cannot be is refused before it is asked for."""
    from followup_cli.terminal.asking import Question, answer

    if change and not given and person.on_terminal():
        change(say("Thought through."), dry_run=True)
    return answer(Question("--why", say("The reason, without names"), given, needed=True, note=True))


def _ask_first_visit(book: "Casebook", code: str) -> int:
    from followup.services import schedule_changes
    from followup_cli.terminal.asking import Question, parsed_answer

    def read(typed: str) -> int:
        return schedule_changes.check_first_visit(book.look(code), whole(1, 999)(typed))

    return parsed_answer(Question("--from", say("From which visit on"), needed=True), read)


def _ask_months(book: "Casebook", code: str, first: int) -> int:
    from followup.services import schedule_changes
    from followup_cli.terminal.asking import Question, parsed_answer

    def read(typed: str) -> int:
        return schedule_changes.check_months(book.look(code), first, whole(2, 3)(typed))

    return parsed_answer(Question("--every", say("Months from visit to visit"), needed=True), read)


def _ask_agreement() -> bool:
    """That she agrees; Refused where she does not. Where nobody can be asked it must have been said."""
    from followup_cli.terminal.asking import agreed

    hint = say("Rarer visits need her agreement; ask her first.")
    if not person.on_terminal():
        raise Missing(say("--agreed is missing."), hint)
    if not agreed(say("Was she asked, and does she agree?"), default=None):
        raise Refused(say("She does not agree; her visits stay as they are."), hint)
    return True


def _fewer_visits(book: "Casebook", change: "_Change", question: str, way: Way) -> None:
    """What takes visits away is shown first, and asked about."""
    from followup_cli.fragments.consequences import is_shown, rehearsed_step, take_step
    from followup_cli.schedules.changes_page import schedule_consequences

    step = rehearsed_step(change, schedule_consequences, question, in_scripts=True)
    result = take_step(book, step, way)
    _show_result(book, result, dry_run=way.dry_run, as_json=way.as_json, shown=is_shown(way))


def _show_result(
    book: "Casebook", result: "ScheduleChangeResult", *, dry_run: bool, as_json: bool, shown: bool = False
) -> None:
    from followup_cli.schedules.changes_page import schedule_change_data, schedule_change_result

    page = partial(schedule_change_result, result, dry_run=dry_run, shown=shown)
    respond(book, as_json, page, partial(schedule_change_data, result, dry_run=dry_run))
