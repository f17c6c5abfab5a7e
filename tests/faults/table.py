"""What the trials came to: one line a fault."""

from collections.abc import Iterable
from dataclasses import dataclass, field

HEADINGS = ("fault", "trials", "acknowledged", "lost", "unreadable", "wrong message", "twice")


@dataclass
class Tally:
    """The trials of one fault.

    ``lost``: acknowledged entries that were not found again. ``wrong``: sentences that were not true, no sentence, a
    traceback, or a name or passphrase where none may be. ``twice``: entries written again by the command run again.
    """

    fault: str
    trials: int = 0
    acknowledged: int = 0
    lost: int = 0
    unreadable: int = 0
    wrong: int = 0
    twice: int = 0
    notes: list[str] = field(default_factory=list)
    loses_on_purpose: bool = False
    """A control: it shows that the trial would see a loss."""
    skipped: str = ""

    def note(self, what: str) -> None:
        """Keep what was found, for whoever looks into it."""
        self.notes.append(what)

    @property
    def holds(self) -> bool:
        """Whether nothing was found; of a control, whether it lost something."""
        if self.skipped:
            return True
        if self.loses_on_purpose:
            return self.lost > 0
        return not (self.lost or self.unreadable or self.wrong or self.twice)

    @property
    def row(self) -> tuple[str, ...]:
        """As the table shows it."""
        if self.skipped:
            return (self.fault, "skipped: " + self.skipped, "", "", "", "", "")
        numbers = (self.trials, self.acknowledged, self.lost, self.unreadable, self.wrong, self.twice)
        return (self.fault, *map(str, numbers))


def as_markdown(tallies: Iterable[Tally]) -> str:
    """The table, for a closing note."""
    rows = [HEADINGS, ("---", *["---:"] * 6), *(tally.row for tally in tallies)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)
