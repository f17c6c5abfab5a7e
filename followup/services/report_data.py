"""The flat table for analysis, over all quarters that can be judged: for others in groups, for staff a row for each."""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from followup.case.case import Case
from followup.casebook import Casebook
from followup.errors import Missing, Refused
from followup.handout.guard import Handout
from followup.handout.tables import csv_bytes
from followup.messages import say
from followup.scheduler import policy_titles
from followup.services.guarded_names import guard_of, labeller, public_names
from followup.services.report_tables import checked_target
from followup.services.reports import Progress, default_report_day, read_cases
from followup.statistics.report import (
    INTERNAL,
    INTERNAL_HEADER,
    PUBLIC_HEADER,
    CaseSummary,
    FlatCell,
    Quarter,
    ReportRequest,
    caseload_attributes,
    internal_row,
    person_quarter,
    public_rows,
)
from followup_data import shipped

ROW_ID_LETTERS = "bcdfghjklmnpqrstvwxz"
"""What the id of a row is made of: no vowels, so that it spells no word, and no figures, so that it is no phone."""
ROW_ID_LENGTH = 12


@dataclass(frozen=True, slots=True)
class DataResult:
    """The table that was written: how many rows of how many columns, over which quarters, and for whom."""

    path: Path
    rows: int
    columns: tuple[str, ...]
    first: Quarter
    last: Quarter
    internal: bool


def write_data(
    book: Casebook,
    path: Path,
    which: Quarter | None = None,
    *,
    internal: bool = False,
    progress: Progress | None = None,
) -> DataResult:
    """Write every quarter up to ``which``, the last that can be judged if not said; Exposed if a name would show.

    The table for staff says that it is one in its name and in its first column. Refused where nobody had come home.
    """
    target = path.with_name(_internal_name(path.name)) if internal else path
    quarters = _quarters(book, which)
    read = _Reading(book, quarters, progress)
    header = INTERNAL_HEADER if internal else PUBLIC_HEADER
    rows = list(_internal_rows(read) if internal else _public_rows(read))
    own = _own_words(header, rows)
    guard_of(book).release([Handout(target.name, csv_bytes(header, rows), own)], target.parent)
    return DataResult(target, len(rows), header, quarters[0], quarters[-1], internal)


def data_target(path: Path | None) -> Path:
    """Where the table goes; Missing, with what to type, where nothing was said."""
    if path is None:
        raise Missing(say("Where the table is to be written was not said."), say("Say it like this: --to data.csv"))
    return checked_target(path)


def _internal_name(name: str) -> str:
    return name if name.startswith(INTERNAL) else f"{INTERNAL}-{name}"


def _own_words(header: Iterable[str], rows: Iterable[list[FlatCell]]) -> frozenset[str]:
    """What the program itself says in the table: its headings, its own words, and the random ids of rows."""
    typed = {at for at, name in enumerate(header) if name in ("province", "district", "trade", "policy")}
    said = {cell for row in rows for at, cell in enumerate(row) if at not in typed and isinstance(cell, str)}
    titles = {policy["title"] for policy in shipped.policies().values()}
    return frozenset({*header, *said, *public_names(), *titles})


# --- which quarters -------------------------------------------------------------------------------------------------


def _quarters(book: Casebook, which: Quarter | None) -> list[Quarter]:
    """From the first in which somebody came home; Refused for one that cannot be judged yet, or where there is none."""
    ready = Quarter.of(book.today).before
    if default_report_day(ready) > book.today:
        ready = ready.before
    if which and which > ready:
        raise Refused(
            say("That quarter cannot be judged yet."), say("The last one that can is {quarter}.", quarter=ready)
        )
    returned = [stay.return_date for case in book.cases() for stay in case.stays if stay.return_date]
    last = which or ready
    if not returned or Quarter.of(min(returned)) > last:
        raise Refused(
            say("Nobody had come home by then: there is nothing to write."),
            say("Choose a later quarter, or write graduates down with: followup graduate add"),
        )
    return list(Quarter.of(min(returned)).upto(last))


@dataclass(frozen=True, slots=True)
class _Reading:
    """Every case as it was on the report day of each quarter, as in that quarter's report."""

    book: Casebook
    quarters: list[Quarter]
    progress: Progress | None

    def requests(self) -> Iterator[ReportRequest]:
        """What is asked of each quarter, one after the other."""
        named = labeller(self.book)
        for number, quarter in enumerate(self.quarters):
            yield ReportRequest(quarter, default_report_day(quarter), None, named)
            if self.progress:
                self.progress(number + 1, len(self.quarters))

    def cases(self, request: ReportRequest) -> Iterator[tuple[Case, CaseSummary]]:
        """Every stay at home that can be read, with its summary."""
        return ((case, summary) for case, summary in read_cases(self.book, request) if summary)


# --- the rows -------------------------------------------------------------------------------------------------------


def _public_rows(read: _Reading) -> Iterator[list[FlatCell]]:
    for request in read.requests():
        people = [person_quarter(summary, request.quarter, request.cutoff) for _, summary in read.cases(request)]
        yield from public_rows(request.quarter, request.as_of, people, request.named)


def _internal_rows(read: _Reading) -> Iterator[list[FlatCell]]:
    """In the order of the random ids, which are new in every table: no two tables can be laid side by side."""
    ids: dict[str, str] = {}
    rows = [row for request in read.requests() for row in _rows_of_people(read, request, ids)]
    return iter(sorted(rows, key=lambda row: (str(row[1]), str(row[2]))))


def _rows_of_people(read: _Reading, request: ReportRequest, ids: dict[str, str]) -> Iterator[list[FlatCell]]:
    titles = policy_titles(read.book.office)
    for case, summary in read.cases(request):
        if person_quarter(summary, request.quarter, request.cutoff).counts.empty:
            continue
        her = caseload_attributes(case, request.last_day, titles)
        row = ids.setdefault(summary.person, _random_id())
        yield internal_row(row, summary, her, case.identity.birth_year, request)


def _random_id() -> str:
    return "".join(secrets.choice(ROW_ID_LETTERS) for _ in range(ROW_ID_LENGTH))
