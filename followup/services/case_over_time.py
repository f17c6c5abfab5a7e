"""The row of one case on a day and on those that follow: made by the rules of every view, and kept as what changes.

It is made in steps: her case, her schedule, what the rules look at, what each rule finds, the row. Each step has a
watched day of its own, so that on a later day only what does not hold any more is made anew.
"""

from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from followup.case.case import Case
from followup.case.facts import Fact, HandedOut, effective
from followup.case.facts.base import Withdrawn
from followup.case.replay import replay
from followup.case.rules import Concerns, Finding, Rule, findings_of
from followup.case.watched_day import Watch
from followup.errors import FollowupError
from followup.monitoring.attention_inputs import AttentionInputs
from followup.monitoring.case_row import Alert
from followup.monitoring.row_builder import alerts_of, build_case_row
from followup.schedule.case_schedule import CaseSchedule, build_case_schedule
from followup.scheduler import OPEN_END_HORIZON, Scheduler
from followup.services.attention import attention_inputs_of

Json = Any
_ANY_DAY = Watch(date.min)
"""What holds on every day, since no day was asked."""
_GROUND = ("case", "schedule", "inputs")
SchedulerOf = Callable[[str], Scheduler]
"""What makes the schedules of a worker's cases, and knows nothing else of the office."""


class RowSpan(NamedTuple):
    """A row as it is from the ``first`` day to the ``last`` one, both as ordinals; ``complete``: it has every visit.

    ``fields`` are what is dated ahead (None: nothing) and those of the row; ``worker`` is as written in the case.
    """

    worker: str
    complete: bool
    fields: list[Json]
    first: int
    last: int


class CaseOverTime:
    """One case from a day on; her rows have the visits whose window opens before ``until``."""

    def __init__(self, case_id: str, facts: tuple[Fact, ...], scheduler_of: SchedulerOf, until: date) -> None:
        self.case_id = case_id
        self.facts = facts
        self.until = until
        self._latest = max((fact.on for fact in facts), default=date.min)
        self._scheduler_of = scheduler_of
        self._made: dict[str, tuple[Watch, Any]] = {}
        self._found: dict[str, tuple[Watch, tuple[Finding, ...]]] = {}
        """What each rule found."""
        self._unasked: tuple[Watch, AttentionInputs] | None = None
        """What the rules look at, with a day that none of them has asked yet."""

    def spans(self, day: date, enough: date) -> list[RowSpan]:
        """Her row of a day and those of the days to come, up to ``enough``, while one and the same worker follows her.

        What cannot be made is said today, or on its day.
        """
        spans = [self._span(day)]
        with suppress(FollowupError):
            while spans[-1].last < enough.toordinal():
                span = self._span(date.fromordinal(spans[-1].last + 1))
                if span.worker != spans[0].worker or len(span.fields) != len(spans[0].fields):
                    break
                spans.append(span)
        return spans

    def _span(self, day: date) -> RowSpan:
        while True:
            worker, case = self._step("case", day, self._case)
            case_schedule = self._step("schedule", day, partial(self._case_schedule, worker, case))
            inputs = self._step("inputs", day, partial(self._inputs, worker, case, case_schedule))
            self._made.pop("row", None)
            complete, fields = self._step("row", day, partial(self._fields, inputs))
            first = max(watch.first for watch, _ in self._made.values())
            last = min(watch.last for watch, _ in self._made.values())
            if first <= day.toordinal() <= last:
                return RowSpan(worker, complete, fields, first, last)
            self._made.clear()  # a later step asked an earlier one for more than holds on this day

    def _step(self, name: str, day: date, make: Callable[[date], Any]) -> Any:
        """What a step made for an earlier day, if it still holds; if not, it is made anew.

        The steps that all rules build upon take what follows with them.
        """
        if name not in self._made or not self._made[name][0].holds(day):
            if name in _GROUND:
                self._made = {one: self._made[one] for one in _GROUND[: _GROUND.index(name)]}
                self._found.clear()
            watch = Watch(day)
            self._made[name] = watch, make(watch.day)
        return self._made[name][1]

    def _case(self, day: date) -> tuple[str, Case]:
        case = replay(self.case_id, self.facts, day)
        return case.worker, self._scheduler_of(case.worker).office.staff.of_today(case)

    def _case_schedule(self, worker: str, case: Case, day: date) -> CaseSchedule | None:
        if not case.is_open:
            return None
        scheduler, horizon = self._scheduler_of(worker), max(self.until, day + OPEN_END_HORIZON)
        plans = scheduler.office.trips_of(case.worker)
        return build_case_schedule(case, scheduler.policy_of(case), scheduler.workdays(case), day, horizon, plans)

    def _inputs(self, worker: str, case: Case, case_schedule: CaseSchedule | None, day: date) -> AttentionInputs | None:
        if case_schedule is None:
            return None
        office = self._scheduler_of(worker).office
        return attention_inputs_of(case, self.facts, case_schedule, day, office)

    def _fields(self, inputs: AttentionInputs | None, day: date) -> tuple[bool, list[Json]]:
        ahead = self._ahead(day)
        if inputs is None:
            return True, [ahead]
        plain, case_schedule = date.fromordinal(date.toordinal(day)), inputs.case_schedule
        row = build_case_row(inputs.on(day), partial(self._alerts, plain), self.until)
        has_end = bool(case_schedule.last_slot) or case_schedule.ended
        visits = (*case_schedule.visits_ahead, *case_schedule.extra_visits)
        return has_end and all(one.opens < self.until for one in visits), [ahead, *row.to_json()]

    def _alerts(self, day: date, inputs: AttentionInputs) -> tuple[Alert, ...]:
        """Her alerts; they are made anew only on a day on which a rule may find something else."""
        if "alerts" not in self._made or not self._made["alerts"][0].holds(day):
            watch, self._unasked = Watch(day), None
            self._made["alerts"] = watch, alerts_of(inputs, partial(self._findings, watch.ordinal))
            watch.narrow(asked for asked, _ in self._found.values())
        alerts: tuple[Alert, ...] = self._made["alerts"][1]
        return alerts

    def _findings(
        self, day: int, rule: Rule[AttentionInputs, Concerns], inputs: AttentionInputs
    ) -> tuple[Finding, ...]:
        """What a rule finds; it is asked again only on a day on which it may find something else."""
        known = self._found.get(rule.name)
        if known is None or not known[0].first <= day <= known[0].last:
            if self._unasked is None:
                watch = Watch(date.fromordinal(day))
                self._unasked = watch, inputs.on(watch.day)
            watch, looked_at = self._unasked
            found = findings_of(rule, looked_at)
            if watch.was_asked:
                self._unasked = None
            known = self._found[rule.name] = watch if watch.was_asked else _ANY_DAY, found
        return known[1]

    def _ahead(self, day: date) -> Json:
        if self._latest <= day:  # nearly always, and much cheaper
            return None
        ahead = [fact.on.toordinal() for fact in dated_after(self.facts, day)]
        return [replay(self.case_id, self.facts, date.max).code, len(ahead), max(ahead)] if ahead else None


def dated_after(facts: Collection[Fact], today: date) -> list[Fact]:
    """The entries in force that are dated after a day; a withdrawal holds whatever its day.

    So does what went to a phone: the next export goes on from it and hands it out with the day it is then.
    """
    return [fact for fact in effective(facts) if fact.on > today and not isinstance(fact.body, (Withdrawn, HandedOut))]
