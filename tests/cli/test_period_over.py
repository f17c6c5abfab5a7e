"""Only an outcome ends follow-up, and nothing that is dated after today counts for anything."""

from datetime import date

import pytest

from followup.case.facts import Promised, Reopened, Visited
from followup.case.visit_words import ContactMethod
from followup.casebook import Moment
from followup.values import replace
from tests.builders import NOW, a_casebook, a_flag, a_graduate
from tests.cli.desk import Desk
from tests.cli.followed import SEEN, write
from tests.monitoring.cases import a_visit

AFTER = date(2026, 11, 23)


def desk_on(day, monkeypatch, *graduates):
    return Desk(a_casebook(*graduates, today=day), monkeypatch)


@pytest.fixture
def desk(monkeypatch):
    """OLD-1 was to be visited for three years and never was; CCP-1's and HCC-1's few visits were all made."""
    desk = desk_on(
        AFTER,
        monkeypatch,
        a_graduate("OLD-1", "2023-11-15"),
        a_graduate("CCP-1", "2023-06-01", policy="ccpcr", flags=[a_flag(severity="danger", review="2026-12-30")]),
        a_graduate("HCC-1", "2025-01-10", policy="hcc"),
    )
    write(desk.book, "CCP", ("2023-07-15", SEEN), ("2023-07-15", Promised("Scissors.", "SN", date(2026, 12, 24))))
    write(desk.book, "HCC", ("2025-04-10", SEEN), ("2025-07-10", SEEN))
    return desk


def item(desk, code):
    return next(one for one in desk.data("today")["items"] if one["code"] == code)


def test_who_was_never_visited_stays_on_today_after_her_last_window_has_closed(desk):
    old = item(desk, "OLD-1")

    assert (old["why"], old["slot"], old["visits_overdue"]) == ("overdue", 36, 36)
    assert old["period_over_since"] == "2026-11-23"
    assert "period over, outcome to be decided" in " ".join(desk.run("today").stdout.split())


def test_who_has_had_the_one_or_two_visits_of_her_policy_waits_for_her_outcome(desk):
    assert [item(desk, code)["why"] for code in ("CCP-1", "HCC-1")] == ["period_over", "period_over"]
    assert [item(desk, code)["not_met_days"] for code in ("CCP-1", "HCC-1")] == [None, None]
    assert "not met for" not in desk.run("today").stdout


def test_what_is_open_or_promised_is_told_of_whose_period_is_over(desk):
    assert "debt open (danger), promise due 24 Dec" in " ".join(desk.run("today").stdout.split()).replace("  ", " ")
    (told,) = [one for one in desk.data("today")["period_over"] if one["code"] == "CCP-1"]
    assert (told["open_promises"], told["open_flags"][0]["severity"]) == (["2026-12-24"], "danger")


def test_the_milestone_the_review_and_the_outcome_are_offered_with_her_code(desk):
    (told,) = [one for one in desk.data("today")["period_over"] if one["code"] == "OLD-1"]

    assert told["commands"] == [
        "followup outcome milestone OLD-1 --month 36",
        "followup graduate review OLD-1",
        "followup outcome record OLD-1",
    ]
    assert all(f"  {command}\n" in desk.run("today").stdout for command in told["commands"])


def test_an_outcome_and_nothing_else_takes_her_off(desk):
    desk.run("outcome", "record", "HCC-1", "--how", "moved-away", "--decided-by", "SN")

    assert [one["code"] for one in desk.data("today")["items"]] == ["OLD-1", "CCP-1"]
    write(desk.book, "HCC", ("2026-11-23", Reopened("She asks for help.")))
    assert "HCC-1" in [one["code"] for one in desk.data("today")["items"]]


def test_today_the_list_and_the_quarter_count_the_same_in_follow_up(desk):
    listed = desk.data("graduate", "list", "--state", "in-follow-up")
    figures = desk.data("report", "quarter", "2026Q4", "--as-of", "2026-11-23", "--internal")

    assert desk.data("today")["in_follow_up"] == len(listed) == 3
    assert next(head["value"] for head in figures["heads"] if head["id"] == "in_follow_up") == 3


def test_today_ends_with_how_many_others_follow_and_how_many_nobody_does(monkeypatch):
    desk = desk_on(
        AFTER, monkeypatch, a_graduate("SN-1"), a_graduate("KB-1", worker="KB"), a_graduate("NO-1", worker="")
    )

    last = " ".join(desk.run("today", "--worker", "SN").stdout.split()[-22:])
    others = "1 followed by others, 1 by nobody: followup graduate list --worker nobody"
    assert last.endswith(f"0 of them with their period over; {others}")
    assert desk.data("today", "--everybody")["followed_by_nobody"] == 1


def test_the_first_line_of_today_the_list_and_the_sheet_name_the_same_overdue_visit(monkeypatch):
    desk = desk_on(date(2026, 11, 12), monkeypatch, a_graduate("LATE-1", "2026-01-31"))
    write(desk.book, "LATE", ("2026-09-30", SEEN))

    assert item(desk, "LATE-1")["slot"] == desk.data("graduate", "show", "LATE")["next"][0]["visit"] == 9
    assert item(desk, "LATE-1")["date"] == desk.data("graduate", "list")[0]["next_visit"] == "2026-10-30"


def test_the_window_column_holds_a_window_and_no_review_day(monkeypatch):
    flag = a_flag("health", "watch", review="2026-11-20")
    desk = desk_on(AFTER, monkeypatch, a_graduate("FLAG-1", "2026-01-05", flags=[flag]))
    write(desk.book, "FLAG", ("2026-11-05", SEEN))

    (line,) = [line for line in desk.run("today").stdout.splitlines() if line.startswith("FLAG-1")]
    assert line.split()[1:5] == ["low", "–", "–", "–"]


def test_no_milestone_before_one_that_is_recorded_is_asked_for(desk):
    desk.run("outcome", "milestone", "OLD-1", "--month", "36", "--how", "not-yet")

    (told,) = [one for one in desk.data("today")["period_over"] if one["code"] == "OLD-1"]
    assert [one.said.month for one in desk.case("OLD-1").milestones] == [36]
    assert told["milestone"] is None
    assert told["commands"][0] == "followup graduate review OLD-1"


def test_not_met_for_too_long_is_counted_of_those_who_have_visits_to_come(monkeypatch):
    desk = desk_on(AFTER, monkeypatch, a_graduate("OLD-1", "2023-11-15"), a_graduate("NEW-1", "2026-03-20"))

    shown = " ".join(desk.run("today").stdout.split())
    assert "2 to see, 2 of them overdue, 1 with visits to come not met for too long; 2 in follow-up" in shown


# --- dated ahead ----------------------------------------------------------------------------------------------------


@pytest.fixture
def ahead(monkeypatch):
    """A visit was written while the laptop's clock was a year ahead."""
    desk = desk_on(AFTER, monkeypatch, a_graduate("KML-1", "2026-03-20"))
    write(desk.book, "KML", ("2027-11-23", a_visit(ContactMethod.HOME_VISIT)))
    return desk


def test_a_visit_dated_ahead_hides_nobody(ahead):
    assert item(ahead, "KML-1")["not_met_days"] == 248
    assert ahead.data("graduate", "list")[0]["next_visit"] == "2026-11-20"
    assert ahead.data("graduate", "show", "KML")["next"][0]["date"] == "2026-11-20"


def test_today_names_what_is_dated_ahead_and_how_it_is_put_right(ahead):
    shown = " ".join(ahead.run("today").stdout.split())

    assert "do not count: KML-1 (1)." in shown
    assert "followup log KML-1" in shown
    assert "followup withdraw KML-1 N" in shown
    assert ahead.data("today")["dated_ahead"] == [
        {
            "code": "KML-1",
            "entries": 1,
            "latest": "2027-11-23",
            "commands": ["followup log KML-1", "followup withdraw KML-1 N"],
        }
    ]


def test_once_it_is_taken_back_nothing_is_said_of_it(ahead):
    number = str(len(ahead.data("log", "KML")))
    ahead.run("withdraw", "KML", number, "--reason", "The clock was wrong.", "--yes")

    assert ahead.data("today")["dated_ahead"] == []


def test_it_counts_once_its_day_has_come(ahead):
    ahead.book.moment = Moment(date(2027, 11, 23), NOW)

    assert ahead.data("today")["dated_ahead"] == []
    assert ahead.case().visits == (replace(ahead.case().visits[0], said=Visited(ContactMethod.HOME_VISIT)),)


def test_a_calendar_handed_out_while_the_clock_was_ahead_leaves_nothing_to_be_put_right(monkeypatch, tmp_path):
    desk = desk_on(AFTER, monkeypatch, a_graduate("KML-1", "2026-11-01"))
    desk.book.moment = Moment(date(2027, 11, 26), NOW)
    assert desk.run("calendar", "export", "--out", str(tmp_path)).exit_code == 0
    desk.book.moment = Moment(AFTER, NOW)

    assert "do not count" not in desk.run("today").stdout
    assert "Nothing changed" not in desk.run("calendar", "export", "--out", str(tmp_path)).stdout
    assert desk.data("today")["dated_ahead"] == []
