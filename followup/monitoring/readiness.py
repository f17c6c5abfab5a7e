"""Whether follow-up may responsibly end: small rules, each met, not met, or not known.

A rule's docstring is the reason shown to the person. Rules look at a case, its schedule and a day only; how much is
enough stands in `Thresholds`, which the caller reads from the shipped data. They say what is so; whether to end is a
person's decision.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any

from followup.case.business.money import show
from followup.case.business.month import MonthlyFigures
from followup.case.business.plan import Partner, PartnerRole, Plan
from followup.case.case import Case
from followup.case.facts import WellbeingScore
from followup.case.parts import Visit
from followup.case.thresholds import read_thresholds
from followup.case.vocabulary import Placement, Severity, WellbeingDomain
from followup.messages import say
from followup.schedule.case_schedule import CaseSchedule
from followup.schedule.policy import whole_months
from followup.schedule.slots import Standing


@dataclass(frozen=True, slots=True)
class ReadinessThresholds:
    """How much is enough; the defaults are those of the shipped ``readiness.json``."""

    months_without_end: Fraction = Fraction(36)  # to follow where the policy has no set end
    visits_share: Fraction = Fraction(5, 6)  # of the visits due so far
    business_months: Fraction = Fraction(3)  # with takings and costs, the latest ones
    least_score: Fraction = Fraction(3)  # of wellbeing, in every domain
    score_days: Fraction = Fraction(92)  # after which scores are too old to say how she is
    announced_days: Fraction = Fraction(30)  # from the announcement of the end to the end


def readiness_thresholds_from_mapping(mapping: Mapping[str, Any]) -> ReadinessThresholds:
    """The thresholds of the review from shipped text; Invalid as for `thresholds`."""
    return read_thresholds(ReadinessThresholds, mapping)


class CriterionState(StrEnum):
    """Whether a criterion is met. The stored value is what programs read."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_KNOWN = "not_known"

    @property
    def label(self) -> str:
        """The state in words for people."""
        return {
            CriterionState.MET: say("met"),
            CriterionState.NOT_MET: say("not met"),
            CriterionState.NOT_KNOWN: say("not known"),
        }[self]


@dataclass(frozen=True, slots=True)
class ReadinessInputs:
    """What every rule looks at."""

    case: Case
    case_schedule: CaseSchedule
    today: date
    limits: ReadinessThresholds


@dataclass(frozen=True, slots=True)
class CriterionStatus:
    """One criterion: its stable id and title, how it stands, what was found, and the reason it is asked for."""

    rule: str
    title: str
    state: CriterionState
    sentence: str
    reason: str


CriterionAnswer = tuple[CriterionState, str]
CriterionCheck = Callable[[ReadinessInputs], CriterionAnswer]

_RULES: list[tuple[str, CriterionCheck]] = []


def _rule(title: str) -> Callable[[CriterionCheck], CriterionCheck]:
    def register(rule: CriterionCheck) -> CriterionCheck:
        _RULES.append((title, rule))
        return rule

    return register


def assess_readiness(inputs: ReadinessInputs) -> tuple[CriterionStatus, ...]:
    """Every criterion and how it stands, in the order in which they are shown."""
    return tuple(_criterion_status(title, rule, inputs) for title, rule in _RULES)


def _criterion_status(title: str, rule: CriterionCheck, inputs: ReadinessInputs) -> CriterionStatus:
    state, sentence = rule(inputs)
    reason = say(" ".join((rule.__doc__ or "").split()))
    return CriterionStatus(rule.__name__, title, state, sentence, reason)


# --- was she followed -----------------------------------------------------------------------------------------------


@_rule(say("Months"))
def months_followed(inputs: ReadinessInputs) -> CriterionAnswer:
    """She was promised visits for a time. Ending earlier leaves her alone in the years in which most is lost."""
    if inputs.case.return_date is None:
        return CriterionState.NOT_KNOWN, say("No return date is written down.")
    if not inputs.case_schedule.last_slot:
        months = whole_months(inputs.case.return_date, inputs.today)
        state = CriterionState.MET if months >= inputs.limits.months_without_end else CriterionState.NOT_MET
        most = inputs.limits.months_without_end
        return state, say("Month {n}; her policy has no set end, and {most} are asked for.", n=months, most=most)
    last = inputs.case_schedule.schedule.slots[-1]
    if last.k in inputs.case_schedule.done or inputs.today >= last.due:
        return CriterionState.MET, say("The last visit promised was due on {day}.", day=last.due)
    return CriterionState.NOT_MET, say("The last visit promised is due on {day}.", day=last.due)


@_rule(say("Visits"))
def visits_done(inputs: ReadinessInputs) -> CriterionAnswer:
    """A case that was not visited is not a success; it is a case that nobody knows."""
    due = [
        standing
        for slot, standing in inputs.case_schedule.standings(inputs.today)
        if slot.due <= inputs.today and standing not in (Standing.EXCUSED, Standing.CANCELLED)
    ]
    done = sum(standing is Standing.DONE for standing in due)
    if not due:
        return CriterionState.NOT_KNOWN, say("No visit was due yet.")
    state = CriterionState.MET if done >= inputs.limits.visits_share * len(due) else CriterionState.NOT_MET
    return state, say("{done} of the {due} visits due so far were made.", done=done, due=len(due))


# --- is she safe ----------------------------------------------------------------------------------------------------


@_rule(say("Danger"))
def no_open_danger(inputs: ReadinessInputs) -> CriterionAnswer:
    """Nobody is left alone in a danger that is known."""
    grave = [flag for flag in inputs.case.open_flags if flag.severity is Severity.DANGER]
    if grave:
        kinds = ", ".join(flag.risk.label for flag in grave)
        return CriterionState.NOT_MET, say("Danger flags are open: {kinds}.", kinds=kinds)
    others = len(inputs.case.open_flags)
    if others:
        return CriterionState.MET, say("No danger flag is open; lesser flags: {n}.", n=others)
    return CriterionState.MET, say("No flag is open.")


@_rule(say("Wellbeing"))
def wellbeing(inputs: ReadinessInputs) -> CriterionAnswer:
    """One side of her life that gives way takes the others with it; each must stand when the visits stop."""
    scored = _last_scored(inputs, _by_worker)
    if isinstance(scored, str):
        return CriterionState.NOT_KNOWN, scored
    visit, scores = scored
    low = [score.domain.label for score in scores if (score.worker or 0) < inputs.limits.least_score]
    if low:
        return CriterionState.NOT_MET, _below_least_score(inputs, low, visit)
    missing = [domain.label for domain in WellbeingDomain if domain not in {score.domain for score in scores}]
    if missing:
        domains = ", ".join(missing)
        return CriterionState.NOT_KNOWN, say("Not scored on {day}: {domains}.", day=visit.on, domains=domains)
    return CriterionState.MET, say("No domain below {n} on {day}.", n=inputs.limits.least_score, day=visit.on)


@_rule(say("Her own word"))
def her_own_word(inputs: ReadinessInputs) -> CriterionAnswer:
    """She knows best how she lives. A case that looks well to the worker and not to her is not ready."""
    scored = _last_scored(inputs, _by_herself)
    if isinstance(scored, str):
        return CriterionState.NOT_KNOWN, say("{what} Ask her.", what=scored)
    visit, scores = scored
    low = [score.domain.label for score in scores if (score.own or 0) < inputs.limits.least_score]
    if low:
        return CriterionState.NOT_MET, _below_least_score(inputs, low, visit)
    return CriterionState.MET, say("She rates nothing below {n}, on {day}.", n=inputs.limits.least_score, day=visit.on)


def _by_worker(score: WellbeingScore) -> int | None:
    return score.worker


def _by_herself(score: WellbeingScore) -> int | None:
    return score.own


def _last_scored(
    inputs: ReadinessInputs, of: Callable[[WellbeingScore], int | None]
) -> tuple[Visit, list[WellbeingScore]] | str:
    """The latest visit with such scores and the scores, or the sentence that says why there is none to go by."""
    for visit in sorted(inputs.case.visits, key=lambda visit: visit.on, reverse=True):
        scores = [score for score in visit.said.scores if of(score) is not None]
        if scores:
            if visit.on + timedelta(days=int(inputs.limits.score_days)) < inputs.today:
                return say("The last scores are of {day}, too long ago.", day=visit.on)
            return visit, scores
    return say("No scores are written down.")


def _below_least_score(inputs: ReadinessInputs, domains: list[str], visit: Visit) -> str:
    return say("Below {n} on {day}: {domains}.", n=inputs.limits.least_score, day=visit.on, domains=", ".join(domains))


# --- can she live by it ---------------------------------------------------------------------------------------------


@_rule(say("Livelihood"))
def livelihood(inputs: ReadinessInputs) -> CriterionAnswer:
    """When the visits stop, her work must carry what she has to take home; otherwise debt or somebody else will."""
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
    told = [(one.takings, one.cost) for one in months]
    left = [plan.worth(taken) - plan.worth(cost) for taken, cost in told if taken is not None and cost is not None]
    left = left[-wanted:]
    if len(left) < wanted:
        return CriterionState.NOT_KNOWN, say(
            "Takings and costs are written down for {n} months; {wanted} are asked for.", n=len(left), wanted=wanted
        )
    share = sum(left, Fraction(0)) / wanted / plan.sharers
    assert herself.take_home is not None
    needed = plan.worth(herself.take_home)
    state = CriterionState.MET if share >= needed else CriterionState.NOT_MET
    return state, say(
        "In the last {n} months {share} a month was left for her; she must take home {needed}.",
        n=wanted,
        share=show(share, plan.currency),
        needed=show(needed, plan.currency),
    )


# --- was it said ----------------------------------------------------------------------------------------------------


@_rule(say("Promises"))
def promises_kept(inputs: ReadinessInputs) -> CriterionAnswer:
    """What she was told would be done is done, or she was told why not, before nobody comes any more."""
    still = [promise for promise in inputs.case.open_promises if not promise.said.ending]
    if still:
        return CriterionState.NOT_MET, say(
            "{n} promises are open, the first due {day}.", n=len(still), day=still[0].said.due
        )
    return CriterionState.MET, say("No promise is open.")


@_rule(say("Announced"))
def end_announced(inputs: ReadinessInputs) -> CriterionAnswer:
    """An end that comes without warning is one more person who went away. She hears the day well before it."""
    announced = [promise for promise in inputs.case.promises if promise.said.ending and promise.kept is not False]
    if not announced:
        return CriterionState.NOT_MET, say("She was not told when follow-up ends.")
    promise = announced[-1]
    ahead = (promise.said.due - promise.on).days
    state = CriterionState.MET if ahead >= inputs.limits.announced_days else CriterionState.NOT_MET
    return state, say(
        "Told on {day} that it ends on {end}, {n} days ahead.", day=promise.on, end=promise.said.due, n=ahead
    )
