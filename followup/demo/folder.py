"""The folder a demo writes into: marked as one, so that only what a demo wrote is ever deleted."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from followup.errors import DiskFailure, Refused
from followup.messages import say

MARKER = "made-by-followup-demo.txt"
VAULT_FOLDER, CALENDAR_FOLDER = "vault", "calendar"

_VAULT_ID = re.compile(r"vault ([0-9a-f]{8,64})")
_WRITTEN = re.compile(
    r"vault/(?:vault\.json|device\.json|journals\.list|lock|cases/[0-9a-z-]+\.[0-9a-f]{16}\.case|registers/[a-z0-9-]+\.reg"
    r"|revisions/[0-9a-f]{2}\.rev|drafts/[0-9a-z-]+\.draft|spare/[0-9a-z.-]+\.spare|aside/.+|(?:\w+/)?\..+\.tmp)"
    r"|calendar/(?:one-by-one/)?(?:calendar(?:-[0-9a-f]{6,32})?(?:-\d+)?\.ics|\..+\.part)"
)
"""The files that a demo, and the commands tried on it, write."""


def prepare(folder: Path, *, force: bool = False) -> None:
    """Make the folder and mark it; with ``force`` an earlier demo in it is deleted. Refused if anything else is there.

    DiskFailure if nothing can be written there.
    """
    try:
        if folder.exists() and not folder.is_dir():
            raise Refused(say("There is a file where the demo's folder should be."), _elsewhere())
        if folder.is_dir() and any(folder.iterdir()):
            _refuse_unless_demo(folder, force=force)
            _delete(folder)
        folder.mkdir(parents=True, exist_ok=True)
        _write_marker(folder, say("not made yet"))
    except OSError as error:
        raise _disk() from error


def mark(folder: Path) -> None:
    """Note which vault the demo made: no other is ever deleted."""
    try:
        _write_marker(folder, f"vault {_vault_id(folder)}")
    except OSError as error:
        raise _disk() from error


def clear(folder: Path) -> None:
    """Take away what an unfinished demo left, as far as it can be."""
    with suppress(OSError):
        _delete(folder)
        (folder / MARKER).unlink(missing_ok=True)
        folder.rmdir()


def foreign_files(folder: Path) -> list[Path]:
    """The files in the demo's own folders that no demo wrote; links are among them, wherever they lead."""
    return [path for path in _inside(folder) if not _ours(path, folder)]


def _refuse_unless_demo(folder: Path, *, force: bool) -> None:
    marker = folder / MARKER
    if not marker.is_file() or marker.is_symlink():
        raise Refused(say("The folder is not empty, and no demo made it."), _elsewhere())
    if not force:
        raise Refused(
            say("There is a demo in this folder already."),
            say("Name another folder, or make it again with --force: what was tried in it is then gone."),
        )
    if foreign_files(folder) or not _same_vault(folder):
        raise Refused(say("The folder holds files that no demo wrote; nothing was deleted."), _elsewhere())


def _same_vault(folder: Path) -> bool:
    """Whether the vault in the folder is the one the demo made; one without a case is nobody's yet."""
    noted = _VAULT_ID.search((folder / MARKER).read_text("utf-8", "replace"))
    found = _vault_id(folder)
    if not noted:
        cases = folder / VAULT_FOLDER / "cases"
        return not cases.is_dir() or not any(cases.iterdir())
    return found in ("", noted[1])


def _vault_id(folder: Path) -> str:
    try:
        return str(json.loads((folder / VAULT_FOLDER / "vault.json").read_text("utf-8"))["vault"])
    except FileNotFoundError:
        return ""
    except (ValueError, KeyError, TypeError):
        return "?"


def _write_marker(folder: Path, last: str) -> None:
    first = say("Made by followup demo. Everybody in it is invented; put nobody real into it.")
    (folder / MARKER).write_text(f"{first}\n{last}\n", encoding="utf-8")


def _inside(folder: Path) -> Iterator[Path]:
    """Everything in the demo's own folders, what is inside before what holds it."""
    for part in (CALENDAR_FOLDER, VAULT_FOLDER):
        yield from _below(folder / part)


def _below(path: Path) -> Iterator[Path]:
    if path.is_dir() and not path.is_symlink():
        for inner in sorted(path.iterdir()):
            yield from _below(inner)
    if path.exists() or path.is_symlink():
        yield path


def _ours(path: Path, folder: Path) -> bool:
    if path.is_symlink():
        return False
    return path.is_dir() or _WRITTEN.fullmatch(path.relative_to(folder).as_posix()) is not None


def _delete(folder: Path) -> None:
    """Delete what a demo wrote, and nothing else; the mark stays until the end."""
    for path in _inside(folder):
        if path.is_dir() and not path.is_symlink():
            with suppress(OSError):  # somebody's own file may still be in it
                path.rmdir()
        elif _ours(path, folder):
            path.unlink()


def _elsewhere() -> str:
    return say("Name another folder: followup demo DIR")


def _disk() -> DiskFailure:
    return DiskFailure(
        say("The demo's folder could not be written."),
        say("Check that the disk is not full, or name a folder you may write in: followup demo DIR"),
    )
