"""The businesses of graduates in follow-up: what was told of them in the quarter, against their plans."""

from collections import defaultdict
from fractions import Fraction

from followup.case.vocabulary import Code
from followup.messages import say
from followup.statistics.case_summary import Life, Shop
from followup.statistics.disclosure.small_groups import Group, counted
from followup.statistics.report_model import Column, Estimate, Figures, Row, Section
from followup.statistics.sections.frame import Frame, told_row


class Trading(Code):
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
            Trading.AT_OR_ABOVE: say("takings at or above the plan"),
            Trading.HALF_OR_MORE: say("half of the plan or more"),
            Trading.UNDER_HALF: say("under half of the plan"),
            Trading.NOT_TOLD: say("has a plan, told nothing"),
            Trading.CLOSED: say("business closed"),
            Trading.NO_PLAN: say("no business plan"),
        }[self]

    @property
    def told(self) -> bool:
        """Whether takings were told that a plan can be held against."""
        return self in (Trading.AT_OR_ABOVE, Trading.HALF_OR_MORE, Trading.UNDER_HALF)


def section(frame: Frame) -> Section:
    """Business: how takings compare with the plan, who does not cover her costs, and takings by trade."""
    groups = _groups(frame)
    told = _told(frame, groups)
    return Section(
        id="business",
        title=say("Business"),
        about=say(
            "The last month told in the quarter, as she told it. Takings are compared with what her plan expects; "
            "costs are those told, or planned, and what is paid back of a loan."
        ),
        tables=(_owners(groups), _break_even(frame, told), _trades(frame, told)),
    )


def standing(shop: Shop | None) -> Trading:
    """How a business stands; without takings, or without prices in the plan, nothing is told of it."""
    if shop is None:
        return Trading.NO_PLAN
    if not shop.open:
        return Trading.CLOSED
    if shop.taken is None or not shop.planned:
        return Trading.NOT_TOLD
    if shop.taken >= shop.planned:
        return Trading.AT_OR_ABOVE
    return Trading.HALF_OR_MORE if 2 * shop.taken >= shop.planned else Trading.UNDER_HALF


def _groups(frame: Frame) -> tuple[Group, ...] | None:
    """Everybody in follow-up by how her business stands: those who told of it, and the others, or all in one."""
    people: dict[Trading, list[str]] = defaultdict(list)
    for life in frame.followed:
        people[standing(life.shop)].append(life.id)
    parts = [(what, Group((what.value,), (counted(people[what]),))) for what in Trading if what in people]
    told = frame.safe((group for what, group in parts if what.told), ordered=True)
    silent = frame.safe(group for what, group in parts if not what.told)
    if told is None or silent is None:
        return frame.safe(group for _, group in parts)
    return (*told, *silent)


def _told(frame: Frame, groups: tuple[Group, ...] | None) -> list[tuple[Life, Shop]]:
    """Those who told of their business; nobody where they were merged with others, who could be found by difference."""
    if not groups or any(len({Trading(what).told for what in group.ids}) > 1 for group in groups):
        return []
    return [(life, life.shop) for life in frame.followed if life.shop and standing(life.shop).told]


def _owners(groups: tuple[Group, ...] | None) -> Figures:
    order = list(Trading)
    rows = sorted(groups or (), key=lambda group: min(order.index(Trading(what)) for what in group.ids))
    return Figures(
        id="owners",
        title=say("How businesses stand"),
        columns=(Column("people", say("people")),),
        rows=tuple(_owner_row(group) for group in rows),
        total=Row("all", say("All in follow-up"), (sum(group.parts[0].count for group in rows),)) if rows else None,
        note="" if rows else say("Not told: too few people."),
    )


def _owner_row(group: Group) -> Row:
    whole = {one.value for one in Trading if one.told} <= set(group.ids)
    words = [Trading(what).label for what in group.ids if not (whole and Trading(what).told)]
    label = say(", or ").join([*([say("has a plan, told her takings")] if whole else []), *words])
    return Row("-".join(group.ids), label[:1].upper() + label[1:], (group.parts[0].count,), other=group.merged)


def _break_even(frame: Frame, told: list[tuple[Life, Shop]]) -> Figures:
    under = counted(life.id for life, shop in told if not shop.covered)
    above = counted(life.id for life, shop in told if shop.covered)
    return Figures(
        id="break_even",
        title=say("Under break-even"),
        columns=(Column("under", say("under break-even")),),
        rows=(Row("all", say("Takings did not cover the costs"), (frame.share(under, above) if told else None,)),),
    )


def _trades(frame: Frame, told: list[tuple[Life, Shop]]) -> Figures:
    """Takings of all of a trade together in percent of what their plans expect together."""
    trades: dict[str, list[tuple[str, Shop]]] = defaultdict(list)
    for life, shop in told:
        trades[frame.named(shop.trade)].append((life.id, shop))
    groups = [Group((trade,), (counted(who for who, _ in shops),)) for trade, shops in trades.items()]
    rows = sorted(frame.safe(groups) or (), key=lambda group: (group.merged, -group.parts[0].count, group.ids))
    return Figures(
        id="trades",
        title=say("Takings against plan, by trade"),
        columns=(Column("owners", say("owners")), Column("takings", say("takings in % of the plan"))),
        rows=tuple(
            told_row(group, str.capitalize, (group.parts[0].count, _ratio(trades, group)), say("Other trades"))
            for group in rows
        ),
        note="" if rows else say("Not told: too few people."),
    )


def _ratio(trades: dict[str, list[tuple[str, Shop]]], group: Group) -> Estimate:
    shops = [shop for trade in group.ids for _, shop in trades[trade]]
    taken = sum((shop.taken or Fraction(0) for shop in shops), Fraction(0))
    planned = sum((shop.planned for shop in shops), Fraction(0))
    return Estimate(int(100 * taken / planned + Fraction(1, 2)))
