"""A print as a plain HTML page, for machines without a typesetter: the same content, to be printed from a browser."""

from importlib import import_module

from followup.handout.paper.document import PaperDocument
from followup.handout.paper.plain.page import PlainPage


def plain_html(document: PaperDocument) -> PlainPage:
    """The document laid out by the module of ``plain`` that is named like its template."""
    page = PlainPage(document)
    layout = import_module(f"followup.handout.paper.plain.{document.template.replace('-', '_')}")
    layout.fill(page, document.content)
    return page
