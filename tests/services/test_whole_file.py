"""One graduate's whole file: sealed, with her yes, with everything of her, and with nobody else."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pyrage
import pytest

from followup.case.consent_words import Purpose
from followup.case.facts import Ended, Erased, Visited, Withdrawn
from followup.case.facts.consents import ConsentAsked
from followup.case.fields import MARK
from followup.case.outcome_words import OutcomeKind
from followup.case.visit_words import ContactMethod
from followup.casebook import Casebook
from followup.errors import Refused
from followup.services import consents, households
from followup.services.audit_trail import prints_of
from followup.services.exports.whole_file import FileRequest, export_file, look_at_file
from followup.vault import age_header
from tests.builders import a_casebook, a_flag, a_graduate, a_plan

KEY = pyrage.x25519.Identity.generate()


@pytest.fixture
def book():
    hers = a_graduate(
        phone="012345678",
        plan=a_plan(note="With Dara."),
        flags=[a_flag(note="Dara owes her.")],
        contact={"name": "Aunt Kunthea", "phone": "012000111"},
    )
    book = a_casebook(hers, a_graduate("ABC-1", name="Chan Dara", village="Prek Tnot"))
    her = book.find("KML-1")
    note = 'Sreymom & <b>Dara</b> of Prek Tnot, "ស្រី"'
    book.write(her, Visited(ContactMethod.HOME_VISIT, note=note), on=date(2026, 11, 1))
    (wrong,) = book.write(her, Visited(ContactMethod.PHONE, note="Of somebody else."), on=date(2026, 11, 3))
    book.write(her, Withdrawn(wrong.id, "Another graduate's."))
    return book


def agreed(book: Casebook) -> Casebook:
    book.write(book.find("KML-1"), ConsentAsked((Purpose.WHOLE_FILE,), (), "SN", "In her own words."))
    return book


def opened(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(pyrage.decrypt(path.read_bytes(), [KEY]))) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def request(key: str = str(KEY.to_public())) -> FileRequest:
    return FileRequest("KML", "Hagar, Mrs Sok", key)


def test_nothing_goes_out_without_her_yes(book, tmp_path):
    with pytest.raises(Refused, match="was not asked yet"):
        export_file(book, request(), tmp_path)
    assert not [*tmp_path.iterdir()]

    agreed(book)
    consents.withdraw(book, "KML-1", [Purpose.WHOLE_FILE])
    with pytest.raises(Refused, match="does not agree any more"):
        look_at_file(book, request(), tmp_path)


def test_somebody_may_decide_to_go_on_without_and_is_named(book, tmp_path):
    consents.override(book, "KML-1", Purpose.WHOLE_FILE, "SN", "She is in danger.")

    assert look_at_file(book, request(), tmp_path).against == "SN"
    assert export_file(agreed(book), request(), tmp_path).against == ""


def test_everything_of_her_is_in_it_and_nobody_else(book, tmp_path):
    done = export_file(agreed(book), request(), tmp_path)

    files = opened(done.path)
    data = json.loads(files["file.json"])
    page = files["file.html"].decode()
    (hers,) = data["graduate"]
    assert (hers["name"], hers["phone"], hers["contact.name"]) == ("Sreymom Keo", "012345678", "Aunt Kunthea")
    assert [visit["note"] for visit in data["visits"]] == [f'Sreymom & <b>{MARK}</b> of {MARK}, "ស្រី"']
    assert data["flags"][0]["note"] == f"{MARK} owes her."
    assert data["plan"]["note"] == f"With {MARK}."
    assert "Sreymom &amp; &lt;b&gt;" in page
    assert "<script" not in page
    everything = page + files["file.json"].decode()
    assert not [word for word in ("Dara", "Prek Tnot", "Of somebody else.") if word in everything]
    assert {"READ-ME.txt", "file.html", "file.json", "file.xlsx"} == files.keys()
    assert (done.visits, done.flags, done.covered) == (1, 1, 2)


def test_its_name_says_nothing_and_a_second_one_takes_no_others_place(book, tmp_path):
    first, second = (export_file(agreed(book), request(), tmp_path) for _ in range(2))

    assert first.path.name == "followup-file-2026-11-21.zip.age"
    assert second.path.name == "followup-file-2026-11-21-2.zip.age"
    assert not [*tmp_path.glob("*.part")]
    assert first.path.stat().st_mode & 0o077 == 0


def test_a_passphrase_seals_it_where_there_is_no_key(book, tmp_path, monkeypatch):
    monkeypatch.setattr(age_header, "_WORK", 10)

    done = export_file(agreed(book), request(""), tmp_path, "six words for Hagar")

    assert pyrage.passphrase.decrypt(done.path.read_bytes(), "six words for Hagar")[:4] == b"PK\x03\x04"
    assert b"Sreymom" not in done.path.read_bytes()


def test_her_log_says_that_it_was_made_and_for_whom(book, tmp_path):
    export_file(agreed(book), request(), tmp_path)

    (entry,) = prints_of(book, "KML-1")
    assert (entry.sentence, entry.words) == ("Exported: whole file (age, with names).", "(for Hagar, Mrs Sok)")
    (journal,) = book.store.access_journals()
    (accessed,) = book.store.facts(journal)
    assert (accessed.body.what, accessed.body.cases) == ("export file", (book.find("KML-1"),))


def test_whose_identity_was_erased_has_no_file(book, tmp_path):
    her = book.find("KML-1")
    agreed(book).write(her, Ended(OutcomeKind.MOVED_AWAY))
    book.write(her, Erased())

    with pytest.raises(Refused, match="was erased"):
        look_at_file(book, request(), tmp_path)


def test_that_another_graduate_lives_in_her_house_is_in_no_part_of_it(book, tmp_path):
    households.link(book, "KML-1", "ABC-1")

    files = opened(export_file(agreed(book), request(), tmp_path).path)
    told = files["file.html"].decode() + files["file.json"].decode() + files["READ-ME.txt"].decode()
    house = book.case(book.find("KML-1")).house
    assert house
    assert not [word for word in ("another graduate", "one house", "ABC-1", str(house)) if word in told]
