"""Under which name a file can be put, so that it takes no other's place."""

from dataclasses import replace
from pathlib import Path, PurePath

from followup.handout.delivery import disk_failures
from followup.handout.surfaces import Handout


def unused_name(handout: Handout, folder: Path) -> Handout:
    """The file under its name, or with the first number behind it under which nothing else lies there.

    One that lies there as it is now stays: an export given again makes no second file.
    """
    name = PurePath(handout.name)
    names = (handout.name, *(f"{name.stem}-{number}{name.suffix}" for number in range(2, 1000)))
    with disk_failures():
        free = next((one for one in names if _is_free(folder / one, handout.data)), names[-1])
    return replace(handout, name=free)


def _is_free(path: Path, data: bytes) -> bool:
    return not path.exists() or (path.is_file() and path.read_bytes() == data)
