"""A file that is damaged, or made to hurt, is a sentence: no traceback, no value of it, nothing left behind.

The large ones, up to 40 MB, are tried by ``python -m tests.intake.large_files``.
"""

import os
from pathlib import Path

import pytest

from followup.errors import FollowupError, Invalid, Missing
from followup.intake import fenced_reading, limits
from followup.intake.reading_process import _answer
from followup.intake.refusals import Refusal, refused
from followup.intake.workbook import read_workbook
from tests.intake.sheet_files import (
    END,
    figure,
    ods,
    ods_nothing,
    ods_row,
    ods_text,
    ole,
    packed,
    record,
    row,
    text,
    worksheet,
    xls,
    xls_figure,
    xls_text,
    xlsx,
    xlsx_parts,
)

NAME = "Sokha"
GOOD = xlsx(row(1, text("A1", NAME)))
IN_SHEET = "xl/worksheets/sheet1.xml"


def with_part(name: str, content: str | bytes) -> bytes:
    return packed(xlsx_parts(row(1, text("A1", NAME))) | {name: content})


HURTING = {
    "one stray cell at the end of the sheet": (xlsx(row(1048576, figure("XFD1048576", 1))), Refusal.FAR_CELL),
    "a row far down without names of cells": (xlsx('<row r="1048576"><c><v>1</v></c></row>'), Refusal.FAR_CELL),
    "a cell with a name that is none": (xlsx(row(1, figure("ZZZZZZZ99999999999", 1))), Refusal.DAMAGED),
    "a row with a number that is none": (xlsx('<row r="9999999999999999"><c><v>1</v></c></row>'), None),
    "a text that is not there": (xlsx(row(1, '<c r="A1" t="s"><v>7</v></c>')), Refusal.DAMAGED),
    "one text in many cells": (
        xlsx(
            "".join(row(n, f'<c r="A{n}" t="s"><v>0</v></c>') for n in range(1, 1200)),
            strings=f"<si><t>{NAME * 6000}</t></si>",
        ),
        Refusal.TOO_MUCH,
    ),
    "80 MB from 80 kB": (with_part("xl/sharedStrings.xml", b"<sst>" + b" " * 80_000_000 + b"</sst>"), Refusal.UNPACKED),
    "a cell of 100,000 letters": (xlsx(row(1, text("A1", NAME * 20_000))), Refusal.LONG_CELL),
    "letters that grow": (
        with_part(IN_SHEET, f'<!DOCTYPE a [<!ENTITY b "{NAME}">]>' + worksheet(row(1, text("A1", "&b;")))),
        Refusal.DAMAGED,
    ),
    "300 parts": (packed(xlsx_parts("") | {f"xl/worksheets/n{n}.xml": "" for n in range(300)}), Refusal.MANY_PARTS),
    "6,000 pictures": (packed(xlsx_parts("") | {f"xl/media/{n}": "" for n in range(6000)}), Refusal.MANY_PARTS),
    "300 sheets of one part": (
        with_part(
            "xl/workbook.xml",
            str(xlsx_parts("")["xl/workbook.xml"]).replace(
                "</sheets>", '<sheet name="x" r:id="r1"/>' * 300 + "</sheets>"
            ),
        ),
        Refusal.MANY_PARTS,
    ),
    "XML that does not end": (with_part(IN_SHEET, worksheet("<a>" * 1000)), Refusal.DAMAGED),
    "cut off": (GOOD[:-60], Refusal.DAMAGED),
    "without its sheet": (
        packed({name: part for name, part in xlsx_parts("").items() if name != IN_SHEET}),
        Refusal.DAMAGED,
    ),
    "a zip with a password": (
        GOOD.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"),
        Refusal.PASSWORD,
    ),
    "an unknown way to pack": (GOOD.replace(b"\x08\x00", b"\x63\x00"), Refusal.DAMAGED),
    "an ods of 17 billion cells": (ods(ods_row(ods_text(NAME, 16384), times=1048576)), Refusal.FAR_CELL),
    "an ods with a long text in many cells": (ods(ods_row(ods_text(NAME * 6000, 400), times=10000)), Refusal.TOO_MUCH),
    "an ods with a billion spaces": (ods(ods_row(ods_text('<text:s text:c="999999999"/>'))), Refusal.LONG_CELL),
    "an ods with rows less than none": (ods(ods_row(ods_text(NAME), times=-5)), Refusal.DAMAGED),
    "an ods with something far down": (
        ods(ods_row(ods_nothing(), times=1048574) + ods_row(ods_text(NAME))),
        Refusal.FAR_CELL,
    ),
    "an ods with a password": (ods(ods_row(ods_text("x")), manifest="<m:encryption-data/>"), Refusal.PASSWORD),
    "an xls with a cell at its end": (xls(xls_figure(65535, 255, 1)), Refusal.FAR_CELL),
    "an xls with a password": (xls(xls_figure(0, 0, 1), before=record(0x2F, b"\0" * 6)), Refusal.PASSWORD),
    "an xlsx with a password": (ole({"EncryptedPackage": b"x"}), Refusal.PASSWORD),
    "an xls cut off": (xls(xls_text(0, 0, NAME))[:-700], Refusal.DAMAGED),
    "an xls with no records": (ole({"Workbook": b"\xff" * 5000}), Refusal.DAMAGED),
    "an xls with nothing but a chart": (xls(END, kind=2), Refusal.NOTHING_IN_IT),
    "a chain of sectors that goes round": (
        ole({"Workbook": b"x" * 9000}).replace(b"\x01\0\0\0\x02\0\0\0\x03", b"\x01\0\0\0\0\0\0\0\x03"),
        Refusal.DAMAGED,
    ),
    "a letter of Word": (ole({"WordDocument": b"x"}), Refusal.TEXT_DOCUMENT),
    "a letter of Word of today": (packed({"word/document.xml": b"x"}), Refusal.TEXT_DOCUMENT),
    "a binary sheet of Excel": (packed({"xl/workbook.bin": b"x"}), Refusal.OTHER_FORMAT),
    "some zip": (packed({"a.txt": b"x"}), Refusal.NOT_A_SHEET),
    "an empty zip": (packed({}), Refusal.NOT_A_SHEET),
    "a very old Excel": (b"\x09\x00\x04\x00\x02\x00\x10\x00" + b"\0" * 100, Refusal.OLD_EXCEL),
    "a picture": (b"\xff\xd8\xff" + bytes(100), Refusal.PICTURE),
    "a PDF": (b"%PDF-1.7 " + NAME.encode(), Refusal.PICTURE),
    "a web page called xls": (b"<html><table><tr><td>Sokha", Refusal.WEB_PAGE),
    "bytes of chance": (os.urandom(20_000) + b"\0", None),
    "zeros": (bytes(1000), None),
    "no bytes": (b"", Refusal.EMPTY),
    "only separators": (b",,,\n,,\n", Refusal.NOTHING_IN_IT),
    "a text with zeros in it": (b"Name,Age\n" + NAME.encode() + b"\0,3\n", Refusal.NOT_A_SHEET),
    "a quotation mark that is not closed": (b'Name,Age\n"Sokha,3\nDara,4\n', Refusal.QUOTE),
    "something after a quotation mark": (b'Name,Age\n"Sokha"x,3\n', Refusal.QUOTE),
    "a line of 60,000 letters": (b"Name,Age\n" + b"x" * 60_000, Refusal.LONG_LINE),
    "a line of 900 cells": (b"Name,Age\n" + b"x," * 900, Refusal.FAR_CELL),
    "30,000 rows": (b"a,b\n" * 30_000, Refusal.FAR_CELL),
    "half a Khmer letter": ("Name,Age\nសុខា".encode()[:-1] + b",3\n", Refusal.DAMAGED_TEXT),
    "letters of no kind": (b"Name,\x81\n\xff,3\n", Refusal.ENCODING),
    "Khmer in a font of before Unicode": (
        "eQµaH,extþ,TUrs½BÞ\nDara,x,3\nPñMeBj,km<úCa,1\n".encode("cp1252"),
        Refusal.LEGACY_FONT,
    ),
    "Khmer lost when it was saved": (b"Name,Age\n??? ????,1\n?????? ??,2\n???? ???????,3\n", Refusal.CHARACTERS_LOST),
}


@pytest.mark.parametrize("case", HURTING)
def test_a_file_made_to_hurt_is_a_reason_that_holds_nothing_of_it(case):
    data, reason = HURTING[case]
    answer = _answer(data)

    assert answer.get("reason") == reason.name if reason else "reason" in answer
    sentence = f"{(error := refused(Refusal[answer['reason']], answer['fields'])).what} {error.hint}"
    assert NAME not in sentence
    assert "{" not in sentence


@pytest.mark.parametrize(
    "data", [GOOD, xls(xls_text(0, 0, NAME)), ods(ods_row(ods_text(NAME)))], ids=["xlsx", "xls", "ods"]
)
def test_whatever_bit_of_a_file_is_turned_something_is_answered(data):
    for at in range(0, len(data), max(len(data) // 60, 1)):
        turned = data[:at] + bytes([data[at] ^ 0x41]) + data[at + 1 :]
        answer = _answer(turned)
        assert answer.get("reason") or answer["sheets"]


def test_every_reason_has_a_sentence_that_says_what_to_do():
    fields = {"cell": "A1", "sheet": 1, "line": 1, "most": 1}

    for reason in Refusal:
        error = refused(reason, fields)
        assert error.what.endswith(".")
        assert error.hint.endswith(".")


# --- what is no file, and a process that does not end -----------------------------------------------------------------


def refusal_of(path: Path) -> FollowupError:
    with pytest.raises(FollowupError) as caught:
        read_workbook(path)
    assert NAME not in f"{caught.value.what} {caught.value.hint}"
    return caught.value


def test_no_file_a_folder_a_pipe_and_the_lock_of_an_open_sheet_are_told_apart(tmp_path):
    (tmp_path / f"~${NAME}.xlsx").write_bytes(b"x")

    assert isinstance(refusal_of(tmp_path / f"{NAME}.xlsx"), Missing)
    assert "folder" in refusal_of(tmp_path).what
    assert "while it is open" in refusal_of(tmp_path / f"~${NAME}.xlsx").what
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / f"{NAME}.csv")
        assert "no file" in refusal_of(tmp_path / f"{NAME}.csv").what


def test_a_file_that_another_program_holds_is_to_be_closed(tmp_path, monkeypatch):
    def held(*_):
        raise PermissionError(13, "it is being used", str(tmp_path / NAME))

    monkeypatch.setattr(fenced_reading, "_read", held)

    assert "open in another program" in refusal_of(tmp_path / f"{NAME}.xlsx").what


def test_a_file_too_large_is_not_read_at_all(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "FILE_MB", 1)
    (tmp_path / f"{NAME}.csv").write_bytes(b"x" * 1_000_001)

    assert "larger than 1 MB" in refusal_of(tmp_path / f"{NAME}.csv").what


ENDS = {
    "too long": ("import time; time.sleep(30)", "was stopped"),
    "killed": ("import os; os.abort()", "was stopped"),
    "no answer": ("print('x')", "was stopped"),
    "a fault of ours": ("1/0", "does not work"),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_process_that_does_not_answer_is_a_sentence_too(end, tmp_path, monkeypatch):
    program, said = ENDS[end]
    monkeypatch.setattr(fenced_reading, "_PROGRAM", program)
    monkeypatch.setattr(limits, "SECONDS", 0.3 if end == "too long" else 30)
    (tmp_path / "a.csv").write_text(NAME, "utf-8")

    assert said in refusal_of(tmp_path / "a.csv").what


def test_memory_is_limited_where_the_system_can(tmp_path, monkeypatch):
    pytest.importorskip("resource")
    program = "import sys; sys.path += sys.argv[1:]; from followup.intake.reading_process import _limit; _limit(); "
    program += "bytes(2**31); print('{}')"
    monkeypatch.setattr(fenced_reading, "_PROGRAM", program)
    (tmp_path / "a.csv").write_text(NAME, "utf-8")

    assert isinstance(refusal_of(tmp_path / "a.csv"), Invalid)
