"""The caseload as a list."""

from collections.abc import Callable
from datetime import date
from typing import Any

from followup.case.fields import revealed
from followup.casebook import Casebook
from followup.monitoring.case_row import ListedRow
from followup.schedule.months import whole_months
from followup.services.case_index import listed_rows
from followup.services.caseload_filter import CaseloadFilter, checked_filter
from followup.values import Value


class CaseloadLine(Value):
    """One graduate in a list; ``name`` is empty unless it was asked for."""

    row: ListedRow
    month: int
    name: str = ""


SORT_KEYS: dict[str, Callable[[CaseloadLine], Any]] = {
    "code": lambda line: line.row.code,
    "return": lambda line: (line.row.return_date, line.row.code),
    "risk": lambda line: (-line.row.risk.rank, line.row.code),
    "place": lambda line: (line.row.province, line.row.district, line.row.code),
    "worker": lambda line: (line.row.worker, line.row.code),
    "next": lambda line: (line.row.next_day or date.max, line.row.code),
}


def list_graduates(
    book: Casebook, wanted: CaseloadFilter, sort: str = "code", *, names: bool = False
) -> list[CaseloadLine]:
    """The graduates that ``wanted`` lets through, in the order asked for."""
    rows = listed_rows(book)
    if wanted != CaseloadFilter():
        rows = list(filter(checked_filter(book, wanted, rows).accepts, rows))
    lines = (
        CaseloadLine(
            row=row,
            month=whole_months(row.return_date, book.today),
            name=revealed(book.case(row.id).identity.name) if names else "",
        )
        for row in rows
    )
    return sorted(lines, key=SORT_KEYS[sort])
