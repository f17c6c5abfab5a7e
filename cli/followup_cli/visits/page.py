"""What recording a visit or an attempt led to, and the list of both."""

import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from followup.case.business.money import Money
from followup.case.business.month import MonthlyFigures
from followup.case.case import Case
from followup.case.facts import WellbeingScore
from followup.case.fields import Mask
from followup.case.parts import Attempt
from followup.case.vocabulary import WellbeingDomain
from followup.messages import say, say_count
from followup.schedule.standing import Standing
from followup.services.visits import reached_again
from followup_cli.fragments.styles import RISK_STYLE
from followup_cli.terminal.days import short_day
from followup_cli.terminal.notes import print_note
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Column, Table, TableRow

if TYPE_CHECKING:
    from followup.services.visits import AttemptResult, ListedVisit, VisitFileResult, VisitResult

DOMAIN_LABELS = (say("safety"), say("legal"), say("mental"), say("livelihood"), say("social"), say("health"))
"""The domains of wellbeing, in their order, as short as a column needs."""
NOTES_SHOWN = 3
"""So many visits are shown with what was written of them; the log has the rest."""


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
    words = head.format(how=result.visit.contact.label, day=short_day(result.on, today))
    if result.slot is None or result.due is None:
        return words
    which: dict[str, int | str] = {"k": result.slot, "due": short_day(result.due, today)}
    if not result.counts:
        return f"{words} " + say("Visit {k}, due {due}, still needs a meeting in person.", **which)
    if not result.fills:
        return f"{words} " + say("Visit {k} was made already; both are kept.", **which)
    if not result.visit.contact.in_person:
        words += " " + say("Her policy counts this; she herself was not met.")
    if result.when_due:
        return f"{words} " + say("It fills visit {k}, due {due}: on time.", **which)
    return f"{words} " + say("It fills visit {k}, due {due}: late.", **which)


def _add_reminders(page: Page, result: "VisitResult") -> Page:
    if result.visit.contact_right is False:
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
        if one.visit.contact_right is False:
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


# --- the list -------------------------------------------------------------------------------------------------------


def visits_page(case: Case, listed: "Sequence[ListedVisit]", today: date, mask: Mask) -> Page:
    """Her visits and the attempts between them, by day, and what was written of the latest."""
    columns = (
        Column(say("Date")),
        Column(say("No"), "right"),
        Column(say("Contact")),
        Column(say("When")),
        Column(say("Scores"), drop=2),
        Column(say("Own"), drop=3),
        Column(say("Takings"), "right", drop=1),
    )
    rows = sorted(
        [*((one.visit.on, 1, _visit_row(one)) for one in listed), *((t.on, 0, _attempt_row(t)) for t in case.attempts)],
        key=lambda row: row[:2],
    )
    page = Page().line(say("Visits of {code}", code=case.code), "head")
    filled = sum(one.fills for one in listed)
    counts = {"n": len(listed), "filled": filled, "tries": len(case.attempts)}
    counted = say("Contacts {n}, visits filled {filled}, attempts {tries}", **counts)
    page.line(counted, "quiet").line()
    note = say("Scores from 1 to 4: {domains}.", domains=", ".join(DOMAIN_LABELS)) if listed else ""
    page.table(Table(columns, [row for *_, row in rows], note=note, empty=say("Nothing is written down yet.")))
    return _add_notes(_add_debts(page, listed), listed, today, mask)


def _add_debts(page: Page, listed: "Sequence[ListedVisit]") -> Page:
    """What she told of debt and savings, and paid back of a loan, visit by visit; nothing where she told of none."""
    months = ((one.visit.on, one.visit.said.month) for one in listed)
    rows = [
        [on.isoformat(), _amount_text(month.debt), _amount_text(month.savings), _repaid_text(month)]
        for on, month in months
        if month and (month.debt or month.savings or month.repaid or month.repaid_in_kind)
    ]
    columns = (Column(say("Told on")), *(Column(head, "right") for head in _DEBT_HEADS))
    return page.line().table(Table(columns, rows, title=say("Debt and savings"))) if rows else page


_DEBT_HEADS = (say("Debt"), say("Savings"), say("Paid back"))


def _amount_text(amount: Money | None) -> str:
    return amount.shown() if amount else "–"


def _repaid_text(month: MonthlyFigures) -> str:
    return say("in kind") if month.repaid_in_kind else _amount_text(month.repaid)


def _add_notes(page: Page, listed: "Sequence[ListedVisit]", today: date, mask: Mask) -> Page:
    for one in listed[-NOTES_SHOWN:]:
        details = one.visit.said
        if details.note or details.agreed or details.agreement or details.not_seen:
            page.line()
            page.pair(short_day(one.visit.on, today), mask(details.note) or "–", indent=17)
        if details.agreed:
            page.pair("", say("Agreed: {what}", what=mask(details.agreed)), indent=17)
        if details.agreement:
            page.pair("", say("Agreed before: {word}", word=details.agreement.label), indent=17)
        if details.not_seen:
            kinds = ", ".join(kind.label for kind in details.not_seen)
            page.pair("", say("Not seen: {kinds}", kinds=kinds), "watch", indent=17)
    return page


def _visit_row(one: "ListedVisit") -> TableRow:
    details = one.visit.said
    return [
        one.visit.on.isoformat(),
        str(one.slot or "–"),
        details.contact.label,
        _timeliness_cell(one),
        score_digits(details.scores, own=False),
        score_digits(details.scores, own=True),
        _takings_text(details.month),
    ]


def _timeliness_cell(one: "ListedVisit") -> Cell:
    if not one.counts:
        return Cell(say("not in person"), "quiet")
    if one.slot is None or one.due is None:
        return Cell("–", "quiet")
    if not one.fills:
        return Cell(say("once more"), "quiet")
    if one.when_due:
        return Cell(say("when due"), "good")
    return Cell(say_count((one.visit.on - one.due).days, "1 day late", "{n} days late"), "watch")


def score_digits(scores: Sequence[WellbeingScore], *, own: bool) -> str:
    """Six signs, one a domain in their order: a score, or a dot where none was given."""
    given = {score.domain: score.own if own else score.worker for score in scores}
    shown = "".join(str(given.get(domain) or "·") for domain in WellbeingDomain)
    return shown if any(given.values()) else "–"


def _takings_text(month: MonthlyFigures | None) -> str:
    if month and not month.open:
        return say("closed")
    return month.takings.shown() if month and month.takings else "–"


def _attempt_row(one: Attempt) -> TableRow:
    return [
        one.on.isoformat(),
        "–",
        Cell(say("attempt {n}", n=one.number), "watch"),
        one.said.reason.label,
        Cell("" if one.said.safe else say("unsafe"), "bad"),
        "",
        "",
    ]
