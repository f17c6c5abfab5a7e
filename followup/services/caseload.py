"""The caseload as a list, and whom it shows: words are matched with those there are, so that no typo empties it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from followup.case.fields import revealed
from followup.case.known_words import folded_word, known_word
from followup.casebook import Casebook
from followup.messages import say
from followup.monitoring.case_row import ListedRow
from followup.schedule.months import whole_months
from followup.services.case_index import listed_rows
from followup.services.guarded_names import labeller
from followup.staff import is_followed_by
from followup.values import Value, replace
from followup_data import shipped


class CaseloadFilter(Value):
    """Whom to list; what is empty does not matter. Of a word its beginning is enough."""

    worker: str = ""
    place: str = ""
    risk: str = ""
    trade: str = ""
    policy: str = ""
    state: str = ""

    def accepts(self, row: ListedRow) -> bool:
        """Whether a graduate is to be listed; the words stand here as `checked_filter` spells them."""
        asked = (
            (self.place, (row.district, row.province)),
            (self.risk, (row.risk.value,)),
            (self.trade, (row.trade,)),
            (self.policy, (row.policy,)),
            (self.state, row.states),
        )
        words = all(not wanted or folded_word(wanted) in map(folded_word, held) for wanted, held in asked)
        return words and is_followed_by(row.worker, self.worker)


def checked_filter(book: Casebook, wanted: CaseloadFilter, rows: Sequence[ListedRow]) -> CaseloadFilter:
    """The words of a filter as they are spelled here; Missing, with near ones, for a word of nobody and nothing.

    What somebody typed for a graduate, such as her district, passes the mask before it is named.
    """
    from followup.scheduler import find_policy, policies, policy_titles
    from followup.services.words_in_use import public_place
    from followup.services.workers import worker_to_show

    label = labeller(book)

    def word(typed: str, shipped_words: Iterable[str], typed_words: Iterable[str], what: str) -> str:
        return known_word(typed, (*shipped_words, *filter(None, typed_words)), what, label) if typed else ""

    own_places = (place for row in rows for place in (row.district, row.province))
    policy_words = (policy_titles(book.office), (row.policy for row in rows))
    policy = word(wanted.policy, *policy_words, say("There is no follow-up policy of that name."))
    named = find_policy(policy, policies(book.office))
    return replace(
        wanted,
        worker=worker_to_show(book, wanted.worker),
        place=word(
            public_place(wanted.place) or wanted.place,
            all_places(),
            own_places,
            say("No district or province of that name is known."),
        ),
        trade=word(wanted.trade, shipped.trades(), (row.trade for row in rows), say("No trade of that name is known.")),
        policy=named.name if named else policy,
    )


def all_places() -> Iterator[str]:
    """Every province and district that comes with the program."""
    for province, districts in shipped.places().items():
        yield from (province, *districts)


# --- the list -------------------------------------------------------------------------------------------------------


class CaseloadLine(Value):
    """One graduate in a list; ``name`` is empty unless it was asked for."""

    row: ListedRow
    month: int
    name: str = ""


SORT_KEYS: dict[str, Callable[[CaseloadLine], Any]] = {
    "code": lambda line: line.row.code,
    "return": lambda line: (line.row.return_date, line.row.code),
    "risk": lambda line: (-line.row.risk.rank, line.row.code),
    "place": lambda line: (line.row.province, line.row.district, line.row.code),
    "worker": lambda line: (line.row.worker, line.row.code),
    "next": lambda line: (line.row.next_day or date.max, line.row.code),
}


def list_graduates(
    book: Casebook, wanted: CaseloadFilter, sort: str = "code", *, names: bool = False
) -> list[CaseloadLine]:
    """The graduates that ``wanted`` lets through, in the order asked for."""
    rows = listed_rows(book)
    if wanted != CaseloadFilter():
        rows = list(filter(checked_filter(book, wanted, rows).accepts, rows))
    lines = (
        CaseloadLine(
            row=row,
            month=whole_months(row.return_date, book.today),
            name=revealed(book.case(row.id).identity.name) if names else "",
        )
        for row in rows
    )
    return sorted(lines, key=SORT_KEYS[sort])
