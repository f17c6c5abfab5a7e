"""A recovery key as a plain page, for the safe."""

from collections.abc import Mapping
from typing import Any

from followup.handout.paper.plain.page import PlainPage, small, strong


def fill(page: PlainPage, content: Mapping[str, Any]) -> None:
    """The key in groups, when it is needed, what to type, and how it is kept."""
    page.heading(1, page.say("title"))
    page.text(page.say("what"))
    page.heading(2, page.say("key"))
    page.text(strong(content["first"]))
    page.table([[strong(one) for one in line] for line in content["lines"]])
    page.text(small(page.say("key_about")))
    page.text(small(page.say("public")), small(content["public"]))
    page.text(content["made"])
    page.heading(2, page.say("when"))
    page.items([[page.say("when_1")], [page.say("when_2")]])
    page.heading(2, page.say("how"))
    for key, lines in (
        ("forgotten", [content["forgotten"]]),
        ("restore", [content["restore"]]),
        ("age", content["age"]),
    ):
        page.text(page.say(f"how_{key}"))
        for line in lines:
            page.text(strong(line))
    page.heading(2, page.say("keep"))
    page.items([page.say(f"keep_{n}")] for n in range(1, 5))
    page.foot = [page.say("foot")]
