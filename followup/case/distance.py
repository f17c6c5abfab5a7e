"""How far a district is, in four words, what each usually comes to, and who shares a trip there."""

from collections.abc import Mapping
from typing import NamedTuple

from followup.case.vocabulary import Term


class Distance(Term):
    """How far a district is from the office; ``overnight`` takes the day before as well, for the way there."""

    NEAR = "near"
    MID = "mid"
    FAR = "far"
    OVERNIGHT = "overnight"


class TripsBy(Term):
    """Who goes along on one trip: everybody of a district that there is room for, or everybody of a village."""

    DISTRICT = "district"
    VILLAGE = "village"


class UsualDay(NamedTuple):
    """The way there and back in hundredths of an hour, and for how many visits a day there has room."""

    travel_hours: int
    visits_a_day: int


USUAL: Mapping[Distance, UsualDay] = {
    Distance.NEAR: UsualDay(100, 6),
    Distance.MID: UsualDay(300, 5),
    Distance.FAR: UsualDay(500, 4),
    Distance.OVERNIGHT: UsualDay(0, 5),
}
HOURS_A_DAY = 9
"""A worker's day at most: the way, and an hour for each visit."""
