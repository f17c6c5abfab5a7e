"""A note written in the person's own editor, in a file that is only in memory and is wiped afterwards.

Where the system has no folder in memory (Windows, macOS), no editor is opened: a file on the disk could be found again.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from followup.messages import say
from followup_cli.terminal.notes import print_note

_WITHOUT_TRACES = {
    "vi": ("-n", "-i", "NONE"),
    "vim": ("-n", "-i", "NONE", "--cmd", "set nobackup noundofile"),
    "nvim": ("-n", "-i", "NONE", "--cmd", "set nobackup noundofile"),
}
"""What an editor is told so that it keeps nothing of the text elsewhere."""


def edit_in_memory(text: str) -> str | None:
    """``text`` as it stands once the editor is closed; None, and said why, where it could not be opened."""
    folder, editor = memory_folder(), _editor()
    if folder is None:
        print_note(say("This system has no folder that is only in memory: type or paste the note here."))
        return None
    if editor is None:
        print_note(say("No editor was found: set EDITOR to the name of yours."))
        return None
    private = Path(tempfile.mkdtemp(dir=folder))
    try:
        return _edited(editor, private / "note.txt", text)
    except (OSError, UnicodeError):
        print_note(say("The editor could not be opened, or did not end well: what you typed is as it was."))
        return None
    finally:
        wipe(private)


def _edited(editor: list[str], file: Path, text: str) -> str:
    file.write_text(text, encoding="utf-8")
    if subprocess.run([*editor, str(file)], check=False).returncode:
        raise OSError
    return file.read_text(encoding="utf-8").rstrip("\n")


def memory_folder() -> Path | None:
    """A folder whose files are only in memory."""
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    in_memory = {fields[1] for line in mounts if len(fields := line.split()) > 2 and fields[2] in ("tmpfs", "ramfs")}
    wanted = (os.environ.get("XDG_RUNTIME_DIR", ""), "/dev/shm")
    return next((Path(one) for one in wanted if one in in_memory and os.access(one, os.W_OK)), None)


def _editor() -> list[str] | None:
    """The person's editor and what it is told, or one that is there."""
    import shlex

    said = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")
    found = next((one for one in (said[:1] or ["nano", "vim", "vi"]) if shutil.which(one)), None)
    return [found, *said[1:], *_WITHOUT_TRACES.get(Path(found).name, ())] if found else None


def wipe(folder: Path) -> None:
    """Overwrite every file in a folder, the editor's own too, and delete it."""
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink():
            try:
                with file.open("r+b") as out:
                    out.write(bytes(file.stat().st_size))
            except OSError:
                continue
    shutil.rmtree(folder, ignore_errors=True)
