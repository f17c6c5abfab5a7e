"""Trips of a worker's graduates: planned once, accepted as a whole, then repaired; and nobody drops out of sight."""

from datetime import date, timedelta

import pytest

from followup.case.date_ranges import DateRange
from followup.case.distance import TripsBy
from followup.case.facts import (
    CalendarEntry,
    DistrictClosed,
    HandedOut,
    HandedOver,
    OnLeave,
    TripsAccepted,
    Visited,
    Withdrawn,
)
from followup.case.visit_words import ContactMethod
from followup.casebook import Casebook, Moment
from followup.schedule.standing import ASKING
from followup.schedule.trips.repair import MoveReason
from followup.schedule.trips.shortage import shortages
from followup.services import schedule_changes
from followup.services.audit_trail import audit_trail
from followup.services.graduates import enrol_all
from followup.services.office_withdrawals import withdraw_office_entry
from followup.services.trip_fit import OffTrips, visits_off_trips
from followup.services.trip_plans import TripPlanner, TripRequest, WorkerTrips
from followup.store import OFFICE
from tests.builders import NOW, TODAY, a_casebook, a_graduate

UNTIL = date(2027, 5, 31)
WISHED = TripRequest("SN", UNTIL)


@pytest.fixture
def book():
    """Eight graduates of SN in two districts, each on another day of the month, visited in the months before."""
    book = a_casebook(
        *(
            a_graduate(f"T-{n}", f"2026-07-{3 * n:02}", name=f"Name{n}", district=["Kien Svay", "S'ang"][n % 2])
            for n in range(1, 9)
        )
    )
    for n in range(1, 9):
        for k in (1, 2, 3):
            visited = Visited(ContactMethod.HOME_VISIT, slot=k)
            book.write(book.find(f"T-{n}"), visited, on=date(2026, 7 + k, 3 * n))
    return book


def accepted(book, wished: TripRequest = WISHED) -> WorkerTrips:
    planner = TripPlanner(book, wished)
    return planner.accept(planner.look())


def planned(book) -> dict[tuple[str, int], date | None]:
    """The day of every visit that is asked for."""
    return {
        (case.code, slot.k): slot.date
        for case in book.cases()
        for slot, standing in book.scheduler.case_schedule(case).standings(book.today)
        if standing in ASKING
    }


def trip_days(book) -> int:
    district = {case.code: case.district for case in book.cases()}
    return len({(district[code], day) for (code, _), day in planned(book).items() if day and day <= UNTIL})


def test_visits_of_one_district_share_their_days_and_every_visit_keeps_its_window(book):
    before, alone = planned(book), trip_days(book)

    accepted(book)

    slots = [slot for case in book.cases() for slot in book.scheduler.case_schedule(case).schedule.slots]
    assert planned(book).keys() == before.keys()
    assert None not in planned(book).values()
    assert trip_days(book) < alone * 0.7
    assert all(abs((slot.date - slot.due).days) <= slot.window for slot in slots if slot.date)


def test_a_plan_that_nobody_accepted_changes_nothing(book):
    before = planned(book)

    TripPlanner(book, WISHED).look()

    assert planned(book) == before
    assert not any(isinstance(fact.body, TripsAccepted) for fact in book.store.facts(OFFICE))


def test_asked_again_there_is_nothing_to_do(book):
    accepted(book)

    again = TripPlanner(book, WISHED).look()

    assert (again.visits, again.moves) == (0, ())


def test_the_dates_count_all_at_once_when_the_last_entry_is_written(book, monkeypatch):
    before = planned(book)
    monkeypatch.setattr(book, "write_office", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))

    with pytest.raises(KeyboardInterrupt):
        accepted(book)

    assert planned(book) == before


def test_taken_back_every_visit_is_where_the_schedule_has_it(book):
    before = planned(book)
    accepted(book)
    number = next(one.number for one in audit_trail(book) if "Trips of" in one.sentence)

    withdraw_office_entry(book, number, "Not this year.")

    assert planned(book) == before


def test_leave_moves_only_those_on_that_day_until_it_is_repaired_and_others_never(book):
    accepted(book)
    before = planned(book)
    day = max(day for day in before.values() if day and day <= UNTIL)
    book.write_office(OnLeave("SN", DateRange(day, day)))
    hit = {visit for visit, one in before.items() if one == day}

    told, stands = visits_off_trips(book, [OFFICE]), planned(book)
    repair = TripPlanner(book, WISHED).look()

    assert {visit for visit, one in stands.items() if one != before[visit]} == hit
    assert told == {"SN": OffTrips(unfit=len(hit))}
    assert {(one.code, one.k) for one in repair.moves} <= hit
    assert [(one.before, one.why) for one in repair.moves] == [
        (stands[one.code, one.k], MoveReason.DAY) for one in repair.moves
    ]
    accepted(book)
    assert visits_off_trips(book, [OFFICE]) == {}


def test_what_was_handed_out_meanwhile_is_no_move_and_goes_back_to_its_trip_once_that_can_be(book):
    accepted(book)
    (code, k), day = next((visit, day) for visit, day in planned(book).items() if date(2027, 1, 4) < day)
    book.write_office(OnLeave("SN", DateRange(day, day)))
    meanwhile = planned(book)[code, k]
    book = Casebook(book.store, Moment(TODAY, NOW + timedelta(hours=1)))
    book.write(book.find(code), HandedOut((CalendarEntry(k, meanwhile),)))
    book = Casebook(book.store, Moment(TODAY, NOW + timedelta(hours=2)))
    book.write_office(Withdrawn(book.office_facts[-1].id, "She came after all."))
    assert planned(book)[code, k] == meanwhile

    repair = accepted(book)

    assert [(one.code, one.k, one.before, one.after, one.why) for one in repair.moves] == [
        (code, k, meanwhile, day, MoveReason.BACK)
    ]
    assert planned(book)[code, k] == day
    assert TripPlanner(book, WISHED).look().visits == 0


def test_every_visit_that_a_repair_moves_moves_from_where_it_stands_and_for_a_reason(book):
    accepted(book)
    day = min(day for day in planned(book).values() if day and day > TODAY + timedelta(7))
    book.write_office(OnLeave("SN", DateRange(day, day)))
    stands = planned(book)
    for (code, k), one in stands.items():
        if one and TODAY < one < TODAY + timedelta(28):
            book.write(book.find(code), HandedOut((CalendarEntry(k, one),)))

    repair = accepted(book)

    assert repair.visits == len(repair.moves) + repair.staying > 0
    assert all(one.before == stands[one.code, one.k] != one.after and one.why for one in repair.moves)
    changed = {visit for visit, one in planned(book).items() if one != stands[visit]}
    assert changed == {(one.code, one.k) for one in repair.moves}


def test_somebody_new_goes_along_and_nobody_else_moves(book):
    accepted(book)
    before, days = planned(book), trip_days(book)
    enrol_all(book, [a_graduate("NEW-1", "2026-11-01", name="Newcomer")])
    new = [book.find("NEW-1")]

    assert visits_off_trips(book, new) == {"SN": OffTrips(new=6)}
    repair = accepted(book)

    assert {one.code for one in repair.moves} <= {"NEW-1"}
    assert {visit: day for visit, day in planned(book).items() if visit in before} == before
    assert trip_days(book) <= days + 2
    assert visits_off_trips(book, new) == {}


def test_a_visit_moved_by_hand_stays_where_it_was_put(book):
    accepted(book)
    k = min(k for (code, k), day in planned(book).items() if code == "T-1" and day > TODAY)
    day = planned(book)["T-1", k] + timedelta(days=1)

    schedule_changes.move(book, "T-1", k, day, "She asked.")
    accepted_again = TripPlanner(book, WISHED).look()

    assert planned(book)["T-1", k] == day
    assert ("T-1", k) not in {(one.code, one.k) for one in accepted_again.moves}


def test_what_was_handed_out_for_the_next_four_weeks_does_not_move(book):
    (code, k), day = next((visit, day) for visit, day in planned(book).items() if TODAY < day < TODAY + timedelta(21))
    book.write(book.find(code), HandedOut((CalendarEntry(k, day),)))

    accepted(book)

    assert planned(book)[code, k] == day


def test_whom_another_worker_follows_now_is_visited_by_the_schedule_until_her_trips_are_planned(book):
    rule = planned(book)
    accepted(book)

    book.write(book.find("T-1"), HandedOver("KB"))

    mine = {visit: day for visit, day in planned(book).items() if visit[0] == "T-1"}
    assert mine == {visit: day for visit, day in rule.items() if visit[0] == "T-1"}


def test_who_lives_nobody_knows_where_is_named_and_keeps_her_visits():
    book = a_casebook(a_graduate("T-1"), a_graduate("T-2", name="Other", district="", province=""))
    before = planned(book)

    result = accepted(book)

    assert result.given.without_place == ("T-2",)
    assert {visit: day for visit, day in planned(book).items() if visit[0] == "T-2"} == {
        visit: day for visit, day in before.items() if visit[0] == "T-2"
    }


def test_by_village_those_of_one_village_go_on_one_day(book):
    result = TripPlanner(book, TripRequest("SN", UNTIL, TripsBy.VILLAGE)).look()

    assert len(result.given.caseload.districts) == 2
    assert all("Trapeang" not in part for part in result.given.places)  # folded: never shown as it was written
    assert result.answer.plan.trip_days < trip_days(book)


def test_trips_accepted_by_village_are_repaired_by_village(book):
    accepted(book, TripRequest("SN", UNTIL, TripsBy.VILLAGE))

    assert TripPlanner(book, WISHED).look().given.by is TripsBy.VILLAGE
    assert TripPlanner(book, TripRequest("SN", UNTIL, TripsBy.DISTRICT)).look().given.by is TripsBy.DISTRICT


def a_visit_that_a_repair_cannot_give_a_day():
    """The road is closed around visit 6, and visit 5 stands, so soon that it does not move, too far from any day."""
    book = a_casebook(a_graduate("T-1", "2026-07-04"))
    for k in (1, 2, 3, 4):
        book.write(book.find("T-1"), Visited(ContactMethod.HOME_VISIT, slot=k), on=date(2026, 7 + k, 4))
    accepted(book)
    book.write_office(DistrictClosed("Kandal", "Kien Svay", DateRange(date(2026, 12, 18), date(2027, 1, 14))))
    return TripPlanner(book, WISHED).look()


def test_what_would_free_a_visit_is_tried_on_the_repair_that_is_shown():
    result = a_visit_that_a_repair_cannot_give_a_day()
    answer = result.answer

    (lacking,) = shortages(answer.plan, answer.hopeless, answer.plan_with)

    assert [result.name_of(visit) for visit in lacking.visits] == [("T-1", 6)]
    assert lacking.remedies == ()
    assert shortages(answer.plan)[0].remedies  # planned anew visit 5 would move; but nobody plans anew
