"""An export while visits do not fit the accepted trips: said first, for it would hand out days that trips change."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from followup.messages import say, say_count
from followup_cli.terminal import person
from followup_cli.terminal.notes import print_note

if TYPE_CHECKING:
    from followup.casebook import Casebook


def confirm_before_repair(book: "Casebook", codes: Sequence[str], worker: str, *, yes: bool) -> None:
    """Say which trips are to be repaired first; a person is asked whether to export all the same."""
    if not book.office.trips:
        return
    from followup.services.trip_fit import visits_off_trips, worker_off_trips
    from followup.services.workers import worker_to_show
    from followup_cli.terminal.asking import stop_unless_agreed

    if codes:
        off = visits_off_trips(book, map(book.find, codes))
    else:
        off = worker_off_trips(book, worker_to_show(book, worker) or book.worker)
    for one, found in off.items():
        n = found.unfit + found.new
        told = say_count(n, "1 visit does not fit the accepted trips.", "{n} visits do not fit the accepted trips.")
        first = say("followup schedule trips --worker {worker}", worker=one)
        print_note(f"{told} {say('A day that is handed out stays, so repair the trips first:')} {first}")
        if person.on_terminal() and not yes:
            stop_unless_agreed(say("Export all the same?"))
