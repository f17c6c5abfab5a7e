"""The format of a journal's file: its name, and the TinyDB tables sealed in it.

Both reading and writing a journal rest on it. It knows TinyDB's layout, not TinyDB, so that reading stays light.
"""

import os
import re
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from msgspec import MsgspecError, Struct
from msgspec.json import Decoder, decode, encode

from followup.case.facts import StoredFact
from followup.errors import Damaged, Invalid
from followup.messages import say
from followup.vault import files
from followup.vault.envelope import FORMAT, DataKey, Kind, UnsealedFile, open_sealed, restore_hint

_Found = TypeVar("_Found")

TABLE = "facts"

Record = dict[str, Any]
Tables = dict[str, dict[str, Record]]
"""TinyDB's layout: table name -> document number -> document. The numbers are never used as an identity."""

MIGRATIONS: dict[int, Callable[[Tables], Tables]] = {}
"""From format n to n + 1, by n. An old file of each stays in tests/vault/fixtures."""

_FILE = re.compile(r"([a-z0-9][a-z0-9-]{0,63})\.([0-9a-f]{16})\.case")
_NAMES = re.compile(rf"(?:(?<![^/]){_FILE.pattern}/)++")
"""Names of journals' files one after the other, each with a sign at its end that no name has."""
_CASE = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def file_name(case_id: str, device: str) -> str:
    """The file in which ``device`` keeps what it wrote of a case."""
    return f"{case_id}.{device}.case"


def case_and_device(file: str) -> tuple[str, str] | None:
    """The case and the device that a file's name says; None if it is no journal's name."""
    match = _FILE.fullmatch(file)
    return (match[1], match[2]) if match else None


def case_of(file: str) -> str:
    """The case that a journal's file is of."""
    return file.partition(".")[0]


def readable(found: dict[str, _Found]) -> dict[str, _Found]:
    """What was found in a folder, under names as UTF-8 can hold them: what is no UTF-8 stands there in figures."""
    if "".join(found).isascii():
        return found
    return {os.fsencode(name).decode("utf-8", "backslashreplace"): seen for name, seen in found.items()}


def other_names(names: Iterable[str]) -> list[str]:
    """Those names in a folder that are no journal's."""
    return _NAMES.sub("", "".join([f"{name}/" for name in names])).split("/")[:-1]


def checked_case_id(case_id: str) -> str:
    """``case_id`` if it can be a file's name; Invalid otherwise."""
    if not _CASE.fullmatch(case_id):
        raise Invalid(say("A case's id is up to 64 small letters, digits and hyphens."))
    return case_id


def opened_file(folder: str, file: str, key: DataKey) -> UnsealedFile:
    """A journal's file, unsealed; FileNotFoundError if there is none, Damaged if it cannot be trusted."""
    return opened_blob(files.read(files.inside(folder, file)), file, key)


def opened_blob(blob: bytes, file: str, key: DataKey) -> UnsealedFile:
    """The content of a journal's file that stands somewhere else, as a spare copy does, unsealed under its name."""
    case_device = case_and_device(file)
    assert case_device is not None
    return open_sealed(blob, key, Kind.JOURNAL, case_device, file)


class _StoredTables(Struct):
    facts: dict[str, StoredFact]


_READER = Decoder(_StoredTables)


def stored_facts(opened: UnsealedFile, file: str) -> list[StoredFact]:
    """What is in a journal's file, in the order in which it was put there; for who only reads."""
    content = opened.content if opened.format == FORMAT else encode(tables_of(opened, file))
    try:
        return list(_READER.decode(content).facts.values())
    except MsgspecError as error:
        raise _unreadable(file) from error


def records_of(opened: UnsealedFile, file: str) -> list[Record]:
    """The records in a journal's file, in the order in which they were put there."""
    return list(tables_of(opened, file)[TABLE].values())


def ids_of(records: Iterable[Record]) -> list[str]:
    """The ids of the facts in records."""
    return [str(record.get("id")) for record in records]


def code_in(records: Iterable[Record]) -> str:
    """The code that a case was opened under, if its beginning is among the records."""
    bodies = (record.get("body") for record in records if record.get("kind") == "opened")
    return next((str(body.get("code", "")) for body in bodies if isinstance(body, dict)), "")


def tables_of(opened: UnsealedFile, file: str) -> Tables:
    """TinyDB's tables in a journal's file, brought up to today's format; the one reader of that layout."""
    try:
        tables = decode(opened.content)
        for old in range(opened.format, FORMAT):
            tables = MIGRATIONS[old](tables)
        if not all(isinstance(record, dict) for record in tables[TABLE].values()):
            raise TypeError
    except (MsgspecError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable(file) from error
    typed: Tables = tables
    return typed


def _unreadable(file: str) -> Damaged:
    return Damaged(say("{file} holds no journal that this version can read.", file=file), restore_hint())
