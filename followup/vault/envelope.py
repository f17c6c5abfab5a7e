"""The sealed format: what a file of the vault looks like from outside, and how it is opened again.

    magic 8 | format 2 | kind 1 | reserved 1 | key generation 4 | revision 8 | sealed length 8 | nonce 24 | sealed

Big-endian. The sealed part is XChaCha20-Poly1305 over: length 4, zlib of the content, zeros up to a whole KiB of file.
Everything before the nonce is associated data, together with the names that the file must be opened under (case and
device). A file that was cut, changed, swapped with another or taken from another vault therefore does not open.
"""

import os
import struct
import zlib
from enum import IntEnum

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_ABYTES,
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
)
from nacl.exceptions import CryptoError

from followup.errors import Damaged
from followup.messages import say
from followup.values import Value, unseen

FORMAT = 1
"""The format written today; migrations of the content from older ones are in `journal.MIGRATIONS`."""

MAGIC = b"followup"
_HEADER = struct.Struct(">8sHBBIQQ")
_LENGTH = struct.Struct(">I")
_NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
_TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES
_BLOCK = 1024


class Kind(IntEnum):
    """What a sealed file holds. The numbers are part of the format."""

    JOURNAL = 1
    REGISTER = 2
    REVISIONS = 3
    SAVED_FORM = 4
    INVENTORY = 5
    INSTALLATION = 6
    BACKUPS = 10


class DataKey(Value):
    """The 32 bytes that seal a vault's files, and which generation of them this is.

    ``former`` are those of the generations before: they open what was sealed with them, and seal nothing any more.
    """

    key: bytes
    generation: int = 1
    former: tuple["DataKey", ...] = ()

    __repr__ = unseen

    def of(self, generation: int) -> "DataKey | None":
        """The key of one generation, if it is known."""
        return next((key for key in (self, *self.former) if key.generation == generation), None)


class UnsealedFile(Value, eq=False):
    """The content of a sealed file, the format and revision it was written in, and its seal (8 bytes as hex)."""

    content: bytes
    format: int
    revision: int
    seal: str

    __repr__ = unseen


def seal(content: bytes, key: DataKey, kind: Kind, names: tuple[str, ...], revision: int = 0, level: int = 6) -> bytes:
    """The bytes of a file that holds ``content`` and opens only under ``names``; its length is a multiple of 1 KiB."""
    packed = zlib.compress(content, level)
    inner = _LENGTH.pack(len(packed)) + packed
    inner += bytes(-(_HEADER.size + _NONCE + len(inner) + _TAG) % _BLOCK)
    header = _HEADER.pack(MAGIC, FORMAT, kind, 0, key.generation, revision, len(inner) + _TAG)
    nonce = os.urandom(_NONCE)
    return header + nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(inner, _bound(header, names), nonce, key.key)


def seal_of(blob: bytes) -> str:
    """The seal of a sealed file, unopened: no other file and no other state of it has the same."""
    return blob[-_TAG : 8 - _TAG].hex()


def as_sealed(blob: bytes, content: bytes, revision: int) -> UnsealedFile:
    """What `open_sealed` makes of the bytes that ``content`` was just sealed to."""
    return UnsealedFile(content, FORMAT, revision, seal_of(blob))


class OtherKey(Damaged):
    """A file is sound, but of a generation of the key that this laptop does not know."""


def open_sealed(blob: bytes, key: DataKey, kind: Kind, names: tuple[str, ...], file: str) -> UnsealedFile:
    """The content of a sealed file; Damaged, naming ``file``, if it is not exactly what was once written there."""
    format_, generation, revision = _checked_header(blob, kind, file)
    known = key.of(generation)
    if known is None:
        raise OtherKey(
            say("{file} was sealed with another key of this casebook.", file=file),
            say(
                "Unlock the casebook again: followup lock, then followup unlock. If it was given a new key on another "
                "laptop, take a backup made there since: followup restore FILE"
            ),
        )
    begin = _HEADER.size + _NONCE
    header, nonce, sealed = blob[: _HEADER.size], blob[_HEADER.size : begin], blob[begin:]
    try:
        inner = crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, _bound(header, names), nonce, known.key)
        (length,) = _LENGTH.unpack_from(inner)
        content = zlib.decompress(inner[_LENGTH.size : _LENGTH.size + length])
    except (CryptoError, struct.error, zlib.error) as error:
        raise Damaged(_changed(file, generation), restore_hint()) from error
    return UnsealedFile(content, format_, revision, seal_of(blob))


def _changed(file: str, generation: int) -> str:
    """After a new key was given, another laptop may have given one of its own meanwhile: nothing is damaged then."""
    if generation > 1:
        return say(
            "{file} was sealed with a new key of another laptop, or was changed, or belongs to another casebook.",
            file=file,
        )
    return say("{file} was changed, swapped with another file, or belongs to another casebook.", file=file)


def generation_of(blob: bytes) -> int | None:
    """The generation of the key that a file was sealed with, from its beginning; None if it is no sealed file."""
    if len(blob) < _HEADER.size or not blob.startswith(MAGIC):
        return None
    generation: int = _HEADER.unpack_from(blob)[4]
    return generation


def restore_hint() -> str:
    """What to do about one damaged file."""
    return say(
        "Put back what is in it from a backup: followup restore FILE, or from the laptop that wrote it: "
        "followup merge FOLDER. All other cases stay usable; followup check lists every damaged file."
    )


def _checked_header(blob: bytes, kind: Kind, file: str) -> tuple[int, int, int]:
    if len(blob) < _HEADER.size + _NONCE + _TAG:
        raise Damaged(say("{file} is cut short.", file=file), restore_hint())
    magic, format_, found, reserved, generation, revision, length = _HEADER.unpack_from(blob)
    if magic != MAGIC:
        raise Damaged(say("{file} is not a file of followup, or its beginning is damaged.", file=file), restore_hint())
    if format_ > FORMAT:
        raise Damaged(
            say("{file} was written by a newer version of followup, or its beginning is damaged.", file=file),
            say("Update followup and try again; nothing is lost."),
        )
    if format_ < 1 or found != kind or reserved:
        raise Damaged(say("{file} is not what its name says, or its beginning is damaged.", file=file), restore_hint())
    if length != len(blob) - _HEADER.size - _NONCE:
        raise Damaged(say("{file} is cut short, or something was added to it.", file=file), restore_hint())
    return format_, generation, revision


def _bound(header: bytes, names: tuple[str, ...]) -> bytes:
    """The associated data: the header and each name with its length, so that no two lists of names look alike."""
    encoded = [name.encode() for name in names]
    return header + b"".join(_LENGTH.pack(len(name)) + name for name in encoded)
