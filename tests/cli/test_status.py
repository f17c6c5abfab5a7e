"""How the casebook is at a glance: ``followup`` alone, and ``followup status``."""

import json
import sys
from datetime import date

import pytest
from typer.testing import CliRunner

from followup.case.facts import Promised
from followup.vault import access, keys
from followup.vault.swap import Swap
from followup_cli.app import app
from followup_cli.terminal import person
from tests.builders import a_casebook, a_graduate
from tests.cli.desk import Desk
from tests.cli.followed import the_caseload, write
from tests.cli.window import Window, casebook_environ

PASSPHRASE = "a passphrase for a test"


@pytest.fixture
def desk(monkeypatch):
    return Desk(the_caseload(), monkeypatch)


@pytest.fixture
def vault(monkeypatch, tmp_path):
    """An empty folder for a real casebook, and nobody to ask."""
    monkeypatch.setattr(keys, "COST", keys.Cost(8, 1))
    monkeypatch.setattr(person, "on_terminal", lambda: False)
    monkeypatch.setenv("FOLLOWUP_HOME", str(tmp_path / "vault"))
    monkeypatch.setenv("FOLLOWUP_TODAY", "2026-11-21")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.delenv("FOLLOWUP_PASSPHRASE", raising=False)
    yield tmp_path / "vault"
    if access.is_vault(tmp_path / "vault"):
        access.lock(tmp_path / "vault")


def run(*words):
    return CliRunner().invoke(app, list(words))


def in_one_line(result):
    assert result.exit_code == 0, result.stderr
    return " ".join(result.stdout.split())


# --- followup alone -------------------------------------------------------------------------------------------------


def test_alone_it_shows_the_three_most_urgent_and_what_to_do(desk):
    shown = desk.run().stdout.splitlines()

    assert shown[0].startswith("Sat 21 Nov 2026: 6 to see, 3 of them overdue")
    assert [line for line in shown if line.startswith(("GONE-1", "LATE-1", "LATE-2"))] == [
        "GONE-1      not met for 62 days; visit 9, overdue since 8 Nov: go now.",
        "LATE-1      visit 9, overdue since 8 Nov: go now.",
        "LATE-2      visit 9, overdue since 8 Nov: go now.",
    ]
    assert "and 3 more: followup today" in " ".join(shown)
    assert "FLAG-1" not in " ".join(shown)
    assert "followup --help lists all commands." in " ".join(shown)


def test_alone_with_nothing_due_it_says_whose_visit_comes_next(monkeypatch):
    desk = Desk(a_casebook(a_graduate(returned="2026-11-10")), monkeypatch)

    assert "Nothing is due. Next is KML-1: visit 1 on Thu 10 Dec." in in_one_line(desk.run())


def test_alone_without_a_casebook_it_says_how_to_begin(vault):
    shown = in_one_line(run())

    assert shown.startswith("There is no casebook on this laptop yet.")
    assert "followup init" in shown
    assert "followup demo" in shown
    assert not vault.exists()


def test_alone_with_an_empty_casebook_it_says_how_to_write_the_first_graduate_down(vault, monkeypatch):
    access.create(vault, PASSPHRASE)
    monkeypatch.setenv("FOLLOWUP_PASSPHRASE", PASSPHRASE)

    assert "Nobody is in follow-up yet. Write the first one down: followup graduate add" in in_one_line(run())


def test_alone_with_a_closed_casebook_it_asks_for_nothing_and_says_how_it_is_opened(vault, monkeypatch):
    access.create(vault, PASSPHRASE)
    monkeypatch.setattr(person, "on_terminal", lambda: True)

    assert in_one_line(run()).startswith("The casebook is closed. Open it with: followup unlock")


def test_a_damaged_case_is_told_of(desk):
    desk.book.store.damage(desk.book.find("WELL-1"))

    result = desk.run()

    assert result.exit_code == 4
    assert "GONE-1" in result.stdout
    assert "was changed" in result.stderr


# --- status ---------------------------------------------------------------------------------------------------------


def test_the_status_says_what_is_to_be_done_and_what_waits(desk):
    write(desk.book, "WELL", ("2026-11-05", Promised("Bring the scissors.", "KB", date(2026, 11, 20))))
    desk.run("lesson", "propose", "--change", "x", "--cause", "debt", "--module", "farming")

    shown = in_one_line(desk.run("status"))

    assert "First: GONE-1, not met for 62 days; visit 9, overdue since 8 Nov: go now." in shown
    assert "To do 7 to see, 3 of them overdue" in shown
    assert "promises past their day: 2. followup promise list --past" in shown
    assert "flags to look at again: 1. followup flag list" in shown
    assert "lessons without an answer: 1. followup lesson list" in shown
    assert "Calendar no entries were handed out yet: followup calendar export" in shown


def test_the_counts_are_those_of_the_agenda(desk):
    data, today = desk.data("status"), desk.data("today")

    assert (data["first"], data["in_follow_up"]) == (today["items"][0]["code"], today["in_follow_up"])
    assert data["overdue"] == sum(item["visits_overdue"] > 0 for item in today["items"])
    assert data["outcomes_to_decide"] == len(today["period_over"])


def test_a_form_that_was_not_finished_is_named_with_the_command_that_goes_on_with_it(desk):
    form = {"version": 1, "title": "The visit of GONE-1", "command": "followup visit record GONE-1", "answers": {}}
    desk.book.store.keep_draft(desk.book.find("GONE-1"), form)

    assert "Unfinished The visit of GONE-1: followup visit record GONE-1" in in_one_line(desk.run("status"))
    assert "Unfinished The visit of GONE-1: followup visit record GONE-1" in in_one_line(desk.run())
    assert desk.data("status")["unfinished"] == [
        {"title": "The visit of GONE-1", "command": "followup visit record GONE-1"}
    ]


def test_the_last_export_is_the_day_entries_were_handed_out(desk, tmp_path):
    assert desk.run("calendar", "export", "--out", str(tmp_path)).exit_code == 0

    assert "entries last handed out on Sat 21 Nov 2026 (today)" in in_one_line(desk.run("status"))
    assert desk.data("status")["exported"] == "2026-11-21"


def test_entries_that_are_dated_ahead_are_named(desk):
    from followup.case.facts import Flagged
    from followup.case.vocabulary import RiskKind, Severity

    flag = Flagged(RiskKind.DEBT, Severity.WATCH, "x", "SN", date(2026, 12, 24))
    desk.book.write(desk.book.find("WELL"), flag, on=date(2026, 12, 1))

    assert "Entries dated after Sat 21 Nov 2026" in in_one_line(desk.run("status"))
    assert desk.data("status")["dated_ahead"] == 1


def test_a_closed_casebook_says_only_that_it_is_closed(vault):
    access.create(vault, PASSPHRASE)

    assert "Closed Open it with: followup unlock" in in_one_line(run("status"))
    data = json.loads(run("status", "--json").stdout)["data"]
    assert (data["open"], "worker" in data) == (False, False)


def test_without_a_casebook_status_is_an_error_as_everywhere(vault):
    result = run("status")

    assert result.exit_code == 2
    assert "There is no casebook yet." in result.stderr


def test_opened_by_a_variable_it_says_so(vault, monkeypatch):
    access.create(vault, PASSPHRASE)
    monkeypatch.setenv("FOLLOWUP_PASSPHRASE", PASSPHRASE)

    assert "Open for this command only, by FOLLOWUP_PASSPHRASE" in in_one_line(run("status"))


def test_of_an_open_casebook_it_says_for_how_long(vault):
    access.create(vault, PASSPHRASE)
    access.unlock(vault, PASSPHRASE, 20)

    shown = in_one_line(run("status"))
    data = json.loads(run("status", "--json").stdout)["data"]

    assert "Open for 0 minutes; it closes by itself 20 minutes after the last command, and in " in shown
    assert data["closes_after_seconds"] == 20 * 60
    assert 0 <= data["opened_seconds"] < 60
    assert data["closes_at_latest_seconds"] == pytest.approx(240 * 60, abs=60)


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are of POSIX")
@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_alone_at_a_terminal_the_last_line_is_the_next_step(tmp_path, term):
    environ = casebook_environ(tmp_path) | {"TERM": term, "NO_COLOR": "1"}

    shown = Window(environ).rest()

    assert "KML-1" in shown
    assert "Next: followup visit record KML-1" in shown.splitlines()[-1]


@pytest.mark.parametrize("kind", ["none", "encrypted", "plain", "unknown"])
def test_memory_that_may_go_to_the_disk_is_told_of(desk, monkeypatch, kind):
    monkeypatch.setattr("followup.vault.swap.swap", lambda: Swap(kind))
    shown = in_one_line(desk.run("status"))

    assert ("unencrypted" in shown, "followup help security" in shown) == (kind in {"plain", "unknown"},) * 2
    assert ("does not say whether" in shown) == (kind == "unknown")
    assert desk.data("status")["swap"] == kind


def test_of_a_closed_casebook_too(vault, monkeypatch):
    access.create(vault, PASSPHRASE)
    monkeypatch.setattr("followup.vault.swap.swap", lambda: Swap.PLAIN)

    assert "unencrypted" in in_one_line(run("status"))
