"""The worked examples of the rule, with the holidays that are shipped."""

from datetime import date
from typing import Any

import pytest

from followup.case.date_ranges import DateRange, Pause
from followup.schedule.inputs import ScheduleInputs
from followup.schedule.policy import ExtraContactRule, Policy
from followup.schedule.preview import preview_schedule, schedule_as_data
from followup.schedule.public_holidays import PublicHolidays
from followup.schedule.workdays import OfficeDays, Workdays
from followup_data.shipped import public_holidays
from tests.schedule.worked_examples import EXAMPLES, IDS, KHMER_HOLIDAYS

day = date.fromisoformat


def open_days(calendar: str) -> OfficeDays:
    if calendar == "kh":
        table = public_holidays("KH")
        assert table is not None
        return OfficeDays(public=PublicHolidays.from_table(table))
    return OfficeDays(every_day=calendar == "none")


def inputs(given: dict[str, Any]) -> ScheduleInputs:
    extra = given.get("extra_contacts")
    rule = ExtraContactRule(extra["window"], extra["min_gap"]) if extra else None
    policy = Policy.monthly(
        given["visits"], window=given["window"], fallback=given["fallback"], min_gap=given["min_gap"], extra=rule
    )
    return ScheduleInputs(
        day(given["reintegration"]),
        policy,
        {int(k): day(on) for k, on in given.get("frozen", {}).items()},
        pauses=tuple(
            Pause(day(pause["from"]), day(pause["until"]), pause["mode"] == "extend")
            for pause in given.get("pauses", ())
        ),
        end=day(given["end"]) if "end" in given else None,
        last_contact=day(given["last_contact"]) if "last_contact" in given else None,
        extra_before=extra["months"] if extra else 0,
    )


def workdays(given: dict[str, Any]) -> Workdays:
    leave, avoid = (
        tuple(DateRange(day(first), day(last)) for first, last in given.get(kind, ())) for kind in ("leave", "blackout")
    )
    return Workdays(open_days(given["calendar"]), leave, avoid, frozenset(given.get("safe_weekdays", ())))


@pytest.mark.parametrize("example", EXAMPLES, ids=IDS)
def test_the_example_comes_out_to_the_day(example: dict[str, Any]) -> None:
    given, expected = example["input"], example["expected"]

    found = schedule_as_data(preview_schedule(inputs(given), workdays(given)), extras=True)

    assert [slot["due"] for slot in found["slots"]] == expected["due"]
    assert [slot["date"] for slot in found["slots"]] == expected["dates"]
    assert [slot["state"] for slot in found["slots"]] == expected["status"]
    assert found["extras"] == expected.get("extras", [])


def test_the_shipped_holidays_are_those_of_the_examples() -> None:
    table = public_holidays("KH")
    assert table is not None
    public = PublicHolidays.from_table(table)

    shipped = {holiday for year in range(2023, 2034) for holiday in public.dates(year)}

    assert shipped == KHMER_HOLIDAYS
