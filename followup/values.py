"""Values: a few named fields that do not change, cheap to define and to make.

They are msgspec structs. To define a frozen dataclass takes more than a millisecond, ten times as long, and a command
needs a hundred; to make one takes five times as long. How they become JSON stands in `case.codec`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, dataclass_transform

from msgspec import NODEFAULT as NODEFAULT
from msgspec import Struct as Struct
from msgspec import field as field
from msgspec import structs
from msgspec.structs import asdict as asdict
from msgspec.structs import force_setattr as force_setattr
from msgspec.structs import replace as replace


def unseen(value: Struct) -> str:
    """What is shown of a value that holds a secret: of which kind it is."""
    return f"{type(value).__name__}()"


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Value(Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A value of named fields that does not change."""


class ListedValue(Value, array_like=True):
    """A value that is kept as a list of its fields, in their order: shorter than with their names."""


class CheckedValue(Value):
    """A value that cannot be impossible: it is refused when it is made, but for what this program wrote itself."""

    def __post_init__(self) -> None:
        if not _reading_own:
            self.check_fields()
            self.check()

    def check_fields(self) -> None:
        """What is checked of each field by itself."""

    def check(self) -> None:
        """Raises Invalid, which says what is wrong."""


_reading_own = False


@contextmanager
def reading_own() -> Iterator[None]:
    """What is made meanwhile comes from a sealed file, into which only what was checked is written: not checked again.

    Types and names of fields are looked at all the same.
    """
    global _reading_own
    before, _reading_own = _reading_own, True
    try:
        yield
    finally:
        _reading_own = before


class MutableValue(Struct):
    """A value of named fields that is filled step by step."""


@cache
def defaults(kind: type[Struct]) -> Mapping[str, Any]:
    """The fields of a value with what each holds where nothing was said; NODEFAULT for those that must be said."""
    return {one.name: _default(one) for one in structs.fields(kind)}


def _default(one: structs.FieldInfo) -> Any:
    return one.default if one.default_factory is NODEFAULT else one.default_factory()
