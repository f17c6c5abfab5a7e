"""The two published cases as the report has them; what had to be assumed is marked in each."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped,unused-ignore]  # it ships no types

from followup.case.business.money import Currency, parse_money
from followup.case.business.month import MonthlyFigures
from followup.case.case import Case
from followup.case.facts import Ended, Visited
from followup.case.forms.plan import plan_from_mapping
from followup.case.outcome_words import FailureCause, OutcomeKind
from followup.case.visit_words import ContactMethod
from followup.demo.records.generated_case import GeneratedCase, own_form
from followup.scheduler import Scheduler
from followup.store import NewFact
from followup.values import Value
from followup_data import shipped


class PublishedCases(Value):
    """The case that failed after ten months, and the one that runs well in its fourth month."""

    failed: GeneratedCase
    successful: GeneratedCase


def published_cases(scheduler: Scheduler, worker: str) -> PublishedCases:
    """Both cases as they stand today, followed by ``worker``."""
    case_data = shipped.demo("published")
    return PublishedCases(
        _generated_case(case_data["failed"], scheduler, worker),
        _generated_case(case_data["successful"], scheduler, worker),
    )


def _generated_case(case_data: dict[str, Any], scheduler: Scheduler, worker: str) -> GeneratedCase:
    today = scheduler.today
    returned = _ago(today, **case_data["returned"])
    days = _visit_days(returned, case_data["form"]["policy"], worker, scheduler)
    form = {
        **case_data["form"],
        "code": case_data["code"],
        "worker": worker,
        "return_date": returned,
        "birth_year": (returned if case_data.get("ended") else today).year - case_data["age"],
        "plan": shipped.demo(case_data["plan_file"]) | {"assumed": case_data["plan_assumed"]},
        "flags": [_flag(flag, days) for flag in case_data["flags"]],
    }
    seen = zip(days, case_data["visits"], _months(case_data), strict=False)
    since = [NewFact(day, Visited(ContactMethod.HOME_VISIT, note=note, month=month)) for day, note, month in seen]
    if ended := case_data.get("ended"):
        causes = tuple(map(FailureCause, ended["causes"]))
        since.append(
            NewFact(since[-1].on, Ended(OutcomeKind(ended["ending"]), causes, ended["note"], decided_by=worker))
        )
    return GeneratedCase(form, tuple(since))


def _months(case_data: dict[str, Any]) -> Iterator[MonthlyFigures]:
    """The figures said at each visit; the costs are those of the plan, where the case says so."""
    plan = own_form(plan_from_mapping(shipped.demo(case_data["plan_file"])))
    costs = plan.costs if case_data.get("costs_as_planned") else ()
    for month in case_data["months"]:
        takings = parse_money(month["takings"], Currency.KHR)
        yield MonthlyFigures(Decimal(month["customers"]), takings, costs, open=month.get("open", True))


def _visit_days(returned: date, policy: str, worker: str, scheduler: Scheduler) -> list[date]:
    """The planned days of the visits gone by: both cases were met every month."""
    case = Case(id="", as_of=scheduler.today, return_date=returned, policy=policy, worker=worker)
    planned = (slot.date for slot in scheduler.case_schedule(case).schedule.slots)
    return [day for day in planned if day and day <= scheduler.today]


def _flag(case_data: dict[str, Any], days: list[date]) -> dict[str, Any]:
    """The flag as a form writes it, raised at the visit of its month."""
    return {key: value for key, value in case_data.items() if key != "month"} | {"raised": days[case_data["month"] - 1]}


def _ago(today: date, months_ago: int, days_ago: int) -> date:
    """So many months, then days, before today; the day of the month cut to 28, which every month has."""
    day: date = today.replace(day=min(today.day, 28)) - relativedelta(months=months_ago, days=days_ago)
    return day
