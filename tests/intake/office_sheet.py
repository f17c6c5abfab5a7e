"""An invented sheet of an office: 60 rows below a header of two storeys, in English and Khmer, with what goes wrong.

A title above the table, merged cells, days written in six ways, one of them a number, a phone without its zero, an
error cell, and one woman twice. `office_sheet` gives its cells, `write_office_sheet` the same as a file.
"""

from datetime import date, timedelta
from pathlib import Path

from followup.intake.workbook import Cell, ErrorCell, MergedArea, Sheet, Workbook

FIRST_ROW, LAST_ROW = 5, 64
"""The rows of the graduates, as the spreadsheet numbers them."""
ERROR_ROW, SERIAL_ROW, BUDDHIST_ROW, KHMER_ROW, LOST_ZERO_ROW = 9, 12, 14, 16, 18
TWIN_ROWS = (21, 47)
"""The rows that are about one woman."""
ROW_OF_A_DAY_FIRST = 5

TITLE = "Graduates in follow-up 2026 / បញ្ជីឈ្មោះ"
PARENTS = ("ល.រ", "Name / ឈ្មោះ", "Personal data", None, "Address / អាសយដ្ឋាន", None, None, "Contact", None)
CHILDREN = (None, None, "Date of birth", "Phone", "Village / ភូមិ", "District", "ខេត្ត", "Name", "Phone")
SINGLE = ("Return date (dd/mm/yyyy)", "Lives with", "Skill", "Age", "Size of the house")
WIDTH = len(PARENTS) + len(SINGLE)
MERGED = (
    MergedArea(0, 0, 0, WIDTH - 1),
    *(MergedArea(2, column, 3, column) for column in (0, 1, *range(len(PARENTS), WIDTH))),
    MergedArea(2, 2, 2, 3),
    MergedArea(2, 4, 2, 6),
    MergedArea(2, 7, 2, 8),
)
_FAMILY_NAMES = ("Zmok", "Tavrin", "Qorel", "Ibbet", "Wexla", "Yundar")
_GIVEN_NAMES = ("Arvi", "Belka", "Cheddo", "Dormi", "Evsta", "Fintel", "Grulo", "Hasko", "Ivrin", "Jolba", "Kesti")
_HOMES = (
    ("Thnal Vorng", "Kien Svay", "Kandal"),
    ("ភូមិក្រោម", "Bavel", "បាត់ដំបង"),
    ("Prek Dorng", "Chhuk", "Kampot"),
)
_WITH = ("parents", "family", "សាច់ញាតិ", "alone")
_SKILLS = ("Sewing", "Hairdressing", "Cooking")
_KHMER = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


def office_sheet() -> Workbook:
    """The sheet, beside an empty one and one of notes."""
    head = ((TITLE, *[None] * (WIDTH - 1)), (None,) * WIDTH, (*PARENTS, *SINGLE), (*CHILDREN, *[None] * len(SINGLE)))
    rows = (*head, *(_row(number) for number in range(FIRST_ROW, LAST_ROW + 1)))
    notes = Sheet("Notes", (("Bring paper.", None), ("Ask about the well.", "soon")))
    return Workbook("xlsx", (notes, Sheet("List", rows, MERGED), Sheet("Sheet3", ())))


def _row(number: int) -> tuple[Cell, ...]:
    k = _woman(number)
    name = f"{_FAMILY_NAMES[k % 6]} {_GIVEN_NAMES[k // 6]}"
    phone: Cell = float(12_000_100 + k * 37) if number == LOST_ZERO_ROW else f"012 {100 + k:03} {200 + k * 3:03}"
    village, district, province = _HOMES[k % 3]
    place: Cell = ErrorCell("#N/A") if number == ERROR_ROW else village
    born: Cell = float(1985 + k % 23)
    contact = (f"Aunt {_GIVEN_NAMES[k % 10]}", f"097 {300 + k:03} {400 + k:03}") if k % 2 else (None, None)
    home = (_returned(number), _WITH[k % 4], _SKILLS[k % 3], float(18 + k % 9), "2 rooms")
    return (float(number - FIRST_ROW + 1), name, born, phone, place, district, province, *contact, *home)


def _woman(number: int) -> int:
    """Which woman a row is about; two rows are about one."""
    return TWIN_ROWS[0] if number == TWIN_ROWS[1] else number


def returned_on(number: int) -> date:
    """The day on which the woman of a row went home."""
    return date(2025, 1, 13) + timedelta(10 * _woman(number))


def _returned(number: int) -> Cell:
    day = returned_on(number)
    if number == SERIAL_ROW:
        return float((day - date(1899, 12, 30)).days)
    if number == BUDDHIST_ROW:
        return f"{day.day}/{day.month}/{day.year + 543}"
    if number == KHMER_ROW:
        return f"{day.day:02}/{day.month:02}/{day.year}".translate(_KHMER)
    ways = (f"{day.day:02}/{day.month:02}/{day.year}", day, f"{day.day} {day:%b} {day.year}", f"{day:%d.%m.%Y}")
    return ways[0] if number == ROW_OF_A_DAY_FIRST else ways[_woman(number) % 4]


def write_office_sheet(path: Path) -> None:
    """The same as an xlsx file, as Excel would have saved it: formulas that failed, and days with a format."""
    from xlsxwriter import Workbook as Writer

    book = office_sheet()
    with Writer(path) as file:
        day = file.add_format({"num_format": "dd/mm/yyyy"})
        for sheet in book.sheets:
            page = file.add_worksheet(sheet.name)
            for row, cells in enumerate(sheet.rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, ErrorCell):
                        page.write_formula(row, column, "=NA()", None, cell.text)
                    elif isinstance(cell, date):
                        page.write_datetime(row, column, cell, day)
                    elif cell is not None:
                        page.write(row, column, cell)
            for area in sheet.merged:
                shown = sheet.rows[area.first_row][area.first_column]
                page.merge_range(area.first_row, area.first_column, area.last_row, area.last_column, shown)
