"""Where journals are kept: the protocol that the vault and the tests' memory store meet."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any, Protocol

from followup.case.facts import Body, Fact
from followup.errors import FollowupError
from followup.values import Value

RegisterRow = Any
"""What a register keeps of one case: JSON."""

Json = Any
"""What a form that is not finished holds."""

RowBuilder = Callable[[str, tuple[Fact, ...]], RegisterRow]
"""Makes the row of one case from its id and its facts."""

RowServes = Callable[[RegisterRow], bool]
"""Whether a row that is kept still serves: one that does not is made anew, like that of a changed case."""

OFFICE = "office"
"""The journal that holds the organisation's own facts, beside the cases."""

LESSONS = "lessons"
"""The journal of the organisation's lessons, beside the cases: apart, so that daily commands need not read it."""

PUBLISHED = "published"
"""The journal of what was published, beside the cases: read by reports alone, because it is large."""

LOGGED_JOURNALS = frozenset({OFFICE, LESSONS, PUBLISHED})
"""The journals beside the cases whose entries the organisation's log shows."""

ERASURES = "erasures"
"""The journal that says a second time, beside the cases, whose identity was erased."""

IMPORTS = "imports"
"""The journal of what came in from sheets, and how their columns were read: beside the cases, read by imports alone."""

NON_CASE_JOURNALS = LOGGED_JOURNALS | {ERASURES, IMPORTS}
"""The journals that are no cases and have one name for ever; `access_journal` has one more for each month."""

_ACCESS = "access-"


def access_journal(day: date) -> str:
    """The journal of who looked in a month, such as ``access-2026-11``: one for each, so that a look writes little."""
    return _ACCESS + day.isoformat()[:7]


def is_case(journal: str) -> bool:
    """Whether a journal is a graduate's case, and not one beside the cases."""
    return journal not in NON_CASE_JOURNALS and not is_access_journal(journal)


def is_access_journal(journal: str) -> bool:
    """Whether a journal says who looked in a month."""
    return journal.startswith(_ACCESS)


class NewFact(Value):
    """A fact about to be written: the store adds stamp, device and number, and an id where none is given.

    It is given where another fact of the same writing answers this one.
    """

    on: date
    body: Body
    id: str = ""


class RegisterKind(Value):
    """What a register keeps of each case: ``build(case_id, facts)``, while facts and fingerprint are the same.

    A row may also say itself, to ``serves``, that it does not any more.
    """

    name: str
    fingerprint: str
    build: RowBuilder
    serves: RowServes | None = None


class OverviewKind(Value):
    """What is kept of all cases together: ``make()`` says it, and whether every case could be read for it.

    Only entries of a journal that it is ``concerned_by`` can change it, and what ``fingerprint`` says beside the cases.
    """

    name: str
    make: Callable[[], tuple[Json, bool]]
    concerned_by: Callable[[str, Sequence[Body]], bool]
    fingerprint: str = ""


def of_cases(kinds: Set[str]) -> Callable[[str, Sequence[Body]], bool]:
    """What says that entries of these kinds, of a case, may change an overview; see `OverviewKind.concerned_by`."""
    return lambda journal, bodies: is_case(journal) and not kinds.isdisjoint(body.kind for body in bodies)


Along = Callable[[], Iterable[RegisterKind]]
"""The registers that are made along with one where cases are read, so that each is read once."""


class Register(Value):
    """A derived table of one row a case.

    ``problems`` names the cases that could not be read; where an earlier row of such a case is still known, it stands
    in ``rows`` all the same.
    """

    rows: Mapping[str, RegisterRow]
    problems: Mapping[str, FollowupError]


class Store(Protocol):
    """Where journals are kept. Cases are named by random ids, never by codes or names."""

    @property
    def device(self) -> str:
        """This laptop's random name; it writes only its own files."""

    @property
    def devices(self) -> Sequence[str]:
        """Every name it ever wrote under, the present one first: it takes a new one where its files were put back."""

    def gaps(self) -> Sequence[FollowupError]:
        """What is missing of the store as a whole, and is no one case's; empty if nothing is."""

    def case_ids(self) -> Sequence[str]:
        """The ids of all cases, sorted; the journals beside the cases are not among them."""

    def access_journals(self) -> Sequence[str]:
        """The names of the journals of who looked, the earliest month first."""

    def facts(self, case_id: str) -> tuple[Fact, ...]:
        """Every fact of one journal, of all devices, in replay order; empty if there is no such journal.

        Raises Damaged, naming the file, if one of its files cannot be trusted.
        """

    def readable_facts(self, case_id: str) -> tuple[Fact, ...]:
        """What can be read of a journal of which a file is damaged or missing; never an error."""

    def append(self, case_id: str, new_facts: Sequence[NewFact], *, by: str, now: datetime) -> tuple[Fact, ...]:
        """Write facts to the journal, all or none. When this returns they are safely kept.

        A stamp is ``now``, or just after the latest stamp in the journal if that is later: whoever answers a fact
        has seen it, whatever the laptops' clocks say.
        """

    def exclusive(self, patience: float = ...) -> AbstractContextManager[None]:
        """Nobody else writes to this store meanwhile: for rules over several cases, such as codes given once.

        Refused if somebody does for longer than ``patience`` seconds, half a minute if not said.
        """

    def erase(self, case_id: str) -> None:
        """Take what facts of the journal erase out of everything that is kept; safe to do again."""

    def register(self, kind: RegisterKind, along: Along = ...) -> Register:
        """One row a case, kept between commands; what is to be asked for later may be made ``along``.

        The register is derived: losing it costs time, never a fact.
        """

    def overview(self, kind: OverviewKind, *, as_left: bool = ...) -> Json:
        """What is kept of all cases together, made anew where a case has changed; derived like a register.

        ``as_left`` looks at no case: None where one may have come or gone since.
        """

    def add_recovery(self, recipient: str) -> None:
        """Let one more age public key open the store, beside the passphrase."""

    def last_backup(self) -> date | None:
        """The day on which the last backup was made from here; None if none ever was."""

    def keep_draft(self, name: str, content: Json) -> None:
        """Keep a form that is not finished in place of an earlier one of that name; it is safe when this returns."""

    def draft(self, name: str) -> Json | None:
        """The form kept under a name, or None; Damaged if it cannot be trusted."""

    def draft_names(self) -> Sequence[str]:
        """The names of the forms that are kept, sorted."""

    def drop_draft(self, name: str) -> None:
        """Forget the form kept under a name, if there is one."""
