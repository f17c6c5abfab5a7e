"""Readers nobody here wrote see every visit as it is meant, and importing a second time makes no second visit."""

from pathlib import Path

import pytest

from followup.case.facts import CalendarEntryStatus
from followup.handout.calendar import Event
from tests.handout.calendars import KHMER_COVER, one_file, second_hand_out, thirty_six
from tests.handout.outside_readers import READERS, Khal, Read, told

COVERS = {
    "plain": "Meeting",
    "khmer": KHMER_COVER,
    "marked": 'Errands; bank, market: "stock" (2) 🙂 50% &amp; ^n',
    "long": "ប្រជុំ meeting " * 12 + "and then home again",
}


# A dependency of one reader uses what Python 3.13 deprecates; ours is not to mend it.
pytestmark = pytest.mark.filterwarnings("ignore:'maxsplit' is passed as positional argument:DeprecationWarning")


def meant(events: list[Event]) -> set[Read]:
    return {
        Read(
            event.uid,
            told(event.start),
            told(event.end),
            event.summary,
            "CANCELLED" if event.status is CalendarEntryStatus.CANCELLED else "CONFIRMED",
        )
        for event in events
    }


def written(events: list[Event], folder: Path, name: str = "calendar.ics") -> Path:
    path = folder / name
    path.write_bytes(one_file(events))
    return path


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("timed", [False, True], ids=["whole days", "hours"])
def test_every_reader_sees_the_visits_as_they_are_meant(reader, timed, tmp_path):
    events = thirty_six(timed=timed, summary=KHMER_COVER)

    read = READERS[reader](written(events, tmp_path))

    assert len(read) == 36
    assert set(read) == meant(events)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("cover", COVERS)
def test_every_reader_sees_the_cover_text_as_it_was_written(reader, cover, tmp_path):
    events = thirty_six(summary=COVERS[cover])[:4]

    read = READERS[reader](written(events, tmp_path))

    assert {each.summary for each in read} == {COVERS[cover]}


@pytest.mark.parametrize("timed", [False, True], ids=["whole days", "hours"])
def test_importing_again_makes_no_second_visit_and_brings_the_changes(timed, tmp_path):
    khal = Khal(tmp_path)
    first = thirty_six(timed=timed)
    second = second_hand_out(first)

    seen = []
    for events in (first, first, second, second):
        khal.import_file(written(events, tmp_path))
        seen.append(khal.events())

    assert [len(events) for events in seen] == [36] * 4
    assert set(seen[0]) == set(seen[1]) == meant(first)
    assert set(seen[2]) == set(seen[3]) == meant(second)


def test_a_third_hand_out_without_changes_is_the_second_byte_for_byte():
    second = one_file(second_hand_out(thirty_six()))

    assert one_file(second_hand_out(thirty_six())) == second != one_file(thirty_six())
