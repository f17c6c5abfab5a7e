"""Journal files wherever they lie: in another copy of the casebook, on a stick, under the names that copying gives.

Two programs that copy the same file call one of them "conflicted copy", "sync-conflict", "(1)" or ".part". Which case
and which device a file is of stands in its name all the same, and the seal proves it: a file opens under no other.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from followup.errors import FollowupError, Missing
from followup.messages import say
from followup.vault import files
from followup.vault.envelope import DataKey
from followup.vault.journal_format import Record, case_of, opened_blob, records_of

_NAMED = re.compile(r"([a-z0-9][a-z0-9-]{0,63}\.[0-9a-f]{16})(?![0-9a-f])")


class Candidate(NamedTuple):
    """A file named like a copy of one of a journal, and which files it may be a copy of, the likeliest first."""

    path: str
    names: list[str]

    @property
    def case_id(self) -> str:
        """The journal that it is most likely of."""
        return case_of(self.names[0])


def search(folder: str) -> list[Candidate]:
    """Every file in ``folder`` and below that is named like one of a journal; Missing if there is none."""
    if not files.exists(folder):
        raise Missing(say("There is no such folder."), say("Name the folder that holds the other copy."))
    paths = list(files.below(folder))
    found = candidates(paths)
    if not found and any(path.endswith(".age") for path in paths):
        raise Missing(
            say("The folder holds backups, and no files of a casebook."),
            say("Put back what a backup holds: followup restore FILE"),
        )
    if not found:
        raise Missing(
            say("The folder holds no files of a casebook."),
            say("Name the folder that holds the other copy: the one with vault.json, or its folder cases."),
        )
    return found


def candidates(paths: Iterable[str]) -> list[Candidate]:
    """Those of ``paths`` that are named like a file of a journal."""
    return [Candidate(path, names) for path in paths if (names := _names_in(path))]


def opened_copy(copy: Candidate, key: DataKey) -> tuple[str, list[Record]]:
    """The journal's file that this is a copy of, under whose name it opens, and what is in it; else what is wrong."""
    problem: FollowupError | None = None
    for file in copy.names:
        try:
            return file, records_of(opened_blob(files.read(copy.path), file, key), file)
        except FileNotFoundError:
            continue
        except FollowupError as error:
            problem = problem or error
    raise problem or Missing(say("A file went away while it was read."), say("Do it once more."))


def _names_in(path: str) -> list[str]:
    """The names of journal files that a file's name holds, the first one most likely."""
    return [f"{name}.case" for name in _NAMED.findall(files.name_of(path).lower())]
