"""``followup schedule trips``: visits on shared trips, of a worker's graduates or of a caseload in a file."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Annotated

from followup.case.distance import TripsBy
from followup.messages import say
from followup_cli import context
from followup_cli.options import Way, coming_day, count, only_one_of, option, parse_path, word
from followup_cli.response import respond
from followup_cli.terminal.typed import naming_option

if TYPE_CHECKING:
    from followup.services.trip_plans import TripRequest

_MOST_SECONDS = 3600
_PATIENCE = 2
"""How many times the seconds may be needed where a machine is slow; then the search ends as it stands."""


def trips(
    worker: Annotated[str, option("--worker", say("Whose graduates; of this laptop's worker if not said."))] = "",
    until: Annotated[
        date | None, coming_day("--until", say("Up to which day; the end of this month next year if not said."))
    ] = None,
    by: Annotated[TripsBy | None, word("--by", TripsBy, say("Village: everybody of one on the same day."))] = None,
    caseload: Annotated[
        Path | None,
        option("--caseload", say("What if: a caseload as JSON; no casebook is opened."), "FILE", parse_path),
    ] = None,
    seconds: Annotated[
        int, count("--seconds", "S", say("How long to look for fewer trip days."), most=_MOST_SECONDS)
    ] = 0,
    seed: Annotated[int, count("--seed", "N", say("Another number may find another plan."))] = 0,
    way: Way = Way(),
) -> None:
    """Arrange visits so that those in one district fall on the same days; shown first, and accepted or not.

    Trips that were accepted before are repaired: as few visits as possible move.

    Example: followup schedule trips --worker DM --dry-run
    """
    only_one_of(caseload=caseload, worker=worker)
    only_one_of(caseload=caseload, until=until)
    only_one_of(caseload=caseload, by=by)
    only_one_of(caseload=caseload, yes=way.yes)
    end = process_time() + seconds * _PATIENCE

    def enough() -> bool:
        return bool(seconds) and process_time() > end

    if caseload:
        _what_if(caseload, seconds, seed, enough, as_json=way.as_json)
        return
    from followup.services.trip_plans import TripRequest

    _arrange(TripRequest(worker, until, by, seconds, seed), enough, way)


def _what_if(path: Path, seconds: int, seed: int, enough: Callable[[], bool], *, as_json: bool) -> None:
    from followup.services.trips import planned_trips
    from followup_cli.schedules import trips_page
    from followup_cli.schedules.capacity_note import tell_capacity
    from followup_cli.schedules.caseload_file import read_caseload

    with naming_option("--caseload"):
        caseload = read_caseload(path)
    answer = planned_trips(caseload, tell_capacity, seconds, seed, enough)
    respond(None, as_json, trips_page.trips_page, trips_page.trips_data, answer)


def _arrange(request: "TripRequest", enough: Callable[[], bool], way: Way) -> None:
    from followup.services.guarded_names import labeller
    from followup.services.trip_plans import TripPlanner
    from followup_cli.fragments.consequences import GraveStep, is_shown, take_step
    from followup_cli.schedules import worker_trips_page as pages
    from followup_cli.schedules.capacity_note import tell_capacity

    book = context.open_casebook()
    planner, mask = TripPlanner(book, request, enough, tell_capacity), labeller(book)
    step = GraveStep(
        look=planner.look,
        write=planner.accept,
        page=lambda shown: pages.planned_trips_page(shown, mask),
        question=say("Accept these trips?"),
    )
    nothing = not planner.look().visits
    result = planner.look() if nothing else take_step(book, step, way)
    written = not (nothing or way.dry_run)
    shown = written and is_shown(way)
    respond(
        book, way.as_json, pages.worker_trips_page, pages.worker_trips_data, result, mask, written=written, shown=shown
    )
