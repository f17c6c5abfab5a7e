"""The access log: who opened the casebook, looked at names, took something out of it or brought something in.

It lies in the vault, in a journal for each month (`store.access_journal`), sealed, listed, copied, merged and backed up
like every other one. Nothing takes an entry of it back: no command writes anything else there.

What leaves or comes in writes its entry first, and is not done where that cannot be written (`note_access`). A look is
never in the way of the work: where its entry cannot be written, the look is granted, and that is said (`note_look`).
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import cache, partial
from pathlib import Path

from followup.case.access_words import Access
from followup.case.facts import Accessed, Body, Fact, Withdrawn
from followup.casebook import Casebook, JournalChange
from followup.errors import DiskFailure, FollowupError, Refused
from followup.messages import say
from followup.services.workers import worker_to_show
from followup.staff import is_followed_by
from followup.store import NewFact, access_journal
from followup.values import Value

AN_HOUR = timedelta(hours=1)
PATIENCE = 10.0
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
    day = _true_day(book)
    book.store.append(access_journal(day), [NewFact(day, entry)], by=book.worker, now=book.moment.now)


def release_logged(journal: JournalChange, body: Body, release: Callable[[], tuple[Path, ...]]) -> tuple[Path, ...]:
    """Write down that files go out, and let them; it is taken back where they could not be written."""
    (written,) = journal.write(body)
    try:
        return release()
    except DiskFailure:
        journal.write(Withdrawn(written.id, say("The file could not be written.")))
        raise


def _true_day(book: Casebook) -> date:
    """The day by the laptop's clock: another day may be asked about, as with FOLLOWUP_TODAY, but not looked on."""
    return book.moment.now.astimezone().date()


def note_look(book: Casebook, access: Access, what: str, cases: Sequence[str] = ()) -> FollowupError | None:
    """Write into the access log that something is about to be looked at; why not, where it cannot be written."""
    try:
        with book.store.exclusive(PATIENCE):
            note_access(book, access, what, cases=cases)
    except FollowupError as problem:
        what = say("This look is not in the access log: it could not be written. {why}", why=problem.what)
        return Refused(what, problem.hint)
    return None


def was_opened_lately(book: Casebook) -> bool:
    """Whether it stands in the log that the casebook was opened here within the last hour."""
    since = book.moment.now - AN_HOUR
    with suppress(FollowupError):
        return any(
            isinstance(fact.body, Accessed) and fact.body.access is Access.OPENING and fact.device in book.store.devices
            for fact in book.store.facts(access_journal(_true_day(book)))
            if since < fact.at <= book.moment.now
        )
    return False


# --- what stands in it ----------------------------------------------------------------------------------------------


class AccessEntry(Value):
    """An entry of the access log; ``codes`` are those of whom it names one by one, as they are called today.

    ``people`` is how many it was about, None where nobody counted.
    """

    id: str
    at: datetime
    on: date
    by: str
    access: Access
    what: str
    codes: tuple[str, ...]
    people: int | None
    names: bool
    sentence: str


MOST_CODES = 3
"""Of so many at most the sentence says the codes; of more, how many there are."""


def access_entries(book: Casebook, code: str = "", by: str = "", since: date | None = None) -> list[AccessEntry]:
    """Who looked, the latest first: at one graduate, by one worker, since a day, where that is said.

    A month of which a file is damaged or missing stands in ``book.problems``; what can be read of it is shown.
    """
    her, worker = book.find_in_log(code) if code else "", worker_to_show(book, by)
    found = [fact for journal in book.store.access_journals() for fact in _read(book, journal, since)]
    latest_first = sorted(found, key=lambda fact: fact.written, reverse=True)
    bodies = ((fact, fact.body) for fact in latest_first if isinstance(fact.body, Accessed))
    of_her = ((fact, body) for fact, body in bodies if not her or her in map(book.root, body.cases))
    code_of = cache(partial(_code, book, book.codes))
    entries = (_entry(book, fact, body, tuple(map(code_of, body.cases))) for fact, body in of_her)
    return [one for one in entries if is_followed_by(one.by, worker)]


def _read(book: Casebook, journal: str, since: date | None) -> list[Fact]:
    """The entries of a month from a day on."""
    if since and journal < access_journal(since):
        return []
    try:
        facts = book.store.facts(journal)
    except FollowupError as problem:
        book.problems[journal] = type(problem)(say("The access log: {what}", what=problem.what), problem.hint)
        facts = book.store.readable_facts(journal)
    return [fact for fact in facts if not since or fact.on >= since]


def _entry(book: Casebook, fact: Fact, body: Accessed, codes: tuple[str, ...]) -> AccessEntry:
    said = body.said_of(", ".join(codes)) if 0 < len(codes) <= MOST_CODES else body.sentence()
    by = book.staff.called_now(fact.by)
    return AccessEntry(fact.id, fact.at, fact.on, by, body.access, body.what, codes, body.people, body.names, said)


def _code(book: Casebook, codes: Mapping[str, str], case_id: str) -> str:
    """The code of today, also of one whose beginning was taken back; of a case that cannot be read, that it is one."""
    with suppress(FollowupError):
        root = book.root(case_id)
        return codes.get(root) or book.code_in_log(root) or say("unknown")
    return say("unknown")
