"""A caseload as it is written in a JSON file, read into values; every problem is collected with its place."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from followup.case.date_ranges import DateRange
from followup.case.forms.reading import (
    FormKey,
    FormReader,
    FormReading,
    a_day,
    a_weekday,
    figure,
    format_problems,
    from_value,
    record,
    rows,
    short_text,
    whole,
    yes_or_no,
)
from followup.errors import Invalid
from followup.messages import say
from followup.schedule.months import due_ordinals
from followup.schedule.policy import MOST_DAYS, MOST_VISITS
from followup.schedule.trips.caseload import HOUR, TripCaseload, TripDistrict, TripGraduate, TripRules

_LONGEST_NAME = 60
_MOST_VISITS_A_DAY = 100
BESIDE = ("id", "reference")
"""Keys of a file that say what it is and what was measured on it; no plan is made from them."""


def caseload_from_mapping(written: Any) -> TripCaseload:
    """The caseload of a file; raises Invalid, which lists every problem."""
    reading = FormReading(name=say("caseload"))
    if isinstance(written, Mapping):
        written = {key: value for key, value in written.items() if key not in BESIDE}
    try:
        caseload: TripCaseload | None = _CASELOAD(reading, "", written)
    except Invalid as error:
        reading.note(reading.name, error)
        caseload = None
    if caseload is None or reading.problems:
        raise Invalid(
            say("The caseload cannot be read:") + "\n" + format_problems(reading.problems), say("Correct the file.")
        )
    return caseload


def _name(written: Any) -> str:
    name = short_text(_LONGEST_NAME)(written)
    if not name.strip():
        raise Invalid(say("This is missing."))
    return name


def _hours(most: int) -> FormReader:
    def read(reading: FormReading, where: str, written: Any) -> int:
        return int(Decimal(figure(2, most)(reading, where, written)) * HOUR)

    return read


def _two_days(reading: FormReading, where: str, written: Any) -> DateRange:
    """A range as a list of its two days, both included."""
    if not isinstance(written, list) or len(written) != 2:
        raise Invalid(say("Two days are needed here: the first and the last."))
    return DateRange(a_day(reading, where, written[0]), a_day(reading, where, written[1]))


def _as(kind: Callable[[Any], Any], read: FormReader) -> FormReader:
    return lambda reading, where, written: kind(read(reading, where, written))


def _fixed(reading: FormReading, where: str, written: Any) -> dict[int, date]:
    """Dates that stand, by the number of the visit: ``{"3": "2026-05-04"}``."""
    if not isinstance(written, Mapping):
        raise Invalid(say("Numbers of visits with their dates are needed here."))
    number = whole(MOST_VISITS, 1)
    return {number(reading, where, k): a_day(reading, where, day) for k, day in written.items()}


def _graduate(returned: date, others: Mapping[str, Any], visits: int) -> TripGraduate:
    """A graduate who came home on a day, from which so many visits are due, the same day of each month."""
    dues = due_ordinals(returned, ((months, 0) for months in range(1, visits + 1)))
    return TripGraduate(dues=tuple(map(date.fromordinal, dues)), last=returned, last_due=returned, **others)


def _caseload(
    policy: tuple[int, TripRules] | None,
    districts: tuple[TripDistrict, ...],
    graduates: tuple[Callable[[int], TripGraduate], ...],
    holidays: tuple[date, ...] = (),
    leave: tuple[date, ...] = (),
) -> TripCaseload | None:
    if policy is None or None in districts or None in graduates:
        return None
    visits, rules = policy
    people = tuple(graduate(visits) for graduate in graduates)
    return TripCaseload(rules, districts, people, frozenset((*holidays, *leave)))


_NAME = from_value(_name)
_POLICY = record(
    lambda visits, **rules: (visits, TripRules(**rules)),
    {
        "visits": FormKey(whole(MOST_VISITS, 1), required=True),
        "window": FormKey(whole(MOST_DAYS), required=True),
        "min_gap": FormKey(whole(MOST_DAYS), required=True),
        "max_gap": FormKey(whole(MOST_DAYS), required=True),
        "first_min_gap": FormKey(whole(MOST_DAYS), required=True),
        "hours_a_day": FormKey(_hours(24), required=True),
        "hours_a_visit": FormKey(_hours(24), required=True),
        "fallback": FormKey(whole(MOST_DAYS)),
    },
)
_DISTRICT = record(
    TripDistrict,
    {
        "id": FormKey(_NAME, required=True),
        "travel_hours": FormKey(_hours(24), required=True),
        "visits_a_day": FormKey(whole(_MOST_VISITS_A_DAY, 1), required=True),
        "overnight": FormKey(from_value(yes_or_no), required=True),
        "worker": FormKey(_NAME, required=True),
        "closed": FormKey(rows(_two_days)),
    },
)
_GRADUATE = record(
    lambda returned, **others: partial(_graduate, returned, others),
    {
        "id": FormKey(_NAME, required=True),
        "district": FormKey(_NAME, required=True),
        "return": FormKey(a_day, required=True),
        "safe": FormKey(_as(frozenset, rows(a_weekday))),
        "avoid": FormKey(rows(_two_days)),
        "fixed": FormKey(_fixed),
    },
    {"return": "returned"},
)
_CASELOAD = record(
    _caseload,
    {
        "policy": FormKey(_POLICY, required=True),
        "districts": FormKey(rows(_DISTRICT), required=True),
        "graduates": FormKey(rows(_GRADUATE), required=True),
        "holidays": FormKey(rows(a_day)),
        "leave": FormKey(rows(a_day)),
    },
)
