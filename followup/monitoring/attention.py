"""What in a case needs attention: small rules, run by `followup.case.rules`.

What a rule finds becomes a flag when the worker agrees, never by itself. What is too much or too little stands in
`AttentionLimits`, which the caller reads from the shipped data.
"""

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction

from followup.case.business.earnings import Cycle
from followup.case.business.money import show
from followup.case.business.plan import reckon
from followup.case.business.rule_inputs import customers_a_day, number_word, tenths, tenths_up
from followup.case.case import Case
from followup.case.home_words import AssessmentKind, Placement
from followup.case.rules import Concerns, Finding, Rule, Rules, findings_of, is_about
from followup.case.visit_words import WellbeingDomain
from followup.case.vocabulary import RiskKind, Severity
from followup.case.watched_day import days_said
from followup.messages import say, say_count
from followup.monitoring.attention_inputs import AttentionInputs
from followup.monitoring.case_row import FollowUpState
from followup.monitoring.consent_attention import CONSENT_RULES
from followup.monitoring.loans import InstalmentState
from followup.schedule.months import whole_months

RULES: Rules[AttentionInputs, Concerns] = Rules()
"""In the order in which findings of one severity are shown; there is one for each `Alert`."""


FoundBy = Callable[[Rule[AttentionInputs, Concerns], AttentionInputs], tuple[Finding, ...]]
"""Runs one rule, or knows what it found."""


def attention_findings(inputs: AttentionInputs, found_by: FoundBy = findings_of) -> tuple[Finding, ...]:
    """Everything the rules find, the gravest first; nothing once follow-up has ended."""
    if inputs.state is FollowUpState.ENDED:
        return ()
    findings = (finding for rule in RULES for finding in found_by(rule, inputs))
    return tuple(sorted(findings, key=lambda finding: -finding.severity.rank))


def unflagged(case: Case, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that no open flag is about."""
    return tuple(finding for finding in findings if not any(is_about(flag, finding) for flag in case.open_flags))


# --- is she seen --------------------------------------------------------------------------------------------------


@RULES.rule(
    reason="Nobody knows how she is until somebody has seen her, and what goes wrong unseen is found too late to help.",
    risk=RiskKind.COULD_NOT_BE_REACHED,
)
def not_met(inputs: AttentionInputs) -> Concerns:
    """She counts as not met for too long on this day."""
    since = inputs.case.last_met or inputs.case.return_date
    if inputs.unmet_from is None or since is None or inputs.today < inputs.unmet_from:
        return
    days = days_said(since, inputs.today)
    yield Severity.CONCERN, say("Not met for {days} days, since {day}.", days=days, day=since)


@RULES.rule(
    reason="Several tries that fail in a row are a sign of danger and no bad luck; the third is a "
    "flag for the supervisor.",
    risk=RiskKind.COULD_NOT_BE_REACHED,
)
def attempts_failed(inputs: AttentionInputs) -> Concerns:
    """So many attempts in a row have failed since she was last heard from."""
    tries = inputs.case.tries
    if len(tries) < inputs.limits.attempts:
        return
    unsafe = any(not attempt.said.safe for attempt in tries)
    day, reason = tries[-1].on, tries[-1].said.reason.label
    sentence = say("A try to meet her failed on {day}: {reason}.", day=day, reason=reason)
    if len(tries) > 1:
        n = number_word(len(tries)).capitalize()
        sentence = say("{n} tries failed in a row, the last on {day}: {reason}.", n=n, day=day, reason=reason)
    if unsafe:
        sentence += " " + say("It was not safe to come.")
    grave = Severity.CONCERN if unsafe or len(tries) > 1 else Severity.WATCH
    yield grave, sentence


@RULES.rule(
    reason="She was promised a visit every month. One that is missed can be made up; two in a row are "
    "a promise broken.",
)
def slots_missed(inputs: AttentionInputs) -> Concerns:
    """So many visits have passed their window since the latest visit made."""
    if inputs.too_many_missed:
        yield Severity.CONCERN, say("{n} visits overdue in a row.", n=number_word(inputs.slots_missed).capitalize())


@RULES.rule(
    reason="A call to the wrong person can expose her. Until the safe contact is right, nobody should call at all.",
)
def contact_wrong(inputs: AttentionInputs) -> Concerns:
    """The safe contact was said to be wrong, and nothing has corrected it since."""
    if inputs.contact_wrong:
        day = inputs.contact_wrong
        yield Severity.CONCERN, say("The safe contact was said to be wrong on {day} and is not put right.", day=day)


# --- how is she ---------------------------------------------------------------------------------------------------

_RISK_OF_DOMAIN = dict.fromkeys(WellbeingDomain, RiskKind.OTHER) | {
    WellbeingDomain.MENTAL_WELLBEING: RiskKind.HEALTH,
    WellbeingDomain.PHYSICAL_HEALTH: RiskKind.HEALTH,
    WellbeingDomain.SOCIAL_SUPPORT: RiskKind.ISOLATION,
}
"""The risk that each domain of wellbeing is nearest to."""


@RULES.rule(
    reason="The lowest score means in danger, whoever gave it: no visit should end without somebody "
    "deciding what is done.",
)
def wellbeing_in_danger(inputs: AttentionInputs) -> Concerns:
    """The latest score of a domain, the worker's or her own, is at the lowest."""
    for domain, rated in inputs.ratings.items():
        score, sentence = rated[-1].score, ""
        if score.worker is not None and score.worker <= inputs.limits.score_low:
            sentence = say("{domain} is scored {n}, in danger.", domain=domain.label.capitalize(), n=score.worker)
        elif score.own is not None and score.own <= inputs.limits.score_low:
            sentence = say("She herself puts {domain} at {n}, in danger.", domain=domain.label, n=score.own)
        if sentence:
            yield Severity.DANGER, sentence, _RISK_OF_DOMAIN[domain]


@RULES.rule(
    reason="A score that falls is the earliest sign there is, and it is seen only by who looks at the visit before.",
)
def wellbeing_fell(inputs: AttentionInputs) -> Concerns:
    """The worker's latest score of a domain is lower than the one before. The lowest score has a rule of its own."""
    for domain, rated in inputs.ratings.items():
        scores = [score for dated in rated if (score := dated.score.worker) is not None]
        if len(scores) < 2 or scores[-1] <= inputs.limits.score_low:
            continue
        before, now = scores[-2:]
        if before - now >= inputs.limits.score_drop:
            sentence = say("{domain} fell from {a} to {b}.", domain=domain.label.capitalize(), a=before, b=now)
            yield (Severity.CONCERN if before - now > 1 else Severity.WATCH), sentence, _RISK_OF_DOMAIN[domain]


@RULES.rule(
    reason="She knows her life better than the form does. Where she and the worker differ widely, one "
    "does not know yet.",
)
def own_rating_apart(inputs: AttentionInputs) -> Concerns:
    """At the latest visit the worker's score and her own differ by so many steps in a domain."""
    for domain, rated in inputs.ratings.items():
        worker, own = rated[-1].score.worker, rated[-1].score.own
        if worker is None or own is None or abs(worker - own) < inputs.limits.own_apart:
            continue
        sentence = say("{domain}: {a} by the worker, {b} by her.", domain=domain.label.capitalize(), a=worker, b=own)
        yield (Severity.CONCERN if own < worker else Severity.WATCH), sentence, _RISK_OF_DOMAIN[domain]


# --- may she be there ---------------------------------------------------------------------------------------------

_RISK_OF_ASSESSMENT = dict.fromkeys(AssessmentKind, RiskKind.OTHER) | {AssessmentKind.FAMILY: RiskKind.NO_FAMILY}


@RULES.rule(
    reason="An assessment is made so that it may say no. A no that nobody acts on sends her where she should not be.",
)
def assessment_no(inputs: AttentionInputs) -> Concerns:
    """The latest assessment of a kind says no; a danger where it is of the family she lives with, or may live with."""
    for one in inputs.case.refusals:
        what, with_family = one.said.what, inputs.case.placement in (None, Placement.FAMILY)
        grave = Severity.DANGER if what is AssessmentKind.FAMILY and with_family else Severity.CONCERN
        sentence = say("The assessment of {what} of {day} says no.", what=what.label, day=one.on)
        yield grave, sentence, _RISK_OF_ASSESSMENT[what]


# --- how is her business ------------------------------------------------------------------------------------------


@RULES.rule(
    reason="What the business was started with is gone, and so is what she lives on: the next months "
    "decide what follows.",
    risk=RiskKind.BELOW_BREAK_EVEN,
)
def assets_gone(inputs: AttentionInputs) -> Concerns:
    """The business has closed, or its stock is at zero after it was more."""
    if inputs.closed:
        yield Severity.CONCERN, say("Her business is closed, as told on {day}.", day=inputs.closed)
    stocks = [(on, month.stock) for on, month in inputs.months if month.stock is not None]
    if stocks and not stocks[-1][1].amount and any(stock.amount for _, stock in stocks):
        yield Severity.CONCERN, say("No stock is left, as told on {day}.", day=stocks[-1][0])


@RULES.rule(
    reason="One bad month is a bad month. Two running and the business is living on what it was given, or on a debt.",
    risk=RiskKind.BELOW_BREAK_EVEN,
)
def takings_under_costs(inputs: AttentionInputs) -> Concerns:
    """Takings were less than costs in each of the latest reported months."""
    both = [month for _, month in inputs.months if month.takings is not None and month.costs]
    months = ((month.takings, month.cost) for month in both[-inputs.limits.months_under_costs :])
    last = [(takings, cost) for takings, cost in months if takings is not None and cost is not None]
    if len(last) < inputs.limits.months_under_costs or not all(takings < cost for takings, cost in last):
        return
    figures = ", ".join(say("{a} against {b}", a=takings.shown(), b=cost.shown()) for takings, cost in last)
    n = number_word(len(last))
    yield Severity.CONCERN, say("Takings under costs {n} months running: {figures}.", n=n, figures=figures)


@RULES.rule(
    reason="Fewer customers than the plan needs means that costs are not covered, however well each of them is served.",
    risk=RiskKind.BELOW_BREAK_EVEN,
)
def customers_below_break_even(inputs: AttentionInputs) -> Concerns:
    """The customers a day last reported are fewer than her plan needs."""
    reported = [month.customers for _, month in inputs.months if month.customers is not None]
    needed = inputs.break_even if reported else None
    if needed is not None and Fraction(reported[-1]) < needed:
        sentence = say(
            "{customers}; by her plan it takes {needed} to break even.",
            customers=customers_a_day(tenths(Fraction(reported[-1]))).capitalize(),
            needed=tenths_up(needed),
        )
        yield Severity.CONCERN, sentence


@RULES.rule(
    reason="A debt that grows while she works is paid for by somebody in the end, and lenders know with what.",
    risk=RiskKind.DEBT,
)
def debt_growing(inputs: AttentionInputs) -> Concerns:
    """The latest debt is larger than the one reported before it."""
    debts = [(on, month.debt) for on, month in inputs.months if month.debt is not None]
    if len(debts) < 2:
        return
    (since, before), (_, now) = debts[-2:]
    if inputs.in_riel(now) > inputs.in_riel(before) * (1 + inputs.limits.debt_growth):
        sentence = say("The debt grew from {a} to {b} since {day}.", a=before.shown(), b=now.shown(), day=since)
        yield Severity.CONCERN, sentence


@RULES.rule(
    reason="Stock turned into money that does not buy new stock pays for something else, and the shop "
    "is empty soon after.",
    risk=RiskKind.BELOW_BREAK_EVEN,
)
def stock_sold_off(inputs: AttentionInputs) -> Concerns:
    """The latest stock is at most so large a share of the most it was in the reports before."""
    stocks = [month.stock for _, month in inputs.months if month.stock is not None]
    if len(stocks) < 2 or not stocks[-1].amount:
        return
    most, now = max(stocks[-1 - inputs.limits.stock_reports : -1], key=inputs.in_riel), stocks[-1]
    if inputs.in_riel(now) <= inputs.in_riel(most) * inputs.limits.stock_left:
        yield Severity.WATCH, say("The stock went down from {a} to {b}.", a=most.shown(), b=now.shown())


@RULES.rule(
    reason="An instalment missed is borrowed somewhere else, and the second time the lender asks for more than money.",
    risk=RiskKind.DEBT,
)
def instalments_missed(inputs: AttentionInputs) -> Concerns:
    """So many instalments are missed, or the only one there is."""
    loan = inputs.loan
    missed = loan.those(InstalmentState.MISSED) if loan else ()
    if loan is None or not missed or len(missed) < min(inputs.limits.instalments_missed, len(loan.instalments)):
        return
    paid, currency = show(loan.paid, loan.loan.currency), missed[-1].amount
    if currency is None:
        yield Severity.CONCERN, say("What was to be given back in kind by {day} was not given.", day=missed[-1].due)
    else:
        n = number_word(len(missed)).capitalize()
        sentence = say("One instalment of the loan missed, due on {day}", day=missed[-1].due)
        if len(missed) > 1:
            sentence = say("{n} instalments of the loan missed, the last due on {day}", n=n, day=missed[-1].due)
        yield Severity.CONCERN, sentence + say("; {paid} paid back so far.", paid=paid)


@RULES.rule(
    reason="Whether a loan is paid back is only known where it is asked. Debts that nobody asks about are found last.",
)
def repayment_not_told(inputs: AttentionInputs) -> Concerns:
    """So many instalments are past their day, or the only one, and nobody wrote down whether they were paid."""
    loan = inputs.loan
    due = loan.those(InstalmentState.DUE) if loan else ()
    if loan and due and len(due) >= min(inputs.limits.instalments_missed, len(loan.instalments)):
        sentence = say("Whether the loan is paid back was not asked since {day}: ask her.", day=due[0].due)
        yield Severity.WATCH, sentence


@RULES.rule(
    reason=(
        "Takings far under the plan are more than a bad month: the business is not the one that was planned, and "
        "nobody has planned what comes next."
    ),
    risk=RiskKind.BELOW_BREAK_EVEN,
)
def takings_far_under_plan(inputs: AttentionInputs) -> Concerns:
    """Of a shop, the takings of the latest reported months together; of others, those since a sale should have been."""
    plan, since = inputs.case.plan, inputs.case.planned_on
    if plan is None or since is None or not plan.takings_known:
        return
    told = [(on, month.takings) for on, month in inputs.months if month.takings is not None and on > since]
    if plan.cycle:
        months, sales = told, _sales_by_now(inputs, plan.cycle, since)
        planned = plan.cycle.takings * sales
    else:
        months = told[-inputs.limits.months_under_plan :]
        planned = reckon(plan).takings * len(months)
    taken = sum((plan.worth(takings) for _, takings in months), Fraction(0))
    enough = len(months) >= inputs.limits.months_under_plan or (plan.cycle is not None and bool(months))
    if enough and planned and taken < planned * inputs.limits.under_plan_share:
        sentence = say_count(
            len(months),
            "{taken} taken in one month, as told, where the plan takes {planned}.",
            "{taken} taken in {months} months, as told, where the plan takes {planned}.",
            taken=show(taken, plan.currency),
            months=number_word(len(months)),
            planned=show(planned, plan.currency),
        )
        if plan.cycle:
            sentence = say(
                "{taken} taken since {day}, as told, where the plan takes {planned}.",
                taken=show(taken, plan.currency),
                day=since,
                planned=show(planned, plan.currency),
            )
        yield Severity.CONCERN, sentence


def _sales_by_now(inputs: AttentionInputs, cycle: Cycle, since: date) -> int:
    """How many sales or harvests should have been by now."""
    months = whole_months(since, inputs.today) - cycle.first
    return 0 if months < 0 or not cycle.first else 1 + int(months // cycle.months)


@RULES.rule(
    reason="Partners who quarrel over little money stop working before it is gone; a shop has closed over it.",
    risk=RiskKind.PARTNERS_CONFLICT,
)
def partners_quarrel(inputs: AttentionInputs) -> Concerns:
    """A flag about a quarrel of the partners is open. The finding is as grave as the flag."""
    for flag in inputs.case.open_flags:
        if flag.risk is RiskKind.PARTNERS_CONFLICT:
            sentence = say("A quarrel of the partners was noted on {day}.", day=flag.raised_on)
            if inputs.nobody_in_charge:
                sentence += " " + say("Nobody is in charge.")
            yield flag.severity, sentence


# --- what was left undone -----------------------------------------------------------------------------------------


@RULES.rule(
    reason="A flag was written down with the day by which somebody looks again. Past that day nobody knows if it grew.",
)
def review_past(inputs: AttentionInputs) -> Concerns:
    """An open flag is past its review date. The finding is as grave as the flag."""
    for flag in inputs.case.open_flags:
        if flag.review_on < inputs.today:
            sentence = say(
                "The flag {kind} was to be looked at again by {day}, {late} ago.",
                kind=flag.risk.label,
                day=flag.review_on,
                late=_days(days_said(flag.review_on, inputs.today)),
            )
            yield flag.severity, sentence


@RULES.rule(
    reason="She was told it would be done by a day. She has been promised things before, by people "
    "who did not mean it.",
)
def promise_past(inputs: AttentionInputs) -> Concerns:
    """An open promise is past its day."""
    for promise in inputs.case.open_promises:
        due = promise.said.due
        if due < inputs.today:
            late = _days(days_said(due, inputs.today))
            yield Severity.WATCH, say("A promise was due on {day}, {late} ago.", day=due, late=late)


def _days(days: int) -> str:
    return say_count(days, "1 day", "{n} days")


RULES.extend(CONSENT_RULES)
