"""The kinds of fact: the only things ever stored.

A fact is frozen and validated at construction: an impossible one cannot exist. What a kind is called in a record is a
contract; fields are added with defaults, never renamed.

The kinds live in modules by noun, imported when first asked for: most commands need few of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from followup.case.facts.base import (
    KINDS,
    REPLAY_ORDER,
    Body,
    Fact,
    StoredFact,
    Withdrawn,
    body_class,
    effective,
    from_record,
    from_stored,
    to_record,
    true_by,
)

if TYPE_CHECKING:
    from followup.case.facts.accesses import *
    from followup.case.facts.consents import *
    from followup.case.facts.districts import *
    from followup.case.facts.erasure import *
    from followup.case.facts.exports import *
    from followup.case.facts.flags import *
    from followup.case.facts.graduate import *
    from followup.case.facts.household import *
    from followup.case.facts.imports import *
    from followup.case.facts.lessons import *
    from followup.case.facts.office import *
    from followup.case.facts.outcomes import *
    from followup.case.facts.plans import *
    from followup.case.facts.prints import *
    from followup.case.facts.promises import *
    from followup.case.facts.publications import *
    from followup.case.facts.referrals import *
    from followup.case.facts.returns import *
    from followup.case.facts.schedule_changes import *
    from followup.case.facts.support import *
    from followup.case.facts.trips import *
    from followup.case.facts.visits import *
    from followup.case.facts.workers import *

_PARTS = (
    "erasure.ErasedText",
    "imports.ImportedEntries",
    "trips.TripDate",
    "visits.CalendarEntry",
    "visits.CalendarEntryStatus",
    "visits.WellbeingScore",
)
"""What kinds of fact are made of."""


def __getattr__(name: str) -> Any:
    place = next((place for place in (*KINDS.values(), *_PARTS) if place.endswith(f".{name}")), None)
    if place is None:
        raise AttributeError(name)
    found = getattr(import_module(f"{__name__}.{place.partition('.')[0]}"), name)
    globals()[name] = found
    return found
