"""What is written about the program is true: help, examples, reference, tutorial, README.

- every command says what it does and gives an example that runs
- the reference names every command, option, exit code, variable, JSON key, file key, word, rule and policy there is
- the files it shows are read, and its TOML and JSON say the same
- every command line in the documents exists; every page and heading they point to is there
- help and the daily command import nothing they do not need
"""

import inspect
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from followup.case import (
    access_words,
    home_words,
    import_words,
    lesson_words,
    outcome_words,
    support_words,
    visit_words,
)
from followup.case import vocabulary as codes
from followup.case.business import plan as business
from followup.case.business.rule_inputs import PlanThresholds
from followup.case.business.rules import PLAN_RULES
from followup.case.consent_words import Purpose
from followup.case.distance import Distance
from followup.case.facts import Attempted, ConsentAsked, Identified, Promised, Referred, Visited, WellbeingScore
from followup.case.forms.enrolment import AssessmentForm, EnrolmentForm, FlagForm, enrolment_from_mapping
from followup.case.forms.plan import plan_from_mapping
from followup.case.referral_words import ReferralService
from followup.case.thresholds import read_thresholds
from followup.case.visit_words import AttemptReason, ContactMethod, WellbeingDomain
from followup.casebook import Casebook, Moment
from followup.demo.build import build
from followup.errors import ExitCode
from followup.monitoring.case_row import FollowUpState
from followup.services.graduates import enrol_all
from followup.vault import access, keys
from followup_cli import error_output
from followup_cli.app import app
from followup_cli.terminal import person
from followup_data import shipped

ROOT = Path(__file__).parent.parent
REFERENCE = (ROOT / "docs" / "reference.md").read_text("utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
TODAY = date(2026, 11, 21)
PASSPHRASE = "a passphrase for a test"

Json = dict[str, Any]

EXAMPLE = re.compile(r"Example: (followup .+)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)")

TYPED = {
    "followup graduate add": "2026-01-31\n" + "\n" * 30 + "yes\n",
    "followup visit record --sheet K7M-14-10-JJ": "yes\n\n\nhome-visit\n" + "\n" * 40 + "yes\n\n\n",
    "followup visit edit K7M": "\n",
    "followup graduate edit K7M": "\n",
    "followup plan edit K7M": "\n",
}
"""What the person types where an example asks: the return date, Enter for the rest."""


# --- the commands there are -----------------------------------------------------------------------------------------


@cache
def root() -> Any:
    return typer.main.get_command(app)


@cache
def commands() -> dict[str, Any]:
    """Every command by the words it is called with, its module imported as on the command line."""
    return commands_of(root())


def commands_of(group: Any, before: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, waiting in group.commands.items():
        command = waiting.load() if hasattr(waiting, "load") else waiting
        words = f"{before} {name}".strip()
        found |= commands_of(command, words) if hasattr(command, "commands") else {words: command}
    return found


def long_options(command: Any) -> set[str]:
    spelled = (option for one in command.params for option in (*one.opts, *one.secondary_opts))
    return {option for option in spelled if option.startswith("--")}


def examples(command: Any) -> list[str]:
    return [line.strip() for line in EXAMPLE.findall(command.help or "")]


def parsed(line: str) -> None:
    """Read a command line as the program does, without running it; an unknown command or option is an error."""
    group, words = root(), shlex.split(line, comments=True)[1:]
    while words and not words[0].startswith("-") and hasattr(group, "commands"):
        assert words[0] in group.commands, f"there is no command {words[0]} in: {line}"
        group = group.commands[words.pop(0)]
        group = group.load() if hasattr(group, "load") else group
    if words not in (["--version"], ["--help"]):
        group.make_context("followup", words)


def fenced(text: str, language: str) -> list[str]:
    return [body for kind, body in FENCE.findall(text) if kind == language]


def command_lines(text: str) -> list[str]:
    lines = (line for block in fenced(text, "sh") for line in block.splitlines())
    return [line for line in lines if line.startswith("followup ")]


def section(heading: str) -> str:
    """What stands under a heading of the reference, up to the next of its rank or above."""
    marks = heading.partition(" ")[0]
    found = re.search(rf"^{re.escape(heading)}\n(.*?)(?=^#{{1,{len(marks)}}} |\Z)", REFERENCE, re.MULTILINE | re.DOTALL)
    assert found, f"docs/reference.md has no heading {heading!r}"
    return found[1]


ALL = list(commands())
READING = [name for name, command in commands().items() if "--json" in long_options(command)]


# --- help and examples ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_a_command_says_what_it_does_and_gives_an_example(name: str) -> None:
    command = commands()[name]

    assert re.match(r"[A-Z].+[.:]", command.help or ""), "a sentence of help"
    assert examples(command), "a line that begins with Example:"


@pytest.mark.parametrize("name", list(root().commands))
def test_the_first_page_of_help_has_a_sentence_for(name: str) -> None:
    assert re.fullmatch(r"[A-Z].+\.", root().commands[name].help)


def files_of_the_reference() -> dict[str, Any]:
    """The files that the reference shows, by what they are."""
    toml = [tomllib.loads(block) for block in fenced(REFERENCE, "toml")]
    whole = [json.loads(block) for block in fenced(REFERENCE, "json")]
    return {
        "graduate.toml": next(one for one in toml if "graduates" in one)["graduates"],
        "graduate.json": next(one for one in whole if "graduates" in one and "policy" not in one)["graduates"],
        "plan.toml": next(one for one in toml if "days_open" in one),
        "plan.json": next(one for one in whole if "days_open" in one),
        "visits.json": next(one for one in whole if "visits" in one),
        "caseload.json": next(one for one in whole if "policy" in one),
    }


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A real vault with a small demo and the graduate of the reference, closed with a passphrase cheap to try."""
    home = tmp_path_factory.mktemp("prepared") / "vault"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "COST", keys.Cost(memory_kib=8, passes=1))
        book = Casebook(access.create(home, PASSPHRASE), Moment(TODAY, datetime.now(UTC)))
        build(book, 6, 7)
        done = enrol_all(book, files_of_the_reference()["graduate.json"])
        assert done.codes == ("K7M-14",), done.problems
        case_id = book.find("K7M-14")
        book.write(case_id, Promised("a second machine", "SN", TODAY + timedelta(days=7)))
        book.write(
            case_id,
            Visited(ContactMethod.HOME_VISIT, scores=(WellbeingScore(WellbeingDomain.SAFETY, 1, 3),)),
            on=date(2026, 8, 12),
        )
        book.write(case_id, Attempted(AttemptReason.NOT_AT_HOME), on=date(2026, 9, 12))
        book.write(case_id, ConsentAsked((Purpose.REFERRAL_MEDICAL,), (), "SN", "In plain words."))
        book.write(case_id, Referred(ReferralService.MEDICAL, "A test.", TODAY + timedelta(days=7)))
        yield home


@pytest.fixture
def desk(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder to work in, with a casebook of its own and the files that examples name."""
    shutil.copytree(prepared, tmp_path / "vault")
    monkeypatch.setattr(keys, "COST", keys.Cost(memory_kib=8, passes=1))
    monkeypatch.setenv("FOLLOWUP_HOME", str(tmp_path / "vault"))
    monkeypatch.setenv("FOLLOWUP_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("FOLLOWUP_NEW_PASSPHRASE", "another passphrase for a test")
    monkeypatch.setenv("FOLLOWUP_TODAY", TODAY.isoformat())
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    shown = files_of_the_reference()
    others = [one | {"code": None} for one in shown["graduate.json"]]
    Path("graduates.json").write_text(json.dumps(others), "utf-8")
    for name in ("plan.json", "visits.json", "caseload.json"):
        Path(name).write_text(json.dumps(shown[name]), "utf-8")
    for name, text in SHEETS.items():
        Path(name).write_text(text, "utf-8")
    shutil.copytree(tmp_path / "vault", tmp_path / "stick")
    yield tmp_path
    access.lock(tmp_path / "vault")  # where an example opened it


SHEETS = {
    "office.csv": "Name,Phone,Return date\nZmok Arvi,012 100 205,2025-01-31\nQorel Belka,012 100 206,2025-02-28\n",
    "visits.csv": "Code,Visit date,Type of visit,Notes\nK7M-14,2026-10-12,phone,All is well.\n",
    "plans.csv": "Code,Trade,Customers a day,Days open,Prices\nK7M-14,sewing,3,22,skirt = 4000\n",
}
IMPORTS = {"graduates": "office.csv", "visits": "visits.csv", "plans": "plans.csv"}
IMPORT = "followup import graduates office.csv --mapping office --yes"
PUBLIC_KEY = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
OVERRIDE = 'followup consent override K7M whole-file --reason "She moves tomorrow."'
BEFORE = {
    "followup schedule monthly": 'followup schedule taper K7M --from 25 --every 2 --why "stable" --agreed --second CV',
    "followup visit edit": "followup visit record K7M --contact home-visit",
    "followup outcome edit": "followup outcome record K7M --how no-contact --causes distance --on 2026-11-20",
    "followup outcome reopen": "followup outcome record K7M --how no-contact --causes distance",
    "followup graduate erase": "followup outcome record K7M --how no-contact --causes distance",
    "followup graduate return": "followup outcome record K7M --how returned-to-centre --causes debt --on 2026-10-30",
    "followup outcome milestone": "followup graduate edit K7M --return 2025-10-31",
    "followup support add K7M --planned": "followup plan set K7M --from plan.json",
    "followup household unlink": "followup household link K7M DEMO-2 --on 2026-10-01",
    "followup office leave": "followup office worker add SN",
    "followup office leave --change": "followup office leave SN 2026-12-21..2026-12-24",
    "followup withdraw office": "followup office closed 2026-12-24..2026-12-26",
    "followup backup check": "followup backup make backups",
    "followup backup drill": "followup backup make backups",
    "followup restore": "followup backup make backups",
    **dict.fromkeys(("followup export K7M", "followup export file"), OVERRIDE),
    "followup recovery remove": f"followup recovery add {PUBLIC_KEY}",
    **dict.fromkeys(("followup import undo", "followup import list"), IMPORT),
    "followup undo": "followup flag raise K7M --kind debt --severity watch --note x",
}
"""What has to have happened before a command has anything to do."""
TAKES_ENTRY_4 = ("followup office leave --change", "followup withdraw office")
"""Lines in which the number 4 stands for the entry that was written before."""


def run(line: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a line as it stands; K7M and 82 stand for a graduate there is."""
    typed = f"\n{Path('backups').absolute()}\n" if line == "followup backup" else TYPED.get(line)
    monkeypatch.setattr(person, "on_terminal", lambda: typed is not None)
    words = ["K7M-14" if word in ("K7M", "82") else word for word in shlex.split(line)[1:]]
    words = with_made_backup(words)
    if line.startswith(TAKES_ENTRY_4):
        written = len(json.loads(CliRunner().invoke(app, ["log", "--json"]).stdout)["data"])
        words = [str(written) if word == "4" else word for word in words]
    if words[0] == "init":
        monkeypatch.setenv("FOLLOWUP_HOME", str(Path("new").absolute()))
    return CliRunner().invoke(app, words, input=typed or "")


def with_made_backup(words: list[str]) -> list[str]:
    """The words with the backup that was made in place of one that is only an example."""
    made = sorted(map(str, Path("backups").glob("*.age")))
    return [made[0] if made and word.endswith(".age") else word for word in words]


RUN = [*dict.fromkeys([*(line for one in commands().values() for line in examples(one)), *command_lines(REFERENCE)])]


@pytest.mark.parametrize("line", RUN)
def test_an_example_runs_as_it_stands(line: str, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for begin, earlier in BEFORE.items():
        if line.startswith(begin):
            assert run(earlier, monkeypatch).exit_code == 0
    done = run(line, monkeypatch)

    assert done.exit_code == 0, done.stderr


# --- the reference --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_the_reference_has_every_command_with_all_its_options_and_an_example(name: str) -> None:
    told = section(f"### followup {name}")

    assert not [option for option in long_options(commands()[name]) if not re.search(rf"{option}(?![\w-])", told)]
    assert [line for line in command_lines(told) if line.startswith(f"followup {name}")]


def test_the_reference_has_no_command_and_no_option_that_is_gone() -> None:
    told = re.findall(r"^### followup (.+)$", REFERENCE, re.MULTILINE)
    options = {name: set(re.findall(r"`(--[a-z-]+)", _table(section(f"### followup {name}")))) for name in told}

    assert not set(told) - set(ALL)
    assert not {name: gone for name, said in options.items() if (gone := said - long_options(commands()[name]))}


def _table(text: str) -> str:
    """The first cells of the tables in a text."""
    return "\n".join(line.split("|")[1] for line in text.splitlines() if line.startswith("|"))


def test_the_reference_has_every_exit_code() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", section("## Exit codes"), re.MULTILINE)}

    assert told == {*map(int, ExitCode), error_output.EXIT_INTERNAL, error_output.EXIT_INTERRUPTED}


def test_the_reference_has_every_variable_of_the_environment() -> None:
    sources = (path.read_text("utf-8") for top in ("followup", "cli") for path in (ROOT / top).rglob("*.py"))
    read = {name for source in sources for name in re.findall(r"\"(FOLLOWUP_[A-Z_]+)\"", source)}

    assert read | {"NO_COLOR"} == set(re.findall(r"^\| `(\w+)`", section("## Environment"), re.MULTILINE))


def keys_of(data: Any) -> set[str]:
    """Every key in data, however deep."""
    if isinstance(data, Mapping):
        return {*data, *(key for value in data.values() for key in keys_of(value))}
    return {key for one in data for key in keys_of(one)} if isinstance(data, list) else set()


TAPER = ["K7M-14", "--from", "25", "--every", "2", "--why", "stable", "--agreed", "--second", "CV"]
ASKED = {
    "today": ["--days", "366", "--everybody", "--by", "village", "--names"],
    "support list": ["--names"],
    "support show": ["K7M-14", "--names"],
    "household show": ["K7M-14"],
    "find": ["hair", "--names"],
    "undo": ["--dry-run"],
    "graduate list": ["--names"],
    "graduate show": ["K7M-14", "--names"],
    "print sheets": ["K7M-14"],
    "consent ask": ["K7M-14", "--given", "calendar", "--words", "In Khmer."],
    "consent withdraw": ["K7M-14", "family", "--dry-run"],
    "consent show": ["K7M-14", "--names"],
    "plan show": ["DEMO-1"],
    "plan check": ["DEMO-1", "--raise"],
    "flag list": ["--names"],
    "log": ["K7M-14"],
    "schedule show": ["K7M-14"],
    "schedule preview": ["--return", "2026-01-31", "--extra-months", "3"],
    "schedule trips": ["--caseload", "caseload.json"],
    "schedule move": ["K7M-14", "11", "2026-12-14", "--why", "harvest", "--dry-run"],
    "schedule pause": ["K7M-14", "2026-12-01..2027-02-01", "--why", "hospital", "--dry-run"],
    "schedule extend": ["K7M-14", "6", "--why", "relapse", "--dry-run"],
    "schedule taper": [
        "K7M-14",
        "--from",
        "25",
        "--every",
        "2",
        "--why",
        "x",
        "--agreed",
        "--second",
        "CV",
        "--dry-run",
    ],
    "schedule monthly": ["K7M-14", "--from", "27", "--why", "relapse", "--dry-run"],
    "visit list": ["K7M-14", "--names"],
    "visit record": ["K7M-14", "--contact", "home-visit", "--score", "safety=1"],
    "visit attempt": ["K7M-14", "--reason", "not-at-home", "--unsafe"],
    "graduate merge": ["K7M-14", "DEMO-2", "--dry-run"],
    "visit move": ["K7M-14", "9", "--to", "DEMO-2", "--dry-run"],
    "graduate review": ["K7M-14", "--why"],
    "graduate erase": ["K7M-14", "--dry-run"],
    "graduate hand-over": ["K7M-14", "--to", "KN", "--names"],
    "flag agree": ["K7M-14", "--all"],
    "outcome record": ["K7M-14", "--how", "no-contact", "--causes", "distance"],
    "outcome edit": ["K7M-14", "--how", "moved-away"],
    "outcome reopen": ["K7M-14", "--why", "She came back."],
    "graduate return": ["K7M-14"],
    "outcome milestone": ["K7M-14", "--how", "not-yet"],
    "outcome list": ["--milestones"],
    "office leave": ["SN", "2026-12-21..2027-12-02", "--dry-run"],
    "office closed": ["2026-12-21..2027-12-02", "--dry-run"],
    "office holiday add": ["2026-12-14", "--dry-run"],
    "office holiday cancel": ["2027-01-07", "--dry-run"],
    "office policy": ["quarterly", "--months", "3,6,9", "--dry-run"],
    "lesson evidence": ["small-business"],
    "print plan": ["K7M-14"],
    "print referral": ["K7M-14"],
    "referral show": ["K7M-14"],
    "withdraw": ["K7M-14", "3", "--reason", "x", "--dry-run"],
    "report quarter": ["2026Q3", "--internal"],
    "print quarter": ["2026Q3", "--internal"],
    "report caseload": ["2026Q3", "--internal"],
    "report training": ["--internal"],
    "report data": ["--to", "data.csv"],
    **{f"export {what}": ["--internal", "--yes"] for what in ("caseload", "visits", "flags", "outcomes")},
    "export file": ["K7M-14", "--given-to", "Hagar", "--dry-run"],
    **{f"import {what}": [file, "--dry-run"] for what, file in IMPORTS.items()},
    "import undo": ["1", "--dry-run"],
    "backup make": ["backups"],
    "restore": ["an.age", "--dry-run"],
    "print recovery": ["--yes"],
    "demo": ["--compare", "--graduates", "3"],
}
"""What a reading command is asked with, so that it has much to say."""


TOLD_WITH = {
    **{f"export {what}": ["### followup export caseload"] for what in ("visits", "flags", "outcomes")},
    **{f"import {what}": ["### followup import graduates"] for what in ("visits", "plans")},
    "print quarter": ["## On paper"],
    "report caseload": ["### followup report quarter"],
    "report training": ["### followup lesson evidence"],
    "plan show": ["## A plan in a file"],
    "backup drill": ["### followup backup check"],
    "visit record": ["### followup flag agree"],
    "visit attempt": ["### followup flag agree", "### followup visit record"],
    "consent ask": ["### followup consent show"],
    "consent withdraw": ["### followup consent ask", "### followup consent show"],
    "graduate show": ["### followup flag agree", "### followup outcome list", "### followup referral show"],
    "referral list": ["### followup referral show"],
    "graduate hand-over": [
        "### followup graduate show",
        "### followup flag agree",
        "### followup promise list",
        "### followup referral show",
        "### followup outcome list",
    ],
}
"""Where else the reference tells of a command's keys."""


@pytest.mark.parametrize("name", READING)
def test_the_reference_has_every_key_that_a_command_gives_to_programs(
    name: str, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(person, "on_terminal", lambda: False)
    if earlier := BEFORE.get(f"followup {name}"):
        assert run(earlier, monkeypatch).exit_code == 0
    done = CliRunner().invoke(app, with_made_backup([*name.split(), *ASKED.get(name, []), "--json"]))
    assert done.exit_code == 0, done.stderr
    envelope = json.loads(done.stdout)
    more = ["## On paper"] if name.startswith("print ") else TOLD_WITH.get(name, [])
    told = section(f"### followup {name}") + "".join(map(section, more))

    assert envelope["format"] in section("## JSON")
    assert not {key for key in keys_of(envelope["data"]) if f"`{key}`" not in told}


@pytest.mark.parametrize("what", ["graduate", "plan"])
def test_a_file_in_the_reference_says_the_same_in_toml_and_in_json(what: str) -> None:
    shown = files_of_the_reference()

    assert json.loads(json.dumps(shown[f"{what}.toml"], default=date.isoformat)) == shown[f"{what}.json"]


def test_the_graduate_in_the_reference_is_read_and_shows_every_key() -> None:
    (form,) = files_of_the_reference()["graduate.toml"]
    enrolment, problems = enrolment_from_mapping(form)
    nested = {FlagForm: form["flags"][0], AssessmentForm: form["assessments"][0]}
    identity = {name.replace("contact_", "contact.") for name in Identified.__struct_fields__}

    assert enrolment is not None, problems
    assert form.keys() == {*EnrolmentForm.__struct_fields__} - {"identity"} | {
        key.partition(".")[0] for key in identity
    }
    assert {f"contact.{key}" for key in form["contact"]} == {key for key in identity if "." in key}
    for kind, shown in nested.items():
        assert shown.keys() == {*kind.__struct_fields__}
    keys = (*form, *form["contact"], *keys_of([*nested.values()]))
    assert not {key for key in keys if f"`{key}`" not in section("## A graduate in a file")}


def test_the_plans_in_the_reference_are_read_and_show_every_key() -> None:
    told = section("## A plan in a file")
    forms = [tomllib.loads(block) for block in fenced(told, "toml")]
    kinds = [business.Price, business.MonthlyCost, business.Partner, business.Item, business.Loan, business.Customers]
    parts = [business.Animals, business.Garden, business.Season]
    known = {name for kind in (business.Plan, *kinds, *parts) for name in kind.__struct_fields__}

    for form in forms:
        read = {"currency": "riel", "rate": 4000} | {key: value for key, value in form.items() if key != "assumed"}
        plan, problems = plan_from_mapping(read)
        assert plan is not None, problems
    assert len(forms) == len(business.BusinessKind)
    assert keys_of(forms) == known - {"customers"} | {"customers_a_day", "assumed"}
    assert not {key for key in keys_of(forms) if f"`{key}`" not in told}


WORDS = (codes, access_words, home_words, import_words, lesson_words, outcome_words, support_words, visit_words)
VOCABULARIES: list[type[codes.Term]] = [
    *(
        one
        for module in (
            codes,
            access_words,
            home_words,
            import_words,
            lesson_words,
            outcome_words,
            support_words,
            visit_words,
        )
        for one in vars(module).values()
        if inspect.isclass(one) and issubclass(one, codes.Term) and one.__members__
    ),
    *(business.PartnerRole, business.PaidBy, business.CostKind, FollowUpState),
    *(business.BusinessKind, business.Repayment, Distance),
]


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda one: one.__name__)
def test_the_reference_has_every_closed_vocabulary_in_a_row_of_its_own(vocabulary: type[codes.Term]) -> None:
    rows = [set(re.findall(r"`([\w-]+)`", row)) for row in section("## Closed vocabularies").splitlines()]

    assert {word.value for word in vocabulary} in rows


def test_the_reference_has_every_rule_of_the_plan_check_with_its_threshold() -> None:
    told = section("## The plan check")
    limits = shipped.plan_thresholds()
    read_thresholds(PlanThresholds, limits)

    assert re.findall(r"^\| `(\w+)` \| `(\w+)`", told, re.MULTILINE) == [
        (rule.name, rule.risk.value) for rule in PLAN_RULES
    ]
    assert not [limit for limit in limits.values() if not re.search(rf"(?<!\d){limit}(?!\d)", told)]


def test_the_reference_has_the_shipped_policies_as_they_are() -> None:
    told = re.findall(r"^\| `([\w-]+)` \| ([\w ]+) \|.*?\| (\d+) \| (\d+) \| (yes|no) \|$", REFERENCE, re.MULTILINE)
    known = [
        (
            one["name"],
            str(one["visits"] or "no set end"),
            str(one.get("window", 7)),
            str(one.get("fallback", 14)),
            "yes" if one.get("extra") else "no",
        )
        for one in shipped.policies().values()
    ]

    assert told == known


# --- the other pages ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_command_line_in_a_document_exists(page: Path) -> None:
    for line in command_lines(page.read_text("utf-8")):
        parsed(line)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_document_points_to_is_there(page: Path) -> None:
    for target, heading in LINK.findall(page.read_text("utf-8")):
        other = (page.parent / target).resolve() if target else page
        assert other.exists(), f"{page.name} points to {target}, which is not there"
        assert not heading or heading in anchors(other), f"{page.name} points to #{heading}, which is not there"


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize(
    ("heading", "runs"), [("Start", "followup demo"), ("Tests", "-m pytest")], ids=["the demonstration", "the tests"]
)
def test_the_readme_has_one_command_line_for(heading: str, runs: str) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    part = readme.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    blocks = FENCE.findall(part)

    assert [kind for kind, _ in blocks] == ["sh"]
    (line,) = blocks[0][1].splitlines()
    assert line.startswith("python3 -m venv ")
    assert line.endswith(runs)


# --- quick to start -------------------------------------------------------------------------------------------------


def imported_by(*words: str) -> set[str]:
    """The modules that a command imports in a process of its own."""
    paths = os.pathsep.join(str(path) for path in (ROOT, ROOT / "cli", ROOT / "data"))
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "followup_cli", *words],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, [line for line in done.stderr.splitlines() if not line.startswith("import time:")]
    lines = (line for line in done.stderr.splitlines() if line.startswith("import time:"))
    return {line.rpartition("|")[2].strip() for line in lines}


def among(imported: set[str], *packages: str) -> set[str]:
    return {name for name in imported if any(name == one or name.startswith(f"{one}.") for one in packages)}


HEAVY = ("tinydb", "icalendar", "holidays", "dateutil", "pyrage", "typst", "pydantic")


def test_help_imports_no_command_and_nothing_that_commands_need() -> None:
    imported = imported_by("--help")

    assert among(imported, "typer")
    assert not among(imported, *HEAVY, "nacl", "platformdirs", "followup.case", "followup.vault", "followup.services")
    assert not among(imported, "rich.live", "rich.progress", "rich.prompt", "rich.logging", "rich.tree", "rich.layout")


def test_today_on_a_kept_register_imports_neither_journals_nor_calendars_nor_holidays(desk: Path) -> None:
    an_hour_ago = time.time() - 3600
    for path in (desk / "vault" / "cases").iterdir():
        os.utime(path, (an_hour_ago, an_hour_ago))
    imported_by("today")  # the register is made

    imported = imported_by("today")

    assert among(imported, "followup.vault.register")
    assert not among(
        imported, *HEAVY, "rich.console", "followup.case.replay", "followup.schedule.slots", "followup.handout"
    )
    assert not among(imported, "followup.case.business", "followup.case.forms", "followup.services.rounds", "hashlib")
    assert not among(imported, *(f"followup.vault.{one}" for one in ("rekey", "copies", "erasing", "checking")))


@pytest.mark.parametrize("group", ["graduate", "visit", "schedule", "flag", "promise", "log"])
def test_the_help_of_a_group_imports_no_case_and_no_service(group: str) -> None:
    imported = imported_by(group, "--help")

    assert among(imported, "followup_cli.options")
    assert not among(imported, *HEAVY, "nacl", "rich.console", "followup.casebook", "followup.case.case")
    assert not among(imported, "followup.case.facts", "followup.services.caseload", "followup.handout")


# --- what is claimed of security ------------------------------------------------------------------------------------

CLAIMS = (ROOT / "docs" / "security.md").read_text("utf-8")
SHOWN_BY = sorted(set(re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", CLAIMS)))


@pytest.mark.parametrize(("file", "name"), SHOWN_BY, ids=lambda part: part or "whole")
def test_a_claim_of_security_names_a_test_that_there_is(file: str, name: str) -> None:
    tests = re.findall(r"^def (test_\w+)", (ROOT / file).read_text("utf-8"), re.MULTILINE)
    assert name in tests if name else tests


@pytest.mark.parametrize("heading", ["Against whom it protects", "What was erased"])
def test_every_claim_of_security_names_the_test_that_shows_it(heading: str) -> None:
    part = CLAIMS.split(f"## {heading}\n")[1].split("\n## ")[0]
    claims = [one for one in re.split(r"\n\n(?=\*\*)", part) if one.strip().startswith("**")] or [part]

    assert len(claims) >= 1
    assert not [claim[:60] for claim in claims if "`tests/" not in claim]
