"""What this laptop remembers of its backups: where they were put, and when the last one was made.

It is sealed, because the name of a folder may tell something, and derived: losing it costs a reminder.
"""

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import MsgspecError
from msgspec.json import decode

from followup.errors import Damaged, DiskFailure
from followup.values import Value
from followup.vault import files
from followup.vault.envelope import DataKey, Kind, open_sealed, seal

NAME = "backups"


class MadeBackups(Value):
    """The folders of the last backup, the first one and those after ``--to``, and the day it was made."""

    places: tuple[Path, ...]
    on: date


def read(home: str, key: DataKey) -> MadeBackups | None:
    """What a vault remembers; None if no backup was made here, or it cannot be read."""
    try:
        content = open_sealed(files.read(files.inside(home, NAME)), key, Kind.BACKUPS, (NAME,), NAME).content
        whole = _decoded(content)
        return MadeBackups(tuple(map(Path, whole["places"])), date.fromisoformat(whole["on"]))
    except (FileNotFoundError, Damaged, DiskFailure, MsgspecError, ValueError, KeyError, TypeError):
        return None


def note(home: str, key: DataKey, made: MadeBackups) -> None:
    """Remember this from now on; on a failing disk what was remembered stays. The caller holds the vault's lock."""
    content = _encoded({"places": [str(one) for one in made.places], "on": made.on.isoformat()})
    with suppress(DiskFailure):
        files.save(files.inside(home, NAME), seal(content, key, Kind.BACKUPS, (NAME,), level=1), durable=False)


def _encoded(whole: dict[str, object]) -> bytes:
    """As JSON in ASCII: the name of a folder may be no UTF-8."""
    import json

    return json.dumps(whole).encode()


def _decoded(content: bytes) -> Any:
    with suppress(MsgspecError):
        return decode(content)
    import json

    return json.loads(content)
