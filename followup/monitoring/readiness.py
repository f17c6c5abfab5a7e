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
from followup.case.business.month import Month
from followup.case.business.plan import Partner, PartnerRole, Plan
from followup.case.case import Case
from followup.case.facts import Score
from followup.case.parts import Visit
from followup.case.thresholds import thresholds
from followup.case.vocabulary import Domain, Placement, Severity
from followup.messages import say
from followup.schedule.case_schedule import Timetable
from followup.schedule.policy import whole_months
from followup.schedule.slots import Standing


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How much is enough; the defaults are those of the shipped ``readiness.json``."""

    months_without_end: Fraction = Fraction(36)  # to follow where the policy has no set end
    visits_share: Fraction = Fraction(5, 6)  # of the visits due so far
    business_months: Fraction = Fraction(3)  # with takings and costs, the latest ones
    least_score: Fraction = Fraction(3)  # of wellbeing, in every domain
    score_days: Fraction = Fraction(92)  # after which scores are too old to say how she is
    announced_days: Fraction = Fraction(30)  # from the announcement of the end to the end


def thresholds_from_mapping(mapping: Mapping[str, Any]) -> Thresholds:
    """The thresholds of the review from shipped text; Invalid as for `thresholds`."""
    return thresholds(Thresholds, mapping)


class State(StrEnum):
    """Whether a criterion is met. The stored value is what programs read."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_KNOWN = "not_known"

    @property
    def label(self) -> str:
        """The state in words for people."""
        return {
            State.MET: say("met"),
            State.NOT_MET: say("not met"),
            State.NOT_KNOWN: say("not known"),
        }[self]


@dataclass(frozen=True, slots=True)
class Look:
    """What every rule looks at."""

    case: Case
    timetable: Timetable
    today: date
    limits: Thresholds


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion: its stable id and title, how it stands, what was found, and the reason it is asked for."""

    rule: str
    title: str
    state: State
    sentence: str
    reason: str


Found = tuple[State, str]
Rule = Callable[[Look], Found]

_RULES: list[tuple[str, Rule]] = []


def _rule(title: str) -> Callable[[Rule], Rule]:
    def register(rule: Rule) -> Rule:
        _RULES.append((title, rule))
        return rule

    return register


def readiness(look: Look) -> tuple[Finding, ...]:
    """Every criterion and how it stands, in the order in which they are shown."""
    return tuple(_finding(title, rule, look) for title, rule in _RULES)


def _finding(title: str, rule: Rule, look: Look) -> Finding:
    state, sentence = rule(look)
    reason = say(" ".join((rule.__doc__ or "").split()))
    return Finding(rule.__name__, title, state, sentence, reason)


# --- was she followed -----------------------------------------------------------------------------------------------


@_rule(say("Months"))
def months_followed(look: Look) -> Found:
    """She was promised visits for a time. Ending earlier leaves her alone in the years in which most is lost."""
    if look.case.return_date is None:
        return State.NOT_KNOWN, say("No return date is written down.")
    if not look.timetable.last_slot:
        months = whole_months(look.case.return_date, look.today)
        state = State.MET if months >= look.limits.months_without_end else State.NOT_MET
        most = look.limits.months_without_end
        return state, say("Month {n}; her policy has no set end, and {most} are asked for.", n=months, most=most)
    last = look.timetable.course.slots[-1]
    if last.k in look.timetable.done or look.today >= last.due:
        return State.MET, say("The last visit promised was due on {day}.", day=last.due)
    return State.NOT_MET, say("The last visit promised is due on {day}.", day=last.due)


@_rule(say("Visits"))
def visits_done(look: Look) -> Found:
    """A case that was not visited is not a success; it is a case that nobody knows."""
    due = [
        standing
        for slot, standing in look.timetable.standings(look.today)
        if slot.due <= look.today and standing not in (Standing.EXCUSED, Standing.CANCELLED)
    ]
    done = sum(standing is Standing.DONE for standing in due)
    if not due:
        return State.NOT_KNOWN, say("No visit was due yet.")
    state = State.MET if done >= look.limits.visits_share * len(due) else State.NOT_MET
    return state, say("{done} of the {due} visits due so far were made.", done=done, due=len(due))


# --- is she safe ----------------------------------------------------------------------------------------------------


@_rule(say("Danger"))
def no_open_danger(look: Look) -> Found:
    """Nobody is left alone in a danger that is known."""
    grave = [flag for flag in look.case.open_flags if flag.severity is Severity.DANGER]
    if grave:
        kinds = ", ".join(flag.risk.label for flag in grave)
        return State.NOT_MET, say("Danger flags are open: {kinds}.", kinds=kinds)
    others = len(look.case.open_flags)
    if others:
        return State.MET, say("No danger flag is open; lesser flags: {n}.", n=others)
    return State.MET, say("No flag is open.")


@_rule(say("Wellbeing"))
def wellbeing(look: Look) -> Found:
    """One side of her life that gives way takes the others with it; each must stand when the visits stop."""
    scored = _last_scored(look, _by_worker)
    if isinstance(scored, str):
        return State.NOT_KNOWN, scored
    visit, scores = scored
    low = [score.domain.label for score in scores if (score.worker or 0) < look.limits.least_score]
    if low:
        return State.NOT_MET, _below(look, low, visit)
    missing = [domain.label for domain in Domain if domain not in {score.domain for score in scores}]
    if missing:
        domains = ", ".join(missing)
        return State.NOT_KNOWN, say("Not scored on {day}: {domains}.", day=visit.on, domains=domains)
    return State.MET, say("No domain below {n} on {day}.", n=look.limits.least_score, day=visit.on)


@_rule(say("Her own word"))
def her_own_word(look: Look) -> Found:
    """She knows best how she lives. A case that looks well to the worker and not to her is not ready."""
    scored = _last_scored(look, _by_herself)
    if isinstance(scored, str):
        return State.NOT_KNOWN, say("{what} Ask her.", what=scored)
    visit, scores = scored
    low = [score.domain.label for score in scores if (score.own or 0) < look.limits.least_score]
    if low:
        return State.NOT_MET, _below(look, low, visit)
    return State.MET, say("She rates nothing below {n}, on {day}.", n=look.limits.least_score, day=visit.on)


def _by_worker(score: Score) -> int | None:
    return score.worker


def _by_herself(score: Score) -> int | None:
    return score.own


def _last_scored(look: Look, of: Callable[[Score], int | None]) -> tuple[Visit, list[Score]] | str:
    """The latest visit with such scores and the scores, or the sentence that says why there is none to go by."""
    for visit in sorted(look.case.visits, key=lambda visit: visit.on, reverse=True):
        scores = [score for score in visit.said.scores if of(score) is not None]
        if scores:
            if visit.on + timedelta(days=int(look.limits.score_days)) < look.today:
                return say("The last scores are of {day}, too long ago.", day=visit.on)
            return visit, scores
    return say("No scores are written down.")


def _below(look: Look, domains: list[str], visit: Visit) -> str:
    return say("Below {n} on {day}: {domains}.", n=look.limits.least_score, day=visit.on, domains=", ".join(domains))


# --- can she live by it ---------------------------------------------------------------------------------------------


@_rule(say("Livelihood"))
def livelihood(look: Look) -> Found:
    """When the visits stop, her work must carry what she has to take home; otherwise debt or somebody else will."""
    case = look.case
    months = [visit.said.month for visit in sorted(case.visits, key=lambda visit: visit.on) if visit.said.month]
    if months and not months[-1].open:
        return State.NOT_MET, say("Her business has closed.")
    if case.placement is Placement.EMPLOYMENT:
        return State.MET, say("She is placed in employment.")
    if case.plan is None:
        return State.NOT_KNOWN, say("She has no business plan and is not placed in employment.")
    herself = next(partner for partner in case.plan.partners if partner.role is PartnerRole.HERSELF)
    if herself.take_home is None:
        return State.NOT_KNOWN, say("What she must take home a month is not written down in her plan.")
    return _carried(look, case.plan, herself, months)


def _carried(look: Look, plan: Plan, herself: Partner, months: list[Month]) -> Found:
    """Her share of what the latest months left, on average, against what she must take home."""
    wanted = int(look.limits.business_months)
    told = [(one.takings, one.cost) for one in months]
    left = [plan.worth(taken) - plan.worth(cost) for taken, cost in told if taken is not None and cost is not None]
    left = left[-wanted:]
    if len(left) < wanted:
        return State.NOT_KNOWN, say(
            "Takings and costs are written down for {n} months; {wanted} are asked for.", n=len(left), wanted=wanted
        )
    share = sum(left, Fraction(0)) / wanted / plan.sharers
    assert herself.take_home is not None
    needed = plan.worth(herself.take_home)
    state = State.MET if share >= needed else State.NOT_MET
    return state, say(
        "In the last {n} months {share} a month was left for her; she must take home {needed}.",
        n=wanted,
        share=show(share, plan.currency),
        needed=show(needed, plan.currency),
    )


# --- was it said ----------------------------------------------------------------------------------------------------


@_rule(say("Promises"))
def promises_kept(look: Look) -> Found:
    """What she was told would be done is done, or she was told why not, before nobody comes any more."""
    still = [promise for promise in look.case.open_promises if not promise.said.ending]
    if still:
        return State.NOT_MET, say("{n} promises are open, the first due {day}.", n=len(still), day=still[0].said.due)
    return State.MET, say("No promise is open.")


@_rule(say("Announced"))
def end_announced(look: Look) -> Found:
    """An end that comes without warning is one more person who went away. She hears the day well before it."""
    announced = [promise for promise in look.case.promises if promise.said.ending and promise.kept is not False]
    if not announced:
        return State.NOT_MET, say("She was not told when follow-up ends.")
    promise = announced[-1]
    ahead = (promise.said.due - promise.on).days
    state = State.MET if ahead >= look.limits.announced_days else State.NOT_MET
    return state, say(
        "Told on {day} that it ends on {end}, {n} days ahead.", day=promise.on, end=promise.said.due, n=ahead
    )
