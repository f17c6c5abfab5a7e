"""One sentence says what is to be done for a graduate, and one command does it; the most urgent stands first."""

from datetime import date

import pytest

from followup.case.vocabulary import RiskLevel
from followup.monitoring.agenda import agenda_item
from followup.values import replace
from followup_cli.fragments.what_to_do import command_to_do_it, what_to_do
from tests.builders import a_casebook, a_graduate
from tests.cli.desk import Desk
from tests.cli.followed import the_caseload
from tests.monitoring.test_agenda import TODAY, a_flag, a_row, a_slot, days

CASES = [
    (
        {"slots": (a_slot(32, planned=-14),)},
        "visit 32, overdue since 9 Jun: go now",
        "followup visit record SR-1",
    ),
    (
        {"slots": (a_slot(6),), "missed": 1, "missed_until": days(-20), "missed_due": days(-27)},
        "visit 6, the one before overdue since 27 May: go now",
        "followup visit record SR-1",
    ),
    (
        {"slots": (a_slot(planned=-14),), "unmet_from": days(0), "last_met": days(-62)},
        "not met for 62 days; visit 5, overdue since 9 Jun: go now",
        "followup visit record SR-1",
    ),
    ({}, "visit 5, due now: go by 22 Jun", "followup visit record SR-1"),
    (
        {"slots": (replace(a_slot(planned=0), day=None),)},
        "visit 5, due 15 Jun: no working day was found, choose one",
        "followup schedule show SR-1",
    ),
    (
        {"slots": (a_slot(extra=True),), "risk": RiskLevel.HIGH},
        "an extra contact, for she is in danger: go on 15 Jun",
        "followup visit record SR-1",
    ),
    ({"slots": (), "promises": (days(-3),)}, "a promise was due 12 Jun: keep it now", "followup promise list SR-1"),
    ({"slots": (), "promises": (days(0),)}, "a promise is due 15 Jun", "followup promise list SR-1"),
    ({"slots": (), "flags": (a_flag(0),)}, "the flag debt is to be looked at again", "followup flag list SR-1"),
    (
        {"slots": (), "over_since": days(-9)},
        "her follow-up period is over: decide how it ended",
        "followup graduate review SR-1",
    ),
]


@pytest.mark.parametrize(("row", "words", "command"), CASES)
def test_what_is_to_be_done_is_one_sentence_and_one_command(row, words, command):
    item = agenda_item(a_row(**row), TODAY)

    assert what_to_do(item, TODAY) == words
    assert command_to_do_it(item) == command


def test_the_first_line_of_the_agenda_is_the_most_urgent_and_says_what_to_do(monkeypatch):
    desk = Desk(the_caseload(), monkeypatch)

    first = desk.run("today").stdout.splitlines()[0]

    assert first == "First: GONE-1, not met for 62 days; visit 9, overdue since 8 Nov: go now."
    assert desk.data("today")["items"][0]["code"] == "GONE-1"


def test_where_nothing_is_due_the_first_line_says_whose_visit_comes_next(monkeypatch):
    book = a_casebook(a_graduate(returned="2026-11-10"), a_graduate("LATER-1", "2026-11-16"))

    shown = Desk(book, monkeypatch).run("today").stdout

    assert shown.splitlines()[0] == "Nothing is due. Next is KML-1: visit 1 on Thu 10 Dec."


def test_a_promise_that_is_due_before_any_visit_is_what_comes_next(monkeypatch):
    desk = Desk(a_casebook(a_graduate(returned="2026-11-10"), a_graduate("LATER-1", "2026-11-16")), monkeypatch)
    desk.run("promise", "make", "LATER", "--what", "A word with her aunt.", "--by", "SN", "--due", "2026-11-27")

    told = "Nothing is due. Next is LATER-1: a promise is due on Fri 27 Nov."
    assert desk.run("today").stdout.splitlines()[0] == told
    assert told in " ".join(desk.run().stdout.split())


def test_a_flag_that_is_looked_at_again_before_any_visit_is_what_comes_next(monkeypatch):
    desk = Desk(a_casebook(a_graduate(returned="2026-11-10")), monkeypatch)
    flag = ("flag", "raise", "KML", "--kind", "debt", "--severity", "watch", "--note", "She owes.", "--review")
    desk.run(*flag, "2026-11-30")

    first = desk.run("today").stdout.splitlines()[0]
    assert first == "Nothing is due. Next is KML-1: look again at the flag debt on Mon 30 Nov."


def test_an_empty_casebook_promises_no_visit(monkeypatch):
    book = a_casebook(today=date(2026, 11, 21))

    shown = Desk(book, monkeypatch).run("today", "--worker", "nobody").stdout

    assert shown.startswith("Visits for Sat 21 Nov 2026")
