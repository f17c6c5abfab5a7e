"""followup graduate review and hand-over: what is met before the end, and what the next worker must know."""

import pytest

from followup.case.facts import CalendarEntry, HandedOut, WorkerAdded
from tests.builders import a_casebook, a_flag, a_graduate, a_plan
from tests.cli.desk import Desk


@pytest.fixture
def desk(monkeypatch):
    graduate = a_graduate(
        flags=[a_flag(severity="danger", note="Sreymom owes a lender.")],
        plan=a_plan(),
        safe_weekdays=["mon", "thu"],
        contact={"name": "Aunt Lin", "phone": "099 111 222", "say": "I sell soap."},
    )
    book = a_casebook(graduate)
    book.write_office(WorkerAdded("KB"))
    return Desk(book, monkeypatch)


def test_the_review_of_a_graduate(desk, golden):
    golden("graduate-review.txt", desk.run("graduate", "review", "KML", "--why").stdout_bytes)


def test_the_review_for_programs_and_as_of_a_day(desk):
    now = desk.data("graduate", "review", "KML")
    before = desk.data("graduate", "review", "KML", "--as-of", "2026-10-01")

    assert now["ready"] is False
    states = [{one["rule"]: one["state"] for one in data["criteria"]}["no_open_danger"] for data in (now, before)]
    assert states == ["not_met", "met"]
    assert desk.run("graduate", "review", "KML", "--as-of", "2025-01-01").exit_code == 1


def test_a_hand_over_prints_what_the_next_worker_must_know(desk, golden):
    desk.run("promise", "make", "KML", "--what", "Ask the aunt of Sreymom.", "--due", "2026-12-01")
    desk.book.write(desk.book.find("KML"), HandedOut((CalendarEntry(10, desk.book.today.replace(day=30)),)))

    result = desk.run("graduate", "hand-over", "KML", "--to", "KB", "--note", "Never come on market days.")

    assert result.exit_code == 0, result.stderr
    golden("hand-over.txt", result.stdout_bytes)


def test_names_only_when_asked_for(desk):
    data = desk.data("graduate", "hand-over", "KML", "--to", "KB")
    shown = desk.run("graduate", "hand-over", "KML", "--to", "SN", "--names").stdout

    assert "Sreymom" not in str(data)
    assert "Sreymom Keo" in shown
    assert "I sell soap." in shown


def test_a_hand_over_to_the_same_worker_is_refused(desk):
    assert desk.run("graduate", "hand-over", "KML", "--to", "SN").exit_code == 1
