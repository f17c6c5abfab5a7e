"""What a change of course moves: one line a visit, from which day to which."""

from followup.messages import say
from followup.services.schedule_changes import RestDays, ScheduleChangeResult
from followup_cli.fragments.moved_visits import add_moved_visits
from followup_cli.terminal.days import long_day
from followup_cli.terminal.page import Page


def schedule_change_result(result: ScheduleChangeResult, *, dry_run: bool) -> Page:
    """What moves, what is to be noticed, and what to do next."""
    head = (
        say("What would move for {code}", code=result.code)
        if dry_run
        else say("What moved for {code}", code=result.code)
    )
    page = Page().line(head, "head").line()
    if result.rest:
        page.line(_rest_text(result.rest)).line()
    add_moved_visits(page, result.moving)
    if result.last:
        page.line(say("The last visit is due on {day}.", day=long_day(result.last)), "quiet")
    for warning in result.warnings:
        page.line(warning, "watch")
    if result.on_phone and not dry_run:
        page.line(say("On a phone already: {n} of these days. followup calendar export", n=result.on_phone), "watch")
    if dry_run:
        page.line(say("Nothing was written."), "quiet")
    return page


def _rest_text(rest: RestDays) -> str:
    """The days in words, since a pause is written with the day on which visits go on again."""
    days = say("It rests from {first} to {last}, both included.", first=long_day(rest.first), last=long_day(rest.last))
    if rest.next_visit is None:
        return days + " " + say("There is no visit after that.")
    return days + " " + say("The first visit after that is on {day}.", day=long_day(rest.next_visit))
