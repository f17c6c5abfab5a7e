"""Whatever is typed for any option of any command is answered by the command or refused in a sentence.

Every command is walked by its own declarations: each day, number, word and text is given what nobody would mean, and
nothing may come of it but an answer, or a refusal that does not repeat what was typed.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import typer

from followup.case.consent_words import Purpose
from followup.case.facts import ConsentAsked, LessonProposed, Promised, Referred
from followup.case.outcome_words import FailureCause
from followup.case.referral_words import ReferralService
from followup.services import lessons
from followup.vault import access, keys
from followup_cli import context
from followup_cli.app import app
from followup_cli.error_output import EXIT_INTERNAL
from tests.builders import a_casebook, a_flag, a_graduate, a_plan
from tests.cli.desk import Desk

DAYS = ("0001-01-01", "9999-12-31", "1969-12-31", "1989-12-31", "2099-12-31", "2028-02-29", "2027-02-29", "2569-11-26")
RANGES = ("0001-01-01..9999-12-31", "2026-11-30..2026-11-01", "2099-01-01..2099-12-31:extend", "..", "1=9999-12-31")
NUMBERS = ("0", "-1", "-999999999999", "999999999", "9" * 400, "1e400", "nan", "3.7", "០១២", "9999Q4", "2099Q4", "1Q1")
TEXTS = (
    *("", "   ", "x" * 10_000, "Sreymom 🙂", "ស្រីមុំ កែវ", "\u202eSreymom", "Srey\x00mom", "Srey\nmom", "Srey\r\nmom"),
    *("--", "sreymom@example.org", "/home/sreymom/../../x", "a,b,,c", "k=v=w", "{code}{code", "[red]Sreymom[/]", "fri"),
)
EXTREMES = (*DAYS, *RANGES, *NUMBERS, *TEXTS)

ASKED = {
    "visit record": "KML-1 --on 2026-11-20 --contact home-visit",
    "visit attempt": "KML-1 --reason not-at-home --on 2026-11-20",
    "visit list": "KML-1",
    "graduate review": "KML-1",
    "graduate add": "--return 2026-01-31 --placement family",
    "graduate show": "KML-1",
    "graduate edit": "KML-1 --trade sewing",
    "graduate assess": "KML-1 --what family --decision yes",
    "graduate place": "KML-1 --how family",
    "graduate hand-over": "KML-1 --to CV",
    "plan set": "KML-1",
    "plan show": "KML-1",
    "plan check": "KML-1",
    "flag raise": "KML-1 --kind health --severity concern --note cough",
    "flag review": "KML-1 1 --note better",
    "flag clear": "KML-1 1 --how paid",
    "flag agree": "KML-1 1",
    "promise make": "KML-1 --what seeds --by SN --due 2026-12-20",
    "consent ask": "KML-1 --given calendar --refused family --words khmer",
    "consent withdraw": "KML-1 calendar --yes",
    "consent override": "KML-1 calendar --reason tonight --by SN",
    "consent show": "KML-1",
    "promise settle": "KML-1 1 --kept",
    "promise end": "KML-1 --on 2027-03-01",
    "support add": "KML-1 --kind school --for child --amount 3000 --fund Fund",
    "support list": "KML-1",
    "support show": "KML-1",
    "household link": "KML-1 CV-1",
    "household unlink": "KML-1",
    "household show": "KML-1",
    "referral add": "KML-1 --service medical --why test",
    "referral answer": "KML-1 1 --reply accepted",
    "referral done": "KML-1 1 --done --came-of tablets",
    "referral withdraw": "KML-1 1 --reason well",
    "referral show": "KML-1 1",
    "print referral": "KML-1 1",
    "withdraw": "KML-1 2 --reason slip --yes",
    "log": "KML-1",
    "outcome record": "KML-1 --how no-contact --causes distance",
    "outcome edit": "KML-1 --how moved-away",
    "outcome reopen": "KML-1 --why back",
    "outcome milestone": "KML-1 --month 12 --how not-yet --on 2026-11-20",
    "lesson propose": "KML-1 --change teach --cause debt",
    "lesson answer": "1 --accept --owner KB --by 2027-01-01",
    "lesson apply": "1",
    "lesson check": "1 --verdict fixed",
    "lesson evidence": "hairdressing --internal",
    "report quarter": "2026Q3 --internal",
    "print quarter": "2026Q3 --internal",
    "report caseload": "2026Q3 --internal",
    "report training": "--internal",
    "report data": "2026Q3 --to data.csv",
    "schedule preview": "--return 2026-01-31",
    "schedule trips": "--caseload caseload.json",
    "schedule move": "KML-1 20 2027-06-28 --why harvest",
    "schedule pause": "KML-1 2027-01-01..2027-03-01 --why harvest",
    "schedule extend": "KML-1 6 --why harvest",
    "schedule taper": "KML-1 --from 25 --every 3 --why stable --agreed --second CV",
    "schedule monthly": "KML-1 --from 25 --why relapse",
    "schedule show": "KML-1",
    "print route": "--everybody",
    "print cash-book": "",
    "import graduates": "office.csv --dry-run",
    "import visits": "office.csv --dry-run",
    "import plans": "office.csv --dry-run",
    "import undo": "1 --dry-run",
    "print recovery": "--yes",
    "recovery remove": "1 --yes",
    "print plan": "KML-1",
    "print training": "--internal",
    "office leave": "SN 2026-12-21..2026-12-24",
    "office closed": "2026-12-24",
    "office policy": "quarterly --months 3,6",
    "unlock": "",
    "demo": "demo --graduates 0",
}
"""What a command needs beside the one thing that is tried; any other command needs nothing."""


def commands(group: Any = None, words: tuple[str, ...] = ()) -> dict[str, Any]:
    """Every command by the words it is called with."""
    found: dict[str, Any] = {}
    for name, waiting in (group or typer.main.get_command(app)).commands.items():
        command = waiting.load() if hasattr(waiting, "load") else waiting
        called = (*words, name)
        found |= commands(command, called) if hasattr(command, "commands") else {" ".join(called): command}
    return found


COMMANDS = commands()


@pytest.fixture
def desk(monkeypatch, tmp_path):
    """One graduate with a flag, a promise and a plan, and a lesson, in a casebook that no command finds on the disk.

    What needs a real one is given another, which is empty.
    """
    book = a_casebook(
        a_graduate(return_date="2025-10-31", plan=a_plan(), flags=[a_flag()]), a_graduate("CV-1", worker="CV")
    )
    book.write(book.find("KML-1"), Promised("the second machine", "SN", date(2026, 12, 1)))
    book.write(book.find("KML-1"), ConsentAsked((Purpose.REFERRAL_MEDICAL,), (), "SN", "In plain words."))
    book.write(book.find("KML-1"), Referred(ReferralService.MEDICAL, "A test.", date(2026, 12, 1)))
    lessons.propose(book, lessons.prefill_lesson(book, ()), LessonProposed("Teach it.", "", (FailureCause.DEBT,)))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(keys, "COST", keys.Cost(memory_kib=8, passes=1))
    vault = access.create(tmp_path / "vault", "one two three four five")
    monkeypatch.setattr(context, "open_vault", lambda: vault)
    monkeypatch.setenv("FOLLOWUP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FOLLOWUP_PASSPHRASE", "one two three four five")
    monkeypatch.setattr(access, "create", lambda *_, **__: book.store)
    monkeypatch.setattr(access, "unlock", lambda *_: None)
    return Desk(book, monkeypatch)


def tries(name: str) -> Iterator[tuple[str, list[str]]]:
    """For everything that a command can be given: what it is, and the words of the command with each extreme in it."""
    for parameter in COMMANDS[name].params:
        if getattr(parameter, "is_flag", False):
            continue
        for extreme in EXTREMES:
            yield extreme, [*name.split(), *words_with(name, parameter, extreme)]


def words_with(name: str, parameter: Any, extreme: str) -> list[str]:
    """The words of a command, with ``extreme`` in place of what stands there for a parameter."""
    words = ASKED.get(name, "").split()
    if parameter.param_type_name == "option":
        option = max(parameter.opts, key=len)
        at = words.index(option) if option in words else len(words)
        return [*words[:at], f"{option}={extreme}", *words[at + 2 :]]
    place = [one.name for one in COMMANDS[name].params if one.param_type_name == "argument"].index(parameter.name)
    options = next((at for at, word in enumerate(words) if word.startswith("--")), len(words))
    given = words[:options]
    return [*words[options:], "--", *given[:place], extreme, *given[place + 1 :]]


def test_every_command_that_needs_something_is_asked_with_it(desk):
    assert ASKED.keys() <= COMMANDS.keys()
    for name, words in ASKED.items():
        assert desk.run(*name.split(), *words.split()).exit_code in (0, 1, 2), name


@pytest.mark.parametrize(
    "words",
    [
        "graduate show KML-1 --as-of 9999-12-31",
        "graduate review KML-1 --as-of 9999-12-31",
        "report quarter --known-at 9999-12-31",
        "report caseload --known-at 9999-12-31",
        "lesson evidence --as-of 0001-01-01",
        "report training --as-of 0001-01-01",
    ],
)
def test_a_day_outside_the_years_of_the_program_is_refused_under_the_name_of_its_option(desk, words):
    result = desk.run(*words.split())

    assert result.exit_code == 2
    assert result.stderr == (f"{words.split()[-2]}: The day is not in the years 1990 to 2099.\nCheck the year.\n")


def test_a_year_of_the_buddhist_calendar_is_called_one(desk):
    assert (
        "--as-of: That is a year of the Buddhist calendar."
        in desk.run(*["graduate", "show", "KML-1", "--as-of", "2569-11-26"]).stderr
    )


def test_a_country_is_two_letters(desk):
    result = desk.run("office", "set", "--country", "fri")

    assert (result.exit_code, result.stderr) == (2, "A country is written with two letters.\nCambodia is KH.\n")


def test_a_dry_run_of_a_large_file_without_codes_finds_nothing_taken(desk):
    rows = [{"return_date": "2026-01-31"}] * 101

    result = desk.run("graduate", "add", "--from", "-", "--dry-run", stdin=json.dumps(rows))

    assert (result.exit_code, "taken" in result.stderr) == (0, False)


@pytest.mark.parametrize("name", COMMANDS)
def test_no_input_is_a_fault_of_the_program_and_none_is_repeated(desk, name):
    whole = dict(desk.book.store._journals)
    for extreme, words in tries(name):
        result = desk.run(*words)
        desk.book.store._journals = dict(whole)

        assert result.exit_code != EXIT_INTERNAL, (words, result.stderr)
        assert "Traceback" not in result.output, words
        assert len(extreme.strip()) < 5 or extreme.strip() not in result.stderr, (words, result.stderr)
