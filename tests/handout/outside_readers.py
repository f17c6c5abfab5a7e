"""Seven calendar readers that nobody here wrote, each made to tell what it read as the same five plain texts.

For the two on Node, FOLLOWUP_NODE_MODULES names a folder into which ``npm install --prefix <folder> ical.js node-ical``
went. Where it is not given these two are skipped, except on CI, where a missing reader is a failure.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

SCRIPTS = Path(__file__).parent / "readers"
FAR_FROM_UTC = {**os.environ, "TZ": "Asia/Phnom_Penh", "PYTHONUTF8": "1"}
"""A whole day must stay on its day on a computer that is not in Greenwich."""


class Read(NamedTuple):
    uid: str
    start: str
    end: str
    summary: str
    status: str


def told(moment: date | datetime) -> str:
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return moment.isoformat()


def absent(what: str) -> None:
    """Skip, or fail where every reader must be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}, and CI must try every reader")
    pytest.skip(what)


def with_icalendar(path: Path) -> list[Read]:
    from icalendar import Calendar

    events = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert all(not event.errors for event in events)
    return [
        Read(str(e["UID"]), told(e["DTSTART"].dt), told(e["DTEND"].dt), str(e["SUMMARY"]), str(e["STATUS"]))
        for e in events
    ]


def with_vobject(path: Path) -> list[Read]:
    import vobject

    events = vobject.readOne(path.read_text("utf-8")).vevent_list
    return [
        Read(e.uid.value, told(e.dtstart.value), told(e.dtend.value), e.summary.value, e.status.value) for e in events
    ]


def with_ics(path: Path) -> list[Read]:
    import ics

    def day_or_moment(event: ics.Event, moment: object) -> str:
        return told(moment.date() if event.all_day else moment.datetime)

    events = ics.Calendar(path.read_bytes().decode()).events
    return [
        Read(e.uid, day_or_moment(e, e.begin), day_or_moment(e, e.end), e.name, (e.status or "").upper())
        for e in events
    ]


def with_ical(path: Path) -> list[Read]:
    from ical.calendar_stream import IcsCalendarStream

    events = IcsCalendarStream.calendar_from_ics(path.read_bytes().decode()).events
    return [Read(e.uid, told(e.dtstart), told(e.dtend), e.summary, e.status.value) for e in events]


def with_node(script: str, path: Path) -> list[Read]:
    folder, node = os.environ.get("FOLLOWUP_NODE_MODULES"), shutil.which("node")
    if node is None or not folder:
        absent("node is not there, or FOLLOWUP_NODE_MODULES does not say where its modules are")
    command = [str(node), str(SCRIPTS / script), str(Path(str(folder)).resolve()), str(path)]
    done = subprocess.run(command, capture_output=True, env=FAR_FROM_UTC, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return [Read(**event) for event in json.loads(done.stdout)]


class Khal:
    """khal with a calendar folder and a cache of its own."""

    def __init__(self, folder: Path) -> None:
        self.calendar = folder / "calendar"
        self.calendar.mkdir()
        self.config = folder / "config"
        self.config.write_text(
            f"[calendars]\n[[work]]\npath = {self.calendar.as_posix()}\n"
            f"[sqlite]\npath = {(folder / 'khal.db').as_posix()}\n"
            "[locale]\ntimeformat = %H:%M:%S\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
            "datetimeformat = %Y-%m-%dT%H:%M:%SZ\nlongdatetimeformat = %Y-%m-%dT%H:%M:%SZ\n"
            "default_timezone = UTC\nlocal_timezone = UTC\n"
            "[default]\ndefault_calendar = work\n"
        )

    def import_file(self, path: Path) -> None:
        self._run("import", "--batch", "-a", "work", str(path))

    def events(self) -> list[Read]:
        fields = "{uid}\t{start-long-full}\t{end-long-full}\t{all-day}\t{title}\t{status}"
        listed = self._run("list", "--once", "--day-format", "", "--format", fields, "2026-01-01", "1500d")
        return [self._read(line.split("\t")) for line in listed.splitlines() if "\t" in line]

    def _read(self, fields: list[str]) -> Read:
        uid, start, end, whole_day, title, status = fields
        if whole_day == "True":  # khal shows the last day, not the day after it
            start = start[:10]
            end = date.fromordinal(date.fromisoformat(end[:10]).toordinal() + 1).isoformat()
        return Read(uid, start, end, title, status.strip())

    def _run(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "khal", "-c", str(self.config), *arguments]
        done = subprocess.run(command, capture_output=True, env=FAR_FROM_UTC, timeout=120, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()


def with_khal(path: Path) -> list[Read]:
    folder = path.parent / "khal"
    folder.mkdir()
    khal = Khal(folder)
    khal.import_file(path)
    return khal.events()


READERS: dict[str, Callable[[Path], list[Read]]] = {
    "icalendar": with_icalendar,
    "vobject": with_vobject,
    "ics": with_ics,
    "ical": with_ical,
    "khal": with_khal,
    "ical.js": lambda path: with_node("icaljs.mjs", path),
    "node-ical": lambda path: with_node("node-ical.mjs", path),
}
