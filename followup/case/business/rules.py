"""The check of a business plan on the day it is entered: small rules, each with the reason shown to the person.

A rule's docstring is that reason. Rules look at a plan and its context only; what is too much or too little is in
`Thresholds`, which the caller reads from the shipped data.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from followup.case.business.money import Currency
from followup.case.business.plan import CostKind, PaidBy, Partner, PartnerRole, Plan, Reckoning, reckon
from followup.case.business.rule_inputs import (
    PlanContext,
    PlanRuleInputs,
    PlanThresholds,
    PlanWarning,
    customers_a_day,
    number_word,
    plan_thresholds_from_mapping,
    tenths,
    tenths_up,
)
from followup.case.vocabulary import RiskKind, Severity
from followup.messages import say

__all__ = [
    "PLAN_RULES",
    "PlanContext",
    "PlanThresholds",
    "PlanWarning",
    "check_business_plan",
    "plan_thresholds_from_mapping",
]

BUSINESS_MODULE = "small-business"
"""The training module without which nobody should open a business."""


PlanFinding = tuple[Severity, str] | None
PlanRuleFunction = Callable[[PlanRuleInputs], PlanFinding]


@dataclass(frozen=True, slots=True)
class PlanRule:
    """A rule with its id and the risk it is about; ``priced`` rules say nothing while the price list is empty."""

    name: str
    risk: RiskKind
    look: PlanRuleFunction
    priced: bool

    @property
    def reason(self) -> str:
        """Why the rule exists, as shown to the person."""
        return say(" ".join((self.look.__doc__ or "").split()))


PLAN_RULES: list[PlanRule] = []
"""In the order in which findings are shown."""


def _rule(risk: RiskKind, *, priced: bool = False) -> Callable[[PlanRuleFunction], PlanRuleFunction]:
    def register(look: PlanRuleFunction) -> PlanRuleFunction:
        PLAN_RULES.append(PlanRule(look.__name__, risk, look, priced))
        return look

    return register


def check_business_plan(plan: Plan, context: PlanContext) -> tuple[PlanWarning, ...]:
    """Everything the rules find in ``plan``, in the order of the rules."""
    look = PlanRuleInputs(plan, context, reckon(plan, plan.customers.low), reckon(plan))
    asked = [rule for rule in PLAN_RULES if plan.prices or not rule.priced]
    answers = [(rule, rule.look(look)) for rule in asked]
    return tuple(PlanWarning(rule.name, rule.risk, *found, rule.reason) for rule, found in answers if found)


# --- can it stand ---------------------------------------------------------------------------------


@_rule(RiskKind.BELOW_BREAK_EVEN)
def no_prices(look: PlanRuleInputs) -> PlanFinding:
    """Without a price list nobody can tell whether the business can live, and she cannot tell a customer either."""
    if look.plan.prices:
        return None
    return Severity.CONCERN, say("The price list is empty: what the business takes in cannot be reckoned.")


@_rule(RiskKind.BELOW_BREAK_EVEN)
def no_costs(look: PlanRuleInputs) -> PlanFinding:
    """Every business has costs. A plan that leaves them out looks better than any business can be."""
    if look.expected.costs:
        return None
    return Severity.CONCERN, say("No monthly costs are written down: nothing shows that the business can break even.")


@_rule(RiskKind.BELOW_BREAK_EVEN, priced=True)
def below_break_even(look: PlanRuleInputs) -> PlanFinding:
    """A business that takes in less than it costs uses up all it was given, however good her work is, and closes."""
    if look.expected.left < 0:
        return Severity.DANGER, say("The plan cannot break even.") + " " + _against_costs(look, look.expected)
    if look.fewest.left < 0:
        return Severity.CONCERN, say("The plan breaks even only on good days.") + " " + _against_costs(
            look, look.fewest
        )
    return None


def _against_costs(look: PlanRuleInputs, month: Reckoning) -> str:
    figures = say(
        "At {customers} a month brings in {takings} and costs {costs}.",
        customers=look.at(month),
        takings=look.show(month.takings),
        costs=look.show(month.costs + month.instalment),
    )
    if month.break_even is None:
        return figures + " " + say("At these prices no number of customers is enough.")
    return figures + " " + say("It takes {customers}.", customers=customers_a_day(tenths_up(month.break_even)))


@_rule(RiskKind.BELOW_BREAK_EVEN, priced=True)
def take_home(look: PlanRuleInputs) -> PlanFinding:
    """She must eat and pay her way every month. When the business does not pay for that, something else will."""
    needed = look.expected.take_home
    short = [month for month in (look.expected, look.fewest) if month.left < month.take_home]
    if not needed or not short:
        return None
    sentence = say(
        "{needed} a month must be taken home, and {left} is left to share at {customers}.",
        needed=look.show(needed),
        left=look.show(max(short[0].left, Fraction(0))),
        customers=look.at(short[0]),
    )
    return (Severity.CONCERN if short[0] is look.expected else Severity.WATCH), sentence


@_rule(RiskKind.BELOW_BREAK_EVEN)
def take_home_not_said(look: PlanRuleInputs) -> PlanFinding:
    """A plan is enough only measured against what each must take home, for food, rent, children and parents."""
    silent = sum(partner.shares and partner.take_home is None for partner in look.plan.partners)
    if not silent:
        return None
    return Severity.WATCH, say(
        "What must be taken home a month is not written down for {some} of {all} who share.",
        some=number_word(silent),
        all=number_word(look.plan.sharers),
    )


@_rule(RiskKind.BELOW_BREAK_EVEN, priced=True)
def below_garment_wage(look: PlanRuleInputs) -> PlanFinding:
    """The factories are what she compares with. Work that pays less is easily left, for the factory or for worse."""
    wage = look.limits.garment_wage * (Fraction(look.plan.rate) if look.plan.currency is Currency.KHR else 1)
    if look.expected.left_each >= wage:
        return None
    return Severity.WATCH, say(
        "{left} a month is left for each who shares; garment work pays about {wage} after the first month.",
        left=look.show(max(look.expected.left_each, Fraction(0))),
        wage=look.show(wage),
    )


# --- who runs it ----------------------------------------------------------------------------------


@_rule(RiskKind.PARTNERS_CONFLICT)
def too_few_to_share(look: PlanRuleInputs) -> PlanFinding:
    """Partners who wait for the same few customers are idle most of the day and quarrel over what little comes in."""
    sharers = look.plan.sharers
    enough = sharers * look.limits.customers_per_partner
    if sharers < 2 or look.expected.customers >= enough:
        return None
    sentence = say(
        "{partners} partners share fewer than {customers} customers a day{price}.",
        partners=number_word(sharers).capitalize(),
        customers=number_word(enough),
        price=look.at_price(),
    )
    return Severity.CONCERN, sentence


@_rule(RiskKind.NO_SUPERVISOR)
def nobody_in_charge(look: PlanRuleInputs) -> PlanFinding:
    """Where partners have chosen nobody to decide, work is put off, money is quarrelled over, and nobody stops it."""
    partners = look.plan.partners
    if len(partners) < 2 or any(partner.in_charge for partner in partners):
        return None
    return Severity.CONCERN, say(
        "{partners} partners, and nobody is in charge.", partners=number_word(len(partners)).capitalize()
    )


@_rule(RiskKind.OTHER)
def no_business_training(look: PlanRuleInputs) -> PlanFinding:
    """A trade is not a business: prices, costs and sharing are learned too, and a shop has closed for want of it."""
    modules = look.context.modules
    if modules is None:
        return Severity.WATCH, say("It is not written down whether she was trained in running a small business.")
    if BUSINESS_MODULE in modules:
        return None
    return Severity.CONCERN, say("She was not trained in running a small business.")


@_rule(RiskKind.BELOW_BREAK_EVEN)
def same_trade_nearby(look: PlanRuleInputs) -> PlanFinding:
    """Graduates of one course who open the same shop in the same place take each other's customers."""
    others = look.context.same_trade_nearby
    if others < look.limits.same_trade_nearby:
        return None
    return Severity.CONCERN, say("{others} other graduates have the same trade in her district.", others=others)


@_rule(RiskKind.BELOW_BREAK_EVEN)
def one_trade_only(look: PlanRuleInputs) -> PlanFinding:
    """Partners who all do the same work bring no customers of another kind, and none to buy, sell or keep the money."""
    learned = {partner.trade or look.plan.trade for partner in look.plan.partners if _is_graduate(partner)}
    if len(look.plan.partners) < 2 or len(learned) > 1 or not all(map(_is_graduate, look.plan.partners)):
        return None
    partners = number_word(len(look.plan.partners))
    return Severity.WATCH, say("All {partners} partners are graduates with the same one trade.", partners=partners)


def _is_graduate(partner: Partner) -> bool:
    return partner.role in (PartnerRole.HERSELF, PartnerRole.GRADUATE)


@_rule(RiskKind.BELOW_BREAK_EVEN)
def open_few_days(look: PlanRuleInputs) -> PlanFinding:
    """Customers who find the door closed go elsewhere and stay there; rent is due for the closed days as well."""
    days, least = look.plan.days_open, look.limits.least_days_open
    if days >= least:
        return None
    return Severity.WATCH, say(
        "It is open on {days} days a month, fewer than {least}.", days=days, least=number_word(least)
    )


# --- what eats it up ------------------------------------------------------------------------------


@_rule(RiskKind.BELOW_BREAK_EVEN, priced=True)
def rent_too_high(look: PlanRuleInputs) -> PlanFinding:
    """Rent is due whether customers come or not, and takes from a small shop what she and the materials need."""
    return _too_much(look, CostKind.RENT, look.limits.rent_share)


@_rule(RiskKind.BELOW_BREAK_EVEN, priced=True)
def electricity_too_high(look: PlanRuleInputs) -> PlanFinding:
    """Electricity is paid whether customers come or not; together with too few customers it has closed a shop."""
    return _too_much(look, CostKind.ELECTRICITY, look.limits.electricity_share)


def _too_much(look: PlanRuleInputs, kind: CostKind, share: Fraction) -> PlanFinding:
    cost = look.plan.monthly(kind)
    if cost <= look.expected.takings * share:
        return None
    return Severity.CONCERN, say(
        "Of {takings} taken in a month, {cost} goes for {kind}.",
        takings=look.show(look.expected.takings),
        cost=look.show(cost),
        kind=kind.label,
    )


@_rule(RiskKind.BELOW_BREAK_EVEN, priced=True)
def start_up_money_short(look: PlanRuleInputs) -> PlanFinding:
    """Start-up money buys time to find customers. Gone before they come, it leaves a closed door or a debt."""
    months = look.expected.months_of_money
    if months is None or months >= look.limits.start_up_months:
        return None
    return Severity.CONCERN, say("The start-up money is spent after {months} months.", months=tenths(months))


@_rule(RiskKind.DEBT, priced=True)
def instalment_not_covered(look: PlanRuleInputs) -> PlanFinding:
    """A loan the business cannot pay back is paid back in other ways, and debt is a road back into exploitation."""
    short = [month for month in (look.expected, look.fewest) if month.instalment and month.left < 0]
    if not short:
        return None
    sentence = say(
        "The instalment is {instalment} a month, and {left} is left to pay it from at {customers}.",
        instalment=look.show(short[0].instalment),
        left=look.show(max(short[0].takings - short[0].costs, Fraction(0))),
        customers=look.at(short[0]),
    )
    return (Severity.DANGER if short[0] is look.expected else Severity.CONCERN), sentence


@_rule(RiskKind.DEBT, priced=True)
def debt_too_large(look: PlanRuleInputs) -> PlanFinding:
    """A large debt hangs over everything she earns, and one illness or bad season makes it grow."""
    owed, months = look.plan.owed(), look.limits.debt_months
    if owed <= look.expected.takings * months:
        return None
    return Severity.CONCERN, say(
        "{owed} is to be paid back, more than {months} months of takings.",
        owed=look.show(owed),
        months=number_word(months),
    )


@_rule(RiskKind.DEBT)
def credit_without_loan(look: PlanRuleInputs) -> PlanFinding:
    """What is bought on credit is paid back, and a plan that does not say when and how much cannot be judged."""
    if look.plan.loan or not look.plan.outlay(PaidBy.MICRO_CREDIT):
        return None
    return Severity.WATCH, say("Something is bought with a micro-credit loan, and no loan is written down.")
