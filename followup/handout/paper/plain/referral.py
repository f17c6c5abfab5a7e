"""A referral as a plain page."""

from collections.abc import Mapping
from typing import Any

from followup.handout.paper.plain.page import PlainPage, Shown, boxes, small, strong


def fill(page: PlainPage, content: Mapping[str, Any]) -> None:
    """Who asks whom, what of her may be told, what is asked for, and room for the answer."""
    page.heading(1, page.say("title"))
    page.text(strong(page.say(content["key"])))
    page.table(_head(page, content))
    if content["about"]:
        page.heading(2, page.say("about"))
        page.text(small(page.say("about_how")))
        by_hand = small(page.say("by_hand"))
        page.table([page.say(one["key"]), strong(one["text"]) or by_hand] for one in content["about"])
    page.heading(2, page.say("asked_for"))
    page.text(content["reason"] or page.say("by_herself"))
    page.text(strong(page.say("please")))
    page.heading(2, page.say("answer"))
    page.text(page.say("answer_how", day=content["by"]))
    for key in ("accepted", "refused"):
        page.text(boxes(page, key))
        page.lines(1)
    page.text(boxes(page, "done", "not_done"))
    page.text(page.say("came_of"))
    page.lines(4)
    page.fields(page.say("signed"), page.say("dated"))
    page.foot = [page.say("foot"), content["reference"]]


def _head(page: PlainPage, content: Mapping[str, Any]) -> list[list[Shown]]:
    rows: list[list[Shown]] = [[page.say("to"), strong(content["to"])]]
    rows += [[page.say(key), content[key]] for key in ("from", "worker", "dated", "reference") if content[key]]
    return rows
