"""The evidence: everybody over the same twelve months, and words only where the numbers carry them."""

from datetime import date
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from followup.case.facts import LessonAnswered, LessonApplied, LessonProposed
from followup.case.outcome_words import FailureCause
from followup.monitoring.lessons import Lesson, LessonAnswer, LessonApplication
from followup.schedule.months import add_months
from followup.statistics.evidence import (
    Comparison,
    ComparisonConclusion,
    Learner,
    cause_frequencies,
    change_dates,
    evidence_for,
    select_cohort,
)
from followup.statistics.proportions import Proportion, difference_interval

AS_OF = date(2026, 6, 15)
CAUSES = (FailureCause.DEBT, FailureCause.TOO_FEW_CUSTOMERS)
MODULE = "small-business"


def a_learner(returned: str = "2025-01-10", failed: str = "", *causes: FailureCause, **said) -> Learner:
    """A graduate of Centre A who sews, followed to this day unless something else is said."""
    told = {"trade": "sewing", "centre": "Centre A", "modules": (), "followed_until": AS_OF} | said
    failed_on = date.fromisoformat(failed) if failed else None
    return Learner("x", date.fromisoformat(returned), failed_on=failed_on, causes=causes, **told)


def learners(failed: int, of: int, *causes: FailureCause, **said) -> list[Learner]:
    """So many graduates alike, of whom some failed in their fifth month."""
    fallen = {"failed_on": date(2025, 6, 1), "causes": causes}
    return [a_learner(**said)._replace(**(fallen if number < failed else {})) for number in range(of)]


def a_lesson(*applied: tuple[str, tuple[str, ...]], modules: tuple[str, ...] = (MODULE,)) -> Lesson:
    """An accepted lesson, applied on days at centres."""
    said = LessonProposed("Teach it.", "", (FailureCause.DEBT,), modules)
    accepted = LessonAnswer(date(2024, 1, 1), LessonAnswered("1", accepted=True, owner="KB", due=date(2024, 6, 1)))
    applications = tuple(LessonApplication(date.fromisoformat(on), LessonApplied("1", where)) for on, where in applied)
    return Lesson(1, "1", date(2024, 1, 1), "SN", said, (accepted,), applications)


def evidence(group, lessons=(), **said):
    return evidence_for(MODULE, CAUSES, group, lessons, AS_OF, **said)


# --- who is counted -------------------------------------------------------------------------------------------------


def test_only_those_home_for_twelve_months_are_counted_failed_or_not():
    recent = [a_learner("2025-06-16"), a_learner("2025-06-16", "2025-08-01", FailureCause.DEBT)]

    found = select_cohort([*recent, a_learner("2025-06-15")], AS_OF)

    assert (len(found.learners), found.too_recent) == (1, 2)


def test_whose_follow_up_ended_well_within_the_year_is_left_out_and_counted_so():
    ended = a_learner("2025-01-10", followed_until=date(2026, 1, 9))
    whole = a_learner("2025-01-10", followed_until=date(2026, 1, 10))

    assert select_cohort([ended, whole], AS_OF) == ((whole,), 1, 0)


def test_a_failure_after_the_first_year_does_not_count_as_one():
    late = a_learner("2025-01-10", "2026-01-10", FailureCause.DEBT, followed_until=date(2026, 1, 10))
    found = evidence([late, a_learner("2025-01-10", "2026-01-09", FailureCause.DEBT, followed_until=date(2026, 1, 9))])

    assert found.overall.taught.others == Proportion(1, 2)


def test_a_year_from_the_29th_of_february_ends_on_the_28th():
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert add_months(date(2025, 12, 31), 2) == date(2026, 2, 28)


# --- what is compared -----------------------------------------------------------------------------------------------


def test_failures_are_counted_by_cause_and_once_for_all_causes_together():
    both = a_learner("2025-01-10", "2025-06-01", FailureCause.DEBT, FailureCause.TOO_FEW_CUSTOMERS)
    other = a_learner("2025-01-10", "2025-06-01", FailureCause.VIOLENCE)

    found = evidence([both, other, a_learner(modules=(MODULE,))])

    assert [line.taught.others for line in found.by_cause] == [Proportion(1, 2), Proportion(1, 2)]
    assert found.overall.taught == Comparison(Proportion(0, 1), Proportion(1, 2))


def test_before_and_after_are_told_by_the_return_at_the_centres_where_it_was_applied():
    group = [
        a_learner("2025-03-01"),
        a_learner("2025-02-28", "2025-05-01", FailureCause.DEBT),
        a_learner("2025-04-30", centre="Centre B"),
        a_learner("2025-05-01", centre="Centre B"),
        a_learner("2025-05-01", centre="Centre C"),
    ]
    lesson = a_lesson(("2025-05-01", ("Centre B",)), ("2025-03-01", ("Centre A",)))

    found = evidence(group, [lesson])

    assert found.since == (("Centre A", date(2025, 3, 1)), ("Centre B", date(2025, 5, 1)))
    assert found.overall.change == Comparison(Proportion(0, 2), Proportion(1, 2))
    assert [(line.name, line.change.those.of, line.change.others.of) for line in found.by_centre] == [
        ("Centre A", 1, 1),
        ("Centre B", 1, 1),
        ("Centre C", 0, 0),
    ]


def test_what_was_applied_everywhere_counts_everywhere_and_the_first_day_counts():
    lessons = [a_lesson(("2025-03-01", ())), a_lesson(("2025-01-01", ("Centre B",)), ("2025-02-01", ()))]

    found = evidence([a_learner("2025-02-15"), a_learner("2025-01-15", centre="Centre B")], lessons)

    assert change_dates(MODULE, lessons) == (("Centre B", date(2025, 1, 1)), ("", date(2025, 2, 1)))
    assert found.overall.change == Comparison(Proportion(0, 2), Proportion(0, 0))


def test_without_an_applied_lesson_about_the_module_there_is_no_before_and_after():
    assert evidence([a_learner()], [a_lesson(("2025-03-01", ()), modules=("literacy",))]).overall.change is None


def test_a_module_that_is_a_trade_is_looked_at_in_that_trade_only():
    found = evidence([a_learner(), a_learner(trade="weaving")], trade="weaving")

    assert (found.numbers, found.by_trade) == ((1, 0, 0), ())


def test_causes_are_counted_by_trade_and_centre_the_most_frequent_first():
    group = [*learners(2, 3, FailureCause.DEBT), *learners(1, 4, FailureCause.VIOLENCE, trade="weaving")]

    debt, violence = cause_frequencies(select_cohort(group, AS_OF), {MODULE: ["debt"]})

    assert (debt.cause, debt.seen, debt.modules) == (FailureCause.DEBT, Proportion(2, 7), (MODULE,))
    assert debt.trades == (("sewing", Proportion(2, 3)), ("weaving", Proportion(0, 4)))
    assert (violence.cause, violence.modules) == (FailureCause.VIOLENCE, ())


# --- what is said ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("those", "others", "says"),
    [
        ((0, 9), (40, 90), ComparisonConclusion.TOO_FEW),
        ((40, 90), (0, 9), ComparisonConclusion.TOO_FEW),
        ((0, 100), (4, 100), ComparisonConclusion.TOO_FEW),
        ((0, 10), (5, 10), ComparisonConclusion.FEWER),
        ((5, 10), (0, 10), ComparisonConclusion.MORE),
        ((4, 122), (12, 158), ComparisonConclusion.NO_DIFFERENCE),
        ((2, 10), (3, 10), ComparisonConclusion.NO_DIFFERENCE),
    ],
)
def test_a_difference_is_only_said_where_the_numbers_carry_it(those, others, says):
    assert Comparison(Proportion(*those), Proportion(*others)).says is says


def wilson(count: int, of: int) -> tuple[float, float]:
    """The Wilson range as scipy reckons it."""
    found = binomtest(count, of).proportion_ci(method="wilson")
    return found.low, found.high


NEWCOMBE = [
    ((56, 70), (48, 80), (0.0524, 0.3339)),
    ((9, 10), (3, 10), (0.1705, 0.8090)),
    ((6, 7), (2, 7), (0.0582, 0.8062)),
    ((5, 56), (0, 29), (-0.0381, 0.1926)),
    ((0, 10), (0, 20), (-0.1611, 0.2775)),
    ((0, 10), (0, 10), (-0.2775, 0.2775)),
    ((10, 10), (0, 20), (0.6791, 1.0000)),
    ((10, 10), (0, 10), (0.6075, 1.0000)),
]
"""Table II of Newcombe 1998, method 10: the two shares, and the range of their difference."""


@pytest.mark.parametrize(("a", "b", "published"), NEWCOMBE)
def test_the_range_of_a_difference_is_the_published_one(a, b, published):
    assert difference_interval(Proportion(*a), Proportion(*b)) == pytest.approx(published, abs=0.00006)


@given(st.integers(0, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(0, 60))
def test_what_is_said_agrees_with_an_independent_reckoning(a, b):
    (count, of), other = a, Proportion(b, 60)
    says = Comparison(Proportion(count, of), other).says
    if says is ComparisonConclusion.TOO_FEW:
        assert of < 10 or count + b < 5
        return
    (low, high), (other_low, other_high) = wilson(count, of), wilson(b, 60)
    p, q = count / of, b / 60
    under = p - q - sqrt((p - low) ** 2 + (other_high - q) ** 2)
    over = p - q + sqrt((high - p) ** 2 + (q - other_low) ** 2)

    assert (says is ComparisonConclusion.FEWER) == (over < -1e-12)
    assert (says is ComparisonConclusion.MORE) == (under > 1e-12)
