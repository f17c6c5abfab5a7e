"""A print before it is typeset: which template, in which language, and everything that stands on it as plain data."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from followup.handout.paper.catalogue import Language
from followup.values import Value

FOLDER: Final = Path("prints")
"""Where prints go if nothing else is said."""
Content = str | int | bool | None | Sequence["Content"] | Mapping[str, "Content"]
"""Plain data, as JSON has it; figures and days are texts, made once, so that no template rounds or writes a day."""


class PaperDocument(Value):
    """What a template is given. ``title`` is what the PDF is called inside, ``dated`` the day of the document.

    Of the same document the same bytes are made, whatever day it is. ``mark`` stands on top of every page, such as
    INTERNAL.
    """

    template: str
    title: str
    language: Language
    content: Mapping[str, Content]
    dated: date
    mark: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text on it that does not come from the catalogue, each once, for the guard."""
        return tuple(dict.fromkeys((self.title, self.mark, *all_texts(self.content))))


def all_texts(content: Content) -> Iterator[str]:
    """Every text and number inside ``content``; the keys are the template's own and stand on no paper."""
    if isinstance(content, Mapping):
        for inner in content.values():
            yield from all_texts(inner)
    elif isinstance(content, str):
        yield content
    elif isinstance(content, Sequence):
        for inner in content:
            yield from all_texts(inner)
    elif content is not None and not isinstance(content, bool):
        yield str(content)
