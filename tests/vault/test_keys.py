"""vault.json and its slots.

- the right passphrase opens, a wrong one is told from a damaged file
- changing the passphrase touches vault.json alone
- recovery keys open too
- six words
"""

import json
import unicodedata
from pathlib import Path

import pytest

from followup.errors import Damaged, Invalid, Locked
from followup.vault import access, keys
from followup.vault.vault import Vault
from tests.vault.facts_for_tests import NOW, PASSPHRASE, opened


def test_the_passphrase_opens(vault: Vault, home: Path) -> None:
    """To the key that seals the files."""
    assert keys.open_keyring(keys.read(str(home)), PASSPHRASE).data.key == vault._ring.data.key


@pytest.mark.parametrize("wrong", ["", PASSPHRASE.upper(), PASSPHRASE.replace(" ", "  "), "\ud800"])
def test_a_wrong_passphrase_is_locked(vault: Vault, home: Path, wrong: str) -> None:
    """Exit 3, and the message does not repeat what was typed."""
    with pytest.raises(Locked) as refused:
        keys.open_keyring(keys.read(str(home)), wrong)
    assert refused.value.code == 3
    assert not wrong or wrong not in refused.value.what + refused.value.hint


def test_the_real_cost_works(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """64 MiB and three passes, remembered in the slot."""
    monkeypatch.setattr(keys, "COST", keys.Cost(memory_kib=65_536, passes=3))
    access.create(home, PASSPHRASE)

    header = keys.read(str(home))
    assert (header.slots[0]["memory_kib"], header.slots[0]["passes"]) == (65_536, 3)
    assert keys.open_keyring(header, PASSPHRASE).vault == header.vault


def test_a_khmer_passphrase_in_any_spelling_of_its_letters(home: Path) -> None:
    """Composed and decomposed letters are the same passphrase."""
    typed = "ក្រុមការងារ é ü"
    access.create(home, unicodedata.normalize("NFD", typed))

    assert keys.open_keyring(keys.read(str(home)), unicodedata.normalize("NFC", typed))


def test_a_short_passphrase_is_not_taken(home: Path) -> None:
    """And nothing is made."""
    with pytest.raises(Invalid):
        access.create(home, "short")
    assert not home.exists()


def test_every_damage_to_the_key_file_is_damage(vault: Vault, home: Path) -> None:
    """Any changed character: never called a wrong passphrase, never a crash, unless it changes nothing."""
    path = home / "vault.json"
    blob = path.read_bytes()
    for place in range(0, len(blob), 3):
        path.write_bytes(blob[:place] + bytes([blob[place] ^ 1]) + blob[place + 1 :])
        assert opened_or_damaged(home) in (vault._ring.data, "vault.json is damaged.", NEWER)


NEWER = "vault.json was written by a newer version of followup."


def opened_or_damaged(home: Path) -> object:
    """The data key, or what is said about the damage."""
    try:
        return keys.open_keyring(keys.read(str(home)), PASSPHRASE).data
    except Damaged as damaged:
        return damaged.what


@pytest.mark.parametrize(
    "change",
    [{"memory_kib": 2**40}, {"memory_kib": 1}, {"passes": 10**9}, {"passes": 0}, {"salt": "00"}, {"kdf": "none"}],
)
def test_parameters_out_of_bounds_are_damage(vault: Vault, home: Path, change: dict[str, object]) -> None:
    """Even where the checksum was made to fit: no slot can take all memory."""
    ring = vault._ring
    keys.write(str(home), keys.Keyring(ring.vault, ring.data, ({**ring.slots[0], **change},)))

    with pytest.raises(Damaged):
        keys.open_keyring(keys.read(str(home)), PASSPHRASE)


def test_a_newer_key_file_asks_for_an_update(vault: Vault, home: Path) -> None:
    """Exit 4, nothing lost."""
    path = home / "vault.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": keys.FORMAT + 1}))

    with pytest.raises(Damaged, match="newer"):
        keys.read(str(home))


def test_changing_the_passphrase_writes_one_file(vault: Vault, home: Path) -> None:
    """The old one no longer opens; the sealed files stay as they are."""
    vault.append("a1", [opened()], by="me", now=NOW)
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    vault.change_passphrase("a wholly new passphrase")

    changed = {path.name for path, was in before.items() if path.read_bytes() != was}
    assert changed == {"vault.json"}
    with pytest.raises(Locked):
        access.load_vault(home, ask=lambda: PASSPHRASE, environ={})
    assert len(access.load_vault(home, ask=lambda: "a wholly new passphrase", environ={}).facts("a1")) == 1


def test_a_recovery_key_opens_and_gives_a_new_passphrase(home: Path) -> None:
    """The sheet in the safe, when the passphrase is forgotten."""
    secret, public = keys.new_recovery_key()
    access.create(home, PASSPHRASE, recovery=[public]).append("a1", [opened()], by="me", now=NOW)
    access.open_with_recovery(home, secret).change_passphrase("remembered from now on")

    vault = access.load_vault(home, ask=lambda: "remembered from now on", environ={})
    assert len(vault.facts("a1")) == 1
    assert [slot["kind"] for slot in keys.read(str(home)).slots] == ["worker", "recovery"]


def test_a_recovery_key_added_later(vault: Vault, home: Path) -> None:
    """Beside the passphrase."""
    secret, public = keys.new_recovery_key()
    vault.add_recovery(public)

    assert keys.recover_keyring(keys.read(str(home)), secret).data == vault._ring.data
    assert keys.open_keyring(keys.read(str(home)), PASSPHRASE).data == vault._ring.data


def test_a_strange_recovery_key_does_not_open(vault: Vault, home: Path) -> None:
    """And what is no key at all is said to be none, without repeating it."""
    vault.add_recovery(keys.new_recovery_key()[1])
    with pytest.raises(Locked):
        keys.recover_keyring(keys.read(str(home)), keys.new_recovery_key()[0])
    with pytest.raises(Invalid) as refused:
        keys.recover_keyring(keys.read(str(home)), "AGE-SECRET-KEY-1TYPED")
    assert "TYPED" not in refused.value.what + refused.value.hint


def test_six_words() -> None:
    """2,048 distinct, plain, short words: 11 bits each."""
    words = keys.word_list()

    assert len(words) == len(set(words)) == 2048
    assert all(word.isascii() and word.isalpha() and word.islower() and 3 <= len(word) <= 8 for word in words)
    assert keys.six_words(lambda n: n - 1) == " ".join([words[-1]] * 6)
    assert keys.six_words() != keys.six_words()
