"""The trainers' brief as a plain page."""

from collections.abc import Mapping
from typing import Any

from followup.handout.paper.plain.page import BOX, Html, PlainPage, Shown, beside, small, strong
from followup.handout.paper.plain.quarter import draw


def fill(page: PlainPage, content: Mapping[str, Any]) -> None:
    """What is asked, why follow-up failed, what training could have prevented, and the lessons."""
    page.heading(1, page.say("title"))
    page.text(content["what"], "·", content["status"])
    page.heading(2, content["asked"]["title"])
    page.text(page.say("asked_about") if content["asked"]["rows"] else page.say("asked_none"))
    page.table(map(_asked, content["asked"]["rows"]), ["", *content["asked"]["heads"]])
    if content["failures"] is not None:
        page.heading(2, page.say("failures"))
        page.text(page.say("failures_about" if content["failures"] else "failures_none"))
        page.table([strong(one["code"]), one["day"], one["what"]] for one in content["failures"])
    page.heading(2, page.say("causes"))
    page.text(page.say("causes_about"))
    for part in content["causes"]:
        draw(page, part)
    _modules(page, content)
    page.heading(2, page.say("lessons"))
    page.text(content["lessons-about"])
    page.text(None if content["lessons"] else page.say("lessons_none"))
    for group in content["lessons"]:
        page.heading(3, group["state"])
        page.table([strong(one["number"]), beside(one["change"], *map(small, one["told"]))] for one in group["rows"])
    page.foot = [*content["foot"]]


def _asked(one: Mapping[str, Any]) -> list[Shown]:
    until = beside(one["until"], strong(one["late"]))
    return [Html(BOX), strong(one["step"]), beside(strong(one["lesson"]), one["change"]), one["who"], until]


def _modules(page: PlainPage, content: Mapping[str, Any]) -> None:
    page.heading(2, page.say("modules"))
    page.text(page.say("modules_about", months=str(content["months"])))
    for note in content["module-notes"]:
        page.text(note)
    for module in content["modules"]:
        page.heading(3, module["title"])
        page.text(small(module["about"]))
        for group in module["groups"]:
            page.table(([row["label"], strong(row["text"]), row["base"]] for row in group["rows"]), kind="figures")
            page.text(strong(group["told"]) if group["sure"] else group["told"])
    page.text(small(page.say("method", **{name: str(value) for name, value in content["method"].items()})))
