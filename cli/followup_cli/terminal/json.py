"""Results for programs: one versioned envelope around plain data."""

import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from operator import methodcaller

FORMAT = "followup/1"

JsonValue = None | bool | int | float | str | date | Sequence["JsonValue"] | Mapping[str, "JsonValue"]
"""What a program is told: plain values, and no `Private` text without its mask."""


def print_json(data: JsonValue) -> None:
    """Print ``data`` in the envelope, as UTF-8 JSON, keys in the order given; days and stamps in ISO 8601."""
    import json

    told = {"format": FORMAT, "data": data}
    json.dump(told, sys.stdout, ensure_ascii=False, indent=2, default=methodcaller("isoformat"))
    sys.stdout.write("\n")


def print_error_json(what: str, hint: str, code: int) -> None:
    """Print an error to stderr as one line of JSON: what is wrong, what to do next, and the exit code that it has."""
    import json

    error = {"what": what, "hint": hint, "code": int(code)}
    with suppress(OSError):  # nobody listens any more
        print(json.dumps({"format": FORMAT, "error": error}, ensure_ascii=False), file=sys.stderr)  # noqa: T201
