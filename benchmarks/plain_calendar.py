"""A calendar file written plainly: the same bytes as the program's, by f-strings that know this one profile."""

import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

EVENTS = 3_600

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
    """What stands in an entry that takes a whole day."""

    uid: str
    sequence: int
    stamp: datetime
    day: date
    summary: str


def entries(number: int = EVENTS) -> list[Entry]:
    """So many entries, six a day."""
    stamp, first = datetime(2026, 11, 26, 3, tzinfo=UTC), date(2026, 11, 26)
    uids = (f"00000000-0000-4000-8000-{n:012}" for n in range(number))
    return [Entry(uid, n % 7, stamp, first + timedelta(n // 6), "Meeting") for n, uid in enumerate(uids)]


def folded(line: str) -> str:
    """A line in parts of at most 75 bytes."""
    if len(line) < 25 or len(line.encode()) <= 75:
        return line
    parts, size = [""], 0
    for letter in line:
        size += len(letter.encode())
        if size > 75 - (len(parts) > 1):
            parts.append("")
            size = len(letter.encode())
        parts[-1] += letter
    return "\r\n ".join(parts)


def escaped(text: str) -> str:
    """A text as it stands in a calendar file."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def written(those: Iterable[Entry]) -> bytes:
    """The file with these entries."""
    return "".join((_HEAD, *map(_event, those), "END:VCALENDAR\r\n")).encode()


_HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Calendar//EN\r\nX-WR-CALNAME:Meeting\r\n"


def _event(entry: Entry) -> str:
    uid, sequence, stamp, day, summary = entry
    text = escaped(summary)
    at = f"{stamp:%Y%m%dT%H%M%SZ}"
    return (
        f"BEGIN:VEVENT\r\n{folded('SUMMARY:' + text)}\r\nDTSTART;VALUE=DATE:{day:%Y%m%d}\r\n"
        f"DTEND;VALUE=DATE:{day + timedelta(1):%Y%m%d}\r\nDTSTAMP:{at}\r\nUID:{uid}\r\nSEQUENCE:{sequence}\r\n"
        f"CLASS:PRIVATE\r\nLAST-MODIFIED:{at}\r\nSTATUS:CONFIRMED\r\nTRANSP:OPAQUE\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\n"
        f"{folded('DESCRIPTION:' + text)}\r\nTRIGGER:-PT15H\r\nEND:VALARM\r\nEND:VEVENT\r\n"
    )


def plain_seconds(number: int = EVENTS) -> float:
    """Processor time in which so many entries are written plainly."""
    those = entries(number)
    begun = time.process_time()
    written(those)
    return time.process_time() - begun


def text_seconds(python: str, scratch: Path, env: dict[str, str]) -> float:
    """Processor time in which the program makes the text of the same entries; it must be the same text."""
    file = scratch / "calendar.ics"
    command: Sequence[str] = [python, "-c", _OURS, str(file), str(EVENTS)]
    took = subprocess.run(command, env=env, stdout=subprocess.PIPE, check=True).stdout
    if file.read_bytes() != written(entries()):
        sys.exit("The plain writer writes something else.")
    return float(took)
