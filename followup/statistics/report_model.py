"""What a report is made of: sections of tables of figures; what may not be told is gone before anything gets here.

Plain data, the same for the terminal, for programs, for a table in a file and, later, for paper. A figure is one of

- a whole number: how many there were;
- a `Proportion`: how many of how many, with its 95% range;
- an `Estimate`: whole percents that are no simple share, with their range where there is one;
- a text;
- None: nothing is known;
- `NOT_TOLD`: it is known, and not told yet, because it would betray somebody. It is never written as 0;
- `NOT_PUBLISHED`: of an earlier quarter whose report did not go out, so that it was never printed.

Fields stand in the order in which they are written to JSON; a report that was published years ago is read by the same
classes.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from followup.case import codec
from followup.case.fields import Mask
from followup.statistics.proportions import Proportion
from followup.statistics.quarters import Quarter
from followup.statistics.release import TableKind
from followup.values import Value, field

Json = Any


class Estimate(Value):
    """Whole percents, rounded once, and their 95% range: ``Estimate(71, 58, 81)``; None where there is none."""

    writes_defaults: ClassVar[bool] = True

    percent: int
    low: int | None = None
    high: int | None = None


class NotTold(Value):
    """What is known and not told yet; ``low`` and ``high``, in whole percent, are what anybody can work out of a share.

    ``NotTold(not_told=True, low=83, high=100)``: neighbours know how many left, and so what it is if all of them failed
    or nobody did. ``reason`` is `NOT_PUBLISHED_REASON` where it was never printed, since the report of its quarter did
    not go out; empty where it is kept back.
    """

    not_told: bool
    low: int | None = None
    high: int | None = None
    reason: str = ""

    @property
    def published(self) -> bool:
        """Whether the report that it would stand in went out."""
        return self.reason != NOT_PUBLISHED_REASON

    @property
    def between(self) -> tuple[int, int] | None:
        """Between which percents it lies, where anybody could work that out."""
        return None if self.low is None or self.high is None else (self.low, self.high)


NOT_PUBLISHED_REASON = "not_published"
NOT_TOLD = NotTold(not_told=True)
NOT_PUBLISHED = NotTold(not_told=True, reason=NOT_PUBLISHED_REASON)
CellValue = int | Proportion | Estimate | NotTold | str | None


def range_ends(value: CellValue) -> tuple[int, int] | None:
    """Both ends of a figure's 95% range in percent, where it has one."""
    low, high = None, None
    if isinstance(value, Proportion):
        low, high = value.percent_low, value.percent_high
    elif isinstance(value, Estimate):
        low, high = value.low, value.high
    return None if low is None or high is None else (low, high)


SHARE_OF_ALL = "share"
"""The column that says which share of all of a table a row is."""
QUARTER_REPORT, CASELOAD_REPORT = "quarter", "caseload"
"""The kinds of reports that are made of figures."""


class ReportColumn(Value):
    """A column of a table: what it is called by programs, and by people."""

    id: str
    title: str


class ReportRow(Value):
    """One line of a table: ``ReportRow("joined", "Joined: came home", {"people": 14})``.

    ``id`` is what programs know it by, ``cells`` are its figures by the ids of the columns, in their order; ``merged``
    says that groups were merged in it.
    """

    writes_defaults: ClassVar[bool] = True

    id: str
    label: str
    cells: Mapping[str, CellValue]
    merged: bool = False

    @property
    def figure(self) -> CellValue:
        """The figure of the first column."""
        return next(iter(self.cells.values()))


class ReportTable(Value, kw_only=True):
    """A table of figures: rows that together are everybody it is about, and a row for all of them where that helps.

    ``kind`` says by which rule its figures are told, None in what was published before there were kinds. ``note`` says
    what the reader must know beside the definitions; ``carried_from`` is the quarter the figures are of, ``"2026Q1"``,
    where those of this quarter cannot be told yet.
    """

    writes_defaults: ClassVar[bool] = True

    id: str
    title: str
    kind: TableKind | None = None
    note: str = ""
    carried_from: str = field(name="held", default="")
    columns: tuple[ReportColumn, ...]
    rows: tuple[ReportRow, ...]
    total: ReportRow | None = None

    @property
    def all_rows(self) -> tuple[ReportRow, ...]:
        """The rows, and that of all of them last."""
        return (*self.rows, self.total) if self.total else self.rows

    @property
    def all_cells(self) -> Iterator[CellValue]:
        """Every figure, row by row."""
        return (cell for row in self.all_rows for cell in row.cells.values())

    def cell(self, row: str, column: str) -> CellValue:
        """The figure of a row and a column by their ids; None if there is no such row."""
        return next((one.cells.get(column) for one in self.all_rows if one.id == row), None)


class ReportSection(Value):
    """A part of a report: its title, what its words mean, and its tables."""

    id: str
    title: str
    about: str
    tables: tuple[ReportTable, ...]

    def table(self, name: str) -> ReportTable | None:
        """The table of this id."""
        return next((table for table in self.tables if table.id == name), None)


class Headline(Value):
    """One of the few figures at the top: what it is, the figure, and what stands under it.

    ``before`` and ``year_before`` are the same figure a quarter and a year before: what the organisation did as it is
    known now, what happened to somebody as it was printed then; None where there was none.
    """

    id: str
    title: str
    value: CellValue
    under: str
    before: CellValue = None
    year_before: CellValue = None


class Definition(Value):
    """A word of the report, and what it means there."""

    word: str
    means: str


class Report(Value, kw_only=True):
    """A report of a quarter, ``"2026Q3"``, from its ``first`` day to its ``last``; days as ``"2026-07-01"``.

    ``kind`` says what it is about: the whole quarter, or the caseload at its end. ``as_of`` and ``known_at`` are what
    was true and written down by when, ``known_at`` empty for all that is. ``published`` is the day on which the
    quarter's report was published, empty if it was not; beside an ``internal`` one, which shows staff everything, the
    other went out. ``draft`` says that it is neither, and may not leave the office. ``open`` says why the quarter is
    not complete yet, a sentence each; empty when it is.
    """

    writes_defaults: ClassVar[bool] = True

    reckoned: ClassVar[Mapping[str, str]] = {"draft": "draft", "complete": "complete"}

    kind: str = QUARTER_REPORT
    quarter: str
    first: str
    last: str
    as_of: str
    known_at: str
    published: str = ""
    internal: bool = False
    open: tuple[str, ...] = ()
    heads: tuple[Headline, ...]
    sections: tuple[ReportSection, ...]
    definitions: tuple[Definition, ...]

    @property
    def draft(self) -> bool:
        """Whether it is neither internal nor published, and may not leave the office."""
        return not self.internal and not self.published

    @property
    def complete(self) -> bool:
        """Whether nothing stands open."""
        return not self.open

    @property
    def by_first_rule(self) -> bool:
        """Whether it was published under the first rule, which merged small groups: its tables are of no kind yet."""
        tables = [table for section in self.sections for table in section.tables]
        return bool(self.published and tables) and all(table.kind is None for table in tables)

    def section(self, name: str) -> ReportSection:
        """The section of this id."""
        return next(section for section in self.sections if section.id == name)


class LastPublication(Value):
    """The last publication before a quarter: its report, and what was kept beside it for those after it."""

    report: Report
    told: Json

    def figure(self, section: str, row: str, column: str) -> CellValue:
        """A figure of any table of a section; None where it holds no such row or column."""
        tables = next((one.tables for one in self.report.sections if one.id == section), ())
        return next((cell for table in tables if (cell := table.cell(row, column)) is not None), None)


class ReportRequest(Value):
    """What a report is made for: the quarter, what was true by ``as_of`` and written down by ``known_at``.

    ``named`` makes a label fit to be shown; ``internal`` is for staff. ``unread`` counts cases that could not be read;
    ``open`` says why the quarter is not complete. ``before`` is the last publication before the quarter; ``went_out``
    says on which day each that was published went out.
    """

    quarter: Quarter
    as_of: date
    known_at: datetime | None
    named: Mask
    internal: bool = False
    unread: int = 0
    open: tuple[str, ...] = ()
    before: LastPublication | None = None
    went_out: Mapping[str, date] = field(default_factory=dict)

    @property
    def cutoff(self) -> date:
        """The first day that is not looked at."""
        return self.quarter.cutoff(self.as_of)

    @property
    def last_day(self) -> date:
        """The last day of the quarter that is looked at."""
        return min(self.quarter.last, self.as_of)

    def report(self, kind: str, **parts: Any) -> Report:
        """The report that answers it, a draft; ``parts`` are its heads, sections and definitions."""
        return Report(
            kind=kind,
            quarter=str(self.quarter),
            first=self.quarter.start.isoformat(),
            last=self.quarter.last.isoformat(),
            as_of=self.as_of.isoformat(),
            known_at=self.known_at.isoformat() if self.known_at else "",
            internal=self.internal,
            open=self.open,
            **parts,
        )


def report_to_json(report: Report) -> Json:
    """The report as plain data, whole: `report_from_json` gives it back."""
    return codec.to_json(report)


def report_from_json(data: Json) -> Report:
    """The report that `report_to_json` wrote; one that was kept before there were kinds is a quarter's."""
    report: Report = codec.from_json(Report, data)
    return report
