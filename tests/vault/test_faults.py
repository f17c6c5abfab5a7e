"""Power cuts and failing disks. Whatever happens, what was acknowledged is there afterwards.

- killed at each file call of an append
- an error at each file call of an append
- a full disk, a read-only one
"""

import errno
import os
import re
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from pathlib import Path

import pytest

from followup.errors import DiskFailure, FollowupError
from followup.store import RegisterKind
from followup.vault import access, files
from followup.vault.vault import Vault
from tests.vault.facts_for_tests import NOW, PASSPHRASE, opened, visited
from tests.vault.faulty_disk import FaultyDisk


@pytest.fixture(autouse=True)
def _unconfirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a faulty disk did not confirm is of its own test alone."""
    monkeypatch.setattr(files, "UNCONFIRMED", set())


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="the kill is tried in a forked process")


def calls_of_an_append(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many file calls one append makes."""
    disk = FaultyDisk(0, lambda name: None)
    with monkeypatch.context() as patch:
        patch.setattr(files, "os", disk)
        vault.append("a1", [visited("counted")], by="me", now=NOW)
    return disk.count


def appended_in_a_child(vault: Vault, disk: FaultyDisk, cases: Sequence[str] = ("a1", "a1")) -> tuple[list[str], bool]:
    """Append in a forked process that may be killed meanwhile. One lock for several cases.

    The ids that it acknowledged, and whether it was killed.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            vars(files)["os"] = disk
            with vault.exclusive() if len({*cases}) > 1 else nullcontext():
                for case in cases:
                    (fact,) = vault.append(case, [visited()], by="me", now=NOW)
                    os.write(writer, fact.id.encode())
        finally:
            os._exit(0)
    os.close(writer)
    with open(reader, "rb") as pipe:  # noqa: PTH123 - a pipe has no path
        told = pipe.read().decode()
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert ended in (0, 9)
    return re.findall("." * 16, told), ended == 9


@needs_fork
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_any_file_call(vault: Vault, reopened: Callable[[], Vault], *, after: bool) -> None:
    """Before or after each call of two appends: the vault opens, is sound and holds every acknowledged fact."""
    kept = {fact.id for fact in vault.append("a1", [opened()], by="me", now=NOW)}
    kept |= {fact.id for fact in vault.append("b2", [opened()], by="me", now=NOW)}

    at, is_killed = 0, True
    while is_killed:
        at += 1
        ids, is_killed = appended_in_a_child(reopened(), FaultyDisk(at, lambda name: os._exit(9), after=after))
        kept |= {*ids}

        vault = reopened()
        found = {fact.id for case in ("a1", "b2") for fact in vault.facts(case)}
        assert kept <= found
        numbers = [fact.seq for fact in vault.facts("a1")]
        assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert at > 50
    assert vault.check().problems == ()
    assert not list(Path(vault.home).rglob("*.tmp"))


@needs_fork
def test_killed_among_many_entries(vault: Vault, reopened: Callable[[], Vault]) -> None:
    """One after the other under one lock, as an export writes them: nothing is lost, nothing is told of that is not so.

    What is said twice under one name would be lost when copies meet, so the next writer takes another one.
    """
    cases = ("a1", "b2", "c3")
    kept = {fact.id for case in cases[:2] for fact in vault.append(case, [opened()], by="me", now=NOW)}
    acknowledged, at = 0, 0
    while acknowledged < len(cases):
        at += 3 + at // 4  # each name that was taken means more files to look at
        ids, _ = appended_in_a_child(reopened(), FaultyDisk(at, lambda name: os._exit(9)), cases)
        kept, acknowledged = kept | set(ids), len(ids)

        vault = reopened()
        facts = [fact for case in vault.case_ids() for fact in vault.facts(case)]
        assert kept <= {fact.id for fact in facts}
        assert vault.gaps() == ()
        (wrote,) = vault.append("a1", [visited()], by="me", now=NOW)
        assert (wrote.device not in {fact.device for fact in facts}) or acknowledged < 2
    assert vault.check().problems == ()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES, errno.EDQUOT])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_an_error_at_any_file_call(vault: Vault, monkeypatch: pytest.MonkeyPatch, number: int, *, after: bool) -> None:
    """Either the fact is kept or a sentence says that it is not; never neither."""
    vault.append("a1", [opened()], by="me", now=NOW)
    calls = calls_of_an_append(vault, monkeypatch)
    kept = {fact.id for fact in vault.facts("a1")}

    def fail(name: str) -> None:
        if after or name != "close":  # a failed close has closed all the same
            raise OSError(number, "a fault for the test")

    for at in range(1, calls + 1):
        with monkeypatch.context() as patch:
            patch.setattr(files, "os", FaultyDisk(at, fail, after=after))
            with suppress(DiskFailure):
                kept |= {fact.id for fact in vault.append("a1", [visited()], by="me", now=NOW)}
        assert kept <= {fact.id for fact in vault.facts("a1")}
    assert vault.check().problems == ()


def test_a_full_disk_is_said_so_and_loses_nothing(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """No half file stays behind."""
    vault.append("a1", [opened()], by="me", now=NOW)
    before = sorted(Path(vault.home, "cases").iterdir())

    def full(handle: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("followup.vault.files.os.write", full)
        with pytest.raises(DiskFailure, match="full") as trouble:
            vault.append("a1", [visited()], by="me", now=NOW)
    assert "nothing that was saved before is lost" in trouble.value.hint.lower()
    assert sorted(Path(vault.home, "cases").iterdir()) == before
    assert len(vault.facts("a1")) == 1


@needs_fork
def test_a_file_that_really_cannot_grow(vault: Vault) -> None:
    """The kernel refuses the write half way: the sentence comes, the old file stays."""
    import resource

    vault.append("a1", [opened()], by="me", now=NOW)
    noise = os.urandom(5_000).hex()
    child = os.fork()
    if not child:
        outcome = 1
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048))
            vault.append("a1", [visited(noise)], by="me", now=NOW)
        except DiskFailure:
            outcome = 5
        finally:
            os._exit(outcome)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 5
    assert len(vault.facts("a1")) == 1
    assert not list(Path(vault.home).rglob("*.tmp"))


def read_only(*arguments: object, **named: object) -> None:
    """What a read-only file system says."""
    raise OSError(errno.EROFS, "Read-only file system")


def test_a_read_only_disk_is_said_so(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading goes on."""
    vault.append("a1", [opened()], by="me", now=NOW)
    real = os.open

    def only_reading(path: str, flags: int, mode: int = 0o777) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            read_only()
        return real(path, flags, mode)

    monkeypatch.setattr("followup.vault.files.os.open", only_reading)
    with pytest.raises(DiskFailure, match="read-only") as trouble:
        vault.append("a1", [visited()], by="me", now=NOW)
    assert trouble.value.code == 5
    assert len(vault.facts("a1")) == 1
    assert vault.register(RegisterKind("agenda", "1", lambda case, facts: len(facts))).rows == {"a1": 1}
    assert vault.check().problems == ()


def test_no_vault_on_a_read_only_disk(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence, exit 5."""
    monkeypatch.setattr("followup.vault.files.os.makedirs", read_only)
    with pytest.raises(DiskFailure, match="read-only"):
        access.create(home, PASSPHRASE)


def test_a_folder_that_may_not_be_written(vault: Vault) -> None:
    """For real, by its mode."""
    vault.append("a1", [opened()], by="me", now=NOW)
    cases = Path(vault.home, "cases")
    cases.chmod(0o500)
    if os.access(cases, os.W_OK):
        cases.chmod(0o700)
        pytest.skip("modes do not stop root, nor Windows")
    try:
        with pytest.raises(DiskFailure):
            vault.append("a1", [visited()], by="me", now=NOW)
    finally:
        cases.chmod(0o700)


def test_windows_renames_are_tried_again(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """A virus scanner holds the file for a moment."""
    tries: list[str] = []
    real = os.replace

    def held(old: str, new: str) -> None:
        tries.append(new)
        if len(tries) < 4:
            raise PermissionError(errno.EACCES, "in use")
        real(old, new)

    monkeypatch.setattr(files, "WINDOWS", True)
    monkeypatch.setattr("followup.vault.files.time.sleep", lambda seconds: None)
    monkeypatch.setattr("followup.vault.files.os.replace", held)
    vault.append("a1", [opened()], by="me", now=NOW)
    assert len(vault.facts("a1")) == 1
    assert len(tries) >= 4


def test_what_a_killed_program_left_is_swept(vault: Vault) -> None:
    """By the register and by the check; files of others are left alone."""
    vault.append("a1", [opened()], by="me", now=NOW)
    cases = Path(vault.home, "cases")
    ours, theirs = cases / f".a1.{'0' * 16}.case.{'f' * 16}.tmp", cases / f".syncthing.a1.{'0' * 16}.case.tmp"
    for path in (ours, theirs):
        path.write_bytes(b"half")
    vault.register(RegisterKind("agenda", "1", lambda case, facts: None))

    assert not ours.exists()
    assert theirs.exists()


def test_another_writer_is_waited_for_and_then_named(vault: Vault, reopened: Callable[[], Vault]) -> None:
    """The lock is the vault's, not the program's."""
    other = reopened()
    with vault.exclusive(), pytest.raises(FollowupError, match="Another followup is writing"), other._lock.held(0.05):
        pass
    other.append("a1", [opened()], by="me", now=NOW)


@pytest.mark.skipif(os.name == "nt", reason="Windows flushes no folder")
def test_the_file_and_then_the_folder_are_flushed(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written and flushed before the rename, the folder flushed after it, before the fact is acknowledged."""
    made: list[str] = []

    def noting(name: str) -> Callable[..., object]:
        real = getattr(os, name)

        def noted(*arguments: object) -> object:
            made.append(name)
            return real(*arguments)

        return noted

    for name in ("write", "fsync", "replace"):
        monkeypatch.setattr(f"followup.vault.files.os.{name}", noting(name))
    monkeypatch.setattr("followup.vault.files.sys.platform", "linux")
    vault.append("a1", [opened()], by="me", now=NOW)

    assert made[:4] == ["write", "fsync", "replace", "fsync"]
    # the memory of revisions, the spare copy, the record of this laptop outside the home, and the latest entry:
    # no fact depends on them
    assert made[4:] == ["write", "replace"] * 4


@pytest.mark.skipif(os.name == "nt", reason="Windows flushes no folder")
@pytest.mark.parametrize("number", [errno.EIO, errno.EINVAL, errno.EMFILE])
def test_what_is_in_place_counts_as_written(vault: Vault, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Also where the disk does not confirm the folder: it is noted that a power cut might take it back."""
    monkeypatch.setattr(files, "UNCONFIRMED", set())
    real = os.open

    def no_folder(path: str, flags: int, mode: int = 0o777) -> int:
        if Path(path) == Path(vault.home, "cases"):
            raise OSError(number, "a fault for the test")
        return real(path, flags, mode)

    monkeypatch.setattr("followup.vault.files.os.open", no_folder)
    (fact,) = vault.append("a1", [opened()], by="me", now=NOW)

    assert fact.id in {one.id for one in vault.facts("a1")}
    assert set(map(Path, files.UNCONFIRMED)) == {Path(vault.home, "cases")}


def test_a_rename_that_was_made_counts_whatever_the_disk_says(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """As over a network, where the answer may be lost."""
    monkeypatch.setattr(files, "UNCONFIRMED", set())
    real = os.replace

    def made(old: str, new: str) -> None:
        real(old, new)
        raise OSError(errno.EIO, "a fault for the test")

    monkeypatch.setattr("followup.vault.files.os.replace", made)
    (fact,) = vault.append("a1", [opened()], by="me", now=NOW)

    assert fact.id in {one.id for one in vault.facts("a1")}
    assert files.UNCONFIRMED


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EINVAL, errno.ENFILE])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_not_written_is_true(vault: Vault, monkeypatch: pytest.MonkeyPatch, number: int, *, after: bool) -> None:
    """Whoever is told so may write it once more, and it is there once."""
    vault.append("a1", [opened()], by="me", now=NOW)
    calls = calls_of_an_append(vault, monkeypatch)

    def fail(name: str) -> None:
        if after or name != "close":
            raise OSError(number, "a fault for the test")

    refused = 0
    for at in range(1, calls + 1):
        before = {fact.id for fact in vault.facts("a1")}
        with monkeypatch.context() as patch:
            patch.setattr(files, "os", FaultyDisk(at, fail, after=after))
            try:
                written = {fact.id for fact in vault.append("a1", [visited()], by="me", now=NOW)}
            except DiskFailure:
                written, refused = set(), refused + 1
        assert {fact.id for fact in vault.facts("a1")} == before | written
    assert 0 < refused < calls


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE])
def test_too_many_open_files_are_no_broken_disk(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, reopened: Callable[[], Vault], number: int
) -> None:
    """Neither for who reads nor for who writes."""
    vault.append("a1", [opened()], by="me", now=NOW)
    other = reopened()

    def crowded(*arguments: object, **named: object) -> int:
        raise OSError(number, "a fault for the test")

    monkeypatch.setattr("followup.vault.files.os.open", crowded)
    with pytest.raises(DiskFailure, match=r"Too many files are open on this laptop: .* was not written"):
        other.append("a1", [visited()], by="me", now=NOW)
    with pytest.raises(DiskFailure, match=r"Too many files are open on this laptop: .* could not be read"):
        files.read(files.inside(vault.home, "vault.json"))


@needs_fork
def test_a_lock_that_is_deleted_loses_nothing(vault: Vault, reopened: Callable[[], Vault]) -> None:
    """Eight writers, while somebody deletes the file again and again: every acknowledged fact is there."""
    vault.append("a1", [opened()], by="me", now=NOW)
    reader, writer = os.pipe()
    children = [fork_writer(reopened(), writer) for _ in range(8)]
    os.close(writer)
    lock = Path(vault.home, "lock")
    with open(reader, "rb") as pipe:  # noqa: PTH123 - a pipe has no path
        told = b""
        while part := pipe.read1(16):  # type: ignore[attr-defined]
            told += part
            lock.unlink(missing_ok=True)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 8

    kept = set(re.findall("." * 16, told.decode()))
    assert len(kept) == 8 * 15
    assert kept <= {fact.id for fact in reopened().facts("a1")}


def fork_writer(vault: Vault, writer: int) -> int:
    """A process that writes fifteen facts one after the other, and says which are kept."""
    child = os.fork()
    if not child:
        outcome = 1
        try:
            for _ in range(15):
                (fact,) = vault.append("a1", [visited()], by="me", now=NOW)
                os.write(writer, fact.id.encode())
            outcome = 0
        finally:
            os._exit(outcome)
    return child


@needs_fork
def test_whoever_holds_a_deleted_lock_is_still_alone(vault: Vault, reopened: Callable[[], Vault]) -> None:
    """The folder is locked as well."""
    other = reopened()
    with vault.exclusive():
        Path(vault.home, "lock").unlink()
        with pytest.raises(FollowupError, match="Another followup is writing"), other._lock.held(0.05):
            pass
