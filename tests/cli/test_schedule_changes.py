"""followup schedule move, pause, extend, taper, monthly: what moves is always listed; --dry-run writes nothing."""

from datetime import date

import pytest

from followup.case.facts import CalendarEntry, HandedOut, Visited
from followup.case.visit_words import ContactMethod
from tests.builders import a_casebook, a_graduate
from tests.cli.desk import Desk

WHY = ("--why", "Her mother is ill.")


@pytest.fixture
def desk(monkeypatch):
    book = a_casebook(a_graduate(safe_weekdays=["mon", "thu"]))
    for k in range(1, 10):
        book.write(
            book.find("KML"), Visited(ContactMethod.HOME_VISIT, slot=k), on=book.today.replace(month=k + 1, day=20)
        )
    return Desk(book, monkeypatch)


def facts(desk):
    return len(desk.book.store.facts(desk.book.find("KML")))


def test_a_move_lists_what_moves_and_what_is_against_it(desk, golden):
    golden("schedule-move.txt", desk.run("schedule", "move", "KML", "10", "2026-12-29", *WHY, "--dry-run").stdout_bytes)


def test_a_pause_lists_what_is_excused(desk, golden):
    words = ("schedule", "pause", "KML", "2026-12-01..2027-02-01", *WHY, "--extend", "--dry-run")

    golden("schedule-pause.txt", desk.run(*words).stdout_bytes)


def test_the_last_day_of_a_pause_is_said_since_it_is_written_with_the_day_after(desk):
    rest = desk.data("schedule", "pause", "KML", "2026-12-01..2027-02-01", *WHY)["rest"]

    assert (rest["first"], rest["last"], rest["next"]) == ("2026-12-01", "2027-01-31", "2027-03-01")


@pytest.mark.parametrize(
    "words",
    [
        ("move", "KML", "10", "2026-12-03", *WHY),
        ("pause", "KML", "2026-12-01..2027-02-01", *WHY),
        ("extend", "KML", "2", *WHY),
        ("taper", "KML", "--from", "13", "--every", "2", *WHY, "--agreed", "--second", "CV"),
    ],
)
def test_a_dry_run_writes_nothing_and_the_same_without_it_one_entry(desk, words):
    before = facts(desk)

    dry_run = desk.data("schedule", *words, "--dry-run")

    assert facts(desk) == before
    done = desk.data("schedule", *words)
    assert facts(desk) == before + 1
    assert done == dry_run | {"written": True}
    assert done["moving"]


def test_back_to_monthly(desk):
    desk.run("schedule", "taper", "KML", "--from", "11", "--every", "3", *WHY, "--agreed", "--second", "CV")

    result = desk.run("schedule", "monthly", "KML", "--from", "11", *WHY)

    assert result.exit_code == 0, result.stderr
    assert "The last visit is due on Wed 31 Jan 2029." in result.stdout


@pytest.mark.parametrize("missing", ["--from", "--every", "--why", "--agreed", "--second"])
def test_rarer_visits_ask_for_nothing_without_a_terminal(desk, missing):
    given = {"--from": "13", "--every": "2", "--why": "Stable.", "--second": "CV"}
    words = [word for option, value in given.items() if option != missing for word in (option, value)]
    words += ["--agreed"] if missing != "--agreed" else []

    result = desk.run("schedule", "taper", "KML", *words)

    assert (result.exit_code, f"{missing} is missing" in result.stderr) == (2, True)


def test_a_person_is_asked_and_one_who_says_she_does_not_agree_changes_nothing(desk):
    before = facts(desk)

    no = desk.run("schedule", "taper", "KML", typed="13\n2\nStable.\nno\nCV\n")
    yes = desk.run("schedule", "taper", "KML", typed="13\n9\n2\nStable.\nyes\nCV\nyes\n")

    assert (no.exit_code, yes.exit_code) == (1, 0), yes.output
    assert facts(desk) == before + 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("move", "KML", "ten", "2026-12-03", *WHY), 2),
        (("move", "KML", "10", "someday", *WHY), 2),
        (("move", "KML", "10", "2026-12-03"), 2),
        (("move", "KML", "9", "2026-12-03", *WHY), 1),
        (("pause", "KML", "2026-12-01", *WHY), 2),
        (("pause", "KML", "2026-12-05..2026-12-01", *WHY), 2),
        (("extend", "KML", "0", *WHY), 2),
        (("extend", "KML", "121", *WHY), 2),
        (("extend", "XYZ", "1", *WHY), 2),
        (("extend", "KML", "1", "--why", "x" * 20_001), 2),
        (("extend", "KML", "1", "--why", "bell\a"), 2),
        (("taper", "KML", "--from", "13", "--every", "4", *WHY, "--agreed", "--second", "CV"), 2),
        (("taper", "KML", "--from", "13", "--every", "2", *WHY, "--agreed", "--second", "SN"), 1),
    ],
)
def test_what_cannot_be_is_a_sentence_and_nothing_is_written(desk, words, code):
    before = facts(desk)

    result = desk.run("schedule", *words)

    assert result.exit_code == code
    assert result.stderr.strip()
    assert not set(words[2:]) & set(result.stderr.split()) - {"10", "9", "1", "13", "2"}
    assert facts(desk) == before


def test_the_schedule_says_which_day_was_set_by_hand_and_which_stands_on_a_phone(monkeypatch):
    desk = Desk(a_casebook(), monkeypatch)
    desk.book.write(desk.book.find("KML"), HandedOut((CalendarEntry(11, date(2026, 12, 30)),)))
    desk.run("schedule", "move", "KML", "15", "2027-04-29", *WHY)

    shown = desk.run("schedule", "show", "KML").stdout.splitlines()

    (on_phone,) = (line for line in shown if "2026-12-30" in line)
    (by_hand,) = (line for line in shown if "2027-04-29" in line)
    assert (on_phone.split("planned")[1].strip(), by_hand.split("planned")[1].strip()) == ("on a phone", "by hand")
    assert sum("on a phone" in line or "by hand" in line for line in shown) == 2
