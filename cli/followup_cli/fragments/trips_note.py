"""After what was written: how many visits no longer fit the accepted trips, and the command that repairs them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from followup.messages import say, say_count
from followup_cli.terminal.notes import print_note

if TYPE_CHECKING:
    from followup.casebook import Casebook
    from followup.services.trip_fit import OffTrips

_MATTER = frozenset(
    {
        *("opened", "returned_again", "reopened", "placed", "arranged", "amended", "handed_over", "visited", "moved"),
        *("paused", "extended", "tapered", "withdrawn", "on_leave", "office_closed", "holiday_decreed", "policy_made"),
        *("district_closed", "district_opened"),
    }
)
"""Kinds of entry that may change on which day a visit can be, or whose it is."""


def tell_trips(book: "Casebook") -> None:
    """One line for each worker whose trips want a repair; nothing where nobody accepted any."""
    journals = {journal for journal, fact in book.written if fact.body.kind in _MATTER}
    farther = any(fact.body.kind == "district_set" for _, fact in book.written)
    if not (journals or farther) or not book.office.trips:
        return
    if farther:
        print_note(say("Accepted trips were planned without knowing this. See: followup schedule trips --dry-run"))
    from followup.services.trip_fit import visits_off_trips

    for worker, off in visits_off_trips(book, journals).items():
        for words in _off_words(off):
            print_note(say("{off}: followup schedule trips --worker {worker}", off=words, worker=worker))


def _off_words(off: "OffTrips") -> Iterator[str]:
    """What is said of visits that were on accepted trips, and of those of somebody who never was."""
    if off.unfit:
        n = off.unfit
        yield say_count(n, "1 visit no longer fits the accepted trips", "{n} visits no longer fit the accepted trips")
    if off.new:
        yield say_count(off.new, "1 visit is not in the accepted trips", "{n} visits are not in the accepted trips")
