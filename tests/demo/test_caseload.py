"""The invented caseload: the same every time, plausible, and clearly nobody.

- the same seed on the same day gives the same cases; another seed gives others
- as many as asked for; a longer list begins with a shorter one
- it has something of everything that a screen may show
- no name is a place, no code spells a name, and no telephone number can ring
"""

from collections import Counter
from datetime import date, timedelta

import pytest

from followup.case.case import Case
from followup.case.forms.enrolment import enrolment_from_mapping
from followup.case.outcome_words import OutcomeKind
from followup.case.pseudonym import is_generated_code
from followup.case.vocabulary import Severity
from followup.demo.records.caseload import generate_caseload
from followup.demo.world.people import name_words
from followup.monitoring.case_row import FollowUpState
from followup.services.case_index import case_rows, listed_rows
from followup_data import shipped
from tests.demo.demos import TODAY, a_demo, scheduler


def the_same(case: Case) -> tuple[object, ...]:
    """What of a case does not depend on random ids."""
    visits = [(visit.on, visit.said) for visit in case.visits]
    flags = [(flag.risk, flag.severity, flag.note, flag.raised_on, flag.review_on, flag.how) for flag in case.flags]
    about = case.code, case.return_date, case.identity, case.district, case.worker, case.trade, case.modules, case.plan
    attempts = [(attempt.on, attempt.number, attempt.said) for attempt in case.attempts]
    promises = [(promise.on, promise.said, promise.kept, promise.settled_on, promise.how) for promise in case.promises]
    schedule = dict(case.moves), case.pauses, case.extra_visits, case.tapers
    told = visits, attempts, sorted(flags, key=repr), sorted(promises, key=repr), schedule, case.end
    return (*about, case.assessments, case.weekdays, case.avoid, *told)


def test_the_same_seed_on_the_same_day_gives_the_same_cases() -> None:
    first, second = a_demo(30)[0], a_demo(30)[0]

    assert list(map(the_same, first.cases())) == list(map(the_same, second.cases()))


def test_another_seed_or_another_day_gives_other_cases() -> None:
    codes = {story.form["code"] for story in generate_caseload(30, 7, scheduler())}
    days = {story.form["return_date"] for story in generate_caseload(30, 7, scheduler())}

    assert not codes & {story.form["code"] for story in generate_caseload(30, 8, scheduler())}
    assert days != {story.form["return_date"] for story in generate_caseload(30, 7, scheduler(date(2027, 2, 28)))}


@pytest.mark.parametrize("number", [0, 1, 37])
def test_there_are_as_many_as_asked_for_beside_the_two_published(number: int) -> None:
    book, built = a_demo(number)

    assert len(built.invented) == len(set(built.invented)) == number
    assert len(list(book.cases())) == number + 2
    assert not book.problems


def test_a_longer_list_begins_with_a_shorter_one() -> None:
    assert list(generate_caseload(40, 7, scheduler()))[:15] == list(generate_caseload(15, 7, scheduler()))


def test_sixty_have_something_of_everything() -> None:
    book, _ = a_demo(60)
    cases, all_rows = list(book.cases()), listed_rows(book)
    flags = [flag for case in cases for flag in case.flags]

    assert {state.value for state in FollowUpState} == {state for row in all_rows for state in row.states}
    assert len({row.worker for row in all_rows}) == 3
    assert 8 <= len({row.district for row in all_rows}) <= 12
    assert {flag.severity for flag in flags if flag.is_open} == set(Severity)
    assert any(not flag.is_open for flag in flags)
    assert any(flag.is_open and flag.review_on < TODAY for flag in flags)
    endings = {case.end.said.ending for case in cases if case.end}
    assert OutcomeKind.BUSINESS_CLOSED in endings
    assert len(endings & {OutcomeKind.SELF_SUPPORTING, OutcomeKind.SAFE_EMPLOYMENT, OutcomeKind.IN_EDUCATION}) >= 2
    assert len(endings) >= 5
    assert any(case.weekdays for case in cases)
    assert any(case.avoid for case in cases)
    assert 0.5 < sum(case.plan is not None for case in cases) / len(cases) < 0.85


def test_most_visits_were_made_near_their_due_date_and_some_were_not() -> None:
    book, _ = a_demo(60)
    plan = book.scheduler
    near: Counter[str] = Counter()
    for case in book.cases():
        times = plan.case_schedule(case)
        for slot in times.schedule.slots:
            if slot.window_end < TODAY and not slot.cancelled and not slot.paused:
                visit = times.done.get(slot.k)
                near["missed" if visit is None else "near" if abs((visit.on - slot.due).days) <= 7 else "late"] += 1

    assert 0.78 < near["near"] / near.total() < 0.92
    assert near["late"] > 20
    assert near["missed"] > 20


def test_a_few_in_follow_up_were_not_met_for_sixty_days() -> None:
    book, _ = a_demo(60)

    long_ago = [
        row for row in case_rows(book) if row.unmet_from and row.last_met and TODAY - row.last_met > timedelta(days=60)
    ]

    assert 1 <= len(long_ago) <= 8


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2026, 1, 1), date(2026, 10, 31), date(2027, 4, 14)])
def test_every_story_can_be_enrolled_and_lies_in_the_past(seed: int, today: date) -> None:
    for story in generate_caseload(60, seed, scheduler(today)):
        enrolment, problems = enrolment_from_mapping(story.form)

        assert enrolment is not None, problems
        assert is_generated_code(story.form["code"])
        assert all(draft.on <= today for draft in story.since)
        assert all(enrolment.return_date <= draft.on for draft in story.since)
        assert all(story.since[answer.of].on <= answer.on <= today for answer in story.answers)


def test_no_name_is_a_place_and_no_code_spells_one() -> None:
    lists = shipped.demo("people")
    places = [*shipped.places(), *(district for districts in shipped.places().values() for district in districts)]
    said = " ".join(places).upper()

    assert not [name for name in name_words(lists) if name in said]
    assert not [
        story.form["code"]
        for story in generate_caseload(300, 7, scheduler())
        if any(name in story.form["code"] for name in name_words(lists))
    ]


def test_no_telephone_number_can_ring() -> None:
    forms = [story.form for story in generate_caseload(60, 7, scheduler())]
    phones = [form["phone"] for form in forms if "phone" in form]
    phones += [form["contact"]["phone"] for form in forms if "contact" in form]

    assert len(set(phones)) == len(phones) > 60
    assert all(phone.startswith("020 0") for phone in phones)


def test_districts_trades_and_modules_are_those_that_are_shipped() -> None:
    for story in generate_caseload(60, 7, scheduler()):
        assert story.form["district"] in shipped.places()[story.form["province"]]
        assert story.form["trade"] in shipped.trades()
        assert set(story.form["modules"]) <= set(shipped.modules())


def test_there_are_25_provinces() -> None:
    assert len(shipped.places()) == 25
    assert all(len(set(districts)) == len(districts) for districts in shipped.places().values())
