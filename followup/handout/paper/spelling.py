"""Sentences of a print in each of its languages, with figures and days filled in."""

from collections.abc import Callable

from followup.handout.paper.catalogue import Language, Spelling, words

Filled = str | int | Callable[[Language], str]
"""What a sentence is filled in with: the same in every language, or made for each."""


def spelled(language: Language, section: str, key: str, /, **fields: Filled) -> list[Spelling]:
    """One text of a print in each of its languages, filled in: ``[{"lang": "km", "text": ...}, ...]``."""
    return [_filled(one, fields) for one in words(language, section)[key]]


def _filled(one: Spelling, fields: dict[str, Filled]) -> Spelling:
    in_language = Language(one["lang"])
    values = {name: value(in_language) if callable(value) else value for name, value in fields.items()}
    return {"lang": one["lang"], "text": one["text"].format(**values)}
