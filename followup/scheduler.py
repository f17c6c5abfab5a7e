"""The schedule of any case: its follow-up policy, the public holidays and the leave of its worker brought together."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from functools import cache, cached_property

from followup.case.case import Case
from followup.case.facts import PolicyMade
from followup.case.known_words import did_you_mean, near_words
from followup.errors import Missing
from followup.messages import say
from followup.office import Office
from followup.schedule.case_schedule import CaseSchedule, build_case_schedule
from followup.schedule.policy import ExtraContactRule, Policy, policy_from_mapping
from followup.schedule.public_holidays import PublicHolidays
from followup.schedule.workdays import OfficeDays, Workdays
from followup.values import replace
from followup_data import shipped

OPEN_END_HORIZON = timedelta(days=3 * 366)
"""How far the schedule of a follow-up without end is shown."""


def policies(office: Office) -> dict[str, Policy]:
    """The shipped follow-up policies and the newest version of the office's own, by name; the first is the default."""
    own = {name: policy_from_fact(versions[-1]) for name, versions in office.policies.items()}
    return {policy.name: policy for policy in (_beside(own, policy) for policy in _shipped_policies())} | own


@cache
def _shipped_policies() -> tuple[Policy, ...]:
    return tuple(map(policy_from_mapping, shipped.policies().values()))


def _beside(own: Collection[str], policy: Policy) -> Policy:
    """A shipped policy under the name it had before, where the office gave its name to one of its own."""
    free = (name for name in (policy.name, *policy.known_as) if name not in own)
    return replace(policy, name=next(free, policy.name))


def find_policy(name: str, known: Mapping[str, Policy]) -> Policy | None:
    """The policy of that name, or that had it before, so that cases and habits from then go on; None if none has."""
    before = {former: policy for policy in known.values() for former in policy.known_as}
    return known.get(name) or before.get(name.casefold())


def shipped_policy_names() -> frozenset[str]:
    """The names of the shipped policies, and those they had before."""
    return frozenset(name for one in shipped.policies().values() for name in (one["name"], *one.get("known_as", ())))


def policy_titles(office: Office) -> dict[str, str]:
    """The title of every follow-up policy, by each name a case may know it by."""
    known = policies(office)
    names = (*shipped_policy_names(), *known)
    return {name: policy.title for name in names if (policy := find_policy(name, known))}


def policy_from_fact(made: PolicyMade) -> Policy:
    """A policy the office made; Invalid if it cannot be one."""
    terms = {
        "name": made.name,
        "title": made.name,
        "window": made.window,
        "fallback": made.fallback,
        "extra": ExtraContactRule() if made.extra else None,
    }
    return Policy.custom(made.months, **terms) if made.months else Policy.monthly(made.visits, **terms)


def policy_named(name: str, office: Office) -> Policy:
    """The policy called ``name``; Missing, with the names there are, if there is none."""
    known = policies(office)
    policy = find_policy(name, known)
    if policy is None:
        near = did_you_mean(near_words(name, known))
        there = say("There are: {names}.", names=", ".join(known))
        raise Missing(say("There is no follow-up policy of that name."), f"{near} {there}".strip())
    return policy


def no_such_policy(code: str) -> Missing:
    """What to say of a graduate who follows a policy that the office does not have."""
    return Missing(
        say("Graduate {code} follows a policy that this office does not have.", code=code),
        say("Choose another with: followup graduate edit {code} --policy NAME", code=code),
    )


class Scheduler:
    """Makes the schedules of cases for one office on one day."""

    def __init__(self, office: Office, today: date) -> None:
        self.office = office
        self.today = today

    @cached_property
    def policies(self) -> dict[str, Policy]:
        """The follow-up policies by name."""
        return policies(self.office)

    @cached_property
    def days(self) -> OfficeDays:
        """The days the office works, its own closed days apart."""
        table = shipped.public_holidays(self.office.country)
        public = PublicHolidays.from_table(table) if table else PublicHolidays(self.office.country, {})
        decreed = {day: one.off for day, one in self.office.decreed.items() if one.country == self.office.country}
        return OfficeDays(public=replace(public, decreed=decreed))

    def case_schedule(self, case: Case, horizon: date | None = None, today: date | None = None) -> CaseSchedule:
        """The schedule of one case; ``horizon`` matters only where follow-up has no set end."""
        day = today or self.today
        until, plans = horizon or day + OPEN_END_HORIZON, self.office.trips_of(case.worker)
        return build_case_schedule(case, self.policy_of(case), self.workdays(case), day, until, plans)

    def schedule_if_known(self, case: Case) -> CaseSchedule | None:
        """Her schedule; None without a beginning, or with a policy that this office does not have."""
        return self.case_schedule(case) if case.is_open and self.policy_if_known(case) else None

    def policy_if_known(self, case: Case) -> Policy | None:
        """The policy of a case in the version for the day she came home; None if this office has none of that name.

        Who came home before the earliest version follows that one: nobody is left without visits.
        """
        policy = find_policy(case.policy, self.policies)
        versions = self.office.policies.get(policy.name, ()) if policy else ()
        if len(versions) < 2:
            return policy
        home = case.return_date or date.min
        held = [one for one in versions if one.since is None or one.since <= home]
        return policy_from_fact(held[-1] if held else versions[0])

    def policy_of(self, case: Case) -> Policy:
        """The follow-up policy of a case; Missing if this office has none of that name."""
        policy = self.policy_if_known(case)
        if policy is None:
            raise no_such_policy(case.code)
        return policy

    def workdays(self, case: Case) -> Workdays:
        """The days on which this case's worker can visit her."""
        closed = (span for span, _ in self.office.closed)
        leave = (*self.office.leave_of(case.worker), *closed)
        cut_off = self.office.district_of(case.province, case.district).closed if self.office.districts else ()
        return Workdays(self.days, leave, case.avoid, frozenset(case.weekdays), cut_off)
