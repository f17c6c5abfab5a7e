"""Evidence that goes out: nobody is had back from it, nor by subtracting one quarter's from another's."""

import json
from collections import Counter
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.case import codec
from followup.case.facts import LessonApplied, LessonProposed
from followup.case.vocabulary import FailureCause
from followup.monitoring.lessons import Lesson, LessonApplication
from followup.statistics.disclosure.released_evidence import EvidenceLedger, ReleasedComparison
from followup.statistics.evidence import Comparison, ComparisonConclusion, Learner
from followup.statistics.proportions import Proportion
from followup.statistics.quarters import Quarter

MODULE = "small-business"
CAUSES = {MODULE: (FailureCause.DEBT,), "life-skills": (FailureCause.VIOLENCE, FailureCause.DEBT)}
FIRST = Quarter(2026, 1)


def home(
    number: int, year_over: Quarter = FIRST, *causes: FailureCause, modules: tuple[str, ...] = (), centre: str = "A"
) -> Learner:
    """Somebody whose first year at home is over on the second day of a quarter; with causes, she failed in it."""
    returned = date(year_over.start.year - 1, year_over.start.month, 2)
    failed_on = returned + timedelta(days=200) if causes else None
    ended = failed_on or date(2030, 1, 1)
    return Learner(f"case-{number}", returned, "sewing", centre, modules, ended, failed_on, causes)


def group(start: int, people: int, failed: int, quarter: Quarter = FIRST, **said: object) -> list[Learner]:
    """So many people, of whom so many failed for debt."""
    return [home(start + n, quarter, *([FailureCause.DEBT] if n < failed else []), **said) for n in range(people)]


def changed(on: date, *centres: str) -> Lesson:
    applied = LessonApplication(on, LessonApplied("L", centres))
    said = LessonProposed("Teach it.", "", (FailureCause.DEBT,), (MODULE,))
    return Lesson(1, "L", date(2024, 1, 1), "KB", said, applied=(applied,))


def roll(learners: list[Learner], last: Quarter = FIRST, lessons: tuple[Lesson, ...] = ()) -> EvidenceLedger:
    return EvidenceLedger().through(learners, lessons, CAUSES, last, last.end)


def counts(told: ReleasedComparison | None) -> tuple[tuple[int, int], tuple[int, int]] | None:
    return told and tuple((side.count, side.of) for side in told.compared)


def enough(quarter: Quarter = FIRST, start: int = 0) -> list[Learner]:
    """Thirty with the module, of whom five failed, and thirty without it, of whom fifteen did."""
    return group(start, 30, 5, quarter, modules=(MODULE,)) + group(start + 30, 30, 15, quarter)


# --- what is told ---------------------------------------------------------------------------------------------------


def test_who_failed_with_and_without_a_module_is_told_as_counts():
    told = roll(enough()).taught(MODULE, FIRST)

    assert told == ReleasedComparison(FIRST, Comparison(Proportion(5, 30), Proportion(15, 30)))
    assert told.compared.says is ComparisonConclusion.FEWER


def test_nobody_is_a_number_that_may_be_told():
    told = roll(group(0, 30, 0, modules=(MODULE,)) + group(30, 30, 8)).taught(MODULE, FIRST)

    assert counts(told) == ((0, 30), (8, 30))


@pytest.mark.parametrize(
    ("people", "failed"),
    [(30, 1), (30, 4), (30, 26), (30, 29), (4, 0), (4, 4)],
)
def test_one_to_four_who_failed_or_did_not_on_either_side_are_not_told(people, failed):
    for modules in ((MODULE,), ()):
        others = () if modules else (MODULE,)
        learners = group(0, people, failed, modules=modules) + group(50, 30, 15, modules=others)
        assert roll(learners).taught(MODULE, FIRST) is None


def test_what_a_change_at_all_centres_shows_is_told():
    learners = enough() + enough(FIRST.plus(2), 60)
    lesson = changed(FIRST.plus(-3).start)

    assert counts(roll(learners, FIRST.plus(2), (lesson,)).changed(MODULE, FIRST.plus(2))) == ((20, 60), (20, 60))


def test_a_change_at_one_of_two_centres_is_for_staff_since_the_other_is_the_difference():
    learners = enough() + [one._replace(centre="B") for one in enough(start=60)]

    assert roll(learners, FIRST, (changed(date(2025, 1, 1), "A"),)).changed(MODULE, FIRST) is None
    assert roll(learners, FIRST, (changed(date(2025, 1, 1), "A", "B"),)).changed(MODULE, FIRST) is not None


def test_a_change_counts_from_the_quarter_in_which_it_was_made():
    made = roll(enough(), FIRST, (changed(FIRST.end),))

    assert made.changed(MODULE, FIRST) is None
    assert counts(made.taught(MODULE, FIRST)) == ((5, 30), (15, 30))


# --- one quarter after the other --------------------------------------------------------------------------------------


def test_fewer_than_five_whose_year_is_over_wait_for_more():
    learners = enough() + group(60, 4, 0, FIRST.next, modules=(MODULE,))

    assert len(roll(learners, FIRST.next).people) == 60
    assert len(roll([*learners, home(64, FIRST.plus(2))], FIRST.plus(2)).people) == 65


def test_a_comparison_stands_as_it_was_told_while_fewer_than_five_more_have_failed():
    learners = enough() + group(60, 20, 3, FIRST.next)
    told = roll(learners, FIRST.next).taught(MODULE, FIRST.next)

    assert (told.quarter, counts(told)) == (FIRST, ((5, 30), (15, 30)))


def test_it_is_told_anew_once_five_more_have_failed_and_five_more_have_not():
    learners = enough() + group(60, 20, 3, FIRST.next) + group(80, 20, 2, FIRST.plus(2))
    told = roll(learners, FIRST.plus(2)).taught(MODULE, FIRST.plus(2))

    assert (told.quarter, counts(told)) == (FIRST.plus(2), ((5, 30), (20, 70)))


def test_what_was_told_is_shown_for_a_year_and_still_counts_as_told_then():
    learners = enough() + group(60, 20, 3, FIRST.next)
    made = roll(learners, FIRST.plus(5))

    assert made.taught(MODULE, FIRST.plus(4)).quarter == FIRST
    assert made.taught(MODULE, FIRST.plus(5)) is None
    assert made.told[MODULE].quarter == str(FIRST)


def test_who_was_taken_in_stays_what_she_was_then_whatever_is_written_down_later():
    made = roll(enough())
    mended = [one._replace(failed_on=None, causes=(), followed_until=date(2030, 1, 1)) for one in enough()]

    again = made.through(mended, (), CAUSES, FIRST.next, FIRST.next.end)

    assert counts(again.taught(MODULE, FIRST.next)) == ((5, 30), (15, 30))


def test_after_and_before_wait_where_the_failures_of_the_module_would_be_one_more_than_with_and_without():
    """With and without is told of the first quarter. After and before could be told of the second, beside it."""
    lesson = changed(FIRST.next.start)
    learners = enough() + group(60, 20, 1, FIRST.next)
    more = [*learners, *group(80, 20, 4, FIRST.plus(2))]

    assert counts(roll(learners, FIRST.next, (lesson,)).changed(MODULE, FIRST.next)) is None
    assert counts(roll(more, FIRST.plus(2), (lesson,)).changed(MODULE, FIRST.plus(2))) == ((0, 0), (25, 100))


@st.composite
def programmes(draw: st.DrawFn) -> tuple[list[Learner], tuple[Lesson, ...]]:
    """Some quarters of returns, with the module and without, failing or not; and perhaps a change at some centres."""
    learners: list[Learner] = []
    for number, (with_it, failed, centre) in product(range(5), product((True, False), (True, False), "AB")):
        people = draw(st.sampled_from([0, 0, 1, 3, 5, 8]))
        for _ in range(people):
            causes = (FailureCause.DEBT,) if failed else ()
            modules = (MODULE,) if with_it else ()
            learners.append(home(len(learners), FIRST.plus(number), *causes, modules=modules, centre=centre))
    centres = draw(st.sampled_from([(), ("A",), ("A", "B")]))
    day = date(2025, draw(st.integers(1, 12)), 1)
    return learners, draw(st.sampled_from([(), (changed(day, *centres),)]))


@given(programmes())
def test_no_print_and_no_difference_of_two_counts_one_to_four_people(programme):
    """Every number told, of every quarter and both comparisons, and each one less any other that it grew from."""
    learners, lessons = programme
    made, printed = EvidenceLedger(), []
    for quarter in FIRST.upto(FIRST.plus(5)):
        made.through(learners, lessons, CAUSES, quarter, quarter.end)
        for module in CAUSES:
            both = made.taught(module, quarter), made.changed(module, quarter)
            printed += [(module, at, told) for at, told in enumerate(both) if told]

    totals: dict[str, set[tuple[int, int]]] = {module: set() for module in CAUSES}
    cells: dict[tuple[str, int], list[tuple[int, ...]]] = {}
    for module, at, (_, (those, others)) in printed:
        totals[module].add((those.count + others.count, those.of + others.of))
        row = (those.count, those.of - those.count, others.count, others.of - others.count)
        cells.setdefault((module, at), []).append(row)
        assert not any(0 < number < 5 for number in row)
    for rows in cells.values():
        for row, later in product(rows, rows):
            assert not any(0 < abs(a - b) < 5 for a, b in zip(row, later, strict=True))
    everybody = {people for seen in totals.values() for _, people in seen}
    assert not any(0 < abs(a - b) < 5 for a, b in product(everybody, everybody))
    for seen in totals.values():
        for (failed, people), (failed_then, then) in product(seen, seen):
            assert not 0 < abs(failed - failed_then) < 5
            assert not 0 < abs((people - failed) - (then - failed_then)) < 5


# --- kept with a publication ------------------------------------------------------------------------------------------


@given(programmes(), st.integers(0, 4))
def test_going_on_from_what_was_published_is_as_if_one_had_never_stopped(programme, stop):
    learners, lessons = programme
    last = FIRST.plus(5)
    whole, made, kept = roll(learners, last, lessons), EvidenceLedger(), EvidenceLedger()
    for quarter in (FIRST.plus(stop), last):
        made.through(learners, lessons, CAUSES, quarter, quarter.end)
        kept.take_up(quarter, json.loads(json.dumps(codec.to_json(made.since(set(kept.people))))))

    assert (kept.people, kept.told, kept.quarter) == (whole.people, whole.told, whole.quarter)
    assert Counter(map(type, kept.people.values())) == Counter(map(type, whole.people.values()))
