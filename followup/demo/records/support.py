"""What the invented and their families are given: the things of a plan at the start, and help later on; and houses."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from followup.case.business.money import Currency, Money
from followup.case.business.plan import Plan
from followup.case.facts import Body, Ended, Housed, Identified, Supported, Visited
from followup.case.support_words import SupportedPerson, SupportKind
from followup.case.visit_words import ContactMethod
from followup.demo.records.generated_case import GeneratedCase
from followup.monitoring.support import bought_by_plan
from followup.store import NewFact

_NOT_WRITTEN = 0.1
"""How often what a plan names was given, and nobody wrote it down."""
_SOON = timedelta(days=21)


def support_entries(
    words: Mapping[str, Any], form: Mapping[str, Any], plan: Plan | None, last: date, rng: Random
) -> Iterator[NewFact]:
    """What she and her family were given from her return up to the ``last`` day.

    ``rng`` is its own, so that the rest of a life is the same with and without support.
    """
    returned: date = form["return_date"]
    if returned > last:
        return
    if plan and rng.random() >= _NOT_WRITTEN:
        start = min(returned + timedelta(days=rng.randint(0, _SOON.days)), last)
        yield from (NewFact(start, body) for body in _things(words, plan))
    for help_data in words["family"]:
        chance, after = rng.random(), rng.random()
        if chance < help_data["chance"]:
            yield NewFact(returned + (last - returned) * after, _help(help_data, rng))


def spoken_entries(words: Mapping[str, Any], form: Mapping[str, Any], last: date, rng: Random) -> Iterator[NewFact]:
    """That her family or the authorities were spoken with once, of a few whose visits it does not count for."""
    spoken, method = rng.random() < words["spoken_chance"], rng.choice(sorted(words["spoken_with"]))
    if spoken and form["policy"] == "monthly-36" and form["return_date"] + _SOON < last:
        day = form["return_date"] + (last - form["return_date"]) * rng.random()
        note = rng.choice(words["spoken_with"][method])
        yield NewFact(day, Visited(ContactMethod(method), note=note, went=(form["worker"],)))


def _things(words: Mapping[str, Any], plan: Plan) -> Iterator[Body]:
    for kind, amounts in bought_by_plan(plan).items():
        for amount in amounts:
            yield Supported(kind, amount=amount, fund=words["things_from"][kind], planned=True)
    if plan.loan:
        yield Supported(SupportKind.LOAN, fund=words["loans_from"])


def _help(help_data: Mapping[str, Any], rng: Random) -> Body:
    cost = rng.randint(*help_data["dollars"])
    return Supported(
        SupportKind(help_data["kind"]),
        SupportedPerson(help_data["for"]),
        Money(Decimal(cost), Currency.USD) if cost else None,
        help_data["fund"],
        help_data["note"],
    )


def houses(cases: Sequence[GeneratedCase], every: int, today: date) -> Iterator[tuple[int, int, int]]:
    """Who lives in one house: the places of two of the same district, and the number of their house."""
    home = [at for at, case in enumerate(cases) if _is_home(case, today)]
    for number, first in enumerate(home[::every], 1):
        district = cases[first].form["district"]
        later = (at for at in home if at > first and cases[at].form["district"] == district)
        if second := next(later, None):
            yield first, second, number


def _is_home(case: GeneratedCase, today: date) -> bool:
    """Whether she has been at home for a while, and is still followed."""
    ended = any(isinstance(entry.body, Ended) for entry in case.since)
    return not ended and case.form["return_date"] < today - timedelta(days=90)


def house_entries(first: Mapping[str, Any], second: Mapping[str, Any], number: int) -> Iterator[list[NewFact]]:
    """That both live in one house since both are home, in the village of the first; the entries of each."""
    since = max(first["return_date"], second["return_date"])
    lives = NewFact(since, Housed(f"{number:016x}"))
    yield [lives]
    yield [lives, NewFact(since, Identified(commune=first["commune"], village=first["village"]))]
