"""Make data/followup_data/holidays/KH.json: Cambodia's public holidays as one small table.

    python scripts/make_holidays.py

Through 2029 the days are those of the ``holidays`` library, decreed replacements included. From 2030 on the library
takes its leap days from the Thai calendar, so the feasts are reckoned here by the Khmer one: the classical rules of
aharkun, avoman and bodithey for the lunar year, and of the sun's place for the New Year. The fixed days stay.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import holidays

TABLE = Path(__file__).parents[1] / "data" / "followup_data" / "holidays" / "KH.json"
FIRST_YEAR, LAST_YEAR = 2020, 2040
DECREED_THROUGH = 2026
LIBRARY_RIGHT_THROUGH = 2029
# The last year whose feasts were checked against an independent Khmer calendar.
RELIABLE_THROUGH = 2033
FIXED = ("01-01", "01-07", "03-08", "05-01", "05-14", "06-18", "09-24", "10-15", "10-29", "11-09", "12-29")

BUDDHIST_ERA = 544
JULA_ERA = 638
# 1 waxing of Migasir, the first month, of the lunar year that holds most of 1900.
LUNAR_EPOCH = date(1899, 12, 3)
# The ordinal of day 0 in the count of days of the Jula era.
JULA_EPOCH = 232742
SIGN = 30 * 60


def aharkun(year: int) -> int:
    """Days from the epoch to the New Year of ``year``, by the mean sun (292207 days in 800 years)."""
    return ((year + BUDDHIST_ERA) * 292207 + 499) // 800 + 4


def avoman(year: int) -> int:
    """The excess of the moon over the sun, in 692nds of a lunar day."""
    return (11 * aharkun(year) + 25) % 692


def bodithey(year: int) -> int:
    """The age of the moon at the New Year, in lunar days."""
    return ((11 * aharkun(year) + 25) // 692 + aharkun(year) + 29) % 30


def calls_for_month(year: int) -> bool:
    """Whether the moon's age calls for a thirteenth month."""
    here, following = bodithey(year), bodithey(year + 1)
    if (here, following) == (25, 5):
        return False
    return here >= 25 or here <= 5 or (here, following) == (24, 6)


def calls_for_day(year: int) -> bool:
    """Whether the excess calls for a thirtieth day of Jesth."""
    if 800 - ((year + BUDDHIST_ERA) * 292207 + 499) % 800 <= 207:
        return avoman(year) <= 126
    return avoman(year) <= 137 and avoman(year + 1) != 0


def has_leap_day(year: int) -> bool:
    """Whether Jesth has 30 days; a year cannot have both, so the day waits for the next year."""
    if calls_for_month(year):
        return False
    return calls_for_day(year) or (calls_for_month(year - 1) and calls_for_day(year - 1))


def months(year: int) -> list[int]:
    """The lengths of the lunar months, Migasir to Kadeuk; Asadh stands twice in a leap-month year."""
    asadh = [30, 30] if calls_for_month(year) else [30]
    return [29, 30, 29, 30, 29, 30, 30 if has_leap_day(year) else 29, *asadh, 29, 30, 29, 30]


@cache
def lunar_year(year: int) -> date:
    """1 waxing of Migasir of the lunar year that holds most of ``year``."""
    return LUNAR_EPOCH if year == 1900 else lunar_year(year - 1) + timedelta(sum(months(year - 1)))


def first_of(year: int, month: int) -> date:
    """1 waxing of a lunar month: 5 is Pisakh; -3, -2 and -1 are Photrobot, Assoch and Kadeuk."""
    return lunar_year(year) + timedelta(sum(months(year)[:month]))


def sun(year: int, days: int) -> int:
    """The sun's true place, in minutes of arc, ``days`` after the New Year before that of ``year``."""
    remainder = 800 - (292207 * (year - 1 - JULA_ERA) + 373) % 800
    signs, rest = divmod(800 * days + remainder, 24350)
    degrees, rest = divmod(rest, 811)
    mean = SIGN * signs + 60 * degrees + rest // 14 - 3
    past = (mean - 80 * 60) % (12 * SIGN)
    quadrant = past // (3 * SIGN)
    arc = (past, 6 * SIGN - past, past - 6 * SIGN, 12 * SIGN - past)[quadrant]
    step, within = divmod(arc, SIGN // 2)
    slope, base = ((35, 0), (32, 35), (27, 67), (22, 94), (13, 116), (5, 129), (0, 134))[step]
    shift = within * slope // 900 + base
    return mean - shift if past < 6 * SIGN else mean + shift


def new_year(year: int) -> date:
    """The first of the three days off: the day the sun enters Aries, two or three days before the era's New Year."""
    long_year = 800 - (292207 * (year - 1 - JULA_ERA) + 373) % 800 <= 207
    enters_early = sun(year, 363 if long_year else 362) % SIGN < 60
    turn = date.fromordinal((292207 * (year - JULA_ERA) + 373) // 800 + 1 + JULA_EPOCH)
    return turn - timedelta(3 if enters_early else 2)


def feasts(year: int) -> Iterator[date]:
    """The movable days of a year by the Khmer calendar: New Year, Visak, Ploughing, Pchum Ben, Water Festival."""
    yield from (new_year(year) + timedelta(day) for day in range(3))
    pisakh = first_of(year, 5)
    yield pisakh + timedelta(14)
    yield pisakh + timedelta(18)
    yield from (first_of(year, -2) + timedelta(day) for day in (-2, -1, 0))
    yield from (first_of(year, -1) + timedelta(day) for day in (13, 14, 15))


def days_off(year: int) -> list[str]:
    """A year's public holidays as MM-DD."""
    if year <= LIBRARY_RIGHT_THROUGH:
        return sorted(f"{day:%m-%d}" for day in holidays.country_holidays("KH", years=year))
    return sorted({*FIXED, *(f"{day:%m-%d}" for day in feasts(year))})


def table() -> dict[str, Any]:
    """The whole table, as it is shipped."""
    return {
        "country": "KH",
        "made_with": f"holidays {version('holidays')}",
        "decreed_through": DECREED_THROUGH,
        "reliable_through": RELIABLE_THROUGH,
        "years": {str(year): days_off(year) for year in range(FIRST_YEAR, LAST_YEAR + 1)},
    }


def as_text(content: dict[str, Any]) -> str:
    """The table as JSON with one year a line, so that a change is seen at a glance."""
    years = ",\n".join(f'    "{year}": {json.dumps(days)}' for year, days in content["years"].items())
    head = {key: value for key, value in content.items() if key != "years"}
    lines = ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in head.items())
    return f'{{\n{lines},\n  "years": {{\n{years}\n  }}\n}}\n'


if __name__ == "__main__":
    TABLE.write_text(as_text(table()), encoding="utf-8", newline="\n")
    print(f"{TABLE.name}: {FIRST_YEAR} to {LAST_YEAR}, decreed through {DECREED_THROUGH}")
