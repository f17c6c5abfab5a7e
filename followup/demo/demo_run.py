"""The demo from end to end: the casebook filled, and what a worker would look at first."""

from collections.abc import Callable
from pathlib import Path

from followup.casebook import Casebook
from followup.demo.build import DemoCodes, build
from followup.services.agenda import Agenda, agenda_of
from followup.services.calendar_changes import ExportRequest
from followup.services.calendars import ExportResult, export
from followup.services.plans import PlanCheck, check_plan
from followup.values import Value

OnProgress = Callable[[int, int], None]


class DemoResult(Value):
    """What the demo shows: who is to be visited, both published plans checked, and the calendar files."""

    codes: DemoCodes
    agenda: Agenda
    failed: PlanCheck
    successful: PlanCheck
    calendar: ExportResult


def run_demo(
    book: Casebook, number: int, seed: int, calendar: Path, on_progress: OnProgress | None = None
) -> DemoResult:
    """Fill an empty casebook with ``number`` invented graduates and the published two, and look at it."""
    codes = build(book, number, seed, on_progress)
    return DemoResult(
        codes=codes,
        agenda=agenda_of(book),
        failed=_checked(book, codes.failed),
        successful=_checked(book, codes.successful),
        calendar=export(book, ExportRequest(), calendar),
    )


def _checked(book: Casebook, code: str) -> PlanCheck:
    return check_plan(book, book.case(book.find(code)))
