"""Her visits and attempts as a list: for people and for programs."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from followup.case.case import Case
from followup.case.fields import Mask
from followup.case.parts import Attempt
from followup.case.visit_words import WellbeingDomain
from followup.messages import say, say_count
from followup_cli.terminal.days import short_day
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Column, Table, TableRow

if TYPE_CHECKING:
    from followup.case.business.money import Money
    from followup.case.business.month import MonthlyFigures
    from followup.case.facts import WellbeingScore
    from followup.services.schedules import ListedVisit
    from followup_cli.terminal.json import JsonValue

DOMAIN_LABELS = (say("safety"), say("legal"), say("mental"), say("livelihood"), say("social"), say("health"))
"""The domains of wellbeing, in their order, as short as a column needs."""


NOTES_SHOWN = 3
"""So many visits are shown with what was written of them; the log has the rest."""


def visits_page(case: Case, listed: "Sequence[ListedVisit]", mask: Mask) -> Page:
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
    return _add_notes(_add_debts(page, listed), listed, case.as_of, mask)


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


def _amount_text(amount: "Money | None") -> str:
    return amount.shown() if amount else "–"


def _repaid_text(month: "MonthlyFigures") -> str:
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


def score_digits(scores: "Sequence[WellbeingScore]", *, own: bool) -> str:
    """Six signs, one a domain in their order: a score, or a dot where none was given."""
    given = {score.domain: score.own if own else score.worker for score in scores}
    shown = "".join(str(given.get(domain) or "·") for domain in WellbeingDomain)
    return shown if any(given.values()) else "–"


def _takings_text(month: "MonthlyFigures | None") -> str:
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


def visits_data(case: Case, listed: "Sequence[ListedVisit]", mask: Mask) -> "dict[str, JsonValue]":
    """Her visits and attempts for programs."""
    return {
        "code": case.code,
        "visits": [_visit_data(one, mask) for one in listed],
        "attempts": [
            {
                "date": one.on,
                "number": one.number,
                "reason": one.said.reason,
                "safe": one.said.safe,
                "note": mask(one.said.note),
            }
            for one in case.attempts
        ],
    }


def _visit_data(one: "ListedVisit", mask: Mask) -> "dict[str, JsonValue]":
    from followup_cli.fragments.amounts import month_data

    said = one.visit.said
    return {
        "date": one.visit.on,
        "contact": said.contact,
        "slot": one.slot,
        "due": one.due,
        "fills": one.fills,
        "when_due": one.when_due,
        "went": [mask(who) for who in said.went],
        "scores": {score.domain: {"worker": score.worker, "own": score.own} for score in said.scores},
        "month": month_data(said.month) if said.month else None,
        "note": mask(said.note),
        "agreed": mask(said.agreed),
        "contact_right": said.contact_right,
        "agreement": said.agreement,
        "not_seen": list(said.not_seen),
    }
