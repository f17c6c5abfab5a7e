"""Whether this laptop's clock can be right: asked before a casebook begins, since every entry takes its day from it."""

from datetime import date, timedelta

from followup import MADE
from followup.errors import Missing, Refused
from followup.messages import say
from followup_cli.terminal import person
from followup_cli.terminal.asking import agreed
from followup_cli.terminal.days import long_day

_IN_USE = timedelta(days=730)
"""For how long after a version was made nobody is asked."""


def confirm_clock(today: date, *, yes: bool) -> None:
    """Have a day confirmed before this version was made, or long after; Missing if nobody can be asked."""
    made = date.fromisoformat(MADE)
    if yes or made <= today <= made + _IN_USE:
        return
    if not person.on_terminal():
        raise Missing(
            say("--yes is missing: this laptop's clock says {day}, and nobody can be asked.", day=long_day(today)),
            say("Set the clock right. If it is right, say so with --yes."),
        )
    if not agreed(say("This laptop's clock says {day}. Is that today?", day=long_day(today)), default=None):
        raise Refused(say("Nothing was made."), say("Set the clock right, then run: followup init"))
