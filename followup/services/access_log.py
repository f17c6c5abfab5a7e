"""The access log: who opened the casebook, looked at names, took something out of it or brought something in.

It lies in the vault, in a journal for each month (`store.access_journal`), sealed, listed, copied, merged and backed up
like every other one. Nothing takes an entry of it back: no command writes anything else there.

What leaves or comes in writes its entry first, and is not done where that cannot be written (`note_access`). A look is
never in the way of the work: where its entry cannot be written, the look is granted, and that is said (`note_look`).
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

from followup.case.facts import Accessed
from followup.case.vocabulary import Access
from followup.casebook import Casebook
from followup.errors import FollowupError, Refused
from followup.messages import say
from followup.store import NewFact, access_journal

AN_HOUR = timedelta(hours=1)
PATIENCE = 3.0
"""Seconds for which a look waits for another window that is writing."""


def note_access(
    book: Casebook,
    access: Access,
    what: str,
    *,
    cases: Sequence[str] = (),
    people: int | None = None,
    names: bool = False,
) -> None:
    """Write into the access log that something is about to be done; raises if that cannot be written.

    ``what`` is the command, such as ``export caseload``: never anything that somebody typed. ``cases`` are the ids of
    those it is about where they were named one by one; ``people`` is how many it is about, None where nobody counts.
    """
    whom = tuple(dict.fromkeys(cases))
    entry = Accessed(access, what, whom, (len(whom) or None) if people is None else people, names)
    book.store.append(access_journal(book.today), [NewFact(book.today, entry)], by=book.worker, now=book.moment.now)


def note_look(book: Casebook, access: Access, what: str, cases: Sequence[str] = ()) -> FollowupError | None:
    """Write into the access log that something is about to be looked at; why not, where it cannot be written."""
    try:
        with book.store.exclusive(PATIENCE):
            note_access(book, access, what, cases=cases)
    except FollowupError as problem:
        return _unwritten(problem)
    return None


def was_opened_lately(book: Casebook) -> bool:
    """Whether it stands in the log that the casebook was opened here within the last hour."""
    since = book.moment.now - AN_HOUR
    with suppress(FollowupError):
        return any(
            isinstance(fact.body, Accessed) and fact.body.access is Access.OPENING and fact.device in book.store.devices
            for fact in book.store.facts(access_journal(book.today))
            if since < fact.at <= book.moment.now
        )
    return False


def _unwritten(problem: FollowupError) -> FollowupError:
    return Refused(
        say("This look is not in the access log: it could not be written. {why}", why=problem.what), problem.hint
    )
