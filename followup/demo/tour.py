"""The demo from end to end: the casebook filled, and what a worker would look at first."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from followup.casebook import Casebook
from followup.demo.build import Built, build
from followup.services.agenda import Agenda, agenda_of
from followup.services.calendars import Export, Wish, export
from followup.services.plans import PlanCheck, check_plan

Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Tour:
    """What the demo shows: who is to be visited, both published plans checked, and the calendar files."""

    built: Built
    agenda: Agenda
    failed: PlanCheck
    successful: PlanCheck
    calendar: Export


def tour(book: Casebook, number: int, seed: int, calendar: Path, told: Told | None = None) -> Tour:
    """Fill an empty casebook with ``number`` invented graduates and the published two, and look at it."""
    built = build(book, number, seed, told)
    return Tour(
        built=built,
        agenda=agenda_of(book),
        failed=_checked(book, built.failed),
        successful=_checked(book, built.successful),
        calendar=export(book, Wish(), calendar),
    )


def _checked(book: Casebook, code: str) -> PlanCheck:
    return check_plan(book, book.case(book.find(code)))
