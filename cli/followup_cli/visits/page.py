"""What recording a visit or an attempt led to, and the list of both."""

import sys
from datetime import date
from typing import TYPE_CHECKING

from followup.case.fields import Mask
from followup.messages import say
from followup.schedule.standing import Standing
from followup.services.visits import reached_again
from followup_cli.fragments.styles import RISK_STYLE
from followup_cli.terminal.days import short_day
from followup_cli.terminal.notes import print_note
from followup_cli.terminal.page import Page

if TYPE_CHECKING:
    from followup.services.visits import AttemptResult, VisitFileResult, VisitResult


# --- one ------------------------------------------------------------------------------------------------------------


def visit_result(result: "VisitResult", today: date, *, dry_run: bool) -> Page:
    """A visit was written down: the slot it fills, the risk level, the next date, and what else moved."""
    case = result.case
    if result.unchanged:
        return Page().pair(case.code, say("Nothing was changed: it is written down so already."))
    page = Page().pair(case.code, _slot_sentence(result, today, dry_run=dry_run), label_style="strong")
    if result.missed:
        k, due = result.missed.k, short_day(result.missed.due, today)
        page.pair(
            "", say("Visit {k}, due {due}, stays missed. If this was that one: --slot {k}", k=k, due=due), "watch"
        )
    page.pair("", say("Risk level now: {level}.", level=case.risk.label), RISK_STYLE[case.risk])
    if result.next:
        what = say("extra contact before visit {k}", k=result.next.k) if result.next.extra else f"visit {result.next.k}"
        overdue = say(" (overdue)") if result.next.standing is Standing.OVERDUE else ""
        page.pair("", say("Next: {what}, {day}{late}.", what=what, day=short_day(result.next.on, today), late=overdue))
    for one in result.moved:
        page.pair(
            "",
            say(
                "Visit {k} moves from {before} to {after}: it would be too close.",
                k=one.k,
                before=short_day(one.before, today) if one.before else say("no day"),
                after=short_day(one.after, today) if one.after else say("no day"),
            ),
            "watch",
        )
    return _add_reminders(page, result)


def _slot_sentence(result: "VisitResult", today: date, *, dry_run: bool) -> str:
    head = say("Would write down: {how}, {day}.") if dry_run else say("Written down: {how}, {day}.")
    words = head.format(how=result.visit.said.contact.label, day=short_day(result.visit.on, today))
    if result.slot is None or result.due is None:
        return words
    which: dict[str, int | str] = {"k": result.slot, "due": short_day(result.due, today)}
    if not result.counts:
        return f"{words} " + say("Visit {k}, due {due}, still needs a meeting in person.", **which)
    if not result.fills:
        return f"{words} " + say("Visit {k} was made already; both are kept.", **which)
    if not result.visit.said.contact.in_person:
        words += " " + say("Her policy counts this; she herself was not met.")
    if result.when_due:
        return f"{words} " + say("It fills visit {k}, due {due}: on time.", **which)
    return f"{words} " + say("It fills visit {k}, due {due}: late.", **which)


def _add_reminders(page: Page, result: "VisitResult") -> Page:
    if result.visit.said.contact_right is False:
        page.pair(
            "", say("Put the safe contact right: {command}", command=contact_edit_command(result.case.code)), "watch"
        )
    if reached_again(result.case):
        page.pair(
            "",
            say(
                "She was met: clear the flag with followup flag clear {code} could-not-be-reached",
                code=result.case.code,
            ),
            "watch",
        )
    return page


def contact_edit_command(code: str) -> str:
    """The command that puts a safe contact right."""
    return f"followup graduate edit {code} --identity"


def attempt_result(result: "AttemptResult", today: date, label: Mask, *, dry_run: bool) -> Page:
    """An attempt was written down, and whether it made a flag."""
    if result.unchanged:
        return Page().pair(result.case.code, say("Nothing was changed: it is written down so already."))
    head = say("Would write down: attempt {n}, {reason}, {day}.") if dry_run else ""
    head = head or say("Attempt {n} written down: {reason}, {day}.")
    words = head.format(n=result.number, reason=result.attempt.reason.label, day=short_day(result.on, today))
    page = Page().pair(result.case.code, words, label_style="strong")
    if not result.attempt.safe:
        page.pair("", say("It was not safe to come: raise a flag with followup flag raise."), "watch")
    if result.flagged:
        page.pair("", _flag_raised_text(result, today, label), "bad")
    return page.pair("", say("Risk level now: {level}.", level=result.case.risk.label), RISK_STYLE[result.case.risk])


def _flag_raised_text(result: "AttemptResult", today: date, label: Mask) -> str:
    flag = next(one for one in result.case.open_flags if one.risk.value == "could_not_be_reached")
    return say(
        "Flag raised: could not be reached, {severity}. Owner {owner}, review by {day}.",
        severity=flag.severity.label,
        owner=label(flag.owner),
        day=short_day(flag.review_on, today),
    )


# --- many -----------------------------------------------------------------------------------------------------------


def print_file_result(result: "VisitFileResult", rows: int, today: date, label: Mask, *, dry_run: bool) -> None:
    """What a file led to: to stdout what needs somebody's eye and the count, to stderr each problem by its row."""
    page = Page()
    for one in result.visits:
        for moved in one.moved:
            day = short_day(moved.after, today) if moved.after else say("no day")
            page.pair(one.case.code, say("Visit {k} moves to {day}.", k=moved.k, day=day), "watch")
        if one.visit.said.contact_right is False:
            page.pair(one.case.code, say("The safe contact is not right any more."), "watch")
    for try_ in result.attempts:
        if try_.flagged:
            page.pair(try_.case.code, _flag_raised_text(try_, today, label), "bad")
    page.line(_counts_text(result, rows, dry_run=dry_run), "strong").show()
    sys.stdout.flush()
    for problem in result.problems:
        print_note(say("Row {n}, {where}: {what}", n=problem.row, where=problem.where, what=problem.what))


def _counts_text(result: "VisitFileResult", rows: int, *, dry_run: bool) -> str:
    head = say("Would write down: visits {visits}, attempts {attempts}") if dry_run else ""
    head = head or say("Written down: visits {visits}, attempts {attempts}")
    words = head.format(visits=len(result.visits), attempts=len(result.attempts))
    if result.known:
        words += say("; there already: {n}", n=result.known)
    if result.problems:
        words += say("; rows left out: {n} of {all}", n=len({one.row for one in result.problems}), all=rows)
    return f"{words}."
