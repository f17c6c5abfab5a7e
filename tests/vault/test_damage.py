"""Files that are not what was written.

- truncated, changed, swapped, foreign, rolled back, gone: refused, naming the file
- the other cases stay usable
- what was put back on purpose can be accepted
"""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from followup.errors import Damaged, FollowupError
from followup.store import RegisterKind
from followup.vault import access
from followup.vault.vault import Vault
from tests.vault.facts_for_tests import KHMER_NAME, NAME, NOW, PASSPHRASE, identified, opened, visited

Spoil = Callable[[Path, Path], object]


def file_of(vault: Vault, case: str) -> Path:
    """The file of a case on this laptop."""
    return Path(vault.home, "cases", f"{case}.{vault.device}.case")


def swap(a: Path, b: Path) -> None:
    """Two files under each other's names."""
    kept = a.read_bytes()
    a.write_bytes(b.read_bytes())
    b.write_bytes(kept)


SPOILS: dict[str, Spoil] = {
    "cut": lambda a, b: a.write_bytes(a.read_bytes()[:700]),
    "emptied": lambda a, b: a.write_bytes(b""),
    "one bit": lambda a, b: a.write_bytes(a.read_bytes()[:-9] + bytes([a.read_bytes()[-9] ^ 4]) + a.read_bytes()[-8:]),
    "swapped with another case": swap,
    "copied over by another case": lambda a, b: a.write_bytes(b.read_bytes()),
    "foreign": lambda a, b: a.write_bytes(b"PK\x03\x04" + bytes(3000)),
    "gone": lambda a, b: a.unlink(),
}


@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS.keys())
def test_a_spoilt_file_is_refused_by_name(vault: Vault, spoil: Spoil) -> None:
    """By reading, by writing and by the check, and no word of what was in it."""
    for case in ("a1", "b2"):
        vault.append(case, [opened(), identified()], by="me", now=NOW)
    spoil(file_of(vault, "a1"), file_of(vault, "b2"))

    refusals = [
        refusal_of(lambda: vault.facts("a1")),
        refusal_of(lambda: vault.append("a1", [visited()], by="me", now=NOW)),
        vault.check().problems[0],
    ]
    for refusal in refusals:
        assert f"a1.{vault.device}.case" in refusal.what
        assert refusal.hint
        assert refusal.code == 4
        assert not any(word in refusal.what + refusal.hint for word in (NAME, KHMER_NAME))


def refusal_of(act: Callable[[], object]) -> FollowupError:
    """The error that ``act`` ends in."""
    with pytest.raises(Damaged) as refused:
        act()
    return refused.value


@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS.keys())
def test_the_other_cases_stay_usable(vault: Vault, spoil: Spoil) -> None:
    """Reading, writing, the register."""
    for case in ("a1", "b2", "c3"):
        vault.append(case, [opened()], by="me", now=NOW)
    vault.register(RegisterKind("agenda", "1", lambda case, facts: len(facts)))
    spoil(file_of(vault, "a1"), file_of(vault, "b2"))

    vault.append("c3", [visited()], by="me", now=NOW)
    register = vault.register(RegisterKind("agenda", "1", lambda case, facts: len(facts)))
    assert dict(register.rows) == {"a1": 1, "b2": 1, "c3": 2}
    assert "a1" in register.problems
    assert "c3" not in register.problems


def test_two_laptops_files_swapped(vault: Vault, laptop: Callable[[], Vault]) -> None:
    """The device is part of the seal."""
    vault.append("a1", [opened()], by="me", now=NOW)
    other = laptop()
    other.append("a1", [visited()], by="you", now=NOW)
    theirs = file_of(vault, "a1").with_name(file_of(other, "a1").name)
    shutil.copy(file_of(other, "a1"), theirs)
    assert len(vault.facts("a1")) == 2
    swap(file_of(vault, "a1"), theirs)

    assert ".case" in refusal_of(lambda: vault.facts("a1")).what


def test_a_file_of_another_vault(vault: Vault, tmp_path: Path) -> None:
    """Even for the same case and device."""
    vault.append("a1", [opened()], by="me", now=NOW)
    foreign = access.create(tmp_path / "foreign", PASSPHRASE)
    foreign.append("a1", [opened()], by="me", now=NOW)
    shutil.copy(file_of(foreign, "a1"), file_of(vault, "a1"))

    refusal_of(lambda: vault.facts("a1"))


@pytest.fixture
def rolled_back(vault: Vault) -> Vault:
    """A vault whose case a1, at its fifth revision, was replaced by its third."""
    for _ in range(3):
        vault.append("a1", [visited()], by="me", now=NOW)
    third = file_of(vault, "a1").read_bytes()
    for _ in range(2):
        vault.append("a1", [visited()], by="me", now=NOW)
    vault.append("b2", [opened()], by="me", now=NOW)
    vault.register(RegisterKind("agenda", "1", lambda case, facts: len(facts)))
    file_of(vault, "a1").write_bytes(third)
    return vault


def test_a_file_rolled_back_is_refused(rolled_back: Vault, reopened: Callable[[], Vault]) -> None:
    """By facts, append and register, in the same command and in the next."""
    for vault in (rolled_back, reopened()):
        for refusal in (
            refusal_of(partial(vault.facts, "a1")),
            refusal_of(partial(vault.append, "a1", [visited()], by="me", now=NOW)),
        ):
            assert f"a1.{vault.device}.case is older" in refusal.what
            assert "--accept-older" in refusal.hint
        for fingerprint in ("1", "2"):
            register = vault.register(RegisterKind("agenda", fingerprint, lambda case, facts: len(facts)))
            assert list(register.problems) == ["a1"]
            assert dict(register.rows) == {"a1": 5, "b2": 1}


def test_a_roll_back_is_refused_without_the_register(rolled_back: Vault) -> None:
    """The memory of revisions does not live in it."""
    for file in Path(rolled_back.home, "registers").iterdir():
        file.unlink()

    assert list(rolled_back.register(RegisterKind("agenda", "1", lambda case, facts: len(facts))).problems) == ["a1"]


def without_spare_copies(vault: Vault) -> None:
    """Nothing on this laptop holds any more what is not in the cases."""
    shutil.rmtree(Path(vault.home, "spare"))


def test_what_this_laptop_still_holds_is_put_back_before_anything_is_accepted(rolled_back: Vault) -> None:
    """The file is whole again, and no entry was given up."""
    assert rolled_back.accept_older("a1") == ()

    assert len(rolled_back.facts("a1")) == 5
    assert rolled_back.check().problems == ()


def test_an_older_file_put_back_on_purpose_is_accepted(rolled_back: Vault) -> None:
    """From then on it counts as the latest, and what is written comes under a new name."""
    file, third = file_of(rolled_back, "a1"), rolled_back.device
    without_spare_copies(rolled_back)
    assert rolled_back.accept_older("a1") == (file.name,)

    assert len(rolled_back.facts("a1")) == 3
    (fact,) = rolled_back.append("a1", [visited()], by="me", now=NOW)
    assert fact.device == rolled_back.device != third
    register = rolled_back.register(RegisterKind("agenda", "1", lambda case, facts: len(facts)))
    assert (dict(register.rows), dict(register.problems)) == ({"a1": 4, "b2": 1}, {})
    assert rolled_back.check().problems == ()


def test_a_missing_file_can_be_accepted(vault: Vault) -> None:
    """The case is then gone from this laptop."""
    for case in ("a1", "b2"):
        vault.append(case, [opened()], by="me", now=NOW)
    vault.register(RegisterKind("agenda", "1", lambda case, facts: len(facts)))
    file = file_of(vault, "a1")
    file.unlink()
    without_spare_copies(vault)
    for _ in range(2):
        assert list(vault.register(RegisterKind("agenda", "1", lambda case, facts: len(facts))).problems) == ["a1"]
    assert vault.accept_older() == (file.name,)

    register = vault.register(RegisterKind("agenda", "1", lambda case, facts: len(facts)))
    assert (dict(register.rows), dict(register.problems)) == ({"b2": 1}, {})
    assert vault.facts("a1") == ()


def test_another_laptops_file_rolled_back_is_refused(vault: Vault, laptop: Callable[[], Vault]) -> None:
    """What was read here is remembered as well as what was written here."""
    vault.append("a1", [opened()], by="me", now=NOW)
    other = laptop()
    arrived = file_of(vault, "a1").with_name(f"a1.{other.device}.case")
    other.append("a1", [visited()], by="you", now=NOW)
    first = file_of(other, "a1").read_bytes()
    other.append("a1", [visited()], by="you", now=NOW)
    shutil.copy(file_of(other, "a1"), arrived)
    assert len(vault.facts("a1")) == 3
    arrived.write_bytes(first)

    assert f"a1.{other.device}.case is older" in refusal_of(lambda: vault.facts("a1")).what


def test_a_newer_file_that_turns_up_after_all_is_welcome(vault: Vault) -> None:
    """What was accepted as older and written on in a file of its own loses nothing when the newer one comes back."""
    vault.append("a1", [opened()], by="me", now=NOW)
    first = file_of(vault, "a1").read_bytes()
    vault.append("a1", [visited("one")], by="me", now=NOW)
    second = file_of(vault, "a1").read_bytes()
    file = file_of(vault, "a1")
    file.write_bytes(first)
    without_spare_copies(vault)
    vault.accept_older("a1")
    vault.append("a1", [visited("two")], by="me", now=NOW)
    file.write_bytes(second)

    assert len(vault.facts("a1")) == 3


def test_losing_the_memory_of_revisions_loses_no_fact(vault: Vault) -> None:
    """It is a second witness only; damaged it counts as none."""
    vault.append("a1", [opened()], by="me", now=NOW)
    for file in Path(vault.home, "revisions").iterdir():
        file.write_bytes(b"damaged")

    assert len(vault.facts("a1")) == 1
    vault.append("a1", [visited()], by="me", now=NOW)
    assert len(vault.facts("a1")) == 2


def test_a_missing_folder_of_cases_is_not_an_empty_vault(vault: Vault) -> None:
    """A disk that is not connected does not make everybody disappear."""
    vault.append("a1", [opened()], by="me", now=NOW)
    shutil.rmtree(Path(vault.home, "cases"))

    for act in (
        vault.case_ids,
        lambda: vault.facts("a1"),
        lambda: vault.register(RegisterKind("agenda", "1", lambda case, facts: None)),
    ):
        assert "cases" in refusal_of(act).what


def test_a_conflict_copy_is_reported(vault: Vault) -> None:
    """Its facts are not read, so that it must not go unseen."""
    vault.append("a1", [opened()], by="me", now=NOW)
    own = file_of(vault, "a1")
    shutil.copy(own, own.with_name(f"a1.{vault.device}.sync-conflict-20260701-080000-ABCDEFG.case"))

    (problem,) = vault.check().problems
    assert "sync-conflict" in problem.what
    assert len(vault.facts("a1")) == 1


def test_a_sound_vault_has_no_problems(vault: Vault) -> None:
    """And the check tells how far it is."""
    for case in ("a1", "b2", "office"):
        vault.append(case, [opened(), visited()], by="me", now=NOW)
    heard: list[tuple[int, int]] = []

    checked = vault.check(lambda done, all_: heard.append((done, all_)))
    assert (checked.files, checked.facts, checked.problems) == (3, 6, ())
    assert heard == [(1, 3), (2, 3), (3, 3)]
