"""A bounded look into an ods file: which tables, how far each goes, where its errors and merged cells are.

Rows and cells that are the same are written once, with how often they are there; that may be a million times.
"""

from followup.intake.error_texts import is_error_text
from followup.intake.looked_at import SheetLook, within_limits
from followup.intake.refusals import Refusal, Unreadable
from followup.intake.xml_parts import Attributes, Parts, count_of, plain, walk

_CONTENT, _MANIFEST, _TYPE = "content.xml", "meta-inf/manifest.xml", "mimetype"
_CELLS = ("table-cell", "covered-table-cell")


def is_ods(parts: Parts) -> bool:
    """Whether the file says that it is a sheet of LibreOffice and the like."""
    return _TYPE in parts and parts[_TYPE].strip().startswith(b"application/vnd.oasis.opendocument.spreadsheet")


def look_into(parts: Parts) -> list[SheetLook]:
    """Every table, in their order; raises Unreadable where a limit is passed."""
    if _MANIFEST in parts and b"encryption-data" in parts[_MANIFEST]:
        raise Unreadable(Refusal.PASSWORD)
    tables = _Tables()
    walk(parts[_CONTENT], tables.start, tables.end, tables.text)
    return within_limits(tables.looks)


class _Tables:
    """Goes through the rows and cells of all tables."""

    def __init__(self) -> None:
        self.looks: list[SheetLook] = []
        self._hidden: set[str] = set()
        self._style = ""
        self._open: list[str] = []
        self._row = self._column = 0
        self._rows = self._times = 1
        self._filled: list[tuple[int, int, int, str]] = []
        self._said: Attributes = {}
        self._letters = 0
        self._text: list[str] = []

    def start(self, element: str, attributes: Attributes) -> None:
        said = plain(attributes) | {"shows": attributes.get("calcext:value-type", "")}
        if element == "style":
            self._style = said.get("name", "")
        elif element == "table-properties" and said.get("display") == "false":
            self._hidden.add(self._style)
        elif element == "table":
            self._begin(said)
        elif element == "table-row":
            self._rows, self._column, self._filled = count_of(said.get("number-rows-repeated"), 1), 0, []
        elif element in _CELLS:
            self._times, self._said = count_of(said.get("number-columns-repeated"), 1), said
            self._letters, self._text = 0, []
        elif element == "s":
            self._letters += count_of(said.get("c"), 1)
        self._open.append(element)

    def text(self, said: str) -> None:
        if "p" in self._open[-4:] and "annotation" not in self._open[-6:]:
            self._letters += len(said)
            self._text.append(said)

    def end(self, element: str) -> None:
        self._open.pop()
        if element in _CELLS and self.looks:
            self._close_cell()
        elif element == "table-row" and self.looks:
            self._close_row()

    def _begin(self, said: Attributes) -> None:
        if "table" in self._open:  # a table within a cell
            raise Unreadable(Refusal.OTHER_FORMAT)
        hidden = said.get("style-name", "") in self._hidden
        self.looks.append(SheetLook(len(self.looks) + 1, said.get("name", ""), hidden))
        self._row = 0

    def _close_cell(self) -> None:
        self._merge()
        if self._letters or "value-type" in self._said:
            error = "".join(self._text)[:20] if self._is_error() else ""
            self._filled.append((self._column, self._column + self._times - 1, self._letters, error))
        self._column += self._times

    def _is_error(self) -> bool:
        shown = "".join(self._text)
        return self._said["shows"] == "error" or ("formula" in self._said and is_error_text(shown))

    def _merge(self) -> None:
        across = count_of(self._said.get("number-columns-spanned"), 1)
        down = count_of(self._said.get("number-rows-spanned"), 1)
        if across > 1 or down > 1:
            self.looks[-1].merge(self._row, self._column, self._row + down - 1, self._column + across - 1)

    def _close_row(self) -> None:
        look, last_row = self.looks[-1], self._row + self._rows - 1
        for first, last, letters, error in self._filled:
            look.fill(last_row, last, letters * (last - first + 1) * self._rows)
            if error:
                places = ((row, column) for row in range(self._row, last_row + 1) for column in range(first, last + 1))
                look.errors.extend((row, column, error) for row, column in places)
        self._row += self._rows
