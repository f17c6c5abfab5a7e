"""When visits fall due, straight from the facts, as plainly as the rule reads: beside `plain_figures.py`."""

from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped,unused-ignore]

from followup.case import facts as f
from followup_data import shipped

ENDLESS = 300
"""Slots that are looked at where a policy has no end."""


MET = ("home_visit", "met_elsewhere", "came_to_us", "supervision")
"""The contacts at which she herself is seen."""


def is_kept(her: Any, visit: f.Fact) -> bool:
    """Whether a contact is what her policy promised: she was met, or the policy counts contacts of that kind."""
    return visit.body.contact.value in (*MET, *shipped_policy(her.policy).get("contacts", ()))


def shipped_policy(name: str) -> dict[str, Any]:
    """The shipped policy of that name, now or before; nothing for an office's own."""
    known = shipped.policies().values()
    return next((one for one in known if name in (one["name"], *one.get("known_as", ()))), {})


def nearest(dues: list[date], day: date) -> int:
    """The slot, from 1, whose due date is nearest; the earlier of two; 0 where there is none."""
    return min(range(len(dues)), key=lambda at: (abs(dues[at] - day), at), default=-1) + 1


def dues_of(her: Any, office: list[f.Fact]) -> tuple[list[date], list[int]]:
    """The due dates of all her slots, and how many months after her return each of them lies."""
    offsets, every, endless = rhythm(her, office)
    wanted = len(offsets) if endless else len(offsets) + sum(fact.body.visits for fact in her.all(f.Extended))
    bare = laid_out(her, offsets, every, wanted, set())
    kept: set[int] = set()
    for visit in her.all(f.Visited):
        if is_kept(her, visit):
            kept.add(visit.body.slot or nearest([on for on, _ in bare], visit.on))
    whole = laid_out(her, offsets, every, wanted, kept)
    return [on for on, _ in whole], [months for _, months in whole]


def rhythm(her: Any, office: list[f.Fact]) -> tuple[list[tuple[int, int]], int, bool]:
    """Months and days after the return, how many months apart later slots are, and whether there is no end."""
    own = {fact.body.name: fact.body for fact in office if isinstance(fact.body, f.PolicyMade)}
    if her.policy in own:
        made = own[her.policy]
        visits = len(made.months) or made.visits
        named, every = [(month, 0) for month in made.months], 1
    else:
        policy = shipped_policy(her.policy)
        visits, every = policy["visits"], policy.get("every", 1)
        named = [(one.get("months", 0), one.get("days", 0)) for one in policy.get("due", ())]
    offsets = (named + further(named[-1] if named else (0, 0), every, ENDLESS))[: visits or ENDLESS]
    end = offsets[-1][0]
    for fact in her.all(f.Tapered):
        slot, every = fact.body.slot, fact.body.every
        if slot <= len(offsets):
            before = offsets[slot - 2] if slot > 1 else (0, 0)
            later = [one for one in further(before, every, ENDLESS) if one[0] <= max(offsets[-1][0], end)]
            offsets = offsets[: slot - 1] + later
    return offsets, every, visits is None


def further(last: tuple[int, int], every: int, number: int) -> list[tuple[int, int]]:
    return [(last[0] + every * n, last[1]) for n in range(1, number + 1)]


def laid_out(
    her: Any, offsets: list[tuple[int, int]], every: int, wanted: int, kept: set[int]
) -> list[tuple[date, int]]:
    """Slot after slot until as many as are promised do not fall into a pause that is made up for."""
    lost = [fact.body for fact in her.all(f.Paused) if fact.body.extend]
    whole = offsets + further(offsets[-1], every, ENDLESS)
    dues: list[tuple[date, int]] = []
    made = 0
    while made < wanted:
        months, days = whole[len(dues)]
        on = her.returned + relativedelta(months=months) + timedelta(days=days)
        dues.append((on, months))
        swallowed = any(pause.start <= on < pause.until for pause in lost)
        made += len(dues) in kept or not swallowed
    return dues
