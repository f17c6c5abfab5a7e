"""The businesses of graduates in follow-up: what was told of them in the quarter, against their plans."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from fractions import Fraction

from followup.case.vocabulary import Term
from followup.messages import say
from followup.statistics.case_summary import BusinessMonth
from followup.statistics.proportions import Proportion
from followup.statistics.release import MIN_PEOPLE, TableKind
from followup.statistics.report_model import (
    NOT_TOLD,
    CellValue,
    Estimate,
    ReportColumn,
    ReportRow,
    ReportSection,
    ReportTable,
)
from followup.statistics.sections.flags import few_followed_note
from followup.statistics.sections.frame import Frame, people, people_table
from followup.values import replace


class BusinessStatus(Term):
    """How a graduate's business stands against its plan."""

    AT_OR_ABOVE = "at_or_above", say("takings at or above the plan")
    HALF_OR_MORE = "half_or_more", say("half of the plan or more")
    UNDER_HALF = "under_half", say("under half of the plan")
    NOT_TOLD = "not_told", say("has a plan, told nothing")
    CLOSED = "closed", say("business closed")
    NO_PLAN = "no_plan", say("no business plan")

    @property
    def seen(self) -> bool:
        """Whether neighbours see it: that she has no business, or that it has closed."""
        return self in (BusinessStatus.CLOSED, BusinessStatus.NO_PLAN)

    @property
    def reported(self) -> bool:
        """Whether takings were told that a plan can be held against."""
        return self in (BusinessStatus.AT_OR_ABOVE, BusinessStatus.HALF_OR_MORE, BusinessStatus.UNDER_HALF)


def section(frame: Frame) -> ReportSection:
    """Business: how takings compare with the plan, who does not cover her costs; for staff takings by trade."""
    statuses = Counter(business_status(summary.business_month) for summary in frame.followed)
    reported = _reported(frame)
    return ReportSection(
        id="business",
        title=say("Business"),
        about=say(
            "The last month told in the quarter, as she told it. Takings are compared with what her plan expects; "
            "costs are those told, or planned, and what is paid back of a loan."
        ),
        tables=(
            _status_table(frame, statuses),
            _break_even(frame, statuses, reported),
            *([_takings_by_trade(frame, reported)] if frame.internal else ()),
        ),
    )


def business_status(business_month: BusinessMonth | None) -> BusinessStatus:
    """How a business stands; without takings, or without prices in the plan, nothing is told of it."""
    if business_month is None:
        return BusinessStatus.NO_PLAN
    if not business_month.open:
        return BusinessStatus.CLOSED
    if business_month.taken is None or not business_month.planned:
        return BusinessStatus.NOT_TOLD
    if business_month.taken >= business_month.planned:
        return BusinessStatus.AT_OR_ABOVE
    return (
        BusinessStatus.HALF_OR_MORE if 2 * business_month.taken >= business_month.planned else BusinessStatus.UNDER_HALF
    )


def _reported(frame: Frame) -> list[BusinessMonth]:
    """The businesses of which takings were told."""
    months = [summary.business_month for summary in frame.followed if summary.business_month]
    return [month for month in months if business_status(month).reported]


def _tells_takings(frame: Frame, statuses: Counter[BusinessStatus]) -> bool:
    """Whether takings may be told: neighbours see whose shop is open, so these are all who can be in a class."""
    shops = {status.value: statuses[status] for status in BusinessStatus if not status.seen}
    return frame.tells(shops, [status.value for status in BusinessStatus if status.reported])


def _status_table(frame: Frame, statuses: Counter[BusinessStatus]) -> ReportTable:
    told = _tells_takings(frame, statuses)
    few = not frame.internal and len(frame.followed) < MIN_PEOPLE

    def figure(status: BusinessStatus) -> CellValue:
        return statuses[status] if told or (status.seen and not few) else NOT_TOLD

    rows = [
        ReportRow(status.value, status.label[:1].upper() + status.label[1:], people(figure(status)))
        for status in BusinessStatus
        if statuses[status] or figure(status) == NOT_TOLD
    ]
    table = people_table("owners", say("How businesses are doing"), rows, len(frame.followed), kind=TableKind.STATE)
    if told or not frame.followed:
        return table
    why = say("Takings are told of five shops or more, not nearly all in one row.")
    return replace(table, note=few_followed_note() if few else why)


def _break_even(frame: Frame, statuses: Counter[BusinessStatus], reported: Sequence[BusinessMonth]) -> ReportTable:
    under = sum(not business_month.covered for business_month in reported)
    share = Proportion(under, len(reported))
    told = _tells_takings(frame, statuses) and frame.tells({"under": under, "above": share.of - under}, ("under",))
    figure: CellValue = NOT_TOLD if not told else share if reported else None
    return ReportTable(
        id="break_even",
        title=say("Under break-even"),
        kind=TableKind.STATE,
        columns=(ReportColumn("under", say("under break-even")),),
        rows=(ReportRow("all", say("Takings did not cover the costs"), {"under": figure}),),
    )


def _takings_by_trade(frame: Frame, reported: Sequence[BusinessMonth]) -> ReportTable:
    """For staff: takings of all of a trade together in percent of what their plans expect together."""
    trades: dict[str, list[BusinessMonth]] = defaultdict(list)
    for business_month in reported:
        trades[frame.named(business_month.trade)].append(business_month)
    rows = sorted(trades, key=lambda trade: (-len(trades[trade]), trade))
    return ReportTable(
        id="trades",
        title=say("Takings against plan, by trade"),
        kind=TableKind.CROSSED,
        columns=(ReportColumn("owners", say("owners")), ReportColumn("takings", say("takings in % of the plan"))),
        rows=tuple(
            ReportRow(trade, trade.capitalize(), {"owners": len(trades[trade]), "takings": _ratio(trades[trade])})
            for trade in rows
        ),
        note="" if rows else say("Nobody told her takings."),
    )


def _ratio(shops: Sequence[BusinessMonth]) -> Estimate:
    taken = sum((business_month.taken or Fraction(0) for business_month in shops), Fraction(0))
    planned = sum((business_month.planned for business_month in shops), Fraction(0))
    return Estimate(int(100 * taken / planned + Fraction(1, 2)))
