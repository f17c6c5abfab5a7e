"""followup schedule trips: shown, asked about, accepted as a whole; other commands say what no longer fits."""

import json
from datetime import date, timedelta

import pytest

from tests.builders import a_casebook, a_graduate
from tests.cli.desk import Desk

TRIPS = ("schedule", "trips", "--worker", "SN", "--until", "2027-05-31")


@pytest.fixture
def desk(monkeypatch):
    returns = ["2026-10-02", "2026-10-06", "2026-10-11", "2026-10-14"]
    return Desk(a_casebook(*(a_graduate(f"T-{n}", day) for n, day in enumerate(returns))), monkeypatch)


def test_without_a_person_nothing_is_accepted_unless_yes_is_said(desk):
    refused = desk.run(*TRIPS)

    assert refused.exit_code != 0
    assert "--yes" in refused.stderr
    assert desk.data(*TRIPS, "--dry-run")["written"] is False
    assert desk.data(*TRIPS, "--yes")["written"] is True


@pytest.mark.parametrize(("typed", "accepted"), [("n\n", False), ("y\n", True)])
def test_a_person_sees_the_plan_and_is_asked_once(desk, typed, accepted):
    shown = desk.run(*TRIPS, typed=typed)

    assert "Lower bound" in shown.output
    assert ("Accepted until" in shown.stdout) is accepted


def test_accepted_twice_there_is_nothing_to_do_and_withdrawn_they_are_planned_anew(desk):
    desk.run(*TRIPS, "--yes")
    entry = next(one["number"] for one in desk.data("log", "office") if one["sentence"].startswith("Trips of"))
    assert ", newly planned: " in " ".join(desk.run("log", "office").stdout.split())

    assert "nothing to do" in desk.run(*TRIPS, "--yes").stdout
    earlier = desk.run(*TRIPS[:-1], "2027-02-28", "--yes").stdout
    assert "All trips of SN up to 2027-02-28 are as they were accepted: nothing to do." in " ".join(earlier.split())
    assert desk.run("withdraw", "office", str(entry), "--reason", "Too soon.", "--yes").exit_code == 0
    assert "for the first time" in desk.run(*TRIPS, "--dry-run").stdout


def test_leave_and_somebody_new_are_said_to_want_a_repair_and_the_repair_moves_no_others(desk):
    planned = desk.data(*TRIPS, "--yes")
    file = json.dumps([a_graduate("NEW-1", "2026-11-10", name="Chan Many")])

    leave = desk.run("office", "leave", "SN", f"{planned['trips'][1]['date']}..{planned['trips'][1]['date']}", "--yes")
    enrolled = desk.run("graduate", "add", "--from", "-", stdin=file)
    repaired = desk.data(*TRIPS, "--dry-run")

    assert "no longer fit" in leave.stderr
    assert "visits are not in the accepted trips: followup schedule trips" in enrolled.stderr
    assert "no longer fit" not in enrolled.stderr
    assert {one["why"] for one in repaired["moves"] if one["code"] == "NEW-1"} == {"new"}
    page = " ".join(desk.run(*TRIPS, "--dry-run").stdout.split())
    assert "had no trip yet" in page
    assert "leave" in page
    assert "nobody can go there" not in page
    assert repaired["repaired"] is True
    assert {("day", *one["against"]) for one in repaired["moves"] if one["code"] != "NEW-1"} == {("day", "leave")}
    of_that_day = set(planned["trips"][1]["codes"]) | {"NEW-1"}
    assert {one["code"] for one in repaired["moves"]} <= of_that_day


def test_trips_are_repaired_before_the_next_export_and_whoever_exports_first_is_asked(desk, tmp_path):
    planned = desk.data(*TRIPS, "--yes")
    export = ("calendar", "export", "--out", str(tmp_path / "phone"), "--worker", "SN")
    assert "trips" not in desk.run(*export).stderr
    day = planned["trips"][1]["date"]

    leave = desk.run("office", "leave", "SN", f"{day}..{day}", "--yes")
    asked = desk.run(*export, typed="n\n")
    in_a_script = desk.run(*export)

    assert "of these days are on a phone. First repair the trips: followup schedule trips." in " ".join(
        leave.stdout.split()
    )
    assert "(before the next calendar export)" in leave.stderr
    assert (asked.exit_code != 0, "Export all the same?" in asked.output) == (True, True)
    assert "repair the trips first: followup schedule trips --worker SN" in in_a_script.stderr
    assert in_a_script.exit_code == 0


def test_taking_back_the_first_acceptance_says_that_a_later_repair_still_counts(desk):
    desk.run(*TRIPS, "--yes")
    desk.run("graduate", "add", "--from", "-", stdin=json.dumps([a_graduate("NEW-1", "2026-11-20", name="Chan Many")]))
    desk.run(*TRIPS, "--yes")
    first, repair = (one["number"] for one in desk.data("log", "office") if one["sentence"].startswith("Trips of"))

    shown = desk.data("withdraw", "office", str(first), "--reason", "Too soon.", "--dry-run")["different"]
    last = desk.data("withdraw", "office", str(repair), "--reason", "Too soon.", "--dry-run")["different"]
    desk.run("withdraw", "office", str(first), "--reason", "Too soon.", "--yes")

    assert any(f"still counts: entries {repair}." in one for one in shown)
    assert not any("still counts" in one for one in last)
    assert "visits were on none" in " ".join(desk.run(*TRIPS, "--dry-run").stdout.split())


def test_what_is_on_a_phone_stays_when_the_acceptance_is_taken_back(desk, tmp_path):
    desk.run(*TRIPS, "--yes")
    desk.run("calendar", "export", "--out", str(tmp_path / "phone"), "--worker", "SN", "--all")
    entry = next(one["number"] for one in desk.data("log", "office") if one["sentence"].startswith("Trips of"))
    before = [desk.data("schedule", "show", f"T-{n}")["slots"] for n in range(4)]

    taken_back = desk.run("withdraw", "office", str(entry), "--reason", "Too soon.", "--yes", "--dry-run")
    done = desk.run("withdraw", "office", str(entry), "--reason", "Too soon.", "--yes")

    assert "days on a phone stay" in " ".join(taken_back.stdout.split())
    assert "calendar export" not in done.stdout
    after = [desk.data("schedule", "show", f"T-{n}")["slots"] for n in range(4)]
    assert [[one["date"] for one in slots] for slots in after] == [[one["date"] for one in slots] for slots in before]


def test_a_day_that_a_visit_set_by_hand_makes_too_full_is_said_and_nobody_else_is_moved(desk):
    desk.run("office", "district", "Kien Svay", "--visits", "1")
    planned = desk.data(*TRIPS, "--yes")
    one, other = next(
        (one, other)
        for one in planned["visits"]
        for other in planned["visits"]
        if one["code"] != other["code"] and one["k"] == other["k"] == 3
    )

    moved = desk.data("schedule", "move", one["code"], "3", other["date"], "--why", "She asked.")
    repaired = desk.data(*TRIPS, "--dry-run")
    page = " ".join(desk.run(*TRIPS, "--dry-run").stdout.split())

    assert f"{other['date']} then has too many visits in one district: 2, and at most 1 a day." in moved["warnings"]
    (full,) = repaired["full_days"]
    assert (full["date"], full["limit"], full["number"], full["allowed"]) == (other["date"], "visits", 2, 1)
    assert {move["code"] for move in repaired["moves"]} <= {one["code"]}
    assert "Kien Svay: too many visits in one district: 2, and at most 1 a day." in page
    assert "nobody else is moved for them" in page


def test_a_move_out_of_a_shared_trip_is_said_to_be_one_more_trip_day_and_onto_another_is_not(desk):
    planned = desk.data(*TRIPS, "--yes")
    third = next(trip for trip in planned["trips"] if len(trip["codes"]) == 4)
    k = next(one["k"] for one in planned["visits"] if (one["code"], one["date"]) == ("T-0", third["date"]))
    day = date.fromisoformat(third["date"])

    def warnings(to: date) -> str:
        return str(desk.data("schedule", "move", "T-0", str(k), str(to), "--why", "Hers.", "--dry-run")["warnings"])

    assert f"one more trip day: others are still visited on {day}." in warnings(day + timedelta(1))
    desk.run("schedule", "move", "T-1", str(k), str(day + timedelta(1)), "--why", "Hers.")
    assert "one more trip day" not in warnings(day + timedelta(1))


def test_the_agenda_says_which_visits_are_on_a_trip(monkeypatch):
    desk = Desk(a_casebook(a_graduate("T-1", "2026-10-31")), monkeypatch)
    before = desk.data("today", "--days", "30")["items"]
    desk.run(*TRIPS, "--yes")

    after = desk.data("today", "--days", "30")["items"]

    assert [(one["code"], one["trip"]) for one in (*before, *after)] == [("T-1", False), ("T-1", True)]
    assert ", trip" in desk.run("today", "--days", "30").stdout


def test_trips_are_not_planned_for_days_that_are_gone(desk):
    refused = desk.run("schedule", "trips", "--worker", "SN", "--until", "2026-01-01", "--dry-run")

    assert refused.exit_code != 0
    assert "--until is not after today" in refused.stderr


def test_another_distance_is_said_to_leave_accepted_trips_as_they_were_planned(desk):
    farther = ("office", "district", "Kien Svay", "--distance", "far")
    before = desk.run(*farther, "--dry-run")
    desk.run(*TRIPS, "--yes")

    assert "Accepted trips" not in before.stderr
    assert "Accepted trips" in desk.run(*farther).stderr


def test_the_villages_of_a_round_are_told_apart_by_a_number_and_never_named(monkeypatch):
    villages = {f"V-{n}": ("Trapeang Veng", "Prey Thmei")[n % 2] for n in range(6)}
    people = (a_graduate(code, "2026-10-14", village=village) for code, village in villages.items())
    desk = Desk(a_casebook(*people), monkeypatch)
    trips = ("schedule", "trips", "--worker", "SN", "--until", "2027-02-28", "--by", "village")

    planned, page = desk.data(*trips, "--dry-run"), desk.run(*trips, "--dry-run").stdout

    numbers = {(villages[code], one["village"]) for one in planned["trips"] for code in one["codes"]}
    assert numbers == {("Trapeang Veng", 1), ("Prey Thmei", 2)}
    assert "Kien Svay, village 1" in page
    assert "Kien Svay, village 2" in page
    assert not any(word in page + json.dumps(planned) for word in ("Trapeang", "Prey", "trapeang", "prey"))


def test_the_line_of_a_day_with_too_many_hours_counts_every_village(monkeypatch):
    villages = {f"V-{n}": ("Trapeang Veng", "Prey Thmei")[n % 2] for n in range(8)}
    people = (a_graduate(code, "2026-10-14", village=village) for code, village in villages.items())
    desk = Desk(a_casebook(*people), monkeypatch)
    trips = ("schedule", "trips", "--worker", "SN", "--until", "2027-02-28", "--by", "village")
    desk.data(*trips, "--yes")
    for code in villages:
        desk.run("schedule", "move", code, "4", "2027-02-15", "--why", "The road.")

    (full,) = desk.data(*trips, "--dry-run")["full_days"]

    assert [(one["district"], one["village"]) for one in full["places"]] == [("Kien Svay", 1), ("Kien Svay", 2)]
    page = " ".join(desk.run(*trips, "--dry-run").stdout.split())
    assert "Kien Svay, village 1; Kien Svay, village 2: too many hours with the way" in page


def test_visits_for_which_there_is_no_day_at_all_are_listed_even_where_nothing_moves(desk):
    desk.run(*TRIPS, "--yes")
    desk.run("office", "district", "Kien Svay", "--closed", "2026-12-25..2027-03-05", "--yes")
    desk.run(*TRIPS, "--yes")

    again = desk.run(*TRIPS, "--yes")
    page = " ".join(again.stdout.split())

    assert "nothing to do" not in page
    assert "no visit of SN moves, but some are on no trip" in page
    assert "2027-01, SN: no open, safe day within the window that her other visits allow: " in page
    assert "The schedule has no day for these either: T-0 visit 4" in page
    assert "no open, safe day for" in again.stderr
    assert "T-0 visit 4" in again.stderr


def test_trips_by_village_are_said_to_stay_so_and_how_they_are_planned_anew_by_district(monkeypatch):
    people = [(f"T-{n}", f"2026-07-{3 + n}", village) for n, village in enumerate(("Chhma", "Chhma", "Dong", "Dong"))]
    desk = Desk(a_casebook(*(a_graduate(code, day, village=village) for code, day, village in people)), monkeypatch)

    accepted = " ".join(desk.run(*TRIPS, "--by", "village", "--yes").stdout.split())
    again = " ".join(desk.run(*TRIPS, "--dry-run").stdout.split())
    other = " ".join(desk.run(*TRIPS, "--by", "district", "--dry-run").stdout.split())

    assert "repaired by village too, as long as --by district is not given" in accepted
    assert "withdraw office" not in again
    assert "take each acceptance back first: followup withdraw office N" in other
