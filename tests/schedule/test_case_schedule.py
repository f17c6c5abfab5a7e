"""A case's schedule: visits done stand, dates handed out stay while they can, a re-plan moves as few as possible."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from followup.case.case import Case
from followup.case.date_ranges import DateRange
from followup.case.facts import (
    Arranged,
    Body,
    CalendarEntry,
    CalendarEntryStatus,
    Ended,
    Extended,
    Fact,
    Flagged,
    HandedOut,
    Moved,
    Opened,
    Paused,
    Reopened,
    Tapered,
    TripDate,
    TripDates,
    Visited,
)
from followup.case.outcome_words import OutcomeKind
from followup.case.replay import replay
from followup.case.visit_words import ContactMethod
from followup.case.vocabulary import RiskKind, Severity
from followup.schedule.case_schedule import CaseSchedule, build_case_schedule
from followup.schedule.next_visit import NextVisit, asked_for, next_visits, past_their_window
from followup.schedule.policy import ExtraContactRule, Policy
from followup.schedule.slots import SlotPlacement
from followup.schedule.standing import Standing
from followup.schedule.workdays import Obstacle, OfficeDays, Workdays
from followup.values import replace

HOME = date(2026, 1, 10)
TODAY = date(2026, 6, 15)
POLICY = Policy.monthly(36, extra=ExtraContactRule())


def case_of(*dated: tuple[date, Body]) -> Case:
    stamp = datetime(2026, 6, 1, tzinfo=UTC)
    bodies = ((HOME, Opened("SR-1", HOME)), *dated)
    facts = [Fact(str(n), stamp, on, "a1", n, "SN", body) for n, (on, body) in enumerate(bodies)]
    return replay("c", facts, date.max)


def planned(case: Case, workdays: Workdays | None = None, policy: Policy = POLICY) -> CaseSchedule:
    until = TODAY + timedelta(days=400)
    return build_case_schedule(case, policy, workdays or Workdays.weekdays(), TODAY, until, {"accepted"})


def visit(day: date, slot: int | None = None, contact: ContactMethod = ContactMethod.HOME_VISIT) -> tuple[date, Body]:
    return day, Visited(contact, slot)


def handed_out(slot: int, day: date, status: CalendarEntryStatus = CalendarEntryStatus.PLANNED) -> tuple[date, Body]:
    return TODAY, HandedOut((CalendarEntry(slot, day, status),))


def on_trip(slot: int, day: date | None, plan: str = "accepted") -> tuple[date, Body]:
    return TODAY, TripDates(plan, (TripDate(slot, day),))


def dates(table: CaseSchedule) -> dict[int, date | None]:
    return {slot.k: slot.date for slot in table.schedule.slots}


def test_a_visit_fills_the_slot_whose_due_date_is_nearest():
    table = planned(case_of(visit(date(2026, 2, 12)), visit(date(2026, 3, 9))))

    assert {k: done.on for k, done in table.done.items()} == {1: date(2026, 2, 12), 2: date(2026, 3, 9)}


def test_a_visit_that_names_its_slot_fills_that_one_however_late():
    table = planned(case_of(visit(date(2026, 6, 12), slot=4)))

    assert list(table.done) == [4]


def test_a_phone_call_is_no_visit_in_person():
    assert planned(case_of(visit(date(2026, 2, 10), contact=ContactMethod.PHONE))).done == {}


def test_of_two_visits_in_one_slot_the_first_fills_it_and_both_are_kept():
    case = case_of(visit(date(2026, 2, 9)), visit(date(2026, 2, 11)))

    assert planned(case).done[1].on == date(2026, 2, 9)
    assert len(case.visits) == 2


def test_a_late_visit_moves_no_other_date_that_is_far_enough():
    before = dates(planned(case_of(visit(date(2026, 6, 10), slot=5))))
    after = dates(planned(case_of(visit(date(2026, 6, 10), slot=5), visit(date(2026, 5, 20), slot=4))))

    assert {k for k in before if before[k] != after[k]} == {4}


def test_a_date_that_was_handed_out_does_not_move_when_the_rule_would_say_another():
    rule = dates(planned(case_of()))[8]
    other = rule + timedelta(days=1)

    table = planned(case_of(handed_out(8, other)))

    assert dates(table)[8] == other
    assert table.schedule.slots[7].placement is SlotPlacement.SHIFTED
    assert {k for k, day in dates(table).items() if day != dates(planned(case_of()))[k]} == {8}


def test_a_date_handed_out_moves_when_its_day_is_no_working_day_any_more():
    rule = dates(planned(case_of()))[8]
    leave = Workdays.weekdays([rule])

    table = planned(case_of(handed_out(8, rule)), leave)

    assert dates(table)[8] not in (rule, None)
    assert table.handed_out[8] == rule


def test_a_date_gone_by_stays_even_if_the_worker_was_on_leave():
    past = date(2026, 5, 11)

    table = planned(case_of(handed_out(4, past)), Workdays.weekdays([past]))

    assert dates(table)[4] == past


def test_a_date_handed_out_keeps_its_distance_from_a_visit_made_late():
    table = planned(case_of(visit(date(2026, 7, 2), slot=5), handed_out(6, date(2026, 7, 10))))

    assert dates(table)[6] == date(2026, 7, 16)


def test_a_cancelled_entry_binds_nobody():
    other = dates(planned(case_of()))[8] + timedelta(days=1)

    assert dates(planned(case_of(handed_out(8, other, CalendarEntryStatus.CANCELLED))))[8] != other


def test_days_to_avoid_and_safe_weekdays_are_kept():
    avoid = DateRange(date(2026, 7, 6), date(2026, 7, 14))
    case = case_of((HOME, Arranged(weekdays=(1, 3), avoid=(avoid,))))

    table = planned(case, Workdays(OfficeDays(), (), case.avoid, frozenset(case.weekdays)))

    assert dates(table)[6] == date(2026, 7, 16)


def test_ending_cancels_the_slots_after_it_and_keeps_those_before():
    table = planned(case_of(visit(date(2026, 2, 10)), (date(2026, 6, 1), Ended(OutcomeKind.NO_CONTACT))))
    standings = [standing for _, standing in table.standings(TODAY)]

    assert standings[0] is Standing.DONE
    assert set(standings[5:]) == {Standing.CANCELLED}


END, AGAIN = date(2026, 3, 1), date(2026, 5, 5)
ENDED, REOPENED = (END, Ended(OutcomeKind.NO_CONTACT)), (AGAIN, Reopened("She came back."))


def test_after_a_reopening_visits_due_meanwhile_are_excused_and_those_after_it_asked_for_again():
    table = planned(case_of(visit(date(2026, 2, 10)), ENDED, REOPENED))
    standings = [standing for _, standing in table.standings(TODAY)]

    assert standings[:5] == [Standing.DONE, Standing.EXCUSED, Standing.EXCUSED, Standing.MISSED, Standing.DUE]
    assert set(standings[5:]) == {Standing.PLANNED}
    assert len(table.schedule.slots) == table.last_slot == 36


def test_after_a_reopening_no_visit_still_lies_in_the_time_between():
    between = (HOME, Moved(4, date(2026, 4, 20), "harvest"))

    table = planned(case_of(between, handed_out(5, date(2026, 4, 28)), ENDED, REOPENED))

    assert dates(table)[4] == date(2026, 5, 11)
    assert not [day for day in dates(table).values() if day and END < day < AGAIN]


def test_a_visit_moved_to_a_day_after_the_reopening_stays_there():
    table = planned(case_of((HOME, Moved(7, date(2026, 8, 16), "harvest")), ENDED, REOPENED))

    assert dates(table)[7] == date(2026, 8, 16)


def test_on_the_day_it_ended_follow_up_may_go_on_as_if_nothing_had_been():
    same_day = case_of(ENDED, (END, Reopened("The wrong graduate.")))

    assert dates(planned(same_day)) == dates(planned(case_of()))


def test_a_second_outcome_after_a_reopening_cancels_what_comes_after_it():
    table = planned(case_of(ENDED, REOPENED, (date(2026, 6, 12), Ended(OutcomeKind.MOVED_AWAY))))
    standings = [standing for _, standing in table.standings(TODAY)]

    assert standings[1:3] == [Standing.EXCUSED, Standing.EXCUSED]
    assert set(standings[5:]) == {Standing.CANCELLED}


def test_a_danger_flag_adds_contacts_between_visits_only_while_it_is_open():
    danger = Flagged(RiskKind.VIOLENCE, Severity.DANGER, "hit", "SN", TODAY)

    table = planned(case_of((date(2026, 4, 1), danger)))

    assert table.schedule.extras[0].before_slot == 4
    assert planned(case_of()).schedule.extras == ()


def test_without_a_set_end_the_schedule_reaches_as_far_as_asked():
    table = build_case_schedule(case_of(), Policy.monthly(None), Workdays.weekdays(), TODAY, date(2027, 6, 15))

    assert table.last_slot == 0
    assert table.schedule.slots[-1].due == date(2027, 6, 10)


@given(st.dictionaries(st.integers(1, 36), st.integers(-6, 6), max_size=8))
def test_what_is_handed_out_once_and_unchanged_stays_for_good(moved):
    """Handing out a schedule as it stands changes nothing: the second plan is the first."""
    rule = dates(planned(case_of()))
    first = planned(case_of(*(handed_out(k, rule[k] + timedelta(days=by)) for k, by in moved.items() if rule[k])))

    again = planned(case_of(*(handed_out(k, day) for k, day in dates(first).items() if day)))

    assert dates(again) == dates(first)


def test_a_visit_moved_by_hand_stands_on_its_day_even_on_a_sunday():
    table = planned(case_of((TODAY, Moved(7, date(2026, 8, 16), "harvest"))))

    assert dates(table)[7] == date(2026, 8, 16)
    assert table.schedule.slots[6].placement is SlotPlacement.FROZEN


def test_a_visit_that_was_made_stands_on_its_own_day_though_it_was_moved_before():
    table = planned(case_of((TODAY, Moved(4, date(2026, 5, 20), "harvest")), visit(date(2026, 5, 12), slot=4)))

    assert dates(table)[4] == date(2026, 5, 12)


def test_a_pause_excuses_the_visits_due_in_it_and_may_add_as_many_at_the_end():
    pause = Paused(date(2026, 7, 1), date(2026, 9, 1), "in hospital")

    skipped = planned(case_of((TODAY, pause)))
    extended = planned(case_of((TODAY, replace(pause, extend=True))))

    assert [slot.k for slot, standing in skipped.standings(TODAY) if standing is Standing.EXCUSED] == [6, 7]
    assert (len(skipped.schedule.slots), len(extended.schedule.slots)) == (36, 38)


def test_an_extension_adds_visits_in_the_same_rhythm_from_the_return_date():
    table = planned(case_of((TODAY, Extended(6, "relapse"))))

    assert table.schedule.slots[-1].due == date(2029, 7, 10)
    assert table.last_slot == table.months == 42


def test_tapering_makes_visits_rarer_and_follow_up_ends_when_it_would_have():
    taper = Tapered(25, 2, "stable for a year", agreed=True, second="CV")
    quarterly = Tapered(28, 3, "still stable", agreed=True, second="CV")

    table = planned(case_of((TODAY, taper)))
    rarer = planned(case_of((TODAY, taper), (TODAY, quarterly)))

    assert [slot.due for slot in table.schedule.slots[23:26]] == [
        date(2028, 1, 10),
        date(2028, 3, 10),
        date(2028, 5, 10),
    ]
    assert table.schedule.slots[-1].due == date(2029, 1, 10)
    assert (table.months, table.last_slot) == (36, 30)
    assert [slot.due for slot in rarer.schedule.slots[26:]] == [
        date(2028, 7, 10),
        date(2028, 10, 10),
        date(2029, 1, 10),
    ]


def test_after_a_relapse_visits_are_monthly_again():
    taper = Tapered(25, 3, "stable for a year", agreed=True, second="CV")
    again = Tapered(27, 1, "the shop has closed")

    table = planned(case_of((TODAY, taper), (TODAY, again)))

    assert [slot.due for slot in table.schedule.slots[24:28]] == [
        date(2028, 4, 10),
        date(2028, 7, 10),
        date(2028, 8, 10),
        date(2028, 9, 10),
    ]
    assert table.schedule.slots[-1].due == date(2029, 1, 10)


def test_a_visit_is_on_the_day_of_an_accepted_trip_and_no_other_visit_moves():
    rule = dates(planned(case_of()))
    trip = rule[8] + timedelta(days=4)

    table = planned(case_of(on_trip(8, trip)))

    assert {k: day for k, day in dates(table).items() if day != rule[k]} == {8: trip}
    assert table.schedule.slots[7].placement is SlotPlacement.SHIFTED
    assert table.schedule.slots[7].why == (Obstacle.TRIP,)


def test_dates_of_a_plan_that_nobody_accepted_or_that_was_taken_back_count_for_nothing():
    rule = planned(case_of())

    assert dates(planned(case_of(on_trip(8, dates(rule)[8] + timedelta(days=3), plan="another")))) == dates(rule)


def test_a_visit_moved_by_hand_stands_whatever_trip_was_accepted():
    rule = dates(planned(case_of()))[8]
    by_hand = TODAY, Moved(8, rule - timedelta(days=2), "She asked.")

    assert dates(planned(case_of(by_hand, on_trip(8, rule + timedelta(days=3)))))[8] == rule - timedelta(days=2)


def test_a_trip_that_went_to_a_phone_is_a_trip_still():
    trip = dates(planned(case_of()))[8] + timedelta(days=4)
    case = case_of(on_trip(8, trip), handed_out(8, trip))
    issued = replace(case.issued[8, False], stamp=datetime(2026, 6, 2, tzinfo=UTC))

    table = planned(replace(case, issued={(8, False): issued}))

    assert (table.schedule.slots[7].date, table.schedule.slots[7].why) == (trip, (Obstacle.TRIP,))


def test_the_later_word_counts_of_a_trip_and_what_went_to_a_phone():
    case = case_of(handed_out(8, date(2026, 9, 11)), on_trip(8, date(2026, 9, 15)))
    earlier, later = (datetime(2026, 6, day, tzinfo=UTC) for day in (1, 2))
    trips, issued = case.trips[0], case.issued[8, False]

    trip_later = replace(case, trips=(replace(trips, stamp=later),))
    phone_later = replace(case, issued={(8, False): replace(issued, stamp=later)})

    assert trips.stamp == earlier
    assert dates(planned(trip_later))[8] == date(2026, 9, 15)
    assert dates(planned(phone_later))[8] == date(2026, 9, 11)


def test_a_visit_given_back_by_a_later_plan_is_on_the_day_of_the_rule():
    rule = dates(planned(case_of()))

    assert dates(planned(case_of(on_trip(8, rule[8] + timedelta(days=3)), on_trip(8, None)))) == rule


@given(days=st.lists(st.integers(-40, 40), min_size=9, max_size=9), avoided=st.sets(st.integers(0, 300), max_size=80))
def test_no_accepted_date_takes_a_visit_away_or_breaks_a_rule(days, avoided):
    rule = planned(case_of()).schedule.slots
    trips = [on_trip(slot.k, slot.due + timedelta(days=by)) for slot, by in zip(rule[4:], days, strict=False)]
    workdays = Workdays.weekdays([HOME + timedelta(days=one) for one in avoided])
    without = {slot.k for slot in planned(case_of(), workdays).schedule.slots if slot.date}

    slots = planned(case_of(*trips), workdays).schedule.slots

    placed = [slot for slot in slots if slot.date]
    assert without <= {slot.k for slot in placed}
    assert all(workdays.works(slot.date) and abs((slot.date - slot.due).days) <= 14 for slot in placed)
    assert all(POLICY.min_gap <= (two.date - one.date).days for one, two in pairwise(placed))


@given(
    st.lists(st.integers(0, 900), max_size=4),
    st.sampled_from(["", "paused", "reopened", "ended", "in danger"]),
    st.integers(-10, 1_300),
)
def test_what_is_asked_for_is_told_from_the_days_on_which_visits_are_missed_alone(visited, happened, after):
    """It says of any day what the standings of that day say, but for whether a window is open."""
    events = {
        "paused": [(TODAY, Paused(date(2026, 7, 1), date(2026, 9, 1), "in hospital"))],
        "reopened": [ENDED, REOPENED],
        "ended": [ENDED],
        "in danger": [(date(2026, 4, 1), Flagged(RiskKind.VIOLENCE, Severity.DANGER, "hit", "SN", TODAY))],
    }
    made = (visit(HOME + timedelta(days=days)) for days in sorted(visited))
    table, day = planned(case_of(*made, *events.get(happened, []))), HOME + timedelta(days=after)
    latest = max(table.done, default=0)
    standings = {slot.k: found for slot, found in table.standings(day) if slot.k > latest and not table.ended}

    asked, missed = asked_for(table, day)

    assert [without_standing(one) for one in asked] == [without_standing(one) for one in next_visits(table, day)]
    assert {one.k for one in missed} == {k for k, found in standings.items() if found is Standing.MISSED}
    assert past_their_window(table, day) == sum(
        found in (Standing.OVERDUE, Standing.MISSED) for found in standings.values()
    )


def without_standing(one: NextVisit) -> NextVisit:
    return replace(one, standing=Standing.PLANNED)
