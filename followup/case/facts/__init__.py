"""The kinds of fact: the only things ever stored.

A fact is frozen and validated at construction: an impossible one cannot exist. What a kind is called in a record is a
contract; fields are added with defaults, never renamed.

The kinds live in modules by noun, imported when first asked for: most commands need few of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from followup.case.facts.base import (
    MODULE_OF_KIND,
    Body,
    Fact,
    Withdrawn,
    body_class,
    effective,
    from_record,
    to_record,
)

if TYPE_CHECKING:
    from followup.case.facts.flags import FlagCleared, Flagged, FlagReviewed
    from followup.case.facts.graduate import Amended, Arranged, Assessed, HandedOver, Identified, Opened, Placed
    from followup.case.facts.lessons import LessonAnswered, LessonApplied, LessonChecked, LessonProposed
    from followup.case.facts.office import Configured, OfficeClosed, OnLeave, PolicyMade
    from followup.case.facts.outcomes import MilestoneReached
    from followup.case.facts.plans import Planned
    from followup.case.facts.promises import Promised, PromiseSettled
    from followup.case.facts.publications import Published
    from followup.case.facts.schedule_changes import Extended, Moved, Paused, Reopened, Tapered
    from followup.case.facts.visits import (
        Attempted,
        CalendarEntry,
        CalendarEntryStatus,
        Ended,
        HandedOut,
        Visited,
        WellbeingScore,
    )

__all__ = [
    "MODULE_OF_KIND",
    "Amended",
    "Arranged",
    "Assessed",
    "Attempted",
    "Body",
    "CalendarEntry",
    "CalendarEntryStatus",
    "Configured",
    "Ended",
    "Extended",
    "Fact",
    "FlagCleared",
    "FlagReviewed",
    "Flagged",
    "HandedOut",
    "HandedOver",
    "Identified",
    "LessonAnswered",
    "LessonApplied",
    "LessonChecked",
    "LessonProposed",
    "MilestoneReached",
    "Moved",
    "OfficeClosed",
    "OnLeave",
    "Opened",
    "Paused",
    "Placed",
    "Planned",
    "PolicyMade",
    "PromiseSettled",
    "Promised",
    "Published",
    "Reopened",
    "Tapered",
    "Visited",
    "WellbeingScore",
    "Withdrawn",
    "body_class",
    "effective",
    "from_record",
    "to_record",
]

_MODULE_OF_CLASS = {
    "Amended": "graduate",
    "Arranged": "graduate",
    "Assessed": "graduate",
    "Attempted": "visits",
    "Configured": "office",
    "Ended": "visits",
    "CalendarEntry": "visits",
    "CalendarEntryStatus": "visits",
    "Extended": "schedule_changes",
    "FlagCleared": "flags",
    "FlagReviewed": "flags",
    "Flagged": "flags",
    "HandedOut": "visits",
    "HandedOver": "graduate",
    "Identified": "graduate",
    "LessonAnswered": "lessons",
    "LessonApplied": "lessons",
    "LessonChecked": "lessons",
    "LessonProposed": "lessons",
    "MilestoneReached": "outcomes",
    "Moved": "schedule_changes",
    "OfficeClosed": "office",
    "OnLeave": "office",
    "Opened": "graduate",
    "Paused": "schedule_changes",
    "Placed": "graduate",
    "Planned": "plans",
    "PolicyMade": "office",
    "PromiseSettled": "promises",
    "Promised": "promises",
    "Published": "publications",
    "Reopened": "schedule_changes",
    "WellbeingScore": "visits",
    "Tapered": "schedule_changes",
    "Visited": "visits",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF_CLASS:
        raise AttributeError(name)
    found = getattr(import_module(f"{__name__}.{_MODULE_OF_CLASS[name]}"), name)
    globals()[name] = found
    return found
