"""A document in Markdown as a page: headings, paragraphs, lists, tables and lines to copy; pictures are left out.

A row of a table becomes its first cell with the others below it, since a window may be narrow. Knows as much of
Markdown as the documents of the program use.
"""

import re
from collections.abc import Iterator, Sequence

from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell

_HEADING = re.compile(r"#+ (.*)")
_ITEM = re.compile(r"(- |[0-9]+\. )(.*)")
_CELLS_END = re.compile(r"(?<!\\)\|")
_PICTURE = re.compile(r"!\[[^]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^]]+)\]\(([^)]+)\)")
_EMPHASIS = re.compile(r"\*{1,2}(?=\S)(.+?)(?<=\S)\*{1,2}")
_FENCE = "```"


def document_page(text: str, columns: int = 0) -> Page:
    """The page of a document; of tables so many ``columns`` are shown, 0 for all."""
    page = Page()
    for block in _blocks(text.splitlines()):
        first = block[0]
        if first.startswith(_FENCE):
            page.add(Page(Cell(f"    {line}") for line in block[1:])).line()
        elif first.startswith("|"):
            _add_table(page, block, columns)
        elif heading := _HEADING.fullmatch(first):
            page.line(plain_text(heading[1]), "head").line()
        elif _ITEM.match(first):
            _add_list(page, block)
        elif said := plain_text(" ".join(block)):
            page.text(said, "").line()
    return page


def plain_text(text: str) -> str:
    """A line without its signs: a link is its words, and its address where it leads out of the documents."""
    linked = _LINK.sub(_link_words, _PICTURE.sub("", text.replace("\\|", "|")))
    parts = linked.split("`")  # every second one is to be typed, and stays as it is
    return "".join(part if n % 2 else _EMPHASIS.sub(r"\1", part) for n, part in enumerate(parts)).strip()


def _link_words(link: re.Match[str]) -> str:
    return f"{link[1]} ({link[2]})" if link[2].startswith("http") else link[1]


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """What belongs together: the lines of a paragraph, a list, a table, a heading, or between two fences."""
    block: list[str] = []
    for line in lines:
        fenced = bool(block) and block[0].startswith(_FENCE)
        if fenced and line.startswith(_FENCE):
            yield block
            block = []
        elif fenced:
            block.append(line)
        elif not line.strip() or _begins_anew(line, block):
            if block:
                yield block
            block = [line] if line.strip() else []
        else:
            block.append(line)
    if block:
        yield block


def _begins_anew(line: str, block: Sequence[str]) -> bool:
    if not block or block[0].startswith("#") or line.startswith(("#", _FENCE)):
        return True
    return line.startswith("|") != block[0].startswith("|") or bool(_ITEM.match(line) and not _ITEM.match(block[0]))


def _add_list(page: Page, block: Sequence[str]) -> None:
    items: list[list[str]] = []
    for line in block:
        if found := _ITEM.match(line):
            items.append([found[1], found[2]])
        else:
            items[-1].append(line.strip())
    for mark, *words in items:
        page.pair(mark.rstrip(), plain_text(" ".join(words)), indent=len(mark))
    page.line()


def _add_table(page: Page, block: Sequence[str], columns: int) -> None:
    heads, _, *rows = ([cell.strip() for cell in _CELLS_END.split(line.strip()[1:-1])] for line in block)
    for row in rows:
        first, *rest = map(plain_text, row[: columns or None])
        page.text(first, "strong")
        for head, cell in zip(map(plain_text, heads[1:]), rest, strict=False):
            if cell:
                page.pair("", f"{head}: {cell}" if len(heads) > 2 and not columns else cell, indent=4)
    page.line()
