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
        _Cells(look, strings).walk(parts[where])
    return within_limits(looks)


def _sheets(parts: Parts) -> list[tuple[str, str, bool]]:
    """Name, part and whether it is hidden, of each sheet with cells; charts are passed by."""
    targets: dict[str, str] = {}
    found: list[tuple[str, str, bool]] = []

    def relation(said: Attributes) -> None:
        if said.get("Type", "").endswith("/worksheet"):
            targets[said.get("Id", "")] = _part_name(said.get("Target", ""))

    def sheet(said: Attributes) -> None:
        if where := targets.get(plain(said).get("id", "")):
            found.append((said.get("name", ""), where, said.get("state", "visible") != "visible"))

    walk(parts[_RELATIONS], {"Relationship": relation})
    walk(parts[_BOOK], {"sheet": sheet})
    if len(found) > limits.PARTS:
        raise Unreadable(Refusal.MANY_PARTS, most=limits.PARTS)
    return found


def _part_name(target: str) -> str:
    return target.lower().lstrip("/") if target.startswith("/") else f"xl/{target}".lower()


def _string_lengths(part: bytes) -> list[int]:
    """How many letters each text has that cells share."""
    lengths: list[int] = []

    def begin(_: Attributes) -> None:
        lengths.append(0)
        if len(lengths) > limits.CELLS:
            raise Unreadable(Refusal.TOO_MUCH)

    def text(said: str) -> None:
        if lengths:
            lengths[-1] += len(said)

    walk(part, {"si": begin}, text=text)
    return lengths


class _Cells:
    """Goes through the cells of one sheet."""

    def __init__(self, look: SheetLook, strings: list[int]) -> None:
        self._look, self._strings = look, strings
        self._row, self._column, self._type = -1, -1, ""
        self._in_value = self._formula = False
        self._value = ""

    def walk(self, part: bytes) -> None:
        """Through all rows and cells of the part."""
        start = {"row": self._begin_row, "c": self._begin, "v": self._begin_value, "t": self._begin_value}
        start |= {"f": self._begin_formula, "mergeCell": self._merge}
        end = {"v": self._end_value, "t": self._end_value, "c": self._end}
        walk(part, start, end, self._text)

    def _begin_row(self, said: Attributes) -> None:
        self._row, self._column = count_of(said.get("r"), self._row + 2) - 1, -1
        if said.get("hidden") in ("1", "true"):
            self._look.hide_rows(self._row, self._row)

    def _begin(self, said: Attributes) -> None:
        name = said.get("r")
        place = (self._row, self._column + 1) if name is None else place_of(name)
        if place is None:
            raise Unreadable(Refusal.DAMAGED)
        self._row, self._column = place
        self._type, self._value = said.get("t", ""), ""
        self._formula = self._in_value = False

    def _begin_value(self, _: Attributes) -> None:
        self._in_value = True

    def _begin_formula(self, _: Attributes) -> None:
        self._formula = True

    def _text(self, said: str) -> None:
        if self._in_value:
            self._value += said

    def _end_value(self) -> None:
        self._in_value = False

    def _end(self) -> None:
        value = self._value
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

    def _merge(self, said: Attributes) -> None:
        first, _, last = said.get("ref", "").partition(":")
        if (begin := place_of(first)) and (end := place_of(last or first)):
            self._look.merge(*begin, *end)
