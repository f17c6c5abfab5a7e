"""Visit sheets go out on paper and come back: printed for the visits that `today` shows, typed in by their codes."""

import json
from datetime import date

import pytest

from followup.case.facts import Ended, Visited
from followup.case.outcome_words import OutcomeKind
from followup.case.page_code import PageCode
from followup.case.visit_words import AgreementProgress, ContactMethod
from followup.case.vocabulary import RiskKind
from followup.services import outcomes
from tests.builders import a_casebook, a_flag, a_graduate, a_plan
from tests.cli.desk import Desk
from tests.cli.followed import the_caseload, write

SHOP = PageCode("SHOP-1", 10).written
LATE = PageCode("LATE-1", 9).written
MET = ("--contact", "home-visit", "--on", "2026-11-20")


@pytest.fixture
def desk(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    return Desk(the_caseload(), monkeypatch)


def lines(*typed: str) -> str:
    return "".join(f"{line}\n" for line in typed)


# --- printed --------------------------------------------------------------------------------------------------------


def test_a_sheet_is_printed_for_each_visit_of_the_week_overdue_ones_too(desk, tmp_path):
    result = desk.data("print", "sheets")

    agenda = desk.data("today", "--days", "7")["items"]
    assert result["people"] == result["pages"] == sum(item["slot"] is not None for item in agenda)
    assert (tmp_path / result["file"]).read_bytes().startswith(b"%PDF")


def test_who_is_on_today_without_a_visit_is_named_so_that_nobody_is_left_at_home(desk):
    result = desk.run("print", "sheets")

    assert result.exit_code == 0
    assert "Without a sheet, for something else than a visit: SHOP-1, FLAG-1." in result.stdout
    assert "followup print sheets SHOP-1 FLAG-1" in result.stdout
    assert desk.data("print", "sheets")["without_visit"] == ["SHOP-1", "FLAG-1"]


def test_sheets_of_single_graduates_are_printed_whenever_they_are_due(desk):
    assert desk.data("print", "sheets", "WELL", "SHOP-1")["people"] == 2


def test_a_damaged_case_stops_no_other_sheet_and_is_named(desk):
    before = desk.data("print", "sheets", "--everybody")
    desk.book.store.damage(desk.book.find("LATE-1"))

    told = desk.run("print", "sheets", "--everybody")

    assert told.exit_code == 4
    assert "Without a sheet, because their files are damaged: LATE-1." in told.stdout
    assert f"({before['pages'] - 1} pages)" in told.stdout
    assert "case was changed." in told.stderr
    as_json = desk.run("print", "sheets", "LATE-1", "SHOP-1", "--json")
    assert as_json.exit_code == 4, as_json.stderr
    assert json.loads(as_json.stdout)["data"]["unread"] == ["LATE-1"]


def test_where_only_damaged_cases_are_asked_for_nothing_is_written(desk, tmp_path):
    desk.run("print", "sheets")
    desk.book.store.damage(desk.book.find("LATE-1"))
    written = sorted(tmp_path.rglob("*.pdf"))

    told = desk.run("print", "sheets", "LATE-1")

    assert (told.exit_code, told.stdout) == (4, "")
    assert sorted(tmp_path.rglob("*.pdf")) == written


@pytest.mark.parametrize(
    ("words", "both"),
    [
        (("print", "sheets", "--week", "--days", "3"), "--week and --days"),
        (("print", "sheets", "SHOP-1", "--days", "3"), "CODE and --days"),
        (("print", "sheets", "SHOP-1", "--days", "0"), "CODE and --days"),
        (("print", "sheets", "SHOP-1", "--week"), "CODE and --week"),
        (("print", "sheets", "SHOP-1", "--worker", "SN"), "CODE and --worker"),
        (("print", "sheets", "SHOP-1", "--everybody"), "CODE and --everybody"),
        (("print", "sheets", "--worker", "SN", "--everybody"), "--worker and --everybody"),
        (("print", "route", "--worker", "SN", "--everybody"), "--worker and --everybody"),
        (("today", "--worker", "SN", "--everybody"), "--worker and --everybody"),
    ],
)
def test_of_two_options_that_exclude_each_other_none_is_passed_over(desk, words, both):
    told = desk.run(*words)

    assert (told.exit_code, told.stderr) == (2, f"{both} cannot be given together.\nChoose one of them.\n")


def test_a_booklet_of_others_never_takes_the_place_of_ones_own(desk):
    asked = ((), ("--everybody",), ("--worker", "SN"), ("SHOP-1", "WELL-1"), ("SHOP-1",), ("WELL-1",))
    files = [desk.data("print", "sheets", *words)["file"] for words in asked]

    assert len(set(files)) == len(files)


def test_a_print_of_sheets_stands_in_the_log_of_each(desk):
    desk.run("print", "sheets", "SHOP-1")

    assert "Printed: sheet" in desk.run("log", "SHOP-1").stdout
    assert "Printed: sheet" not in desk.run("log", "WELL-1").stdout


def test_with_nobody_to_visit_it_says_what_else_can_be_printed(desk):
    result = desk.run("print", "sheets", "--days", "0", "--worker", "nobody")

    assert result.exit_code == 1
    assert "--days" in result.stderr
    assert "followup print sheets CODE" in result.stderr


def test_who_is_not_followed_any_more_has_no_sheet(desk):
    outcomes.record(desk.book, "WELL-1", Ended(OutcomeKind.MOVED_AWAY), date(2026, 11, 10))

    result = desk.run("print", "sheets", "WELL-1")

    assert result.exit_code == 1
    assert "ended on 2026-11-10" in result.stderr


def test_week_and_days_are_not_given_together(desk):
    assert desk.run("print", "sheets", "--week", "--days", "3").exit_code == 2


# --- typed in without a terminal -------------------------------------------------------------------------------------


def test_a_sheet_is_written_down_by_options_for_its_own_visit(desk):
    said = ("--score", "safety=3/2", "--agreement", "partly", "--not-seen", "health,violence")

    data = desk.data("visit", "record", "--sheet", SHOP, *MET, *said)

    visit = desk.case("SHOP-1").visits[-1].said
    assert (data["code"], data["slot"]) == ("SHOP-1", 10)
    assert visit.agreement is AgreementProgress.PARTLY
    assert visit.not_seen == (RiskKind.HEALTH, RiskKind.VIOLENCE)
    shown = desk.data("visit", "list", "SHOP-1")["visits"][-1]
    assert (shown["agreement"], shown["not_seen"]) == ("partly", ["health", "violence"])


def test_a_slip_in_the_code_is_refused_and_says_what_to_do(desk):
    result = desk.run("visit", "record", "--sheet", SHOP.replace("10", "01"), *MET)

    assert result.exit_code == 2
    assert "--sheet" in result.stderr
    assert "Read it from the sheet again" in result.stderr
    assert SHOP not in result.stderr


def test_the_code_of_nobody_is_refused_and_no_beginning_of_one_is_taken_for_it(desk):
    for code in ("SHOP", "GONE-2"):
        result = desk.run("visit", "record", "--sheet", PageCode(code, 10).written, *MET)

        assert result.exit_code != 0
        assert "followup graduate list" in result.stderr or "Did you mean" in result.stderr


def test_a_sheet_whose_visit_stands_recorded_says_so_with_its_day(desk):
    desk.run("visit", "record", "--sheet", SHOP, *MET)

    again = desk.run("visit", "record", "--sheet", SHOP, "--contact", "home-visit")

    assert again.exit_code == 1
    assert "recorded already: 2026-11-20" in again.stderr
    assert len(desk.case("SHOP-1").visits) == 6


def test_a_recorded_sheet_can_be_put_right(desk):
    desk.run("visit", "record", "--sheet", SHOP, *MET)

    right = desk.run("visit", "record", "--sheet", SHOP, *MET, "--note", "She is well.", "--same")

    assert right.exit_code == 0
    assert desk.case("SHOP-1").visits[-1].said.note == "She is well."
    assert len(desk.case("SHOP-1").visits) == 6


@pytest.mark.parametrize("day", ["2026-10-31", "2026-11-12", "2026-11-16", "2026-11-20"])
def test_a_visit_counts_the_same_with_a_sheet_as_without(desk, day):
    met = ("--contact", "home-visit", "--on", day, "--dry-run")
    plain = desk.data("visit", "record", "LATE-1", *met)

    for month in (5, 9, 10):
        assert desk.data("visit", "record", "--sheet", PageCode("LATE-1", month).written, *met) == plain


def test_a_visit_between_two_windows_says_which_one_stays_missed_unless_told_otherwise(desk):
    asked = ("--sheet", LATE, *MET, "--dry-run")

    assert desk.data("visit", "record", *asked)["stays_missed"] == {"visit": 9, "due": "2026-10-31"}
    shown = " ".join(desk.run("visit", "record", *asked).stdout.split())
    assert "Visit 9, due Sat 31 Oct, stays missed. If this was that one: --slot 9" in shown
    told = desk.data("visit", "record", *asked, "--slot", "9")
    assert (told["slot"], told["stays_missed"]) == (9, None)


@pytest.mark.parametrize(("said", "slot"), [("yes", "9"), ("", "10")])
def test_at_a_terminal_it_is_asked_whether_it_was_the_visit_of_the_sheet(desk, said, slot):
    pile = ("yes", "2026-11-20", said, "", "1", "", *SCORES, "", "", *REST, "", "")

    result = desk.run("visit", "record", "--sheet", LATE, typed=lines(*pile))

    assert "Visit 9, due Sat 31 Oct, stays missed." in result.stderr
    assert "Was it visit 9, made late?" in result.stderr
    assert f"It fills visit {slot}," in result.stdout, result.output


def test_the_form_without_a_sheet_says_it_too(desk):
    asked = desk.run("visit", "record", "LATE-1", typed=lines("2026-11-20")).stderr

    assert "Visit 9, due Sat 31 Oct, stays missed." in asked
    assert "Was it visit 9, made late?" in asked


def test_a_sheet_of_a_month_that_her_policy_has_no_more_goes_by_the_day(desk):
    data = desk.data("visit", "record", "--sheet", PageCode("SHOP-1", 99).written, *MET)

    assert data["slot"] == 10


def test_a_sheet_says_whose_it_is(desk):
    for beside in (("SHOP-1",), ("--from", "x.json")):
        result = desk.run("visit", "record", "--sheet", SHOP, *beside, *MET)

        assert result.exit_code == 2
        assert "A sheet says whose visit it was" in result.stderr


def test_a_script_says_how_she_was_met(desk):
    assert "--contact" in desk.run("visit", "record", "--sheet", SHOP).stderr


# --- typed in at a terminal ------------------------------------------------------------------------------------------

BEGUN = ("yes", "2026-11-20", "", "home-visit")
SCORES = ("3/2", "", "", "", "", "")
FIGURES = ("yes", "6", "70,000", "materials 50,000", ".")
REST = ("", "", "", "", "yes", "yes")
"""No promise, agreed, note, worry; the contact is right; write it down."""


def test_a_pile_is_typed_in_one_sheet_after_the_other_until_enter(desk):
    pile = [
        *(*BEGUN, "partly", "kept", "not yet", *SCORES, *FIGURES),
        *("2", "1 4", "concern", "Her uncle asks for money."),
        *("Bring seeds", "SN", "2026-12-20", "", "Keeps the book", "All is well.", "", "yes", "yes"),
        *(LATE, "no", "", "not-at-home", "yes", "At the market.", "yes"),
        "",
    ]

    result = desk.run("visit", "record", "--sheet", SHOP, typed=lines(*pile))

    assert result.exit_code == 0, result.stderr
    shop, late = desk.case("SHOP-1"), desk.case("LATE-1")
    visit = shop.visits[-1]
    assert visit.on == date(2026, 11, 20)
    assert visit.said.agreement is AgreementProgress.PARTLY
    assert visit.said.not_seen == (RiskKind.VIOLENCE, RiskKind.HEALTH)
    assert visit.said.month.takings.written() == "70000 riel"
    assert (visit.said.agreed, visit.said.note) == ("Keeps the book", "All is well.")
    assert [flag.risk for flag in shop.open_flags] == [RiskKind.FAMILY_WOULD_SELL]
    assert [promise.kept for promise in shop.promises] == [True, None, None]
    assert [(one.on, one.said.note) for one in late.attempts] == [(date(2026, 11, 21), "At the market.")]


def test_the_sheet_asks_in_its_own_order_and_nothing_that_stands_not_on_it(desk):
    flags = [a_flag(kind.value, "watch") for kind in list(RiskKind)[:6]]
    desk.book = a_casebook(a_graduate("MANY-1", flags=flags))
    desk = Desk(desk.book, desk._patch)
    page = PageCode("MANY-1", 10).written

    result = desk.run(
        "visit", "record", "--sheet", page, typed=lines("yes", "", "", "1", "", "", "", *SCORES, "", "", *REST)
    )

    asked = result.stderr
    order = [
        "Day of the visit",
        "Who went",
        "How she was met",
        "Flag:",
        "Safety",
        "Checks:",
        "promised",
        "What was agreed",
    ]
    assert sorted(order, key=asked.index) == order
    assert asked.count("Flag:") == 3
    assert "Figures of her business" not in asked
    assert "Is her business open" not in asked


def test_enter_at_every_question_of_a_sheet_that_can_be_skipped_writes_nothing_that_was_seen(desk):
    before = desk.case("SHOP-1")

    result = desk.run("visit", "record", "--sheet", SHOP, typed=lines(*BEGUN, *[""] * 18, "yes", ""))

    visit, after = desk.case("SHOP-1").visits[-1], desk.case("SHOP-1")
    assert "It fills visit 10" in result.stdout, result.output
    assert visit.said == Visited(ContactMethod.HOME_VISIT, slot=10, went=("SN",))
    assert (after.flags, after.promises) == (before.flags, before.promises)


def test_a_recorded_sheet_is_put_right_in_the_pile(desk):
    desk.run("visit", "record", "--sheet", SHOP, *MET, "--note", "Well.")

    result = desk.run("visit", "record", "--sheet", SHOP, typed=lines("same", "note", "She is ill.", "yes", "", ""))

    assert result.exit_code == 0, result.output
    assert desk.case("SHOP-1").visits[-1].said.note == "She is ill."
    assert len(desk.case("SHOP-1").visits) == 6


def test_a_wrong_code_in_the_pile_is_asked_again(desk):
    pile = [*BEGUN, "", "", "", *SCORES, "not seen", "", "", *REST, SHOP[:-1] + "2", PageCode("GONE-2", 3).written, ""]

    result = desk.run("visit", "record", "--sheet", SHOP, typed=lines(*pile))

    assert result.exit_code == 0, result.stderr
    assert "or two are swapped" in result.stderr
    assert "No graduate's code begins like that" in result.stderr


def test_a_recorded_sheet_in_the_pile_is_told_of_and_passed_over(desk):
    desk.run("visit", "record", "--sheet", SHOP, *MET)

    result = desk.run("visit", "record", "--sheet", SHOP, typed=lines("", ""))

    assert result.exit_code == 0, result.stderr
    assert "was recorded already: Fri 20 Nov" in result.stderr
    assert len(desk.case("SHOP-1").visits) == 6


def test_figures_are_read_in_the_currency_that_stands_on_the_sheet(desk):
    plan = a_plan(currency="USD", rate=4000, prices={"haircut": "0.50 USD"}, costs={"materials": "10 USD"})
    desk = Desk(a_casebook(a_graduate("USD-1", plan=plan)), desk._patch)
    figures = ("yes", "6", "70.50", "materials 5", ".")

    page = PageCode("USD-1", 10).written
    result = desk.run("visit", "record", "--sheet", page, typed=lines(*BEGUN, *SCORES, *figures, "", "", *REST, ""))

    month = desk.case("USD-1").visits[-1].said.month
    assert result.exit_code == 0, result.stderr
    assert (month.takings.written(), month.cost.written()) == ("70.50 USD", "5.00 USD")


def test_a_sheet_that_was_interrupted_goes_on_where_it_stopped(desk):
    stopped = desk.run("visit", "record", "--sheet", SHOP, typed=lines(*BEGUN, "done"))
    assert f"followup visit record --sheet {SHOP}" in stopped.stderr

    more = ("yes", "yes", "", "", *SCORES, "no", "", "", *REST, "")
    result = desk.run("visit", "record", "--sheet", SHOP, typed=lines(*more))

    visit = desk.case("SHOP-1").visits[-1].said
    assert result.exit_code == 0, result.stderr
    assert visit.agreement is AgreementProgress.DONE
    assert visit.month is not None
    assert not visit.month.open


@pytest.mark.parametrize(
    ("letter", "severity"),
    [("W", "watch"), ("c", "concern"), ("D", "danger"), ("danger", "danger"), ("\nC", "concern")],
)
def test_how_grave_a_new_flag_is_must_be_typed_also_where_its_box_is_empty(desk, letter, severity):
    pile = (*BEGUN, "", "", "", *SCORES, "not seen", "3", "", letter, "A car came.", *REST)

    result = desk.run("visit", "record", "--sheet", SHOP, typed=lines(*pile))

    assert "the letter on the sheet; where there is none, ask who went" in " ".join(result.stderr.split())
    assert [flag.severity for flag in desk.case("SHOP-1").open_flags] == [severity]


def test_a_sheet_gone_on_with_never_names_a_flag_that_was_answered(desk):
    answered = ("3", "", "watch", "A car came.")
    upto = (*BEGUN, "", "", "", *SCORES, "not seen", *answered, "", "", "", "debt")
    desk.run("visit", "record", "--sheet", SHOP, typed=lines(*upto))

    went_on = desk.run("visit", "record", "--sheet", SHOP, typed=lines("yes", "yes")).stderr

    assert "New flag: debt." in went_on
    assert went_on.count("New flag") == 1


def test_what_was_agreed_is_asked_about_until_it_is_done(desk):
    write(desk.book, "SHOP", ("2026-11-02", Visited(ContactMethod.PHONE, agreement=AgreementProgress.NOT_YET)))
    asked = desk.run("visit", "record", "--sheet", SHOP, typed=lines(*BEGUN)).stderr
    assert "Agreed last time: She keeps a cash book." in asked

    write(desk.book, "SHOP", ("2026-11-03", Visited(ContactMethod.PHONE, agreement=AgreementProgress.DONE)))
    asked = desk.run("visit", "record", "--sheet", SHOP, typed=lines("no", "yes", "2026-11-20", "", "")).stderr
    assert "Agreed last time" not in asked


def test_the_example_in_the_help_is_a_code_that_can_be(desk):
    assert PageCode("K7M-14", 10).written in desk.run("visit", "record", "--help").stdout
