"""What a change of the office does: which days, how many visits move and which, and how to take it back."""

from followup.case.fields import Mask
from followup.messages import say, say_count
from followup.services.office_changes import AllMoved, OfficeChangeResult
from followup_cli.fragments.hand_dates import add_hand_dates, hand_dates_data
from followup_cli.fragments.moved_visits import moved_visit_row, moved_visits_data
from followup_cli.terminal.days import full_day
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Column, Table

_VISITS_SHOWN = 30


def change_consequences(result: OfficeChangeResult, mask: Mask) -> Page:
    """What is written, what is to be noticed, and what moves."""
    page = Page().line(result.sentence, "head")
    for words in (mask(result.words), _days_sentence(result), *result.change.notes):
        if words:
            page.line(words, "quiet")
    for words in result.change.asked:
        page.line(words, "watch")
    if result.change.asked and result.change.instead:
        page.line(result.change.instead, "watch")
    return add_all_moved(page, result.moved)


def office_change_page(result: OfficeChangeResult, mask: Mask) -> Page:
    """What a change did, and what to do next."""
    page = change_consequences(result, mask)
    page.line(say("Saved as entry {n}. To take it back: followup withdraw office {n}", n=result.entry))
    return add_next_export(page, result.moved)


def add_next_export(page: Page, moved: AllMoved) -> Page:
    """How what moves comes onto the phones, after the trips were repaired where there are any."""
    if moved.on_phone:
        words = say_count(moved.on_phone, "1 of these days is on a phone.", "{n} of these days are on a phone.")
        page.text(f"{words} {_how_to_export(moved)}", "watch")
    return page


def _how_to_export(moved: AllMoved) -> str:
    if moved.trips:
        return say("First repair the trips: followup schedule trips. Then: followup calendar export")
    return say("They move there at the next: followup calendar export")


def _days_sentence(result: OfficeChangeResult) -> str:
    days = result.change.days
    if days is None:
        return ""
    if days.first == days.last:
        return full_day(days.first)
    return say(
        "From {first} up to and including {last}: {n} days; working days: {working}.",
        first=full_day(days.first),
        last=full_day(days.last),
        n=(days.last - days.first).days + 1,
        working=result.working,
    )


def add_all_moved(page: Page, moved: AllMoved) -> Page:
    """How many visits move, of how many graduates, and which; and which stay, though more stands against their day."""
    add_hand_dates(page, moved.by_hand)
    if not moved.cases:
        return page.line(say("No visit moves."), "quiet")
    page.line(say("Visits that move: {n}; graduates: {of}.", n=moved.visits, of=len(moved.cases)))
    if moved.without_day:
        page.line(say("No day is left for {n} of them.", n=moved.without_day), "bad")
    if moved.extras:
        page.line(say("Extra contacts while in danger that move, come or fall away: {n}.", n=moved.extras), "quiet")
    rows = [[one.code, *moved_visit_row(visit)] for one in moved.cases for visit in one.moving if not visit.extra]
    columns = [Column(say("Code")), Column(say("Visit"), "right")]
    columns += [Column(say("From")), Column(say("To")), Column(say("What"))]
    page.table(Table(columns, rows[:_VISITS_SHOWN]))
    if len(rows) > _VISITS_SHOWN:
        page.line(say("And {n} more; all of them with --json.", n=len(rows) - _VISITS_SHOWN), "quiet")
    return page


def office_change_data(result: OfficeChangeResult, mask: Mask, *, dry_run: bool) -> dict[str, JsonValue]:
    """The change for programs."""
    days = result.change.days
    return {
        "written": not dry_run,
        "entry": result.entry,
        "sentence": result.sentence,
        "words": mask(result.words),
        "from": days.first if days else None,
        "until": days.last if days else None,
        "working_days": result.working if days else None,
        "asked": list(result.change.asked),
        "notes": list(result.change.notes),
        **all_moved_data(result.moved),
    }


def all_moved_data(moved: AllMoved) -> dict[str, JsonValue]:
    """What moves, for programs."""
    return {
        "visits": moved.visits,
        "extras": moved.extras,
        "without_day": moved.without_day,
        "by_hand": hand_dates_data(moved.by_hand),
        "graduates": [{"code": one.code, "moving": moved_visits_data(one.moving)} for one in moved.cases],
    }
