"""Files of earlier formats, kept for ever: each still opens.

The files in ``fixtures`` were sealed with the known key below. When the format changes, add one more; never renew one.
"""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from followup.case.facts import Identified, Opened, Visited, from_record
from followup.errors import Damaged
from followup.vault import access, envelope, journal_format, keys
from followup.vault.envelope import FORMAT, DataKey, Kind, open_sealed, seal
from followup.vault.journal_format import Tables, file_name, opened_file, tables_of

FIXTURES = Path(__file__).parent / "fixtures"
KEY = DataKey(bytes(range(32)))
DEVICE = "00000000000000aa"
FILE = file_name("a1", DEVICE)


@pytest.mark.parametrize("format_", range(1, FORMAT + 1))
def test_a_journal_of_an_earlier_format_opens(format_: int) -> None:
    """With every fact that was in it."""
    folder = FIXTURES / f"format-{format_}"
    records = tables_of(opened_file(str(folder), FILE, KEY), FILE)["facts"].values()
    facts = [from_record(record) for record in records]

    assert [type(fact.body) for fact in facts] == [Opened, Identified, Visited]
    assert [fact.seq for fact in facts] == [1, 2, 3]
    assert isinstance(facts[1].body, Identified)
    assert facts[1].body.nickname == "សុគន្ធា"
    assert facts[0].at == datetime(2026, 7, 1, 8, tzinfo=UTC)


def test_an_earlier_key_file_opens() -> None:
    """A vault.json of the first format, with its passphrase."""
    header = keys.read(str(FIXTURES / "format-1"))

    assert keys.open_keyring(header, "tide pencil maple otter lamp").data.key == KEY.key


def test_migrations_run_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the format of the file up to today's, one by one."""
    old = seal(b'{"facts": {}}', KEY, Kind.JOURNAL, ("a1", DEVICE))
    monkeypatch.setattr(journal_format, "FORMAT", FORMAT + 2)
    for number in (FORMAT, FORMAT + 1):
        monkeypatch.setitem(journal_format.MIGRATIONS, number, partial(with_table, f"step {number}"))

    opened = open_sealed(old, KEY, Kind.JOURNAL, ("a1", DEVICE), FILE)
    assert list(tables_of(opened, FILE)) == ["facts", f"step {FORMAT}", f"step {FORMAT + 1}"]


def with_table(name: str, tables: Tables) -> Tables:
    """A migration that adds a table."""
    return {**tables, name: {}}


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"facts": []}', b'{"facts": {"1": 7}}', b"\xff"])
def test_a_sealed_file_that_holds_no_journal(content: bytes) -> None:
    """Refused by name, never a crash."""
    blob = seal(content, KEY, Kind.JOURNAL, ("a1", DEVICE))
    with pytest.raises(Damaged, match=r"a1\.00000000000000aa\.case"):
        tables_of(open_sealed(blob, KEY, Kind.JOURNAL, ("a1", DEVICE), FILE), FILE)


def test_the_first_bytes_of_a_file() -> None:
    """A contract: every later version finds magic and format there."""
    blob = (FIXTURES / "format-1" / FILE).read_bytes()

    assert blob[:8] == envelope.MAGIC == b"followup"
    assert int.from_bytes(blob[8:10], "big") == 1


def test_the_file_is_tinydbs() -> None:
    """Unsealed, any TinyDB reads it."""
    from tinydb import TinyDB
    from tinydb.storages import MemoryStorage

    with TinyDB(storage=MemoryStorage) as db:
        db.storage.write(tables_of(opened_file(str(FIXTURES / "format-1"), FILE, KEY), FILE))
        assert [document["kind"] for document in db.table("facts")] == ["opened", "identified", "visited"]


def test_the_fixture_is_of_a_vault_that_works(tmp_path: Path) -> None:
    """Copied into a folder of its own it is entered and written on."""
    import shutil

    home = tmp_path / "vault"
    (home / "cases").mkdir(parents=True)
    for folder in ("registers", "revisions"):
        (home / folder).mkdir()
    shutil.copy(FIXTURES / "format-1" / "vault.json", home)
    shutil.copy(FIXTURES / "format-1" / FILE, home / "cases")

    vault = access.load_vault(home, ask=lambda: "tide pencil maple otter lamp", environ={})
    assert len(vault.facts("a1")) == 3
