"""A clock that has gone back since the latest entry is said on every command, until it is right or accepted."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest

from followup.store import OFFICE
from tests.vault.facts_for_tests import visited

TODAY, NOW = date(2026, 11, 21), datetime(2026, 11, 21, 9, tzinfo=UTC)
YEAR = timedelta(days=365)


def test_a_clock_behind_the_latest_entry_is_known_at_once(vault):
    vault.append("kml", [visited(day=TODAY + YEAR)], by="SN", now=NOW + YEAR)

    latest = vault.clock_went_back(TODAY, NOW)

    assert latest is not None
    assert latest.day_after(TODAY) == TODAY + YEAR
    assert vault.clock_went_back(TODAY + YEAR, NOW + YEAR) is None


@pytest.mark.parametrize("on", [TODAY, TODAY - timedelta(days=300)])
def test_an_entry_of_today_or_of_before_says_nothing_of_the_clock(vault, on):
    vault.append("kml", [visited(day=on)], by="SN", now=NOW)

    assert vault.clock_went_back(TODAY, NOW - timedelta(minutes=5)) is None


def test_a_late_entry_written_under_a_wrong_clock_is_known_by_its_stamp(vault):
    vault.append("kml", [visited(day=TODAY)], by="SN", now=NOW + YEAR)

    latest = vault.clock_went_back(TODAY, NOW)

    assert latest is not None
    assert latest.day_after(TODAY) == TODAY + YEAR


def test_what_is_written_later_under_the_right_clock_does_not_hide_it(vault):
    vault.append("kml", [visited(day=TODAY + YEAR)], by="SN", now=NOW + YEAR)
    vault.append("kml", [visited(day=TODAY)], by="SN", now=NOW)

    assert vault.clock_went_back(TODAY, NOW) is not None


def test_what_the_office_decides_for_a_day_to_come_is_no_wrong_clock(vault):
    vault.append(OFFICE, [visited(day=TODAY + YEAR)], by="SN", now=NOW)

    assert vault.clock_went_back(TODAY, NOW) is None


def test_a_clock_is_accepted_as_right(vault):
    vault.append("kml", [visited(day=TODAY + YEAR)], by="SN", now=NOW + YEAR)
    vault.accept_clock(TODAY, NOW)

    assert vault.clock_went_back(TODAY, NOW) is None


def test_every_command_says_that_the_clock_is_behind_and_check_accepts_it_once_all_is_put_right(tmp_path):
    def run(*words: str, today: str = "2026-11-21") -> subprocess.CompletedProcess[str]:
        world = {**os.environ, "FOLLOWUP_HOME": str(tmp_path / "book"), "FOLLOWUP_PASSPHRASE": "clouds over the river"}
        command = [sys.executable, "-m", "followup_cli", *words]
        return subprocess.run(
            command,
            env=world | {"FOLLOWUP_TODAY": today, "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            check=True,
        )

    behind = "This laptop's clock says 2026-11-21, but an entry was written here on 2027-11-21"
    run("init", "--worker", "SN")
    run("graduate", "add", "--code", "KML-1", "--return", "2026-03-20")
    assert run("today").stderr == ""
    run("visit", "record", "KML-1", "--contact", "home-visit", today="2027-11-21")

    assert all(behind in run(*words).stderr for words in (("today",), ("office", "show"), ("log", "KML")))
    assert "do not count: KML-1 (1)" in run("check").stdout
    run("withdraw", "KML", "2", "--reason", "The clock was wrong.", "--yes")
    assert "this laptop's clock counts as right from now on" in run("check").stdout
    assert run("today").stderr == ""
