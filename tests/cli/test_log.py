"""followup log: what was written down, when and by whom, in plain words; mistakes stay visible as withdrawn."""

import pytest

from followup.case.facts import Configured, Flagged, Identified, Withdrawn
from tests.builders import a_casebook, a_flag, a_graduate
from tests.cli.desk import Desk


@pytest.fixture
def desk(monkeypatch):
    book = a_casebook(a_graduate(flags=[a_flag(note="Sreymom owes a lender.")]))
    book.write_office(Configured(worker="SN", country="KH"))
    return Desk(book, monkeypatch)


def withdraw_the_flag(book):
    case_id = book.find("KML-1")
    flag = next(fact for fact in book.store.facts(case_id) if isinstance(fact.body, Flagged))
    book.write(case_id, Withdrawn(flag.id, "It was her sister."))


def test_the_journal_of_a_graduate(desk, golden):
    withdraw_the_flag(desk.book)

    golden("log.txt", desk.run("log", "KML").stdout_bytes)


def test_a_withdrawn_entry_is_marked_and_kept(desk):
    withdraw_the_flag(desk.book)

    entries = desk.data("log", "KML")

    assert [entry["withdrawn"] for entry in entries] == [False, False, False, True, False]
    assert "(withdrawn)" in desk.run("log", "KML").stdout


def test_without_a_code_it_is_the_offices_journal(desk):
    assert "Settings: worker, country." in desk.run("log").stdout


def test_the_offices_journal_may_be_named(desk):
    assert desk.run("log", "Office").stdout == desk.run("log").stdout
    assert desk.data("log", "office") == desk.data("log")


def test_names_in_notes_are_masked_unless_asked_for(desk):
    assert "Sreymom" not in desk.run("log", "KML").stdout
    assert "Sreymom owes" in desk.run("log", "KML", "--names").stdout


def put_right(desk):
    desk.run("graduate", "edit", "KML", "--trade", "sewing", "--safe", "mon,tue")
    desk.book.write(desk.book.find("KML-1"), Identified(name="Sreymom Kao", phone="012 345 678", village=""))


def test_what_was_put_right_is_told_with_what_stood_before(desk):
    put_right(desk)

    told = desk.run("log", "KML").stdout

    assert "trade: hairdressing -> sewing" in told
    assert "weekdays: nothing -> mon, tue" in told


def test_of_her_identity_no_value_is_told_but_that_there_was_one(desk):
    put_right(desk)

    told = desk.run("log", "KML").stdout

    assert "name: ▒▒▒ -> ▒▒▒" in told
    assert "phone: nothing -> ▒▒▒" in told
    assert "village: ▒▒▒ -> nothing" in told
    assert "Kao" not in told + str(desk.data("log", "KML"))


def test_who_asks_for_names_sees_what_stood_of_her_identity(desk):
    put_right(desk)

    assert "name: Sreymom Keo -> Sreymom Kao" in desk.run("log", "KML", "--names").stdout


def test_programs_are_given_what_stood_before_and_after(desk):
    put_right(desk)

    changes = [change for entry in desk.data("log", "KML") for change in entry["changes"]]

    assert {"what": "trade", "before": "hairdressing", "after": "sewing"} in changes
    assert {"what": "name", "before": "▒▒▒", "after": "▒▒▒"} in changes
