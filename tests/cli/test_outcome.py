"""Ending follow-up on the command line, reopening it, milestones, the list: by words, never by names."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from followup.case.facts import Ended
from followup.case.outcome_words import OutcomeKind
from followup.casebook import Casebook, Moment
from followup.services import outcomes
from tests.builders import NOW, TODAY, a_casebook, a_graduate
from tests.cli.desk import Desk

FAILED = ["--how", "business closed", "--causes", "debt,no-one-in-charge,distance"]


@pytest.fixture
def desk(monkeypatch):
    return Desk(a_casebook(a_graduate(), a_graduate("ABC-1")), monkeypatch)


def test_an_outcome_says_how_why_and_how_many_visits_fall_away(desk):
    result = desk.run("outcome", "record", "KML", "--how", "business closed", "--causes", "debt,no-one-in-charge")

    assert result.exit_code == 0, result.stderr
    assert "Business closed, failure, on Sat 21 Nov 2026." in result.stdout
    assert "Main cause  debt\nAnd         no one in charge\n" in result.stdout
    assert "27 cancelled" in result.stdout


def test_a_success_too_early_is_refused_with_what_is_missing(desk):
    refused = desk.run("outcome", "record", "KML", "--how", "self-supporting")
    done = desk.run("outcome", "record", "KML", "--how", "self-supporting", "--against", "A good post in the capital.")

    assert refused.exit_code == 1
    assert "Months" in refused.stderr
    assert done.exit_code == 0


@pytest.mark.parametrize("words", [["--how", "Sreymom"], ["--how", "died", "--causes", "Sreymom"], []])
def test_what_is_no_outcome_is_refused_without_repeating_it(desk, words):
    result = desk.run("outcome", "record", "KML", *words)

    assert result.exit_code == 2
    assert "Sreymom" not in result.stderr


def test_after_the_end_the_calendar_cancels_what_it_handed_out(desk, tmp_path):
    export = ["calendar", "export", "KML", "--out", str(tmp_path)]
    assert desk.run(*export).exit_code == 0
    ended = desk.run("outcome", "record", "KML", "--how", "no-contact", "--causes", "distance")
    assert "followup calendar export" in ended.stdout.replace("\n            ", " ")

    assert desk.run(*export).exit_code == 0

    entries = events(tmp_path)
    assert {entry["STATUS"] for entry in entries.values()} == {"CANCELLED"}


def events(folder: Path) -> dict[str, dict[str, str]]:
    """The entries of the one calendar file there, by their identifiers."""
    (file,) = folder.rglob("*.ics")
    blocks = file.read_bytes().decode().split("BEGIN:VEVENT\r\n")[1:]
    read = [dict(line.split(":", 1) for line in block.split("\r\n") if ":" in line) for block in blocks]
    return {entry["UID"]: entry for entry in read}


def test_after_a_reopening_the_phone_gets_the_same_entries_back(desk, tmp_path):
    export = ["calendar", "export", "KML", "--out", str(tmp_path)]
    desk.run(*export)
    planned = events(tmp_path)
    desk.run("outcome", "record", "KML", "--how", "no-contact", "--causes", "distance")
    desk.run(*export)
    cancelled = events(tmp_path)

    reopened = desk.run("outcome", "reopen", "KML", "--why", "She came back.")
    assert "followup calendar export" in reopened.stdout.replace("\n            ", " ")
    desk.run(*export)

    back = events(tmp_path)
    assert planned.keys() == cancelled.keys() == back.keys() != set()
    for key, entry in back.items():
        assert entry["STATUS"] == "CONFIRMED"
        assert [one[key]["SEQUENCE"] for one in (planned, cancelled, back)] == ["0", "1", "2"]
        assert entry["DTSTART;VALUE=DATE"] == planned[key]["DTSTART;VALUE=DATE"]


def test_entries_of_the_time_between_stay_cancelled_after_a_reopening(monkeypatch, tmp_path):
    export = ["calendar", "export", "KML", "--out", str(tmp_path)]
    early = Desk(a_casebook(today=date(2026, 9, 10)), monkeypatch)
    early.run(*export)
    early.run("outcome", "record", "KML", "--how", "moved-away")
    later = Desk(Casebook(early.book.store, Moment(TODAY, NOW)), monkeypatch)
    later.run("outcome", "reopen", "KML", "--why", "She came back.")

    later.run(*export)

    days = {entry["DTSTART;VALUE=DATE"]: entry["STATUS"] for entry in events(tmp_path).values()}
    assert days.pop("20261030") == "CANCELLED"
    assert days.pop("20261130") == "CONFIRMED"
    assert set(days.values()) == {"CONFIRMED"}


# --- what is shown --------------------------------------------------------------------------------------------------


def test_an_outcome_stands_with_main_cause_who_decided_and_the_criteria(desk, golden):
    told = ["--note", "Sreymom Keo closed the stall in May.", "--decided-by", "Director", "--on", "2026-11-02"]

    result = desk.run("outcome", "record", "KML", *FAILED, *told)

    golden("outcome-record.txt", result.stdout_bytes)
    assert "Sreymom" not in result.stdout


def test_an_outcome_for_programs(desk):
    data = desk.data("outcome", "record", "KML", *FAILED, "--note", "Sreymom closed it.")

    assert (data["main_cause"], data["causes"]) == ("debt", ["debt", "no_one_in_charge", "distance"])
    assert data["criteria"]["promises_kept"] == "met"
    assert "Sreymom" not in data["note"]


def test_who_decided_is_whoever_uses_the_laptop_if_nobody_else_is_named(desk):
    desk.run("office", "set", "--worker", "SN")

    assert desk.data("outcome", "record", "KML", *FAILED)["decided_by"] == "SN"
    assert desk.data("outcome", "record", "ABC", *FAILED, "--decided-by", "CV")["decided_by"] == "CV"


@pytest.fixture
def followed(monkeypatch):
    """Five graduates: failed, reopened, a success, moved away, and one in her third year."""
    book = a_casebook(
        a_graduate("FAIL-1"),
        a_graduate("BACK-1"),
        a_graduate("WELL-1", "2024-05-02"),
        a_graduate("AWAY-1", "2025-09-30"),
        a_graduate("LONG-1", "2024-03-15"),
    )
    desk = Desk(book, monkeypatch)
    for code, how, on, more in (
        ("FAIL", "business-closed", "2026-08-03", ["--causes", "debt,distance", "--decided-by", "SN, Sreymom"]),
        ("BACK", "no-contact", "2026-06-10", ["--causes", "family-conflict", "--decided-by", "CV"]),
        ("WELL", "safe-employment", "2026-05-04", ["--against", "A good post.", "--decided-by", "Director"]),
        ("AWAY", "moved-away", "2025-12-01", []),
    ):
        assert desk.run("outcome", "record", code, "--how", how, "--on", on, *more).exit_code == 0
    assert desk.run("outcome", "reopen", "BACK", "--why", "Her aunt called.", "--on", "2026-09-01").exit_code == 0
    for code, month, how in (("WELL", "12", "not-yet"), ("LONG", "24", "in-danger")):
        assert desk.run("outcome", "milestone", code, "--month", month, "--how", how).exit_code == 0
    return desk


def test_outcomes_and_milestones_are_listed_with_counts(followed, golden):
    golden("outcome-list.txt", followed.run("outcome", "list").stdout_bytes)
    golden("outcome-milestones.txt", followed.run("outcome", "list", "--milestones").stdout_bytes)


def test_the_list_for_programs_masks_and_counts(followed):
    data = followed.data("outcome", "list", "--milestones")

    assert [one["code"] for one in data["outcomes"]] == ["AWAY-1", "WELL-1", "BACK-1", "FAIL-1"]
    assert data["outcomes"][2]["reopened"] == "2026-09-01"
    assert "Sreymom" not in data["outcomes"][3]["decided_by"]
    assert data["counts"] == {
        **{"success": 1, "failure": 2, "neither": 1, "reopened": 1},
        **{"recorded": 2, "due": 0, "missing": 2},
    }
    assert [one["code"] for one in data["milestones"]] == ["LONG-1", "WELL-1"]


def test_the_list_is_narrowed_by_result_year_and_day(followed):
    def codes(*words: str) -> list[str]:
        return [one["code"] for one in followed.data("outcome", "list", *words)["outcomes"]]

    assert codes("--result", "failure") == ["BACK-1", "FAIL-1"]
    assert codes("--year", "2025") == ["AWAY-1"]
    assert codes("--since", "2026-06-10", "--result", "success") == []
    assert followed.run("outcome", "list", "--year", "twenty").exit_code == 2


def test_the_screen_of_a_graduate_tells_outcome_reopening_and_milestones(followed):
    back, long = (in_one_line(followed.run("graduate", "show", code).stdout) for code in ("BACK", "LONG"))

    cause = "main cause: family conflict"
    assert f"No contact, failure, on 2026-06-10; {cause}; decided by CV; reopened on 2026-09-01." in back
    assert "month 12: missing; month 24: in danger; month 36: on 2027-03-15" in long


def in_one_line(text: str) -> str:
    return " ".join(text.split())


def test_the_log_tells_of_outcome_reopening_and_milestone(followed):
    back, well = (in_one_line(followed.run("log", code).stdout) for code in ("BACK", "WELL"))

    assert "Follow-up ended: no contact; main cause: family conflict." in back
    assert "Follow-up reopened." in back
    assert "Her aunt called." in back
    assert "(decided by CV)" in back
    assert "Milestone, month 12: not yet." in well


def test_a_milestone_stands_with_the_criteria_beside_it(followed):
    data = followed.data("outcome", "milestone", "LONG", "--how", "self-supporting", "--note", "Sreymom earns.")

    assert (data["month"], data["reached"], data["how"]) == (12, "2025-03-15", "self_supporting")
    assert set(data["criteria"]) >= {"months_followed", "wellbeing"}
    assert "Sreymom" not in data["note"]
    assert "Month 24: not yet" in followed.run("outcome", "milestone", "WELL", "--how", "not-yet").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["reopen", "FAIL"], "--why is missing"),
        (["reopen", "LONG", "--why", "x"], "has not ended"),
        (["reopen", "FAIL", "--why", "x", "--on", "2026-08-02"], "ended on 2026-08-03"),
        (["record", "FAIL", "--how", "died"], "ended already"),
        (["milestone", "LONG", "--month", "36", "--how", "not-yet"], "reached on 2027-03-15"),
        (["milestone", "LONG", "--month", "24", "--how", "not-yet"], "written down already"),
        (["milestone", "AWAY", "--month", "12", "--how", "not-yet"], "ended before month 12"),
        (["milestone", "LONG", "--month", "Sreymom"], "One of these"),
        (["milestone", "LONG", "--how", "Sreymom"], "not-yet"),
    ],
)
def test_what_cannot_be_is_a_sentence(followed, words, said):
    result = followed.run("outcome", *words)

    assert result.exit_code in (1, 2)
    assert said.replace("-", "_") in result.stderr.replace("-", "_")
    assert "Sreymom" not in result.stderr


# --- what is asked on a terminal ------------------------------------------------------------------------------------


def test_a_person_is_asked_for_how_causes_what_happened_and_who_decided(desk):
    typed = "business-closed\ndebt\ndistance, debt\nThe stall is empty.\nSN, CV\nyes\n"

    result = desk.run("outcome", "record", "KML", typed=typed)

    assert result.exit_code == 0, result.stderr
    said = desk.case().end.said
    assert [cause.value for cause in said.causes] == ["debt", "distance"]
    assert (said.note, said.decided_by) == ("The stall is empty.", "SN, CV")


def test_a_person_is_told_what_is_not_met_before_a_success_and_asked_why_all_the_same(desk):
    result = desk.run("outcome", "record", "KML", typed="safe-employment\n\nA good post.\nDirector\nyes\n")

    assert "Not met or not known: Months" in result.stderr
    assert "Main cause" not in result.stderr
    assert desk.case().end.said == Ended(OutcomeKind.SAFE_EMPLOYMENT, against="A good post.", decided_by="Director")


def test_what_is_wrong_in_the_summary_is_put_right_by_its_number_and_only_what_that_changes_is_asked(desk):
    typed = "moved-away\nShe left.\nSN\n2\nbusiness-closed\ndebt\n\nyes\n"

    result = desk.run("outcome", "record", "KML", typed=typed)

    assert result.exit_code == 0, result.output
    assert result.stderr.count("What happened") == 1
    end = desk.case().end.said
    assert (end.ending, end.causes[0].value) == (OutcomeKind.BUSINESS_CLOSED, "debt")
    assert (end.note, end.decided_by) == ("She left.", "SN")


def test_a_day_on_which_follow_up_cannot_end_is_refused_at_its_question(desk):
    typed = "moved-away\n\nSN\n1\n2025-01-01\n2026-11-02\nyes\n"

    result = desk.run("outcome", "record", "KML", typed=typed)

    assert "cannot end before she went home" in result.stderr
    assert desk.case().end.on == date(2026, 11, 2)


def test_a_form_that_was_stopped_goes_on_with_what_was_typed(desk):
    stopped = desk.run("outcome", "record", "KML", typed="business-closed\ndebt\n\nThe stall is empty.\n")
    assert (stopped.exit_code, desk.case().end) == (130, None)
    assert "Go on with: followup outcome record KML-1" in stopped.stderr

    done = desk.run("outcome", "record", "KML", typed="yes\nSN\nyes\n")

    assert done.exit_code == 0, done.output
    assert desk.case().end.said.note == "The stall is empty."


@pytest.fixture
def failed(desk):
    desk.run("outcome", "record", "KML", *FAILED, "--note", "Sreymom closed it.", "--on", "2026-11-02")
    return desk


def endings(desk):
    return [(end.on, end.said.ending.value, end.said.note) for end in desk.case().endings]


def test_an_outcome_is_put_right_from_its_summary_and_only_what_is_chosen_is_asked(failed):
    result = failed.run("outcome", "edit", "KML", typed="1\n2026-11-09\nyes\n")

    assert result.exit_code == 0, result.output
    assert "Mon 9 Nov 2026 (changed)" in result.stderr
    assert "How it ended (" not in result.stderr
    assert "Sreymom" not in result.output
    assert endings(failed) == [(date(2026, 11, 9), "business_closed", "Sreymom closed it.")]


def test_enter_at_the_summary_of_an_outcome_changes_nothing(failed):
    before = failed.data("log", "KML")

    result = failed.run("outcome", "edit", "KML", typed="\n")

    assert (result.exit_code, "Nothing was changed." in result.stderr) == (0, True), result.output
    assert failed.data("log", "KML") == before


def test_a_script_puts_right_what_it_names_and_the_log_keeps_the_outcome_before(failed):
    result = failed.run("outcome", "edit", "KML", "--how", "moved-away", "--causes", "distance")

    assert result.exit_code == 0, result.stderr
    assert endings(failed) == [(date(2026, 11, 2), "moved_away", "Sreymom closed it.")]
    assert failed.run("log", "KML").stdout.count("Follow-up ended") >= 2
    assert failed.run("outcome", "edit", "KML").exit_code == 2


def test_undoing_an_edit_brings_the_outcome_before_back(failed, monkeypatch):
    before = endings(failed)
    later = Desk(Casebook(failed.book.store, Moment(TODAY, NOW + timedelta(minutes=5))), monkeypatch)
    later.run("outcome", "edit", "KML", "--how", "moved-away", "--causes", "distance")
    assert endings(later) != before

    assert later.run("undo", "--yes").exit_code == 0
    assert endings(later) == before


def test_an_outcome_is_put_right_only_where_it_could_have_been_written(failed):
    assert failed.run("outcome", "edit", "KML", "--how", "self-supporting").exit_code == 1
    assert failed.run("outcome", "edit", "KML", "--on", "2026-01-01").exit_code == 1
    assert failed.run("outcome", "edit", "ABC", "--how", "died").exit_code == 1
    assert endings(failed) == [(date(2026, 11, 2), "business_closed", "Sreymom closed it.")]


def test_a_script_is_asked_nothing_and_told_what_is_missing(desk):
    missing = [desk.run("outcome", "record", "KML"), desk.run("outcome", "reopen", "KML")]

    assert [result.exit_code for result in missing] == [2, 1]
    assert "--how is missing" in missing[0].stderr


def test_nothing_is_asked_where_follow_up_has_ended_or_goes_on(desk):
    assert "The reason" not in desk.run("outcome", "reopen", "KML", typed="").stderr
    outcomes.record(desk.book, "KML", Ended(OutcomeKind.MOVED_AWAY))

    again = desk.run("outcome", "record", "KML", typed="")

    assert again.exit_code == 1
    assert "How it ended" not in again.stderr


def test_a_person_is_asked_how_she_stands_at_the_milestone_that_is_meant(followed):
    result = followed.run("outcome", "milestone", "LONG", typed="contributing-to-household\n\n\nyes\n")

    assert "How she is doing at month 12" in result.stderr
    assert followed.case("LONG").milestones[-1].said.standing.value == "contributing_to_household"
