"""Dates set by hand that lie on a day against which something stands: they are told, and moved by nobody."""

from collections.abc import Container, Iterable, Iterator
from datetime import date

from followup.case.case import Case
from followup.casebook import Casebook
from followup.messages import say
from followup.schedule.slots import Slot
from followup.schedule.standing import ASKING
from followup.schedule.workdays import Obstacle
from followup.scheduler import Scheduler
from followup.store import is_case
from followup.values import Value


class HandDate(Value):
    """A visit to come that somebody set to a day, and what stands against that day."""

    code: str
    k: int
    day: date
    against: tuple[Obstacle, ...]

    @property
    def sentence(self) -> str:
        """That it stays there all the same, in words for people."""
        return say(
            "{code}: visit {k} was set by hand to {day} and stays there. Against that day: {reasons}.",
            code=self.code,
            k=self.k,
            day=self.day,
            reasons=", ".join(one.label for one in self.against),
        )


def hand_dates(code: str, slots: Iterable[Slot], by_hand: Iterable[int]) -> Iterator[HandDate]:
    """Of the slots those set by hand to a day against which something stands."""
    return (
        HandDate(code, slot.k, slot.date, slot.why) for slot in slots if slot.k in by_hand and slot.date and slot.why
    )


def hand_dates_of(scheduler: Scheduler, case: Case) -> list[HandDate]:
    """Her visits from today on that were set by hand to such a day."""
    if not case.moves or case.end is not None or not (schedule := scheduler.schedule_if_known(case)):
        return []
    standings = schedule.standings(scheduler.today)
    asked = (slot for slot, standing in standings if standing in ASKING and slot.date and slot.date >= scheduler.today)
    return list(hand_dates(case.code, asked, case.moves))


def newly_against(before: Iterable[HandDate], after: Iterable[HandDate]) -> Iterator[HandDate]:
    """Those of which more stands against their day than ``before``."""
    known = {(one.code, one.k, one.day): one.against for one in before}
    return (one for one in after if not set(one.against) <= set(known.get((one.code, one.k, one.day), ())))


def written_against(book: Casebook, kinds: Iterable[str]) -> Iterator[HandDate]:
    """Those against whose days stands what was written of their cases, in entries of these ``kinds``."""
    facts = {fact.id: journal for journal, fact in book.written if is_case(journal) and fact.body.kind in kinds}
    for case in book.cases_of(sorted(set(map(book.root, facts.values())))):
        if after := hand_dates_of(book.scheduler, case):
            yield from newly_against(hand_dates_of(book.scheduler, _without(book, case.id, facts)), after)


def _without(book: Casebook, case_id: str, facts: Container[str]) -> Case:
    """Her case as it was before these facts."""
    from followup.case.replay import replay

    before = (fact for fact in book.facts(case_id) if fact.id not in facts)
    return book.staff.of_today(replay(case_id, before, book.today))
