"""Two graduates under one code: it was given on two laptops, or in two copies of the casebook, before they met."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from followup.case.facts import Amended
from followup.case.pseudonym import code_apart
from followup.casebook import Casebook, CaseChange
from followup.errors import Damaged
from followup.store import NewFact


def tell_apart(book: Casebook) -> dict[str, list[str]]:
    """Give every graduate who shares a code one of her own; the new codes by the shared one, in their order.

    The new code is the old one and two signs that follow from the id of the case, so that every laptop finds the same.
    The old code then leads to nobody alone: whoever types it, as from a sheet printed before, is asked which is meant.
    """
    told: dict[str, list[str]] = {}
    for case_id, code in list(_sharing(book)):
        new = code_apart(code, case_id)
        with suppress(Damaged), book.change_case(case_id) as her:  # who cannot be read is told apart later
            her.write(NewFact(_day_of_latest(her), Amended(code=new)))
            told.setdefault(code, []).append(new)
    return {code: sorted(new) for code, new in told.items()}


def _day_of_latest(her: CaseChange) -> date:
    """The day from which a new code is true: that of the last entry that it corrects."""
    said = [fact.on for fact in her.facts if isinstance(fact.body, Amended)]
    return max([*said, her.case.opened_on or her.book.today])


def shared_codes(book: Casebook) -> dict[str, list[str]]:
    """The codes that several graduates share, with those that would tell them apart."""
    told: dict[str, list[str]] = {}
    for case_id, code in _sharing(book):
        told.setdefault(code, []).append(code_apart(code, case_id))
    return {code: sorted(new) for code, new in told.items()}


def _sharing(book: Casebook) -> Iterator[tuple[str, str]]:
    codes = book.codes
    every = list(codes.values())
    yield from ((case_id, code) for case_id, code in sorted(codes.items()) if every.count(code) > 1)
