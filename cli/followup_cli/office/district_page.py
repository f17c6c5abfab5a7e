"""The districts on one screen."""

from collections.abc import Sequence
from datetime import date

from followup.case.distance import USUAL, Distance
from followup.case.fields import Mask
from followup.districts import District
from followup.messages import say
from followup.services.districts import DistrictLine
from followup_cli.terminal.days import window_text
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Column, Table


def districts_page(lines: Sequence[DistrictLine], label: Mask, today: date) -> Page:
    """Each district: how far it is, how many live there, when it is closed from today on."""
    columns = [Column(say("District")), Column(say("Province")), Column(say("Distance"))]
    columns += [Column(say("Hours"), "right"), Column(say("Visits"), "right")]
    columns += [Column(say("Graduates"), "right"), Column(say("Closed"), fold=True)]
    rows = [_row(line, label, today) for line in lines]
    page = Page().table(Table(columns, rows, empty=say("No graduate in follow-up lives in a known district.")))
    if not all(line.district.is_set for line in lines):
        usual = USUAL[Distance.MID]
        hours = f"{usual.travel_hours / 100:g}"
        page.line().text(
            say("Not set counts as mid: hours there and back {h}, visits a day {n}.", h=hours, n=usual.visits_a_day)
        )
        page.text(say("To set one: followup office district NAME --distance near, mid, far or overnight"))
    return page


def _row(line: DistrictLine, label: Mask, today: date) -> list[str]:
    district = line.district
    hours = say("a night") if district.overnight else f"{district.travel_hours / 100:g}"
    closed = ", ".join(window_text(span.first, span.last) for span in district.closed if span.last >= today)
    return [
        label(district.name),
        label(district.province) or "–",
        district.distance.label if district.is_set else say("not set"),
        hours,
        str(district.visits_a_day),
        str(line.graduates),
        closed,
    ]


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
