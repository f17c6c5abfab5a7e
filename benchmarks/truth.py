"""How true and how old the figures are that leave the office, beside those that staff see.

    python -m benchmarks.truth [SEED ...]

Run from the repository, in an environment where followup and its test dependencies are installed. For invented
programmes of 20, 60 and 120 graduates every quarter is published in its turn, and each print is laid beside the
internal report of the same day: how many figures of what the organisation did differ, how many of the internal report's
figures are told, how old the tables of endings are. Figures of tables that only staff may see, because they cross what
happened to somebody with what neighbours see, are left out of the count. Takes about a minute for each seed.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from statistics import median

from followup.casebook import Casebook, Moment
from followup.demo.build import build
from followup.services.case_cards import CardReader
from followup.services.reports import default_report_day
from followup.statistics import report as statistics
from followup.statistics.quarters import Quarter
from followup.statistics.release import MIN_PEOPLE, TableKind
from followup.statistics.report_model import (
    CellValue,
    Estimate,
    LastPublication,
    NotTold,
    Report,
    ReportRequest,
    ReportRow,
    ReportTable,
)
from followup.statistics.sections.curve import CURVE_MONTHS, HEADLINE_MONTH
from followup.values import replace
from tests.memory_store import MemoryStore

SIZES, SEEDS = (20, 60, 120), (1, 2, 3)
TODAY = date(2026, 11, 21)
LAST = Quarter(2026, 3)
CURVE = "curve"
ENDINGS = ("results", "kinds_failure", "causes", CURVE)
NEVER = 999
"""The age of a table that was not told yet, though enough follow-ups had ended."""


@dataclass(frozen=True, slots=True)
class Issue:
    """The reports of a quarter: what went out, and what staff see on the same day."""

    quarter: Quarter
    public: Report
    internal: Report


def issues(graduates: int, seed: int, last: Quarter = LAST) -> list[Issue]:
    """Every quarter of an invented programme in which somebody was home, each published after the one before."""
    book = Casebook(MemoryStore(), Moment(TODAY, datetime(2026, 11, 21, 9, tzinfo=UTC)))
    build(book, graduates, seed)
    first = min(case.return_date for case in book.cases() if case.return_date)
    made: list[Issue] = []
    before: LastPublication | None = None
    for quarter in Quarter.of(first).upto(last):
        request = ReportRequest(quarter, default_report_day(quarter), None, str, before=before)
        summaries = [summary for _, summary in CardReader(book, request.as_of).summaries(quarter) if summary]
        out = statistics.publication(summaries, (), request)
        staff = statistics.quarter_report(summaries, (), replace(request, internal=True, before=None))
        published = replace(out.report, published=request.as_of.isoformat())
        before = LastPublication(published, json.loads(json.dumps(out.kept)))
        made.append(Issue(quarter, published, staff))
    return made


# --- what the organisation did ------------------------------------------------------------------------------------


def differences(issue: Issue) -> list[str]:
    """The figures of what the organisation did that are printed otherwise than staff see them; merged rows add up."""
    return [
        f"{issue.quarter} {section}/{table.id}: {what}"
        for section, table in tables(issue.public)
        if table.kind is TableKind.PROCESS and table.id != "lessons"
        for what in _apart(table, _there(issue.internal, section, table.id))
    ]


def _apart(public: ReportTable, internal: ReportTable | None) -> Iterator[str]:
    assert internal is not None, public.id
    told = {row.id for row in public.all_rows}
    rest = [row for row in internal.rows if row.id not in told]
    for row in public.all_rows:
        for column, figure in row.cells.items():
            right = _sum(rest, column) if row.merged and row.id not in {r.id for r in internal.rows} else None
            if right is None:
                right = internal.cell(row.id, column)
            if not row.merged and not isinstance(figure, NotTold) and figure != right:
                yield f"{row.id} {column} is {figure}, staff see {right}"
    untold = {column for row in public.rows for column, figure in row.cells.items() if isinstance(figure, NotTold)}
    for column in (column.id for column in public.columns if column.id not in untold):
        if public.rows and _sum(public.rows, column) != _sum(internal.rows, column):
            yield f"the rows of {column} add up to {_sum(public.rows, column)}, not to {_sum(internal.rows, column)}"


def _sum(rows: Sequence[ReportRow], column: str) -> tuple[int, int]:
    """What the rows of a column add up to: counts, or shares by count and whole."""
    count = whole = 0
    for row in rows:
        figure = row.cells.get(column)
        count += figure if isinstance(figure, int) else figure.count if isinstance(figure, statistics.Proportion) else 0
        whole += getattr(figure, "of", 0)
    return count, whole


# --- what is told -------------------------------------------------------------------------------------------------


def share_told(issue: Issue) -> tuple[int, int]:
    """How many of the internal report's figures are told to the donor, and how many there are."""
    told = whole = 0
    for section, table in tables(issue.internal):
        out = _there(issue.public, section, table.id)
        for row in table.all_rows if table.kind is not TableKind.CROSSED else ():
            if table.id == CURVE and int(row.id) not in CURVE_MONTHS:
                continue
            for column, figure in row.cells.items():
                if is_figure(figure):
                    whole += 1
                    told += out is not None and is_figure(out.cell(row.id, column))
    return told, whole


def is_figure(value: CellValue) -> bool:
    """Whether it is a number."""
    return isinstance(value, (int, Estimate, statistics.Proportion))


def age(issue: Issue, name: str) -> int:
    """How many quarters ago a table was told that stands in a report, the curve at a year; `NEVER` if it does not."""
    table = next((table for _, table in tables(issue.public) if table.id == name), None)
    rows = [row for row in table.rows if name != CURVE or row.id == str(HEADLINE_MONTH)] if table else []
    if table is None or not any(is_figure(row.figure) for row in rows):
        return NEVER
    return len([*Quarter.parse(table.carried_from).upto(issue.quarter)]) - 1 if table.carried_from else 0


def told_since_ten_ended(all_issues: Sequence[Issue]) -> list[Issue]:
    """The quarters in which at least ten follow-ups had ended."""
    return [issue for issue in all_issues if (ended(issue) or 0) >= MIN_PEOPLE]


def ended(issue: Issue) -> int:
    """How many follow-ups had ended, as staff see it."""
    table = _there(issue.internal, "outcomes", "results")
    return sum(row.figure for row in table.rows if isinstance(row.figure, int)) if table else 0


def tables(report: Report) -> Iterator[tuple[str, ReportTable]]:
    """Every table with the id of its section."""
    return ((section.id, table) for section in report.sections for table in section.tables)


def _there(report: Report, section: str, name: str) -> ReportTable | None:
    return next((table for where, table in tables(report) if (where, table.id) == (section, name)), None)


# --- the tables ---------------------------------------------------------------------------------------------------


def main(seeds: Sequence[int]) -> None:
    """Measure, and print what was measured."""
    made = {(size, seed): issues(size, seed) for size in SIZES for seed in seeds}
    print_told(made)
    print_wrong(made)


Made = Mapping[tuple[int, int], Sequence[Issue]]


def print_told(made: Made) -> None:
    """How much is told, and how old it is."""
    print("| graduates, seed | ended | done: figures that differ | told, last quarter | told, last year | age of "
          + " | age of ".join(ENDINGS) + " |")  # fmt: skip
    print("|---|" + "---|" * (4 + len(ENDINGS)))
    for (size, seed), every in made.items():
        apart = sum(len(differences(issue)) for issue in every)
        last, year = (_percent(map(share_told, every[-n:])) for n in (1, 4))
        ages = [_ages(told_since_ten_ended(every), name) for name in ENDINGS]
        print("|", " | ".join((f"{size}, {seed}", str(ended(every[-1])), str(apart), last, year, *ages)), "|")
    print("Age: the median over quarters in which it stands, and in how many of those since ten had ended.\n")


def _percent(shares: Iterable[tuple[int, int]]) -> str:
    told, whole = map(sum, zip(*shares, strict=True))
    return f"{100 * told / whole:.0f}%"


def _ages(since: Sequence[Issue], name: str) -> str:
    told = [number for issue in since if (number := age(issue, name)) != NEVER]
    return f"{median(told):g} ({len(told)} of {len(since)})" if told else f"– (0 of {len(since)})"


WRONG = (
    ("in follow-up", "caseload", "movement", "end", "people"),
    ("left in the quarter", "caseload", "movement", "left", "people"),
    ("succeeded, since the start", "outcomes", "results", "success", "people"),
    ("failed, since the start", "outcomes", "results", "failure", "people"),
    ("still reintegrated at 12 months", "survival", "curve", "12", "value"),
    ("failures by cause: all", "outcomes", "causes", "all", "people"),
)
"""The figures that were untrue under the rule before: what they are, and where they stand."""


def print_wrong(made: Made) -> None:
    """The figures of *what went wrong* again: printed for the donor, and true."""
    print("| last quarter of the demo | printed for the donor | true |")
    print("|---|---|---|")
    for size in sorted({size for size, _ in made}):
        mine = [every[-1] for (graduates, _), every in made.items() if graduates == size]
        for what, *where in WRONG:
            out, right = ([_shown(report, *where) for report in reports_] for reports_ in _sides(mine))
            print(f"| {size} graduates: {what} | {', '.join(out)} | {', '.join(right)} |")


def _sides(mine: Sequence[Issue]) -> tuple[list[Report], list[Report]]:
    return [issue.public for issue in mine], [issue.internal for issue in mine]


def _shown(report: Report, section: str, name: str, row: str, column: str) -> str:
    table = _there(report, section, name)
    value = table.cell(row, column) if table else None
    since = f" ({table.carried_from})" if table and table.carried_from and is_figure(value) else ""
    if isinstance(value, Estimate):
        return f"{value.percent}%{since}"
    if isinstance(value, NotTold):
        return "not told yet" if value.low is None else f"{value.low}–{value.high}% (not told yet)"
    return "–" if value is None else f"{value}{since}"


if __name__ == "__main__":
    main([int(seed) for seed in sys.argv[1:]] or SEEDS)
