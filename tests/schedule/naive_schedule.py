"""The rule again, written as plainly as it reads and as slowly as it likes: the oracle of the planner's tests."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped,unused-ignore]

DAY = timedelta(days=1)


@dataclass
class NaiveInput:
    anchor: date
    visits: int
    window: int = 7
    fallback: int = 14
    min_gap: int = 14
    every_day: bool = False
    holidays: frozenset[date] = frozenset()
    closed: list[tuple[date, date]] = field(default_factory=list)
    safe: frozenset[int] = frozenset()
    frozen: dict[int, date] = field(default_factory=dict)
    pauses: list[tuple[date, date, bool]] = field(default_factory=list)
    end: date | None = None
    last_contact: date | None = None
    extras: tuple[int, int, int] | None = None


def due_date(anchor: date, k: int) -> date:
    due: date = anchor + relativedelta(months=k)
    return due


def works(given: NaiveInput, day: date) -> bool:
    if not given.every_day and (day.weekday() > 4 or day in given.holidays):
        return False
    if any(first <= day <= last for first, last in given.closed):
        return False
    if any(start <= day < until for start, until, _ in given.pauses):
        return False
    return not given.safe or day.weekday() in given.safe


def naive_plan(given: NaiveInput) -> tuple[list[tuple[date, date | None, str]], list[tuple[int, date, date | None]]]:
    dues = naive_dues(given)
    rows: list[tuple[date, date | None, str]] = []
    placed = [given.last_contact] if given.last_contact else []
    for k, due in enumerate(dues, 1):
        ahead = [day for j, day in given.frozen.items() if k < j <= len(dues)]
        if k in given.frozen:
            rows.append((due, given.frozen[k], "frozen"))
            placed.append(given.frozen[k])
            continue
        if any(start <= due < until for start, until, _ in given.pauses):
            rows.append((due, None, "paused"))
            continue
        day = search(given, due, given.window, placed, ahead)
        state = "on_due" if day == due else "shifted"
        if day is None:
            day = search(given, due, given.fallback, placed, ahead)
            state = "out_of_window" if day else "unplaced"
        rows.append((due, day, state))
        if day:
            placed.append(day)
    if given.end:
        rows = [row if (row[1] or row[0]) <= given.end else (row[0], None, "cancelled") for row in rows]
    return rows, naive_extras(given, dues, [day for _, day, _ in rows if day])


def naive_dues(given: NaiveInput) -> list[date]:
    dues: list[date] = []
    made = 0
    while made < given.visits:
        due = due_date(given.anchor, len(dues) + 1)
        dues.append(due)
        lost = any(start <= due < until and extend for start, until, extend in given.pauses)
        if not lost or len(dues) in given.frozen:
            made += 1
    return dues


def search(given: NaiveInput, due: date, reach: int, before: list[date], after: list[date]) -> date | None:
    candidates = [due + n * DAY for n in range(-reach, reach + 1)]
    fitting = [
        day
        for day in candidates
        if works(given, day)
        and all((day - other).days >= given.min_gap for other in before)
        and all((other - day).days >= given.min_gap for other in after)
    ]
    return min(fitting, key=lambda day: (abs(day - due), day), default=None)


def naive_extras(given: NaiveInput, dues: list[date], visits: list[date]) -> list[tuple[int, date, date | None]]:
    if given.extras is None:
        return []
    months, window, gap = given.extras
    taken = [given.anchor, *visits]
    extras: list[tuple[int, date, date | None]] = []
    for j in range(1, min(months, len(dues)) + 1):
        before = given.anchor if j == 1 else dues[j - 2]
        due = before + timedelta(days=(dues[j - 1] - before).days // 2)
        candidates = [due + n * DAY for n in range(-window, window + 1)]
        clear = [
            day for day in candidates if works(given, day) and all(abs((day - other).days) >= gap for other in taken)
        ]
        day = min(clear, key=lambda found: (abs(found - due), found), default=None)
        extras.append((j, due, day))
        if day:
            taken.append(day)
    return extras
