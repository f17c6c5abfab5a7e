"""Dates set by hand that lie on a day against which something stands: told, and moved by nobody."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from followup.messages import say

if TYPE_CHECKING:
    from followup.services.hand_dates import HandDate
    from followup_cli.terminal.json import JsonValue
    from followup_cli.terminal.page import Page


def hand_date_words(dates: Iterable["HandDate"]) -> list[str]:
    """A sentence for each, and how another day is chosen."""
    told = [one.sentence for one in dates]
    return [*told, say("To choose another day: followup schedule move CODE K DATE")] if told else []


def add_hand_dates(page: "Page", dates: Iterable["HandDate"]) -> "Page":
    """The same on a page."""
    for words in hand_date_words(dates):
        page.text(words, "watch")
    return page


def hand_dates_data(dates: Iterable["HandDate"]) -> list["JsonValue"]:
    """The same for programs."""
    return [{"code": one.code, "k": one.k, "date": one.day, "against": list(one.against)} for one in dates]
