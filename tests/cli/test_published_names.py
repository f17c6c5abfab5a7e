"""A published report keeps its figures; a name that becomes known later is masked in it, in whatever it is shown.

- on the terminal, for programs, in a table, on paper and in the brief for trainers alike
- every figure stays as it was printed, and so does what the program itself calls things
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from followup.case.facts import LessonAnswered, LessonProposed
from followup.case.outcome_words import FailureCause
from followup.services import lessons, reports
from followup.services.graduates import enrol_all
from followup.services.reports import ReportSelection
from followup.statistics.quarters import Quarter
from tests.builders import a_casebook, a_graduate
from tests.cli.desk import Desk
from tests.prints.papers import page_text

Q3 = Quarter(2026, 3)
NAME = "Borany"
WORDS = ("report", "quarter", "2026Q3")


@pytest.fixture
def desk(monkeypatch) -> Desk:
    """Twenty home since spring; their district, a lesson and its owner are called by a word that is no name yet."""
    places = {"province": "Kandal", "district": f"{NAME} Market"}
    book = a_casebook(*(a_graduate(f"G-{n:02}", "2026-03-10", **places) for n in range(20)))
    said = LessonProposed(f"Teach what {NAME} market buys.", "", (FailureCause.WRONG_MARKET,))
    lessons.propose(book, lessons.prefill_lesson(book, []), said, date(2026, 9, 1))
    accepted = LessonAnswered("-", accepted=True, owner=NAME, due=date(2026, 12, 1))
    lessons.answer(book, "1", accepted, date(2026, 9, 20))
    reports.publish(book, ReportSelection(Q3))
    return Desk(book, monkeypatch)


def known_since(desk: Desk) -> None:
    """Somebody of that name is enrolled."""
    assert not enrol_all(desk.book, [a_graduate("NEW-1", "2026-11-01", name=NAME)]).problems


def shown(desk: Desk, folder: Path) -> dict[str, str]:
    """The published report in every way in which it is shown."""
    printed = desk.run("print", "quarter", "2026Q3", "--to", str(folder))
    assert printed.exit_code == 0, printed.stderr
    done = desk.run(*WORDS, "--csv", str(folder / "q3.csv"))
    assert done.exit_code == 0, done.stderr
    return {
        "terminal": done.stdout,
        "program": str(desk.data(*WORDS)),
        "table": (folder / "q3.csv").read_text("utf-8-sig"),
        "paper": page_text(folder / "quarter-2026q3.pdf"),
        "brief": desk.run("report", "training", "2026Q3").stdout,
        "caseload": desk.run("report", "caseload", "2026Q3").stdout,
    }


def test_a_name_that_becomes_known_later_is_masked_in_what_was_published(desk, tmp_path):
    before = shown(desk, tmp_path)
    known_since(desk)
    after = shown(desk, tmp_path)

    assert all(NAME in before[way] for way in ("terminal", "program", "table", "paper", "brief"))
    assert [way for way, text in after.items() if NAME in text] == []
    assert all("▒▒▒" in after[way] for way in ("terminal", "program", "table", "brief"))


def test_every_figure_stays_as_it_was_printed(desk):
    before = desk.data(*WORDS)
    known_since(desk)

    assert without_typed_words(desk.data(*WORDS)) == without_typed_words(before)


def test_so_does_the_check_of_its_figures(desk):
    before = checks(desk)
    known_since(desk)

    assert checks(desk) == before
    assert len(before) == 1


def checks(desk: Desk) -> list[str]:
    return [line for line in desk.run(*WORDS).stdout.splitlines() if line.startswith("Figures check")]


def without_typed_words(report: dict[str, Any]) -> dict[str, Any]:
    """The report for programs without what somebody typed: a lesson's words and owner, the names of places."""
    for section in report["sections"]:
        for table in section["tables"]:
            for row in table["rows"]:
                if table["id"] == "by_place":
                    del row["id"], row["label"]
                if table["id"] == "lessons":
                    del row["cells"]["asked"], row["cells"]["waits"]
    return report


def test_what_the_program_calls_things_stays_though_somebody_is_called_so(desk):
    """A graduate's village may be called like a province, her nickname like a word of a heading."""
    before = desk.run(*WORDS).stdout
    enrolled = [a_graduate("NEW-1", "2026-11-01", village="Kandal", nickname="Training")]
    assert not enrol_all(desk.book, enrolled).problems

    assert desk.run(*WORDS).stdout == before
