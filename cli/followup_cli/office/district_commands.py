"""``office district``: how far each district is, and when it is closed."""

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from followup.case.date_ranges import DateRange
from followup.case.distance import Distance
from followup.errors import Invalid, Missing
from followup.messages import say
from followup_cli import context
from followup_cli.office.change import ChangeOptions, apply_change
from followup_cli.options import argument, count, only_one_of, option, parse_days, unless_blank, word
from followup_cli.response import respond

if TYPE_CHECKING:
    from followup.casebook import Casebook


def _days(name: str, help: str) -> Any:  # noqa: A002
    """An option that is a range of days."""
    return option(name, help, "FROM..UNTIL", unless_blank(parse_days))


def parse_hours_away(typed: str) -> int:
    """Hours with up to two decimals, in hundredths: 3.5 is 350."""
    from decimal import Decimal, InvalidOperation

    try:
        hours = Decimal(typed.strip().removesuffix("h").strip().replace(",", ".")) * 100
    except InvalidOperation:
        hours = Decimal(-1)
    if not hours.is_finite() or hours != int(hours) or not 0 <= hours <= 800:
        raise Invalid(say("The way there and back takes 0 to 8 hours."), say("Write it like this: 3 or 3.5"))
    return int(hours)


def district(
    name: Annotated[str, argument("[NAME]", say("The district, or the beginning of its name."))] = "",
    province: Annotated[str, option("--province", say("Where several have a district of that name."))] = "",
    distance: Annotated[Distance | None, word("--distance", Distance, say("How far it is."))] = None,
    hours: Annotated[int | None, option("--hours", say("There and back."), "H", parse_hours_away)] = None,
    visits: Annotated[int | None, count("--visits", "N", say("How many visits a day has room for."), 1, 100)] = None,
    closed: Annotated[DateRange | None, _days("--closed", say("Nobody can go there on these days."))] = None,
    opened: Annotated[DateRange | None, _days("--open", say("Closed, but open on these days after all."))] = None,
    why: Annotated[str, option("--why", say("For the log; no names."))] = "",
    way: ChangeOptions = ChangeOptions(),
) -> None:
    """How far each district is and when it is closed: all of them, or one; or write it down of one.

    Example: followup office district

    Example: followup office district Bati --distance far --hours 4.5 --visits 4

    Example: followup office district Bati --closed 2027-09-01..2027-09-20 --why "the road is under water"
    """
    setting = distance is not None or hours is not None or visits is not None
    only_one_of(closed=closed, open=opened, distance=setting)
    if not name and (setting or closed or opened or province):
        raise Missing(say("Say which district."), say("See: followup office district --help"))
    if why and not closed:
        raise Invalid(say("--why goes with --closed."), say("Leave --why out."))
    book = context.open_casebook()
    if not setting and not closed and not opened:
        _show(book, name, province, as_json=way.as_json)
        return
    from followup.case.facts import DistrictClosed, DistrictOpened, DistrictSet
    from followup.services.districts import close_district, known_place, open_district, set_district

    place = known_place(book, name, province)
    if closed:
        apply_change(book, partial(close_district, said=DistrictClosed(*place, closed, why)), way)
    elif opened:
        apply_change(book, partial(open_district, said=DistrictOpened(*place, opened)), way)
    else:
        apply_change(book, partial(set_district, said=DistrictSet(*place, distance, hours, visits)), way)


def _show(book: "Casebook", name: str, province: str, *, as_json: bool) -> None:
    from followup.districts import district_key
    from followup.services.districts import DistrictLine, district_lines, known_place
    from followup.services.guarded_names import labeller
    from followup_cli.office.district_page import districts_data, districts_page

    lines = district_lines(book)
    if name:
        place = known_place(book, name, province)
        found = [one for one in lines if district_key(*one.district[:2]) == district_key(*place)]
        lines = found or [DistrictLine(book.office.district_of(*place), 0)]
    respond(book, as_json, districts_page, districts_data, lines, labeller(book), book.today)
