"""Registers: derived rows, kept so that the agenda does not open every journal.

- a kept row serves while the case's files are those that it was made from, also in a copied home
- changes are seen whatever the clock says, and kept at once
- losing or damaging a register costs time, never a fact
"""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from followup.case.facts import Fact
from followup.errors import Refused
from followup.store import RegisterKind
from followup.values import replace
from followup.vault import access, files, register
from followup.vault.journal import Journals
from followup.vault.known_files import KnownFiles
from followup.vault.vault import Vault
from tests.vault.facts_for_tests import NOW, PASSPHRASE, opened, visited


class Rows:
    """Builds rows and counts for which cases."""

    def __init__(self) -> None:
        self.built: list[str] = []

    def __call__(self, case: str, facts: tuple[Fact, ...]) -> int:
        self.built.append(case)
        return len(facts)


@pytest.fixture
def rows() -> Rows:
    """What the register asks for."""
    return Rows()


@pytest.fixture
def thirty(vault: Vault, rows: Rows) -> Vault:
    """A vault of thirty cases whose files are older than its register."""
    for number in range(30):
        vault.append(f"c{number:02}", [opened()], by="me", now=NOW)
    for file in Path(vault.home, "cases").iterdir():
        made_older(file)
    vault.register(RegisterKind("agenda", "1", rows))
    made_older(Path(vault.home, "journals.list"))
    rows.built.clear()
    return vault


def made_older(file: Path, seconds: float = 60) -> None:
    """Set a file's time back."""
    moment = file.stat().st_mtime_ns - int(seconds * 1e9)
    os.utime(file, ns=(moment, moment))


def saved(vault: Vault) -> bytes:
    """The register as it lies on the disk."""
    return Path(vault.home, "registers", "agenda-0.reg").read_bytes()


def test_kept_rows_serve(thirty: Vault, rows: Rows, reopened: Callable[[], Vault]) -> None:
    """Also in the next command; no case is opened."""
    for vault in (thirty, reopened()):
        assert vault.register(RegisterKind("agenda", "1", rows)).rows == {f"c{number:02}": 1 for number in range(30)}
    assert rows.built == []


def test_only_what_changed_is_made_anew_and_kept_at_once(thirty: Vault, rows: Rows) -> None:
    """A moment after it was written."""
    thirty.append("c07", [visited()], by="me", now=NOW)
    thirty.append("new", [opened()], by="me", now=NOW)
    assert thirty.register(RegisterKind("agenda", "1", rows)).rows["c07"] == 2
    assert sorted(rows.built) == ["c07", "new"]

    thirty.register(RegisterKind("agenda", "1", rows))
    assert sorted(rows.built) == ["c07", "new"]


def test_while_nothing_changes_no_state_of_a_case_is_compared(
    thirty: Vault, rows: Rows, reopened: Callable[[], Vault], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One hash over the stamps of all files says so; a register that was kept so is known by the seals of its parts."""
    reopened().register(RegisterKind("agenda", "1", rows))
    monkeypatch.setattr(KnownFiles, "look", lambda *_: pytest.fail("compared"))
    assert len(reopened().register(RegisterKind("agenda", "1", rows)).rows) == 30


def test_a_part_of_before_is_not_taken_for_that_of_today(
    thirty: Vault, rows: Rows, reopened: Callable[[], Vault]
) -> None:
    """As where a synchroniser puts it back, after it was noted that the register tells of all files as they are."""
    before = saved(thirty)
    thirty.append("c07", [visited()], by="me", now=NOW)
    made_older(next(Path(thirty.home, "cases").glob("c07.*")), 30)
    for _ in range(2):
        assert reopened().register(RegisterKind("agenda", "1", rows)).rows["c07"] == 2
    Path(thirty.home, "registers", "agenda-0.reg").write_bytes(before)
    assert reopened().register(RegisterKind("agenda", "1", rows)).rows["c07"] == 2


def test_what_could_not_be_kept_proves_nothing(
    thirty: Vault, rows: Rows, reopened: Callable[[], Vault], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where another window has the lock, a register that is asked for twice is not noted as kept."""
    thirty.append("new", [opened()], by="me", now=NOW)
    made_older(next(Path(thirty.home, "cases").glob("new.*")), 30)
    window, busy = reopened(), reopened()
    with busy.exclusive(), monkeypatch.context() as patch:
        patch.setattr(window.journals.lock, "held", refused)
        window.register(RegisterKind("agenda", "1", rows))
    window.register(RegisterKind("agenda", "1", rows))
    assert "new" in reopened().register(RegisterKind("agenda", "1", rows)).rows


def refused(patience: float = 0) -> None:
    """Another window is writing."""
    raise Refused("Another window is writing.")


def test_a_file_that_only_the_list_names_is_missed_by_whoever_looks(
    thirty: Vault, rows: Rows, reopened: Callable[[], Vault]
) -> None:
    """Also where the list came later than the cases, as from a synchroniser."""
    reopened().register(RegisterKind("agenda", "1", rows))
    vault = reopened()
    vault.journals.inventory.add(["gone.0123456789abcdef.case"], {"gone": "SR-9"})
    assert list(reopened().register(RegisterKind("agenda", "1", rows)).problems) == ["gone"]


def test_what_a_command_wrote_it_sees_while_nobody_else_may_write(thirty: Vault, rows: Rows) -> None:
    """The folder is looked at each time then."""
    thirty.journals.looks_once = True
    with thirty.exclusive():
        thirty.register(RegisterKind("agenda", "1", rows))
        thirty.append("c07", [visited()], by="me", now=NOW)
        assert thirty.register(RegisterKind("agenda", "1", rows)).rows["c07"] == 2


def test_a_file_that_was_young_at_the_first_look_is_opened_at_the_second(
    thirty: Vault, rows: Rows, reopened: Callable[[], Vault], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two entries in one tick of a slow clock, and no inode tells them apart: a long command saw the first of them."""
    real = files.stamps
    monkeypatch.setattr(files, "stamps", lambda *asked: ((name, (size, at, 0)) for name, (size, at, _) in real(*asked)))
    tick = time.time_ns() // 2_000_000_000 * 2_000_000_000
    clock = [tick + 500_000_000]
    monkeypatch.setattr(time, "time_ns", lambda: clock[0])
    file = next(Path(thirty.home, "cases").glob("c07.*"))
    thirty.append("c07", [visited()], by="me", now=NOW)
    os.utime(file, ns=(tick, tick))
    long = reopened()
    assert long.register(RegisterKind("agenda", "1", rows)).rows["c07"] == 2
    thirty.append("c07", [visited()], by="me", now=NOW)
    os.utime(file, ns=(tick, tick))
    clock[0] = tick + 5_000_000_000
    long.register(RegisterKind("agenda", "1", rows))
    assert reopened().register(RegisterKind("agenda", "1", rows)).rows["c07"] == 3


def test_a_command_looks_once_and_again_when_it_was_alone_with_the_files(
    thirty: Vault, rows: Rows, reopened: Callable[[], Vault]
) -> None:
    """What another window writes meanwhile is seen before anything is decided under the lock."""
    thirty.journals.looks_once = True
    assert thirty.register(RegisterKind("agenda", "1", rows)).rows["c07"] == 1
    reopened().append("c07", [visited()], by="me", now=NOW)
    with thirty.exclusive():
        assert thirty.register(RegisterKind("agenda", "1", rows)).rows["c07"] == 2
    thirty.append("c08", [visited()], by="me", now=NOW)
    assert thirty.register(RegisterKind("agenda", "1", rows)).rows["c08"] == 2


def test_a_copied_home_keeps_its_rows(thirty: Vault, rows: Rows, tmp_path: Path) -> None:
    """Times and inodes of its files are others; the files themselves are what the rows were made from."""
    copy = tmp_path / "copy"
    shutil.copytree(thirty.home, copy, copy_function=shutil.copyfile)

    vault = access.load_vault(copy, ask=lambda: PASSPHRASE, environ={})
    assert len(vault.register(RegisterKind("agenda", "1", rows)).rows) == 30
    assert rows.built == []


def test_an_older_copy_of_a_file_is_told_of_though_a_row_was_made_from_it(thirty: Vault, rows: Rows) -> None:
    """The memory of what was seen in it is asked before the row serves."""
    file = next(Path(thirty.home, "cases").glob("c00.*"))
    before = file.read_bytes()
    thirty.append("c00", [visited()], by="me", now=NOW)
    file.write_bytes(before)

    register = thirty.register(RegisterKind("agenda", "1", rows))
    assert (list(register.problems), register.rows["c00"]) == (["c00"], 1)


def test_a_change_among_many_writes_one_part(vault: Vault, rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows stay in the order of the cases, whichever part they lie in."""
    monkeypatch.setattr(register, "IN_ONE_PART", 5)
    for beginning in "fa0cz7":
        vault.append(f"{beginning}1", [opened()], by="me", now=NOW)
    assert list(vault.register(RegisterKind("agenda", "1", rows)).rows) == ["01", "71", "a1", "c1", "f1", "z1"]
    before = {file.name: file.read_bytes() for file in Path(vault.home, "registers").glob("agenda-*")}
    assert len(before) == 16

    vault.append("a1", [visited()], by="me", now=NOW)
    vault.register(RegisterKind("agenda", "1", rows))
    after = {file.name: file.read_bytes() for file in Path(vault.home, "registers").glob("agenda-*")}
    assert [name for name in after if after[name] != before[name]] == ["agenda-10.reg"]


def test_a_casebook_that_grows_is_laid_out_in_parts(vault: Vault, rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every row is made again, once."""
    monkeypatch.setattr(register, "IN_ONE_PART", 5)
    for number in range(6):
        vault.append(f"{number}a", [opened()], by="me", now=NOW)
        vault.register(RegisterKind("agenda", "1", rows))
    rows.built.clear()

    assert len(vault.register(RegisterKind("agenda", "1", rows)).rows) == 6
    assert rows.built == []


def test_the_office_does_not_make_rows_stale(thirty: Vault, rows: Rows) -> None:
    """Its facts enter through the fingerprint."""
    thirty.append("office", [opened()], by="me", now=NOW)
    thirty.register(RegisterKind("agenda", "1", rows))

    assert rows.built == []


def test_a_young_file_is_looked_into_again(thirty: Vault, rows: Rows) -> None:
    """It may have changed within the same tick of the clock; a row that was made from what is in it serves."""
    file = next(Path(thirty.home, "cases").glob("c00.*"))
    young = time.time_ns()
    os.utime(file, ns=(young, young))
    thirty.register(RegisterKind("agenda", "1", rows))
    assert rows.built == []

    thirty.append("c00", [visited()], by="me", now=NOW)
    os.utime(file, ns=(young, young))
    assert thirty.register(RegisterKind("agenda", "1", rows)).rows["c00"] == 2


def test_quick_rewrites_are_all_seen(vault: Vault, rows: Rows) -> None:
    """A hundred, as fast as they come, though size and time are set alike."""
    vault.append("a1", [opened()], by="me", now=NOW)
    (file,) = Path(vault.home, "cases").iterdir()
    for expected in range(2, 102):
        vault.register(RegisterKind("agenda", "1", rows))
        vault.append("a1", [visited()], by="me", now=NOW)
        os.utime(file, ns=(1_000_000_000, 1_000_000_000))

        assert vault.register(RegisterKind("agenda", "1", rows)).rows["a1"] == expected


def test_a_file_put_in_place_with_an_old_time_is_seen(thirty: Vault, rows: Rows) -> None:
    """As a synchroniser does, which keeps the time of the other laptop."""
    file = next(Path(thirty.home, "cases").glob("c00.*"))
    was = file.stat()
    thirty.append("c00", [visited()], by="me", now=NOW)
    os.utime(file, ns=(was.st_mtime_ns, was.st_mtime_ns))
    assert file.stat().st_size == was.st_size

    assert thirty.register(RegisterKind("agenda", "1", rows)).rows["c00"] == 2


@pytest.mark.parametrize("spoil", [lambda blob: b"", lambda blob: blob[:-1], lambda blob: blob[::-1]])
def test_a_damaged_register_is_made_again(
    thirty: Vault, rows: Rows, reopened: Callable[[], Vault], spoil: Callable[[bytes], bytes]
) -> None:
    """Without a word."""
    Path(thirty.home, "registers", "agenda-0.reg").write_bytes(spoil(saved(thirty)))

    assert len(reopened().register(RegisterKind("agenda", "1", rows)).rows) == 30
    assert len(rows.built) == 30


def test_rows_are_kept_again_where_even_the_folder_was_lost(
    thirty: Vault, rows: Rows, reopened: Callable[[], Vault]
) -> None:
    """Everything kept can be thrown away: it costs one command time, not every later one."""
    shutil.rmtree(Path(thirty.home, "registers"))
    reopened().register(RegisterKind("agenda", "1", rows))
    rows.built.clear()
    reopened().register(RegisterKind("agenda", "1", rows))
    assert rows.built == []


def test_a_register_under_another_name_is_not_taken(thirty: Vault, rows: Rows) -> None:
    """Its name is part of the seal."""
    Path(thirty.home, "registers", "codes-0.reg").write_bytes(saved(thirty))
    thirty.register(RegisterKind("codes", "1", rows))

    assert len(rows.built) == 30


def test_a_lost_case_is_missed_even_without_a_register(
    thirty: Vault, rows: Rows, reopened: Callable[[], Vault]
) -> None:
    """The memory of revisions knows that it was there."""
    Path(thirty.home, "registers", "agenda-0.reg").unlink()
    next(Path(thirty.home, "cases").glob("c00.*")).unlink()

    assert list(reopened().register(RegisterKind("agenda", "1", rows)).problems) == ["c00"]


def test_garbage_collection_is_left_as_it_was(thirty: Vault, rows: Rows) -> None:
    """It is off only while rows are loaded."""
    import gc

    thirty.register(RegisterKind("agenda", "1", rows))
    assert gc.isenabled()
    gc.disable()
    thirty.register(RegisterKind("agenda", "1", rows))
    assert not gc.isenabled()
    gc.enable()


CODES = RegisterKind("codes", "1", lambda case, facts: [case, len(facts)])
"""Another register, which is made along."""


def test_what_is_asked_for_later_is_made_along(thirty: Vault, rows: Rows, reopened: Callable[[], Vault]) -> None:
    """Each case is read once; one that changed is read once more, for both."""
    with patch.object(Journals, "read", autospec=True, side_effect=Journals.read) as read:
        thirty.register(RegisterKind("agenda", "2", rows), lambda: [CODES])
        assert reopened().register(CODES).rows["c07"] == ["c07", 1]
        assert read.call_count == 30
        thirty.append("c07", [visited()], by="me", now=NOW)
        thirty.register(RegisterKind("agenda", "2", rows), lambda: [CODES])
        assert reopened().register(CODES).rows["c07"] == ["c07", 2]
        assert read.call_count == 31


def test_where_one_case_changed_nothing_old_is_kept_as_if_it_were_made(thirty: Vault, rows: Rows) -> None:
    """A register of another fingerprint is made whole, or not at all."""
    thirty.register(CODES)
    thirty.append("c07", [visited()], by="me", now=NOW)
    other = replace(CODES, fingerprint="2", build=lambda case, facts: "anew")
    thirty.register(RegisterKind("agenda", "1", rows), lambda: [other])
    assert set(thirty.register(other).rows.values()) == {"anew"}


def test_what_refuses_is_not_made_along(thirty: Vault, rows: Rows) -> None:
    def refused(case: str, facts: tuple[Fact, ...]) -> None:
        raise Refused("Not this one.")

    codes = RegisterKind("codes", "1", refused)
    assert thirty.register(RegisterKind("agenda", "2", rows), lambda: [codes]).problems == {}
    assert len(thirty.register(codes).problems) == 30


def test_where_a_case_cannot_be_read_nothing_is_made_along(thirty: Vault, rows: Rows, home: Path) -> None:
    """Each register tells of it itself."""
    next((home / "cases").glob("c07.*")).write_bytes(b"")
    assert list(thirty.register(RegisterKind("agenda", "2", rows), lambda: [CODES]).problems) == ["c07"]
    assert not list((home / "registers").glob("codes*"))
    assert list(thirty.register(CODES).problems) == ["c07"]
