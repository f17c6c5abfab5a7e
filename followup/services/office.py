"""The organisation's settings."""

import re
from datetime import date

from followup.case.business.money import Currency
from followup.case.facts import Configured
from followup.casebook import Casebook
from followup.errors import Invalid
from followup.handout.calendar import hours_of
from followup.messages import say
from followup.office import Office
from followup.schedule.public_holidays import PublicHolidays
from followup.services.calendar_entries import ALL_DAY
from followup.services.covers import check_cover, checked_cover
from followup.services.prints.printing import check_office_names
from followup_data import shipped


def configure(book: Casebook, settings: Configured) -> Office:
    """Change settings; Invalid as for ``check_settings``."""
    check_settings(settings, book.today)
    check_cover(book, settings.cover)
    check_office_names(book, settings.organisation, settings.responsible)
    book.write_office(settings)
    return book.office


def check_settings(settings: Configured, today: date) -> None:
    """Invalid for a worker, country, currency, zone or hours that are none, or a cover text that tells something."""
    if settings.worker and not any(map(str.isalpha, settings.worker)):
        raise Invalid(say("Initials and names have letters in them."), say("Write those by which colleagues know you."))
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
