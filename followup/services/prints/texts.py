"""Texts on paper: those that a print makes itself (keys of its words, figures, codes, days), and what somebody wrote.

The guard is told of its own, so that a graduate called Nov stops no print on which a day of November stands.
"""

import re
from datetime import date

from followup.case.fields import Mask, Private
from followup.handout.paper.catalogue import Language
from followup.handout.paper.days import short_day


class OwnTexts:
    """Makes the texts of one print, and remembers each; days in the words of its language, figures 0 to 9."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.made: set[str] = set()

    def text(self, text: str) -> str:
        """A figure, a code or a key."""
        self.made.add(text)
        return text

    key = text

    def day(self, day: date, *, year: bool = True) -> str:
        """A day: ``14 Oct 2026``."""
        words = short_day(day, self.language)
        return self.text(f"{words} {day.year}" if year else words)

    def days(self, *days: date) -> tuple[str, ...]:
        """Days that stand beside each other: the year only with the last one where it is the same."""
        *before, last = days
        return (*(self.day(day, year=day.year != last.year) for day in before), self.day(last))


LONGEST = 700
"""Letters of a text that a print looks at: more have no place on any page."""
_RUN = re.compile(r"([^\s\u200b\u1780-\u17ff]{24})(?=[^\s\u200b])")


def on_paper(mask: Mask, text: Private) -> str:
    """The text through the mask, its lines joined; a run of letters without a space may be broken anywhere."""
    shown = " ".join(mask(text).split())
    cut = shown if len(shown) <= LONGEST else shown[: shown.rfind(" ", LONGEST // 2, LONGEST)]
    return _RUN.sub("\\1\u200b", cut)
