"""Districts as the office knows them: how far each is, how many visits a day has room for, and when it is closed."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from followup.case.date_ranges import DateRange
from followup.case.distance import USUAL, Distance
from followup.case.known_words import folded_word

if TYPE_CHECKING:
    from followup.case.facts import DistrictClosed, DistrictOpened, DistrictSet

_DAY = timedelta(days=1)

DistrictKey = tuple[str, str]
"""A province and a district, folded, so that capitals and accents make no other place of it."""


class District(NamedTuple):
    """A district; ``travel_hours`` are there and back, in hundredths. One that nobody set counts as mid."""

    province: str
    name: str
    distance: Distance = Distance.MID
    travel_hours: int = USUAL[Distance.MID].travel_hours
    visits_a_day: int = USUAL[Distance.MID].visits_a_day
    is_set: bool = False
    closed: tuple[DateRange, ...] = ()

    @property
    def overnight(self) -> bool:
        """Whether it takes the day before as well, for the way there."""
        return self.distance is Distance.OVERNIGHT

    def after(self, body: "DistrictSet") -> "District":
        """The district as it is set by a fact; a distance said anew begins with what is usual there."""
        district = self._replace(province=body.province, name=body.district, is_set=True)
        if body.distance:
            hours, visits = USUAL[body.distance]
            district = district._replace(distance=body.distance, travel_hours=hours, visits_a_day=visits)
        if body.travel_hours is not None:
            district = district._replace(travel_hours=body.travel_hours)
        return district._replace(visits_a_day=body.visits_a_day) if body.visits_a_day else district


Closures = MappingProxyType[DistrictKey, tuple[DateRange, ...]]


def district_key(province: str, district: str) -> DistrictKey:
    """How a district is looked up."""
    return folded_word(province), folded_word(district)


def with_district(
    districts: MappingProxyType[DistrictKey, District], body: "DistrictSet"
) -> MappingProxyType[DistrictKey, District]:
    """The districts after one was set."""
    key = district_key(body.province, body.district)
    before = districts.get(key) or District(body.province, body.district)
    return MappingProxyType({**districts, key: before.after(body)})


def with_closure(closures: Closures, body: "DistrictClosed | DistrictOpened") -> Closures:
    """The closed days of each district after one was closed, or opened again on some of them."""
    key = district_key(body.province, body.district)
    others = tuple(_without(closures.get(key, ()), body.days))
    closed = sorted((*others, body.days), key=DateRange.ordinals) if body.kind == "district_closed" else others
    return MappingProxyType({**closures, key: tuple(closed)})


def closed_days(closures: Closures, province: str, district: str) -> tuple[DateRange, ...]:
    """When a district is closed; where a province is not known, the days of each district of the name count."""
    wanted, name = district_key(province, district)
    found = closures.get((wanted, name), ())
    if wanted or not name:
        return found
    return tuple(days for (_, one), spans in closures.items() if one == name for days in spans)


def _without(spans: Iterable[DateRange], days: DateRange) -> Iterator[DateRange]:
    """The ranges without these days; one that lies around them becomes two."""
    for span in spans:
        if span.first < days.first:
            yield DateRange(span.first, min(span.last, days.first - _DAY))
        if span.last > days.last:
            yield DateRange(max(span.first, days.last + _DAY), span.last)
