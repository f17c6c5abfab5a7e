"""Texts that a print makes itself: keys of its words, figures, codes and days.

The guard is told of them, so that a graduate called Nov stops no print on which a day of November stands.
"""

from datetime import date

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
