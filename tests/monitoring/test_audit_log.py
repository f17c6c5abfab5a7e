"""The log in plain words: what was chosen stands in the sentence, what was written stands beside it."""

from datetime import UTC, date, datetime

from followup.case.facts import Attempted, Body, Fact, Opened, Withdrawn
from followup.case.visit_words import AttemptReason
from followup.monitoring.audit_log import log_entries

DAY = date(2026, 3, 1)


def fact(number: int, body: Body) -> Fact:
    return Fact(str(number), datetime(2026, 3, 1, 8, number, tzinfo=UTC), DAY, "a1", number, "SN", body)


def test_a_reason_that_was_chosen_is_said_once_and_not_as_a_code():
    (entry,) = log_entries([fact(1, Attempted(AttemptReason.NOT_AT_HOME, note="the door was locked"))])

    assert entry.sentence == "Tried to meet her: not at home."
    assert entry.words == "the door was locked"


def test_a_withdrawn_entry_is_still_there_and_says_so():
    entries = list(log_entries([fact(1, Opened("SR-1", DAY)), fact(2, Withdrawn("1", "typed twice"))]))

    assert [entry.withdrawn for entry in entries] == [True, False]
    assert entries[1].sentence == "Entry 1 withdrawn."
    assert entries[1].words == "typed twice"


def test_entries_are_numbered_by_when_they_were_written_not_by_when_they_were_true():
    late = Fact("9", datetime(2026, 3, 2, tzinfo=UTC), date(2026, 1, 1), "a1", 9, "SN", Opened("SR-1", DAY))

    assert [entry.id for entry in log_entries([late, fact(1, Opened("SR-1", DAY))])] == ["1", "9"]
