"""followup office: what may be a slip is asked about, every answer says which days and how many visits move."""

from datetime import date

import pytest

from followup.case.facts import Amended
from followup.casebook import Casebook
from tests.builders import a_casebook, a_graduate
from tests.cli.desk import Desk

LEAVE = ["office", "leave", "SN", "2026-12-21..2027-01-02"]
SLIP = ["office", "leave", "SN", "2026-12-21..2027-12-02"]


@pytest.fixture
def desk(monkeypatch):
    return Desk(a_casebook(a_graduate(), a_graduate("ABC-1", worker="KB")), monkeypatch)


def entries(desk: Desk) -> int:
    return len(desk.data("log"))


def test_the_answer_says_which_days_how_many_work_what_moves_and_how_it_is_taken_back(desk, golden):
    golden("office-leave.txt", desk.run(*LEAVE).stdout_bytes)


def test_a_slip_of_a_year_is_asked_about_and_enter_means_no(desk, golden):
    refused = desk.run(*SLIP, typed="\n")

    assert (refused.exit_code, entries(desk)) == (130, 0)
    assert "These are 347 days" in refused.stderr
    assert desk.run(*SLIP, typed="yes\n").exit_code == 0
    golden("office-show-leave.txt", desk.run("office", "show").stdout_bytes)


def test_a_script_is_told_to_say_yes_and_nothing_is_written(desk):
    result = desk.run(*SLIP)

    assert (result.exit_code, entries(desk)) == (2, 0)
    assert "--yes" in result.stderr
    assert "Visits that move: 12" in result.stderr
    assert desk.run(*SLIP, "--yes").exit_code == 0


def test_a_dry_run_asks_nothing_and_writes_nothing(desk):
    data = desk.data(*SLIP, "--dry-run")

    assert (data["written"], data["entry"], data["visits"], entries(desk)) == (False, None, 12, 0)
    assert (data["from"], data["until"], data["working_days"]) == ("2026-12-21", "2027-12-02", 230)
    assert data["asked"]


def test_a_slip_is_put_right_by_its_number_with_the_worker_left_out(desk):
    desk.run(*SLIP, "--yes")
    (leave,) = desk.data("office", "show")["leave"]

    assert desk.run("office", "leave", "--change", str(leave["entry"]), "2026-12-21..2027-01-02").exit_code == 0

    (leave,) = desk.data("office", "show")["leave"]
    assert (leave["worker"], leave["until"]) == ("SN", "2027-01-02")


def test_leave_without_days_is_missing_them(desk):
    assert desk.run("office", "leave", "SN").exit_code == 2
    wrong = desk.run("office", "leave", "--change", "1", "SN")
    assert (wrong.exit_code, "FROM..UNTIL" in wrong.stderr) == (2, True)


def test_an_entry_of_the_office_is_taken_back_after_what_changes_is_shown(desk):
    desk.run(*SLIP, "--yes")

    dry = desk.run("withdraw", "office", "1", "--dry-run")
    assert "Visits that move: 12" in dry.stdout
    assert desk.run("withdraw", "office", "1").exit_code == 2
    assert desk.run("withdraw", "office", "1", typed="A slip.\nyes\n").exit_code == 0

    assert desk.data("office", "show")["leave"] == []
    assert desk.run("withdraw", "office", "1", "--reason", "x", "--yes").exit_code == 1


@pytest.mark.parametrize("words", [("undo",), ("withdraw", "office", "1")])
def test_a_dry_run_of_taking_back_ends_by_saying_that_nothing_was_written(desk, words):
    desk.run(*LEAVE)

    assert desk.run(*words, "--dry-run").stdout.endswith("Nothing was written.\n")


@pytest.mark.parametrize("command", [("demo",), ("office", "district"), ("office", "leave")])
def test_each_example_of_help_has_a_line_of_its_own(desk, command):
    lines = desk.run(*command, "--help").stdout.splitlines()

    assert sum("Example: followup" in line for line in lines) > 1
    assert not any(line.count("Example:") > 1 for line in lines)


def test_who_looks_for_it_under_office_is_told_the_command(desk):
    wrong = desk.run("office", "withdraw", "4")

    assert wrong.exit_code == 2
    assert wrong.stderr.endswith("Write it like this: followup withdraw office N\n")


def test_for_programs_a_withdrawal_says_how_it_is_undone(desk):
    desk.run(*LEAVE)

    data = desk.data("withdraw", "office", "1", "--reason", "A slip.", "--yes")

    assert (data["journal"], data["written"], data["undo"]) == ("office", True, 2)
    assert desk.run("withdraw", "office", "2", "--reason", "It was right.", "--yes").exit_code == 0
    assert desk.data("office", "show")["leave"]


def test_settings_are_taken_back_but_not_who_uses_the_laptop(desk):
    desk.run("office", "set", "--rate", "4100")
    desk.run("office", "set", "--worker", "SN")

    assert "rate: 4100 -> 4000" in desk.run("withdraw", "office", "1", "--reason", "x", "--yes").stdout
    refused = desk.run("withdraw", "office", "2", "--reason", "x", "--yes")

    assert (refused.exit_code, "office set --worker" in refused.stderr) == (1, True)


def test_a_holiday_by_decree_is_added_and_cancelled_and_shown_with_its_number(desk):
    assert desk.run("office", "holiday", "add", "2026-12-14", "Mourning for Sreymom.").exit_code == 0
    assert desk.run("office", "holiday", "cancel", "2027-01-07").exit_code == 0
    again = desk.run("office", "holiday", "cancel", "2027-01-07")

    shown = desk.data("office", "show")["holidays"]
    assert [(one["entry"], one["date"], one["off"]) for one in shown] == [
        (1, "2026-12-14", True),
        (2, "2027-01-07", False),
    ]
    assert "Sreymom" not in str(shown)
    assert again.exit_code == 1


def test_a_policy_in_use_is_changed_for_later_cases_without_asking(desk):
    desk.run("office", "policy", "quarterly", "--months", "3,6,9,12")
    desk.run("graduate", "edit", "KML", "--policy", "quarterly")

    refused = desk.run("office", "policy", "quarterly", "--months", "2,4")
    assert (refused.exit_code, "--since 2026-11-21" in refused.stderr) == (2, True)
    assert desk.run("office", "policy", "quarterly", "--months", "2,4", "--since", "2026-11-21").exit_code == 0
    assert [one["since"] for one in desk.data("office", "show")["own_policies"]] == [None, "2026-11-21"]


def test_check_tells_of_a_case_on_a_policy_that_does_not_exist(desk, monkeypatch, tmp_path):
    from followup.vault import access, keys
    from followup_cli import context

    monkeypatch.setattr(keys, "COST", keys.Cost(memory_kib=8, passes=1))
    vault = access.create(tmp_path / "vault", "six words that nobody else knows")
    monkeypatch.setattr(context, "open_vault", lambda: vault)
    book = Casebook(vault, desk.book.moment)
    from followup.services.graduates import enrol_all

    enrol_all(book, [a_graduate()])
    assert desk.run("check").exit_code == 0

    book.write(book.find("KML"), Amended(policy="weekly"), on=date(2026, 11, 20))
    told = desk.run("check")

    assert told.exit_code == 1
    assert "KML-1 follows a policy that this office does not have: weekly" in told.stderr
    assert "followup graduate edit KML-1 --policy" in told.stderr
