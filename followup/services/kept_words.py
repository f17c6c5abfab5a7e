"""What lists need of support, outcomes and promises, kept without the words that were written: marks stand for these.

A case that says a word is read for it once; of others who say the same nothing more is read.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from followup.case.business.money import Money
from followup.case.case import Case
from followup.case.facts import Ended, Promised
from followup.case.fields import Private, revealed
from followup.case.outcome_words import FailureCause, OutcomeKind
from followup.case.parts import FollowUpEnd, Promise, numbered
from followup.case.support_words import SupportedPerson, SupportKind
from followup.case.word_marks import mark_of
from followup.monitoring.support import GivenSupport, support_given
from followup.schedule.months import whole_months
from followup.values import Value


class MarkedWords:
    """The words of marks, as far as a case that says them was read."""

    def __init__(self) -> None:
        self._words = {0: ""}

    def learn(self, words: Iterable[Private]) -> None:
        """Know these words from now on."""
        self._words |= {mark_of(word): word for word in map(revealed, words)}

    def know(self, marks: Iterable[int]) -> bool:
        """Whether the words of all these marks are known."""
        return self._words.keys() >= set(marks)

    def __getitem__(self, mark: int) -> str:
        return self._words[mark]


class KeptSupport(Value, array_like=True):
    """One thing that was given; of its fund and its note the marks."""

    on: date
    what: SupportKind
    whom: SupportedPerson
    amount: Money | None
    fund: int
    note: int
    in_plan: bool

    def given(self, words: MarkedWords) -> GivenSupport:
        """It with its words."""
        return GivenSupport(
            self.on, self.what, self.whom, self.amount, words[self.fund], words[self.note], self.in_plan
        )


def kept_support(case: Case) -> Iterator[KeptSupport]:
    """What is kept of everything that was given in a case."""
    for one in support_given(case):
        fund, note = mark_of(one.fund), mark_of(revealed(one.note))
        yield KeptSupport(one.on, one.what, one.whom, one.amount, fund, note, one.in_plan)


class KeptEnding(Value, array_like=True):
    """An outcome: so many months after her return, None where that is not known; of who decided the mark."""

    on: date
    months: int | None
    how: OutcomeKind
    causes: tuple[FailureCause, ...]
    decided_by: int
    reopened_on: date | None

    def ended(self, words: MarkedWords) -> FollowUpEnd:
        """It without the notes."""
        return FollowUpEnd(self.on, Ended(self.how, self.causes, decided_by=words[self.decided_by]), self.reopened_on)


def endings(case: Case) -> Iterator[tuple[FollowUpEnd, int | None]]:
    """Every outcome of a case, with the months after her return."""
    for stay in case.stays:
        for end in stay.endings:
            yield end, whole_months(stay.return_date, end.on) if stay.return_date else None


def kept_endings(case: Case) -> Iterator[KeptEnding]:
    """What is kept of the outcomes of a case."""
    for end, months in endings(case):
        said = end.said
        decided = mark_of(revealed(said.decided_by))
        yield KeptEnding(end.on, months, said.ending, said.causes, decided, end.reopened_on)


class KeptPromise(Value, array_like=True):
    """An open promise by its number; of what will be done, and by whom, the marks."""

    number: int
    id: str
    on: date
    written: tuple[datetime, str, int]
    what: int
    by_whom: int
    due: date
    ending: bool

    def promised(self, words: MarkedWords) -> Promise:
        """It with its words."""
        said = Promised(words[self.what], words[self.by_whom], self.due, self.ending)
        return Promise(self.id, self.on, said, self.written)


def open_numbered(case: Case) -> list[tuple[int, Promise]]:
    """The open promises of a case, with their numbers."""
    return [(number, one) for number, one in numbered(case.promises) if one.is_open]


def kept_promises(case: Case) -> Iterator[KeptPromise]:
    """What is kept of the open promises of a case."""
    for number, one in open_numbered(case):
        said = one.said
        what, by_whom = mark_of(revealed(said.what)), mark_of(revealed(said.by_whom))
        yield KeptPromise(number, one.id, one.on, one.written, what, by_whom, said.due, said.ending)
