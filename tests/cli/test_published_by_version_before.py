"""What the version before this one published still opens in every command, and the next quarters go on from it.

The report and what was kept with it are the files of `tests/statistics/test_published_before.py`, of 150 invented
graduates; here they stand beside a casebook of other ones.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from followup.case.facts import Published
from followup.casebook import Casebook, Moment
from followup.services.graduates import enrol_all
from followup.store import PUBLISHED
from tests.builders import NOW, TODAY, a_graduate
from tests.cli.desk import Desk
from tests.memory_store import MemoryStore

HERE = Path(__file__).parents[1] / "statistics"


@pytest.fixture
def desk(monkeypatch) -> Desk:
    """Thirty home since spring 2025; the first quarter of 2026 was published by the version before."""
    then = Casebook(MemoryStore(), Moment(date(2026, 6, 30), datetime(2026, 6, 30, 9, tzinfo=UTC)))
    forms = [a_graduate(f"G-{n:02}", "2025-03-10", modules=["literacy"] if n % 2 else []) for n in range(30)]
    assert not enrol_all(then, forms).problems
    figures, kept = (HERE.joinpath(f"published-{name}.json").read_text("utf-8") for name in ("figures", "kept"))
    then.write(PUBLISHED, Published("2026Q1", date(2026, 4, 14), figures, kept))
    return Desk(Casebook(then.store, Moment(TODAY, NOW)), monkeypatch)


@pytest.mark.parametrize(
    "words",
    [
        ["report", "quarter", "2026Q1"],
        ["report", "quarter", "2026Q1", "--internal"],
        ["report", "quarter", "2026Q2"],
        ["report", "quarter", "2026Q3"],
        ["report", "caseload", "2026Q1"],
        ["report", "caseload", "2026Q3"],
        ["report", "training", "2026Q1"],
        ["report", "training", "2026Q3"],
        ["lesson", "evidence", "--as-of", "2026-04-20"],
        ["lesson", "evidence"],
    ],
    ids=" ".join,
)
def test_every_command_that_shows_it_or_goes_on_from_it_works(desk, words):
    shown, told = desk.run(*words), desk.run(*words, "--json")

    assert (shown.exit_code, told.exit_code) == (0, 0), shown.stderr + told.stderr
    assert shown.stdout


def test_it_is_published_and_its_evidence_is_not_told_under_the_new_rule(desk):
    brief = desk.data("report", "training", "2026Q1")

    assert (brief["draft"], brief["published"]) == (False, "2026-06-30")
    assert {module["together"]["not_told"] for module in brief["modules"]} == {True}
    assert brief["causes"]


def test_the_next_quarter_is_published_after_it_and_keeps_its_own(desk):
    assert desk.run("report", "quarter", "2026Q3", "--publish").exit_code == 0

    assert desk.data("report", "caseload", "2026Q3")["published"] == "2026-11-21"
    assert not desk.data("report", "training", "2026Q3")["draft"]
