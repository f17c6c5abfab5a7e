"""followup office district: how far each is, when it is closed, and that nobody is sent there then."""

import pytest

from tests.builders import a_casebook, a_graduate
from tests.cli.desk import Desk

RAINS = ["office", "district", "Kien Svay", "--closed", "2026-12-27..2027-01-05"]


@pytest.fixture
def desk(monkeypatch):
    bati = a_graduate("ABC-1", province="Takeo", district="Bati")
    return Desk(a_casebook(a_graduate(), bati), monkeypatch)


def district(desk: Desk, *name: str) -> dict:
    (found,) = desk.data("office", "district", *name)["districts"]
    return found


def december(desk: Desk, code: str) -> dict:
    return next(slot for slot in desk.data("schedule", "show", code)["slots"] if slot["due"] == "2026-12-31")


def test_every_district_where_somebody_lives_is_listed_and_that_one_is_not_set_is_said(desk):
    page = desk.run("office", "district").stdout

    assert ("Bati" in page, "Kien Svay" in page, "not set" in page) == (True, True, True)
    assert "Not set counts as mid: hours there and back 3, visits a day 5." in page


def test_what_is_set_is_shown_and_taken_back(desk):
    desk.run("office", "district", "bati", "--distance", "far", "--hours", "4.5")

    assert (district(desk, "Bati")["distance"], district(desk, "Bati")["travel_hours"]) == ("far", 4.5)
    assert desk.run("withdraw", "office", "1", "--reason", "A slip.", "--yes").exit_code == 0
    assert not district(desk, "Bati")["set"]


def test_a_night_takes_no_hours_and_a_day_has_no_room_for_more_visits_than_hours(desk):
    assert desk.run("office", "district", "Bati", "--distance", "overnight").exit_code == 0
    assert desk.run("office", "district", "Bati", "--hours", "2").exit_code == 2
    assert "has room for 4." in desk.run("office", "district", "Bati", "--distance", "far", "--visits", "6").stdout


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["Batxi"], "Did you mean Bati?"),
        (["Kampong Cham", "--province", "Kandall"], "Did you mean Kandal?"),
        (["Bati", "--hours", "9"], "0 to 8 hours"),
        (["Bati", "--closed", "2026-12-01..2026-12-02", "--distance", "near"], "cannot be given together"),
        (["Bati", "--open", "2026-12-01..2026-12-02"], "not closed on any of these days"),
        (["--distance", "near"], "Say which district."),
    ],
)
def test_what_cannot_be_is_said_with_what_may_have_been_meant(desk, typed, said):
    refused = desk.run("office", "district", *typed)

    assert refused.exit_code != 0
    assert said in refused.stderr


def test_visits_keep_clear_of_a_closed_district_and_the_reason_is_said(desk):
    before = december(desk, "ABC-1")
    data = desk.data(*RAINS)

    assert data["visits"] == 1
    assert december(desk, "KML-1")["date"] < "2026-12-27"
    assert "district_closed" in december(desk, "KML-1")["why"]
    assert december(desk, "ABC-1") == before


def test_a_district_is_open_again_on_days_that_are_said(desk):
    before = december(desk, "KML-1")["date"]
    desk.run(*RAINS)
    desk.run("office", "district", "Kien Svay", "--open", "2026-12-30..2027-01-05")

    assert district(desk, "Kien Svay")["closed"] == [{"from": "2026-12-27", "until": "2026-12-29"}]
    assert december(desk, "KML-1")["date"] == before
    assert "open after all" in " ".join(desk.run("office", "show").stdout.split())
    assert desk.run("withdraw", "office", "2", "--reason", "A slip.", "--yes").exit_code == 0
    assert december(desk, "KML-1")["date"] < "2026-12-27"


def test_days_that_are_closed_already_are_asked_about(desk):
    desk.run(*RAINS)

    assert "closed already" in desk.run(*RAINS).stderr
    assert desk.run(*RAINS, "--yes").exit_code == 0
