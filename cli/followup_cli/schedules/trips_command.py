"""``followup schedule trips``: visits of a caseload on shared trips. Reads a file, and no casebook."""

from pathlib import Path
from time import process_time
from typing import Annotated

from followup.messages import say
from followup_cli.options import AsJson, count, option, parse_path
from followup_cli.response import respond
from followup_cli.terminal.typed import naming_option

_MOST_SECONDS = 3600
_PATIENCE = 2
"""How many times the seconds may be needed where a machine is slow; then the search ends as it stands."""


def trips(
    caseload: Annotated[
        Path, option("--caseload", say("A caseload as JSON; no casebook is opened."), "FILE", parse_path)
    ],
    seconds: Annotated[
        int, count("--seconds", "S", say("How long to look for fewer trip days."), most=_MOST_SECONDS)
    ] = 0,
    seed: Annotated[int, count("--seed", "N", say("Another number may find another plan."))] = 0,
    as_json: AsJson = False,
) -> None:
    """What if: plan the visits of a caseload so that those in one district fall on the same days.

    Example: followup schedule trips --caseload caseload.json --seconds 2
    """
    from followup.services.trips import trips_of_file
    from followup_cli.schedules import trips_page
    from followup_cli.schedules.caseload_file import read_caseload

    with naming_option("--caseload"):
        written = read_caseload(caseload)
    end = process_time() + seconds * _PATIENCE
    answer = trips_of_file(written, seconds, seed, lambda: bool(seconds) and process_time() > end)
    respond(None, as_json, trips_page.trips_page, trips_page.trips_data, answer)
