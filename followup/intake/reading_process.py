"""The process that reads a sheet: it gets the file's bytes and nothing else, and gives plain cells or a reason.

It knows neither the file's name nor a key, may use so much memory and time and write no file, and ends when it is done.
A sheet made to hurt can hurt nobody but this process.
"""

import io
import json
import math
import re
import sys
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

from followup import process_memory
from followup.case.spreadsheet_text import as_typed
from followup.intake import delimited, limits, ods_look, xls_look, xlsx_look
from followup.intake.letters import check_letters, shown
from followup.intake.looked_at import Rows, SheetLook
from followup.intake.ole import MAGIC as OLE
from followup.intake.refusals import Refusal, Unreadable
from followup.intake.workbook import NOT_READ
from followup.intake.xml_parts import Parts

_TIME = re.compile(r"PT(\d{1,6})H(\d{1,2})M(\d{1,2})(?:\.\d+)?S")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PICTURES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF", b"BM")
_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")


def main() -> int:
    """Read the file from standard input, and write what is in it, or why it cannot be read, as JSON."""
    process_memory.close_to_others()
    _limit()
    answer = json.dumps(_answer(sys.stdin.buffer.read()), allow_nan=False, ensure_ascii=False)
    sys.stdout.buffer.write(answer.encode("utf-8"))
    return 0


def _limit() -> None:
    """Memory, processor time and files, where the system can limit them."""
    if sys.platform == "win32":
        return
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (limits.SECONDS, limits.SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY_MB * limits.MB,) * 2)


def _answer(data: bytes) -> dict[str, Any]:
    try:
        return read(data)
    except Unreadable as error:
        return {"reason": error.reason.name, "fields": error.fields}
    except (MemoryError, RecursionError):
        return {"reason": Refusal.TOO_MUCH.name, "fields": {}}
    except BaseException:  # whatever a damaged file does to a library; its words may quote the file
        return {"reason": Refusal.DAMAGED.name, "fields": {}}


def read(data: bytes) -> dict[str, Any]:
    """The sheets of a file, by what it is and not by its name."""
    if not data:
        raise Unreadable(Refusal.EMPTY)
    if data.startswith(_ZIP):
        return _read_packed(Parts(data))
    if data.startswith(OLE):
        return _read_cells("xls", data, xls_look.look_into(data))
    for beginnings, reason in ((_PICTURES, Refusal.PICTURE), (_OLD_EXCEL, Refusal.OLD_EXCEL)):
        if data.startswith(beginnings):
            raise Unreadable(reason)
    return _read_text(data)


def _read_packed(parts: Parts) -> dict[str, Any]:
    if "xl/workbook.xml" in parts:
        return _read_cells("xlsx", parts.packed(), xlsx_look.look_into(parts))
    if ods_look.is_ods(parts):
        return _read_cells("ods", parts.packed(), ods_look.look_into(parts))
    raise Unreadable(Refusal.TEXT_DOCUMENT if "mimetype" in parts else Refusal.NOT_A_SHEET)


def _read_text(data: bytes) -> dict[str, Any]:
    text = delimited.DelimitedText(data)
    look, rows = text.rows()
    kind = "tsv" if text.separator == "\t" else "csv"
    cells: Rows = [[as_typed(shown(cell)) for cell in row] for row in rows]
    check_letters([cells])
    sheets = [_sheet(look, "", cells)]
    return {"kind": kind, "sheets": sheets, "encoding": text.encoding, "separator": text.separator}


def _read_cells(kind: str, data: bytes, looks: list[SheetLook]) -> dict[str, Any]:
    """The cells by calamine, of the sheets that were looked at."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        listed = enumerate(book.sheets_metadata)
        numbers = [number for number, sheet in listed if sheet.typ == SheetTypeEnum.WorkSheet]
        names = [book.sheet_names[number] for number in numbers]
        if len(names) != len(looks) or len(set(names)) < len(names):  # calamine finds a sheet by its name
            raise Unreadable(Refusal.DAMAGED)
        read = [_rows(book.get_sheet_by_index(number), look) for number, look in zip(numbers, looks, strict=True)]
    check_letters(read)
    sheets = [_sheet(look, name, rows) for look, name, rows in zip(looks, names, read, strict=True)]
    return {"kind": kind, "sheets": sheets, "encoding": None, "separator": None}


def _rows(sheet: Any, look: SheetLook) -> Rows:
    """The rows as far as the sheet was looked at; nothing may be further out than that."""
    end = sheet.end or (-1, -1)
    if end[0] > look.last_row or end[1] > look.last_column:
        raise Unreadable(Refusal.DAMAGED)
    return [[_plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def _plain(cell: Any) -> object:
    """A cell as JSON has it; what JSON does not know is a pair of a letter and a text."""
    if isinstance(cell, str):
        return _length_of_time(shown(cell))
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float):
        return float(cell) if math.isfinite(cell) else ["e", "#NUM!"]
    if isinstance(cell, datetime):  # which is a date as well
        return ["m", cell.isoformat()]
    if isinstance(cell, date | time):
        return ["d" if isinstance(cell, date) else "t", cell.isoformat()]
    return _hours(cell)


def _length_of_time(text: str) -> object:
    """A time as ods has it, which calamine leaves as it is: ``PT14H30M00S``."""
    found = _TIME.fullmatch(text)
    if not found:
        return text
    hours, minutes, seconds = map(int, found.groups())
    if hours < 24 and minutes < 60 and seconds < 60:
        return ["t", time(hours, minutes, seconds).isoformat()]
    return _hours(timedelta(hours=hours, minutes=minutes, seconds=seconds))


def _hours(length: timedelta) -> str:
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")


def _sheet(look: SheetLook, name: str, rows: Rows) -> dict[str, Any]:
    """All rows of one length up to the last cell with anything in it, the errors in their places."""
    width = look.last_column + 1
    whole = [[*row[:width], *[None] * (width - len(row))] for row in rows[: look.last_row + 1]]
    whole += [[None] * width for _ in range(look.last_row + 1 - len(whole))]
    for row, column, error in [*((*place, NOT_READ) for place in look.unread(rows)), *look.errors]:
        whole[row][column] = ["e", error]
    hidden_rows = [row for row in look.hidden_rows if row <= look.last_row]
    told = {"name": shown(name), "hidden": look.hidden, "hidden_rows": hidden_rows}
    return told | {"rows": whole, "merged": look.merged}
