"""The course of her visits is changed with a reason, and everything that moves is told; the rest stays."""

from datetime import date, timedelta

import pytest

from followup.case.date_ranges import Pause
from followup.case.facts import CalendarEntry, Ended, HandedOut, Moved, Tapered, Visited
from followup.case.outcome_words import OutcomeKind
from followup.case.visit_words import ContactMethod
from followup.errors import Invalid, Missing, Refused
from followup.schedule.changes import VisitChangeKind
from followup.services import schedule_changes
from tests.builders import TODAY, a_casebook, a_flag, a_graduate

WHY = "Her mother is ill."


@pytest.fixture
def book():
    """Home on 31 January, visited in the first nine months; visit 10 is due on 30 November."""
    book = a_casebook()
    case_id = book.find("KML-1")
    for k in range(1, 10):
        day = date(2026, k + 1, 26)
        book.write(case_id, Visited(ContactMethod.HOME_VISIT, slot=k), on=day)
    return book


def numbers(changed: schedule_changes.ScheduleChangeResult, what: VisitChangeKind) -> list[int]:
    return [one.k for one in changed.moving if one.what is what]


def dates(book) -> dict[int, date | None]:
    from followup.services.schedules import schedule_sheet

    return {slot.k: slot.date for slot in schedule_sheet(book, "KML").case_schedule.schedule.slots}


# --- move -----------------------------------------------------------------------------------------------------------


def test_a_moved_visit_stands_on_its_day_and_moves_no_other(book):
    before = dates(book)

    changed = schedule_changes.move(book, "KML", 10, date(2026, 12, 3), WHY)

    assert [(one.k, one.before, one.after) for one in changed.moving] == [(10, date(2026, 11, 30), date(2026, 12, 3))]
    assert {k for k, day in dates(book).items() if day != before[k]} == {10}


def test_a_rehearsal_says_the_same_and_writes_nothing(book):
    facts = book.store.facts(book.find("KML"))

    dry_run = schedule_changes.move(book, "KML", 10, date(2026, 12, 3), WHY, dry_run=True)

    assert book.store.facts(book.find("KML")) == facts
    assert dry_run == schedule_changes.move(book, "KML", 10, date(2026, 12, 3), WHY)


def test_a_visit_moved_close_to_the_next_pushes_it_on(book):
    changed = schedule_changes.move(book, "KML", 10, date(2026, 12, 29), WHY)

    assert numbers(changed, VisitChangeKind.MOVED) == [10, 11]
    assert any("more than 7 days from its due date" in warning for warning in changed.warnings)


def test_it_is_not_called_too_near_to_a_visit_that_keeps_its_distance_by_moving_too(book):
    changed = schedule_changes.move(book, "KML", 11, date(2026, 12, 11), WHY)

    assert numbers(changed, VisitChangeKind.MOVED) == [10, 11]
    assert date(2026, 12, 11) - dates(book)[10] == timedelta(days=14)
    assert not any("It is less than" in warning for warning in changed.warnings)


@pytest.mark.parametrize(
    ("k", "day"),
    [
        (9, date(2026, 12, 3)),  # made
        (10, date(2026, 11, 20)),  # gone by
        (10, date(2026, 11, 30)),  # there already
        (10, date(2027, 1, 5)),  # after the visit after it
        (11, date(2026, 11, 27)),  # before the visit before it
    ],
)
def test_a_move_that_cannot_be_meant_is_refused(book, k, day):
    with pytest.raises(Refused):
        schedule_changes.move(book, "KML", k, day, WHY)


def test_a_visit_is_not_moved_before_she_went_home():
    book = a_casebook(a_graduate("NEW-1", "2026-12-15"))

    with pytest.raises(Refused, match="went home"):
        schedule_changes.move(book, "NEW", 1, date(2026, 12, 10), WHY)


def test_a_visit_there_is_not_is_told(book):
    with pytest.raises(Missing):
        schedule_changes.move(book, "KML", 37, date(2029, 3, 1), WHY)


def test_a_move_needs_its_reason(book):
    with pytest.raises(Invalid):
        schedule_changes.move(book, "KML", 10, date(2026, 12, 3), " ")


def test_a_holiday_or_a_day_not_safe_for_her_is_allowed_and_said():
    book = a_casebook(a_graduate(returned="2026-10-31", safe_weekdays=["mon"]))

    changed = schedule_changes.move(book, "KML", 1, date(2026, 12, 5), WHY)

    assert any("weekend, not a safe weekday" in warning for warning in changed.warnings)
    assert dates(book)[1] == date(2026, 12, 5)


def test_dates_that_are_on_a_phone_are_counted(book):
    book.write(book.find("KML"), HandedOut((CalendarEntry(10, date(2026, 11, 30)),)))

    assert schedule_changes.move(book, "KML", 10, date(2026, 12, 3), WHY).on_phone == 1


def test_nothing_is_changed_once_follow_up_has_ended(book):
    book.write(book.find("KML"), Ended(OutcomeKind.SELF_SUPPORTING))

    with pytest.raises(Refused, match="has ended"):
        schedule_changes.extend(book, "KML", 3, WHY)


# --- pause and extend -----------------------------------------------------------------------------------------------


def test_a_pause_excuses_what_is_due_up_to_its_last_day_which_is_no_part_of_it(book):
    changed = schedule_changes.pause(book, "KML", Pause(date(2026, 11, 30), date(2027, 1, 31)), WHY)

    assert numbers(changed, VisitChangeKind.EXCUSED) == [10, 11]
    assert dates(book)[12] == date(2027, 2, 1)


def test_a_pause_can_add_the_visits_it_excuses_at_the_end(book):
    changed = schedule_changes.pause(book, "KML", Pause(date(2026, 11, 30), date(2027, 1, 31), extend=True), WHY)

    assert numbers(changed, VisitChangeKind.NEW) == [37, 38]
    assert changed.last == date(2029, 3, 31)


def test_visits_made_stand_though_a_pause_is_written_over_them(book):
    changed = schedule_changes.pause(book, "KML", Pause(date(2026, 9, 1), date(2026, 11, 1)), WHY)

    assert changed.moving == ()
    assert any("made in that time are kept: 8, 9" in warning for warning in changed.warnings)


def test_a_visit_moved_by_hand_wins_over_a_pause_and_that_is_said(book):
    schedule_changes.move(book, "KML", 11, date(2027, 1, 4), WHY)

    changed = schedule_changes.pause(book, "KML", Pause(date(2026, 12, 20), date(2027, 1, 15)), WHY)

    assert changed.moving == ()
    assert any("stays on 2027-01-04" in warning for warning in changed.warnings)


def test_a_pause_before_she_went_home_is_refused_and_one_without_a_visit_is_said(book):
    with pytest.raises(Refused):
        schedule_changes.pause(book, "KML", Pause(date(2026, 1, 1), date(2026, 1, 31)), WHY)
    assert schedule_changes.pause(book, "KML", Pause(date(2026, 12, 1), date(2026, 12, 5)), WHY).warnings == (
        "No visit is due in that time.",
    )


def test_follow_up_is_extended_past_its_last_visit(book):
    changed = schedule_changes.extend(book, "KML", 6, WHY)

    assert numbers(changed, VisitChangeKind.NEW) == [37, 38, 39, 40, 41, 42]
    assert changed.last == date(2029, 7, 31)


def test_visits_added_too_late_are_said_to_be_due_already():
    book = a_casebook(a_graduate(returned="2023-09-30"))

    changed = schedule_changes.extend(book, "KML", 3, WHY)

    assert any("visit 37" in warning for warning in changed.warnings)


def test_follow_up_without_a_set_end_is_not_extended():
    with pytest.raises(Refused):
        schedule_changes.extend(a_casebook(a_graduate(policy="cwcc")), "KML", 3, WHY)


# --- taper ----------------------------------------------------------------------------------------------------------


def rarer(slot: int = 13, every: int = 2, second: str = "CV") -> Tapered:
    return Tapered(slot, every, "Stable for a year.", agreed=True, second=second)


def test_rarer_visits_end_when_follow_up_would_have_ended(book):
    changed = schedule_changes.taper(book, "KML", rarer())

    assert changed.last == date(2029, 1, 31)
    assert numbers(changed, VisitChangeKind.CANCELLED) == list(range(25, 37))
    assert numbers(changed, VisitChangeKind.MOVED)[0] == 13


@pytest.mark.parametrize("second", ["SN", "sn "])
def test_her_own_worker_is_not_the_second_person(book, second):
    with pytest.raises(Refused, match="second person"):
        schedule_changes.taper(book, "KML", rarer(second=second))


def test_rarer_visits_need_her_agreement():
    with pytest.raises(Invalid):
        Tapered(13, 2, "Stable.", agreed=False, second="CV")


@pytest.mark.parametrize("slot", [9, 36, 40])
def test_a_rhythm_begins_at_a_visit_to_come_with_some_left(book, slot):
    with pytest.raises((Refused, Missing)):
        schedule_changes.taper(book, "KML", rarer(slot))


def test_the_rhythm_there_is_is_no_change(book):
    with pytest.raises(Refused, match="already"):
        schedule_changes.taper(book, "KML", Tapered(12, 1, WHY))


def test_a_visit_moved_by_hand_is_not_renumbered(book):
    book.write(book.find("KML"), Moved(14, date(2027, 4, 1), WHY))

    with pytest.raises(Refused, match="moved to a day by hand"):
        schedule_changes.taper(book, "KML", rarer())


def test_open_flags_are_held_against_rarer_visits():
    book = a_casebook(a_graduate(flags=[a_flag()]))

    assert any("A risk flag is open." in warning for warning in schedule_changes.taper(book, "KML", rarer()).warnings)


def test_after_a_relapse_visits_are_monthly_again_from_the_next_one(book):
    schedule_changes.taper(book, "KML", rarer(11, 3))

    changed = schedule_changes.taper(book, "KML", Tapered(11, 1, "The shop has closed."))

    assert dates(book)[11] == date(2026, 12, 31)
    assert changed.last == date(2029, 1, 31)


def test_monthly_again_gives_back_the_months_that_rarer_visits_did_not_reach(book):
    """Every third month from visit 11 ends at month 34; the promise was 36 months."""
    assert schedule_changes.taper(book, "KML", rarer(11, 3)).last == date(2028, 11, 30)

    assert schedule_changes.taper(book, "KML", Tapered(12, 1, "The shop has closed.")).last == date(2029, 1, 31)


def test_a_rhythm_that_would_be_overdue_at_once_begins_later():
    book = a_casebook(a_graduate(returned="2026-01-31"))
    case_id = book.find("KML")
    book.write(case_id, Visited(ContactMethod.HOME_VISIT, slot=1), on=date(2026, 3, 2))
    book.write(case_id, Tapered(2, 3, WHY, agreed=True, second="CV"), on=date(2026, 3, 2))
    for k, month in ((2, 6), (3, 9)):
        book.write(case_id, Visited(ContactMethod.HOME_VISIT, slot=k), on=date(2026, month, 1))

    with pytest.raises(Refused, match="overdue") as refused:
        schedule_changes.taper(book, "KML", Tapered(4, 1, "The shop has closed."))

    assert "visit 5" in refused.value.hint
    assert schedule_changes.taper(book, "KML", Tapered(5, 1, "The shop has closed.")).moving[0].after > TODAY
