"""What cannot be is said at its question, or before any: nobody answers in vain."""

from datetime import date

import pytest

from followup.case.facts import Ended, Promised
from followup.case.forms.visit import VisitForm
from followup.case.outcome_words import OutcomeKind
from followup.case.visit_words import ContactMethod
from followup.services import outcomes, visits, workers
from tests.builders import a_casebook, a_flag, a_graduate
from tests.cli.desk import Desk


@pytest.fixture
def desk(monkeypatch):
    """One in follow-up, with a flag and a promise; one whose follow-up has ended; one of another worker."""
    book = a_casebook(a_graduate(flags=[a_flag()]), a_graduate("END-1"), a_graduate("KB-1", worker="KB"))
    workers.add_worker(book, "KB")
    book.write(book.find("KML"), Promised("a sewing machine", "SN", date(2026, 12, 1)))
    visits.record(book, "KML", VisitForm(date(2026, 11, 20), contact=ContactMethod.HOME_VISIT))
    outcomes.record(book, "END", Ended(OutcomeKind.MOVED_AWAY), date(2026, 11, 2))
    return Desk(book, monkeypatch)


BEFORE_ANY = {
    "a promise to her who is followed no more": ["promise", "make", "END"],
    "a promise of a day ahead": ["promise", "make", "KML", "--on", "2027-01-01"],
    "an end announced of her who is followed no more": ["promise", "end", "END"],
    "a promise settled before it was made": ["promise", "settle", "KML", "1", "--on", "2026-01-01"],
    "a flag of a day ahead": ["flag", "raise", "KML", "--on", "2027-01-01"],
    "a flag to be reviewed before it is raised": ["flag", "raise", "KML", "--review", "2026-01-01"],
    "a visit moved of her who is followed no more": ["schedule", "move", "END", "12", "2026-12-03"],
    "a visit moved that is not there": ["schedule", "move", "KML", "99", "2026-12-03"],
    "a pause that ends before she went home": ["schedule", "pause", "KML", "2020-01-01..2020-02-01"],
    "rarer visits of her who is followed no more": ["schedule", "taper", "END"],
    "monthly visits that are monthly already": ["schedule", "monthly", "KML", "--from", "20"],
    "an outcome of her who has one": ["outcome", "record", "END"],
    "a worker renamed whom nobody knows": ["office", "worker", "rename", "XX"],
    "an entry moved that is no visit": ["visit", "move", "KML", "1"],
    "a lesson that is not there": ["lesson", "answer", "9"],
}

AT_ITS_QUESTION = {
    "a promise due before it was made": (
        ["promise", "make", "KML", "--what", "seeds", "--by", "SN"],
        "2026-01-01",
        "By which day",
        "before the day the promise was made",
    ),
    "an end that has come": (["promise", "end", "KML"], "2026-11-21", "On which day", "before it comes"),
    "rarer visits from none": (["schedule", "taper", "KML"], "999", "From which visit", "no visit of that number"),
    "her own worker as the second person": (
        ["schedule", "taper", "KML", "--from", "20", "--every", "2", "--why", "Stable.", "--agreed"],
        "SN",
        "Initials of the second person",
        "somebody else than her own worker",
    ),
    "handed over to her own worker": (
        ["graduate", "hand-over", "KML"],
        "SN",
        "Who follows her from today on",
        "SN follows her already",
    ),
    "a worker called as another is": (
        ["office", "worker", "rename", "SN"],
        "KB",
        "What she is called now",
        "KB is, or was, another worker",
    ),
    "her graduates left to herself": (
        ["office", "worker", "leave", "SN"],
        "SN",
        "To whom do SN's graduates go",
        "That is the same worker",
    ),
    "a visit moved to herself": (["visit", "move", "KML", "6"], "KML", "Whose visit was it", "the same graduate"),
}


@pytest.mark.parametrize("words", BEFORE_ANY.values(), ids=BEFORE_ANY)
def test_what_cannot_be_is_said_before_anything_is_asked(desk, words):
    refused = desk.run(*words, typed="")

    assert refused.exit_code in (1, 2), refused.output
    assert "[" not in refused.stderr
    assert "without names" not in refused.stderr


@pytest.mark.parametrize(("words", "answer", "question", "refusal"), AT_ITS_QUESTION.values(), ids=AT_ITS_QUESTION)
def test_an_answer_that_cannot_be_is_said_and_the_question_asked_again(desk, words, answer, question, refusal):
    asked = desk.run(*words, typed=f"{answer}\n")

    assert asked.exit_code == 130, asked.output
    assert asked.stderr.count(question) == 2
    assert refusal in asked.stderr


def test_she_does_not_agree_ends_it_at_once(desk):
    words = ["schedule", "taper", "KML", "--from", "20", "--every", "2", "--why", "Stable."]

    refused = desk.run(*words, typed="no\n")

    assert refused.exit_code == 1
    assert "second person" not in refused.stderr


def test_a_flag_of_a_kind_that_is_open_is_looked_at_again_instead(desk):
    result = desk.run("flag", "raise", "KML", "--kind", "debt", typed="\ndanger\nTwo lenders now.\n")

    assert result.exit_code == 0, result.output
    assert "A flag of that kind is open: debt, concern, since" in result.stderr
    (flag,) = desk.case().flags
    assert (flag.found, flag.severity.value) == ("Two lenders now.", "danger")


def test_another_flag_of_the_kind_is_raised_where_a_person_says_so(desk):
    result = desk.run("flag", "raise", "KML", "--kind", "debt", typed="no\nwatch\nHer aunt owes too.\n")

    assert result.exit_code == 0, result.output
    assert len(desk.case().flags) == 2


def test_a_script_raises_it_and_is_told_of_the_open_one(desk):
    result = desk.run("flag", "raise", "KML", "--kind", "debt", "--severity", "watch", "--note", "Her aunt owes too.")

    assert result.exit_code == 0
    assert "followup flag review KML-1 1" in result.stderr
    assert len(desk.case().flags) == 2


@pytest.mark.parametrize("words", [["flag", "raise", "KM"], ["promise", "make", "KM"], ["schedule", "taper", "KM"]])
def test_whom_it_is_about_is_said_first(desk, words):
    asked = desk.run(*words, typed="")

    assert asked.stderr.startswith("KML-1: month 9 of 36, Kandal; last met Fri 20 Nov.\n")
    assert "Sreymom" not in asked.output
