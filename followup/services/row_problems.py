"""What is wrong with an entry of a file of many."""

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
