"""`followup demo --compare`: what three rhythms see of the same lives, on a terminal, in a pipe and for programs."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from followup_cli.app import app
from tests.demo.demos import TODAY


@pytest.fixture
def run(monkeypatch, tmp_path):
    """`followup demo` with these words, in an empty folder, without a passphrase."""
    monkeypatch.setenv("FOLLOWUP_TODAY", TODAY.isoformat())
    monkeypatch.delenv("FOLLOWUP_PASSPHRASE", raising=False)
    monkeypatch.setenv("FOLLOWUP_HOME", str(tmp_path / "vault"))
    monkeypatch.chdir(tmp_path)

    def ran(*words: str) -> Any:
        return CliRunner().invoke(app, ["demo", *words])

    return ran


def test_three_rhythms_side_by_side(run, golden):
    done = run("--compare", "--graduates", "120")

    assert done.exit_code == 0, done.stderr
    golden("demo-compare.txt", done.stdout_bytes)


def test_nothing_is_written_and_nothing_is_asked(run, tmp_path):
    done = run("--compare", "--graduates", "5")

    assert (done.exit_code, done.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []


def test_it_fits_80_columns_and_says_that_it_is_simulated(run):
    told = run("--compare", "--graduates", "60").stdout

    assert max(map(len, told.splitlines())) <= 80
    assert "Simulated: nobody here is real" in " ".join(told.split())


ORGANISATIONS = ("AFESIP", "HCC", "CCPCR")


def test_rhythms_are_compared_and_organisations_named_only_where_a_rhythm_is_borrowed(run):
    told = " ".join(run("--compare", "--graduates", "60").stdout.split())
    data = json.loads(run("--compare", "--graduates", "60", "--json").stdout)["data"]

    before, _, rest = told.partition("Rhythms are compared, not organisations")
    borrowed, _, after = rest.partition("Businesses that close")
    assert all(one in borrowed for one in ORGANISATIONS)
    assert not any(one in before + after for one in ORGANISATIONS)
    assert "workshops in villages" in borrowed
    assert "spoke with the family and the local authorities" in borrowed
    assert not any(one in " ".join(data["conclusions"]) for one in ORGANISATIONS)
    assert all(one["practice"] in borrowed for one in data["policies"])


@pytest.mark.parametrize(("number", "sentence"), [("0", "nothing to compare"), ("1", "None, so there was no sign")])
def test_where_there_is_nothing_to_see_words_say_so(run, number, sentence):
    done = run("--compare", "--graduates", number)

    assert done.exit_code == 0, done.stderr
    assert sentence in done.stdout
    assert "0 of 0" not in done.stdout


def test_the_same_for_programs(run):
    data = json.loads(run("--compare", "--graduates", "40", "--json").stdout)["data"]

    assert (data["today"], data["seed"], data["graduates"]) == (TODAY.isoformat(), 7, 40)
    assert [one["rhythm"] for one in data["policies"]] == ["Every month", "Months 3 and 6", "Once, 6 weeks"]
    assert [one["policy"] for one in data["policies"]] == ["monthly-36", "months-3-and-6", "once-at-6-weeks"]
    monthly, _, once = data["policies"]
    assert monthly["visits"] > once["visits"]
    assert monthly["signs"]["of"] == once["signs"]["of"] > 0
    assert monthly["not_seen"] == {"signs": 0, "disappeared": 0, "dangers": 0}
    assert once["not_seen"]["signs"] >= monthly["signs"]["count"] - once["signs"]["count"]
    assert len(data["conclusions"]) >= 2


def test_for_programs_nobody_to_count_is_null(run):
    data = json.loads(run("--compare", "--graduates", "0", "--json").stdout)["data"]

    assert {one["signs"]["share"] for one in data["policies"]} == {None}
    assert data["conclusions"] == []


def test_400_lives_are_compared_unless_another_number_is_said(monkeypatch):
    asked = []
    monkeypatch.setattr(
        "followup_cli.demo.commands._compare", lambda number, seed, as_json: asked.append((number, seed))
    )

    CliRunner().invoke(app, ["demo", "--compare"])
    CliRunner().invoke(app, ["demo", "--compare", "--graduates", "9", "--seed", "3"])

    assert asked == [(400, 7), (9, 3)]


@pytest.mark.parametrize("words", [("--compare", "somewhere"), ("--compare", "--force"), ("--json",)])
def test_what_does_not_go_together_is_refused_and_nothing_is_made(run, tmp_path, words):
    done = run(*words)

    assert done.exit_code == 2
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []
