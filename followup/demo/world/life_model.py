"""An invented life, month by month, as it is: whether and when anybody sees it is the visits' matter."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from random import Random
from typing import Any

from followup.case.outcome_words import OutcomeKind
from followup.case.visit_words import WellbeingDomain
from followup.case.vocabulary import RiskKind
from followup.demo.world.business_model import MonthDrivers, MonthFigures, simulate_months
from followup.demo.world.outcome_model import Circumstances, TrueOutcome, draw_outcome
from followup.demo.world.troubles import Trouble, troubles
from followup.demo.world.wellbeing import WellbeingState, simulate_wellbeing
from followup.monitoring.readiness import ReadinessThresholds
from followup.values import Value

FLOOD_MONTHS = (9, 10)
"""The months in which the rivers come over the roads."""
_UNDER_WATER = 0.75
"""What is left of the takings in them."""
_LATELY = int(ReadinessThresholds().business_months)
"""Months of a business that say how she stands, as in the review."""
ENOUGH_TO_LIVE = 0.9
"""The share of what she must take home that counts as living by her business."""


class Life(Value):
    """Everything that is true of her: figures and wellbeing of each month since her return, troubles, and the end.

    Nobody finds her from the day ``lost_since`` on.
    """

    circumstances: Circumstances
    outcome: TrueOutcome
    troubles: tuple[Trouble, ...]
    figures: tuple[MonthFigures, ...]
    states: tuple[WellbeingState, ...]
    lost_since: date | None = None

    @property
    def floods(self) -> bool:
        """Whether the roads to her go under in September."""
        return "flood" in self.circumstances.conditions

    def is_over(self, day: date) -> bool:
        """Whether what ends her follow-up has come about."""
        return self.outcome.is_over(self.circumstances, day)

    def lost(self, day: date) -> bool:
        """Whether nobody finds her on a day."""
        return self.lost_since is not None and day >= self.lost_since

    def at(self, day: date) -> int:
        """The month to which a visit on this day looks back, from 1; the last one lived if it is later."""
        return min(self.circumstances.month(day), len(self.states))

    def take_home_covered(self, at: int) -> float:
        """How much of what must be taken home the months up to ``at`` left, 1.0 for all of it; 0 without a business."""
        business, lately = self.circumstances.business, self.figures[max(0, at - _LATELY) : at]
        if business is None:
            return 0.0
        return sum(month.left - business.instalment for month in lately) / (business.take_home * len(lately))

    def success(self, at: int, chance: Callable[[], float]) -> OutcomeKind:
        """What she lives by in a month, as a success; ``chance`` says which it is of who has no business or job."""
        conditions = self.circumstances.conditions
        if "job" in conditions:
            return OutcomeKind.SAFE_EMPLOYMENT
        if self.circumstances.business is None:
            family = "care" in conditions or chance() < 0.6
            return OutcomeKind.LASTING_FAMILY_CARE if family else OutcomeKind.IN_EDUCATION
        enough = self.take_home_covered(at) >= ENOUGH_TO_LIVE
        return OutcomeKind.SELF_SUPPORTING if enough else OutcomeKind.CONTRIBUTING


def simulate_life(
    lists: Mapping[str, Any],
    circumstances: Circumstances,
    chance: float,
    today: date,
    rng: Random,
    lost_since: date | None = None,
) -> Life:
    """The life on this ground up to today; ``chance`` says how grave the worries of today are."""
    outcome = TrueOutcome() if lost_since else draw_outcome(lists, circumstances, rng)
    met = troubles(lists, circumstances, outcome, chance, today, rng)
    months = max(1, circumstances.month(today))
    months = min(months, outcome.month + 1) if outcome.month else months  # it is seen in the month after
    brought = [_brought(lists, circumstances, outcome, met, month) for month in range(1, months + 1)]
    drivers, strained = [one for one, _ in brought], [domains for _, domains in brought]
    business = tuple(simulate_months(circumstances.business, drivers, rng)) if circumstances.business else ()
    states = tuple(simulate_wellbeing(strained, rng, ill="care" in circumstances.conditions))
    lost = circumstances.day(outcome.month) if outcome.ending == "no_contact" else lost_since
    return Life(circumstances, outcome, met, business, states, lost)


def _brought(
    lists: Mapping[str, Any], circumstances: Circumstances, outcome: TrueOutcome, met: Collection[Trouble], month: int
) -> tuple[MonthDrivers, Collection[WellbeingDomain]]:
    """What a month brings to a business, and the domains under strain in it."""
    mid = circumstances.day(month - 0.5)
    risks = {one.risk for one in met if one.holds(mid)}
    season = lists["seasons"][mid.month - 1]
    if "flood" in circumstances.conditions and mid.month in FLOOD_MONTHS:
        season *= _UNDER_WATER
    strained = {WellbeingDomain(lists["domains"][risk]) for risk in risks if risk in lists["domains"]}
    if progress := outcome.failure_progress(month):
        strained |= set(map(WellbeingDomain, outcome.script["domains"]))
    failing = progress if outcome.money else 0.0
    dearer = outcome.script.get("costs", {}) if failing else {}
    return MonthDrivers(season, failing, RiskKind.BELOW_BREAK_EVEN in risks, dearer), strained
