"""What goes to a phone: the same bytes for the same visits, neutral everywhere, changed only where a visit did."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.case.facts import CalendarEntry, CalendarEntryStatus
from followup.errors import Invalid
from followup.handout.calendar import (
    calendar_files,
    changed_entries,
    event_of,
    hours_of,
    next_entries,
    stale_parts,
    uid_for,
)
from followup.handout.guard import Exposed, Guard
from followup.handout.surfaces import texts_in_file
from followup.values import replace
from tests.handout.calendars import FIRST_STAMP, KHMER_COVER, an_event, one_file, second_hand_out, thirty_six
from tests.handout.linter import lint, unfolded

WORDING = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co", "Cf", "Zl", "Zp"), exclude_characters="\\"),
    min_size=1,
    max_size=200,
).filter(lambda text: text == text.strip())


# --- files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["whole-days", "hours", "khmer"])
def test_the_files_are_byte_for_byte_the_golden_ones(golden, name):
    data = {
        "whole-days": one_file(thirty_six()),
        "hours": one_file(thirty_six(timed=True)),
        "khmer": one_file(thirty_six(summary=KHMER_COVER), title="ប្រតិទិន"),
    }[name]

    golden(f"calendar-{name}.ics", data)


def test_the_same_visits_give_the_same_bytes_in_whatever_order_they_come():
    events = thirty_six()

    assert one_file(events) == one_file(events[::-1])


def test_only_the_visits_that_changed_change_their_lines():
    before, after = (
        one_file(events).split(b"BEGIN:VEVENT") for events in (thirty_six(), second_hand_out(thirty_six()))
    )

    assert sum(old != new for old, new in zip(before, after, strict=True)) == 2


def test_nothing_in_a_file_says_which_program_wrote_it_or_why():
    text = one_file(thirty_six()).decode().lower()

    assert not any(word in text for word in ("followup", "follow-up", "reintegration", "graduate", "icalendar"))


def test_an_event_carries_no_moment_of_writing():
    assert {line for line in unfolded(one_file(thirty_six()).decode()) if line.startswith(("DTSTAMP", "LAST-"))} == {
        "DTSTAMP:20260302T093000Z",
        "LAST-MODIFIED:20260302T093000Z",
    }


def test_a_large_calendar_goes_out_in_parts_that_web_imports_take():
    events = [replace(event, uid=uid_for(f"case {n}", (1, False))) for n in range(10) for event in thirty_six()[:1]]

    parts = calendar_files("visits", "Calendar", events, most=1_200)

    assert [part.name for part in parts][:3] == ["visits.ics", "visits-2.ics", "visits-3.ics"]
    assert all(len(part.data) <= 1_200 and lint(part.data) == () for part in parts)
    assert sum(part.data.count(b"BEGIN:VEVENT") for part in parts) == 10


def test_what_is_held_packed_of_a_large_calendar_is_checked_and_written_as_it_is(tmp_path, monkeypatch):
    events = [replace(event, uid=uid_for(f"case {n}", (1, False))) for n in range(9) for event in thirty_six()[:1]]
    plain = calendar_files("visits", "Calendar", events, most=1_200)
    monkeypatch.setattr("followup.handout.calendar._HELD_PLAIN", 2_000)

    packed = calendar_files("visits", "Calendar", events, most=1_200)
    shown = next(text for text in texts_in_file(packed[-1]) if text not in ("", "Calendar"))
    Guard([]).release(packed, tmp_path, lambda: None)

    assert [part.is_packed for part in packed] == [False, *[True] * (len(plain) - 1)]
    assert [part.content for part in packed] == [part.data for part in plain]
    assert [(tmp_path / part.name).read_bytes() for part in plain] == [part.data for part in plain]
    with pytest.raises(Exposed):
        Guard([("name", shown)]).check(packed[-1])


def test_a_calendar_without_visits_is_written_only_to_empty_a_phone():
    (part,) = calendar_files("visits", "Calendar", [], to_empty=True)

    assert lint(part.data) == ()
    assert calendar_files("visits", "Calendar", []) == []


def test_parts_left_over_from_a_larger_calendar_are_found(tmp_path):
    for name in ("visits.ics", "visits-2.ics", "visits-3.ics", "visits-5.ics", "other-2.ics"):
        (tmp_path / name).touch()

    stale = stale_parts(calendar_files("visits", "Calendar", thirty_six()), tmp_path)

    assert [path.name for path in stale] == ["visits-2.ics", "visits-3.ics"]


# --- events ---------------------------------------------------------------------------------------------------------


def test_a_whole_day_rings_at_nine_the_morning_before():
    assert an_event().alarm == timedelta(hours=15)
    assert b"TRIGGER:-PT15H\r\n" in one_file([an_event()])


def test_a_timed_visit_rings_at_six_the_evening_before():
    assert b"TRIGGER:-PT19H30M\r\n" in one_file([an_event(hours=(time(13, 30), time(15)))])


@pytest.mark.parametrize(
    ("begins", "before"),
    [("17:59", "PT23H59M"), ("18:00", "P1D"), ("18:05", "P1DT5M"), ("19:00", "P1DT1H"), ("22:30", "P1DT4H30M")],
)
def test_a_visit_late_in_the_day_rings_the_evening_before_too(begins, before):
    data = one_file([an_event(hours=(time.fromisoformat(begins), time(23)))])

    assert f"TRIGGER:-{before}\r\n".encode() in data
    assert lint(data) == ()


@pytest.mark.parametrize("status", [CalendarEntryStatus.DONE, CalendarEntryStatus.CANCELLED])
def test_a_visit_that_is_done_or_cancelled_does_not_ring(status):
    assert b"VALARM" not in one_file([an_event(status=status)])


def test_a_cancelled_visit_leaves_the_day_free():
    data = one_file([an_event(status=CalendarEntryStatus.CANCELLED)])

    assert b"STATUS:CANCELLED\r\nTRANSP:TRANSPARENT\r\n" in data


def test_hours_are_those_of_the_office():
    event = an_event(day=date(2026, 5, 1), hours=(time(6), time(7)))

    assert event.start == datetime(2026, 4, 30, 23, tzinfo=UTC)
    assert replace(event, zone="Europe/Berlin").start == datetime(2026, 5, 1, 4, tzinfo=UTC)


def test_a_stamp_loses_its_split_seconds_and_nothing_else():
    assert b"DTSTAMP:20260302T093000Z" in one_file([an_event(stamp=FIRST_STAMP.replace(microsecond=999_999))])


@pytest.mark.parametrize(
    "wrong",
    [
        {"summary": ""},
        {"summary": " Meeting"},
        {"summary": "C:\\New"},
        {"summary": "Meet\ting"},
        {"summary": "Meet\ning"},
        {"summary": "Meet\u2028ing"},
        {"summary": "Meet\x00ing"},
        {"summary": "Meet\u200bing"},
        {"summary": "Meet\uffffing"},
        {"summary": "Meet\ud800ing"},
        {"summary": "x" * 201},
        {"summary": "Follow-up visit"},
        {"summary": "តាមដាន"},
        {"sequence": -1},
        {"stamp": datetime(2026, 1, 1)},  # noqa: DTZ001 - a stamp without a zone is what is refused
        {"hours": (time(10), time(9))},
        {"zone": "Mars/Olympus"},
        {"zone": "../etc/passwd"},
    ],
    ids=str,
)
def test_an_event_that_no_phone_shows_right_cannot_exist(wrong):
    with pytest.raises(Invalid):
        an_event(**wrong)


@given(WORDING)
def test_any_cover_text_is_read_back_as_it_was_written(text):
    from icalendar import Calendar

    try:
        event = an_event(summary=text)
    except Invalid:
        return
    data = one_file([event])

    assert lint(data) == ()
    assert str(Calendar.from_ical(data).walk("VEVENT")[0]["SUMMARY"]) == text


@pytest.mark.parametrize("text", ["9:00-10:00", "09:00 - 10:00", "09:00–10:00"])
def test_hours_are_written_as_people_write_them(text):
    assert hours_of(text) == (time(9), time(10))


@pytest.mark.parametrize("text", ["9-10", "25:00-26:00", "09:00", "morning", "09:60-10:00"])
def test_hours_that_are_none_are_refused(text):
    with pytest.raises(Invalid):
        hours_of(text)


def test_no_hours_are_a_whole_day():
    assert hours_of("") is None


# --- identifiers ----------------------------------------------------------------------------------------------------


def test_two_laptops_give_the_same_visit_the_same_identifier():
    assert uid_for("a1b2", (7, False)) == uid_for("a1b2", (7, False)) == "e4459da6-932a-44d9-b54b-6852a021d472"


def test_identifiers_differ_by_case_slot_and_kind():
    keys = [("a", 1, False), ("a", 1, True), ("a", 11, False), ("a1", 1, False), ("b", 1, False)]

    assert len({uid_for(seed, (slot, extra)) for seed, slot, extra in keys}) == len(keys)


# --- what stands now ------------------------------------------------------------------------------------------------


def an_entry(slot: int = 1, **changes: object) -> CalendarEntry:
    return replace(CalendarEntry(slot=slot, day=date(2026, 4, slot), cover="Meeting"), **changes)  # type: ignore[arg-type]


def standing(*entries: CalendarEntry) -> dict[tuple[int, bool], CalendarEntry]:
    return {entry.key: entry for entry in entries}


def test_a_new_entry_begins_at_zero():
    assert next_entries({}, [an_entry(sequence=9)]) == (an_entry(sequence=0),)


def test_an_unchanged_entry_keeps_its_number_and_is_not_recorded_again():
    before = standing(an_entry(sequence=3))

    now = next_entries(before, [an_entry()])

    assert now == (an_entry(sequence=3),)
    assert changed_entries(before, now) == ()


@pytest.mark.parametrize(
    "change",
    [{"day": date(2026, 4, 20)}, {"cover": "Errand"}, {"hours": "09:00-10:00"}, {"status": CalendarEntryStatus.DONE}],
)
def test_any_change_goes_one_up(change):
    before = standing(an_entry(sequence=3))

    now = next_entries(before, [an_entry(**change)])

    assert now == changed_entries(before, now) == (an_entry(sequence=4, **change),)


def test_what_stands_no_more_is_cancelled_on_its_last_date_once():
    before = standing(an_entry(1), an_entry(2, sequence=1))

    now = next_entries(before, [an_entry(1)])

    assert now[1] == an_entry(2, sequence=2, status=CalendarEntryStatus.CANCELLED)
    assert next_entries(standing(*now), [an_entry(1)]) == now


def test_what_comes_back_goes_on_counting():
    before = standing(an_entry(sequence=2, status=CalendarEntryStatus.CANCELLED))

    assert next_entries(before, [an_entry()]) == (an_entry(sequence=3),)


def test_an_extra_contact_stands_before_its_slot():
    now = next_entries({}, [an_entry(2), an_entry(1), an_entry(2, extra=True)])

    assert [entry.key for entry in now] == [(1, False), (2, True), (2, False)]


@given(
    st.lists(
        st.builds(an_entry, st.integers(1, 6), status=st.sampled_from(CalendarEntryStatus)), unique_by=lambda e: e.key
    )
)
def test_handing_out_twice_changes_nothing(wanted):
    first = next_entries(standing(an_entry(1), an_entry(2)), wanted)

    assert next_entries(standing(*first), wanted) == first


def test_an_entry_becomes_an_event_with_all_it_says():
    entry = an_entry(hours="09:00-10:00", sequence=2, status=CalendarEntryStatus.DONE)

    event = event_of(entry, "seed", FIRST_STAMP)

    assert (event.uid, event.sequence, event.day) == (uid_for("seed", (1, False)), 2, entry.day)
    assert (event.hours, event.status, event.summary) == ((time(9), time(10)), CalendarEntryStatus.DONE, "Meeting")
