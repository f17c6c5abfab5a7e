"""A cover text of one's own is confirmed: by the person, or with --yes where nobody can be asked."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import typer

from followup.errors import Missing
from followup.messages import say
from followup_cli.terminal import person
from followup_cli.terminal.notes import print_note

if TYPE_CHECKING:
    from followup.casebook import Casebook


def parse_cover(typed: str) -> str:
    """A cover text as it may go out; empty for nothing."""
    from followup.services.covers import checked_cover

    return checked_cover(typed) if typed.strip() else ""


def parse_hours(typed: str) -> str:
    """Hours of a day, or that an entry lasts the whole day, as they are kept."""
    from followup.handout.calendar import hours_of
    from followup.services.calendar_entries import ALL_DAY

    hours = typed.strip()
    hours_of("" if hours == ALL_DAY else hours)
    return hours


def confirm_covers(book: "Casebook | None", covers: Iterable[object], *, yes: bool) -> None:
    """Have texts of one's own confirmed, once they are known to show nobody; Missing if nobody can be asked."""
    from followup.services.covers import check_cover, own_covers

    own = own_covers(covers)
    if book:
        for cover in own:
            check_cover(book, cover)
    if not is_confirmed(own, yes=yes):
        raise typer.Abort


def is_confirmed(covers: Iterable[object], *, yes: bool) -> bool:
    """Whether texts of one's own may be used; Missing if nobody can be asked."""
    from followup.services.covers import offered_covers, own_covers
    from followup_cli.terminal.asking import agreed

    if yes or not own_covers(covers):
        return True
    known = say("These say nothing to anybody: {texts}.", texts=offered_covers())
    if not person.on_terminal():
        raise Missing(say("--yes is missing: a cover text is one of your own, and nobody can be asked."), known)
    print_note(say("A cover text is one of your own. Whoever sees the phone can read it.") + " " + known)
    return agreed(say("Use it all the same?"), default=False)
