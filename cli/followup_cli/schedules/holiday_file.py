"""The office's own list of public holidays: a JSON list of dates, or one date a line."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from followup.case.forms.dates import parse_date
from followup.errors import DiskFailure, Invalid, Missing
from followup.messages import say

_MAX_BYTES = 1_000_000


def read_holidays(path: Path) -> frozenset[date]:
    """The dates in the file; raises Missing, Invalid or DiskFailure, naming the line or entry that is wrong."""
    text = _text(path)
    entries = _from_json(text) if text.lstrip().startswith(("[", "{")) else _from_lines(text)
    return frozenset(_day(number, entry) for number, entry in entries)


def _text(path: Path) -> str:
    try:
        if not path.is_file():
            raise Missing(say("There is no such file of holidays."), say("Check the name and the folder."))
        if path.stat().st_size > _MAX_BYTES:
            raise Invalid(say("The file of holidays is far too large."), _format_hint())
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid(say("The file of holidays is not plain text in UTF-8."), say("Save it as UTF-8.")) from None
    except (OSError, ValueError):
        raise DiskFailure(say("The file of holidays cannot be read."), say("Check its permissions.")) from None


def _from_json(text: str) -> Iterator[tuple[int, str]]:
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError):
        raise Invalid(say("The file of holidays is not well-formed JSON."), _format_hint()) from None
    if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
        raise Invalid(say("The file of holidays is not a list of dates."), _format_hint())
    yield from enumerate(entries, 1)


def _from_lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield number, line


def _day(number: int, entry: str) -> date:
    if not entry.strip()[:1].isdigit():
        raise Invalid(say("Entry {number} of the file of holidays is not a date.", number=number), _format_hint())
    try:
        return parse_date(entry, date.min)
    except Invalid:
        raise Invalid(
            say("Entry {number} of the file of holidays is not a day in the calendar.", number=number), _format_hint()
        ) from None


def _format_hint() -> str:
    return say("Give a JSON list of dates, or one date a line, such as 2026-04-14.")
