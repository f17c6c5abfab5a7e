"""From quarter to quarter: what was told before decides what can be told now.

Every quarter since the first is gone through, or those since the last one that was published: a publication keeps what
was told, so that facts written down later are counted later and never change what was printed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from followup.case import codec
from followup.statistics.case_summary import TREND_QUARTERS, CaseSummary
from followup.statistics.disclosure.partitions import ReleasedTables
from followup.statistics.disclosure.release_ledger import CaseloadMovement, ReleaseLedger
from followup.statistics.disclosure.released_evidence import EvidenceIncrement
from followup.statistics.proportions import Proportion
from followup.statistics.quarters import Quarter, quarters_to_process
from followup.statistics.report_model import ReportRequest
from followup.statistics.sections import curve, flags
from followup.statistics.sections.curve import ReleasedEstimates
from followup.statistics.sections.flags import FlagCounts, FlagPartition, OpenFlagCounts
from followup.statistics.sections.frame import Frame
from followup.statistics.sections.trend import TrendPoint
from followup.statistics.sections.visits import visits_done_when_due

_AT_START = CaseloadMovement(0, 0, 0, {}, 0)


@dataclass
class ReleaseState:
    """What was told up to the end of the quarter that its roll has come to; a publication keeps it, field by field.

    ``open`` are the flags that were told to be open then, ``caseload`` the tables of who is followed, ``evidence`` what
    came in and is told of the evidence. The last quarter's movement and flags, ``moved`` and ``kinds``, are not kept.
    """

    writes_defaults: ClassVar[bool] = True

    roll: ReleaseLedger
    partition: FlagPartition | None = None
    read: ReleasedEstimates = field(default_factory=dict)
    trend_points: list[TrendPoint] = codec.key("pasts", default_factory=list)
    open: OpenFlagCounts | None = None
    caseload: ReleasedTables = field(default_factory=dict)
    evidence: EvidenceIncrement | None = None

    def __post_init__(self) -> None:
        self.moved = _AT_START
        self.kinds: FlagCounts = {}

    @property
    def quarter(self) -> Quarter | None:
        """The quarter up to whose end it goes; None before the first."""
        return self.roll.quarter


def left_off(request: ReportRequest) -> ReleaseState:
    """Where the last publication before the quarter left off, or where nothing was told; a copy that may be changed."""
    if request.before is None:
        return ReleaseState(ReleaseLedger(least=1) if request.internal else ReleaseLedger())
    state: ReleaseState = codec.from_json(ReleaseState, request.before)
    return state


def advance_release_state(summaries: Sequence[CaseSummary], request: ReportRequest) -> ReleaseState:
    """Go on from where the last publication left off, or from the first return, to the end of what is looked at."""
    link, last, cutoff, internal = left_off(request), request.quarter, request.cutoff, request.internal
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
        done_of_due=(visits.count, visits.of) if visits else None,
        flags_open=flags.open_at_end(link.kinds, link.partition),
        percents=year.percents if year and year.quarter == str(link.quarter) else None,
    )
