"""Forms that are not finished: sealed, durable, bound to their name, told of when damaged.

- the next command finds what was kept; the check knows the folder
- a draft that was changed or swapped does not open
- a vault made before there were drafts takes them
- a power cut leaves the draft before or the one after
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from followup.errors import Damaged, DiskFailure, Invalid, Refused
from followup.vault import access, files
from followup.vault.vault import Vault
from tests.vault.facts_for_tests import PASSPHRASE
from tests.vault.faulty_disk import FaultyDisk


def test_the_next_command_finds_it(vault: Vault, reopened: Callable[[], Vault]) -> None:
    """And the check calls it sound."""
    vault.keep_draft("a1", {"n": 1})

    assert reopened().draft("a1") == {"n": 1}
    assert reopened().check().problems == ()


def test_a_changed_or_swapped_draft_does_not_open(vault: Vault, home: Path) -> None:
    """The check names the file, and entries are untouched."""
    for name in ("a1", "b2"):
        vault.keep_draft(name, {"of": name})
    (home / "drafts" / "a1.draft").write_bytes((home / "drafts" / "b2.draft").read_bytes())

    with pytest.raises(Damaged, match=r"a1\.draft"):
        vault.draft("a1")
    assert [problem.what for problem in vault.check().problems if "a1.draft" in problem.what]
    vault.keep_draft("a1", {})
    assert vault.check().problems == ()


def test_a_vault_without_the_folder_takes_a_draft(vault: Vault, home: Path) -> None:
    """As one that was made by an earlier version."""
    (home / "drafts").rmdir()

    assert vault.draft("a1") is None
    assert vault.check().problems == ()
    vault.drop_draft("a1")
    vault.keep_draft("a1", {})
    assert vault.draft("a1") == {}


def test_drafts_without_their_keys_are_never_built_over(vault: Vault, home: Path) -> None:
    """A folder that holds drafts is not empty."""
    vault.keep_draft("a1", {})
    (home / "vault.json").unlink()

    with pytest.raises(Refused, match="not empty"):
        access.create(home, PASSPHRASE)


def test_a_name_that_is_no_file_name_is_refused(vault: Vault) -> None:
    """No path leads out of the folder."""
    with pytest.raises(Invalid):
        vault.keep_draft("../a1", {})


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the kill is tried in a forked process")
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_any_file_call(vault: Vault, reopened: Callable[[], Vault], *, after: bool) -> None:
    """The draft is the one before or the one after, never half of one."""
    vault.keep_draft("a1", {"n": 0})
    for at in range(1, 9):
        if not (child := os.fork()):
            try:
                vars(files)["os"] = FaultyDisk(at, lambda name: os._exit(9), after=after)
                vault.keep_draft("a1", {"n": at})
            finally:
                os._exit(0)
        os.waitpid(child, 0)

        kept = reopened().draft("a1")
        assert kept is not None
        assert kept["n"] in range(at + 1)


def test_a_failing_disk_is_told(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the draft before is still there."""
    vault.keep_draft("a1", {"n": 0})

    def fail(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("followup.vault.files.os.write", fail)
        with pytest.raises(DiskFailure):
            vault.keep_draft("a1", {"n": 1})
    assert vault.draft("a1") == {"n": 0}
