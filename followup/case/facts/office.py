"""The organisation's own facts: settings, leave, days off, follow-up policies."""

from dataclasses import dataclass
from typing import ClassVar

from followup.case.date_ranges import DateRange
from followup.case.facts.base import Body, check_lines
from followup.case.text_limits import checked_line
from followup.errors import Invalid
from followup.messages import say


@dataclass(frozen=True, slots=True)
class Configured(Body):
    """How this office works; what is None stays as it was. ``worker`` is who uses the laptop it was written on."""

    kind: ClassVar[str] = "configured"
    worker: str | None = None
    supervisor: str | None = None
    country: str | None = None
    cover: str | None = None
    hours: str | None = None
    currency: str | None = None
    rate: int | None = None
    timezone: str | None = None

    def __post_init__(self) -> None:
        check_lines(
            worker=self.worker,
            supervisor=self.supervisor,
            country=self.country,
            cover=self.cover,
            currency=self.currency,
        )
        check_lines(timezone=self.timezone, hours=self.hours)
        if self.rate is not None and not 1 <= self.rate <= 1_000_000:
            raise Invalid(say("The rate is in riel to the dollar, from 1 to 1,000,000."))


@dataclass(frozen=True, slots=True)
class OnLeave(Body):
    """A worker is away on these days."""

    kind: ClassVar[str] = "on_leave"
    worker: str
    days: DateRange


@dataclass(frozen=True, slots=True)
class OfficeClosed(Body):
    """The office does not work on these days, though the country does."""

    kind: ClassVar[str] = "office_closed"
    days: DateRange
    why: str = ""

    def __post_init__(self) -> None:
        check_lines(why=self.why)


@dataclass(frozen=True, slots=True)
class PolicyMade(Body):
    """The office's own follow-up policy: visits due so many months after return."""

    kind: ClassVar[str] = "policy_made"
    name: str
    months: tuple[int, ...] = ()
    visits: int | None = None
    window: int = 7
    fallback: int = 14
    extra: bool = False

    def __post_init__(self) -> None:
        if not checked_line(self.name, say("The policy's name"), limit=40).strip():
            raise Invalid(say("A policy needs a name."))
        if not all(1 <= months <= 240 for months in self.months) or sorted(set(self.months)) != list(self.months):
            raise Invalid(say("The months after return rise from 1 to at most 240."))
