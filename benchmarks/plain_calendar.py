"""A calendar file written plainly: the same bytes as the program's, by f-strings that know only this profile."""

import gc
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

EVENTS = 3_600
ONE_DAY = timedelta(days=1)

_OURS = """
import gc, sys, time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from followup.handout.calendar import Event, calendar_files
stamp, day = datetime(2026, 11, 26, 3, tzinfo=UTC), date(2026, 11, 26)
events = [
    Event(f"00000000-0000-4000-8000-{n:012}", n % 7, stamp, day + timedelta(n // 6), "Meeting")
    for n in range(int(sys.argv[2]))
]
gc.disable()
begun = time.process_time()
handouts = calendar_files("calendar", "Meeting", events, most=10**9)
took = time.process_time() - begun
Path(sys.argv[1]).write_bytes(handouts[0].data)
print(took)
"""


class Entry(NamedTuple):
    """What stands in an entry that takes a whole day; when it was handed out is ready as a text."""

    uid: str
    sequence: int
    stamp: str
    day: date
    summary: str


def entries(number: int = EVENTS) -> list[Entry]:
    """So many entries, six a day."""
    first = date(2026, 11, 26)
    uids = (f"00000000-0000-4000-8000-{n:012}" for n in range(number))
    return [Entry(uid, n % 7, "20261126T030000Z", first + timedelta(n // 6), "Meeting") for n, uid in enumerate(uids)]


def written(those: Iterable[Entry]) -> bytes:
    """The file with these entries."""
    ordered = sorted(those, key=lambda one: (one.day, one.uid))
    return "".join((_HEAD, *map(_event, ordered), "END:VCALENDAR\r\n")).encode()


_HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Calendar//EN\r\nX-WR-CALNAME:Meeting\r\n"


def _event(entry: Entry) -> str:
    uid, sequence, stamp, day, summary = entry
    first, end = _plain(day), _plain(day + ONE_DAY)
    return (
        f"BEGIN:VEVENT\r\nSUMMARY:{summary}\r\nDTSTART;VALUE=DATE:{first}\r\nDTEND;VALUE=DATE:{end}\r\n"
        f"DTSTAMP:{stamp}\r\nUID:{uid}\r\nSEQUENCE:{sequence}\r\nCLASS:PRIVATE\r\nLAST-MODIFIED:{stamp}\r\n"
        f"STATUS:CONFIRMED\r\nTRANSP:OPAQUE\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:{summary}\r\n"
        f"TRIGGER:-PT15H\r\nEND:VALARM\r\nEND:VEVENT\r\n"
    )


def _plain(day: date) -> str:
    return day.isoformat().replace("-", "")


def plain_seconds(number: int = EVENTS) -> float:
    """Processor time in which so many entries are written plainly."""
    those = entries(number)
    gc.disable()
    begun = time.process_time()
    written(those)
    took = time.process_time() - begun
    gc.enable()
    return took


def text_seconds(python: str, scratch: Path, env: dict[str, str]) -> float:
    """Processor time in which the program makes the text of the same entries; it must be the same text."""
    file = scratch / "calendar.ics"
    command: Sequence[str] = [python, "-c", _OURS, str(file), str(EVENTS)]
    took = subprocess.run(command, env=env, stdout=subprocess.PIPE, check=True).stdout
    if file.read_bytes() != written(entries()):
        sys.exit("The plain writer writes something else.")
    return float(took)
