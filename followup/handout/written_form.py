"""The form in which the program writes calendars, described once: no file of any other form goes out.

It keeps the profile of docs/phones.md; the tests hold it against a linter, which knows each rule by itself, and what it
shows against a look at every line.
"""

import re
from datetime import datetime
from functools import lru_cache
from io import BytesIO

from followup.handout.contentlines import PRODID

MOST_BYTES = 900_000
"""Largest file: Google's web import takes 1 MB."""
FOLD = "\r\n "
"""How a line that is too long goes on."""
MOST_OCTETS = 75
"""Longest line without its line end, in bytes."""
CONTROL = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")

_DAY, _MOMENT_IN_UTC = r"\d{8}", r"\d{8}T\d{6}Z"
_TIME_BEFORE = r"P(?:1D|(?:1D)?T(?:\d{1,2}H(?:\d{1,2}M)?|\d{1,2}M))"
"""Of an alarm: less than two days, and not nothing."""
_HEAD = re.compile(f"BEGIN:VCALENDAR\r\nVERSION:2\\.0\r\nPRODID:{re.escape(PRODID)}\r\n(X-WR-CALNAME:[^\r\n]*)\r\n")
_EVENT = re.compile(
    "BEGIN:VEVENT\r\n(SUMMARY:[^\r\n]*)\r\n"
    f"(?:DTSTART;VALUE=DATE:({_DAY})\r\nDTEND;VALUE=DATE:({_DAY})"
    f"|DTSTART:({_MOMENT_IN_UTC})\r\nDTEND:({_MOMENT_IN_UTC}))\r\n"
    f"DTSTAMP:(?P<stamp>{_MOMENT_IN_UTC})\r\nUID:([0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})\r\n"
    "SEQUENCE:\\d{1,5}\r\nCLASS:PRIVATE\r\n"
    "LAST-MODIFIED:(?P=stamp)\r\nSTATUS:(?:CANCELLED\r\nTRANSP:TRANSPARENT\r\n|CONFIRMED\r\nTRANSP:OPAQUE\r\n"
    f"(?:BEGIN:VALARM\r\nACTION:DISPLAY\r\n(DESCRIPTION:[^\r\n]*)\r\nTRIGGER:-{_TIME_BEFORE}\r\n"
    "END:VALARM\r\n)?)END:VEVENT\r\n",
    re.ASCII,
)
_FOOT = "END:VCALENDAR\r\n"


def is_as_written(data: bytes) -> bool:
    """Whether a file is a calendar in that form, no longer than it may be, in which no word gives something away."""
    from followup.handout.covers import revealed_matters

    if len(data) > MOST_BYTES or max(map(len, BytesIO(data)), default=0) > MOST_OCTETS + len("\r\n"):
        return False
    try:
        said = texts_as_written(unfolded(data.decode()))
    except UnicodeDecodeError:  # a fold that cuts a character in two
        return False
    return said is not None and not revealed_matters("\n".join(said))


def unfolded(text: str) -> str:
    """A calendar with each line whole."""
    return text.replace(FOLD, "")


@lru_cache(1)
def texts_as_written(text: str) -> tuple[str, ...] | None:
    """The lines of a calendar that say something, each once: its name, and texts of entries; the others are dates.

    It is given `unfolded`; None where it is not in that form. What the last file said is held; who is done with it says
    ``cache_clear``.
    """
    head = _HEAD.match(text)
    at, keys, said = head.end() if head else 0, [], dict.fromkeys(head.groups() if head else ())
    while event := _EVENT.match(text, at):
        summary, day, after, start, end, _, uid, description = event.groups()
        if not _follows(day or start, after or end):
            return None
        keys.append((day or start, uid))
        said[summary] = said[description or summary] = None
        at = event.end()
    each_once = len({uid for _, uid in keys}) == len(keys)
    is_whole = head is not None and text[at:] == _FOOT and each_once and keys == sorted(keys)
    return tuple(said) if is_whole and not any(map(CONTROL.search, said)) else None


@lru_cache(1024)
def _follows(first: str, second: str) -> bool:
    """Whether two days, or two moments, are there in the calendar, the second after the first."""
    try:
        return datetime.fromisoformat(first) < datetime.fromisoformat(second)
    except ValueError:
        return False
