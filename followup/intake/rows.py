"""The rows of a table as the entries of a form file: the same keys, the same reading, the same checks."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from followup.case.business.money import Currency
from followup.case.forms.enrolment import enrolment_from_mapping
from followup.case.forms.plan import plan_from_mapping
from followup.case.forms.reading import FormProblem
from followup.case.forms.spoken_days import weekdays_between
from followup.case.forms.visit import visit_from_mapping
from followup.case.import_words import DayOrder, ImportTarget
from followup.errors import Invalid
from followup.intake.cells import figure_cell, is_a_year, note_text, number_text, phone_text, plain_text
from followup.intake.column_dates import FIRST_BUDDHIST_YEAR, read_day
from followup.intake.fields import FINDS_HER, MARKS, ImportField, ImportFields, ValueKind, kind_of
from followup.intake.heading_words import folded_heading
from followup.intake.mapping import MappedColumn, SheetMapping
from followup.intake.questions import refused_column
from followup.intake.table import Table, TableRow
from followup.intake.workbook import Cell
from followup.messages import say
from followup.values import Value

_BETWEEN = re.compile(r"[,;\n]+|\s+និង\s+")
"""What stands between the entries of a list in a cell."""
_LISTS = (ValueKind.TEXTS, ValueKind.WORDS, ValueKind.WEEKDAYS, ValueKind.DAY_RANGES)


class Problem(NamedTuple):
    """What is wrong in a row: the column, the sentence, and what to write there; no value is repeated."""

    column: str
    sentence: str
    what_to_write: str = ""


class ImportedRow(Value):
    """A row as the texts of a form, by dotted key, and what is wrong with it; without problems the form can be read.

    What stands in the columns *problem* and *imported* of a copy that came back is among them, and no part of a form.
    """

    number: int
    values: Mapping[str, str]
    problems: tuple[Problem, ...] = ()


def read_rows(
    table: Table, mapping: SheetMapping, fields: ImportFields, currency: Currency = Currency.KHR
) -> tuple[ImportedRow, ...]:
    """Every row of a table, read by a mapping; amounts without a currency are in that of the office."""
    reader = _Reader(table, mapping, fields, currency)
    return tuple(reader.row(row) for row in table.rows)


class _Reader:
    """Reads row after row; what is wrong with a whole column is found once."""

    def __init__(self, table: Table, mapping: SheetMapping, fields: ImportFields, currency: Currency) -> None:
        self._mapping, self._fields, self._currency = mapping, fields, currency
        self._columns = tuple(
            (at, mapping.column(heading), fields[mapping.column(heading).key])
            for at, heading in enumerate(table.header)
            if mapping.column(heading).key
        )
        self._refused = {
            column.heading: refusal
            for _, column, field in self._columns
            if field.kind is ValueKind.DAY and (refusal := refused_column(table, column))
        }

    def row(self, row: TableRow) -> ImportedRow:
        values, problems = dict(self._always()), []
        for at, column, field in self._columns:
            cell = row.cells[at]
            if cell is None or not field.is_read:
                continue
            try:
                values |= _in_parts(field, self._value(cell, column, field))
            except Invalid as error:
                problems.append(Problem(column.heading, error.what, error.hint))
        values = _joined_name({key: text for key, text in values.items() if text})
        wrong = {self._mapping.column(one.column).key for one in problems}
        problems += (one for one in self._form_problems(values, wrong))
        return ImportedRow(row.number, values | dict(self._marks(row)), tuple(problems))

    def _always(self) -> Iterator[tuple[str, str]]:
        for key, text in self._mapping.always.items():
            yield key, cell_value(text, MappedColumn("", key), self._fields[key], self._fields)

    def _value(self, cell: Cell, column: MappedColumn, field: ImportField) -> str:
        if column.heading in self._refused:
            raise self._refused[column.heading]
        return cell_value(cell, column, field, self._fields)

    def _marks(self, row: TableRow) -> Iterator[tuple[str, str]]:
        for at, _, field in self._columns:
            cell = row.cells[at]
            if field.key in MARKS and isinstance(cell, str):
                yield field.key, cell

    def _form_problems(self, values: Mapping[str, str], wrong: set[str]) -> Iterator[Problem]:
        """What the form says of the values, but for those of which it is known already."""
        for problem in form_problems(self._fields.target, values, self._currency):
            key = self._key_of(problem.where)
            if key in wrong or self._may_be_open(key, values):
                continue
            heading = self._mapping.heading_of(key) if key else ""
            sentence = problem.what.removesuffix(problem.hint).strip()
            yield Problem(heading or (self._fields[key].title if key else ""), sentence, problem.hint)

    def _may_be_open(self, key: str, values: Mapping[str, str]) -> bool:
        """Whether a row can leave out what a whole form needs: of a graduate who is known, or of a plan she has."""
        if self._fields.target is ImportTarget.PLANS:
            return bool(key) and key not in values
        return key == "return_date" and "code" in values and not self._mapping.heading_of(key)

    def _key_of(self, where: str) -> str:
        """The key of a place that a form names, ``contact: phone``, first one that has a column; "" for none."""
        place = re.sub(r" row [0-9]+", "", where).replace(": ", ".")
        keys = [key for key in self._fields.keys if _is_of(key, place)]
        return next((key for key in keys if self._mapping.heading_of(key)), keys[0] if keys else "")


# --- a cell ---------------------------------------------------------------------------------------------------------


def cell_value(cell: Cell, column: MappedColumn, field: ImportField, fields: ImportFields) -> str:
    """A cell as the text that a form takes, empty where it says nothing; Invalid says what is wrong with it."""
    return _READERS[field.kind](cell, column, field, fields)


def _year(cell: Cell, column: MappedColumn, _field: ImportField, _fields: ImportFields) -> str:
    """A year, of a day its year alone."""
    if is_a_year(cell):
        year = int(plain_text(cell))
        return str(year - 543 if year >= FIRST_BUDDHIST_YEAR else year)
    if isinstance(cell, float):
        return number_text(cell)
    try:
        return str(read_day(cell, column.order or _ANY_ORDER, column.century).year)
    except Invalid as error:
        if error.what == say("That is not a day."):
            raise Invalid(say("That is no year."), say("Write it in four digits, such as 2004.")) from None
        raise


def _as_vocabulary(text: str, field: ImportField) -> str:
    """A closed word, however it is said; what is not known is left for the form to refuse."""
    return field.words.get(folded_heading(text), text)


def _weekdays(cell: Cell) -> str:
    return ", ".join(day for part in _entries(cell) for day in weekdays_between(part) or (part,))


def _entries(cell: Cell) -> list[str]:
    return [" ".join(part.split()) for part in _BETWEEN.split(note_text(cell)) if part.strip()]


def _day_ranges(cell: Cell, column: MappedColumn, _field: ImportField, _fields: ImportFields) -> str:
    if not isinstance(cell, str):
        return read_day(cell, column.order, column.century).isoformat()
    return ", ".join(_entries(cell))


def _yes_no(cell: Cell, _column: MappedColumn, _field: ImportField, fields: ImportFields) -> str:
    text = folded_heading(plain_text(cell))
    if text in fields.yes:
        return "true"
    if text in fields.no:
        return "false"
    raise Invalid(say("This is either yes or no."), say("Write yes or no, or leave it empty."))


_ANY_ORDER = DayOrder.DAY_FIRST
"""Which figure comes first makes no difference to the year."""
CellReader = Callable[[Cell, MappedColumn, ImportField, ImportFields], str]
_READERS: dict[ValueKind, CellReader] = {
    **dict.fromkeys(ValueKind, lambda cell, _column, _field, _fields: plain_text(cell)),
    **dict.fromkeys(
        (ValueKind.NUMBER, ValueKind.AMOUNT, ValueKind.SCORE, ValueKind.RANGE),
        lambda cell, _column, _field, _fields: figure_cell(cell),
    ),
    ValueKind.NOTE: lambda cell, _column, _field, _fields: note_text(cell),
    ValueKind.PHONE: lambda cell, column, _field, _fields: phone_text(cell, zero=bool(column.zero)),
    ValueKind.DAY: lambda cell, column, _field, _fields: read_day(
        cell, column.order, column.century, turned=bool(column.turned)
    ).isoformat(),
    ValueKind.YEAR: _year,
    ValueKind.YES_NO: _yes_no,
    ValueKind.WORD: lambda cell, _column, field, _fields: _as_vocabulary(plain_text(cell), field),
    ValueKind.WORDS: lambda cell, _column, field, _fields: ", ".join(
        _as_vocabulary(part, field) for part in _entries(cell)
    ),
    ValueKind.TEXTS: lambda cell, _column, _field, _fields: ", ".join(_entries(cell)),
    ValueKind.WEEKDAYS: lambda cell, _column, _field, _fields: _weekdays(cell),
    ValueKind.DAY_RANGES: _day_ranges,
    ValueKind.UNREAD: lambda _cell, _column, _field, _fields: "",
}


def _in_parts(field: ImportField, text: str) -> dict[str, str]:
    """A text under its key; of scores such as ``3/2`` the worker's and her own, each under its key."""
    worker, slash, own = text.partition("/")
    domain, dot, who = field.key.rpartition(".")
    if field.kind is not ValueKind.SCORE or not slash or who != "worker":
        return {field.key: text}
    return {field.key: worker.strip(), f"{domain}{dot}own": own.strip()}


def _joined_name(values: dict[str, str]) -> dict[str, str]:
    """A name of two columns as one, the family name first, as it is written here."""
    parts = [values.pop(key) for key in ("name.family", "name.given") if key in values]
    return {"name": " ".join(parts)} | values if parts else values


# --- a row as a form ------------------------------------------------------------------------------------------------


def row_form(target: ImportTarget, values: Mapping[str, str]) -> dict[str, Any]:
    """The texts of a row as the entry of a form file: nested, lists as lists, yes and no as such.

    A note beside a try that did not succeed is a note on the try. By whom a visit or plan is found is no part of it.
    """
    said = {key: text for key, text in values.items() if key not in MARKS}
    if target is not ImportTarget.GRADUATES:
        for key in FINDS_HER:
            said.pop(key, None)
    if target is ImportTarget.PLANS:
        said.pop("code", None)
    if "attempt.reason" in said and "contact" not in said and "note" in said:
        said.setdefault("attempt.note", said.pop("note"))
    form: dict[str, Any] = {}
    for key, text in said.items():
        *outer, last = key.split(".")
        place = form
        for part in outer:
            place = place.setdefault(part, {})
        place[last] = _form_value(key, text)
    return form


def _form_value(key: str, text: str) -> Any:
    kind = kind_of(key)
    if kind is ValueKind.YES_NO:
        return text == "true"
    if kind in _LISTS:
        return text.split(", ")
    return _prices(text) if kind is ValueKind.PRICES else text


def _prices(text: str) -> Any:
    """``haircut = 2,000; perm = 3,500`` as a table of prices; anything else as it stands, for the form to refuse."""
    parts = [re.split(r"\s*[=:]\s*", part.strip()) for part in text.split(";") if part.strip()]
    return {part[0]: part[1] for part in parts} if all(len(part) == 2 for part in parts) else text


def form_problems(
    target: ImportTarget, values: Mapping[str, str], currency: Currency = Currency.KHR
) -> tuple[FormProblem, ...]:
    """What the form of a target says is wrong with the texts of a row."""
    form = row_form(target, values)
    if target is ImportTarget.GRADUATES:
        return enrolment_from_mapping(form)[1]
    if target is ImportTarget.VISITS:
        return visit_from_mapping(form, currency)[1]
    return plan_from_mapping({"currency": currency.value, "rate": "4000"} | form)[1]


def _is_of(key: str, place: str) -> bool:
    return key == place or key.startswith(f"{place}.") or place.startswith(f"{key}.")
