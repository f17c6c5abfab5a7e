"""A word means one thing: ``today``, lists, schedules, the caseload and the quarter's report count the same under it.

Over the random casebooks of ``test_views_agree.py``, as of today, with what staff see:

- in follow-up, period over, at high risk, followed by nobody
- flags open, and those past their review
- days since she was last met, months since she came home
- visits due, done when due, done late, not made, excused by a pause
"""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from hypothesis import given, settings

from followup.case.fields import revealed
from followup.casebook import Casebook, Moment
from followup.errors import Refused
from followup.monitoring.case_row import CaseRow, FollowUpState
from followup.schedule.standing import DONE_WHEN_DUE, Standing
from followup.services import flags
from followup.services.agenda import agenda_of
from followup.services.case_index import case_rows
from followup.services.caseload import CaseloadFilter, list_graduates
from followup.services.reports import ReportSelection, caseload_at_quarter_end, quarter_report
from followup.services.schedules import ScheduleSheet, schedule_sheet
from followup.statistics.caseload_report import definitions
from followup.statistics.quarters import Quarter
from followup.statistics.report_model import Report
from followup.statistics.sections.definitions import DEFINITIONS
from followup_cli.agenda.page import agenda_page
from followup_cli.flags.page import open_flags_page
from followup_cli.graduates.listing import graduates_page
from followup_cli.terminal.page import Page, plain_lines
from tests.random_casebooks import CLOCKS, NOW, WOMEN, store_of, write
from tests.test_views_agree import EXAMPLES


@settings(max_examples=EXAMPLES, deadline=None)
@given(WOMEN, CLOCKS)
def test_a_word_counts_the_same_wherever_it_is_said(women: list[Any], clocks: list[date]) -> None:
    store, ids = store_of(women)
    for case_id, (_, _, later) in zip(ids, women, strict=True):
        write(store, case_id, later)
    for clock in clocks:
        _check_words(Casebook(store, Moment(clock, NOW)))


def test_a_word_that_both_reports_define_means_the_same_in_both() -> None:
    quarter, caseload = ({one.word: one.means for one in told} for told in (DEFINITIONS, definitions()))

    assert len(quarter.keys() & caseload.keys()) >= 5
    assert all(quarter[word] == caseload[word] for word in quarter.keys() & caseload.keys())


def _check_words(book: Casebook) -> None:
    wanted = ReportSelection(Quarter.of(book.today), book.today, internal=True)
    try:
        quarter, caseload = quarter_report(book, wanted), caseload_at_quarter_end(book, wanted)
    except Refused:  # nobody had come home by that day
        return
    rows = case_rows(book)
    followed = [row for row in rows if row.state is FollowUpState.IN_FOLLOW_UP]
    _check_people(book, followed, quarter, caseload)
    _check_contact(book, followed, quarter, caseload)
    _check_flags(book, rows, quarter)
    _check_visits(book, rows, quarter)


# --- what each view says --------------------------------------------------------------------------------------------


def _check_people(book: Casebook, followed: list[CaseRow], quarter: Report, caseload: Report) -> None:
    """Who is in follow-up, at high risk, past her period, and with whom."""
    agenda = agenda_of(book, everybody=True)
    today = _said(agenda_page(agenda, revealed))
    listed = _said(graduates_page(list_graduates(book, CaseloadFilter()), book.today, revealed, names=False))
    over = list_graduates(book, CaseloadFilter(state="period_over"))
    high, nobody = sum(row.risk.rank == 2 for row in followed), sum(not row.worker for row in followed)

    assert f"; {len(followed)} in follow-up" in today
    assert f"{len(followed)} in follow-up, {len(over)} of them with their period over; {nobody} by nobody" in today
    assert f"; {len(followed)} in follow-up, {high} of them at high risk, {len(over)} with their period over" in listed
    assert _cell(quarter, "movement", "end", "people") == len(followed)
    assert _cell(caseload, "movement", "end", "people") == len(followed)
    assert (_head(caseload, "high_risk") or 0) == high
    assert _people(caseload, "people_by_level") == _counted(row.risk.value for row in followed)
    assert sum(_people(caseload, "people_by_worker").values()) == len(followed)
    assert _people(caseload, "people_by_worker").get("", 0) == nobody


def _check_contact(book: Casebook, followed: list[CaseRow], quarter: Report, caseload: Report) -> None:
    """How long ago she was last met, and for how long she has been home."""
    days = [(book.today - max(row.last_met or row.return_date, row.return_date)).days for row in followed]
    months = [line.month for line in list_graduates(book, CaseloadFilter(state="in_follow_up"))]
    today = _said(agenda_page(agenda_of(book, everybody=True), revealed))
    unmet = re.search(r", (\d+) with visits to come not met for too long", today)

    assert _people(quarter, "since_met") == _banded(days, _people(quarter, "since_met"))
    assert _people(quarter, "since_met").get("60-", 0) >= int(unmet[1] if unmet else 0)
    assert _people(caseload, "people_by_months") == _banded(months, _people(caseload, "people_by_months"))


def _check_flags(book: Casebook, rows: list[CaseRow], quarter: Report) -> None:
    """Which flags are open, and which of them should have been looked at again before today."""
    past = list(flags.open_flags(book, past_review=True))
    shown = _said(open_flags_page(list(flags.open_flags(book)), book.today, revealed, names=False))
    open_ = sum(len(row.flags) for row in rows)

    assert f"{open_} open, {len(past)} of them past their review" in shown
    assert (_cell(quarter, "flags", "all", "open_end") or 0) == open_
    assert _number(_cell(quarter, "looked_after", "past_review", "value")) == len(past)


def _check_visits(book: Casebook, rows: list[CaseRow], quarter: Report) -> None:
    """What her schedule says of the visits due in the quarter is what the report counts."""
    sheets = [schedule_sheet(book, row.code) for row in rows]
    told = Counter[str]()
    for sheet in sheets:
        told.update(_visits_of(sheet, Quarter.of(book.today)))
    became = _cells(quarter, "became", "visits")
    not_made = sum(number for row, number in became.items() if row not in ("done_when_due", "done_late", "due"))

    assert became.get("due", 0) == sum(number for what, number in told.items() if what != "excused")
    assert became.get("done_when_due", 0) == told["done when due"]
    assert became.get("done_late", 0) == told["done late"]
    assert not_made == told["not made"]
    assert _cell(quarter, "excused", "excused", "visits") == told["excused"]


def _visits_of(sheet: ScheduleSheet, quarter: Quarter) -> Iterable[str]:
    """What became of each visit due in the quarter while she was followed, once its 14 days are over."""
    case_schedule, ends = sheet.case_schedule, sheet.case.endings
    for slot, standing in case_schedule.standings(sheet.today):
        judged = quarter.holds(slot.due) and slot.due + DONE_WHEN_DUE <= sheet.today
        if not judged or any(end.on < slot.due and end.stands_on(slot.due) for end in ends):
            continue
        if standing is Standing.DONE:
            late = case_schedule.done[slot.k].on > slot.due + DONE_WHEN_DUE
            yield "done late" if late else "done when due"
        else:
            yield "excused" if standing is Standing.EXCUSED else "not made"


# --- reading them ---------------------------------------------------------------------------------------------------


def _said(page: Page) -> str:
    return " ".join(" ".join(plain_lines(page.parts)).split())


def _head(report: Report, name: str) -> Any:
    return next(head.value for head in report.heads if head.id == name)


def _cells(report: Report, name: str, column: str) -> dict[str, Any]:
    tables = [table for section in report.sections for table in section.tables if table.id == name]
    return {row.id: row.cells[column] for table in tables for row in table.all_rows}


def _cell(report: Report, name: str, row: str, column: str) -> Any:
    return _cells(report, name, column).get(row)


def _people(report: Report, name: str) -> dict[str, Any]:
    """How many people stand in each row, without the row of all of them and those of nobody."""
    return {row: number for row, number in _cells(report, name, "people").items() if row != "all" and number}


def _number(share: Any) -> int:
    return share.count if share else 0


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values))


def _banded(values: Iterable[int], bands: Iterable[str]) -> dict[str, int]:
    """How many of the values lie in each band, ``4-12`` or ``37-``."""
    limits = [(*map(int, name.rstrip("-").split("-")), 99_999)[:2] for name in bands]
    names = {low: name for (low, _), name in zip(limits, bands, strict=True)}
    return dict(Counter(names[low] for value in values for low, high in limits if low <= value <= high))
