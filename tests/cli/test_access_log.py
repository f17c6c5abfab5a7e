"""followup log --access: who opened the casebook, looked at names, and took something out of it.

- every command that can show names writes one entry, and says whom it named; without --names it writes none
- every print, export and publication writes one
- the page says the same again within an hour in one line, programs are told each; of one graduate, worker or day
- an entry that cannot be written stops no look, and that is said
"""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from followup.case.access_words import Access
from followup.case.consent_words import Purpose
from followup.case.facts import Configured, ConsentAsked, LessonProposed, Referred, WorkerAdded
from followup.case.outcome_words import FailureCause
from followup.case.referral_words import ReferralService, SharedDetail
from followup.casebook import Casebook
from followup.errors import DiskFailure
from followup.services import lessons
from followup.services.access_log import access_entries, note_access, note_look
from followup.values import replace
from followup.vault import keys
from followup_cli import context
from tests.builders import a_casebook, a_flag, a_graduate, a_plan
from tests.cli.desk import Desk
from tests.cli.test_backup import Laptop
from tests.test_extremes import ASKED, COMMANDS

WITH_NAMES = sorted(name for name, one in COMMANDS.items() if any("--names" in given.opts for given in one.params))
MORE = {
    "print route": "--everybody --yes",
    "print referral": "KML-1 --yes",
    "plan edit": "KML-1 --from -",
    "today": "--by commune",
    "export file": "KML-1 --given-to Hagar --dry-run",
    **{f"export {what}": "--internal --yes" for what in ("caseload", "visits", "flags", "outcomes")},
}
"""What a command needs beside --names, where `ASKED` says nothing of it."""
ASKING = ("visit edit",)
"""What only asks a person, and does nothing without one."""
LISTS = sorted(name for name in COMMANDS if name.startswith("export ") and name != "export file")
PRINTS = sorted(name for name in COMMANDS if name.startswith("print "))
LEAVING = {
    **dict.fromkeys(PRINTS, Access.PRINT),
    **dict.fromkeys((*LISTS, "calendar export", "report data"), Access.EXPORT),
}


@pytest.fixture
def desk(monkeypatch, tmp_path):
    book = a_casebook(a_graduate(return_date="2025-10-31", plan=a_plan(), flags=[a_flag()]), a_graduate("CV-1"))
    book.write_office(Configured(worker="SN"))
    book.write_office(WorkerAdded("CV"))
    lessons.propose(book, lessons.prefill_lesson(book, ()), LessonProposed("Teach it.", "", (FailureCause.DEBT,)))
    agreed = ConsentAsked((Purpose.REFERRAL_MEDICAL,), (), "SN", "In plain words.")
    shares = (SharedDetail.NAME,)
    book.write(book.find("KML"), agreed, Referred(ReferralService.MEDICAL, "A test.", date(2026, 12, 1), shares=shares))
    monkeypatch.chdir(tmp_path)
    return Desk(Casebook(book.store, book.moment), monkeypatch)


def entries(desk: Desk) -> list:
    return access_entries(Casebook(desk.book.store, desk.book.moment))


def words(name: str) -> list[str]:
    needs_code = any(one.name == "code" and one.required for one in COMMANDS[name].params)
    asked = MORE.get(name, ASKED.get(name, "KML-1" if needs_code else ""))
    return [*name.split(), *asked.split()]


# --- what writes one ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WITH_NAMES)
def test_every_command_that_can_show_names_writes_down_that_it_was_asked_to(desk, name):
    desk.run(*words(name), "--names", stdin="[]", typed="" if name in ASKING else None)

    (entry,) = entries(desk)
    assert entry.access is LEAVING.get(name, Access.NAMES)
    assert entry.names or name not in LEAVING
    assert (entry.by, entry.what) == ("SN", name)
    if "KML-1" in words(name):
        assert entry.codes == ("KML-1",)


def test_without_names_nothing_is_written(desk):
    for name in ("today", "graduate show", "graduate list", "visit list", "log"):
        assert desk.run(*words(name)).exit_code == 0

    assert entries(desk) == []


@pytest.mark.parametrize("name", LEAVING)
def test_what_leaves_the_casebook_is_written_down_with_whom_it_is_about(desk, name):
    result = desk.run(*words(name))

    assert result.exit_code == 0, result.stderr
    (entry,) = entries(desk)
    assert (entry.access, entry.what) == (LEAVING[name], "print sheet" if name == "print sheets" else name)
    if name in ("print plan", "print sheets", "print route", "calendar export"):
        assert "KML-1" in entry.codes
        assert entry.people == len(entry.codes)


def test_a_table_and_a_publication_are_written_down(desk):
    assert desk.run("report", "quarter", "--internal", "--csv", "q.csv").exit_code == 0
    published = desk.run("report", "quarter", "2026Q3", "--publish", "--yes")
    assert published.exit_code == 0, published.stderr

    assert [one.sentence for one in entries(desk)] == ["Published: report quarter 2026Q3.", "Exported: report."]


def test_what_may_not_leave_is_not_written_down_as_gone(desk):
    assert desk.run("print", "plan", "KML", "--to", "Trapeang Veng").exit_code == 1

    assert entries(desk) == []


def test_opening_backups_and_keys_are_written_down(tmp_path, monkeypatch):
    monkeypatch.setattr(keys, "COST", keys.Cost(memory_kib=8, passes=1))
    laptop = Laptop(tmp_path / "home", monkeypatch)
    laptop.done("init", "--worker", "SN")
    laptop.done("today")
    laptop.done("today")
    laptop.done("backup", str(tmp_path / "stick"))
    laptop.run("passphrase", "change", typed="", passphrases=())

    told = [one["access"] for one in laptop.data("log", "--access")]
    assert told[-2:] == ["backup", "opening"]
    later = context.moment()
    monkeypatch.setattr(context, "moment", lambda: replace(later, now=later.now + timedelta(hours=1, minutes=1)))
    assert [one["access"] for one in laptop.data("log", "--access")] == ["opening", *told]


# --- how it is shown ------------------------------------------------------------------------------------------------


def looked(desk: Desk, minutes: int, what: str, *codes: str, by: str = "SN") -> None:
    moment = replace(desk.book.moment, now=desk.book.moment.now + timedelta(minutes=minutes))
    book = Casebook(desk.book.store, moment)
    book.office = replace(book.office, workers={book.store.device: by} if by else {})
    assert note_look(book, Access.NAMES, what, [book.find(code) for code in codes]) is None


def test_the_same_within_an_hour_is_one_line_and_nothing_is_hidden(desk):
    for minutes in (0, 10, 59, 61):
        looked(desk, minutes, "graduate show", "KML")
    looked(desk, 62, "graduate list")

    page = desk.run("log", "--access").stdout
    assert page.count("Names shown: graduate show (KML-1).") == 2
    assert "3 times until" in page
    told = desk.data("log", "--access")
    assert [one["command"] for one in told] == ["graduate list", *["graduate show"] * 4]
    assert [one["codes"] for one in told] == [[], *[["KML-1"]] * 4]
    assert told[0]["graduates"] is None


def test_of_one_worker_one_graduate_or_since_a_day(desk):
    looked(desk, 0, "graduate show", "KML")
    looked(desk, 1, "graduate show", "CV-1", by="CV")
    looked(desk, 2, "graduate list", by="")

    assert [one["by"] for one in desk.data("log", "--access", "--by", "cv")] == ["CV"]
    assert [one["by"] for one in desk.data("log", "--access", "--by", "nobody")] == [""]
    assert [one["by"] for one in desk.data("log", "kml", "--access")] == ["SN"]
    assert len(desk.data("log", "--access", "--since", "2026-11-21")) == 3
    assert desk.data("log", "--access", "--since", "2026-11-22") == []
    assert "Nothing is written down." in desk.run("log", "--access", "--since", "2026-11-22").stdout


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--by", "SN"), "--by and --since go with --access."),
        (("--since", "2026-11-01"), "--by and --since go with --access."),
        (("--access", "--names"), "--access and --names cannot be given together."),
        (("XYZ", "--access"), "No graduate's code begins like that."),
    ],
)
def test_what_cannot_be_asked_is_refused(desk, given, said):
    result = desk.run("log", *given)

    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_a_month_that_cannot_be_read_is_told_of_and_the_others_are_shown(desk):
    looked(desk, 0, "graduate list")
    desk.book.store.receive("access-2026-10", ())
    desk.book.store.damage("access-2026-10")

    result = desk.run("log", "--access")
    assert result.exit_code == 4
    assert "Names shown: graduate list." in result.stdout
    assert "The access log: access-2026-10.case was changed." in result.stderr


def test_an_entry_that_cannot_be_written_stops_no_look_and_is_told_of(desk, monkeypatch):
    def full(*_args, **_rest):
        raise DiskFailure("The disk is full.", "Make room.")

    monkeypatch.setattr(desk.book.store, "append", full)

    shown = desk.run("graduate", "show", "KML", "--names")
    assert shown.exit_code == 0
    assert "Sreymom Keo" in shown.stdout
    assert "This look is not in the access log" in shown.stderr
    gone = desk.run("report", "data", "--to", "data.csv")
    assert gone.exit_code == 5
    assert not Path("data.csv").exists()


def test_data_for_programs_stay_data_where_an_entry_cannot_be_written(desk, monkeypatch):
    monkeypatch.setattr(desk.book.store, "append", lambda *_, **__: (_ for _ in ()).throw(DiskFailure("Full.")))

    assert json.loads(desk.run("graduate", "list", "--names", "--json").stdout)["format"] == "followup/1"


def test_many_are_counted_and_few_are_named(desk):
    book = desk.book
    note_access(book, Access.EXPORT, "calendar export", cases=[book.find("KML"), book.find("CV")])
    note_access(book, Access.EXPORT, "calendar export", cases=[f"c{n}" for n in range(4)])

    assert [one.sentence for one in entries(desk)] == [
        "Exported: calendar export (4 graduates).",
        "Exported: calendar export (KML-1, CV-1).",
    ]
