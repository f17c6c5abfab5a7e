"""What the program sees of one invented graduate: her entries replayed as of a day, and its own rules asked."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

from followup.case.facts import Arranged, Attempted, Body, Fact, Flagged, Opened, Planned, Visited
from followup.case.forms.enrolment import EnrolmentForm
from followup.case.forms.plan import plan_from_mapping
from followup.case.replay import replay
from followup.case.vocabulary import RiskKind
from followup.demo.records.generated_case import GeneratedCase, own_form
from followup.demo.world.troubles import Trouble
from followup.monitoring.attention import attention_findings
from followup.monitoring.case_row import Alert
from followup.schedule.standing import is_overdue
from followup.scheduler import Scheduler
from followup.services.attention import attention_inputs_of
from followup.store import NewFact

BUSINESS_RULES = frozenset(
    {
        Alert.ASSETS_GONE,
        Alert.TAKINGS_UNDER_COSTS,
        Alert.CUSTOMERS_BELOW_BREAK_EVEN,
        Alert.DEBT_GROWING,
        Alert.STOCK_SOLD_OFF,
        Alert.PARTNERS_QUARREL,
    }
)
"""The rules of attention that are about a business."""
BUSINESS_RISKS = frozenset(
    {RiskKind.BELOW_BREAK_EVEN, RiskKind.DEBT, RiskKind.PARTNERS_CONFLICT, RiskKind.NO_SUPERVISOR},
)
"""The kinds of flag that are about a business."""


class Observer:
    """Looks at what was written down of one graduate, and at nothing else."""

    def __init__(self, generated_case: GeneratedCase, scheduler: Scheduler) -> None:
        self.facts = facts_in_memory(generated_case, scheduler)
        self._scheduler = scheduler

    @cached_property
    def visit_days(self) -> tuple[date, ...]:
        """The days on which she was met in person, in order; a day with two visits stands there twice."""
        return tuple(sorted(on for on, visit in self._visits() if visit.contact.in_person))

    @cached_property
    def contact_days(self) -> tuple[date, ...]:
        """The days on which she was met or heard from, each once, in order."""
        return tuple(sorted({on for on, _ in self._visits()}))

    def first_sign(self, before: date) -> date | None:
        """The day of the first visit ``before`` a day at which a rule or an open flag was about her business."""
        return next((day for day in self.contact_days if day < before and self._shows(day)), None)

    def missed(self, since: date) -> date | None:
        """The first day ``since`` then on which she was sought in vain, or a visit due was not made in its window."""
        found = (*self._in_vain(since), *self._overdue(since))
        return min(found, default=None)

    def flagged_on(self, trouble: Trouble) -> date | None:
        """The day of the visit at which a trouble was written down as a flag of its severity, while it lasted."""
        raised = (
            fact.on
            for fact in self.facts
            if isinstance(fact.body, Flagged)
            and (fact.body.risk, fact.body.severity) == (trouble.risk, trouble.severity)
            and trouble.holds(fact.on)
        )
        return min((on for on in raised if on in self.contact_days), default=None)

    def _visits(self) -> Iterator[tuple[date, Visited]]:
        return ((fact.on, fact.body) for fact in self.facts if isinstance(fact.body, Visited))

    def _shows(self, day: date) -> bool:
        """Whether the program says something of her business on a day, from what was written down by then."""
        case = replay("", self.facts, day)
        if any(flag.risk in BUSINESS_RISKS for flag in case.open_flags):
            return True
        case_schedule = self._scheduler.case_schedule(case, day)
        look = attention_inputs_of(case, self.facts, case_schedule, day, self._scheduler.office)
        return any(finding.rule in BUSINESS_RULES for finding in attention_findings(look))

    def _in_vain(self, since: date) -> Iterator[date]:
        return (fact.on for fact in self.facts if isinstance(fact.body, Attempted) and fact.on >= since)

    def _overdue(self, since: date) -> Iterator[date]:
        today = self._scheduler.today
        case_schedule = self._scheduler.case_schedule(replay("", self.facts, today), today)
        for slot in case_schedule.schedule.slots:
            if slot.window_end >= since and is_overdue(slot, today, case_schedule.done):
                yield slot.window_end + timedelta(days=1)


def facts_in_memory(generated_case: GeneratedCase, scheduler: Scheduler) -> tuple[Fact, ...]:
    """Her entries as a casebook would hold them, in memory only: what rules and schedule ask for, not who she is."""
    enrolment = generated_case.enrolment
    home = min(enrolment.return_date, scheduler.today)
    begun = [NewFact(home, body) for body in _beginning(enrolment, scheduler)]
    new_facts = [*begun, *generated_case.since]
    new_facts += [NewFact(answer.on, answer.body(_id(len(begun) + answer.of))) for answer in generated_case.answers]
    at = datetime.combine(scheduler.today, time(), UTC)
    return tuple(
        Fact(_id(seq), at, new_fact.on, _id(0), seq, "", new_fact.body) for seq, new_fact in enumerate(new_facts)
    )


def _id(number: int) -> str:
    return f"{number:016x}"


def _beginning(enrolment: EnrolmentForm, scheduler: Scheduler) -> Iterator[Body]:
    yield Opened(
        code=enrolment.code,
        return_date=enrolment.return_date,
        policy=enrolment.policy,
        worker=enrolment.worker,
        trade=enrolment.trade,
    )
    yield Arranged(weekdays=enrolment.safe_weekdays or None, avoid=enrolment.avoid or None)
    if enrolment.plan is not None:
        yield Planned(own_form(plan_from_mapping({"rate": scheduler.office.rate, **enrolment.plan})))
