"""Visit sheets as plain pages: a sheet of paper a visit, in the order of the questions of ``visit record``."""

from collections.abc import Mapping
from typing import Any

from followup.handout.paper.plain.page import BOX, Html, PlainPage, Shown, beside, boxes, rings, small, strong

Sheet = Mapping[str, Any]


def fill(page: PlainPage, content: Mapping[str, Any]) -> None:
    """Every sheet on its own paper."""
    for number, sheet in enumerate(content["sheets"]):
        if number:
            page.sheet()
        for part in (_head, _last_time, _promises, _flags, _scores, _business, _checks, _end):
            part(page, sheet)
    page.foot = [page.say("footer"), page.once("as_of", day=content["sheets"][0]["as_of"])]


def _head(page: PlainPage, sheet: Sheet) -> None:
    page.heading(1, page.say("title"), sheet["code"] + sheet["page"])
    page.text(page.once(sheet["which"], **sheet["count"]), ", ".join(sheet["place"]), sheet["worker"])
    page.text(*(beside(page.say(day["key"]), strong(day["on"])) for day in sheet["days"]))
    page.fields(page.say("date_in_out"), page.say("went"), page.say("not_met"))
    page.text(page.say("safe_to_come"), boxes(page, "yes", "no"))
    page.text(boxes(page, *(f"met_{key}" for key in sheet["contacts"])))


def _last_time(page: PlainPage, sheet: Sheet) -> None:
    last = sheet["last"]
    page.heading(2, page.say("last_visit"), last["day"])
    page.text(small(page.say("before_you_go")))
    page.text(last["note"] or page.once(last["key"], day=last["since"]))


def _promises(page: PlainPage, sheet: Sheet) -> None:
    if not sheet["promises"] and not sheet["last"]["agreed"]:
        return
    page.heading(2, page.say("promises"))
    rows: list[list[Shown]] = []
    if sheet["last"]["agreed"]:
        rows.append([sheet["last"]["agreed"], boxes(page, "done", "partly", "not_yet")])
    for one in sheet["promises"]:
        due = small(page.once("by_due", who=one["who"], day=one["due"]))
        rows.append([beside(one["what"], due), boxes(page, "kept", "not_yet", "broken")])
    page.table(rows)
    page.text(page.once("more_promises", n=sheet["more_promises"]) if sheet["more_promises"] else None)


def _flags(page: PlainPage, sheet: Sheet) -> None:
    if not sheet["flags"]:
        return
    page.heading(2, page.say("flags"))
    page.table([_flag(page, one), boxes(page, "same", "better", "worse", "close")] for one in sheet["flags"])
    page.text(page.once("more_flags", n=sheet["more_flags"]) if sheet["more_flags"] else None)


def _flag(page: PlainPage, one: Sheet) -> Html:
    days = page.once("open_days", n=one["days"])
    return beside(
        strong(page.say(f"risk_{one['kind']}")), "·", page.once(one["severity"]), "·", days, small(one["note"])
    )


def _scores(page: PlainPage, sheet: Sheet) -> None:
    page.heading(2, page.say("scores"))
    page.text(small(page.once("scores_how")))
    rows = ([page.say(f"score_{one['domain']}"), rings(one["worker"]), rings(one["own"])] for one in sheet["scores"])
    page.table(rows, ["", page.say("yours"), page.say("hers")])


def _business(page: PlainPage, sheet: Sheet) -> None:
    money = sheet["business"]
    if money is None:
        return
    page.heading(2, page.say("business"), page.once(money["currency"]))
    page.text(page.say("business_open"), boxes(page, "yes", "no", "not_seen"))
    heads = ["", *map(page.once, ("column_last", "column_plan", "column_today"))]
    rows = (
        [page.say(one["key"]), one["last"], one["plan"], Html('<div class="line"></div>')] for one in money["figures"]
    )
    page.table(rows, heads, kind="figures")
    if money["instalments"]:
        page.text(page.once(money["instalments"]["key"], **money["instalments"]["fields"]))


def _checks(page: PlainPage, sheet: Sheet) -> None:
    page.heading(2, page.say("checks"))
    page.text(small(page.once("checks_how")))
    heads = ["", "", page.say("yes"), page.say("no"), page.say("not_seen")]
    rows = ([one["number"], page.say(f"check_{one['kind']}"), *([Html(BOX)] * 3)] for one in sheet["checks"])
    page.table(rows, heads)


def _end(page: PlainPage, sheet: Sheet) -> None:
    page.heading(2, page.say("agreed_now"))
    page.lines(2)
    page.heading(2, page.say("notes"))
    page.lines(4)
    page.text(page.say("contact_right"), boxes(page, "yes", "no", "not_asked"))
    page.fields(page.say("next_visit"), page.say("signed"), page.say("entered"))
    page.text(small(sheet["code"] + sheet["page"]), kind="right")
