"""Leave, closed days and holidays: what may be a slip is asked about, all can be changed and taken back."""

from datetime import date
from functools import partial

import pytest

from followup.case.date_ranges import DateRange
from followup.case.facts import WorkerRenamed
from followup.casebook import Casebook
from followup.errors import Missing, Refused
from followup.monitoring.audit_log import LogEntry
from followup.services import days_off, office_changes, office_withdrawals
from followup.services.audit_trail import audit_trail
from followup.services.office_changes import entry_numbered, held_entries, rehearse, write_change
from tests.builders import a_casebook, a_graduate

CHRISTMAS = DateRange(date(2026, 12, 21), date(2027, 1, 2))
A_YEAR_TOO_LONG = DateRange(date(2026, 12, 21), date(2027, 12, 2))


@pytest.fixture
def book() -> Casebook:
    return a_casebook(a_graduate(), a_graduate("ABC-1", returned="2026-02-27", worker="KB"))


def days_of_next_visits(book: Casebook, code: str = "KML") -> list[date | None]:
    schedule = book.look(code).schedule.schedule
    return [slot.date for slot in schedule.slots if slot.date and slot.date >= book.today]


def written(book: Casebook, propose: office_changes.Propose) -> office_changes.OfficeChangeResult:
    return write_change(book, propose, rehearse(book, propose))


def asked(book: Casebook, propose: office_changes.Propose) -> str:
    return " ".join(rehearse(book, propose).change.asked)


def leave(worker: str, days: DateRange, replaced: LogEntry | None = None) -> office_changes.Propose:
    return partial(days_off.take_leave, worker=worker, days=days, replaced=replaced)


def closed(days: DateRange, why: str = "", replaced: LogEntry | None = None) -> office_changes.Propose:
    return partial(days_off.close, days=days, why=why, replaced=replaced)


def decreed(day: date, why: str = "", *, off: bool) -> office_changes.Propose:
    return partial(days_off.decree_holiday, day=day, why=why, off=off)


# --- what may be a slip ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "question"),
    [
        pytest.param("2026-12-21", "2027-12-02", "These are 347 days", id="a slip of a year at the end"),
        pytest.param("2026-12-21", "2027-02-19", "These are 61 days", id="one day too long"),
        pytest.param("2028-12-21", "2028-12-24", "more than a year ahead", id="a year out of reach"),
        pytest.param("2026-11-01", "2026-11-20", "They have gone by", id="days gone by"),
    ],
)
def test_a_range_that_may_be_a_slip_is_asked_about(book, first, last, question):
    days = DateRange(date.fromisoformat(first), date.fromisoformat(last))

    assert question in asked(book, leave("SN", days))
    assert question in asked(book, closed(days))


@pytest.mark.parametrize(("first", "last"), [("2026-12-21", "2027-02-18"), ("2026-11-21", "2026-11-21")])
def test_a_range_as_leave_is_taken_is_not_asked_about(book, first, last):
    days = DateRange(date.fromisoformat(first), date.fromisoformat(last))

    assert asked(book, leave("SN", days)) == ""


def test_leave_of_a_worker_nobody_knows_is_refused_with_those_there_are(book):
    with pytest.raises(Missing) as refused:
        rehearse(book, leave("XX", CHRISTMAS))

    assert "There are: KB, SN." in str(refused.value.hint)


def test_a_worker_s_initials_are_written_as_they_are_known(book):
    written(book, leave("sn", CHRISTMAS))

    assert book.office.leave == (("SN", CHRISTMAS),)


def test_leave_on_days_that_are_leave_already_is_asked_about(book):
    written(book, leave("SN", CHRISTMAS))
    again = DateRange(CHRISTMAS.last, date(2027, 1, 10))

    assert "on leave already" in asked(book, leave("SN", again))
    assert asked(book, leave("KB", again)) == ""


def test_what_is_asked_only_since_it_was_shown_is_not_written(book):
    shown = rehearse(book, leave("SN", CHRISTMAS))
    written(book, leave("SN", CHRISTMAS))

    with pytest.raises(Refused, match="has changed since"):
        write_change(book, leave("SN", CHRISTMAS), shown)


def test_leave_of_a_worker_who_is_called_otherwise_now_is_hers(book):
    book.write_office(WorkerRenamed("SN", "SNV"))

    written(book, leave("SN", CHRISTMAS))

    assert book.office.leave == (("SNV", CHRISTMAS),)
    assert "on leave already" in asked(book, leave("SNV", CHRISTMAS))


# --- what moves -----------------------------------------------------------------------------------------------------


def test_it_is_said_how_many_visits_move_and_how_many_find_no_day(book):
    shown = rehearse(book, leave("SN", A_YEAR_TOO_LONG))

    assert [one.code for one in shown.moved.cases] == ["KML-1"]
    assert (shown.moved.visits, shown.moved.without_day) == (12, 10)
    assert shown.working == 230
    assert held_entries(book) == {}


def test_a_rehearsal_says_what_the_schedule_shows_once_it_is_written(book):
    before = days_of_next_visits(book)
    shown = written(book, closed(DateRange(date(2026, 11, 30), date(2026, 12, 4))))
    moves = {one.before: one.after for case in shown.moved.cases if case.code == "KML-1" for one in case.moving}

    assert moves
    assert days_of_next_visits(book) == [moves.get(day, day) for day in before]


def test_visits_gone_by_do_not_count_as_moving(book):
    gone_by = DateRange(date(2026, 3, 1), date(2026, 4, 30))

    assert rehearse(book, leave("SN", gone_by)).moved.cases == ()


# --- changed and taken back -----------------------------------------------------------------------------------------


def test_leave_taken_back_leaves_every_visit_where_it_was(book):
    before = days_of_next_visits(book)
    entry = written(book, leave("SN", A_YEAR_TOO_LONG)).entry

    result = office_withdrawals.withdraw_office_entry(book, entry or 0, "A slip of a year.")

    assert (result.moved.visits, result.moved.without_day) == (12, 0)
    assert days_of_next_visits(book) == before
    assert book.office.leave == ()


def test_leave_changed_stands_on_its_new_days_alone(book):
    entry = written(book, leave("SN", A_YEAR_TOO_LONG)).entry

    changed = written(book, leave("", CHRISTMAS, entry_numbered(book, entry)))

    assert changed.change.asked == ()
    assert book.office.leave == (("SN", CHRISTMAS),)


def test_a_closed_day_changed_keeps_its_reason(book):
    entry = written(book, closed(CHRISTMAS, "Staff meeting.")).entry

    written(book, closed(DateRange(date(2026, 12, 21), date(2026, 12, 22)), replaced=entry_numbered(book, entry)))

    assert [why for _, why in book.office.closed] == ["Staff meeting."]


def test_only_leave_is_changed_into_leave(book):
    entry = written(book, closed(CHRISTMAS)).entry

    with pytest.raises(Refused, match="is not leave"):
        rehearse(book, leave("SN", CHRISTMAS, entry_numbered(book, entry)))


def test_what_was_taken_back_can_be_brought_back_and_is_not_taken_back_twice(book):
    entry = written(book, leave("SN", CHRISTMAS)).entry or 0
    result = office_withdrawals.withdraw_office_entry(book, entry, "Not this year.")

    with pytest.raises(Refused, match="was taken back already"):
        office_withdrawals.withdraw_office_entry(book, entry, "Again.")
    office_withdrawals.withdraw_office_entry(book, result.undo or 0, "It was right.")

    assert book.office.leave == (("SN", CHRISTMAS),)


def test_an_entry_that_nobody_wrote_is_missing(book):
    with pytest.raises(Missing, match="no entry of that number"):
        office_withdrawals.withdraw_office_entry(book, 99, "?")


def test_a_number_that_became_another_entry_s_is_not_taken_back(book):
    entry = written(book, leave("SN", CHRISTMAS)).entry or 0

    with pytest.raises(Refused, match="have changed since"):
        office_withdrawals.withdraw_office_entry(book, entry, "A slip.", seen="another")
    assert not any(one.withdrawn for one in audit_trail(book))


# --- public holidays by decree --------------------------------------------------------------------------------------


def test_a_holiday_by_decree_moves_the_visit_planned_for_it(book):
    day = days_of_next_visits(book)[0]
    assert day

    result = written(book, decreed(day, "A day of mourning.", off=True))

    assert result.moved.visits == 1
    assert days_of_next_visits(book)[0] != day


def test_a_holiday_cancelled_by_decree_is_a_working_day(book):
    independence = date(2027, 11, 9)
    assert not book.scheduler.days.flags(2027, 2027)[independence.timetuple().tm_yday - 1]

    written(book, decreed(independence, off=False))

    assert book.scheduler.days.obstacle(independence) is None
    assert book.scheduler.days.flags(2027, 2027)[independence.timetuple().tm_yday - 1]


def test_of_two_decrees_about_a_day_the_later_counts_and_each_can_be_taken_back(book):
    day = date(2027, 1, 7)
    written(book, decreed(day, off=False))
    entry = written(book, decreed(day, off=True)).entry
    assert book.scheduler.days.obstacle(day)

    office_withdrawals.withdraw_office_entry(book, entry or 0, "The decree was another's.")

    assert book.scheduler.days.obstacle(day) is None


def test_a_decree_that_says_what_the_calendar_says_is_refused_with_the_nearest_holidays(book):
    with pytest.raises(Refused, match="already"):
        rehearse(book, decreed(date(2027, 1, 7), off=True))
    with pytest.raises(Refused, match="not a public holiday") as refused:
        rehearse(book, decreed(date(2027, 1, 8), off=False))
    assert "2027-01-07" in refused.value.hint


def test_a_decree_holds_for_the_country_whose_holidays_were_kept(book):
    from followup.case.facts import Configured
    from followup.services.office import configure

    written(book, decreed(date(2027, 1, 7), off=False))
    configure(book, Configured(country="TH"))

    assert date(2027, 1, 7) not in book.scheduler.days.public.decreed
