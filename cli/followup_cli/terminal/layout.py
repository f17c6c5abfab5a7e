"""How pages fall into lines of styled text: the same for a terminal, a pipe and a file, whoever paints them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from unicodedata import category, east_asian_width

from followup.messages import say
from followup_cli.terminal.table import Cell, Column, PagePart, Pair, Table
from followup_cli.terminal.widths import folding_widths

StyledLine = list[Cell]
"""Runs of text from left to right."""

GAP = "  "
BELOW = 8
"""Columns by which a text below its row is moved to the right."""
MIN_FOLDED_WIDTH = 8
"""Columns that a folding column keeps however narrow the window."""
CUT = "…"
RULE = "─"
COENG = "\u17d2"
"""The Khmer sign that puts the letter after it under the one before."""

_MARKS = ("Mn", "Mc", "Me", "Cf")
_WORDS = r"[^\s\u200b]+"
"""Words end at blanks but those that bind, and at the zero-width spaces that stand between Khmer ones."""
_WORDS_AFTER = r"((?:(?!\u00a0)[\s\u200b])*)((?:\u00a0|[^\s\u200b])+)"


def lines_of(part: PagePart, room: int, *, whole: bool = False) -> Iterator[StyledLine]:
    """The lines of one part on ``room`` columns; where it is to be shown ``whole``, no text is cut or left out."""
    if isinstance(part, Cell):
        yield from _text_lines(part, room)
    elif isinstance(part, Pair):
        yield from _pair(part, room, whole=whole)
    else:
        yield from _table(part, room, whole=whole)


def line_text(line: StyledLine) -> str:
    """A line without its styles."""
    return "".join([text for text, _ in line]).rstrip()


def cropped(line: StyledLine, room: int) -> StyledLine:
    """A line without what is beyond so many columns."""
    if width_of(line_text(line)) <= room:
        return line
    kept: StyledLine = []
    for cell in line:
        text = _chopped(cell.text, room)[0] if room > 0 else ""
        kept.append(cell._replace(text=text))
        room = room - width_of(text) if text == cell.text else 0
    return kept


def without_end(line: StyledLine) -> StyledLine:
    """A line without the blanks at its end: where a terminal takes Khmer for wider, they would begin another line."""
    return [*line[:-1], line[-1]._replace(text=line[-1].text.rstrip(" "))] if line else line


def _text_lines(cell: Cell, room: int) -> Iterator[StyledLine]:
    return ([Cell(text, cell.style)] for text in folded(cell.text, room))


def _pair(pair: Pair, room: int, *, whole: bool) -> Iterator[StyledLine]:
    label = pair.label
    beyond = max(width_of(label) + 1 - pair.indent, 0) if label else 0
    texts = folded(" " * beyond + pair.text, width := max(room - pair.indent, 20))
    if pair.most and not whole and len(texts) > pair.most:
        texts = [*texts[: pair.most - 1], cut(" ".join(texts[pair.most - 1 : pair.most + 1]), width)]
    for text in texts:
        space = " " * max(pair.indent - width_of(label), 1 if label else 0)
        yield [Cell(label + space, pair.label_style), Cell(text[beyond:] if label else text, pair.style)]
        label = ""


def _table(table: Table, room: int, *, whole: bool) -> Iterator[StyledLine]:
    if table.title:
        yield from _text_lines(Cell(table.title, "head"), room)
    if not table.rows:
        if table.empty:
            yield from _text_lines(Cell(table.empty, "quiet"), room)
    elif table.last_below and not whole and _whole(natural := _natural(table)) > room:
        yield from _rows_with_text_below(table, natural, room)
    else:
        yield from chain.from_iterable(_grid(table, natural := _natural(table), room, whole=whole))
        if not whole:
            yield from _left_out(table.columns, natural, room)
    if table.note:
        yield from _text_lines(Cell(table.note, "quiet"), room)


def _natural(table: Table) -> list[int]:
    """The widths of the columns where every text has the room it needs."""
    full = (row for row in table.rows if len(row) == len(table.columns))
    titles = [column.title for column in table.columns]
    return [max(map(width_of, map(_text, set(texts)))) for texts in zip(titles, *full, strict=True)]


def _rows_with_text_below(table: Table, natural: Sequence[int], room: int) -> Iterator[StyledLine]:
    """The table without its last column, and the text of that below each row."""
    indent = " " * BELOW
    cut_rows = [row[:-1] if len(row) == len(table.columns) else row for row in table.rows]
    upper = table._replace(columns=table.columns[:-1], rows=cut_rows)
    rows = _grid(upper, natural[:-1], room, whole=False)
    yield from next(rows)
    for row, lines in zip(table.rows, rows, strict=True):
        yield from lines
        if len(row) == len(table.columns):
            text, style = _cell(row[-1])
            yield from ([Cell(indent + part, style)] for part in folded(text, room - BELOW))
    yield from _left_out(upper.columns, natural[:-1], room)


def _left_out(columns: Sequence[Column], natural: Sequence[int], room: int) -> Iterator[StyledLine]:
    """Which columns had no room: nobody is to think that nothing is known there. A chart's heading is no name."""
    kept = _kept(columns, natural, room)
    gone = [one.title for at, one in enumerate(columns) if at not in kept and one.title and GAP not in one.title]
    if gone:
        words = say("Not shown, because the window is too narrow: {columns}.", columns=", ".join(gone))
        yield from _text_lines(Cell(words, "quiet"), room)


def _grid(table: Table, natural: Sequence[int], room: int, *, whole: bool) -> Iterator[list[StyledLine]]:
    """The lines of the headings, then those of each row."""
    heads = [Cell(column.title, "head") for column in table.columns]
    kept = [*range(len(table.columns))] if whole else _kept(table.columns, natural, room)
    widths = _folding(table, natural, room) if whole else _fitted(table.columns, kept, natural, room)
    columns = [(at, _ColumnCells(table.columns[at], width, not whole)) for at, width in zip(kept, widths, strict=True)]
    alone = len(table.columns) == 1  # a heading across it is a cell of it, and may be wider than all others
    narrow = [one for one, width in zip(columns, widths, strict=True) if alone or width < natural[one[0]]]
    titled = any(table.columns[at].title for at in kept)
    for number, row in enumerate((heads, *table.rows)):
        lines: list[StyledLine] = []
        if len(row) < len(table.columns):
            lines += _text_lines(_cell(row[0]), room)
        elif narrow and not all(cells.fits(row[at]) for at, cells in narrow):
            lines += _tall_row([cells.lines(row[at]) for at, cells in columns])
        elif number or titled:
            lines.append([cells[row[at]] for at, cells in columns])
        if not (whole or number) and titled:
            lines.append([Cell(RULE * _whole(widths), "quiet")])
        yield lines


def _cell(cell: Cell | str) -> Cell:
    return Cell(cell) if isinstance(cell, str) else cell


def _text(cell: Cell | str) -> str:
    return cell if isinstance(cell, str) else cell.text


def _kept(columns: Sequence[Column], widths: Sequence[int], room: int) -> list[int]:
    """The columns that fit: the readiest to go goes first, until the rest fits or nothing may go."""
    kept = list(range(len(columns)))
    while _whole([_least(columns[at], widths[at]) for at in kept]) > room:
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


def _fitted(columns: Sequence[Column], kept: Sequence[int], natural: Sequence[int], room: int) -> list[int]:
    """The widths of the kept columns on a terminal: one that folds gives way, or else the widest one."""
    widths = [natural[at] for at in kept]
    over = _whole(widths) - room
    if over > 0:
        folding = [place for place, at in enumerate(kept) if columns[at].fold]
        gives = max(folding or range(len(widths)), key=lambda place: widths[place])
        widths[gives] = max(widths[gives] - over, MIN_FOLDED_WIDTH)
    return widths


def _folding(table: Table, natural: Sequence[int], room: int) -> Sequence[int]:
    """The widths of all columns where nothing is cut or left out: texts fold until the table fits."""
    if _whole(natural) <= room:
        return natural
    columns = table.columns
    full = [row for row in table.rows if len(row) == len(columns)]
    unbroken = [_widest_unbroken(column, {row[at] for row in full}) for at, column in enumerate(columns)]
    heads = [_longest_word(column.title) for column in columns]
    words, room = [*map(max, unbroken, heads)], room - len(GAP) * (len(columns) - 1)
    figures = [_widest_figure({row[at] for row in full}) for at in range(len(columns))] if sum(words) > room else words
    return folding_widths(columns, natural, words, figures, room)


def _widest_figure(cells: Iterable[Cell | str]) -> int:
    """The width of the widest cell that is nothing but a figure, such as a date."""
    return max((width_of(text) for text in map(_text, cells) if text[:1].isdigit() and " " not in text), default=0)


def _widest_unbroken(column: Column, cells: Iterable[Cell | str]) -> int:
    """The width of the widest of what stays on one line in a column; a text that is narrower altogether has none."""
    widest = 0
    for text in sorted(map(_text, cells), key=width_of, reverse=True):
        if width_of(text) <= widest:
            break
        widest = max(widest, _unbroken(column, text))
    return widest


def _unbroken(column: Column, text: str) -> int:
    """The width of what stays on one line: a word, or all of a figure and of what is drawn, such as a chart."""
    drawn = GAP in text or column.align == "right" or (text[:1].isdigit() and not column.fold)
    return width_of(text) if drawn else _longest_word(text)


def _longest_word(text: str) -> int:
    return width_of(text) if GAP in text else max((width_of(word) for word in re.findall(_WORDS, text)), default=0)


class _ColumnCells(dict[Cell | str, Cell]):
    """The cells of a column, each on one line as it fills it; of those that are alike it is worked out once."""

    def __init__(self, column: Column, width: int, cutting: bool) -> None:
        super().__init__()
        self._column, self._width, self._cutting = column, width, cutting
        self._lines: dict[Cell | str, list[Cell]] = {}

    def __missing__(self, given: Cell | str) -> Cell:
        made = self[given] = self._padded(*_cell(given))
        return made

    def fits(self, given: Cell | str) -> bool:
        """Whether a cell has room on one line."""
        return width_of(_text(given)) <= self._width

    def lines(self, given: Cell | str) -> list[Cell]:
        """As many lines as a cell needs, and an empty one."""
        if given not in self._lines:
            text, style = _cell(given)
            cutting = self._cutting and not self._column.fold
            texts = [cut(text, self._width)] if cutting else folded(text, self._width)
            lines = [self[given]] if texts == [text] else [self._padded(one, style) for one in texts]
            self._lines[given] = [*lines, self[Cell("", style)]]
        return self._lines[given]

    def _padded(self, text: str, style: str) -> Cell:
        """A text in the column, with the gap to the next one."""
        space = " " * (self._width - width_of(text))
        return Cell(space + text + GAP if self._column.align == "right" else text + space + GAP, style)


def _tall_row(cells: Sequence[Sequence[Cell]]) -> Iterator[StyledLine]:
    """A row of as many lines as its longest folded cell."""
    height = max(map(len, cells)) - 1
    filled = ([*lines[:-1], *[lines[-1]] * (height + 1 - len(lines))] for lines in cells)
    return map(list, zip(*filled, strict=True))


def folded(text: str, width: int, *, whole_words: bool = False) -> list[str]:
    """``text`` on lines of at most ``width`` columns, broken between words, and inside one longer than a line.

    With ``whole_words`` a long word of Latin letters, such as a path, stays whole, to be copied.
    """
    return [line for paragraph in text.split("\n") for line in _folded_paragraph(paragraph, width, whole_words)]


def _folded_paragraph(text: str, width: int, whole_words: bool) -> list[str]:
    if width_of(text) <= width:
        return [text]
    is_plain = text.isascii() and text.isprintable() and "  " not in text and text == text.strip()
    return (_folded_plain(text, width) if is_plain else []) or _folded_words(text, width, whole_words)


def _folded_plain(text: str, width: int) -> list[str]:
    """The same of words with one blank between them, each of which has room on a line; nothing where one has none."""
    lines: list[str] = []
    while len(text) > width:
        at = text.rfind(" ", 0, width + 1)
        if at < 0:
            return []
        lines.append(text[:at])
        text = text[at + 1 :]
    return [*lines, text]


def _folded_words(text: str, width: int, whole_words: bool) -> list[str]:
    lines: list[str] = []
    current = text[: len(text) - len(text.lstrip())]
    for between, word in re.findall(_WORDS_AFTER, text):
        longer = current + (between and between[0]) + word if current.strip() else current + word
        if width_of(longer) <= width:
            current = longer
            continue
        if current.strip():
            lines.append(current)
        *pieces, current = [word] if whole_words and word.isascii() else _chopped(word, width)
        lines += pieces
    return [*lines, current]


def _chopped(word: str, width: int) -> list[str]:
    """A word in pieces of at most ``width`` columns; a Khmer cluster is never broken."""
    if width_of(word) <= width:
        return [word]
    pieces = [""]
    for cluster in clusters(word):
        if pieces[-1] and width_of(pieces[-1] + cluster) > width:
            pieces.append("")
        pieces[-1] += cluster
    return pieces


def clusters(text: str) -> Iterator[str]:
    """What may not be broken: a letter with its marks, and in Khmer the letters that stand under it."""
    cluster = ""
    for sign in text:
        if cluster and not cluster.endswith(COENG) and category(sign) not in _MARKS:
            yield cluster
            cluster = ""
        cluster += sign
    if cluster:
        yield cluster


def cut(text: str, width: int) -> str:
    """``text``, its end replaced by an ellipsis where it is wider than ``width``."""
    if width_of(text) <= width:
        return text
    return _chopped(text, max(width - 1, 1))[0] + CUT


def width_of(text: str) -> int:
    """Columns that ``text`` takes: marks above and below take none, East Asian wide signs two."""
    return len(text) if text.isascii() else sum(map(_width, text))


@cache
def _width(sign: str) -> int:
    if category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(sign) in "WF" else 1
