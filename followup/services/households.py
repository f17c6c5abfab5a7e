"""Graduates who live in one house: linked, parted, and found from each of them.

A house is a random number in the case of each who lives in it, so both directions are one comparison, three may live
together, and a case that is erased or made part of another one leaves nothing behind in others.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from followup.case.case import Case
from followup.case.erasure import is_erased
from followup.case.facts import Fact, Housed, effective
from followup.case.fields import revealed
from followup.casebook import Casebook, CaseChange, checked_record_day, require_opened
from followup.errors import Refused
from followup.messages import say
from followup.store import Json, OverviewKind, RegisterKind, RegisterRow, of_cases
from followup.values import Value

_SAYING = frozenset({Housed.kind, "withdrawn", "merged", "erased"})
"""Kinds of entry that can change who lives with whom."""


class Household(Value):
    """A graduate and the codes of those who live with her, and since when all of them do; None where nobody does."""

    case: Case
    others: tuple[str, ...]
    since: date | None = None


def household_of(book: Casebook, typed: str) -> Household:
    """Who lives in one house with a graduate."""
    case = book.case(book.find(typed))
    there = _with_her(book, case)
    since = max(filter(None, (case.house_since, *there.values()))) if there else None
    return Household(case, tuple(sorted(there)), since)


def others_in_house(book: Casebook, case: Case) -> tuple[str, ...]:
    """The codes of the other graduates in her house, on the day that her case is as of."""
    return tuple(sorted(_with_her(book, case)))


def _with_her(book: Casebook, case: Case) -> dict[str, date]:
    """The codes of the others in her house, and since when each of them lives there; nobody's, of who was erased."""
    house = revealed(case.house)
    if not house or case.erased:
        return {}
    codes, there = book.codes, dict[str, date]()
    for one, lived in _houses(book).items():
        root, (since, where) = book.root(one), _lives(lived, case.as_of)
        if where == house and root != case.id and root in codes:
            there[codes[root]] = since
    return there


def link(book: Casebook, typed: str, other: str, on: date | None = None) -> Household:
    """Let two graduates live in one house from a day on. Refused where the other lives with somebody else."""
    day = checked_record_day(on or book.today, book.today)
    first, second = book.find(typed), book.find(other)
    if first == second:
        raise Refused(say("Both codes lead to the same graduate."), say("Give the code of the other one."))
    with book.change_case(first) as hers, book.change_case(second) as theirs:
        house = _house_for(book, hers.case, theirs.case)
        for her in (hers, theirs):
            _write_house(her, house, day)
    return household_of(book, typed)


def _house_for(book: Casebook, case: Case, other: Case) -> str:
    """The number of the house for both: that of who lives with somebody already, or a new one."""
    for one in (case, other):
        _check_lives(one)
    mine, theirs = others_in_house(book, case), others_in_house(book, other)
    if other.code in mine:
        raise Refused(say("They are linked already."), say("See: followup household show {code}", code=case.code))
    if mine and theirs:
        raise Refused(
            say("{code} lives with others already.", code=other.code),
            say("If she moved, say so first: followup household unlink {code}", code=other.code),
        )
    from secrets import token_hex

    return revealed(case.house if mine else other.house if theirs else "") or token_hex(8)


def _check_lives(case: Case) -> None:
    require_opened(case)
    if case.erased:
        raise Refused(say("Who {code} is was erased: with whom she lives is not written down.", code=case.code))


def _write_house(her: CaseChange, house: str, day: date) -> None:
    if revealed(her.case.house) == house:
        return
    if her.case.house_since and day < her.case.house_since:
        raise Refused(
            say("What is written down of {code} and her house is from a later day.", code=her.case.code),
            say("Check the day, or take that entry back: followup log {code}", code=her.case.code),
        )
    her.write(Housed(house), on=day)


def unlink(book: Casebook, typed: str, on: date | None = None) -> Household:
    """Say that she lives in that house no more. Refused where nobody lives with her."""
    day = checked_record_day(on or book.today, book.today)
    with book.change(typed) as her:
        before = others_in_house(book, her.case)
        if not before:
            raise Refused(
                say("No other graduate is linked with {code}.", code=her.case.code),
                say("Link them with: followup household link {code} CODE", code=her.case.code),
            )
        _write_house(her, "", day)
    return Household(her.after, before)


# --- where everybody lives ------------------------------------------------------------------------------------------


def _houses(book: Casebook) -> Mapping[str, list[list[str]]]:
    """Of each case with a house the days from which it was which, the earliest first."""

    def made() -> tuple[Json, bool]:
        rows = book.register(RegisterKind("houses", "1", _house_row))
        return {case_id: row for case_id, row in rows.items() if row}, not book.problems

    houses: Mapping[str, list[list[str]]] = book.store.overview(OverviewKind("housed-1", made, of_cases(_SAYING)))
    return houses


def _house_row(_case_id: str, facts: Iterable[Fact]) -> RegisterRow:
    facts = tuple(facts)
    if is_erased(facts) or not any(fact.body.kind == Housed.kind for fact in facts):
        return None
    lived = ((fact.on, fact.body.house) for fact in effective(facts) if isinstance(fact.body, Housed))
    return [[on.isoformat(), revealed(house)] for on, house in lived]


def _lives(lived: list[list[str]], day: date) -> tuple[date, str]:
    """In which house a case is on a day, and since when."""
    on, house = next((one for one in reversed(lived) if one[0] <= day.isoformat()), (day.isoformat(), ""))
    return date.fromisoformat(on), house
