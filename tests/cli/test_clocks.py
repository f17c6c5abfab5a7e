"""Under a wrong clock nobody is hidden: whom a list does not show is named, by every command alike.

- the clock far behind, behind, right, ahead, far ahead
- changed between two commands
"""

import json
import re
from datetime import UTC, date, datetime, time

import pytest
from typer.testing import CliRunner

from followup.casebook import Moment
from followup.vault import keys
from followup.vault.access import create
from followup_cli import context
from followup_cli.app import app
from followup_cli.terminal import person
from tests.builders import a_graduate

PASSPHRASE = "clouds over the river"
CODES = {"KML-1": "2025-03-20", "KML-2": "2026-03-20", "NEW-1": "2026-11-02"}
CLOCKS = ["1970-01-01", "1990-06-01", "2025-06-01", "2026-11-21", "2027-11-21", "2038-02-01", "2099-12-31"]
ALL_GRADUATES = [("graduate", "list"), ("graduate", "list", "--json"), ("find", "KML", "NEW")]
READING = [
    (),
    ("today",),
    ("today", "--json"),
    ("status",),
    ("flag", "list"),
    ("promise", "list"),
    ("outcome", "list"),
    ("lesson", "list"),
    ("report", "caseload"),
    ("office", "show"),
    ("log", "KML-1"),
    ("schedule", "show", "KML-1"),
]


def run(clock, *words, stdin=""):
    """What a command prints, and how it ends, by a clock; every line as one."""
    at = datetime.combine(date.fromisoformat(clock), time(12), UTC)
    context.moment = lambda: Moment(at.date(), at)
    result = CliRunner().invoke(app, list(words), input=stdin)
    return " ".join((result.stdout + " " + result.stderr).split()), result.exit_code


@pytest.fixture
def casebook(tmp_path, monkeypatch):
    monkeypatch.setattr(keys, "COST", keys.Cost(8, 1))
    monkeypatch.setattr(person, "on_terminal", lambda: False)
    monkeypatch.setattr(context, "moment", context.moment)
    monkeypatch.setenv("FOLLOWUP_HOME", str(tmp_path / "book"))
    monkeypatch.setenv("FOLLOWUP_PASSPHRASE", PASSPHRASE)
    create(tmp_path / "book", PASSPHRASE)
    for code, day in CODES.items():
        given = a_graduate() | {"code": code, "return_date": day, "name": None, "phone": None}
        told, ended = run("2026-11-21", "graduate", "add", "--from", "-", stdin=json.dumps(given))
        assert ended == 0, told
    return tmp_path / "book"


def codes_in(told):
    return set(re.findall(r"KML-\d|NEW-\d", told))


@pytest.mark.parametrize("clock", CLOCKS)
def test_every_graduate_is_named_by_every_clock(casebook, clock):
    for words in ALL_GRADUATES[:2]:
        told, ended = run(clock, *words)
        assert (codes_in(told), ended) == (set(CODES), 0), told


@pytest.mark.parametrize("clock", CLOCKS)
def test_every_command_names_those_whom_no_list_shows(casebook, clock):
    hidden = {code for code, day in CODES.items() if day > clock}
    for words in READING:
        told, ended = run(clock, *words)
        named = re.search(r"so no list shows them: ([^.]*)\.", told)
        assert codes_in(named[1] if named else "") == hidden, (words, told)
        assert ("set the clock right" in told) == (clock < "2026-11-21")
        assert ended in (0, 1, 2), told
        assert "went wrong inside" not in told


def test_nobody_is_told_to_begin_where_all_are_only_ahead(casebook):
    told, _ = run("1990-06-01", "today")

    assert "Write the first one down" not in told
    assert "Write the first one down" not in run("1990-06-01")[0]


def test_a_clock_that_changes_between_two_commands_hides_nothing(casebook):
    for clock in (*CLOCKS, *reversed(CLOCKS)):
        assert codes_in(run(clock, "graduate", "list")[0]) == set(CODES)
    assert run("2026-11-21", "check")[1] == 0


def test_an_hour_of_the_same_day_is_told(casebook):
    told, _ = run("2026-11-21", "today")
    at = datetime(2026, 11, 21, 9, tzinfo=UTC)
    context.moment = lambda: Moment(at.date(), at)
    earlier = CliRunner().invoke(app, ["today"])

    assert "set the clock right" not in told
    assert re.search(r"clock says 2026-11-2\d \d\d:00, but an entry was written here on 2026-11-2\d \d", earlier.stderr)
