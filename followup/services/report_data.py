"""The flat table for analysis, over all quarters that can be judged: for others in groups, for staff a row for each."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from followup.casebook import Casebook
from followup.errors import Missing, Refused
from followup.handout.tables import csv_bytes
from followup.messages import say
from followup.progress import Progress
from followup.scheduler import policy_titles
from followup.services.case_cards import CardReader
from followup.services.guarded_names import labeller, public_names
from followup.services.report_tables import TableFile, checked_target, table_target, write_table
from followup.services.reports import default_report_day
from followup.statistics.report import (
    INTERNAL_HEADER,
    PUBLIC_HEADER,
    CaseCard,
    CaseSummary,
    FlatCell,
    PersonQuarter,
    Quarter,
    ReportRequest,
    caseload_attributes,
    day_of,
    internal_row,
    person_quarter,
    public_rows,
)
from followup.values import Value
from followup_data import shipped

ROW_ID_LETTERS = "bcdfghjklmnpqrstvwxz"
"""What the id of a row is made of: no vowels, so that it spells no word, and no figures, so that it is no phone."""
ROW_ID_LENGTH = 12


class DataResult(Value):
    """The table that was written: its file, how many rows of how many columns, over which quarters, and for whom."""

    file: TableFile
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
    target = table_target(path, internal=internal)
    quarters = _quarters(book, which)
    read = _Reading(book, quarters, progress)
    header = INTERNAL_HEADER if internal else PUBLIC_HEADER
    rows = list(_internal_rows(read) if internal else _public_rows(read))
    file = write_table(book, target, csv_bytes(header, rows), _own_words(header, rows), "report data")
    return DataResult(file, len(rows), header, quarters[0], quarters[-1], internal)


def data_target(path: Path | None) -> Path:
    """Where the table goes; Missing, with what to type, where nothing was said."""
    if path is None:
        raise Missing(say("Where the table is to be written was not said."), say("Say it like this: --to data.csv"))
    return checked_target(path)


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
    returned = [day_of(card.returned) for cards in CardReader(book, book.today).everybody() for card in cards]
    last = which or ready
    if not returned or Quarter.of(min(returned)) > last:
        raise Refused(
            say("Nobody had come home by then: there is nothing to write."),
            say("Choose a later quarter, or write graduates down with: followup graduate add"),
        )
    return list(Quarter.of(min(returned)).upto(last))


class _Reading:
    """Every case, read once, as it was on the report day of each quarter: as in that quarter's report."""

    def __init__(self, book: Casebook, quarters: list[Quarter], progress: Progress | None) -> None:
        self.book, self.progress, named = book, progress, labeller(book)
        self.requests = [ReportRequest(quarter, default_report_day(quarter), None, named) for quarter in quarters]
        self.cards = CardReader(book, self.requests[-1].as_of)

    def stays(self) -> Iterator[tuple[ReportRequest, CaseCard, CaseSummary]]:
        """Every stay at home in every quarter, with its summary; who cannot be read is among the book's problems."""
        for cards in self.cards.everybody(self.progress):
            for request in self.requests:
                yield from ((request, *one) for one in self.cards.summaries_on(cards, request.quarter, request.as_of))


# --- the rows -------------------------------------------------------------------------------------------------------


def _public_rows(read: _Reading) -> Iterator[list[FlatCell]]:
    people: dict[Quarter, list[PersonQuarter]] = defaultdict(list)
    alike: dict[Any, Any] = {}  # what is the same of many is held once: of thousands there are ten quarters each
    for request, _, summary in read.stays():
        one = person_quarter(summary, request.quarter, request.cutoff)
        if not one.counts.empty:
            seen, counts = (alike.setdefault(part, part) for part in (one.seen, one.counts))
            people[request.quarter].append(PersonQuarter(one.person, seen, counts))
    for request in read.requests:
        yield from public_rows(request.quarter, request.as_of, people[request.quarter], request.named)


def _internal_rows(read: _Reading) -> Iterator[list[FlatCell]]:
    """In the order of the random ids, which are new in every table: no two tables can be laid side by side."""
    ids: dict[str, str] = defaultdict(_random_id)
    titles = policy_titles(read.book.office)
    rows = []
    for request, card, summary in read.stays():
        if not person_quarter(summary, request.quarter, request.cutoff).counts.empty:
            her = caseload_attributes(card, request.last_day, titles, read.cards.words)
            born = read.cards.case_on(card.case_id, request.as_of).identity.birth_year
            rows.append(internal_row(ids[summary.person], summary, her, born, request))
    return iter(sorted(rows, key=lambda row: (str(row[1]), str(row[2]))))


def _random_id() -> str:
    import secrets

    return "".join(secrets.choice(ROW_ID_LETTERS) for _ in range(ROW_ID_LENGTH))
