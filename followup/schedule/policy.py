"""Follow-up policies as data: when visits fall due, how far they may move, and what high risk adds."""

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise
from typing import Any, Self

from msgspec import ValidationError, convert

from followup.case.visit_words import ContactMethod
from followup.errors import Invalid
from followup.messages import say
from followup.values import CheckedValue, replace

MOST_VISITS = 600
"""Fifty years, month by month: more is a slip of the finger."""
MOST_DAYS = 366


class DueOffset(CheckedValue):
    """A time after the return date: whole calendar months, then days."""

    months: int
    days: int = 0

    def check(self) -> None:
        """It falls due after the return date, and within fifty years."""
        _check_range(self.months, 0, MOST_VISITS * 12)
        _check_range(self.days, 0, MOST_DAYS)
        if not self.months and not self.days:
            raise Invalid(say("A visit cannot fall due on the return date itself."))

    def surely_before(self, other: Self) -> bool:
        """Whether this falls due before the other from every return date, February included."""
        return self.days - other.days < (other.months - self.months) * 28


class ExtraContactRule(CheckedValue):
    """What high risk adds halfway between two slots: days it may move, and days from any other visit."""

    window: int = 3
    min_gap: int = 7

    def check(self) -> None:
        """Its days are within a year."""
        _check_range(self.window, 0, MOST_DAYS)
        _check_range(self.min_gap, 0, MOST_DAYS)


class Policy(CheckedValue):
    """A follow-up policy. ``due`` names the first slots; later ones follow every ``every`` months.

    ``visits`` is the number of slots, None if follow-up has no set end. ``window``, ``fallback`` and ``min_gap`` are in
    days: how far a visit may lie from its due date, how far at the worst, and how far from the visit before it.
    ``contacts`` are the kinds of contact that fill a slot beside a meeting in person. ``known_as`` are the names it had
    before, ``practice`` says from whose practice its rhythm is borrowed.
    """

    name: str
    title: str
    visits: int | None
    due: tuple[DueOffset, ...] = ()
    every: int = 1
    window: int = 7
    fallback: int = 14
    min_gap: int = 14
    extra: ExtraContactRule | None = None
    contacts: tuple[ContactMethod, ...] = ()
    known_as: tuple[str, ...] = ()
    practice: str = ""

    def check(self) -> None:
        """It has a name, numbers within reason, and visits that come one after the other."""
        if not self.name or not self.title:
            raise Invalid(say("A follow-up policy needs a name and a title."))
        if self.visits is not None:
            _check_range(self.visits, 1, MOST_VISITS)
        _check_range(self.every, 1, MOST_VISITS)
        for days in (self.window, self.fallback, self.min_gap):
            _check_range(days, 0, MOST_DAYS)
        if any(not earlier.surely_before(later) for earlier, later in pairwise(self.due)):
            raise Invalid(say("The visits of a follow-up policy must come one after the other."))

    @classmethod
    def monthly(cls, visits: int | None, **terms: Any) -> Self:
        """A visit every month; ``terms`` are the other fields of a policy."""
        name = terms.pop("name", "monthly" if visits is None else f"monthly-{visits}")
        return cls(name, terms.pop("title", say("Monthly visits")), visits, **terms)

    @classmethod
    def custom(cls, months: Iterable[int], **terms: Any) -> Self:
        """Visits the given numbers of months after the return date; ``terms`` are the other fields of a policy."""
        due = tuple(DueOffset(month) for month in months)
        if not due:
            raise Invalid(say("A follow-up policy needs at least one visit."))
        name, title = terms.pop("name", "custom"), terms.pop("title", say("The organisation's own plan"))
        return cls(name, title, len(due), due, **terms)

    def filled_by(self, contact: ContactMethod) -> bool:
        """Whether a contact of this kind fills a slot: a meeting in person always does."""
        return contact.in_person or contact in self.contacts

    def offset(self, k: int) -> tuple[int, int]:
        """Calendar months, then days, from the return date to the due date of slot ``k`` (from 1)."""
        named = len(self.due)
        if k <= named:
            offset = self.due[k - 1]
            return offset.months, offset.days
        months, days = (self.due[-1].months, self.due[-1].days) if named else (0, 0)
        return months + (k - named) * self.every, days

    def offsets(self, slots: int) -> tuple[tuple[int, int], ...]:
        """The offsets of the first ``slots`` slots."""
        return _offsets(self, slots)

    def tapered(self, slot: int, every: int, until: int = 0) -> Self:
        """The same policy with a visit every ``every`` months from ``slot`` on, and its end where it was.

        One so short that no visit would be left stays as it is: a taper makes visits rarer, and never takes all away.
        ``until`` is the month of that end where an earlier taper stopped short of it: back to monthly, none is lost.
        """
        before = [DueOffset(*self.offset(k)) for k in range(1, slot)]
        months, days = self.offset(slot - 1) if slot > 1 else (0, 0)
        if self.visits is None:
            return replace(self, due=(*before, DueOffset(months + every, days)), every=every)
        if slot > self.visits:
            return replace(self, due=tuple(before[: self.visits]), every=every)
        last = max(self.offset(self.visits)[0], until)
        due = (*before, *(DueOffset(month, days) for month in range(months + every, last + 1, every)))
        return replace(self, due=due, visits=len(due), every=every) if due else self


def policy_from_mapping(mapping: Mapping[str, Any]) -> Policy:
    """A policy from plain data as in policies.json; raises Invalid for what cannot be a policy."""
    if set(mapping) - set(Policy.__struct_fields__) or not {"name", "title", "visits"} <= set(mapping):
        raise Invalid(
            say("A follow-up policy lacks a part, or has a part nobody knows."),
            say("It needs name, title and visits; see the shipped policies for the rest."),
        )
    try:
        return convert(mapping, Policy)
    except ValidationError:
        raise Invalid(
            say("A part of a follow-up policy is of the wrong kind."), say("Write numbers of months and days.")
        ) from None


@cache
def _offsets(policy: Policy, slots: int) -> tuple[tuple[int, int], ...]:
    return tuple(policy.offset(k) for k in range(1, slots + 1))


def _check_range(number: int, least: int, most: int) -> None:
    if not least <= number <= most:
        raise Invalid(
            say("A number in a follow-up policy is not possible."),
            say("Use a whole number from {least} to {most}.", least=least, most=most),
        )
