"""Registers: derived rows, kept so that the agenda does not open every journal.

- a kept row serves, without opening its case
- changes are seen whatever the clock says, and saved only when worth it
- losing or damaging a register costs time, never a fact
"""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from followup.case.facts import Fact
from followup.vault import register
from followup.vault.vault import Vault
from tests.vault.facts_for_tests import NOW, opened, visited


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
    vault.register("agenda", "1", rows)
    rows.built.clear()
    return vault


def made_older(file: Path, seconds: float = 60) -> None:
    """Set a file's time back."""
    moment = file.stat().st_mtime_ns - int(seconds * 1e9)
    os.utime(file, ns=(moment, moment))


def saved(vault: Vault) -> bytes:
    """The register as it lies on the disk."""
    return Path(vault.home, "registers", "agenda.reg").read_bytes()


def test_kept_rows_serve(thirty: Vault, rows: Rows, reopened: Callable[[], Vault]) -> None:
    """Also in the next command; no case is opened."""
    for vault in (thirty, reopened()):
        assert vault.register("agenda", "1", rows).rows == {f"c{number:02}": 1 for number in range(30)}
    assert rows.built == []


def test_only_what_changed_is_opened(thirty: Vault, rows: Rows) -> None:
    """What was written a moment ago is read again anyway, and so not worth saving."""
    before = saved(thirty)
    thirty.append("c07", [visited()], by="me", now=NOW)
    thirty.append("new", [opened()], by="me", now=NOW)

    assert thirty.register("agenda", "1", rows).rows["c07"] == 2
    assert sorted(rows.built) == ["c07", "new"]
    assert saved(thirty) == before


def test_a_change_is_saved_once_its_file_is_old_enough_to_be_known(thirty: Vault, rows: Rows) -> None:
    """From then on the kept row serves."""
    thirty.append("c07", [visited()], by="me", now=NOW)
    made_older(*Path(thirty.home, "cases").glob("c07.*"), seconds=30)
    before = saved(thirty)
    thirty.register("agenda", "1", rows)
    assert saved(thirty) != before

    rows.built.clear()
    thirty.register("agenda", "1", rows)
    assert rows.built == []


def test_a_change_among_thousands_of_rows_waits_for_more(
    thirty: Vault, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Writing costs as much as there are rows; one row is quicker made again."""
    monkeypatch.setattr(register, "ROWS_A_CHANGE", 10)
    for number in range(4):
        before = saved(thirty)
        thirty.append(f"c{number:02}", [visited()], by="me", now=NOW)
        made_older(*Path(thirty.home, "cases").glob(f"c{number:02}.*"), seconds=30)
        thirty.register("agenda", "1", rows)
        assert (saved(thirty) != before) is (number == 3)


def test_the_office_does_not_make_rows_stale(thirty: Vault, rows: Rows) -> None:
    """Its facts enter through the fingerprint."""
    thirty.append("office", [opened()], by="me", now=NOW)
    thirty.register("agenda", "1", rows)

    assert rows.built == []


def test_a_young_file_is_read_again(thirty: Vault, rows: Rows) -> None:
    """As young as the register, it may have changed within the same tick of the clock."""
    file = next(Path(thirty.home, "cases").glob("c00.*"))
    os.utime(file, ns=(time.time_ns(), time.time_ns()))
    thirty.register("agenda", "2", rows)
    rows.built.clear()
    thirty.register("agenda", "2", rows)

    assert rows.built == ["c00"]


def test_quick_rewrites_are_all_seen(vault: Vault, rows: Rows) -> None:
    """A hundred, as fast as they come, though size and time are set alike."""
    vault.append("a1", [opened()], by="me", now=NOW)
    (file,) = Path(vault.home, "cases").iterdir()
    for expected in range(2, 102):
        vault.register("agenda", "1", rows)
        vault.append("a1", [visited()], by="me", now=NOW)
        os.utime(file, ns=(1_000_000_000, 1_000_000_000))

        assert vault.register("agenda", "1", rows).rows["a1"] == expected


def test_a_file_put_in_place_with_an_old_time_is_seen(thirty: Vault, rows: Rows) -> None:
    """As a synchroniser does, which keeps the time of the other laptop."""
    file = next(Path(thirty.home, "cases").glob("c00.*"))
    was = file.stat()
    thirty.append("c00", [visited()], by="me", now=NOW)
    os.utime(file, ns=(was.st_mtime_ns, was.st_mtime_ns))
    assert file.stat().st_size == was.st_size

    assert thirty.register("agenda", "1", rows).rows["c00"] == 2


@pytest.mark.parametrize("spoil", [lambda blob: b"", lambda blob: blob[:-1], lambda blob: blob[::-1]])
def test_a_damaged_register_is_made_again(thirty: Vault, rows: Rows, spoil: Callable[[bytes], bytes]) -> None:
    """Without a word."""
    Path(thirty.home, "registers", "agenda.reg").write_bytes(spoil(saved(thirty)))

    assert len(thirty.register("agenda", "1", rows).rows) == 30
    assert len(rows.built) == 30


def test_a_register_under_another_name_is_not_taken(thirty: Vault, rows: Rows) -> None:
    """Its name is part of the seal."""
    Path(thirty.home, "registers", "codes.reg").write_bytes(saved(thirty))
    thirty.register("codes", "1", rows)

    assert len(rows.built) == 30


def test_a_lost_case_is_missed_even_without_a_register(thirty: Vault, rows: Rows) -> None:
    """The memory of revisions knows that it was there."""
    Path(thirty.home, "registers", "agenda.reg").unlink()
    next(Path(thirty.home, "cases").glob("c00.*")).unlink()

    assert list(thirty.register("agenda", "1", rows).problems) == ["c00"]


def test_garbage_collection_is_left_as_it_was(thirty: Vault, rows: Rows) -> None:
    """It is off only while rows are loaded."""
    import gc

    thirty.register("agenda", "1", rows)
    assert gc.isenabled()
    gc.disable()
    thirty.register("agenda", "1", rows)
    assert not gc.isenabled()
    gc.enable()
