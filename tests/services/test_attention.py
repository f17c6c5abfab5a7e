"""Attention and the agenda's rows as the commands use them: kept, filtered, agreed to together or not at all."""

from datetime import timedelta

import pytest

from followup.errors import Missing, Refused
from followup.monitoring.agenda import AgendaItem, agenda
from followup.monitoring.case_row import CaseRow, FollowUpState
from followup.services.attention import attention_of, pick_findings, raise_findings
from followup.services.case_index import case_rows, rows_in_follow_up
from followup.values import replace
from tests.cli.followed import the_caseload


@pytest.fixture
def book():
    return the_caseload()


@pytest.mark.parametrize("days", [0, 7, 40])
def test_the_agenda_needs_only_the_rows_of_those_in_follow_up_and_the_slots_that_open_by_then(book, days):
    whole = [row for row in case_rows(book, days) if row.state is FollowUpState.IN_FOLLOW_UP]
    until = book.today + timedelta(days=days)
    least = rows_in_follow_up(book, days).rows

    def told(some: list[CaseRow]) -> list[AgendaItem]:
        return [replace(item, row=item.row.code) for item in agenda(some, book.today, days)]

    assert told(least) == told(whole)
    assert all(slot.opens <= until for row in least for slot in row.slots[1:])


def test_only_one_workers_rows_are_read_whatever_the_capitals(book):
    assert len(rows_in_follow_up(book, worker="sn").rows) == 8
    assert rows_in_follow_up(book, worker="KB").rows == []
    assert rows_in_follow_up(book, worker="KB").by_others == 8


def test_a_damaged_case_keeps_its_row_on_the_agenda(book):
    before = [row.code for row in rows_in_follow_up(book).rows]
    book.store.damage(book.find("GONE"))

    assert [row.code for row in rows_in_follow_up(book).rows] == before
    assert book.find("GONE") in book.problems


def test_a_row_says_only_what_no_flag_says_yet(book):
    found = attention_of(book, "SHOP")
    raise_findings(book, found.case, found.unraised)

    (row,) = [row for row in case_rows(book) if row.code == "SHOP-1"]

    assert [alert.value for alert in row.alerts] == ["promise_past"]


def test_the_note_of_a_flag_holds_the_sentences_and_the_gravest_counts(book):
    found = attention_of(book, "SHOP")
    other = [one for one in found.unraised if one.finding.risk == "other"]

    (raised,) = raise_findings(book, found.case, other)

    assert raised.flag.severity == "danger"
    assert all(one.finding.sentence in raised.flag.note for one in other)
    assert raised.flag.owner == "SN"


def test_nothing_is_agreed_to_when_one_of_the_numbers_cannot_be(book):
    found = attention_of(book, "SHOP")

    with pytest.raises(Missing, match="99"):
        pick_findings(found, [1, 99])
    with pytest.raises(Refused, match="not a risk"):
        pick_findings(found, [1, 7])
    assert len(pick_findings(found, [1, 1, 2])) == 2
