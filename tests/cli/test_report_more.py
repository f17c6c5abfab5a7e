"""followup report caseload, followup report training: two more pages, for planning and for the trainers.

- golden pages of an invented office of sixty-six graduates
- what is asked of the trainers stands first, in the order of days; texts are masked; small counts are for staff
- what the commands refuse
"""

import csv
import io
from datetime import date

import pytest

from followup.case.facts import Ended, LessonAnswered, LessonApplied, LessonChecked, LessonProposed
from followup.case.lesson_words import LessonVerdict
from followup.case.outcome_words import FailureCause, OutcomeKind
from followup.casebook import Casebook
from followup.services import lessons, outcomes, report_tables, reports, training
from followup.services.reports import ReportSelection
from followup_cli.reports import training_page
from followup_cli.reports.page import report_page
from followup_cli.terminal.layout import width_of
from followup_cli.terminal.page import plain_lines
from tests.builders import a_casebook, a_flag, a_graduate
from tests.cli.desk import Desk

ROOMS = [60, 80, 110]
TRADES = ("sewing", "sewing", "hairdressing", "weaving")
DISTRICTS = (("Kandal", "Kien Svay"), ("Takeo", "Bati"), ("Kandal", "S'ang"))
CLOSED = Ended(OutcomeKind.BUSINESS_CLOSED, (FailureCause.TOO_FEW_CUSTOMERS, FailureCause.DEBT))


def graduate(number: int) -> dict[str, object]:
    """One of sixty-six, of whom six come home every second month from January 2025 on."""
    months, province, district = 2 * (number // 6), *DISTRICTS[number % 3]
    return a_graduate(
        f"G-{number:02}",
        f"{2025 + months // 12}-{months % 12 + 1:02}-{10 + number % 6:02}",
        trade=TRADES[number % 4],
        centre="Centre A" if number % 3 else "Centre B",
        province=province,
        district=district,
        worker="SN" if number % 2 else "KB",
        policy="monthly-24" if number % 5 == 0 else "monthly-36",
        modules=["small-business"] if number % 2 else [],
        flags=[a_flag(severity="danger" if number % 3 == 0 else "concern", raised="2026-09-15")]
        if number % 4 == 3
        else [],
    )


@pytest.fixture(scope="module")
def office() -> Casebook:
    """Sixty-six graduates; fourteen fail early, more of them without the module; six lessons of every state."""
    book = a_casebook(*map(graduate, range(60)))
    for number in (0, 2, 4, 6, 8, 10, 12, 14, 1, 16, 18):
        outcomes.record(book, f"G-{number:02}", CLOSED, date(2025, 8, 20))
    for number in (20, 22, 24):
        outcomes.record(
            book, f"G-{number:02}", Ended(OutcomeKind.UNSAFE_HOME, (FailureCause.VIOLENCE,)), date(2026, 2, 3)
        )
    learn(book)
    return book


def learn(book: Casebook) -> None:
    """Lessons of every state, some of them with a name in them."""
    for change, causes, modules, day in (
        (
            "Let Sreymom's form be filled in at the market.",
            (FailureCause.TOO_FEW_CUSTOMERS,),
            ("small-business",),
            date(2025, 10, 6),
        ),
        ("Teach what interest comes to.", (FailureCause.DEBT,), ("small-business", "literacy"), date(2026, 5, 4)),
        ("Practise whom to call.", (FailureCause.VIOLENCE,), ("life-skills",), date(2026, 10, 10)),
        ("Teach swimming.", (FailureCause.DISASTER,), (), date(2026, 6, 1)),
        (
            "Let her keep a cash book for a month.",
            (FailureCause.COSTS_ABOVE_TAKINGS,),
            ("small-business",),
            date(2026, 9, 1),
        ),
        ("Count the customers of three shops.", (FailureCause.WRONG_MARKET,), ("small-business",), date(2025, 3, 3)),
    ):
        drawn = lessons.prefill_lesson(book, ["G-00"] if day > date(2025, 9, 1) else [])
        lessons.propose(book, drawn, LessonProposed(change, "Seen at Sreymom's shop.", causes, modules), day)
    for number, owner, due, day in (
        ("1", "TR", date(2025, 12, 1), date(2025, 10, 20)),
        ("2", "CS", date(2026, 10, 1), date(2026, 5, 20)),
        ("5", "TR", date(2027, 2, 1), date(2026, 9, 20)),
        ("6", "TR", date(2025, 5, 1), date(2025, 3, 20)),
    ):
        lessons.answer(book, number, LessonAnswered("-", accepted=True, owner=owner, due=due), day)
    lessons.answer(book, "4", LessonAnswered("-", accepted=False, reason="Not for Sreymom alone."), date(2026, 6, 20))
    lessons.apply(book, "1", LessonApplied("-", ("Centre A",), "Two afternoons."), date(2025, 12, 15))
    lessons.apply(book, "6", LessonApplied("-", (), "A form, three mornings."), date(2025, 5, 20))
    lessons.check(book, "1", LessonChecked("-", LessonVerdict.TOO_FEW, "Eleven so far."), date(2025, 12, 20))


@pytest.fixture
def desk(office, monkeypatch):
    return Desk(office, monkeypatch)


@pytest.fixture
def nobody(monkeypatch):
    book = a_casebook(today=date(2026, 1, 30))
    book.store._journals = {}
    return Desk(book, monkeypatch)


# --- the caseload -----------------------------------------------------------------------------------------------------


def test_the_caseload_as_it_leaves_the_office(desk, golden):
    golden("report-caseload.txt", desk.run("report", "caseload").stdout_bytes)


def test_the_caseload_for_staff(desk, golden):
    golden("report-caseload-internal.txt", desk.run("report", "caseload", "--internal").stdout_bytes)


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("internal", [False, True])
def test_the_page_of_the_caseload_fits_the_terminal(office, room, internal):
    made = reports.caseload_at_quarter_end(office, ReportSelection(internal=internal))

    assert max(map(width_of, plain_lines(report_page(made, room).parts, 1000))) <= room


def test_programs_are_told_that_it_is_the_caseload(desk):
    assert (desk.data("report", "caseload")["kind"], desk.data("report", "quarter")["kind"]) == ("caseload", "quarter")


def test_the_caseload_in_a_table_says_what_it_is_and_shows_nobody(desk, tmp_path):
    result = desk.run("report", "caseload", "--internal", "--csv", str(tmp_path / "people.csv"))

    assert result.exit_code == 0, result.stderr
    table = (tmp_path / "INTERNAL-people.csv").read_text("utf-8-sig")
    read = list(csv.DictReader(io.StringIO(table, newline="")))
    assert next(one["text"] for one in read if one["row"] == "kind") == "caseload"
    assert {one["row"] for one in read if one["table"] == "people_by_worker"} == {"SN", "KB", "all"}


def test_a_graduate_called_like_a_place_or_a_policy_stops_no_table(tmp_path):
    book = a_casebook(a_graduate(nickname="Month", village="Kandal"))
    made = reports.caseload_at_quarter_end(book, ReportSelection(internal=True))

    written = report_tables.write_csv(book, made, tmp_path / "people.csv")

    assert "Kien Svay, Kandal" in written.path.read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["2027Q1"], 1),
        (["--as-of", "2027-01-01"], 1),
        (["Sreymom"], 2),
        (["--known-at", "Sreymom"], 2),
        (["--csv", "Sreymom"], 2),
        (["2020Q1"], 1),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_that_does_not_repeat_it(desk, words, code):
    result = desk.run("report", "caseload", *words)

    assert result.exit_code == code
    assert "Sreymom" not in result.stderr
    assert not result.stdout


def test_an_empty_casebook_has_no_caseload(nobody):
    result = nobody.run("report", "caseload")

    assert result.exit_code == 1
    assert "Nobody had come home" in result.stderr


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("internal", [False, True])
def test_the_brief_fits_the_terminal(office, room, internal):
    made = training.training_brief(office, ReportSelection(internal=internal))

    assert max(map(width_of, plain_lines(training_page.training_brief_page(made, room).parts, 1000))) <= room


# --- for the trainers -------------------------------------------------------------------------------------------------


def test_the_brief_for_the_trainers(desk, golden):
    golden("report-training.txt", desk.run("report", "training").stdout_bytes)


def test_the_brief_for_staff(desk, golden):
    golden("report-training-internal.txt", desk.run("report", "training", "--internal").stdout_bytes)


def test_what_is_asked_of_them_goes_out_in_quarters(desk):
    asked = desk.data("report", "training")["asked"]

    assert [(one["lesson"], one["step"], one["until"], one["late"]) for one in asked] == [
        (2, "apply", "2026Q4", False),
        (3, "answer", "2026Q4", False),
        (5, "apply", "2027Q1", False),
    ]
    assert asked[0]["words"] == "Apply lesson 2, accepted by CS, in 2026Q4."


def test_no_cause_module_day_note_or_code_of_a_lesson_goes_out(desk):
    """With one failure in a quarter its lesson would tell what happened to her."""
    page = desk.run("report", "training").stdout.partition("Lessons ──")[2]
    data = desk.data("report", "training")
    quarter = next(one for one in desk.data("report", "quarter")["sections"] if one["id"] == "lessons")

    for shown in (page, str(data["lessons"]) + str(data["asked"]), str(quarter)):
        assert "2026Q4" in shown
        for word in ("violence", "wrong market", "small-business", "October", "2026-1", "G-00", "Eleven", "mornings"):
            assert word not in shown


def test_staff_see_how_many_days_late_it_is(desk):
    asked = desk.data("report", "training", "--internal")["asked"]

    assert [(one["lesson"], one["step"], one["until"], one["days_late"]) for one in asked] == [
        (2, "apply", "2026-10-01", 51),
        (3, "answer", "2026-11-09", 12),
        (6, "check", "2026-11-19", 2),
        (1, "look_again", "2026-12-20", 0),
        (5, "apply", "2027-02-01", 0),
    ]
    assert asked[0]["words"] == "Apply lesson 2, accepted by CS until 1 October 2026: 51 days late."


def test_on_another_day_it_is_as_it_stood_then(desk):
    then = desk.data("report", "training", "--internal", "--as-of", "2026-05-10")

    assert [one["words"] for one in then["asked"]] == ["Answer lesson 2 by 3 June 2026."]
    assert (then["quarter"], {one["number"] for one in then["lessons"]}) == ("2026Q1", {1, 2, 6})


def test_what_was_written_is_masked_and_what_was_seen_is_for_staff(desk):
    public, staff = desk.run("report", "training").stdout, desk.run("report", "training", "--internal").stdout

    assert "Sreymom" not in public + staff
    assert "▒▒▒" in public
    assert ("Seen at" in public, "G-00" in public) == (False, False)
    assert ("Seen: Seen at" in staff, "Drawn from: G-00." in staff) == (True, True)


def test_every_part_for_staff_says_that_it_is_not_to_leave_the_office(desk):
    shown = desk.run("report", "training", "--internal").stdout

    top, parts = 1, 4
    assert shown.count("INTERNAL: shows everything, also of single people.") == top + parts
    assert "INTERNAL" not in desk.run("report", "training").stdout


def test_causes_are_those_of_the_quarters_report(desk):
    told = desk.data("report", "training")["causes"]
    outcomes_told = next(one for one in desk.data("report", "quarter")["sections"] if one["id"] == "outcomes")
    table = next(one for one in outcomes_told["tables"] if one["id"] == "causes")

    assert [(one["cause"], one["people"]) for one in told] == [
        (row["id"], row["cells"]["people"]) for row in (*table["rows"], table["total"])
    ]


def test_every_module_that_is_no_trade_is_told_of_and_staff_see_those_that_could_have_prevented_what_was_seen(desk):
    modules = {one["module"]: one for one in desk.data("report", "training")["modules"]}
    staff = {one["module"]: one for one in desk.data("report", "training", "--internal")["modules"]}

    assert list(modules) == ["small-business", "life-skills", "literacy"]
    assert "lessons" not in modules["small-business"]
    assert staff["small-business"]["lessons"] == [1, 2, 5, 6]
    assert modules["small-business"]["together"]["not_told"] is True
    known = staff["life-skills"]["together"]
    assert (known["without"]["failed"], staff["life-skills"]["causes"]) == (3, ["violence"])
    assert "distance" not in str(modules)


def test_which_causes_were_seen_is_for_staff(desk):
    public, staff = (desk.data("report", "training", *words)["modules"][0]["causes"] for words in ([], ["--internal"]))

    assert set(staff) == {"too_few_customers", "debt"}
    assert len(public) > len(staff)


def test_an_empty_casebook_has_nothing_to_learn_from_and_says_so(nobody):
    result = nobody.run("report", "training")

    assert result.exit_code == 0, result.stderr
    assert "Nobody had come home by then: there is nothing to learn from yet." in result.stdout
    assert "Nothing waits for the trainers." in result.stdout
    assert nobody.data("report", "training")["causes"] is None


@pytest.mark.parametrize(("typed", "code"), [("2027-01-01", 1), ("Sreymom", 2), ("2026-02-30", 2)])
def test_a_day_that_lies_ahead_or_is_none_is_refused(desk, typed, code):
    result = desk.run("report", "training", "--as-of", typed)

    assert (result.exit_code, result.stdout) == (code, "")
    assert "Sreymom" not in result.stderr
