"""``followup schedule trips``: needs no casebook, answers programs with every visit, and explains what it cannot do."""

import json
from datetime import date

import pytest
from typer.testing import CliRunner

from followup.schedule.trips.caseload_form import caseload_from_mapping
from followup.schedule.trips.visit_days import monthly_trip_days
from followup_cli.app import app
from tests.schedule.trips.random_caseloads import random_caseload, violations


@pytest.fixture
def typed(tmp_path, monkeypatch):
    """Runs the command on a caseload, in a place without a casebook."""
    monkeypatch.setenv("FOLLOWUP_HOME", str(tmp_path / "none"))

    def run(written, *options):
        path = tmp_path / "caseload.json"
        path.write_text(written if isinstance(written, str) else json.dumps(written), "utf-8")
        return CliRunner().invoke(app, ["schedule", "trips", "--caseload", str(path), *options])

    return run


def test_programs_are_told_every_visit_of_a_plan_that_keeps_the_rules(typed):
    written = random_caseload(3, 10, 2, 1, visits=6)

    data = json.loads(typed(written, "--json").stdout)

    visits = {(one["graduate"], one["k"]): date.fromisoformat(one["date"]) for one in data["data"]["visits"]}
    assert data["format"] == "followup/1"
    assert data["data"].keys() == {"trip_days", "lower_bound", "unplaced", "visits"}
    assert len(visits) + len(data["data"]["unplaced"]) == 60
    assert not violations(written, visits)
    assert data["data"]["lower_bound"] <= data["data"]["trip_days"]


def test_people_are_told_what_the_plan_is_measured_against(typed):
    page = typed(random_caseload(3, 10, 2, 1, visits=6)).stdout

    assert "Trips for 10 graduates in 2 districts, by 1 worker" in page
    assert "no plan has fewer" in page
    assert "if everybody keeps her own day" in page
    assert "With a window of 10 days" in page


@pytest.mark.parametrize("options", [(), ("--seconds", "1")])
def test_what_another_window_takes_stands_beside_what_this_one_takes_at_once(typed, options):
    written = random_caseload(17, 10, 3, 1, visits=6)
    at_once = json.loads(typed(written, "--json").stdout)["data"]["trip_days"]

    page = " ".join(typed(written, *options).stdout.split())

    assert f"trip days, and {at_once} with this one, both planned at once" in page


def test_a_month_that_is_impossible_is_explained(typed):
    written = random_caseload(1, 3, 1, 1, visits=3)
    written["leave"] = [f"2026-03-{day:02}" for day in range(10, 25)]
    written["graduates"] = [{"id": "G", "district": "D0", "return": "2026-01-17", "safe": None, "avoid": []}]

    page = " ".join(typed(written).stdout.split())

    assert "2026-03, W1: no open, safe day within the window that her other visits allow: G visit 2." in page
    assert "What would free it, each alone: a window of 10 days" in page
    assert json.loads(typed(written, "--json").stdout)["data"]["unplaced"] == [
        {"graduate": "G", "k": 2, "why": "no_day"}
    ]


def test_that_one_worker_is_too_few_is_said_before_the_plan_with_what_would_be_enough(typed):
    written = random_caseload(4, 40, 6, 1, visits=2) | {"leave": []}
    for number, her in enumerate(written["graduates"]):
        her |= {"return": "2026-01-15", "safe": None, "avoid": [], "district": f"D{number % 6}"}
    for district in written["districts"]:
        district |= {"travel_hours": 5.0, "visits_a_day": 4, "overnight": False}

    done = typed(written)

    assert "W1: no plan can make all visits." in done.stderr
    assert "40 visits take 12 trips at least, and with the way 12 days of work; there are 10." in done.stderr
    assert "A plan is possible, but not certain, with one of these alone: " in done.stderr
    assert "2 workers in place of one" in done.stderr
    assert "no day found with time left" in " ".join(done.stdout.split())
    assert "What would free it" not in done.stdout


@pytest.mark.parametrize("written", ["", "[1", "[]", "{}", '"x"', "[" * 100_000])
def test_a_file_that_holds_no_caseload_is_refused(typed, written):
    done = typed(written)

    assert done.exit_code == 2
    assert "caseload" in done.stderr


def test_a_file_that_is_not_there_is_said(tmp_path):
    done = CliRunner().invoke(app, ["schedule", "trips", "--caseload", str(tmp_path / "none.json")])

    assert done.exit_code == 2
    assert "There is no such file of a caseload." in done.stderr


def test_of_a_day_in_a_file_that_holds_too_much_it_is_said_what_to_change_in_the_file(typed):
    written = random_caseload(1, 4, 1, 1, visits=3) | {"leave": [], "holidays": []}
    written["districts"][0] |= {"travel_hours": 3, "visits_a_day": 1, "overnight": False}
    for her in written["graduates"]:
        her |= {"return": "2026-01-15", "safe": None, "avoid": [], "district": "D0", "fixed": {"1": "2026-02-17"}}

    page = " ".join(typed(written).stdout.split())

    assert "D0: too many visits in one district: 4, and at most 1 a day." in page
    assert "change one of them in the file" in page
    assert "schedule move" not in page


def test_nothing_of_a_file_is_accepted(typed):
    refused = typed(random_caseload(1, 3, 1, 1, visits=3), "--yes")

    assert refused.exit_code == 2
    assert "--caseload and --yes cannot be given together." in refused.stderr


def test_the_monthly_rule_is_measured_with_the_visits_of_the_plan():
    written = random_caseload(1, 4, 1, 1, visits=1) | {"leave": [], "holidays": []}
    written["policy"] |= {"window": 0}
    for her, day in zip(written["graduates"], (12, 12, 12, 13), strict=True):
        her |= {"return": f"2026-01-{day}", "safe": None, "avoid": [], "district": "D0"}
    caseload = caseload_from_mapping(written)

    assert monthly_trip_days(caseload) == 2
    assert monthly_trip_days(caseload, [(3, 0)]) == 1
