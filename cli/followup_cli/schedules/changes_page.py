"""What a change of course moves: one line a visit, from which day to which; and for programs."""

from followup.messages import say
from followup.services.schedule_changes import RestDays, ScheduleChangeResult
from followup_cli.fragments.moved_visits import add_moved_visits, moved_visits_data
from followup_cli.terminal.days import long_day
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page


def schedule_consequences(result: ScheduleChangeResult) -> Page:
    """What would move, and what is to be noticed."""
    page = Page().line(say("What would move for {code}", code=result.code), "head")
    return _add_change(page.line(), result)


def schedule_change_result(result: ScheduleChangeResult, *, dry_run: bool, shown: bool = False) -> Page:
    """What moves, what is to be noticed, and what to do next; in short what was ``shown`` already."""
    if dry_run:
        return schedule_consequences(result).line(say("Nothing was written."), "quiet")
    page = Page()
    if shown:
        page.pair(result.code, say("Saved. Visits that changed: {n}.", n=len(result.moving)), label_style="strong")
    else:
        _add_change(page.line(say("What moved for {code}", code=result.code), "head").line(), result)
    if result.on_phone:
        page.line(say("On a phone already: {n} of these days. followup calendar export", n=result.on_phone), "watch")
    return page


def _add_change(page: Page, result: ScheduleChangeResult) -> Page:
    if result.rest:
        page.line(_rest_text(result.rest)).line()
    add_moved_visits(page, result.moving)
    if result.last:
        page.line(say("The last visit is due on {day}.", day=long_day(result.last)), "quiet")
    for warning in result.warnings:
        page.line(warning, "watch")
    return page


def _rest_text(rest: RestDays) -> str:
    """The days in words, since a pause is written with the day on which visits go on again."""
    days = say("It rests from {first} to {last}, both included.", first=long_day(rest.first), last=long_day(rest.last))
    if rest.next_visit is None:
        return days + " " + say("There is no visit after that.")
    return days + " " + say("The first visit after that is on {day}.", day=long_day(rest.next_visit))


# --- for programs ---------------------------------------------------------------------------------------------------


def schedule_change_data(result: ScheduleChangeResult, *, dry_run: bool) -> dict[str, JsonValue]:
    """A change of course for programs."""
    rest = result.rest
    return {
        "code": result.code,
        "written": not dry_run,
        "moving": moved_visits_data(result.moving),
        "warnings": list(result.warnings),
        "on_phone": result.on_phone,
        "last_due": result.last,
        "rest": {"first": rest.first, "last": rest.last, "next": rest.next_visit} if rest else None,
    }
