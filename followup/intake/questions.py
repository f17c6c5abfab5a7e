"""What has to be asked of a column once, and what its cells cannot be: never a question for a cell.

What is shown of their cells are three days spelled out, in both readings; phone numbers as signs.
"""

from collections.abc import Iterator
from datetime import date
from enum import Enum

from followup.case.forms.spoken_days import month_name
from followup.case.import_words import DayOrder
from followup.case.known_words import listed
from followup.errors import Invalid
from followup.intake.cells import lost_its_zero
from followup.intake.column_dates import CENTURIES, ColumnDays, DayFigures
from followup.intake.columns import days_in, other_orders
from followup.intake.fields import ImportFields, ValueKind
from followup.intake.mapping import MappedColumn, SheetMapping
from followup.intake.samples import masked
from followup.intake.table import Table
from followup.messages import say, say_count
from followup.values import Value, replace

EXAMPLES = 3
"""Examples that are shown of what is asked."""

LEFT_OUT = 0
"""What is answered where years of two figures are of several centuries: their rows are refused."""

Answer = DayOrder | int | bool


class Asked(Enum):
    """What is asked of a column, in the word of a mapping for it, or, refused, why it cannot be read."""

    ORDER = "order"
    CENTURY = "century"
    ZERO = "zero"
    TURNED = "turned"
    REFUSED = "refused"


class ColumnQuestion(Value):
    """A question about a column: what may be answered, each answer in words, and examples spelled out.

    ``proposed`` is the answer that is likely, None where there is none.
    """

    heading: str
    asked: Asked
    sentence: str
    answers: tuple[tuple[Answer, str], ...] = ()
    examples: tuple[str, ...] = ()
    proposed: Answer | None = None


def questions(table: Table, mapping: SheetMapping, fields: ImportFields) -> tuple[ColumnQuestion, ...]:
    """What has to be asked before a table can be read; nothing where the mapping says it already."""
    return tuple(one for column in mapping.columns if column.key for one in _of_column(table, mapping, column, fields))


def answered(mapping: SheetMapping, question: ColumnQuestion, answer: Answer) -> SheetMapping:
    """The mapping with an answer in it."""
    said = {question.asked.value: answer}
    return mapping.with_column(replace(mapping.column(question.heading), **said))


def refused_column(table: Table, column: MappedColumn) -> Invalid | None:
    """Why no day of a column can be read: its rows contradict one another, or what was said of it before."""
    days = days_in(table, column)
    if days.contradiction:
        first, second = days.contradiction
        return Invalid(
            say(
                "The days of this column contradict one another: in row {first} the day comes first, in row {second} "
                "the month.",
                first=first,
                second=second,
            ),
            say("Write all days of the column in one way, best like this: 2026-07-31"),
        )
    row = days.against(column.order) if column.order else None
    if row is None:
        return None
    said = say("the day comes first") if column.order is DayOrder.DAY_FIRST else say("the month comes first")
    return Invalid(
        say("It was said that in this column {said}, but row {row} says otherwise.", said=said, row=row),
        say("Correct the row, or say the order of the column anew with --date-order."),
    )


def _of_column(
    table: Table, mapping: SheetMapping, column: MappedColumn, fields: ImportFields
) -> Iterator[ColumnQuestion]:
    kind = fields[column.key].kind
    if kind is ValueKind.PHONE:
        yield from _zero(table, column)
    if kind is ValueKind.YEAR:
        yield from _century(column, days_in(table, column))
    if kind is ValueKind.DAY:
        if refusal := refused_column(table, column):
            yield ColumnQuestion(column.heading, Asked.REFUSED, f"{refusal.what} {refusal.hint}")
            return
        days = days_in(table, column)
        yield from _order(column, days, other_orders(mapping, fields, column.heading))
        yield from _turned(column, days)
        yield from _century(column, days)


# --- days -----------------------------------------------------------------------------------------------------------


def _order(column: MappedColumn, days: ColumnDays, likely: DayOrder | None) -> Iterator[ColumnQuestion]:
    if column.order or not days.open:
        return
    yield ColumnQuestion(
        column.heading,
        Asked.ORDER,
        say("What comes first in the days of the column {heading}?", heading=column.heading),
        ((DayOrder.DAY_FIRST, say("the day, then the month")), (DayOrder.MONTH_FIRST, say("the month, then the day"))),
        tuple(_either_way(figures, column.century) for _, figures in _different(days.open)),
        likely,
    )


def _different(found: tuple[tuple[int, DayFigures], ...]) -> tuple[tuple[int, DayFigures], ...]:
    """The first few that are not the same."""
    once = {figures: row for row, figures in reversed(found)}
    return tuple(sorted((row, figures) for figures, row in once.items()))[:EXAMPLES]


def _either_way(figures: DayFigures, century: int | None) -> str:
    first, second = (spelled_out(figures.day(order, century or CENTURIES[0])) for order in DayOrder)
    return say(
        "{written} is {first}, or {second}",
        written=f"{figures.first}/{figures.second}/{figures.year}",
        first=first,
        second=second,
    )


def spelled_out(day: date) -> str:
    """A day with its month in words, that nobody can read otherwise."""
    return say("{d} {month} {y}", d=day.day, month=say(month_name(day.month)), y=day.year)


def _turned(column: MappedColumn, days: ColumnDays) -> Iterator[ColumnQuestion]:
    if column.turned is not None or not days.may_be_turned:
        return
    unlike = [day for _, day in days.dates if day.day != day.month][:EXAMPLES]
    yield ColumnQuestion(
        column.heading,
        Asked.TURNED,
        say(
            "Some days of the column {heading} are dates of the spreadsheet, others are not. Has the spreadsheet "
            "taken the day for the month where it could?",
            heading=column.heading,
        ),
        ((False, say("no, its dates are right")), (True, say("yes, day and month are to be turned back"))),
        tuple(_right_or_turned(day) for day in unlike),
    )


def _right_or_turned(day: date) -> str:
    turned = date(day.year, day.day, day.month)
    return say("{first}, or, turned back, {second}", first=spelled_out(day), second=spelled_out(turned))


def _century(column: MappedColumn, days: ColumnDays) -> Iterator[ColumnQuestion]:
    if column.century is not None or not days.short_years:
        return
    sentence = say_count(
        len(days.short_years),
        "In the column {heading} one year has two figures only. In which century is it?",
        "In the column {heading} {n} years have two figures only. In which century are they?",
        heading=column.heading,
    )
    ways = (
        (20, say("this century: 25 is 2025")),
        (19, say("the last century: 25 is 1925")),
        (25, say("the Buddhist calendar: 25 is 2525, our 1982")),
        (LEFT_OUT, say("not in one: leave those rows out")),
    )
    yield ColumnQuestion(column.heading, Asked.CENTURY, sentence, ways)


# --- phones ---------------------------------------------------------------------------------------------------------


def _zero(table: Table, column: MappedColumn) -> Iterator[ColumnQuestion]:
    lost = [cell for _, cell in table.cells(column.heading) if lost_its_zero(cell)]
    if column.zero is not None or not lost:
        return
    yield ColumnQuestion(
        column.heading,
        Asked.ZERO,
        say_count(
            len(lost),
            "In the column {heading} one phone number has lost the 0 it begins with. Put it back?",
            "In the column {heading} {n} phone numbers have lost the 0 they begin with. Put it back?",
            heading=column.heading,
        ),
        ((True, say("yes, with the 0")), (False, say("no, as they are"))),
        tuple(dict.fromkeys(say("{number} becomes 0{number}", number=masked(cell)) for cell in lost))[:EXAMPLES],
        proposed=True,
    )


# --- notes ----------------------------------------------------------------------------------------------------------


def notes(table: Table, mapping: SheetMapping, fields: ImportFields) -> tuple[str, ...]:
    """What was understood of the days of a table, and should be known before its rows are written."""
    dated = [one for one in mapping.columns if one.key and fields[one.key].kind in (ValueKind.DAY, ValueKind.YEAR)]
    return tuple(note for column in dated for note in _notes_of(column, days_in(table, column), fields))


def _notes_of(column: MappedColumn, days: ColumnDays, fields: ImportFields) -> Iterator[str]:
    if days.serials:
        yield say_count(
            len(days.serials),
            "{heading}: row {rows} holds a number in place of a day, read as spreadsheets count days, from 1900.",
            "{heading}: rows {rows} hold numbers in place of days, read as spreadsheets count days, from 1900.",
            heading=column.heading,
            rows=listed_rows(days.serials),
        )
    if days.buddhist:
        yield say_count(
            len(days.buddhist),
            "{heading}: row {rows} holds a year of the Buddhist calendar, read as our year, 543 less.",
            "{heading}: rows {rows} hold years of the Buddhist calendar, read as our years, 543 less.",
            heading=column.heading,
            rows=listed_rows(days.buddhist),
        )
    if days.order and fields[column.key].kind is ValueKind.DAY:
        row = (days.day_first or days.month_first)[0]
        first = say("the day comes first") if days.order is DayOrder.DAY_FIRST else say("the month comes first")
        yield say("{heading}: {first}, as row {row} shows.", heading=column.heading, first=first, row=row)
    if fields[column.key].kind is ValueKind.YEAR and days.dates:
        yield say("{heading}: only the year is kept.", heading=column.heading)


def listed_rows(rows: tuple[int, ...]) -> str:
    """Rows by number; of many the first."""
    return listed([*map(str, rows)], most=5)
