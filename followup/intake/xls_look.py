"""A bounded look into an xls file: which sheets, how far each goes, where its errors and merged cells are.

A stream of records, [MS-XLS]: two bytes of kind, two of length. Each sheet has a part of its own, between BOF and EOF.
"""

import struct
from collections.abc import Iterator

from followup.intake.looked_at import SheetLook, within_limits
from followup.intake.ole import OleFile
from followup.intake.refusals import Refusal, Unreadable

STREAMS = ("Workbook", "Book")
_BOF, _EOF, _FILEPASS, _SHEET, _MERGED = 0x0809, 0x000A, 0x002F, 0x0085, 0x00E5
_FORMULA, _BOOL_OR_ERROR, _MANY_FIGURES = 0x0006, 0x0205, 0x00BD
_ROW, _HIDDEN = 0x0208, 0x20
_HOLDING = {0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00D6, 0x00FD}
"""Records of a cell with something in it; BLANK, which only has a look, is none of them."""
_FIGURES = {0x0203, 0x027E}
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_OTHERS = {
    "EncryptedPackage": Refusal.PASSWORD,
    "WordDocument": Refusal.TEXT_DOCUMENT,
    "PowerPoint Document": Refusal.NOT_A_SHEET,
}


def look_into(data: bytes) -> list[SheetLook]:
    """Every sheet with cells, in their order; raises Unreadable where a limit is passed."""
    disk = OleFile(data)
    for name, reason in _OTHERS.items():
        if name in disk:
            raise Unreadable(reason)
    stream = next((disk.stream(name) for name in STREAMS if name in disk), None)
    if stream is None:
        raise Unreadable(Refusal.NOT_A_SHEET)
    try:
        return within_limits(_looks(stream))
    except (struct.error, IndexError) as error:
        raise Unreadable(Refusal.DAMAGED) from error


def _looks(stream: bytes) -> list[SheetLook]:
    looks: list[SheetLook] = []
    for kind, body in list(_records(stream, 0)):
        if kind == _FILEPASS:
            raise Unreadable(Refusal.PASSWORD)
        if kind == _SHEET and body[5] == 0:  # 2 is a chart, 6 holds macros
            looks.append(look := SheetLook(len(looks) + 1, "", hidden=bool(body[4] & 3)))
            _look_at(look, _records(stream, int.from_bytes(body[:4], "little")))
    return looks


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part, those of charts within it left out."""
    if stream[at : at + 2] != _BOF.to_bytes(2, "little"):
        raise Unreadable(Refusal.DAMAGED)
    depth = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size
    raise Unreadable(Refusal.DAMAGED)


def _look_at(look: SheetLook, records: Iterator[tuple[int, bytes]]) -> None:
    for kind, body in records:
        if kind in _HOLDING:
            row, column = struct.unpack_from("<HH", body)
            if error := _error_in(kind, body):
                look.errors.append((row, column, error))
            look.fill(row, column, letters=kind in _FIGURES)
        elif kind == _MANY_FIGURES:
            look.fill(int.from_bytes(body[:2], "little"), int.from_bytes(body[-2:], "little"), letters=1)
        elif kind == _ROW and body[12] & _HIDDEN:
            row = int.from_bytes(body[:2], "little")
            look.hide_rows(row, row)
        elif kind == _MERGED:
            areas = struct.iter_unpack("<HHHH", body[2 : 2 + int.from_bytes(body[:2], "little") * 8])
            for first_row, last_row, first_column, last_column in areas:
                look.merge(first_row, first_column, last_row, last_column)


def _error_in(kind: int, body: bytes) -> str:
    """The error that a cell shows; no text if it shows none."""
    if kind == _BOOL_OR_ERROR and body[7]:
        return _ERRORS.get(body[6], "#N/A")
    if kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        return _ERRORS.get(body[8], "#N/A")
    return ""
