"""What is wrong with an entry of a file of many."""

from followup.errors import ExitCode, FollowupError
from followup.values import Value


class RowProblem(Value):
    """What is wrong with an entry: its number from 1, the place, the sentence, or whom she looks ``alike``."""

    row: int
    where: str
    what: str
    alike: tuple[str, ...] = ()

    @property
    def looks_alike(self) -> bool:
        """Whether she may stand already."""
        return bool(self.alike)


def why_refused(error: FollowupError) -> str:
    """What is wrong with one entry of many; a locked casebook or a full disk is not its fault, and is raised again."""
    if error.code >= ExitCode.LOCKED:
        raise error
    return f"{error.what} {error.hint}".strip()
