"""What a visit sheet asks: the part of a case that has its place on one page, in the order in which it is typed in.

The sheet that is printed and the questions that type it in ask here, so that nobody is asked for what it has not.
"""

from followup.case.business.earnings import BusinessKind
from followup.case.business.money import Currency
from followup.case.business.month import MonthlyFigures
from followup.case.case import Case
from followup.case.facts import WellbeingScore
from followup.case.fields import Private
from followup.case.page_code import PageCode
from followup.case.parts import Flag, Promise
from followup.case.visit_words import AgreementProgress, WellbeingDomain
from followup.case.vocabulary import RiskKind
from followup.schedule.case_schedule import CaseSchedule
from followup.schedule.slots import Slot

MOST_FLAGS, MOST_PROMISES = 3, 2
"""How many have their place on the page: the gravest flags, the promises that are due first."""
GRAVEST = (
    RiskKind.VIOLENCE,
    RiskKind.FAMILY_WOULD_SELL,
    RiskKind.RECRUITER_NEAR,
    RiskKind.EXPLOITATIVE_WORKPLACE,
    RiskKind.HEALTH,
)
"""Of flags that are equally grave these come first, in this order: her life and her being sold again."""
CHECKS = (
    RiskKind.VIOLENCE,
    RiskKind.FAMILY_WOULD_SELL,
    RiskKind.ISOLATION,
    RiskKind.HEALTH,
    RiskKind.PAST_DISCLOSED,
    RiskKind.RECRUITER_NEAR,
    RiskKind.EXPLOITATIVE_WORKPLACE,
    RiskKind.DEBT,
    RiskKind.NO_SUPERVISOR,
    RiskKind.PARTNERS_CONFLICT,
)
"""What is looked at with one's own eyes, in the order of the page; a *no* there is a flag of this kind."""
_OF_PARTNERS = (RiskKind.NO_SUPERVISOR, RiskKind.PARTNERS_CONFLICT)
FIGURES = ("customers", "takings", "costs", "drawings", "stock", "debt", "savings")


def flags_on_sheet(case: Case) -> tuple[Flag, ...]:
    """The open flags that the page asks about: the gravest, and of these the kinds that are `GRAVEST` first."""
    return tuple(sorted(case.open_flags, key=_gravity))[:MOST_FLAGS]


def _gravity(flag: Flag) -> tuple[int, int]:
    place = GRAVEST.index(flag.risk) if flag.risk in GRAVEST else len(GRAVEST)
    return -flag.severity.rank, place


def promises_on_sheet(case: Case) -> tuple[Promise, ...]:
    """The open promises that the page asks about."""
    return case.open_promises[:MOST_PROMISES]


def checks_on_sheet(case: Case) -> tuple[RiskKind, ...]:
    """What is looked at, numbered from 1 on the page: nothing that an open flag asks about, nor partners of nobody."""
    asked = {flag.risk for flag in flags_on_sheet(case)}
    partners = case.plan is not None and len(case.plan.partners) > 1
    return tuple(kind for kind in CHECKS if kind not in asked and (partners or kind not in _OF_PARTNERS))


def figures_on_sheet(case: Case) -> tuple[str, ...]:
    """The figures of the month: nobody asks how many customers a day come to a field or to pigs."""
    shop = case.plan is None or case.plan.kind is BusinessKind.SHOP
    return FIGURES if shop else FIGURES[1:]


def agreement_to_ask(case: Case) -> Private:
    """What was agreed with her last, unless it is known to be done; empty if nothing was."""
    for visit in reversed(case.visits):
        if visit.said.agreed:
            return visit.said.agreed
        if visit.said.agreement is AgreementProgress.DONE:
            return ""
    return ""


def last_figures(case: Case) -> MonthlyFigures | None:
    """The figures of the month that were told last."""
    return next((visit.said.month for visit in reversed(case.visits) if visit.said.month), None)


def last_scores(case: Case) -> dict[WellbeingDomain, WellbeingScore]:
    """Each domain as it was last scored."""
    return {score.domain: score for visit in case.visits for score in visit.said.scores}


def slot_of_sheet(page: PageCode, case_schedule: CaseSchedule) -> Slot | None:
    """Her visit of the page's month, the first not made where two are; None where her policy has none any more."""
    slots = [slot for slot in case_schedule.schedule.slots if case_schedule.policy.offset(slot.k)[0] == page.month]
    open_ = (slot for slot in slots if slot.k not in case_schedule.done)
    return next(open_, slots[-1] if slots else None)


def currency_on_sheet(case: Case) -> Currency | None:
    """The currency that the figures on the page are in: that of the plan, or of the last figures; None without both."""
    last = last_figures(case)
    if case.plan:
        return case.plan.currency
    return next((money.currency for money in last.amounts()), None) if last else None
