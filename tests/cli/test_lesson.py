"""followup lesson: drawn from outcomes, answered, applied, checked; the evidence; names masked, small counts hidden."""

from datetime import date

import pytest

from followup.case.facts import Ended
from followup.case.outcome_words import FailureCause, OutcomeKind
from followup.services import outcomes
from tests.builders import a_casebook, a_graduate
from tests.cli.desk import Desk

CHANGE = ["--change", "Teach what interest comes to."]
ACCEPT = ["lesson", "answer", "1", "--accept", "--owner", "KB", "--by", "2026-11-10", "--on", "2026-10-12"]
APPLY = ["lesson", "apply", "1", "--on", "2026-11-02", "--centre", "Centre A", "--note", "Two afternoons for Sreymom."]


@pytest.fixture
def desk(monkeypatch):
    book = a_casebook(a_graduate(centre="Centre A"), a_graduate("ABC-1"), a_graduate("NEW-1"))
    outcomes.record(
        book, "KML", Ended(OutcomeKind.BUSINESS_CLOSED, (FailureCause.DEBT, FailureCause.DISTANCE)), date(2026, 10, 1)
    )
    outcomes.record(book, "ABC", Ended(OutcomeKind.UNSAFE_HOME, (FailureCause.VIOLENCE,)), date(2026, 10, 2))
    outcomes.record(book, "NEW", Ended(OutcomeKind.RE_EXPLOITED, (FailureCause.DISTANCE,)), date(2026, 11, 2))
    desk = Desk(book, monkeypatch)
    assert desk.run("lesson", "propose", "KML", *CHANGE, "--on", "2026-10-05").exit_code == 0
    return desk


@pytest.fixture
def taught(monkeypatch):
    """Sixty graduates of whom half were taught to run a business; of the others many fail. As many moved away."""
    forms = [
        a_graduate(
            f"T-{number:02}",
            returned="2025-03-01" if number % 3 else "2024-06-03",
            centre="Centre A" if number % 5 else "Centre B",
            trade="sewing" if number % 4 else "weaving",
            modules=["sewing", "small-business"] if number % 2 else ["sewing"],
        )
        for number in range(60)
    ]
    book = a_casebook(*forms)
    for number in (*range(0, 28, 2), *range(1, 11, 2)):
        causes = (
            (FailureCause.TOO_FEW_CUSTOMERS, FailureCause.DEBT) if number % 4 else (FailureCause.TOO_FEW_CUSTOMERS,)
        )
        outcomes.record(book, f"T-{number:02}", Ended(OutcomeKind.BUSINESS_CLOSED, causes), date(2025, 5, 2))
    for number in (*range(28, 44, 2), *range(11, 23, 2)):
        outcomes.record(book, f"T-{number:02}", Ended(OutcomeKind.MOVED_AWAY), date(2025, 5, 2))
    desk = Desk(book, monkeypatch)
    named = ["--module", "small-business", "--cause", "too-few-customers"]
    desk.run("lesson", "propose", *named, *CHANGE, "--on", "2024-10-01")
    return desk


def test_what_is_stuck_with_whom(desk, golden):
    desk.run(*ACCEPT)
    desk.run("lesson", "propose", "ABC", "--change", "Practise whom to call.", "--on", "2026-10-06")
    desk.run(
        "lesson", "propose", "--change", "Teach swimming.", "--cause", "flood-or-disaster", "--seen", "Sreymom sank."
    )
    desk.run("lesson", "answer", "3", "--decline", "Not for Sreymom alone.")
    desk.run("lesson", "propose", "ABC", "--change", "Teach rights.", "--module", "life-skills", "--on", "2026-10-07")
    for words in (
        ["answer", "4", "--accept", "--owner", "TR", "--by", "2026-11-01", "--on", "2026-10-08"],
        ["apply", "4", "--on", "2026-11-03"],
        ["check", "4", "--verdict", "too-few-to-say", "--note", "Eleven graduates so far."],
    ):
        assert desk.run("lesson", *words).exit_code == 0

    golden("lesson-list.txt", desk.run("lesson", "list").stdout_bytes)


def test_each_step_says_who_acts_next_by_when(desk):
    assert "The trainers answer it by" in desk.run("lesson", "propose", "ABC", *CHANGE).stdout
    assert "Its owner sees to it by Tue 10 Nov 2026." in desk.run(*ACCEPT).stdout
    assert "looks at later graduates by" in desk.run(*APPLY).stdout
    assert "Nothing more is to be done." in desk.run("lesson", "check", "1", "--verdict", "worse").stdout


def test_a_lesson_takes_causes_and_modules_from_the_outcome(desk):
    (lesson,) = desk.data("lesson", "list")["lessons"]

    assert lesson["causes"] == ["debt", "distance"]
    assert lesson["modules"] == ["small-business", "literacy"]
    assert lesson["seen"] == "business closed: debt, distance."
    assert lesson["codes"] == ["KML-1"]


def test_a_cause_named_by_hand_brings_the_modules_tied_to_it(desk):
    desk.run("lesson", "propose", "ABC", *CHANGE, "--cause", "health", "--cause", "skill too weak,debt")

    assert desk.data("lesson", "list")["lessons"][1]["modules"][:2] == ["hairdressing", "sewing"]
    assert desk.data("lesson", "list")["lessons"][1]["causes"] == ["health", "skill_too_weak", "debt"]


def test_a_cause_of_several_words_is_offered_as_people_read_it(monkeypatch):
    book = a_casebook(a_graduate())
    causes = (FailureCause.SKILL_TOO_WEAK, FailureCause.DEBT)
    outcomes.record(book, "KML", Ended(OutcomeKind.BUSINESS_CLOSED, causes), date(2026, 10, 1))
    desk = Desk(book, monkeypatch)

    result = desk.run("lesson", "propose", "KML", typed="\n\n\n\nMore practice.\nyes\n")

    assert result.exit_code == 0, result.output
    assert "[skill too weak, debt]" in result.stderr
    assert desk.data("lesson", "list")["lessons"][0]["causes"] == ["skill_too_weak", "debt"]


def test_a_person_is_offered_what_the_outcome_says(desk):
    result = desk.run("lesson", "propose", "ABC", typed="\nswimming\nlife-skills\n\nPractise whom to call.\nyes\n")

    assert result.exit_code == 0, result.output
    assert "[violence]" in result.stderr
    assert "sewing? [Yes/no]" in result.stderr
    (_, lesson) = desk.data("lesson", "list")["lessons"]
    assert (lesson["change"], lesson["modules"]) == ("Practise whom to call.", ["life-skills"])


def test_a_person_is_asked_for_the_answer_and_the_verdict(desk):
    accepted = desk.run("lesson", "answer", "1", typed="yes\nKB\nyes\nsoon\n2026-12-01\nyes\n")
    desk.run("lesson", "apply", "1")
    checked = desk.run("lesson", "check", "1", typed="perhaps\nhelped\n\nyes\n")

    assert (accepted.exit_code, checked.exit_code) == (0, 0), accepted.output + checked.output
    assert desk.data("lesson", "list")["lessons"][0]["state"] == "checked"


def lesson(desk):
    (only,) = desk.data("lesson", "list", "--names")["lessons"]
    return only


def test_a_lesson_is_put_right_from_its_summary_and_only_what_is_chosen_is_asked(desk):
    typed = "change\nTeach what a loan costs.\nyes\n"

    result = desk.run("lesson", "edit", "1", typed=typed)

    assert result.exit_code == 0, result.output
    assert "5 Change" in result.stderr
    assert lesson(desk)["change"] == "Teach what a loan costs."
    assert lesson(desk)["causes"] == ["debt", "distance"]


def test_enter_at_the_summary_of_an_edit_changes_nothing(desk):
    before = desk.data("log")

    assert desk.run("lesson", "edit", "1", typed="\n").exit_code == 0

    assert desk.data("log") == before


def test_what_is_written_down_of_a_lesson_is_masked_for_who_puts_it_right(desk):
    desk.run("lesson", "edit", "1", "--seen", "Sreymom asked for it.")

    result = desk.run("lesson", "edit", "1", typed="\n")

    assert "asked for it." in result.stderr
    assert "Sreymom" not in result.output


def test_what_cannot_be_done_with_a_lesson_is_said_before_anything_is_asked(desk):
    applied = desk.run("lesson", "apply", "1", typed="yes\n")
    checked = desk.run("lesson", "check", "1", typed="helped\n")

    assert (applied.exit_code, checked.exit_code) == (1, 1)
    assert "What" not in applied.stderr + checked.stderr

    desk.run(*ACCEPT)
    desk.run(*APPLY)
    edited = desk.run("lesson", "edit", "1", typed="\n")
    assert (edited.exit_code, "Which part" in edited.stderr) == (1, False)


def test_a_lesson_is_applied_from_the_day_and_at_the_centre_that_a_person_says(desk):
    desk.run(*ACCEPT)

    result = desk.run("lesson", "apply", "1", typed="Centre A\nTwo afternoons.\n1\n2026-01-01\n2026-11-02\nyes\n")

    assert "before the step it follows" in result.stderr
    assert result.exit_code == 0, result.output
    assert "Centre A" in str(lesson(desk)["applied"])


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        (["propose", "ABC"], "--change is missing"),
        (["propose", *CHANGE], "--cause is missing"),
        (["answer", "1"], "--accept or --decline is missing"),
        (["answer", "1", "--accept", "--owner", "KB"], "--by is missing"),
        (["answer", "1", "--accept", "--by", "2026-12-01"], "--owner is missing"),
        (["check", "1"], "--verdict is missing"),
    ],
)
def test_nobody_is_asked_without_a_terminal(desk, words, missing):
    result = desk.run("lesson", *words)

    assert (result.exit_code, missing in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["propose", "Sreymom", *CHANGE], 2),
        (["propose", "ABC", *CHANGE, "--module", "Sreymom"], 2),
        (["propose", "ABC", *CHANGE, "--cause", "Sreymom"], 2),
        (["propose", "ABC", *CHANGE, "--on", "2026-02-30"], 2),
        (["propose", "ABC", *CHANGE, "--on", "2026-10-01"], 1),
        (["answer", "Sreymom", "--accept"], 2),
        (["answer", "1", "--accept", "--owner", "KB", "--by", "Sreymom"], 2),
        (["answer", "1", "--accept", "--decline", "Sreymom"], 2),
        (["answer", "1", "--accept", "--owner", "KB", "--by", "2026-01-01"], 1),
        (["apply", "1"], 1),
        (["apply", "1", "--centre", "Sreymom"], 1),
        (["check", "1", "--verdict", "Sreymom"], 2),
        (["check", "1", "--verdict", "helped"], 1),
        (["evidence", "Sreymom"], 2),
        (["evidence", "--as-of", "2026-02-30"], 2),
        (["evidence", "--as-of", "2027-01-01"], 1),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_that_does_not_repeat_it(desk, words, code):
    result = desk.run("lesson", *words)

    assert result.exit_code == code, result.output
    assert "Sreymom" not in result.output
    assert result.stderr.strip()


def test_only_what_waits_for_somebody(desk):
    desk.run("lesson", "answer", "1", "--decline", "No room in the year.")

    assert desk.data("lesson", "list", "--open")["lessons"] == []
    assert "There is no lesson" in desk.run("lesson", "list", "--open").stdout


def test_failures_without_a_lesson_are_named_until_there_is_none(desk):
    assert desk.data("lesson", "list")["unlearned"] == ["ABC-1", "NEW-1"]

    desk.run("lesson", "propose", "ABC", "NEW", *CHANGE)

    assert desk.data("lesson", "list")["unlearned"] == []
    assert "A lesson was drawn from every failure." in desk.run("lesson", "list").stdout


def test_names_in_what_was_written_are_masked_unless_asked_for(desk):
    desk.run(*ACCEPT)
    desk.run(*APPLY)

    assert "Sreymom" not in desk.run("lesson", "list").stdout + str(desk.data("lesson", "list"))
    assert "Sreymom" in desk.run("lesson", "list", "--names").stdout
    assert "Sreymom" not in desk.run("log").stdout


def test_the_log_of_the_office_tells_of_every_step(desk):
    desk.run(*ACCEPT)
    desk.run(*APPLY)
    desk.run("lesson", "check", "1", "--verdict", "helped")

    log = " ".join(desk.run("log").stdout.split())

    assert "Lesson proposed for debt, distance; outcomes it is drawn from: 1." in log
    assert "Lesson accepted, by 2026-11-10." in log
    assert "Lesson applied: Centre A." in log
    assert "Lesson checked: helped." in log


def test_the_evidence_of_one_module_that_may_go_out(taught, golden):
    apply_everywhere(taught)

    golden("lesson-evidence-module.txt", taught.run("lesson", "evidence", "small-business").stdout_bytes)


def test_the_evidence_of_one_module_for_staff(taught, golden):
    apply_everywhere(taught)

    golden(
        "lesson-evidence-internal.txt", taught.run("lesson", "evidence", "small-business", "--internal").stdout_bytes
    )


def apply_everywhere(desk):
    desk.run("lesson", "answer", "1", "--accept", "--owner", "KB", "--by", "2025-02-01", "--on", "2024-11-01")
    desk.run("lesson", "apply", "1", "--on", "2025-01-01")


def test_the_evidence_of_all_modules_that_may_go_out(taught, golden):
    golden("lesson-evidence.txt", taught.run("lesson", "evidence").stdout_bytes)


def test_the_evidence_of_all_modules_for_staff(taught, golden):
    golden("lesson-evidence-all-internal.txt", taught.run("lesson", "evidence", "--internal").stdout_bytes)


def test_of_a_module_that_is_a_trade_nothing_goes_out_and_staff_see_it(taught):
    result = taught.run("lesson", "evidence", "sewing")

    assert "Not told yet." in result.stdout
    assert "followup lesson evidence sewing --internal" in result.stdout
    assert taught.data("lesson", "evidence", "sewing", "--internal")["together"]["with"]["of"] == 35


def test_small_counts_are_for_staff_with_programs_as_well(taught):
    (told,) = taught.data("lesson", "evidence", "small-business")["modules"]
    staff = taught.data("lesson", "evidence", "small-business", "--internal")

    assert (told["together"]["with"]["failed"], told["together"]["without"]["failed"]) == (5, 14)
    assert (told["together"]["says"], told["together"]["quarter"], told["change"]) == ("fewer", "2026Q3", None)
    assert not {"by_cause", "by_trade", "by_centre", "counted"} & {*told, *taught.data("lesson", "evidence")}
    assert 1 in [side["failed"] for line in staff["by_centre"] for side in (line["with"], line["without"])]
    assert (staff["together"]["with"]["failed"], staff["internal"]) == (5, True)


def test_the_evidence_of_a_day_gone_by_is_what_was_known_of_it_then(taught):
    assert taught.data("lesson", "evidence", "--internal", "--as-of", "2025-06-02")["counted"] == 0
    assert taught.data("lesson", "evidence", "--internal", "--as-of", "2025-06-03")["counted"] == 15
    assert taught.data("lesson", "evidence", "--as-of", "2025-06-03")["quarter"] == "2025Q1"


def test_a_damaged_case_is_told_and_the_others_are_listed(desk):
    desk.book.store.damage(desk.book.find("ABC-1"))

    result = desk.run("lesson", "list")

    assert (result.exit_code, "NEW-1" in result.stdout) == (4, True)


@pytest.mark.parametrize("words", [[], ["small-business"]])
def test_a_name_in_a_trade_or_centre_is_masked_in_the_evidence_for_staff(monkeypatch, words):
    """Somebody typed them; a page that staff print passes the guard like any other."""
    said = {"name": "Sreymom Kun", "centre": "House of Sreymom", "trade": "sewing with Sreymom"}
    book = a_casebook(*(a_graduate(f"G-{n}", returned="2025-03-01", **said) for n in range(6)))
    outcomes.record(book, "G-1", Ended(OutcomeKind.BUSINESS_CLOSED, (FailureCause.DEBT,)), date(2025, 9, 1))
    desk = Desk(book, monkeypatch)
    desk.run("lesson", "propose", "G-1", *CHANGE, "--on", "2025-10-01")
    desk.run("lesson", "answer", "1", "--accept", "--owner", "KB", "--by", "2025-12-01", "--on", "2025-10-02")
    desk.run("lesson", "apply", "1", "--centre", "House of Sreymom", "--on", "2025-11-01")

    page = desk.run("lesson", "evidence", *words, "--internal").stdout
    shown = page + str(desk.data("lesson", "evidence", *words, "--internal"))

    assert "House of ▒▒▒" in shown
    assert "Sreymom" not in shown + desk.run("lesson", "list").stdout + str(desk.data("lesson", "list"))


def test_a_lesson_may_be_for_another_part_of_the_process_and_is_listed_for_it(desk):
    words = ("lesson", "propose", "ABC", "--for", "start-up", "--change", "Check every plan before the market.")
    proposed = desk.run(*words)

    assert proposed.exit_code == 0, proposed.stderr
    assert "for: start-up support" in proposed.stdout
    assert "The team answers it" in proposed.stdout
    (listed,) = desk.data("lesson", "list", "--for", "start-up")["lessons"]
    assert (listed["number"], listed["for"], listed["modules"], listed["waits_for"]) == (2, "start_up", [], "team")
    brief = desk.run("report", "training", "--internal").stdout
    assert "Check every plan" not in brief
    assert "For other parts of the process: 1." in brief


def test_the_lessons_of_the_report_say_which_part_they_are_for(desk):
    desk.run("lesson", "propose", "ABC", "--for", "placement", "--change", "Ask the aunt too.", "--on", "2026-11-02")

    sections = desk.data("report", "quarter", "2026Q4", "--internal", "--as-of", "2026-11-21")["sections"]

    tables = [table for section in sections if section["id"] == "lessons" for table in section["tables"]]
    rows = next(table["rows"] for table in tables if table["id"] == "lessons")
    assert [row["cells"]["area"] for row in rows] == ["training", "placement"]


def test_a_lesson_is_put_right_until_somebody_answered_it(desk):
    assert desk.run("lesson", "edit", "1").exit_code == 2
    assert desk.run("lesson", "edit", "1", "--change", "Teach it early.", "--module", "literacy").exit_code == 0
    (lesson,) = desk.data("lesson", "list")["lessons"]
    assert (lesson["change"], lesson["modules"]) == ("Teach it early.", ["literacy"])

    desk.run(*ACCEPT)
    refused = desk.run("lesson", "edit", "1", "--change", "Other words.")

    assert (refused.exit_code, "lesson answer 1 --decline" in refused.stderr) == (1, True)


def test_a_lesson_is_taken_back_by_its_own_number_until_somebody_answered_it(desk):
    done = desk.run("withdraw", "lesson", "1", "--reason", "Said twice.", "--yes")

    assert done.exit_code == 0, done.stderr
    assert desk.data("lesson", "list")["lessons"] == []
    assert "followup withdraw office 2" in done.stdout
    assert desk.run("withdraw", "office", "2", "--reason", "It was right.", "--yes").exit_code == 0
    desk.run(*ACCEPT)
    assert desk.run("withdraw", "lesson", "1", "--reason", "x", "--yes").exit_code == 1


# --- what is printed in public --------------------------------------------------------------------------------------


def test_its_author_is_told_the_words_that_are_printed_in_public_and_that_nothing_else_is(desk):
    for words in (["propose", "ABC", "--change", "Practise with Sreymom whom to call."], ["edit", "1", *CHANGE]):
        shown = " ".join(desk.run("lesson", *words).stdout.split())

        assert ("In public Practise with ▒▒▒ whom to call." in shown) == (words[0] == "propose")
        assert "These words may be printed for others" in shown
        assert "choose others: followup lesson edit" in shown
        assert "name a cause" not in shown


def test_words_that_name_a_cause_of_the_failure_are_said_to(desk):
    shown = desk.run("lesson", "propose", "ABC", "--change", "Talk about Violence at home.").stdout

    assert "The words name a cause of the failure: violence." in shown


def test_whoever_is_asked_what_is_to_change_is_told_that_it_may_be_printed(desk):
    asked = desk.run("lesson", "propose", "ABC", typed="\n\nlife-skills\n\n\nPractise whom to call.\n").stderr

    assert "What is to change, as it may be printed in public" in asked


# --- words that will be masked --------------------------------------------------------------------------------------

NAMED = ["--change", "Ask what Sreymom asked.", "--seen", "Trapeang Veng has no market."]
TOLD = "These words will be masked wherever the lesson is shown: Trapeang Veng, Sreymom\n"


@pytest.mark.parametrize("words", [["propose", "--cause", "debt"], ["edit", "1"]], ids=["propose", "edit"])
def test_a_script_is_told_which_words_will_be_masked_without_a_name(desk, words):
    done = desk.run("lesson", *words, *NAMED)

    told = [
        "Words will be masked wherever the lesson is shown: ▒▒▒ has no market.",
        "Words will be masked wherever the lesson is shown: Ask what ▒▒▒ asked.",
    ]

    assert (done.exit_code, done.stderr.replace("\n  ", " ").splitlines()) == (0, told)
    assert NAMED[1] in str(desk.data("lesson", "list", "--names"))


@pytest.mark.parametrize(("typed", "written"), [("\n", False), ("yes\n", True)], ids=["Enter", "yes"])
@pytest.mark.parametrize(
    "words", [["propose", "--cause", "debt", "--module", "small-business"], ["edit", "1"]], ids=["propose", "edit"]
)
def test_its_author_is_asked_whether_words_may_be_masked(desk, words, typed, written):
    done = desk.run("lesson", *words, *NAMED, typed=typed)

    assert TOLD in done.stderr.replace("\n  ", " ")
    assert (done.exit_code == 0) is written
    assert (NAMED[1] in str(desk.data("lesson", "list", "--names"))) is written


def test_nobody_is_asked_where_no_word_will_be_masked(desk):
    done = desk.run("lesson", "edit", "1", "--change", "Teach how to count.", typed="")

    assert (done.exit_code, done.stderr) == (0, "")


@pytest.mark.parametrize("number", ["012 345 678", "+855 12 345 678", "០១២៣៤៥៦៧៨"])
def test_a_lesson_goes_out_so_it_holds_no_phone_number(desk, number):
    result = desk.run(
        "lesson", "propose", "ABC", "--change", f"Ask the aunt, {number}, to teach.", "--on", "2026-10-06"
    )

    assert result.exit_code == 1
    assert "phone number" in result.stderr
    assert number not in result.stderr
    assert desk.run("lesson", "edit", "1", "--change", f"Call {number}.").exit_code == 1


def test_an_amount_in_a_lesson_is_no_phone_number(desk):
    change = "Teach that 1,200,000 riel at 10 percent are 120,000 more, in 2026."
    assert desk.run("lesson", "propose", "ABC", "--change", change, "--on", "2026-10-06").exit_code == 0
