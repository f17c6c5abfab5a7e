"""What a change of course moves: one line a visit, from which day to which."""

from followup.messages import say
from followup.services.schedule_changes import ScheduleChangeResult
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
    page = add_moved_visits(Page().line(head, "head").line(), result.moving)
    if result.last:
        page.line(say("The last visit is due on {day}.", day=long_day(result.last)), "quiet")
    for warning in result.warnings:
        page.line(warning, "watch")
    if result.on_phone and not dry_run:
        page.line(say("{n} of these days are on a phone: followup calendar export", n=result.on_phone), "watch")
    if dry_run:
        page.line(say("Nothing was written."), "quiet")
    return page
