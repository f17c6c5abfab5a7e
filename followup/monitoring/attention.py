"""What in a case needs attention: small rules, each with the reason shown to the person.

A rule's docstring is that reason. What a rule finds becomes a flag when the worker agrees, never by itself. What is
too much or too little stands in `Limits`, which the caller reads from the shipped data.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from followup.case.business.rule_inputs import customers_a_day, number_word, tenths, tenths_up
from followup.case.case import Case
from followup.case.parts import Flag
from followup.case.vocabulary import RiskKind, Severity, WellbeingDomain
from followup.messages import say
from followup.monitoring.attention_inputs import (
    AttentionFinding,
    AttentionInputs,
    AttentionLimits,
    DatedScore,
    attention_limits_from_mapping,
)
from followup.monitoring.case_row import Alert, FollowUpState

__all__ = [
    "RULES",
    "AttentionFinding",
    "AttentionInputs",
    "AttentionLimits",
    "attention_findings",
    "attention_limits_from_mapping",
    "is_about",
    "unflagged",
]

AttentionMatches = Iterator[tuple[Severity, RiskKind | None, str]]
AttentionCheck = Callable[[AttentionInputs], AttentionMatches]


@dataclass(frozen=True, slots=True)
class AttentionRule:
    """A rule with its id."""

    name: Alert
    look: AttentionCheck

    @property
    def reason(self) -> str:
        """Why the rule exists, as shown to the person."""
        return say(" ".join((self.look.__doc__ or "").split()))


RULES: list[AttentionRule] = []
"""In the order in which findings of one severity are shown."""


def _rule(look: AttentionCheck) -> AttentionCheck:
    RULES.append(AttentionRule(Alert(look.__name__), look))
    return look


def attention_findings(look: AttentionInputs) -> tuple[AttentionFinding, ...]:
    """Everything the rules find, the gravest first; nothing once follow-up has ended."""
    if look.state is FollowUpState.ENDED:
        return ()
    found = [AttentionFinding(rule.name, *one, rule.reason) for rule in RULES for one in rule.look(look)]
    return tuple(sorted(found, key=lambda finding: -finding.severity.rank))


def is_about(flag: Flag, finding: AttentionFinding) -> bool:
    """Whether a flag says what was found; flags of the kind *other* are about whatever their note says."""
    return flag.risk is finding.risk and (flag.risk is not RiskKind.OTHER or finding.sentence in flag.note)


def unflagged(case: Case, findings: Iterable[AttentionFinding]) -> tuple[AttentionFinding, ...]:
    """The findings that no open flag is about."""
    return tuple(one for one in findings if not any(is_about(flag, one) for flag in case.open_flags))


# --- is she seen --------------------------------------------------------------------------------------------------


@_rule
def not_met(look: AttentionInputs) -> AttentionMatches:
    """Nobody knows how she is until somebody has seen her, and what goes wrong unseen is found too late to help."""
    since = look.case.last_met or look.case.return_date
    if look.unmet_from is None or since is None or look.today < look.unmet_from:
        return
    days = (look.today - since).days
    yield (
        Severity.CONCERN,
        RiskKind.COULD_NOT_BE_REACHED,
        say("Not met for {days} days, since {day}.", days=days, day=since),
    )


@_rule
def attempts_failed(look: AttentionInputs) -> AttentionMatches:
    """Several tries that fail in a row are a sign of danger and no bad luck; the third is a flag for the supervisor."""
    tries = look.case.tries
    if len(tries) < look.limits.attempts:
        return
    unsafe = any(not one.said.safe for one in tries)
    day, reason = tries[-1].on, tries[-1].said.reason.label
    sentence = say("A try to meet her failed on {day}: {reason}.", day=day, reason=reason)
    if len(tries) > 1:
        n = number_word(len(tries)).capitalize()
        sentence = say("{n} tries failed in a row, the last on {day}: {reason}.", n=n, day=day, reason=reason)
    if unsafe:
        sentence += " " + say("It was not safe to come.")
    grave = Severity.CONCERN if unsafe or len(tries) > 1 else Severity.WATCH
    yield grave, RiskKind.COULD_NOT_BE_REACHED, sentence


@_rule
def slots_missed(look: AttentionInputs) -> AttentionMatches:
    """She was promised a visit every month. One that is missed can be made up; two in a row are a promise broken."""
    if look.slots_missed >= look.limits.slots_missed:
        yield Severity.CONCERN, None, say("{n} visits missed in a row.", n=number_word(look.slots_missed).capitalize())


@_rule
def contact_wrong(look: AttentionInputs) -> AttentionMatches:
    """A call to the wrong person can expose her. Until the safe contact is right, nobody should call at all."""
    if look.contact_wrong:
        yield (
            Severity.CONCERN,
            None,
            say("The safe contact was said to be wrong on {day} and is not put right.", day=look.contact_wrong),
        )


# --- how is she ---------------------------------------------------------------------------------------------------

_RISK_OF_DOMAIN = {
    WellbeingDomain.MENTAL_WELLBEING: RiskKind.HEALTH,
    WellbeingDomain.PHYSICAL_HEALTH: RiskKind.HEALTH,
    WellbeingDomain.SOCIAL_SUPPORT: RiskKind.ISOLATION,
}
"""The risk that a domain of wellbeing is nearest to; the others are *other*."""


def _risk_of_domain(domain: WellbeingDomain) -> RiskKind:
    return _RISK_OF_DOMAIN.get(domain, RiskKind.OTHER)


@_rule
def wellbeing_in_danger(look: AttentionInputs) -> AttentionMatches:
    """The lowest score means in danger, whoever gave it: no visit should end without somebody deciding what is done."""
    for domain, rated in look.ratings().items():
        score = rated[-1].score
        if score.worker is not None and score.worker <= look.limits.score_low:
            sentence = say("{domain} is scored {n}, in danger.", domain=domain.label.capitalize(), n=score.worker)
        elif score.own is not None and score.own <= look.limits.score_low:
            sentence = say("She herself puts {domain} at {n}, in danger.", domain=domain.label, n=score.own)
        else:
            continue
        yield Severity.DANGER, _risk_of_domain(domain), sentence


@_rule
def wellbeing_fell(look: AttentionInputs) -> AttentionMatches:
    """A score that falls is the earliest sign there is, and it is seen only by who looks at the visit before."""
    for domain, rated in look.ratings().items():
        scores = [score for one in rated if (score := one.score.worker) is not None]
        if len(scores) < 2 or scores[-1] <= look.limits.score_low:
            continue
        fallen = scores[-2] - scores[-1]
        if fallen >= look.limits.score_drop:
            sentence = say(
                "{domain} fell from {a} to {b}.", domain=domain.label.capitalize(), a=scores[-2], b=scores[-1]
            )
            yield (Severity.CONCERN if fallen > 1 else Severity.WATCH), _risk_of_domain(domain), sentence


@_rule
def own_rating_apart(look: AttentionInputs) -> AttentionMatches:
    """She knows her life better than the form does. Where she and the worker differ widely, one does not know yet."""
    for domain, rated in look.ratings().items():
        both = _both_scores(rated)
        if both is None or abs(both[0] - both[1]) < look.limits.own_apart:
            continue
        sentence = say(
            "{domain}: {a} by the worker, {b} by her.", domain=domain.label.capitalize(), a=both[0], b=both[1]
        )
        yield (Severity.CONCERN if both[1] < both[0] else Severity.WATCH), _risk_of_domain(domain), sentence


def _both_scores(rated: list[DatedScore]) -> tuple[int, int] | None:
    """The worker's score and her own of the latest visit, if it has both."""
    score = rated[-1].score
    return None if score.worker is None or score.own is None else (score.worker, score.own)


# --- how is her business ------------------------------------------------------------------------------------------


@_rule
def assets_gone(look: AttentionInputs) -> AttentionMatches:
    """What the business was started with is gone, and so is what she lives on: the next months decide what follows."""
    if look.closed:
        yield (
            Severity.CONCERN,
            RiskKind.BELOW_BREAK_EVEN,
            say("Her business is closed, as told on {day}.", day=look.closed),
        )
        return
    stocks = [(one.on, one.month.stock) for one in look.months if one.month.stock is not None]
    if stocks and not stocks[-1][1].amount and any(stock.amount for _, stock in stocks):
        yield Severity.CONCERN, RiskKind.BELOW_BREAK_EVEN, say("No stock is left, as told on {day}.", day=stocks[-1][0])


@_rule
def takings_under_costs(look: AttentionInputs) -> AttentionMatches:
    """One bad month is a bad month. Two running and the business is living on what it was given, or on a debt."""
    told = [
        (taken, cost) for _, one in look.months if (taken := one.takings) is not None and (cost := one.cost) is not None
    ]
    last = told[-look.limits.months_under_costs :]
    if len(last) < look.limits.months_under_costs or not all(taken < cost for taken, cost in last):
        return
    figures = ", ".join(say("{a} against {b}", a=taken.shown(), b=cost.shown()) for taken, cost in last)
    yield (
        Severity.CONCERN,
        RiskKind.BELOW_BREAK_EVEN,
        say("Takings under costs {n} months running: {figures}.", n=number_word(len(last)), figures=figures),
    )


@_rule
def customers_below_break_even(look: AttentionInputs) -> AttentionMatches:
    """Fewer customers than the plan needs means that costs are not covered, however well each of them is served."""
    told = [one.month.customers for one in look.months if one.month.customers is not None]
    if not told or look.break_even is None or Fraction(told[-1]) >= look.break_even:
        return
    sentence = say(
        "{customers}; by her plan it takes {needed} to break even.",
        customers=customers_a_day(tenths(Fraction(told[-1]))).capitalize(),
        needed=tenths_up(look.break_even),
    )
    yield Severity.CONCERN, RiskKind.BELOW_BREAK_EVEN, sentence


@_rule
def debt_growing(look: AttentionInputs) -> AttentionMatches:
    """A debt that grows while she works is paid for by somebody in the end, and lenders know with what."""
    told = [(one.on, one.month.debt) for one in look.months if one.month.debt is not None]
    if len(told) < 2:
        return
    (since, before), (_, now) = told[-2:]
    if look.in_riel(now) > look.in_riel(before) * (1 + look.limits.debt_growth):
        sentence = say("The debt grew from {a} to {b} since {day}.", a=before.shown(), b=now.shown(), day=since)
        yield Severity.CONCERN, RiskKind.DEBT, sentence


@_rule
def stock_sold_off(look: AttentionInputs) -> AttentionMatches:
    """Stock turned into money that does not buy new stock pays for something else, and the shop is empty soon after."""
    told = [one.month.stock for one in look.months if one.month.stock is not None]
    if len(told) < 2 or not told[-1].amount:
        return
    most = max(told[-1 - look.limits.stock_reports : -1], key=look.in_riel)
    if look.in_riel(told[-1]) <= look.in_riel(most) * look.limits.stock_left:
        sentence = say("The stock went down from {a} to {b}.", a=most.shown(), b=told[-1].shown())
        yield Severity.WATCH, RiskKind.BELOW_BREAK_EVEN, sentence


@_rule
def partners_quarrel(look: AttentionInputs) -> AttentionMatches:
    """Partners who quarrel over little money stop working before it is gone; a shop has closed over it."""
    for flag in look.case.open_flags:
        if flag.risk is RiskKind.PARTNERS_CONFLICT:
            sentence = say("A quarrel of the partners was noted on {day}.", day=flag.raised_on)
            if look.nobody_in_charge:
                sentence += " " + say("Nobody is in charge.")
            yield flag.severity, RiskKind.PARTNERS_CONFLICT, sentence


# --- what was left undone -----------------------------------------------------------------------------------------


@_rule
def review_past(look: AttentionInputs) -> AttentionMatches:
    """A flag was written down with the day by which somebody looks again. Past that day nobody knows if it grew."""
    for flag in look.case.open_flags:
        if flag.review_on < look.today:
            days = (look.today - flag.review_on).days
            sentence = say(
                "The flag {kind} was to be looked at again by {day}, {late} ago.",
                kind=flag.risk.label,
                day=flag.review_on,
                late=_days(days),
            )
            yield flag.severity, None, sentence


@_rule
def promise_past(look: AttentionInputs) -> AttentionMatches:
    """She was told it would be done by a day. She has been promised things before, by people who did not mean it."""
    for promise in look.case.open_promises:
        due = promise.said.due
        if due < look.today:
            sentence = say("A promise was due on {day}, {late} ago.", day=due, late=_days((look.today - due).days))
            yield Severity.WATCH, None, sentence


def _days(days: int) -> str:
    return say("1 day") if days == 1 else say("{n} days", n=days)
