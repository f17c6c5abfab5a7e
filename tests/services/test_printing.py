"""The one way to paper.

- what is printed is in the log: of the office, and of each graduate it is about
- no name goes onto paper or stands in the folder's name; nothing is written then, and nothing logged
- a word of the program's own stops nothing, whoever is called so
- a file of the same name that is not ours is never replaced; the same print twice changes nothing
- what the office is called on paper is nobody's name
"""

from datetime import date

import pytest

from followup.case.facts import Configured, Printed
from followup.errors import DiskFailure, Refused
from followup.handout.guard import Exposed
from followup.handout.paper.catalogue import Language
from followup.handout.paper.document import PaperDocument
from followup.services.audit_trail import audit_trail, prints_of
from followup.services.office import configure
from followup.services.prints import printing
from followup.services.prints.printing import office_on_paper, print_document
from followup.store import OFFICE
from tests.builders import a_casebook, a_graduate


@pytest.fixture(autouse=True)
def no_typesetter(monkeypatch):
    """A typesetter that shows what it was given; what it does is tested in tests/handout/test_paper.py."""
    monkeypatch.setattr(printing, "typeset", lambda document: f"{document} /Type /Page followup print".encode())


@pytest.fixture
def book():
    return a_casebook(a_graduate(name="Chan Sreymom"), a_graduate("ABC-2", name="Kev Da"))


def a_document(*texts: str, title: str = "Sheets") -> PaperDocument:
    return PaperDocument("sheet", title, Language.EN, {"notes": list(texts)}, date(2026, 11, 21))


def test_what_is_printed_is_in_the_log_of_the_office_and_of_whom_it_is_about(book, tmp_path):
    print_document(book, a_document("Fine."), "sheets", tmp_path, cases=(book.find("KML-1"),))

    assert [entry.sentence for entry in audit_trail(book)] == ["Printed: sheet (1 page, en, 1 graduate)."]
    assert [entry.sentence for entry in prints_of(book, "KML-1")] == ["Printed: sheet (1 page, en, 1 graduate)."]
    assert prints_of(book, "ABC-2") == []


@pytest.mark.parametrize(("note", "folder"), [("Sreymom is well.", "x"), ("Fine.", "sreymom")])
def test_no_name_goes_onto_paper_and_nothing_is_written_then(book, tmp_path, note, folder):
    with pytest.raises(Exposed):
        print_document(book, a_document(note), "sheets", tmp_path / folder)

    assert not list(tmp_path.rglob("*.pdf"))
    assert audit_trail(book) == []


def test_with_names_asked_for_names_go_onto_paper_and_the_log_says_so(book, tmp_path):
    result = print_document(book, a_document("Chan Sreymom"), "route", tmp_path, names=True)

    assert result.path.is_file()
    assert audit_trail(book)[0].sentence == "Printed: sheet (1 page, en, with names)."


def test_words_of_the_programs_own_stop_nothing(book, tmp_path):
    assert print_document(book, a_document("Da 3"), "sheets", tmp_path, own_words=["Da 3"]).changed


def test_a_file_of_somebody_else_is_never_replaced(book, tmp_path):
    (tmp_path / "sheets.pdf").write_bytes(b"%PDF-1.7 a letter")

    with pytest.raises(Refused):
        print_document(book, a_document("Fine."), "sheets", tmp_path)

    assert (tmp_path / "sheets.pdf").read_bytes() == b"%PDF-1.7 a letter"
    assert audit_trail(book) == []


def test_a_print_made_twice_changes_no_file_and_is_in_the_log_twice(book, tmp_path):
    assert print_document(book, a_document("Fine."), "sheets", tmp_path).changed
    assert not print_document(book, a_document("Fine."), "sheets", tmp_path).changed
    assert sum(isinstance(fact.body, Printed) for fact in book.store.facts(OFFICE)) == 2


def test_what_could_not_be_put_on_the_disk_is_not_in_the_log_as_printed(book, tmp_path):
    (tmp_path / "file").write_text("in the way", "utf-8")

    with pytest.raises(DiskFailure):
        print_document(book, a_document("Fine."), "sheets", tmp_path / "file")

    printed = [entry for entry in audit_trail(book) if entry.sentence.startswith("Printed")]
    assert all(entry.withdrawn for entry in printed)


def test_what_the_office_is_called_on_paper_is_nobodys_name(book):
    configure(book, Configured(organisation="Open Door", responsible="The director"))
    assert office_on_paper(book) == ("Open Door", "The director")

    with pytest.raises(Exposed, match="--responsible"):
        configure(book, Configured(responsible="Mrs Sreymom"))


@pytest.mark.parametrize("village", ["Phum Verylongvillage", "ភូមិ Verylongvillage"])
def test_the_office_is_not_called_like_somebodys_village_without_its_phum(village):
    book = a_casebook(a_graduate(village=village))

    with pytest.raises(Exposed, match="--organisation"):
        configure(book, Configured(organisation="Verylongvillage Centre"))


def test_who_comes_later_and_is_called_like_the_office_stops_the_print_with_a_sentence(book):
    book.write_office(Configured(organisation="House of Sreymom"))

    with pytest.raises(Exposed, match="--organisation") as refused:
        office_on_paper(book)
    assert "office set --organisation" in refused.value.hint
