"""How many trip days a plan takes, beside the lower bound and the monthly rule, and how long it takes to find.

    python benchmarks/trips.py [FILE ...]

Each file is a caseload as ``followup schedule trips --caseload`` reads it; without files, invented ones of 20 to 1,000
graduates. A file's ``reference``, where it has one, gives a better bound and what a prototype reached. Fails if a plan
breaks a rule, leaves a visit of a feasible file without a day, or is found less good after two seconds than at once.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

from followup.schedule.trips.caseload_form import caseload_from_mapping  # noqa: E402  the roots are set above
from followup.schedule.trips.lower_bound import lower_bound  # noqa: E402
from followup.schedule.trips.planning import TripPlan, plan_trips  # noqa: E402
from followup.schedule.trips.visit_days import monthly_trip_days  # noqa: E402
from tests.schedule.trips.random_caseloads import random_caseload, violations  # noqa: E402

SECONDS = (0, 2)
INVENTED = ((20, 3, 1, True), (60, 5, 4, True), (60, 12, 3, False), (100, 15, 4, False), (1000, 90, 15, False))
"""Graduates, districts, workers, and whether most live in a few districts."""


def caseloads(files: list[str]) -> list[dict[str, Any]]:
    """The files, or else the invented caseloads."""
    if files:
        return [json.loads(Path(file).read_text("utf-8")) for file in files]
    return [
        random_caseload(number, people, districts, workers, clustered=clustered)
        | {"id": f"{people} in {districts}, by {workers}"}
        for number, (people, districts, workers, clustered) in enumerate(INVENTED)
    ]


def broken(written: dict[str, Any], plan: TripPlan) -> int:
    """How many rules the plan breaks."""
    return len(violations(written, plan.by_name))


def main(files: list[str]) -> int:
    """Print a line for each caseload and each number of seconds."""
    print("caseload                 given  trips  bound  ratio monthly   took   no day broken")
    failed = False
    for written in caseloads(files):
        caseload = caseload_from_mapping(written)
        bound = max(lower_bound(caseload, tighter=True), written.get("reference", {}).get("lower_bound", 0))
        found: list[TripPlan] = []
        for seconds in SECONDS:
            start = time.process_time()
            found.append(plan_trips(caseload, seconds))
            took, plan, wrong = time.process_time() - start, found[-1], broken(written, found[-1])
            failed |= bool(wrong or ("reference" in written and plan.unplaced) or plan.trip_days > found[0].trip_days)
            print(
                f"{written['id']:24} {seconds:4} s {plan.trip_days:6} {bound:6} {plan.trip_days / bound:6.3f}"
                f" {monthly_trip_days(caseload):7} {took:5.2f}s {len(plan.unplaced):8} {wrong:6}"
            )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
