"""Sheets saved as text: csv and tsv, in whatever way their letters are stored and their cells parted."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from followup.intake import limits
from followup.intake.looked_at import SheetLook, within_limits
from followup.intake.refusals import Refusal, Unreadable

SEPARATORS = (",", ";", "\t", "|")
_LOOKED_AT = 200
"""Rows from which the separator is found."""
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_KHMER_IN_UTF8 = re.compile(rb"\xe1[\x9e\x9f]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NAMED = re.compile(r"\Asep=(.)\r?\n")
_XML = re.compile(r"\s*<(!doctype|html|\?xml|table|head|body|meta|style)", re.I)


class DelimitedText:
    """A text that is a table: how it is stored, how its cells are parted, and its rows."""

    def __init__(self, data: bytes) -> None:
        self.encoding = _encoding(data)
        text = _decoded(data, self.encoding)
        _check(text)
        self.separator, self._text = _separator(text)

    def rows(self) -> tuple[SheetLook, list[list[str]]]:
        """The rows as they are; raises Unreadable where a limit is passed."""
        look, rows = SheetLook(1, ""), list[list[str]]()
        for row in _read(self._text, self.separator):
            for column, cell in enumerate(row):
                if cell:
                    look.fill(len(rows), column, len(cell))
            rows.append(row[: limits.COLUMNS])
        within_limits([look])
        return look, rows


def _encoding(data: bytes) -> str:
    """Python's name for how the letters are stored: by the mark at the beginning, else by what they can be."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if data[1:200:2].count(0) > len(data[1:200:2]) // 2:
        return "utf-16-le"
    if data[0:200:2].count(0) > len(data[0:200:2]) // 2:
        return "utf-16-be"
    if _CONTROL_BYTES.search(data.rstrip(b"\x1a")):
        raise Unreadable(Refusal.NOT_A_SHEET)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _KHMER_IN_UTF8.search(data):
            raise Unreadable(Refusal.DAMAGED_TEXT, line=data.count(b"\n", 0, error.start) + 1) from error
        return "cp1252"
    return "utf-8"


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding).rstrip("\x1a")  # which DOS wrote at the end
    except UnicodeDecodeError as error:
        raise Unreadable(Refusal.ENCODING) from error


def _check(text: str) -> None:
    """Refuse what is no table, before anybody looks for its cells."""
    if _XML.match(text):
        raise Unreadable(Refusal.WEB_PAGE)
    if _CONTROL.search(text):
        raise Unreadable(Refusal.NOT_A_SHEET)
    if not text.strip():
        raise Unreadable(Refusal.NOTHING_IN_IT)


def _separator(text: str) -> tuple[str, str]:
    """The separator, and the text without the line that names it to Excel."""
    if named := _NAMED.match(text):
        return named[1], text[named.end() :]
    return max(SEPARATORS, key=lambda one: _evenness(text, one)), text


def _evenness(text: str, separator: str) -> tuple[float, int]:
    """How well the separator parts the text into rows of one width; the more cells the better, if equally well."""
    try:
        widths = Counter(len(row) for row in islice(_read(text, separator), _LOOKED_AT) if any(row))
    except Unreadable:
        return 0.0, 0
    parted = {width: rows for width, rows in widths.items() if width > 1}
    if not parted:
        return 0.0, 1
    width = max(parted, key=lambda one: (parted[one], one))
    return parted[width] / widths.total(), width


def _read(text: str, separator: str) -> Iterator[list[str]]:
    """The rows; quotation marks that are not right are refused, since they would swallow rows."""
    csv.field_size_limit(limits.CELL_TEXT)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begin = 1
    try:
        for row in reader:
            yield row
            begin = reader.line_num + 1
    except csv.Error as error:
        reason = Refusal.LONG_LINE if "field larger" in str(error) else Refusal.QUOTE
        raise Unreadable(reason, line=max(begin, 1)) from error
