"""Wellbeing of an invented graduate: six domains that move by plausible steps, and what is scored at a visit."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from random import Random

from followup.case.facts import WellbeingScore
from followup.case.visit_words import WellbeingDomain

WellbeingState = Mapping[WellbeingDomain, int]
"""How she is in each domain, 1 to 4."""

_UP, _UP_TO_BEST, _DOWN = 0.11, 0.05, 0.025
_WORSE, _TO_WORST, _RECOVERS = 0.45, 0.2, 0.3


def simulate_wellbeing(
    hurt: Sequence[Collection[WellbeingDomain]], rng: Random, *, ill: bool = False
) -> Iterator[WellbeingState]:
    """Her state at the end of each month; ``hurt`` are the domains under strain in it. No step is larger than one."""
    state = {domain: rng.choice((2, 2, 3)) for domain in WellbeingDomain}
    if ill:
        state[WellbeingDomain.PHYSICAL_HEALTH] = 1
    before: Collection[WellbeingDomain] = ()
    for strained in hurt:
        for domain in WellbeingDomain:
            state[domain] += _step(state[domain], domain in strained, domain in before, rng)
        before = strained
        yield dict(state)


def _step(now: int, strained: bool, was_strained: bool, rng: Random) -> int:
    chance = rng.random()
    if strained:
        return -1 if chance < (_WORSE if now > 2 else _TO_WORST) and now > 1 else 0
    if was_strained and now < 3:
        return 1 if chance < 0.6 else 0
    up = _RECOVERS if now == 1 else _UP_TO_BEST if now == 3 else _UP
    if now < 4 and chance < up:
        return 1
    return -1 if now > 2 and chance > 1 - _DOWN else 0


def recorded_scores(state: WellbeingState, rng: Random, *, hiding: bool = False) -> tuple[WellbeingScore, ...]:
    """What the worker scores at a visit and what she says herself; ``hiding``, she makes it better than it is."""
    return tuple(_score(domain, at, rng, hiding=hiding) for domain, at in state.items() if _asked(domain, rng))


def _asked(domain: WellbeingDomain, rng: Random) -> bool:
    return domain is not WellbeingDomain.LEGAL_PROTECTION or rng.random() < 0.85


def _score(domain: WellbeingDomain, at: int, rng: Random, *, hiding: bool) -> WellbeingScore:
    (off,) = rng.choices((-1, 0, 1, 2), (2, 10, 8, 3) if hiding else (5, 30, 5, 0.3))
    return WellbeingScore(domain, at, None if rng.random() < 0.05 else min(4, max(1, at + off)))
