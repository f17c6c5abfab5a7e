"""Days in a column of a table: which order its figures have is decided for the column, never for a cell.

A first figure above 12 makes a column day first, a second one month first; both contradict one another, and neither
leaves it to be asked. What says its day by itself (a date of the spreadsheet, 2020-05-15, 15 May 2020) decides nothing.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from followup.case.forms.spoken_days import BUDDHIST_ERA, BuddhistYear, plain_digits, spoken_day
from followup.case.import_words import DayOrder
from followup.errors import Invalid
from followup.intake.workbook import NO_RESULT, NOT_READ, Cell, ErrorCell
from followup.messages import say
from followup.values import Value

FIRST_BUDDHIST_YEAR = 2400
"""Years from here on are counted by the Buddhist calendar."""
CENTURIES = (20, 19, 25)
"""What may stand before a year of two figures: 2020, 1920, or 2520 of the Buddhist calendar."""

_HIDDEN = re.compile("[\u200b-\u200f\u2060\ufeff]")
_TIME = re.compile(r"[t\s]\s*[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?(\s*[ap]\.?m\.?)?(z|[+-][0-9]{2}:?[0-9]{2})?$")
_FIGURES = re.compile(r"([0-9]{1,2})\s*[-/. ]\s*([0-9]{1,2})\s*[-/. ]\s*([0-9]{2}|[0-9]{4})")
_WHOLE = re.compile(r"([0-9]{4})\s*[-/. ]\s*([0-9]{1,2})\s*[-/. ]\s*([0-9]{1,2})")
_SHORT_YEAR = re.compile(r"(.*[^0-9])([0-9]{2})")
_BETWEEN = re.compile(r"[-/.,\s]+")
_SERIAL = re.compile(r"[0-9]{5}")
_SERIAL_START = date(1899, 12, 30)
_SERIALS = range((date(1940, 1, 1) - _SERIAL_START).days, (date(2100, 1, 1) - _SERIAL_START).days)
"""Numbers that spreadsheets mean a day by: days counted since 1899."""
_ANY_DAY = date(2000, 1, 1)
"""Stands for today where a day is said whole, so that it makes no difference."""


class DayFigures(NamedTuple):
    """A day in figures of which the order is not said: 15/05/2020, and 15/5/20."""

    first: int
    second: int
    year: str

    @property
    def says(self) -> DayOrder | None:
        """The only order in which it can be a day; None where both can be, or neither."""
        if 12 < self.first <= 31 and 1 <= self.second <= 12:
            return DayOrder.DAY_FIRST
        if 12 < self.second <= 31 and 1 <= self.first <= 12:
            return DayOrder.MONTH_FIRST
        return None

    @property
    def is_open(self) -> bool:
        """Whether each order makes another day of it."""
        return self.year != "0000" and self.first != self.second and 1 <= self.first <= 12 and 1 <= self.second <= 12

    def day(self, order: DayOrder, century: int | None) -> date:
        """The day in an order; ValueError where there is none, Invalid where the century of its year is not said."""
        day, month = (self.first, self.second) if order is DayOrder.DAY_FIRST else (self.second, self.first)
        return _in_our_calendar(_whole_year(self.year, century), month, day)


class ColumnDays(Value):
    """What the cells of a column say of their days, by the numbers of their rows."""

    day_first: tuple[int, ...] = ()
    month_first: tuple[int, ...] = ()
    open: tuple[tuple[int, DayFigures], ...] = ()
    short_years: tuple[int, ...] = ()
    serials: tuple[int, ...] = ()
    buddhist: tuple[int, ...] = ()
    dates: tuple[tuple[int, date], ...] = ()

    @property
    def order(self) -> DayOrder | None:
        """The order that its cells decide; None where they leave it open or contradict one another."""
        if bool(self.day_first) == bool(self.month_first):
            return None
        return DayOrder.DAY_FIRST if self.day_first else DayOrder.MONTH_FIRST

    @property
    def contradiction(self) -> tuple[int, int] | None:
        """Two rows of which one can only be day first and the other only month first."""
        return (self.day_first[0], self.month_first[0]) if self.day_first and self.month_first else None

    def against(self, order: DayOrder) -> int | None:
        """The first row that cannot be in an order."""
        others = self.month_first if order is DayOrder.DAY_FIRST else self.day_first
        return others[0] if others else None

    @property
    def may_be_turned(self) -> bool:
        """Whether the spreadsheet may have turned day and month round where it could.

        A spreadsheet that expects the month first makes a date of 3/4/2020 and leaves 15/4/2020 a text. Then every date
        that it made has a day up to 12, and a text beside them begins with a figure above 12. One that expects the day
        first does the same with 4/3/2020 and 4/15/2020.
        """
        could_turn = [day for _, day in self.dates if day.day != day.month]
        return bool(self.order and could_turn) and all(day.day <= 12 for _, day in self.dates)


def look_at_days(cells: Iterable[tuple[int, Cell]]) -> ColumnDays:
    """What a column says of its days; ``cells`` are the row of each in their file and what stands there."""
    found: dict[str, list[int]] = {"day_first": [], "month_first": [], "short_years": [], "serials": [], "buddhist": []}
    undecided: list[tuple[int, DayFigures]] = []
    dates: list[tuple[int, date]] = []
    for row, cell in cells:
        for what in _said_of(cell):
            found[what].append(row)
        figures = day_figures(cell)
        if figures and figures.is_open:
            undecided.append((row, figures))
        if isinstance(cell, date):
            dates.append((row, cell))
    return ColumnDays(open=tuple(undecided), dates=tuple(dates), **{name: tuple(rows) for name, rows in found.items()})


def _said_of(cell: Cell) -> Iterator[str]:
    figures = day_figures(cell)
    if figures and figures.says:
        yield figures.says.value
    if _has_short_year(cell, figures):
        yield "short_years"
    if is_serial(cell):
        yield "serials"
    if _is_buddhist(cell):
        yield "buddhist"


def _has_short_year(cell: Cell, figures: DayFigures | None) -> bool:
    if figures:
        return len(figures.year) == 2
    return isinstance(cell, str) and _short_year_of_words(_plain(cell)) is not None


def _is_buddhist(cell: Cell) -> bool:
    if isinstance(cell, date):
        return cell.year >= FIRST_BUDDHIST_YEAR
    return isinstance(cell, str) and any(int(year) >= FIRST_BUDDHIST_YEAR for year in _years_in(_plain(cell)))


def _years_in(plain: str) -> list[str]:
    return re.findall(r"(?<![0-9])[0-9]{4}(?![0-9])", plain)


def day_figures(cell: Cell) -> DayFigures | None:
    """The figures of a day whose order is not said; None for anything else."""
    found = _FIGURES.fullmatch(_plain(cell)) if isinstance(cell, str) else None
    return DayFigures(int(found[1]), int(found[2]), found[3]) if found else None


def is_serial(cell: Cell) -> bool:
    """Whether a cell holds a number by which a spreadsheet may mean a day."""
    if isinstance(cell, str):
        plain = _plain(cell)
        return bool(_SERIAL.fullmatch(plain)) and int(plain) in _SERIALS
    return isinstance(cell, float) and cell == cell and abs(cell) < 10**9 and int(cell) in _SERIALS


def looks_like_a_day(cell: Cell) -> bool:
    """Whether a cell may hold a day, in whatever order and century."""
    if isinstance(cell, (date, ErrorCell)) or day_figures(cell) or is_serial(cell):
        return True
    if not isinstance(cell, str):
        return False
    try:
        return bool(_said_whole(_plain(cell), CENTURIES[0]))
    except (Invalid, ValueError):
        return True


# --- reading --------------------------------------------------------------------------------------------------------


def read_day(cell: Cell, order: DayOrder | None, century: int | None = None, *, turned: bool = False) -> date:
    """The day of a cell of a column of which the order is decided; Invalid says what is wrong with it.

    ``turned`` says that the spreadsheet turned day and month round where it made a date.
    """
    try:
        found = _read(cell, order, century, turned=turned)
    except (ValueError, OverflowError):
        raise Invalid(say("There is no such day in the calendar."), _how_to_write()) from None
    if found is None:
        raise Invalid(say("That is not a day."), _how_to_write())
    return found


def _read(cell: Cell, order: DayOrder | None, century: int | None, *, turned: bool) -> date | None:
    if isinstance(cell, ErrorCell):
        raise error_in_cell(cell)
    if isinstance(cell, date):
        return _of_the_spreadsheet(cell, turned=turned)
    if is_serial(cell):
        assert isinstance(cell, (str, float))
        return _SERIAL_START + timedelta(int(plain_digits(cell) if isinstance(cell, str) else cell))
    if isinstance(cell, (bool, float, time)) or cell is None:
        return None
    if figures := day_figures(cell):
        return _of_figures(figures, order, century)
    return _said_whole(_plain(cell), century)


def _of_the_spreadsheet(cell: date, *, turned: bool) -> date:
    day = date(cell.year, cell.month, cell.day) if isinstance(cell, datetime) else cell
    month, number = (day.day, day.month) if turned else (day.month, day.day)
    return _in_our_calendar(day.year, month, number)


def _of_figures(figures: DayFigures, order: DayOrder | None, century: int | None) -> date:
    if figures.says and order and figures.says is not order:
        first = say("The month comes first in this column, then the day.")
        raise Invalid(first if order is DayOrder.MONTH_FIRST else say("The day comes first in this column."), _whole())
    if order is None and figures.is_open:
        raise Invalid(say("Nobody has said whether the day or the month comes first in this column."), _whole())
    return figures.day(order or figures.says or DayOrder.DAY_FIRST, century)


def _said_whole(plain: str, century: int | None) -> date | None:
    """A day that says its order: 2020-05-15, 15 May 2020, ១៥ ឧសភា ២០២០."""
    if found := _WHOLE.fullmatch(plain):
        return _in_our_calendar(*(int(part) for part in found.groups()))
    words = _short_year_of_words(plain)
    text = f"{words[0]} {_whole_year(words[1], century)}" if words else _BETWEEN.sub(" ", plain)
    if not _years_in(text) or not any(char.isalpha() for char in text):
        return None
    try:
        day = spoken_day(text, _ANY_DAY)
    except BuddhistYear as error:
        return error.day
    if day is None or day.day.year != int(_years_in(text)[-1]):
        return None
    return _in_our_calendar(day.day.year, day.day.month, day.day.day)


def _short_year_of_words(plain: str) -> tuple[str, str] | None:
    """``15 may 20`` as the words before its year, and the year."""
    words = _BETWEEN.sub(" ", plain).strip()
    found = _SHORT_YEAR.fullmatch(words)
    has_day = found and any(char.isdigit() for char in found[1]) and any(char.isalpha() for char in found[1])
    return (found[1].strip(), found[2]) if found and has_day and not _years_in(words) else None


def _whole_year(year: str, century: int | None) -> int:
    if len(year) == 4:
        return int(year)
    if not century:
        raise Invalid(say("The year has two figures only."), say("Write all four, or give the century: --century 20"))
    return century * 100 + int(year)


def _in_our_calendar(year: int, month: int, day: int) -> date:
    return date(year - BUDDHIST_ERA if year >= FIRST_BUDDHIST_YEAR else year, month, day)


def _plain(text: str) -> str:
    """Western digits, small letters, nothing that cannot be seen, and no time of the day."""
    return _TIME.sub("", plain_digits(_HIDDEN.sub("", text.replace("\u00a0", " ")))).strip()


def error_in_cell(cell: ErrorCell) -> Invalid:
    """What is said of a cell in which the spreadsheet shows an error, or of which the file holds no result."""
    if cell.text in (NO_RESULT, NOT_READ):
        return Invalid(
            say("What this cell shows is not in the file."),
            say("Open the file in Excel or LibreOffice, save it, and give it again."),
        )
    return Invalid(
        say("The spreadsheet shows an error in this cell."),
        say("Write the value itself there, or, if it is not needed, leave it empty."),
    )


def _whole() -> str:
    return say("Write the day like this: 2026-07-31")


def _how_to_write() -> str:
    return say("Write it like this: 2026-07-31 or 31 Jul 2026")
