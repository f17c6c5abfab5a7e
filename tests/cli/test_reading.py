"""What every command that reads has in common.

- one damaged case: the others are shown all the same, it is told of, and the command ends with 4 unless it wrote
- no line of any page is wider than 76 columns, or a printer parts a figure
- a day or a number that cannot be is refused under the name of its option, and is not repeated
"""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import typer

from followup.case.consent_words import Purpose
from followup.case.facts import (
    Attempted,
    Configured,
    ConsentAsked,
    Ended,
    Promised,
    Referred,
    Supported,
    Tapered,
    Visited,
    WorkerAdded,
)
from followup.case.outcome_words import FailureCause, OutcomeKind
from followup.case.referral_words import ReferralService
from followup.case.support_words import SupportedPerson, SupportKind
from followup.case.visit_words import AttemptReason, ContactMethod
from followup.casebook import Moment
from followup.services import consents, outcomes
from followup.services.guarded_names import guard_of
from followup_cli.app import app
from followup_cli.terminal.layout import width_of
from followup_cli.terminal.table import PLAIN_WIDTH
from tests.builders import a_casebook, a_flag, a_graduate, a_plan
from tests.cli.desk import Desk

ASKED = {
    "today": [],
    "status": [],
    "graduate list": [],
    "graduate show": ["KML-1"],
    "graduate review": ["KML-1"],
    "graduate hand-over": ["KML-1", "--to", "CV"],
    "graduate return": ["END-1", "--on", "2026-11-02"],
    "plan show": ["KML-1"],
    "plan check": ["KML-1"],
    "flag list": [],
    "flag agree": ["KML-1"],
    "promise list": [],
    "consent list": [],
    "consent show": ["KML-1"],
    "consent ask": ["KML-1", "--given", "calendar", "--words", "In Khmer.", "--dry-run"],
    "consent withdraw": ["KML-1", "calendar", "--dry-run"],
    "referral list": [],
    "referral show": ["KML-1"],
    "visit list": ["KML-1"],
    "visit record": ["KML-1", "--contact", "home-visit"],
    "visit attempt": ["KML-1", "--reason", "not-at-home", "--unsafe"],
    "log": ["KML-1"],
    "visit move": ["KML-1", "6", "--to", "TWO-1", "--dry-run"],
    "graduate merge": ["KML-1", "TWO-1", "--dry-run"],
    "graduate erase": ["END-1", "--dry-run"],
    "withdraw": ["KML-1", "2", "--dry-run"],
    "outcome list": [],
    "outcome record": ["KML-1", "--how", "no-contact", "--causes", "distance"],
    "outcome edit": ["END-1", "--how", "moved-away"],
    "outcome reopen": ["END-1", "--why", "She came back."],
    "outcome milestone": ["KML-1", "--month", "12", "--how", "not-yet", "--on", "2026-11-20"],
    "office worker list": [],
    "office leave": ["SN", "2026-12-21..2027-01-02", "--dry-run"],
    "office closed": ["2026-12-21..2026-12-24", "--dry-run"],
    "office holiday add": ["2026-12-14", "--dry-run"],
    "office holiday cancel": ["2027-01-07", "--dry-run"],
    "office policy": ["quarterly", "--months", "3,6,9", "--dry-run"],
    "find": ["KML"],
    "undo": ["--dry-run"],
    "lesson list": [],
    "lesson evidence": ["small-business", "--internal"],
    "report quarter": ["2026Q3"],
    "print quarter": ["2026Q3"],
    "report caseload": ["2026Q3"],
    "report training": [],
    "report data": ["--to", "data.csv"],
    "schedule show": ["KML-1"],
    "schedule move": ["KML-1", "20", "2027-06-28", "--why", "harvest", "--dry-run"],
    "schedule pause": ["KML-1", "2027-01-01..2027-03-01", "--why", "harvest", "--dry-run"],
    "schedule extend": ["KML-1", "6", "--why", "harvest", "--dry-run"],
    "schedule taper": [
        *("KML-1", "--from", "25", "--every", "3", "--why", "stable"),
        *("--agreed", "--second", "CV", "--dry-run"),
    ],
    "schedule monthly": ["KML-1", "--from", "32", "--why", "relapse", "--dry-run"],
    "calendar export": ["--worker", "SN"],
    "export caseload": ["--internal", "--yes"],
    "export visits": ["--internal", "--yes", "--csv"],
    "export flags": ["--internal", "--yes"],
    "export outcomes": ["--internal", "--dry-run"],
    "export file": ["KML-1", "--given-to", "Hagar", "--dry-run"],
    "print route": ["--everybody"],
    "print cash-book": ["KML-1"],
    "print plan": ["KML-1"],
    "print referral": ["KML-1"],
    "print recovery": ["--yes"],
    "print sheets": ["KML-1", "TWO-1"],
    "print training": ["--internal"],
    "retention": [],
    "support list": [],
    "support show": ["KML-1"],
    "household show": ["KML-1"],
    "import graduates": ["graduates.csv", "--dry-run"],
    "import visits": ["visits.csv", "--dry-run"],
    "office district": [],
    "schedule trips": ["--worker", "SN", "--dry-run"],
    "import plans": ["plans.csv", "--dry-run"],
}
"""Every command that shows something of cases, and what it is asked with."""
SHEETS = {
    "graduates.csv": "Code,Trade\nKML-1,sewing\n",
    "visits.csv": "Code,Visit date,Type of visit\nKML-1,2026-10-12,phone\n",
    "plans.csv": "Code,Trade,Customers a day,Days open,Prices\nKML-1,sewing,3,22,skirt = 4000\n",
}
READ_NO_CASE = {
    *("office show", "schedule preview", "demo", "restore", "recovery list"),
    *("import list", "import undo"),  # they read imports: tests/cli/test_import.py asks them
    *("check", "merge"),  # they read files of a casebook on the disk: tests/cli/test_keys.py and test_merge.py
    *("backup make", "backup list", "backup check", "backup drill"),  # tests/cli/test_backup.py asks them
}


def commands_with_json() -> set[str]:
    """Every command that answers programs, by the words it is called with."""
    every = all_commands(typer.main.get_command(app))
    return {words for words, command in every.items() if any("--json" in one.opts for one in command.params)}


def all_commands(group: Any, before: str = "") -> dict[str, Any]:
    """The commands of a group, and of the groups in it, by the words they are called with."""
    found: dict[str, Any] = {}
    for name, waiting in group.commands.items():
        command = waiting.load() if hasattr(waiting, "load") else waiting
        words = f"{before} {name}".strip()
        found |= all_commands(command, words) if hasattr(command, "commands") else {words: command}
    return found


def test_every_command_that_reads_is_asked_here():
    assert commands_with_json() == ASKED.keys() | READ_NO_CASE


@pytest.fixture
def desk(monkeypatch, tmp_path):
    """Four graduates, all their names known; then the case of one is damaged."""
    book = a_casebook(
        a_graduate(return_date="2025-10-31", plan=a_plan(), flags=[a_flag()]),
        a_graduate("END-1"),
        a_graduate("BAD-1"),
        a_graduate("TWO-1"),
    )
    book.write_office(WorkerAdded("CV"), Configured(retention=7))
    kml = book.find("KML-1")
    book.write(kml, Visited(ContactMethod.HOME_VISIT), on=date(2026, 10, 30))
    book.write(kml, Attempted(AttemptReason.NOT_AT_HOME), on=date(2026, 11, 12))
    consents.override(book, "KML-1", Purpose.WHOLE_FILE, "SN", "She moves tomorrow.")
    book.write(kml, Promised("the second machine", "SN", date(2026, 12, 1)))
    book.write(kml, ConsentAsked((Purpose.REFERRAL_MEDICAL,), (), "SN", "In plain words."))
    book.write(kml, Referred(ReferralService.MEDICAL, "A test.", date(2026, 12, 1)))
    book.write(kml, Supported(SupportKind.SCHOOL, SupportedPerson.CHILD))
    book.write(kml, Tapered(30, 2, "stable", agreed=True, second="CV"))
    outcomes.record(book, "END-1", Ended(OutcomeKind.BUSINESS_CLOSED, (FailureCause.DEBT,)), date(2026, 9, 1))
    book.moment = Moment(book.today, book.moment.now + timedelta(minutes=1))
    book.write(book.find("TWO-1"), Promised("a loan paper", "SN", date(2026, 12, 1)))
    guard_of(book)
    book.store.damage(book.find("BAD-1"))
    monkeypatch.chdir(tmp_path)
    for name, text in SHEETS.items():
        Path(name).write_text(text, "utf-8")
    return Desk(book, monkeypatch)


def written(desk: Desk) -> int:
    """How many entries stand in the journals that can be read."""
    bad = desk.book.find("BAD-1")
    return sum(len(desk.book.store.facts(journal)) for journal in desk.book.store.case_ids() if journal != bad)


@pytest.mark.parametrize("command", ASKED)
@pytest.mark.parametrize("form", ["people", "--json has no pages"])
def test_a_damaged_case_is_told_of_after_the_others_were_shown(desk, command, form):
    before = written(desk)

    result = desk.run(*command.split(), *ASKED[command], *(["--json"] if form == "--json has no pages" else []))

    assert "case was changed." in result.stderr
    assert result.exit_code == (4 if written(desk) == before else 0)  # told that it failed, a person gives it again
    assert json.loads(result.stdout)["data"] if form == "--json has no pages" else result.stdout.strip()


@pytest.mark.parametrize("command", ASKED)
def test_no_page_in_a_pipe_is_wider_than_76_columns(desk, command):
    shown = desk.run(*command.split(), *ASKED[command])

    assert max(map(width_of, shown.stdout.splitlines())) <= PLAIN_WIDTH
