"""A label that holds an identity, such as a village typed as district, is masked on the worker's own screens."""

import json

import pytest

from followup.case.fields import MARK
from followup.services import guarded_names
from tests.builders import a_casebook, a_graduate, a_plan
from tests.cli.desk import Desk

HIDDEN = ("Prek Thmey", "Rumdoul", "rumdoul")
COMMANDS = {
    "today": ["today", "--everybody"],
    "today by district": ["today", "--everybody", "--days", "30"],
    "graduate list": ["graduate", "list"],
    "graduate show": ["graduate", "show", "TWO-1"],
    "graduate hand-over": ["graduate", "hand-over", "TWO-1", "--to", "SN"],
    "log": ["log", "TWO-1"],
    "plan show": ["plan", "show", "TWO-1"],
    "plan check": ["plan", "check", "TWO-1"],
}
WITH_NAMES = [name for name in COMMANDS if not name.startswith("today") and name != "plan check"]


@pytest.fixture
def desk(monkeypatch):
    """One graduate's village is the other's district; her name the other's centre, module and trade."""
    partner = {"role": "other", "trade": "rumdoul-soap"}
    plan = a_plan(trade="rumdoul-sewing", partners=[{"role": "herself", "take_home": "100,000 riel"}, partner])
    said = {"district": "Prek Thmey", "trade": "Rumdoul sewing", "centre": "Rumdoul House", "modules": ["Rumdoul way"]}
    return Desk(
        a_casebook(
            a_graduate(name="Rumdoul Keo", village="Prek Thmey"),
            a_graduate("TWO-1", worker="DM", plan=plan, **said),
        ),
        monkeypatch,
    )


@pytest.mark.parametrize("as_json", [[], ["--json"]], ids=["page", "json"])
@pytest.mark.parametrize("name", COMMANDS)
def test_it_is_masked_for_people_and_programs(desk, name, as_json):
    result = desk.run(*COMMANDS[name], *as_json)
    text = json.dumps(json.loads(result.stdout), ensure_ascii=False) if as_json else result.stdout

    assert result.exit_code == 0, result.stderr
    assert not [word for word in HIDDEN if word in text]
    assert MARK in text or (name == "plan check" and as_json), "whose check tells programs no label"


@pytest.mark.parametrize("as_json", [[], ["--json"]], ids=["page", "json"])
@pytest.mark.parametrize("name", WITH_NAMES)
def test_it_is_shown_with_names(desk, name, as_json):
    shown = desk.run(*COMMANDS[name], "--names", *as_json).stdout

    assert any(word in shown for word in HIDDEN)
    assert MARK not in shown


def test_it_is_masked_when_she_is_placed_there(desk):
    placed = desk.run(
        *("graduate", "place", "TWO-1", "--how", "family"), "--province", "Kandal", "--district", "Prek Thmey"
    )

    assert placed.stdout == f"TWO-1       Lives: family, {MARK}, Kandal.\n"


@pytest.mark.parametrize(
    ("key", "first", "second"), [("centre", "Rumdoul House", "House of Rumdoul"), ("trade", "Rumdoul", "Keo")]
)
def test_withdrawing_says_that_it_differs_and_not_what_it_was(desk, key, first, second):
    for value in (first, second):
        assert desk.run("graduate", "edit", "TWO-1", f"--{key}", value).exit_code == 0
    last = desk.data("log", "TWO-1")[-1]["number"]
    (sentence,) = desk.data("withdraw", "TWO-1", str(last), "--dry-run")["different"]

    assert MARK in sentence.partition(" instead of ")[0]
    assert MARK in sentence.partition(" instead of ")[2]
    assert not [word for word in (first, second) if word in sentence]


def test_withdrawing_says_neither_where_she_lives_nor_her_trade(desk):
    numbers = [one["number"] for one in desk.data("log", "TWO-1") if MARK in one["sentence"]]
    assert len(numbers) == 2, "where she was placed, and her plan"

    for number in map(str, numbers):
        for words in (["--dry-run"], ["--dry-run", "--json"], ["--yes", "--reason", "A slip."]):
            done = desk.run("withdraw", "TWO-1", number, *words)
            assert (done.exit_code, [word for word in HIDDEN if word in done.stdout]) == (0, [])


def test_districts_that_read_alike_once_masked_stay_groups_of_their_own(monkeypatch):
    book = a_casebook(
        a_graduate(name="Rumdoul Keo", village="Prek Thmey"),
        *(a_graduate(f"AT-{place[0]}", "2026-11-10", district=place) for place in ("Prek Thmey", "Rumdoul")),
    )
    shown = Desk(book, monkeypatch).run("today", "--everybody", "--days", "30").stdout

    assert [line.strip() for line in shown.splitlines()].count(MARK) == 2


def test_public_places_are_shown_though_no_name_can_be_known(monkeypatch):
    book = a_casebook()
    monkeypatch.setattr(guarded_names, "guard_of", lambda _book: pytest.fail("a public place asks nobody"))

    shown = Desk(book, monkeypatch).run("today", "--everybody", "--days", "30").stdout
    assert "Kien Svay" in " ".join(shown.split())
