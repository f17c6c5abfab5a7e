"""What the office knows of a district: how far it is, and on which days nobody can go there."""

from typing import Annotated

from followup.case.date_ranges import DateRange
from followup.case.distance import Distance
from followup.case.facts.base import Body
from followup.case.fields import Private, one_line, whole_number
from followup.errors import Invalid
from followup.messages import say

_DISTRICT = one_line("The district", needed="Say which district.")
_TRAVEL = whole_number(
    0, 800, "The way there and back takes 0 to 8 hours.", "A district further away needs a night: --distance overnight"
)
_VISITS = whole_number(1, 100, "A day has room for 1 to 100 visits.")


class DistrictSet(Body):
    """How far a district is; what is None stays as it was, or is as usual at the ``distance`` said here.

    ``travel_hours`` are there and back, in hundredths of an hour.
    """

    province: Annotated[str, one_line()]
    district: Annotated[str, _DISTRICT]
    distance: Distance | None = None
    travel_hours: Annotated[int | None, _TRAVEL] = None
    visits_a_day: Annotated[int | None, _VISITS] = None

    def check(self) -> None:
        """A night takes the day before for the way, so there are no hours."""
        if self.distance is Distance.OVERNIGHT and self.travel_hours:
            raise no_hours_with_a_night()

    def sentence(self) -> str:
        """Which district, and what was set."""
        said = (
            self.distance.label if self.distance else "",
            say("hours there and back: {h}", h=f"{self.travel_hours / 100:g}") if self.travel_hours is not None else "",
            say("visits a day: {n}", n=self.visits_a_day) if self.visits_a_day else "",
        )
        what = "; ".join(filter(None, said))
        return say("District {place}: {what}.", place=place_said(self.province, self.district), what=what)


class DistrictClosed(Body):
    """Nobody can go to a district on these days, such as in the rains."""

    province: Annotated[str, one_line()]
    district: Annotated[str, _DISTRICT]
    days: DateRange
    why: Annotated[Private, one_line(quoted="{text}")] = ""

    def sentence(self) -> str:
        """Which district, and when."""
        place, first, last = place_said(self.province, self.district), self.days.first, self.days.last
        return say("District {place} closed {first} to {last}.", place=place, first=first, last=last)


class DistrictOpened(Body):
    """A district that was closed can be reached on these days after all."""

    province: Annotated[str, one_line()]
    district: Annotated[str, _DISTRICT]
    days: DateRange

    def sentence(self) -> str:
        """Which district, and when."""
        place, first, last = place_said(self.province, self.district), self.days.first, self.days.last
        return say("District {place} open again {first} to {last}.", place=place, first=first, last=last)


def place_said(province: str, district: str) -> str:
    """A district with its province, where that is known."""
    return ", ".join(filter(None, (district, province)))


def no_hours_with_a_night() -> Invalid:
    """What to say where hours are given for a district that needs a night."""
    return Invalid(
        say("A district that needs a night takes the day before for the way: it has no hours."),
        say("Leave --hours out, or choose another distance."),
    )
