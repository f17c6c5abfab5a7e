"""Under which name a file can be put, so that it takes no other's place."""

from pathlib import Path, PurePath
from typing import Final

from followup.errors import Refused
from followup.handout.delivery import disk_failures, is_there
from followup.handout.surfaces import Handout
from followup.messages import say
from followup.values import replace

FOLDER: Final = Path("exports")
"""Where exports go if nothing else is said."""


def unused_name(handout: Handout, folder: Path) -> Handout:
    """The file under its name, or with the first number behind it under which nothing else lies there.

    One that lies there as it is now stays: an export given again makes no second file.
    """
    stem, dot, kind = handout.name.partition(".")
    names = (handout.name, *(f"{stem}-{number}{dot}{kind}" for number in range(2, 1000)))
    with disk_failures():
        free = next((one for one in names if not (folder / one).exists() or is_there(folder / one, handout.data)), "")
    if not free:
        raise Refused(say("There are too many exports in that folder."), say("Delete those no longer needed."))
    own = {PurePath(free).stem} if PurePath(handout.name).stem in handout.fixed else set()
    return replace(handout, name=free, fixed=handout.fixed | own)
