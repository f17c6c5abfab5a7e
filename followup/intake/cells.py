"""Cells as the texts that forms take: what a spreadsheet made of them is put back as far as that is certain."""

import re
from datetime import date, datetime, time
from decimal import Decimal

from followup.case.business.money import Currency, parse_money, parse_number
from followup.case.forms.spoken_days import plain_digits
from followup.case.pseudonym import is_generated_code, tidy_code
from followup.errors import Invalid
from followup.intake.column_dates import FIRST_BUDDHIST_YEAR, error_in_cell, looks_like_a_day
from followup.intake.fields import ImportFields, ValueKind
from followup.intake.heading_words import folded_heading
from followup.intake.workbook import Cell, ErrorCell
from followup.messages import say

PHONE_DIGITS = range(8, 16)
"""Figures of a phone number; one of eight or nine that does not begin with 0 has lost it."""
_WITHOUT_ZERO = range(8, 10)
_PHONE_SIGNS = re.compile(r"[0-9\s().+/,;-]+")
_NUMBERS_APART = re.compile(r"[/,;\n]+")


def number_text(number: float) -> str:
    """A number as a spreadsheet shows it: 3.0 is ``3``, and 0.1 + 0.2 is ``0.3``."""
    written = f"{number:.15g}"
    return f"{Decimal(written):f}" if "e" in written and "inf" not in written else written


def plain_text(cell: Cell) -> str:
    """A cell as words on one line; Invalid for an error of the spreadsheet."""
    return " ".join(note_text(cell).split())


def note_text(cell: Cell) -> str:
    """A cell as words, its lines kept."""
    if isinstance(cell, ErrorCell):
        raise error_in_cell(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return number_text(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    return f"{cell:%H:%M}" if isinstance(cell, time) else (cell or "").strip()


def figure_cell(cell: Cell) -> str:
    """A cell with a figure in it; Invalid where a spreadsheet made a day of it."""
    if isinstance(cell, (date, time)):
        raise Invalid(
            say("The spreadsheet has made a day or a time of this figure."),
            say("Write the figure again, with an apostrophe before it: '3"),
        )
    return plain_text(cell)


# --- phones ---------------------------------------------------------------------------------------------------------


def phone_text(cell: Cell, *, zero: bool) -> str:
    """A phone number as words; ``zero`` gives back the zero that a spreadsheet took from it."""
    if isinstance(cell, (date, time)):
        raise Invalid(say("This is no phone number."), say("Write it again, with an apostrophe before it: '012..."))
    text = plain_text(cell)
    if re.fullmatch(r"[0-9][.,]?[0-9]*[eE]\+?[0-9]+", text):
        raise Invalid(
            say("The spreadsheet has shortened this number."),
            say("Write the whole number, with an apostrophe before it."),
        )
    return f"0{plain_digits(text)}" if zero and lost_its_zero(cell) else text


def _western(cell: Cell) -> str:
    """Words or a figure, in Western digits; nothing of any other cell."""
    return plain_digits(plain_text(cell)) if isinstance(cell, (str, float)) else ""


def lost_its_zero(cell: Cell) -> bool:
    """Whether a cell holds a phone number without the zero it begins with."""
    digits = re.sub(r"[\s.()-]", "", _western(cell))
    return digits.isdigit() and len(digits) in _WITHOUT_ZERO and not digits.startswith("0")


def looks_like_a_phone(cell: Cell) -> bool:
    """Whether a cell may hold phone numbers."""
    plain = _western(cell)
    numbers = [re.sub(r"[^0-9]", "", part) for part in _NUMBERS_APART.split(plain)]
    return bool(_PHONE_SIGNS.fullmatch(plain)) and any(len(number) in PHONE_DIGITS for number in numbers)


# --- what a cell looks like -----------------------------------------------------------------------------------------


def looks_like(kind: ValueKind, cell: Cell, fields: ImportFields) -> bool:
    """Whether a cell may hold what stands in a column of a kind; an error of the spreadsheet may be anything."""
    if isinstance(cell, ErrorCell):
        return True
    if kind is ValueKind.DAY:
        return looks_like_a_day(cell)
    if kind is ValueKind.YEAR:
        return looks_like_a_day(cell) or is_a_year(cell)
    if kind is ValueKind.PHONE:
        return looks_like_a_phone(cell)
    if kind in (ValueKind.NUMBER, ValueKind.AMOUNT):
        return _is_figure(cell)
    if kind is ValueKind.YES_NO:
        return isinstance(cell, bool) or folded_heading(plain_text(cell)) in fields.yes | fields.no
    return not (kind in (ValueKind.TEXT, ValueKind.WORD) and looks_like_a_phone(cell))


def is_a_year(cell: Cell) -> bool:
    """Whether a cell holds a year alone."""
    text = _western(cell)
    return text.isdigit() and len(text) == 4 and 1900 <= int(text) < FIRST_BUDDHIST_YEAR + 300


def is_a_code(cell: Cell) -> bool:
    """Whether a cell holds a code that this program made."""
    return isinstance(cell, str) and is_generated_code(tidy_code(cell))


def is_a_province(cell: Cell, fields: ImportFields) -> bool:
    """Whether a cell holds the name of a province, in whatever spelling is known."""
    return isinstance(cell, str) and folded_heading(cell) in fields.provinces


def _is_figure(cell: Cell) -> bool:
    if isinstance(cell, (bool, date, time)) or cell is None:
        return False
    text = plain_text(cell)
    for read in (lambda: parse_number(text, places=4, most=10**10), lambda: parse_money(text, Currency.USD)):
        try:
            read()
        except Invalid:
            continue
        return True
    return False
