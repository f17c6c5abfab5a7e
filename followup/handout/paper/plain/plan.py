"""Her plan as a plain page, to be agreed and signed."""

from collections.abc import Mapping, Sequence
from typing import Any

from followup.handout.paper.plain.page import PlainPage, Shown, beside, box, strong


def fill(page: PlainPage, content: Mapping[str, Any]) -> None:
    """What she sells, what it costs, what is left, the loan, what to do if it goes wrong, promises, signatures."""
    page.heading(1, page.say("heading"))
    page.text(strong(content["code"]), content["trade"], "·", content["dated"])
    page.text(content["how"])
    _amounts(page, page.say("sells"), content["unit"], content["sells"], page.say("nothing_sold"))
    _amounts(page, page.say("pays"), content["unit-of-costs"], content["pays"], page.say("nothing_paid"))
    if content["start"]["rows"]:
        _amounts(page, page.say("start"), content["unit"], content["start"], None)
    _sum(page, content["sum"])
    page.heading(2, page.say("loan_title"))
    page.text(content["loan"]["told"])
    page.text(*(box(str(n + 1)) for n in range(content["loan"]["boxes"])))
    page.heading(2, page.say("wrong"))
    page.items([one] for one in content["wrong"])
    page.heading(2, page.say("promises"))
    for who, told in (("me", "hers"), ("adviser", "ours")):
        page.text(strong(page.say(who)))
        for one in content["promises"][told]:
            page.text(box(one))
        page.lines(2)
    page.heading(2, page.say("sign"))
    page.fields(page.say("signature"), page.say("adviser_signs"), page.say("date"))
    page.foot = [page.say("foot")]


def _amounts(page: PlainPage, title: Shown, unit: Shown, listed: Mapping[str, Any], nothing: Shown) -> None:
    page.heading(2, title, beside("(", unit, ")") if unit else None)
    rows: Sequence[Mapping[str, Any]] = listed["rows"]
    page.table(([one["what"], one["amount"]] for one in rows), kind="figures")
    page.text(None if rows else nothing, listed["more"])


def _sum(page: PlainPage, told: Mapping[str, Any]) -> None:
    page.heading(2, told["title"])
    first, *less, last = told["figures"]
    signed = [("", first), *(("−", one) for one in less), ("=", last)]
    page.table(([beside(sign, one["label"]), strong(one["amount"])] for sign, one in signed), kind="figures")
    for one in told["told"]:
        page.text(strong(one["words"]) if one["bad"] else one["words"])
