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
    """A district; ``travel_hours`` are there and back, in hundredths. One that nobody set counts as mid.

    Nobody can go there on the days that are ``closed``, the earliest first.
    """

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

    def after(self, body: "DistrictSet | DistrictClosed | DistrictOpened") -> "District":
        """The district after a fact about it."""
        from followup.case.facts import DistrictSet

        if isinstance(body, DistrictSet):
            return self._as_set(body)
        others = _without(self.closed, body.days)
        closed = (*others, body.days) if body.kind == "district_closed" else others
        return self._replace(closed=tuple(sorted(closed, key=DateRange.ordinals)))

    def _as_set(self, body: "DistrictSet") -> "District":
        """A distance said anew begins with what is usual there."""
        distance = body.distance or self.distance
        usual = USUAL[distance] if body.distance else (self.travel_hours, self.visits_a_day)
        said = body.travel_hours, body.visits_a_day
        hours, visits = (before if now is None else now for now, before in zip(said, usual, strict=True))
        return self._replace(distance=distance, travel_hours=hours, visits_a_day=visits, is_set=True)


Districts = MappingProxyType[DistrictKey, District]


def district_key(province: str, district: str) -> DistrictKey:
    """How a district is looked up."""
    return folded_word(province), folded_word(district)


def with_district(districts: Districts, body: "DistrictSet | DistrictClosed | DistrictOpened") -> Districts:
    """The districts after a fact about one of them."""
    key = district_key(body.province, body.district)
    before = districts.get(key) or District(body.province, body.district)
    return MappingProxyType({**districts, key: before.after(body)})


def only_closures(districts: Districts) -> Districts:
    """What of the districts decides schedules: those that are closed on some day, and only when they are."""
    closed = (item for item in districts.items() if item[1].closed)
    return MappingProxyType({key: District(one.province, one.name, closed=one.closed) for key, one in closed})


def district_in(districts: Districts, province: str, district: str) -> District:
    """A district among those known. Where a province is not known, the closed days of each of the name count."""
    key = district_key(province, district)
    known = districts.get(key) or District(province, district)
    if key[0] or not key[1]:
        return known
    named = (one for (_, name), one in districts.items() if name == key[1])
    return known._replace(closed=tuple(days for one in named for days in one.closed))


def _without(spans: Iterable[DateRange], days: DateRange) -> Iterator[DateRange]:
    """The ranges without these days; one that lies around them becomes two."""
    for span in spans:
        if span.first < days.first:
            yield DateRange(span.first, min(span.last, days.first - _DAY))
        if span.last > days.last:
            yield DateRange(max(span.first, days.last + _DAY), span.last)
