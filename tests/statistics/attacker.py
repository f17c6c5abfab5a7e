"""The reader: she has every report that ever went out, and works out what they do not say.

**What she knows.** Of everybody what neighbours see: district, trade, the day she came home, the day follow-up ended
and whether it goes on again, whether the shop is open; and even which of that the office had written down on the day of
each print. Everything of `READER_KNOWS` others, whoever they are. And the
program: which words there are, how the curve is reckoned, when a table is told anew and why it was not.

**What she asks.** Of every woman, whether it is certain that she failed, of which kind and for which cause; that a flag
of a kind is open, or her risk is raised; that she is worse off in a domain; that her takings are under the plan or do
not cover her costs. It is certain where nothing else fits what is printed (`puzzle.py`). That somebody
did not fail, or has no flag, is no loss; nor is what was written down by mistake and withdrawn.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from followup.statistics.release import READER_KNOWS
from tests.statistics.attacked_prints import Print, endings_by_print
from tests.statistics.attacks_on_endings import endings_puzzle
from tests.statistics.attacks_on_states import state_puzzles
from tests.statistics.puzzle import Contradiction, Puzzle, World

Check = Callable[[str, World], bool]
"""Whether a world that fits a puzzle is one; the puzzle by what it is about."""


@dataclass(slots=True)
class Attack:
    """How much was asked, and what could be known: a sentence for each."""

    asked: int = 0
    solved: int = 0
    found: list[str] = field(default_factory=list)
    puzzles: list[Puzzle] = field(default_factory=list)

    def on(self, puzzle: Puzzle, knows: int, holds: Check) -> None:
        """Ask everything of a puzzle."""
        puzzle.holds = lambda world: holds(puzzle.about, world)
        self.puzzles.append(puzzle)
        self.asked += puzzle.questions
        try:
            self.found += map(str, puzzle.recovered(knows))
        except Contradiction as wrong:
            self.found.append(f"contradiction in {wrong}")
        self.solved += puzzle.solved


def attack(
    prints: Sequence[Print], knows: int = READER_KNOWS, holds: Check = lambda *_: True, *, refusals: bool = True
) -> Attack:
    """Everything that can be known from all that was printed; ``holds`` says whether another world prints the same.

    Without ``refusals`` nothing is concluded from what is not told.
    """
    done = Attack()
    done.on(endings_puzzle(prints, list(endings_by_print(prints)), refusals=refusals), knows, holds)
    for one in prints:
        for puzzle in state_puzzles(one, refusals=refusals):
            done.on(puzzle, knows, holds)
    return done
