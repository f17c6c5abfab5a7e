"""The businesses of graduates in follow-up: what was told of them in the quarter, against their plans."""

from collections import defaultdict
from fractions import Fraction

from followup.case.vocabulary import Term
from followup.messages import say
from followup.statistics.case_summary import BusinessMonth, CaseSummary
from followup.statistics.disclosure.small_groups import Group, counted
from followup.statistics.report_model import Estimate, ReportColumn, ReportRow, ReportSection, ReportTable
from followup.statistics.sections.frame import Frame, people, people_table, released_row


class BusinessStatus(Term):
    """How a graduate's business stands against its plan."""

    AT_OR_ABOVE = "at_or_above"
    HALF_OR_MORE = "half_or_more"
    UNDER_HALF = "under_half"
    NOT_TOLD = "not_told"
    CLOSED = "closed"
    NO_PLAN = "no_plan"

    @property
    def label(self) -> str:
        """How it stands in words for people."""
        return {
            BusinessStatus.AT_OR_ABOVE: say("takings at or above the plan"),
            BusinessStatus.HALF_OR_MORE: say("half of the plan or more"),
            BusinessStatus.UNDER_HALF: say("under half of the plan"),
            BusinessStatus.NOT_TOLD: say("has a plan, told nothing"),
            BusinessStatus.CLOSED: say("business closed"),
            BusinessStatus.NO_PLAN: say("no business plan"),
        }[self]

    @property
    def reported(self) -> bool:
        """Whether takings were told that a plan can be held against."""
        return self in (BusinessStatus.AT_OR_ABOVE, BusinessStatus.HALF_OR_MORE, BusinessStatus.UNDER_HALF)


def section(frame: Frame) -> ReportSection:
    """Business: how takings compare with the plan, who does not cover her costs, and takings by trade."""
    groups = _groups(frame)
    reported = _reporting_owners(frame, groups)
    return ReportSection(
        id="business",
        title=say("Business"),
        about=say(
            "The last month told in the quarter, as she told it. Takings are compared with what her plan expects; "
            "costs are those told, or planned, and what is paid back of a loan."
        ),
        tables=(_status_table(groups), _break_even(frame, reported), _takings_by_trade(frame, reported)),
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


def _groups(frame: Frame) -> tuple[Group, ...] | None:
    """Everybody in follow-up by how her business stands: those who told of it, and the others, or all in one."""
    people: dict[BusinessStatus, list[str]] = defaultdict(list)
    for summary in frame.followed:
        people[business_status(summary.business_month)].append(summary.id)
    parts = [(what, Group((what.value,), (counted(people[what]),))) for what in BusinessStatus if what in people]
    reported = frame.safe((group for what, group in parts if what.reported), ordered=True)
    silent = frame.safe(group for what, group in parts if not what.reported)
    if reported is None or silent is None:
        return frame.safe(group for _, group in parts)
    return (*reported, *silent)


def _reporting_owners(frame: Frame, groups: tuple[Group, ...] | None) -> list[tuple[CaseSummary, BusinessMonth]]:
    """Those who told of their business; nobody where they were merged with others, who could be found by difference."""
    if not groups or any(len({BusinessStatus(what).reported for what in group.ids}) > 1 for group in groups):
        return []
    return [
        (summary, summary.business_month)
        for summary in frame.followed
        if summary.business_month and business_status(summary.business_month).reported
    ]


def _status_table(groups: tuple[Group, ...] | None) -> ReportTable:
    order = list(BusinessStatus)
    rows = sorted(groups or (), key=lambda group: min(order.index(BusinessStatus(what)) for what in group.ids))
    return people_table(
        "owners",
        say("How businesses stand"),
        map(_status_row, rows),
        sum(group.size for group in rows),
        note=say("Not told: too few people."),
    )


def _status_row(group: Group) -> ReportRow:
    whole = {one.value for one in BusinessStatus if one.reported} <= set(group.ids)
    words = [BusinessStatus(what).label for what in group.ids if not (whole and BusinessStatus(what).reported)]
    label = say(", or ").join([*([say("has a plan, told her takings")] if whole else []), *words])
    return ReportRow("-".join(group.ids), label[:1].upper() + label[1:], people(group.size), merged=group.merged)


def _break_even(frame: Frame, reported: list[tuple[CaseSummary, BusinessMonth]]) -> ReportTable:
    under = counted(summary.id for summary, business_month in reported if not business_month.covered)
    above = counted(summary.id for summary, business_month in reported if business_month.covered)
    share = frame.share(under, above) if reported else None
    return ReportTable(
        id="break_even",
        title=say("Under break-even"),
        columns=(ReportColumn("under", say("under break-even")),),
        rows=(ReportRow("all", say("Takings did not cover the costs"), {"under": share}),),
    )


def _takings_by_trade(frame: Frame, reported: list[tuple[CaseSummary, BusinessMonth]]) -> ReportTable:
    """Takings of all of a trade together in percent of what their plans expect together."""
    trades: dict[str, list[tuple[str, BusinessMonth]]] = defaultdict(list)
    for summary, business_month in reported:
        trades[business_month.trade].append((summary.id, business_month))
    groups = [Group((trade,), (counted(who for who, _ in shops),)) for trade, shops in trades.items()]
    rows = sorted(frame.safe(groups) or (), key=lambda group: (group.merged, -group.size, group.ids))
    return ReportTable(
        id="trades",
        title=say("Takings against plan, by trade"),
        columns=(ReportColumn("owners", say("owners")), ReportColumn("takings", say("takings in % of the plan"))),
        rows=tuple(
            released_row(
                group,
                str.capitalize,
                {"owners": group.size, "takings": _ratio(trades, group)},
                say("Other trades"),
                named=frame.named,
            )
            for group in rows
        ),
        note="" if rows else say("Not told: too few people."),
    )


def _ratio(trades: dict[str, list[tuple[str, BusinessMonth]]], group: Group) -> Estimate:
    shops = [business_month for trade in group.ids for _, business_month in trades[trade]]
    taken = sum((business_month.taken or Fraction(0) for business_month in shops), Fraction(0))
    planned = sum((business_month.planned for business_month in shops), Fraction(0))
    return Estimate(int(100 * taken / planned + Fraction(1, 2)))
