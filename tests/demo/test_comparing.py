"""The same lives visited every month, at months 3 and 6, and once: what each rhythm would have seen, and when.

- what is lived is the same under each policy, and so is the number each share is of
- monthly visits see every failing business that the others see, and no later than at their next visit
- a first sign is what the program itself would say as of that visit, and only before the end
- who disappears is noticed by an attempt in vain or a slot missed, and not once follow-up is over
- a danger counts when a visit wrote it down while it lasted
- where there is nobody to count, there is no share and nothing is divided by it
"""

from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from followup.case.business.month import MonthlyFigures
from followup.case.business.plan import CostKind, MonthlyCost
from followup.case.facts import Attempted, Body, Fact, Flagged, Visited
from followup.case.outcome_words import OutcomeKind
from followup.case.replay import replay
from followup.case.visit_words import AttemptReason, ContactMethod
from followup.case.vocabulary import RiskKind, Severity
from followup.demo.records.caseload import CaseloadGenerator, LifeAndCase
from followup.demo.records.generated_case import GeneratedCase
from followup.demo.study.observer import BUSINESS_RISKS, BUSINESS_RULES, Observer
from followup.demo.study.policy_comparison import (
    RHYTHMS,
    ExtraDetections,
    GroundTruth,
    Observation,
    PolicyComparison,
    PolicyResult,
    compare_policies,
    observe_life,
)
from followup.demo.world.business_model import MonthFigures
from followup.demo.world.life_model import Life
from followup.demo.world.outcome_model import Circumstances, TrueOutcome
from followup.demo.world.troubles import Trouble
from followup.services.attention import attention_inputs_of, case_attention
from followup.statistics.proportions import Proportion
from followup.store import NewFact
from tests.builders import a_plan
from tests.demo.demos import TODAY, a_demo, scheduler
from tests.monitoring.cases import riel

HOME = date(2025, 7, 10)
CLOSED = HOME + timedelta(days=365)


@cache
def compared(number: int = 200, seed: int = 7) -> PolicyComparison:
    """The comparison of an invented caseload."""
    return compare_policies(number, seed, scheduler())


def seen_by(policy: str) -> PolicyResult:
    """What one policy saw of 200 lives."""
    return next(seen for seen in compared().seen if seen.policy.name == policy)


# --- a life made by hand --------------------------------------------------------------------------------------------


def a_life(
    outcome: TrueOutcome | None = None, troubles: tuple[Trouble, ...] = (), lost_since: date | None = None
) -> Life:
    """A life with a business, home since ``HOME``; it closes after a year unless something else is said."""
    circumstances = Circumstances(HOME, business=None, trained=False, conditions=frozenset({"home", "plan"}))
    month = MonthFigures(customers=6, takings=300_000, costs={}, drawings=0, stock=0, debt=0, savings=0)
    closes = TrueOutcome(12, OutcomeKind.BUSINESS_CLOSED, last="Closed.", months_visible=6)
    return Life(circumstances, closes if outcome is None else outcome, troubles, (month,), (), lost_since)


def a_story(*since: tuple[str, Body], policy: str = "monthly-36") -> GeneratedCase:
    """What was written down of her: each entry with its day."""
    form = {"code": "KML-1", "return_date": HOME, "policy": policy, "worker": "SN", "plan": a_plan()}
    return GeneratedCase(form, tuple(NewFact(date.fromisoformat(on), said) for on, said in since))


def a_visit(takings: int = 300_000, contact: ContactMethod = ContactMethod.HOME_VISIT) -> Visited:
    """A visit at which six customers a day and these takings were told, against 100,000 riel of costs."""
    costs = (MonthlyCost(CostKind.MATERIALS, riel(100_000)),)
    return Visited(contact, month=MonthlyFigures(customers=Decimal(6), takings=riel(takings), costs=costs))


def a_flag(risk: RiskKind, severity: Severity = Severity.CONCERN) -> Flagged:
    """A flag as a visit writes it down."""
    return Flagged(risk, severity, "Seen at the visit.", "SN", TODAY)


def glimpse(life: Life, *since: tuple[str, Body], policy: str = "monthly-36") -> Observation:
    """What visits saw of a life."""
    return observe_life(LifeAndCase(life, a_story(*since, policy=policy)), scheduler())[1]


def seen(*told: tuple[GroundTruth, Observation]) -> PolicyResult:
    """What monthly visits saw of these lives."""
    return PolicyResult(RHYTHMS["monthly-36"], scheduler().policies["monthly-36"], told)


# --- what is lived ------------------------------------------------------------------------------------------------


def test_what_is_lived_is_the_same_whoever_visits_and_how_often() -> None:
    worlds = [CaseloadGenerator(7, scheduler(), policy) for policy in RHYTHMS]

    for at in range(150):
        first, *others = (world.life_and_case(at) for world in worlds)
        assert [other.life for other in others] == [first.life] * len(others)
        assert {str(told.generated_case.form | {"policy": ""}) for told in others} == {
            str(first.generated_case.form | {"policy": ""})
        }


def test_every_share_is_of_the_same_number_under_each_policy() -> None:
    first, *others = compared().seen

    for other in others:
        assert [truth for truth, _ in other.lives] == [truth for truth, _ in first.lives]
    for name in ("signs", "in_time", "elsewhere", "missed", "dangers"):
        assert len({getattr(seen, name).of for seen in compared().seen}) == 1
        assert getattr(first, name).of > 5


def test_a_policy_promises_its_visits_and_no_more_are_made() -> None:
    monthly, twice, once = (seen_by(name) for name in ("monthly-36", "months-3-and-6", "once-at-6-weeks"))

    assert monthly.visits > 5 * twice.visits > 5 * once.visits
    assert max(glimpse.visits for _, glimpse in twice.lives) == 2
    assert max(glimpse.visits for _, glimpse in once.lives) == 1


# --- the argument for monthly visits ------------------------------------------------------------------------------


def test_monthly_visits_see_every_failing_business_that_another_policy_sees_no_later_than_at_their_next_visit() -> None:
    month = timedelta(days=31)
    for other in (seen_by("months-3-and-6"), seen_by("once-at-6-weeks")):
        both = [
            (ours.sign, theirs.sign)
            for (truth, ours), (_, theirs) in zip(seen_by("monthly-36").lives, other.lives, strict=True)
            if truth.closed and theirs.sign
        ]

        assert len(both) > 3
        assert all(ours is not None and theirs is not None and ours <= theirs + month for ours, theirs in both)


def test_monthly_visits_see_more_of_everything_and_also_more_that_passes() -> None:
    monthly, others = seen_by("monthly-36"), (seen_by("months-3-and-6"), seen_by("once-at-6-weeks"))

    for other in others:
        for name in ("signs", "in_time", "elsewhere", "missed", "dangers"):
            assert getattr(monthly, name).count > getattr(other, name).count, name
        assert monthly.median_warning_time is not None
        assert other.median_warning_time is not None
        assert monthly.median_warning_time > other.median_warning_time


# --- the first sign of a failing business -------------------------------------------------------------------------


def test_the_first_sign_is_the_second_month_running_in_which_takings_are_under_costs() -> None:
    told = seen(
        (
            GroundTruth.of(a_life(), TODAY),
            glimpse(
                a_life(),
                ("2025-11-10", a_visit()),
                ("2025-12-10", a_visit(takings=80_000)),
                ("2026-01-10", a_visit(takings=90_000)),
                ("2026-02-10", a_visit(takings=70_000)),
            ),
        )
    )

    ((truth, saw),) = told.lives
    assert (saw.sign, truth.closed, saw.visits) == (date(2026, 1, 10), CLOSED, 4)
    assert told.median_lead_time == told.median_warning_time
    assert round(float(told.median_lead_time or 0), 1) == 5.9
    assert told.signs == told.in_time == Proportion(1, 1)


def test_a_flag_about_the_business_is_a_sign_and_one_about_her_health_is_none() -> None:
    visit = ("2026-01-10", a_visit())

    assert glimpse(a_life(), visit, ("2026-01-10", a_flag(RiskKind.DEBT))).sign == date(2026, 1, 10)
    assert glimpse(a_life(), visit, ("2026-01-10", a_flag(RiskKind.HEALTH))).sign is None


def test_what_is_seen_once_the_business_has_closed_is_no_sign() -> None:
    on_the_day, later = (CLOSED.isoformat(), (CLOSED + timedelta(days=31)).isoformat())

    saw = glimpse(a_life(), (on_the_day, a_visit(takings=50_000)), (later, a_visit(takings=50_000)))

    assert saw.sign is None


def test_a_sign_in_the_last_three_months_leaves_no_time_to_act() -> None:
    life = a_life()
    late = glimpse(life, ("2026-05-10", a_visit()), ("2026-05-10", a_flag(RiskKind.DEBT)))

    told = seen((GroundTruth.of(life, TODAY), late))

    assert (told.signs.count, told.in_time.count) == (1, 0)


def test_a_business_never_seen_failing_counts_as_no_warning_at_all() -> None:
    life = a_life()
    warned = glimpse(life, ("2026-01-10", a_visit()), ("2026-01-10", a_flag(RiskKind.DEBT)))

    told = seen((GroundTruth.of(life, TODAY), warned), (GroundTruth.of(life, TODAY), glimpse(life)))

    assert told.median_warning_time == (told.median_lead_time or 0) / 2
    assert told.signs == Proportion(1, 2)


def test_a_sign_in_a_business_that_goes_on_is_told_apart() -> None:
    life = a_life(TrueOutcome())
    saw = glimpse(life, ("2026-01-10", a_visit()), ("2026-01-10", a_flag(RiskKind.DEBT)))

    told = seen((GroundTruth.of(life, TODAY), saw))

    assert told.signs == Proportion(0, 0)
    assert told.elsewhere == Proportion(1, 1)


def test_what_the_eyes_see_is_what_the_program_shows_of_the_same_entries() -> None:
    book, built = a_demo(12)
    world, schedules = CaseloadGenerator(7, scheduler()), scheduler()
    signs = []
    for at, code in enumerate(built.invented):
        facts = book.store.facts(book.find(code))
        observer = Observer(world.life_and_case(at).generated_case, schedules)

        def shows(day: date, facts: tuple[Fact, ...] = facts) -> bool:
            case = replay("", facts, day)
            found = case_attention(
                attention_inputs_of(case, facts, schedules.case_schedule(case, day), day, schedules.office)
            ).findings
            return any(one.finding.rule in BUSINESS_RULES for one in found) or any(
                one.risk in BUSINESS_RISKS for one in case.open_flags
            )

        signs.append(next((day for day in observer.contact_days if shows(day)), None))
        assert observer.first_sign(date.max) == signs[-1], code

    assert len([day for day in signs if day]) > 3


# --- whoever is not found any more --------------------------------------------------------------------------------


GONE = date(2026, 3, 1)
FOUND = ("2026-02-10", a_visit())


def test_who_disappears_is_noticed_at_the_first_attempt_in_vain_since() -> None:
    before, after = (Attempted(AttemptReason.NOT_AT_HOME) for _ in range(2))

    saw = glimpse(a_life(TrueOutcome(), lost_since=GONE), ("2026-02-08", before), FOUND, ("2026-03-12", after))

    assert saw.missed == date(2026, 3, 12)
    assert seen((GroundTruth.of(a_life(TrueOutcome(), lost_since=GONE), TODAY), saw)).median_days_to_notice == 11


def test_where_nobody_goes_it_is_noticed_when_the_window_of_her_visit_has_closed() -> None:
    saw = glimpse(a_life(TrueOutcome(), lost_since=GONE), FOUND)

    assert saw.missed == date(2026, 3, 18)


def test_once_follow_up_is_over_nobody_notices() -> None:
    visits = (("2025-10-10", a_visit()), ("2026-01-09", a_visit()))

    saw = glimpse(a_life(TrueOutcome(), lost_since=GONE), *visits, policy="months-3-and-6")

    assert saw.missed is None
    told = seen((GroundTruth.of(a_life(TrueOutcome(), lost_since=GONE), TODAY), saw))
    assert (told.missed, told.median_days_to_notice) == (Proportion(0, 1), None)


# --- dangers ------------------------------------------------------------------------------------------------------

VIOLENCE = Trouble(RiskKind.VIOLENCE, Severity.DANGER, "Beaten.", date(2026, 2, 1), date(2026, 3, 1))
WRITTEN = a_flag(RiskKind.VIOLENCE, Severity.DANGER)


def dangers(*since: tuple[str, Body], life: Life | None = None) -> tuple[date | None, ...]:
    """The days on which the dangers of a life were written down."""
    return glimpse(life or a_life(TrueOutcome(), (VIOLENCE,)), *since).dangers


def test_a_danger_counts_on_the_day_a_visit_wrote_it_down() -> None:
    assert dangers(FOUND, ("2026-02-10", WRITTEN)) == (date(2026, 2, 10),)
    assert dangers(("2026-02-10", a_visit(contact=ContactMethod.PHONE)), ("2026-02-10", WRITTEN)) == (
        date(2026, 2, 10),
    )


def test_a_danger_that_is_over_or_that_no_visit_saw_does_not_count() -> None:
    assert dangers(("2026-03-10", a_visit()), ("2026-03-10", WRITTEN)) == (None,)
    assert dangers(FOUND, ("2026-02-12", WRITTEN)) == (None,)
    assert dangers(FOUND, ("2026-02-10", a_flag(RiskKind.VIOLENCE, Severity.WATCH))) == (None,)


def test_a_danger_lasts_no_longer_than_what_is_told_of_her_life() -> None:
    standing = VIOLENCE._replace(start=date(2026, 6, 1), until=None)
    later = VIOLENCE._replace(start=date(2026, 8, 1), until=None)

    truth = GroundTruth.of(a_life(troubles=(standing, later)), TODAY)

    assert [one.until for one in truth.dangers] == [CLOSED]


# --- nothing to count ---------------------------------------------------------------------------------------------


def test_without_lives_there_is_no_share_and_nothing_is_divided() -> None:
    for told in compare_policies(0, 7, scheduler()).seen:
        shares = (told.signs, told.in_time, told.elsewhere, told.missed, told.dangers)
        assert {share.value for share in shares} == {None}
        assert (
            told.visits,
            told.visits_per_graduate,
            told.median_lead_time,
            told.median_warning_time,
            told.median_days_to_notice,
        ) == (0, None, None, None, None)
        assert told.extra_detections_over(told) == ExtraDetections(0, 0, 0)


def test_how_far_it_has_come_is_told_after_every_life() -> None:
    contact_days: list[tuple[int, int]] = []

    compare_policies(3, 7, scheduler(), lambda done, of: contact_days.append((done, of)))

    assert contact_days == [(1, 3), (2, 3), (3, 3)]
