"""A file sealed for somebody else opens with any age, by whoever has the key or the passphrase, and by nobody else."""

import hashlib

import pyrage
import pytest

from followup.errors import Invalid, Refused
from followup.vault import age_header
from followup.vault.age_header import stanzas
from followup.vault.sealed_file import checked_recipient, seal_for_key, seal_with_passphrase

CONTENT = b"her whole file " * 9_000
"""More than one block of an age file."""


def test_the_holder_of_the_key_opens_it_and_nobody_else():
    theirs, others = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    sealed = seal_for_key(CONTENT, f" {theirs.to_public()} ")

    assert pyrage.decrypt(sealed, [theirs]) == CONTENT
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed, [others])


def test_the_passphrase_opens_it_with_the_work_factor_of_age_itself(monkeypatch):
    monkeypatch.setattr(age_header, "_WORK", 10)
    sealed = seal_with_passphrase(CONTENT, "six words ខ្មែរ")

    assert pyrage.passphrase.decrypt(sealed, "six words ខ្មែរ") == CONTENT
    assert [stanza.words[0] for stanza in stanzas(sealed)] == [b"scrypt"]
    with pytest.raises(pyrage.DecryptError):
        pyrage.passphrase.decrypt(sealed, "six words")


def test_a_machine_with_too_little_memory_is_told_of(monkeypatch):
    monkeypatch.setattr(hashlib, "scrypt", lambda *_args, **_said: (_ for _ in ()).throw(MemoryError))

    with pytest.raises(Refused, match="too little free memory"):
        seal_with_passphrase(CONTENT, "six words")


@pytest.mark.parametrize("typed", ["", "age1", "AGE-SECRET-KEY-1", "ssh-ed25519 AAAA", "Sokunthea"])
def test_what_is_no_public_key_is_refused_and_not_repeated(typed):
    with pytest.raises(Invalid) as refused:
        checked_recipient(typed)

    assert not typed or typed not in str(refused.value)
