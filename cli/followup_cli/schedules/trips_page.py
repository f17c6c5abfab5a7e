"""A plan of trips: a summary for people, every visit for programs."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from followup.messages import say, say_count
from followup.schedule.trips.capacity import CapacityLimit
from followup.schedule.trips.caseload import VisitKey
from followup.schedule.trips.full_days import FullDay, fixed_against, full_days
from followup.schedule.trips.shortage import TripShortage, limits, shortages
from followup.schedule.workdays import Obstacle
from followup.services.trips import TripAnswer, monthly_cost, other_windows
from followup_cli.terminal.days import long_day
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Column, Table


def trips_data(answer: TripAnswer) -> JsonValue:
    """The plan for programs."""
    lacking = limits(answer.plan)
    return {
        "trip_days": answer.plan.trip_days,
        "lower_bound": answer.bound,
        "unplaced": [_visit_data(answer, visit) | {"why": lacking[visit]} for visit in answer.plan.unplaced],
        "visits": [
            _visit_data(answer, visit) | {"date": date.fromordinal(day)}
            for visit, day in sorted(answer.plan.days.items())
        ],
    }


def _visit_data(answer: TripAnswer, visit: VisitKey) -> dict[str, JsonValue]:
    name, k = answer.plan.caseload.name_of(visit)
    return {"graduate": name, "k": k}


def trips_page(answer: TripAnswer) -> Page:
    """How many trip days, what they are measured against, what a wider window takes, and which visits have no day."""
    plan = answer.plan
    people, workers = len(plan.caseload.graduates), len({one.worker for one in plan.caseload.districts})
    head = say(
        "Trips for {people} in {districts}, by {workers}",
        people=say_count(people, "1 graduate", "{n} graduates"),
        districts=say_count(len(plan.caseload.districts), "1 district", "{n} districts"),
        workers=say_count(workers, "1 worker", "{n} workers"),
    )
    page = Page().line(head, "head").line().pairs(measures(answer))
    _add_outside(add_windows(_add_workers(page, answer), answer), answer)
    if full := full_days(plan.caseload, plan.days):
        add_full_days(page, full, str)
        page.text(say("Dates under fixed are kept. If that is too much, change one of them in the file."), "quiet")
    _add_fixed(page, answer)
    return add_shortages(page, answer)


def measures(answer: TripAnswer) -> list[tuple[str, str]]:
    """What the plan takes, and what it is measured against."""
    plan, monthly = answer.plan, monthly_cost(answer)
    if not plan.trip_days:
        return [(say("Trip days"), "0")]
    return [
        (say("Trip days"), str(plan.trip_days)),
        (
            say("Lower bound"),
            say(
                "{bound}: no plan has fewer; this one has {ratio} times as many",
                bound=answer.bound,
                ratio=f"{plan.trip_days / answer.bound:.3f}",
            ),
        ),
        (
            say("Monthly rule"),
            say(
                "{n} if everybody keeps her own day of the month, however full it is; {ratio} times as many",
                n=monthly,
                ratio=f"{monthly / plan.trip_days:.2f}",
            ),
        ),
        (say("A trip"), say("{n} visits on average", n=f"{len(plan.days) / plan.trip_days:.2f}")),
        (
            say("Visits"),
            say("{n} of {all} have a day", n=len(plan.days), all=len(plan.days) + len(plan.unplaced)),
        ),
    ]


def _add_workers(page: Page, answer: TripAnswer) -> Page:
    """Each worker's visits, trip days and days on the road."""
    caseload = answer.plan.caseload
    districts = {one.id: one for one in caseload.districts}
    visits: Counter[str] = Counter()
    trips: set[tuple[str, int]] = set()
    for (her, _), day in answer.plan.days.items():
        district = districts[caseload.graduates[her].district]
        visits[district.worker] += 1
        trips.add((district.id, day))
    days: dict[str, set[int]] = {worker: set() for worker in visits}
    for name, day in trips:
        days[districts[name].worker].update((day, day - 1) if districts[name].overnight else (day,))
    count = Counter(districts[name].worker for name, _ in trips)
    columns = (
        Column(say("Worker")),
        Column(say("Visits"), "right"),
        Column(say("Trip days"), "right"),
        Column(say("Days away"), "right"),
    )
    rows = [(worker, str(visits[worker]), str(count[worker]), str(len(days[worker]))) for worker in sorted(visits)]
    if not rows:
        return page
    page.line().table(Table(columns, rows))
    if any(len(days[worker]) != count[worker] for worker in visits):
        page.text(
            say(
                "Days away are days on the road: with the way to a night as a day, and two districts on one day as one."
            ),
            "quiet",
        )
    return page


def add_windows(page: Page, answer: TripAnswer) -> Page:
    """What a wider window would take; whether it would be enough was said where too few days are known."""
    if answer.hopeless or not answer.plan.days:
        return page
    wider = other_windows(answer)
    if wider:
        page.line()
    for other in wider:
        page.text(
            say(
                "With a window of {days} days: {trips}, and {own} with this one, both planned at once; "
                "{left} without a day.",
                days=other.window,
                trips=say_count(other.trip_days, "1 trip day", "{n} trip days"),
                own=answer.plan.at_once,
                left=say_count(other.unplaced, "1 visit", "{n} visits"),
            )
        )
    return page


def _add_outside(page: Page, answer: TripAnswer) -> Page:
    """The visits that lie outside their window, because no day within it is open and safe."""
    outside = answer.plan.outside
    if outside:
        page.line().text(
            say(
                "Outside the window, since there is no other way: {names}.",
                names=_names(answer, outside),
            )
        )
    return page


def _add_fixed(page: Page, answer: TripAnswer) -> None:
    """The dates of the file that are kept although something is against their day."""
    for name, k, day, against in fixed_against(answer.plan.caseload):
        reasons = ", ".join(say("holiday or leave") if one is Obstacle.LEAVE else one.label for one in against)
        words = say(
            "{graduate}: visit {k} stays on {day}, as the file says. Against that day: {reasons}.",
            graduate=name,
            k=k,
            day=day,
            reasons=reasons,
        )
        page.text(words, "watch")


def add_full_days(page: Page, days: Sequence[FullDay], place: Callable[[str], str]) -> Page:
    """The days that hold more than they should, because dates on them stand."""
    for one in days:
        where = "; ".join(sorted(set(map(place, one.districts))))
        page.text(say("{day}, {where}: {what}.", day=long_day(one.day), where=where, what=one.what), "watch")
    return page


def add_shortages(page: Page, answer: TripAnswer) -> Page:
    """The months in which visits have no day, and what would help."""
    found = shortages(answer.plan, answer.hopeless, answer.plan_with)
    if found:
        page.line().line(say("Visits without a day"), "head")
    for shortage in found:
        page.text(_shortage_text(answer, shortage), "bad")
        if shortage.worker not in answer.hopeless:
            page.text(_remedy_text(shortage), "")
    return page


def _names(answer: TripAnswer, visits: Sequence[VisitKey]) -> str:
    return ", ".join(
        say("{graduate} visit {k}", graduate=name, k=k) for name, k in map(answer.plan.caseload.name_of, visits)
    )


def _shortage_text(answer: TripAnswer, shortage: TripShortage) -> str:
    names = _names(answer, shortage.visits)
    month = f"{shortage.month:%Y-%m}"
    if shortage.limit is CapacityLimit.NO_DAY:
        return say(
            "{month}, {worker}: no open, safe day within the window that her other visits allow: {names}.",
            month=month,
            worker=shortage.worker,
            names=names,
        )
    return say(
        "{month}, {worker}: no day found with time left, neither too near to her other visits nor too far: {names}.",
        month=month,
        worker=shortage.worker,
        names=names,
    )


def _remedy_text(shortage: TripShortage) -> str:
    if not shortage.remedies:
        return say("None of what was tried alone would free it.")
    return say("What would free it, each alone: {remedies}.", remedies="; ".join(shortage.remedies))
