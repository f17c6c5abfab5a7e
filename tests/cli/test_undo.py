"""followup undo: what was written last is taken back whole, after it was shown; again, and the one before it."""

import json
from datetime import timedelta

import pytest

from followup.case.facts import HandedOut, HandedOver, Withdrawn, WorkerAdded
from followup.casebook import Moment
from followup.services.undo import UNDONE
from tests.builders import a_casebook, a_graduate
from tests.cli.desk import Desk

FLAG = ("flag", "raise", "KML", "--kind", "debt", "--severity", "watch", "--note")


class Clock(Desk):
    """A desk at which every command comes a minute after the one before."""

    def run(self, *words, **given):
        self.book.moment = Moment(self.book.today, self.book.moment.now + timedelta(minutes=1))
        return super().run(*words, **given)

    def notes(self, code="KML-1"):
        """The notes of her open flags."""
        return [str(flag.note) for flag in self.case(code).open_flags]


@pytest.fixture
def desk(monkeypatch):
    book = a_casebook(a_graduate(), a_graduate("OTH-2", name="Vanna"), a_graduate("THI-3", name="Bopha"))
    book.write_office(WorkerAdded("KB"))
    return Clock(book, monkeypatch)


def test_undoing_twice_takes_back_the_last_entry_and_then_the_one_before_it(desk):
    desk.run(*FLAG, "She owes.")
    desk.run(*FLAG, "She owes more.")

    assert desk.run("undo", "--yes").exit_code == 0
    assert desk.notes() == ["She owes."]
    assert desk.run("undo", "--yes").exit_code == 0
    assert desk.notes() == []


def test_it_is_shown_and_asked_about_before_anything_is_written(desk):
    desk.run(*FLAG, "She owes.")

    result = desk.run("undo", typed="no\n")

    assert "Risk flag raised: debt, watch" in result.stderr
    assert "Without it" in result.stderr
    assert "Take it back?" in result.stderr
    assert desk.notes() == ["She owes."]


def test_a_visit_goes_with_everything_that_was_written_with_it(desk):
    flag = {"kind": "debt", "severity": "watch", "note": "She owes."}
    visit = {"code": "KML-1", "date": "2026-11-20", "contact": "home_visit", "note": "She is well.", "flags": [flag]}
    recorded = desk.run("visit", "record", "--from", "-", stdin=json.dumps([visit]))
    assert recorded.exit_code == 0, recorded.stderr
    assert desk.notes() == ["She owes."]

    assert desk.run("undo", "--yes").exit_code == 0

    assert not desk.case().visits
    assert desk.notes() == []


def test_what_was_done_to_many_at_once_is_undone_at_once(desk):
    desk.run("graduate", "hand-over", "--all", "--from", "SN", "--to", "KB", "--yes")
    assert {desk.case(code).worker for code in ("KML-1", "OTH-2", "THI-3")} == {"KB"}

    result = desk.run("undo", "--yes")

    assert result.exit_code == 0, result.stderr
    assert {desk.case(code).worker for code in ("KML-1", "OTH-2", "THI-3")} == {"SN"}


def test_an_undoing_that_was_stopped_half_way_is_finished_by_the_next(desk):
    desk.run("graduate", "hand-over", "--all", "--from", "SN", "--to", "KB", "--yes")
    kml = desk.book.find("KML")
    (handed,) = (fact for fact in desk.book.store.facts(kml) if isinstance(fact.body, HandedOver))
    desk.book.write(kml, Withdrawn(handed.id, UNDONE))

    assert desk.run("undo", "--yes").exit_code == 0
    assert {desk.case(code).worker for code in ("KML-1", "OTH-2", "THI-3")} == {"SN"}


def test_an_enrolment_is_undone_with_all_that_it_brought(desk):
    desk.run("graduate", "add", "--return", "2026-11-01", "--code", "NEW-4", "--placement", "family")

    assert desk.run("undo", "--yes").exit_code == 0
    assert "NEW-4" not in desk.run("graduate", "list").stdout


def test_leave_of_the_office_is_undone(desk):
    desk.run("office", "leave", "KB", "2026-12-21..2026-12-24", "--yes")
    assert "21 Dec" in desk.run("office", "show").stdout

    assert desk.run("undo", "--yes").exit_code == 0
    assert "21 Dec" not in desk.run("office", "show").stdout


def test_what_went_to_a_phone_is_passed_over(desk):
    desk.run(*FLAG, "She owes.")
    desk.book.write(desk.book.find("KML"), HandedOut(()))

    assert desk.run("undo", "--yes").exit_code == 0
    assert desk.notes() == []


def test_an_undoing_is_taken_back_by_withdrawing_it(desk):
    desk.run(*FLAG, "She owes.")
    desk.run("undo", "--yes")
    last = desk.data("log", "KML")[-1]

    assert desk.run("withdraw", "KML", str(last["number"]), "--reason", "It was true.", "--yes").exit_code == 0
    assert desk.notes() == ["She owes."]


def test_what_cannot_be_taken_back_is_refused_and_nothing_is_written(desk):
    desk.run("office", "worker", "add", "PV")

    result = desk.run("undo", "--yes")

    assert result.exit_code == 1
    assert "says who works here" in result.stderr
    assert "PV" in desk.run("office", "worker", "list").stdout


def test_without_a_terminal_it_asks_for_the_option(desk):
    desk.run(*FLAG, "She owes.")
    assert desk.run("undo").exit_code == 2
    assert desk.notes() == ["She owes."]


def test_a_dry_run_writes_nothing(desk):
    desk.run(*FLAG, "She owes.")
    assert desk.data("undo", "--dry-run")["written"] is False
    assert desk.notes() == ["She owes."]
