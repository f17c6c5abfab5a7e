"""Invented calendars and graduates for the tests of what leaves the laptop."""

from datetime import UTC, date, datetime, time, timedelta

from followup.case.facts import CalendarEntryStatus, Fact, Identified
from followup.handout.calendar import Event, calendar_files, uid_for
from followup.handout.guard import Guard, guarded_words
from followup.values import replace

FIRST_STAMP = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SECOND_STAMP = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
KHMER_COVER = "ប្រជុំប្រចាំខែ; ការិយាល័យ, ជាន់ទី២"


def an_event(number: int = 1, **changes: object) -> Event:
    event = Event(
        uid=uid_for("seed", (number, False)),
        sequence=0,
        stamp=FIRST_STAMP,
        day=date(2026, 3, 16) + timedelta(days=28 * number),
        summary="Meeting",
    )
    return replace(event, **changes)  # type: ignore[arg-type]


def thirty_six(*, timed: bool = False, summary: str = "Meeting") -> list[Event]:
    """Three years of visits: the first two done, the third cancelled, the rest planned."""
    status = {1: CalendarEntryStatus.DONE, 2: CalendarEntryStatus.DONE, 3: CalendarEntryStatus.CANCELLED}
    return [
        an_event(
            number,
            summary=summary,
            hours=(time(9), time(10, 30)) if timed else None,
            status=status.get(number, CalendarEntryStatus.PLANNED),
        )
        for number in range(1, 37)
    ]


def second_hand_out(events: list[Event]) -> list[Event]:
    """The fifth moved by two days, the sixth done; nothing else touched."""
    changed = {
        4: replace(events[4], day=events[4].day + timedelta(days=2), sequence=1, stamp=SECOND_STAMP),
        5: replace(events[5], status=CalendarEntryStatus.DONE, sequence=1, stamp=SECOND_STAMP),
    }
    return [changed.get(at, event) for at, event in enumerate(events)]


def one_file(events: list[Event], title: str = "Calendar") -> bytes:
    (handout,) = calendar_files("calendar", title, events)
    return handout.data


def an_identity(**fields: str) -> Fact:
    stamp = datetime(2026, 1, 5, tzinfo=UTC)
    return Fact("f1", stamp, stamp.date(), "laptop", 1, "SR", Identified(**fields))  # type: ignore[arg-type]


def a_guard(**fields: str) -> Guard:
    return Guard(guarded_words([an_identity(**fields)]))
