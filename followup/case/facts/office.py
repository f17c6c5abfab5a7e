"""The organisation's own facts: settings, leave, days off, follow-up policies."""

from datetime import date
from typing import Annotated

from followup.case.date_ranges import DateRange
from followup.case.facts.base import Body
from followup.case.fields import Private, calendar_day, one_line, program_text, whole_number
from followup.case.import_words import DayOrder
from followup.errors import Invalid
from followup.messages import say

_GOAL = whole_number(0, 100, "The goal for visits is in percent, from 0 for none to 100.")
_RATE = whole_number(1, 1_000_000, "The rate is in riel to the dollar, from 1 to 1,000,000.")

_YEARS = whole_number(0, 50, "Names are kept for 1 to 50 years after follow-up has ended; 0 sets no time.")


class Configured(Body):
    """How this office works; what is None stays as it was. ``worker`` is who uses the laptop it was written on."""

    worker: Annotated[str | None, one_line()] = None
    supervisor: Annotated[str | None, one_line()] = None
    country: Annotated[str | None, one_line()] = None
    cover: Annotated[str | None, one_line()] = None
    hours: Annotated[str | None, one_line()] = None
    currency: Annotated[str | None, one_line()] = None
    rate: Annotated[int | None, _RATE] = None
    timezone: Annotated[str | None, one_line()] = None
    organisation: Annotated[str | None, one_line("The organisation's name", 80)] = None
    responsible: Annotated[str | None, one_line("The responsible person's name", 80)] = None
    visit_goal: Annotated[int | None, _GOAL] = None
    dates: DayOrder | None = None
    retention: Annotated[int | None, _YEARS] = None

    def sentence(self) -> str:
        """The names of the settings."""
        return say("Settings: {what}.", what=self.names_said())


class OnLeave(Body):
    """A worker is away on these days."""

    worker: Annotated[str, program_text()]
    days: DateRange

    def sentence(self) -> str:
        """Who is away, and when."""
        first, last = self.days.first, self.days.last
        return say("{worker} on leave {first} to {last}.", worker=self.worker, first=first, last=last)


class OfficeClosed(Body):
    """The office does not work on these days, though the country does."""

    days: DateRange
    why: Annotated[Private, one_line(quoted="{text}")] = ""

    def sentence(self) -> str:
        """When it is closed."""
        return say("Office closed {first} to {last}.", first=self.days.first, last=self.days.last)


class HolidayDecreed(Body):
    """By decree a day is a public holiday of ``country`` after all (``off``), or is none this time."""

    day: Annotated[date, calendar_day("The holiday")]
    off: bool
    country: Annotated[str, program_text()]
    why: Annotated[Private, one_line(quoted="{text}")] = ""

    def sentence(self) -> str:
        """Which day, and whether it is one."""
        if self.off:
            return say("{day} is a public holiday by decree.", day=self.day)
        return say("{day} is not a public holiday, by decree.", day=self.day)


class PolicyMade(Body):
    """The office's own follow-up policy: visits due so many months after return.

    It is for those who come home from ``since`` on; None is for everybody. What is made under the same name for a later
    day is its next version, and who came home before stays with the one before.
    """

    name: Annotated[str, one_line("The policy's name", 40, needed="A policy needs a name.")]
    months: tuple[int, ...] = ()
    visits: int | None = None
    window: int = 7
    fallback: int = 14
    extra: bool = False
    since: Annotated[date | None, calendar_day("The day from which the policy holds")] = None

    def check(self) -> None:
        """Its months rise."""
        if not all(1 <= months <= 240 for months in self.months) or sorted(set(self.months)) != list(self.months):
            raise Invalid(say("The months after return rise from 1 to at most 240."))

    def sentence(self) -> str:
        """Its name, and for whom it is."""
        if self.since:
            return say("Follow-up policy made: {name}, for who comes home from {day}.", name=self.name, day=self.since)
        return say("Follow-up policy made: {name}.", name=self.name)
