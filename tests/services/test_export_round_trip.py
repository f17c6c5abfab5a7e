"""What was exported is imported again without a change: the file itself, with names and without, as either kind."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from followup.case.facts import Visited
from followup.case.import_words import ImportTarget
from followup.case.visit_words import ContactMethod
from followup.casebook import Casebook
from followup.intake.columns import propose
from followup.intake.reading_process import read
from followup.intake.table import find_table
from followup.intake.workbook import workbook_of
from followup.services.exports.lists import ExportFile, ExportList, ListExporter, ListRequest
from followup.services.imports.plan import ImportPlan, RowFate
from followup.services.imports.sheets import OpenedSheet, fields_of, plan_of_sheet
from tests.builders import a_casebook, a_graduate
from tests.services.random_contacts import CONTACTS

LISTS = {ExportList.CASELOAD: ImportTarget.GRADUATES, ExportList.VISITS: ImportTarget.VISITS}
HERSELF = {
    "nickname": "Mom",
    "birth_year": 2004,
    "phone": "012 345 678",
    "commune": "ឃុំព្រែកថ្មី",
    "contact": {"name": "Aunt Kunthea", "phone": "012000111", "hours": "18-19", "say": "=Ask for\nthe sewing."},
    "modules": ["sewing", "small-business"],
    "safe_weekdays": ["mon", "fri"],
    "avoid": ["2026-12-01..2026-12-05", "2026-12-24"],
    "centre": "Centre A",
}


def read_again(book: Casebook, request: ListRequest, saved: Callable[[bytes], bytes] = bytes) -> ImportPlan:
    """What an import says of an export's own file, as it was ``saved`` since; where nothing has to be asked."""
    with tempfile.TemporaryDirectory() as folder:
        exporter = ListExporter(book, request, Path(folder))
        done = exporter.write(exporter.look())
        target = LISTS[request.what]
        workbook, fields = workbook_of(read(saved(done.path.read_bytes()))), fields_of(target)
    sheet = OpenedSheet(done.path, workbook, find_table(workbook, fields, None, None), fields)
    return plan_of_sheet(book, sheet, propose(sheet.table, fields), as_written=False)


def fates(plan: ImportPlan) -> set[RowFate]:
    return {row.fate for row in plan.rows}


EVERY_FILE = st.builds(ListRequest, st.sampled_from([*LISTS]), st.sampled_from(ExportFile), names=st.booleans())


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # an example takes long; a shorter one tells no more
)
@given(CONTACTS, CONTACTS, EVERY_FILE)
def test_what_was_exported_is_the_same_when_it_is_imported(first, second, request):
    book = a_casebook(a_graduate(**HERSELF), a_graduate("ABC-1", name="Chan Sophea", village="Prek Tnot"))
    for code, contacts in {"KML-1": first, "ABC-1": second}.items():
        for on, body in contacts:
            book.write(book.find(code), body, on=on)
    rows = len(first) + len(second) if request.what is ExportList.VISITS else 2

    plan = read_again(book, request) if rows else ImportPlan(ImportTarget.VISITS, ())

    assert [row.problems for row in plan.rows if row.problems] == []
    assert len(plan.rows) == rows
    assert fates(plan) <= {RowFate.SAME}


@pytest.mark.parametrize("kind", ExportFile)
@pytest.mark.parametrize("what", LISTS)
def test_a_name_that_is_covered_in_the_file_is_not_lost_in_the_casebook(what, kind):
    """Two visits of one day, notes that name her, and a trade that is called like her."""
    book = a_casebook(a_graduate(trade="Sreymom's weaving"))
    her = book.find("KML-1")
    for note in ("Sreymom is well.", "=Sreymom fell ill", "-"):
        book.write(her, Visited(ContactMethod.HOME_VISIT, note=note, agreed="Call Keo.", went=("SN", "Keo")))

    assert fates(read_again(book, ListRequest(what, kind))) == {RowFate.SAME}


def as_old_text(data: bytes) -> bytes:
    """As Excel saves a table as CSV that is not CSV UTF-8."""
    return data.decode("utf-8-sig").encode("cp1252", errors="replace")


def test_question_marks_in_place_of_khmer_and_of_the_mark_are_written_over_nothing():
    book = a_casebook(a_graduate())
    her = book.find("KML-1")
    book.write(her, Visited(ContactMethod.HOME_VISIT, note="Sreymom is well?"))
    book.write(her, Visited(ContactMethod.PHONE, note="ស្រី is well"))
    plan = read_again(book, ListRequest(ExportList.VISITS, ExportFile.CSV), as_old_text)
    assert fates(plan) == {RowFate.SAME}


def test_a_trade_that_was_written_with_other_capitals_is_the_same():
    book = a_casebook(a_graduate(trade="Sewing"))

    assert fates(read_again(book, ListRequest(ExportList.CASELOAD, ExportFile.CSV))) == {RowFate.SAME}
