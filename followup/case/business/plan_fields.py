"""How the fields of a plan are described: words, a trade, amounts of money."""

import re

from followup.case.business.money import Money
from followup.case.fields import Described
from followup.case.text_limits import checked_line
from followup.errors import Invalid
from followup.messages import say

LONGEST_NAME = 60  # characters, of a thing or a service
LONGEST_NOTE = 200  # characters
_SLUG = re.compile(r"[a-z][a-z0-9_-]{0,39}")


def _check_plan_text(described: Described, _name: str, text: str) -> None:
    if not text and described.otherwise:
        raise Invalid(say(described.otherwise))
    if text != checked_line(text, say("A text in a plan"), limit=described.most or LONGEST_NOTE).strip():
        raise Invalid(say("A text in a plan has no spaces at its ends."))


def _check_trade(_described: Described, _name: str, trade: str) -> None:
    if not _SLUG.fullmatch(trade):
        raise Invalid(say("A trade is a code of small letters, like hairdressing."))


def _check_not_below_zero(_described: Described, _name: str, money: Money) -> None:
    if money.amount < 0:
        raise Invalid(say("An amount in a plan is not below zero."), say("Write it without the minus sign."))


TRADE = Described(_check_trade)
AMOUNT = Described(_check_not_below_zero)
NAME = Described(_check_plan_text, most=LONGEST_NAME, otherwise="A word for it is missing.")
NOTE = Described(_check_plan_text, most=LONGEST_NOTE)
