"""What moving a visit from one graduate to another does, before and after."""

from followup.case.fields import Mask
from followup.messages import say
from followup.services.visit_moves import VisitMoveResult
from followup_cli.terminal.days import long_day
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page


def visit_move_page(result: VisitMoveResult, label: Mask) -> Page:
    """The entry, what goes with it, and what is only taken back."""
    entry = result.entry
    head = say("Entry {n} of {code}, {day}, goes to {to}", n=entry.number, code=result.code, day=entry.on, to=result.to)
    page = Page().line(head, "head").line(entry.shown_sentence(label))
    for one in result.moved:
        page.line(say("With it goes entry {n}: {sentence}", n=one.number, sentence=one.shown_sentence(label)))
    for one in result.answers:
        sentence = one.shown_sentence(label)
        page.line(say("Taken back, and not written there: entry {n}: {sentence}", n=one.number, sentence=sentence))
    if result.stood:
        page.line(say("It is written down there already, word for word; it is only taken back here."), "quiet")
    return page


def visit_move_result(result: VisitMoveResult) -> Page:
    """The visit was moved."""
    words = say("The visit of {day} was moved from {code}.", day=long_day(result.entry.on), code=result.code)
    page = Page().pair(result.to, words, label_style="strong")
    return page.pair("", say("See it: followup visit list {code}", code=result.to), "quiet")


def visit_move_data(result: VisitMoveResult, label: Mask, *, dry_run: bool) -> dict[str, JsonValue]:
    """The move for programs."""
    return {
        "code": result.code,
        "to": result.to,
        "written": not dry_run,
        "on": result.entry.on,
        "sentence": result.entry.shown_sentence(label),
        "moved": [{"number": one.number, "sentence": one.shown_sentence(label)} for one in result.moved],
        "taken_back": [{"number": one.number, "sentence": one.shown_sentence(label)} for one in result.answers],
        "stood_already": result.stood,
    }
