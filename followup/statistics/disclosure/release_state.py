"""From quarter to quarter: what was told before decides what can be told now.

Every quarter since the first is gone through, or those since the last one that was published: a publication keeps what
was told, so that facts written down later are counted later and never change what was printed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from followup.statistics.case_summary import TREND_QUARTERS, CaseSummary
from followup.statistics.disclosure.release_ledger import CaseloadMovement, ReleaseLedger
from followup.statistics.proportions import Proportion
from followup.statistics.quarters import Quarter, quarters_to_process
from followup.statistics.sections import curve, flags
from followup.statistics.sections.curve import ReleasedEstimate, ReleasedEstimates
from followup.statistics.sections.flags import FlagCounts, FlagPartition, OpenFlagCounts
from followup.statistics.sections.frame import Frame
from followup.statistics.sections.trend import TrendPoint
from followup.statistics.sections.visits import visits_done_when_due

Json = Any
_AT_START = CaseloadMovement(0, 0, 0, {}, 0)


@dataclass(slots=True)
class ReleaseState:
    """What was told up to the end of the quarter that its roll has come to."""

    roll: ReleaseLedger
    moved: CaseloadMovement = _AT_START
    kinds: FlagCounts = field(default_factory=dict)
    partition: FlagPartition | None = None
    read: ReleasedEstimates = field(default_factory=dict)
    trend_points: list[TrendPoint] = field(default_factory=list)
    open: OpenFlagCounts | None = None
    """The flags that were told to be open at its end."""

    @property
    def quarter(self) -> Quarter | None:
        """The quarter up to whose end it goes; None before the first."""
        return self.roll.quarter

    def to_json(self) -> Json:
        """What a publication keeps of it: enough to go on from."""
        return {
            "roll": self.roll.to_json(),
            "partition": self.partition,
            "read": dict(self.read),
            "pasts": [past.to_json() for past in self.trend_points],
            "open": self.open,
        }

    @classmethod
    def from_json(cls, data: Json) -> "ReleaseState":
        """Where a publication left off."""
        told = data["partition"]
        return cls(
            roll=ReleaseLedger.from_json(data["roll"]),
            partition=None if told is None else tuple(map(tuple, told)),
            read={mark: ReleasedEstimate(*at) for mark, at in data["read"].items()},
            trend_points=[TrendPoint.from_json(past) for past in data["pasts"]],
            open=data["open"],
        )


def advance_release_state(
    summaries: Sequence[CaseSummary], last: Quarter, cutoff: date, before: ReleaseState | None, *, internal: bool
) -> ReleaseState:
    """Go on from ``before``, or from the first return, to the end of ``last``, which is looked at up to ``cut``."""
    link = before or ReleaseState(ReleaseLedger(least=1) if internal else ReleaseLedger())
    quarters = [*quarters_to_process(link.quarter, (summary.returned for summary in summaries), last)]
    found = flags.count_flags(summaries, quarters, cutoff, link.open)
    known = {summary.id: summary for summary in summaries}
    for quarter in quarters:
        _advance(link, known, quarter, min(quarter.end, cutoff), found[quarter], internal=internal)
        if quarter > last.plus(-TREND_QUARTERS):
            visits = visits_done_when_due(Frame(last, cutoff, summaries, link.roll, internal), quarter)
            link.trend_points = [*link.trend_points, _trend_point(link, visits)][-TREND_QUARTERS:]
    link.open = flags.count_open_flags(summaries, cutoff)
    return link


def _advance(
    link: ReleaseState,
    known: Mapping[str, CaseSummary],
    quarter: Quarter,
    cutoff: date,
    kinds: FlagCounts,
    *,
    internal: bool,
) -> None:
    link.moved = link.roll.advance(known.values(), quarter, cutoff)
    link.partition = tuple((kind,) for kind in kinds) if internal else flags.partition_flags(kinds, link.partition)
    link.kinds = kinds
    link.read = curve.release_estimates(known, link.roll, quarter, cutoff, {} if internal else link.read)


def _trend_point(link: ReleaseState, visits: Proportion | None) -> TrendPoint:
    year = link.read.get(str(curve.HEADLINE_MONTH))
    return TrendPoint(
        quarter=str(link.quarter),
        in_follow_up=link.moved.end,
        visits=visits,
        flags_open=flags.open_at_end(link.kinds, link.partition),
        at_12_months=year.estimate if year and year.quarter == str(link.quarter) else None,
    )
