"""followup visit: guided from what was left last time, kept when interrupted; by options; by file; tried; listed."""

import json

import pytest

from followup.case.visit_words import AttemptReason, ContactMethod, WellbeingDomain
from followup.case.vocabulary import RiskKind, RiskLevel, Severity
from followup.errors import Damaged
from tests.builders import a_casebook, a_flag, a_graduate, a_plan
from tests.cli.desk import Desk

DEBT = a_flag(severity="danger", note="Sreymom owes a lender in trapeang veng.")
BEFORE = {
    "code": "KML-1",
    "date": "2026-10-30",
    "contact": "home visit",
    "went": ["SN", "KB"],
    "scores": {"safety": "3/2", "social_support": 2},
    "month": {"takings": "120,000 riel", "costs": {"materials": 40_000}, "debt": 5_000},
    "promises": [{"what": "Bring seed to Sreymom.", "due": "2026-11-15"}],
    "note": "Sreymom was well.",
}


@pytest.fixture
def desk(monkeypatch):
    book = a_casebook(a_graduate(flags=[DEBT], plan=a_plan(), contact={"name": "Aunt Lin"}), a_graduate("ABC-1"))
    desk = Desk(book, monkeypatch)
    assert desk.run("visit", "record", "--from", "-", stdin=json.dumps(BEFORE)).exit_code == 0
    return desk


ANSWERS = {
    "day": "",
    "contact": "=",
    "went": "=",
    "promise": "kept",
    "flag": "better",
    "found": "Half is paid.",
    "scores": ["=/=", "", "3/3", "-", "1/2", ""],
    "business": ["yes", "4", "150,000", "materials 30,000; rent 20000", "", "", "=", ""],
    "worry": ["isolation", "watch", "Nobody comes.", ""],
    "promised": ["Ask at the school.", "", "2026-12-01", ""],
    "agreed": "She keeps a book.",
    "note": "Sreymom is well.",
    "contact_right": "no",
    "confirm": "yes",
}
"""What a person types at a whole visit, question by question."""


def typed(**other):
    answers = ANSWERS | other
    lines = [line for one in answers.values() for line in (one if isinstance(one, list) else [one])]
    return "\n".join(lines) + "\n"


def draft(desk):
    return desk.book.store.draft(desk.book.find("KML-1"))


# --- guided ---------------------------------------------------------------------------------------------------------


def test_a_visit_begins_with_what_was_left_last_time(desk, golden):
    result = desk.run("visit", "record", "KML", typed=typed())

    assert result.exit_code == 0, result.output
    case = desk.case()
    said = case.visits[-1].said
    assert (case.visits[-1].on.isoformat(), said.contact, said.went) == (
        "2026-11-21",
        ContactMethod.HOME_VISIT,
        ("SN", "KB"),
    )
    assert {score.domain: (score.worker, score.own) for score in said.scores} == {
        WellbeingDomain.SAFETY: (3, 2),
        WellbeingDomain.MENTAL_WELLBEING: (3, 3),
        WellbeingDomain.SOCIAL_SUPPORT: (1, 2),
    }
    assert (said.month.takings.amount, said.month.cost.amount, said.month.debt.amount) == (150_000, 50_000, 5_000)
    assert (said.month.stock, said.contact_right, said.agreed) == (None, False, "She keeps a book.")
    assert [(one.said.what, one.kept) for one in case.promises] == [
        ("Bring seed to Sreymom.", True),
        ("Ask at the school.", None),
    ]
    assert {(flag.risk, flag.severity) for flag in case.open_flags} == {
        (RiskKind.DEBT, Severity.CONCERN),
        (RiskKind.ISOLATION, Severity.WATCH),
    }
    assert draft(desk) is None
    golden("visit-recorded.txt", result.stdout_bytes)
    golden("visit-asked.txt", result.stderr_bytes)


def test_what_is_shown_back_names_nobody_unless_asked(desk):
    typed_now = desk.run("visit", "record", "KML", "--dry-run", typed=typed())
    taken_up = desk.run("visit", "record", "KML", "--dry-run", typed="yes\n")
    named = desk.run("visit", "record", "KML", "--dry-run", "--names", typed="no\nyes\n" + typed())

    assert typed_now.output.count("Sreymom") == typed_now.output.count("Sreymom is well.") == 1
    assert "Sreymom" not in taken_up.output
    assert "Aunt Lin" not in typed_now.output
    assert "Sreymom owes a lender" in named.stderr
    assert "Aunt Lin" in named.stderr


def test_a_wrong_answer_is_explained_and_asked_again(desk):
    answers = typed(
        day=["2027-01-01", "2025-01-01", "soon", "2026-11-20"],
        contact=["by boat", "phone"],
        scores=["5", "3/2", "", "", "", "", ""],
        business=["yes", "4", "$30", "20000 riel; x", "materials $5", "", "5000 riel", "$5", "=", ""],
    )

    result = desk.run("visit", "record", "KML", typed=answers)

    assert result.exit_code == 0, result.output
    for told in ("future", "before her return", "not a day", "not in the list", "from 1 to 4", "all in riel or all in"):
        assert told in result.stderr
    assert "by boat" not in result.stderr


@pytest.mark.parametrize("no", ["no", "None", "-"])
def test_who_says_no_instead_of_pressing_enter_has_no_new_worry_and_made_no_promise(desk, no):
    result = desk.run("visit", "record", "KML", typed=typed(worry=[no], promised=[no]))

    assert result.exit_code == 0, result.stderr
    assert len(desk.case().flags) == 1
    assert len(desk.case().promises) == 1


def test_a_business_that_was_never_there_is_not_asked_about(desk):
    answers = "\n".join(["", "", "1", "", *[""] * 6, "", "", "", "", "", "", "yes"]) + "\n"

    result = desk.run("visit", "record", "ABC", typed=answers)

    assert result.exit_code == 0, result.output
    assert desk.case("ABC-1").visits[0].said.month is None


@pytest.mark.parametrize("after", range(1, 30))
def test_an_interrupted_form_goes_on_where_it_stopped_and_loses_no_answer(desk, after):
    lines = typed().splitlines()

    stopped = desk.run("visit", "record", "KML", typed="\n".join(lines[:after]) + "\n")
    assert stopped.exit_code == 130
    assert not desk.case().visits[1:]
    went_on = desk.run("visit", "record", "KML", typed="yes\n" + "\n".join(lines[after:]) + "\n")

    assert went_on.exit_code == 0, went_on.output
    assert desk.case().visits[-1].said.note == "Sreymom is well."
    assert [one.said.what for one in desk.case().promises][1:] == ["Ask at the school."]
    assert draft(desk) is None


def test_an_interrupted_form_says_again_which_flag_or_promise_it_asks_about(desk):
    lines = typed(worry=["debt", "danger", "Lent again.", ""]).splitlines()
    worry, promised = lines.index("debt") + 1, lines.index("Ask at the school.") + 1

    for after, named in ((worry, "New flag: debt."), (promised, "New promise: Ask at the school.")):
        desk.run("visit", "record", "KML", typed="no\nyes\n" * bool(draft(desk)) + "\n".join(lines[:after]) + "\n")
        went_on = desk.run("visit", "record", "KML", typed="yes\n")

        *_, told, asked = went_on.stderr[: went_on.stderr.rindex("Answers kept:")].strip().splitlines()
        assert told == f"Go on where it stopped? [Yes/no] {named}"
        assert asked.startswith(("How grave", "Who will do it"))


def test_the_summary_has_words_of_people(desk):
    result = desk.run(
        "visit", "record", "KML", "--slot", "10", typed=typed(worry=["recruiter-near", "watch", "A car.", ""])
    )

    summary = result.stderr[result.stderr.rindex("  1 Met") :]
    assert "Sat 21 Nov; visit number: 10; home visit; SN,KB" in summary
    assert "recruiter near, watch, A car." in summary
    assert "_" not in summary


def test_an_interrupted_form_can_be_begun_anew(desk):
    desk.run("visit", "record", "KML", typed="2026-11-20\nphone\n")
    assert "Answers kept: 2" in desk.run("visit", "record", "KML", typed="").stderr

    result = desk.run("visit", "record", "KML", typed="no\nyes\n" + typed())

    assert result.exit_code == 0, result.output
    assert desk.case().visits[-1].said.contact is ContactMethod.HOME_VISIT


def test_a_part_that_is_not_right_is_answered_again(desk):
    result = desk.run("visit", "record", "KML", typed=typed(confirm=["no", "notes", "", "-", "Better words.", "yes"]))

    assert result.exit_code == 0, result.output
    assert desk.case().visits[-1].said.note == "Better words."
    assert desk.case().visits[-1].said.agreed == ""


def test_who_says_no_to_the_summary_keeps_the_answers(desk):
    result = desk.run("visit", "record", "KML", typed=typed(confirm=["no", ""]))

    assert result.exit_code == 130
    assert "Answers kept: " in result.stderr
    assert len(desk.case().visits) == 1
    assert desk.run("visit", "record", "KML", typed="yes\nyes\n").exit_code == 0


def test_a_form_killed_after_it_was_written_is_not_written_twice(desk, monkeypatch):
    monkeypatch.setattr(desk.book.store, "drop_draft", lambda name: None)
    assert desk.run("visit", "record", "KML", typed=typed()).exit_code == 0
    monkeypatch.undo()
    assert draft(desk) is not None

    result = Desk(desk.book, monkeypatch).run("visit", "record", "KML", typed="2026-11-21\n")

    assert "written down already" in result.stderr
    assert len(desk.case().visits) == 2


def test_a_promise_that_was_settled_meanwhile_is_not_settled_again(desk):
    lines = typed().splitlines()
    desk.run("visit", "record", "KML", typed="\n".join(lines[:10]) + "\n")
    assert desk.run("promise", "settle", "KML", "1", "--kept").exit_code == 0

    result = desk.run("visit", "record", "KML", typed="yes\n" + "\n".join(lines[10:]) + "\n")

    assert result.exit_code == 0, result.output
    assert desk.case().visits[-1].said.note == "Sreymom is well."


def test_who_was_met_again_is_told_that_the_flag_still_stands(desk):
    for _ in range(3):
        desk.run("visit", "attempt", "KML", "--reason", "moved", "--safe", "--on", "2026-11-18", "--second")

    result = desk.run("visit", "record", "KML", "--contact", "home-visit")

    assert "followup flag clear KML-1 could-not-be-reached" in " ".join(result.stdout.split())


def test_a_draft_that_cannot_be_read_is_told_and_the_form_begins_anew(desk, monkeypatch):
    def damaged(name):
        raise Damaged("x.draft is damaged.")

    monkeypatch.setattr(desk.book.store, "draft", damaged)

    result = desk.run("visit", "record", "KML", typed=typed())

    assert result.exit_code == 0, result.output
    assert "x.draft is damaged." in result.stderr


# --- by options -----------------------------------------------------------------------------------------------------


def test_options_alone_write_a_visit(desk, golden):
    words = ["--contact", "Home-Visit", "--on", "2026-11-20", "--slot", "9", "--went", "SN,KB", "--score", "safety=៣/២"]
    words += ["--takings", "120,000", "--cost", "materials=40000", "--cost", "rent=5000", "--customers", "3.5"]

    result = desk.run("visit", "record", "kml", *words, "--note", "All well.", "--contact-right")

    assert result.exit_code == 0, result.stderr
    said = desk.case().visits[-1].said
    assert (said.slot, said.month.cost.amount, said.contact_right) == (9, 45_000, True)
    golden("visit-recorded-options.txt", result.stdout_bytes)


def test_a_dry_run_writes_nothing(desk):
    result = desk.run("visit", "record", "KML", "--contact", "phone", "--dry-run")

    assert "Would write down" in result.stdout
    assert len(desk.case().visits) == 1


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (["--on", "2026-02-30"], "--on"),
        (["--contact", "Sokha"], "--contact"),
        (["--slot", "Sokha"], "--slot"),
        (["--takings", "12x"], "--takings"),
        (["--takings", "$5", "--stock", "5000 riel"], "--stock"),
        (["--cost", "Sokha=5"], "--cost"),
        (["--cost", "rent"], "--cost"),
        (["--cost", "rent=1", "--cost", "rent=2"], "--cost"),
        (["--score", "safety=7"], "--score"),
        (["--score", "Sokha=3"], "--score"),
        (["--score", "safety=3", "--score", "safety=2"], "--score"),
        (["--note", "x" * 20_001], "--note"),
        (["--note", "a\x07b"], "--note"),
        (["--customers", "many"], "--customers"),
    ],
)
def test_an_option_that_cannot_be_read_is_named_and_not_repeated(desk, words, option):
    result = desk.run("visit", "record", "KML", "--contact", "phone", *words)

    assert result.exit_code == 2
    assert result.stderr.startswith(f"{option}: ")
    assert "Sokha" not in result.stderr
    assert len(desk.case().visits) == 1


@pytest.mark.parametrize("day", ["2026-11-22", "2026-01-30"])
def test_a_day_that_cannot_be_is_refused(desk, day):
    assert desk.run("visit", "record", "KML", "--contact", "phone", "--on", day).exit_code == 1


def test_nobody_is_asked_without_a_terminal(desk):
    for words, missing in (
        (["record"], "CODE or --from"),
        (["record", "KML"], "--contact"),
        (["attempt", "KML"], "--reason"),
        (["attempt", "KML", "--reason", "moved"], "--safe or --unsafe"),
    ):
        result = desk.run("visit", *words)

        assert result.exit_code == 2
        assert missing in result.stderr


# --- by file --------------------------------------------------------------------------------------------------------


def test_a_pile_of_paper_goes_in_and_the_bad_rows_are_told(desk, tmp_path):
    file = tmp_path / "paper.toml"
    file.write_text(
        """
        [[visits]]
        code = "ABC-1"
        date = 2026-11-19
        contact = "home visit"
        scores = { safety = [3, 2] }
        month = { takings = "១២០០០០", costs = { rent = 5000 } }

        [[visits]]
        code = "ABC-1"
        date = 2026-12-19
        contact = "home visit"

        [[visits]]
        code = "ABC-1"
        date = 2026-11-20
        attempt = { reason = "road flooded" }
        """,
        encoding="utf-8",
    )

    result = desk.run("visit", "record", "--from", str(file))

    assert result.exit_code == 1
    assert result.stdout == "Written down: visits 1, attempts 1; rows left out: 1 of 3.\n"
    assert (
        result.stderr
        == "Row 2, date: That day is in the future. Only what has happened can be written down. Check the date.\n"
    )
    assert desk.case("ABC-1").visits[0].said.month.takings.amount == 120_000
    assert desk.run("visit", "record", "--from", str(file)).stdout.count("there already: 2") == 1


@pytest.mark.parametrize("text", ['[{"code": "ABC-1", "date": "2026-', "[[visits]]\ncode = ", "", "[]", b"\xff\xfe"])
def test_a_half_written_file_is_told_and_nothing_is_lost(desk, tmp_path, text):
    file = tmp_path / "paper"
    file.write_bytes(text.encode() if isinstance(text, str) else text)

    result = desk.run("visit", "record", "--from", str(file))

    assert result.exit_code == 2
    assert result.stderr.startswith("--from: ")
    assert "ABC-1" not in result.stderr


def test_the_code_on_the_command_line_stands_in_for_rows_without_one(desk):
    row = {"date": "2026-11-19", "contact": "phone"}

    assert desk.run("visit", "record", "ABC", "--from", "-", stdin=json.dumps(row)).exit_code == 0
    assert len(desk.case("ABC-1").visits) == 1


# --- attempts -------------------------------------------------------------------------------------------------------


def test_the_ladder_of_attempts(desk, golden):
    shown = b""
    for day in (10, 14, 18):
        words = ("--reason", "Not-at-home", "--safe", "--on", f"2026-11-{day}")
        shown += desk.run("visit", "attempt", "ABC", *words).stdout_bytes

    assert [one.number for one in desk.case("ABC-1").tries] == [1, 2, 3]
    assert desk.case("ABC-1").risk is RiskLevel.HIGH
    golden("visit-attempts.txt", shown)


def test_a_person_is_asked_why_and_whether_it_was_safe(desk):
    result = desk.run("visit", "attempt", "ABC", typed="\nbecause\nmoved\nno\nA neighbour said so.\nyes\n")

    assert result.exit_code == 0, result.stderr
    said = desk.case("ABC-1").attempts[0].said
    assert (said.reason, said.safe, said.note) == (AttemptReason.MOVED, False, "A neighbour said so.")


# --- the list -------------------------------------------------------------------------------------------------------


def test_visits_and_the_attempts_between_them(desk, golden):
    desk.run("visit", "attempt", "KML", "--reason", "road-flooded", "--unsafe", "--on", "2026-11-12")
    desk.run("visit", "record", "KML", "--contact", "phone", "--on", "2026-11-13", "--agreed", "Keo calls back.")
    desk.run("visit", "record", "KML", "--contact", "home-visit", "--on", "2026-11-20", "--slot", "8", "--closed")

    golden("visit-list.txt", desk.run("visit", "list", "KML").stdout_bytes)


def test_the_list_for_programs(desk):
    desk.run("visit", "attempt", "KML", "--reason", "moved", "--safe")

    data = desk.data("visit", "list", "KML")

    assert data["code"] == "KML-1"
    (visit,) = data["visits"]
    assert (visit["slot"], visit["due"], visit["when_due"]) == (9, "2026-10-31", True)
    assert visit["scores"]["safety"] == {"worker": 3, "own": 2}
    assert (visit["month"]["takings"], visit["month"]["costs"]) == ("120000 riel", {"materials": "40000 riel"})
    assert "Sreymom" not in visit["note"]
    assert data["attempts"][0]["reason"] == "moved"
    assert "Sreymom" in desk.data("visit", "list", "KML", "--names")["visits"][0]["note"]


def test_nothing_is_written_down_yet(desk):
    assert "Nothing is written down yet." in desk.run("visit", "list", "ABC").stdout
