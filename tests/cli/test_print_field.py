"""What is taken along or left with her, as commands: ``print route``, ``print cash-book``, ``print plan``.

- names are printed only by whoever was told who could find them, and agreed; or with --yes
- what cannot be is refused in a sentence, and nothing is written
"""

import pytest

from tests.builders import a_casebook, a_graduate, a_plan
from tests.cli.desk import Desk
from tests.prints.papers import given_to_typesetter

FINDERS = "Who could find it: whoever finds a lost bag, a driver, somebody of her family or village."


@pytest.fixture
def desk(monkeypatch, tmp_path):
    given_to_typesetter(monkeypatch)
    monkeypatch.chdir(tmp_path)
    return Desk(a_casebook(a_graduate(plan=a_plan()), a_graduate("ABC-1")), monkeypatch)


def printed(folder):
    return sorted(path.name for path in folder.rglob("*.pdf"))


def test_a_route_without_names_asks_nothing(desk, tmp_path):
    result = desk.run("print", "route", "--everybody")

    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("Written: prints/route-2026-11-21.pdf (1 page)")
    assert printed(tmp_path) == ["route-2026-11-21.pdf"]


@pytest.mark.parametrize(("typed", "files"), [("\n", []), ("no\n", []), ("yes\n", ["route-2026-11-21-names.pdf"])])
def test_names_are_asked_about_and_who_could_find_them_is_said(desk, tmp_path, typed, files):
    result = desk.run("print", "route", "--names", typed=typed)

    assert FINDERS in " ".join(result.stderr.split())
    assert printed(tmp_path) == files


def test_names_where_nobody_can_be_asked_need_a_yes(desk, tmp_path):
    refused = desk.run("print", "route", "--names")
    done = desk.run("print", "route", "--names", "--yes")

    assert (refused.exit_code, done.exit_code) == (2, 0)
    assert refused.stderr == (
        "--yes is missing: names would be on this paper, and nobody can be asked.\n" + FINDERS + "\n"
    )
    assert "shred it after the trip, and delete the file now" in " ".join(done.stdout.split())


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("route", "--week", "--month"), "--week and --month cannot be given together.\nChoose one of them.\n"),
        (("cash-book", "--month", "2026-13"), "--month: That is not a month.\nWrite it like 2026-12.\n"),
        (("cash-book", "--month", "December"), "--month: That is not a month.\nWrite it like 2026-12.\n"),
        (
            ("plan", "ABC-1"),
            "Graduate ABC-1 has no business plan yet.\nWrite it down with: followup plan set ABC-1\n",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(desk, tmp_path, words, sentence):
    result = desk.run("print", *words)

    assert (result.exit_code, result.stderr) == (2, sentence)
    assert printed(tmp_path) == []


def test_programs_are_told_what_was_made(desk):
    told = [
        desk.data("print", *words)
        for words in (
            ("route", "--everybody", "--names", "--yes"),
            ("cash-book", "--language", "km"),
            ("plan", "KML", "--language", "en"),
        )
    ]

    assert [(one["what"], one["people"], one["names"], one["language"]) for one in told] == [
        ("route", 2, True, "en+km"),
        ("cash-book", 0, False, "km"),
        ("plan", 1, False, "en"),
    ]
