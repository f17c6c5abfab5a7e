"""What ``visit list --json`` printed, given back to ``visit record --from``: its visits and tries as rows of a file."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from followup.casebook import Casebook
from followup.services.given_back import uncovered
from followup.services.guarded_names import masker
from followup.services.schedules import list_visits
from followup_cli.visits.form_answers import visit_form_data

INFORMATION = ("due", "fills", "when_due", "number")
"""The keys of what is shown that follow from other entries: nothing can be changed by them."""
_ATTEMPT_KEYS = ("reason", "safe", "note")


def rows_of(book: Casebook, entries: Iterable[Any]) -> list[Any]:
    """The rows of a file: as they are, or those that a list of visits holds, with every covered name put back."""
    return [row for entry in entries for row in (_rows_shown(book, entry) if _is_shown(entry) else [entry])]


def _is_shown(entry: Any) -> bool:
    return isinstance(entry, Mapping) and set(entry) == {"code", "visits", "attempts"}


def _rows_shown(book: Casebook, shown: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    given = _without_covers(book, shown)
    for visit in given["visits"]:
        yield {"code": shown["code"]} | {key: value for key, value in visit.items() if key not in INFORMATION}
    for attempt in given["attempts"]:
        told = {key: attempt[key] for key in _ATTEMPT_KEYS if key in attempt}
        others = {key: value for key, value in attempt.items() if key not in (*INFORMATION, *_ATTEMPT_KEYS)}
        yield {"code": shown["code"], "attempt": told} | others


def _without_covers(book: Casebook, shown: Mapping[str, Any]) -> Any:
    """What was shown, with what is written down in the place of every covered text."""
    case, listed = list_visits(book, shown["code"])
    known = {
        "visits": [visit_form_data(one.visit) for one in listed],
        "attempts": [{"note": attempt.said.note} for attempt in case.attempts],
    }
    return uncovered({key: shown[key] for key in known}, known, masker(book, names=False))
