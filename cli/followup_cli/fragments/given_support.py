"""What support came to: on one line for people, and for programs."""

from collections.abc import Iterable

from followup.case.business.money import show
from followup.case.case import Case
from followup.messages import say, say_count
from followup.monitoring.support import GivenSupport, sums, support_given
from followup_cli.fragments.amounts import amount_digits
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page


def sums_text(given: Iterable[GivenSupport]) -> str:
    """What it came to in each currency, and how often nobody said."""
    given = tuple(given)
    parts = [show(amount, currency) for currency, amount in sums(given).items()]
    unknown = sum(one.amount is None for one in given)
    if unknown:
        parts.append(say_count(unknown, "1 amount not known", "{n} amounts not known"))
    return ", ".join(parts) or "–"


def totals_text(given: Iterable[GivenSupport]) -> str:
    """How often, what was given and what was lent, each by itself: what is lent comes back."""
    given = tuple(given)
    spent = [one for one in given if not one.what.is_lent]
    lent = [one for one in given if one.what.is_lent]
    parts = [say_count(len(given), "1 entry", "{n} entries")]
    parts += [say("given: {sums}", sums=sums_text(spent))] if spent else []
    parts += [say("lent: {sums}", sums=sums_text(lent))] if lent else []
    return "; ".join(parts)


def add_support(page: Page, case: Case) -> Page:
    """What she and her family were given, where anything was."""
    given = support_given(case)
    return page.pair(say("Support"), totals_text(given)) if given else page


def sums_data(given: Iterable[GivenSupport]) -> dict[str, JsonValue]:
    """What it came to for programs, by currency."""
    return {currency: amount_digits(amount, currency) for currency, amount in sums(given).items()}


def given_data(given: Iterable[GivenSupport]) -> dict[str, JsonValue]:
    """How often something was given, how often nobody said what it cost, and what was given and lent."""
    given = tuple(given)
    return {
        "entries": len(given),
        "amounts_not_known": sum(one.amount is None for one in given),
        "spent": sums_data(one for one in given if not one.what.is_lent),
        "lent": sums_data(one for one in given if one.what.is_lent),
    }
