"""One graduate as she is shown on a day, all that is computed of her."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from followup.case.case import Case
from followup.case.facts import Fact
from followup.casebook import Casebook
from followup.errors import Refused
from followup.messages import say
from followup.monitoring.agenda import AgendaItem, agenda_item
from followup.monitoring.attention_inputs import AttentionInputs
from followup.monitoring.case_row import FollowUpState
from followup.monitoring.row_builder import build_case_row
from followup.schedule.case_schedule import CaseSchedule
from followup.schedule.months import whole_months
from followup.schedule.next_visit import NextVisit, next_visits
from followup.scheduler import Scheduler
from followup.services.attention import CaseAttention, attention_inputs_of, case_attention
from followup.values import Value

if TYPE_CHECKING:
    from followup.services.plans import PlanCheck


class EarlierStay(Value):
    """A stay at home that has ended: her case as it stood then, and how many of its visits were made of how many due.

    Both are None where this office no longer has its policy.
    """

    case: Case
    made: int | None
    due: int | None


class GraduateSheet(Value):
    """One graduate as she is shown on ``as_of``: ``month`` of ``months`` (0: no set end), and the visits to come.

    ``over_since`` is the day from which on her policy promises no visit though no outcome was written.

    ``check`` is made of her plan only for who asks for the ``whole`` sheet: it looks at the caseload of her district.
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
    check: "PlanCheck | None"
    next: tuple[NextVisit, ...]
    look: AttentionInputs
    attended: CaseAttention
    earlier: tuple[EarlierStay, ...] = ()
    todo: AgendaItem | None = None
    household: tuple[str, ...] = ()


def graduate_sheet(
    book: Casebook, typed: str, as_of: date | None = None, ahead: int = 3, *, whole: bool = True
) -> GraduateSheet:
    """Everything about one graduate on a day; Refused for a day before she was known."""
    her = book.look(typed)
    return sheet_of(book, her.as_of(as_of or book.today), her.facts, ahead, whole=whole)


def sheet_of(book: Casebook, case: Case, facts: Iterable[Fact], ahead: int = 3, *, whole: bool = True) -> GraduateSheet:
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
        check=_plan_check(book, case) if case.plan and whole else None,
        next=next_visits(case_schedule, day)[:ahead],
        look=look,
        attended=case_attention(look),
        earlier=tuple(_earlier_stays(case, scheduler)),
        todo=agenda_item(build_case_row(look, until=day), day) if day == book.today else None,
        household=_household(book, case) if case.house else (),
    )


def _earlier_stays(case: Case, scheduler: Scheduler) -> Iterator[EarlierStay]:
    """Her stays at home before this one, the first first."""
    for stay in case.earlier:
        plan = scheduler.schedule_if_known(stay)
        slots = [slot for slot in plan.schedule.slots if not slot.cancelled and not slot.paused] if plan else []
        yield EarlierStay(stay, len(plan.done) if plan else None, len(slots) if plan else None)


def _plan_check(book: Casebook, case: Case) -> "PlanCheck":
    from followup.services.plans import check_plan

    return check_plan(book, case)


def _household(book: Casebook, case: Case) -> tuple[str, ...]:
    from followup.services.households import others_in_house

    return others_in_house(book, case)
