"""What no longer fits the accepted trips: told after whatever was written, moved by nothing but a repair."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from followup.case.case import Case
from followup.case.distance import TripsBy
from followup.casebook import Casebook
from followup.schedule.case_schedule import trip_days
from followup.schedule.standing import ASKING
from followup.schedule.trips.full_days import FullDay, overfull
from followup.services.trip_caseload import RULES, is_ahead, place_name, place_of, trip_district
from followup.services.workers import graduates_of
from followup.store import is_case
from followup.values import Value


class OffTrips(Value):
    """Of a worker's visits: how many no longer fit their trip, and how many are of somebody who is on no trip."""

    unfit: int = 0
    new: int = 0


def visits_off_trips(book: Casebook, journals: Iterable[str]) -> dict[str, OffTrips]:
    """By worker, the visits of those whose ``journals`` were written to, or of all where it was the office's."""
    written = set(journals)
    if all(map(is_case, written)):
        return _off_trips_of(book, sorted({book.root(one) for one in written}))
    found: dict[str, OffTrips] = {}
    for worker in dict.fromkeys(one.worker for one in book.office.trips):
        found |= worker_off_trips(book, worker)
    return found


def worker_off_trips(book: Casebook, worker: str) -> dict[str, OffTrips]:
    """The same of all whom a worker follows; nobody else is read."""
    return _off_trips_of(book, [one.id for one in graduates_of(book, worker)])


def _off_trips_of(book: Casebook, case_ids: Iterable[str]) -> dict[str, OffTrips]:
    found: dict[str, OffTrips] = defaultdict(OffTrips)
    for case in book.cases_of(case_ids):
        off = _off_trips(book, case)
        if off != OffTrips() and case.worker:
            so_far = found[case.worker]
            found[case.worker] = OffTrips(so_far.unfit + off.unfit, so_far.new + off.new)
    return dict(found)


def _off_trips(book: Casebook, case: Case) -> OffTrips:
    """Her visits whose day is not that of their trip; of somebody who is on no trip, all that trips are planned for."""
    until = book.office.trips_until(case.worker)
    if until is None or case.end is not None or not case.district or not book.scheduler.policy_if_known(case):
        return OffTrips()
    schedule = book.scheduler.case_schedule(case, until)
    trips = {k: one.day for k, one in trip_days(case, book.office.trips_of(case.worker)).items()}
    ahead = [
        slot
        for slot, standing in schedule.standings(book.today)
        if is_ahead(slot, standing, book.today) and slot.k not in case.moves
    ]
    if not trips:
        return OffTrips(new=sum(slot.due <= until for slot in ahead))
    return OffTrips(unfit=sum(slot.k in trips and slot.date != trips[slot.k] for slot in ahead))


def is_one_more_trip(book: Casebook, moved: Case, before: date, day: date) -> bool:
    """Whether others are visited where she lives on the day ``before``, and nobody else on the ``day`` she moved to."""
    by = book.office.trips_by(moved.worker) or TripsBy.DISTRICT
    hers = place_of(moved, by)
    ids = (one.id for one in graduates_of(book, moved.worker) if one.id != moved.id)
    there = (case for case in book.cases_of(ids) if case.district and place_of(case, by) == hers)
    schedules = filter(None, map(book.scheduler.schedule_if_known, there))
    days = {slot.date for one in schedules for slot, standing in one.standings(book.today) if standing in ASKING}
    return before in days and day not in days


def full_days_with(book: Casebook, moved: Case, day: date) -> list[FullDay]:
    """Which days hold too much once one of her visits was moved to ``day``; none beyond the accepted trips."""
    until, by = book.office.trips_until(moved.worker), book.office.trips_by(moved.worker) or TripsBy.DISTRICT
    if until is None or day > until or not moved.district:
        return []
    others = (one.id for one in graduates_of(book, moved.worker) if one.id != moved.id)
    cases = [one for one in (moved, *book.cases_of(others)) if one.district and book.scheduler.policy_if_known(one)]
    places = {place_of(case, by) for case in cases}
    districts = [trip_district(book.office, place, moved.worker) for place in places]
    hers = trip_district(book.office, place_of(moved, by), moved.worker)
    filled = {day, day - timedelta(days=1)} if hers.overnight else {day}
    near = filled | {day + timedelta(days=1)}
    visits = Counter(
        (place_name(place_of(case, by)), slot.date.toordinal())
        for case in cases
        for slot, standing in book.scheduler.case_schedule(case, until).standings(book.today)
        if standing in ASKING and slot.date in near and slot.date
    )
    found = overfull(districts, RULES, visits)
    return [one for one in found if one.day in filled and hers.id in one.districts]
