"""An invented caseload: the same seed on the same day gives the same people, with the same lives."""

from bisect import bisect
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped,unused-ignore]  # it ships no types

from followup.case.business.plan import Plan
from followup.case.case import Case
from followup.case.date_ranges import WEEKDAYS
from followup.case.facts import Extended, Paused, Tapered
from followup.case.forms.dates import parse_date_range
from followup.case.forms.plan import plan_from_mapping
from followup.case.outcome_words import OutcomeKind
from followup.case.pseudonym import generated_code
from followup.demo.records.generated_case import GeneratedCase, own_form
from followup.demo.records.milestones import milestone_entries
from followup.demo.records.record_writer import RecordWriter, Staff
from followup.demo.records.referrals import draw_referrals
from followup.demo.records.schedule_changes import draw_schedule_changes
from followup.demo.records.support import spoken_entries, support_entries
from followup.demo.records.visits import VisitPattern, VisitSimulator, with_schedule_changes
from followup.demo.world import people, plans
from followup.demo.world.business_model import PlannedBusiness
from followup.demo.world.life_model import Life, simulate_life
from followup.demo.world.outcome_model import Circumstances
from followup.scheduler import Scheduler
from followup.store import NewFact
from followup.values import Value, replace
from followup_data import shipped

RETURN_SPREAD_DAYS = 1_280
"""Return dates lie within so many days before today: 42 months."""
_STEPS = {"returned": 0.8191725, "district": 0.6710436, "worry": 0.5497005}
"""Steps of these parts of the whole fill it evenly, however many they are, and apart from one another."""
_EXPECTED_EVERY, _UNREACHED_EVERY = 40, 20
_TRAINED_BEFORE = timedelta(days=60)
"""Who left the centre so soon after a training was introduced had no time to take it."""
_BY_PLACEMENT = {"employment": "job", "long_term_care": "care"}


def caseload_workers() -> list[str]:
    """The workers among whom the invented graduates are shared."""
    return sorted({district["worker"] for district in shipped.demo("caseload")["districts"]})


def generate_caseload(number: int, seed: int, scheduler: Scheduler, policy: str = "") -> Iterator[GeneratedCase]:
    """``number`` invented graduates, evenly spread over the last 42 months; a longer list begins with a shorter one.

    With ``policy`` the same lives are followed under that one, to compare what is seen.
    """
    world = CaseloadGenerator(seed, scheduler, policy)
    return (world.life_and_case(at).generated_case for at in range(number))


class _LifeDates(Value):
    """The days that frame one life: home on ``returned``, met up to ``until``, and not found from ``lost_since`` on."""

    returned: date
    until: date
    lost_since: date | None = None


class LifeAndCase(NamedTuple):
    """One invented life as it is, and what visits saw of it."""

    life: Life
    generated_case: GeneratedCase


class CaseloadGenerator:
    """Everything the invented caseload is drawn from."""

    def __init__(self, seed: int, scheduler: Scheduler, policy: str = "") -> None:
        self.seed = seed
        self.scheduler = scheduler
        self.policy = policy
        self.today = scheduler.today
        self._offset = Random(f"followup {seed}").random()
        self._codes: set[str] = set()
        self.lists = shipped.demo("caseload") | shipped.demo("lives")
        """What caseloads are made of."""
        self.words = shipped.demo("notes")
        """What is written down at visits."""
        self.people, self.plans = shipped.demo("people"), shipped.demo("plans")
        """What names and, by trade, plans are made of."""
        self._names = people.name_words(self.people)

    def life_and_case(self, at: int) -> LifeAndCase:
        """The life of number ``at``, and what visits saw of it. The life is the same whatever the policy."""
        rng = Random(f"followup {self.seed} {at}")
        life_dates = self._life_dates(at, rng)
        form = self._form(at, rng, life_dates)
        plan = self._plan(form)
        life = self._life(at, form, plan, life_dates)
        seen = Random(f"followup {self.seed} {at} visits")
        months = self._months(form["policy"])
        changes = draw_schedule_changes(self.words, life, months, self.today, self.lists["supervisor"], seen)
        record_writer = self._followed(form, life, changes, life_dates, seen)
        milestones = milestone_entries(life, record_writer, self.today, Random(f"followup {self.seed} {at} milestones"))
        since = (*with_schedule_changes(record_writer, changes), *self._support(at, form, plan, record_writer))
        rng = Random(f"followup {self.seed} {at} referrals")
        referrals = draw_referrals(record_writer, len(since), self.today, rng)
        answers = (*record_writer.answers, *referrals.answers)
        return LifeAndCase(life, GeneratedCase(form, (*since, *referrals.since, *milestones), answers))

    def _support(
        self, at: int, form: Mapping[str, Any], plan: Plan | None, record_writer: RecordWriter
    ) -> Iterator[NewFact]:
        """What she and her family are given, up to today or the end of follow-up."""
        last, rng = record_writer.ended or self.today, Random(f"followup {self.seed} {at} support")
        words = shipped.demo("support")
        yield from support_entries(words, form, plan, last, rng)
        yield from spoken_entries(words, form, last, rng)

    def _even(self, at: int, what: str) -> float:
        """A number from 0 up to 1 for number ``at``, spread evenly over them all."""
        return (self._offset + at * _STEPS[what]) % 1

    def _life_dates(self, at: int, rng: Random) -> _LifeDates:
        if at % _EXPECTED_EVERY == 7:
            returned = self.today + timedelta(days=rng.randint(4, 30))
            return _LifeDates(returned, self.today)
        days = int(self._even(at, "returned") * RETURN_SPREAD_DAYS)
        returned = self.today - timedelta(days=days)
        until = self.today - timedelta(days=rng.randint(0, 8))
        if at % _UNREACHED_EVERY == 11 and 180 < days < 1_000:
            return _LifeDates(returned, until, self.today - timedelta(days=rng.randint(80, 120)))
        return _LifeDates(returned, until)

    def _life(self, at: int, form: Mapping[str, Any], plan: Plan | None, life_dates: _LifeDates) -> Life:
        rng = Random(f"followup {self.seed} {at} life")
        circumstances = self._circumstances(form, plan, life_dates)
        return simulate_life(self.lists, circumstances, self._even(at, "worry"), self.today, rng, life_dates.lost_since)

    def _circumstances(self, form: Mapping[str, Any], plan: Plan | None, life_dates: _LifeDates) -> Circumstances:
        business = PlannedBusiness.of(plan) if plan else None
        floods = any(one["floods"] for one in self.lists["districts"] if one["district"] == form["district"])
        where = _BY_PLACEMENT.get(form["placement"], "home")
        true = {
            where: True,
            "plan": business,
            "flood": business and floods,
            "partners": business and business.partners > 1,
        }
        trained = self.lists["training"]["module"] in form["modules"]
        return Circumstances(
            life_dates.returned, business, trained, frozenset(name for name, holds in true.items() if holds)
        )

    def _form(self, at: int, rng: Random, life_dates: _LifeDates) -> dict[str, Any]:
        district = self._district(at)
        trade = _drawn(self.lists["trades"], rng)
        placement = _drawn(self.lists["placements"], rng)
        policy = _drawn(self.lists["policies"], rng)
        centre = rng.choice(self.lists["centres"])
        form = {
            "code": self._code(rng),
            **people.identity(self.people, rng, at, life_dates.returned.year),
            "province": district["province"],
            "district": district["district"],
            "worker": district["worker"],
            "return_date": life_dates.returned,
            "centre": centre,
            "trade": trade,
            "modules": [trade, *self._modules(centre, life_dates.returned, rng)],
            "placement": placement,
            "policy": self.policy or policy,
            "assessments": self._assessments(rng, life_dates.returned),
            **self._arrangements(rng),
        }
        if placement not in ("employment", "long_term_care") and rng.random() < 0.8:
            form["plan"] = plans.draw_plan_form(trade, self.plans[trade], rng)
            form["business"] = rng.choice(self.people["businesses"])
        return form

    def _plan(self, form: Mapping[str, Any]) -> Plan | None:
        """Her plan, if she has one."""
        if "plan" not in form:
            return None
        return own_form(plan_from_mapping({"rate": self.scheduler.office.rate, **form["plan"]}))

    def _modules(self, centre: str, returned: date, rng: Random) -> list[str]:
        """What she was taught beside her trade: running a business only since her centre teaches it."""
        taught = self.lists["training"]
        since = first_of_month(self.today, taught["from_months_ago"][centre])
        chance = taught["chance"] if returned >= since + _TRAINED_BEFORE else 0.0
        chances = {taught["module"]: chance, **self.lists["modules"]}
        return [name for name, chance in chances.items() if rng.random() < chance]

    def _district(self, at: int) -> dict[str, Any]:
        """Where number ``at`` lives: the districts by their weights."""
        districts: list[dict[str, Any]] = self.lists["districts"]
        reached = list(accumulate(one["weight"] for one in districts))
        return districts[bisect(reached, self._even(at, "district") * reached[-1])]

    def _code(self, rng: Random) -> str:
        """A code nobody has, that spells nobody's name."""
        code = generated_code(rng.randrange)
        while code in self._codes or any(name in code for name in self._names):
            code = generated_code(rng.randrange)
        self._codes.add(code)
        return code

    def _assessments(self, rng: Random, returned: date) -> list[dict[str, Any]]:
        made = []
        for what, before in (("family", 45), ("community", 38)):
            decision = "yes" if rng.random() < 0.75 else "conditional"
            reasons = rng.choice(self.lists[f"{what}_reasons"][decision])
            on = min(returned, self.today) - timedelta(days=before + rng.randint(0, 15))
            made.append({"what": what, "decision": decision, "reasons": reasons, "on": on})
        return made

    def _arrangements(self, rng: Random) -> dict[str, Any]:
        arrangements: dict[str, Any] = {}
        if rng.random() < 0.18:
            arrangements["safe_weekdays"] = [WEEKDAYS[day] for day in sorted(rng.sample(range(5), rng.randint(2, 4)))]
        if rng.random() < 0.1:
            first = self.today + timedelta(days=rng.randint(3, 40))
            arrangements["avoid"] = [f"{first}..{first + timedelta(days=rng.randint(3, 10))}"]
        return arrangements

    def _followed(
        self, form: Mapping[str, Any], life: Life, changes: tuple[NewFact, ...], life_dates: _LifeDates, rng: Random
    ) -> RecordWriter:
        """Her visits up to now or to the end of follow-up."""
        case = self._case(form, changes)
        staff = Staff(form["worker"], self.lists["supervisor"], tuple(self.lists["others"]))
        record_writer = RecordWriter(self.words, self.lists["found"], staff)
        case_schedule = self.scheduler.case_schedule(case, self.today)
        slots, last = case_schedule.schedule.slots, case_schedule.last_slot
        visit_pattern = VisitPattern(
            until=life_dates.until,
            misses=0.02 if rng.random() < 0.8 else 0.12,
            kind="business" if life.figures else "care" if "care" in life.circumstances.conditions else "job",
            last=last if self._months(form["policy"]) else 0,
            completed=self._completed(life, rng),
        )
        if life_dates.returned <= self.today:
            VisitSimulator(life, record_writer, visit_pattern, self.scheduler.workdays(case), rng).run(slots)
        goes_on = not last or slots[-1].window_end >= self.today
        if goes_on and not life.lost_since and not life.is_over(self.today):
            record_writer.raise_reported_flags(self.today, life.troubles)
        return record_writer

    def _months(self, policy: str) -> int:
        """The months of a policy with a visit each month and a set end; 0 for any other."""
        followed = self.scheduler.policies[policy]
        return 0 if followed.due else followed.visits or 0

    def _case(self, form: Mapping[str, Any], changes: tuple[NewFact, ...]) -> Case:
        """Whoever is enrolled with ``form``, as far as her schedule depends on it."""
        case = Case(
            id="",
            as_of=self.today,
            return_date=form["return_date"],
            policy=form["policy"],
            worker=form.get("worker", ""),
            weekdays=tuple(map(WEEKDAYS.index, form.get("safe_weekdays", ()))),
            avoid=tuple(parse_date_range(text, self.today) for text in form.get("avoid", ())),
        )
        bodies = [new_fact.body for new_fact in changes]
        return replace(
            case,
            pauses=tuple(body for body in bodies if isinstance(body, Paused)),
            tapers=tuple(body for body in bodies if isinstance(body, Tapered)),
            extra_visits=sum(body.visits for body in bodies if isinstance(body, Extended)),
        )

    def _completed(self, life: Life, rng: Random) -> tuple[OutcomeKind, str]:
        """How follow-up ends after its last slot, if nothing ended it before."""
        ending = life.success(len(life.figures), rng.random)
        return ending, self.lists["completed"][ending]


def first_of_month(today: date, months_ago: int) -> date:
    """The first day of the month so many months before today's."""
    first: date = today.replace(day=1) - relativedelta(months=months_ago)
    return first


def _drawn(weights: Mapping[str, int], rng: Random) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]
