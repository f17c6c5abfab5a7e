"""A print as a plain HTML page, for machines without a typesetter: the same content, to be printed from a browser."""

from importlib import import_module

from followup.handout.paper.document import PaperDocument
from followup.handout.paper.plain.page import PlainPage
from followup.values import Value


class PlainFile(Value):
    """The page as a file, and on how many sheets of paper it begins anew."""

    data: bytes
    sheets: int


def plain_html(document: PaperDocument) -> PlainFile:
    """The document laid out by the module of ``plain`` that is named like its template."""
    page = PlainPage(document)
    layout = import_module(f"followup.handout.paper.plain.{document.template.replace('-', '_')}")
    layout.fill(page, document.content)
    return PlainFile(page.file(), page.sheets)
