"""Which entries of a graduate are to stand in a calendar: her visits to come, as far as she agrees to a calendar."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from followup.case.facts import CalendarEntry, CalendarEntryStatus
from followup.case.parts import IssuedCalendarEntry
from followup.handout.calendar import EntryKey
from followup.office import Office
from followup.services.covers import CODE_PLACEHOLDER
from followup.values import Value, reading_own, replace

ALL_DAY = "all day"


class CalendarStay(Value):
    """What a calendar needs of a stay at home, ``number`` as in `Case.stay`; ``seed`` is what identifiers come from.

    ``visits`` are those that have a date: number, day, and whether it was made; ``extras`` the contacts between them,
    none of both where she does not agree to a calendar. ``issued`` is what was handed out, by today; ``on_phone`` are
    the entries as a phone has them, or will have them once an old worker's phone follows: the next ones go on from it.
    """

    number: int
    seed: str
    cover: str
    hours: str
    visits: tuple[tuple[int, date, bool], ...]
    extras: tuple[tuple[int, date], ...]
    issued: Mapping[EntryKey, IssuedCalendarEntry]
    on_phone: Mapping[EntryKey, CalendarEntry]

    @property
    def handed_out(self) -> dict[EntryKey, CalendarEntry]:
        """The entries that were handed out."""
        return {key: issued.entry for key, issued in self.issued.items()}

    def once_handed_out(self, entries: Iterable[CalendarEntry], stamp: datetime) -> "CalendarStay":
        """It once these entries, of which none has a lower number than before, were handed out."""
        issued = {entry.key: IssuedCalendarEntry(entry, stamp) for entry in entries}
        return replace(self, issued={**self.issued, **issued}) if issued else self


class CalendarCase(Value):
    """What a calendar needs of a graduate; ``latest`` is the stamp of her latest entry.

    ``kept_out``: she said no to a calendar, so what stands on a phone is cancelled. Who was not asked stays in it.
    ``stays`` are her stays at home, the one that she is in last.
    """

    id: str
    code: str
    opening_id: str
    latest: datetime
    kept_out: bool
    ended: bool
    stays: tuple[CalendarStay, ...]

    @property
    def cover(self) -> str:
        """Her own cover text; empty where it is the office's."""
        return self.stays[-1].cover

    @property
    def hours(self) -> str:
        """Her own hours; empty where they are the office's."""
        return self.stays[-1].hours


def wanted_entries(
    case: CalendarCase, stay: CalendarStay, office: Office, today: date, until: date, *, extras: bool
) -> list[CalendarEntry]:
    """Every entry of a stay that is to stand: those to come ``until`` a day, and all handed out before that hold."""
    visits = [(slot, False, day, made) for slot, day, made in stay.visits]
    contacts = [(slot, True, day, False) for slot, day in stay.extras if extras]
    standing = [one for one in (*visits, *contacts) if today <= one[2] <= until or one[:2] in stay.on_phone]
    if not standing:
        return []
    hours = stay.hours or office.hours
    hours = "" if hours == ALL_DAY else hours
    cover = (stay.cover or office.cover).replace(CODE_PLACEHOLDER, case.code)
    shape = CalendarEntry(slot=1, day=today, hours=hours, cover=cover)
    with reading_own():  # what was typed is checked in the shape, and a day as soon as it becomes an event
        return [
            replace(shape, slot=slot, day=day, extra=extra, status=_DONE if made else _PLANNED)
            for slot, extra, day, made in standing
        ]


_PLANNED, _DONE = CalendarEntryStatus.PLANNED, CalendarEntryStatus.DONE
