"""followup promise: what she was told is written down, numbered, kept or broken; names in it are masked."""

import pytest

from tests.builders import a_casebook, a_graduate
from tests.cli.desk import Desk


@pytest.fixture
def desk(monkeypatch):
    desk = Desk(a_casebook(a_graduate(), a_graduate("OTH-1", worker="KB")), monkeypatch)
    desk.run(
        "promise", "make", "KML", "--what", "Bring Sreymom a spare part.", "--due", "2026-11-20", "--on", "2026-11-01"
    )
    desk.run("promise", "make", "KML", "--what", "Speak with the landlord.", "--by", "KB", "--due", "2026-12-15")
    desk.run("promise", "make", "OTH", "--what", "Find a place in the class.", "--due", "2027-01-10")
    return desk


def test_all_open_promises(desk, golden):
    golden("promise-list.txt", desk.run("promise", "list").stdout_bytes)


def test_all_promises_to_one_graduate(desk, golden):
    desk.run("promise", "settle", "KML", "1", "--broken", "--note", "The part is not made any more.")
    desk.run("promise", "end", "KML", "--on", "2029-01-31")

    golden("promise-list-one.txt", desk.run("promise", "list", "KML").stdout_bytes)


def test_names_are_masked_unless_asked_for(desk):
    assert "Sreymom" not in desk.run("promise", "list").output + desk.run("promise", "list", "KML").output
    assert "Sreymom" in desk.run("promise", "list", "--names").stdout
    assert "Sreymom" not in str(desk.data("promise", "list", "KML"))


def test_only_those_past_their_day_and_only_one_workers(desk):
    assert [(one["code"], one["number"]) for one in desk.data("promise", "list", "--past")] == [("KML-1", 1)]
    assert [one["code"] for one in desk.data("promise", "list", "--worker", "KB")] == ["OTH-1"]


@pytest.mark.parametrize("missing", ["--what", "--due"])
def test_nobody_is_asked_without_a_terminal(desk, missing):
    words = {"--what": "A lamp.", "--due": "2026-12-20"}
    given = [word for option, value in words.items() if option != missing for word in (option, value)]

    result = desk.run("promise", "make", "KML", *given)

    assert (result.exit_code, f"{missing} is missing" in result.stderr) == (2, True)


def test_a_person_is_asked_for_what_is_missing(desk):
    result = desk.run("promise", "make", "KML", typed="A lamp.\n\nsoon\n2026-12-20\n")

    assert result.exit_code == 0, result.output
    assert desk.case().promises[-1].said.by_whom == "SN"


def test_settling_says_which_way_and_a_broken_one_says_why(desk):
    assert desk.run("promise", "settle", "KML", "1").exit_code == 2
    assert "--note is missing" in desk.run("promise", "settle", "KML", "1", "--broken").stderr
    assert desk.run("promise", "settle", "KML", "1", typed="no\nNot made any more.\n").exit_code == 0
    assert desk.run("promise", "settle", "KML", "2", "--kept").exit_code == 0
    assert desk.case().open_promises == ()


def test_the_end_is_announced_as_a_promise(desk):
    result = desk.run("promise", "end", "KML", "--on", "2029-01-31")

    assert "announced for Wed 31 Jan 2029" in result.stdout
    assert desk.data("promise", "list", "KML")[-1]["ending"] is True
    assert desk.run("promise", "end", "KML", "--on", "2029-02-28").exit_code == 1
    assert desk.run("promise", "end", "KML").exit_code == 2


def test_a_damaged_case_is_told_and_the_others_are_listed(desk):
    desk.book.store.damage(desk.book.find("KML-1"))

    result = desk.run("promise", "list")

    assert (result.exit_code, "OTH-1" in result.stdout) == (4, True)
