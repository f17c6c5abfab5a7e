"""The audit trail in plain words: every entry of a journal, withdrawn ones too. No identity is ever spelled out.

What an entry put right stands beside it, each value before and after: who she is apart from the programme.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from enum import Enum
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from followup.case import facts as f
from followup.case.date_ranges import WEEKDAYS, DateRange
from followup.case.fields import Mask, Private, described, revealed
from followup.errors import Missing, Refused
from followup.messages import say
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


class LogEntry(Value):
    """One entry: its number in the order of writing, when and by whom it was written, and what it says.

    ``words`` is what the worker wrote herself; it may name somebody and passes the guard before it is shown, as do the
    ``changes``: what stood before a correction and what stands after it. ``labels`` are those that ``sentence`` holds,
    such as a district; `shown_sentence` is the sentence as it may be shown.
    """

    number: int
    id: str
    at: datetime
    on: date
    by: str
    sentence: str
    words: Private
    withdrawn: bool
    changes: tuple[ValueChange, ...] = ()
    labels: tuple[str, ...] = ()

    def shown_sentence(self, label: Mask) -> str:
        """The sentence with each of its labels shown through ``label``."""
        sentence = self.sentence
        for one in self.labels:
            sentence = sentence.replace(one, label(one))
        return sentence


def log_entries(facts: Iterable[f.Fact]) -> Iterator[LogEntry]:
    """Every entry in the order in which it was written down."""
    kept = sorted(facts, key=lambda fact: fact.written)
    held = {fact.id for fact in f.effective(kept)}
    numbers = {fact.id: number for number, fact in enumerate(kept, 1)}
    for before, fact in enumerate(kept):
        sentence = fact.body.sentence()
        if isinstance(fact.body, f.Withdrawn):
            sentence = say("Entry {n} withdrawn.", n=numbers.get(fact.body.fact, "?"))
        yield LogEntry(
            numbers[fact.id],
            fact.id,
            fact.at,
            fact.on,
            fact.by,
            sentence,
            _free_text(fact.body),
            fact.id not in held,
            _value_changes(kept[:before], fact),
            tuple(filter(None, _labels(fact.body))),
        )


def numbered_entry(entries: Iterable[LogEntry], number: int, seen: str, where: str, taken_back: str) -> LogEntry:
    """The entry of a number, where it is the one that was ``seen`` (its id), if any was, and was not taken back.

    Else Missing or Refused: ``where`` says where to look, ``taken_back`` what to do where it was taken back already.
    """
    found = next((one for one in entries if one.number == number), None)
    if found is None:
        raise Missing(say("There is no entry of that number."), where)
    if seen not in ("", found.id):
        raise Refused(say("The numbers in the log have changed since they were shown."), where)
    if found.withdrawn:
        raise Refused(say("Entry {n} was taken back already.", n=number), taken_back)
    return found


_LABELS = {
    **dict.fromkeys(("placed", "district_set", "district_closed", "district_opened"), ("district", "province")),
    **dict.fromkeys(("handed_over", "on_leave", "trips_accepted", "worker_added", "worker_left"), ("worker",)),
    "worker_renamed": ("worker", "now"),
    "lesson_applied": ("centres",),
    "flagged": ("owner",),
    "supported": ("fund",),
    "planned": ("plan.trade",),
}
"""The labels and the names of workers or owners, as somebody typed them, that an entry's sentence holds, by kind."""


def _labels(body: f.Body) -> Iterator[str]:
    for name in _LABELS.get(body.kind, ()):
        label = attrgetter(name)(body)
        yield from label if isinstance(label, tuple) else (label,)


def _free_text(body: f.Body) -> Private:
    """What the entry quotes, on one line: free text first, then who it names, such as "(decided by SN)"."""
    said = ((one.quoted, getattr(body, name)) for name, one in described(type(body)).items() if one.quoted)
    quotes = sorted(((quoted, text) for quoted, text in said if text), key=lambda quote: quote[0] != "{text}")
    return " ".join(" ".join(say(quoted, text=text) for quoted, text in quotes).split())


_OF_THE_CASE = (f.Amended, f.Arranged, f.Placed, f.HandedOver)
"""Kinds that put values of the case itself in place of others."""


def _value_changes(earlier: Iterable[f.Fact], fact: f.Fact) -> tuple[ValueChange, ...]:
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
