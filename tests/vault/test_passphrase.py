"""One rule for passphrases at every way in: the same one opens, however its blanks and letters were typed.

- letters are composed, blanks around are left out and told of, blanks inside stay
- a new one has twelve characters that are not blanks around it
- every vault that an earlier version sealed still opens

The commands' own ways in are tested in tests/cli/test_keys.py and tests/demo/test_demo.py.
"""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from followup.errors import Invalid, Locked
from followup.vault import access, keys
from followup.vault.passphrase import chosen_passphrase, normal_passphrase, opening_forms
from followup.vault.vault import Vault
from tests.vault.facts_for_tests import PASSPHRASE

OLD = Path(__file__).parent / "fixtures" / "old-passphrases"
"""A vault.json made before there was one rule; a slot for each passphrase in `OLD_PASSPHRASES`."""
OLD_PASSPHRASES = {
    "a blank behind, from the environment": "tide pencil maple ",
    "shorter than today's": "eight ch",
    "blanks only": " " * 12,
    "a sign that nobody sees": "\u200btide pencil otter",
    "decomposed, with blanks around": "  cafe\u0301 au lait \n",
}
AROUND = ["{} ", "  {}", "\t{}\r\n", "{}\u00a0", "\u3000{}", "{}\u200b", "\ufeff{} \u200b"]
"""Blanks of several scripts and keyboards around a passphrase."""
LEFT_OUT = "Blanks before and after the passphrase were left out; they do not count."


@pytest.mark.parametrize("around", AROUND)
def test_blanks_around_are_left_out_and_told_of(around: str) -> None:
    """Also those that show nothing at all."""
    told: list[str] = []

    assert chosen_passphrase(around.format(PASSPHRASE), told.append) == PASSPHRASE
    assert told == [LEFT_OUT]


def test_what_needs_no_change_is_not_spoken_of() -> None:
    """Composing letters is not worth a sentence: nothing was left out."""
    told: list[str] = []

    assert chosen_passphrase("a  blank \u200b inside", told.append) == "a  blank \u200b inside"
    assert chosen_passphrase("cafe\u0301 au lait, s'il", told.append) == "caf\u00e9 au lait, s'il"
    assert told == []


@pytest.mark.parametrize("typed", ["", " " * 20, "\u200b" * 20, "eleven char", " eleven char ", "e\u0301" * 11])
def test_too_short_or_blank_is_not_taken(typed: str) -> None:
    """Twelve characters, counted after blanks and composed letters; what was typed is not repeated."""
    told: list[str] = []
    with pytest.raises(Invalid, match="at least 12 characters") as refused:
        chosen_passphrase(typed, told.append)

    assert not typed.strip() or typed not in refused.value.what + refused.value.hint
    assert told == []


def test_what_is_tried_begins_with_the_normal_form() -> None:
    """And nothing is tried twice: each try costs the hash of a passphrase."""
    assert opening_forms(PASSPHRASE) == [PASSPHRASE]
    assert opening_forms(f" {PASSPHRASE}\n") == [PASSPHRASE, f" {PASSPHRASE}\n"]
    assert opening_forms("") == []
    for typed in OLD_PASSPHRASES.values():
        assert opening_forms(typed)[-1] == unicodedata.normalize("NFC", typed)
        assert opening_forms(typed)[0] == (normal_passphrase(typed) or typed)


# --- the ways in ----------------------------------------------------------------------------------------------------


def made(home: Path, typed: str) -> None:
    """A new vault with the passphrase ``typed``."""
    access.create(home, typed)


def recovered(home: Path, typed: str) -> None:
    """A vault whose passphrase was forgotten, and is now ``typed``."""
    secret, public = keys.new_recovery_key()
    access.create(home, "a forgotten passphrase", recovery=[public])
    access.open_with_recovery(home, secret).change_passphrase(typed)


def changed(home: Path, typed: str) -> None:
    """A vault whose passphrase was changed to ``typed``."""
    access.create(home, PASSPHRASE).change_passphrase(typed)


def by_environment(home: Path, typed: str, told: list[str]) -> Vault:
    """Opened with FOLLOWUP_PASSPHRASE."""
    return access.load_vault(home, ask=None, environ={"FOLLOWUP_PASSPHRASE": typed}, tell=told.append)


def by_asking(home: Path, typed: str, told: list[str]) -> Vault:
    """Opened with what a person types."""
    return access.load_vault(home, ask=lambda: typed, environ={}, tell=told.append)


def by_agent(home: Path, typed: str, told: list[str]) -> Vault:
    """Unlocked, and opened with the agent's key."""
    access.unlock(home, typed, tell=told.append)
    return access.load_vault(home, ask=None, environ={})


CHOOSING = [made, recovered, changed]
OPENING = [by_environment, by_asking, by_agent]
Choose = Callable[[Path, str], None]
Open = Callable[[Path, str, list[str]], Vault]


@pytest.mark.parametrize("open_", OPENING)
@pytest.mark.parametrize("choose", CHOOSING)
def test_blanks_at_one_way_in_lock_nobody_out_at_another(home: Path, choose: Choose, open_: Open) -> None:
    """Typed with a blank at both, at either, or at none; blanks inside make it another passphrase."""
    told: list[str] = []
    choose(home, f"{PASSPHRASE} caf\u00e9 ")

    assert open_(home, f"{PASSPHRASE} caf\u00e9 ", told).case_ids() == []
    assert open_(home, f"\u200b{PASSPHRASE} cafe\u0301", told).case_ids() == []
    assert told == [LEFT_OUT, LEFT_OUT]
    assert open_(home, f"{PASSPHRASE} caf\u00e9", told).case_ids() == []
    assert told == [LEFT_OUT, LEFT_OUT]
    access.lock(home)
    with pytest.raises(Locked):
        open_(home, f"{PASSPHRASE}  caf\u00e9", told)


@pytest.mark.parametrize("typed", ["eleven char ", " " * 20])
@pytest.mark.parametrize("choose", CHOOSING)
def test_no_way_in_takes_a_passphrase_that_is_too_short(home: Path, choose: Choose, typed: str) -> None:
    """Nor one of blanks only."""
    with pytest.raises(Invalid):
        choose(home, typed)


@pytest.mark.parametrize("open_", OPENING)
def test_blanks_only_open_no_new_vault(home: Path, open_: Open) -> None:
    """They are a wrong passphrase."""
    made(home, PASSPHRASE)
    with pytest.raises(Locked):
        open_(home, " " * 12, [])


# --- vaults of earlier versions -------------------------------------------------------------------------------------


@pytest.mark.parametrize("open_", OPENING)
@pytest.mark.parametrize("old", OLD_PASSPHRASES)
def test_a_vault_sealed_before_the_rule_still_opens(home: Path, open_: Open, old: str) -> None:
    """With what was typed then; nothing is said to be left out that was not."""
    told: list[str] = []
    for folder in (home, home / "cases", home / "revisions"):
        folder.mkdir(mode=0o700)
    (home / "vault.json").write_bytes((OLD / "vault.json").read_bytes())

    assert open_(home, OLD_PASSPHRASES[old], told)._ring.data.key == bytes(range(32))
    assert told == []


def test_what_was_sealed_without_its_blanks_opens_with_them() -> None:
    """The old ``init`` left out what was typed around a passphrase, and the old ``unlock`` did not: locked out."""
    told: list[str] = []
    header = keys.read(str(OLD))

    assert keys.open_keyring(header, " eight ch ", told.append).data.key == bytes(range(32))
    assert keys.open_keyring(header, "\u200btide pencil otter ", told.append).data.key == bytes(range(32))
    assert told == [LEFT_OUT, LEFT_OUT]


def test_an_old_passphrase_with_a_blank_does_not_open_without_it() -> None:
    """Nothing is weaker than it was."""
    with pytest.raises(Locked):
        keys.open_keyring(keys.read(str(OLD)), "tide pencil maple")
