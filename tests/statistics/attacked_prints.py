"""A report as the attacker holds it: its figures by their ids, and what of them goes into a puzzle."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from followup.statistics.quarters import Quarter
from tests.statistics.puzzle import Puzzle, total

Json = Any
Behind = Mapping[str, int]
"""How many failures lie behind a reading of the curve, by its month; ``second`` for those without contact in a year."""


@dataclass(frozen=True, slots=True)
class Print:
    """One report as it was printed."""

    data: Json
    behind: Behind = field(default_factory=dict)

    @property
    def quarter(self) -> Quarter:
        """The quarter it is of."""
        return Quarter.parse(self.data["quarter"])

    def table(self, section: str, table: str) -> Json:
        """A table by its ids; one without rows where there is none."""
        for one in self.data["sections"]:
            for there in one["tables"] if one["id"] == section else ():
                if there["id"] == table:
                    return there
        return {"rows": [], "total": None, "columns": []}

    def rows(self, section: str, table: str) -> list[Json]:
        """The rows of a table."""
        return list(self.table(section, table)["rows"])

    def cell(self, section: str, table: str, row: str, column: str) -> Json:
        """A cell by its ids; None where it is not there."""
        there = self.table(section, table)
        every = [*there["rows"], *([there["total"]] if there["total"] else [])]
        return next((one["cells"].get(column) for one in every if one["id"] == row), None)

    def head(self, name: str) -> Json:
        """A figure at the top."""
        return next(head["value"] for head in self.data["heads"] if head["id"] == name)


def whole_number(value: Json) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def count_and_whole(share: Json) -> tuple[int | None, int | None]:
    """The count and the whole of a share."""
    return (share["count"], share["of"]) if isinstance(share, dict) and "of" in share else (None, None)


def know(puzzle: Puzzle, names: Iterable[object], value: Json) -> None:
    if whole_number(value) is not None:
        puzzle.know(total(names), value)
