"""followup office worker, office set --worker, and graduate hand-over --all."""

from datetime import date

import pytest

from followup.case.date_ranges import DateRange
from followup.case.facts import Configured, OnLeave, WorkerAdded, WorkerLeft
from followup.store import OFFICE
from tests.builders import a_casebook, a_graduate
from tests.cli.desk import Desk


@pytest.fixture
def desk(monkeypatch):
    book = a_casebook(a_graduate(), a_graduate("ABC-1"), a_graduate("OTH-1", worker="KB"))
    book.write_office(Configured(worker="SN"), WorkerAdded("KB"))
    return Desk(book, monkeypatch)


def workers_of(desk):
    return {one["code"]: one["worker"] for one in desk.data("graduate", "list")}


def test_a_worker_is_added_renamed_and_listed(desk):
    assert desk.run("office", "worker", "add", "CV").exit_code == 0
    assert desk.run("office", "worker", "rename", "CV", "--to", "CVA").stdout == (
        "Saved: CV is called CVA now; graduates with her: 0.\n"
    )

    assert [one["worker"] for one in desk.data("office", "worker", "list")["workers"]] == ["CVA", "KB", "SN"]
    assert "SN              2  uses a laptop" in desk.run("office", "worker", "list").stdout


def test_the_list_says_that_some_are_followed_by_nobody(desk):
    desk.book.write_office(WorkerLeft("KB"))

    assert "Followed by nobody: 1." in desk.run("office", "worker", "list").stdout
    assert desk.data("office", "worker", "list")["graduates_of_nobody"] == 1


def test_today_ends_with_the_way_to_those_whom_nobody_follows(desk):
    assert desk.run("today").stdout.rstrip().endswith("by nobody.")
    desk.book.write_office(WorkerLeft("KB"))

    words = " ".join(desk.run("today").stdout.split())
    assert words.endswith("1 by nobody: followup graduate list --worker nobody")


@pytest.mark.parametrize(
    "words",
    [
        ("office", "leave", "SM", "2027-01-04..2027-01-05", "--yes"),
        ("office", "leave", "SM", "2027-01-04..2027-01-05", "--dry-run"),
        ("office", "worker", "leave", "SM"),
        ("office", "worker", "rename", "SM", "--to", "CV"),
        ("schedule", "trips", "--worker", "SM", "--dry-run"),
        ("calendar", "export", "--worker", "SM"),
        ("graduate", "list", "--worker", "SM"),
        ("graduate", "hand-over", "KML-1", "--to", "SM"),
        ("graduate", "hand-over", "--all", "--from", "SM", "--to", "KB"),
    ],
)
def test_a_slip_in_a_workers_name_has_the_same_answer_everywhere_and_nothing_is_written(desk, words):
    before = desk.book.store.facts(OFFICE)

    refused = desk.run(*words)

    assert refused.exit_code == 2
    assert "No worker on the list has that name.\nDid you mean SN?" in refused.stderr
    assert "--to: No worker" not in refused.stderr or "--from" not in words
    assert desk.book.store.facts(OFFICE) == before


class TestThisLaptop:
    def test_a_new_name_in_a_script_needs_a_word_more(self, desk):
        result = desk.run("office", "set", "--worker", "SNV")

        assert result.exit_code == 2
        assert "--renamed" in result.stderr
        assert workers_of(desk)["KML-1"] == "SN"

    def test_the_same_person_takes_her_graduates_along(self, desk):
        assert desk.run("office", "set", "--worker", "SNV", "--renamed", "--rate", "4100").exit_code == 0

        assert workers_of(desk) == {"KML-1": "SNV", "ABC-1": "SNV", "OTH-1": "KB"}
        assert desk.data("office", "show")["worker"] == "SNV"
        assert desk.data("office", "show")["rate"] == 4100

    def test_somebody_else_leaves_them_where_they_are(self, desk):
        assert desk.run("office", "set", "--worker", "CV", "--somebody-else").exit_code == 0

        assert workers_of(desk)["KML-1"] == "SN"
        assert desk.data("office", "show")["worker"] == "CV"

    @pytest.mark.parametrize(("key", "follower"), [("s", "SNV"), ("e", "SN")])
    def test_at_a_terminal_it_is_asked(self, desk, key, follower):
        assert desk.run("office", "set", "--worker", "SNV", typed=f"{key}\n").exit_code == 0

        assert workers_of(desk)["KML-1"] == follower

    def test_a_known_worker_needs_no_word_more(self, desk):
        assert desk.run("office", "set", "--worker", "kb").exit_code == 0
        assert desk.data("office", "show")["worker"] == "KB"

    def test_a_known_worker_is_not_the_same_person_renamed(self, desk):
        assert desk.run("office", "set", "--worker", "KB", "--renamed").exit_code == 2


class TestHandOverAll:
    WORDS = ("graduate", "hand-over", "--all", "--from", "SN", "--to", "KB")

    def test_a_dry_run_says_who_would_go_and_writes_nothing(self, desk):
        result = desk.run(*self.WORDS, "--dry-run")

        assert result.stdout.startswith("Would be handed over from SN to KB: 2\nABC-1, KML-1\n")
        assert workers_of(desk)["KML-1"] == "SN"

    def test_in_a_script_it_needs_yes(self, desk):
        result = desk.run(*self.WORDS)

        assert (result.exit_code, "--yes" in result.stderr) == (2, True)

    def test_one_confirmation_with_the_number(self, desk):
        result = desk.run(*self.WORDS, typed="yes\n")

        assert "Hand over all graduates of SN to KB (2)?" in result.stderr
        assert set(workers_of(desk).values()) == {"KB"}

    def test_enter_means_no(self, desk):
        assert desk.run(*self.WORDS, typed="\n").exit_code == 130
        assert workers_of(desk)["KML-1"] == "SN"

    def test_for_programs(self, desk):
        data = desk.data(*self.WORDS, "--yes")

        assert data == {
            "from": "SN",
            "to": "KB",
            "dry_run": False,
            "codes": ["ABC-1", "KML-1"],
            "handed_over": ["ABC-1", "KML-1"],
            "drop": 0,
            "flags_of_old_worker": [],
        }

    def test_a_second_time_there_is_nobody_left(self, desk):
        desk.run(*self.WORDS, "--yes")

        assert "Nothing was written." in desk.run(*self.WORDS, "--yes").stdout

    @pytest.mark.parametrize("words", [["KML"], ["--names"]])
    def test_with_all_neither_code_nor_names(self, desk, words):
        assert desk.run(*self.WORDS, *words).exit_code == 2

    def test_without_all_no_from(self, desk):
        assert desk.run("graduate", "hand-over", "KML", "--to", "KB", "--from", "SN").exit_code == 2


class TestLeaving:
    def test_in_a_script_it_must_be_said_to_whom_they_go(self, desk):
        result = desk.run("office", "worker", "leave", "SN")

        assert result.exit_code == 2
        assert "Graduates with SN: 2. Say to whom they go." in result.stderr

    def test_all_go_at_once(self, desk):
        result = desk.run("office", "worker", "leave", "SN", "--to", "KB", "--yes")

        assert result.exit_code == 0
        assert result.stdout.endswith("Saved: SN left.\n")
        assert set(workers_of(desk).values()) == {"KB"}

    def test_at_a_terminal_it_is_asked_to_whom(self, desk):
        result = desk.run("office", "worker", "leave", "SN", typed="KX\nKB\nyes\n")

        assert result.exit_code == 0
        assert "To whom do SN's graduates go (2)" in result.stderr
        assert set(workers_of(desk).values()) == {"KB"}

    def test_a_case_that_cannot_be_read_keeps_her_here(self, desk):
        desk.run("graduate", "list")
        desk.run("office", "worker", "list")
        desk.book.store.damage(desk.book.find("ABC-1"))

        result = desk.run("office", "worker", "leave", "SN", "--to", "KB", "--yes")

        assert result.exit_code == 1
        assert "Graduates still with SN: 1." in result.stderr
        assert not desk.book.office.staff.left


class TestOwners:
    FLAG = ("flag", "raise", "KML", "--kind", "debt", "--severity", "watch", "--note", "x")

    def test_as_written_is_somebody_else(self, desk):
        assert desk.run(*self.FLAG, "--owner", "BK").exit_code == 2
        assert desk.run(*self.FLAG, "--owner", "BK", "--as-written").exit_code == 0

        assert [flag.owner for flag in desk.case().flags] == ["BK"]


@pytest.mark.parametrize("name", ["Sreymom Keo", "sreymom  KEO"])
@pytest.mark.parametrize("words", [("add",), ("rename", "KB", "--to")])
def test_the_whole_name_of_a_graduate_is_no_name_for_a_worker(desk, words, name):
    refused = desk.run("office", "worker", *words, name)

    assert refused.exit_code == 1
    assert "That is the name of somebody in the casebook; use initials." in refused.stderr
    assert "reymom" not in refused.stderr


def test_a_part_of_a_graduates_name_may_be_a_workers(desk):
    assert desk.run("office", "worker", "add", "Keo").exit_code == 0

    assert "Keo" in desk.run("office", "worker", "list").stdout


def test_a_graduates_name_on_leave_is_refused_and_masked_everywhere_where_it_was_written_before(desk):
    refused = desk.run("office", "leave", "Sreymom Keo", "2026-12-07..2026-12-08", "--yes")
    desk.book.write_office(OnLeave("Sreymom Keo", DateRange(date(2026, 12, 7), date(2026, 12, 8))))
    shown = [desk.run(*words, *more) for words in (["office", "show"], ["log"]) for more in ([], ["--json"])]

    assert refused.exit_code == 2
    assert [result.exit_code for result in shown] == [0] * 4, [result.stderr for result in shown]
    assert not any("Sreymom" in result.output or "Keo" in result.output for result in (refused, *shown))


def test_a_worker_known_by_a_graduate_alone_and_called_like_one_is_masked_in_the_list(monkeypatch):
    desk = Desk(a_casebook(a_graduate(worker="Sreymom Keo")), monkeypatch)

    for more in ([], ["--json"]):
        assert "Sreymom" not in desk.run("office", "worker", "list", *more).stdout


def test_an_export_for_another_worker_says_whose_it_is_and_leaves_ones_own(desk, tmp_path):
    own = desk.run("calendar", "export", "--out", str(tmp_path))
    written = (tmp_path / "calendar.ics").read_bytes()
    other = desk.run("calendar", "export", "--worker", "KB", "--out", str(tmp_path))

    assert "for that worker's phone" not in own.stdout
    assert "These are the visits of KB: for that worker's phone, not for yours." in other.stdout
    assert (tmp_path / "calendar-kb.ics").exists()
    assert (tmp_path / "calendar.ics").read_bytes() == written
    assert desk.data("calendar", "export", "--worker", "KB", "--out", str(tmp_path))["worker"] == "KB"
