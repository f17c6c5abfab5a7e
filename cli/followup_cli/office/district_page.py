"""The districts on one screen."""

from collections.abc import Sequence
from datetime import date

from followup.case.distance import USUAL, Distance
from followup.case.fields import Mask
from followup.districts import District
from followup.messages import say
from followup.services.districts import DistrictLine
from followup_cli.terminal.columns import ColumnOf, table_of
from followup_cli.terminal.days import window_text
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page


def districts_page(lines: Sequence[DistrictLine], label: Mask, today: date) -> Page:
    """Each district: how far it is, how many live there, when it is closed from today on."""
    columns: tuple[ColumnOf[DistrictLine], ...] = (
        ColumnOf(say("District"), lambda line: label(line.district.name)),
        ColumnOf(say("Province"), lambda line: label(line.district.province) or "–"),
        ColumnOf(say("Distance"), lambda line: _distance_text(line.district)),
        ColumnOf(say("Hours"), lambda line: _hours_text(line.district), "right"),
        ColumnOf(say("Visits"), lambda line: str(line.district.visits_a_day), "right"),
        ColumnOf(say("Graduates"), lambda line: str(line.graduates), "right"),
        ColumnOf(say("Closed"), lambda line: _closed_text(line.district, today), fold=True),
    )
    page = Page().table(table_of(lines, columns, empty=say("No graduate in follow-up lives in a known district.")))
    if not all(line.district.is_set for line in lines):
        usual = USUAL[Distance.MID]
        hours = f"{usual.travel_hours / 100:g}"
        page.line().text(
            say("Not set counts as mid: hours there and back {h}, visits a day {n}.", h=hours, n=usual.visits_a_day)
        )
        page.text(say("To set one: followup office district NAME --distance near, mid, far or overnight"))
    return page


def _distance_text(district: District) -> str:
    return district.distance.label if district.is_set else say("not set")


def _hours_text(district: District) -> str:
    return say("a night") if district.overnight else f"{district.travel_hours / 100:g}"


def _closed_text(district: District, today: date) -> str:
    return ", ".join(window_text(span.first, span.last) for span in district.closed if span.last >= today)


def districts_data(lines: Sequence[DistrictLine], label: Mask, _today: date) -> dict[str, JsonValue]:
    """The same for programs, with closed days of the past."""
    return {"districts": [{**_district_data(one.district, label), "graduates": one.graduates} for one in lines]}


def _district_data(district: District, label: Mask) -> dict[str, JsonValue]:
    return {
        "district": label(district.name),
        "province": label(district.province),
        "distance": district.distance.value,
        "set": district.is_set,
        "travel_hours": district.travel_hours / 100,
        "visits_a_day": district.visits_a_day,
        "overnight": district.overnight,
        "closed": [{"from": span.first, "until": span.last} for span in district.closed],
    }
