"""Folders of backups: how the files are called, written and verified, and which ones are kept.

The name of a backup says when it was made and, in four random-looking signs, on which laptop, so that two laptops may
use one stick. It tells nothing of what is inside.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from nacl.bindings.crypto_generichash import generichash_blake2b_salt_personal

from followup.errors import Damaged, DiskFailure, FollowupError, Missing
from followup.messages import say
from followup.values import Value
from followup.vault import backup_file, files, keys

DAYS, WEEKS, MONTHS = 7, 4, 12
"""How many of the last days, weeks and months that have a backup keep their newest one."""
HEADER_BYTES = 1 << 17
"""More than the header of a backup has: enough to tell whose it is, without reading all of it."""

_NAME = re.compile(r"followup-(\d{4}-\d\d-\d\d)-(\d{6})-([0-9a-f]{4})\.age")


class BackupName(Value):
    """The name of a backup: the day and the time (six digits) it was made, and the sign of its laptop."""

    on: date
    time: str
    sign: str

    @property
    def file(self) -> str:
        """The file's name."""
        return f"followup-{self.on.isoformat()}-{self.time}-{self.sign}.age"


class ListedBackup(NamedTuple):
    """A backup in a folder: its name, size, and whether the key of this casebook opens it (None: of another one)."""

    path: Path
    name: BackupName
    size: int
    opens: bool | None


def parse_name(file: str) -> BackupName | None:
    """What a file's name says; None if it is no backup's."""
    match = _NAME.fullmatch(file)
    if not match:
        return None
    with suppress(ValueError):
        return BackupName(date.fromisoformat(match[1]), match[2], match[3])
    return None


def sign_of(device: str) -> str:
    """The sign of a laptop in the names of its backups; it tells nothing else about it."""
    return generichash_blake2b_salt_personal(b"", digest_size=2, key=device.encode(), person=b"followup laptop").hex()


def free_name(folders: Iterable[Path], on: date, at: datetime, device: str) -> BackupName:
    """A name for a backup of this laptop, later than those of the day that are there, whatever the clock says."""
    sign = sign_of(device)
    there = (name for folder in folders for name in _names_in(folder))
    taken = [int(name.time) + 1 for name in there if (name.on, name.sign) == (on, sign)]
    return BackupName(on, f"{max([int(f'{at:%H%M%S}'), *taken]):06}", sign)


def _names_in(folder: Path) -> list[BackupName]:
    with suppress(FileNotFoundError, NotADirectoryError, DiskFailure):
        return [name for file in files.names(str(folder)) if (name := parse_name(file))]
    return []


def write_verified(folder: Path, name: str, blob: bytes, verify: Callable[[bytes], object]) -> Path:
    """Put a backup into ``folder``: written, read back from there, verified, and only then given its name."""
    place, target = str(folder), str(folder / name)
    try:
        files.make_folder(place)
    except DiskFailure as error:
        raise _unusable() from error
    unverified = files.inside(place, f".{name}.unverified")
    try:
        files.save(unverified, blob)
        verify(files.read(unverified))
        files.move(unverified, target)
    finally:
        with suppress(FollowupError):
            files.remove(unverified)
    return Path(target)


def _unusable() -> DiskFailure:
    return DiskFailure(
        say("The folder for backups cannot be used."),
        say("Is its disk or stick connected, and may it be written to? Otherwise name another folder."),
    )


def sweep(folder: Path, device: str) -> None:
    """Remove what backups of this laptop that were stopped left half written in a folder."""
    ours = re.compile(rf"\.+followup-[0-9-]+-{sign_of(device)}\.age\..*(tmp|unverified)")
    with suppress(FollowupError, OSError):
        for name in files.names(str(folder)):
            if ours.fullmatch(name):
                files.remove(str(folder / name))


def listed(folder: Path, ring: keys.Keyring | None) -> list[ListedBackup]:
    """The backups in a folder, the newest first; Missing if there is no such folder."""
    try:
        stamps = dict(files.stamps(str(folder), files.names(str(folder))))
    except DiskFailure as error:
        raise _unusable() from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Missing(
            say("The folder of backups is not there."),
            say("Is its disk or stick connected? Otherwise name another folder."),
        ) from error
    found = [
        ListedBackup(folder / file, name, stamp[0], _opens(folder / file, ring))
        for file, stamp in stamps.items()
        if (name := parse_name(file))
    ]
    return sorted(found, key=lambda one: (one.name.on, one.name.time, one.name.sign), reverse=True)


def _opens(path: Path, ring: keys.Keyring | None) -> bool | None:
    """Whether the keys in hand open a backup; None if it is of another casebook, or cannot be read."""
    if ring is None:
        return None
    try:
        known = backup_file.keys_of(files.beginning(str(path), HEADER_BYTES), path.name)
    except (FollowupError, FileNotFoundError):
        return None
    return None if known.header.vault != ring.vault else backup_file.is_opened_by(known, ring.data)


# --- what is kept -----------------------------------------------------------------------------------------------------


def to_remove(backups: Iterable[BackupName], today: date) -> set[BackupName]:
    """The backups of one laptop that rotation takes away.

    Kept are the newest of each of the last 7 days, 4 weeks and 12 months that have one, and whatever is dated after
    today, since then a clock was wrong.
    """
    past = sorted((one for one in backups if one.on <= today), key=lambda one: (one.on, one.time), reverse=True)
    kept = {*_newest(past, DAYS, lambda day: day), *_newest(past, WEEKS, _week), *_newest(past, MONTHS, _month)}
    return set(past) - kept


def _newest(past: list[BackupName], periods: int, period: Callable[[date], object]) -> Iterator[BackupName]:
    """The newest of each of the last so many periods; ``past`` has the newest first."""
    seen: set[object] = set()
    for one in past:
        if period(one.on) not in seen and len(seen) < periods:
            seen.add(period(one.on))
            yield one


def _week(day: date) -> object:
    return day.isocalendar()[:2]


def _month(day: date) -> object:
    return day.year, day.month


def rotate(folder: Path, vault: str, device: str, today: date) -> list[Path]:
    """Take away the backups of this casebook and laptop in a folder that are kept no longer; those taken away."""
    sign, removed = sign_of(device), []
    ours = [name for name in _names_in(folder) if name.sign == sign]
    for name in sorted(to_remove(ours, today), key=lambda one: one.file):
        with suppress(Damaged, DiskFailure, FileNotFoundError):
            if (
                backup_file.keys_of(files.beginning(str(folder / name.file), HEADER_BYTES), name.file).header.vault
                == vault
            ):
                files.remove(str(folder / name.file))
                removed.append(folder / name.file)
    return removed
