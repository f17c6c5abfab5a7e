"""What an entry of the log put right: each value before and after. Who she is stays apart from the programme."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from followup.case import facts as f
from followup.case.date_ranges import WEEKDAYS, DateRange
from followup.case.fields import Private, revealed
from followup.values import Value

if TYPE_CHECKING:
    from followup.case.case import Case


class ValueChange(Value):
    """One value: its name, what stood before the entry and what stands after it; empty where nothing does.

    ``identity`` says who she is, or how to reach her: shown only to whoever asked for names.
    """

    name: str
    before: Private
    after: Private
    identity: bool


_OF_THE_CASE = (f.Amended, f.Arranged, f.Placed, f.HandedOver)
"""Kinds that put values of the case itself in place of others."""


def value_changes(earlier: Iterable[f.Fact], fact: f.Fact) -> tuple[ValueChange, ...]:
    """The values that ``fact`` put in place of others, by what was written down before it.

    None for what was written when the case was opened, which puts nothing right.
    """
    if not isinstance(fact.body, (*_OF_THE_CASE, f.Identified)):
        return ()
    known = sorted(f.effective(earlier), key=lambda one: one.written)
    if _of_the_enrolment(known, fact):
        return ()
    from followup.case.replay import replay  # of one entry in a hundred

    case = replay("", known, date.max)
    return tuple(_changes(case.identity if isinstance(fact.body, f.Identified) else case, fact.body))


def _of_the_enrolment(known: Sequence[f.Fact], fact: f.Fact) -> bool:
    """Whether it was written with the opening, in the order in which an enrolment is written."""
    order = [f.Opened, f.Identified, f.Arranged, f.Placed]
    ranks = [order.index(type(one.body)) if type(one.body) in order else len(order) for one in (*known, fact)]
    return ranks[0] == 0 and known[0].at == fact.at and all(a < b for a, b in pairwise(ranks))


def _changes(before: "Case | f.Identified", body: f.Body) -> Iterator[ValueChange]:
    for name, value in body.said().items():
        old = getattr(before, name, value)
        if old != value:
            yield ValueChange(name.replace("_", " "), _text(name, old), _text(name, value), body.personal)


def _text(name: str, value: Any) -> Private:
    """A value as one line."""
    if name == "weekdays":
        return ", ".join(WEEKDAYS[day] for day in value)
    if isinstance(value, tuple):
        return ", ".join(revealed(_text("", one)) for one in value)
    if isinstance(value, DateRange):
        return f"{value.first}..{value.last}"
    if isinstance(value, Enum):
        return str(getattr(value, "label", value))
    return " ".join(str(value or "").split())
