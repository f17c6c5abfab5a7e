"""The two published cases, told as in the report; what had to be assumed is marked in each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from followup.case.business.money import Currency, parse_money
from followup.case.business.month import Month
from followup.case.case import Case
from followup.case.facts import Ended, Visited
from followup.case.forms.plan import plan_from_mapping
from followup.case.vocabulary import Cause, Contact, Ending
from followup.demo.story import Story, wrong_data
from followup.services.schedules import Scheduler
from followup.store import Draft
from followup_data import shipped


@dataclass(frozen=True, slots=True)
class Published:
    """The case that failed after ten months, and the one that runs well in its fourth month."""

    failed: Story
    successful: Story


def published(scheduler: Scheduler, worker: str) -> Published:
    """Both cases as they stand today, followed by ``worker``."""
    told = shipped.demo("published")
    return Published(_story(told["failed"], scheduler, worker), _story(told["successful"], scheduler, worker))


def _story(told: dict[str, Any], scheduler: Scheduler, worker: str) -> Story:
    today = scheduler.today
    returned = _ago(today, **told["returned"])
    days = _visit_days(returned, told["form"]["policy"], worker, scheduler)
    form = {
        **told["form"],
        "code": told["code"],
        "worker": worker,
        "return_date": returned,
        "birth_year": (returned if told.get("ended") else today).year - told["age"],
        "plan": shipped.demo(told["plan_file"]) | {"assumed": told["plan_assumed"]},
        "flags": [_flag(flag, days) for flag in told["flags"]],
    }
    seen = zip(days, told["visits"], _months(told), strict=False)
    since = [Draft(day, Visited(Contact.HOME_VISIT, note=note, month=month)) for day, note, month in seen]
    if ended := told.get("ended"):
        causes = tuple(map(Cause, ended["causes"]))
        since.append(Draft(since[-1].on, Ended(Ending(ended["ending"]), causes, ended["note"], decided_by=worker)))
    return Story(form, tuple(since))


def _months(told: dict[str, Any]) -> Iterator[Month]:
    """The figures told at each visit; the costs are those of the plan, where the case says so."""
    plan, problems = plan_from_mapping(shipped.demo(told["plan_file"]))
    if plan is None:
        raise wrong_data(problems[0].where)
    costs = plan.costs if told.get("costs_as_planned") else ()
    for month in told["months"]:
        takings = parse_money(month["takings"], Currency.KHR)
        yield Month(Decimal(month["customers"]), takings, costs, open=month.get("open", True))


def _visit_days(returned: date, policy: str, worker: str, scheduler: Scheduler) -> list[date]:
    """The planned days of the visits gone by: both cases were met every month."""
    case = Case(id="", as_of=scheduler.today, return_date=returned, policy=policy, worker=worker)
    planned = (slot.date for slot in scheduler.timetable(case).course.slots)
    return [day for day in planned if day and day <= scheduler.today]


def _flag(told: dict[str, Any], days: list[date]) -> dict[str, Any]:
    """The flag as a form writes it, raised at the visit of its month."""
    return {key: value for key, value in told.items() if key != "month"} | {"raised": days[told["month"] - 1]}


def _ago(today: date, months_ago: int, days_ago: int) -> date:
    """So many months, then days, before today; the day of the month cut to 28, which every month has."""
    months = today.year * 12 + today.month - 1 - months_ago
    return date(months // 12, months % 12 + 1, min(today.day, 28)) - timedelta(days=days_ago)
