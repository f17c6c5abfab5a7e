"""Before follow-up ends: what is met, what is not, and what nobody knows; not known is never taken for met."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from followup.case.business.money import Currency, Money
from followup.case.business.month import MonthlyFigures
from followup.case.business.plan import CostKind, Customers, MonthlyCost, Partner, PartnerRole, Plan
from followup.case.facts import (
    Body,
    Fact,
    Flagged,
    Opened,
    Paused,
    Placed,
    Planned,
    Promised,
    PromiseSettled,
    Visited,
    WellbeingScore,
)
from followup.case.home_words import Placement
from followup.case.replay import replay
from followup.case.thresholds import read_thresholds
from followup.case.visit_words import ContactMethod, WellbeingDomain
from followup.case.vocabulary import RiskKind, Severity
from followup.errors import Invalid
from followup.monitoring.readiness import (
    CriterionState,
    ReadinessInputs,
    ReadinessThresholds,
    assess_readiness,
)
from followup.schedule.case_schedule import build_case_schedule
from followup.schedule.policy import Policy
from followup.schedule.workdays import Workdays
from followup.values import replace
from followup_data import shipped

HOME = date(2023, 10, 31)
TODAY = date(2026, 11, 21)
Dated = tuple[date, Body]


def found(*dated: Dated, policy: Policy | None = None, today: date = TODAY) -> dict[str, tuple[CriterionState, str]]:
    stamp = datetime(2026, 11, 1, tzinfo=UTC)
    bodies = ((HOME, Opened("KML-1", HOME)), *dated)
    facts = [Fact(f"f{n}", stamp, on, "a1", n, "SN", body) for n, (on, body) in enumerate(bodies)]
    case = replay("c", facts, today)
    table = build_case_schedule(
        case, policy or Policy.monthly(36), Workdays.weekdays(), today, today + timedelta(days=90)
    )
    findings = assess_readiness(ReadinessInputs(case, table, today, ReadinessThresholds()))
    return {finding.rule: (finding.state, finding.sentence) for finding in findings}


def state(rule: str, *dated: Dated, **said) -> CriterionState:
    return found(*dated, **said)[rule][0]


def visit(day: date = date(2026, 11, 2), **said) -> Dated:
    return day, Visited(ContactMethod.HOME_VISIT, **said)


def scores(worker: int | None = 3, own: int | None = 3, **other: WellbeingScore) -> tuple[WellbeingScore, ...]:
    return tuple(other.get(domain.value) or WellbeingScore(domain, worker, own) for domain in WellbeingDomain)


def riel(amount: int) -> Money:
    return Money(Decimal(amount), Currency.KHR)


def month(takings: int, costs: int) -> MonthlyFigures:
    return MonthlyFigures(takings=riel(takings), costs=(MonthlyCost(CostKind.MATERIALS, riel(costs)),))


def a_plan(take_home: int | None = 100_000) -> Planned:
    herself = Partner(PartnerRole.HERSELF, take_home=None if take_home is None else riel(take_home))
    customers = Customers(Decimal(3), Decimal(3))
    return Planned(Plan("sewing", Currency.KHR, Decimal(4000), (herself,), customers, 26))


def test_the_shipped_thresholds_are_the_ones_in_the_code():
    assert read_thresholds(ReadinessThresholds, shipped.readiness_thresholds()) == ReadinessThresholds()


@pytest.mark.parametrize("wrong", [{"least_score": "three"}, {"least_score": 3}, {"of_nothing": "1"}])
def test_thresholds_that_cannot_be_read_are_told(wrong):
    with pytest.raises(Invalid):
        read_thresholds(ReadinessThresholds, wrong)


def test_every_criterion_has_a_title_and_a_reason():
    case = replay("c", [Fact("f", datetime(2026, 1, 1, tzinfo=UTC), HOME, "a", 1, "", Opened("K-1", HOME))], TODAY)
    table = build_case_schedule(case, Policy.monthly(36), Workdays.weekdays(), TODAY, TODAY)

    for finding in assess_readiness(ReadinessInputs(case, table, TODAY, ReadinessThresholds())):
        assert finding.title
        assert finding.reason.endswith(".")
        assert finding.sentence.endswith(".")


def test_months_are_followed_once_the_last_visit_promised_is_due():
    assert state("months_followed") is CriterionState.MET
    assert state("months_followed", policy=Policy.monthly(38)) is CriterionState.NOT_MET
    assert state("months_followed", policy=Policy.monthly(None)) is CriterionState.MET
    assert state("months_followed", policy=Policy.monthly(None), today=date(2026, 9, 1)) is CriterionState.NOT_MET


def test_five_of_six_visits_due_are_made_and_excused_ones_are_not_counted():
    monthly = [visit(date(2024, 1, 5) + timedelta(days=91 * n), slot=n + 1) for n in range(12)]
    twelve = Policy.custom(range(2, 36, 3))

    assert state("visits_done", *monthly[:10], policy=twelve) is CriterionState.MET
    assert state("visits_done", *monthly[:9], policy=twelve) is CriterionState.NOT_MET
    paused = (date(2024, 1, 1), Paused(date(2023, 11, 1), date(2027, 1, 1), "ill"))
    assert state("visits_done", paused, policy=twelve) is CriterionState.NOT_KNOWN


def test_an_open_danger_is_not_left_and_a_lesser_worry_is_said():
    danger = Flagged(RiskKind.VIOLENCE, Severity.DANGER, "hit", "SN", TODAY)

    assert state("no_open_danger", (TODAY, danger)) is CriterionState.NOT_MET
    assert found((TODAY, replace(danger, severity=Severity.WATCH)))["no_open_danger"] == (
        CriterionState.MET,
        "No danger flag is open; lesser flags: 1.",
    )


def test_wellbeing_stands_in_every_domain_at_the_last_scored_visit():
    low = scores(safety=WellbeingScore(WellbeingDomain.SAFETY, 2, 3))

    assert state("wellbeing") is CriterionState.NOT_KNOWN
    assert state("wellbeing", visit(scores=scores())) is CriterionState.MET
    assert state("wellbeing", visit(scores=low)) is CriterionState.NOT_MET
    assert state("wellbeing", visit(date(2026, 10, 1), scores=low), visit(scores=scores())) is CriterionState.MET
    assert state("wellbeing", visit(scores=scores()[:3])) is CriterionState.NOT_KNOWN
    assert state("wellbeing", visit(date(2026, 5, 1), scores=scores())) is CriterionState.NOT_KNOWN


def test_her_own_word_is_hers_and_silence_is_not_consent():
    assert state("her_own_word", visit(scores=scores(own=None))) is CriterionState.NOT_KNOWN
    assert state("her_own_word", visit(scores=scores(worker=None))) is CriterionState.MET
    assert (
        state("her_own_word", visit(scores=scores(health=None, safety=WellbeingScore(WellbeingDomain.SAFETY, 4, 1))))
        is CriterionState.NOT_MET
    )


def test_her_work_carries_what_she_must_take_home():
    good = [visit(date(2026, n, 2), month=month(150_000, 40_000)) for n in (9, 10, 11)]
    bad = [visit(date(2026, n, 2), month=month(150_000, 60_000)) for n in (9, 10, 11)]
    plan = (HOME, a_plan())

    assert state("livelihood") is CriterionState.NOT_KNOWN
    assert state("livelihood", (HOME, a_plan(None))) is CriterionState.NOT_KNOWN
    assert state("livelihood", plan, *good[:2]) is CriterionState.NOT_KNOWN
    assert state("livelihood", plan, *good) is CriterionState.MET
    assert state("livelihood", plan, *bad) is CriterionState.NOT_MET
    assert state("livelihood", plan, *good, visit(TODAY, month=MonthlyFigures(open=False))) is CriterionState.NOT_MET
    assert state("livelihood", (HOME, Placed(Placement.EMPLOYMENT))) is CriterionState.MET


def test_promises_are_settled_and_the_end_alone_may_be_open():
    promise, end = Promised("a spare part", "SN", TODAY), Promised("the end", "SN", TODAY, ending=True)

    assert state("promises_kept") is CriterionState.MET
    assert state("promises_kept", (date(2026, 11, 1), promise)) is CriterionState.NOT_MET
    assert (
        state("promises_kept", (date(2026, 11, 1), promise), (TODAY, PromiseSettled("f1", kept=True)))
        is CriterionState.MET
    )
    assert state("promises_kept", (date(2026, 11, 1), end)) is CriterionState.MET


def test_the_end_is_announced_a_month_ahead():
    end = Promised("the end", "SN", date(2026, 12, 15), ending=True)

    assert state("end_announced") is CriterionState.NOT_MET
    assert state("end_announced", (date(2026, 11, 1), end)) is CriterionState.MET
    assert state("end_announced", (date(2026, 11, 20), end)) is CriterionState.NOT_MET
    withdrawn = (TODAY, PromiseSettled("f1", kept=False, note="The shop has closed."))
    assert state("end_announced", (date(2026, 11, 1), end), withdrawn) is CriterionState.NOT_MET
