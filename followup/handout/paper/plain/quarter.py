"""The quarter's summary as a plain page: the same figures, in tables where the typeset one has charts."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from followup.handout.paper.plain.page import PlainPage, Shown, bar, beside, small, strong

Part = Mapping[str, Any]


def fill(page: PlainPage, content: Mapping[str, Any]) -> None:
    """The top, the sections, how to read it, and who answers for it."""
    page.text(strong(content["organisation"] or page.say("kicker")), content["responsible"])
    page.heading(1, page.say("title"))
    page.text(content["period"], "·", content["status"])
    page.table(map(_headline, content["heads"]), kind="figures")
    page.text(content["paragraph"])
    if content["open"]:
        page.text(strong(page.say("not_complete")))
        page.items([one] for one in content["open"])
    for section in content["sections"]:
        page.heading(2, section["heading"])
        page.text(small(section["title"]) if section["heading"] != section["title"] else None)
        page.text(section["about"])
        for part in section["parts"]:
            draw(page, part)
    if content["differs"]:
        page.heading(2, page.say("differs"))
        page.text(page.say("differs_about"))
        for sentence in content["differs"]:
            page.text(sentence)
    page.heading(2, page.say("definitions"))
    page.table([strong(one["word"]), one["means"]] for one in (*content["marks"], *content["definitions"]))
    page.fields(page.say("prepared"), page.say("checked"), page.say("date"))
    page.foot = [*content["foot"]]


def _headline(head: Part) -> list[Shown]:
    before = "; ".join(f"{one['quarter']}: {one['text']}" for one in head["earlier"])
    return [head["title"], strong(head["value"]), head["under"], head["range"], before]


# --- parts ------------------------------------------------------------------------------------------------------------


def draw(page: PlainPage, part: Part) -> None:
    """A part of a section in a table; a form that is not known here is told row by row."""
    if part.get("title"):
        page.heading(3, part["title"])
    _FORMS.get(part["form"], _rows)(page, part)
    for note in part["notes"]:
        page.text(small(note))


def _rows(page: PlainPage, part: Part) -> None:
    """Each row with whatever it says."""
    page.table(([*map(_told, row.values())] for row in part.get("rows", ())), kind="figures")


def _told(value: object) -> str:
    return "" if value is None or isinstance(value, bool) else str(value)


def _with_total(part: Part) -> Iterable[tuple[Part, bool]]:
    yield from ((row, False) for row in part["rows"])
    if part["total"]:
        yield part["total"], True


def _sum(page: PlainPage, part: Part) -> None:
    page.table((_bold(last, row["label"], row["text"]) for row, last in _with_total(part)), kind="figures")


def _bold(last: bool, *cells: Shown) -> list[Shown]:
    return [strong(one) for one in cells] if last else [*cells]


def _bars(page: PlainPage, part: Part) -> None:
    rows = (
        [row["label"], None if last else bar(row["count"] or 0, part["longest"]), row["text"], *row["more"]]
        for row, last in _with_total(part)
    )
    page.table(rows, ["", "", *part["columns"]] if part["columns"] else (), kind="bars")


def _shares(page: PlainPage, part: Part) -> None:
    rows = (
        [row["label"], _range(page, row["low"], row["high"]), row["base"], strong(row["text"])] for row in part["rows"]
    )
    page.table(rows, kind="figures")
    if part["goal"]:
        page.text(small(page.once("goal", n=str(part["goal"]))))


def _range(page: PlainPage, low: int | None, high: int | None) -> Shown:
    return None if low is None or high is None else page.once("range", range=f"{low}–{high}%")


def _against_plan(page: PlainPage, part: Part) -> None:
    heads = ["", page.say("plan"), page.say("owners")]
    page.table(([row["label"], row["text"], row["owners"]] for row in part["rows"]), heads, kind="figures")


def _change(page: PlainPage, part: Part) -> None:
    rows = ([row["label"], *(_side(page, row[side]) for side in ("worse", "better"))] for row in part["rows"])
    page.table(rows, ["", page.say("worse"), page.say("better")], kind="figures")


def _side(page: PlainPage, side: Part) -> Shown:
    low, high = side["ends"] or (None, None)
    return beside(strong(side["text"]), small(_range(page, low, high)))


def _curve(page: PlainPage, part: Part) -> None:
    rows = (
        [str(one["month"]), f"{one['percent']}%", _range(page, one["low"], one["high"]), one["observed"]]
        for one in part["points"]
    )
    page.table(rows, [page.say("months"), "", "", page.say("observed")], kind="figures")


def _sentences(page: PlainPage, part: Part) -> None:
    page.table([strong(row["figure"]), row["text"]] for row in part["rows"])


def _labelled(page: PlainPage, part: Part) -> None:
    page.table(([row["label"], row["text"]] for row in part["rows"]), kind="figures")


def _lessons(page: PlainPage, part: Part) -> None:
    page.table(([row["number"], row["asked"], row["state"], row["who"]] for row in part["rows"]), part["columns"])


def _trend(page: PlainPage, part: Part) -> None:
    rows = (
        [row["label"], *map(_with_range, row["cells"], row["ranges"] or [""] * len(row["cells"]))]
        for row in part["rows"]
    )
    page.table(rows, ["", *part["columns"]], kind="figures")


def _with_range(cell: str, ends: str) -> Shown:
    return beside(cell, small(ends))


def _numbers(page: PlainPage, part: Part) -> None:
    rows = (_bold(last, row["label"], *row["cells"]) for row, last in _with_total(part))
    page.table(rows, ["", *part["columns"]], kind="figures")


_FORMS: dict[str, Callable[[PlainPage, Part], None]] = {
    "sum": _sum,
    "bars": _bars,
    "shares": _shares,
    "stack": _labelled,
    "against_plan": _against_plan,
    "change": _change,
    "curve": _curve,
    "sentences": _sentences,
    "counts": _labelled,
    "list": _labelled,
    "lessons": _lessons,
    "trend": _trend,
    "numbers": _numbers,
}
