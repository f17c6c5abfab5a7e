"""A calendar in the very form in which the program writes it, read in one pass, which is many times faster.

Who looks for what is wrong in a file, or for what it shows, begins here, and looks at every line of any other form.
"""

import re
from datetime import datetime
from functools import lru_cache

from followup.handout.contentlines import PRODID

MOST_OCTETS = 75
"""Longest line without its line end, in bytes."""
CONTROL = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")

_DAY, _MOMENT_IN_UTC = r"\d{8}", r"\d{8}T\d{6}Z"
_HEAD = re.compile(f"BEGIN:VCALENDAR\r\nVERSION:2\\.0\r\nPRODID:{re.escape(PRODID)}\r\n(X-WR-CALNAME:[^\r\n]*)\r\n")
_EVENT = re.compile(
    "BEGIN:VEVENT\r\n(SUMMARY:[^\r\n]*)\r\n"
    f"(?:DTSTART;VALUE=DATE:({_DAY})\r\nDTEND;VALUE=DATE:({_DAY})"
    f"|DTSTART:({_MOMENT_IN_UTC})\r\nDTEND:({_MOMENT_IN_UTC}))\r\n"
    f"DTSTAMP:(?P<stamp>{_MOMENT_IN_UTC})\r\nUID:([0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})\r\n"
    "SEQUENCE:\\d{1,5}\r\nCLASS:PRIVATE\r\n"
    "LAST-MODIFIED:(?P=stamp)\r\nSTATUS:(?:CANCELLED\r\nTRANSP:TRANSPARENT\r\n|CONFIRMED\r\nTRANSP:OPAQUE\r\n"
    "(?:BEGIN:VALARM\r\nACTION:DISPLAY\r\n(DESCRIPTION:[^\r\n]*)\r\nTRIGGER:-PT\\d{1,2}H(?:\\d{1,2}M)?\r\n"
    "END:VALARM\r\n)?)END:VEVENT\r\n",
    re.ASCII,
)
_FOOT = "END:VCALENDAR\r\n"


@lru_cache(1)
def texts_as_written(text: str) -> tuple[str, ...] | None:
    """The lines of a calendar that say something, each once: its name, and texts of entries; the others are dates.

    None where it is not in that form, or breaks a rule of its profile but those of its size and of words that give
    something away. What the last file said is held; who is done with it says ``cache_clear``.
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
    return tuple(said) if is_whole and all(map(_is_fit, said)) else None


def _is_fit(line: str) -> bool:
    return len(line.encode()) <= MOST_OCTETS and not CONTROL.search(line)


@lru_cache(1024)
def _follows(first: str, second: str) -> bool:
    """Whether two days, or two moments, are there in the calendar, the second after the first."""
    try:
        return datetime.fromisoformat(first) < datetime.fromisoformat(second)
    except ValueError:
        return False
