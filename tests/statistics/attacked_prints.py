"""A publication as the reader holds it: its tables by their ids, and what neighbours see of everybody on its day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from followup.case.outcome_words import FailureCause, OutcomeClass, OutcomeKind
from followup.case.vocabulary import RiskLevel
from followup.schedule.months import add_months, whole_months
from followup.statistics.case_summary import CaseSummary
from followup.statistics.evidence import Learner
from followup.statistics.quarters import Quarter
from followup.statistics.released_evidence import EvidenceTellings
from followup.statistics.report_model import LastPublication

Json = Any


class Ending(NamedTuple):
    """An end of follow-up as it stands in the records on the day of a print.

    Neighbours see whose it is, the day, and whether she is back; the reader is even told whether the record was put
    right since an earlier print (``version``), but not what it says: ``how`` and ``cause``.
    """

    life: CaseSummary
    on: date
    version: int
    how: OutcomeKind
    causes: tuple[FailureCause, ...]

    @property
    def key(self) -> tuple[str, date, int]:
        """Which record it is."""
        return self.life.id, self.on, self.version

    @property
    def is_first(self) -> bool:
        """Whether it is the first end of all hers."""
        return self.life.stay == 1 and self.on == self.life.episode_ends[0].on

    @property
    def months(self) -> int:
        """Whole months from her return to it."""
        return whole_months(self.life.returned, self.on)

    @property
    def month(self) -> int:
        """The month in which it was: the 10th from nine months up to and including ten."""
        return self.months + (add_months(self.life.returned, self.months) != self.on)

    @property
    def cause(self) -> FailureCause | None:
        """The main cause of a failure."""
        return self.causes[0] if self.causes and self.how.result is OutcomeClass.FAILURE else None


@dataclass(frozen=True)
class Print:
    """The reports of one quarter as they went out, all of them, and who was how when they did.

    ``before`` is what the last publication kept, and ``kept`` what this one does: nobody reads that.
    """

    reports: Sequence[Json]
    lives: Sequence[CaseSummary]
    cutoff: date
    levels: Mapping[str, RiskLevel] = field(default_factory=dict)
    brief: Json = None
    learners: Sequence[Learner] = ()
    evidence: EvidenceTellings = field(default_factory=EvidenceTellings)
    before: LastPublication | None = None
    kept: LastPublication | None = None

    @property
    def quarter(self) -> Quarter:
        """The quarter it is of."""
        return Quarter.parse(self.reports[0]["quarter"])

    @cached_property
    def tables(self) -> dict[tuple[str, str], Json]:
        """Every table by its section and its own id."""
        return {
            (section["id"], table["id"]): table
            for report in self.reports
            for section in report["sections"]
            for table in section["tables"]
        }

    @property
    def internal(self) -> bool:
        """Whether it is for staff."""
        return bool(self.reports[0].get("internal"))

    def table(self, section: str, name: str) -> Json | None:
        """A table that tells anything."""
        there = self.tables.get((section, name))
        return there if there and any(is_told(first_cell(row)) for row in there["rows"]) else None

    def tells_anew(self, section: str, name: str) -> bool:
        """Whether a table is told as of this quarter."""
        there = self.table(section, name)
        return there is not None and not there["held"]

    @property
    def followed(self) -> list[CaseSummary]:
        """Who is in follow-up at the end, and agrees to be counted: the reader is told who does not."""
        followed = (life for life in self.lives if life.uncounted_since is None and life.returned < self.cutoff)
        return [life for life in followed if life.episode_end_on(self.cutoff) is None]


def whole_number(value: Json) -> int | None:
    """A count; None where the figure is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def is_told(value: Json) -> bool:
    """Whether it is a figure."""
    return value is not None and not (isinstance(value, dict) and "not_told" in value)


def first_cell(row: Json) -> Json:
    """The figure of the first column."""
    return next(iter(row["cells"].values()))


def counts(table: Json, column: str = "people") -> dict[str, int]:
    """The counts of a column by their rows, without that of all of them."""
    found = ((row["id"], whole_number(row["cells"].get(column))) for row in table["rows"])
    return {name: number for name, number in found if number is not None}


def endings_by_print(prints: Sequence[Print]) -> Iterator[list[Ending]]:
    """The ends of follow-up in the records on the day of each print."""
    seen: dict[tuple[str, date], list[tuple[OutcomeKind, tuple[FailureCause, ...]]]] = {}
    for one in prints:
        there = []
        for life in one.lives:
            for over in life.episode_ends if life.returned < one.cutoff else ():
                if over.on < one.cutoff:
                    versions = seen.setdefault((life.id, over.on), [])
                    if (over.how, over.causes) not in versions:
                        versions.append((over.how, over.causes))
                    at = versions.index((over.how, over.causes))
                    there.append(Ending(life, over.on, at, over.how, over.causes))
        yield there


def counted(there: Sequence[Ending]) -> list[Ending]:
    """The ends of those who agree to be counted: the reader is told who does not."""
    return [end for end in there if end.life.uncounted_since is None]
