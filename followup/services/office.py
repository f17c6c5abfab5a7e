"""The organisation's settings, its days off, its workers' leave and its own follow-up policies."""

import re
from datetime import date

from followup.case.business.money import Currency
from followup.case.date_ranges import DateRange
from followup.case.facts import Configured, OfficeClosed, OnLeave, PolicyMade
from followup.casebook import Casebook
from followup.errors import Invalid, Refused
from followup.handout.calendar import hours_of
from followup.messages import say
from followup.office import Office
from followup.schedule.policy import Policy
from followup.schedule.public_holidays import PublicHolidays
from followup.scheduler import policy_from_fact, policy_named, shipped_policy_names
from followup.services.calendars import ALL_DAY
from followup.services.covers import check_cover, checked_cover
from followup_data import shipped


def configure(book: Casebook, settings: Configured) -> Office:
    """Change settings; Invalid as for ``check_settings``."""
    check_settings(settings, book.today)
    check_cover(book, settings.cover)
    book.write_office(settings)
    return book.office


def check_settings(settings: Configured, today: date) -> None:
    """Invalid for a country, currency, time zone or hours that are none, or a cover text that gives something away."""
    if settings.country is not None:
        _known_country(settings.country, today)
    if settings.currency is not None and settings.currency not in set(Currency):
        raise Invalid(say("The currency is KHR (riel) or USD (dollars)."))
    if settings.timezone is not None:
        _known_zone(settings.timezone)
    if settings.cover is not None:
        checked_cover(settings.cover)
    hours_of(settings.hours if settings.hours and settings.hours != ALL_DAY else "")


def _known_country(country: str, today: date) -> None:
    if not re.fullmatch("[A-Z]{2}", country):
        raise Invalid(say("A country is written with two letters."), say("Cambodia is KH."))
    if shipped.public_holidays(country) is None:
        PublicHolidays(country, {}).dates(today.year)


def _known_zone(name: str) -> None:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise Invalid(say("There is no time zone of that name."), say("One is Asia/Phnom_Penh.")) from None


def take_leave(book: Casebook, worker: str, days: DateRange) -> Office:
    """Write down that a worker is away."""
    if not worker.strip():
        raise Invalid(say("Say who is on leave."))
    book.write_office(OnLeave(worker.strip(), days))
    return book.office


def close(book: Casebook, days: DateRange, why: str = "") -> Office:
    """Write down that the office is closed."""
    book.write_office(OfficeClosed(days, why))
    return book.office


def make_policy(book: Casebook, made: PolicyMade) -> Policy:
    """Add a follow-up policy of the office's own; a shipped one cannot be replaced."""
    if made.name in shipped_policy_names() and made.name not in book.office.policies:
        raise Refused(say("A policy of that name comes with the program."), say("Choose another name."))
    if not made.months and made.visits is None:
        raise Invalid(say("Say in which months visits are due, or how many monthly visits there are."))
    policy_from_fact(made)  # refuses what cannot be a policy before anything is written
    book.write_office(made)
    return policy_named(made.name, book.office)
