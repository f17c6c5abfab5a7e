"""A bounded look into an ods file: which tables, how far each goes, where its errors and merged cells are.

Rows and cells that are the same are written once, with how often they are there; that may be a million times.
"""

from collections import Counter
from collections.abc import Callable
from functools import partial

from followup.intake import limits
from followup.intake.looked_at import SheetLook, within_limits
from followup.intake.refusals import Refusal, Unreadable
from followup.intake.workbook import is_error_text
from followup.intake.xml_parts import Attributes, Parts, count_of, plain, walk

_CONTENT, _MANIFEST, _TYPE = "content.xml", "meta-inf/manifest.xml", "mimetype"
_ASIDE = ("annotation", "frame", "custom-shape")
"""What lies over a cell and is none of its text."""


def is_ods(parts: Parts) -> bool:
    """Whether the file says that it is a sheet of LibreOffice and the like."""
    return _TYPE in parts and parts[_TYPE].strip().startswith(b"application/vnd.oasis.opendocument.spreadsheet")


def look_into(parts: Parts) -> list[SheetLook]:
    """Every table, in their order; raises Unreadable where a limit is passed."""
    if _MANIFEST in parts and b"encryption-data" in parts[_MANIFEST]:
        raise Unreadable(Refusal.PASSWORD)
    tables = _Tables()
    tables.walk(parts[_CONTENT])
    return within_limits(tables.looks)


class _Tables:
    """Goes through the rows and cells of all tables."""

    def __init__(self) -> None:
        self.looks: list[SheetLook] = []
        self._hidden: set[str] = set()
        self._style = self._text = ""
        self._within = Counter[str]()
        """How deep it is in tables, paragraphs, and what lies aside."""
        self._row = self._column = self._letters = 0
        self._rows = self._times = 1
        self._filled: list[tuple[int, int, int, str]] = []
        self._said: Attributes = {}

    def walk(self, part: bytes) -> None:
        """Through all of the file."""
        start: dict[str, Callable[[Attributes], None]] = {
            "style": self._begin_style,
            "table-properties": self._look_of_table,
            "table": self._begin_table,
        }
        start |= {"table-row": self._begin_row, "table-cell": self._begin_cell, "covered-table-cell": self._begin_cell}
        start |= {"p": partial(self._go, "p", 1), "s": self._spaces}
        start |= dict.fromkeys(_ASIDE, partial(self._go, "aside", 1))
        end: dict[str, Callable[[], None]] = {"table-row": self._end_row}
        end |= {"table": partial(self._go, "table", -1), "p": partial(self._go, "p", -1)}
        end |= {"table-cell": self._end_cell, "covered-table-cell": self._end_cell}
        walk(part, start, end | dict.fromkeys(_ASIDE, partial(self._go, "aside", -1)), self._said_text)

    def _go(self, what: str, by: int, _: Attributes | None = None) -> None:
        self._within[what] += by

    def _begin_style(self, said: Attributes) -> None:
        self._style = plain(said).get("name", "")

    def _look_of_table(self, said: Attributes) -> None:
        if plain(said).get("display") == "false":
            self._hidden.add(self._style)

    def _begin_table(self, said: Attributes) -> None:
        self._go("table", 1)
        if self._within["table"] > 1:  # a table within a cell
            raise Unreadable(Refusal.OTHER_FORMAT)
        named = plain(said)
        hidden = named.get("style-name", "") in self._hidden
        self.looks.append(SheetLook(len(self.looks) + 1, named.get("name", ""), hidden))
        if len(self.looks) > limits.PARTS:
            raise Unreadable(Refusal.MANY_PARTS)
        self._row = 0

    def _begin_row(self, said: Attributes) -> None:
        named = plain(said)
        self._rows, self._column, self._filled = count_of(named.get("number-rows-repeated"), 1), 0, []
        if self.looks and named.get("visibility", "visible") != "visible":
            self.looks[-1].hide_rows(self._row, self._row + self._rows - 1)

    def _begin_cell(self, said: Attributes) -> None:
        self._said = plain(said) | {"shows": said.get("calcext:value-type", "")}
        self._times, self._letters, self._text = count_of(self._said.get("number-columns-repeated"), 1), 0, ""

    def _spaces(self, said: Attributes) -> None:
        self._letters += count_of(plain(said).get("c"), 1)

    def _said_text(self, said: str) -> None:
        if self._within["p"] and not self._within["aside"]:
            self._letters += len(said)
            self._text = (self._text + said)[:20] if len(self._text) < 20 else self._text

    def _end_cell(self) -> None:
        if not self.looks:
            raise Unreadable(Refusal.DAMAGED)
        self._merge()
        if self._letters or "value-type" in self._said:
            error = self._text if self._is_error() else ""
            self._filled.append((self._column, self._column + self._times - 1, self._letters, error))
        self._column += self._times

    def _is_error(self) -> bool:
        return self._said["shows"] == "error" or ("formula" in self._said and is_error_text(self._text))

    def _merge(self) -> None:
        across = count_of(self._said.get("number-columns-spanned"), 1)
        down = count_of(self._said.get("number-rows-spanned"), 1)
        if across > 1 or down > 1:
            self.looks[-1].merge(self._row, self._column, self._row + down - 1, self._column + across - 1)

    def _end_row(self) -> None:
        if not self.looks:
            raise Unreadable(Refusal.DAMAGED)
        look, last_row = self.looks[-1], self._row + self._rows - 1
        for first, last, letters, error in self._filled:
            self._fill(look, first, last, letters)
            if error:
                places = ((row, column) for row in range(self._row, last_row + 1) for column in range(first, last + 1))
                look.errors.extend((row, column, error) for row, column in places)
        self._row += self._rows

    def _fill(self, look: SheetLook, first: int, last: int, letters: int) -> None:
        """The last cell first: what goes too far is not gone through."""
        look.fill(self._row + self._rows - 1, last)
        for row in range(self._row, self._row + self._rows):
            for column in range(first, last + 1):
                look.fill(row, column, letters)
