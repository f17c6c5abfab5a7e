"""Before a plan of trips is made: what no plan can do, and what would be enough; said while the plan is worked on."""

from collections.abc import Iterable

from followup.messages import say, say_count
from followup.schedule.trips.capacity import CapacityGap, CapacityLimit
from followup.services.trips import CapacityCheck
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.notes import print_note

_MOST_TOLD = 3
_MOST_NAMED = 12


def tell_capacity(checks: Iterable[CapacityCheck]) -> None:
    """A few lines for each worker who cannot make all visits; nothing where nothing is known against it.

    What would be enough is said where the days are too few; for other visits it is tried after the plan is made.
    """
    for check in checks:
        print_note(say("{worker}: no plan can make all visits.", worker=check.worker))
        for gap in check.gaps[:_MOST_TOLD]:
            print_note("  " + _gap_text(gap), indent=4)
        if more := check.gaps[_MOST_TOLD:]:
            several = say_count(len(more), "1 more such time", "{n} more such times")
            print_note("  " + say("And {several}, until {last}.", several=several, last=more[-1].last), indent=4)
        if check.is_hopeless:
            print_note("  " + _remedies_text(check), indent=4)


def _gap_text(gap: CapacityGap) -> str:
    visits = say_count(gap.visits, "1 visit", "{n} visits")
    between = say("{first} to {last}", first=gap.first, last=gap.last) if gap.last > gap.first else str(gap.first)
    if gap.limit is CapacityLimit.NO_DAY:
        said = say("{between}: no open, safe day for {visits} due then:", between=between, visits=visits)
        return f"{said} {_names(gap)}."
    if gap.limit is CapacityLimit.WAY:
        return say("{between}: the way takes too much of a day for {visits}.", between=between, visits=visits)
    if gap.limit is CapacityLimit.ROOM:
        return say("{between}: no room left in the district for {visits}.", between=between, visits=visits)
    return say(
        "{between}: {visits} take {trips} at least, and with the way {needed} of work; there are {there}.",
        between=between,
        visits=visits,
        trips=say_count(gap.trips, "1 trip", "{n} trips"),
        needed=say_count(gap.needed, "1 day", "{n} days"),
        there=gap.there,
    )


def _names(gap: CapacityGap) -> str:
    names = [say("{graduate} visit {k}", graduate=name, k=k) for name, k in gap.names[:_MOST_NAMED]]
    more = len(gap.names) - len(names)
    return ", ".join([*names, *([say("and {n} more", n=more)] if more else ())])


def _remedies_text(check: CapacityCheck) -> str:
    if not check.remedies:
        return say("None of what was tried alone would be enough.")
    return say("Enough by this reckoning, each alone: {remedies}.", remedies="; ".join(check.remedies))


def capacity_data(check: CapacityCheck) -> dict[str, JsonValue]:
    """What no plan can do, for programs."""
    return {
        "gaps": [
            {
                "limit": gap.limit,
                "from": gap.first,
                "to": gap.last,
                "visits": gap.visits,
                "trips": gap.trips,
                "days_needed": gap.needed,
                "days": gap.there,
            }
            for gap in check.gaps
        ],
        "remedies": list(check.remedies),
    }
