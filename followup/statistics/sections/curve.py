"""Still reintegrated, month by month: the curve over everybody who came home, and a second reading of *no contact*.

Failures are what the curve falls by; whoever left otherwise was seen until then. In the report that leaves the office
it is read only at months before and after which every failure can be told, and the number observed is told to five.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from followup.case.vocabulary import Ending, Result
from followup.messages import say
from followup.schedule.policy import whole_months
from followup.statistics.case_summary import Life
from followup.statistics.disclosure.release_ledger import MARKS, Counted, Roll
from followup.statistics.disclosure.small_groups import small
from followup.statistics.quarters import Quarter
from followup.statistics.report_model import Column, Estimate, Figures, Row, Section
from followup.statistics.sections.frame import Frame
from followup.statistics.survival import Curve, Reading, curve

COLUMNS = (
    Column("value", say("still reintegrated")),
    Column("observed", say("observed")),
    Column("quarter", say("as of")),
)
YEAR = 12
"""The month of the figure at the top, and of the second reading."""
FAILED, UNKNOWN = "failed", "unknown"
"""What the second reading takes a failure for."""


class Read(NamedTuple):
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


Readings = Mapping[str, Read]
"""The latest readings by month, ``"12"``, and of the second way at a year, ``"second"``."""


def readings(lives: Mapping[str, Life], roll: Roll, quarter: Quarter, cut: date, before: Readings) -> Readings:
    """What can be read at the end of a quarter, or at ``cut``; where nothing can, what was read before stands."""
    failed = {one.person: one for one in roll.failed()}
    everybody = curve(_months(lives, roll, cut, failed))
    read = dict(before)
    for mark in MARKS:
        if roll.readable(mark) and (at := _read(everybody.at(mark), quarter, roll.least)):
            read[str(mark)] = at
    if roll.readable(YEAR) and _second_is_safe(roll):
        second = {person: one for person, one in failed.items() if _taken_for(one) == FAILED}
        again = curve(_months(lives, roll, cut, second))
        if at := _read(again.at(YEAR), quarter, roll.least):
            read["second"] = at
            for one in roll.endings:
                one.second = _taken_for(one)
    return read


def _read(reading: Reading, quarter: Quarter, least: int) -> Read | None:
    if reading.percent is None or reading.at_risk < least:
        return None
    observed = reading.at_risk // least * least
    return Read(reading.percent, reading.percent_low, reading.percent_high, observed, str(quarter))


def _months(
    lives: Mapping[str, Life], roll: Roll, cut: date, failed: Mapping[str, Counted]
) -> Iterator[tuple[int, bool]]:
    """Everybody counted: the months she was observed, and whether they ended in a failure that is counted."""
    for person in roll.returned:
        if person in failed:
            yield failed[person].month, True
        elif person in lives:
            yield whole_months(lives[person].returned, _seen_until(lives[person], cut)), False


def _seen_until(life: Life, cut: date) -> date:
    over = life.over_on(cut)
    return over.on if over else cut - timedelta(days=1)


def _taken_for(one: Counted) -> str:
    """What the second reading takes an ending for: no contact is not known once it is told that there was none."""
    if one.result is not Result.FAILURE or one.aside:
        return ""
    return UNKNOWN if one.how is Ending.NO_CONTACT and "kind" in one.told else FAILED


def _second_is_safe(roll: Roll) -> bool:
    """Whether a second reading can be told beside the one before it, and beside the kinds of outcomes.

    Of the failures that were taken for one thing and are now for another, nobody's or five people's lie in the first
    year, and after it.
    """
    moves = Counter(
        (one.second, now, one.month <= YEAR) for one in roll.endings if (now := _taken_for(one)) != one.second
    )
    return not any(map(small, moves.values()))


def section(frame: Frame, read: Readings) -> Section:
    """The curve at its marks, or month by month for staff."""
    staff = _of_staff(frame) if frame.internal else None
    return Section(
        id="survival",
        title=say("Still reintegrated, by month since return"),
        about=say(
            "Kaplan–Meier: everybody counts for as long as she was followed. A failure is what ends it, no contact "
            "too; who left otherwise was seen until then. The range is log-log, 95%."
        ),
        tables=(
            _monthly(staff[0], frame.quarter) if staff else _at_marks(read, frame.quarter),
            _second(staff[1] if staff else None, read, frame.quarter),
        ),
    )


def _at_marks(read: Readings, quarter: Quarter) -> Figures:
    """What was read within a year; older readings no longer say how it is."""
    rows = tuple(
        Row(str(mark), say("{n} months", n=mark), (at.estimate, at.observed, at.quarter))
        for mark in MARKS
        if (at := read.get(str(mark))) and Quarter.parse(at.quarter).stands_in(quarter)
    )
    return Figures(
        id="curve",
        title=say("Still reintegrated"),
        columns=COLUMNS,
        rows=rows,
        note=say("The number observed is told to the lower five.")
        if rows
        else say("Too few people were observed so far."),
    )


def _monthly(staff: Curve, quarter: Quarter) -> Figures:
    months = sorted({*(step.month for step in staff.steps), *(mark for mark in MARKS if mark <= (staff.last or 0))})
    return Figures(
        id="curve",
        title=say("Still reintegrated"),
        columns=COLUMNS,
        rows=tuple(_row(month, staff.at(month), quarter) for month in months),
        note="" if months else say("Nobody was observed for long enough."),
    )


def _row(month: int, reading: Reading, quarter: Quarter) -> Row:
    value = None if reading.percent is None else Estimate(reading.percent, reading.percent_low, reading.percent_high)
    return Row(str(month), say("{n} months", n=month), (value, reading.at_risk, str(quarter)))


def _second(staff: Curve | None, read: Readings, quarter: Quarter) -> Figures:
    label = say("At {n} months, if no contact is taken for not known instead of failure", n=YEAR)
    row = None
    if staff:
        row = _row(YEAR, staff.at(YEAR), quarter)
    elif at := read.get("second"):
        row = Row(str(YEAR), label, (at.estimate, at.observed, at.quarter))
    return Figures(
        id="second",
        title=say("Read another way"),
        columns=COLUMNS,
        rows=(Row(row.id, label, row.cells),) if row else (),
        note="" if row else say("Not told: too few people."),
    )


def _of_staff(frame: Frame) -> tuple[Curve, Curve]:
    """The whole curve, and the one that takes no contact for not known."""
    lives = {life.id: life for life in frame.lives}
    failed = {one.person: one for one in frame.roll.failed()}
    known = {person: one for person, one in failed.items() if one.how is not Ending.NO_CONTACT}
    first, second = (curve(_months(lives, frame.roll, frame.cut, which)) for which in (failed, known))
    return first, second
