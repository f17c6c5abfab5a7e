"""Typesets a print to a PDF that machines can read aloud (PDF/UA-1) and archives can keep (PDF/A-2a).

The one module that knows Typst. With both standards asked for, a letter that no font has, a missing title or a drawing
without words stops the build; letters that people wrote and no font has are set as a box instead, so that a note in
another script stops no print.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from followup.errors import Refused
from followup.handout.delivery import PRINT_MARK
from followup.handout.paper.catalogue import words
from followup.handout.paper.document import Content, PaperDocument
from followup.messages import say
from followup_data import shipped

if TYPE_CHECKING:
    from types import ModuleType

    from typst import Fonts

STANDARDS: Final = ("a-2a", "ua-1")
NO_LETTER: Final = "□"
"""Stands for a letter that no font has."""
_NOT_DISPLAYED = re.compile(r"the text `\"(.+?)\"` could not be displayed")
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_PAGE = re.compile(rb"/Type\s*/Page\b")


class CannotTypeset(Refused):
    """There is no typesetter on this machine: a print is written as a plain page instead."""


def can_typeset() -> bool:
    """Whether there is a typesetter on this machine."""
    try:
        _typesetter()
    except CannotTypeset:
        return False
    return True


def typeset(document: PaperDocument) -> bytes:
    """The document as a PDF; the same bytes whenever it is made. CannotTypeset where there is no typesetter."""
    typst, fonts = _typesetter()
    try:
        return _compiled(typst, fonts, document, document.content)
    except typst.TypstError as error:
        letters = _undisplayed(error.diagnostic)
        if not letters:
            raise _fault(document) from None
    try:
        return _compiled(typst, fonts, document, _without(document.content, letters))
    except typst.TypstError:
        raise _fault(document) from None


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has that was made here."""
    return len(_PAGE.findall(pdf))


@cache
def _typesetter() -> "tuple[ModuleType, Fonts]":
    try:
        import typst
        from fontpkg_noto_sans_khmer import __file__ as font_package
    except ImportError:
        raise CannotTypeset(
            say("This machine has no typesetter, so a PDF cannot be made."),
            say("Print the plain page that was written instead."),
        ) from None
    folder = Path(font_package).parent / "files"
    return typst, typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])


def _compiled(typst: "ModuleType", fonts: "Fonts", document: PaperDocument, content: Content) -> bytes:
    pdf: bytes = typst.compile(
        shipped.paper_template(document.template),
        root=shipped.paper_template(document.template).parent,
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs=_inputs(document, content),
        pdf_standards=list(STANDARDS),
        timestamp=datetime(document.dated.year, document.dated.month, document.dated.day, tzinfo=UTC),
    )
    return pdf


def _inputs(document: PaperDocument, content: Content) -> dict[str, str]:
    return {
        "content": json.dumps(content, ensure_ascii=False),
        "words": json.dumps(words(document.language, document.template), ensure_ascii=False),
        "title": document.title,
        "mark": document.mark,
        "language": document.language.codes[0],
        "keyword": PRINT_MARK,
    }


def _undisplayed(diagnostic: str) -> set[str]:
    """The letters that no font has, if nothing else is wrong."""
    return {letter for text in _NOT_DISPLAYED.findall(diagnostic) for letter in _ESCAPED.sub(_letter, text)}


def _letter(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16))


def _without(content: Content, letters: set[str]) -> Content:
    """The content with a box for each of these letters."""
    if isinstance(content, str):
        return "".join(NO_LETTER if letter in letters else letter for letter in content)
    if isinstance(content, Mapping):
        return {key: _without(inner, letters) for key, inner in content.items()}
    if isinstance(content, (list, tuple)):
        return [_without(inner, letters) for inner in content]
    return content


def _fault(document: PaperDocument) -> Refused:
    """What a template got wrong, without a word of what stands in it."""
    return Refused(
        say("The print {what} could not be typeset.", what=document.template),
        say("This is a fault of the program. Please report this sentence; nothing was written."),
    )
