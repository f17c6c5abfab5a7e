"""Nobody may be exposed: planted names are looked for in everything the program prints or writes outside the vault."""

import json
import os
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from followup.handout.paper import typesetting
from followup.handout.paper.typesetting import CannotTypeset
from followup.intake import reading_process
from followup.intake.workbook import workbook_of
from followup.services.imports import sheets
from followup.vault import keys
from followup_cli.app import app
from followup_cli.terminal import person

CONSONANTS = [chr(point) for point in range(0x1780, 0x17A3)]
VOWELS = ["", "ា", "ិ", "ី", "ុ", "ូ", "េ", "ោ", "ៅ"]

latin = (
    st.text(st.sampled_from("abcdefghijklmnoprstuvyz"), min_size=5, max_size=11)
    .filter(lambda name: set(name) - set("abcdef"))  # random ids are made of these
    .map(str.capitalize)
)
khmer = st.lists(st.builds(str.__add__, st.sampled_from(CONSONANTS), st.sampled_from(VOWELS)), min_size=3, max_size=6)
names = latin | khmer.map("".join)
phones = st.integers(10_000_000, 99_999_999).map(lambda number: f"0{number}")

READING = [
    ["today", "--days", "90", "--everybody"],
    ["today", "--days", "90", "--json"],
    ["find", "KML"],
    ["find", "KML", "--json"],
    ["graduate", "list"],
    ["graduate", "list", "--json"],
    ["graduate", "show", "KML-1"],
    ["graduate", "show", "KML-1", "--all"],
    [],
    ["status"],
    ["status", "--json"],
    ["graduate", "show", "KML-1", "--json"],
    ["plan", "show", "KML-1"],
    ["plan", "check", "KML-1"],
    ["plan", "check", "KML-1", "--json"],
    ["flag", "list"],
    ["visit", "list", "KML-1"],
    ["visit", "list", "KML-1", "--json"],
    ["flag", "list", "KML-1", "--json"],
    ["today", "--days", "90", "--everybody", "--by", "commune"],
    ["today", "--days", "90", "--everybody", "--by", "commune", "--json"],
    ["support", "list"],
    ["support", "list", "KML-1", "--json"],
    ["support", "show", "KML-1"],
    ["support", "show", "KML-1", "--json"],
    ["household", "show", "KML-1"],
    ["household", "show", "KML-1", "--json"],
    ["promise", "list"],
    ["promise", "list", "KML-1", "--json"],
    ["consent", "list"],
    ["consent", "list", "--json"],
    ["consent", "show", "KML-1"],
    ["consent", "show", "KML-1", "--json"],
    ["referral", "list"],
    ["referral", "list", "KML-1", "--json"],
    ["graduate", "review", "KML-1"],
    ["withdraw", "KML-1", "2", "--dry-run"],
    ["withdraw", "KML-1", "2", "--dry-run", "--json"],
    ["schedule", "show", "KML-1"],
    ["schedule", "show", "KML-1", "--json"],
    ["log", "KML-1"],
    ["log", "KML-1", "--json"],
    ["log"],
    ["log", "--access"],
    ["log", "--access", "--json"],
    ["lesson", "list"],
    ["lesson", "list", "--json"],
    ["lesson", "evidence"],
    ["lesson", "evidence", "--internal"],
    ["lesson", "evidence", "small-business", "--internal"],
    ["lesson", "evidence", "small-business", "--internal", "--json"],
    ["report", "quarter"],
    ["report", "quarter", "--internal"],
    ["report", "quarter", "--internal", "--json"],
    ["report", "caseload"],
    ["report", "caseload", "--internal", "--json"],
    ["report", "training"],
    ["report", "training", "--internal"],
    ["report", "training", "--internal", "--json"],
    ["report", "training", "--json"],
    ["office", "show"],
    ["check"],
    ["check", "--json"],
]


def graduate(name: str, nickname: str, village: str, phone: str, business: str) -> dict[str, Any]:
    """An entry of a file whose every free text names somebody."""
    note = f"{name} of {village} said: call {nickname} on {phone}, or ask at {business}"
    return {
        "code": "KML-1",
        "return_date": "2026-01-31",
        "name": f"{name} {nickname}",
        "nickname": nickname,
        "village": village,
        "phone": phone,
        "business": business,
        "contact": {"name": nickname, "phone": phone, "say": note},
        "placement": "family",
        "province": "Kandal",
        "district": "Kien Svay",
        "trade": "sewing",
        "plan": {
            "trade": "sewing",
            "rate": 4000,
            "customers_a_day": 2,
            "days_open": 20,
            "prices": [{"service": f"for {village}"[:60], "price": 1000}],
            "note": note[:200],
        },
        "flags": [{"kind": "debt", "severity": "danger", "note": note}],
        "assessments": [{"what": "family", "decision": "no", "reasons": note}],
        "assumed": [note],
    }


def folded(text: str) -> str:
    """Text as it is looked through: one case, one form."""
    return unicodedata.normalize("NFKC", text).casefold()


@contextmanager
def a_casebook(forms: list[dict[str, Any]]) -> Iterator[tuple[Path, dict[str, str]]]:
    """A real vault with these graduates, and the folder that everything else is written to."""
    with tempfile.TemporaryDirectory() as scratch, patch.object(keys, "COST", keys.Cost(8, 1)):
        out = Path(scratch) / "out"
        out.mkdir()
        env = {
            "FOLLOWUP_HOME": str(Path(scratch) / "vault"),
            "FOLLOWUP_PASSPHRASE": "a passphrase for a test",
            "FOLLOWUP_TODAY": "2026-11-21",
        }
        with patch.dict(os.environ, env), patch("tempfile.tempdir", str(out)):
            assert run("init", "--worker", "SN").exit_code == 0
            added = run("graduate", "add", "--from", "-", "--as-new", stdin=json.dumps(forms))
            assert added.exit_code == 0, added.stderr
            yield out, env


def run(*words: str, stdin: str = "") -> Any:
    return CliRunner().invoke(app, list(words), input=stdin)


def asked(*words: str, typed: str) -> Any:
    """A command at a terminal, where a person types these lines."""
    with patch.object(person, "on_terminal", lambda: True):
        return run(*words, stdin=typed)


def written(folder: Path) -> Iterator[str]:
    """Every name and every byte of the files below a folder, as text."""
    for path in folder.rglob("*"):
        yield path.name
        if path.is_file():
            yield path.read_bytes().decode("utf-8", "replace")
            yield path.read_bytes().replace(b"\r\n ", b"").decode("utf-8", "replace")
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as parts:
                yield from (parts.read(name).decode() for name in parts.namelist())


@contextmanager
def texts_on_paper() -> Iterator[list[str]]:
    """All that is given to the typesetter: Khmer cannot be read back from a PDF."""
    given: list[str] = []
    inputs = typesetting._inputs

    def noted(*args: Any) -> dict[str, str]:
        made = inputs(*args)
        given.extend(made.values())
        return made

    with patch.object(typesetting, "_inputs", noted):
        yield given


def referred(told: str, somebody: str, out: Path) -> list[Any]:
    """A referral with names in every text, and all that shows it."""
    sent = ("--service", "medical", "--why", told, "--to", somebody, "--shares", "reason,district,name")
    words = (
        ("consent", "ask", "KML-1", "--given", "referral-medical", "--words", told),
        ("referral", "add", "KML-1", *sent),
        ("print", "referral", "KML-1", "--to", str(out / "prints")),
        ("referral", "answer", "KML-1", "1", "--reply", "not-yet", "--note", told),
        ("referral", "show", "KML-1", "--json"),
        ("referral", "done", "KML-1", "1", "--done", "--came-of", told),
        ("referral", "list", "KML-1"),
        ("referral", "show", "KML-1", "1"),
    )
    shown = [run(*some) for some in words]
    assert {one.exit_code for one in shown} == {0}, [one.stderr for one in shown]
    return shown


def plain_prints(folder: Path) -> list[Any]:
    """Every kind of print on a machine without a typesetter."""
    prints = (
        "sheets KML-1",
        "route --everybody",
        "plan KML-1 --promises",
        "cash-book KML-1",
        "training --internal",
        "recovery --yes",
    )
    with patch.object(typesetting, "_typesetter", side_effect=CannotTypeset("No typesetter.")):
        made = [run("print", *words.split(), "--to", str(folder)) for words in (*prints, "quarter --internal")]
    assert {path.suffix for path in folder.iterdir()} == {".html"}
    return made


def exports(out: Path, village: str, nickname: str) -> list[Any]:
    """Every list without names, and her whole file, which is sealed; in good folders and in bad ones."""
    lists = [
        run("export", what, "--internal", "--yes", f"--{kind}", "--to", str(out / "exports"))
        for what, kind in (("caseload", "xlsx"), ("visits", "csv"), ("visits", "xlsx"), ("flags", "csv"))
    ]
    assert [one.exit_code for one in lists] == [0] * len(lists)
    key = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
    asked_of_her = ["KML-1", "--given-to", f"{nickname}'s aunt", "--key", key, "--to", str(out / "exports")]
    decided = run("consent", "override", "KML-1", "whole-file", "--reason", f"{nickname} moves")
    sealed = [run("export", *asked_of_her, "--dry-run"), run("export", *asked_of_her, "--yes")]
    assert [one.exit_code for one in (decided, *sealed)] == [0, 0, 0]
    bad = [run("export", "visits", "--internal", "--yes", "--to", str(out / village)), run("export", nickname)]
    return [*lists, decided, *sealed, *bad, run("export", "file", "KML-1", "--given-to", "x", "--key", nickname)]


def outcome_thought_through(note: str, decided_by: str) -> list[Any]:
    """An outcome as it would be written, for people and for programs; and its consequences before it is."""
    words = ["outcome", "record", "KML-1", "--how", "self-supporting", "--note", note, "--decided-by", decided_by]
    against = [*words, "--against", note]
    return [run(*words), run(*against, "--dry-run"), run(*against, "--dry-run", "--json")]


def backed_up(stick: Path) -> list[Any]:
    """A backup made, looked at, and put back into what is here."""
    made = run("backup", str(stick), "--json")
    file = str(next(stick.glob("*.age")))
    looked = [("backup", "list"), ("backup", "check"), ("backup", "drill"), ("restore", file), ("rekey", "--dry-run")]
    return [made, *(run(*words) for words in looked), run("backup", "check", "--json"), run("recovery", "list")]


def imported(name: str, phone: str, village: str, out: Path) -> list[Any]:
    """A sheet of graduates that names her and others, taken in and back; the copy is theirs, and lies beside it."""
    sheet = out.parent / f"{village}.csv"
    rows = f"KML-1;{name};{phone};2026-01-31;castle\n;{name};{phone};2025-02-28;family\n;{village};;{name};family\n"
    sheet.write_text(f"Code;Name;Phone;Return date;Lives with;{name}\n{rows}", encoding="utf-8")
    words = ("import", "graduates", str(sheet))
    with patch.object(sheets, "read_workbook", lambda path: workbook_of(reading_process.read(path.read_bytes()))):
        looked = [run(*words, "--dry-run"), run(*words, "--dry-run", "--json"), run(*words, "--map", f"{name}=note")]
        looked += [run(*words, "--as-new", "3", "--yes", "--mapping", name), asked(*words, typed="\n\nno\n")]
    assert "Import 1: 1 new" in looked[3].stdout, looked[3].output
    more = [("import", "list"), ("import", "undo", "1", "--dry-run"), ("import", "undo", "1", "--yes")]
    return [*looked, *(run(*one) for one in more), run("import", "list", "--json"), run("import", "undo", name)]


def erased(note: str, nickname: str, out: Path) -> list[Any]:
    """Her identity erased, and what is shown afterwards: lessons still hold words that were hers."""
    ended = run("outcome", "record", "KML-1", "--how", "moved-away", "--note", note)
    assert ended.exit_code == 0, ended.stderr
    looked = [run("graduate", "erase", "KML-1", "--dry-run"), run("graduate", "erase", "KML-1", "--dry-run", "--json")]
    looked.append(asked("graduate", "erase", "KML-1", typed=f"keep\nreword\n{nickname}\nMoved.\nall\n\n"))
    done = run("graduate", "erase", "KML-1", "--yes")
    assert done.exit_code == 0, done.stderr
    after = [
        ["log", "KML-1"],
        ["log"],
        ["lesson", "list"],
        ["report", "training", "--internal"],
        ["check"],
        ["retention"],
    ]
    more = [["graduate", "show", "KML-1", "--all"], ["retention", "--json"], ["graduate", "erase", "KML-1", "--json"]]
    more.append(["calendar", "export", "--out", str(out / "calendar"), "--cover", f"With {nickname}"])
    return [ended, *looked, done, *(run(*words) for words in (*after, *more))]


def shown_by(planted: list[str], phone: str) -> list[str]:
    """All that the program prints and writes for a graduate with these names, when used well and when used wrong."""
    name, nickname, village, business = planted
    entry = graduate(name, nickname, village, phone, business)
    with a_casebook([entry]) as (out, _), texts_on_paper() as paper:
        seen = [run(*words) for words in READING]
        assert [result.exit_code for result in seen] == [0] * len(seen)
        seen += [
            run("calendar", "export", "--out", str(out / "calendar"), "--all"),
            run("calendar", "export", "KML-1", "--out", str(out / "one"), "--cover", "Tea {code}"),
            run("promise", "make", "KML-1", "--what", f"{name}, {village}", "--by", nickname, "--due", "2026-12-24"),
            run(
                "consent",
                "ask",
                "KML-1",
                "--given",
                "calendar,family",
                "--words",
                f"{name} said yes",
                "--explained-by",
                nickname,
            ),
            run("consent", "withdraw", "KML-1", "family", "--reason", f"{village} talks", "--yes"),
            run("consent", "override", "KML-1", "family", "--by", nickname, "--reason", f"Call {phone} in {village}"),
            run("consent", "show", "KML-1"),
            run("consent", "show", "KML-1", "--json"),
            run(
                "support",
                "add",
                "KML-1",
                "--kind",
                "school",
                "--for",
                "child",
                "--fund",
                f"{name} fund",
                "--note",
                nickname,
            ),
            run("support", "add", "KML-1", "--kind", "job", "--fund", f"{village} fund", "--note", f"Call {phone}"),
            run("support", "list"),
            run("support", "list", "--json"),
            run("support", "show", "KML-1"),
            run("support", "show", "KML-1", "--json"),
            run("support", "list", "--fund", nickname),
            run("support", "list", "--fund", "Nobody's"),
            run("support", "add", "KML-1", "--kind", "job", "--fund", f"{village} funds"),
            run("household", "link", "KML-1", name),
            run("promise", "list"),
            run("promise", "list", "KML-1"),
            run("promise", "list", "KML-1", "--json"),
            *referred(f"{name}, {village}", nickname, out),
            run("schedule", "move", "KML-1", "10", "2026-12-03", "--why", f"{name} of {village}"),
            run("schedule", "taper", "KML-1", "--from=20", "--every=2", "--agreed", "--why", name, "--second", village),
            run("graduate", "hand-over", "KML-1", "--to", "KB", "--note", f"Ask {nickname} at {business}"),
            run("graduate", "hand-over", "KML-1", "--to", "SN", "--note", f"Call {phone}", "--json"),
            run("graduate", "hand-over", "KML-1", "--to", "KB", "--note", f"Ask {nickname}", "--dry-run"),
            run("schedule", "pause", "KML-1", "2027-01-01..2027-03-01", "--why", f"{name} rests", "--dry-run"),
            *outcome_thought_through(f"{name} of {village}, {phone}", nickname),
            run("withdraw", "KML-1", "6", "--reason", f"{name} moved", "--yes"),
            run("log", "KML-1"),
            run("lesson", "propose", "--change", f"Teach {name}", "--seen", f"{nickname} fell", "--cause", "debt"),
            run("lesson", "answer", "1", "--accept", "--owner", nickname, "--by", "2026-12-24"),
            run("lesson", "apply", "1", "--note", f"Call {phone}"),
            run("lesson", "check", "1", "--verdict", "helped", "--note", f"Ask at {business}"),
            run("report", "training", "2026Q4"),
            run("report", "training", "2026Q4", "--json"),
            run("report", "training", "--internal"),
            run("report", "training", name),
            run("lesson", "list"),
            run("lesson", "list", "--json"),
            run("log"),
            run("visit", "record", "KML-1", "--contact", "phone", "--note", f"{name}, {village}", "--agreed", nickname),
            run("visit", "attempt", "KML-1", "--reason", "moved", "--safe", "--note", f"{nickname}, {phone}"),
            run("visit", "list", "KML-1"),
            run("visit", "list", "KML-1", "--json"),
            run("report", "quarter", "--csv", str(out / "report.csv")),
            run("print", "sheets", "KML-1", "--to", str(out / "prints")),
            run("print", "sheets", "KML-1", "--to", str(out / village)),
            run("visit", "record", "--sheet", f"{name}-10-22", "--contact", "phone"),
            *exports(out, village, nickname),
            run("check"),
            run("merge"),
            run("merge", "--json"),
            run("report", "data", "--to", str(out / "data.csv")),
            run("report", "data", "--to", str(out / "data.csv"), "--internal"),
            run("print", "quarter", "--internal", "--to", str(out / "prints")),
            run("print", "quarter", "--to", str(out / village)),
            run("office", "set", "--organisation", business, "--responsible", f"Mrs {nickname}"),
            run("print", "route", "--everybody", "--to", str(out / "prints")),
            run("print", "route", "--month", "--json", "--to", str(out / "prints")),
            run("print", "cash-book", "KML-1", "--month", "2026-12", "--to", str(out / "prints")),
            run("print", "plan", "KML-1", "--promises", "--to", str(out / "prints")),
            run("print", "training", "--to", str(out / "prints")),
            run("print", "recovery", "--yes", "--to", str(out / "prints")),
            run("print", "training", "--internal", "--to", str(out / "prints")),
            run("log", "--access"),
            run("log", "--access", "--json"),
            run("log", "KML-1", "--access"),
            *plain_prints(out / "plain"),
            *backed_up(out / "stick"),
            run("backup", str(out / village)),
            run("backup", "list", str(out / name)),
            run("restore", str(out / f"{name}.age")),
            run("recovery", "add", nickname),
            # Forms that begin from what is written down: each answer is chosen, and kept as it is.
            asked("graduate", "edit", "KML-1", typed="name\n\ncontact\n\n\n\n\n\ntrade\n\n\n"),
            asked("graduate", "edit", "KML-1", "--identity", "--dry-run", typed="\n" * 20),
            asked("plan", "edit", "KML-1", typed="prices\n1\n\nprices\n\n\n\n\n\n"),
            run("plan", "set", "KML-1", "--from", "-", stdin=run("plan", "show", "KML-1", "--json").stdout),
            run("graduate", "edit", "KML-1", "--from", "-", stdin=run("graduate", "show", "KML-1", "--json").stdout),
            # What goes wrong, with names in every place a name can be typed.
            run("report", "quarter", name),
            run("report", "quarter", "--as-of", nickname, "--known-at", village),
            run("report", "quarter", "--known-at", f"{nickname}:{village}"),
            run("report", "quarter", "--csv", str(out / f"{village}.csv")),
            run("report", "data", name, "--to", str(out / f"{village}.csv")),
            run("report", "quarter", "--csv", str(out / name / "report.csv")),
            run("visit", "record", name, "--contact", nickname),
            run("visit", "record", "KML-1", "--contact", "phone", "--went", village, "--score", f"{name}=3"),
            run("visit", "record", "KML-1", "--contact", "phone", "--cost", f"{name}=3", "--takings", phone),
            run("visit", "record", "--from", "-", stdin=json.dumps([{"code": name, "date": "2026-11-01"}])),
            run("visit", "record", "--from", "-", stdin=json.dumps([{"code": "KML-1", "date": village, name: 1}])),
            run("visit", "attempt", "KML-1", "--reason", nickname, "--safe"),
            run("promise", "settle", "KML-1", name, "--kept", "--note", village),
            run("promise", "end", "KML-1", "--on", nickname),
            run("schedule", "pause", "KML-1", f"{name}..{village}", "--why", nickname),
            run("schedule", "extend", "KML-1", name, "--why", nickname),
            run("withdraw", "KML-1", nickname, "--reason", name, "--yes"),
            run("lesson", "propose", name, "--change", village),
            run("lesson", "propose", "--change", name, "--cause", nickname, "--module", village),
            run("lesson", "answer", nickname, "--decline", village),
            run("lesson", "apply", "1", "--centre", village, "--on", name),
            run("lesson", "apply", "1", "--centre", village),
            run("lesson", "check", "1", "--verdict", name),
            run("lesson", "evidence", name),
            run("graduate", "show", name),
            run("graduate", "list", "--sort", nickname),
            run("graduate", "list", village, business),
            run("flag", "raise", "KML-1", "--kind", name, "--severity", "watch", "--note", nickname),
            run("flag", "clear", "KML-1", name, "--how", nickname),
            run("graduate", "add", "--from", str(out / name)),
            run("graduate", "add", "--from", "-", stdin=json.dumps([{name: nickname, "return_date": village}])),
            run("graduate", "add", "--from", "-", stdin=f'{{"name": "{name}", '),
            run("graduate", "add", "--return", name),
            run("schedule", "preview", "--return", village),
            run("plan", "set", "KML-1", "--from", "-", stdin=json.dumps({"trade": name, "rate": nickname})),
            run("plan", "edit", "KML-1", "--from", "-", stdin=json.dumps({name: nickname, "prices": {village: name}})),
            run(
                "graduate", "edit", "KML-1", "--from", "-", stdin=json.dumps({name: nickname, "contact": {village: 1}})
            ),
            asked("plan", "edit", "KML-1", typed=f"{name}\nprices\n{village}\n"),
            run("office", "leave", "SN", name),
            run("merge", str(out / name)),
            run("merge", str(out / village), "--dry-run", "--json"),
            run(name, nickname),
            run("today", f"--{nickname}"),
            run("print", "route", "--names", "--to", str(out / "prints")),
            run("print", "route", "--worker", nickname, "--to", str(out / "prints")),
            run("print", "route", "--to", str(out / village)),
            run("print", "cash-book", name, "--month", nickname, "--language", village),
            run("print", "plan", name),
            run("print", "training", name, "--as-of", village),
            run("calendar", "export", "--out", str(out / "calendar"), "--cover", f"With {nickname}"),
            run("calendar", "export", "--out", str(out / village), "--time", business),
            run("calendar", "export", "--out", str(out / nickname / "for the phone" / "calendar")),
            run("calendar", "export", "--out", str(out / "calendar"), "--cover", f"With{nickname}{name}"),
            run("calendar", "export", "--out", str(out / "calendar"), "--cover", f"{village} rescue visit"),
            *erased(f"{name} of {village}, {phone}", nickname, out),
        ]
        printed = [text for result in seen for text in (result.stdout, result.stderr)]
        assert paper
        return [folded(text) for text in (*printed, *written(out), *paper)]


@cache
def own_words() -> str:
    """What the program says by itself: a planted word that stands in it proves nothing."""
    return "\n".join(shown_by(["Zzqxva", "Zzqxvb", "Zzqxvc", "Zzqxvd"], "0999999999"))


@pytest.mark.parametrize("share", range(3))  # so that two cores have work
@settings(
    max_examples=6,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # an example takes seconds: a shorter name tells no more
)
@given(st.lists(names, min_size=4, max_size=4, unique_by=folded), phones)
def test_no_planted_name_is_printed_or_written(share, planted, phone):
    assume(not any(folded(word) in own_words() for word in planted))

    everything = shown_by(planted, phone)

    for word in (*planted, phone):
        assert not [text for text in everything if folded(word) in text], word


@pytest.mark.parametrize("name", ["Sreymomka", "ស្រីមុំកា"])
def test_a_sheet_that_is_taken_in_and_back_exposes_nobody(name):
    planted = (name, "Kakada", "Preythnal", "Moonlighthair")
    with a_casebook([graduate(*planted[:3], "012345678", planted[3])]) as (out, _):
        shown = [result.output for result in imported(name, "012345678", planted[2], out)]
        shown += [*written(out)]
    assert not [word for word in (*planted, "012345678") if any(folded(word) in folded(text) for text in shown)]


def test_names_that_are_written_together_or_spelled_otherwise_are_no_more_to_be_read():
    form = graduate("Planted / ប្លានធី", "Dara; Tara", "Prek Thmey", "012345678", "Blue Lotus")
    form |= {"name": "Planted Chan / ប្លានធី ចាន់", "contact": {"name": "Aunt Sokhom, who sells fish"}}
    note = "ប្លានធីចាន់, PlantedChan, TARA and daraChan of PrekThmey promised a change; BlueLotus. Sokhom sells fish."

    with a_casebook([form]):
        recorded = run("visit", "record", "KML-1", "--contact", "phone", "--note", note)
        shown = run("visit", "list", "KML-1").stdout

    assert recorded.exit_code == 0
    assert "▒▒▒, ▒▒▒, ▒▒▒ and ▒▒▒ of ▒▒▒ promised a change; ▒▒▒. ▒▒▒ sells fish." in " ".join(shown.split())


def test_a_short_name_of_letters_that_random_numbers_are_made_of_stops_no_calendar():
    names = ("Da", "Be", "Fa", "Ea", "Ada") * 8
    forms = [{"return_date": "2026-01-31", "name": name, "birth_year": 1990 + n} for n, name in enumerate(names)]

    with a_casebook(forms) as (out, _):
        exported = run("calendar", "export", "--one-by-one", "--out", str(out / "calendar"))

        assert exported.exit_code == 0, exported.stderr
        assert len(list(out.rglob("*.ics"))) == 1 + len(forms)


def test_names_are_shown_only_when_they_are_asked_for():
    with a_casebook([graduate("Planted", "Sokunthea", "Trapeang", "012345678", "Lotus")]):
        for words in (["graduate", "show", "KML-1"], ["graduate", "list"], ["flag", "list"], ["log", "KML-1"]):
            assert "Planted" not in run(*words).stdout
            assert "Planted" in run(*words, "--names").stdout


@pytest.mark.parametrize(
    "cover", ["Visit to Sokunthea", "សុគន្ធា", "trapeang 3 pm", "call 012 345 678", "+855 12 345 678"]
)
def test_a_calendar_that_would_show_somebody_is_not_written(cover):
    khmer_named = {"return_date": "2026-02-01", "name": "សុគន្ធា"}
    forms = [graduate("Planted", "Sokunthea", "Trapeang", "012345678", "Lotus"), khmer_named]

    with a_casebook(forms) as (out, _):
        refused = run("calendar", "export", "--out", str(out / "calendar"), "--cover", cover)

        assert refused.exit_code == 1
        assert not list(out.rglob("*.ics"))
        assert cover not in refused.stderr


def test_a_fault_of_the_program_shows_its_place_and_no_value():
    with a_casebook([graduate("Planted", "Sokunthea", "Trapeang", "012345678", "Lotus")]):
        with patch("followup.services.agenda.agenda", side_effect=ValueError("Sokunthea of Trapeang")):
            fault = run("today")
        with patch("followup.services.agenda.agenda", side_effect=OSError(5, "Sokunthea", "/home/Trapeang")):
            disk = run("today")

    assert (fault.exit_code, disk.exit_code) == (70, 5)
    assert "ValueError" in fault.stderr
    said = fault.stdout + fault.stderr + disk.stdout + disk.stderr
    assert not [word for word in ("Sokunthea", "Trapeang", "Traceback") if word in said]


def test_a_fault_in_a_real_process_leaves_no_traceback(tmp_path):
    import subprocess
    import sys

    broken = "import followup_cli.app as a, followup_cli.context as c; c.moment = lambda: {}['Sokunthea']; a.app()"
    with a_casebook([graduate("Planted", "Sokunthea", "Trapeang", "012345678", "Lotus")]) as (_, env):
        done = subprocess.run(
            [sys.executable, "-c", broken, "today"],
            env={**os.environ, **env, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 70
    assert "Sokunthea" not in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
