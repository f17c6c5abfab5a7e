"""The trainers' brief on paper.

- it says what ``report training`` says: the same steps, causes, comparisons and lessons
- what goes out has no cause, no day and nobody's code beside a lesson; a draft says so on every page
- staff see those, and the failures nobody has drawn a lesson from
- a name that somebody wrote is masked; markup stands as it was typed
"""

from datetime import date

import pytest

from followup.case.facts import Ended, LessonAnswered, LessonProposed
from followup.case.outcome_words import FailureCause, OutcomeKind
from followup.handout.paper.catalogue import Language
from followup.services import lessons, outcomes, reports
from followup.services.audit_trail import audit_trail
from followup.services.prints.training import print_training
from followup.services.reports import ReportSelection
from followup.services.training import training_brief
from followup.statistics.report import Quarter
from tests.builders import a_casebook, a_graduate
from tests.prints.papers import for_golden, given_to_typesetter, page_text, texts

CLOSED = Ended(OutcomeKind.BUSINESS_CLOSED, (FailureCause.DEBT,))
DRAFT = "DRAFT, NOT TO LEAVE THE OFFICE"
Q3 = Quarter(2026, 3)


@pytest.fixture
def given(monkeypatch):
    return given_to_typesetter(monkeypatch)


@pytest.fixture
def book():
    """Thirty home since spring 2025: seven failed for debt, from six of whom a lesson was drawn."""
    book = a_casebook(
        *(a_graduate(f"G-{n:02}", "2025-03-10", modules=["literacy"] if n % 2 else []) for n in range(30))
    )
    for n in range(0, 14, 2):
        outcomes.record(book, f"G-{n:02}", CLOSED, date(2026, 1, 10))
    drawn = lessons.prefill_lesson(book, [f"G-{n:02}" for n in range(0, 12, 2)])
    proposed = LessonProposed("Teach *bold* #let x.", "Sreymom borrowed.", (FailureCause.DEBT,), ("literacy",))
    lessons.propose(book, drawn, proposed, date(2026, 7, 2))
    return book


def printed(given, book, tmp_path, **wanted):
    """The document of the brief."""
    print_training(book, ReportSelection(**wanted), tmp_path, Language.EN)
    return given[-1]


def test_it_says_what_the_brief_says(given, book, tmp_path):
    brief = training_brief(book, ReportSelection())
    content = printed(given, book, tmp_path).content

    assert content["what"] == "What outcomes teach, Q3 2026, as of 14 October 2026"
    assert [(one["step"], one["lesson"], one["until"], one["late"]) for one in content["asked"]["rows"]] == [
        ("Answer", "1", "Q3 2026", "late")
    ]
    assert content["asked"]["title"] == "1 step waits for the trainers, and is late"
    assert brief.causes
    told = {row["label"]: row["count"] for row in content["causes"][0].get("rows", ())}
    assert told == {row.label: row.figure for row in brief.causes.rows if row.figure is not None}
    assert [one["title"] for one in content["modules"]] == [one.title for one in brief.modules]


def test_what_goes_out_has_no_cause_no_day_and_no_code_beside_a_lesson(given, book, tmp_path):
    document = printed(given, book, tmp_path)

    ((lesson,),) = (group["rows"] for group in document.content["lessons"])
    assert lesson == {
        "number": "1",
        "change": "Teach *bold* #let x.",
        "told": ["Proposed in Q3 2026. To be answered in Q3 2026."],
    }
    assert document.content["failures"] is None
    assert not [word for word in ("borrowed", "G-0", "G-1") if word in texts(document)]


def test_a_draft_says_so_and_what_was_published_does_not(given, tmp_path):
    book = a_casebook(*(a_graduate(f"G-{n:02}", "2025-03-10") for n in range(12)))
    draft = print_training(book, ReportSelection(Q3), tmp_path, Language.EN)
    reports.publish(book, ReportSelection(Q3))
    published = print_training(book, ReportSelection(Q3), tmp_path, Language.EN)

    assert (draft.draft, draft.path.name) == (True, "training-2026q3-draft.pdf")
    assert (published.draft, published.path.name) == (False, "training-2026q3.pdf")
    assert [document.mark for document in given] == [DRAFT, ""]


def test_staff_see_why_from_whom_and_the_failures_without_a_lesson(given, book, tmp_path):
    document = printed(given, book, tmp_path, internal=True)

    ((lesson,),) = (group["rows"] for group in document.content["lessons"])
    assert lesson["told"][1] == (
        "Seen: ▒▒▒ borrowed. For: debt. Modules: literacy. Drawn from: G-00, G-02, G-04, G-06, G-08, G-10."
    )
    assert document.content["failures"] == [
        {"code": "G-12", "day": "10 January 2026", "what": "business closed (debt)"}
    ]
    assert document.mark.startswith("INTERNAL")
    assert "Printed: training 2026Q3 (1 page, en, internal)." in [entry.sentence for entry in audit_trail(book)]


def test_a_name_that_somebody_wrote_is_masked(given, book, tmp_path):
    answer = LessonAnswered(lessons.all_lessons(book)[0].id, accepted=True, owner="Sreymom", due=date(2026, 12, 1))
    book.write("lessons", answer, on=date(2026, 10, 1))

    document = printed(given, book, tmp_path)
    assert document.content["asked"]["rows"][0]["who"] == "▒▒▒"
    assert "Sreymom" not in texts(document)


def test_nobody_home_yet_is_a_page_that_says_so(given, tmp_path):
    document = printed(given, a_casebook(a_graduate("ABC-1", "2026-11-20")), tmp_path)

    assert document.content["causes"] == [
        {"form": "nothing", "notes": ["Nobody had come home by then: there is nothing to learn from yet."]}
    ]
    assert document.content["lessons"] == []


@pytest.mark.parametrize("internal", [False, True])
def test_all_that_stands_on_it(given, book, tmp_path, golden, internal):
    document = printed(given, book, tmp_path, internal=internal)

    golden("print-training-internal.json" if internal else "print-training.json", for_golden(document))


def test_the_pages_as_they_are_printed(book, tmp_path):
    first = print_training(book, ReportSelection(), tmp_path / "one", Language.EN)
    second = print_training(book, ReportSelection(), tmp_path / "two", Language.EN)
    internal = print_training(book, ReportSelection(internal=True), tmp_path, Language.EN_KM)

    shown = page_text(first.path)
    assert first.path.read_bytes() == second.path.read_bytes()
    assert shown.count(DRAFT) == first.pages
    assert "Teach *bold* #let x." in shown
    assert page_text(internal.path).count("INTERNAL") == internal.pages
