"""What an export writes down, which files it makes, and whom it names when it cannot."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.case.facts import (
    Arranged,
    CalendarEntryStatus,
    Configured,
    Ended,
    Flagged,
    HandedOut,
    Reopened,
    WorkerAdded,
)
from followup.case.outcome_words import OutcomeKind
from followup.case.visit_words import CancelledEntries
from followup.case.vocabulary import RiskKind, Severity
from followup.casebook import Casebook, Moment
from followup.errors import FollowupError, Invalid
from followup.handout.guard import Exposed
from followup.services import handovers, outcomes
from followup.services.calendar_changes import ExportRequest
from followup.services.calendars import export, read_calendar_case
from followup.services.case_index import ahead_entries
from followup.services.covers import SAFE_COVERS
from followup.services.kept_calendars import KeptCalendars
from followup.services.workers import followed_cases
from followup.store import OFFICE
from followup.values import replace
from tests.builders import TODAY, a_casebook, a_graduate
from tests.kept_views import calendar_said
from tests.random_casebooks import CLOCKS, NOW, WOMEN, store_of

SHORT = ["Da", "Abe", "Ede", "Fa", "Bea", "Dada", "Calendar", "Meeting", "Tea", "Market", "So", "A", "Ed"]


@pytest.fixture
def book() -> Casebook:
    book = a_casebook(a_graduate(), a_graduate("OTH-1", name="Dara Sok", village="Prek Thmey"))
    book.write_office(WorkerAdded("KB"))
    return book


def later(book: Casebook, days: int) -> Casebook:
    moment = datetime(2026, 11, 21, 11, 0, tzinfo=UTC) + timedelta(days=days)
    return Casebook(book.store, Moment(TODAY + timedelta(days=days), moment))


def journals(book: Casebook) -> dict[str, tuple]:
    return {journal: book.store.facts(journal) for journal in (*book.store.case_ids(), OFFICE)}


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)).replace("\\", "/") for path in folder.rglob("*.ics"))


def write(book: Casebook, code: str, body) -> None:
    book.write(book.find(code), body)


# --- everything is checked before the first byte or fact is written -------------------------------------------------


def blocked_by_a_foreign_file(book: Casebook, folder: Path) -> None:
    folder.mkdir()
    (folder / "calendar.ics").write_text("BEGIN:VCALENDAR\r\nPRODID:somebody else\r\n", "utf-8")


def blocked_by_a_cover_of_old(book: Casebook, folder: Path) -> None:
    write(book, "OTH-1", Arranged(cover="Visit Prek Thmey"))


def blocked_by_hours_of_old(book: Casebook, folder: Path) -> None:
    write(book, "OTH-1", Arranged(hours="10:00-09:00"))


def blocked_by_a_code_that_shows_a_name(book: Casebook, folder: Path) -> None:
    write(book, "OTH-1", Arranged(cover="Tea {code} Sreymom"))


@pytest.mark.parametrize(
    "blocked",
    [
        blocked_by_a_foreign_file,
        blocked_by_a_cover_of_old,
        blocked_by_hours_of_old,
        blocked_by_a_code_that_shows_a_name,
    ],
)
def test_an_export_that_is_refused_has_written_nothing_at_all(book, tmp_path, blocked):
    folder = tmp_path / "out"
    blocked(book, folder)
    before, there = journals(book), files(tmp_path)

    with pytest.raises(FollowupError):
        export(book, ExportRequest(cover="Errand", hours="09:00-10:00", one_by_one=True), folder)

    assert journals(book) == before
    assert files(tmp_path) == there


def test_a_cover_that_shows_somebody_is_called_by_the_code_of_her_whose_it_is(book, tmp_path):
    write(book, "OTH-1", Arranged(cover="Visit Prek Thmey"))

    with pytest.raises(Exposed, match=r"cover text of OTH-1") as refused:
        export(book, ExportRequest(), tmp_path)

    assert refused.value.hint == "Change it: followup graduate edit OTH-1 --cover Meeting"


def test_a_cover_of_the_office_is_called_the_offices(book, tmp_path):
    book.write_office(Configured(cover="Recovery"))

    with pytest.raises(Invalid, match="The office's cover text says") as refused:
        export(book, ExportRequest(), tmp_path)

    assert refused.value.hint == "Change it: followup office set --cover Meeting"


def test_hours_that_end_before_they_begin_are_called_by_her_code(book, tmp_path):
    write(book, "OTH-1", Arranged(hours="10:00-09:00"))

    with pytest.raises(Invalid, match=r"The hours of OTH-1: The visit ends before it begins\."):
        export(book, ExportRequest(), tmp_path)


@given(
    names=st.lists(
        st.sampled_from(SHORT) | st.text("abcdef", min_size=2, max_size=6) | st.text(min_size=1, max_size=12),
        min_size=1,
        max_size=4,
    ),
    cover=st.sampled_from(sorted(SAFE_COVERS)),
)
def test_whatever_the_graduates_are_called_a_safe_cover_never_stops_an_export(names, cover, tmp_path_factory):
    rows = [
        {"return_date": "2026-01-31", "worker": "SN", "name": name, "nickname": name}
        for name in names
        if name.isprintable() and name.strip()
    ]
    book = a_casebook(*(rows or [a_graduate()]))

    done = export(book, ExportRequest(cover=cover, one_by_one=True), tmp_path_factory.mktemp("out"))

    assert len(done.files) == 1
    assert done.new > 0


@pytest.mark.parametrize("days", [0, 1], ids=["of the same moment as her last entry", "of a later moment"])
def test_the_files_are_those_of_what_was_written(book, tmp_path, days):
    then = later(book, days) if days else book
    export(then, ExportRequest(one_by_one=True), tmp_path)

    again = export(Casebook(book.store, then.moment), ExportRequest(one_by_one=True), tmp_path)

    assert len(again.files) == 1
    assert again.changed == ()


def test_settings_and_dates_of_one_graduate_are_one_write(book, tmp_path):
    export(book, ExportRequest(codes=("KML",), cover="Errand", hours="09:00-10:00"), tmp_path)

    case = book.case(book.find("KML"))
    assert (case.cover, case.hours) == ("Errand", "09:00-10:00")
    assert {issued.entry.cover for issued in case.issued.values()} == {"Errand"}


# --- which files there are ------------------------------------------------------------------------------------------


def test_a_file_for_each_graduate_is_made_only_when_it_is_asked_for(book, tmp_path):
    assert export(book, ExportRequest(), tmp_path / "plain").files == ("calendar.ics",)
    assert files(tmp_path / "plain") == ["calendar.ics"]

    export(book, ExportRequest(one_by_one=True), tmp_path / "both")

    assert len(files(tmp_path / "both")) == 3


def test_a_calendar_with_nothing_in_it_is_not_written(tmp_path):
    book = a_casebook(a_graduate(returned="2026-11-20"))

    done = export(book, ExportRequest(weeks=1, one_by_one=True), tmp_path)

    assert (done.files, files(tmp_path)) == ((), [])


def test_a_calendar_that_had_entries_is_written_empty_to_empty_the_phone(book, tmp_path):
    export(book, ExportRequest(codes=("KML",)), tmp_path)
    outcomes.record(book, "KML", Ended(OutcomeKind.MOVED_AWAY))

    done = export(later(book, 1), ExportRequest(codes=("KML",), cancelled=CancelledEntries.NONE), tmp_path)

    (file,) = (tmp_path / "one-by-one").iterdir()
    assert done.cancelled > 0
    assert file.read_bytes().count(b"BEGIN:VEVENT") == 0


def test_after_a_hand_over_the_export_counts_what_comes_off_the_phone_and_names_her_old_file(book, tmp_path):
    first = export(book, ExportRequest(worker="SN", one_by_one=True), tmp_path)
    own = next(one.file for one in first.singles if one.code == "KML-1")
    handovers.hand_over_to(later(book, 1), "KML", "KB")

    done = export(later(book, 2), ExportRequest(worker="SN", one_by_one=True), tmp_path)

    assert done.handed_over == 3
    assert done.stale == (tmp_path / "one-by-one" / own,)


def test_what_came_off_the_phone_after_a_hand_over_is_told_for_four_weeks(book, tmp_path):
    export(book, ExportRequest(worker="SN"), tmp_path)
    handovers.hand_over_to(later(book, 1), "KML", "KB")

    told = [export(later(book, day), ExportRequest(worker="SN"), tmp_path).handed_over for day in (1, 28, 29)]

    assert told == [3, 3, 0]


def test_files_of_graduates_that_are_no_longer_asked_for_are_named(book, tmp_path):
    export(book, ExportRequest(one_by_one=True), tmp_path)

    assert len(export(book, ExportRequest(), tmp_path).stale) == 2


def test_files_of_other_programs_are_not_called_older_ones(book, tmp_path):
    (tmp_path / "one-by-one").mkdir()
    (tmp_path / "one-by-one" / "dentist.ics").write_text("BEGIN:VCALENDAR\r\n", "utf-8")

    assert export(book, ExportRequest(), tmp_path).stale == ()


# --- what shows more than a visit -----------------------------------------------------------------------------------


def in_danger(book: Casebook) -> Casebook:
    review = date(2026, 12, 1)
    write(book, "KML", Flagged(RiskKind.VIOLENCE, Severity.DANGER, "He hits her.", "SN", review))
    return book


def extras(book: Casebook) -> int:
    case = book.case(book.find("KML"))
    return sum(issued.entry.extra for issued in case.issued.values())


def test_contacts_between_visits_go_out_only_when_asked_for_since_they_show_a_danger(book, tmp_path):
    export(in_danger(book), ExportRequest(), tmp_path)
    assert extras(book) == 0

    export(book, ExportRequest(extras=True), tmp_path)

    assert extras(book) > 0


def cancelled_entries(book: Casebook, folder: Path, which: CancelledEntries) -> int:
    export(book, ExportRequest(cancelled=which), folder)
    return (folder / "calendar.ics").read_bytes().count(b"STATUS:CANCELLED")


def test_cancelled_entries_go_out_for_four_weeks_and_are_then_left_out(book, tmp_path):
    export(book, ExportRequest(), tmp_path)
    outcomes.record(book, "KML", Ended(OutcomeKind.MOVED_AWAY))

    days = {day: cancelled_entries(later(book, day), tmp_path, CancelledEntries.RECENT) for day in (0, 27, 28)}

    assert days == {0: 3, 27: 3, 28: 0}
    assert cancelled_entries(later(book, 28), tmp_path, CancelledEntries.ALL) == 3
    assert cancelled_entries(later(book, 1), tmp_path, CancelledEntries.NONE) == 0


def test_a_cancelled_entry_of_old_stops_no_export(book, tmp_path):
    export(book, ExportRequest(), tmp_path)
    outcomes.record(book, "KML", Ended(OutcomeKind.MOVED_AWAY))
    case = book.case(book.find("KML"))
    old = [
        replace(one.entry, cover="Recovery", hours="10:00-09:00", status=CalendarEntryStatus.CANCELLED, sequence=1)
        for one in case.issued.values()
    ]
    write(book, "KML", HandedOut(tuple(old)))

    assert cancelled_entries(book, tmp_path, CancelledEntries.ALL) == 3


# --- a clock that was ahead -----------------------------------------------------------------------------------------


@pytest.fixture
def ahead(book, tmp_path) -> Casebook:
    """The calendar was exported while the laptop's clock was a year ahead; since then it is right again."""
    export(later(book, 365), ExportRequest(), tmp_path)
    return later(book, 1)


def on_phone(folder: Path) -> dict[str, int]:
    """The sequence number of every entry in the calendar, by its UID."""
    lines = (folder / "calendar.ics").read_text("utf-8").splitlines()
    uids, numbers = ([line.split(":")[1] for line in lines if line.startswith(key)] for key in ("UID", "SEQUENCE"))
    return dict(zip(uids, map(int, numbers), strict=True))


def test_what_went_to_a_phone_while_the_clock_was_ahead_is_no_entry_to_be_taken_back(ahead):
    assert ahead_entries(ahead) == ()


def test_after_the_clock_is_back_the_export_hands_out_the_visits_of_today_and_knows_those_on_the_phone(ahead, tmp_path):
    before = on_phone(tmp_path)

    result = export(ahead, ExportRequest(), tmp_path)

    assert result.new > 0
    now = on_phone(tmp_path)
    assert before.keys() < now.keys()
    assert all(now[uid] >= number for uid, number in before.items())
    again = export(ahead, ExportRequest(), tmp_path)
    assert (again.new, again.moved, again.cancelled, again.changed) == (0, 0, 0, ())


def test_no_number_goes_back_when_the_day_of_the_clock_has_come(ahead, tmp_path):
    export(ahead, ExportRequest(cover="Tea"), tmp_path)
    export(ahead, ExportRequest(cover="Market"), tmp_path)
    before = on_phone(tmp_path)

    result = export(later(ahead, 366), ExportRequest(), tmp_path)

    assert result.moved == 0
    now = on_phone(tmp_path)
    assert all(now[uid] == number for uid, number in before.items() if uid in now)
    assert max(before.values()) == 2


def test_after_a_hand_over_the_entries_of_a_clock_ahead_come_off_the_old_phone(ahead, tmp_path):
    assert handovers.hand_over_to(ahead, "KML", "KB").dropped

    assert export(ahead, ExportRequest(worker="SN"), tmp_path).handed_over > 0


# --- another worker's file ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("worker", "name"),
    [
        ("KB", "calendar-kb.ics"),
        ("Dara", "calendar-other-worker.ics"),
        ("2", "calendar-other-worker.ics"),
        ("SN", "calendar.ics"),
    ],
)
def test_the_file_of_another_worker_never_takes_the_place_of_ones_own(book, tmp_path, worker, name):
    book.write_office(Configured(worker="SN"), WorkerAdded(worker))
    handovers.hand_over_to(book, "OTH-1", worker) if worker != "SN" else None
    own = export(later(book, 0), ExportRequest(), tmp_path)
    before = (tmp_path / "calendar.ics").read_bytes()

    done = export(later(book, 0), ExportRequest(worker=worker), tmp_path)

    assert (own.files, own.worker) == (("calendar.ics",), "")
    assert (done.files, done.worker) == ((name,), "" if worker == "SN" else worker)
    assert (tmp_path / "calendar.ics").read_bytes() == before


# --- what is kept ---------------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(WOMEN, CLOCKS, st.sets(st.sampled_from(["Meeting", "My own words", "{code}"])))
def test_a_calendar_needs_of_a_case_what_is_kept_of_it(women, clocks, covers):
    """On every day, before and after it was exported with a cover text, whatever the office says by now."""
    store, _ = store_of(women)
    for cover in ("", *sorted(covers)):
        for today in (*clocks, clocks[0]):
            book = Casebook(store, Moment(today, NOW))
            kept = KeptCalendars(book, [book.office.cover], [book.office.hours])
            read = [read_calendar_case(book, one.id) for one in followed_cases(book)]
            said = [calendar_said(book, kept.of(case.id) or case, cover) for case in read]
            assert said == [calendar_said(book, case, cover) for case in read]
        for case, (_, bodies, *_) in zip(read, said, strict=True):
            book.write(case.id, *bodies)
        book.write_office(Configured(cover=cover)) if cover else None


def test_only_of_whom_something_unusual_is_to_be_known_is_read_for_everybodys_calendar(book, tmp_path, monkeypatch):
    read: list[str] = []
    facts = Casebook.facts
    monkeypatch.setattr(Casebook, "facts", lambda book, case: read.append(case) or facts(book, case))

    def exported(days: int, **wishes) -> int:
        read.clear()
        export(later(book, days), ExportRequest(**wishes), tmp_path / "calendar")
        return len({*read} & {*book.store.case_ids()})

    assert exported(1) == 0
    write(book, "OTH-1", Ended(OutcomeKind.MOVED_AWAY))
    assert exported(2) == 0
    assert exported(3, cover="A day out", hours="09:00-10:00") == 0
    assert exported(4) == 0
    assert exported(4, extras=True) == 2
    assert exported(5, cover="Meeting") == 0
    assert exported(6) == 0
    write(book, "OTH-1", Reopened("She is back."))
    write(book, "OTH-1", Arranged(cover="Wash day"))
    assert exported(7) == 1
