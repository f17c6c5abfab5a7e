"""The ends of follow-up of a stay at home, as they stood on a day."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from followup.case.outcome_words import FailureCause, OutcomeClass, OutcomeKind
from followup.statistics.case_card import CardEnd, CaseCard
from followup.values import replace


class EpisodeEnd(NamedTuple):
    """An end of follow-up: on which day, how, its causes with the main one first, and since when she is back."""

    on: date
    how: OutcomeKind
    causes: tuple[FailureCause, ...]
    back: date | None = None

    @property
    def result(self) -> OutcomeClass:
        """Success, failure or neither."""
        return self.how.result


@cache
def day_of(ordinal: int) -> date:
    """A day, the same for all who share it."""
    return date.fromordinal(ordinal)


def ends_by(card: CaseCard, day: int) -> list[CardEnd]:
    """The ends of follow-up as they stood on a day."""
    return [one if one.back <= day else replace(one, back=0) for one in card.ends if one.on <= day]


def standing_end(ends: Sequence[CardEnd]) -> CardEnd | None:
    """The end of follow-up, where it has not gone on again."""
    return ends[-1] if ends and not ends[-1].back else None


def stands_on(end: CardEnd, day: int) -> bool:
    """Whether follow-up that had ended so had not gone on again by a day."""
    return not end.back or day < end.back


def episode_ends(ends: Iterable[CardEnd]) -> Iterator[EpisodeEnd]:
    """The ends of follow-up; of two while she was not back the first stands, so that no later report tells another."""
    standing: CardEnd | None = None
    for end in ends:
        if standing is None or not stands_on(standing, end.on):
            standing = end
            yield EpisodeEnd(day_of(end.on), end.how, end.causes, day_of(end.back) if end.back else None)
