"""Every view says the same of her next visit, of what is overdue, of who is in follow-up and who was not met.

Over random casebooks with late entries and entries dated ahead, and over clocks that go forward and back. A longer run:
``FOLLOWUP_EXAMPLES=5000 pytest tests/test_views_agree.py``.
"""

import os
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings

from followup.case.forms.visit import VisitForm
from followup.case.replay import replay
from followup.case.visit_words import ContactMethod
from followup.casebook import Casebook, Moment
from followup.monitoring.agenda import AgendaItem, AgendaReason
from followup.monitoring.case_row import CaseRow, FollowUpState, OpenSlot
from followup.monitoring.row_builder import build_case_row
from followup.schedule.standing import ASKING, Standing
from followup.services import case_index, caseload, visits
from followup.services.agenda import Agenda, agenda_of
from followup.services.attention import attention_inputs_of
from followup.services.caseload import CaseloadFilter, CaseloadLine
from followup.services.graduate_sheet import GraduateSheet, graduate_sheet
from followup.services.reports import ReportSelection, caseload_at_quarter_end, quarter_report
from followup.services.schedules import schedule_sheet
from followup.statistics.quarters import Quarter
from followup.statistics.report_model import Report
from followup.values import replace
from tests.random_casebooks import CLOCKS, NOW, TODAY, WOMEN, store_of, write

EXAMPLES = int(os.environ.get("FOLLOWUP_EXAMPLES", "200"))


@settings(max_examples=EXAMPLES, deadline=None)
@given(WOMEN, CLOCKS)
def test_no_two_views_disagree(women: list[Any], clocks: list[date]) -> None:
    store, ids = store_of(women)
    _check_views(Casebook(store, Moment(TODAY, NOW)))
    for case_id, (_, _, later) in zip(ids, women, strict=True):
        write(store, case_id, later)
    for clock in clocks:
        _check_views(Casebook(store, Moment(clock, NOW)))


# --- what every view says -------------------------------------------------------------------------------------------


def _check_views(book: Casebook) -> None:
    lines = {line.row.id: line for line in caseload.list_graduates(book, CaseloadFilter())}
    agendas = [agenda_of(book, everybody=True), agenda_of(book, 30, everybody=True)]
    agendas.append(agenda_of(book, everybody=True, month=True))
    for row in case_index.case_rows(book):
        _check_kept_row(book, row)
    for line in lines.values():
        sheet = graduate_sheet(book, line.row.code, ahead=500)
        _check_next_visit(book, line, sheet, agendas)
        _check_reasons(line, sheet, agendas)
    followed = [line for line in lines.values() if line.row.state is FollowUpState.IN_FOLLOW_UP]
    assert [agenda.followed for agenda in agendas] == [len(followed)] * 3
    assert {item.row.id for item in agendas[0].over} == {line.row.id for line in followed if line.row.over_since}
    assert {line.row.code for line in lines.values()} | {one.code for one in agendas[0].ahead} == set(
        book.codes.values()
    )
    _check_reports(book, lines.values(), len(followed))


def _check_kept_row(book: Casebook, kept: CaseRow) -> None:
    """A row is what replay says today, and entries dated ahead are as if they were not there."""
    facts = [fact for fact in book.store.facts(kept.id) if fact.on <= book.today]
    case = book.staff.of_today(replay(kept.id, facts, book.today))
    look = attention_inputs_of(case, facts, book.scheduler.case_schedule(case), book.today, book.office)
    assert build_case_row(look, until=book.today + case_index.LOOK_AHEAD) == kept


def _check_next_visit(book: Casebook, line: CaseloadLine, sheet: GraduateSheet, agendas: list[Agenda]) -> None:
    """List, sheet, schedule, agenda and the answer to a visit name the same visit, or none."""
    first = sheet.next[0] if sheet.next else None
    assert line.row.next_day == (first.on if first else None)
    shown = schedule_sheet(book, line.row.code)
    standings = list(shown.case_schedule.standings(book.today))
    asked = [(slot.k, standing) for slot, standing in standings if standing in ASKING]
    assert sorted((one.k, one.standing) for one in sheet.next if not one.extra) == sorted(asked)
    for agenda in agendas:
        item = _item(agenda, line)
        if item and item.slot:
            assert first is not None
            told = (first.k, first.due, first.day, first.opens, first.closes, first.extra, first.trip)
            assert item.slot == OpenSlot(*told)
        elif first and line.row.state is FollowUpState.IN_FOLLOW_UP:
            assert first.on > agenda.today + timedelta(agenda.days)
    on_agenda = _item(agendas[0], line)
    assert (sheet.todo and replace(sheet.todo, row=None)) == (on_agenda and replace(on_agenda, row=None))
    if line.row.state is FollowUpState.IN_FOLLOW_UP:
        call = VisitForm(book.today, line.row.code, ContactMethod.PHONE)
        result = visits.record(book, line.row.code, call, dry_run=True)
        assert result.counts or result.next == first
    else:
        assert not asked or line.row.state is FollowUpState.EXPECTED


def _check_reasons(line: CaseloadLine, sheet: GraduateSheet, agendas: list[Agenda]) -> None:
    """Overdue, not met and period over mean the same on the agenda, on the sheet and in the schedule."""
    found = {one.finding.rule for one in sheet.attended.findings}
    made = max(sheet.case_schedule.done, default=0)
    late = (Standing.OVERDUE, Standing.MISSED)
    standings = list(sheet.case_schedule.standings(sheet.as_of))
    missed = sum(standing in late and slot.k > made for slot, standing in standings)
    assert (line.row.state, line.row.over_since) == (sheet.state, sheet.over_since)
    for agenda in agendas:
        item = _item(agenda, line)
        if sheet.state is not FollowUpState.IN_FOLLOW_UP:
            assert item is None
            continue
        assert (item is not None and item.why is AgendaReason.NOT_MET) == ("not_met" in found)
        assert (item.missed if item else 0) == missed == sheet.look.slots_missed
        assert item or not (sheet.over_since or "not_met" in found or missed)
        due = {flag.review_on for flag in sheet.case.open_flags if flag.review_on <= agenda.today}
        assert not due or item


def _item(agenda: Agenda, line: CaseloadLine) -> AgendaItem | None:
    return next((item for item in agenda.items if item.row.id == line.row.id), None)


def _check_reports(book: Casebook, lines: Iterable[CaseloadLine], followed: int) -> None:
    """The quarter and the caseload as of today count those who are in follow-up today."""
    if all(line.row.return_date > book.today for line in lines):
        return
    wanted = ReportSelection(Quarter.of(book.today), book.today, internal=True)
    assert _in_follow_up(quarter_report(book, wanted)) == followed
    assert _in_follow_up(caseload_at_quarter_end(book, wanted)) == followed


def _in_follow_up(report: Report) -> Any:
    return next(head.value for head in report.heads if head.id == "in_follow_up")
