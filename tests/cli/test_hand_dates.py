"""Dates set by hand that come to lie on leave, a closed district or an unsafe day: told at once, moved by nobody."""

import json

import pytest

from tests.builders import a_casebook, a_graduate
from tests.cli.desk import Desk

DAY = "2027-01-26"
AROUND = "2027-01-25..2027-01-29"


@pytest.fixture
def desk(monkeypatch):
    desk = Desk(a_casebook(a_graduate(), a_graduate("KML-2", name="Other")), monkeypatch)
    assert desk.run("schedule", "move", "KML-1", "12", DAY, "--why", "Her wish.").exit_code == 0
    return desk


def slot(desk: Desk) -> dict:
    return next(one for one in desk.data("schedule", "show", "KML-1")["slots"] if one["k"] == 12)


@pytest.mark.parametrize(
    ("change", "against"),
    [
        (["leave", "SN", AROUND], "leave"),
        (["closed", AROUND], "leave"),
        (["district", "Kien Svay", "--closed", AROUND], "district_closed"),
        (["holiday", "add", DAY], "holiday"),
    ],
)
def test_whoever_changes_the_office_is_told_which_dates_set_by_hand_stay_on_such_a_day(desk, change, against):
    told = [{"code": "KML-1", "k": 12, "date": DAY, "against": [against]}]

    assert desk.data("office", *change, "--dry-run")["by_hand"] == told
    page = " ".join(desk.run("office", *change).stdout.split())

    assert f"KML-1: visit 12 was set by hand to {DAY} and stays there. Against that day:" in page
    assert "followup schedule move CODE K DATE" in page
    assert (slot(desk)["date"], slot(desk)["why"]) == (DAY, [against])


def test_what_was_against_the_day_already_is_not_told_again(desk):
    desk.run("office", "leave", "SN", AROUND)

    assert desk.data("office", "closed", "2027-03-01..2027-03-02")["by_hand"] == []


def test_other_safe_weekdays_and_another_worker_who_is_away_are_told_as_well(desk):
    desk.run("office", "worker", "add", "KB")
    desk.run("office", "leave", "KB", AROUND, "--yes")

    unsafe = desk.run("graduate", "edit", "KML-1", "--safe", "fri", "--yes").stderr
    handed_over = desk.run("graduate", "hand-over", "KML-1", "--to", "KB", "--yes").stderr

    assert "Against that day: not a safe weekday." in unsafe
    assert "Against that day: on leave, not a safe weekday." in handed_over
    assert "set by hand" not in desk.run("graduate", "edit", "KML-1", "--trade", "sewing", "--yes").stderr
    assert slot(desk)["date"] == DAY


def test_the_schedule_and_the_page_of_trips_say_what_is_against_the_day(desk):
    trips = ("schedule", "trips", "--worker", "SN", "--until", "2027-05-31")
    desk.run("office", "leave", "SN", AROUND)

    assert "on leave" in desk.run("schedule", "show", "KML-1").stdout
    planned = desk.data(*trips, "--yes")
    assert planned["by_hand"] == [{"code": "KML-1", "k": 12, "date": DAY, "against": ["leave"]}]
    again = " ".join(desk.run(*trips, "--dry-run").stdout.split())
    assert f"KML-1: visit 12 was set by hand to {DAY} and stays there. Against that day: on leave." in again


def test_a_caseload_in_a_file_with_a_date_on_a_saturday_says_so(desk, tmp_path):
    caseload = {
        "policy": {"visits": 3, "window": 7, "min_gap": 21, "max_gap": 38, "first_min_gap": 14}
        | {"hours_a_day": 9, "hours_a_visit": 1},
        "districts": [{"id": "D1", "travel_hours": 3, "visits_a_day": 5, "overnight": False, "worker": "SN"}],
        "graduates": [{"id": "G1", "district": "D1", "return": "2026-12-28", "fixed": {"1": "2027-01-30"}}],
    }
    file = tmp_path / "caseload.json"
    file.write_text(json.dumps(caseload))

    page = " ".join(desk.run("schedule", "trips", "--caseload", str(file)).stdout.split())

    assert "G1: visit 1 stays on 2027-01-30, as the file says. Against that day: weekend." in page
