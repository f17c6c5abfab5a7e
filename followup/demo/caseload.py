"""An invented caseload: the same seed on the same day gives the same people, with the same lives."""

from bisect import bisect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate
from random import Random
from typing import Any

from followup.case.case import Case
from followup.case.code import generated
from followup.case.codes import Cause, Ending
from followup.case.dates import WEEKDAYS, parse_span
from followup.case.facts import Ended
from followup.demo import people, plans
from followup.demo.story import Story
from followup.demo.visits import Life, visits
from followup.demo.worries import unreached, worries
from followup.schedule.slots import Slot
from followup.schedule.workdays import Workdays
from followup.services.schedules import Scheduler
from followup.store import Draft
from followup_data import shipped

SPREAD = 1_156
"""Return dates lie within so many days before today: 38 months."""
_STEPS = {"returned": 0.8191725, "district": 0.6710436, "worry": 0.5497005}
"""Steps of these parts of the whole fill it evenly, however many they are, and apart from one another."""
_EXPECTED_EVERY, _UNREACHED_EVERY = 40, 20


def caseload(number: int, seed: int, scheduler: Scheduler) -> Iterator[Story]:
    """``number`` invented graduates, evenly spread over the last 38 months; a longer list begins with a shorter one."""
    world = World(seed, scheduler)
    return (world.story(at) for at in range(number))


@dataclass(frozen=True, slots=True)
class _Times:
    """The days that frame one life: home on ``returned``, met until ``until`` at the latest, ended on ``ended``."""

    returned: date
    until: date
    ended: date | None = None
    unreached: bool = False


class World:
    """Everything the invented caseload is drawn from."""

    def __init__(self, seed: int, scheduler: Scheduler) -> None:
        self.seed = seed
        self.scheduler = scheduler
        self.today = scheduler.today
        self._offset = Random(f"followup {seed}").random()
        self._codes: set[str] = set()

    @cached_property
    def lists(self) -> dict[str, Any]:
        """What caseloads are made of."""
        return shipped.demo("caseload")

    @cached_property
    def people(self) -> dict[str, Any]:
        """What names are made of."""
        return shipped.demo("people")

    @cached_property
    def plans(self) -> dict[str, Any]:
        """What plans are made of, by trade."""
        return shipped.demo("plans")

    @cached_property
    def _names(self) -> frozenset[str]:
        return people.name_words(self.people)

    def story(self, at: int) -> Story:
        """The life of number ``at``."""
        rng = Random(f"followup {self.seed} {at}")
        times = self._times(at, rng)
        form = self._form(at, rng, times)
        over = self._over(form)
        chance = 1.0 if over else self._even(at, "worry")
        flags, answers = worries(self.lists, rng, chance, times.returned, times.ended or self.today)
        if times.unreached and not over:
            flags.append(unreached(self.lists, times.until + timedelta(days=35)))
        if flags:
            form["flags"] = flags
        return Story(form, tuple(self._since(form, times, rng)), tuple(answers))

    def _even(self, at: int, what: str) -> float:
        """A number from 0 up to 1 for number ``at``, spread evenly over them all."""
        return (self._offset + at * _STEPS[what]) % 1

    def _times(self, at: int, rng: Random) -> _Times:
        if at % _EXPECTED_EVERY == 7:
            returned = self.today + timedelta(days=rng.randint(4, 30))
            return _Times(returned, self.today)
        days = int(self._even(at, "returned") * SPREAD)
        returned = self.today - timedelta(days=days)
        if at % _UNREACHED_EVERY == 11 and 180 < days < 1_000:
            return _Times(returned, self.today - timedelta(days=rng.randint(65, 110)), unreached=True)
        if days > 200 and rng.random() < 0.2:
            ended = returned + timedelta(days=rng.randint(100, min(days - 5, 1_060)))
            return _Times(returned, ended, ended)
        return _Times(returned, self.today - timedelta(days=rng.randint(0, 8)))

    def _form(self, at: int, rng: Random, times: _Times) -> dict[str, Any]:
        district = self._district(at)
        trade = _drawn(self.lists["trades"], rng)
        placement = _drawn(self.lists["placements"], rng)
        extra = [name for name, chance in self.lists["modules"].items() if rng.random() < chance]
        form = {
            "code": self._code(rng),
            **people.identity(self.people, rng, at, times.returned.year),
            "province": district["province"],
            "district": district["district"],
            "worker": district["worker"],
            "return_date": times.returned,
            "centre": rng.choice(self.lists["centres"]),
            "trade": trade,
            "modules": [trade, *extra],
            "placement": placement,
            "policy": _drawn(self.lists["policies"], rng),
            "assessments": self._assessments(rng, times.returned),
            **self._arrangements(rng),
        }
        if placement not in ("employment", "long_term_care") and rng.random() < 0.8:
            form["plan"] = plans.plan(trade, self.plans[trade], rng)
            form["business"] = rng.choice(self.people["businesses"])
        return form

    def _district(self, at: int) -> dict[str, Any]:
        """Where number ``at`` lives: the districts by their weights."""
        districts: list[dict[str, Any]] = self.lists["districts"]
        reached = list(accumulate(one["weight"] for one in districts))
        return districts[bisect(reached, self._even(at, "district") * reached[-1])]

    def _code(self, rng: Random) -> str:
        """A code nobody has, that spells nobody's name."""
        code = generated(rng.randrange)
        while code in self._codes or any(name in code for name in self._names):
            code = generated(rng.randrange)
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
        said: dict[str, Any] = {}
        if rng.random() < 0.18:
            said["safe_weekdays"] = [WEEKDAYS[day] for day in sorted(rng.sample(range(5), rng.randint(2, 4)))]
        if rng.random() < 0.1:
            first = self.today + timedelta(days=rng.randint(3, 40))
            said["avoid"] = [f"{first}..{first + timedelta(days=rng.randint(3, 10))}"]
        return said

    def _since(self, form: Mapping[str, Any], times: _Times, rng: Random) -> Iterator[Draft]:
        """Her visits up to now or to the end of follow-up, and that end."""
        slots, workdays = self.schedule(form)
        floods = any(one["floods"] for one in self.lists["districts"] if one["district"] == form["district"])
        life = Life(times.until, floods, misses=0.0 if rng.random() < 0.8 else 0.08)
        yield from visits(slots, life, workdays, self.lists, rng)
        if times.ended:
            yield Draft(times.ended, self._ended((times.ended - times.returned).days, rng))

    def schedule(self, form: Mapping[str, Any]) -> tuple[tuple[Slot, ...], Workdays]:
        """The slots of whoever is enrolled with ``form``, and the days on which she can be visited."""
        case = Case(
            id="",
            as_of=self.today,
            return_date=form["return_date"],
            policy=form["policy"],
            worker=form.get("worker", ""),
            weekdays=tuple(map(WEEKDAYS.index, form.get("safe_weekdays", ()))),
            avoid=tuple(parse_span(text, self.today) for text in form.get("avoid", ())),
        )
        return self.scheduler.timetable(case, self.today).course.slots, self.scheduler.workdays(case)

    def _over(self, form: Mapping[str, Any]) -> bool:
        """Whether the last visit of her policy has gone by: then no flag is open any more."""
        slots, _ = self.schedule(form)
        return self.scheduler.policies[form["policy"]].visits is not None and slots[-1].window_end < self.today

    def _ended(self, days: int, rng: Random) -> Ended:
        """How follow-up ended after ``days`` days: early more often badly, late more often well."""
        weights = (7, 3, 1) if days > 550 else (1, 6, 2)
        (side,) = rng.choices(("success", "failure", "neither"), weights)
        ending, causes, note = rng.choice(self.lists["endings"][side])
        return Ended(Ending(ending), tuple(map(Cause, causes)), note)


def _drawn(weights: Mapping[str, int], rng: Random) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]
