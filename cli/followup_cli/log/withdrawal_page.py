"""What taking an entry back does, before and after."""

from collections.abc import Callable
from typing import Any

from followup.messages import say
from followup.services.withdrawals import Takeback
from followup_cli.schedules.changes_page import moving_data, with_moving
from followup_cli.terminal.days import long_day
from followup_cli.terminal.table import Page

Mask = Callable[[str], str]


def page(takeback: Takeback, mask: Mask) -> Page:
    """The entry, and what is different without it."""
    entry = takeback.entry
    head = say(
        "Entry {n} of {code}, {day}, by {who}", n=entry.number, code=takeback.code, day=entry.on, who=entry.by or "–"
    )
    shown = Page().line(head, "head").line(entry.sentence)
    if entry.words:
        shown.line(mask(entry.words), "quiet")
    shown.line().line(say("Without it"), "head")
    for sentence in takeback.different:
        shown.line(sentence)
    if not takeback.different and not takeback.moving:
        shown.line(say("Nothing that is shown elsewhere is different."), "quiet")
    if takeback.moving:
        with_moving(shown, takeback.moving)
    return shown


def done(takeback: Takeback) -> Page:
    """The entry was taken back."""
    words = say("Entry {n} of {day} was taken back.", n=takeback.entry.number, day=long_day(takeback.entry.on))
    return Page().pair(takeback.code, words, label_style="strong")


def data(takeback: Takeback, mask: Mask, *, rehearsed: bool) -> dict[str, Any]:
    """The withdrawal for programs."""
    return {
        "code": takeback.code,
        "written": not rehearsed,
        "entry": {
            "number": takeback.entry.number,
            "id": takeback.entry.id,
            "on": takeback.entry.on.isoformat(),
            "sentence": takeback.entry.sentence,
            "words": mask(takeback.entry.words),
        },
        "different": list(takeback.different),
        "moving": moving_data(takeback.moving),
    }
