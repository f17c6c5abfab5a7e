"""The words of a report that somebody typed, and the same report with them masked anew.

A report that was published keeps its figures as they were printed. A district, a trade or a lesson in it may be called
like somebody who is known only since: so what was typed passes through the mask again whenever the report is shown.
"""

from followup.case.fields import Mask
from followup.statistics.report_model import CellValue, Report, ReportRow, ReportTable
from followup.values import replace

TABLES_IN_OWN_WORDS = {
    *("movement", "became", "excused", "by_month", "by_level", "longest", "since_met", "flags", "looked_after"),
    "trips",
    *("owners", "break_even", "change", "quarter", "kinds", "causes", "cohorts", "curve", "second", "counts"),
    *("results", "kinds_success", "kinds_failure", "kinds_neither", "cohort_outcomes"),
    *("flags_moved", "flags_by_kind", "quarters_told", "referrals", "referrals_by_service"),
    *("quarters", "unknown", "people_by_months", "people_by_level", "people_by_placement", "other_contacts"),
    *("spoken_with", "supported", "support_kinds", "support_lent"),
}
"""Tables whose words are all the program's own. Those of any other are masked and searched, also of a later one."""
_TYPED_COLUMNS = {"asked", "waits"}
"""The columns whose texts somebody typed."""


def masked_anew(report: Report, label: Mask) -> Report:
    """The report with every word that somebody typed passed through ``label``; not one figure is touched."""
    sections = (replace(one, tables=tuple(_table(table, label) for table in one.tables)) for one in report.sections)
    return replace(report, sections=tuple(sections))


def _table(table: ReportTable, label: Mask) -> ReportTable:
    if table.id in TABLES_IN_OWN_WORDS:
        return table
    return replace(table, rows=tuple(_row(row, label) for row in table.rows))


def _row(row: ReportRow, label: Mask) -> ReportRow:
    cells = {name: _cell(name, value, label) for name, value in row.cells.items()}
    return replace(row, id=label(row.id), label=label(row.label), cells=cells)


def _cell(name: str, value: CellValue, label: Mask) -> CellValue:
    return label(value) if isinstance(value, str) and name in _TYPED_COLUMNS else value
