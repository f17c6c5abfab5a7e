"""Still reintegrated, month by month: the curve over everybody who came home, and a second reading of *no contact*.

Failures are what the curve falls by; whoever left otherwise was seen until then. In the report that leaves the office
it is read only at months before and after which every failure can be told, and the number observed is told to five.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from followup.case.vocabulary import OutcomeClass, OutcomeKind
from followup.messages import say
from followup.schedule.policy import whole_months
from followup.statistics.case_summary import CaseSummary
from followup.statistics.disclosure.release_ledger import CURVE_MONTHS, CountedEnding, ReleaseLedger
from followup.statistics.disclosure.small_groups import small
from followup.statistics.quarters import Quarter
from followup.statistics.report_model import Estimate, ReportColumn, ReportRow, ReportSection, ReportTable
from followup.statistics.sections.frame import Frame
from followup.statistics.survival import SurvivalCurve, SurvivalEstimate, kaplan_meier

CURVE_COLUMNS = (
    ReportColumn("value", say("still reintegrated")),
    ReportColumn("observed", say("observed")),
    ReportColumn("quarter", say("as of")),
)
HEADLINE_MONTH = 12
"""The month of the figure at the top, and of the second reading."""
COUNTED_AS_FAILURE, COUNTED_AS_CENSORED = "failed", "unknown"
"""What the second reading takes a failure for."""


class ReleasedEstimate(NamedTuple):
    """A reading that was told: in whole percent, how many were observed, and in which quarter."""

    percent: int
    low: int | None
    high: int | None
    observed: int
    quarter: str

    @property
    def estimate(self) -> Estimate:
        """The reading as a figure."""
        return Estimate(self.percent, self.low, self.high)


ReleasedEstimates = Mapping[str, ReleasedEstimate]
"""The latest readings by month, ``"12"``, and of the second way at a year, ``"second"``."""


def release_estimates(
    summaries: Mapping[str, CaseSummary], roll: ReleaseLedger, quarter: Quarter, cutoff: date, before: ReleasedEstimates
) -> ReleasedEstimates:
    """What can be read at the end of a quarter, or at ``cut``; where nothing can, what was read before stands."""
    failed = {one.person: one for one in roll.failed()}
    everybody = kaplan_meier(_months_observed(summaries, roll, cutoff, failed))
    read = dict(before)
    for mark in CURVE_MONTHS:
        if roll.readable(mark) and (at := _releasable_estimate(everybody.at(mark), quarter, roll.least)):
            read[str(mark)] = at
    if roll.readable(HEADLINE_MONTH) and _sensitivity_is_safe(roll):
        second = {person: one for person, one in failed.items() if _counted_as(one) == COUNTED_AS_FAILURE}
        again = kaplan_meier(_months_observed(summaries, roll, cutoff, second))
        if at := _releasable_estimate(again.at(HEADLINE_MONTH), quarter, roll.least):
            read["second"] = at
            for one in roll.endings:
                one.second = _counted_as(one)
    return read


def _releasable_estimate(reading: SurvivalEstimate, quarter: Quarter, least: int) -> ReleasedEstimate | None:
    if reading.percent is None or reading.at_risk < least:
        return None
    observed = reading.at_risk // least * least
    return ReleasedEstimate(reading.percent, reading.percent_low, reading.percent_high, observed, str(quarter))


def _months_observed(
    summaries: Mapping[str, CaseSummary], roll: ReleaseLedger, cutoff: date, failed: Mapping[str, CountedEnding]
) -> Iterator[tuple[int, bool]]:
    """Everybody counted: the months she was observed, and whether they ended in a failure that is counted."""
    for person in roll.returned:
        if person in failed:
            yield failed[person].month, True
        elif person in summaries:
            yield whole_months(summaries[person].returned, _observed_until(summaries[person], cutoff)), False


def _observed_until(summary: CaseSummary, cutoff: date) -> date:
    over = summary.episode_end_on(cutoff)
    return over.on if over else cutoff - timedelta(days=1)


def _counted_as(one: CountedEnding) -> str:
    """What the second reading takes an ending for: no contact is not known once it is told that there was none."""
    if one.result is not OutcomeClass.FAILURE or one.aside:
        return ""
    return COUNTED_AS_CENSORED if one.how is OutcomeKind.NO_CONTACT and "kind" in one.told else COUNTED_AS_FAILURE


def _sensitivity_is_safe(roll: ReleaseLedger) -> bool:
    """Whether a second reading can be told beside the one before it, and beside the kinds of outcomes.

    Of the failures that were taken for one thing and are now for another, nobody's or five people's lie in the first
    year, and after it.
    """
    moves = Counter(
        (one.second, now, one.month <= HEADLINE_MONTH)
        for one in roll.endings
        if (now := _counted_as(one)) != one.second
    )
    return not any(map(small, moves.values()))


def section(frame: Frame, read: ReleasedEstimates) -> ReportSection:
    """The curve at its marks, or month by month for staff."""
    staff = _internal_curves(frame) if frame.internal else None
    return ReportSection(
        id="survival",
        title=say("Still reintegrated, by month since return"),
        about=say(
            "Kaplan–Meier: everybody counts for as long as she was followed. A failure is what ends it, no contact "
            "too; who left otherwise was seen until then. The range is log-log, 95%."
        ),
        tables=(
            _monthly_curve(staff[0], frame.quarter) if staff else _released_curve(read, frame.quarter),
            _sensitivity_table(staff[1] if staff else None, read, frame.quarter),
        ),
    )


def _released_curve(read: ReleasedEstimates, quarter: Quarter) -> ReportTable:
    """What was read within a year; older readings no longer say how it is."""
    rows = tuple(
        ReportRow(str(mark), say("{n} months", n=mark), (at.estimate, at.observed, at.quarter))
        for mark in CURVE_MONTHS
        if (at := read.get(str(mark))) and Quarter.parse(at.quarter).valid_in(quarter)
    )
    return ReportTable(
        id="curve",
        title=say("Still reintegrated"),
        columns=CURVE_COLUMNS,
        rows=rows,
        note=say("The number observed is told to the lower five.")
        if rows
        else say("Too few people were observed so far."),
    )


def _monthly_curve(staff: SurvivalCurve, quarter: Quarter) -> ReportTable:
    months = sorted(
        {*(step.month for step in staff.steps), *(mark for mark in CURVE_MONTHS if mark <= (staff.last or 0))}
    )
    return ReportTable(
        id="curve",
        title=say("Still reintegrated"),
        columns=CURVE_COLUMNS,
        rows=tuple(_row(month, staff.at(month), quarter) for month in months),
        note="" if months else say("Nobody was observed for long enough."),
    )


def _row(month: int, reading: SurvivalEstimate, quarter: Quarter) -> ReportRow:
    value = None if reading.percent is None else Estimate(reading.percent, reading.percent_low, reading.percent_high)
    return ReportRow(str(month), say("{n} months", n=month), (value, reading.at_risk, str(quarter)))


def _sensitivity_table(staff: SurvivalCurve | None, read: ReleasedEstimates, quarter: Quarter) -> ReportTable:
    label = say("At {n} months, if no contact is taken for not known instead of failure", n=HEADLINE_MONTH)
    row = None
    if staff:
        row = _row(HEADLINE_MONTH, staff.at(HEADLINE_MONTH), quarter)
    elif at := read.get("second"):
        row = ReportRow(str(HEADLINE_MONTH), label, (at.estimate, at.observed, at.quarter))
    return ReportTable(
        id="second",
        title=say("Read another way"),
        columns=CURVE_COLUMNS,
        rows=(ReportRow(row.id, label, row.cells),) if row else (),
        note="" if row else say("Not told: too few people."),
    )


def _internal_curves(frame: Frame) -> tuple[SurvivalCurve, SurvivalCurve]:
    """The whole curve, and the one that takes no contact for not known."""
    summaries = {summary.id: summary for summary in frame.summaries}
    failed = {one.person: one for one in frame.roll.failed()}
    known = {person: one for person, one in failed.items() if one.how is not OutcomeKind.NO_CONTACT}
    first, second = (
        kaplan_meier(_months_observed(summaries, frame.roll, frame.cutoff, which)) for which in (failed, known)
    )
    return first, second
