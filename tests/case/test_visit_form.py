"""A visit in a file: every key is read, and whatever is wrong is told by its place, repeating nothing of it."""

from datetime import date
from decimal import Decimal

import pytest

from followup.case.business.money import Currency, Money
from followup.case.facts import Attempted, WellbeingScore
from followup.case.forms.visit import answer_checker, visit_from_mapping
from followup.case.visit_words import AttemptReason, ContactMethod, WellbeingDomain
from followup.case.vocabulary import Severity
from followup.errors import Invalid


def a_row(**said):
    return {"code": "KML-1", "date": "2026-11-20", "contact": "home visit"} | said


def read(**said):
    form, problems = visit_from_mapping(a_row(**said))
    assert not problems, problems
    return form


def problems_of(**said):
    form, problems = visit_from_mapping({key: value for key, value in a_row(**said).items() if value is not None})
    assert form is None
    return [(problem.where, problem.what) for problem in problems]


def test_a_row_says_what_was_seen_and_done():
    form = read(
        slot="៩",
        went="SN, KB",
        month={"customers": "3.5", "takings": "120,000 riel", "costs": {"materials": "៤០០០០"}, "open": True},
        flags=[{"kind": "debt", "severity": "watch", "note": "A lender calls."}],
        reviewed=[{"flag": 1, "severity": "danger", "note": "Worse.", "review": "2026-11-27"}],
        cleared=[{"flag": "health", "how": "She is well."}],
        promises=[{"what": "Bring seed.", "by": "SN", "due": "2026-12-01"}],
        settled=[{"promise": 2, "kept": True}],
        note="All well.",
        contact_right=False,
    )

    assert (form.date, form.contact, form.slot, form.went) == (
        date(2026, 11, 20),
        ContactMethod.HOME_VISIT,
        9,
        ("SN", "KB"),
    )
    assert (form.month.customers, form.month.cost) == (Decimal("3.5"), Money(Decimal(40_000), Currency.KHR))
    assert (form.reviewed[0].flag, form.reviewed[0].severity) == ("1", Severity.DANGER)
    assert (form.settled[0].promise, form.promises[0].due) == ("2", date(2026, 12, 1))
    assert form.visited.contact_right is False


@pytest.mark.parametrize("written", ["3/2", [3, 2], {"worker": 3, "own": 2}, "៣/២", ["3", "2"]])
def test_her_own_score_stands_beside_the_workers(written):
    assert read(scores={"safety": written}).scores == (WellbeingScore(WellbeingDomain.SAFETY, 3, 2),)


@pytest.mark.parametrize(("written", "score"), [(3, (3, None)), ("-/2", (None, 2)), ({"own": 4}, (None, 4))])
def test_one_of_the_two_scores_may_be_left_out(written, score):
    assert read(scores={"social support": written}).scores == (WellbeingScore(WellbeingDomain.SOCIAL_SUPPORT, *score),)


def test_an_attempt_is_a_row_of_its_own():
    form, _ = visit_from_mapping(
        {"code": "K", "date": "2026-11-20", "attempt": {"reason": "road flooded", "safe": False}}
    )

    assert form.attempt == Attempted(AttemptReason.ROAD_FLOODED, safe=False)
    assert problems_of(attempt={"reason": "moved"}) == [
        ("visit", "An attempt is a row of its own: code, date and attempt. What was seen and said belongs to a visit.")
    ]


@pytest.mark.parametrize(
    ("said", "where", "what"),
    [
        ({"date": "2026-02-30"}, "date", "no such day"),
        ({"date": None}, "date", "missing"),
        ({"date": "tomorrow"}, "date", "not a day"),
        ({"contact": "Sokha"}, "contact", "home-visit"),
        ({"contact": None}, "visit", "How she was met is missing"),
        ({"slot": 0}, "slot", "from 1 to 480"),
        ({"scores": {"safety": 5}}, "scores: safety", "from 1 to 4"),
        ({"scores": {"Sokha": 3}}, "scores", "One of these"),
        ({"scores": {"safety": [1, 2, 3]}}, "scores: safety", "one figure"),
        ({"month": {"takings": "12o000"}}, "month: takings", "cannot be read as one figure"),
        ({"month": {"takings": "$5", "stock": "5000 riel"}}, "month", "all in riel or all in dollars"),
        ({"month": {"costs": {"Sokha": "1"}}}, "month: costs row 1: kind", "One of these"),
        ({"month": {"stock": -5}}, "month: stock", "below zero"),
        ({"month": {"customers": 5000}}, "month: customers", "from 0 to 1,000"),
        ({"note": "x" * 20_001}, "note", "longer than 20000"),
        ({"note": "a\x07b"}, "note", "cannot be seen"),
        ({"agreed": 5}, "agreed", "Words are needed"),
        ({"flags": [{"kind": "debt", "severity": "grave", "note": "x"}]}, "flags row 1: severity", "watch"),
        ({"promises": [{"what": "Seed."}]}, "promises row 1: due", "missing"),
        ({"settled": [{"promise": 1, "kept": "yes"}]}, "settled row 1: kept", "true or false"),
        ({"Sokha": 1}, "visit", "A key is not known"),
    ],
)
def test_what_is_wrong_is_told_by_its_place(said, where, what):
    (problem,) = problems_of(**said)

    assert problem[0] == where
    assert what in problem[1]
    assert "Sokha" not in problem[1]


def test_every_problem_of_a_row_is_told():
    assert [where for where, _ in problems_of(date="x", slot="y", month={"debt": "z"})] == [
        "date",
        "slot",
        "month: debt",
    ]


def test_a_note_of_twenty_thousand_letters_is_kept_whole():
    assert len(read(note="ស" * 20_000).visited.note) == 20_000


@pytest.mark.parametrize("row", [None, [], "visit", 5])
def test_a_row_that_is_none_is_told(row):
    assert visit_from_mapping(row)[0] is None


def test_one_answer_is_checked_by_its_key():
    check = answer_checker(Currency.USD)

    check("month.takings", "12.50")
    check("scores.safety", "3/2")
    with pytest.raises(Invalid):
        check("month.takings", "12.505")
    with pytest.raises(Invalid):
        check("scores.safety", "0")
