"""Two graduates under one code: it was given on two laptops, or in two copies of the casebook, before they met."""

from collections.abc import Iterator

from followup.case.facts import Amended
from followup.case.pseudonym import code_apart
from followup.casebook import Casebook
from followup.store import NewFact


def tell_apart(book: Casebook) -> dict[str, list[str]]:
    """Give every graduate who shares a code one of her own; the new codes by the shared one, in their order.

    The new code is the old one and two signs that follow from the id of the case, so that every laptop finds the same.
    The old code then leads to nobody alone: whoever types it, as from a sheet printed before, is asked which is meant.
    """
    told: dict[str, list[str]] = {}
    with book.store.exclusive():
        for case_id, code in list(_sharing(book)):
            new = code_apart(code, case_id)
            with book.change_case(case_id) as her:
                her.write(NewFact(her.case.stay_since or book.today, Amended(code=new)))
            told.setdefault(code, []).append(new)
    return {code: sorted(new) for code, new in told.items()}


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
