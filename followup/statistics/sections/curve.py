"""Still reintegrated, month by month: the curve over everybody who came home, and a second reading of *no contact*.

Failures are what the curve falls by; whoever left otherwise was seen until then. Each stay counts until its follow-up
first ended.

For how long somebody was followed, neighbours see. So in the report that leaves the office the curve is a life table:
it depends on how many failed in each span of months, and not on which of those who left then. Spans are such that at
least five left in each, or nobody; they are told only if beside those who failed there are enough others in each, and
if no failure is known by when the results were told (`followup.statistics.crossing`).
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from followup.case.outcome_words import OutcomeClass, OutcomeKind
from followup.messages import say
from followup.schedule.months import add_months, whole_months
from followup.statistics.case_summary import CaseSummary
from followup.statistics.crossing import Left, Uncounted, failures_hidden, uncounted_hidden
from followup.statistics.quarters import Quarter
from followup.statistics.release import MIN_NEW, MIN_PEOPLE, TableKind, tells
from followup.statistics.report_model import (
    CellValue,
    Estimate,
    NotTold,
    ReportColumn,
    ReportRow,
    ReportSection,
    ReportTable,
)
from followup.statistics.sections.frame import Frame
from followup.statistics.survival import (
    LifeTableSpan,
    SurvivalCurve,
    SurvivalEstimate,
    kaplan_meier,
    life_table,
)
from followup.statistics.tellings import CURVE, Teller
from followup.values import Value

CURVE_MONTHS = (3, 6, 9, 12, 18, 24, 30, 36)
"""The months at which the curve is read."""
HEADLINE_MONTH = 12
"""The month of the figure at the top, and of the second reading; without it nothing of the curve is told."""
_BY_WORTH = (24, 36, 6, 18, 3, 9, 30)
"""The other months, those first that say most."""
CURVE_COLUMNS = (ReportColumn("value", say("still reintegrated")), ReportColumn("observed", say("observed")))
_FAILED, _OTHERS = "failed", "others"
_NEVER = 10_000
"""A month after every mark."""


class Stay(NamedTuple):
    """A stay at home until follow-up first ended: on which day and how, None while it goes on; and after how long.

    ``month`` is the one in which it ended, the 10th from nine months up to and including ten, ``whole`` the months that
    were over then; of those still followed both are the months that are over. ``first``: it was the first end of hers.
    """

    month: int
    whole: int
    ended: date | None = None
    how: OutcomeKind | None = None
    first: bool = True

    @property
    def hides(self) -> bool:
        """Whether its end hides a failure: it is none, and the first end of hers."""
        return self.first and not self.failed

    @property
    def failed(self) -> bool:
        """Whether it ended in a failure."""
        return self.how is not None and self.how.result is OutcomeClass.FAILURE

    @property
    def reaches(self) -> int:
        """The last month after which it went on."""
        return self.month - 1 if self.ended else self.month


def stays(frame: Frame, cutoff: date | None = None) -> Iterator[Stay]:
    """Every stay at home, as it stood before ``cutoff``, the end of the quarter if not said."""
    cutoff = cutoff or frame.cutoff
    for summary in frame.home:
        if summary.returned < cutoff:
            yield _stay(summary, cutoff)


def _ends(her: CaseSummary, cutoff: date) -> Iterator[Stay]:
    """Every end of somebody's follow-up before a day; those after the first are in no month of the curve."""
    over = [one for one in her.episode_ends if one.on < cutoff]
    if over and her.returned < cutoff:
        yield _stay(her, cutoff)
        yield from (Stay(_NEVER, _NEVER, one.on, one.how, first=False) for one in over[1:])


def _stay(summary: CaseSummary, cutoff: date) -> Stay:
    over = next((one for one in summary.episode_ends if one.on < cutoff), None)
    whole = whole_months(summary.returned, over.on if over else cutoff - timedelta(days=1))
    if over is None:
        return Stay(whole, whole)
    month = whole if add_months(summary.returned, whole) == over.on else whole + 1
    return Stay(month, whole, over.on, over.how, summary.is_first_end(over))


# --- the section ------------------------------------------------------------------------------------------------------


def section(frame: Frame, teller: Teller) -> ReportSection:
    """The curve at its marks, or month by month for staff."""
    made = _for_staff(frame) if frame.internal else _released(frame, teller)
    return ReportSection(
        id="survival",
        title=say("Still reintegrated, by month since return"),
        about=say(
            "Everybody counts until her follow-up first ended. A failure is what the share falls by, no contact too; "
            "who left otherwise was seen until then. Kaplan–Meier month by month for staff; outside a life table over "
            "the months shown, which may differ by a percent or two. The range is log-log, 95%."
        ),
        tables=made,
    )


def curve_at(frame: Frame, cutoff: date) -> Estimate | None:
    """The share at the month of the headline as staff see it, as it stood before a day."""
    return kaplan_meier(_follow_up_times(stays(frame, cutoff))).at(HEADLINE_MONTH).in_percent


def _curve_table(everybody: Sequence[Stay], values: Mapping[int, CellValue], note: str = "") -> ReportTable:
    """The curve at some months; for how many of them somebody was followed, neighbours see, so that is always told."""
    observed = _Observed(everybody)
    rows = (
        ReportRow(str(month), say("{n} months", n=month), {"value": values[month], "observed": observed(month)})
        for month in sorted(values)
    )
    return ReportTable(
        id=CURVE,
        title=say("Still reintegrated"),
        kind=TableKind.ENDINGS,
        note=note,
        columns=CURVE_COLUMNS,
        rows=tuple(rows),
    )


class _Observed:
    """For how many somebody was still followed after a month."""

    def __init__(self, everybody: Iterable[Stay]) -> None:
        self._reached = sorted(stay.reaches for stay in everybody)

    def __call__(self, month: int) -> int:
        return len(self._reached) - bisect_left(self._reached, month)


def _second_table(everybody: Sequence[Stay], value: CellValue) -> ReportTable:
    """The share at a year, where those whom nobody finds any more are not known to have failed."""
    cells: dict[str, CellValue] = {"value": value, "observed": _Observed(everybody)(HEADLINE_MONTH)}
    label = say("At {n} months, if no contact is taken for not known instead of failure", n=HEADLINE_MONTH)
    return ReportTable(
        id="second",
        title=say("Read another way"),
        kind=TableKind.ENDINGS,
        columns=CURVE_COLUMNS,
        rows=(ReportRow(str(HEADLINE_MONTH), label, cells),),
    )


# --- for staff --------------------------------------------------------------------------------------------------------


def _follow_up_times(everybody: Iterable[Stay], *, no_contact_fails: bool = True) -> Iterator[tuple[int, bool]]:
    """Months observed, and whether they ended in a failure; who left otherwise was observed for whole months."""
    for stay in everybody:
        failed = stay.failed and (no_contact_fails or stay.how is not OutcomeKind.NO_CONTACT)
        yield stay.month if failed else stay.whole, failed


def _for_staff(frame: Frame) -> tuple[ReportTable, ReportTable]:
    everybody = [*stays(frame)]
    whole = kaplan_meier(_follow_up_times(everybody))
    second = kaplan_meier(_follow_up_times(everybody, no_contact_fails=False)).at(HEADLINE_MONTH)
    values = {month: whole.at(month).in_percent for month in _months(whole)}
    note = "" if values else say("Nobody was observed for long enough.")
    return _curve_table(everybody, values, note), _second_table(everybody, second.in_percent)


def _months(whole: SurvivalCurve) -> list[int]:
    steps = (step.month for step in whole.steps)
    return sorted({*steps, *(mark for mark in CURVE_MONTHS if mark <= (whole.last or 0))})


# --- what leaves the office -------------------------------------------------------------------------------------------


def _released(frame: Frame, teller: Teller) -> tuple[ReportTable, ReportTable]:
    everybody = [*stays(frame)]
    told = _ToldCurve(everybody, frame, teller)
    marks = told.marks if teller.results_renewed else ()
    hide = sum(stay.hides for stay in told.ended)
    now = {_FAILED: len(told.ended) - hide, _OTHERS: hide}
    later = sum(not stay.first for stay in told.ended)
    anew = bool(marks) and teller.renews(CURVE, now, (_FAILED,), later=later) and told.is_safe(marks)
    note = say(
        "Where nobody had left by then, it is 100%. Else it is told of ten people or more, and anew with the results; "
        "never when nearly all who left failed. Until then the share is between what it is if all who left failed, "
        "and 100%."
    )
    blank = dict(_bounds(everybody))
    values = {mark: reading.in_percent for mark, reading in told.readings(marks)}
    again = {mark: reading.in_percent for mark, reading in told.readings(marks, no_contact_fails=False)}
    curve = _curve_table(everybody, {**blank, **values}, note), _curve_table(everybody, blank, note)
    untold = blank.get(HEADLINE_MONTH)
    second = _second_table(everybody, again.get(HEADLINE_MONTH, untold)), _second_table(everybody, untold)
    return teller.tell(*curve, now, anew=anew), teller.tell(*second, {}, anew=anew)


def _bounds(everybody: Sequence[Stay]) -> Iterator[tuple[int, CellValue]]:
    """What anybody can work out of the curve: the share if all who left had failed, and if nobody had.

    It depends on nothing but when they left, and tells of nobody. A range that is narrower because a table is refused,
    or by how it was refused, would tell which of the reasons it was.
    """
    worst = kaplan_meier((stay.month, stay.ended is not None) for stay in everybody)
    observed = _Observed(everybody)
    for mark in CURVE_MONTHS:
        if observed(mark):
            survival = worst.at(mark).survival or Fraction(0)
            yield mark, Estimate(100) if survival == 1 else NotTold(not_told=True, low=int(100 * survival), high=100)


class _ToldCurve(Value, dict=True, gc=True):
    """The curve as it may be told: where its marks may stand, and whether it may be told there.

    A *block* are those who left between two tellings of the curve. Of each block it is known how many failed in each
    span between the marks that were told then, or later.
    """

    everybody: Sequence[Stay]
    frame: Frame
    teller: Teller

    @cached_property
    def _observed(self) -> _Observed:
        return _Observed(self.everybody)

    @cached_property
    def ended(self) -> list[Stay]:
        return [stay for stay in self.everybody if stay.ended]

    @cached_property
    def marks(self) -> tuple[int, ...]:
        """The months at which it is read, chosen by how many left, whatever became of them; none without a year."""
        chosen: tuple[int, ...] = ()
        for mark in (HEADLINE_MONTH, *_BY_WORTH):
            if (chosen or mark == HEADLINE_MONTH) and self._may_stand((*chosen, mark)):
                chosen = (*chosen, mark)
        return tuple(sorted(chosen))

    def _may_stand(self, marks: tuple[int, ...]) -> bool:
        enough = self._observed(max(marks)) >= MIN_PEOPLE
        return enough and all(spans.total() >= MIN_NEW for spans in self._spans_to_tell(marks).values())

    def is_safe(self, marks: tuple[int, ...]) -> bool:
        """Whether nobody is known to have failed, by the spans alone and by when the results were told."""
        spans = self._spans_to_tell(marks).values()
        apart = all(tells({_FAILED: span[False], _OTHERS: span[True]}, (_FAILED,)) for span in spans)
        left = [*self._left(marks)]
        return apart and failures_hidden(left) and uncounted_hidden(left, self._uncounted(marks))

    def _uncounted(self, marks: tuple[int, ...]) -> Iterator[Uncounted]:
        """The ends of those who were counted when they were told, and are counted no more."""
        results, curves = self._told, [one.quarter for one in self.teller.tellings.curve]
        for her in self.teller.uncounted:
            for end in _ends(her, self.frame.cutoff):
                row, since = self._row(end), self._first_without(her, results)
                if row < since:
                    block, back = self._block(end), self._first_without(her, curves)
                    told = end.month != _NEVER and block < back
                    columns = [(one, self._span(one, end.month, marks)) if told else None for one in (block, back)]
                    yield Uncounted(row, since, *columns)

    def _spans_to_tell(self, marks: tuple[int, ...]) -> dict[tuple[int, int], Counter[bool]]:
        """How many in each span of each block hide a failure, and how many do not; but for what was told before."""
        found: dict[tuple[int, int], Counter[bool]] = defaultdict(Counter)
        for (block, month, hides), stays_alike in self._alike.items():
            if not set(marks) <= self._marks[block]:
                found[block, self._span(block, month, marks)][hides] += stays_alike
        return found

    @cached_property
    def _alike(self) -> Counter[tuple[int, int, bool]]:
        """How many left in the same block and month, and hide a failure or do not."""
        return Counter((self._block(stay), stay.month, stay.hides) for stay in self.ended)

    def _left(self, marks: tuple[int, ...]) -> Iterator[Left]:
        """Everybody who left, by telling and by block and span; an end after the first is no part of the curve."""
        for stay in self.ended:
            block = self._block(stay)
            yield Left(self._row(stay), (block, self._span(block, stay.month, marks)), stay.failed, stay.first)
        for summary, over in self.frame.endings:
            if over.on > summary.episode_ends[0].on:
                again = Stay(_NEVER, _NEVER, over.on, over.how, first=False)
                block = self._block(again)
                yield Left(self._row(again), (block, self._span(block, _NEVER, marks)), again.failed, hides=False)

    def _first_without(self, her: CaseSummary, told: Sequence[Quarter]) -> int:
        """Which telling was the first, or will be, that she is not counted in."""
        return sum(self.teller.counted_in(her, quarter) for quarter in told)

    def _row(self, stay: Stay) -> int:
        """The telling of the results, or the refusal to tell them, by which it had ended."""
        assert stay.ended
        return bisect_left(self._told, Quarter.of(stay.ended))

    def _block(self, stay: Stay) -> int:
        """The telling of the curve by which the results were told that it is in."""
        return self._blocks[self._row(stay)]

    @cached_property
    def _told(self) -> tuple[Quarter, ...]:
        return self.teller.tellings.rows

    @cached_property
    def _blocks(self) -> list[int]:
        """Of each telling of the results the telling of the curve it is in."""
        curves = [one.quarter for one in self.teller.tellings.curve]
        return [bisect_left(curves, told) for told in self._told]

    @cached_property
    def _marks(self) -> list[set[int]]:
        """Of each telling of the curve, and after the last, the months it and those after it tell."""
        curves = self.teller.tellings.curve
        return [{mark for one in curves[block:] for mark in one.marks} for block in range(len(curves) + 1)]

    def _span(self, block: int, month: int, marks: Collection[int]) -> int:
        return sum(mark < month for mark in {*marks, *self._marks[block]})

    def readings(
        self, marks: Sequence[int], *, no_contact_fails: bool = True
    ) -> Iterator[tuple[int, SurvivalEstimate]]:
        """The estimate at each mark."""
        spans, before, at_start = [], -1, len(self.everybody)
        for mark in marks:
            after = self._observed(mark)
            inside = [stay for stay in self.ended if before < stay.month <= mark]
            failed = sum(failed for _, failed in _follow_up_times(inside, no_contact_fails=no_contact_fails))
            spans.append(LifeTableSpan(at_start, failed, at_start - after - failed))
            before, at_start = mark, after
        return zip(marks, life_table(spans), strict=True)
