"""Frozen dataclasses to plain JSON values and back, exactly.

Supported field types: str, int, bool, Decimal, date, datetime, StrEnum, frozen dataclasses, ``tuple[X, ...]`` and
``X | None``. A field that holds its default is left out, so that records stay small and old ones stay readable.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

Json = Any
JsonReader = Callable[[Json], Any]


def to_json(value: Any) -> Json:
    """``value`` as JSON can hold it."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    if is_dataclass(value):
        return {
            field.name: to_json(getattr(value, field.name))
            for field in fields(value)
            if getattr(value, field.name) != _default(field)
        }
    return value


def _default(field: Field[Any]) -> Any:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def from_json(kind: type, value: Json) -> Any:
    """The value of type ``kind`` that ``plain`` turned into ``value``; ValueError or TypeError if it cannot be one."""
    return _reader(kind)(value)


@cache
def _reader(kind: Any) -> JsonReader:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _optional(kind)
    if origin is tuple:
        return _tuple(get_args(kind)[0])
    if is_dataclass(kind):
        return _dataclass(kind)  # type: ignore[arg-type]
    if kind in (date, datetime):
        return _instant(kind)
    if kind is Decimal:
        return _decimal
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind
    if kind in (str, int, bool):
        return _exactly(kind)
    raise TypeError(f"no codec for {kind}")


def _exactly(kind: type) -> JsonReader:
    def read(value: Json) -> Any:
        if type(value) is not kind:
            raise TypeError(f"{kind.__name__} expected")
        return value

    return read


def _instant(kind: type[date]) -> JsonReader:
    def read(value: Json) -> Any:
        if not isinstance(value, str):
            raise TypeError("a date is written as text")
        return kind.fromisoformat(value)

    return read


def _decimal(value: Json) -> Decimal:
    try:
        return Decimal(value) if isinstance(value, str) else Decimal("nan or not text")
    except InvalidOperation as error:
        raise ValueError("a decimal is written as text") from error


def _optional(kind: Any) -> JsonReader:
    (inner,) = (arm for arm in get_args(kind) if arm is not NoneType)
    read_inner = _reader(inner)
    return lambda value: None if value is None else read_inner(value)


def _tuple(item: Any) -> JsonReader:
    read_item = _reader(item)

    def read(value: Json) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise TypeError("a list expected")
        return tuple(map(read_item, value))

    return read


def _dataclass(kind: type) -> JsonReader:
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    readers = {name: _reader(hints[name]) for name in names}

    def read(value: Json) -> Any:
        if not isinstance(value, dict):
            raise TypeError("an object expected")
        unknown = value.keys() - readers.keys()
        if unknown:
            raise TypeError(f"{kind.__name__} has no {len(unknown)} of these fields")
        return kind(**{name: readers[name](item) for name, item in value.items()})

    return read
