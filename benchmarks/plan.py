"""How long the schedule of a large caseload takes, beside plain ``datetime`` arithmetic that gives the same dates.

    python benchmarks/plan.py

5,000 graduates of 36 slots each, Cambodia's holidays, nobody on leave. Fails if the dates differ or if the planner
takes more than three times as long.
"""

import sys
import time
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

from followup.schedule.inputs import ScheduleInputs  # noqa: E402  the source roots are set above
from followup.schedule.policy import Policy  # noqa: E402
from followup.schedule.public_holidays import PublicHolidays  # noqa: E402
from followup.schedule.slots import build_schedule  # noqa: E402
from followup.schedule.workdays import OfficeDays, Workdays  # noqa: E402
from followup_data.shipped import public_holidays  # noqa: E402

GRADUATES, SLOTS, MOST = 5_000, 36, 3.0
RETURNS = [date(2024, 1, 1) + timedelta(days=n % 1096) for n in range(GRADUATES)]
TABLE = public_holidays("KH") or {}
PUBLIC = PublicHolidays.from_table(TABLE)
HOLIDAYS = frozenset(day for year in range(2024, 2031) for day in PUBLIC.dates(year))

Dates = list[date | None]


def plain(returned: date) -> Dates:
    """The rule in everyday ``datetime``: the nearest working day, 14 days after the visit before it."""
    dates: Dates = []
    previous = date.min
    for k in range(1, SLOTS + 1):
        years, month = divmod(returned.month - 1 + k, 12)
        year, month = returned.year + years, month + 1
        due = date(year, month, min(returned.day, monthrange(year, month)[1]))
        found = None
        for away in range(15):
            for day in (due - timedelta(days=away), due + timedelta(days=away)):
                if found is None and day.weekday() < 5 and day not in HOLIDAYS and (day - previous).days >= 14:
                    found = day
            if found is not None:
                break
        dates.append(found)
        previous = found or previous
    return dates


def planner() -> Callable[[date], Dates]:
    """The planner, with everything it needs made beforehand but its tables of days."""
    policy, workdays = Policy.monthly(SLOTS), Workdays(OfficeDays(public=PUBLIC))
    return lambda returned: [slot.date for slot in build_schedule(ScheduleInputs(returned, policy), workdays).slots]


def measured(rule: Callable[[date], Dates]) -> tuple[float, list[Dates]]:
    """Seconds for the whole caseload, the best of three, and the dates."""
    best, dates = float("inf"), []
    for _ in range(3):
        start = time.perf_counter()
        dates = [rule(returned) for returned in RETURNS]
        best = min(best, time.perf_counter() - start)
    return best, dates


def main() -> int:
    """Print both times and their ratio."""
    plain_time, plain_dates = measured(plain)
    plan_time, plan_dates = measured(planner())
    ratio = plan_time / plain_time
    print(f"{GRADUATES} graduates x {SLOTS} slots")
    print(f"plain datetime  {plain_time * 1000:7.0f} ms")
    print(f"planner         {plan_time * 1000:7.0f} ms   (with windows, reasons and slots)")
    print(f"ratio           {ratio:7.2f}      (at most {MOST})")
    print("same dates" if plain_dates == plan_dates else "DIFFERENT DATES")
    return 0 if ratio <= MOST and plain_dates == plan_dates else 1


if __name__ == "__main__":
    sys.exit(main())
