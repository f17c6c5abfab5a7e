"""A short check of a report's figures, the same on paper and on the screen, so that the two can be compared."""

import json

from followup.case import codec
from followup.hashing import sha256_hex
from followup.statistics.report_model import CellValue, Report, ReportRow, ReportTable
from followup.statistics.typed_words import TABLES_IN_OWN_WORDS

_DIGITS = 12


def figures_check(report: Report) -> str:
    """Twelve hexadecimal digits in three groups, ``7c1e 04ab 93d2``: another figure anywhere gives others.

    Words, and what the report is (a draft, published), are left out: what was a draft has the same check once it is
    published, and keeps it when a name that became known since is masked in it.
    """
    figures = [
        [report.quarter, report.as_of, report.internal],
        [[head.id, head.value] for head in report.heads],
        [
            [section.id, table.id, table.carried_from, _row_name(table, row), _figures(row)]
            for section in report.sections
            for table in section.tables
            for row in table.all_rows
        ],
    ]
    text = json.dumps(figures, default=codec.to_json, ensure_ascii=False, separators=(",", ":"))
    digits = sha256_hex(text.encode())[:_DIGITS]
    return " ".join(digits[at : at + 4] for at in range(0, _DIGITS, 4))


def _row_name(table: ReportTable, row: ReportRow) -> str:
    """What a row is known by, where the program named it: a district may come to be masked, and stays in its place."""
    return row.id if table.id in TABLES_IN_OWN_WORDS else ""


def _figures(row: ReportRow) -> list[tuple[str, CellValue]]:
    return [(name, cell) for name, cell in row.cells.items() if not isinstance(cell, str)]
