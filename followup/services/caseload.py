"""The caseload as a list, and one graduate on one screen."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from followup.case.case import Case
from followup.case.facts import Exported, Fact, Printed
from followup.case.fields import revealed
from followup.casebook import Casebook
from followup.errors import Refused
from followup.messages import say
from followup.monitoring.agenda import AgendaItem, agenda_item
from followup.monitoring.attention_inputs import AttentionInputs
from followup.monitoring.audit_log import LogEntry, log_entries
from followup.monitoring.case_row import CaseRow, FollowUpState
from followup.monitoring.row_builder import build_case_row
from followup.schedule.case_schedule import CaseSchedule
from followup.schedule.next_visit import NextVisit, next_visits
from followup.schedule.policy import whole_months
from followup.scheduler import Scheduler
from followup.services.attention import CaseAttention, attention_inputs_of, case_attention
from followup.services.case_index import case_rows
from followup.services.caseload_filter import CaseloadFilter, checked_filter
from followup.services.households import others_in_house
from followup.services.plans import PlanCheck, check_plan
from followup.services.second_returns import EarlierStay, earlier_stays
from followup.store import LOGGED_JOURNALS
from followup.values import Value


class GraduateSheet(Value):
    """One graduate as she is shown on ``as_of``: ``month`` of ``months`` (0: no set end), and the visits to come.

    ``over_since`` is the day from which on her policy promises no visit though no outcome was written.

    ``attended`` is what needs attention, found by the rules that look at ``look``; ``earlier`` are her stays at home
    before this one, ``household`` the codes of those in her house. ``todo`` is what there is to do today, as on the
    agenda; None if nothing, or for another day.
    """

    case: Case
    as_of: date
    case_schedule: CaseSchedule
    state: FollowUpState
    over_since: date | None
    month: int
    months: int
    check: PlanCheck | None
    next: tuple[NextVisit, ...]
    look: AttentionInputs
    attended: CaseAttention
    earlier: tuple[EarlierStay, ...] = ()
    todo: AgendaItem | None = None
    household: tuple[str, ...] = ()


def graduate_sheet(book: Casebook, typed: str, as_of: date | None = None, ahead: int = 3) -> GraduateSheet:
    """Everything about one graduate on a day; Refused for a day before she was known."""
    her = book.look(typed)
    return sheet_of(book, her.as_of(as_of or book.today), her.facts, ahead)


def sheet_of(book: Casebook, case: Case, facts: Iterable[Fact], ahead: int = 3) -> GraduateSheet:
    """Everything about one graduate on the day that her case is as of; Refused for a day before she was known."""
    day = case.as_of
    if case.return_date is None:
        raise Refused(say("Nothing was known of her on that day."), say("Choose a later day."))
    scheduler = Scheduler(book.office, day)
    case_schedule = scheduler.case_schedule(case)
    look = attention_inputs_of(case, facts, case_schedule, day, book.office)
    return GraduateSheet(
        case=case,
        as_of=day,
        case_schedule=case_schedule,
        state=look.state,
        over_since=look.over_since,
        month=whole_months(case.return_date, day),
        months=case_schedule.months,
        check=check_plan(book, case) if case.plan else None,
        next=next_visits(case_schedule, day)[:ahead],
        look=look,
        attended=case_attention(look),
        earlier=tuple(earlier_stays(case, scheduler)),
        todo=agenda_item(build_case_row(look).opening_before(day), day) if day == book.today else None,
        household=others_in_house(book, case),
    )


class CaseloadLine(Value):
    """One graduate in a list; ``name`` is empty unless it was asked for."""

    row: CaseRow
    month: int
    months: int
    next_day: date | None
    name: str = ""


SORT_KEYS: dict[str, Callable[[CaseloadLine], Any]] = {
    "code": lambda line: line.row.code,
    "return": lambda line: (line.row.return_date, line.row.code),
    "risk": lambda line: (-line.row.risk.rank, line.row.code),
    "place": lambda line: (line.row.province, line.row.district, line.row.code),
    "worker": lambda line: (line.row.worker, line.row.code),
    "next": lambda line: (line.next_day or date.max, line.row.code),
}


def list_graduates(
    book: Casebook, wanted: CaseloadFilter, sort: str = "code", *, names: bool = False
) -> list[CaseloadLine]:
    """The graduates that ``wanted`` lets through, in the order asked for."""
    rows = case_rows(book)
    wanted = checked_filter(book, wanted, rows)
    lines = (
        CaseloadLine(
            row=row,
            month=whole_months(row.return_date, book.today),
            months=row.months,
            next_day=row.slots[0].on if row.slots else None,
            name=revealed(book.case(row.id).identity.name) if names else "",
        )
        for row in rows
        if wanted.accepts(row)
    )
    return sorted(lines, key=SORT_KEYS[sort])


def audit_trail(book: Casebook, typed: str = "") -> list[LogEntry]:
    """The audit trail of one graduate, or of the organisation when no code is given.

    What was printed or exported of one graduate stands in the organisation's; see `prints_of`.
    """
    journals = [book.find_in_log(typed)] if typed else sorted(LOGGED_JOURNALS)
    return list(log_entries(fact for journal in journals for fact in book.entries(journal)))


def prints_of(book: Casebook, typed: str) -> list[LogEntry]:
    """What the organisation's log says of prints and exports that she is on, in the order of writing."""
    her = book.find_in_log(typed)
    printed = {fact.id: fact.body for fact in book.office_facts if isinstance(fact.body, (Exported, Printed))}
    entries = (entry for entry in audit_trail(book) if entry.id in printed)
    return [entry for entry in entries if her in map(book.root, printed[entry.id].cases)]
