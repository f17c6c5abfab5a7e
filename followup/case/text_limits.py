"""Words that people wrote: what a stored text may contain."""

import re
import unicodedata
from datetime import date

from followup.errors import Invalid
from followup.messages import say

LINE_LIMIT = 200
"""Longest single-line text, in characters."""
NOTE_LIMIT = 20_000
"""Longest note, in characters."""
PROMISE_LIMIT = 1_000
"""Longest promise, in characters."""

_EARLIEST, _LATEST = date(1990, 1, 1), date(2100, 1, 1)
_HIDDEN = "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"


def checked_line(text: str, what: str, *, limit: int = LINE_LIMIT) -> str:
    """``text`` if it can stand on one line; Invalid names ``what`` it was for, never the text itself."""
    if "\n" in text or "\r" in text:
        raise Invalid(say("{what} must be on one line.", what=what))
    return checked_note(text, what, limit=limit)


def checked_note(text: str, what: str, *, limit: int = NOTE_LIMIT) -> str:
    """``text`` if it may be kept: no control characters but line ends and tabs, no lone surrogates, not too long.

    The line ends of Windows become those that are stored.
    """
    text = plain_line_ends(text)
    if len(text) > limit:
        raise Invalid(say("{what} is longer than {limit} characters.", what=what, limit=limit), say("Shorten it."))
    if re.search(_HIDDEN, text) or any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in text):
        raise Invalid(
            say("{what} holds characters that cannot be seen or printed.", what=what),
            say("Type it again, rather than pasting it."),
        )
    return text


def plain_line_ends(text: str) -> str:
    r"""``text`` with every line end as it is stored: ``\n``."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def checked_day(value: date, what: str) -> date:
    """``value`` if it lies in the years this program is for (1990 to 2099)."""
    if not _EARLIEST <= value < _LATEST:
        raise Invalid(say("{what} is not in the years 1990 to 2099.", what=what), say("Check the year."))
    return value
