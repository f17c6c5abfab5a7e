"""A backup as a file.

- what was put in comes out: with the data key, the passphrase, a recovery key, and with a stock age
- a changed or cut file is refused, every bit and length of it
- its name and header say nothing of what is inside
"""

import io
import json
import shutil
import subprocess
import tarfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.case.facts import from_record
from followup.errors import Damaged, FollowupError, Locked
from followup.values import replace
from followup.vault import keys
from followup.vault.age_header import Stanza, stanzas, with_stanza
from followup.vault.backup_file import (
    KIND,
    BackupContents,
    keys_of,
    open_backup,
    open_with_identity,
    seal_backup,
)
from followup.vault.vault import Vault
from tests.vault.facts_for_tests import NAME, NOW, PASSPHRASE, identified, opened, visited

AT = datetime(2026, 7, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def contents(vault: Vault) -> BackupContents:
    """A graduate, and the office."""
    vault.append("a1", [opened("K7M2PQ"), identified(), visited("a note")], by="me", now=NOW)
    vault.append("office", [visited()], by="me", now=NOW)
    journals = {name: vault.facts(name) for name in ("a1", "office")}
    return BackupContents(vault.ring.vault, tuple(vault.devices), date(2026, 7, 2), AT, (), journals)


def test_the_data_key_opens_it(vault: Vault, contents: BackupContents) -> None:
    """To the same facts."""
    assert open_backup(seal_backup(contents, vault.ring), vault.ring.data, "x.age") == contents


def test_the_passphrase_of_its_day_opens_it(vault: Vault, contents: BackupContents) -> None:
    """Also after it was changed: a backup is never made anew."""
    blob = seal_backup(contents, vault.ring)
    vault.change_passphrase("a wholly new passphrase")

    header = keys_of(blob, "x.age").header
    assert open_backup(blob, keys.open_keyring(header, PASSPHRASE).data, "x.age") == contents
    with pytest.raises(Locked):
        keys.open_keyring(header, "a wholly new passphrase")


def test_a_recovery_key_opens_it(vault: Vault, contents: BackupContents) -> None:
    """And gives the keys of the whole casebook."""
    secret, public = keys.new_recovery_key()
    vault.add_recovery(public)
    blob = seal_backup(contents, vault.ring)

    assert open_with_identity(blob, secret, "x.age") == contents
    assert keys.recover_keyring(keys_of(blob, "x.age").header, secret).data == vault.ring.data
    with pytest.raises(Damaged):
        open_with_identity(blob, keys.new_recovery_key()[0], "x.age")


@pytest.mark.skipif(not shutil.which("age"), reason="age is not installed")
def test_a_stock_age_and_tar_open_it(vault: Vault, contents: BackupContents, tmp_path: Path) -> None:
    """Without this program: the steps of docs/backup.md."""
    secret, public = keys.new_recovery_key()
    vault.add_recovery(public)
    (tmp_path / "backup.age").write_bytes(seal_backup(contents, vault.ring))
    (tmp_path / "key.txt").write_text(secret)
    command = ["age", "--decrypt", "--identity", str(tmp_path / "key.txt"), str(tmp_path / "backup.age")]
    packed = subprocess.run(command, capture_output=True, check=True).stdout

    with tarfile.open(fileobj=io.BytesIO(packed), mode="r:gz") as tar:
        assert tar.getnames() == ["READ-ME.txt", "backup.json", "journals/a1.jsonl", "journals/office.jsonl"]
        member = tar.extractfile("journals/a1.jsonl")
        assert member
        assert tuple(from_record(json.loads(line)) for line in member) == contents.journals["a1"]


def test_the_header_tells_nothing(vault: Vault, contents: BackupContents) -> None:
    """No name, code, count or device; and no plain text anywhere else."""
    blob = seal_backup(contents, vault.ring)
    header = b"".join(stanza.body for stanza in stanzas(blob)) + keys_of(blob, "x.age").vault_file.encode()

    for word in (NAME, "K7M2PQ", "a note", vault.device, "office", "facts"):
        assert word.encode() not in blob
        assert word.encode() not in header


def test_its_length_is_rounded(vault: Vault, contents: BackupContents) -> None:
    """One more visit does not show in it."""
    more = {**contents.journals, "b2": contents.journals["a1"]}
    larger = BackupContents(contents.vault, contents.devices, contents.on, contents.at, (), more)

    assert abs(len(seal_backup(larger, vault.ring)) - len(seal_backup(contents, vault.ring))) < 1000


def test_a_changed_file_is_refused(vault: Vault, contents: BackupContents) -> None:
    """Every byte of the header and the inside, and every length: a sentence that names the file, or the same facts."""
    blob = seal_backup(contents, vault.ring)
    places = [*range(0, 3000, 3), *range(3000, len(blob), 997), len(blob) - 1]
    broken = [blob[:at] + bytes([blob[at] ^ 1 << at % 8]) + blob[at + 1 :] for at in places if at < len(blob)]
    broken += [blob[:at] for at in (0, 1, 21, 100, 500, 2000, len(blob) - 65536, len(blob) - 1)]
    broken += [blob + b"\0", blob + blob, b"", b"age-encryption.org/v1\n--- \n"]

    for one in broken:
        with pytest.raises(FollowupError) as refused:
            open_backup(one, vault.ring.data, "x.age")
        assert refused.value.code in (3, 4)
        assert "x.age" in refused.value.what


@pytest.mark.parametrize(("journal", "device"), [("../../a1", "00000000000000aa"), ("a1", "../../etc"), ("A1", "aa")])
def test_a_name_that_leads_elsewhere_is_refused(
    vault: Vault, contents: BackupContents, journal: str, device: str
) -> None:
    """Such a file can be made by whoever knows a public recovery key."""
    facts = tuple(replace(fact, device=device) for fact in contents.journals["a1"])
    strange = replace(contents, journals={journal: facts})

    with pytest.raises(Damaged, match=r"x\.age"):
        open_backup(seal_backup(strange, vault.ring), vault.ring.data, "x.age")


def test_a_foreign_file_with_our_header_does_not_open(vault: Vault, contents: BackupContents) -> None:
    """Whoever has an old backup can copy what stands in its header, but not make a file that our key opens."""
    import pyrage

    stanza = next(one for one in stanzas(seal_backup(contents, vault.ring)) if one.words == (KIND,))
    theirs = pyrage.x25519.Identity.generate()
    crafted = with_stanza(pyrage.encrypt(b"what they want us to read", [theirs.to_public()]), str(theirs), stanza)

    with pytest.raises(Damaged, match=r"x\.age is damaged"):
        open_backup(crafted, vault.ring.data, "x.age")


def test_another_casebooks_key_does_not_open_it(vault: Vault, contents: BackupContents) -> None:
    """Locked, with what to do."""
    with pytest.raises(Locked, match=r"x\.age was made with another key"):
        open_backup(seal_backup(contents, vault.ring), keys.new("another passphrase").data, "x.age")


def test_a_newer_backup_asks_for_an_update(
    vault: Vault, contents: BackupContents, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is never read by halves."""
    with monkeypatch.context() as patch:
        patch.setattr("followup.vault.backup_file.FORMAT", 2)
        blob = seal_backup(contents, vault.ring)
    with pytest.raises(Damaged, match="newer version"):
        open_backup(blob, vault.ring.data, "x.age")


@given(body=st.binary(max_size=300))
def test_a_stanza_of_any_length_is_read_back(body: bytes) -> None:
    """And the file still opens for whom it was made."""
    import pyrage

    own, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    blob = with_stanza(
        pyrage.encrypt(b"text", [other.to_public(), own.to_public()]), str(own), Stanza((b"kind", b"word"), body)
    )

    assert stanzas(blob)[-1] == Stanza((b"kind", b"word"), body)
    assert pyrage.decrypt(blob, [own]) == pyrage.decrypt(blob, [other]) == b"text"
