"""A bounded look into an xlsx file: which sheets, how far each goes, where its errors and merged cells are."""

from followup.intake import limits
from followup.intake.cell_names import place_of
from followup.intake.looked_at import SheetLook, within_limits
from followup.intake.refusals import Refusal, Unreadable
from followup.intake.workbook import NO_RESULT
from followup.intake.xml_parts import Attributes, Parts, count_of, plain, walk

_BOOK, _RELATIONS, _STRINGS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedstrings.xml"


def look_into(parts: Parts) -> list[SheetLook]:
    """Every sheet with cells, in their order; raises Unreadable where a limit is passed."""
    strings = _string_lengths(parts[_STRINGS]) if _STRINGS in parts else []
    looks: list[SheetLook] = []
    for name, where, hidden in _sheets(parts):
        looks.append(look := SheetLook(len(looks) + 1, name, hidden))
        walk(parts[where], (cells := _Cells(look, strings)).start, cells.end, cells.text)
    return within_limits(looks)


def _sheets(parts: Parts) -> list[tuple[str, str, bool]]:
    """Name, part and whether it is hidden, of each sheet with cells; charts are passed by."""
    targets: dict[str, str] = {}
    found: list[tuple[str, str, bool]] = []

    def relation(element: str, said: Attributes) -> None:
        if element == "Relationship" and said.get("Type", "").endswith("/worksheet"):
            targets[said.get("Id", "")] = _part_name(said.get("Target", ""))

    def sheet(element: str, said: Attributes) -> None:
        if element == "sheet" and (where := targets.get(plain(said).get("id", ""))):
            found.append((said.get("name", ""), where, said.get("state", "visible") != "visible"))

    walk(parts[_RELATIONS], relation)
    walk(parts[_BOOK], sheet)
    return found


def _part_name(target: str) -> str:
    return target.lower().lstrip("/") if target.startswith("/") else f"xl/{target}".lower()


def _string_lengths(part: bytes) -> list[int]:
    """How many letters each text has that cells share."""
    lengths: list[int] = []

    def start(element: str, _: Attributes) -> None:
        if element == "si":
            lengths.append(0)
            if len(lengths) > limits.CELLS:
                raise Unreadable(Refusal.TOO_MUCH)

    def text(said: str) -> None:
        if lengths:
            lengths[-1] += len(said)

    walk(part, start, text=text)
    return lengths


class _Cells:
    """Goes through the cells of one sheet."""

    def __init__(self, look: SheetLook, strings: list[int]) -> None:
        self._look, self._strings = look, strings
        self._row, self._column, self._type = -1, -1, ""
        self._in_value = self._holds = self._formula = False
        self._value: list[str] = []

    def start(self, element: str, said: Attributes) -> None:
        if element == "c":
            self._place(said.get("r"))
            self._type, self._value = said.get("t", ""), []
            self._holds = self._formula = self._in_value = False
        elif element in ("v", "t"):
            self._in_value = True
        elif element == "f":
            self._formula = True
        elif element == "row":
            self._row, self._column = count_of(said.get("r"), self._row + 2) - 1, -1
        elif element == "mergeCell":
            self._merge(said.get("ref", ""))

    def text(self, said: str) -> None:
        if self._in_value:
            self._value.append(said)

    def end(self, element: str) -> None:
        if element in ("v", "t"):
            self._in_value = False
        elif element == "c":
            self._close("".join(self._value))

    def _place(self, name: str | None) -> None:
        place = (self._row, self._column + 1) if name is None else place_of(name)
        if place is None:
            raise Unreadable(Refusal.DAMAGED)
        self._row, self._column = place

    def _close(self, value: str) -> None:
        if value and self._type == "s":
            self._fill(self._shared(value))
        elif value:
            self._fill(len(value))
        if self._type == "e" or (self._formula and not value and self._type != "str"):
            self._look.errors.append((self._row, self._column, value or NO_RESULT))
            self._fill(0)

    def _fill(self, letters: int) -> None:
        self._look.fill(self._row, self._column, letters)

    def _shared(self, value: str) -> int:
        number = count_of(value.strip(), -1)
        if not 0 <= number < len(self._strings):
            raise Unreadable(Refusal.DAMAGED)
        return self._strings[number]

    def _merge(self, area: str) -> None:
        first, _, last = area.partition(":")
        if (begin := place_of(first)) and (end := place_of(last or first)):
            self._look.merge(*begin, *end)
