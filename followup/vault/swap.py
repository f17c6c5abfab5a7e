"""Whether what is in memory may be written to this laptop's disk unencrypted: swap, as far as the system tells.

Linux names where it swaps to. What lies in memory itself (zram) or below which a layer is that encrypts (dm-crypt, also
under LVM) is well. Elsewhere the system does not tell without being asked for more than a command should.
"""

import os
import re
import sys
from collections.abc import Iterable
from enum import StrEnum

from followup.errors import FollowupError
from followup.vault import files


class Swap(StrEnum):
    """Where memory goes that is not used for a while."""

    NONE = "none"
    ENCRYPTED = "encrypted"
    PLAIN = "plain"
    UNKNOWN = "unknown"


def swap(root: str = "/") -> Swap:
    """What this system does; ``root`` is where /proc, /sys and /dev lie."""
    if sys.platform == "darwin":
        return Swap.ENCRYPTED  # always, since Mac OS X 10.7
    if sys.platform != "linux":
        return Swap.UNKNOWN
    try:
        lines = files.read(files.inside(root, "proc", "swaps")).decode(errors="replace").splitlines()[1:]
    except (OSError, FollowupError):
        return Swap.UNKNOWN
    return _worst(_where(root, *line.split()[:2]) for line in lines if line.strip())


def _worst(found: Iterable[Swap]) -> Swap:
    return max(found, key=list(Swap).index, default=Swap.NONE)


def _where(root: str, path: str, kind: str) -> Swap:
    """Of one place that is swapped to; a file lies on the device of its file system."""
    if sys.platform == "win32":
        return Swap.UNKNOWN
    path = re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), path)
    try:
        found = os.stat(files.inside(root, path.lstrip("/")))  # noqa: PTH116 - paths are text in the vault
    except OSError:
        return Swap.UNKNOWN
    number = found.st_dev if kind == "file" else found.st_rdev
    device = files.inside(root, "sys", "dev", "block", f"{os.major(number)}:{os.minor(number)}")
    return _device(os.path.realpath(device)) if files.exists(device) else Swap.UNKNOWN


def _device(folder: str) -> Swap:
    """Of a block device, as its folder in /sys describes it, or of those below it."""
    if files.name_of(folder).startswith("zram"):
        return Swap.NONE
    try:
        if files.read(files.inside(folder, "dm", "uuid")).startswith(b"CRYPT-"):
            return Swap.ENCRYPTED
        below = [os.path.realpath(files.inside(folder, "slaves", name)) for name in files.names(f"{folder}/slaves")]
    except (OSError, FollowupError):
        return Swap.PLAIN
    return _worst(map(_device, below)) if below else Swap.PLAIN
