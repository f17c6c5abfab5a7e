"""How an invented life turns out: whether it fails, for which causes, and since when that could have been seen."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from followup.case.outcome_words import FailureCause, OutcomeKind
from followup.demo.world.business_model import PlannedBusiness
from followup.values import Value, field

DAYS_PER_MONTH = 30.4375
"""Days of a month, on the average."""
_USUAL_SLOPE = (6, 9)
_WORST = 3
"""How many months before the last are as bad as the last."""
_AFTER_FLOOD = (11, 12)
"""The months in which a business fails that a flood has emptied."""
_CLOSES = (7, 34, 11)
"""The month in which a failure comes: earliest, latest, and when most of them do."""


class Circumstances(Value):
    """What a life stands on: when she came home, her business if she has one, and what may befall her there.

    ``conditions`` are those of lives.json that hold: plan, partners, flood, home, job, care.
    """

    returned: date
    business: PlannedBusiness | None
    trained: bool
    conditions: frozenset[str]

    def day(self, month: float) -> date:
        """The day so many months after her return."""
        return self.returned + timedelta(days=round(month * DAYS_PER_MONTH))

    def month(self, day: date) -> int:
        """The month of her return that ends nearest to a day, at least 1."""
        return max(1, round((day - self.returned).days / DAYS_PER_MONTH))


class TrueOutcome(Value):
    """How her follow-up ends before its time, in ``month``; a month of 0 means that it does not.

    It can be seen in the ``months_visible`` months before.
    """

    month: int = 0
    ending: OutcomeKind | None = None
    causes: tuple[FailureCause, ...] = ()
    last: str = ""
    months_visible: int = 0
    script: Mapping[str, Any] = field(default_factory=dict)

    @property
    def money(self) -> bool:
        """Whether it shows in the figures of the business."""
        return bool(self.script.get("money"))

    def failure_progress(self, month: int) -> float:
        """How far it has come by a month: 0 before it shows, 1 in the last months."""
        begun = self.month - self.months_visible
        if not self.months_visible or month <= begun:
            return 0.0
        return min(1.0, (month - begun) / max(1, self.months_visible - _WORST))

    def is_over(self, circumstances: Circumstances, day: date) -> bool:
        """Whether it has come about by a day."""
        return bool(self.month) and day >= circumstances.day(self.month)


def draw_outcome(lists: Mapping[str, Any], circumstances: Circumstances, rng: Random) -> TrueOutcome:
    """How a life on this ground turns out: those who were taught to run a business fail less often for money."""
    chances = lists["chances"]
    chance = rng.random()
    money = _for_money(chances, circumstances)
    if chance < money:
        return _failure(lists, circumstances, rng, money=True)
    if chance < money + chances["other"]:
        return _failure(lists, circumstances, rng, money=False)
    if chance < money + chances["other"] + chances["success"]:
        fitting = [(ending, last) for ending, needs, last in lists["successes"] if needs in circumstances.conditions]
        ending, last = rng.choice(fitting)
        return TrueOutcome(rng.randint(14, 34), OutcomeKind(ending), last=last)
    if chance < money + chances["other"] + chances["success"] + chances["neither"]:
        ending, last = rng.choice(lists["neither"])
        return TrueOutcome(rng.randint(5, 34), OutcomeKind(ending), last=last)
    return TrueOutcome()


def _for_money(chances: Mapping[str, float], circumstances: Circumstances) -> float:
    if circumstances.business is None:
        return 0.0
    plan = chances["sound" if circumstances.business.sound else "unsound"]
    return plan * chances["money_trained" if circumstances.trained else "money"]


def _failure(lists: Mapping[str, Any], circumstances: Circumstances, rng: Random, *, money: bool) -> TrueOutcome:
    scripts = [
        one for one in lists["failures"].values() if one["money"] is money and one["needs"] in circumstances.conditions
    ]
    if not scripts:
        return TrueOutcome()
    (script,) = rng.choices(scripts, [one["weight"] for one in scripts])
    month = int(rng.triangular(*_CLOSES))
    if script["needs"] == "flood":
        month = _after_flood(circumstances, rng)
    causes = [FailureCause(cause) for cause in script["causes"]]
    if money and not circumstances.trained:
        causes.insert(rng.choice((0, 0, len(causes))), FailureCause.NO_BUSINESS_TRAINING)
    months_visible = script.get("slope") or min(month - 1, rng.randint(*_USUAL_SLOPE))
    return TrueOutcome(month, OutcomeKind(script["ending"]), tuple(causes), script["last"], months_visible, script)


def _after_flood(circumstances: Circumstances, rng: Random) -> int:
    earliest, latest, _ = _CLOSES
    return rng.choice([one for one in range(earliest, latest) if circumstances.day(one).month in _AFTER_FLOOD])
