"""The access log in the vault: sealed, copied, merged, backed up and checked like every other journal.

- an entry is small, and no word of it stands in any file
- two laptops' entries are one log once they are merged; merging again brings nothing
- a backup holds it, a new machine has it back, a new key opens it
- a file of it that was changed or is gone is told of; a look is then granted, and the next month is written as ever
"""

from datetime import timedelta

from followup.case.access_words import Access
from followup.case.facts import Accessed
from followup.casebook import Casebook, Moment
from followup.errors import Refused
from followup.services import access_log
from followup.services.access_log import access_entries, note_access, note_look
from followup.services.backups import gather
from followup.store import NewFact, access_journal
from followup.vault import access
from followup.vault.rekey import old_files
from followup.vault.restoring import restore_new
from followup.vault.vault import Vault
from tests.vault.copies_for_tests import copied
from tests.vault.facts_for_tests import NOW, opened

TODAY = NOW.date()
MOMENT = Moment(TODAY, NOW)
JOURNAL = access_journal(TODAY)


def looked(vault: Vault, what: str = "graduate show", days: int = 0) -> None:
    assert note_look(book_of(vault, days), Access.NAMES, what) is None


def book_of(vault: Vault, days: int = 0) -> Casebook:
    return Casebook(vault, Moment(TODAY + timedelta(days), NOW + timedelta(days)))


def told(vault: Vault) -> list[str]:
    return [one.what for one in access_entries(book_of(vault))]


def the_file(vault: Vault) -> str:
    (file,) = (name for name in vault.journals.files() if name.startswith(JOURNAL))
    return file


def test_an_entry_takes_few_bytes_and_no_word_of_it_is_in_a_file(vault, home):
    her = opened("SR-1")
    (begun,) = vault.append("a1", [her], by="SN", now=NOW)
    many = [NewFact(TODAY, Accessed(Access.NAMES, "graduate show", (begun.id,), 1)) for _ in range(400)]
    vault.append(JOURNAL, many, by="SN", now=NOW)

    file = home / "cases" / the_file(vault)
    assert file.stat().st_size / len(many) < 64
    assert b"graduate show" not in b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


def test_two_laptops_have_one_log_once_they_are_merged(tmp_path):
    access.create(tmp_path / "A", "one two three four five six")
    looked(access.load_vault(tmp_path / "A", ask=lambda: "one two three four five six", environ={}))
    copied(tmp_path / "A", tmp_path / "B")
    a, b = (access.load_vault(tmp_path / one, ask=lambda: "one two three four five six", environ={}) for one in "AB")
    looked(a, "graduate list")
    looked(b, "today")
    assert (len(told(a)), len(told(b))) == (2, 2)

    merged = a.merge(str(tmp_path / "B"))
    b.merge(str(tmp_path / "A"))
    assert merged.added == {JOURNAL: 1}
    assert sorted(told(a)) == sorted(told(b)) == ["graduate list", "graduate show", "today"]
    assert not a.merge(str(tmp_path / "B")).added
    assert list(a.case_ids()) == []


def test_a_backup_holds_it_and_a_new_machine_has_it_back(vault, tmp_path):
    looked(vault)
    looked(vault, "graduate list", days=40)
    contents = gather(vault, MOMENT)

    assert contents.graduates == 0
    restored = restore_new(tmp_path / "new", vault.ring, contents.journals)
    assert told(restored) == told(vault) == ["graduate list", "graduate show"]


def test_a_new_key_opens_it(vault, home):
    looked(vault)
    renewed = access.rekey(vault, "six other words than before here")
    renewed.reseal()

    assert old_files(renewed.home, renewed.ring.data) == []
    looked(renewed, "today")
    assert told(renewed) == ["today", "graduate show"]
    assert renewed.check().problems == ()


def test_a_file_that_was_changed_is_told_of_and_stops_no_look(vault, home, reopened):
    looked(vault)
    path = home / "cases" / the_file(vault)
    path.write_bytes(path.read_bytes()[:-1] + b"\0")

    later = reopened()
    said = note_look(book_of(later), Access.NAMES, "graduate show")
    assert isinstance(said, Refused)
    assert the_file(later) in said.what
    assert any(the_file(later) in problem.what for problem in later.check().problems)
    book = book_of(later)
    assert [one.what for one in access_entries(book)] == ["graduate show"]  # from its spare copy
    assert list(book.problems) == [JOURNAL]
    looked(later, days=40)


def test_a_file_that_is_gone_is_told_of(vault, home, reopened):
    looked(vault)
    file = the_file(vault)
    (home / "cases" / file).unlink()

    book = book_of(reopened())
    access_entries(book)
    assert file in book.problems[JOURNAL].what
    assert any(file in problem.what for problem in reopened().check().problems)


def test_while_another_window_writes_a_look_waits_a_little_and_is_granted(vault, reopened, monkeypatch):
    monkeypatch.setattr(access_log, "PATIENCE", 0.05)
    with reopened().exclusive():
        said = note_look(book_of(vault), Access.NAMES, "graduate show")

    assert isinstance(said, Refused)
    assert told(vault) == []
    note_access(book_of(vault), Access.EXPORT, "report data")
    assert told(vault) == ["report data"]
