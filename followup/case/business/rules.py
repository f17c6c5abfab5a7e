"""The check of a business plan on the day it is entered: small rules, run by `followup.case.rules`.

Rules look at a plan and its context only; what is too much or too little is in `PlanThresholds`, which the caller
reads from the shipped data.
"""

from fractions import Fraction
from functools import partial

from followup.case.business.earnings import BusinessKind
from followup.case.business.money import Currency
from followup.case.business.plan import (
    CostKind,
    PaidBy,
    Partner,
    PartnerRole,
    Plan,
    Reckoning,
    reckon,
    reckon_fewest,
)
from followup.case.business.rule_inputs import (
    PlanContext,
    PlanRuleInputs,
    customers_a_day,
    number_word,
    tenths,
    tenths_up,
)
from followup.case.rules import Concerns, Finding, Rules, run
from followup.case.vocabulary import RiskKind, Severity
from followup.messages import say, say_count

BUSINESS_MODULE = "small-business"
"""The training module without which nobody should open a business."""

PLAN_RULES: Rules[PlanRuleInputs, Concerns] = Rules()
"""In the order in which findings are shown."""


def check_business_plan(plan: Plan, context: PlanContext) -> tuple[Finding, ...]:
    """Everything the rules find in ``plan``, in the order of the rules."""
    return run(PLAN_RULES, PlanRuleInputs(plan, context, reckon_fewest(plan), reckon(plan)))


def _is_shop(inputs: PlanRuleInputs) -> bool:
    """Whether there are customers and a door to open, which pigs, gardens and seasonal work have not."""
    return inputs.plan.kind is BusinessKind.SHOP


def _is_shop_with_prices(inputs: PlanRuleInputs) -> bool:
    return _is_shop(inputs) and bool(inputs.plan.prices)


_rule_with_prices = partial(PLAN_RULES.rule, when=lambda inputs: inputs.plan.takings_known)
"""A rule that is asked only where takings can be reckoned: of a shop without prices nothing can be said of them."""


# --- can it stand ---------------------------------------------------------------------------------


@PLAN_RULES.rule(
    reason="Without a price list nobody can tell whether the business can live, and she cannot tell a customer either.",
    risk=RiskKind.BELOW_BREAK_EVEN,
    when=_is_shop,
)
def no_prices(inputs: PlanRuleInputs) -> Concerns:
    """The price list is empty."""
    if not inputs.plan.prices:
        yield Severity.CONCERN, say("The price list is empty: what the business takes in cannot be worked out.")


@PLAN_RULES.rule(
    reason="Every business has costs. A plan that leaves them out looks better than any business can be.",
    risk=RiskKind.BELOW_BREAK_EVEN,
)
def no_costs(inputs: PlanRuleInputs) -> Concerns:
    """No monthly costs are written down."""
    if not inputs.expected.costs:
        sentence = say("No monthly costs are written down: nothing shows that the business can break even.")
        yield Severity.CONCERN, sentence


@_rule_with_prices(
    reason="A business that takes in less than it costs uses up all it was given, however good her "
    "work is, and closes.",
    risk=RiskKind.BELOW_BREAK_EVEN,
)
def below_break_even(inputs: PlanRuleInputs) -> Concerns:
    """A loss at the expected number of customers is a danger; at the fewest, a concern."""
    if inputs.expected.left < 0:
        yield Severity.DANGER, say("The plan cannot break even.") + " " + _against_costs(inputs, inputs.expected)
    elif inputs.fewest.left < 0:
        figures = _against_costs(inputs, inputs.fewest)
        yield Severity.CONCERN, say("The plan breaks even only on good days.") + " " + figures


def _against_costs(inputs: PlanRuleInputs, month: Reckoning) -> str:
    if inputs.plan.cycle:
        return _sale_against_costs(inputs, month)
    figures = say(
        "At {customers} a month brings in {takings} and costs {costs}.",
        customers=inputs.at(month),
        takings=inputs.show(month.takings),
        costs=inputs.show(month.costs + month.instalment),
    )
    if month.break_even is None:
        return figures + " " + say("At these prices no number of customers is enough.")
    return figures + " " + say("It takes {customers}.", customers=customers_a_day(tenths_up(month.break_even)))


def _sale_against_costs(inputs: PlanRuleInputs, month: Reckoning) -> str:
    assert inputs.plan.cycle is not None
    assert month.sale_needed is not None
    return say(
        "With {sales} a month brings in {takings} on average and costs {costs}. Each {unit} must bring {needed}.",
        sales=inputs.plan.cycle.words,
        takings=inputs.show(month.takings),
        costs=inputs.show(month.costs + month.instalment),
        unit=inputs.plan.cycle.unit,
        needed=inputs.show(month.sale_needed),
    )


@PLAN_RULES.rule(
    reason="Until the first animals or the first harvest are sold nothing comes in. Feed, seed and food are then "
    "bought on credit, or not at all.",
    risk=RiskKind.DEBT,
    when=lambda inputs: inputs.expected.first_income > 0,
)
def nothing_until_first_income(inputs: PlanRuleInputs) -> Concerns:
    """What is kept for the first months does not cover the costs until the first money (a concern), or her food."""
    months, needed = inputs.expected.first_income, inputs.expected.until_first
    kept = inputs.plan.worth(inputs.plan.start_up_money) if inputs.plan.start_up_money else Fraction(0)
    at_home = inputs.expected.take_home * months
    if kept >= needed + at_home:
        return
    sentence = say_count(
        months,
        "The first money comes in after one month; until then {needed} is paid out, and {kept} is kept for it.",
        "The first money comes in after {months} months; until then {needed} is paid out, and {kept} is kept for it.",
        months=number_word(months),
        needed=inputs.show(needed),
        kept=inputs.show(kept),
    )
    if at_home:
        sentence += " " + say("To take home it needs {home} more.", home=inputs.show(at_home))
    yield (Severity.CONCERN if kept < needed else Severity.WATCH), sentence


@_rule_with_prices(
    reason="She must eat and pay her way every month. When the business does not pay for that, something else will.",
    risk=RiskKind.BELOW_BREAK_EVEN,
)
def take_home(inputs: PlanRuleInputs) -> Concerns:
    """What is left at the expected or the fewest customers is less than the partners must take home."""
    needed = inputs.expected.take_home
    short = [month for month in (inputs.expected, inputs.fewest) if month.left < month.take_home]
    if needed and short:
        sentence = say(
            "{needed} a month must be taken home, and {left} is left to share at {customers}.",
            needed=inputs.show(needed),
            left=inputs.show(max(short[0].left, Fraction(0))),
            customers=inputs.at(short[0]),
        )
        yield (Severity.CONCERN if short[0] is inputs.expected else Severity.WATCH), sentence


@PLAN_RULES.rule(
    reason="A plan is enough only measured against what each must take home, for food, rent, children and parents.",
    risk=RiskKind.BELOW_BREAK_EVEN,
)
def take_home_not_said(inputs: PlanRuleInputs) -> Concerns:
    """Somebody who shares in the business has not said what she must take home."""
    silent = sum(partner.shares and partner.take_home is None for partner in inputs.plan.partners)
    if silent:
        sentence = say(
            "What must be taken home a month is not written down for {some} of {all} who share.",
            some=number_word(silent),
            all=number_word(inputs.plan.sharers),
        )
        yield Severity.WATCH, sentence


@_rule_with_prices(
    reason="The factories are what she compares with. Work that pays less is easily left, for the "
    "factory or for worse.",
    risk=RiskKind.BELOW_BREAK_EVEN,
)
def below_garment_wage(inputs: PlanRuleInputs) -> Concerns:
    """What is left for each who shares is less than the garment wage."""
    wage = inputs.context.thresholds.garment_wage * (
        Fraction(inputs.plan.rate) if inputs.plan.currency is Currency.KHR else 1
    )
    if inputs.expected.left_each < wage:
        sentence = say(
            "{left} a month is left for each who shares; garment work pays about {wage} after the first month.",
            left=inputs.show(max(inputs.expected.left_each, Fraction(0))),
            wage=inputs.show(wage),
        )
        yield Severity.WATCH, sentence


# --- who runs it ----------------------------------------------------------------------------------


@PLAN_RULES.rule(
    reason="Partners who wait for the same few customers are idle most of the day and quarrel over "
    "what little comes in.",
    risk=RiskKind.PARTNERS_CONFLICT,
    when=_is_shop,
)
def too_few_to_share(inputs: PlanRuleInputs) -> Concerns:
    """Two or more share, and there are fewer customers a day than so many for each of them."""
    sharers = inputs.plan.sharers
    enough = sharers * inputs.context.thresholds.customers_per_partner
    if sharers > 1 and inputs.expected.customers < enough:
        sentence = say(
            "{partners} partners share fewer than {customers} customers a day{price}.",
            partners=number_word(sharers).capitalize(),
            customers=number_word(enough),
            price=inputs.at_price(),
        )
        yield Severity.CONCERN, sentence


@PLAN_RULES.rule(
    reason="Where partners have chosen nobody to decide, work is put off, money is quarrelled over, "
    "and nobody stops it.",
    risk=RiskKind.NO_SUPERVISOR,
)
def nobody_in_charge(inputs: PlanRuleInputs) -> Concerns:
    """There are partners, and none of them is in charge."""
    partners = inputs.plan.partners
    if len(partners) > 1 and not any(partner.in_charge for partner in partners):
        count = number_word(len(partners)).capitalize()
        yield Severity.CONCERN, say("{partners} partners, and nobody is in charge.", partners=count)


@PLAN_RULES.rule(
    reason=(
        "A trade is not a business: prices, costs and sharing are learned too, and a shop has closed because "
        "nobody had taught this."
    ),
    risk=RiskKind.OTHER,
)
def no_business_training(inputs: PlanRuleInputs) -> Concerns:
    """The module on running a business is not among those she completed, or nobody wrote down which she did."""
    modules = inputs.context.modules
    if modules is None:
        yield Severity.WATCH, say("It is not written down whether she was trained in running a small business.")
    elif BUSINESS_MODULE not in modules:
        yield Severity.CONCERN, say("She was not trained in running a small business.")


@PLAN_RULES.rule(
    reason="Graduates of one course who open the same shop in the same place take each other's customers.",
    risk=RiskKind.BELOW_BREAK_EVEN,
    when=_is_shop,
)
def same_trade_nearby(inputs: PlanRuleInputs) -> Concerns:
    """So many other graduates in her district have her trade."""
    others = inputs.context.same_trade_nearby
    if others >= inputs.context.thresholds.same_trade_nearby:
        one, more = "Another graduate has", "{n} other graduates have"
        yield Severity.CONCERN, say("{who} the same trade in her district.", who=say_count(others, one, more))


@PLAN_RULES.rule(
    reason="Partners who all do the same work bring no customers of another kind, and none to buy, "
    "sell or keep the money.",
    risk=RiskKind.BELOW_BREAK_EVEN,
    when=_is_shop,
)
def one_trade_only(inputs: PlanRuleInputs) -> Concerns:
    """There are partners, all of them graduates, and all with the same trade."""
    partners = inputs.plan.partners
    trades = {partner.trade or inputs.plan.trade for partner in partners}
    if len(partners) > 1 and len(trades) == 1 and all(map(_is_graduate, partners)):
        count = number_word(len(partners))
        yield Severity.WATCH, say("All {partners} partners are graduates with the same one trade.", partners=count)


def _is_graduate(partner: Partner) -> bool:
    return partner.role in (PartnerRole.HERSELF, PartnerRole.GRADUATE)


@PLAN_RULES.rule(
    reason="Customers who find the door closed go elsewhere and stay there; rent is due for the closed days as well.",
    risk=RiskKind.BELOW_BREAK_EVEN,
    when=_is_shop,
)
def open_few_days(inputs: PlanRuleInputs) -> Concerns:
    """The business is open on fewer days a month than the least."""
    days, least = inputs.plan.days_open, inputs.context.thresholds.least_days_open
    if days is not None and days < least:
        one, more = (
            "It is open on 1 day a month, fewer than {least}.",
            "It is open on {n} days a month, fewer than {least}.",
        )
        sentence = say_count(days, one, more, least=number_word(least))
        yield Severity.WATCH, sentence


# --- what eats it up ------------------------------------------------------------------------------


@PLAN_RULES.rule(
    reason="Rent is due whether customers come or not, and takes from a small shop what she and the materials need.",
    risk=RiskKind.BELOW_BREAK_EVEN,
    when=_is_shop_with_prices,
)
def rent_too_high(inputs: PlanRuleInputs) -> Concerns:
    """Rent is more than its share of takings."""
    return _too_much(inputs, CostKind.RENT, inputs.context.thresholds.rent_share)


@PLAN_RULES.rule(
    reason="Electricity is paid whether customers come or not; together with too few customers it has closed a shop.",
    risk=RiskKind.BELOW_BREAK_EVEN,
    when=_is_shop_with_prices,
)
def electricity_too_high(inputs: PlanRuleInputs) -> Concerns:
    """Electricity is more than its share of takings."""
    return _too_much(inputs, CostKind.ELECTRICITY, inputs.context.thresholds.electricity_share)


def _too_much(inputs: PlanRuleInputs, kind: CostKind, share: Fraction) -> Concerns:
    cost = inputs.plan.monthly(kind)
    if cost > inputs.expected.takings * share:
        sentence = say(
            "Of {takings} taken in a month, {cost} goes for {kind}.",
            takings=inputs.show(inputs.expected.takings),
            cost=inputs.show(cost),
            kind=kind.label,
        )
        yield Severity.CONCERN, sentence


@PLAN_RULES.rule(
    reason="Start-up money buys time to find customers. Gone before they come, it leaves a closed door or a debt.",
    risk=RiskKind.BELOW_BREAK_EVEN,
    when=_is_shop_with_prices,
)
def start_up_money_short(inputs: PlanRuleInputs) -> Concerns:
    """The start-up money lasts for fewer months than it should."""
    months = inputs.expected.months_of_money
    if months is not None and months < inputs.context.thresholds.start_up_months:
        one, more = "The start-up money is spent after a month.", "The start-up money is spent after {n} months."
        yield Severity.CONCERN, say_count(tenths(months), one, more)


@_rule_with_prices(
    reason="A loan the business cannot pay back is paid back in other ways, and debt is a road back into exploitation.",
    risk=RiskKind.DEBT,
)
def instalment_not_covered(inputs: PlanRuleInputs) -> Concerns:
    """The instalment is not covered at the expected customers (a danger) or at the fewest (a concern)."""
    short = [month for month in (inputs.expected, inputs.fewest) if month.instalment and month.left < 0]
    if short:
        sentence = say(
            "The instalment is {instalment} a month, and {left} is left to pay it from at {customers}.",
            instalment=inputs.show(short[0].instalment),
            left=inputs.show(max(short[0].takings - short[0].costs, Fraction(0))),
            customers=inputs.at(short[0]),
        )
        yield (Severity.DANGER if short[0] is inputs.expected else Severity.CONCERN), sentence


@_rule_with_prices(
    reason="A large debt hangs over everything she earns, and one illness or bad season makes it grow.",
    risk=RiskKind.DEBT,
)
def debt_too_large(inputs: PlanRuleInputs) -> Concerns:
    """More is to be paid back than so many months of takings."""
    owed, months = inputs.plan.owed(), inputs.context.thresholds.debt_months
    if owed > inputs.expected.takings * months:
        sentence = say(
            "{owed} is to be paid back, more than {months} months of takings.",
            owed=inputs.show(owed),
            months=number_word(months),
        )
        yield Severity.CONCERN, sentence


@PLAN_RULES.rule(
    reason="What is bought on credit is paid back, and a plan that does not say when and how much cannot be judged.",
    risk=RiskKind.DEBT,
)
def credit_without_loan(inputs: PlanRuleInputs) -> Concerns:
    """Something is bought with a micro-credit loan, and the plan has no loan."""
    if inputs.plan.outlay(PaidBy.MICRO_CREDIT) and not inputs.plan.loan:
        yield Severity.WATCH, say("Something is bought with a micro-credit loan, and no loan is written down.")
