"""Records to plain JSON values and back, exactly.

Supported types, with what they are written as:

- str, int, bool, None as they are; Decimal, date, datetime and StrEnum as text;
- a record as an object, ``{"n": 3}``. A field that holds its default is left out, so that records stay small and old
  ones stay readable; a class with ``writes_defaults: ClassVar[bool] = True`` writes all of them. A field made with
  ``field(name="held")`` has that key instead of its name; what a class reckons itself is written as its ``reckoned``
  says, a key each, and not read;
- a NamedTuple, or a record made with ``array_like=True``, as a list of its fields in order;
  ``tuple[X, ...]``, ``tuple[X, Y]`` and ``list[X]`` as a list; ``set[X]`` as a sorted one;
- ``dict[K, V]`` and ``Mapping[K, V]`` as an object, where K is written as text;
- ``X | Y | None`` as what the value is; it is read as None, or as the first that takes it, in the order written;
- a class with ``to_plain`` and ``from_plain`` as these say: ``Quarter(2026, 3)`` as ``"2026Q3"``.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from msgspec import convert

from followup.errors import FollowupError
from followup.values import NODEFAULT, Struct, defaults

Json = Any
JsonReader = Callable[[Json], Any]


_PLAIN = frozenset({str, int, bool, NoneType})


def to_json(value: Any) -> Json:
    """``value`` as JSON can hold it."""
    kind: Any = type(value)
    return _writer(kind)(value)


@cache
def _writer(kind: type) -> Callable[[Any], Json]:
    """What writes the values of a class."""
    if issubclass(kind, StrEnum):
        return lambda value: value.value
    if issubclass(kind, date):
        return kind.isoformat
    if issubclass(kind, Decimal):
        return str
    if hasattr(kind, "to_plain"):
        return lambda value: value.to_plain()
    if issubclass(kind, (tuple, list)):
        return lambda value: list(map(to_json, value))
    if issubclass(kind, (set, frozenset)):
        return lambda value: sorted(map(to_json, value))
    if issubclass(kind, Mapping):
        return lambda value: {to_json(name): to_json(item) for name, item in value.items()}
    return _struct_writer(kind) if issubclass(kind, Struct) else lambda value: value


def _struct_writer(kind: type[Struct]) -> Callable[[Any], Json]:
    if kind.__struct_config__.array_like:
        return lambda value: [to_json(getattr(value, name)) for name in kind.__struct_fields__]
    written = _written(kind)

    def write(value: Struct) -> Json:
        said: dict[str, Json] = {}
        for key, name, default in written:
            held = getattr(value, name)
            if held is not default and (default is _EVERY or held != default):
                of: Any = type(held)
                said[key] = held if of in _PLAIN else _writer(of)(held)
        return said

    return write


_EVERY = object()
"""Stands for the default of a field that is written whatever it holds."""


def _written(kind: type[Struct]) -> tuple[tuple[str, str, Any], ...]:
    """What is written of a record: the key, the name, and what it holds where it is left out."""
    every, reckoned = getattr(kind, "writes_defaults", False), getattr(kind, "reckoned", {})
    fields = zip(kind.__struct_encode_fields__, defaults(kind).items(), strict=True)
    told = [(key, name, _EVERY if every or default is NODEFAULT else default) for key, (name, default) in fields]
    return (*told, *((key, name, _EVERY) for key, name in reckoned.items()))


def from_json(kind: Any, value: Json) -> Any:
    """The value of type ``kind`` that `to_json` turned into ``value``; ValueError or TypeError if it cannot be one."""
    return _reader(kind)(value)


@cache
def _reader(kind: Any) -> JsonReader:
    """What reads values of a type: msgspec, but for what a class reads itself, unions, and all that may hold these."""
    if hasattr(kind, "from_plain"):
        return kind.from_plain  # type: ignore[no-any-return]
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _union(parts)
    if origin is tuple and parts[-1] is Ellipsis:
        read_item = _reader(parts[0])
        return lambda value: tuple(map(read_item, convert(value, list)))
    if origin in (dict, Mapping):
        return _mapping(*parts)
    if hasattr(kind, "_fields"):
        return _row(kind)
    if isinstance(kind, type) and issubclass(kind, Struct) and not kind.__struct_config__.array_like:
        return _record(kind)
    return lambda value: convert(value, kind)


def _union(parts: tuple[Any, ...]) -> JsonReader:
    arms = [_reader(part) for part in sorted(parts, key=lambda part: part is not NoneType)]

    def read(value: Json) -> Any:
        for arm in arms:
            try:
                return arm(value)
            except (KeyError, TypeError, ValueError, FollowupError):
                continue
        raise TypeError("a value of none of the types expected")

    return read


def _mapping(name: Any, item: Any) -> JsonReader:
    read_name, read_item = _reader(name), _reader(item)
    return lambda value: {read_name(key): read_item(held) for key, held in convert(value, dict).items()}


def _row(kind: Any) -> JsonReader:
    """A reader of a NamedTuple, a list of its fields; those with defaults may be missing at its end."""
    hints = get_type_hints(kind)
    readers = [_reader(hints[name]) for name in kind._fields]
    least = len(readers) - len(kind._field_defaults)

    def read(value: Json) -> Any:
        if not least <= len(convert(value, list)) <= len(readers):
            raise TypeError("a list of another length expected")
        return kind(*(reader(item) for reader, item in zip(readers, value, strict=False)))

    return read


def _record(kind: type[Struct]) -> JsonReader:
    hints = get_type_hints(kind)
    names = zip(kind.__struct_encode_fields__, kind.__struct_fields__, strict=True)
    readers = {key: (name, _reader(hints[name])) for key, name in names}
    reckoned = getattr(kind, "reckoned", {}).keys()

    def read(value: Json) -> Any:
        unknown = convert(value, dict).keys() - readers.keys() - reckoned
        if unknown:
            raise TypeError(f"{kind.__name__} has no {len(unknown)} of these fields")
        said = ((readers[key], item) for key, item in value.items() if key not in reckoned)
        return kind(**{name: reader(item) for (name, reader), item in said})

    return read
