"""A graduate handed over: the old worker's phone drops her visits, the new worker's shows them, neither fights."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from icalendar import Calendar

from followup.case.facts import Configured, Moved
from followup.casebook import Casebook, Moment
from followup.services import handovers
from followup.services.calendar_changes import ExportRequest
from followup.services.calendars import export
from tests.builders import a_casebook, a_graduate

Shown = dict[str, tuple[str, int]]


@pytest.fixture
def book() -> Casebook:
    book = a_casebook(a_graduate(), a_graduate("OTH-1", worker="KB"), today=date(2026, 11, 10))
    book.write_office(Configured(cover="Meeting"))
    return book


def later(book: Casebook, day: int) -> Casebook:
    return Casebook(book.store, Moment(date(2026, 11, day), datetime(2026, 11, day, 11, 0, tzinfo=UTC)))


def phone(book: Casebook, worker: str, folder: Path) -> Shown:
    """What a worker's calendar file says: the status and the sequence number of each entry."""
    done = export(book, ExportRequest(worker=worker), folder / worker)
    files = [done.folder / name for name in done.files]
    events = [event for file in files for event in Calendar.from_ical(file.read_bytes()).walk("VEVENT")]
    return {str(event["UID"]): (str(event["STATUS"]), int(event["SEQUENCE"])) for event in events}


def test_the_old_phone_is_told_what_it_must_drop(book, tmp_path):
    before = phone(book, "SN", tmp_path)

    done = handovers.hand_over_to(book, "KML", "KB", "Ask about her mother.")

    assert (done.old_worker, done.sheet.case.worker) == ("SN", "KB")
    assert len(done.dropped) == len(before) == 3
    assert [entry.day for entry in done.dropped] == sorted(entry.day for entry in done.dropped)


def test_without_an_export_nothing_is_to_be_dropped(book):
    assert handovers.hand_over_to(book, "KML", "KB").dropped == ()


def test_the_same_entries_are_cancelled_on_the_old_phone_and_confirmed_on_the_new_one(book, tmp_path):
    before = phone(book, "SN", tmp_path)
    handovers.hand_over_to(later(book, 12), "KML", "KB")

    old, new = phone(later(book, 13), "SN", tmp_path), phone(later(book, 13), "KB", tmp_path)

    assert old.keys() == before.keys() <= new.keys()
    assert {status for status, _ in old.values()} == {"CANCELLED"}
    assert {new[uid][0] for uid in before} == {"CONFIRMED"}
    for uid, (_, sequence) in before.items():
        assert sequence < old[uid][1] < new[uid][1]


def test_files_made_again_are_the_same_in_whichever_order(book, tmp_path):
    phone(book, "SN", tmp_path)
    handovers.hand_over_to(later(book, 12), "KML", "KB")

    first = phone(later(book, 13), "KB", tmp_path), phone(later(book, 13), "SN", tmp_path)

    assert (phone(later(book, 14), "KB", tmp_path), phone(later(book, 15), "SN", tmp_path)) == first


def test_a_graduate_who_comes_back_is_confirmed_above_what_was_cancelled(book, tmp_path):
    phone(book, "SN", tmp_path)
    handovers.hand_over_to(later(book, 12), "KML", "KB")
    cancelled = phone(later(book, 13), "SN", tmp_path)
    phone(later(book, 13), "KB", tmp_path)
    handovers.hand_over_to(later(book, 14), "KML", "SN")

    again = phone(later(book, 15), "SN", tmp_path)
    theirs = phone(later(book, 15), "KB", tmp_path)

    assert {again[uid][0] for uid in cancelled} == {"CONFIRMED"}
    assert all(again[uid][1] > cancelled[uid][1] for uid in cancelled)
    assert {theirs[uid][0] for uid in cancelled} == {"CANCELLED"}


def test_a_visit_moved_by_the_new_worker_stays_cancelled_on_the_old_phone(book, tmp_path):
    phone(book, "SN", tmp_path)
    handovers.hand_over_to(later(book, 12), "KML", "KB")
    old = phone(later(book, 13), "SN", tmp_path)
    later(book, 13).write(book.find("KML"), Moved(10, date(2026, 12, 3), "Harvest."))
    phone(later(book, 13), "KB", tmp_path)

    assert phone(later(book, 14), "SN", tmp_path) == old


def test_a_file_of_one_graduate_goes_to_whoever_follows_her(book, tmp_path):
    phone(book, "SN", tmp_path)
    handovers.hand_over_to(later(book, 12), "KML", "KB")

    done = export(later(book, 13), ExportRequest(codes=("KML",)), tmp_path / "one")

    events = Calendar.from_ical((tmp_path / "one" / "one-by-one" / done.singles[0].file).read_bytes()).walk("VEVENT")
    assert {str(event["STATUS"]) for event in events} == {"CONFIRMED"}
