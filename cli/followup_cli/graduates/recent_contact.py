"""What happened last: when she was seen or heard from, what she was promised, whether her safe contact is right."""

from datetime import date
from typing import TYPE_CHECKING

from followup.case.case import Case
from followup.case.fields import Mask
from followup.case.parts import Attempt, Promise, Visit, numbered
from followup.messages import say, say_count
from followup.monitoring.attention_inputs import last_contact_check
from followup_cli.referrals.page import standing_text
from followup_cli.terminal.days import long_day, short_day
from followup_cli.terminal.page import Page

if TYPE_CHECKING:
    from followup.services.graduate_sheet import GraduateSheet

MAX_NOTE_LENGTH = 240
"""Characters of a note that one screen has room for."""


def add_last_contact(page: Page, sheet: "GraduateSheet", mask: Mask) -> Page:
    """When she was last seen or heard from, what was noted and agreed."""
    case = sheet.case
    last = max(case.visits, key=lambda visit: visit.on, default=None)
    if last is None:
        page.pair(say("Last visit"), say("none yet"), "quiet")
    else:
        label = say("Last visit") if last.said.contact.in_person else say("Last contact")
        page.pair(label, _last_visit_line(last, sheet.as_of, mask))
        if last.said.agreed:
            page.pair(say("Agreed"), _shortened(mask(last.said.agreed)))
        if case.last_met != last.on:
            met = long_day(case.last_met) if case.last_met else say("never since she went home")
            page.pair(say("Last met"), met, "watch")
    return page


def add_tries(page: Page, case: Case) -> None:
    """The tries that failed since, a line each."""
    for one in case.tries:
        page.pair(say("Try {n}", n=one.number), _try_words(one), "watch")


def tries_line(case: Case) -> str:
    """How many tries failed since, and the last of them; nothing where none did."""
    if not case.tries:
        return ""
    last = _try_words(case.tries[-1])
    return last if len(case.tries) == 1 else say("{n} failed, the last {last}", n=len(case.tries), last=last)


def _try_words(one: Attempt) -> str:
    why = one.said.reason.label + ("" if one.said.safe else say("; it was not safe to come"))
    return f"{long_day(one.on)}: {why}"


def _last_visit_line(visit: Visit, today: date, mask: Mask) -> str:
    said, days = visit.said, (today - visit.on).days
    ago = say_count(days, "1 day ago", "{n} days ago") if days else say("today")
    went = f", {', '.join(mask(who) for who in said.went)}" if said.went else ""
    note = f": {_shortened(mask(said.note))}" if said.note else ""
    return f"{long_day(visit.on)} ({ago}), {said.contact.label}{went}{note}"


def _shortened(text: str) -> str:
    """The beginning of a note, on one line; the whole of it stands elsewhere."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_NOTE_LENGTH else line[: MAX_NOTE_LENGTH - 1].rstrip() + "…"


def add_open(page: Page, title: str, waiting: list[tuple[int, str, str]]) -> None:
    """What she waits for, by the numbers by which it is settled or closed."""
    page.line(title, "head")
    for number, words, style in waiting:
        page.pair(f"{number:>2}", words, style, indent=4)
    if not waiting:
        page.line(say("None."), "quiet")


def open_promises(sheet: "GraduateSheet", mask: Mask) -> list[tuple[int, str, str]]:
    """Each open promise, the one due first before the others: its number, what it is and how it is lit."""
    waiting = [(number, one) for number, one in numbered(sheet.case.promises) if one.is_open]
    in_order = sorted(waiting, key=lambda pair: (pair[1].said.due, pair[0]))
    return [(number, *_promise_words(one, sheet.as_of, mask)) for number, one in in_order]


def _promise_words(one: Promise, today: date, mask: Mask) -> tuple[str, str]:
    said = one.said
    past = say(" (past)") if one.is_past(today) else ""
    due = say("due {day}{past}, by {who}", day=short_day(said.due, today), past=past, who=mask(said.by_whom))
    return f"{due}: {_shortened(mask(said.what))}", "bad" if past else ""


def open_referrals(sheet: "GraduateSheet") -> list[tuple[int, str, str]]:
    """Each open referral, the one that waits longest first: its number, what is waited for and how it is lit."""
    numbers = {one.id: number for number, one in numbered(sheet.case.referrals)}
    return [
        (
            numbers[one.id],
            f"{one.said.service.label}: {standing_text(one, sheet.as_of)}",
            "bad" if one.is_past(sheet.as_of) else "",
        )
        for one in sheet.case.open_referrals
    ]


def contact_check_line(case: Case) -> tuple[str, str]:
    """When it was last asked whether her safe contact is right, and how that is lit."""
    asked = last_contact_check(case)
    if asked is None:
        return say("nobody asked yet whether it is right"), "watch"
    if not asked.said.contact_right:
        return say("said to be wrong on {day}; put it right before anybody calls", day=asked.on), "bad"
    return say("asked last on {day}, and right then; still right?", day=asked.on), ""
