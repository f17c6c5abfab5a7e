"""What a file shows to whoever holds it: every text in it, taken out of its format, for the guard to read."""

import io
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePath
from typing import IO

from followup.errors import Refused
from followup.handout.contentlines import unescaped
from followup.handout.written_form import FOLD, texts_as_written, unfolded
from followup.messages import say
from followup.values import Value, replace, unseen


class Handout(Value):
    """A file about to leave: its ``name`` with suffix, and its bytes; ``folder`` is one inside the folder asked for.

    ``fixed`` are texts of the program itself, such as column headings or the names of all districts: a cell, a text of
    a calendar, a folder or a file stem equal to one of them is not searched, so that a graduate nicknamed "Total" stops
    no table, and one called Da no file that is named by a random number.

    ``texts`` is every text that was set in a file which cannot be read back, such as a PDF: it is searched instead.
    ``data`` of one that ``is_packed`` is compressed: of many large files, all checked before the first is written.
    """

    name: str
    data: bytes
    fixed: frozenset[str] = frozenset()
    folder: str = ""
    texts: tuple[str, ...] | None = None
    is_packed: bool = False

    __repr__ = unseen

    @property
    def content(self) -> bytes:
        """The bytes of the file."""
        return zlib.decompress(self.data) if self.is_packed else self.data

    def packed(self) -> "Handout":
        """The same file, held in less memory."""
        return replace(self, data=zlib.compress(self.content, 1), is_packed=True)


def texts_in_file(handout: Handout) -> Iterator[str]:
    """Every text in the file; Refused if it is of a kind, or in a state, that cannot be looked into."""
    if handout.texts is not None:
        yield from (text for text in handout.texts if text not in handout.fixed)
        return
    reader = _READERS.get(PurePath(handout.name).suffix.lower())
    if reader is None:
        raise Refused(
            say("A file was not written: it is of a kind that cannot be checked for names."),
            say("Use one of: {kinds}.", kinds=", ".join(sorted(_READERS))),
        )
    try:
        yield from reader(handout.content, handout.fixed)
    except ValueError:
        raise Refused(say("A file was not written: it cannot be read back to check it for names.")) from None


def texts_in_name(handout: Handout) -> Iterator[str]:
    """The file's name without its suffix, and the folder's of its own; none that is the program's (``fixed``).

    The number of a further part is the program's as well: calendar-2 stands for calendar.
    """
    stem = PurePath(handout.name).stem
    return (text for text in (handout.folder, stem) if text and _PART.sub("", text) not in handout.fixed)


_PART = re.compile(r"-\d{1,3}$", re.ASCII)


# --- by kind --------------------------------------------------------------------------------------------------------


def _as_text(data: bytes) -> IO[str]:
    """The text of a file, its line ends as they are; ValueError where it is none."""
    if b"\x00" in data:
        raise ValueError
    return io.TextIOWrapper(io.BytesIO(data), "utf-8-sig", newline="")


def _calendar(data: bytes, fixed: frozenset[str]) -> Iterator[str]:
    """The name of the calendar and the texts of its entries, whole, and of folded ones each part too.

    A part may show "Mom" of "My\\r\\n Mom" alone. The other lines are dates, or identifiers that come from SHA-256
    (see ``calendar.uid_for``): among thousands of them chance alone would spell short names and phones.
    """
    text = _as_text(data).read()
    lines = texts_as_written(unfolded(text))
    if lines is None:
        raise ValueError
    folded = _FOLDED.findall(text) if FOLD in text else ()
    parts = (part for line in folded for part in line.split(FOLD))
    for line in (*lines, *parts):
        shown = _SAYING.sub("", line)
        yield from {shown, unescaped(shown)} - fixed


_FOLDED = re.compile(f"^[^\r\n]*(?:{FOLD}[^\r\n]*)+", re.MULTILINE)
_SAYING = re.compile("^(?:SUMMARY|DESCRIPTION|X-WR-CALNAME):")
"""What stands before the texts of a calendar; it is not searched."""


def _table(data: bytes, fixed: frozenset[str]) -> Iterator[str]:
    import csv

    try:
        for row in csv.reader(_as_text(data), strict=True):
            yield from (cell for cell in row if cell not in fixed)
    except csv.Error:
        raise ValueError from None


def _spreadsheet(data: bytes, fixed: frozenset[str]) -> Iterator[str]:
    """Every text in any part of a spreadsheet that the program made: cells, what stands on a print, names of sheets."""
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            for name in parts.namelist():
                if name not in _STYLES:
                    with parts.open(name) as part:
                        yield from _marked_up_texts(part, fixed)
    except zipfile.BadZipFile:
        raise ValueError from None


def _marked_up_texts(part: IO[bytes], fixed: frozenset[str]) -> Iterator[str]:
    """Its texts, of each element whole, and the names of sheets; a sheet has a million, of which many are alike."""
    from xml.parsers.expat import ExpatError, ParserCreate

    shown, pieces = set[str](), list[str]()

    def end(_: str) -> None:
        if pieces:
            shown.add("".join(pieces))
            pieces.clear()

    def begin(element: str, said: dict[str, str]) -> None:
        end(element)
        if element == "sheet":
            shown.add(said["name"])

    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = pieces.append
    try:
        while some := part.read(_AT_ONCE):
            parser.Parse(some)
            yield from shown - fixed
            shown.clear()
        parser.Parse(b"", True)  # noqa: FBT003
    except ExpatError:
        raise ValueError from None
    yield from shown - fixed


_AT_ONCE = 1 << 18
"""Bytes of a part that are read at once."""
_STYLES = frozenset({"xl/styles.xml", "xl/theme/theme1.xml"})
"""Parts of a spreadsheet that say nothing but how it looks."""

_READERS: Mapping[str, Callable[[bytes, frozenset[str]], Iterator[str]]] = {
    ".ics": _calendar,
    ".csv": _table,
    ".xlsx": _spreadsheet,
}
"""How every kind of file is read that leaves the laptop, but those whose texts are given beside them."""
