"""The visits of an invented life: most near their day, some late, some in vain, and what each of them saw."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from followup.case.business.month import MonthlyFigures
from followup.case.facts import Ended, Moved, Promised, Visited
from followup.case.outcome_words import OutcomeKind
from followup.case.visit_words import AttemptReason, ContactMethod
from followup.case.vocabulary import RiskKind, Severity
from followup.demo.records.record_writer import RecordWriter
from followup.demo.world.business_model import reported_month
from followup.demo.world.life_model import FLOOD_MONTHS, Life
from followup.demo.world.wellbeing import recorded_scores
from followup.schedule.slots import Slot
from followup.schedule.workdays import Workdays
from followup.store import NewFact
from followup.values import Value, replace

_LATE = 8
"""A visit so many days after its day says which one it was."""
_CONTACTS = {ContactMethod.HOME_VISIT: 80, ContactMethod.MET_ELSEWHERE: 12, ContactMethod.CAME_TO_US: 8}
_LAST_CONTACT = {
    OutcomeKind.BACK_IN_SEX_TRADE: ContactMethod.THIRD_PERSON,
    OutcomeKind.RE_EXPLOITED: ContactMethod.THIRD_PERSON,
    OutcomeKind.BACK_AT_CENTRE: ContactMethod.CAME_TO_US,
    OutcomeKind.MOVED_ABROAD: ContactMethod.PHONE,
    OutcomeKind.MOVED_AWAY: ContactMethod.PHONE,
}
"""How it became known that her follow-up is over; a home visit otherwise."""
_SEARCHED = 3
"""Slots in which somebody nobody finds is looked for, before follow-up ends without contact."""


class VisitPattern(Value):
    """How her visits are made: up to which day, how often one fails without a flood, and what is hers in words.

    ``kind`` says which notes fit her: business, job or care. ``last`` is the number of the slot after which follow-up
    is completed, 0 for none, and ``completed`` how it ends then.
    """

    until: date
    misses: float
    kind: str
    last: int = 0
    completed: tuple[OutcomeKind, str] | None = None


class VisitSimulator:
    """Whoever follows her, going from slot to slot and writing down what is seen."""

    def __init__(
        self, life: Life, record_writer: RecordWriter, visit_pattern: VisitPattern, workdays: Workdays, rng: Random
    ) -> None:
        self.life = life
        self.record_writer, self.staff = record_writer, record_writer.staff
        self.visit_pattern = visit_pattern
        self.workdays = workdays
        self.rng = rng
        self.repaid = 0.0
        """What she had paid back of her loan when she was last asked."""
        self.words: Any = record_writer.words
        self._last = life.circumstances.returned
        self._searched = 0

    def run(self, slots: Sequence[Slot]) -> None:
        """Every slot whose day has come, until follow-up ends."""
        for slot in slots:
            if slot.date is None or self.record_writer.ended:
                continue
            if slot.date > self.visit_pattern.until:
                break
            if self.life.lost(slot.date):
                self._search(slot.date)
            else:
                self._turn(slot, slot.date)

    def _turn(self, slot: Slot, planned: date) -> None:
        days, occasion = self._how(planned)
        day = self._worked(planned + timedelta(days=days))
        if not occasion:
            self._in_vain(planned, self.rng.choice((1, 1, 2)))
        elif self._last < day <= self.visit_pattern.until:
            if days >= _LATE:
                self._in_vain(planned, 1)
            elif days > 1 and self.rng.random() < 0.4:
                self._moved(slot, day)
            self._visit(slot, day, occasion)

    def _how(self, planned: date) -> tuple[int, str]:
        """How many days after the planned one, and which kind of notes; no notes if she was not met."""
        chance = self.rng.random()
        if self.life.floods and planned.month in FLOOD_MONTHS and chance < 0.4:
            return self.rng.randint(_LATE, 13), "flood" if chance < 0.33 else ""
        if self.rng.random() < self.visit_pattern.misses:
            return 0, ""
        if chance < 0.7:
            return 0, self.visit_pattern.kind
        if chance < 0.91:
            return self.rng.randint(-2, 5), self.visit_pattern.kind
        return (self.rng.randint(_LATE, 12), self.visit_pattern.kind) if chance < 0.97 else (0, "phone")

    def _worked(self, day: date) -> date:
        """The day itself, or the first working day in the week after it."""
        week = (day + timedelta(days=days) for days in range(7))
        return next((one for one in week if self.workdays.works(one)), day)

    # --- not met ---------------------------------------------------------------------------------

    def _in_vain(self, day: date, tries: int) -> None:
        reasons = self.words["usual_reasons"]
        for _ in range(tries):
            (reason,) = self.rng.choices(list(reasons), list(reasons.values()))
            if self.life.floods and day.month in FLOOD_MONTHS and self.rng.random() < 0.9:
                reason = AttemptReason.ROAD_FLOODED
            self._try(day, AttemptReason(reason))
            day += timedelta(days=self.rng.randint(2, 6))

    def _search(self, day: date) -> None:
        """Somebody who has gone is looked for, slot after slot; where nobody finds her for good, follow-up ends."""
        reasons = self.words["lost_reasons"]
        for _ in range(2):
            (reason,) = self.rng.choices(list(reasons), list(reasons.values()))
            self._try(day, AttemptReason(reason))
            day += timedelta(days=self.rng.randint(4, 8))
        self._searched += 1
        if self._searched >= _SEARCHED and self.life.outcome.ending is OutcomeKind.NO_CONTACT:
            self._over(min(day, self.visit_pattern.until))

    def _try(self, day: date, reason: AttemptReason) -> None:
        if self._last < day <= self.visit_pattern.until:
            self.record_writer.attempted(day, reason, self.rng)

    def _moved(self, slot: Slot, day: date) -> None:
        on = max(self.life.circumstances.returned, day - timedelta(days=self.rng.randint(3, 9)))
        self.record_writer.write(on, Moved(slot.k, day, self.rng.choice(self.words["moved"])))

    # --- met -------------------------------------------------------------------------------------

    def _visit(self, slot: Slot, day: date, occasion: str) -> None:
        is_over = self.life.is_over(day)
        self._last = day
        self.record_writer.visited(day, self._last_visit(day) if is_over else self._seen(slot, day, occasion))
        new = self.record_writer.flags(day, self.life.troubles, self.rng)
        self.record_writer.settle(day, self.rng)
        if is_over:
            self._over(day)
        elif slot.k == self.visit_pattern.last:
            self._completed(day)
        else:
            self._promise(slot, day)
            self._ring(day, danger=any(one.severity is Severity.DANGER for one in new))

    def _seen(self, slot: Slot, day: date, occasion: str) -> Visited:
        contact = self._contact(occasion)
        note = self._note(slot, day, occasion)
        named = slot.date is not None and (day - slot.date).days >= _LATE
        if contact is ContactMethod.PHONE:
            return Visited(contact, note=note, went=(self.staff.worker,), agreed="")
        at = self.life.at(day)
        return Visited(
            contact,
            slot=slot.k if named else None,
            note=note,
            went=self._went(),
            scores=recorded_scores(
                self.life.states[at - 1], self.rng, hiding=self.life.outcome.failure_progress(at) > 0
            ),
            month=self._month(day) if self.rng.random() < 0.95 else None,
            agreed=self._agreed(day),
            contact_right=self.rng.choices((True, None, False), (82, 15, 3))[0],
        )

    def _contact(self, occasion: str) -> ContactMethod:
        (contact,) = self.rng.choices(list(_CONTACTS), list(_CONTACTS.values()))
        return ContactMethod.PHONE if occasion == "phone" else contact

    def _went(self) -> tuple[str, ...]:
        return (self.staff.worker, *(one for one in self.staff.others if self.rng.random() < 0.45))

    def _month(self, day: date, *, still_open: bool = True) -> MonthlyFigures | None:
        """The figures of the month before, if she has a business."""
        if not self.life.figures:
            return None
        seen = self.life.figures[self.life.at(day) - 1]
        since_last = seen.repaid - self.repaid if self.life.figures[-1].repaid else None
        self.repaid = seen.repaid
        return reported_month(seen, self.rng, still_open=still_open, repaid=since_last)

    def _note(self, slot: Slot, day: date, occasion: str) -> str:
        notes = self.words[occasion]
        season = {4: "feast", 12: "feast", 1: "feast", 6: "rain", 7: "rain", 8: "rain"}.get(day.month, occasion)
        if slot.k == 1 and occasion != "phone":
            notes = self.words["first"]
        elif (near := self.life.outcome.failure_progress(self.life.at(day))) and self.rng.random() < 0.7:
            every_note = self.life.outcome.script["notes"]
            notes = every_note[: 1 + int(near * (len(every_note) - 1))]
        elif occasion == "business" and self.rng.random() < 0.4:
            notes = self.words[season]
        elif self.rng.random() > 0.85:
            return ""
        return str(self.rng.choice(notes))

    def _agreed(self, day: date) -> str:
        if self.rng.random() > 0.55:
            return ""
        now = [one for one in self.life.troubles if one.holds(day)]
        grave = any(one.risk in (RiskKind.VIOLENCE, RiskKind.RECRUITER_NEAR, RiskKind.FAMILY_WOULD_SELL) for one in now)
        short = bool(self.life.figures) and self.life.figures[self.life.at(day) - 1].left < 0
        said = "trouble" if grave else "short" if short else "well"
        if said == "well" and not self.life.figures:
            return ""
        return str(self.rng.choice(self.words["agreed"][said]))

    def _promise(self, slot: Slot, day: date) -> None:
        last = self.visit_pattern.last
        if last and slot.k == last - 3 and last > 10:
            due = day + timedelta(days=80)
            self.record_writer.promise(day, Promised(self.words["ending"][0], self.staff.worker, due, ending=True))
        elif self.rng.random() < 0.22:
            what, by = self.rng.choice(self.words["promises"])
            due = day + timedelta(days=self.rng.randint(10, 40))
            self.record_writer.promise(day, Promised(what, self.staff.worker if by == "worker" else by, due))

    def _ring(self, day: date, *, danger: bool) -> None:
        """In danger she is rung between two visits."""
        day = self._worked(day + timedelta(days=self.rng.randint(8, 11)))
        if danger and day <= self.visit_pattern.until and not self.life.is_over(day) and not self.life.lost(day):
            note = self.rng.choice(self.words["danger_call"])
            self._last = day
            self.record_writer.visited(day, Visited(ContactMethod.PHONE, note=note, went=(self.staff.worker,)))

    # --- the end ---------------------------------------------------------------------------------

    def _last_visit(self, day: date) -> Visited:
        """The contact at which it is seen that follow-up is over."""
        outcome = self.life.outcome
        contact = _LAST_CONTACT.get(outcome.ending or OutcomeKind.BUSINESS_CLOSED, ContactMethod.HOME_VISIT)
        visited = Visited(contact, note=outcome.last, went=(self.staff.worker,))
        if not contact.in_person:
            return visited
        scores = recorded_scores(self.life.states[-1], self.rng)
        still_open = outcome.ending is not OutcomeKind.BUSINESS_CLOSED
        return replace(visited, scores=scores, month=self._month(day, still_open=still_open))

    def _over(self, day: date) -> None:
        outcome = self.life.outcome
        if outcome.ending:
            said = Ended(outcome.ending, outcome.causes, outcome.last, decided_by=self.staff.deciding)
            self.record_writer.end(day, said)

    def _completed(self, day: date) -> None:
        """After the last slot; not where something grave is open, which has to be looked at first."""
        grave = self.record_writer.gravest in (Severity.CONCERN, Severity.DANGER)
        if self.visit_pattern.completed and not grave and self.rng.random() < 0.85:
            ending, note = self.visit_pattern.completed
            self.record_writer.end(day, Ended(ending, (), note, decided_by=self.staff.deciding))


def with_schedule_changes(record_writer: RecordWriter, changes: Sequence[NewFact]) -> tuple[NewFact, ...]:
    """All entries in one list: those of the visits, then the changes of their schedule while follow-up lasted."""
    lasted = [new_fact for new_fact in changes if not record_writer.ended or new_fact.on <= record_writer.ended]
    return (*record_writer.since, *lasted)
