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
from followup.statistics.report_model import CellValue, Estimate, ReportColumn, ReportRow, ReportSection, ReportTable
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
    def percents(self) -> tuple[int, int | None, int | None]:
        """The share and both ends of its range."""
        return self.percent, self.low, self.high

    @property
    def estimate(self) -> Estimate:
        """It as a figure."""
        return Estimate(*self.percents)

    @property
    def cells(self) -> dict[str, CellValue]:
        """It as a row of the curve."""
        return {"value": self.estimate, "observed": self.observed, "quarter": self.quarter}


ReleasedEstimates = Mapping[str, ReleasedEstimate]
"""The latest readings by month, ``"12"``, and of the second way at a year, ``"second"``."""


def release_estimates(
    summaries: Mapping[str, CaseSummary], roll: ReleaseLedger, quarter: Quarter, cutoff: date, before: ReleasedEstimates
) -> ReleasedEstimates:
    """What can be read at the end of a quarter, or at ``cutoff``; where nothing can, what was read before stands."""
    failed = {one.person: one for one in roll.failed()}
    everybody = kaplan_meier(_months_observed(summaries, roll, cutoff, failed))
    read = dict(before)
    for mark in CURVE_MONTHS:
        if roll.readable(mark) and (at := _releasable_estimate(everybody.at(mark), quarter, roll.fewest)):
            read[str(mark)] = at
    if roll.readable(HEADLINE_MONTH) and _sensitivity_is_safe(roll):
        second = {person: one for person, one in failed.items() if _counted_as(one) == COUNTED_AS_FAILURE}
        again = kaplan_meier(_months_observed(summaries, roll, cutoff, second))
        if at := _releasable_estimate(again.at(HEADLINE_MONTH), quarter, roll.fewest):
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
    if frame.internal:
        whole, second = _internal_curves(frame)
        curve = _monthly_curve(whole, frame.quarter)
        again = _sensitivity_table(_row(HEADLINE_MONTH, second.at(HEADLINE_MONTH), frame.quarter).cells)
    else:
        curve = _released_curve(read, frame.quarter)
        again = _sensitivity_table(read["second"].cells if "second" in read else None)
    return ReportSection(
        id="survival",
        title=say("Still reintegrated, by month since return"),
        about=say(
            "Kaplan–Meier: everybody counts for as long as she was followed. A failure is what ends it, no contact "
            "too; who left otherwise was seen until then. The range is log-log, 95%."
        ),
        tables=(curve, again),
    )


def _released_curve(read: ReleasedEstimates, quarter: Quarter) -> ReportTable:
    """What was read within a year; older readings no longer say how it is."""
    rows = tuple(
        ReportRow(str(mark), say("{n} months", n=mark), at.cells)
        for mark in CURVE_MONTHS
        if (at := read.get(str(mark))) and Quarter.parse(at.quarter).valid_in(quarter)
    )
    note = (
        say("The number observed is told to the lower five.") if rows else say("Too few people were observed so far.")
    )
    return _table("curve", say("Still reintegrated"), rows, note)


def _monthly_curve(staff: SurvivalCurve, quarter: Quarter) -> ReportTable:
    months = sorted(
        {*(step.month for step in staff.steps), *(mark for mark in CURVE_MONTHS if mark <= (staff.last or 0))}
    )
    note = "" if months else say("Nobody was observed for long enough.")
    rows = tuple(_row(month, staff.at(month), quarter) for month in months)
    return _table("curve", say("Still reintegrated"), rows, note)


def _table(name: str, title: str, rows: tuple[ReportRow, ...], note: str) -> ReportTable:
    return ReportTable(id=name, title=title, note=note, columns=CURVE_COLUMNS, rows=rows)


def _row(month: int, reading: SurvivalEstimate, quarter: Quarter) -> ReportRow:
    value = None if reading.percent is None else Estimate(reading.percent, reading.percent_low, reading.percent_high)
    cells = {"value": value, "observed": reading.at_risk, "quarter": str(quarter)}
    return ReportRow(str(month), say("{n} months", n=month), cells)


def _sensitivity_table(cells: Mapping[str, CellValue] | None) -> ReportTable:
    label = say("At {n} months, if no contact is taken for not known instead of failure", n=HEADLINE_MONTH)
    rows = (ReportRow(str(HEADLINE_MONTH), label, cells),) if cells else ()
    return _table("second", say("Read another way"), rows, "" if cells else say("Not told: too few people."))


def _internal_curves(frame: Frame) -> tuple[SurvivalCurve, SurvivalCurve]:
    """The whole curve, and the one that takes no contact for not known."""
    summaries = {summary.id: summary for summary in frame.summaries}
    failed = {one.person: one for one in frame.roll.failed()}
    known = {person: one for person, one in failed.items() if one.how is not OutcomeKind.NO_CONTACT}
    first, second = (
        kaplan_meier(_months_observed(summaries, frame.roll, frame.cutoff, which)) for which in (failed, known)
    )
    return first, second
