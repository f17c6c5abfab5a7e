"""What she was told would be done is written down, and kept or broken; the end of follow-up is told ahead."""

from datetime import date

import pytest

from followup.case.facts import Ended
from followup.case.outcome_words import OutcomeKind
from followup.case.parts import numbered
from followup.errors import Invalid, Missing, Refused
from followup.services import promises
from tests.builders import a_casebook, a_graduate

SOON = date(2026, 12, 15)


@pytest.fixture
def book():
    return a_casebook()


def promised(book, what="Bring a spare part.", due=SOON, **said):
    return promises.make(book, "KML", what, said.pop("by", "SN"), due, **said)


def test_a_promise_says_what_by_whom_and_by_when(book):
    given = promised(book)

    assert (given.number, given.promise.said.by_whom, given.promise.said.due) == (1, "SN", SOON)
    assert given.case.open_promises == (given.promise,)


def test_her_worker_keeps_a_promise_that_names_nobody(book):
    assert promised(book, by="").promise.said.by_whom == "SN"


def test_a_promise_is_not_due_before_it_is_made_nor_made_in_the_future(book):
    with pytest.raises(Refused):
        promised(book, due=date(2026, 11, 1))
    with pytest.raises(Refused):
        promised(book, on=date(2026, 12, 1))
    with pytest.raises(Invalid):
        promised(book, what="  ")


def test_a_promise_is_kept_or_broken_once_and_broken_with_a_reason(book):
    promised(book)
    promised(book, "Speak with the landlord.")

    assert promises.settle(book, "KML", "1", kept=True).promise.kept is True
    with pytest.raises(Invalid):
        promises.settle(book, "KML", "2", kept=False)
    assert promises.settle(book, "KML", "២", kept=False, note="He moved away.").promise.kept is False
    with pytest.raises(Refused):
        promises.settle(book, "KML", "1", kept=True)
    with pytest.raises(Missing):
        promises.settle(book, "KML", "3", kept=True)


def test_a_promise_is_not_settled_before_it_was_made(book):
    promised(book)

    with pytest.raises(Refused):
        promises.settle(book, "KML", "1", kept=True, on=date(2026, 11, 1))


def test_a_number_stays_whatever_is_written_later(book):
    first = promised(book)
    promised(book, "Earlier, written later.", on=date(2026, 10, 1))

    by_number = dict(numbered(book.case(book.find("KML")).promises))

    assert by_number[1].id == first.promise.id


def test_all_open_promises_are_listed_the_earliest_due_first():
    book = a_casebook(a_graduate("KML-1"), a_graduate("KML-2", worker="KB"))
    promises.make(book, "KML-1", "Later.", "SN", date(2027, 1, 10))
    promises.make(book, "KML-2", "Past its day.", "KB", date(2026, 11, 2), on=date(2026, 11, 1))

    assert [case.code for case, _, _ in promises.open_promises(book)] == ["KML-2", "KML-1"]
    assert [case.code for case, _, _ in promises.open_promises(book, worker="sn")] == ["KML-1"]
    assert [case.code for case, _, _ in promises.open_promises(book, past=True)] == ["KML-2"]


def test_the_end_is_announced_ahead_and_once(book):
    end = date(2029, 1, 31)

    assert promises.announce_end(book, "KML", end).promise.said.ending
    with pytest.raises(Refused, match="announced already"):
        promises.announce_end(book, "KML", date(2029, 2, 28))
    promises.settle(book, "KML", "1", kept=False, note="The shop has closed; visits go on.")
    assert promises.announce_end(book, "KML", date(2029, 2, 28)).number == 2


def test_the_end_is_not_announced_for_today_or_a_day_gone_by(book):
    with pytest.raises(Refused):
        promises.announce_end(book, "KML", book.today)


def test_nothing_is_promised_after_the_end(book):
    book.write(book.find("KML"), Ended(OutcomeKind.SELF_SUPPORTING))

    with pytest.raises(Refused):
        promised(book)
