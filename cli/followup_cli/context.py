"""What a command needs from the world around it: the clock and the opened casebook."""

import os
from contextlib import suppress
from contextvars import ContextVar
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from followup.errors import FollowupError, Invalid
from followup.messages import say
from followup_cli import looks

if TYPE_CHECKING:
    from followup.case.access_words import Access
    from followup.casebook import Casebook
    from followup.moment import Moment
    from followup.vault.agent import OpenTimes
    from followup.vault.latest_entry import LatestEntry
    from followup.vault.vault import Vault


OPENED: "ContextVar[Casebook | None]" = ContextVar("opened", default=None)
"""The casebook that the command opened: what it wrote says what is usually done next."""


def moment() -> "Moment":
    """Now. ``FOLLOWUP_TODAY`` (a date) sets the day for rehearsals and tests; the stamp stays the real one."""
    from followup.case.text_limits import checked_day
    from followup.moment import Moment

    now = datetime.now(UTC)
    fixed_today = os.environ.get("FOLLOWUP_TODAY")
    if not fixed_today:
        return Moment(datetime.now().astimezone().date(), now)
    try:
        return Moment(checked_day(date.fromisoformat(fixed_today), "FOLLOWUP_TODAY"), now)
    except ValueError:
        raise Invalid(say("FOLLOWUP_TODAY is not a date."), say("Write it as 2026-11-21.")) from None


def home() -> Path:
    """Where the casebook is kept."""
    from followup.vault.access import default_home

    return default_home(os.environ)


def open_vault() -> "Vault":
    """The vault, opened with the agent's key, FOLLOWUP_PASSPHRASE, or a passphrase asked for on a terminal."""
    from followup.vault.access import PASSPHRASE_VARIABLE, load_vault
    from followup_cli.terminal import person
    from followup_cli.terminal.notes import print_note

    ask = person.ask_passphrase if person.on_terminal() else None
    vault = load_vault(home(), ask=ask, environ=os.environ, tell=print_note)
    now = moment()
    if latest := vault.clock_went_back(now.today, now.now):
        print_note(_clock_text(latest, now))
    if vault.by_passphrase:
        from followup.casebook import Casebook

        looks.note_opening(Casebook(vault, now), lasting=bool(os.environ.get(PASSPHRASE_VARIABLE)))
    return vault


def note_in_access_log(vault: "Vault", access: "Access") -> None:
    """Write into the access log what this command is about to do with the casebook as a whole."""
    from followup.casebook import Casebook

    looks.note(Casebook(vault, moment()), access)


def _clock_text(latest: "LatestEntry", now: "Moment") -> str:
    """What is said of a clock that went back; on one day the time tells."""
    day = latest.day_after(now.today)
    clock, written = now.today.isoformat(), day.isoformat()
    if day == now.today:
        clock, written = (f"{when.astimezone():%Y-%m-%d %H:%M}" for when in (now.now, latest.at))
    return say(
        "This laptop's clock says {clock}, but an entry was written here on {written}: set the clock right. "
        "If it is right now, see what is dated ahead with: followup check",
        clock=clock,
        written=written,
    )


def _tell_not_shown(book: "Casebook") -> None:
    """Name those whom no list shows because the clock lies before their first entry: nobody may seem to be gone."""
    from followup.services.case_index import not_shown
    from followup_cli.terminal.notes import print_note

    with suppress(FollowupError):
        if codes := ", ".join(not_shown(book)):
            print_note(say("By that clock nothing is known yet of these, so no list shows them: {codes}.", codes=codes))


def open_if_unlocked() -> "Casebook | None":
    """The casebook where it can be opened without asking anybody, else None; Missing where there is none."""
    from followup.vault.access import is_open

    return open_casebook() if is_open(home(), os.environ) else None


def open_times() -> "OpenTimes | None":
    """How long the casebook is open; None where no agent keeps its key."""
    from followup.vault import access

    return access.open_times(home())


def open_casebook() -> "Casebook":
    """The casebook in the vault, opened in the same way, at this moment; or the one that was opened to read a day."""
    book = _opened_to_read_a_day.pop() if _opened_to_read_a_day else read_casebook()
    OPENED.set(book)
    looks.note_names(book)
    return book


def read_casebook() -> "Casebook":
    """The casebook in the vault, opened as by `open_vault`; nothing is shown of it yet."""
    from followup.casebook import Casebook

    vault = open_vault()
    vault.journals.looks_once = True
    book = Casebook(vault, moment())
    if vault.clock_went_back(book.today, book.moment.now):
        _tell_not_shown(book)
    return book


_opened_to_read_a_day: "list[Casebook]" = []


def month_first() -> bool:
    """Whether this office writes the month before the day; an option may ask before its command opens the casebook.

    Where it cannot be opened, or there is none, the day comes first; the command itself says what is wrong.
    """
    from followup.case.import_words import DayOrder

    try:
        book = OPENED.get()
        if book is None:
            book = read_casebook()
            _opened_to_read_a_day.append(book)
        return book.office.dates is DayOrder.MONTH_FIRST
    except FollowupError:
        return False
