"""The entry of a file as the answers of a form by dotted keys, and back."""

from collections.abc import Callable, Mapping
from typing import Any

YES, NO = "yes", "no"
"""How a form keeps true and false."""


def nested(answers: Mapping[str, str]) -> dict[str, Any]:
    """Answers by dotted keys as the entry of a file: ``{"prices.0.price": "1"}`` is ``{"prices": [{"price": "1"}]}``.

    Empty answers are left out, and so are the gaps that they leave in a list.
    """
    tree: dict[str, Any] = {}
    for key, answer in answers.items():
        if answer:
            *outer, last = key.split(".")
            place = tree
            for name in outer:
                place = place.setdefault(name, {})
            place[last] = answer
    entry: dict[str, Any] = _with_lists(tree)
    return entry


def _with_lists(tree: dict[str, Any]) -> Any:
    inner = {name: _with_lists(one) if isinstance(one, dict) else one for name, one in tree.items()}
    numbered = inner and all(name.isdecimal() for name in inner)
    return [inner[name] for name in sorted(inner, key=int)] if numbered else inner


def dotted(entry: Any, outer: str = "") -> dict[str, str]:
    """The entry of a file as answers by dotted keys; the opposite of `nested`."""
    if isinstance(entry, dict | list):
        pairs = entry.items() if isinstance(entry, dict) else enumerate(entry)
        return {key: text for name, one in pairs for key, text in dotted(one, f"{outer}.{name}".lstrip(".")).items()}
    if isinstance(entry, bool):
        return {outer: YES if entry else NO}
    return {} if entry is None else {outer: str(entry)}


def first_of(field: str, split: Callable[[str], Mapping[str, str]], others: dict[str, str]) -> Callable[[str], str]:
    """A reader of the first field of a row, which notes the ``others`` that were said with it."""

    def read(typed: str) -> str:
        fields = dict(split(typed))
        first = fields.pop(field)
        others.update(fields)
        return first

    return read
