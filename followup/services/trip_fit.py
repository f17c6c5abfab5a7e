"""How many visits no longer fit the accepted trips: told after whatever was written, moved by nothing but a repair."""

from collections import defaultdict
from collections.abc import Iterable

from followup.case.case import Case
from followup.casebook import Casebook
from followup.schedule.case_schedule import trip_days
from followup.services.trip_caseload import is_ahead
from followup.services.workers import graduates_of
from followup.store import is_case


def visits_off_trips(book: Casebook, journals: Iterable[str]) -> dict[str, int]:
    """By worker, the visits of those whose ``journals`` were written to, or of all where it was the office's."""
    written = set(journals)
    found: dict[str, int] = defaultdict(int)
    for case in book.cases_of(_concerned(book, written)):
        if (many := _off_trips(book, case)) and case.worker:
            found[case.worker] += many
    return dict(found)


def _concerned(book: Casebook, written: set[str]) -> list[str]:
    if all(map(is_case, written)):
        return sorted({book.root(one) for one in written})
    workers = dict.fromkeys(worker for worker, *_ in book.office.trips)
    return [one.id for worker in workers for one in graduates_of(book, worker)]


def _off_trips(book: Casebook, case: Case) -> int:
    """Her visits whose day is not that of their trip; of somebody who is on no trip, all that trips are planned for."""
    until = book.office.trips_until(case.worker)
    if until is None or case.end is not None or not case.district or not book.scheduler.policy_if_known(case):
        return 0
    schedule = book.scheduler.case_schedule(case, until)
    trips = {k: one.day for k, one in trip_days(case, book.office.trips_of(case.worker)).items()}
    ahead = [
        slot
        for slot, standing in schedule.standings(book.today)
        if is_ahead(slot, standing, book.today) and slot.k not in case.moves
    ]
    if not trips:
        return sum(slot.due <= until for slot in ahead)
    return sum(slot.k in trips and slot.date != trips[slot.k] for slot in ahead)
