"""Reading what people wrote in a file: JSON or TOML, from a path or, as JSON, from stdin.

A refusal says what is wrong and on which line where that is known, and repeats nothing of what the file holds.
"""

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from followup.errors import DiskFailure, Invalid, Missing
from followup.messages import say
from followup_cli.terminal.json import FORMAT
from followup_cli.terminal.typed import naming_option

STDIN = "-"
MAX_BYTES = 20_000_000
"""Bytes; a caseload of thousands is a tenth of that."""
LIST_KEY = "graduates"
"""Where a file holds many: ``[[graduates]]`` in TOML, or an object with this one key in JSON."""

_LINE_NUMBER = re.compile(r"line (\d+)")


def read_one_entry(path: str) -> dict[str, Any]:
    """The one entry that the file given with ``--from`` holds."""
    entries = read_entries(path)
    if len(entries) != 1 or not isinstance(entries[0], dict):
        with naming_option("--from"):
            raise Invalid(say("The file must hold one entry of keys and values."))
    entry: dict[str, Any] = entries[0]
    return entry


def read_entries(path: str, key: str = LIST_KEY) -> list[Any]:
    """The entries that the file given with ``--from`` holds, one or many; ``key`` is where a file of many has them."""
    with naming_option("--from"):
        written = _read(path)
        if isinstance(written, Mapping) and list(written) == [key]:
            written = written[key]
        entries = written if isinstance(written, list) else [written]
        if not entries or entries == [{}]:
            raise Invalid(say("The file holds no entry."))
    return entries


def _read(path: str) -> Any:
    text = _text(_bytes(path))
    if not text.strip():
        raise Invalid(say("The file is empty."))
    return _without_envelope(_from_toml(text) if _is_toml(path, text) else _from_json(text))


def _without_envelope(written: Any) -> Any:
    """What a command printed with --json is understood as it is."""
    if not isinstance(written, Mapping) or set(written) != {"format", "data"}:
        return written
    if written["format"] != FORMAT:
        raise Invalid(say("The file was made by another version of the program."), say("Use the same version."))
    return written["data"]


def _is_toml(path: str, text: str) -> bool:
    ending = "" if path == STDIN else Path(path).suffix.lower()
    return ending == ".toml" or (ending != ".json" and path != STDIN and text.lstrip()[:1] not in ("{", "["))


def _bytes(path: str) -> bytes:
    if path == STDIN:
        return _not_too_large(sys.stdin.buffer.read(MAX_BYTES + 1))
    try:
        if not Path(path).exists():
            raise Missing(say("There is no such file."), say("Check the name and the folder."))
        if Path(path).is_dir():
            raise Invalid(say("That is a folder, not a file."))
        with Path(path).open("rb") as file:
            return _not_too_large(file.read(MAX_BYTES + 1))
    except (OSError, ValueError):
        raise DiskFailure(say("The file cannot be read."), say("Check that you may open it.")) from None


def _not_too_large(data: bytes) -> bytes:
    if len(data) > MAX_BYTES:
        raise Invalid(say("The file is larger than 20 MB, which is too large."), say("Give a smaller file."))
    return data


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4]:
        raise Invalid(say("The file is written in UTF-16."), say('Save it as "UTF-8", then try again.'))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(
            say("Line {n} of the file is not plain text in UTF-8.", n=data.count(b"\n", 0, error.start) + 1),
            say('Save it as "UTF-8", then try again.'),
        ) from None


def _from_json(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_reject_duplicate_keys, parse_constant=_reject_nan)
    except json.JSONDecodeError as error:
        if not text[error.pos :].strip():
            raise Invalid(
                say("The file ends in the middle: something was cut off."), _line_hint(error.lineno)
            ) from None
        raise Invalid(say("The file is not well-formed JSON."), _line_hint(error.lineno)) from None
    except ValueError:  # a number of thousands of digits
        raise Invalid(say("A figure in the file has too many digits.")) from None
    except RecursionError:
        raise Invalid(say("The file has too many lists inside lists.")) from None


def _reject_duplicate_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entry = dict(pairs)
    if len(entry) < len(pairs):
        raise Invalid(say("A key is written twice in one entry of the file."), say("Leave one of the two out."))
    return entry


def _reject_nan(_written: str) -> NoReturn:
    raise Invalid(say("A figure in the file is not a number (NaN or Infinity)."), say("Write it in digits."))


def _from_toml(text: str) -> Any:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = _LINE_NUMBER.search(str(error).rpartition("(")[2])
        line = int(match[1]) if match else text.rstrip().count("\n") + 1
        raise Invalid(say("The file is not well-formed TOML, or a key is in it twice."), _line_hint(line)) from None
    except (ValueError, RecursionError):
        raise Invalid(say("Something in the file cannot be read.")) from None


def _line_hint(line: int) -> str:
    return say("Look at line {n}.", n=line)
