"""The organisation's own journal: what this office is set to, who is away when, and its own policies."""

from collections.abc import Iterable
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from followup.case.date_ranges import DateRange
from followup.case.facts import Configured, Fact, HolidayDecreed, OfficeClosed, OnLeave, PolicyMade, effective
from followup.case.fields import Private
from followup.case.import_words import DayOrder
from followup.errors import Damaged
from followup.messages import say
from followup.staff import Staff, is_same_worker
from followup.values import Value, replace

if TYPE_CHECKING:
    from followup.case.distance import TripsBy
    from followup.case.facts import (
        DistrictClosed,
        DistrictOpened,
        DistrictSet,
        TripsAccepted,
        WorkerAdded,
        WorkerLeft,
        WorkerRenamed,
    )
    from followup.districts import District, Districts

_EMPTY: MappingProxyType[Any, Any] = MappingProxyType({})


class Office(Value):
    """The office as known on a day. ``country`` is whose public holidays are kept, an ISO 3166 code;
    ``currency`` is a value of ``money.Currency``.
    """

    country: str = "KH"
    supervisor: str = ""
    cover: str = "Meeting"
    hours: str = ""
    currency: str = "KHR"
    rate: int = 4_000
    timezone: str = "Asia/Phnom_Penh"
    organisation: str = ""
    responsible: str = ""
    """What stands on prints: whose they are, and who answers for them."""
    visit_goal: int = 0
    """How many of the visits due are to be done when due, in percent; 0 where no goal is set."""
    retention: int = 0
    """For how many years it is kept who somebody is after follow-up has ended; 0 where that is not set."""
    dates: DayOrder = DayOrder.DAY_FIRST
    """How its people write a day in figures."""
    workers: MappingProxyType[str, str] = _EMPTY
    """Who uses which laptop, by device."""
    staff: Staff = Staff()
    leave: tuple[tuple[str, DateRange], ...] = ()
    trips: "tuple[TripsAccepted, ...]" = ()
    """The plans of trips that were accepted."""
    closed: tuple[tuple[DateRange, Private], ...] = ()
    """Days on which it does not work, and why."""
    decreed: MappingProxyType[date, HolidayDecreed] = _EMPTY
    """What was decreed of single days, by day; the latest word counts."""
    policies: MappingProxyType[str, tuple[PolicyMade, ...]] = _EMPTY
    """The versions of each policy of its own, the earliest first; never empty."""
    districts: "Districts" = _EMPTY
    """The districts of which something was said: how far each is, and when it is closed."""

    def of_worker(self, worker: str) -> "Office":
        """What of it decides the schedules of one worker's cases, and nothing else."""
        known = self.staff.called_now(worker)
        return Office(
            country=self.country,
            rate=self.rate,
            staff=self.staff.only(worker),
            leave=tuple(one for one in self.leave if is_same_worker(one[0], known)),
            trips=tuple(one for one in self.trips if is_same_worker(one.worker, known)),
            closed=self.closed,
            decreed=self.decreed,
            policies=self.policies,
            districts=self.closures,
        )

    @property
    def closures(self) -> "Districts":
        """What of the districts decides schedules: when they are closed."""
        if not self.districts:  # nearly always: nothing is imported
            return _EMPTY
        from followup.districts import only_closures

        return only_closures(self.districts)

    def leave_of(self, worker: str) -> tuple[DateRange, ...]:
        """The days on which ``worker`` is away; initials are the same in capitals and small letters."""
        return tuple(span for who, span in self.leave if is_same_worker(who, worker))

    def trips_of(self, worker: str) -> frozenset[str]:
        """The plans of trips whose dates count for those whom ``worker`` follows."""
        return frozenset(one.plan for one in self.trips if is_same_worker(one.worker, worker))

    def trips_until(self, worker: str) -> date | None:
        """Up to when the trips of ``worker`` were planned; None where none are."""
        return max((one.until for one in self.trips if is_same_worker(one.worker, worker)), default=None)

    def trips_by(self, worker: str) -> "TripsBy | None":
        """Who shares a trip of ``worker``, as it was accepted last; None where none was."""
        return next((one.by for one in reversed(self.trips) if is_same_worker(one.worker, worker)), None)

    def district_of(self, province: str, district: str) -> "District":
        """A district as it was set, and when it is closed; one that nobody set counts as mid."""
        from followup.districts import district_in

        return district_in(self.districts, province, district)


def replay_office(facts: Iterable[Fact], as_of: date, known_at: datetime | None = None) -> Office:
    """The office that ``facts`` add up to. Leave and closed days lie ahead, so they count once written down.

    A policy counts whenever it was written down, for it says itself since when it holds.
    """
    office = Office()
    for fact in effective(facts, known_at):
        office = _apply(office, fact, as_of)
    return _with_names_of_today(office)


def office_gap(problem: Damaged) -> Damaged:
    """What to say of an office's journal of which something cannot be read."""
    hint = say(
        "Graduates are shown all the same. Settings, leave and policies that cannot be read count as at the beginning: "
        "look at them with followup office show."
    )
    return Damaged(
        say("The office's own entries cannot all be read. {what}", what=problem.what), f"{hint} {problem.hint}"
    )


def _with_names_of_today(office: Office) -> Office:
    """The office with every worker as she is called in the end, whenever she was written down."""
    called_now = office.staff.called_now
    return replace(
        office,
        supervisor=called_now(office.supervisor),
        workers=MappingProxyType({device: called_now(name) for device, name in office.workers.items()}),
        leave=tuple((called_now(who), days) for who, days in office.leave),
        trips=tuple(replace(one, worker=called_now(one.worker)) for one in office.trips),
    )


def _apply(office: Office, fact: Fact, as_of: date) -> Office:
    body = fact.body
    if isinstance(body, PolicyMade):
        return replace(office, policies=_with_version(office.policies, body))
    if fact.on > as_of:
        return office
    if isinstance(body, Configured):
        return _with_settings(office, body, fact.device)
    if isinstance(body, OnLeave):
        return replace(office, leave=(*office.leave, (body.worker, body.days)))
    if isinstance(body, OfficeClosed):
        return replace(office, closed=(*office.closed, (body.days, body.why)))
    if isinstance(body, HolidayDecreed):
        return replace(office, decreed=MappingProxyType({**office.decreed, body.day: body}))
    if body.kind == "trips_accepted":
        return replace(office, trips=(*office.trips, cast("TripsAccepted", body)))
    if body.kind in _ABOUT_WORKERS:
        about_worker = cast("WorkerAdded | WorkerRenamed | WorkerLeft", body)
        return replace(office, staff=office.staff.after(about_worker, fact.on))
    if body.kind in _ABOUT_DISTRICTS:
        from followup.districts import with_district

        about_district = cast("DistrictSet | DistrictClosed | DistrictOpened", body)
        return replace(office, districts=with_district(office.districts, about_district))
    return office


_ABOUT_DISTRICTS = {"district_set", "district_closed", "district_opened"}
_ABOUT_WORKERS = {"worker_added", "worker_renamed", "worker_left"}
"""Both are told apart by their names, so that the daily commands need not import these kinds."""


def _with_version(
    policies: MappingProxyType[str, tuple[PolicyMade, ...]], made: PolicyMade
) -> MappingProxyType[str, tuple[PolicyMade, ...]]:
    """The policies with one more version; it takes the place of one that holds from the same day."""
    others = (one for one in policies.get(made.name, ()) if one.since != made.since)
    versions = sorted((*others, made), key=lambda one: one.since or date.min)
    return MappingProxyType({**policies, made.name: tuple(versions)})


def _with_settings(office: Office, body: Configured, device: str) -> Office:
    said = body.said()
    if worker := said.pop("worker", ""):
        workers = MappingProxyType({**office.workers, device: worker})
        said |= {"workers": workers, "staff": office.staff.with_worker(worker)}
    return replace(office, **said)
