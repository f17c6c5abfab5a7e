"""A backup as a file: an age file that holds a tar of JSON lines, so that it can be read without this program.

    followup-2026-11-26-174500-3f9a.age     age-encryption.org/v1, for a key of its own and every recovery key
      └ gzip, padded with zeros to 64 KiB
          └ tar   READ-ME.txt   backup.json   journals/JOURNAL.jsonl (a fact a line, in replay order)

The header of the age file has one stanza more than other programs know: vault.json as it stood, and the key of this one
file sealed with the data key. So the passphrase opens a backup as well, and a living casebook opens its own unasked.
"""

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from followup.case.facts import Fact, from_record, to_record
from followup.errors import Damaged, FollowupError, Locked
from followup.messages import say
from followup.store import is_case
from followup.values import Value
from followup.vault import keys
from followup.vault.age_header import Stanza, stanzas, with_stanza
from followup.vault.envelope import DataKey, Kind, open_sealed, seal
from followup.vault.journal_format import case_and_device, file_name

FORMAT = 1
KIND = b"followup-casebook/1"
_BLOCK = 1 << 16
_FOLDER, _ENDING, _MANIFEST = "journals/", ".jsonl", "backup.json"
_SEALED_AS = ("backup",)
_READ_ME = """The facts of a followup casebook, as they were when this backup was made.

journals/*.jsonl: a file for each graduate, and one each for the office, its lessons and what it published. Each line is
one fact in JSON: what was written (kind and fields), for which day (on), when (at, UTC), by whom and on which laptop.
Nothing is ever changed: a later fact corrects an earlier one.

backup.json says how many facts each file has, and its SHA-256.

These files are NOT encrypted any more. They say who the graduates are. Keep them only while you need them.
"""

Journals = Mapping[str, tuple[Fact, ...]]
"""The facts of every journal by its name, in replay order."""


class BackupContents(Value):
    """What a backup holds: which casebook, under which names of the laptop it was made and when, and its journals.

    ``left_out`` names what could not be read when it was made.
    """

    vault: str
    devices: tuple[str, ...]
    on: date
    at: datetime
    left_out: tuple[str, ...]
    journals: Journals

    @property
    def facts(self) -> int:
        """How many facts it holds."""
        return sum(map(len, self.journals.values()))

    @property
    def graduates(self) -> int:
        """How many graduates it is of."""
        return sum(map(is_case, self.journals))


class BackupKeys(NamedTuple):
    """The keys of the casebook as they stood when a backup was made, from its header; they are not opened yet."""

    header: keys.Header
    vault_file: str
    sealed: bytes


def seal_backup(contents: BackupContents, ring: keys.Keyring) -> bytes:
    """The bytes of a backup."""
    import pyrage  # type: ignore[import-untyped,unused-ignore]  # it ships no types

    own = pyrage.x25519.Identity.generate()
    recovery = [pyrage.x25519.Recipient.from_str(one) for one in keys.recovery_recipients(ring.slots)]
    blob = pyrage.encrypt(_packed(contents), [own.to_public(), *recovery])
    sealed = seal(str(own).encode(), ring.data, Kind.BACKUPS, _SEALED_AS)
    body = json.dumps({"keys": keys.as_file(ring).decode(), "sealed": sealed.hex()})
    return with_stanza(blob, str(own), Stanza((KIND,), zlib.compress(body.encode())))


def keys_of(blob: bytes, file: str) -> BackupKeys:
    """The keys that a backup's header carries; Damaged if the file is no backup of followup."""
    try:
        body = next(one.body for one in stanzas(blob) if one.words == (KIND,))
        whole = json.loads(zlib.decompress(body))
        return BackupKeys(keys.parse(whole["keys"].encode()), whole["keys"], bytes.fromhex(whole["sealed"]))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, StopIteration, zlib.error, Damaged) as error:
        raise Damaged(
            say("{file} is not a backup of followup, or its beginning is damaged.", file=file),
            say("See which backups there are with: followup backup list"),
        ) from error


def is_opened_by(known: BackupKeys, data: DataKey) -> bool:
    """Whether a data key, or one of a generation before, opens a backup with these keys."""
    own = data.of(known.header.generation)
    return own is not None and keys.check_value(own.key) == known.header.check


def open_backup(blob: bytes, data: DataKey, file: str) -> BackupContents:
    """What a backup holds, every fact of it read; Locked if the data key is another one, Damaged if it was changed."""
    known = keys_of(blob, file)
    own = data.of(known.header.generation)
    if own is None or not is_opened_by(known, data):
        raise Locked(
            say("{file} was made with another key.", file=file),
            say("Give the passphrase that the casebook had on the day of the backup, or a recovery key."),
        )
    identity = open_sealed(known.sealed, own, Kind.BACKUPS, _SEALED_AS, file).content.decode()
    return open_with_identity(blob, identity, file)


def open_with_identity(blob: bytes, identity: str, file: str) -> BackupContents:
    """What a backup holds, opened with an age secret key that it was made for."""
    import pyrage

    try:
        packed = pyrage.decrypt(blob, [pyrage.x25519.Identity.from_str(identity)])
        return _unpacked(packed, file)
    except (pyrage.DecryptError, OSError, EOFError, zlib.error, tarfile.TarError) as error:
        raise changed(file) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise changed(file) from error


def changed(file: str) -> Damaged:
    """What to say of a backup that is not as it was written."""
    return Damaged(
        say("{file} is damaged: it was changed or cut short.", file=file),
        say("Nothing of it is used. Take another backup: followup backup list"),
    )


# --- inside -----------------------------------------------------------------------------------------------------------


def _packed(contents: BackupContents) -> bytes:
    lines = {name: _lines(facts) for name, facts in sorted(contents.journals.items())}
    members = {"READ-ME.txt": _READ_ME.encode(), _MANIFEST: _manifest(contents, lines)}
    members |= {f"{_FOLDER}{name}{_ENDING}": text for name, text in lines.items()}
    out = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=out, mode="wb", compresslevel=6, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.USTAR_FORMAT) as tar,
    ):
        for name, text in members.items():
            member = tarfile.TarInfo(name)
            member.size, member.mode, member.mtime = len(text), 0o600, int(contents.at.timestamp())
            tar.addfile(member, io.BytesIO(text))
    return out.getvalue() + bytes(-len(out.getvalue()) % _BLOCK)


def _lines(facts: Iterable[Fact]) -> bytes:
    return "".join(json.dumps(to_record(fact), ensure_ascii=False) + "\n" for fact in facts).encode()


def _manifest(contents: BackupContents, lines: Mapping[str, bytes]) -> bytes:
    journals = {
        name: {"facts": text.count(b"\n"), "sha256": hashlib.sha256(text).hexdigest()} for name, text in lines.items()
    }
    whole = {
        "format": FORMAT,
        "vault": contents.vault,
        "devices": contents.devices,
        "on": contents.on.isoformat(),
        "at": contents.at.isoformat(),
        "left_out": contents.left_out,
        "journals": journals,
    }
    return json.dumps(whole, indent=1).encode()


def _unpacked(packed: bytes, file: str) -> BackupContents:
    with tarfile.open(fileobj=io.BytesIO(packed), mode="r:gz") as tar:
        texts = {member.name: _text(tar, member) for member in tar if member.isfile()}
    whole = json.loads(texts[_MANIFEST])
    if type(whole["format"]) is int and whole["format"] > FORMAT:
        raise Damaged(
            say("{file} was made by a newer version of followup.", file=file),
            say("Update followup and try again; nothing is lost."),
        )
    journals = {name: tuple(_facts(texts, name, told, file)) for name, told in whole["journals"].items()}
    on, at = date.fromisoformat(whole["on"]), datetime.fromisoformat(whole["at"])
    return BackupContents(whole["vault"], tuple(whole["devices"]), on, at, tuple(whole["left_out"]), journals)


def _text(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    inside = tar.extractfile(member)
    assert inside is not None
    return inside.read()


def _facts(texts: Mapping[str, bytes], name: str, told: Any, file: str) -> Iterator[Fact]:
    text = texts[f"{_FOLDER}{name}{_ENDING}"]
    if hashlib.sha256(text).hexdigest() != told["sha256"]:
        raise changed(file)
    try:
        facts = list(map(from_record, map(json.loads, text.splitlines())))
    except FollowupError as error:
        raise Damaged(f"{file}: {error.what}", error.hint) from error
    if not all(case_and_device(file_name(name, fact.device)) for fact in facts):
        raise changed(file)  # whoever knows a public recovery key can make such a file: no name leads out of a folder
    yield from facts
