"""What a command showed as data, given back in a file: what was not changed in it is no change, and no name is lost.

Where names were covered when it was shown, the text itself is put back in the place of the covered one.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from followup.case.fields import MARK, Mask
from followup.errors import Invalid
from followup.messages import say


def changed_in(given: Mapping[str, Any], shown: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of a file that are other than they were shown, with their values."""
    return {key: value for key, value in given.items() if key not in shown or plain(shown[key]) != plain(value)}


def plain(value: Any) -> Any:
    """A value as it is after it was written as JSON and read again."""
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def uncovered(given: Any, known: Any, mask: Mask) -> Any:
    """``given`` with every covered text replaced by what is ``known`` there; Invalid for one that is nowhere known."""
    texts = frozenset(_texts(known))

    def put_back(one: Any, there: Any) -> Any:
        if isinstance(one, Mapping):
            inner = there if isinstance(there, Mapping) else {}
            return {key: put_back(value, inner.get(key)) for key, value in one.items()}
        if isinstance(one, list):
            beside = there if isinstance(there, list) else []
            return [put_back(value, beside[at] if at < len(beside) else None) for at, value in enumerate(one)]
        return _text(one, there) if isinstance(one, str) and MARK in one else one

    def _text(one: str, there: Any) -> str:
        if isinstance(there, str) and mask(there) == one:
            return there
        found = [text for text in texts if mask(text) == one]
        if len(found) != 1:
            raise Invalid(
                say("A name is covered in a text of the file, and the text is not known."),
                say("Have it shown with --names, or write the text anew without the mark."),
            )
        return found[0]

    return put_back(given, known)


def _texts(known: Any) -> Iterator[str]:
    if isinstance(known, str):
        yield known
    for one in known.values() if isinstance(known, Mapping) else known if isinstance(known, list) else ():
        yield from _texts(one)
