"""What could be changed in a caseload that is too large for its worker, in words, and the caseload with it."""

from collections.abc import Callable, Iterator
from functools import partial

from followup.messages import say
from followup.schedule.trips.caseload import HOUR, TripCaseload
from followup.values import replace

WIDER_WINDOWS = (10, 14)
"""The windows that are tried beside the policy's own, in days."""
_WORKERS = (2, 3, 4)
"""How many workers are tried in place of one."""

Remedy = tuple[str, Callable[[TripCaseload], TripCaseload]]


def remedies(caseload: TripCaseload) -> Iterator[list[Remedy]]:
    """What could be changed; of each list, the first that is enough counts."""
    windows = [days for days in WIDER_WINDOWS if days > caseload.rules.window]
    yield [(say("a window of {days} days", days=days), partial(with_window, window=days)) for days in windows]
    workers = [number for number in _WORKERS if number <= len(caseload.districts)]
    yield [(say("{n} workers in place of one", n=number), partial(_with_workers, number=number)) for number in workers]
    yield [(say("one more visit a day in each district"), _with_one_more_visit)]
    yield [(say("an hour more a day"), _with_longer_days)]
    yield [(say("every weekday safe and no days to avoid, if the graduates themselves say so"), _with_every_day_safe)]


def with_window(caseload: TripCaseload, window: int) -> TripCaseload:
    """The same caseload with visits so many days around their due dates."""
    return replace(caseload, rules=replace(caseload.rules, window=window))


def _with_one_more_visit(caseload: TripCaseload) -> TripCaseload:
    districts = tuple(replace(one, visits_a_day=one.visits_a_day + 1) for one in caseload.districts)
    return replace(caseload, districts=districts)


def _with_longer_days(caseload: TripCaseload) -> TripCaseload:
    return replace(caseload, rules=replace(caseload.rules, hours_a_day=caseload.rules.hours_a_day + HOUR))


def _with_workers(caseload: TripCaseload, number: int) -> TripCaseload:
    """So many workers for the same districts, one of them who has them now; the harder ones are shared out evenly."""
    ordered = sorted(caseload.districts, key=lambda one: (one.overnight, one.travel_hours))
    districts = tuple(
        replace(one, worker=str(place % number)) if place % number else one for place, one in enumerate(ordered)
    )
    return replace(caseload, districts=districts)


def _with_every_day_safe(caseload: TripCaseload) -> TripCaseload:
    return replace(caseload, graduates=tuple(replace(one, safe=None, avoid=()) for one in caseload.graduates))


def of_worker(caseload: TripCaseload, worker: str) -> TripCaseload:
    """One worker's districts and graduates alone."""
    districts = tuple(one for one in caseload.districts if one.worker == worker)
    names = {one.id for one in districts}
    graduates = tuple(one for one in caseload.graduates if one.district in names)
    return replace(caseload, districts=districts, graduates=graduates)
