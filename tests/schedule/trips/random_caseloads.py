"""Invented caseloads as ``schedule trips --caseload`` reads them, and their rules checked apart from the program."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

Caseload = dict[str, Any]
Visits = Mapping[tuple[str, int], date]
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = timedelta(days=1)

KINDS = (
    {"travel_hours": 1.0, "visits_a_day": 6, "overnight": False},
    {"travel_hours": 3.0, "visits_a_day": 5, "overnight": False},
    {"travel_hours": 5.0, "visits_a_day": 4, "overnight": False},
    {"travel_hours": 0.0, "visits_a_day": 5, "overnight": True},
)


def random_caseload(
    seed: int,
    graduates: int,
    districts: int,
    workers: int,
    visits: int = 36,
    *,
    clustered: bool = False,
    window: int = 7,
) -> Caseload:
    """Graduates who came home within 14 months, some with safe weekdays and days to avoid; leave and holidays."""
    rng = Random(seed)
    start = date(2026, 1, 1)
    places = [
        {"id": f"D{n}", "worker": f"W{n % workers + 1}"} | KINDS[rng.choices(range(4), (4, 4, 3, 1))[0]]
        for n in range(districts)
    ]
    weights = [1 / (n + 1) if clustered else 1.0 for n in range(districts)]
    return {
        "id": f"random-{seed}",
        "policy": {
            "visits": visits,
            "window": window,
            "min_gap": 21,
            "max_gap": 38,
            "first_min_gap": 14,
            "hours_a_day": 9,
            "hours_a_visit": 1,
        },
        "districts": places,
        "holidays": [
            str(date(year, *day)) for year in range(2026, 2032) for day in ((1, 1), (4, 14), (4, 15), (11, 9))
        ],
        "leave": [
            str(first + n * DAY) for first in _some_days(rng, start, visits // 6 + 1) for n in range(rng.randint(1, 5))
        ],
        "graduates": [
            {
                "id": f"G{n:03}",
                "district": rng.choices(places, weights)[0]["id"],
                "return": str(start + rng.randrange(420) * DAY),
                "safe": sorted(rng.sample(NAMES[:5], rng.randint(2, 4))) if rng.random() < 0.2 else None,
                "avoid": [[str(day), str(day + 6 * DAY)] for day in _some_days(rng, start, rng.choice((0, 0, 0, 3)))],
            }
            for n in range(graduates)
        ],
    }


def _some_days(rng: Random, start: date, number: int) -> list[date]:
    return [start + rng.randrange(1500) * DAY for _ in range(number)]


def due_of(returned: date, k: int) -> date:
    """The return date and k calendar months, the day clamped."""
    month = returned.month - 1 + k
    year, month = returned.year + month // 12, month % 12 + 1
    return date(year, month, min(returned.day, monthrange(year, month)[1]))


def violations(caseload: Caseload, visits: Visits) -> list[str]:
    """Every rule of the format that a plan breaks."""
    return [*_days_wrong(caseload, visits), *_distances_wrong(caseload, visits), *_workdays_wrong(caseload, visits)]


def _days_wrong(caseload: Caseload, visits: Visits) -> Iterable[str]:
    window = timedelta(days=caseload["policy"]["window"])
    people = {her["id"]: her for her in caseload["graduates"]}
    closed = set(caseload["holidays"] + caseload["leave"])
    for (name, k), day in visits.items():
        her = people[name]
        if abs(day - due_of(date.fromisoformat(her["return"]), k)) > window:
            yield f"{name} {k} outside the window"
        if day.weekday() > 4 or str(day) in closed:
            yield f"{name} {k} on a closed day"
        if her["safe"] is not None and NAMES[day.weekday()] not in her["safe"]:
            yield f"{name} {k} on a weekday that is not safe"
        if any(first <= str(day) <= last for first, last in her["avoid"]):
            yield f"{name} {k} on a day to avoid"


def _distances_wrong(caseload: Caseload, visits: Visits) -> Iterable[str]:
    policy = caseload["policy"]
    for her in caseload["graduates"]:
        days = [date.fromisoformat(her["return"])]
        days += [visits.get((her["id"], k)) for k in range(1, policy["visits"] + 1)]
        for k, (before, day) in enumerate(pairwise(days), 1):
            least = policy["first_min_gap"] if k == 1 else policy["min_gap"]
            if before and day and not least <= (day - before).days <= policy["max_gap"]:
                yield f"{her['id']} {k} at the wrong distance"


def _workdays_wrong(caseload: Caseload, visits: Visits) -> Iterable[str]:
    policy = caseload["policy"]
    districts = {one["id"]: one for one in caseload["districts"]}
    home = {her["id"]: her["district"] for her in caseload["graduates"]}
    closed = set(caseload["holidays"] + caseload["leave"])
    number: dict[tuple[str, date], int] = defaultdict(int)
    for (name, _), day in visits.items():
        number[home[name], day] += 1
    spent: dict[tuple[str, date], float] = defaultdict(float)
    alone: dict[tuple[str, date], set[str]] = defaultdict(set)
    present: dict[tuple[str, date], set[str]] = defaultdict(set)
    for (name, day), some in number.items():
        district = districts[name]
        worker = district["worker"]
        if some > district["visits_a_day"]:
            yield f"{name} {day}: too many visits"
        present[worker, day].add(name)
        if district["overnight"]:
            alone[worker, day].add(name)
            alone[worker, day - DAY].add(name)
            if (day - DAY).weekday() > 4 or str(day - DAY) in closed:
                yield f"{name} {day}: no open day for the way there"
        else:
            spent[worker, day] += district["travel_hours"] + some * policy["hours_a_visit"]
    for (worker, day), hours in spent.items():
        if hours > policy["hours_a_day"] + 1e-9:
            yield f"{worker} {day}: {hours} hours"
    for (worker, day), names in alone.items():
        if len(names | present[worker, day]) > 1:
            yield f"{worker} {day}: an overnight trip is not alone"
