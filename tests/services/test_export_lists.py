"""A list for the office: who is in it, what it shows, and where it is put.

- without names no name is in it, whatever was written; with names all of it is
- whoever wants her data gone is in no list, who does not want to be counted in no flag or outcome; both are told of
- a merged case has no row of its own; of an erased identity nothing is said; earlier stays are there
- it takes no other file's place, and what another window wrote meanwhile is not written unseen
- it stands in the office's log and in the access log, and no undo takes it back
"""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from followup.case.consent_words import Purpose
from followup.case.facts import Accessed, Ended, Exported, Flagged, ReturnedAgain, Visited
from followup.case.facts.consents import ConsentWithdrawn
from followup.case.fields import MARK
from followup.case.outcome_words import OutcomeKind
from followup.case.visit_words import ContactMethod
from followup.case.vocabulary import RiskKind, Severity
from followup.casebook import Casebook
from followup.errors import Refused
from followup.handout.guard import Exposed
from followup.services.audit_trail import audit_trail
from followup.services.exports.lists import ExportFile, ExportList, ListExport, ListExporter, ListRequest
from followup.services.merging import merge
from followup.services.office_withdrawals import withdraw_office_entry
from followup.store import OFFICE
from tests.builders import a_casebook, a_flag, a_graduate

NAMES = ("Sreymom", "Keo", "Trapeang", "012345678")


@pytest.fixture
def book():
    note = "Sreymom Keo of Trapeang Veng, call 012345678"
    hers = a_graduate(phone="012345678", flags=[a_flag(note=note)], assumed=[note])
    book = a_casebook(hers, a_graduate("ABC-1", name="Chan Dara", village="Prek Tnot"))
    book.write(book.find("KML-1"), Visited(ContactMethod.HOME_VISIT, note=note, went=("Keo",)), on=date(2026, 11, 1))
    book.write(book.find("KML-1"), Ended(OutcomeKind.MOVED_AWAY, note=note), on=date(2026, 11, 2))
    return book


def exported(book: Casebook, folder: Path, what: ExportList, **said: object) -> ListExport:
    request = ListRequest(what, said.pop("file", ExportFile.CSV), **said)
    exporter = ListExporter(book, request, folder)
    return exporter.write(exporter.look())


def rows(export: ListExport) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(export.path.read_text("utf-8-sig"), newline=""))]


@pytest.mark.parametrize("what", ExportList)
@pytest.mark.parametrize("file", ExportFile)
def test_without_names_nobody_is_named(book, tmp_path, what, file):
    done = exported(book, tmp_path, what, file=file)

    assert done.rows
    shown = Path(done.path).read_bytes()
    if file is ExportFile.CSV:
        assert not [name for name in NAMES if name in shown.decode()]
        assert (MARK in shown.decode()) == (what is not ExportList.CASELOAD)
    assert not {"Name", "Phone", "Village"} & {*done.columns}


def test_with_names_they_are_there(book, tmp_path):
    hers = rows(exported(book, tmp_path, ExportList.CASELOAD, names=True))[1]

    assert (hers["Name"], hers["Village"], hers["Phone"]) == ("Sreymom Keo", "Trapeang Veng", "012345678")
    assert "Sreymom Keo of Trapeang" in rows(exported(book, tmp_path, ExportList.FLAGS, names=True))[0]["What was seen"]


def test_a_folder_that_is_called_like_her_is_refused_and_nothing_is_written_down(book, tmp_path):
    with pytest.raises(Exposed):
        exported(book, tmp_path / "Trapeang Veng", ExportList.CASELOAD, names=True)

    assert not [*tmp_path.rglob("*")]
    assert not [fact for fact in book.store.facts(OFFICE) if isinstance(fact.body, Exported)]
    assert not book.store.access_journals()


@pytest.mark.parametrize(
    ("purpose", "in_lists"),
    [
        (Purpose.DATA_KEPT, []),
        (Purpose.FIGURES, [ExportList.CASELOAD, ExportList.VISITS]),
        (Purpose.STORY, [*ExportList]),
    ],
)
def test_her_no_keeps_her_out_and_is_told(book, tmp_path, purpose, in_lists):
    book.write(book.find("KML-1"), ConsentWithdrawn((purpose,)))
    done = {what: exported(book, tmp_path, what) for what in ExportList}

    assert [what for what, one in done.items() if "KML-1" in {row["Code"] for row in rows(one)}] == in_lists
    assert [what for what, one in done.items() if "KML-1" not in one.left_out] == in_lists


def test_of_a_list_in_which_there_is_nothing_of_her_nobody_is_told(book, tmp_path):
    book.write(book.find("ABC-1"), ConsentWithdrawn((Purpose.DATA_KEPT,)))

    assert exported(book, tmp_path, ExportList.FLAGS).left_out == {}


def test_a_case_that_is_part_of_another_one_has_no_row(book, tmp_path):
    merge(book, "KML-1", "ABC-1")

    assert [row["Code"] for row in rows(exported(book, tmp_path, ExportList.CASELOAD))] == ["KML-1"]


def test_earlier_stays_are_there_and_what_was_withdrawn_is_not(book, tmp_path):
    her = book.find("KML-1")
    book.write(her, ReturnedAgain(date(2026, 11, 10), "She went home again."), on=date(2026, 11, 10))
    book.write(her, Visited(ContactMethod.PHONE), on=date(2026, 11, 12))

    assert [row["Date"] for row in rows(exported(book, tmp_path, ExportList.VISITS))] == ["2026-11-01", "2026-11-12"]
    assert [row["Stay at home"] for row in rows(exported(book, tmp_path, ExportList.OUTCOMES))] == ["1"]
    assert rows(exported(book, tmp_path, ExportList.CASELOAD))[1]["Stay at home"] == "2"


def test_only_one_workers_graduates(book, tmp_path):
    assert exported(book, tmp_path, ExportList.CASELOAD, worker="SN").graduates == 2
    assert exported(book, tmp_path, ExportList.CASELOAD, worker="nobody").graduates == 0


def test_no_other_file_is_overwritten_and_the_same_one_is_not_written_twice(book, tmp_path):
    mine = tmp_path / "INTERNAL-caseload-2026-11-21.csv"
    mine.write_text("Code\r\nmine\r\n", "utf-8")

    first, again = (exported(book, tmp_path, ExportList.CASELOAD) for _ in range(2))

    assert mine.read_text("utf-8") == "Code\nmine\n"
    assert first.path.name == again.path.name == "INTERNAL-caseload-2026-11-21-2.csv"
    assert (first.changed, again.changed) == (True, False)
    assert first.path.stat().st_mode & 0o077 == 0


def test_what_another_window_wrote_meanwhile_is_not_written_unseen(book, tmp_path):
    request = ListRequest(ExportList.FLAGS, ExportFile.CSV)
    exporter = ListExporter(book, request, tmp_path)
    shown = exporter.look()
    flag = Flagged(RiskKind.DEBT, Severity.WATCH, "A lender.", "SN", date(2026, 12, 1))
    book.write(book.find("ABC-1"), flag)

    with pytest.raises(Refused, match="another window"):
        exporter.write(shown)
    assert not [*tmp_path.iterdir()]


def test_it_stands_in_both_logs_and_cannot_be_taken_back(book, tmp_path):
    exported(book, tmp_path, ExportList.CASELOAD, names=True)

    (entry,) = [one for one in audit_trail(book) if one.sentence.startswith("Exported")]
    assert entry.sentence == "Exported: caseload (csv, 2 rows, with names)."
    with pytest.raises(Refused, match="what was exported"):
        withdraw_office_entry(book, entry.number, "A slip.", entry.id)
    (journal,) = book.store.access_journals()
    assert [(one.body.what, one.body.people, one.body.names) for one in book.store.facts(journal)] == [
        ("export caseload", 2, True)
    ]
    assert all(isinstance(one.body, Accessed) for one in book.store.facts(journal))


def test_the_name_of_a_file_says_that_it_tells_who_they_are(book, tmp_path):
    told = exported(book, tmp_path, ExportList.CASELOAD, names=True)

    assert told.path.name == "INTERNAL-caseload-2026-11-21-with-names.csv"
