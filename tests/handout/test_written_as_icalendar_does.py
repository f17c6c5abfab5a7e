"""The lines of a calendar are written by the program itself; byte for byte they are what icalendar writes.

Thousands: ``FOLLOWUP_EXAMPLES=20000 pytest tests/handout/test_written_as_icalendar_does.py``.
"""

import os
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Alarm, Calendar
from icalendar import Event as Component
from icalendar.prop import vDuration

from followup.case.facts import CalendarEntryStatus
from followup.errors import Invalid
from followup.handout.calendar import Event, calendar_files
from followup.handout.contentlines import PRODID, duration, escaped, folded, unescaped
from followup.handout.written_form import is_as_written, unfolded

EXAMPLES = int(os.environ.get("FOLLOWUP_EXAMPLES", "100"))

_texts = st.text(st.sampled_from("ab Meeting ស្រីមុំ០១é🙂,;:\"'^"), min_size=1, max_size=190)
_hours = st.tuples(st.times(), st.times()).map(lambda two: (min(two), max(two).replace(microsecond=1)))
_events = st.tuples(
    st.uuids().map(str),
    st.integers(0, 99_999),
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - it is given one
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    _texts,
    st.none() | _hours,
    st.sampled_from(["Asia/Phnom_Penh", "Europe/Dublin", "Asia/Kathmandu"]),
    st.sampled_from(CalendarEntryStatus),
)


def by_icalendar(title: str, events: list[Event]) -> bytes:
    """The same file as icalendar writes it."""
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODID)
    calendar.add("X-WR-CALNAME", title)
    for event in sorted(events, key=lambda one: (_moment(one.start), one.uid)):
        calendar.add_component(_component(event))
    return bytes(calendar.to_ical())


def _moment(start: date | datetime) -> str:
    return f"{start:%Y%m%dT%H%M%SZ}" if isinstance(start, datetime) else f"{start:%Y%m%d}"


def _component(event: Event) -> Component:
    cancelled = event.status is CalendarEntryStatus.CANCELLED
    component = Component()
    component.add("UID", event.uid)
    component.add("DTSTAMP", event.stamp.replace(microsecond=0))
    component.add("LAST-MODIFIED", event.stamp.replace(microsecond=0))
    component.add("SEQUENCE", event.sequence)
    component.add("DTSTART", event.start)
    component.add("DTEND", event.end)
    component.add("SUMMARY", event.summary)
    component.add("CLASS", "PRIVATE")
    component.add("STATUS", "CANCELLED" if cancelled else "CONFIRMED")
    component.add("TRANSP", "TRANSPARENT" if cancelled else "OPAQUE")
    if event.alarm is not None:
        alarm = Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("TRIGGER", -event.alarm)
        alarm.add("DESCRIPTION", event.summary)
        component.add_component(alarm)
    return component


@settings(max_examples=EXAMPLES)
@given(st.lists(_events, min_size=1, max_size=3), _texts)
def test_a_file_is_what_icalendar_writes(made, title):
    try:
        events = [Event(*one[:5], hours=_whole_minutes(one[5]), zone=one[6], status=one[7]) for one in made]
        (handout,) = calendar_files("calendar", title, events)
    except Invalid:
        return
    assert handout.data == by_icalendar(title, events)
    assert is_as_written(handout.data)


def _whole_minutes(hours: tuple[time, time] | None) -> tuple[time, time] | None:
    """As people write them; the end is later than the beginning, or it is no event."""
    return hours and (hours[0].replace(second=0, microsecond=0), hours[1].replace(second=0, microsecond=0))


@settings(max_examples=EXAMPLES)
@given(st.text(st.sampled_from("aក🙂,;^ "), max_size=300))
def test_a_folded_text_is_read_again(text):
    lines = folded("SUMMARY:" + escaped(text))
    assert all(len(line.encode()) <= 75 for line in lines.split("\r\n"))
    assert unescaped(unfolded(lines).partition(":")[2]) == text


@given(st.integers(1, 5 * 24 * 60))
def test_any_time_before_is_written_as_icalendar_does(minutes):
    before = timedelta(minutes=minutes)
    assert duration(before).encode() == vDuration(before).to_ical()
