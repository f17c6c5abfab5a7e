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

_AGAINST = frozenset({"amended", "arranged", "handed_over", "placed", "withdrawn", "reopened", "returned_again"})
"""Kinds of entry of a case after which more may stand against a day that was set by hand: none is when it begins."""


def tell_hand_dates(book: "Casebook") -> None:
    """Which dates set by hand stay on a day that is against what was written of her; the office's pages say it."""
    if any(fact.body.kind in _AGAINST for _, fact in book.written):
        from followup.services.hand_dates import written_against
        from followup_cli.fragments.hand_dates import hand_date_words

        for words in hand_date_words(written_against(book, _AGAINST)):
            print_note(words)


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
            first = say("{off}: followup schedule trips --worker {worker}", off=words, worker=worker)
            print_note(f"{first} {say('(before the next calendar export)')}")


def _off_words(off: "OffTrips") -> Iterator[str]:
    """What is said of visits that were on accepted trips, and of those of somebody who never was."""
    if off.unfit:
        n = off.unfit
        yield say_count(n, "1 visit no longer fits the accepted trips", "{n} visits no longer fit the accepted trips")
    if off.new:
        yield say_count(off.new, "1 visit is not in the accepted trips", "{n} visits are not in the accepted trips")
