"""An invented life, month by month, as it is: whether and when anybody sees it is the visits' matter."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from followup.case.vocabulary import Domain, RiskKind
from followup.demo.fates import Fate, Ground, fate
from followup.demo.shops import Figures, Weather, figures
from followup.demo.troubles import Trouble, troubles
from followup.demo.wellbeing import State, walk

FLOODS = (9, 10)
"""The months in which the rivers come over the roads."""
_UNDER_WATER = 0.75
"""What is left of the takings in them."""


@dataclass(frozen=True, slots=True)
class Life:
    """Everything that is true of her: figures and wellbeing of each month since her return, troubles, and the end.

    ``gone`` is the day since when nobody finds her.
    """

    ground: Ground
    fate: Fate
    troubles: tuple[Trouble, ...]
    figures: tuple[Figures, ...]
    states: tuple[State, ...]
    gone: date | None = None

    @property
    def floods(self) -> bool:
        """Whether the roads to her go under in September."""
        return "flood" in self.ground.open_to

    def over(self, day: date) -> bool:
        """Whether what ends her follow-up has come about."""
        return self.fate.over(self.ground, day)

    def lost(self, day: date) -> bool:
        """Whether nobody finds her on a day."""
        return self.gone is not None and day >= self.gone

    def at(self, day: date) -> int:
        """The month to which a visit on this day looks back, from 1; the last one lived if it is later."""
        return min(self.ground.month(day), len(self.states))


def lived(
    lists: Mapping[str, Any], ground: Ground, chance: float, today: date, rng: Random, gone: date | None = None
) -> Life:
    """The life on this ground up to today; ``chance`` says how grave the worries of today are."""
    turned = Fate() if gone else fate(lists, ground, rng)
    met = troubles(lists, ground, turned, chance, today, rng)
    months = max(1, ground.month(today))
    months = min(months, turned.month + 1) if turned.month else months  # it is seen in the month after
    weather = [_weather(lists, ground, turned, met, month) for month in range(1, months + 1)]
    hurt = [_hurt(lists, ground, turned, met, month) for month in range(1, months + 1)]
    business = tuple(figures(ground.shop, weather, rng)) if ground.shop else ()
    states = tuple(walk(hurt, rng, ill="care" in ground.open_to))
    lost = ground.day(turned.month) if turned.ending == "no_contact" else gone
    return Life(ground, turned, met, business, states, lost)


def _weather(lists: Mapping[str, Any], ground: Ground, turned: Fate, met: Collection[Trouble], month: int) -> Weather:
    mid = ground.day(month - 0.5)
    season = lists["seasons"][mid.month - 1]
    if "flood" in ground.open_to and mid.month in FLOODS:
        season *= _UNDER_WATER
    slump = any(one.risk is RiskKind.BELOW_BREAK_EVEN and one.holds(mid) for one in met)
    failing = turned.nearness(month) if turned.money else 0.0
    return Weather(season, failing, slump, turned.script.get("costs", {}) if failing else {})


def _hurt(
    lists: Mapping[str, Any], ground: Ground, turned: Fate, met: Collection[Trouble], month: int
) -> Collection[Domain]:
    """The domains under strain in a month."""
    mid = ground.day(month - 0.5)
    strained = {Domain(lists["domains"][one.risk]) for one in met if one.holds(mid) and one.risk in lists["domains"]}
    if turned.nearness(month):
        strained |= set(map(Domain, turned.script["domains"]))
    return strained
