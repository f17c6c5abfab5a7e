"""The header of an age file (age-encryption.org/v1), where a backup carries what opens it with the passphrase.

pyrage makes and opens age files. What it cannot do is add a stanza of one's own, which the format allows and every
other program passes over; the header's checksum is then made anew, for which the file's key is taken from its first
X25519 stanza. So all that is done here is one unwrapping and one checksum, as the specification has them.
"""

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterator
from typing import NamedTuple

from nacl.bindings import (
    crypto_aead_chacha20poly1305_ietf_decrypt,
    crypto_aead_chacha20poly1305_ietf_encrypt,
    crypto_scalarmult,
    crypto_scalarmult_base,
)
from nacl.exceptions import CryptoError

FIRST_LINE = b"age-encryption.org/v1"
_X25519 = b"X25519"
_WORK = 18
"""What a passphrase costs: 2 to this power, as age takes it."""
_MEMORY = 300 << 20
"""Bytes that this may take: 256 MiB and a little."""
_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
"""Of Bech32, in which age writes keys."""


class Stanza(NamedTuple):
    """One way to open an age file: its words, the kind first, and what they need."""

    words: tuple[bytes, ...]
    body: bytes


def stanzas(blob: bytes) -> list[Stanza]:
    """The stanzas of an age file; ValueError if its header is not one of an age file."""
    lines = iter(blob[: _end_of_header(blob)].split(b"\n"))
    if next(lines) != FIRST_LINE:
        raise ValueError
    return list(_parsed(lines))


def with_stanza(blob: bytes, identity: str, stanza: Stanza) -> bytes:
    """The age file with one more stanza; ``identity`` is a secret key that opens the file."""
    file_key = _file_key(stanzas(blob), _secret(identity))
    return _with_header(blob, blob[: _end_of_header(blob)] + _written(stanza), file_key)


def with_passphrase_alone(blob: bytes, identity: str, passphrase: str) -> bytes:
    """The age file, opened by a passphrase and by nothing else; ``identity`` is a secret key that opens it now.

    As the specification has it, with the work factor that age itself takes: pyrage's own measures this machine, and
    may ask for more memory than the one on which it is opened has.
    """
    file_key, salt = _file_key(stanzas(blob), _secret(identity)), secrets.token_bytes(16)
    wrapping = hashlib.scrypt(
        passphrase.encode(), salt=FIRST_LINE + b"/scrypt" + salt, n=1 << _WORK, r=8, p=1, maxmem=_MEMORY, dklen=32
    )
    body = crypto_aead_chacha20poly1305_ietf_encrypt(file_key, None, bytes(12), wrapping)
    stanza = Stanza((b"scrypt", _base64(salt), str(_WORK).encode()), body)
    return _with_header(blob, FIRST_LINE + b"\n" + _written(stanza), file_key)


def _with_header(blob: bytes, stanzas_written: bytes, file_key: bytes) -> bytes:
    """The age file with other stanzas, and the checksum over them."""
    header = stanzas_written + b"---"
    mac = hmac.new(_derived(file_key, b"", b"header"), header, hashlib.sha256).digest()
    return header + b" " + _base64(mac) + blob[blob.index(b"\n", _end_of_header(blob)) :]


def _end_of_header(blob: bytes) -> int:
    """Where the last line of the header begins."""
    return blob.index(b"\n--- ") + 1


def _parsed(lines: Iterator[bytes]) -> Iterator[Stanza]:
    for line in lines:
        if not line:  # after the last stanza
            return
        if not line.startswith(b"-> "):
            raise ValueError
        body = b""
        for part in lines:
            body += part
            if len(part) < 64:  # only the last line of a stanza is shorter
                break
        yield Stanza(tuple(line[3:].split(b" ")), b64decode(body + b"=" * (-len(body) % 4), validate=True))


def _written(stanza: Stanza) -> bytes:
    body = _base64(stanza.body)
    lines = [body[at : at + 64] for at in range(0, len(body) + 1, 64)]  # the last one may be empty, never whole
    return b"-> " + b" ".join(stanza.words) + b"\n" + b"\n".join(lines) + b"\n"


def _file_key(found: list[Stanza], secret: bytes) -> bytes:
    """The key of the file, from the X25519 stanza that was made for ``secret``."""
    public = crypto_scalarmult_base(secret)
    for stanza in found:
        if stanza.words[0] == _X25519:
            share = b64decode(stanza.words[1] + b"=")
            wrapping = _derived(crypto_scalarmult(secret, share), share + public, FIRST_LINE + b"/X25519")
            try:
                return crypto_aead_chacha20poly1305_ietf_decrypt(stanza.body, None, bytes(12), wrapping)
            except CryptoError:
                continue
    raise ValueError


def _derived(secret: bytes, salt: bytes, info: bytes) -> bytes:
    """HKDF-SHA256 (RFC 5869), 32 bytes."""
    extracted = hmac.new(salt or bytes(32), secret, hashlib.sha256).digest()
    return hmac.new(extracted, info + b"\x01", hashlib.sha256).digest()


def _secret(identity: str) -> bytes:
    """The 32 bytes of an age secret key; pyrage has made it, so its own checksum need not be looked at."""
    number = 0
    for letter in identity.lower().rpartition("1")[2][:-6]:
        number = number << 5 | _LETTERS.index(letter)
    return (number >> 4).to_bytes(32, "big")


def _base64(data: bytes) -> bytes:
    return b64encode(data).rstrip(b"=")
