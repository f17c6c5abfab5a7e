"""Invented lives: what visits saw of them is plausible, and a failure could have been seen before it came.

- what was lived does not depend on who visits how often
- figures are those of the plan, under the seasons; a failed business shows it months before
- wellbeing moves by steps and rises for most; whoever fails is worse at the end
- floods keep workers away in September and October, and three attempts in a row are a flag
- promises, pauses, rarer visits and moved visits are there, and nothing comes after the end
- those who were taught to run a business fail less often
"""

from collections import Counter
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from statistics import mean, median

from followup.case.business.month import MonthlyFigures
from followup.case.business.plan import reckon
from followup.case.case import Case
from followup.case.facts import Ended
from followup.case.outcome_words import FailureCause, OutcomeClass, OutcomeKind
from followup.case.parts import Visit
from followup.case.visit_words import AttemptReason, WellbeingDomain
from followup.case.vocabulary import RiskKind, Severity
from followup.demo.records.caseload import generate_caseload
from followup.demo.records.generated_case import GeneratedCase
from followup.services.guarded_names import guard_of
from tests.demo.demos import TODAY, a_demo, scheduler

SUCCESSES = [kind for kind in OutcomeKind if kind.result is OutcomeClass.SUCCESS]
MONEY = {
    FailureCause.TOO_FEW_CUSTOMERS,
    FailureCause.COSTS_ABOVE_TAKINGS,
    FailureCause.RENT_OR_ELECTRICITY,
    FailureCause.DEBT,
    FailureCause.MONEY_DIVERTED,
    FailureCause.DISASTER,
}


@cache
def six_hundred() -> tuple[Case, ...]:
    """The invented of a caseload of 600."""
    book, built = a_demo(600)
    invented = set(built.invented)
    return tuple(case for case in book.cases() if case.code in invented)


@cache
def stories(policy: str = "") -> tuple[GeneratedCase, ...]:
    """The same 200, followed under a policy."""
    return tuple(generate_caseload(200, 7, scheduler(), policy))


def ended(*endings: OutcomeKind) -> list[Case]:
    """Whose follow-up ended in one of these ways."""
    return [case for case in six_hundred() if case.end and case.end.said.ending in endings]


def months(case: Case) -> list[MonthlyFigures]:
    """The figures told at her visits."""
    return [visit.said.month for visit in case.visits if visit.said.month]


def left(month: MonthlyFigures) -> int:
    """Takings less costs, in riel."""
    assert month.takings is not None
    assert month.cost is not None
    return int(month.takings.exact - month.cost.exact)


def scored(case: Case) -> list[Visit]:
    """Her visits at which wellbeing was scored."""
    return [visit for visit in case.visits if visit.said.scores]


def level(visit: Visit) -> float:
    """The mean of the worker's scores at a visit."""
    return mean(score.worker for score in visit.said.scores if score.worker)


# --- figures ------------------------------------------------------------------------------------------------------


def test_most_visits_to_a_business_tell_its_figures_and_visits_to_others_tell_none() -> None:
    for case in six_hundred():
        met = [visit for visit in case.visits if visit.said.contact.in_person]
        if case.plan is None:
            assert not months(case)
        elif len(met) > 10:
            assert len(months(case)) >= 0.7 * len(met)


def test_takings_of_those_who_succeed_are_about_those_of_the_plan() -> None:
    measured = 0
    for case in ended(*SUCCESSES):
        told = [int(month.takings.amount) for month in months(case) if month.takings]
        if case.plan and len(told) >= 6:
            measured += 1
            assert 0.5 <= median(told) / reckon(case.plan).takings <= 1.5, case.code

    assert measured > 20


def test_every_business_that_failed_for_money_took_less_than_it_cost_in_two_of_its_last_four_months() -> None:
    failed = [case for case in ended(OutcomeKind.BUSINESS_CLOSED) if case.end and MONEY & set(case.end.said.causes)]

    assert len(failed) > 30
    for case in failed:
        told = months(case)
        assert sum(left(month) < 0 for month in told[-4:]) >= min(2, len(told)), case.code


def test_a_failing_business_shows_it_months_before_the_end() -> None:
    warned = []
    for case in ended(OutcomeKind.BUSINESS_CLOSED):
        first = next((visit.on for visit in case.visits if visit.said.month and left(visit.said.month) < 0), None)
        if case.end and first:
            warned.append((case.end.on - first).days)

    assert median(warned) > 60


def test_a_closed_business_was_open_until_its_last_visit() -> None:
    for case in ended(OutcomeKind.BUSINESS_CLOSED):
        assert all(month.open for month in months(case)[:-1])
        assert case.end is not None
        assert case.end.said.causes


def test_takings_are_higher_in_april_than_in_the_rain() -> None:
    by_month: dict[int, list[float]] = {}
    for case in six_hundred():
        for visit in case.visits:
            if case.plan and visit.said.month and visit.said.month.takings and not case.end:
                share = float(int(visit.said.month.takings.amount) / reckon(case.plan).takings)
                by_month.setdefault((visit.on - timedelta(days=15)).month, []).append(share)

    rain = mean(mean(by_month[month]) for month in (7, 8, 9))
    assert mean(by_month[4]) > 1.2 * rain
    assert mean(mean(by_month[month]) for month in (12, 1)) > 1.1 * rain


def test_those_who_were_taught_to_run_a_business_fail_less_often() -> None:
    failed: dict[bool, list[bool]] = {True: [], False: []}
    first_year = timedelta(days=540)
    for case in six_hundred():
        if case.plan and case.return_date and case.return_date + first_year <= TODAY:
            closed = case.end is not None and case.end.said.ending is OutcomeKind.BUSINESS_CLOSED
            early = closed and case.end is not None and case.end.on < case.return_date + first_year
            failed["small-business" in case.modules].append(early)

    assert min(map(len, failed.values())) > 50
    assert mean(failed[False]) > 1.6 * mean(failed[True])


def test_nobody_was_taught_to_run_a_business_before_her_centre_taught_it() -> None:
    since = {"Centre A": date(2024, 2, 1), "Centre B": date(2024, 10, 1)}

    for case in six_hundred():
        assert case.return_date is not None
        if case.return_date < since[case.centre]:
            assert "small-business" not in case.modules


# --- wellbeing ----------------------------------------------------------------------------------------------------


def test_scores_are_from_one_to_four_and_move_by_steps() -> None:
    for case in six_hundred():
        for before, after in pairwise(scored(case)):
            apart = max(1, round((after.on - before.on).days / 30.4375)) + 1
            was = {score.domain: score.worker for score in before.said.scores}
            for score in after.said.scores:
                assert score.worker is not None
                assert 1 <= score.worker <= 4
                assert abs(score.worker - (was.get(score.domain) or score.worker)) <= apart


def test_wellbeing_rises_for_most_and_falls_before_a_failure() -> None:
    rises = [level(scored(case)[-1]) - level(scored(case)[0]) for case in ended(*SUCCESSES) if len(scored(case)) > 6]
    falls = []
    for case in ended(OutcomeKind.BUSINESS_CLOSED):
        told = scored(case)
        if len(told) > 8:
            lives = [
                score.worker
                for score in told[-1].said.scores
                if score.domain is WellbeingDomain.LIVELIHOOD_AND_EDUCATION
            ]
            falls.append(lives[0] or 0)

    assert mean(rises) > 0.2
    assert mean(rise > 0 for rise in rises) > 0.6
    assert mean(falls) < 1.9


def test_her_own_rating_stands_beside_the_workers_and_is_not_always_the_same() -> None:
    both = [
        score.own - score.worker
        for case in six_hundred()
        for visit in case.visits
        for score in visit.said.scores
        if score.own and score.worker
    ]

    assert 0.5 < both.count(0) / len(both) < 0.9
    assert any(abs(apart) >= 2 for apart in both)


# --- visits -------------------------------------------------------------------------------------------------------


def test_floods_keep_workers_away_in_september_and_october() -> None:
    flooded = [
        attempt.on.month
        for case in six_hundred()
        for attempt in case.attempts
        if attempt.said.reason is AttemptReason.ROAD_FLOODED
    ]

    assert len(flooded) > 50
    assert sum(month in (9, 10) for month in flooded) > 0.9 * len(flooded)


def test_the_third_attempt_in_a_row_is_a_flag_that_the_supervisor_owns() -> None:
    thirds = [(case, attempt) for case in six_hundred() for attempt in case.attempts if attempt.number == 3]

    assert len(thirds) > 10
    for case, attempt in thirds:
        flags = [flag for flag in case.flags if flag.risk is RiskKind.COULD_NOT_BE_REACHED]
        assert any(flag.raised_on == attempt.on and flag.owner == "SV" for flag in flags)


def test_its_severity_and_day_of_review_are_those_of_the_programme() -> None:
    """Danger, looked at within three days; a concern only where water or we ourselves were in the way each time."""
    ours = {AttemptReason.ROAD_FLOODED, AttemptReason.WORKER_UNAVAILABLE}
    raised = Counter[Severity]()
    for case in six_hundred():
        for flag in (flag for flag in case.flags if flag.risk is RiskKind.COULD_NOT_BE_REACHED):
            at = next(at for at, tried in enumerate(case.attempts) if (tried.number, tried.on) == (3, flag.raised_on))
            reasons = {tried.said.reason for tried in case.attempts[at - 2 : at + 1]}
            _, severity = flag.severities[0]
            assert severity is (Severity.CONCERN if reasons <= ours else Severity.DANGER), case.code
            assert flag.reviews[0] == (flag.raised_on, flag.raised_on + timedelta(days=3)), case.code
            raised[severity] += 1

    assert raised[Severity.DANGER] > 10


def test_every_kind_of_reason_stands_for_an_attempt() -> None:
    reasons = Counter(attempt.said.reason for case in six_hundred() for attempt in case.attempts)

    assert set(AttemptReason) - set(reasons) == {AttemptReason.OTHER}


def test_nothing_is_written_of_a_life_after_follow_up_ended() -> None:
    for case in six_hundred():
        if case.end:
            days = [visit.on for visit in case.visits] + [attempt.on for attempt in case.attempts]
            days += [flag.raised_on for flag in case.flags] + [promise.on for promise in case.promises]
            assert max(days) <= case.end.on


def test_flags_are_looked_at_again_and_cleared_and_some_are_past_their_day() -> None:
    flags = [flag for case in six_hundred() for flag in case.flags]

    assert sum(flag.reviewed_on is not None for flag in flags) > 0.4 * len(flags)
    assert sum(not flag.is_open for flag in flags) > 0.3 * len(flags)
    assert any(flag.is_open and flag.review_on < TODAY for case in six_hundred() if not case.end for flag in case.flags)


def test_promises_are_kept_broken_late_and_open() -> None:
    promises = [promise for case in six_hundred() for promise in case.promises]

    assert {promise.kept for promise in promises} == {True, False, None}
    assert any(promise.settled_on and promise.settled_on > promise.said.due for promise in promises)
    assert any(promise.is_open and promise.said.due < TODAY for promise in promises)
    assert any(promise.said.ending for promise in promises)


def test_some_visits_were_moved_paused_made_rarer_or_added() -> None:
    cases = six_hundred()

    assert sum(bool(case.moves) for case in cases) > 50
    assert sum(bool(case.pauses) for case in cases) > 8
    assert sum(bool(case.tapers) for case in cases) > 5
    assert any(case.extra_visits for case in cases)


def test_what_was_lived_does_not_depend_on_who_visits_how_often() -> None:
    monthly, twice = stories("monthly-36"), stories("months-3-and-6")

    def failures(told: tuple[GeneratedCase, ...]) -> dict[str, Ended]:
        return {
            story.form["code"]: draft.body
            for story in told
            for draft in story.since
            if isinstance(draft.body, Ended) and draft.body.ending not in SUCCESSES
        }

    seen, seldom = failures(monthly), failures(twice)
    assert len(seldom) < 0.5 * len(seen)
    assert all(seen[code].ending is end.ending for code, end in seldom.items() if code in seen)
    assert [story.form | {"policy": ""} for story in monthly] == [story.form | {"policy": ""} for story in twice]


def test_no_note_names_anybody() -> None:
    book, _ = a_demo(60)
    guard = guard_of(book)

    for case in book.cases():
        said = [visit.said.note + visit.said.agreed for visit in case.visits] + [flag.note for flag in case.flags]
        said += [promise.said.what for promise in case.promises] + [attempt.said.note for attempt in case.attempts]
        if case.code.startswith("DEMO"):
            continue
        assert guard.find("\n".join(said)) == (), case.code
