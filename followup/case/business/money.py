"""Riel and dollars, exact: whole riel, whole cents, no float anywhere, and rounding only where a figure is shown."""

import re
from collections.abc import Iterable, Sequence
from decimal import Context, Decimal
from enum import StrEnum
from fractions import Fraction
from functools import reduce

from followup.errors import Invalid
from followup.messages import say
from followup.values import CheckedValue, force_setattr

WIDE = Context(prec=60)
"""In it sums and products of amounts, rates and shares are exact."""
_LONGEST = 40  # characters; nobody writes a longer amount by hand
_RATES = (Decimal(100), Decimal(100_000))  # riel per dollar, least and most; refuses a rate written upside down


class Currency(StrEnum):
    """The two currencies in use; the stored value is the ISO code."""

    KHR = "KHR"
    USD = "USD"

    @property
    def places(self) -> int:
        """Digits after the dot: riel have no smaller unit in use, dollars have cents."""
        return 0 if self is Currency.KHR else 2

    @property
    def most(self) -> Decimal:
        """The largest amount taken for an amount and not for a slip of the finger."""
        return Decimal(10_000_000_000) if self is Currency.KHR else Decimal(10_000_000)


def checked_rate(rate: Decimal) -> Decimal:
    """``rate`` itself, in riel per dollar; Invalid when it cannot be one."""
    if not rate.is_finite() or not _RATES[0] <= rate <= _RATES[1]:
        raise Invalid(say("That cannot be an exchange rate."), say("Write how many riel one dollar is, like 4000."))
    return rate


class Money(CheckedValue):
    """An exact amount in one currency, kept with as many digits as the currency has; may be below zero."""

    amount: Decimal
    currency: Currency

    def check(self) -> None:
        """It is a figure within reason, with no more digits than its currency has."""
        if not self.amount.is_finite():
            raise Invalid(say("An amount of money is a figure."), _how_to_write())
        if self.amount.copy_abs() > self.currency.most:
            raise Invalid(say("That amount is too large."), say("Check the zeros and the currency."))
        whole = self.amount.quantize(Decimal(1).scaleb(-self.currency.places), context=WIDE)
        if whole != self.amount:
            raise Invalid(*_too_fine(self.currency))
        force_setattr(self, "amount", whole if whole else whole.copy_abs())

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._alike(other).amount

    def __add__(self, other: "Money") -> "Money":
        return Money(WIDE.add(self.amount, self._alike(other).amount), self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(WIDE.multiply(self.amount, Decimal(times)), self.currency)

    def _alike(self, other: "Money") -> "Money":
        if other.currency is not self.currency:
            raise Invalid(say("Riel and dollars cannot be added or compared."), say("State the rate between them."))
        return other

    @property
    def exact(self) -> Fraction:
        """The amount in its own currency, for reckoning without rounding."""
        return Fraction(self.amount)

    def converted(self, to: Currency, rate: Decimal) -> Fraction:
        """The amount in ``to`` at ``rate`` riel to the dollar, not rounded; Invalid for a rate that cannot be."""
        checked_rate(rate)
        if to is self.currency:
            return self.exact
        riel_per_dollar = Fraction(rate)
        return self.exact * riel_per_dollar if to is Currency.KHR else self.exact / riel_per_dollar

    def riel(self, rate: Decimal) -> Decimal:
        """The amount in riel at ``rate`` riel to the dollar, not rounded: cents times a rate of few digits."""
        return self.amount if self.currency is Currency.KHR else WIDE.multiply(self.amount, rate)

    def shown(self) -> str:
        """For people, in the chosen language: ``2,000 riel``, ``$0.50``."""
        return show(self.exact, self.currency)

    def written(self) -> str:
        """For files, the same in every language: ``2000 riel``, ``0.50 USD``; ``parse_money`` reads it back."""
        return f"{self.amount} riel" if self.currency is Currency.KHR else f"{self.amount} USD"


def total(amounts: Sequence[Money]) -> Money:
    """Some amounts of one currency together, at least one; Invalid if they are of two."""
    first, *others = amounts
    return Money(reduce(WIDE.add, (first._alike(one).amount for one in others), first.amount), first.currency)


def riel_together(amounts: Iterable[Money], rate: Decimal) -> Decimal:
    """Some amounts of either currency together, in riel at ``rate`` riel to the dollar, not rounded."""
    return reduce(WIDE.add, (one.riel(rate) for one in amounts), Decimal(0))


def show(amount: Fraction, currency: Currency) -> str:
    """``amount`` for people, rounded as in `figure`."""
    written = figure(amount, currency)
    if currency is Currency.KHR:
        return say("{amount} riel", amount=written)
    return f"-${written[1:]}" if written.startswith("-") else f"${written}"


def figure(amount: Fraction, currency: Currency) -> str:
    """``2,000`` or ``0.50``: rounded half away from zero to whole riel or cents; the only rounding there is."""
    units = int(abs(amount) * 10**currency.places + Fraction(1, 2))
    sign = "-" if amount < 0 and units else ""
    return f"{sign}{units:,}" if currency is Currency.KHR else f"{sign}{units // 100:,}.{units % 100:02}"


# --- reading what people write -------------------------------------------------------------------

_KHMER_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
_PARTS = r"(?P<head>[^0-9.]*)(?P<number>[0-9.,\s]*[0-9])(?P<tail>[^0-9]*)"
_FIGURE = r"(?:[0-9]+|[0-9]{1,3}(?:([,\s])[0-9]{3})(?:\1[0-9]{3})*)?(?:\.(?P<fine>[0-9]+))?"
_UNITS = dict.fromkeys(("riel", "riels", "r", "khr", "៛", "រៀល"), Currency.KHR) | dict.fromkeys(
    ("$", "us$", "usd", "dollar", "dollars", "ដុល្លារ"), Currency.USD
)


def parse_money(text: str, default: Currency) -> Money:
    """What ``text`` says, in ``default`` when it names no currency; never below zero.

    Reads ``2000``, ``2,000 riel``, ``2000r``, ``៛2000``, ``$0.50``, ``0.50 USD`` and Khmer digits. Raises Invalid,
    never repeating the text. A dot is never a thousands mark, so ``2.000`` riel is refused and not taken for two.
    """
    head, number, tail, negative = _taken_apart(text, _how_to_write())
    currency = _currency(head, tail, default)
    if number.count(".") == 1 and currency is Currency.KHR:
        raise Invalid(*_too_fine(currency))
    amount = _figure(number, currency.places)
    if negative:
        raise _below_zero()
    return Money(amount, currency)


def parse_number(text: str, *, places: int = 0, least: int = 0, most: int = 1_000_000) -> Decimal:
    """The number ``text`` says, with at most ``places`` digits after the dot, from ``least`` to ``most`` inclusive.

    Latin or Khmer digits; commas or spaces between thousands. Raises Invalid, never repeating the text.
    """
    head, number, tail, negative = _taken_apart(text, say("Write a number in figures, such as 12."))
    if head or tail:
        raise Invalid(say("This is not a number alone."), say("Write it in figures, without words or signs."))
    figure = _figure(number, places)
    if negative and least >= 0:
        raise _below_zero()
    value = -figure if negative else figure
    if not least <= value <= most:
        raise Invalid(
            say("A number from {least} to {most} is needed.", least=least, most=most if least > 999 else f"{most:,}")
        )
    return value


def _taken_apart(text: str, how_to_write: str) -> tuple[str, str, str, bool]:
    """What stands before the number, the number, what stands after it, and whether a minus was written."""
    latin = text.strip().translate(_KHMER_DIGITS).replace("−", "-").casefold()
    parts = re.fullmatch(_PARTS, latin) if len(latin) <= _LONGEST else None
    if parts is None:
        raise Invalid(say("This cannot be read as one figure."), how_to_write)
    if _digits_mixed(text):
        raise Invalid(say("Khmer and Latin digits are mixed."), say("Write all digits the same way."))
    head, tail = (re.sub(r"\s+", "", parts[side]) for side in ("head", "tail"))
    negative = head.count("-") == 1
    return head.replace("-", "", 1), parts["number"].strip(), tail, negative


def _digits_mixed(text: str) -> bool:
    khmer = any("០" <= character <= "៩" for character in text)
    return khmer and any("0" <= character <= "9" for character in text)


def _currency(head: str, tail: str, default: Currency) -> Currency:
    named = {_UNITS.get(word) for word in (head, tail) if word}
    if None in named:
        raise Invalid(say("There are letters or signs here that are not a currency."), _how_to_write())
    if len(named) > 1:
        raise Invalid(say("Two currencies are named for one amount."), say("Write riel or dollars, not both."))
    return next((unit for unit in named if unit), default)


def _figure(number: str, places: int) -> Decimal:
    if number.count(".") > 1:
        raise Invalid(say("There is more than one dot."), say("Use a dot only before cents; write 2,000 or 2000."))
    figure = re.fullmatch(_FIGURE, number)
    if figure is None:
        raise Invalid(say("The commas are not between thousands."), say("Write 2,000 or 2000; cents after a dot."))
    if len(figure["fine"] or "") > places:
        raise Invalid(
            say("A whole number is needed.") if not places else say("There are too many digits after the dot."),
            say("At most {places} digits may follow a dot.", places=places) if places else "",
        )
    return Decimal("".join(sign for sign in number if sign in ".0123456789"))


def _how_to_write() -> str:
    return say("Write it like 2000, 2,000 riel or $0.50.")


def _too_fine(currency: Currency) -> tuple[str, str]:
    if currency is Currency.KHR:
        return say("Riel have no smaller unit."), say(
            "Write whole riel, like 2000 or 2,000, or say that it is dollars."
        )
    return say("Dollars have two digits after the dot."), say("Write it like $0.50.")


def _below_zero() -> Invalid:
    return Invalid(say("The amount is below zero."), say("Write it without the minus sign."))
