"""How pages fall into lines of styled text: the same for a terminal, a pipe and a file, whoever paints them."""

from collections.abc import Iterable, Iterator, Sequence
from unicodedata import category, east_asian_width

from followup_cli.terminal.table import PLAIN_WIDTH, Cell, Column, PagePart, Pair, Table

StyledLine = list[Cell]
"""Runs of text from left to right."""

GAP = "  "
MIN_FOLDED_WIDTH = 8
"""Columns that a folding column keeps however narrow the window."""
CUT = "…"
RULE = "─"


def lines_of(part: PagePart, room: int | None) -> Iterator[StyledLine]:
    """The lines of one part. ``room`` is the width of the terminal; None for plain text, which is never cut."""
    if isinstance(part, Cell):
        yield from ([Cell(text, part.style)] for text in (folded(part.text, room) if room else [part.text]))
    elif isinstance(part, Pair):
        yield from _pair(part, room or PLAIN_WIDTH)
    else:
        yield from _table(part, room)


def _pair(pair: Pair, room: int) -> Iterator[StyledLine]:
    label = pair.label
    for text in folded(pair.text, max(room - pair.indent, 20)):
        space = " " * max(pair.indent - width_of(label), 1 if label else 0)
        yield [Cell(label + space, pair.label_style), Cell(text, pair.style)]
        label = ""


def _table(table: Table, room: int | None) -> Iterator[StyledLine]:
    if table.title:
        yield [Cell(table.title, "head")]
    if not table.rows:
        if table.empty:
            yield [Cell(table.empty, "quiet")]
    else:
        yield from _grid(table, room)
    if table.note:
        yield [Cell(table.note, "quiet")]


def _grid(table: Table, room: int | None) -> Iterator[StyledLine]:
    heads = [Cell(column.title, "head") for column in table.columns]
    rows = [heads, *([_cell(cell) for cell in row] for row in table.rows)]
    taken = [[width_of(cell.text) for cell in row] for row in rows]
    whole = [row for row in taken if len(row) == len(table.columns)]
    natural = [max(row[at] for row in whole) for at in range(len(table.columns))]
    kept = _kept(table.columns, natural, room)
    widths = _fitted(table.columns, kept, natural, room, table.room)
    columns = [table.columns[at] for at in kept]
    titled = any(column.title for column in columns)
    for number, (row, wide) in enumerate(zip(rows, taken, strict=True)):
        if len(row) < len(table.columns):
            yield row
        elif number or titled:
            yield from _row([row[at] for at in kept], [wide[at] for at in kept], columns, widths)
        if room and not number and titled:
            yield [Cell(RULE * _whole(widths), "quiet")]


def _cell(cell: Cell | str) -> Cell:
    return Cell(cell) if isinstance(cell, str) else cell


def _kept(columns: Sequence[Column], widths: Sequence[int], room: int | None) -> list[int]:
    """The columns that fit: the readiest to go goes first, until the rest fits or nothing may go."""
    kept = list(range(len(columns)))
    while room and _whole([_least(columns[at], widths[at]) for at in kept]) > room:
        droppable = [at for at in kept if columns[at].drop]
        if not droppable:
            break
        kept.remove(max(droppable, key=lambda at: columns[at].drop))
    return kept


def _least(column: Column, width: int) -> int:
    """A column that folds needs less than its longest text before another one has to go."""
    return min(width, 2 * MIN_FOLDED_WIDTH) if column.fold else width


def _whole(widths: Iterable[int]) -> int:
    each = list(widths)
    return sum(each) + len(GAP) * (len(each) - 1)


def _fitted(
    columns: Sequence[Column], kept: Sequence[int], natural: Sequence[int], room: int | None, otherwise: int
) -> list[int]:
    """The widths of the kept columns: one that folds gives way where there is too little room.

    On a terminal (``room``) the widest one does if none folds; elsewhere texts are folded to ``otherwise``, never cut.
    """
    widths = [natural[at] for at in kept]
    over = _whole(widths) - (room or otherwise) if room or otherwise else 0
    folding = [place for place, at in enumerate(kept) if columns[at].fold]
    giving = folding or (range(len(widths)) if room else [])
    if over > 0 and giving:
        gives = max(giving, key=lambda place: widths[place])
        widths[gives] = max(widths[gives] - over, MIN_FOLDED_WIDTH if room else 2 * MIN_FOLDED_WIDTH)
    return widths


def _row(
    cells: Sequence[Cell], taken: Sequence[int], columns: Sequence[Column], widths: Sequence[int]
) -> Iterator[StyledLine]:
    """One row: a line where every text (``taken`` columns wide) fits, as many as its longest folding cell otherwise."""
    shapes = [*zip(cells, taken, columns, widths, strict=True)]
    if all(wide <= width for _, wide, _, width in shapes):
        yield [_padded(cell, width - wide, column) for cell, wide, column, width in shapes]
        return
    texts = [folded(cell.text, width) if column.fold else [cut(cell.text, width)] for cell, _, column, width in shapes]
    for at in range(max(map(len, texts))):
        line: StyledLine = []
        for (cell, _, column, width), lines in zip(shapes, texts, strict=True):
            text = lines[at] if at < len(lines) else ""
            line.append(_padded(Cell(text, cell.style), width - width_of(text), column))
        yield line


def _padded(cell: Cell, space: int, column: Column) -> Cell:
    """The cell in its column, with the gap to the next one."""
    if column.align == "right":
        return Cell(" " * space + cell.text + GAP, cell.style)
    return Cell(cell.text + " " * space + GAP, cell.style)


def folded(text: str, width: int) -> list[str]:
    """``text`` on lines of at most ``width`` columns, broken between words, and inside one longer than a line."""
    return [line for paragraph in text.split("\n") for line in _folded_paragraph(paragraph, width)]


def _folded_paragraph(text: str, width: int) -> list[str]:
    if width_of(text) <= width:
        return [text]
    lines: list[str] = []
    current = text[: len(text) - len(text.lstrip())]
    for word in text.split():
        longer = f"{current} {word}" if current.strip() else current + word
        if width_of(longer) <= width:
            current = longer
            continue
        if current.strip():
            lines.append(current)
        *whole, current = _chopped(word, width)
        lines += whole
    return [*lines, current]


def _chopped(word: str, width: int) -> list[str]:
    """A word in pieces of at most ``width`` columns; marks stay with the letter they belong to."""
    pieces = [""]
    for sign in word:
        if width_of(pieces[-1] + sign) > width:
            pieces.append("")
        pieces[-1] += sign
    return pieces


def cut(text: str, width: int) -> str:
    """``text``, its end replaced by an ellipsis where it is wider than ``width``."""
    if width_of(text) <= width:
        return text
    return _chopped(text, max(width - 1, 1))[0] + CUT


def width_of(text: str) -> int:
    """Columns that ``text`` takes: marks above and below take none, East Asian wide signs two."""
    if text.isascii():
        return len(text)
    return sum(_width(sign) for sign in text)


def _width(sign: str) -> int:
    if category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(sign) in "WF" else 1
