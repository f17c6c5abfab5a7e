"""What is kept of a case says where a list looks: it shows the same as if every case were read, on whatever day."""

import os
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from unittest.mock import patch

from hypothesis import given, settings

from followup.case.case import Case
from followup.case.facts import Supported
from followup.case.parts import Flag, Promise
from followup.case.support_words import SupportKind
from followup.case.vocabulary import RiskKind, Severity
from followup.casebook import Casebook, Moment
from followup.services import case_contents, consents, flags, outcomes, promises, referrals, support, workers
from followup.services.consents import ConsentRow
from followup.services.flags import NewFlag
from followup.services.outcomes import OutcomeFilter, OutcomeList
from followup.services.support import ListedSupport, SupportFilter
from followup.store import RegisterKind
from tests.builders import a_casebook, a_flag, a_graduate
from tests.random_casebooks import CLOCKS, NOW, TODAY, WOMEN, store_of, write

EVERYTHING, OUTCOMES = SupportFilter(), OutcomeFilter(with_milestones=False)
EXAMPLES = int(os.environ.get("FOLLOWUP_EXAMPLES", "60"))

LISTS: dict[Any, list[Callable[[Casebook], Any]]] = {
    flags: [
        lambda book: list(flags.open_flags(book)),
        lambda book: list(flags.open_flags(book, past_review=True)),
    ],
    promises: [
        lambda book: list(promises.open_promises(book)),
        lambda book: list(promises.open_promises(book, past=True)),
    ],
    outcomes: [
        lambda book: outcomes.list_outcomes(book, OutcomeFilter()),
        lambda book: outcomes.list_outcomes(book, OutcomeFilter(year=book.today.year)),
        lambda book: outcomes.list_outcomes(book, OutcomeFilter(since=book.today, with_milestones=False)),
    ],
    referrals: [
        lambda book: list(referrals.open_referrals(book)),
        lambda book: list(referrals.open_referrals(book, past=True)),
    ],
    support: [
        lambda book: support.support_listed(book, SupportFilter()),
        lambda book: support.support_listed(book, SupportFilter(since=book.today)),
    ],
    consents: [
        lambda book: consents.consent_rows(book),
        lambda book: consents.consent_rows(book, due=True),
    ],
}


@settings(max_examples=EXAMPLES, deadline=None)
@given(WOMEN, CLOCKS)
def test_a_list_shows_what_it_would_if_every_case_were_read(women: list[Any], clocks: list[date]) -> None:
    store, ids = store_of(women)
    _check_lists(Casebook(store, Moment(TODAY, NOW)))
    for case_id, (_, _, later) in zip(ids, women, strict=True):
        write(store, case_id, later)
    for clock in clocks:
        _check_lists(Casebook(store, Moment(clock, NOW)))


def _check_lists(book: Casebook) -> None:
    for module, listings in LISTS.items():
        for listed in listings:
            shown = listed(book)
            with patch.object(module, case_contents.cases_with.__name__, lambda book, _wanted: book.cases()):
                assert shown == listed(book)
    assert _table(flags.open_flags(book, words=False)) == _table(flags.open_flags(book))
    assert _promises(promises.open_promises(book, names=False)) == _promises(promises.open_promises(book))
    assert _consents(consents.consent_rows(book, names=False)) == _consents(consents.consent_rows(book))
    assert _outcomes(outcomes.list_outcomes(book, OUTCOMES, notes=False)) == _outcomes(
        outcomes.list_outcomes(book, OUTCOMES)
    )
    assert _support(support.support_listed(book, EVERYTHING, names=False)) == _support(
        support.support_listed(book, EVERYTHING)
    )
    for _, _, one in referrals.open_referrals(book):
        assert [found.id for _, _, found in referrals.referred_to_by(book, one.reference)] == [one.id]


def _table(listed: Iterable[tuple[Case, int, Flag]]) -> list[object]:
    """What a table of flags shows."""
    return [
        (whose.code, number, flag.severity, flag.risk, flag.review_on, flag.cleared_on, flag.owner)
        for whose, number, flag in listed
    ]


def _promises(listed: Iterable[tuple[Case, int, Promise]]) -> list[object]:
    """What a table of promises shows, and what programs are given."""
    return [(whose.code, whose.worker, number, promise) for whose, number, promise in listed]


def _consents(rows: Iterable[ConsentRow]) -> list[object]:
    """What a table of consents shows."""
    return [(row.case.code, row.case.worker, *row[1:]) for row in rows]


def _outcomes(listed: OutcomeList) -> list[object]:
    """What a table of outcomes shows."""
    return [
        (
            one.code,
            one.month,
            one.end.on,
            one.end.reopened_on,
            one.end.said.ending,
            one.end.said.causes,
            one.end.said.decided_by,
        )
        for one in listed.outcomes
    ]


def _support(listed: Iterable[ListedSupport]) -> list[object]:
    """What a table of support shows."""
    return [(one.code, one.given) for one in listed]


def test_nothing_that_was_written_of_her_is_kept() -> None:
    book = a_casebook(a_graduate(flags=[a_flag()]))
    promises.make(book, "KML", "A spare part.", "Aunt Sokha", book.today)
    flags.raise_flag(book, "KML", NewFlag(RiskKind.DEBT, Severity.WATCH, "A lender calls.", "Aunt Sokha"))
    support.add(book, "KML", Supported(SupportKind.MEDICINE, fund="Friends", note="The way to the lender."))
    kept = book.register(RegisterKind(case_contents.REGISTER, "1", case_contents._row))

    assert [whose.code for whose, _, _ in flags.open_flags(book, words=False)] == ["KML-1", "KML-1"]
    assert not [word for word in ("spare", "lender", "Sokha", "Friends") if word in repr(kept)]


def test_who_promised_is_called_as_now_where_promises_are_kept() -> None:
    book = a_casebook(a_graduate(), a_graduate("ABC-1"), a_graduate("OTH-1"))
    for code in ("KML", "ABC", "OTH"):
        promises.make(book, code, "A spare part.", "SN", book.today)
    workers.rename_worker(book, "SN", "SNV")
    book = Casebook(book.store, book.moment)

    for said in ({}, {"worker": "SNV"}):
        assert _promises(promises.open_promises(book, names=False, **said)) == _promises(
            promises.open_promises(book, **said)
        )
    assert {one.said.by_whom for _, _, one in promises.open_promises(book, names=False)} == {"SNV"}
