"""Frozen dataclasses to plain JSON values and back, exactly.

Supported types, with what they are written as:

- str, int, bool, None as they are; Decimal, date, datetime and StrEnum as text;
- a dataclass as an object, ``{"n": 3}``. A field that holds its default is left out, so that records stay small and
  old ones stay readable; a class with ``writes_defaults: ClassVar[bool] = True`` writes all of them. A field made with
  ``key("held")`` has that key instead of its name; one that the class reckons itself (``init=False``) is only written;
- a NamedTuple, or a dataclass with ``as_list: ClassVar[bool] = True``, as a list of its fields in order;
  ``tuple[X, ...]``, ``tuple[X, Y]`` and ``list[X]`` as a list; ``set[X]`` as a sorted one;
- ``dict[K, V]`` and ``Mapping[K, V]`` as an object, where K is written as text;
- ``X | Y | None`` as what the value is; it is read as the first of them, in the order written, that takes it;
- a class with ``to_plain`` and ``from_plain`` as these say: ``Quarter(2026, 3)`` as ``"2026Q3"``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from followup.errors import FollowupError

Json = Any
JsonReader = Callable[[Json], Any]


def key(name: str, **options: Any) -> Any:
    """A field of a dataclass whose key in JSON is not its name; ``options`` are those of `dataclasses.field`."""
    return field(metadata={"key": name}, **options)


def to_json(value: Any) -> Json:
    """``value`` as JSON can hold it."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if hasattr(value, "to_plain"):
        return value.to_plain()
    if isinstance(value, (tuple, list)):
        return [to_json(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(map(to_json, value))
    if isinstance(value, Mapping):
        return {to_json(name): to_json(item) for name, item in value.items()}
    return _object(value) if is_dataclass(value) else value


def _object(value: Any) -> Json:
    if getattr(value, "as_list", False):
        return [to_json(getattr(value, item.name)) for item in fields(value)]
    every = getattr(value, "writes_defaults", False)
    said = ((item, getattr(value, item.name)) for item in fields(value))
    return {_key(item): to_json(held) for item, held in said if every or held != _default(item)}


def _key(item: Field[Any]) -> str:
    return str(item.metadata.get("key", item.name))


def _default(item: Field[Any]) -> Any:
    return item.default_factory() if item.default_factory is not MISSING else item.default


def from_json(kind: Any, value: Json) -> Any:
    """The value of type ``kind`` that `to_json` turned into ``value``; ValueError or TypeError if it cannot be one."""
    return _reader(kind)(value)


@cache
def _reader(kind: Any) -> JsonReader:
    if hasattr(kind, "from_plain"):
        return kind.from_plain  # type: ignore[no-any-return]
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _union(parts)
    if origin is tuple and parts[-1] is not Ellipsis:
        return _row(tuple, parts, len(parts))
    if origin in (tuple, list, set, frozenset):
        return _items(origin, parts[0])
    if origin in (dict, Mapping):
        return _mapping(*parts)
    return _plain_class(kind)


def _plain_class(kind: Any) -> JsonReader:
    if hasattr(kind, "_fields"):
        return _fields(kind, kind._fields, len(kind._fields) - len(kind._field_defaults))
    if is_dataclass(kind) and getattr(kind, "as_list", False):
        needed = [item for item in fields(kind) if item.default is MISSING and item.default_factory is MISSING]
        return _fields(kind, [item.name for item in fields(kind)], len(needed))
    if is_dataclass(kind):
        return _dataclass(kind)  # type: ignore[arg-type]
    if kind in (date, datetime):
        return _instant(kind)
    if kind is Decimal:
        return _decimal
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind
    if kind in (str, int, bool, NoneType):
        return _exactly(kind)
    raise TypeError(f"no codec for {kind}")


def _fields(kind: Any, names: Iterable[str], least: int) -> JsonReader:
    """A reader of a class that is written as a list of its fields."""
    hints = get_type_hints(kind)
    return _row(lambda read: kind(*read), tuple(hints[name] for name in names), least)


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


def _union(parts: tuple[Any, ...]) -> JsonReader:
    arms = [_reader(part) for part in parts if part is not NoneType]
    if len(arms) < len(parts):
        inner = arms[0] if len(arms) == 1 else _first_of(arms)
        return lambda value: None if value is None else inner(value)
    return _first_of(arms)


def _first_of(arms: list[JsonReader]) -> JsonReader:
    def read(value: Json) -> Any:
        for arm in arms:
            try:
                return arm(value)
            except (KeyError, TypeError, ValueError, FollowupError):
                continue
        raise TypeError("a value of none of the types expected")

    return read


def _items(build: Callable[[Any], Any], part: Any) -> JsonReader:
    read_item = _reader(part)
    return lambda value: build(map(read_item, _list(value)))


def _row(build: Callable[[Any], Any], parts: tuple[Any, ...], least: int) -> JsonReader:
    """A reader of a list with a type for each place; those after the first ``least`` may be missing at its end."""
    readers = [_reader(part) for part in parts]

    def read(value: Json) -> Any:
        if not least <= len(_list(value)) <= len(readers):
            raise TypeError("a list of another length expected")
        return build(reader(item) for reader, item in zip(readers, value, strict=False))

    return read


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise TypeError("a list expected")
    return value


def _mapping(name: Any, item: Any) -> JsonReader:
    read_name, read_item = _reader(name), _reader(item)
    return lambda value: {read_name(key): read_item(held) for key, held in _dict(value).items()}


def _dataclass(kind: type) -> JsonReader:
    hints = get_type_hints(kind)
    readers = {_key(item): (item.name, _reader(hints[item.name])) for item in fields(kind)}
    reckoned = {_key(item) for item in fields(kind) if not item.init}

    def read(value: Json) -> Any:
        unknown = _dict(value).keys() - readers.keys()
        if unknown:
            raise TypeError(f"{kind.__name__} has no {len(unknown)} of these fields")
        said = ((readers[key], item) for key, item in value.items() if key not in reckoned)
        return kind(**{name: reader(item) for (name, reader), item in said})

    return read


def _dict(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise TypeError("an object expected")
    return value
