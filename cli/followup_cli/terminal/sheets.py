"""A plain page on sheets of paper: a table is kept whole where it fits; where not, its titles are said again."""

from collections.abc import Iterable, Iterator, Sequence

from followup.messages import say
from followup.values import MutableValue, field
from followup_cli.terminal.layout import StyledLine, cut, line_text, lines_of, width_of
from followup_cli.terminal.table import PLAIN_WIDTH, Cell, PagePart, Pair, Table

SHEET_LINES = 66
"""Lines that a sheet holds if nothing else is said."""
EDGE_LINES = 6
"""Lines of a sheet that stay empty, for printers that cannot print on its edges."""
LEAST_ROWS = 3
"""Lines of a table that stand below its titles at the foot of a sheet, or it begins on the next one."""
MOST_TITLES = 8
"""Lines of titles that are worth being said again."""
FORM_FEED = "\f"


class Block(MutableValue):
    """What is kept together: lines between two blank ones. ``titles`` are those of them that name the columns.

    A ``heading`` with nothing below it is kept together with what follows.
    """

    lines: list[StyledLine] = field(default_factory=list)
    titles: slice = field(default_factory=lambda: slice(0))
    heading: bool = False


def sheets(parts: Iterable[PagePart], sheet_lines: int) -> str:
    """The page as text for a printer: the sheets parted by form feeds, each with its number and what must be on all."""
    blocks = [*_under_headings(_blocks(parts))]
    title = line_text(blocks[0].lines[0]) if blocks else ""
    notices = _notices(blocks[:1])
    pages = [*_pages(blocks, sheet_lines - EDGE_LINES - 2 - len(notices))]
    numbered = (_sheet(title, notices, page, n, len(pages)) for n, page in enumerate(pages, 1))
    return FORM_FEED.join("".join(f"{line}\n" for line in lines) for lines in numbered)


def _sheet(title: str, notices: Sequence[str], lines: Sequence[StyledLine], n: int, of: int) -> Iterator[str]:
    number = say("page {n} of {all}", n=n, all=of)
    begin = cut(title, PLAIN_WIDTH - len(number) - 2) if n > 1 else ""
    yield begin + " " * (PLAIN_WIDTH - width_of(begin) - len(number)) + number
    yield from notices if n > 1 else ()
    yield ""
    yield from map(line_text, lines)


def _notices(blocks: Iterable[Block]) -> list[str]:
    """What the first lines say that must stand on every sheet, such as that it is not to leave the office."""
    lines = (line for block in blocks for line in block.lines)
    return [line_text(line) for line in lines if line and all(cell.style == "bad" for cell in line)]


# --- blocks ---------------------------------------------------------------------------------------------------------


def _blocks(parts: Iterable[PagePart]) -> Iterator[Block]:
    block, tabled = Block(), False
    for part in parts:
        lines = [*lines_of(part, PLAIN_WIDTH, whole=True)]
        if isinstance(part, Cell) and not part.text.strip():
            yield from _finished(block, tabled=tabled)
            block, tabled = Block(), False
        else:
            block.lines += lines
            tabled = tabled or isinstance(part, Table | Pair)
    yield from _finished(block, tabled=tabled)


def _finished(block: Block, *, tabled: bool) -> Iterator[Block]:
    if block.lines:
        titles = next((at for at, line in enumerate(block.lines) if not _names_columns(line)), 0)
        block.titles = slice(titles if tabled and titles <= MOST_TITLES else 0)
        block.heading = not tabled and all(cell.style in ("head", "bad") for cell in block.lines[0])
        yield block


def _under_headings(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, each heading with the block that it is the heading of."""
    above: list[StyledLine] = []
    for block in blocks:
        begin = len(above)
        block.lines[:0] = above
        block.titles = slice(begin, begin + block.titles.stop)
        above = [*block.lines, []] if block.heading else []
        if not above:
            yield block
    if above:
        yield Block(above[:-1])


def _names_columns(line: StyledLine) -> bool:
    return all(cell.style in ("head", "quiet") for cell in line if cell.text.strip())


def _goes_on(line: StyledLine) -> bool:
    """Whether a line of a table belongs to the one above: only one of its columns says something."""
    return len(line) > 1 and sum(bool(cell.text.strip()) for cell in line) == 1


# --- pages ----------------------------------------------------------------------------------------------------------


def _pages(blocks: Sequence[Block], room: int) -> Iterator[list[StyledLine]]:
    page: list[StyledLine] = []
    for block in blocks:
        if page and not _fits(block, room - len(page) - 1, room):
            yield page
            page = []
        page += [[], *block.lines] if page else block.lines
        while len(page) > room:
            at_line = _break(page, room)
            yield page[:at_line]
            page = [*_again(block), *page[at_line:]]
    if page:
        yield page


def _fits(block: Block, left: int, room: int) -> bool:
    """Whether a block may begin where ``left`` lines are left: all of it, or of one longer than a sheet enough rows."""
    return len(block.lines) <= left or (len(block.lines) > room and block.titles.stop + LEAST_ROWS <= left)


def _break(page: Sequence[StyledLine], room: int) -> int:
    """Before which line a sheet ends, so that no row is cut in two."""
    return next((at for at in range(room, room // 2, -1) if not _goes_on(page[at])), room)


def _again(block: Block) -> Iterator[StyledLine]:
    """The titles of a table on the next sheet."""
    titles = block.lines[block.titles]
    if titles:
        first, *rest = titles
        gone_on = say("{title} (continued)", title=line_text(first))
        named = len(first) == 1 and width_of(gone_on) <= PLAIN_WIDTH
        yield [Cell(gone_on, "head")] if named else first
        yield from rest
