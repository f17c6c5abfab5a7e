"""Drafts: half-filled forms, sealed, so that an interrupted one can be taken up again.

A draft is no fact: it is replaced at every answer, and removed once what it held is written down.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from followup.errors import Damaged, FollowupError, Invalid
from followup.messages import say
from followup.vault import files
from followup.vault.envelope import DataKey, Kind, OtherKey, open_sealed, seal

FOLDER = "drafts"

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_FILE = re.compile(r"([a-z0-9][a-z0-9-]{0,63})\.draft")


class SavedForms:
    """All drafts of one vault. ``lock`` is the vault's; reading needs none."""

    def __init__(self, home: str, key: DataKey, lock: files.Lock) -> None:
        self._folder = files.inside(home, FOLDER)
        self._key = key
        self._lock = lock

    def keep(self, name: str, content: Any) -> None:
        """Put ``content`` (JSON) in place of the draft called ``name``; when this returns it survives a power cut."""
        blob = seal(json.dumps(content).encode(), self._key, Kind.SAVED_FORM, (_named(name),))
        with self._lock.held():
            if not files.exists(self._folder):  # a vault made before there were drafts
                files.make_private(self._folder)
            files.save(self._path(name), blob)

    def of(self, name: str) -> Any | None:
        """The draft called ``name``, or None; Damaged if it is not what was kept."""
        path = self._path(_named(name))
        file = files.name_of(path)
        try:
            return json.loads(open_sealed(files.read(path), self._key, Kind.SAVED_FORM, (name,), file).content)
        except FileNotFoundError:
            return None
        except OtherKey:
            raise
        except (Damaged, ValueError) as error:
            raise Damaged(
                say("{file} is damaged: a form that was not finished cannot be taken up again.", file=file),
                say("No entry is lost. Remove the file from the folder drafts, or begin the form again."),
            ) from error

    def drop(self, name: str) -> None:
        """Remove the draft called ``name``, if there is one."""
        with self._lock.held():
            files.remove(self._path(_named(name)))

    def names(self) -> tuple[str, ...]:
        """The names of all drafts, in the order of their files."""
        found = sorted(files.names_if_there(self._folder))
        return tuple(match[1] for match in map(_FILE.fullmatch, found) if match)

    def problems(self) -> Iterator[FollowupError]:
        """Every draft that cannot be read."""
        for name in self.names():
            try:
                self.of(name)
            except FollowupError as problem:
                yield problem

    def _path(self, name: str) -> str:
        return files.inside(self._folder, f"{name}.draft")


def _named(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise Invalid(say("A draft's name is up to 64 small letters, digits and hyphens."))
    return name
