"""The route as a plain page."""

from collections.abc import Mapping
from typing import Any

from followup.handout.paper.plain.page import BOX, Html, PlainPage, Shown, beside, small, strong


def fill(page: PlainPage, content: Mapping[str, Any]) -> None:
    """The visits by district and day, and who is waited for without one."""
    page.heading(1, content["title"])
    page.text(strong(content["worker"]), content["counts"])
    if not content["groups"]:
        page.text(page.say("nobody"))
    names = content["names"]
    known = () if names else ("month", "flags")
    heads = ["", *map(page.say, ("name" if names else "code", "day", "due", "late_after", *known, "seen"))]
    for group in content["groups"]:
        page.heading(2, group["place"])
        page.table((_row(one, names=names) for one in group["rows"]), heads)
    if content["others"]:
        page.heading(2, page.say("others"))
        page.table(
            [Html(BOX), strong(one["who"]), one["lives"], one["place"], one["what"]] for one in content["others"]
        )
    for note in content["notes"]:
        page.text(note)
    page.foot = [page.say("names" if names else "no_names"), content["foot"]]


def _row(one: Mapping[str, Any], *, names: bool) -> list[Shown]:
    who = beside(strong(one["who"]), small(one["lives"]))
    day = beside(strong(one["day"]) if one["over"] else one["day"], *map(small, one["notes"]))
    return [Html(BOX), who, day, one["due"], one["late_after"], *([] if names else [one["month"], one["flags"]]), ""]
