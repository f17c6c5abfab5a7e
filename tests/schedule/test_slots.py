"""The promise: one visit per slot, month by month, counted from the return date."""

from datetime import date, timedelta

import pytest

from followup.case.date_ranges import DateRange, Pause
from followup.errors import Invalid
from followup.schedule.inputs import ScheduleInputs
from followup.schedule.policy import ExtraContactRule, Policy
from followup.schedule.slots import Schedule, SlotPlacement, build_schedule
from followup.schedule.workdays import Obstacle, OfficeDays, Workdays

MONTHLY = Policy.monthly(12, extra=ExtraContactRule())
EVERY_DAY = Workdays(OfficeDays(every_day=True))
WEEKDAYS = Workdays.weekdays()


def a_course(returned: date, workdays: Workdays = WEEKDAYS, policy: Policy = MONTHLY, **inputs: object) -> Schedule:
    return build_schedule(ScheduleInputs(returned, policy, **inputs), workdays)  # type: ignore[arg-type]


def dates(schedule: Schedule) -> list[date | None]:
    return [slot.date for slot in schedule.slots]


def test_a_return_on_the_31st_falls_due_on_the_last_day_of_shorter_months() -> None:
    schedule = a_course(date(2024, 1, 31), EVERY_DAY)

    assert dates(schedule)[:3] == [date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30)]


def test_a_visit_on_a_sunday_moves_to_monday_and_on_a_saturday_to_friday() -> None:
    schedule = a_course(date(2024, 5, 4))

    sunday, saturday = schedule.slots[2], schedule.slots[4]

    assert (sunday.due, sunday.date) == (date(2024, 8, 4), date(2024, 8, 5))
    assert saturday.placement is SlotPlacement.ON_DUE
    assert sunday.why == (Obstacle.WEEKEND,)


def test_of_two_days_equally_near_the_earlier_is_taken() -> None:
    schedule = a_course(
        date(2026, 5, 15), Workdays(OfficeDays(every_day=True), leave=(DateRange(*[date(2026, 6, 15)] * 2),))
    )

    assert dates(schedule)[0] == date(2026, 6, 14)


def test_a_slot_with_no_day_left_is_reported_and_never_dropped() -> None:
    months_away = DateRange(date(2026, 1, 1), date(2026, 12, 31))

    schedule = a_course(date(2026, 1, 10), Workdays(OfficeDays(), leave=(months_away,)))

    assert [slot.placement for slot in schedule.slots[:10]] == [SlotPlacement.UNPLACED] * 10
    assert Obstacle.LEAVE in schedule.slots[0].why


def test_a_frozen_visit_stands_even_on_a_holiday_and_moves_no_later_due_date() -> None:
    sunday_late = date(2026, 3, 29)

    schedule = a_course(date(2026, 1, 10), frozen={2: sunday_late})

    assert schedule.slots[1].date == sunday_late
    assert schedule.slots[2].due == date(2026, 4, 10)
    assert schedule.slots[2].date == date(2026, 4, 13)
    assert schedule.slots[2].why == (Obstacle.TOO_CLOSE,)


def test_a_visit_keeps_its_distance_from_the_frozen_one_after_it() -> None:
    schedule = a_course(date(2025, 1, 10), frozen={7: date(2025, 7, 21)})

    assert schedule.slots[5].date == date(2025, 7, 7)


def test_a_visit_recorded_inside_a_pause_stands() -> None:
    pause = Pause(date(2026, 2, 1), date(2026, 4, 1), extend=True)

    schedule = a_course(date(2026, 1, 10), frozen={2: date(2026, 3, 10)}, pauses=(pause,))

    assert [slot.placement for slot in schedule.slots[:2]] == [SlotPlacement.PAUSED, SlotPlacement.FROZEN]
    assert len(schedule.slots) == 13


def test_a_pause_excuses_its_slots_and_by_choice_adds_as_many() -> None:
    start, until = date(2026, 3, 10), date(2026, 5, 10)

    skipping = a_course(date(2026, 1, 10), pauses=(Pause(start, until),))
    extending = a_course(date(2026, 1, 10), pauses=(Pause(start, until, extend=True),))

    assert [slot.paused for slot in skipping.slots[:4]] == [False, True, True, False]
    assert (len(skipping.slots), len(extending.slots)) == (12, 14)


def test_the_end_of_follow_up_cancels_the_visits_after_it() -> None:
    schedule = a_course(date(2026, 1, 10), end=date(2026, 6, 10))

    assert [slot.k for slot in schedule.slots if slot.cancelled] == list(range(6, 13))
    assert len(schedule.slots) == 12


def test_an_extension_counts_from_the_same_return_date() -> None:
    schedule = a_course(date(2024, 1, 31), EVERY_DAY, extra_visits=2)

    assert [slot.due for slot in schedule.slots[-2:]] == [date(2025, 2, 28), date(2025, 3, 31)]


def test_follow_up_without_a_set_end_is_planned_up_to_a_horizon() -> None:
    inputs = ScheduleInputs(date(2026, 1, 31), Policy.monthly(None))

    assert [slot.k for slot in build_schedule(inputs, WEEKDAYS, date(2026, 5, 1)).slots] == [1, 2, 3]
    assert build_schedule(inputs, WEEKDAYS, date(2026, 2, 1)).slots == ()
    with pytest.raises(Invalid):
        build_schedule(inputs, WEEKDAYS)


def test_an_open_danger_adds_a_contact_halfway_between_two_visits() -> None:
    danger = DateRange(date(2026, 2, 20), date(2026, 3, 31))

    schedule = a_course(date(2026, 1, 10), danger=(danger,))

    assert [(extra.before_slot, extra.date) for extra in schedule.extras] == [
        (2, date(2026, 2, 24)),
        (3, date(2026, 3, 25)),
    ]


def test_danger_after_the_end_of_follow_up_adds_no_contact() -> None:
    schedule = a_course(date(2026, 1, 10), danger=(DateRange(date(2026, 1, 10), date.max),), end=date(2026, 3, 1))

    assert [extra.before_slot for extra in schedule.extras] == [1, 2]


def test_an_extra_contact_never_moves_a_visit() -> None:
    without = a_course(date(2026, 1, 10))
    with_contacts = a_course(date(2026, 1, 10), extra_before=12)

    assert with_contacts.slots == without.slots


def test_one_safe_weekday_can_leave_a_gap_worth_a_warning() -> None:
    tuesdays_with_harvest = Workdays(
        OfficeDays(), avoid=(DateRange(date(2026, 5, 1), date(2026, 5, 31)),), safe=frozenset({1})
    )

    gap = a_course(date(2026, 1, 13), tuesdays_with_harvest).longest_gap()

    assert gap is not None
    assert gap.days > 35


def test_a_schedule_beyond_the_calendar_is_refused_with_a_sentence() -> None:
    for returned in (date(9990, 1, 1), date(9999, 12, 31)):
        with pytest.raises(Invalid):
            build_schedule(ScheduleInputs(returned, Policy.monthly(120)), WEEKDAYS)
    with pytest.raises(Invalid):
        build_schedule(ScheduleInputs(date(1, 1, 5), Policy.monthly(1)), WEEKDAYS)


def test_an_extending_pause_that_swallows_everything_is_refused() -> None:
    for_ever = Pause(date(2026, 1, 1), date(9000, 1, 1), extend=True)

    with pytest.raises(Invalid):
        a_course(date(2026, 1, 10), pauses=(for_ever,))


def test_five_hundred_visits_still_count_from_the_return_date() -> None:
    schedule = a_course(date(2024, 1, 31), EVERY_DAY, Policy.monthly(500))

    assert schedule.slots[-1].due == date(2065, 9, 30)
    assert schedule.slots[-1].window_end - schedule.slots[-1].due == timedelta(days=7)
