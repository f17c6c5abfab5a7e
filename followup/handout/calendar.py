"""Calendar files in the one profile that phones and desktop programs read alike; docs/phones.md says why each rule.

The same input gives the same bytes, always: nothing here reads a clock or draws a random number.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from io import BytesIO
from itertools import count
from operator import attrgetter
from pathlib import Path

from followup.case.facts import CalendarEntry, CalendarEntryStatus
from followup.case.text_limits import checked_day
from followup.errors import Invalid
from followup.handout.contentlines import PRODID, compact_day, duration, escaped, folded
from followup.handout.covers import cover_problems
from followup.handout.surfaces import Handout
from followup.handout.written_form import MOST_BYTES
from followup.hashing import sha256_hex
from followup.messages import say
from followup.values import CheckedValue, replace

OFFICE_ZONE = "Asia/Phnom_Penh"
EVENING = time(18)
"""When the phone rings on the evening before a timed visit: she may have a day's travel to prepare."""
WHOLE_DAY_ALARM = timedelta(hours=15)
"""Before the midnight with which a whole day begins: nine in the morning of the day before."""

_HOURS = r"(\d{1,2}):(\d\d) ?[-–] ?(\d{1,2}):(\d\d)"

EntryKey = tuple[int, bool]
"""What an entry stands for: the slot, and whether it is the extra contact before it (``Entry.key``)."""


class Event(CheckedValue):
    """One entry of a calendar file, as a phone will show it.

    ``stamp`` (UTC) is when the entry last changed, never the moment of writing; ``hours`` (half-open, in ``zone``) is
    None for a whole day; ``summary`` is the cover text. Invalid if a reader could not show it as it is meant.
    """

    uid: str
    sequence: int
    stamp: datetime
    day: date
    summary: str
    hours: tuple[time, time] | None = None
    zone: str = OFFICE_ZONE
    status: CalendarEntryStatus = CalendarEntryStatus.PLANNED

    def check(self) -> None:
        """Every part of it can stand in a calendar, and is in its own form."""
        if self.stamp.tzinfo is None or self.stamp.utcoffset():
            raise Invalid(say("A stamp must be in UTC."))
        if not 0 <= self.sequence <= 99_999:
            raise Invalid(say("A sequence number counts from 0."))
        _check_shown(self.day, self.summary, self.hours, self.zone)

    @property
    def start(self) -> date | datetime:
        """The day, or the moment in UTC."""
        return self._moment(self.hours[0]) if self.hours else self.day

    @property
    def end(self) -> date | datetime:
        """The day after, or the moment in UTC; the first that is no longer part of it."""
        return self._moment(self.hours[1]) if self.hours else self.day + timedelta(days=1)

    @property
    def alarm(self) -> timedelta | None:
        """How long before the start the phone rings; None once there is nothing to prepare."""
        if self.status is not CalendarEntryStatus.PLANNED:
            return None
        if not self.hours:
            return WHOLE_DAY_ALARM
        evening = datetime.combine(self.day - timedelta(days=1), EVENING, zone_named(self.zone))
        return self._moment(self.hours[0]) - evening.astimezone(UTC)

    def _moment(self, at: time) -> datetime:
        return datetime.combine(self.day, at, zone_named(self.zone)).astimezone(UTC)


@lru_cache(1024)
def _check_shown(day: date, summary: str, hours: tuple[time, time] | None, zone: str) -> None:
    """What many entries have in common: it is looked at once."""
    checked_day(day, say("The date"))
    displayable_text(summary, say("The cover text"))
    if hours:
        _check_hours(*hours)
    if hours or zone != OFFICE_ZONE:  # of whole days in the usual zone nothing is reckoned that would need it
        zone_named(zone)


def event_of(entry: CalendarEntry, seed: str, stamp: datetime, zone: str = OFFICE_ZONE) -> Event:
    """The event for an entry that was handed out at ``stamp``; ``seed`` as for ``uid_for``."""
    return Event(
        uid=uid_for(seed, entry.key),
        sequence=entry.sequence,
        stamp=stamp,
        day=entry.day,
        summary=entry.cover,
        hours=hours_of(entry.hours),
        zone=zone,
        status=entry.status,
    )


def quiet_entry(entry: CalendarEntry, cover: str) -> CalendarEntry:
    """An entry as it is shown: a cancelled one says ``cover``, not what may be refused by now, and no false hours."""
    if entry.status is not CalendarEntryStatus.CANCELLED:
        return entry
    with suppress(Invalid):
        hours_of(entry.hours)
        return replace(entry, cover=cover)
    return replace(entry, cover=cover, hours="")


@lru_cache(64)
def hours_of(text: str) -> tuple[time, time] | None:
    """ "09:00-10:00" as two times of day; None if empty. Invalid if it is anything else, or ends before it begins."""
    if not text.strip():
        return None
    found = re.fullmatch(_HOURS, text.strip(), re.ASCII)
    try:
        if found is None:
            raise ValueError
        first, last = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    except ValueError:
        raise Invalid(say("These are not hours of a day."), say("Write hours as 09:00-10:00.")) from None
    _check_hours(first, last)
    return first, last


def _check_hours(first: time, last: time) -> None:
    if last <= first:
        raise Invalid(say("The visit ends before it begins."), say("Write hours as 09:00-10:00."))


def uid_for(seed: str, key: EntryKey) -> str:
    """The entry's identifier, in the form of a random UUID, which says nothing.

    ``seed`` is the random id of the case's opening fact. Derived, not drawn, so that two laptops that hand out the same
    slot before they have met give it the same identifier, and the phone shows one entry, not two. Without the sealed
    seed neither the case nor two entries' belonging together can be told from it.
    """
    slot, extra = key
    drawn = sha256_hex(f"calendar entry\n{seed}\n{slot}\n{int(extra)}".encode())
    return f"{drawn[:8]}-{drawn[8:12]}-4{drawn[13:16]}-{_VARIANTS[drawn[16]]}{drawn[17:20]}-{drawn[20:32]}"


_VARIANTS = dict(zip("0123456789abcdef", "89ab" * 4, strict=True))
"""What the digit becomes that says which form of UUID it is."""


# --- what stands now ------------------------------------------------------------------------------------------------


def next_entries(
    previous: Mapping[EntryKey, CalendarEntry], wanted: Iterable[CalendarEntry]
) -> tuple[CalendarEntry, ...]:
    """Every entry as it is to be handed out now, in order of slot.

    Unchanged ones keep their sequence number; changed ones, and those that come back, go one up from the last; new ones
    begin at 0. What was handed out before and is wanted no more stays on its date as cancelled: ``wanted`` must
    therefore hold every slot that still stands, not only those within the calendar's horizon.
    """
    keyed = ((entry.key, entry) for entry in wanted)
    now = {key: _succeeding(previous.get(key), entry) for key, entry in keyed}
    for key, entry in previous.items():
        if key not in now:
            now[key] = _succeeding(entry, replace(entry, status=CalendarEntryStatus.CANCELLED))
    return tuple(now[key] for key in sorted(now, key=lambda key: (key[0], not key[1])))


def changed_entries(
    previous: Mapping[EntryKey, CalendarEntry], now: Iterable[CalendarEntry]
) -> tuple[CalendarEntry, ...]:
    """Those of ``now`` that a ``HandedOut`` fact is to record."""
    return tuple(entry for entry in now if previous.get(entry.key) != entry)


def _succeeding(before: CalendarEntry | None, entry: CalendarEntry) -> CalendarEntry:
    if before is None:
        return _numbered(entry, 0)
    same = _numbered(entry, before.sequence)
    return same if same == before else _numbered(entry, before.sequence + 1)


def _numbered(entry: CalendarEntry, sequence: int) -> CalendarEntry:
    return entry if entry.sequence == sequence else replace(entry, sequence=sequence)


# --- files ----------------------------------------------------------------------------------------------------------


def random_stem(seed: str) -> str:
    """The name of a graduate's own file, which says nothing: calendar- and twelve digits; ``seed`` as for ``uid_for``.

    To be given to `calendar_files` as ``fixed`` too: some of these digits spell a short name.
    """
    return "calendar-" + sha256_hex(f"file\n{seed}".encode())[:12]


def calendar_files(
    name: str,
    title: str,
    events: Iterable[Event],
    *,
    folder: str = "",
    fixed: frozenset[str] = frozenset(),
    to_empty: bool = False,
    most: int = MOST_BYTES,
) -> list[Handout]:
    """The events as importable files of at most ``most`` bytes: name.ics, name-2.ics and so on.

    ``title`` is the calendar's name on the phone, ``folder`` one of the program's own inside the folder asked for.
    ``fixed`` is for the program's own cover text, title, file and folder names only (see ``Handout``): somebody called
    Ting must not stop every "Meeting". Without events there is no file, since a calendar with nothing in it is none,
    unless it is ``to_empty`` a phone.
    """
    displayable_text(title, say("The calendar's title"))
    starts: dict[str, list[Event]] = {}
    for event in events:
        starts.setdefault(compact_day(event.start), []).append(event)
    if not starts and not to_empty:
        return []
    parts = enumerate(_parts(_head(title).encode(), _texts(starts), _FOOT.encode(), most), 1)
    handouts, size = [], 0
    for number, data in parts:
        part = Handout(_part_name(name, number), data, fixed, folder)
        size += len(data)
        handouts.append(part if size <= _HELD_PLAIN else part.packed())
    return handouts


_HELD_PLAIN = 2 * MOST_BYTES
"""So many bytes of files are held as they are until they are written; what comes after them is packed."""


def _parts(head: bytes, texts: Iterable[bytes], foot: bytes, most: int) -> Iterator[bytes]:
    """The texts as whole calendars of at most ``most`` bytes, or with one event; one without any if there is none."""
    part = BytesIO()
    part.write(head)
    for text in texts:
        if part.tell() > len(head) and part.tell() + len(text) + len(foot) > most:
            part.write(foot)
            yield part.getvalue()
            part = BytesIO()
            part.write(head)
        part.write(text)
    part.write(foot)
    yield part.getvalue()


def stale_parts(handouts: Iterable[Handout], folder: Path) -> tuple[Path, ...]:
    """Further parts from an earlier, larger hand-out, which would bring old entries back if they were imported."""
    written = {handout.name for handout in handouts}
    return tuple(stale for first in sorted(written) for stale in _later_parts(folder, first, written))


def _later_parts(folder: Path, first: str, written: set[str]) -> Iterator[Path]:
    stem = Path(first).stem
    for number in count(2):
        part = folder / _part_name(stem, number)
        if part.name not in written:
            if not part.exists():
                return
            yield part


def _part_name(name: str, number: int) -> str:
    return f"{name}.ics" if number == 1 else f"{name}-{number}.ics"


def displayable_text(text: str, what: str) -> str:
    """``text`` if every reader shows it as it is and it gives nothing away (see ``covers``); Invalid otherwise."""
    for problem in cover_problems(text, what):
        raise Invalid(problem, say("Choose plain words, such as Meeting."))
    return text


@lru_cache(32)
def zone_named(name: str) -> tzinfo:
    """The time zone of this name; Invalid if this computer knows of none."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise Invalid(say("There is no such time zone."), say("Write one like Asia/Phnom_Penh.")) from None


def _head(title: str) -> str:
    """What stands before the events. The name has no type that would be escaped: phones show it as it stands."""
    name = folded(f"X-WR-CALNAME:{title}")
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:{PRODID}\r\n{name}\r\n"


_FOOT = "END:VCALENDAR\r\n"


def _texts(starts: Mapping[str, list[Event]]) -> Iterator[bytes]:
    """The lines of events by their start, in the order in which icalendar writes them: the tests hold one against the
    other. What many events of one start have in common is made once.
    """
    for start in sorted(starts):
        made: dict[object, tuple[str, str]] = {}
        for event in sorted(starts[start], key=attrgetter("uid")):
            shown = event.day, event.summary, event.hours, event.zone, event.status
            if shown not in made:
                made[shown] = _begin_of(event, start), _end_of(event)
            begin, end = made[shown]
            stamp = compact_day(event.stamp)
            yield (
                f"{begin}DTSTAMP:{stamp}\r\nUID:{event.uid}\r\nSEQUENCE:{event.sequence}\r\nCLASS:PRIVATE\r\n"
                f"LAST-MODIFIED:{stamp}\r\n{end}"
            ).encode()


def _begin_of(event: Event, start: str) -> str:
    kind, end = "" if event.hours else ";VALUE=DATE", compact_day(event.end)
    return f"BEGIN:VEVENT\r\n{_titled('SUMMARY', event.summary)}DTSTART{kind}:{start}\r\nDTEND{kind}:{end}\r\n"


def _end_of(event: Event) -> str:
    cancelled = event.status is CalendarEntryStatus.CANCELLED
    return (
        f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}\r\n"
        f"TRANSP:{'TRANSPARENT' if cancelled else 'OPAQUE'}\r\n{_alarm_text(event)}END:VEVENT\r\n"
    )


@lru_cache(256)
def _titled(name: str, text: str) -> str:
    return folded(f"{name}:{escaped(text)}") + "\r\n"


def _alarm_text(event: Event) -> str:
    if (before := event.alarm) is None:
        return ""
    says = _titled("DESCRIPTION", event.summary)
    return f"BEGIN:VALARM\r\nACTION:DISPLAY\r\n{says}TRIGGER:-{duration(before)}\r\nEND:VALARM\r\n"
