"""What ``followup`` alone shows: three lines of today and what to do next, or how to begin."""

from followup.errors import Missing
from followup.messages import say
from followup.services.agenda import Agenda, agenda_of
from followup.services.status import UnfinishedForm, unfinished_forms
from followup_cli import context
from followup_cli.agenda.page import add_most_urgent, counts_text, first_command
from followup_cli.casebook.status_page import add_unfinished
from followup_cli.fragments.backup_note import due_text
from followup_cli.fragments.next_step import suggest
from followup_cli.fragments.retention_note import kept_too_long_text
from followup_cli.fragments.what_to_do import URGENT, what_to_do
from followup_cli.response import tell_problems
from followup_cli.terminal.days import long_day
from followup_cli.terminal.page import Page

LINES = 3
"""Graduates shown; the agenda has them all."""


def glance() -> None:
    """Show three lines of today; of a closed casebook how it is opened, and without one how to begin."""
    try:
        book = context.open_if_unlocked()
    except Missing:
        _how_to_begin().show()
        return
    if book is None:
        _help(Page().line(say("The casebook is closed. Open it with: followup unlock"), "watch")).show()
        return
    agenda = agenda_of(book)
    suggest(first_command(agenda))
    _glance_page(agenda, tuple(unfinished_forms(book))).show()
    tell_problems(book)


def _glance_page(agenda: Agenda, unfinished: tuple[UnfinishedForm, ...]) -> Page:
    page = Page().text(f"{long_day(agenda.today)}: {counts_text(agenda)}.", "head").line()
    for item in agenda.items[:LINES]:
        words = what_to_do(item, agenda.today)
        page.pair(item.row.code, f"{words}.", "bad" if item.why in URGENT else "", label_style="strong")
    if len(agenda.items) > LINES:
        page.pair("", say("and {n} more: followup today", n=len(agenda.items) - LINES), "quiet")
    if not agenda.items:
        add_most_urgent(page, agenda)
    add_unfinished(page, unfinished)
    if agenda.kept_too_long:
        page.pair(say("Names"), kept_too_long_text(agenda.kept_too_long), "watch")
    if agenda.backup_due:
        page.pair(say("Backup"), due_text(agenda.last_backup, agenda.today), "watch")
    return _help(page.line())


def _how_to_begin() -> Page:
    page = Page().line(say("There is no casebook on this laptop yet."), "head").line()
    page.pair(say("Begin"), say("followup init makes one, sealed with a passphrase of yours."), "strong")
    page.pair(say("Put back"), say("followup restore FILE makes one from a backup."))
    page.pair(say("Try it"), say("followup demo makes one of invented people in a folder of its own."))
    return _help(page)


def _help(page: Page) -> Page:
    return page.pair(say("Help"), say("followup --help lists all commands."), "quiet")
