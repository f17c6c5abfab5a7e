"""The file of a caseload, as JSON."""

import json
from pathlib import Path
from typing import Any

from followup.errors import DiskFailure, Invalid, Missing
from followup.messages import say
from followup.schedule.trips.caseload import TripCaseload
from followup.schedule.trips.caseload_form import caseload_from_mapping

_MOST_BYTES = 20_000_000


def read_caseload(path: Path) -> TripCaseload:
    """The caseload in a file; raises Missing, Invalid or DiskFailure."""
    return caseload_from_mapping(_read(path))


def _read(path: Path) -> Any:
    try:
        if not path.is_file():
            raise Missing(say("There is no such file of a caseload."), say("Check the name and the folder."))
        if path.stat().st_size > _MOST_BYTES:
            raise Invalid(say("The file of the caseload is far too large."), _how_to_write())
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise DiskFailure(say("The file of the caseload cannot be read."), say("Check its permissions.")) from None
    except (ValueError, RecursionError):
        raise Invalid(say("The file of the caseload is not well-formed JSON."), _how_to_write()) from None


def _how_to_write() -> str:
    return say("What it holds is described in the reference under: followup schedule trips.")
