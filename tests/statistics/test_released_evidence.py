"""Evidence that goes out: who failed is hidden among those who left in their first year, as neighbours see.

- told with the results, of groups in each of which enough others left in the first year
- told again when five more did, mixed; until then it stands as it was told, with its quarter
- how many are compared counts as well: it says how many of those who left failed
- what a version before this one told counts as told
- only counts are kept
"""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.case import codec
from followup.case.facts import LessonApplied, LessonProposed
from followup.case.fields import revealed
from followup.case.outcome_words import FailureCause
from followup.monitoring.lessons import Lesson, LessonApplication
from followup.statistics.evidence import Comparison, ComparisonConclusion, Learner
from followup.statistics.proportions import Proportion
from followup.statistics.quarters import Quarter
from followup.statistics.release import MIN_OTHERS
from followup.statistics.released_evidence import (
    EndedCounts,
    EvidenceTellings,
    ReleasedComparison,
    ResultsTold,
    release_evidence,
    silent_tellings,
)
from followup.statistics.report import evidence_from_json, publication
from followup.statistics.report_model import LastPublication, ReportRequest, report_from_json

MODULE = "small-business"
CAUSES = {MODULE: (FailureCause.DEBT,)}
FIRST = Quarter(2026, 1)
NONE = EvidenceTellings()
DEBT, VIOLENCE = (FailureCause.DEBT,), (FailureCause.VIOLENCE,)


def group(people: int, left: int, failed: int, quarter: Quarter = FIRST, *, causes=DEBT, taught=False) -> list[Learner]:
    """So many home for a year in a quarter; so many of them left within it, and so many of these failed."""
    returned = date(quarter.start.year - 1, quarter.start.month, 2)
    gone = returned + timedelta(days=200)
    modules = (MODULE,) if taught else ()
    return [
        Learner(
            case_id=f"{quarter}-{taught}-{n}",
            returned=returned,
            trade="sewing",
            centre="A",
            modules=modules,
            followed_until=gone if n < left else date(2030, 1, 1),
            failed_on=gone if n < failed else None,
            causes=causes if n < failed else (),
            ended_on=gone if n < left else None,
        )
        for n in range(people)
    ]


def later(ended: int, failed: int, quarter: Quarter = FIRST) -> list[Learner]:
    """So many who left after their first year, in the quarter, and so many of these who failed then."""
    returned = date(2023, 1, 2)
    return [
        Learner(
            case_id=f"later-{quarter}-{n}",
            returned=returned,
            trade="sewing",
            centre="A",
            modules=(),
            followed_until=quarter.start,
            failed_on=quarter.start if n < failed else None,
            causes=DEBT if n < failed else (),
            ended_on=quarter.start,
        )
        for n in range(ended)
    ]


def enough(quarter: Quarter = FIRST) -> list[Learner]:
    """With the module 30, of whom ten left early and four of these failed; without it 30, ten and six."""
    return group(30, 10, 4, quarter, taught=True) + group(30, 10, 6, quarter)


def told(
    learners: Sequence[Learner],
    *quarters: Quarter,
    before: EvidenceTellings = NONE,
    lessons: Sequence[Lesson] = (),
    results: Sequence[Quarter] | None = None,
) -> EvidenceTellings:
    """What is told after these quarters, one after the other; the results are told in each, or in those named."""
    for quarter in quarters or (FIRST,):
        known = tuple(q for q in (quarters if results is None else results) if q <= quarter)
        before = release_evidence(before, learners, lessons, CAUSES, quarter, ResultsTold(quarter.end, known, (12,)))
    return before


def first(learners: Sequence[Learner], **said: object) -> EvidenceTellings:
    return told(learners, FIRST, **said)


def counts(released: ReleasedComparison | None) -> tuple[tuple[int, int], tuple[int, int]] | None:
    return released and tuple((side.count, side.of) for side in released.compared)


def changed(on: date, *centres: str) -> Lesson:
    applied = LessonApplication(on, LessonApplied("L", centres))
    said = LessonProposed("Teach it.", "", DEBT, (MODULE,))
    return Lesson(1, "L", date(2024, 1, 1), "KB", said, applied=(applied,))


# --- what is told ---------------------------------------------------------------------------------------------------


def test_who_failed_with_and_without_a_module_is_told_as_counts():
    """Who left in her first year and did not fail is not compared: 24 of 30, and 26 of 30."""
    compared = Comparison(Proportion(4, 24), Proportion(6, 26))

    assert first(enough()).taught(MODULE) == ReleasedComparison(FIRST, compared)
    assert compared.says is ComparisonConclusion.NO_DIFFERENCE


@pytest.mark.parametrize(("left", "failed"), [(1, 1), (1, 0), (4, 0), (4, 4), (5, 3), (5, 5), (10, 8)])
def test_a_large_group_does_not_hide_the_few_who_left_in_their_first_year(left, failed):
    """Neighbours see who left: of one who left, *1 of 31 failed* says how."""
    for taught in (True, False):
        learners = group(60, left, failed, taught=taught) + group(30, 10, 4, taught=not taught)
        assert first(learners).taught(MODULE) is None


@pytest.mark.parametrize(("left", "failed"), [(5, 1), (5, 0), (10, 6), (0, 0)])
def test_among_enough_who_left_and_did_not_fail_a_failure_is_hidden(left, failed):
    learners = group(30, left, failed, taught=True) + group(30, 10, 4)

    assert first(learners).taught(MODULE) is not None


def test_that_others_failed_for_another_cause_counts_since_the_number_compared_says_it():
    learners = group(30, 10, 8, causes=VIOLENCE, taught=True) + group(30, 10, 4)

    assert first(learners).taught(MODULE) is None


def test_a_group_is_of_ten_people_at_least():
    assert first(group(9, 5, 1, taught=True) + group(30, 10, 4)).taught(MODULE) is None
    assert first(group(10, 5, 1, taught=True) + group(30, 10, 4)).taught(MODULE) is not None


def test_nothing_is_told_in_a_quarter_in_which_the_results_are_not_told_anew():
    assert first(enough(), results=()).taught(MODULE) is None
    assert told(enough(), FIRST, FIRST.next, results=(FIRST.next,)).taught(MODULE).quarter == FIRST.next


@pytest.mark.parametrize(("ended", "failed"), [(1, 1), (4, 4), (5, 5), (10, 10)])
def test_those_who_ended_later_are_what_the_results_leave_and_must_be_hidden_as_well(ended, failed):
    assert first([*enough(), *later(ended, failed)]).taught(MODULE) is None
    assert first([*enough(), *later(10, 4)]).taught(MODULE) is not None


def test_a_failure_that_is_known_by_when_the_results_told_it_is_not_told():
    """One left in her first year before the first results, with nine who left later: of these ten one failed."""
    before = FIRST.before
    early = [one._replace(ended_on=before.start, failed_on=before.start) for one in group(1, 1, 1)]
    first_day = [
        one._replace(ended_on=one.ended_on and FIRST.start, failed_on=one.failed_on and FIRST.start)
        for one in group(30, 20, 5)
    ]
    learners = early + later(9, 0, before) + first_day + group(30, 0, 0, taught=True)

    assert told(learners, FIRST, results=(FIRST,)).taught(MODULE) is not None
    assert told(learners, FIRST, results=(before, FIRST)).taught(MODULE) is None


def test_a_refusal_of_the_results_tells_too_that_many_of_those_who_ended_had_failed():
    """Twelve ended, none failed. Of six more, four in their first year, the results are not told: so some failed.

    Evidence that nobody failed in her first year would say that the other two did.
    """
    before = FIRST.before
    early = later(12, 0, before.before)
    six = [one._replace(ended_on=before.start, followed_until=before.start) for one in group(4, 4, 0, taught=True)]
    two = later(2, 2, before)
    learners = early + six + two + group(40, 10, 0, taught=True) + group(40, 0, 0) + later(12, 0)

    known = told(learners, before.before, before, FIRST, results=(before.before, before, FIRST))
    refused = told(learners, before.before, before, FIRST, results=(before.before, FIRST))

    assert refused.results_refused == (before,)
    assert known.taught(MODULE) is refused.taught(MODULE) is None


def test_who_came_back_after_her_first_year_is_one_of_those_who_left_in_it():
    """Otherwise how many are compared would tell how many failed of those who did not come back."""
    back = [one._replace(followed_until=date(2030, 1, 1)) for one in group(30, 10, 0, taught=True)]

    assert counts(first(back + group(30, 10, 4)).taught(MODULE)) == ((0, 20), (4, 24))


def test_a_failure_after_the_first_year_is_none_of_those_in_it():
    learners = enough() + [
        one._replace(failed_on=date(2026, 3, 1), followed_until=date(2026, 3, 1), causes=DEBT)
        for one in group(5, 5, 0, taught=True)
    ]

    assert counts(first(learners + later(9, 2)).taught(MODULE)) == ((4, 24), (6, 26 + 9))


# --- one quarter after the other --------------------------------------------------------------------------------------


def more(left: int, failed: int, quarter: Quarter = FIRST.next) -> list[Learner]:
    """So many more in each group, with the module and without."""
    return group(20, left, failed, quarter, taught=True) + group(20, left, failed, quarter)


@pytest.mark.parametrize(("left", "failed"), [(1, 0), (1, 1), (4, 0), (5, 3), (8, 8)])
def test_it_stands_as_it_was_told_with_its_quarter_until_five_more_have_left_in_their_first_year_mixed(left, failed):
    released = told(enough() + more(left, failed), FIRST.next, before=told(enough(), FIRST)).taught(MODULE)

    assert (released.quarter, counts(released)) == (FIRST, ((4, 24), (6, 26)))


def test_it_is_told_anew_then():
    released = told(enough() + more(6, 2), FIRST, FIRST.next).taught(MODULE)

    assert (released.quarter, counts(released)) == (FIRST.next, ((6, 40), (8, 42)))


def test_a_group_to_which_nobody_came_who_left_keeps_no_other_from_being_told():
    learners = enough() + group(20, 6, 2, FIRST.next, taught=True)

    assert counts(told(learners, FIRST, FIRST.next).taught(MODULE)) == ((6, 40), (6, 26))


def test_one_group_is_never_told_anew_without_the_other():
    learners = enough() + group(20, 6, 2, FIRST.next, taught=True) + group(20, 1, 0, FIRST.next)

    assert told(learners, FIRST, FIRST.next).taught(MODULE).quarter == FIRST


def test_a_failure_that_is_no_longer_one_is_not_known_by_the_difference():
    early = told(enough(), FIRST)
    mended = [one._replace(failed_on=None, causes=()) if n < 3 else one for n, one in enumerate(enough())]

    assert told(mended + more(6, 1), FIRST.next, before=early).taught(MODULE).quarter == FIRST


# --- a change ---------------------------------------------------------------------------------------------------------


def test_after_and_before_a_change_are_told_beside_it():
    lesson = changed(date(2025, 4, 2))
    released = told(enough() + more(6, 2), FIRST, FIRST.next, lessons=(lesson,)).changed(MODULE)

    assert (released.quarter, counts(released)) == (FIRST.next, ((4, 32), (10, 50)))


def test_a_change_at_one_of_two_centres_is_for_staff():
    learners = enough() + [one._replace(centre="B") for one in more(6, 2)]

    assert told(learners, FIRST.next, lessons=(changed(date(2025, 4, 2), "A"),)).changed(MODULE) is None
    assert told(learners, FIRST.next, lessons=(changed(date(2025, 4, 2), "A", "B"),)).changed(MODULE) is not None


def test_those_before_a_change_are_not_told_where_one_more_of_them_left_than_was_told_with_the_module():
    """All told so far were before it; those before it now are one more."""
    one = [learner._replace(returned=date(2025, 1, 3)) for learner in group(1, 1, 1)]
    early = told(enough(), FIRST)
    now = told([*enough(), *one, *more(6, 2)], FIRST.next, before=early, lessons=(changed(date(2025, 4, 2)),))

    assert now.changed(MODULE) is None


def test_a_change_that_was_written_down_after_some_were_told_who_came_after_it_is_for_staff():
    early = told(enough(), FIRST)

    now = told(enough() + more(6, 2), FIRST.next, before=early, lessons=(changed(date(2024, 12, 1)),))

    assert now.changed(MODULE) is None
    assert now.taught(MODULE).quarter == FIRST.next


# --- what is kept -----------------------------------------------------------------------------------------------------


def test_only_counts_are_kept_and_going_on_from_them_is_as_if_one_had_never_stopped():
    learners = enough() + more(6, 2)
    early = told(learners, FIRST, lessons=(changed(date(2025, 4, 2)),))
    written = json.dumps(codec.to_json(early))
    again = codec.from_json(EvidenceTellings, json.loads(written))

    assert again == early
    assert not any(one.case_id in written for one in learners)
    assert told(learners, FIRST.next, before=again) == told(learners, FIRST.next, before=early)


def test_what_the_version_before_told_counts_as_told_and_is_not_shown():
    silent = silent_tellings(enough(), (), CAUSES, FIRST)
    few, many = (told(enough() + more(left, 2), FIRST.next, before=silent) for left in (4, 6))

    assert silent.taught(MODULE) is None
    assert few.taught(MODULE) is None
    assert counts(many.taught(MODULE)) == ((6, 40), (8, 42))


def test_what_a_publication_of_the_version_before_kept_is_read_and_gone_on_from():
    """Of 150 invented graduates, kept by persons; nothing of it is shown, and no error is raised."""
    here = Path(__file__).parent
    kept = json.loads((here / "published-kept.json").read_text("utf-8"))
    report = report_from_json(json.loads((here / "published-figures.json").read_text("utf-8")))
    request = ReportRequest(FIRST.next, FIRST.next.last, None, revealed, before=LastPublication(report, kept))

    made = publication((), (), request, enough(), CAUSES)

    assert kept["evidence"]["people"]
    assert evidence_from_json(kept) == NONE
    assert made.evidence.told[MODULE].silent
    assert evidence_from_json(json.loads(json.dumps(made.kept))) == made.evidence


# --- any programme ----------------------------------------------------------------------------------------------------


@st.composite
def programmes(draw: st.DrawFn) -> list[Learner]:
    """Some quarters of returns, with the module and without; who left early, and failed, and who left later."""
    learners: list[Learner] = []
    for number, taught in product(range(5), (True, False)):
        left = draw(st.sampled_from([0, 0, 1, 3, 5, 8, 12]))
        failed = draw(st.integers(0, left))
        learners += group(left + draw(st.integers(0, 9)), left, failed, FIRST.plus(number), taught=taught)
    for number in range(5):
        left = draw(st.sampled_from([0, 5, 9]))
        learners += later(left, draw(st.integers(0, left)), FIRST.plus(number))
    return learners


@settings(max_examples=60)
@given(programmes())
def test_between_any_two_tellings_nobody_more_left_early_or_so_many_that_failures_are_hidden(learners):
    tellings, printed = NONE, []
    for number in range(6):
        quarter = FIRST.plus(number)
        tellings = told(learners, quarter, before=tellings, results=[FIRST.plus(n) for n in range(number + 1)])
        if telling := tellings.told.get(MODULE):
            printed += [telling] if telling not in printed else []

    nothing = EndedCounts()
    for early, now in combinations([None, *printed], 2):
        for side in ("those", "others"):
            ended, last = getattr(now, side).ended, getattr(early, side).ended if early else nothing
            left, failed = ended.ended - last.ended, ended.failed - last.failed
            assert failed == left == 0 or left - failed >= MIN_OTHERS
    for telling in printed:
        home = [one for one in learners if one.year_over <= telling.quarter.end]
        mine = [one for one in home if MODULE in one.modules]
        assert telling.those.people == sum(one.failed or one.ended_on is None for one in mine)
        assert telling.those.failed_for == sum(one.failed for one in mine)
