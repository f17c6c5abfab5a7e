"""The visits of a stay at home as they stand in a card: those that were promised, and the scores that were given."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import accumulate, chain, repeat
from operator import sub

from followup.case.case import Case
from followup.case.parts import Visit
from followup.case.visit_words import AttemptReason, WellbeingDomain
from followup.schedule.due_visits import PromisedVisits
from followup.schedule.standing import nearest_slot
from followup.values import Value


class CardDues(Value, array_like=True):
    """The visits that were promised, in order, and what became of each; the first is number 0.

    ``gaps`` are the days between those on which they were due, the first after the year 1, ``months`` how many months
    after return each is, empty where that is one more each; ``made`` the days of the first visit that fills each, 0
    where none does, as far as any is filled. ``again`` are the days of further visits that do, ``tries`` those of
    the attempts at it and why in vain, each after the number.
    """

    gaps: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    made: tuple[int, ...] = ()
    again: tuple[tuple[int, int], ...] = ()
    tries: tuple[tuple[int, int, AttemptReason], ...] = ()

    def month(self, number: int) -> int:
        """How many months after return a visit is."""
        return self.months[number] if self.months else number + 1

    def between(self, start: int, last: int) -> Iterator[tuple[int, int, int]]:
        """The visits due on these days: the number of each, when it was due, and when it was made first, or 0."""
        on = tuple(accumulate(self.gaps))
        first, end = bisect_left(on, start), bisect_right(on, last)
        return zip(range(first, end), on[first:end], chain(self.made[first:end], repeat(0)), strict=False)


class CardScores(Value, array_like=True):
    """The scores of wellbeing: on which days, in order, and ``apart`` those of them on which she was not met.

    Of each day there is a letter for each domain: untold, first, or more, less or the same as then.
    """

    on: tuple[int, ...]
    letters: str
    apart: tuple[int, ...]


def ordinals(visits: Iterable[Visit]) -> tuple[int, ...]:
    """The days of visits."""
    return tuple(visit.on.toordinal() for visit in visits)


def card_dues(case: Case, promised: PromisedVisits) -> CardDues:
    """The visits that she was promised."""
    policy, dues, _ = promised
    made = [0] * len(dues)
    again: list[tuple[int, int]] = []
    for at, on in _fillings(case, promised):
        if made[at]:
            again.append((at, on))
        else:
            made[at] = on
    while made and not made[-1]:
        made.pop()
    months = [month for month, _ in policy.offsets(len(dues))]
    return CardDues(
        gaps=tuple(map(sub, dues, (0, *dues))),
        months=() if months == [*range(1, len(dues) + 1)] else tuple(months),
        made=tuple(made),
        again=tuple(again),
        tries=tuple(_tries(case, promised)),
    )


def _fillings(case: Case, promised: PromisedVisits) -> Iterator[tuple[int, int]]:
    """Of each visit that fills one that was promised the number of that, and the day; in order."""
    for visit in case.visits:
        if promised.policy.filled_by(visit.said.contact):
            on = visit.on.toordinal()
            slot = visit.said.slot or nearest_slot(promised.dues, on)
            if slot and slot <= len(promised.dues):
                yield slot - 1, on


def _tries(case: Case, promised: PromisedVisits) -> Iterator[tuple[int, int, AttemptReason]]:
    for attempt in case.attempts:
        on = attempt.on.toordinal()
        if slot := nearest_slot(promised.dues, on):
            yield slot - 1, on, attempt.said.reason


def shifted_on(case: Case, promised: PromisedVisits) -> date:
    """The latest day of a visit that was made although it was due in a pause: so one fewer is added at the end.

    Where follow-up has no end, and where it is not known when a visit was due, any may be one.
    """
    policy, dues, done = promised
    known = len(dues) if policy.visits else 0
    adding = [(pause.start.toordinal(), pause.until.toordinal()) for pause in case.pauses if pause.extend]
    made = (
        visit.on
        for k, visit in done.items()
        if k > known or any(start <= dues[k - 1] < until for start, until in adding)
    )
    return max(made, default=date.min)


UNTOLD, FIRST, MORE, LESS, SAME = "-f+<="
_UNTOLD = dict.fromkeys(WellbeingDomain, UNTOLD)


def card_scores(case: Case) -> CardScores:
    """The worker's scores, each against her first of that domain."""
    first: dict[WellbeingDomain, int] = {}
    scored = [visit for visit in case.visits if visit.said.scores]
    letters = "".join(_letters(visit, first) for visit in scored)
    return CardScores(ordinals(scored), letters, ordinals(one for one in scored if not one.said.contact.in_person))


def _letters(visit: Visit, first: dict[WellbeingDomain, int]) -> str:
    told = _UNTOLD.copy()
    for score in visit.said.scores:
        if (now := score.worker) is not None:
            before = first.get(score.domain)
            if before is None:
                first[score.domain], told[score.domain] = now, FIRST
            else:
                told[score.domain] = MORE if now > before else LESS if now < before else SAME
    return "".join(told.values())
