"""A case as rows of a table, each cell under its key in `case.forms.headings`: days are days, numbers are numbers.

What somebody wrote stands in a row as `OwnText`, so that nothing of it is shown but through a mask. A row of graduates
or of visits says what a file says that `graduate add --from` and `visit record --from` read.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from followup.case.business.month import MonthlyFigures
from followup.case.case import Case
from followup.case.date_ranges import WEEKDAYS
from followup.case.facts import Identified, Visited
from followup.case.fields import Private, described
from followup.case.forms.headings import (
    FLAG_HEADINGS,
    IDENTITY_HEADINGS,
    OUTCOME_HEADINGS,
    VISIT_HEADINGS,
    Headings,
)
from followup.case.parts import Attempt, Visit, numbered
from followup.case.vocabulary import Term
from followup.handout.spreadsheet import SheetCell
from followup.monitoring.case_row import CaseRow


class OwnText(NamedTuple):
    """Texts that somebody wrote, in one cell. Of a ``label``, such as a district, names that are public can be read."""

    parts: tuple[Private, ...]
    label: bool = False


ExportCell = str | int | Decimal | date | OwnText | None
ExportRow = Mapping[str, ExportCell]
YES, NO = "yes", "no"
BETWEEN = ", "
"""What stands between the parts of a cell that holds several."""


def graduate_row(case: Case, row: CaseRow | None) -> ExportRow:
    """Her current stay, who she is, and how she stands as her ``row`` on the lists says it."""
    return {
        "code": case.code,
        **_identity(case.identity),
        "return_date": case.return_date,
        "policy": case.policy,
        "worker": _label(case.worker),
        "centre": _label(case.centre),
        "trade": _label(case.trade),
        "modules": _label(*case.modules),
        "placement": _word(case.placement),
        "province": _label(case.province),
        "district": _label(case.district),
        "safe_weekdays": BETWEEN.join(WEEKDAYS[day] for day in case.weekdays) or None,
        "avoid": BETWEEN.join(f"{span.first}..{span.last}" for span in case.avoid) or None,
        "-state": row.state.label if row else None,
        "-risk": case.risk.label,
        "-stay": case.stay,
        "-last_met": case.last_met,
        "-next_visit": row.slots[0].on if row and row.slots else None,
    }


def visit_rows(case: Case) -> Iterator[ExportRow]:
    """Every visit and every try of all her stays, in the order of days; of two alike on one day the second says so."""
    seen: set[tuple[date, str]] = set()
    contacts: list[Visit | Attempt] = [one for stay in case.stays for one in stay.visits]
    contacts += [one for stay in case.stays for one in stay.attempts]
    for contact in sorted(contacts, key=lambda one: (one.on, isinstance(one, Attempt), one.id)):
        kind = contact.said.contact.value if isinstance(contact.said, Visited) else ""
        told = _visit(contact) if isinstance(contact, Visit) else _attempt(contact)
        second = {"second": YES} if (contact.on, kind) in seen else {}
        seen.add((contact.on, kind))
        yield {"code": case.code, "date": contact.on, **told, **second}


def flag_rows(case: Case) -> Iterator[ExportRow]:
    """Every flag of all her stays once, with its number and the stay it was raised in; those cleared as well."""
    raised_in = {flag.id: stay.stay for stay in reversed(case.stays) for flag in stay.flags}
    for number, flag in numbered(case.flags):
        yield {
            "code": case.code,
            "-number": number,
            "raised": flag.raised_on,
            "kind": flag.risk.label,
            "severity": flag.severity.label,
            "note": _written(flag.note),
            "owner": _label(flag.owner),
            "review": flag.review_on,
            "-reviewed": flag.reviewed_on,
            "-found": _written(flag.found),
            "-cleared": flag.cleared_on,
            "-how": _written(flag.how),
            "-stay": raised_in[flag.id],
        }


def outcome_rows(case: Case) -> Iterator[ExportRow]:
    """Every outcome of all her stays, those after which follow-up went on again too."""
    for stay in case.stays:
        for end in stay.endings:
            yield {
                "code": case.code,
                "date": end.on,
                "outcome": end.said.ending.label,
                "group": end.said.ending.result.label,
                "causes": BETWEEN.join(cause.label for cause in end.said.causes) or None,
                "note": _written(end.said.note),
                "against": _written(end.said.against),
                "decided_by": _written(end.said.decided_by),
                "reopened": end.reopened_on,
                "stay": stay.stay,
            }


LISTS: Mapping[str, tuple[Headings, Callable[[Case], Iterator[ExportRow]]]] = {
    "visits": (VISIT_HEADINGS, visit_rows),
    "flags": (FLAG_HEADINGS, flag_rows),
    "outcomes": (OUTCOME_HEADINGS, outcome_rows),
}
"""The lists of what happened to a graduate, with their columns."""


def plain_cell(cell: SheetCell) -> str | int | None:
    """A cell for programs: days and amounts as texts."""
    if isinstance(cell, date):
        return cell.isoformat()
    return cell if isinstance(cell, (str, int)) or cell is None else str(cell)


# --- parts ------------------------------------------------------------------------------------------------------------


def _visit(visit: Visit) -> ExportRow:
    said = visit.said
    return {
        "contact": _word(said.contact),
        "slot": said.slot,
        "went": OwnText(said.went) if said.went else None,
        **{f"scores.{one.domain.value}.worker": one.worker for one in said.scores},
        **{f"scores.{one.domain.value}.own": one.own for one in said.scores},
        **(_month(said.month) if said.month else {}),
        "agreed": _written(said.agreed),
        "agreement": _word(said.agreement),
        "contact_right": None if said.contact_right is None else _yes_or_no(said.contact_right),
        "not_seen": BETWEEN.join(filter(None, map(_word, said.not_seen))) or None,
        "note": _written(said.note),
    }


def _attempt(attempt: Attempt) -> ExportRow:
    said = attempt.said
    return {
        "attempt.reason": _word(said.reason),
        "attempt.safe": _yes_or_no(said.safe),
        "attempt.note": _written(said.note),
    }


def _month(month: MonthlyFigures) -> ExportRow:
    amounts = {name: getattr(month, name) for name in ("takings", "drawings", "stock", "debt", "savings", "repaid")}
    return {
        "month.open": _yes_or_no(month.open),
        "month.customers": month.customers,
        **{f"month.{name}": amount.written() for name, amount in amounts.items() if amount},
        **{f"month.costs.{cost.kind.value}": cost.amount.written() for cost in month.costs},
        "month.repaid_in_kind": YES if month.repaid_in_kind else None,
    }


def _identity(known: Identified) -> ExportRow:
    """Who she is, by the keys of a file; what is a number stays one."""
    fields = {name: getattr(known, name) for name in described(Identified)}
    keys = {name: name.replace("contact_", "contact.", 1) for name in fields}
    return {
        keys[name]: _written(value) if isinstance(value, str) else value
        for name, value in fields.items()
        if keys[name] in IDENTITY_HEADINGS
    }


def _word(term: Term | None) -> str | None:
    """A word of a closed vocabulary, its parts joined by a blank: a file's reader takes it so."""
    return term.value.replace("_", " ") if term else None


def _yes_or_no(value: bool) -> str:
    return YES if value else NO


def _written(text: Private) -> OwnText | None:
    return OwnText((text,)) if text else None


def _label(*texts: str) -> OwnText | None:
    return OwnText(texts, label=True) if any(texts) else None
