"""Charts of text: scales that are fixed and said, whatever the figures."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.case.business.money import Currency, Money
from followup.case.business.month import MonthlyFigures
from followup.case.facts import Visited
from followup.case.visit_words import ContactMethod
from followup_cli.terminal.charts import (
    DOT,
    FULL,
    MARK,
    NOTHING,
    RANGE,
    STEPS,
    bar,
    interval,
    place,
    scale,
    spot,
    steps,
)
from tests.cli.desk import Desk
from tests.cli.followed import the_caseload, write

AMOUNTS = st.integers(0, 10_000).map(Fraction)


@pytest.fixture
def desk(monkeypatch):
    return Desk(the_caseload(), monkeypatch)


@given(st.lists(st.none() | st.integers(1, 4)))
def test_a_score_has_the_same_height_whatever_the_others_are(scores):
    drawn = steps(scores)

    assert list(drawn) == [NOTHING if score is None else STEPS[score - 1] for score in scores]


@given(AMOUNTS, AMOUNTS, st.integers(1, 60))
def test_a_longer_bar_is_never_less(one, other, width):
    top = Fraction(10_000)

    shorter, longer = (bar(value, top, width) for value in sorted((one, other)))

    assert len(shorter) <= len(longer) <= width


@given(AMOUNTS, st.integers(2, 60), AMOUNTS)
def test_the_line_of_the_plan_stands_in_one_column_however_long_the_bar(value, width, planned):
    top = max(Fraction(1), planned * 3 / 2)

    drawn = bar(min(value, top), top, width, planned)

    assert drawn.index(MARK) == place(planned, top, width)
    assert len(drawn) <= width


def test_half_of_the_scale_is_half_of_the_columns_and_something_is_never_nothing():
    assert bar(Fraction(50), Fraction(100), 10) == FULL * 5
    assert bar(Fraction(1), Fraction(100_000), 10) == "▌"
    assert bar(Fraction(0), Fraction(100), 10) == ""
    assert bar(None, Fraction(100), 10) == NOTHING
    assert bar(Fraction(0), Fraction(0), 10) == ""


def test_the_head_of_a_scale_names_both_ends_and_the_line_where_there_is_room():
    assert scale("150", 30, "plan 100", 20) == "0          plan 100 │      150"
    assert scale("150", 12, "plan 100", 8) == "0       │"
    assert scale("150", 20) == "0                150"
    assert len(scale("1,500,000", 10, "plan 1,000,000", 6)) <= 10
    assert scale("100%", 21, least="0%") == "0%               100%"


# --- a value and its range ------------------------------------------------------------------------------------------

SHARES = st.fractions(0, 1)


def test_a_value_is_a_dot_on_the_line_of_its_range():
    assert interval(0.5, 0.25, 0.75, 21, 0, 1) == "     ─────●─────"
    assert interval(0, 0, 0.1, 21, 0, 1) == "●──"
    assert interval(1, 0.9, 1, 21, 0, 1) == "                  ──●"


def test_a_goal_stands_across_the_range_and_gives_way_to_the_dot():
    assert interval(0.5, 0.25, 0.75, 21, 0, 1, mark=0.6) == "     ─────●─┼───"
    assert interval(0.2, 0.1, 0.3, 21, 0, 1, mark=0.85) == "  ──●──          │"
    assert interval(0.5, 0.25, 0.75, 21, 0, 1, mark=0.5) == "     ─────●─────"
    assert interval(0.5, 0.25, 0.75, 21, 0, 1, mark=1.5) == "     ─────●─────"


def test_where_there_is_no_value_a_small_dot_says_so():
    assert interval(None, None, None, 21, 0, 1) == NOTHING
    assert interval(None, None, None, 21, 0, 1, mark=0.5) == "·         │"


def test_what_lies_outside_the_scale_is_an_arrow_and_never_a_dot_at_its_edge():
    assert interval(0.5, 0.3, 0.7, 11, 0.4, 1) == "‹─●───"
    assert interval(0.2, 0.1, 0.3, 11, 0.4, 1) == "‹"
    assert interval(1.2, 0.8, 1.4, 11, 0, 1) == "        ──›"


@given(st.tuples(SHARES, SHARES, SHARES), st.integers(5, 60))
def test_a_range_reaches_from_its_low_end_to_its_high_end_on_the_same_scale_as_any_other(three, width):
    low, value, high = sorted(three)

    drawn = interval(value, low, high, width, 0, 1)

    assert drawn.index(DOT) == spot(value, width, 0, 1)
    assert len(drawn) - 1 == spot(high, width, 0, 1)
    assert len(drawn) - len(drawn.lstrip()) == spot(low, width, 0, 1)
    assert set(drawn) <= {" ", RANGE, DOT}


# --- one graduate on one screen -------------------------------------------------------------------------------------


def test_the_sheet_of_a_followed_graduate(desk, golden):
    golden("graduate-show-followed.txt", desk.run("graduate", "show", "SHOP").stdout_bytes)
    golden("graduate-show-followed-all.txt", desk.run("graduate", "show", "SHOP", "--all").stdout_bytes)


def test_the_sheet_fits_80_columns(desk):
    show = ("graduate", "show", "SHOP")
    for words in (show, (*show, "--names"), (*show, "--all", "--names"), ("flag", "agree", "SHOP")):
        assert max(map(len, desk.run(*words).stdout.splitlines())) <= 80


def test_notes_are_masked_and_the_contact_is_shown_only_with_names(desk):
    masked = desk.run("graduate", "show", "SHOP").output + desk.run("graduate", "show", "SHOP", "--json").stdout
    named = desk.run("graduate", "show", "SHOP", "--names").stdout

    assert "Sreymom" not in masked
    assert "Keo" not in masked
    assert "asked last" not in masked
    assert "Sreymom sells less" in " ".join(named.split())
    assert "asked last on 2026-10-30, and right then; still right?" in " ".join(named.split())


def test_the_trends_for_programs(desk):
    data = desk.data("graduate", "show", "SHOP")

    assert data["takings"]["planned"] == "312000"
    assert [month["takings"] for month in data["takings"]["months"]][-1] == "60000 riel"
    assert data["wellbeing"][0]["scores"][-1] == {"on": "2026-10-30", "worker": 1, "own": 2}
    assert [promise["number"] for promise in data["promises"]] == [1, 2]
    assert (data["last_met"], data["tries"]) == ("2026-10-30", 1)
    assert data["attention"][0]["rule"] == "wellbeing_in_danger"


def test_as_of_a_day_shows_what_was_known_to_be_true_then(desk):
    data = desk.data("graduate", "show", "SHOP", "--as-of", "2026-08-31")

    assert len(data["takings"]["months"]) == 3
    assert [one["rule"] for one in data["attention"]] == ["debt_growing", "takings_far_under_plan"]


def test_months_told_in_dollars_stand_on_the_scale_of_the_plan(desk):
    told = Visited(ContactMethod.HOME_VISIT, month=MonthlyFigures(takings=Money(Decimal("78.00"), Currency.USD)))
    write(desk.book, "SHOP", ("2026-11-20", told))

    (line,) = [
        line for line in desk.run("graduate", "show", "SHOP", "--all").stdout.splitlines() if line.startswith("20 Nov")
    ]
    assert line.split()[-2:] == ["312,000", "–"]
    assert line.index(MARK) == line.rindex(FULL) + 1


# --- flag agree -----------------------------------------------------------------------------------------------------


def test_what_needs_attention_is_told_with_its_reasons(desk, golden):
    golden("flag-agree.txt", desk.run("flag", "agree", "SHOP").stdout_bytes)
    assert desk.case("SHOP").flags == ()


def test_what_is_named_becomes_flags_together(desk):
    before = len(desk.book.store.facts(desk.book.find("SHOP")))

    result = desk.run("flag", "agree", "SHOP", "1", "3", "4")

    assert result.exit_code == 0, result.stderr
    assert {flag.risk.value for flag in desk.case("SHOP").open_flags} == {"other", "below_break_even", "debt"}
    assert len(desk.book.store.facts(desk.book.find("SHOP"))) == before + 3
    assert "Risk level now: high." in result.stdout


def test_all_at_once_one_flag_a_risk(desk):
    desk.run("flag", "agree", "SHOP", "--all")

    risks = [flag.risk.value for flag in desk.case("SHOP").open_flags]
    assert sorted(risks) == sorted(set(risks))
    assert not any(one["kind"] and not one["flagged"] for one in desk.data("flag", "agree", "SHOP")["attention"])
    assert "Nothing to raise" in desk.run("flag", "agree", "SHOP", "--all").stdout


@pytest.mark.parametrize(("key", "flags"), [("\n", 0), ("1\n", 1), ("r\n", 4)])
def test_a_person_agrees_by_one_key(desk, key, flags):
    desk.run("flag", "agree", "SHOP", typed=key)

    assert len(desk.case("SHOP").flags) == flags


def test_what_is_flagged_already_or_is_no_risk_is_refused_and_says_so(desk):
    rules = {one["rule"]: one["number"] for one in desk.data("flag", "agree", "SHOP")["attention"]}
    desk.run("flag", "agree", "SHOP", str(rules["debt_growing"]))

    again = desk.run("flag", "agree", "SHOP", str(rules["debt_growing"]))
    promise = desk.run("flag", "agree", "SHOP", str(rules["promise_past"]))
    none = desk.run("flag", "agree", "SHOP", "99")

    assert (again.exit_code, promise.exit_code, none.exit_code) == (1, 1, 2)
    assert "already" in again.stderr
    assert "(flag open)" in desk.run("graduate", "show", "SHOP", "--all").stdout
    assert len(desk.case("SHOP").flags) == 1
