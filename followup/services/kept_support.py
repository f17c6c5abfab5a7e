"""What is kept of the support that was given: all but the words, of which a mark stands there."""

from collections.abc import Iterable
from datetime import date

from followup.case.business.money import Money
from followup.case.case import Case
from followup.case.fields import revealed
from followup.case.support_words import SupportedPerson, SupportKind
from followup.case.word_marks import mark_of
from followup.monitoring.support import GivenSupport, support_given
from followup.values import Value


class KeptSupport(Value, array_like=True):
    """One thing that was given; of its fund and its note the marks."""

    on: date
    what: SupportKind
    whom: SupportedPerson
    amount: Money | None
    fund: int
    note: int
    in_plan: bool


def kept_support(case: Case) -> tuple[KeptSupport, ...]:
    """What is kept of everything that was given in a case."""
    return tuple(
        KeptSupport(one.on, one.what, one.whom, one.amount, mark_of(one.fund), mark_of(revealed(one.note)), one.in_plan)
        for one in support_given(case)
    )


class SupportWords:
    """The words of the marks, as far as a case that says them was read."""

    def __init__(self) -> None:
        self._words = {0: ""}

    def learned(self, given: tuple[GivenSupport, ...]) -> tuple[GivenSupport, ...]:
        """What was given; its words are known from now on."""
        self._words |= {mark_of(word): word for one in given for word in (one.fund, revealed(one.note))}
        return given

    def knows(self, kept: Iterable[KeptSupport]) -> bool:
        """Whether it knows all words of what is kept."""
        return all(one.fund in self._words and one.note in self._words for one in kept)

    def given(self, kept: Iterable[KeptSupport]) -> tuple[GivenSupport, ...]:
        """What is kept with its words."""
        words = self._words
        return tuple(
            GivenSupport(one.on, one.what, one.whom, one.amount, words[one.fund], words[one.note], one.in_plan)
            for one in kept
        )
