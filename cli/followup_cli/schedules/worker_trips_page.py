"""The trips of a worker's graduates: what they take, the next ones, which visits move and why; and for programs."""

from collections.abc import Callable
from datetime import date, timedelta

from followup.case.distance import TripsBy
from followup.case.fields import Mask
from followup.messages import say, say_count
from followup.schedule.trips.full_days import FullDay
from followup.schedule.trips.repair import MoveReason
from followup.services.trip_caseload import WorkerCaseload
from followup.services.trip_plans import Trip, TripVisitMove, WorkerTrips
from followup_cli.fragments.hand_dates import add_hand_dates, hand_dates_data
from followup_cli.schedules.capacity_note import capacity_data
from followup_cli.schedules.trips_page import add_full_days, add_shortages, add_windows, measures
from followup_cli.terminal.columns import ColumnOf, table_of
from followup_cli.terminal.days import iso_day, long_day
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page

_WEEKS_SHOWN = timedelta(weeks=8)
_MOST_MOVES = 40


def worker_trips_page(result: WorkerTrips, mask: Mask, *, written: bool, shown: bool) -> Page:
    """What was accepted, in short where it was ``shown`` before; or what would be."""
    if not result.visits:
        return _nothing_page(result, mask)
    if not written:
        return planned_trips_page(result, mask).line().line(say("Nothing was written."), "quiet")
    page = Page() if shown else planned_trips_page(result, mask).line()
    until = long_day(result.given.until)
    if result.given.by is TripsBy.VILLAGE:
        page.text(say("They are repaired by village too, as long as --by district is not given."), "quiet")
    return page.line(
        say(
            "Accepted until {until}: {n}, {moved} of them on another day than before.",
            until=until,
            n=say_count(result.visits, "1 visit", "{n} visits"),
            moved=len(result.moves),
        )
    )


def _nothing_page(result: WorkerTrips, mask: Mask) -> Page:
    plan, worker, until = result.answer.plan, mask(result.given.worker), result.given.until
    if plan.unplaced:
        said = say("Until {until} no visit of {worker} moves, but some are on no trip.", until=until, worker=worker)
    elif plan.days:
        said = say(
            "All trips of {worker} up to {until} are as they were accepted: nothing to do.", worker=worker, until=until
        )
    else:
        said = say("No visits of {worker} are to be planned.", worker=worker)
    page = Page().line(said)
    _add_by(page, result)
    _add_full_days(page, result, mask)
    return _add_left_out(add_shortages(page, result.answer), result)


def planned_trips_page(result: WorkerTrips, mask: Mask) -> Page:
    """The plan before it is accepted."""
    given, people = result.given, len({one.code for one in result.given.graduates.values()})
    head = say("Trips of {worker} until {until}", worker=mask(given.worker), until=long_day(given.until))
    count = say(
        "{people} in {places}; {how}.",
        people=say_count(people, "1 graduate", "{n} graduates"),
        places=say_count(len(given.caseload.districts), "1 place", "{n} places"),
        how=_how_planned(result),
    )
    page = Page().line(head, "head").line(count, "quiet").line().pairs(measures(result.answer))
    if not given.is_repair:
        add_windows(page, result.answer)
    _add_by(page, result)
    _add_trips(page, result, mask)
    _add_moves(page, result)
    _add_outside(page, result)
    _add_full_days(page, result, mask)
    if names := ", ".join(map(mask, given.not_set)):
        page.text(
            say("Not set, and counted as mid: {names}. Set each: followup office district NAME", names=names), "quiet"
        )
    return _add_left_out(add_shortages(page, result.answer), result)


def _how_planned(result: WorkerTrips) -> str:
    """Whether trips are repaired, and how many of the visits were on none of them."""
    if not result.given.is_repair:
        return say("planned for the first time")
    planned, accepted = result.answer.plan.by_name, result.given.accepted
    if new := len(planned.keys() - accepted.keys()):
        one, more = "1 of {all} visits was on none", "{n} of {all} visits were on none"
        return say("accepted trips repaired; {new}", new=say_count(new, one, more, all=len(planned)))
    return say("accepted trips repaired")


def _add_by(page: Page, result: WorkerTrips) -> None:
    """That trips planned by village stay such as they are where they are repaired by district; and the other way."""
    if result.given.was_by_another:
        page.line().text(
            say(
                "These trips were not all accepted with --by {by}, and a repair leaves most where they are. To plan "
                "anew, take each acceptance back first: followup withdraw office N. Numbers: followup log office",
                by=result.given.by,
            ),
            "watch",
        )


def _place_namer(given: WorkerCaseload, mask: Mask) -> Callable[[str], str]:
    """How places are called: by their district; of a village round without the village, which only has a number."""
    numbers = given.village_numbers

    def named(name: str) -> str:
        province, district, *_ = given.places[name]
        called = mask(district) or mask(province)
        return say("{district}, village {n}", district=called, n=numbers[name]) if name in numbers else called

    return named


def _add_trips(page: Page, result: WorkerTrips, mask: Mask) -> None:
    """The trips of the next weeks."""
    starts = result.given.caseload.starts or date.min
    named = _place_namer(result.given, mask)
    near = [trip for trip in result.trips if trip.day < starts + _WEEKS_SHOWN]
    columns: tuple[ColumnOf[Trip], ...] = (
        ColumnOf(say("Day"), lambda one: f"{one.day:%a} {one.day}"),
        ColumnOf(say("Where"), lambda one: named(one.place)),
        ColumnOf(say("Visits"), lambda one: str(len(one.codes)), "right"),
        ColumnOf(say("Who"), lambda one: ", ".join(one.codes), fold=True),
    )
    page.line().line(say("The next 8 weeks"), "head").table(table_of(near, columns))
    if any(one.fixed.keys() - result.given.graduates[one.id].by_hand for one in result.given.caseload.graduates):
        page.text(
            say("Dates of the next four weeks that are on a phone stay, so some trips there are for one visit only."),
            "quiet",
        )


def _add_moves(page: Page, result: WorkerTrips) -> None:
    """The visits that move, and why; how many where a plan is made for the first time."""
    if not result.given.is_repair:
        page.line().line(say("Visits on another day than now: {n}.", n=len(result.moves)))
        return
    columns: tuple[ColumnOf[TripVisitMove], ...] = (
        ColumnOf(say("Code"), lambda one: one.code),
        ColumnOf(say("Visit"), lambda one: str(one.k), "right"),
        ColumnOf(say("From"), lambda one: iso_day(one.before)),
        ColumnOf(say("To"), lambda one: iso_day(one.after) if one.after else say("by the schedule")),
        ColumnOf(say("Why"), _why_text, fold=True),
    )
    page.line().table(table_of(result.moves[:_MOST_MOVES], columns))
    if len(result.moves) > _MOST_MOVES:
        page.line(say("and {n} more", n=len(result.moves) - _MOST_MOVES), "quiet")
    if stay := result.staying:
        one, more = "1 visit stays on its day, now as a trip.", "{n} visits stay on their days, now as trips."
        page.text(say_count(stay, one, more), "quiet")


def _why_text(move: TripVisitMove) -> str:
    """Why a visit moves; what stands against its day by name, where that is known."""
    if move.why is MoveReason.DAY and move.against:
        return say("against the day of her trip: {reasons}", reasons=", ".join(one.label for one in move.against))
    return move.why.label if move.why else ""


def _add_outside(page: Page, result: WorkerTrips) -> None:
    """The visits for which there was no day within the window."""
    for visit in result.answer.plan.outside:
        code, k = result.name_of(visit)
        day = date.fromordinal(result.answer.plan.days[visit])
        page.line(say("{code}: visit {k} is outside its window, on {day}.", code=code, k=k, day=long_day(day)), "watch")


def _add_full_days(page: Page, result: WorkerTrips, mask: Mask) -> Page:
    add_full_days(page, result.full_days, _place_namer(result.given, mask))
    if result.full_days:
        page.text(
            say(
                "Dates set by hand or handed out are kept, and nobody else is moved for them. If that is too much, "
                "move one of these visits: followup schedule move CODE K DATE"
            ),
            "quiet",
        )
    return add_hand_dates(page, result.by_hand)


def _add_left_out(page: Page, result: WorkerTrips) -> Page:
    """Who is on no trip, because nobody wrote down where she lives, and visits that no trip reaches."""
    nowhere = [result.name_of(visit) for visit in result.answer.plan.unplaced if result.scheduled(visit) is None]
    if len(result.answer.plan.unplaced) > len(nowhere):
        page.text(say("Visits without a trip stay on the day that the schedule gives them, if it has one."), "quiet")
    if nowhere:
        names = ", ".join(say("{graduate} visit {k}", graduate=code, k=k) for code, k in nowhere)
        page.text(
            say(
                "The schedule has no day for these either: {names}. "
                "Set one by hand: followup schedule move CODE K DATE",
                names=names,
            ),
            "watch",
        )
    if left_out := ", ".join(result.given.without_place):
        page.text(say("Without a district, and so on no trip: {codes}.", codes=left_out), "watch")
    return page


def worker_trips_data(result: WorkerTrips, mask: Mask, *, written: bool, shown: bool) -> dict[str, JsonValue]:  # noqa: ARG001
    """The trips for programs."""
    plan, given = result.answer.plan, result.given
    return {
        "worker": mask(given.worker),
        "until": given.until,
        "written": written,
        "repaired": given.is_repair,
        "trip_days": plan.trip_days,
        "lower_bound": result.answer.bound,
        "trips": [
            {"date": one.day, **_place_data(given, one.place, mask), "codes": list(one.codes)} for one in result.trips
        ],
        "visits": [
            _visit_data(result, visit) | {"date": date.fromordinal(day)} for visit, day in sorted(plan.days.items())
        ],
        "moves": [
            {
                "code": one.code,
                "k": one.k,
                "from": one.before,
                "to": one.after,
                "why": one.why,
                "against": list(one.against),
            }
            for one in result.moves
        ],
        "unplaced": [_visit_data(result, visit) for visit in plan.unplaced],
        "without_district": list(given.without_place),
        "impossible": [capacity_data(check) for check in result.answer.checks],
        "full_days": [_full_day_data(result, one, mask) for one in result.full_days],
        "by_hand": hand_dates_data(result.by_hand),
    }


def _full_day_data(result: WorkerTrips, full: FullDay, mask: Mask) -> dict[str, JsonValue]:
    numbers = result.given.village_numbers
    names = sorted(full.districts, key=lambda name: (*result.given.places[name][:2], numbers.get(name, 0)))
    places = [_place_data(result.given, name, mask) for name in names]
    return {
        "date": full.day,
        "limit": full.limit,
        "districts": sorted({str(one["district"]) for one in places}),
        "places": places,
        "number": full.number,
        "allowed": full.allowed,
    }


def _place_data(given: WorkerCaseload, name: str, mask: Mask) -> dict[str, JsonValue]:
    province, district, *_ = given.places[name]
    return {"province": mask(province), "district": mask(district), "village": given.village_numbers.get(name)}


def _visit_data(result: WorkerTrips, visit: tuple[int, int]) -> dict[str, JsonValue]:
    code, k = result.name_of(visit)
    return {"code": code, "k": k}
