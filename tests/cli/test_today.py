"""followup today: not met for 60 days above all, then overdue, then by risk; with windows, promises and reviews."""

from datetime import date

import pytest

from followup.services.agenda import agenda_of
from followup.services.guarded_names import labeller
from followup_cli.agenda.page import agenda_page
from followup_cli.terminal.layout import line_text, lines_of, width_of
from tests.builders import a_casebook, a_graduate
from tests.cli.desk import Desk
from tests.cli.followed import SEEN, the_caseload, write

VIEWS = {"today": ("today",), "today-days": ("today", "--days", "7"), "today-month": ("today", "--month")}


@pytest.fixture
def desk(monkeypatch):
    return Desk(the_caseload(), monkeypatch)


@pytest.mark.parametrize("name", VIEWS)
def test_the_agenda(desk, golden, name):
    golden(f"{name}.txt", desk.run(*VIEWS[name]).stdout_bytes)


@pytest.mark.parametrize("words", VIEWS.values(), ids=VIEWS)
def test_the_agenda_fits_80_columns(desk, words):
    assert max(map(len, desk.run(*words).stdout.splitlines())) <= 80


@pytest.mark.parametrize("words", VIEWS.values(), ids=VIEWS)
def test_who_was_not_met_for_60_days_stands_above_everybody(desk, words):
    shown = desk.run(*words).stdout

    assert shown.index("GONE-1") < shown.index("LATE-1")
    assert shown.index("GONE-1") < shown.index("LATE-2")


def test_of_a_visit_that_was_missed_the_due_date_stands_beside_the_window_of_the_next(monkeypatch):
    book = a_casebook(a_graduate(), today=date(2026, 11, 26))
    write(book, "KML", ("2026-09-30", SEEN))

    shown = " ".join(Desk(book, monkeypatch).run("today").stdout.split())

    assert "23 Nov–7 Dec overdue 19 days (due 31 Oct)" in " ".join(shown.replace("Kien Svay ", "").split())


def test_every_visit_shows_its_window(desk):
    (due,) = [item for item in desk.data("today", "--days", "2")["items"] if item["code"] == "DUE-1"]

    assert due["window"] == ["2026-11-16", "2026-11-30"]
    assert "16–30 Nov" in desk.run("today", "--days", "2").stdout


def test_further_ahead_the_lines_stand_under_their_districts_the_most_urgent_first(desk):
    shown = desk.run("today", "--days", "7").stdout

    assert [shown.index(head) for head in ("Not met", "\nKien Svay", "\nBati", "\nBorei Ou")] == sorted(
        shown.index(head) for head in ("Not met", "\nKien Svay", "\nBati", "\nBorei Ou")
    )


def test_who_needs_attention_though_nothing_is_due_is_named_below(desk):
    assert "Need attention before their next visit: WAIT-1 (wellbeing in danger)." in desk.run("today").stdout
    assert desk.data("today")["waiting"] == [
        {"code": "WAIT-1", "attention": ["wellbeing_in_danger", "own_rating_apart"]}
    ]


def test_what_programs_are_told(desk):
    data = desk.data("today")

    assert list(data) == [
        *("today", "days", "worker", "in_follow_up", "items", "waiting"),
        *("period_over", "followed_by_others", "followed_by_nobody", "dated_ahead", "kept_too_long", "backup"),
    ]
    assert list(data["items"][0]) == [
        *("code", "risk", "why", "slot", "extra", "trip", "standing", "due", "date", "window", "window_end"),
        *("visits_overdue", "overdue_since", "last_met", "not_met_days", "tries", "province", "district"),
        *("promises_due", "referrals_waiting", "flags_to_review", "attention", "period_over_since"),
    ]
    shop = next(item for item in data["items"] if item["code"] == "SHOP-1")
    assert (shop["why"], shop["tries"], shop["promises_due"]) == ("promise_due", 1, ["2026-11-15"])
    assert shop["attention"] == ["wellbeing_in_danger", "own_rating_apart", "takings_under_costs"]
    assert (data["items"][0]["why"], data["items"][0]["not_met_days"]) == ("not_met", 62)


def test_the_month_ends_with_the_calendars(desk):
    assert desk.data("today", "--month")["days"] == 9


def test_days_and_month_together_are_refused(desk):
    result = desk.run("today", "--days", "7", "--month")

    assert result.exit_code == 2
    assert "cannot be given together" in result.stderr


@pytest.mark.parametrize("words", VIEWS.values(), ids=VIEWS)
def test_an_empty_casebook_says_that_nobody_is_to_be_visited(monkeypatch, words):
    empty = Desk(a_casebook(today=the_caseload().today), monkeypatch)
    empty.run("flag", "list")

    shown = empty.run(*words, "--worker", "nobody").stdout
    assert "Nobody is to be visited.\n" in shown
    assert "1 followed by others, 0 by nobody" in " ".join(shown.split())


def on_a_terminal(book, width):
    """The lines of the agenda in a window of that width."""
    page = agenda_page(agenda_of(book), labeller(book))
    return [line_text(line) for part in page.parts for line in lines_of(part, width)]


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_why_somebody_is_to_be_visited_is_told_whole_at_any_width(width):
    lines = on_a_terminal(the_caseload(), width)

    assert "1 try failed, promise past 15 Nov, wellbeing in danger, and 2 more" in " ".join(" ".join(lines).split())
    assert max(map(width_of, lines)) <= width


def test_in_a_window_that_is_too_narrow_for_a_column_the_reasons_stand_below_their_lines():
    lines = on_a_terminal(the_caseload(), 80)
    at = next(number for number, line in enumerate(lines) if line.startswith("SHOP-1"))

    assert lines[at + 1] == "        1 try failed, promise past 15 Nov, wellbeing in danger, and 2 more"
    assert lines[at + 2].startswith("FLAG-1")
    (wide,) = [line for line in on_a_terminal(the_caseload(), 160) if line.startswith("SHOP-1")]
    assert wide.endswith("wellbeing in danger, and 2 more")
