"""followup find: codes only, by what each was found; who she is only when asked for."""

import pytest

from tests.builders import a_casebook, a_graduate
from tests.cli.desk import Desk


@pytest.fixture
def desk(monkeypatch):
    return Desk(a_casebook(a_graduate("KML-1", village="Chrey Thom"), a_graduate("ABC-2", name="Vanna")), monkeypatch)


def test_she_is_found_by_her_village_and_nothing_of_it_is_shown(desk):
    result = desk.run("find", "chrey")

    assert "KML-1" in result.stdout
    assert "village" in result.stdout
    assert "ABC-2" not in result.stdout
    assert "Chrey" not in result.stdout + result.stderr
    assert "Sreymom" not in result.stdout + result.stderr


def test_her_name_is_shown_only_where_names_are_asked_for(desk):
    assert "Sreymom" in desk.run("find", "chrey", "--names").stdout


def test_what_is_left_out_is_asked_for_and_so_never_in_the_history_of_the_shell(desk):
    assert "ABC-2" in desk.run("find", typed="vanna\n").stdout
    assert desk.run("find").exit_code == 2


def test_nobody_found_says_what_to_try(desk):
    result = desk.run("find", "nobody here")

    assert result.exit_code == 0
    assert "Nobody was found." in result.stdout
    assert "followup graduate list" in result.stdout


def test_programs_get_the_codes_and_by_what_they_were_found(desk):
    (one,) = desk.data("find", "chrey")

    assert (one["code"], one["found_by"]) == ("KML-1", ["village"])
    assert "name" not in one
