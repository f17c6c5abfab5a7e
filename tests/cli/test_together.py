"""One visit may serve two graduates of one house: each has her own entry, and nothing of the other stands in it."""

import pytest

from tests.builders import a_casebook, a_graduate
from tests.cli.desk import Desk


@pytest.fixture
def desk(monkeypatch):
    desk = Desk(a_casebook(a_graduate(), a_graduate("TEH-1", name="Lin")), monkeypatch)
    assert desk.run("household", "link", "KML", "TEH").exit_code == 0
    return desk


RECORD = ("visit", "record", "KML", "--contact", "home-visit", "--went", "SN", "--note", "Her own words.")


def test_the_day_how_she_was_met_and_who_went_are_shared_and_nothing_else(desk):
    result = desk.run(*RECORD, "--score", "safety=3", "--agreed", "Rest.", "--also", "TEH")

    assert result.exit_code == 0, result.stderr
    (hers,), (theirs,) = (desk.case(code).visits for code in ("KML-1", "TEH-1"))
    assert (theirs.on, theirs.said.contact, theirs.said.went) == (hers.on, hers.said.contact, hers.said.went)
    assert (theirs.said.note, theirs.said.scores, theirs.said.agreed) == ("", (), "")
    assert hers.said.note == "Her own words."
    assert "followup visit edit TEH-1 --on 2026-11-21" in " ".join(result.stdout.split())


def test_where_one_of_them_cannot_be_met_so_nothing_is_written(desk):
    assert desk.run("visit", "record", "TEH", "--contact", "home-visit").exit_code == 0

    refused = desk.run(*RECORD, "--also", "TEH")

    assert refused.exit_code != 0
    assert desk.case("KML-1").visits == ()
    for also in ("KML", "ZZZ"):
        assert desk.run(*RECORD, "--also", also).exit_code != 0
    assert desk.case("KML-1").visits == ()


def test_programs_are_told_of_both(desk):
    data = desk.data(*RECORD, "--also", "TEH")

    assert (data["code"], [one["code"] for one in data["also"]]) == ("KML-1", ["TEH-1"])


def test_who_lives_in_the_same_house_is_named_after_a_meeting_and_not_after_a_call(desk):
    assert "TEH-1 lives in the same house." in desk.run(*RECORD).stdout
    assert "same house" not in desk.run("visit", "record", "KML", "--contact", "phone").stdout


def test_at_the_terminal_each_is_asked_about_by_herself(desk):
    rest = [*[""] * 10, "{}", "yes", "yes"]
    typed = ["", "home-visit", "SN", *rest, "", *rest]
    notes = iter(["First.", "Second."])
    answers = "\n".join(next(notes) if line == "{}" else line for line in typed) + "\n"

    result = desk.run("visit", "record", "KML", "--also", "TEH", "--on", "2026-11-20", typed=answers)

    assert result.exit_code == 0, result.stderr
    assert "Now the same visit for TEH-1, with answers of her own." in result.stderr
    (hers,), (theirs,) = (desk.case(code).visits for code in ("KML-1", "TEH-1"))
    assert (hers.said.note, theirs.said.note) == ("First.", "Second.")
    assert (hers.on, hers.said.contact, hers.said.went) == (theirs.on, theirs.said.contact, theirs.said.went)


def test_a_sheet_and_a_file_are_of_one_alone(desk):
    assert "--also goes with CODE." in desk.run("visit", "record", "--from", "x.json", "--also", "TEH").stderr


# --- a round --------------------------------------------------------------------------------------------------------


def test_a_round_by_commune_names_none_and_by_village_is_made_only_with_names(desk, monkeypatch):
    women = [
        a_graduate("KML-1", commune="Preaek Russey", name="Sreymom Keo"),
        a_graduate("TEH-1", commune="preaek russey", name="Lin Sok", village="Thmei"),
        a_graduate("CV-1", commune="Kokir", name="Nary Chan", village="Thmei"),
        a_graduate("DA-1", name="Pich Ouk", village=""),
    ]
    desk = Desk(a_casebook(*women), monkeypatch)

    plain = desk.run("today", "--days", "60", "--everybody", "--by", "commune").stdout
    assert [line.strip() for line in plain.splitlines() if "commune" in line] == [
        "Kien Svay, commune 1",
        "Kien Svay, commune not written down",
        "Kien Svay, commune 2",
    ]
    for name in ("Preaek", "Russey", "Kokir", "Thmei", "Nary"):
        assert name.casefold() not in plain.casefold()
    refused = desk.run("today", "--by", "village")
    assert refused.exit_code != 0
    assert "--names" in refused.stderr
    named = desk.data("today", "--days", "60", "--everybody", "--by", "village", "--names")
    assert {(line["code"], line["village"], line["commune"]) for stop in named["round"] for line in stop["lines"]} == {
        ("KML-1", "Trapeang Veng", "Preaek Russey"),
        ("TEH-1", "Thmei", "preaek russey"),
        ("CV-1", "Thmei", "Kokir"),
        ("DA-1", "", ""),
    }
    without = desk.data("today", "--days", "60", "--everybody", "--by", "commune")
    assert {key for stop in without["round"] for line in stop["lines"] for key in line} == {"code"}
    assert "--names is for a round." in desk.run("today", "--names").stderr


def test_a_round_has_every_line_of_the_agenda_once(desk):
    agenda = desk.data("today", "--days", "60", "--everybody", "--by", "commune")

    lines = [line["code"] for stop in agenda["round"] for line in stop["lines"]]
    assert sorted(lines) == sorted(item["code"] for item in agenda["items"])


# --- what she agreed to ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("how", "purpose"), [("family", "family"), ("local-authority", "authorities")])
def test_what_she_did_not_agree_to_is_written_down_all_the_same_and_said(desk, how, purpose):
    record = ("visit", "record", "KML", "--contact", how, "--on")
    assert "followup consent ask KML-1" in " ".join(desk.run(*record, "2026-11-01").stdout.split())
    assert desk.run("consent", "ask", "KML", "--refused", purpose, "--words", "In Khmer.").exit_code == 0

    after = " ".join(desk.run(*record, "2026-11-02").stdout.split())

    assert f"followup consent override KML-1 {purpose}" in after
    assert len(desk.case("KML-1").visits) == 2
    assert desk.run("consent", "ask", "KML", "--given", purpose, "--words", "In Khmer.").exit_code == 0
    assert "consent" not in desk.run(*record, "2026-11-03").stdout


def test_help_for_her_family_asks_for_the_same_consent_and_help_for_herself_does_not(desk):
    assert "consent ask" in desk.run("support", "add", "KML", "--kind", "school", "--for", "child").stdout
    assert "consent" not in desk.run("support", "add", "KML", "--kind", "school").stdout


def test_who_moved_is_asked_whether_she_left_the_house(desk):
    moved = " ".join(desk.run("graduate", "place", "KML", "--how", "on-her-own").stdout.split())

    assert "Linked as of one house: TEH-1. If she left it: followup household unlink KML-1" in moved
    assert desk.run("household", "unlink", "KML").exit_code == 0
    assert "one house" not in desk.run("graduate", "place", "KML", "--how", "relative").stdout
