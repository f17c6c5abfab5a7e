"""What people type on the command line, turned into values. A refusal never repeats what was typed."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from followup.case.forms.dates import WEEKDAYS, parse_date, parse_date_range, parse_pause, parse_weekdays, plain_digits
from followup.errors import FollowupError, Invalid
from followup.messages import say

__all__ = [
    "WEEKDAYS",
    "parse_date",
    "parse_date_range",
    "parse_each",
    "parse_frozen",
    "parse_instant",
    "parse_number",
    "parse_optional_day",
    "parse_pause",
    "parse_weekdays",
]

_TIME = re.compile(r":|[0-9]t[0-9]", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,9}")

Value = TypeVar("Value")


def parse_optional_day(option: str, typed: str, today: date) -> date | None:
    """The day given with an option, None if none was; a refusal says which option it is about."""
    with naming_option(option):
        return parse_date(typed, today) if typed else None


def parse_frozen(texts: Iterable[str], today: date) -> dict[int, date]:
    """Each K=DATE as the fixed date of visit K; raises Invalid if a visit is given twice."""
    frozen: dict[int, date] = {}
    for text in texts:
        number, equals, day = text.partition("=")
        if not equals:
            raise Invalid(say("A fixed date names the visit and the day."), say("Write it like this: 5=2026-07-31"))
        k = parse_number(number, 1)
        if k in frozen:
            raise Invalid(say("Two fixed dates are given for one visit."), say("Give each visit once."))
        frozen[k] = parse_date(day, today)
    return frozen


def parse_instant(text: str, today: date, zone: str) -> datetime:
    """The end of a day where the office is, or a date and time with its distance from UTC, as an instant in UTC."""
    from followup.handout.calendar import zone_named

    try:
        at = datetime.fromisoformat(plain_digits(text).upper()) if _TIME.search(text) else None
    except ValueError:
        raise Invalid(say("That is not a date and a time."), _instant_hint()) from None
    if at is None:
        next_day = parse_date(text, today) + timedelta(days=1)
        return datetime.combine(next_day, time.min, zone_named(zone)).astimezone(UTC) - timedelta(microseconds=1)
    if at.tzinfo is None:
        raise Invalid(say("A time must say how far it is from UTC."), _instant_hint())
    return at.astimezone(UTC)


def _instant_hint() -> str:
    return say("Write a day, such as 2026-10-20, or 2026-10-20T17:00+07:00.")


def parse_number(text: str, least: int = 0, most: int = 999_999_999) -> int:
    """A whole number from ``least`` to ``most``, in Western or Khmer digits."""
    typed = plain_digits(text)
    number = int(typed) if _NUMBER.fullmatch(typed) else -1
    if not least <= number <= most:
        raise Invalid(
            say("That number cannot be used."),
            say("Use a whole number from {least} to {most}.", least=least, most=most),
        )
    return number


@contextmanager
def naming_option(option: str) -> Iterator[None]:
    """Say which option a refusal is about."""
    try:
        yield
    except FollowupError as error:
        raise type(error)(f"{option}: {error.what}", error.hint) from None


def parse_each(option: str, texts: Iterable[str], parse: Callable[[str], Value]) -> tuple[Value, ...]:
    """Every value of an option that may be given more than once."""
    with naming_option(option):
        return tuple(parse(text) for text in texts)
