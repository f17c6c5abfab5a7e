"""Which laptop writes: a name that no copy brings along.

- the same place goes on under one name; a copy, a moved or a put-back casebook takes a new one, and says so once
- a stick that goes back and forth between two laptops keeps one name for each
- without a place for the record, a copy is still noticed
- a vault of an earlier version is brought forward, whatever stops it on the way
"""

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from followup.vault import access, files, installation
from followup.vault.vault import Vault
from tests.vault.copies_for_tests import Desk, copied, told, vault_at
from tests.vault.facts_for_tests import NOW, PASSPHRASE, opened, visited
from tests.vault.faulty_disk import FaultyDisk

FIXTURES = Path(__file__).parent / "fixtures"
OLD_DEVICE = "00000000000000aa"


def writer(home: Path) -> str:
    """The name under which the next command writes in a folder."""
    (fact,) = vault_at(home).append("a1", [visited()], by="me", now=NOW)
    return fact.device


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A casebook that was written in."""
    access.create(tmp_path / "home", PASSPHRASE).append("a1", [opened()], by="me", now=NOW)
    return tmp_path / "home"


def test_one_place_writes_under_one_name(home: Path) -> None:
    """Command after command; reading changes nothing."""
    before = (home / "device.json").read_bytes()

    assert len({writer(home) for _ in range(5)}) == 1
    assert (home / "device.json").read_bytes() == before


@pytest.mark.parametrize("how", ["copied", "moved", "another machine", "no record"])
def test_a_copy_takes_a_name_of_its_own(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """And keeps it; the names before are still its own where it is asked who works here."""
    before, place = writer(home), tmp_path / "copy"
    if how == "copied":
        copied(home, place)
    elif how == "moved":
        shutil.move(home, place)
    else:
        place = home
    if how == "another machine":
        monkeypatch.setattr(installation, "machine", lambda: "another one")
    if how == "no record":
        shutil.rmtree(os.environ["FOLLOWUP_STATE"])

    after = [writer(place) for _ in range(3)]
    assert after == after[:1] * 3
    assert after[0] != before
    assert vault_at(place).devices == (after[0], before)
    if how == "copied":
        assert writer(home) == before


def test_who_was_stopped_among_many_entries_takes_a_new_name_and_no_copy_is_told_of(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody knows which entries those were: were the casebook put back now, two would be written under one name."""
    vault, before = vault_at(home), writer(home)
    with monkeypatch.context() as patch, vault.exclusive():
        for case in ("a1", "b2"):
            vault.append(case, [visited()], by="me", now=NOW)
        patch.setattr(vault._installation, "_try_to_keep", lambda _: None)  # killed here

    heard: list[str] = []
    vault = access.load_vault(home, ask=lambda: PASSPHRASE, environ={}, tell=heard.append)
    (fact,) = vault.append("a1", [visited()], by="me", now=NOW)
    assert (vault.devices, heard) == ((fact.device, before), [])
    assert writer(home) == fact.device


def test_it_is_said_once_that_the_casebook_was_copied(home: Path, tmp_path: Path) -> None:
    """When something is written in the copy, and not before."""
    copied(home, tmp_path / "copy")
    heard: list[str] = []
    for _ in range(2):
        vault = access.load_vault(tmp_path / "copy", ask=lambda: PASSPHRASE, environ={}, tell=heard.append)
        vault.facts("a1")
        vault.append("a1", [visited()], by="me", now=NOW)

    (sentence,) = heard
    assert "copied, moved or put back" in sentence
    assert "followup merge FOLDER" in sentence


def test_a_stick_that_goes_back_and_forth_has_one_name_on_each_laptop(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as nobody put it back in between."""
    names: dict[str, set[str]] = {"one": set(), "two": set()}
    for number in range(6):
        machine = ("one", "two")[number % 2]
        monkeypatch.setattr(installation, "machine", lambda machine=machine: machine)
        names[machine].add(writer(home))

    assert [len(found) for found in names.values()] == [1, 1]
    assert names["one"] != names["two"]


def test_a_casebook_put_back_takes_a_new_name_though_everything_in_it_fits(home: Path, tmp_path: Path) -> None:
    """Its own record of itself was put back with it; the one outside was not."""
    stick = tmp_path / "stick"
    copied(home, stick)
    before = writer(home)
    shutil.rmtree(home)
    shutil.copytree(stick, home)

    assert writer(home) != before


def test_where_no_record_can_be_kept_the_place_itself_has_to_do(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy is noticed, though not that the same place was put back."""
    (tmp_path / "a file").write_text("", "utf-8")
    monkeypatch.setenv("FOLLOWUP_STATE", str(tmp_path / "a file" / "state"))
    first = [writer(home) for _ in range(3)]
    assert first == first[:1] * 3
    copied(home, tmp_path / "copy")

    second = [writer(tmp_path / "copy") for _ in range(2)]
    assert second == second[:1] * 2
    assert first[0] != second[0]
    assert writer(home) == first[0]


def test_the_record_lies_where_the_user_keeps_such_things_and_never_in_the_home() -> None:
    """By the system's own rule, unless it is named."""
    assert installation.state_folder({"FOLLOWUP_STATE": "/x/y"}) == os.path.abspath("/x/y")  # noqa: PTH100
    if sys.platform == "linux":
        assert installation.state_folder({"XDG_STATE_HOME": "/x"}) == "/x/followup-laptop"
        assert installation.state_folder({}).endswith("/.local/state/followup-laptop")
        assert (
            installation.machine() == Path("/etc/machine-id").read_text("utf-8").strip() or not installation.machine()
        )


def test_the_record_shows_nobody(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is sealed, and its name says nothing."""
    monkeypatch.setenv("FOLLOWUP_STATE", str(home.parent / "state"))
    writer(home)
    (record,) = Path(os.environ["FOLLOWUP_STATE"]).glob("*.laptop")

    assert record.read_bytes().startswith(b"followup")
    assert b"SR-1" not in record.read_bytes()
    assert len(record.stem) == 32


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"device": 7}', b'{"device": "x", "before": 3}', b"\xff"])
def test_a_damaged_device_file_is_a_new_name(home: Path, content: bytes) -> None:
    """Never a crash, never the old name."""
    before = writer(home)
    (home / "device.json").write_bytes(content)

    assert writer(home) != before


# --- earlier versions -----------------------------------------------------------------------------------------------


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A casebook as the first version left it: no list, no spare copies, a name without a record."""
    home = tmp_path / "old"
    for folder in ("cases", "registers", "revisions", "drafts"):
        (home / folder).mkdir(parents=True)
    shutil.copy(FIXTURES / "format-1" / "vault.json", home)
    shutil.copy(FIXTURES / "format-1" / f"a1.{OLD_DEVICE}.case", home / "cases")
    (home / "device.json").write_text(json.dumps({"format": 1, "device": OLD_DEVICE}), "utf-8")
    return home


def test_an_earlier_casebook_is_brought_forward_without_a_word(old: Path) -> None:
    """By the first command that shows graduates; the next one misses what is then deleted."""
    heard: list[str] = []
    vault = access.load_vault(old, ask=lambda: PASSPHRASE, environ={}, tell=heard.append)
    assert len(vault.facts("a1")) == 3
    assert told(vault) == told(vault_at(old)) == []
    (fact,) = vault.append("a1", [visited()], by="me", now=NOW)

    assert fact.device != OLD_DEVICE
    assert vault_at(old).devices == (fact.device, OLD_DEVICE)
    assert json.loads((old / "vault.json").read_text("utf-8"))["listed"] is True
    assert vault_at(old).check().problems == ()
    (old / "cases" / f"a1.{OLD_DEVICE}.case").unlink()
    assert [sentence[-12:] for sentence in told(vault_at(old))] == [" is missing."]
    vault_at(old).merge()  # the check kept a spare copy of what the earlier version wrote
    assert (told(vault_at(old)), len(vault_at(old).facts("a1"))) == ([], 4)


def test_what_an_earlier_version_remembered_still_counts(old: Path) -> None:
    """It knew the revision and the seal of a file, not what was in it."""
    vault = vault_at(old)
    vault.facts("a1")
    revisions = vault.journals.revisions
    revisions.record("a1", {file: known[:2] for file, known in revisions.of("a1").items()})

    assert len(vault_at(old).facts("a1")) == 3
    file = f"a1.{OLD_DEVICE}.case"
    assert len(vault_at(old).journals.revisions.of("a1")[file]) == 4
    revisions.record("a1", {file: [9, "0000000000000000"]})
    assert "is older" in told(vault_at(old))[0]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the kill is tried in a forked process")
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_bringing_forward_killed_at_any_file_call(old: Path, tmp_path: Path, *, after: bool) -> None:
    """The casebook opens, holds everything, and is brought forward by the next command."""

    def brought_forward(vault: Vault) -> None:
        told(vault)
        vault.append("a1", [visited()], by="me", now=NOW)
        vault.check()

    for at in range(1, 600, 7):
        place = tmp_path / f"{at}"
        shutil.copytree(old, place)
        vault = vault_at(place)
        if not killed(
            lambda vault=vault: brought_forward(vault), FaultyDisk(at, lambda name: os._exit(9), after=after)
        ):
            break
        desk = Desk(place)
        assert len(desk.shown) >= 3
        assert desk.told == []
        desk.write("a1")
        assert (desk.told, desk.problems(), desk.acknowledged <= desk.shown) == ([], [], True)
    else:
        raise AssertionError("it never came to its end")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the kill is tried in a forked process")
def test_an_interrupted_start_can_be_begun_again(tmp_path: Path) -> None:
    """Killed at any file call: the folder holds a whole casebook, or takes one."""
    for at in range(1, 80, 2):
        home = tmp_path / f"{at}"
        killed(lambda home=home: access.create(home, PASSPHRASE), FaultyDisk(at, lambda name: os._exit(9)))
        if not access.is_vault(home):
            access.create(home, PASSPHRASE)
        desk = Desk(home)
        desk.write("a1", opened())
        assert (desk.told, desk.problems(), desk.acknowledged <= desk.shown) == ([], [], True)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the kill is tried in a forked process")
def test_a_program_killed_right_after_its_first_entry_in_a_new_file_is_no_copy(home: Path) -> None:
    """What was seen in the file is remembered before the lock is given back."""
    vault = vault_at(home)
    vault.append("a1", [opened()], by="me", now=NOW)
    child = os.fork()
    if not child:
        vault._latest.note = lambda *_: os._exit(9)  # type: ignore[method-assign, assignment]
        vault.append("b2", [opened("SR-2")], by="me", now=NOW)
    os.waitpid(child, 0)
    after = vault_at(home)
    after.append("b2", [visited()], by="me", now=NOW)

    assert (len(after.facts("b2")), after.device, after.gaps()) == (2, vault.device, ())


def killed(act: Callable[[], object], disk: FaultyDisk) -> bool:
    """Do something in a forked process on a disk that kills it; whether it was killed before the end."""
    child = os.fork()
    if not child:
        vars(files)["os"] = disk
        try:
            act()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def test_what_a_killed_program_left_of_the_record_is_removed_by_a_check(home: Path) -> None:
    """A half of it, sealed, beside the record."""
    vault = vault_at(home)
    record = Path(vault._installation._record_path(vault._installation._record_name()))
    half, of_another = (record.with_name(f".{name}.0123456789abcdef.tmp") for name in (record.name, "other.laptop"))
    for path in (half, of_another):
        path.write_bytes(b"half")
    vault.check()

    assert (half.exists(), of_another.exists()) == (False, True)
