"""How a business earns: a shop day by day; animals, a garden or seasonal work from one sale or harvest to the next."""

from collections.abc import Callable
from fractions import Fraction
from typing import Annotated

from followup.case.business.money import Money
from followup.case.business.plan_fields import AMOUNT
from followup.case.fields import Checked, whole_number
from followup.case.vocabulary import Term
from followup.messages import say, say_count
from followup.values import Value

Worth = Callable[[Money], Fraction]
"""Turns money into the plan's currency."""


class BusinessKind(Term):
    """What kind of business a plan is for: it decides what the plan asks and what its check can say."""

    SHOP = "shop"
    ANIMALS = "animals"
    GARDEN = "garden"
    SEASONAL = "seasonal"


class Cycle(Value):
    """What comes in and goes out from one sale, harvest or year to the next, in the plan's currency.

    ``months`` is how long that is, ``units`` what is sold together. ``first`` is the months until the first money comes
    in: until then ``costs`` are paid out once. ``words`` say it to people, ``unit`` is one thing sold.
    """

    months: Fraction
    takings: Fraction
    costs: Fraction
    first: int
    units: int
    words: str
    unit: str


class Animals(Checked):
    """Animals raised and sold together: how many, months until the sale, price of each, and feed a month for all."""

    number: Annotated[int, whole_number(1, 10_000, "A number of animals is from 1 to 10,000.")]
    months: Annotated[int, whole_number(1, 60, "Animals are sold after 1 to 60 months.")]
    price: Annotated[Money, AMOUNT]
    feed: Annotated[Money | None, AMOUNT] = None

    def cycle(self, worth: Worth) -> Cycle:
        """From buying them young to selling them."""
        feed = worth(self.feed) if self.feed else Fraction(0)
        return Cycle(
            months=Fraction(self.months),
            takings=worth(self.price) * self.number,
            costs=feed * self.months,
            first=self.months,
            units=self.number,
            words=_sold_words(self.number, self.months),
            unit=say("animal"),
        )


def _sold_words(number: int, months: int) -> str:
    sold = say_count(number, "1 animal", "{n} animals")
    return say_count(months, "{sold} sold every month", "{sold} sold every {n} months", sold=sold)


class Garden(Checked):
    """A garden or field: harvests a year, months until the first, and what a harvest brings in and costs."""

    harvests: Annotated[int, whole_number(1, 12, "Harvests a year are from 1 to 12.")]
    months: Annotated[int, whole_number(0, 24, "The first harvest comes after 0 to 24 months.")]
    takings: Annotated[Money, AMOUNT]
    costs: Annotated[Money | None, AMOUNT] = None

    def cycle(self, worth: Worth) -> Cycle:
        """From one harvest to the next."""
        return Cycle(
            months=Fraction(12, self.harvests),
            takings=worth(self.takings),
            costs=worth(self.costs) if self.costs else Fraction(0),
            first=self.months,
            units=1,
            words=say_count(self.harvests, "one harvest a year", "{n} harvests a year"),
            unit=say("harvest"),
        )


class Season(Checked):
    """Seasonal or other work: months of work a year, what such a month brings in, and months until the first."""

    months: Annotated[int, whole_number(1, 12, "Months of work a year are from 1 to 12.")]
    takings: Annotated[Money, AMOUNT]
    wait: Annotated[int, whole_number(0, 24, "The first money comes in after 0 to 24 months.")] = 0

    def cycle(self, worth: Worth) -> Cycle:
        """A year."""
        return Cycle(
            months=Fraction(12),
            takings=worth(self.takings) * self.months,
            costs=Fraction(0),
            first=self.wait,
            units=self.months,
            words=say_count(self.months, "one month of work a year", "{n} months of work a year"),
            unit=say("month of work"),
        )
