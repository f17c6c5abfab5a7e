"""A second return on the command line: what is said of her by every page afterwards, and what is refused."""

from datetime import date

import pytest

from tests.builders import a_casebook, a_graduate
from tests.cli.desk import Desk


@pytest.fixture
def desk(monkeypatch) -> Desk:
    desk = Desk(a_casebook(a_graduate()), monkeypatch)
    assert desk.run("visit", "record", "KML", "--on", "2026-02-27", "--contact", "home-visit").exit_code == 0
    how = ("--how", "returned-to-centre", "--causes", "debt", "--on", "2026-06-20")
    assert desk.run("outcome", "record", "KML", *how).exit_code == 0
    return desk


def go_home(desk: Desk) -> str:
    result = desk.run("graduate", "return", "KML", "--on", "2026-09-01", "--policy", "monthly-24")
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_it_says_from_when_her_visits_count_and_that_the_first_stay_is_kept(desk):
    said = go_home(desk)

    assert "Home again since Tue 1 Sep 2026: month 0 of monthly-24." in said
    assert "Her first stay is kept as it was: followup graduate show KML-1" in said


def test_her_page_shows_the_first_stay_in_a_line_with_its_outcome(desk):
    go_home(desk)

    page = " ".join(desk.run("graduate", "show", "KML", "--all").stdout.split())

    assert "In follow-up, month 2 of 24; returned Tue 1 Sep 2026" in page
    assert "First stay 2026-01-31 – 2026-06-20, monthly-36; visits made: 1 of 4." in page
    assert "Outcome Returned to centre, failure, on 2026-06-20" in page


def test_today_the_list_and_her_schedule_count_from_the_new_return(desk):
    go_home(desk)

    assert desk.data("graduate", "list")[0]["return_date"] == "2026-09-01"
    assert desk.data("graduate", "list")[0]["months"] == 24
    assert "Returned on Tue 1 Sep 2026. Visits done: 0 of 24." in desk.run("schedule", "show", "KML").stdout
    assert "KML-1" in desk.run("today").stdout
    assert "1 in follow-up" in desk.run("today").stdout


def test_programs_are_told_the_stay_and_what_was_before(desk):
    told = desk.data("graduate", "return", "KML", "--on", "2026-09-01")
    (stay,) = desk.data("graduate", "show", "KML")["earlier_stays"]

    assert (told["stay"], told["return_date"], told["policy"]) == (2, "2026-09-01", "monthly-36")
    assert (stay["visits_made"], stay["visits_due"], stay["outcomes"][0]["how"]) == (1, 4, "returned_to_centre")


def test_the_log_tells_of_both_returns(desk):
    go_home(desk)

    log = " ".join(desk.run("log", "KML").stdout.split())

    assert "Follow-up opened: return date 2026-01-31" in log
    assert "Went home again: return date 2026-09-01, policy monthly-24." in log


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--on", "2026-06-19"), "followup graduate return KML-1 --on DATE"),
        (("--on", "2026-11-22"), "is in the future"),
        (("--policy", "Sreymom"), "There are: monthly-36"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do_next(desk, words, sentence):
    refused = desk.run("graduate", "return", "KML", *words)

    assert refused.exit_code != 0
    assert sentence in refused.stderr
    assert "Sreymom" not in refused.stderr
    assert desk.case().return_date == date(2026, 1, 31)


def test_twice_is_refused_with_the_command_that_comes_first(desk):
    go_home(desk)

    refused = desk.run("graduate", "return", "KML")

    assert refused.exit_code == 1
    assert "followup outcome record KML-1 --how returned-to-centre --causes A,B" in refused.stderr
