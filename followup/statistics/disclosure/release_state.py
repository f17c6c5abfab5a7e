"""From quarter to quarter: what was told before decides what can be told now.

Every quarter since the first is gone through, or those since the last one that was published: a publication keeps what
was told, so that facts written down later are counted later and never change what was printed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from followup.statistics.case_summary import QUARTERS, Life
from followup.statistics.disclosure.release_ledger import Moved, Roll
from followup.statistics.proportions import Share
from followup.statistics.quarters import Quarter, to_go
from followup.statistics.sections import curve, flags
from followup.statistics.sections.curve import Read, Readings
from followup.statistics.sections.flags import Kinds, Open, Partition
from followup.statistics.sections.frame import Frame
from followup.statistics.sections.trend import Past
from followup.statistics.sections.visits import when_due

Json = Any
_AT_START = Moved(0, 0, 0, {}, 0)


@dataclass(slots=True)
class Chain:
    """What was told up to the end of the quarter that its roll has come to."""

    roll: Roll
    moved: Moved = _AT_START
    kinds: Kinds = field(default_factory=dict)
    partition: Partition | None = None
    read: Readings = field(default_factory=dict)
    pasts: list[Past] = field(default_factory=list)
    open: Open | None = None
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
            "pasts": [past.to_json() for past in self.pasts],
            "open": self.open,
        }

    @classmethod
    def from_json(cls, data: Json) -> "Chain":
        """Where a publication left off."""
        told = data["partition"]
        return cls(
            roll=Roll.from_json(data["roll"]),
            partition=None if told is None else tuple(map(tuple, told)),
            read={mark: Read(*at) for mark, at in data["read"].items()},
            pasts=[Past.from_json(past) for past in data["pasts"]],
            open=data["open"],
        )


def chain(lives: Sequence[Life], last: Quarter, cut: date, before: Chain | None, *, internal: bool) -> Chain:
    """Go on from ``before``, or from the first return, to the end of ``last``, which is looked at up to ``cut``."""
    link = before or Chain(Roll(least=1) if internal else Roll())
    quarters = [*to_go(link.quarter, (life.returned for life in lives), last)]
    found = flags.counts(lives, quarters, cut, link.open)
    known = {life.id: life for life in lives}
    for quarter in quarters:
        _advance(link, known, quarter, min(quarter.end, cut), found[quarter], internal=internal)
        if quarter > last.plus(-QUARTERS):
            visits = when_due(Frame(last, cut, lives, link.roll, internal), quarter)
            link.pasts = [*link.pasts, _past(link, visits)][-QUARTERS:]
    link.open = flags.still_open(lives, cut)
    return link


def _advance(
    link: Chain, known: Mapping[str, Life], quarter: Quarter, cut: date, kinds: Kinds, *, internal: bool
) -> None:
    link.moved = link.roll.advance(known.values(), quarter, cut)
    link.partition = tuple((kind,) for kind in kinds) if internal else flags.partition(kinds, link.partition)
    link.kinds = kinds
    link.read = curve.readings(known, link.roll, quarter, cut, {} if internal else link.read)


def _past(link: Chain, visits: Share | None) -> Past:
    year = link.read.get(str(curve.YEAR))
    return Past(
        quarter=str(link.quarter),
        in_follow_up=link.moved.end,
        visits=visits,
        flags_open=flags.open_at_end(link.kinds, link.partition),
        at_12_months=year.estimate if year and year.quarter == str(link.quarter) else None,
    )
