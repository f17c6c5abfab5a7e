"""A new key for a vault.

- every file is sealed anew; what is in them stays
- stopped at each file call, the vault is whole, and the same command goes on
- the old key opens nothing that was written after; a window that was open with it writes nothing more
"""

import os
import shutil
from pathlib import Path

import pytest

from followup.case.facts import Fact
from followup.errors import Damaged, FollowupError, Locked
from followup.store import RegisterKind
from followup.vault import access, files, keys
from followup.vault.backup_memory import MadeBackups
from followup.vault.envelope import DataKey, generation_of
from followup.vault.journal_format import opened_file
from followup.vault.restoring import restore_into
from followup.vault.vault import Vault
from tests.vault.facts_for_tests import NOW, PASSPHRASE, opened, visited
from tests.vault.faulty_disk import FaultyDisk

NEW = "a wholly new passphrase"
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="the kill is tried in a forked process")


def filled(vault: Vault) -> dict[str, tuple[Fact, ...]]:
    """Some of every kind of file; the facts by journal."""
    for case in ("a1", "office"):
        vault.append(case, [opened(case.upper()), visited("before")], by="me", now=NOW)
    vault.register(RegisterKind("agenda", "1", lambda case, facts: len(facts)))
    vault.keep_draft("a1", {"half": "filled"})
    vault.note_backup(MadeBackups((Path("stick"),), NOW.date()))
    return {case: vault.facts(case) for case in ("a1", "office")}


def generations(home: Path) -> set[int]:
    """Those of the keys that files are sealed with."""
    found = (generation_of(path.read_bytes()) for path in home.rglob("*") if path.is_file())
    return {one for one in found if one is not None}


def test_every_file_is_sealed_anew(vault: Vault, home: Path) -> None:
    """And says what it said before, under the new passphrase alone."""
    before = filled(vault)
    fresh = access.rekey(vault, NEW)
    result = fresh.reseal()

    assert (result.problems, generations(home)) == ((), {2})
    vault = access.open_with_passphrase(home, NEW)
    assert {case: vault.facts(case) for case in before} == before
    assert vault.draft("a1") == {"half": "filled"}
    assert vault.last_backup() == NOW.date()
    assert vault.check().problems == ()
    with pytest.raises(Locked):
        access.open_with_passphrase(home, PASSPHRASE)


def test_the_old_key_opens_nothing_that_is_written_after(vault: Vault, home: Path, tmp_path: Path) -> None:
    """Neither a new file nor an old one that was written to; a copy from before it still opens: that is said."""
    filled(vault)
    shutil.copytree(home, tmp_path / "copy")
    old = DataKey(vault.ring.data.key)
    fresh = access.rekey(vault, NEW)
    fresh.reseal()
    fresh.append("c3", [opened("C3")], by="me", now=NOW)

    for file in fresh.journals.files():
        with pytest.raises(Damaged):
            opened_file(fresh.journals.folder, file, old)
    assert old.key.hex() not in (home / "vault.json").read_text()
    assert len(access.open_with_passphrase(tmp_path / "copy", PASSPHRASE).facts("a1")) == 2


def test_recovery_keys_stay(vault: Vault, home: Path) -> None:
    """They open the new key too."""
    secret, public = keys.new_recovery_key()
    vault.add_recovery(public)
    access.rekey(vault, NEW).reseal()

    assert access.open_with_recovery(home, secret).recovery == (public,)


def test_a_window_that_was_open_writes_nothing_more(vault: Vault, home: Path) -> None:
    """Nothing at all, and it says so: what it would write, the lost key would open."""
    kept = filled(vault)
    other = access.load_vault(home, ask=lambda: PASSPHRASE, environ={})
    fresh = access.rekey(vault, NEW)

    for write in (
        lambda: other.append("a1", [visited("late")], by="me", now=NOW),
        lambda: other.keep_draft("a1", {"late": 1}),
        lambda: access.rekey(other, "one more new passphrase"),
        lambda: other.change_passphrase("one more new passphrase"),
        lambda: other.add_recovery(keys.new_recovery_key()[1]),
        lambda: other.remove_recovery("age1"),
        lambda: restore_into(other, kept),
        lambda: other.merge(),
        lambda: other.new_device(),
        lambda: other.took_in(),
        lambda: other.reseal(),
        lambda: other.accept_older(),
        lambda: other.erase("a1"),
        lambda: other.note_backup(MadeBackups((Path("stick"),), NOW.date())),
    ):
        with pytest.raises(Locked, match="new key"):
            write()
    fresh.reseal()
    assert (len(fresh.facts("a1")), generations(home)) == (2, {2})


def test_a_new_key_given_in_another_window_is_never_called_damage(vault: Vault, home: Path) -> None:
    """Whoever put vault.json back from a backup, as is said of damage, would lose the new key."""
    other = access.load_vault(home, ask=lambda: PASSPHRASE, environ={})
    access.rekey(vault, NEW)

    with pytest.raises(Locked) as refused:
        _ = other.ring
    assert "Unlock it with the new passphrase" in refused.value.hint


def test_a_window_that_was_open_still_reads_what_the_old_key_opens(vault: Vault, home: Path) -> None:
    """Reading writes nothing then, not even what it would remember."""
    filled(vault)
    other = access.load_vault(home, ask=lambda: PASSPHRASE, environ={})
    fresh = access.rekey(vault, NEW)

    assert len(other.facts("a1")) == 2
    other.register(RegisterKind("agenda", "2", lambda case, facts: len(facts)))
    fresh.reseal()
    other.register(RegisterKind("agenda", "3", lambda case, facts: len(facts)))
    assert generations(home) == {2}


def test_in_between_all_is_readable_and_writable(vault: Vault, home: Path) -> None:
    """Before any file is sealed anew: the keys of the generations before open them."""
    before = filled(vault)
    access.rekey(vault, NEW)
    vault = access.open_with_passphrase(home, NEW)

    assert {case: vault.facts(case) for case in before} == before
    vault.append("a1", [visited("after")], by="me", now=NOW)
    assert len(vault.facts("a1")) == 3
    assert vault.reseal().problems == ()
    assert generations(home) == {2}


def test_again_and_again(vault: Vault, home: Path) -> None:
    """A third generation opens what the first had sealed."""
    before = filled(vault)
    for number, passphrase in enumerate((NEW, "and another passphrase"), 2):
        vault = access.rekey(vault, passphrase)
        assert vault.ring.data.generation == number
    assert {case: vault.facts(case) for case in before} == before
    vault.reseal()
    assert generations(home) == {3}


def test_a_damaged_file_is_named_and_left_as_it_is(vault: Vault, home: Path) -> None:
    """The others are sealed anew."""
    filled(vault)
    path = next((home / "cases").glob("a1.*"))
    whole = path.read_bytes()
    broken = whole[:-1] + bytes([whole[-1] ^ 1])
    path.write_bytes(broken)
    result = access.rekey(vault, NEW).reseal()

    assert path.name in result.problems[0].what
    assert path.read_bytes() == broken
    assert len(access.open_with_passphrase(home, NEW).facts("office")) == 2


def test_a_file_put_back_from_before_is_not_hidden(vault: Vault, home: Path) -> None:
    """It is older than what was seen, and stays so."""
    filled(vault)
    path = next((home / "cases").glob("a1.*"))
    older = path.read_bytes()
    vault.append("a1", [visited("newer")], by="me", now=NOW)
    path.write_bytes(older)
    result = access.rekey(vault, NEW).reseal()

    assert "older than" in result.problems[0].what
    with pytest.raises(FollowupError, match="older than"):
        access.open_with_passphrase(home, NEW).facts("a1")


@needs_fork
def test_killed_at_any_file_call(home: Path, tmp_path: Path) -> None:
    """One of the two passphrases opens it, every fact is there, and going on finishes."""
    before = filled(access.create(home, PASSPHRASE))
    at = 0
    finished = False
    while not finished:
        at += 1
        here = tmp_path / f"{at}"
        shutil.copytree(home, here)
        finished = rekeyed_in_a_child(here, FaultyDisk(at, lambda name: os._exit(9)))
        vault = opened_with_either(here)
        assert {case: vault.facts(case) for case in before} == before
        if vault.ring.data.generation == 1:
            vault = access.rekey(vault, NEW)
        assert vault.reseal().problems == ()
        assert generations(here) == {2}
        assert vault.check().problems == ()
        shutil.rmtree(here)
    assert at > 30


def rekeyed_in_a_child(home: Path, disk: FaultyDisk) -> bool:
    """Give a vault a new key in a forked process, killed meanwhile; whether it came to its end."""
    child = os.fork()
    if not child:
        try:
            vars(files)["os"] = disk
            access.rekey(access.open_with_passphrase(home, PASSPHRASE), NEW).reseal()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def opened_with_either(home: Path) -> Vault:
    """The vault, with the new passphrase or, where it did not come to that, the old one."""
    try:
        return access.open_with_passphrase(home, NEW)
    except Locked:
        return access.open_with_passphrase(home, PASSPHRASE)


def test_older_keys_put_back_are_told_and_nothing_is_given_up(vault: Vault, home: Path) -> None:
    """The files are sound, the key is the old one: to accept that would throw away the list of all of them."""
    filled(vault)
    older = (home / "vault.json").read_bytes()
    access.rekey(vault, NEW).reseal()
    (home / "vault.json").write_bytes(older)
    vault = access.open_with_passphrase(home, PASSPHRASE)
    before = (home / "journals.list").read_bytes()

    problems = vault.check().problems
    assert problems
    assert all("sealed with another key" in one.what and "--accept-older" not in one.hint for one in problems)
    with pytest.raises(Damaged, match="another key"):
        vault.accept_older()
    assert (home / "journals.list").read_bytes() == before
