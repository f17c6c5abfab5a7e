"""What became of the visits of a stay at home that were due in a quarter, and how her risk stood then."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, lru_cache
from operator import sub
from typing import NamedTuple

from followup.case.visit_words import AttemptReason
from followup.case.vocabulary import RiskLevel, Term
from followup.schedule.standing import DONE_WHEN_DUE
from followup.statistics.case_card import CardEnd, CaseCard
from followup.statistics.episode_ends import stands_on
from followup.statistics.quarters import Quarter

TREND_QUARTERS = 5
"""So many quarters stand beside one another; visits due before them are not needed."""
_SLACK = DONE_WHEN_DUE.days


class VisitOutcome(Term):
    """What became of a visit that was due."""

    WHEN_DUE = "done_when_due"
    LATE = "done_late"
    TRIED = "tried"
    NOT_TRIED = "no_try_written_down"


class DueVisit(NamedTuple):
    """A visit that was due in the quarter: so many months after return, what became of it, and her risk level then.

    ``reason`` is that of the last try, where one is written down and nothing else came of it; ``twice`` says that it
    was made more than once.
    """

    month: int
    outcome: VisitOutcome
    level: RiskLevel
    reason: AttemptReason | None = None
    twice: bool = False


class DoneOfDue(NamedTuple):
    """The visits of a quarter that were done when due, and all that were due."""

    done: int
    due: int


class Journey(NamedTuple):
    """A visit due in the quarter that was made in person: the day it was made, and its due date, as ordinals."""

    made: int
    due: int


class Span(NamedTuple):
    """What every stay is measured by, as ordinals: the day, and of the quarter its first day and the first after it.

    ``cutoff`` is the first day that is not looked at, ``judged`` the last on which a visit was due that can be judged,
    ``bounds`` are the first days of the quarters that stand beside one another, this one last.
    """

    day: int
    start: int
    cutoff: int
    judged: int
    bounds: tuple[int, ...]

    def holds(self, day: int) -> bool:
        """Whether a day lies in the quarter, as far as it is looked at."""
        return self.start <= day < self.cutoff

    def within(self, days: tuple[int, ...]) -> int:
        """How many of these days, which are in order, it holds."""
        return bisect_left(days, self.cutoff) - bisect_left(days, self.start)


@lru_cache
def quarter_span(quarter: Quarter, as_of: date) -> Span:
    day = as_of.toordinal()
    bounds = tuple(one.start.toordinal() for one in quarter.plus(1 - TREND_QUARTERS).upto(quarter))
    judged = min(quarter.end.toordinal() - 1, day - _SLACK)
    return Span(day, bounds[-1], quarter.cutoff(as_of).toordinal(), judged, bounds)


def due_and_excused_visits(
    card: CaseCard, span: Span, ends: Sequence[CardEnd], end: CardEnd | None
) -> tuple[tuple[DueVisit, ...], tuple[Journey, ...], tuple[DoneOfDue, ...], int]:
    """The visits due in the quarter, which of them were made in person, the counts of those before it, and the excused.

    Each is looked at once its 14 days are over.
    """
    if end and end.on < span.bounds[0]:
        return (), (), _NOTHING_DUE, 0
    done_counts, due_counts = [0] * TREND_QUARTERS, [0] * TREND_QUARTERS
    mine: list[DueVisit] = []
    went: list[Journey] = []
    excused = 0
    for at, due, made in card.dues.between(span.bounds[0], span.judged):
        done = made if made <= span.day else 0
        if ends and not _in_follow_up(ends, due):
            continue
        if not done and _is_excused(card, at + 1, due, ends, end):
            excused += span.start <= due
            continue
        quarter = bisect_right(span.bounds, due) - 1
        due_counts[quarter] += 1
        done_counts[quarter] += 0 < done <= due + _SLACK
        if span.start <= due:
            mine.append(_due_visit(card, at, due, span.day, done))
            if done in card.met:
                went.append(Journey(done, due))
    return tuple(mine), tuple(went), _before(tuple(done_counts[:-1]), tuple(due_counts[:-1])), excused


@cache
def _before(done: tuple[int, ...], due: tuple[int, ...]) -> tuple[DoneOfDue, ...]:
    return tuple(map(DoneOfDue, done, due))


_NOTHING_DUE = (DoneOfDue(0, 0),) * (TREND_QUARTERS - 1)


def _in_follow_up(ends: Iterable[CardEnd], due: int) -> bool:
    """Whether follow-up had not ended before a due date; what was done for her after that was not promised."""
    return not any(end.on < due and stands_on(end, due) for end in ends)


def _is_excused(card: CaseCard, k: int, due: int, ends: Sequence[CardEnd], end: CardEnd | None) -> bool:
    """Whether nobody owes her a visit that was not made: due in a pause, or after the end, and not moved."""
    if end and due > end.on:
        return True
    if k in card.moved:
        return False
    rests = (*card.pauses, *((one.on + 1, one.back) for one in ends if one.back))
    return any(first <= due < until for first, until in rests)


def _due_visit(card: CaseCard, at: int, due: int, day: int, done: int) -> DueVisit:
    dues, month = card.dues, card.dues.month(at)
    risk = level_on(card, due) if card.flags else _LOW
    if done:
        twice = any(number == at and on <= day for number, on in dues.again)
        return _visit(month, _WHEN_DUE if done <= due + _SLACK else _LATE, risk, None, twice)
    tries = [why for number, on, why in dues.tries if number == at and on <= day]
    return _visit(month, _TRIED, risk, tries[-1]) if tries else _visit(month, _NOT_TRIED, risk)


_visit = cache(DueVisit)
_WHEN_DUE, _LATE, _TRIED, _NOT_TRIED = VisitOutcome
_LOW = RiskLevel.LOW


def level_on(card: CaseCard, day: int) -> RiskLevel:
    """Her risk level on a day: what the flags open then, as grave as they were then, add up to."""
    open_then = (flag for flag in card.flags if flag.raised <= day and not 0 < flag.cleared <= day)
    return RiskLevel.of([grade for on, grade in flag.grades if on <= day][-1] for flag in open_then)


def days_without_meeting(card: CaseCard, start: int, cutoff: int, end: CardEnd | None) -> tuple[int, int]:
    """Days from the last meeting in person to the end, and of the longest time without one touching the quarter."""
    over = end.on if end and end.on < cutoff else cutoff - 1
    days = (card.returned, *card.met[bisect_right(card.met, card.returned) : bisect_left(card.met, cutoff)])
    last = max(over - days[-1], 0)
    touching = days[max(bisect_left(days, start) - 1, 0) :]
    return last, max((last, *map(sub, touching[1:], touching)))
