"""vault.json: the vault's random id and its key slots.

A random data key seals every file. It is kept here wrapped: once by the worker's passphrase (Argon2id), and once for
each recovery key (age). Changing the passphrase rewrites this file alone. A checksum per slot tells a wrong passphrase
from a damaged file. After a change of the data key (`rekey`) the keys of the generations before stand here too, sealed
with the new one, because old backups and files that arrive late are still to be read.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from msgspec import MsgspecError, json
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_pwhash_alg,
)
from nacl.bindings.crypto_generichash import generichash_blake2b_salt_personal
from nacl.bindings.crypto_pwhash import crypto_pwhash_ALG_ARGON2ID13
from nacl.exceptions import CryptoError

from followup.errors import Damaged, Invalid, Locked, Refused
from followup.messages import say
from followup.values import Value, replace, unseen
from followup.vault import files
from followup.vault.envelope import DataKey
from followup.vault.passphrase import Tell, chosen_passphrase, opening_forms, tell_nobody, tell_of_blanks

FILE = "vault.json"
FORMAT = 2
"""Written only where there are former keys: a version that knows none of them says that it is too old."""

_KEYS = {"format", "vault", "generation", "check", "slots", "listed", "former", "checksum"}
"""What a vault.json may hold; anything else is a damaged name. Earlier versions wrote no checksum of the whole."""

IDENTITY = "AGE-SECRET-KEY-1"
"""How a recovery key begins, the secret one."""

_NONCE = 24
_MEMORY_KIB = range(8, 1024 * 1024 + 1)
_PASSES = range(1, 17)

Json = dict[str, Any]


class Cost(Value):
    """What guessing a passphrase costs: memory in KiB, and passes over it."""

    memory_kib: int
    passes: int


COST = Cost(memory_kib=64 * 1024, passes=3)
"""For new slots: about 0.2 s. Each slot remembers its own, so that it can rise. Tests make it small."""


class Keyring(Value, eq=False):
    """An opened vault.json: which vault it is, its data key, and the slots as they stand."""

    vault: str
    data: DataKey
    slots: tuple[Json, ...]
    listed: bool = False
    """Whether there has to be a list of the journals: a copy without it is incomplete."""

    __repr__ = unseen


class Header(Value, eq=False):
    """A vault.json as read, checked but not opened."""

    vault: str
    generation: int
    check: str
    slots: tuple[Json, ...]
    listed: bool = False
    former: str = ""

    __repr__ = unseen


def new(passphrase: str, recovery: Sequence[str] = ()) -> Keyring:
    """A new vault's keys: a random data key in a worker slot and one recovery slot for each age public key."""
    return _with_slots(Keyring(os.urandom(16).hex(), DataKey(os.urandom(32)), (), listed=True), passphrase, recovery)


def _with_slots(ring: Keyring, passphrase: str, recovery: Iterable[str]) -> Keyring:
    slots = [_worker_slot(ring, passphrase), *(_recovery_slot(ring, recipient) for recipient in recovery)]
    return replace(ring, slots=tuple(slots))


def write(home: str, ring: Keyring) -> None:
    """Put vault.json in ``home``, atomically. The caller holds the vault's lock."""
    files.save(files.inside(home, FILE), as_file(ring))


def as_file(ring: Keyring) -> bytes:
    """What vault.json holds: nothing in it opens anything without the passphrase or a recovery key."""
    whole: Json = {
        "format": FORMAT if ring.data.former else 1,
        "vault": ring.vault,
        "generation": ring.data.generation,
        "check": check_value(ring.data.key),
        "slots": [{**slot, "checksum": _checksum(ring.vault, slot)} for slot in ring.slots],
    }
    if ring.listed:
        whole["listed"] = True
    if ring.data.former:
        whole["former"] = _sealed_former(ring)
    whole["checksum"] = _checksum(ring.vault, whole)
    return json.format(json.encode(whole), indent=1) + b"\n"


def read(home: str) -> Header:
    """vault.json, with every slot's checksum verified; Damaged if it is not as it was written."""
    try:
        blob = files.read(files.inside(home, FILE))
    except FileNotFoundError as error:
        raise Damaged(say("{file} is missing.", file=FILE), _hint()) from error
    return parse(blob)


def parse(blob: bytes) -> Header:
    """The content of a vault.json, checked; Damaged if it is not as it was written."""
    try:
        return _header(json.decode(blob))
    except (MsgspecError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged() from error


def _header(whole: Json) -> Header:
    if type(whole["format"]) is int and whole["format"] > FORMAT:
        raise Damaged(
            say("{file} was written by a newer version of followup.", file=FILE),
            say("Update followup and try again; nothing is lost."),
        )
    vault, generation, check = whole["vault"], whole["generation"], whole["check"]
    if not whole.keys() <= _KEYS or whole.get("listed", True) is not True:
        raise _damaged()
    if "checksum" in whole and whole["checksum"] != _checksum(vault, _without_checksum(whole)):
        raise _damaged()
    if whole["format"] not in (1, FORMAT) or type(generation) is not int or not generation > 0 or not whole["slots"]:
        raise _damaged()
    if len(bytes.fromhex(vault)) != 16 or len(bytes.fromhex(check)) != 16:
        raise _damaged()
    slots = tuple(_checked_slot(vault, slot) for slot in whole["slots"])
    former = whole["former"] if whole["format"] > 1 else ""
    return Header(vault, generation, check, slots, whole.get("listed") is True, former)


def _without_checksum(whole: Json) -> Json:
    return {name: value for name, value in whole.items() if name != "checksum"}


def _checked_slot(vault: str, slot: Json) -> Json:
    bare = _without_checksum(slot)
    if slot["checksum"] != _checksum(vault, bare):
        raise _damaged()
    return bare


def open_keyring(header: Header, typed: str, tell: Tell = tell_nobody) -> Keyring:
    """The keys behind a passphrase; Locked if it is a wrong one. Blanks that were left out are told."""
    for passphrase in opening_forms(typed):
        for slot in header.slots:
            if slot["kind"] == "worker" and (key := _unwrapped(header, slot, passphrase)):
                tell_of_blanks(typed, passphrase, tell)
                return ring_of(header, key)
    raise Locked(say("The passphrase is wrong."), say("Try again; mind capitals, spaces and the keyboard's language."))


def recover_keyring(header: Header, identity: str) -> Keyring:
    """The keys behind an age secret key; Locked if none of the recovery slots was made for it."""
    import pyrage  # type: ignore[import-untyped]  # it ships no types

    try:
        secret = pyrage.x25519.Identity.from_str(identity.strip())
    except pyrage.IdentityError as error:
        raise _no_identity(identity) from error
    for slot in header.slots:
        if slot["kind"] == "recovery":
            try:
                key = pyrage.decrypt(bytes.fromhex(slot["sealed"]), [secret])
            except pyrage.DecryptError:
                continue
            if len(key) == 32 and check_value(key) == header.check:
                return ring_of(header, key)
    raise Locked(say("This recovery key belongs to another casebook."), say("Look for the sheet of this one."))


def _no_identity(typed: str) -> Invalid:
    if typed.strip().startswith(IDENTITY):
        return Invalid(
            say("A sign of the recovery key is wrong or missing."), say("Compare it with the sheet, sign by sign.")
        )
    return Invalid(say("This is not a recovery key."), say("It begins with {beginning}.", beginning=IDENTITY))


def ring_of(header: Header, key: bytes) -> Keyring:
    """The keyring of a vault whose data key is known; Damaged if it is not this vault's key."""
    if check_value(key) != header.check:
        raise _damaged()
    return Keyring(header.vault, DataKey(key, header.generation, _former(header, key)), header.slots, header.listed)


def refuse_if_rekeyed(home: str, ring: Keyring) -> None:
    """Locked if the casebook was given a new key since ``ring`` was opened: the old one seals nothing any more."""
    if read(home).generation != ring.data.generation:
        raise Locked(
            say("The casebook was given a new key meanwhile; nothing was written."),
            say("Unlock it with the new passphrase, and do it again: followup unlock"),
        )


def next_generation(home: str, ring: Keyring, passphrase: str) -> Keyring:
    """Put a new data key in place, with a new passphrase and the same recovery keys. The caller holds the lock.

    From now on nothing is sealed with the key before; it still opens what was sealed with it.
    """
    old = ring.data
    data = DataKey(os.urandom(32), old.generation + 1, (replace(old, former=()), *old.former))
    fresh = _with_slots(Keyring(ring.vault, data, (), ring.listed), passphrase, recovery_recipients(ring.slots))
    write(home, fresh)
    return fresh


def _sealed_former(ring: Keyring) -> str:
    nonce, former = os.urandom(_NONCE), [[one.generation, one.key.hex()] for one in ring.data.former]
    bound = _bound(ring.vault, ring.data.generation, {"kind": "former"})
    plain = json.encode(former)
    return (nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(plain, bound, nonce, ring.data.key)).hex()


def _former(header: Header, key: bytes) -> tuple[DataKey, ...]:
    if not header.former:
        return ()
    try:
        sealed = bytes.fromhex(header.former)
        bound = _bound(header.vault, header.generation, {"kind": "former"})
        plain = crypto_aead_xchacha20poly1305_ietf_decrypt(sealed[_NONCE:], bound, sealed[:_NONCE], key)
        return tuple(DataKey(bytes.fromhex(one), generation) for generation, one in json.decode(plain))
    except (CryptoError, MsgspecError, ValueError, TypeError) as error:
        raise _damaged() from error


def with_passphrase(ring: Keyring, passphrase: str) -> Keyring:
    """The keys with a new passphrase in place of the old one."""
    others = tuple(slot for slot in ring.slots if slot["kind"] != "worker")
    return replace(ring, slots=(_worker_slot(ring, passphrase), *others))


def with_recovery(ring: Keyring, recipient: str) -> Keyring:
    """The keys that an age public key opens as well; Refused if it does already."""
    slot = _recovery_slot(ring, recipient)
    if slot["to"] in recovery_recipients(ring.slots):
        raise Refused(say("This recovery key opens the casebook already."), say("See: followup recovery list"))
    return replace(ring, slots=(*ring.slots, slot))


def without_recovery(ring: Keyring, recipient: str) -> Keyring:
    """The keys that a recovery key opens no more."""
    return replace(ring, slots=tuple(slot for slot in ring.slots if slot.get("to") != recipient))


def recovery_recipients(slots: Iterable[Json]) -> tuple[str, ...]:
    """The public keys of the recovery slots, in the order in which they were added."""
    return tuple(slot["to"] for slot in slots if slot["kind"] == "recovery")


def new_recovery_key() -> tuple[str, str]:
    """A new age key: the secret one, for a sheet of paper in a safe, and the public one."""
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def check_value(key: bytes) -> str:
    """A value that tells whether a data key is the right one, and nothing else about it."""
    return generichash_blake2b_salt_personal(b"", digest_size=16, key=key, person=b"followup check").hex()


def six_words(below: Callable[[int], int] | None = None) -> str:
    """Six random words, as a passphrase that can be learnt: 11 bits each from 2,048 words, 66 bits in all.

    ``below(n)`` gives a random number in ``range(n)``, `secrets.randbelow` outside tests.
    """
    if below is None:
        import secrets

        below = secrets.randbelow
    words = word_list()
    return " ".join([words[below(len(words))] for _ in range(6)])


def word_list() -> list[str]:
    """The 2,048 words that `six_words` draws from."""
    from importlib.resources import files as shipped

    return shipped("followup_data").joinpath("words.txt").read_text("ascii").split()


def _worker_slot(ring: Keyring, passphrase: str) -> Json:
    bare: Json = {
        "kind": "worker",
        "kdf": "argon2id13",
        "memory_kib": COST.memory_kib,
        "passes": COST.passes,
        "salt": os.urandom(16).hex(),
    }
    nonce = os.urandom(_NONCE)
    sealed = crypto_aead_xchacha20poly1305_ietf_encrypt(
        ring.data.key,
        _bound(ring.vault, ring.data.generation, bare),
        nonce,
        _stretched(bare, chosen_passphrase(passphrase)),
    )
    return {**bare, "sealed": (nonce + sealed).hex()}


def _unwrapped(header: Header, slot: Json, passphrase: str) -> bytes | None:
    try:
        sealed = bytes.fromhex(slot["sealed"])
        bare = {name: value for name, value in slot.items() if name != "sealed"}
        wrapping = _stretched(bare, passphrase)
        return crypto_aead_xchacha20poly1305_ietf_decrypt(
            sealed[_NONCE:], _bound(header.vault, header.generation, bare), sealed[:_NONCE], wrapping
        )
    except CryptoError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged() from error


def _stretched(slot: Json, passphrase: str) -> bytes:
    """The wrapping key. Parameters are bounded, so that a damaged slot cannot take all memory, or all day."""
    memory, passes, salt = slot["memory_kib"], slot["passes"], bytes.fromhex(slot["salt"])
    if slot["kdf"] != "argon2id13" or memory not in _MEMORY_KIB or passes not in _PASSES or len(salt) != 16:
        raise _damaged()
    secret = passphrase.encode("utf-8", "surrogatepass")
    try:
        return crypto_pwhash_alg(32, secret, salt, passes, memory * 1024, crypto_pwhash_ALG_ARGON2ID13)
    except (MemoryError, RuntimeError) as error:  # PyNaCl's word for no memory is RuntimeError
        raise Locked(say("There is too little free memory to open the casebook."), say("Close a program.")) from error


def _recovery_slot(ring: Keyring, recipient: str) -> Json:
    import pyrage

    try:
        public = pyrage.x25519.Recipient.from_str(recipient.strip())
    except pyrage.RecipientError as error:
        raise Invalid(say("This is not a public recovery key."), say("It begins with age1.")) from error
    return {"kind": "recovery", "to": str(public), "sealed": pyrage.encrypt(ring.data.key, [public]).hex()}


def _bound(vault: str, generation: int, slot: Json) -> bytes:
    return json.encode([vault, generation, slot], order="sorted")


def _checksum(vault: str, slot: Json) -> str:
    plain = json.encode([vault, slot], order="sorted")
    return generichash_blake2b_salt_personal(plain, digest_size=16, person=b"followup slot").hex()


def _hint() -> str:
    return say("Put {file} back from a backup; the cases themselves are not touched.", file=FILE)


def _damaged() -> Damaged:
    return Damaged(say("{file} is damaged.", file=FILE), _hint())
