"""Backups of a real vault, by the service that the commands call.

- others write meanwhile: whatever was acknowledged before is in it, and it restores to exactly what it holds
- killed at each file call, or on a disk that is full at any moment, no half file stands under a backup's name, the
  backup before is there, and the vault is whole
- what cannot be read is said, and what still can be is in it
"""

import errno
import os
import threading
import time
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from followup.casebook import Moment
from followup.errors import DiskFailure, FollowupError
from followup.services import backups
from followup.services.backups import compare, drill, make_backup
from followup.vault import access, backup_file, backup_folder, files
from followup.vault.backup_file import BackupContents, open_backup
from followup.vault.vault import Vault
from tests.vault.facts_for_tests import NOW, PASSPHRASE, opened, visited
from tests.vault.faulty_disk import FaultyDisk

MOMENT = Moment(date(2026, 7, 2), NOW)
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="the kill is tried in a forked process")


@pytest.fixture
def filled(vault: Vault) -> Vault:
    """Two graduates and the office."""
    for case in ("a1", "b2", "office"):
        vault.append(case, [opened(case.upper()), visited("before")], by="me", now=NOW)
    return vault


def contents_of(path: Path, vault: Vault) -> BackupContents:
    """What a backup holds, read as the next command reads it."""
    return open_backup(path.read_bytes(), vault.ring.data, path.name)


def test_others_write_meanwhile(filled: Vault, home: Path, tmp_path: Path) -> None:
    """Four windows: everything acknowledged before it began is in it, and nothing by halves."""
    stop = threading.Event()
    acknowledged: list[str] = []

    def write(number: int) -> None:
        window = access.open_with_passphrase(home, PASSPHRASE)
        while not stop.is_set():
            time.sleep(0.01)
            acknowledged.extend(
                fact.id for fact in window.append(f"c{number}", [visited("x"), visited("y")], by="me", now=NOW)
            )

    windows = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for window in windows:
        window.start()
    try:
        for _ in range(3):
            before = list(acknowledged)
            contents = contents_of(make_backup(filled, MOMENT, [tmp_path / "stick"]).path, filled)
            held = {fact.id for facts in contents.journals.values() for fact in facts}
            assert set(before) <= held
            assert all(len(facts) % 2 == 0 for facts in contents.journals.values()), "what is written at once is whole"
            assert drill(contents, filled.ring) == ()
    finally:
        stop.set()
        for window in windows:
            window.join()


@needs_fork
def test_killed_at_any_file_call(filled: Vault, home: Path, tmp_path: Path) -> None:
    """The backup of before stays, every file under a backup's name opens, and the vault is whole."""
    stick = tmp_path / "stick"
    first = make_backup(filled, Moment(date(2026, 6, 1), NOW), [stick]).path
    at, finished = 0, False
    while not finished:
        at += 1
        finished = backed_up_in_a_child(filled, stick, FaultyDisk(at, lambda name: os._exit(9)))
        assert first.exists()
        for path in stick.glob("*.age"):
            assert contents_of(path, filled).facts == 6
    assert access.open_with_passphrase(home, PASSPHRASE).check().problems == ()
    assert {path.suffix for path in stick.iterdir()} == {".age"}, "what was half written is swept"


def backed_up_in_a_child(vault: Vault, folder: Path, disk: FaultyDisk) -> bool:
    """Make a backup in a forked process, killed meanwhile; whether it came to its end."""
    child = os.fork()
    if not child:
        try:
            vars(files)["os"] = disk
            make_backup(vault, MOMENT, [folder])
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_an_error_at_any_file_call(filled: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Either there is a whole backup, or a sentence says that there is none."""

    def fail(name: str) -> None:
        if name != "close":
            raise OSError(number, "a fault for the test")

    for at in range(1, 60):
        stick, made = tmp_path / f"{at}", False
        with monkeypatch.context() as patch:
            patch.setattr(files, "os", FaultyDisk(at, fail))
            with suppress(FollowupError):
                make_backup(filled, MOMENT, [stick])
                made = True
        whole = list(stick.glob("*.age")) if stick.exists() else []
        assert all(contents_of(path, filled).journals for path in whole)
        assert whole or not made


def test_a_stick_that_writes_something_else_is_told_of(
    filled: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes back from it is compared before it gets its name."""
    real = files.save

    def save(path: str, content: bytes, *, durable: bool = True) -> None:
        real(path, content[:-100] + bytes(100) if "stick" in path else content, durable=durable)

    monkeypatch.setattr(files, "save", save)
    with pytest.raises(FollowupError, match="damaged"):
        make_backup(filled, MOMENT, [tmp_path / "stick"])
    assert list((tmp_path / "stick").iterdir()) == []
    assert filled.backups is None


def test_what_can_be_read_is_in_it(filled: Vault, home: Path, tmp_path: Path) -> None:
    """Of a damaged file what this laptop's spare copy holds; and it says that it is not whole."""
    path = next((home / "cases").glob("a1.*"))
    path.write_bytes(path.read_bytes()[:60])
    result = make_backup(access.open_with_passphrase(home, PASSPHRASE), MOMENT, [tmp_path / "stick"])

    assert path.name in " ".join(result.left_out)
    assert len(contents_of(result.path, filled).journals["a1"]) == 2


def test_a_deleted_case_is_missed(filled: Vault, home: Path, tmp_path: Path) -> None:
    """A backup made after it does not take the place of one that still has it."""
    first = make_backup(filled, MOMENT, [tmp_path / "stick"])
    for path in (*(home / "cases").glob("a1.*"), *(home / "spare").glob("a1.*")):
        path.unlink()
    result = make_backup(access.open_with_passphrase(home, PASSPHRASE), MOMENT, [tmp_path / "stick"])

    assert result.left_out
    assert first.path.exists()
    beside = compare(access.open_with_passphrase(home, PASSPHRASE), contents_of(first.path, filled))
    assert beside.only_there == 2


def test_rotation_touches_nothing_else(filled: Vault, tmp_path: Path) -> None:
    """Another casebook's, another laptop's and strange files stay; so do those that only look like ours."""
    stick = tmp_path / "stick"
    other = access.create(tmp_path / "other", PASSPHRASE)
    other.append("a1", [opened("A1")], by="me", now=NOW)
    theirs = make_backup(other, MOMENT, [stick]).path
    sign = backup_folder.sign_of(filled.devices[0])
    forged = stick / theirs.name.replace(theirs.name[-8:-4], sign)
    forged.write_bytes(theirs.read_bytes())
    (stick / "letter.txt").write_text("mine")
    (stick / f"followup-2020-01-01-000000-{sign}.age").write_text("no backup at all")
    for _ in range(3):
        last = make_backup(filled, MOMENT, [stick]).path

    assert {path.name for path in stick.iterdir()} == {
        *(theirs.name, forged.name, "letter.txt", last.name),
        f"followup-2020-01-01-000000-{sign}.age",
    }


def test_a_drill_finds_what_does_not_come_back(filled: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would not say that all is well; and its folder is gone."""
    contents = contents_of(make_backup(filled, MOMENT, [tmp_path / "stick"]).path, filled)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    real = backups.restore_new

    def forgetful(home: Path, ring: object, journals: dict[str, object], progress: object = None) -> Vault:
        return real(home, ring, {name: facts for name, facts in journals.items() if name != "b2"})  # type: ignore[arg-type]

    monkeypatch.setattr(backups, "restore_new", forgetful)
    assert [problem.what for problem in drill(contents, filled.ring)] == ["b2 was not restored as it was."]
    assert not list(tmp_path.glob("followup-drill-*"))


def test_every_word_of_a_backup_is_sealed(filled: Vault, tmp_path: Path) -> None:
    """The drill's folder too, while it is there."""
    filled.append("a1", [visited("PLANTED")], by="PLANTED", now=NOW)
    result = make_backup(filled, MOMENT, [tmp_path / "stick"])
    assert b"PLANTED" not in result.path.read_bytes()
    assert backup_file.keys_of(result.path.read_bytes(), "x").header.vault == filled.ring.vault
    with suppress(DiskFailure):
        assert drill(contents_of(result.path, filled), filled.ring) == ()
