"""The casebook itself: made, opened, closed and checked, with wrong answers on the way."""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from followup.vault import keys
from followup_cli.app import app
from followup_cli.terminal import person

PASSPHRASE = "a passphrase for a test"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(keys, "COST", keys.Cost(8, 1))
    monkeypatch.setenv("FOLLOWUP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.delenv("FOLLOWUP_PASSPHRASE", raising=False)
    return tmp_path / "home"


def run(*words: str, passphrase: str = "", stdin: str = "") -> Any:
    env = {"FOLLOWUP_PASSPHRASE": passphrase} if passphrase else {}
    return CliRunner().invoke(app, list(words), env=env, input=stdin)


def made(home: Path) -> None:
    assert run("init", "--worker", "SN", passphrase=PASSPHRASE).exit_code == 0
    assert home.is_dir()


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, *passphrases: str) -> None:
    """A person sits there and types these passphrases, one after the other."""
    typed = iter(passphrases)
    monkeypatch.setattr(person, "on_terminal", lambda: True)
    monkeypatch.setattr(person, "ask_passphrase", lambda question="": next(typed))


def test_a_casebook_is_made_from_options_in_a_script(home):
    result = run("init", "--worker", "SN", "--currency", "usd", passphrase=PASSPHRASE)

    assert result.exit_code == 0
    assert str(home) in result.stdout
    shown = run("office", "show", passphrase=PASSPHRASE).stdout
    assert "SN" in shown
    assert "USD" in shown


def test_a_wrong_answer_is_explained_and_asked_for_again(home, monkeypatch):
    at_a_terminal(monkeypatch, "short", PASSPHRASE, "another thing", PASSPHRASE, PASSPHRASE)

    result = run("init", stdin="\nSN\nXX\n\nvisit to a graduate\nTea\nmarks\nKHR\nyes\n")

    assert result.exit_code == 0, result.stderr
    assert "This question needs an answer." in result.stderr
    assert "no calendar of public holidays" in result.stderr
    assert "says whom these visits are about" in result.stderr
    assert "That is not in the list." in result.stderr
    assert "at least 12 characters" in result.stderr
    assert "not the same" in result.stderr
    assert "Tea" in run("office", "show", passphrase=PASSPHRASE).stdout


def test_the_six_words_offered_are_taken_with_enter_and_open_the_casebook(home, monkeypatch):
    monkeypatch.setattr(keys, "six_words", lambda: "tide pencil maple otter lamp grain")
    at_a_terminal(monkeypatch, "", "tide pencil maple otter lamp grain")

    assert run("init", stdin="SN\n\n\n\nyes\n").exit_code == 0
    assert run("today", passphrase="tide pencil maple otter lamp grain").exit_code == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("init", "--worker", "SN", "--country", "XX"), 2, "no calendar"),
        (("init", "--worker", "SN", "--cover", "follow-up visit"), 2, "what these visits are"),
        (("init", "--worker", "SN", "--currency", "baht"), 2, "KHR"),
        (("init",), 2, "--worker"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_made(home, words, code, said):
    result = run(*words, passphrase=PASSPHRASE)

    assert (result.exit_code, said in result.stderr) == (code, True)
    assert not home.exists()


def test_without_a_terminal_nobody_is_asked_for_a_passphrase(home):
    assert run("init", "--worker", "SN").exit_code == 2
    made(home)

    assert run("today").exit_code == 3
    assert run("unlock").exit_code == 2


def test_a_second_casebook_in_the_same_place_is_refused(home):
    made(home)

    assert run("init", "--worker", "SN", passphrase=PASSPHRASE).exit_code == 1


def test_a_wrong_passphrase_and_a_damaged_header_are_told_apart(home):
    made(home)
    assert run("today", passphrase="not this one, no").exit_code == 3

    header = home / "vault.json"
    header.write_bytes(header.read_bytes()[:-40])
    assert run("today", passphrase=PASSPHRASE).exit_code == 4


LEFT_OUT = "Blanks before and after the passphrase were left out"


@pytest.mark.parametrize("unlocking", ["terminal", "environment"])
@pytest.mark.parametrize("making", ["terminal", "environment"])
def test_a_blank_typed_after_the_passphrase_is_told_of_and_locks_nobody_out(home, monkeypatch, making, unlocking):
    typed = PASSPHRASE + " "
    if making == "terminal":
        with monkeypatch.context() as terminal:
            at_a_terminal(terminal, typed, typed)
            init = run("init", "--worker", "SN", stdin="\n\n\nyes\n")
    else:
        init = run("init", "--worker", "SN", passphrase=typed)
    assert (init.exit_code, init.stderr.count(LEFT_OUT)) == (0, 1)

    try:
        if unlocking == "terminal":
            with monkeypatch.context() as terminal:
                at_a_terminal(terminal, typed)
                unlock = run("unlock")
        else:
            unlock = run("unlock", passphrase=typed)
        assert (unlock.exit_code, unlock.stderr.count(LEFT_OUT)) == (0, 1)
        assert run("today").exit_code == 0
    finally:
        run("lock")
    assert (run("today", passphrase=PASSPHRASE).exit_code, run("today", passphrase=PASSPHRASE).stderr) == (0, "")
    assert LEFT_OUT in run("today", passphrase=typed).stderr


@pytest.mark.parametrize("passphrase", ["eleven char ", " " * 20, "\u200b" * 20])
def test_a_script_cannot_choose_a_passphrase_that_is_short_or_blank(home, passphrase):
    refused = run("init", "--worker", "SN", passphrase=passphrase)

    assert (refused.exit_code, "at least 12 characters" in refused.stderr) == (2, True)
    assert not home.exists()


def test_nor_can_a_person_on_a_terminal(home, monkeypatch):
    at_a_terminal(monkeypatch, "eleven char ", " " * 20, PASSPHRASE, PASSPHRASE)

    init = run("init", "--worker", "SN", stdin="\n\n\nyes\n")

    assert init.exit_code == 0
    assert init.stderr.count("at least 12 characters") == 2
    assert LEFT_OUT not in init.stderr
    assert run("today", passphrase=PASSPHRASE).exit_code == 0


@pytest.mark.parametrize("minutes", ["0", "241", "-1", "soon"])
def test_the_minutes_of_an_opening_are_limited(home, minutes):
    made(home)

    assert run("unlock", "--minutes", minutes, passphrase=PASSPHRASE).exit_code == 2


def test_an_opened_casebook_asks_no_more_until_it_is_closed(home):
    made(home)
    assert run("unlock", passphrase=PASSPHRASE).exit_code == 0

    try:
        assert run("today").exit_code == 0
    finally:
        assert run("lock").stdout == "Closed.\n"
    assert run("today").exit_code == 3
    assert "closed already" in run("lock").stdout


def test_what_comes_after_opening_an_empty_casebook_is_somebody_to_follow(home, monkeypatch):
    made(home)
    suggested = []
    monkeypatch.setattr("followup_cli.casebook.commands.suggest", suggested.append)
    try:
        run("unlock", passphrase=PASSPHRASE)
        run("graduate", "add", "--from", "-", stdin='[{"code": "KML-1", "return_date": "2026-01-31"}]')
        said = run("unlock", passphrase=PASSPHRASE)
    finally:
        run("lock")

    assert suggested == ["followup graduate add", "followup today"]
    assert "Close it now: followup lock" in said.stdout.splitlines()


def test_a_check_names_the_damaged_file_and_the_others_stay_usable(home):
    made(home)
    forms = '[{"code": "KML-1", "return_date": "2026-01-31"}, {"code": "KML-2", "return_date": "2026-01-31"}]'
    assert run("graduate", "add", "--from", "-", passphrase=PASSPHRASE, stdin=forms).exit_code == 0
    assert "as it was written" in run("check", passphrase=PASSPHRASE).stdout

    damaged = max((home / "cases").glob("?" * 16 + ".*.case"), key=lambda file: file.name)
    content = bytearray(damaged.read_bytes())
    content[100] ^= 1
    damaged.write_bytes(content)

    checked = run("check", passphrase=PASSPHRASE)
    listed = run("graduate", "list", passphrase=PASSPHRASE)
    assert checked.exit_code == listed.exit_code == 4
    assert damaged.name in checked.stderr
    assert "KML-1" in listed.stdout or "KML-2" in listed.stdout


def test_a_case_put_back_from_a_backup_is_accepted_only_on_purpose(home):
    made(home)
    form = '{"code": "KML-1", "return_date": "2026-01-31"}'
    run("graduate", "add", "--from", "-", passphrase=PASSPHRASE, stdin=form)
    (file,) = (home / "cases").glob("?" * 16 + ".*.case")
    older = file.read_bytes()
    run("graduate", "edit", "KML-1", "--trade", "sewing", passphrase=PASSPHRASE)
    file.write_bytes(older)

    refused = run("graduate", "show", "KML-1", passphrase=PASSPHRASE)
    accepted = run("check", "--accept-older", passphrase=PASSPHRASE)

    assert refused.exit_code == 4
    assert "--accept-older" in refused.stderr
    assert accepted.exit_code == 0, accepted.stderr
    assert run("graduate", "show", "KML-1", passphrase=PASSPHRASE).exit_code == 0


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path, monkeypatch, home):
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("FOLLOWUP_HOME", str(tmp_path / "file" / "home"))

    result = run("init", "--worker", "SN", passphrase=PASSPHRASE)

    assert result.exit_code in (1, 5)
    assert "Traceback" not in result.stderr


def test_a_slip_at_init_is_put_right_by_a_step_back_or_by_its_number(home, monkeypatch):
    at_a_terminal(monkeypatch, PASSPHRASE, PASSPHRASE)

    made = run("init", stdin="?\nXY\nback\nSN\n\n\n\n4\nUSD\nyes\n")

    assert made.exit_code == 0, made.stderr
    assert "type the answer" in made.stderr
    shown = run("office", "show", passphrase=PASSPHRASE).stdout
    assert "SN" in shown
    assert "USD" in shown


def test_a_cover_text_that_is_not_confirmed_is_asked_for_again(home, monkeypatch):
    at_a_terminal(monkeypatch, PASSPHRASE, PASSPHRASE)

    made = run("init", stdin="SN\n\nMy errand\nno\nMeeting\n\nyes\n")

    assert made.exit_code == 0, made.stderr
    assert "Then write another text" in made.stderr
    assert "Meeting" in run("office", "show", passphrase=PASSPHRASE).stdout


@pytest.mark.parametrize("wrong", [1, 2])
def test_a_wrong_passphrase_is_told_and_asked_for_again(home, monkeypatch, wrong):
    made(home)
    at_a_terminal(monkeypatch, *["not this one, no"] * wrong, PASSPHRASE)

    opened = run("today")

    assert opened.exit_code == 0
    assert opened.stderr.count("The passphrase is wrong.") == wrong


def test_after_three_wrong_passphrases_the_program_ends(home, monkeypatch):
    made(home)
    at_a_terminal(monkeypatch, *["not this one, no"] * 3, PASSPHRASE)

    assert run("unlock").exit_code == 3
