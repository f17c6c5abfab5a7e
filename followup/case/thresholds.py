"""Thresholds as data: where rules begin to speak, read from shipped text into exact numbers."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, TypeVar

from followup.errors import Invalid
from followup.messages import say
from followup.values import Value, defaults

Limits = TypeVar("Limits", bound=Value)
"""A record whose fields have defaults that are all whole numbers or fractions."""


def read_thresholds(kind: type[Limits], mapping: Mapping[str, Any]) -> Limits:
    """A ``kind`` from text values like ``"1/3"`` or ``"50"``, defaults for those left out.

    Invalid for a name that ``kind`` has not, a value that is no number of its sort, or one below zero.
    """
    sorts = {name: type(default) for name, default in defaults(kind).items()}
    try:
        read = {key: _number(sorts[key], value) for key, value in mapping.items()}
    except (KeyError, ValueError, ZeroDivisionError) as error:
        raise Invalid(
            say("The thresholds that come with the program cannot be read."), say("Install followup again.")
        ) from error
    return kind(**read)


def _number(sort: type, value: Any) -> int | Fraction:
    if not isinstance(value, str):
        raise ValueError("a number is written as text")
    number: int | Fraction = int(value) if sort is int else Fraction(value)
    if number < 0:
        raise ValueError("below zero")
    return number
