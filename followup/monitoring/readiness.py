"""Whether follow-up may responsibly end: small rules, run by `followup.case.rules`; each is met, not met, or not known.

Rules look at a case, its schedule and a day only; how much is enough stands in `ReadinessThresholds`, which the caller
reads from the shipped data. They say what is so; whether to end is a person's decision.
"""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

from followup.case.business.money import show
from followup.case.business.month import MonthlyFigures
from followup.case.business.plan import Partner, PartnerRole, Plan
from followup.case.case import Case
from followup.case.facts import WellbeingScore
from followup.case.home_words import Placement
from followup.case.rules import Rules
from followup.case.visit_words import WellbeingDomain
from followup.case.vocabulary import Severity, Term
from followup.messages import say, say_count
from followup.schedule.case_schedule import CaseSchedule
from followup.schedule.months import whole_months
from followup.schedule.standing import Standing
from followup.values import Value


class ReadinessThresholds(Value):
    """How much is enough; the defaults are those of the shipped ``readiness.json``."""

    months_without_end: Fraction = Fraction(36)  # to follow where the policy has no set end
    visits_share: Fraction = Fraction(5, 6)  # of the visits due so far
    business_months: Fraction = Fraction(3)  # with takings and costs, the latest ones
    least_score: Fraction = Fraction(3)  # of wellbeing, in every domain
    score_days: Fraction = Fraction(92)  # after which scores are too old to say how she is
    announced_days: Fraction = Fraction(30)  # from the announcement of the end to the end


class CriterionState(Term):
    """Whether a criterion is met. The stored value is what programs read."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_KNOWN = "not_known"


class ReadinessInputs(Value):
    """What every rule looks at."""

    case: Case
    case_schedule: CaseSchedule
    today: date
    limits: ReadinessThresholds


class CriterionStatus(Value):
    """One criterion: its stable id and title, how it stands, what was found, and the reason it is asked for."""

    rule: str
    title: str
    state: CriterionState
    sentence: str
    reason: str


CriterionAnswer = tuple[CriterionState, str]

RULES: Rules[ReadinessInputs, CriterionAnswer] = Rules()
"""The criteria, in the order in which they are shown."""


def assess_readiness(inputs: ReadinessInputs) -> tuple[CriterionStatus, ...]:
    """Every criterion and how it stands, in the order in which they are shown."""
    return tuple(
        CriterionStatus(rule.name, say(rule.title), *answer, say(rule.reason)) for rule, answer in RULES.answers(inputs)
    )


def _met(holds: bool) -> CriterionState:
    return CriterionState.MET if holds else CriterionState.NOT_MET


# --- was she followed -----------------------------------------------------------------------------------------------


@RULES.rule(
    title="Months",
    reason="She was promised visits for a time. Ending earlier leaves her alone in the years in which most is lost.",
)
def months_followed(inputs: ReadinessInputs) -> CriterionAnswer:
    """The last visit promised is made or due; without a set end, so many months have passed since her return."""
    if inputs.case.return_date is None:
        return CriterionState.NOT_KNOWN, say("No return date is written down.")
    if not inputs.case_schedule.last_slot:
        months, most = whole_months(inputs.case.return_date, inputs.today), inputs.limits.months_without_end
        return _met(months >= most), say(
            "Month {n}; her policy has no set end, and {most} are asked for.", n=months, most=most
        )
    last = inputs.case_schedule.schedule.slots[-1]
    if last.k in inputs.case_schedule.done or last.due <= inputs.today:
        return CriterionState.MET, say("The last visit promised was due on {day}.", day=last.due)
    return CriterionState.NOT_MET, say("The last visit promised is due on {day}.", day=last.due)


@RULES.rule(
    title="Visits",
    reason="A case that was not visited is not a success; it is a case that nobody knows.",
)
def visits_done(inputs: ReadinessInputs) -> CriterionAnswer:
    """Of the visits due so far, excused and cancelled ones left out, so large a share was made."""
    due = [
        standing
        for slot, standing in inputs.case_schedule.standings(inputs.today)
        if slot.due <= inputs.today and standing not in (Standing.EXCUSED, Standing.CANCELLED)
    ]
    done = sum(standing is Standing.DONE for standing in due)
    if not due:
        return CriterionState.NOT_KNOWN, say("No visit was due yet.")
    one, more = "{done} of the 1 visit due so far was made.", "{done} of the {n} visits due so far were made."
    return _met(done >= inputs.limits.visits_share * len(due)), say_count(len(due), one, more, done=done)


# --- is she safe ----------------------------------------------------------------------------------------------------


@RULES.rule(
    title="Danger",
    reason="Nobody is left alone in a danger that is known.",
)
def no_open_danger(inputs: ReadinessInputs) -> CriterionAnswer:
    """No open flag is a danger."""
    dangers = [flag.risk.label for flag in inputs.case.open_flags if flag.severity is Severity.DANGER]
    if dangers:
        return CriterionState.NOT_MET, say("Danger flags are open: {kinds}.", kinds=", ".join(dangers))
    others = len(inputs.case.open_flags)
    if others:
        return CriterionState.MET, say("No danger flag is open; lesser flags: {n}.", n=others)
    return CriterionState.MET, say("No flag is open.")


@RULES.rule(
    title="Wellbeing",
    reason=(
        "When one side of her life goes wrong, the others often follow; each must be strong enough when the "
        "visits stop."
    ),
)
def wellbeing(inputs: ReadinessInputs) -> CriterionAnswer:
    """Every domain is scored at the latest scored visit, none below the least score, not too long ago."""
    on, scores = _latest_scores(inputs, lambda score: score.worker)
    if unknown := _not_known(inputs, on):
        return CriterionState.NOT_KNOWN, unknown
    if low := _too_low(inputs, on, scores):
        return CriterionState.NOT_MET, low
    if missing := ", ".join(domain.label for domain in WellbeingDomain if domain not in scores):
        return CriterionState.NOT_KNOWN, say("Not scored on {day}: {domains}.", day=on, domains=missing)
    return CriterionState.MET, say("No domain below {n} on {day}.", n=inputs.limits.least_score, day=on)


@RULES.rule(
    title="Her own word",
    reason="She knows best how she lives. A case that looks well to the worker and not to her is not ready.",
)
def her_own_word(inputs: ReadinessInputs) -> CriterionAnswer:
    """Her own scores at the latest visit that has any are not below the least score, and not too old."""
    on, scores = _latest_scores(inputs, lambda score: score.own)
    if unknown := _not_known(inputs, on):
        return CriterionState.NOT_KNOWN, say("{what} Ask her.", what=unknown)
    if low := _too_low(inputs, on, scores):
        return CriterionState.NOT_MET, low
    return CriterionState.MET, say("She rates nothing below {n}, on {day}.", n=inputs.limits.least_score, day=on)


Scores = dict[WellbeingDomain, int]


def _latest_scores(
    inputs: ReadinessInputs, score_of: Callable[[WellbeingScore], int | None]
) -> tuple[date | None, Scores]:
    """The day of the latest visit with such scores, and those scores; None and ``{}`` without any."""
    for visit in sorted(inputs.case.visits, key=lambda visit: visit.on, reverse=True):
        scores = {score.domain: number for score in visit.said.scores if (number := score_of(score)) is not None}
        if scores:
            return visit.on, scores
    return None, {}


def _not_known(inputs: ReadinessInputs, on: date | None) -> str:
    """Why scores of a day do not say how she is now; empty where they do."""
    if on is None:
        return say("No scores are written down.")
    old = on + timedelta(days=int(inputs.limits.score_days)) < inputs.today
    return say("The last scores are of {day}, too long ago.", day=on) if old else ""


def _too_low(inputs: ReadinessInputs, on: date | None, scores: Scores) -> str:
    """The domains scored below the least score, in a sentence; empty without any."""
    least = inputs.limits.least_score
    low = ", ".join(domain.label for domain, number in scores.items() if number < least)
    return say("Below {n} on {day}: {domains}.", n=least, day=on, domains=low) if low else ""


# --- can she live by it ---------------------------------------------------------------------------------------------


@RULES.rule(
    title="Livelihood",
    reason="When the visits stop, her work must carry what she has to take home; otherwise debt or somebody else will.",
)
def livelihood(inputs: ReadinessInputs) -> CriterionAnswer:
    """She is placed in employment, or her share of the latest months covers what she must take home."""
    case = inputs.case
    months = [visit.said.month for visit in sorted(case.visits, key=lambda visit: visit.on) if visit.said.month]
    if months and not months[-1].open:
        return CriterionState.NOT_MET, say("Her business has closed.")
    if case.placement is Placement.EMPLOYMENT:
        return CriterionState.MET, say("She is placed in employment.")
    if case.plan is None:
        return CriterionState.NOT_KNOWN, say("She has no business plan and is not placed in employment.")
    herself = next(partner for partner in case.plan.partners if partner.role is PartnerRole.HERSELF)
    if herself.take_home is None:
        return CriterionState.NOT_KNOWN, say("What she must take home a month is not written down in her plan.")
    return _take_home_covered(inputs, case.plan, herself, months)


def _take_home_covered(
    inputs: ReadinessInputs, plan: Plan, herself: Partner, months: list[MonthlyFigures]
) -> CriterionAnswer:
    """Her share of what the latest months left, on average, against what she must take home."""
    wanted = int(inputs.limits.business_months)
    figures = [(month.takings, month.cost) for month in months]
    left = [plan.worth(taken) - plan.worth(cost) for taken, cost in figures if taken is not None and cost is not None]
    left = left[-wanted:]
    if len(left) < wanted:
        return CriterionState.NOT_KNOWN, say_count(
            len(left),
            "Takings and costs are written down for 1 month; {wanted} are asked for.",
            "Takings and costs are written down for {n} months; {wanted} are asked for.",
            wanted=wanted,
        )
    share = sum(left, Fraction(0)) / wanted / plan.sharers
    assert herself.take_home is not None
    needed = plan.worth(herself.take_home)
    return _met(share >= needed), say(
        "In the last {n} months {share} a month was left for her; she must take home {needed}.",
        n=wanted,
        share=show(share, plan.currency),
        needed=show(needed, plan.currency),
    )


# --- was it said ----------------------------------------------------------------------------------------------------


@RULES.rule(
    title="Promises",
    reason="What she was told would be done is done, or she was told why not, before nobody comes any more.",
)
def promises_kept(inputs: ReadinessInputs) -> CriterionAnswer:
    """No promise is open; the announcement of the end is not counted."""
    due = [promise.said.due for promise in inputs.case.open_promises if not promise.said.ending]
    if due:
        return CriterionState.NOT_MET, say("Open promises: {n}, the first due {day}.", n=len(due), day=due[0])
    return CriterionState.MET, say("No promise is open.")


@RULES.rule(
    title="Announced",
    reason="An end that comes without warning is one more person who went away. She hears the day well before it.",
)
def end_announced(inputs: ReadinessInputs) -> CriterionAnswer:
    """The end of follow-up was announced, and its day is so many days after the announcement."""
    announced = [promise for promise in inputs.case.promises if promise.said.ending and promise.kept is not False]
    if not announced:
        return CriterionState.NOT_MET, say("She was not told when follow-up ends.")
    promise = announced[-1]
    ahead = (promise.said.due - promise.on).days
    return _met(ahead >= inputs.limits.announced_days), say_count(
        ahead,
        "Told on {day} that it ends on {end}, 1 day ahead.",
        "Told on {day} that it ends on {end}, {n} days ahead.",
        day=promise.on,
        end=promise.said.due,
    )
