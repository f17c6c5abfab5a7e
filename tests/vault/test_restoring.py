"""A backup put back.

- on an empty machine: the same facts, a device of its own; stopped at each file call, the same command begins anew
- into a living vault: the union; what cannot be read is kept aside, nothing that is there changes
"""

import os
import shutil
from pathlib import Path

import pytest

from followup.case.facts import Fact
from followup.errors import Damaged, Refused
from followup.values import replace
from followup.vault import access, files
from followup.vault.journal import ASIDE
from followup.vault.restoring import restore_new
from followup.vault.union import add_facts
from followup.vault.vault import Vault
from tests.vault.facts_for_tests import NOW, PASSPHRASE, opened, visited
from tests.vault.faulty_disk import FaultyDisk

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="the kill is tried in a forked process")
Contents = dict[str, tuple[Fact, ...]]


@pytest.fixture
def contents(vault: Vault) -> Contents:
    """What a backup of a small vault holds."""
    for case in ("a1", "office"):
        vault.append(case, [opened(case.upper()), visited("before")], by="me", now=NOW)
    return {case: vault.facts(case) for case in ("a1", "office")}


def test_on_an_empty_machine(vault: Vault, contents: Contents, tmp_path: Path) -> None:
    """Fact by fact; and what is written there is another device's."""
    restored = restore_new(tmp_path / "new", vault.ring, contents)

    assert {case: restored.facts(case) for case in contents} == contents
    assert restored.check().problems == ()
    (fact,) = restored.append("a1", [visited("after")], by="me", now=NOW)
    assert fact.device != contents["a1"][0].device
    assert len(access.open_with_passphrase(tmp_path / "new", PASSPHRASE).facts("a1")) == 3


def test_never_over_anything(vault: Vault, contents: Contents, home: Path, tmp_path: Path) -> None:
    """Neither a casebook nor somebody's files."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine")
    for place in (home, tmp_path / "mine"):
        before = sorted(place.rglob("*"))
        with pytest.raises(Refused):
            restore_new(place, vault.ring, contents)
        assert sorted(place.rglob("*")) == before


@needs_fork
def test_killed_at_any_file_call(vault: Vault, contents: Contents, tmp_path: Path) -> None:
    """It is whole, or says that it is not, and then the same command makes it whole."""
    at, finished = 0, False
    while not finished:
        at += 1
        here = tmp_path / f"{at}"
        finished = restored_in_a_child(here, vault, contents, FaultyDisk(at, lambda name: os._exit(9)))
        if not access.is_vault(here):
            if (here / "cases").is_dir() and any((here / "cases").iterdir()):
                with pytest.raises(Damaged, match="being restored"):
                    access.open_with_passphrase(here, PASSPHRASE)
            restore_new(here, vault.ring, contents)
        restored = access.open_with_passphrase(here, PASSPHRASE)
        assert {case: restored.facts(case) for case in contents} == contents
        shutil.rmtree(here)
    assert at > 20


def restored_in_a_child(home: Path, vault: Vault, contents: Contents, disk: FaultyDisk) -> bool:
    """Restore in a forked process, killed meanwhile; whether it came to its end."""
    child = os.fork()
    if not child:
        try:
            vars(files)["os"] = disk
            restore_new(home, vault.ring, contents)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_into_a_living_vault_nothing_is_doubled(vault: Vault, contents: Contents) -> None:
    """The union is the same however often."""
    vault.append("a1", [visited("after")], by="me", now=NOW)
    before = vault.facts("a1")

    assert add_facts(vault.journals, "a1", contents["a1"]) == ()
    assert vault.facts("a1") == before


def test_a_deleted_file_comes_back(vault: Vault, contents: Contents, home: Path) -> None:
    """With what was in it then, and the memory agrees."""
    next((home / "cases").glob("a1.*")).unlink()

    assert set(add_facts(vault.journals, "a1", contents["a1"])) == set(contents["a1"])
    again = access.open_with_passphrase(home, PASSPHRASE)
    assert again.facts("a1") == contents["a1"]
    assert again.check().problems == ()


def test_a_damaged_file_is_kept_aside(vault: Vault, contents: Contents, home: Path) -> None:
    """As it is, for whoever can read it one day."""
    path = next((home / "cases").glob("a1.*"))
    broken = path.read_bytes()[:100]
    path.write_bytes(broken)
    add_facts(vault.journals, "a1", contents["a1"])

    assert vault.facts("a1") == contents["a1"]
    assert [one.read_bytes() for one in (home / ASIDE).iterdir()] == [broken]


def test_an_entry_that_says_otherwise_changes_nothing(vault: Vault, contents: Contents) -> None:
    """The one here stays."""
    other = tuple(replace(fact, by="somebody else") for fact in contents["a1"])
    assert add_facts(vault.journals, "a1", other) == ()
    assert vault.facts("a1") == contents["a1"]
