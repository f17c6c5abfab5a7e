"""The latest day and instant at which this laptop wrote an entry: what tells that its clock has gone back since.

It is kept sealed beside the registers, and like them derived: losing it costs a warning, never a fact.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

from msgspec import MsgspecError
from msgspec.json import decode, encode

from followup.case.facts import Fact
from followup.errors import Damaged, DiskFailure
from followup.store import is_case
from followup.values import Value
from followup.vault import files
from followup.vault.envelope import DataKey, Kind, open_sealed, seal
from followup.vault.register import FOLDER

NAME = "latest-entry.reg"
PATIENCE = timedelta(minutes=10)
"""Clocks are set by so much now and then; and what is kept is not written anew for less."""


class LatestEntry(Value):
    """The latest day that an entry is true of, and the latest instant at which one was written."""

    on: date
    at: datetime

    def is_after(self, today: date, now: datetime) -> bool:
        """Whether an entry was written later than it is now by the laptop's clock."""
        return self.on > today or self.at > now + PATIENCE

    def day_after(self, today: date) -> date:
        """The day to tell of: what it is true of, if that lies after today, or else the day it was written on."""
        return self.on if self.on > today else self.at.astimezone().date()


def latest_day(case_id: str, facts: Sequence[Fact]) -> date:
    """The latest day that entries of a case are true of; what the office decides may be true of a day to come."""
    return max(fact.on for fact in facts) if is_case(case_id) else date.min


class LatestEntryFile:
    """Where the latest entry of one vault is kept. Whoever notes one holds the vault's lock."""

    def __init__(self, home: str, key: DataKey) -> None:
        self._path = files.inside(home, FOLDER, NAME)
        self._key = key
        self._noted: LatestEntry | None = None
        """What is kept, as far as it is known since the lock was taken."""

    def forget(self) -> None:
        """The lock was taken: somebody else may have noted a later one."""
        self._noted = None

    def read(self) -> LatestEntry | None:
        """What is kept; None if there is nothing, or it cannot be read."""
        try:
            content = open_sealed(files.read(self._path), self._key, Kind.REGISTER, (NAME,), NAME).content
            on, at = decode(content)
            return LatestEntry(date.fromisoformat(on), datetime.fromisoformat(at))
        except (FileNotFoundError, Damaged, DiskFailure, MsgspecError, ValueError, TypeError):
            return None

    def note(self, on: date, now: datetime) -> None:
        """An entry true of a day is written now. What was later stays: a clock that went back is told of until then."""
        known, at = self._noted or self.read(), now.astimezone(UTC)
        self._noted = known
        if known and known.on >= on and known.at + PATIENCE >= at:
            return
        self.set(LatestEntry(max(on, known.on), max(at, known.at)) if known else LatestEntry(on, at))

    def set(self, latest: LatestEntry) -> None:
        """Keep this from now on; on a failing disk what was kept stays."""
        self._noted = latest
        content = encode([latest.on.isoformat(), latest.at.isoformat()])
        with suppress(DiskFailure):
            files.save(self._path, seal(content, self._key, Kind.REGISTER, (NAME,), level=1), durable=False)
