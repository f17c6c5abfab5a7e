"""What is missing of the whole: a list and names in which nothing was amiss are known again, and only they."""

import os
import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from followup.errors import Damaged, FollowupError
from followup.store import RegisterKind
from followup.vault import gaps
from followup.vault.backup_memory import MadeBackups
from followup.vault.journal import Journals
from followup.vault.revisions import Seen
from followup.vault.vault import Vault
from tests.vault.facts_for_tests import NOW, opened, visited


@pytest.fixture
def sound(vault: Vault, reopened: Callable[[], Vault]) -> Vault:
    """A vault of three cases of which nothing is missing, and that is known."""
    for number in range(3):
        vault.append(f"c{number}", [opened()], by="me", now=NOW)
    vault.took_in()
    assert reopened().gaps() == ()
    return reopened()


def test_what_was_sound_is_not_looked_through_again(
    sound: Vault, reopened: Callable[[], Vault], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor when an entry was written."""
    monkeypatch.setattr(gaps, "strange_files", lambda _: pytest.fail("looked through"))
    assert sound.gaps() == ()
    sound.append("c1", [visited()], by="me", now=NOW)
    assert reopened().gaps() == ()


def a_conflicting_copy(vault: Vault) -> None:
    file = next(Path(vault.home, "cases").glob("c1.*"))
    file.with_name(f"{file.stem} (conflicted copy).case").write_bytes(file.read_bytes())


def a_changed_list(vault: Vault) -> None:
    file = Path(vault.home, "journals.list")
    blob = bytearray(file.read_bytes())
    blob[len(blob) // 2] ^= 1
    file.write_bytes(blob)


def no_list(vault: Vault) -> None:
    Path(vault.home, "journals.list").unlink()


def a_doubt(vault: Vault) -> None:
    vault.journals.inventory.doubt(doubtful=True)


def no_memory(vault: Vault) -> None:
    for file in Path(vault.home, "revisions").iterdir():
        file.unlink()


def only_a_spare_copy(vault: Vault) -> None:
    copy = next(Path(vault.home, "spare").glob("c1.*"))
    copy.rename(copy.with_name(copy.name.replace("c1.", "c9.")))


def a_memory_nobody_can_read(vault: Vault) -> None:
    file = next(Path(vault.home, "revisions").iterdir())
    file.write_bytes(file.read_bytes()[:-1])


@pytest.mark.parametrize(
    "amiss",
    [a_conflicting_copy, a_changed_list, no_list, a_doubt, no_memory, a_memory_nobody_can_read, only_a_spare_copy],
)
def test_what_is_amiss_is_told_each_time(
    sound: Vault, reopened: Callable[[], Vault], amiss: Callable[[Vault], None]
) -> None:
    amiss(sound)
    assert [len(reopened().gaps()) for _ in range(2)] == [1, 1]


def test_a_spare_copy_that_lies_among_the_cases_hides_nothing(sound: Vault, reopened: Callable[[], Vault]) -> None:
    copy = next(Path(sound.home, "spare").glob("c1.*"))
    alone = copy.rename(copy.with_name(copy.name.replace("c1.", "c9.")))
    Path(sound.journals.folder, alone.name).write_bytes(alone.read_bytes())

    assert len(reopened().gaps()) == 1


def test_a_memory_of_another_laptop_is_told_as_its_case_tells(
    sound: Vault, reopened: Callable[[], Vault], laptop: Callable[[], Vault]
) -> None:
    """Each time, once with the case, and although no file of the case has changed since it was read."""
    lengths = RegisterKind("agenda", "1", lambda case, facts: len(facts))
    assert sound.register(lengths).problems == {}
    other = laptop()
    other.append("c1", [visited()], by="me", now=NOW)
    shutil.copytree(Path(other.home, "revisions"), Path(sound.home, "revisions"), dirs_exist_ok=True)

    with pytest.raises(Damaged) as refused:
        reopened().facts("c1")
    for _ in range(2):
        vault = reopened()
        told = [*vault.register(lengths).problems.values(), *vault.gaps()]
        assert [problem.what.partition(": ")[2] for problem in told] == [refused.value.what]
    assert len({problem.what for problem in reopened().check().problems}) == len(reopened().check().problems) == 1


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are compared with the memory, from here on."""
    seen: list[str] = []
    problem = Journals.problem

    def counted(self: Journals, file: str, known: Seen | None = None) -> FollowupError | None:
        seen.append(file.partition(".")[0])
        return problem(self, file, known)

    monkeypatch.setattr(Journals, "problem", counted)
    return seen


def test_what_was_written_here_is_not_compared_with_the_memory(
    sound: Vault, reopened: Callable[[], Vault], compared: list[str]
) -> None:
    """Not by the command that wrote it; the next one compares it with its new spare copy, once."""
    for _ in range(2):
        sound.append("c1", [visited()], by="me", now=NOW)
    assert (sound.gaps(), compared) == ((), [])
    assert [reopened().gaps() for _ in range(2)] == [(), ()]
    assert compared == ["c1"]


def test_what_was_written_by_a_command_that_told_nothing_is_compared_once(
    sound: Vault, reopened: Callable[[], Vault], compared: list[str]
) -> None:
    sound.append("c1", [visited()], by="me", now=NOW)
    assert [reopened().gaps() for _ in range(3)] == [(), (), ()]
    assert compared == ["c1"]


def test_a_memory_that_was_changed_between_two_entries_is_compared(
    sound: Vault, reopened: Callable[[], Vault], compared: list[str]
) -> None:
    """Whoever writes to it takes over what it says."""
    sound.append("c1", [visited()], by="me", now=NOW)
    for file in Path(sound.home, "revisions").iterdir():
        os.utime(file, (1, 1))
    sound.append("c1", [visited()], by="me", now=NOW)
    assert sound.gaps() == reopened().gaps() == ()
    assert set(compared) == {"c0", "c1", "c2"}


@pytest.mark.parametrize("content", [None, b"", b"half"])
def test_a_damaged_mark_costs_time(sound: Vault, reopened: Callable[[], Vault], content: bytes | None) -> None:
    file = Path(sound.home, "registers", "gaps.reg")
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    assert reopened().gaps() == ()
    a_conflicting_copy(sound)
    assert len(reopened().gaps()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="other systems allow no such name")
def test_a_name_that_is_no_utf8_is_told_and_stops_nothing(sound: Vault, reopened: Callable[[], Vault]) -> None:
    Path(sound.journals.folder, os.fsdecode(b"copie d\xe9 c1.case")).write_bytes(b"anything")

    for _ in range(2):
        vault = reopened()
        vault.journals.looks_once = True
        assert len(vault.register(RegisterKind("agenda", "1", lambda case, facts: len(facts))).rows) == 3
        assert [r"copie d\xe9 c1.case" in gap.what for gap in vault.gaps()] == [True]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems allow no such name")
def test_a_backup_in_a_folder_whose_name_is_no_utf8_is_remembered(sound: Vault, reopened: Callable[[], Vault]) -> None:
    made = MadeBackups((Path(os.fsdecode(b"/media/cl\xe9 usb")),), date(2026, 11, 1))

    sound.note_backup(made)

    assert reopened().backups == made
