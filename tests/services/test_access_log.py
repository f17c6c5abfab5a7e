"""Who looked: written down once for all, beside the cases, and in the way of nobody.

- each entry is kept in the journal of its month, with who, when and of whom, and nothing anybody typed
- it is no entry of the office's log, and no undo takes it back
- what leaves is not done where its entry cannot be written; a look is, and that is said
"""

from datetime import timedelta

import pytest

from followup.case.access_words import Access
from followup.case.facts import Configured
from followup.case.vocabulary import RiskKind, Severity
from followup.casebook import Casebook, Moment
from followup.errors import DiskFailure, Refused
from followup.services import flags
from followup.services.access_log import access_entries, note_access, note_look
from followup.services.audit_trail import audit_trail
from followup.services.undo import undo_last
from followup.values import replace
from tests.builders import NOW, TODAY, a_casebook, a_graduate


@pytest.fixture
def book():
    return Casebook(a_casebook(a_graduate()).store, Moment(TODAY, NOW))


def kept(book: Casebook) -> list:
    return [fact for journal in book.store.access_journals() for fact in book.store.facts(journal)]


def test_an_entry_says_who_when_and_of_whom(book):
    book.write_office(Configured(worker="SN"))
    her = book.find("KML")
    note_access(book, Access.EXPORT, "export caseload", cases=[her, her], names=True)

    (entry,) = kept(book)
    assert (entry.by, entry.on, entry.body.cases, entry.body.people) == ("SN", TODAY, (her,), 1)
    assert entry.body.sentence() == "Exported: export caseload (1 graduate, with names)."


def test_nobody_counted_is_not_nobody(book):
    note_access(book, Access.EXPORT, "export caseload", people=0)
    note_access(book, Access.BACKUP, "backup")

    assert [fact.body.people for fact in kept(book)] == [0, None]
    assert [fact.body.sentence() for fact in kept(book)] == [
        "Exported: export caseload (0 graduates).",
        "Backup made: backup.",
    ]


def test_each_month_has_its_own_journal_which_is_no_case(book):
    cases = book.store.case_ids()
    for days in (0, 1, 40):
        later = Casebook(book.store, replace(book.moment, now=book.moment.now + timedelta(days)))
        assert note_look(later, Access.NAMES, "graduate list") is None

    assert book.store.access_journals() == ["access-2026-11", "access-2026-12"]
    assert book.store.case_ids() == cases


def test_it_is_no_work_of_the_command_and_no_undo_takes_it_back(book):
    later = replace(book.moment, now=book.moment.now + timedelta(minutes=1))
    new = flags.NewFlag(RiskKind.DEBT, Severity.WATCH, "A lender.")
    flags.raise_flag(Casebook(book.store, later), "KML", new)
    before = audit_trail(book)
    note_access(book, Access.PRINT, "print route", people=3)

    assert (book.wrote, book.written) == (False, [])
    assert audit_trail(book) == before
    undo_last(Casebook(book.store, book.moment))
    assert [fact.body.access for fact in kept(book)] == [Access.PRINT]


def test_what_leaves_is_not_done_where_its_entry_cannot_be_written_and_a_look_is(book, monkeypatch):
    def full(*_args, **_rest):
        raise DiskFailure("The disk is full.", "Make room.")

    monkeypatch.setattr(book.store, "append", full)

    with pytest.raises(DiskFailure):
        note_access(book, Access.EXPORT, "export caseload")
    said = note_look(book, Access.NAMES, "graduate show")
    assert isinstance(said, Refused)
    assert said.what == "This look is not in the access log: it could not be written. The disk is full."
    assert said.hint == "Make room."


def test_a_look_is_of_the_day_by_the_clock_whatever_day_was_asked_about(book):
    asked = Casebook(book.store, replace(book.moment, today=TODAY - timedelta(2000)))
    note_access(asked, Access.EXPORT, "export caseload")

    (entry,) = access_entries(book, since=TODAY - timedelta(1))
    assert entry.on == book.moment.now.astimezone().date()
