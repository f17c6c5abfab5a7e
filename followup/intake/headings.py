"""Which field a heading stands for: by its words, by what it stands under, and with care by a slip of the pen."""

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from followup.case.pseudonym import is_one_slip
from followup.intake.fields import ImportFields
from followup.intake.heading_words import folded_heading, heading_parts


class Certainty(Enum):
    """How sure it is what a column holds."""

    SURE = "sure"
    LIKELY = "likely"
    UNKNOWN = "unknown"


class HeadingMatch(NamedTuple):
    """The field that a heading stands for; an empty key where none is known."""

    key: str = ""
    certainty: Certainty = Certainty.UNKNOWN


NO_MATCH = HeadingMatch()


def match_heading(heading: str, fields: ImportFields) -> HeadingMatch:
    """The field of a heading: certain where all of its words say so, likely where it is a slip of a name, else none.

    ``Contact / Phone`` is the phone of her contact, ``Name (ឈ្មោះ)`` a name; ``Mother / Phone`` is none, because what
    stands before it is not known and may change everything.
    """
    return _certain(heading, fields) or _slip(heading, fields) or NO_MATCH


def is_known_heading(heading: str, fields: ImportFields) -> bool:
    """Whether it is certain what a heading stands for."""
    return _certain(heading, fields) is not None


def _certain(heading: str, fields: ImportFields) -> HeadingMatch | None:
    keys = fields.named(folded_heading(heading)) or _by_parts(heading_parts(heading), fields)
    return HeadingMatch(keys[0], Certainty.SURE) if len(keys) == 1 else None


def _by_parts(parts: tuple[str, ...], fields: ImportFields) -> tuple[str, ...]:
    telling = tuple(part for part in parts if part not in fields.neutral) or parts
    if len(telling) == 1:
        return fields.named(telling[0])
    within = {key for found in _in_contexts(telling, fields) for key in found}
    if within:
        return tuple(within)
    return _all_the_same(fields.named(part) for part in telling)


def _in_contexts(parts: tuple[str, ...], fields: ImportFields) -> Iterable[tuple[str, ...]]:
    """For each context that a part names: what the other parts mean in it."""
    for context in fields.contexts:
        others = [part for part in parts if part not in context.words]
        if others and len(others) < len(parts):
            yield _all_the_same((context.names[part],) if part in context.names else () for part in others)


def _all_the_same(found: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The one key that every part of a heading is a name of."""
    every = list(found)
    keys = {key for one in every for key in one}
    return tuple(keys) if len(keys) == 1 and all(every) else ()


def _slip(heading: str, fields: ImportFields) -> HeadingMatch | None:
    """The one field of which a heading is a slip: one letter of one word is wrong, and every other word is the same.

    A heading of several parts is none, and neither is one in Khmer, where a word more is not seen.
    """
    parts = [part for part in heading_parts(heading) if part not in fields.neutral]
    if len(parts) != 1 or not parts[0].isascii():
        return None
    keys = {field.key for field in fields.fields if field.is_read for name in field.names if _differ(parts[0], name)}
    return HeadingMatch(keys.pop(), Certainty.LIKELY) if len(keys) == 1 else None


def _differ(heading: str, name: str) -> bool:
    """Whether two headings differ by a slip in one long word."""
    words = [*zip(heading.split(), name.split(), strict=False)]
    other = [pair for pair in words if pair[0] != pair[1]]
    same_length = len(heading.split()) == len(name.split())
    return same_length and len(other) == 1 and min(map(len, other[0])) >= _SHORTEST_SLIP and is_one_slip(*other[0])


_SHORTEST_SLIP = 5
"""Letters that a word has at least which may be a slip: of shorter ones too many are alike."""
