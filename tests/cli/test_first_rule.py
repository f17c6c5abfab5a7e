"""A report of the first rule, which merged small groups, is shown again without a sentence that is false of it.

The terminal, paper and the trainers' brief say once that it was published under an earlier rule, and what that means;
its figures and its own definitions stand. The report after it tells its outcomes in tables with names of their own.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from followup.case.facts import Published
from followup.casebook import Casebook, Moment
from followup.handout.paper.catalogue import Language
from followup.handout.paper.document import all_texts
from followup.services.graduates import enrol_all
from followup.services.prints.quarter import QuarterPaper
from followup.services.prints.training import _TrainingPaper
from followup.services.reports import ReportSelection, quarter_report
from followup.services.training import training_brief
from followup.statistics.quarters import Quarter
from followup.statistics.report_model import Report
from followup.store import PUBLISHED
from tests.builders import NOW, TODAY, a_graduate
from tests.cli.desk import Desk
from tests.cli.sample_report import a_report
from tests.memory_store import MemoryStore

HERE = Path(__file__).parents[1] / "statistics"
NOTICE = "Published under an earlier rule: groups of fewer than five were merged or counted later; 0 may mean a few."
Q1, Q2 = Quarter(2026, 1), Quarter(2026, 2)


@pytest.fixture
def desk(monkeypatch) -> Desk:
    """Thirty home since spring 2025; the first quarter of 2026 was published under the first rule."""
    then = Casebook(MemoryStore(), Moment(date(2026, 6, 30), datetime(2026, 6, 30, 9, tzinfo=UTC)))
    assert not enrol_all(then, [a_graduate(f"G-{n:02}", "2025-03-10") for n in range(30)]).problems
    figures, kept = (HERE.joinpath(f"published-{name}.json").read_text("utf-8") for name in ("figures", "kept"))
    then.write(PUBLISHED, Published("2026Q1", date(2026, 4, 14), figures, kept))
    return Desk(Casebook(then.store, Moment(TODAY, NOW)), monkeypatch)


def report(desk: Desk, which: Quarter) -> Report:
    return quarter_report(desk.book, ReportSelection(which))


def in_a_row(text: str) -> str:
    return " ".join(text.split())


def test_only_what_was_published_without_kinds_is_of_the_first_rule(desk):
    assert report(desk, Q1).by_first_rule
    assert not report(desk, Q2).by_first_rule
    assert not a_report().by_first_rule


def test_on_paper_nothing_composed_and_no_mark_speaks_of_it(desk):
    old = report(desk, Q1)
    content = QuarterPaper(old, Language.EN, TODAY, goal=85).content

    assert content["paragraph"] == NOTICE
    assert (content["marks"], content["differs"]) == ([], [])
    assert [one["heading"] for one in content["sections"]] == [one.title for one in old.sections]
    assert [one["word"] for one in content["definitions"]] == [one.word for one in old.definitions]
    assert sum(NOTICE in text for text in all_texts(content)) == 1


@pytest.mark.parametrize("words", [("report", "quarter", "2026Q1"), ("report", "training", "2026Q1")], ids=" ".join)
def test_the_terminal_says_it_once(desk, words):
    assert in_a_row(desk.run(*words).stdout).count(NOTICE) == 1


def test_the_trainers_brief_on_paper_says_it_once(desk):
    old = _TrainingPaper(training_brief(desk.book, ReportSelection(Q1)), Language.EN).content
    new = _TrainingPaper(training_brief(desk.book, ReportSelection(Q2)), Language.EN).content

    assert sum(NOTICE in text for text in all_texts(old)) == 1
    assert not any(NOTICE in text for text in all_texts(new))


def test_the_next_report_tells_its_outcomes_under_names_of_their_own(desk):
    tables = report(desk, Q2).section("outcomes").tables
    carried = [table for table in tables if table.carried_from == "2026Q1"]

    assert len(carried) > 3
    assert len({table.title for table in carried}) == len(carried)
    assert all(table.total.label for table in carried if table.total)


def test_its_caseload_is_as_it_was_when_its_quarter_was_published(desk):
    told = in_a_row(desk.run("report", "caseload", "2026Q1").stdout)

    assert "Counted as published on 30 June 2026" in told
    assert "not published" not in told.casefold()
    assert desk.data("report", "caseload", "2026Q1")["published"] == "2026-06-30"
