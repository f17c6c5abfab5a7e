"""Copies of a casebook as people meet them on the command line."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from followup.vault import access, keys
from followup_cli.app import app

PASSPHRASE = "a passphrase for a test"
FORM = '[{"code": "KML-1", "return_date": "2026-01-31"}, {"code": "KML-2", "return_date": "2026-01-31"}]'


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A casebook of two graduates, and a copy of it."""
    monkeypatch.setattr(keys, "COST", keys.Cost(8, 1))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("FOLLOWUP_TODAY", "2026-07-01")
    a, b = tmp_path / "A", tmp_path / "B"
    assert run(a, "init", "--worker", "SN").exit_code == 0
    assert run(a, "graduate", "add", "--from", "-", stdin=FORM).exit_code == 0
    assert run(a, "today").exit_code == 0
    shutil.copytree(a, b)
    return a, b


def run(home: Path, *words: str, stdin: str = "") -> Any:
    env = {"FOLLOWUP_HOME": str(home), "FOLLOWUP_PASSPHRASE": PASSPHRASE}
    return CliRunner().invoke(app, list(words), env=env, input=stdin)


def flag(home: Path, code: str, kind: str = "health") -> Any:
    result = run(home, "flag", "raise", code, "--kind", kind, "--severity", "concern", "--note", "x")
    assert result.exit_code == 0, result.stderr
    return result


def test_the_flags_of_both_copies_are_there_after_a_merge_and_each_says_what_it_is(two):
    a, b = two
    flag(a, "KML-1")
    assert "was copied, moved or put back" in flag(b, "KML-1", "debt").stderr
    assert flag(b, "KML-1", "violence").stderr == ""
    shutil.copytree(b / "cases", a / "cases", dirs_exist_ok=True)
    merged = run(b, "merge", str(a))

    assert (merged.exit_code, "Entries added: 1." in merged.stdout, "KML-1" in merged.stdout) == (0, True, True)
    assert run(a, "flag", "list").exit_code == 4  # the first one stood in a file that the copy wrote over
    assert run(a, "merge").exit_code == 0
    for home in two:
        assert [kind in run(home, "flag", "list").stdout for kind in ("health", "debt", "violence")] == [True] * 3
        assert run(home, "check").exit_code == 0
    assert "Everything in them is in this casebook already." in run(a, "merge", str(b)).stdout
    assert "SN" in run(b, "office", "show").stdout


def test_a_file_of_before_is_told_of_by_code_with_the_way_back_each_time(two):
    a, _ = two
    flag(a, "KML-2")
    before = {file: file.read_bytes() for file in (a / "cases").iterdir()}
    flag(a, "KML-2", "debt")
    for file, content in before.items():
        file.write_bytes(content)

    for words in (["today"], ["flag", "list"], ["graduate", "list"], ["today"]):
        shown = run(a, *words)
        assert (shown.exit_code, "KML-2: " in shown.stderr, "followup merge" in shown.stderr) == (4, True, True)
    tried = run(a, "merge", "--dry-run", "--json")
    assert json.loads(tried.stdout)["data"]["added"] == [{"code": "KML-2", "entries": 1, "new": False}]
    merged = run(a, "merge")
    assert (merged.exit_code, "Nothing was taken away." in merged.stdout) == (0, True)
    assert "debt" in run(a, "flag", "list").stdout


def test_two_graduates_under_one_code_are_told_apart_alike_on_both_laptops(two):
    a, b = two
    for home, date in ((a, "2026-02-28"), (b, "2026-03-31")):
        assert run(home, "graduate", "add", "--code", "KML-3", "--return", date).exit_code == 0
    for home in two:  # one of them was called otherwise before
        assert run(home, "graduate", "edit", "KML-2", "--code", "KML-9").exit_code == 0
    tried = json.loads(run(a, "merge", str(b), "--dry-run", "--json").stdout)["data"]
    assert tried["told_apart"] == []  # they have not met yet
    shutil.copytree(b / "cases", a / "cases", dirs_exist_ok=True)
    asked = run(a, "graduate", "show", "KML-3")
    assert (asked.exit_code, "followup merge" in asked.stderr) == (2, True)
    merged = run(a, "merge", str(b))
    run(b, "merge", str(a))

    assert "The code KML-3 was given to two graduates" in merged.stdout
    codes = [
        [row["code"] for row in json.loads(run(home, "graduate", "list", "--json").stdout)["data"]] for home in two
    ]
    assert codes[0] == codes[1]
    apart = [code for code in codes[0] if code.startswith("KML-3-")]
    assert len(apart) == len(set(apart)) == 2
    asked = run(a, "graduate", "show", "KML-3")
    assert (asked.exit_code, all(code in asked.stderr for code in apart)) == (2, True)
    assert run(a, "graduate", "show", apart[0]).exit_code == 0
    taken = run(a, "graduate", "add", "--code", "KML-3", "--return", "2026-04-30")
    assert (taken.exit_code, "taken" in taken.stderr) == (1, True)


def test_what_cannot_be_read_is_named_and_the_rest_is_taken(two):
    a, b = two
    flag(b, "KML-1")
    flag(b, "KML-2")
    newest = max((b / "cases").iterdir(), key=lambda file: file.stat().st_mtime_ns)
    (b / "spare").rename(b.parent / "spare")
    newest.rename(newest.with_suffix(".case.part"))
    newest.with_suffix(".case.part").write_bytes(b"followup" + bytes(20))
    merged = run(a, "merge", str(b))

    assert merged.exit_code == 4
    assert "cut short" in merged.stderr
    assert "Entries added: 1." in merged.stdout


@pytest.mark.parametrize("folder", ["nowhere", "empty"])
def test_a_folder_without_a_copy_is_a_sentence(two, tmp_path, folder):
    (tmp_path / "empty").mkdir()
    refused = run(two[0], "merge", str(tmp_path / folder))

    assert (refused.exit_code, "folder" in refused.stderr, folder in refused.stderr) == (2, True, False)


def test_a_damaged_office_journal_hides_nobody_and_is_told_of_every_time(two):
    a, _ = two
    assert run(a, "office", "set", "--cover", "Tea").exit_code == 0
    (office,) = (a / "cases").glob("office.*")
    office.write_bytes(office.read_bytes()[:300])

    for words in (["today"], ["graduate", "list"], ["graduate", "show", "KML-1"], ["office", "show"]):
        shown = run(a, *words)
        assert (shown.exit_code, "office's own entries cannot all be read" in shown.stderr) == (4, True), words
    assert "Tea" in run(a, "office", "show").stdout  # of the spare copy
    shutil.rmtree(a / "spare")
    shown = run(a, "office", "show")
    assert (shown.exit_code, "Meeting" in shown.stdout) == (4, True)
    assert run(a, "visit", "record", "KML-1", "--contact", "phone", "--on", "2026-06-30").exit_code == 0
    assert run(a, "check").exit_code == 4


def test_what_no_copy_holds_is_given_up_only_on_purpose_and_named(two):
    a, _ = two
    shutil.rmtree(a / "spare")
    gone = next((a / "cases").glob("?" * 16 + ".*.case"))
    gone.unlink()
    assert run(a, "today").exit_code == run(a, "merge").exit_code == run(a, "check").exit_code == 4
    accepted = run(a, "check", "--accept-older")

    assert accepted.exit_code == 0
    assert gone.name in accepted.stdout
    assert "KML-" in accepted.stdout
    assert run(a, "today").exit_code == 0


def test_what_cannot_be_opened_is_never_said_to_be_here_already(two):
    """The other copy was given a new key: each file is named once, and the count says how many were read."""
    a, b = two
    vault = access.rekey(access.open_with_passphrase(b, PASSPHRASE), "a wholly new passphrase")
    vault.reseal()
    whole = len(list((b / "cases").iterdir())) + len(list((b / "spare").iterdir()))
    result = run(a, "merge", str(b / "cases"))

    assert result.exit_code == 4
    assert f"Files read: 0 of {len(list((b / 'cases').iterdir()))}." in result.stdout
    assert "already" not in result.stdout
    assert "so what is in them is not known" in " ".join(result.stdout.split())
    data = json.loads(run(a, "merge", str(b), "--json").stdout)["data"]
    assert (data["files"] - data["read"], len(data["unread"])) == (whole, whole)
    told = [line for line in result.stderr.splitlines() if "another key" in line]
    assert len(told) == len(set(told)) == len(list((b / "cases").iterdir()))


def test_one_file_that_cannot_be_opened_is_not_counted_with_those_that_were_read(two):
    """What is in it is not known."""
    a, b = two
    next((b / "cases").iterdir()).write_bytes(b"")
    said = " ".join(run(a, "merge", str(b / "cases")).stdout.split())
    assert "what is in the others is not known" in said
    assert " of " in said.partition(".")[0]


def test_whoever_misses_a_file_is_told_of_restore_and_so_is_whoever_merges_a_folder_of_backups(two, tmp_path):
    """A backup is the first thing to try: no command may send a person by it."""
    a, _ = two
    assert run(a, "backup", str(tmp_path / "stick")).exit_code == 0
    for file in [*(a / "cases").iterdir(), *(a / "spare").iterdir()]:
        file.unlink()
    for words in (["graduate", "list"], ["check"]):
        assert "followup restore FILE" in run(a, *words).stderr
    refused = run(a, "merge", str(tmp_path / "stick"))
    assert (refused.exit_code, "followup restore FILE" in refused.stderr) == (2, True)
