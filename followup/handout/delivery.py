"""Files put on the disk where they were asked for: each whole or not at all, and none over what somebody else made."""

import os
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Final

from followup.errors import DiskFailure, Refused
from followup.handout.contentlines import PRODID
from followup.handout.surfaces import Handout
from followup.messages import say

_UNFINISHED: Final = (".calendar-", ".part")
"""How the name of a file begins and ends that is being written; what lies there later was left by an export killed."""
PRINT_MARK: Final = "followup print"
"""The keyword in every print, by which the program knows its own."""
_HEAD_BYTES = 200
"""Within how many bytes a calendar names the program that wrote it."""
_AT_ONCE: Final = 1 << 16
"""So many bytes of a file are compared at once."""


def chosen_folder_names(folder: Path) -> set[str]:
    """The names in a folder's path that are checked: below the user's home, of folders not there yet, and the last.

    What lies above, such as the home itself or the name of a disk, is not the user's choice here. A relative path
    counts whole. Links are followed, and count as well.
    """
    names, home = set() if folder.is_absolute() else set(folder.parts), _home()
    for path in (folder.absolute(), folder.resolve()):
        above = (part for part in path.parents if home in part.parents or not part.exists())
        names |= {part.name for part in (path, *above) if part != home}
    return names


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:  # nobody's: a service, or a user that the system does not know
        return None


def check_replaceable(handouts: Iterable[Handout], folder: Path) -> None:
    """Refused if one of the files would take the place of something that this program did not write."""
    with disk_failures():
        for handout in handouts:
            path = _path_of(handout, folder)
            if path.exists() and not (path.is_file() and _may_replace(path, handout)):
                raise Refused(
                    say("{file} was not written: something else of that name is there already.", file=handout.name),
                    say("Move it away, or choose another folder; nothing was written."),
                )


def _may_replace(path: Path, handout: Handout) -> bool:
    """Whether a file is empty or ours: a calendar or a print says so, anything else begins with the same line."""
    if not path.stat().st_size:
        return True
    if handout.name.lower().endswith(".ics"):
        return _is_ours(path)
    if handout.name.lower().endswith((".pdf", ".html")):
        return PRINT_MARK.encode() in path.read_bytes()
    with path.open("rb") as before, BytesIO(handout.content) as now:
        return before.readline().rstrip(b"\n") == now.readline().rstrip(b"\n")


def _is_ours(calendar: Path) -> bool:
    with calendar.open("rb") as file:
        return f"PRODID:{PRODID}\r\n".encode() in file.read(_HEAD_BYTES)


def is_there(path: Path, data: bytes) -> bool:
    """Whether a file holds these bytes already; of a large one a piece is looked at after the other."""
    if not path.is_file() or path.stat().st_size != len(data):
        return False
    with path.open("rb") as file:
        return all(file.read(_AT_ONCE) == data[at : at + _AT_ONCE] for at in range(0, len(data), _AT_ONCE))


def calendars_of_ours(folder: Path) -> tuple[Path, ...]:
    """The calendar files in a folder that this program wrote, in the order of their names."""
    with disk_failures():
        found = sorted(folder.glob("*.ics")) if folder.is_dir() else []
        return tuple(path for path in found if path.is_file() and _is_ours(path))


def put_in_folder(handouts: Sequence[Handout], folder: Path) -> tuple[Path, ...]:
    """Write the files, readable by their owner only, and return those that changed; the others stay untouched."""
    with disk_failures():
        for place in {_path_of(handout, folder).parent for handout in handouts}:
            _make_folder(place)
            _clear_unfinished(place)
        paths = ((_path_of(handout, folder), handout.content) for handout in handouts)
        return tuple(path for path, data in paths if _replaced(path, data))


@contextmanager
def disk_failures() -> Iterator[None]:
    """DiskFailure for whatever the disk refuses."""
    try:
        yield
    except OSError as error:
        raise DiskFailure(
            say("A file could not be written."), say("Check the folder and the space on the disk, then try again.")
        ) from error


def _path_of(handout: Handout, folder: Path) -> Path:
    return folder / handout.folder / handout.name


def _make_folder(folder: Path) -> None:
    for part in reversed((folder, *folder.parents)):
        if not part.exists():
            part.mkdir(mode=0o700, exist_ok=True)


def _clear_unfinished(folder: Path) -> None:
    """Take away what exports that were killed have left."""
    begin, end = map(re.escape, _UNFINISHED)
    for path in folder.iterdir():
        if re.fullmatch(rf"{begin}\w{{8}}{end}", path.name):
            path.unlink(missing_ok=True)


def _replaced(path: Path, data: bytes) -> bool:
    """Put ``data`` at ``path`` whole or not at all; False if it is there already."""
    if not path.is_symlink() and is_there(path, data):
        return False
    begin, end = _UNFINISHED
    temporary = path.with_name(f"{begin}{os.urandom(4).hex()}{end}")
    file = open(temporary, "xb", opener=_opened_for_its_owner)  # noqa: SIM115
    try:
        with file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _put_in_place(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return True


def _opened_for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _put_in_place(temporary: Path, path: Path, tries: int = 5) -> None:
    for _ in range(tries - 1):
        try:
            temporary.replace(path)
            return
        except PermissionError:
            time.sleep(0.1)  # On Windows a virus scanner or a preview may hold the old file for a moment.
    temporary.replace(path)
