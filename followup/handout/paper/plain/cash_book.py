"""A month's blank cash book as a plain page: words stand where the typeset one has pictures."""

from collections.abc import Mapping
from typing import Any

from followup.handout.paper.plain.page import Html, PlainPage, Shown, beside, small, strong


def fill(page: PlainPage, content: Mapping[str, Any]) -> None:
    """A line a day, boxes for each kind of money, and the totals."""
    columns = content["columns"]
    page.heading(1, content["month"] or Html("&#9633; / &#9633;"), content["currency"])
    heads = [page.say("day"), *map(page.say, columns)]
    first, second = content["pages"]
    page.table(([_day(one), *([""] * len(columns))] for one in first), heads, kind="ruled")
    page.sheet()
    total = [page.say("total"), *([""] * len(columns))]
    page.table([*([_day(one), *([""] * len(columns))] for one in second), total], heads, kind="ruled")
    less = [one for one in columns if one in ("out", "loan")]
    terms: list[Shown] = [page.say("in"), *(beside("−", page.say(one)) for one in less), "=", page.say("left")]
    page.text(*terms)
    page.fields(content["currency"])
    page.foot = [content["code"]]


def _day(one: Mapping[str, Any]) -> Html:
    return beside(strong(one["number"]), small(one["khmer"]))
