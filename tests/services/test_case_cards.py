"""What the figures make of a kept card is what they make of the case itself, replayed as it was on that day.

More of it: ``FOLLOWUP_EXAMPLES=5000 python -m pytest -n 0 tests/services/test_case_cards.py``.
"""

import os
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from followup.case.facts import Withdrawn
from followup.casebook import Casebook, Moment
from followup.scheduler import policy_titles
from followup.services import publications
from followup.services.case_cards import CardReader
from followup.services.reports import default_report_day
from followup.statistics.report import Quarter, caseload_attributes
from followup.store import NewFact
from tests.case.any_facts import of_a_case
from tests.random_casebooks import NOW, TODAY, WOMEN, Woman, store_of

LATER = NOW + timedelta(days=365)
_days = st.integers(-1_500, 0) | st.integers(-100, 0)
_said = st.lists(st.tuples(st.integers(0, 2), st.integers(-1_400, 30), of_a_case | st.just("taken back")), max_size=8)


def told(book: Casebook, quarter: Quarter, day: date, known_at: datetime | None) -> list[Any]:
    """Of every stay all that figures, caseload and evidence are made of; and of whom nothing can be said."""
    reader, titles = CardReader(book, day, known_at), policy_titles(book.office)
    found: list[Any] = []
    for card, summary in reader.summaries(quarter):
        learner = publications.learner_of(card, day, reader.words)
        found.append((summary, learner, summary and caseload_attributes(card, day, titles, reader.words)))
    return [found, sorted(book.problems)]


def write(book: Casebook, ids: Sequence[str], said: Sequence[tuple[int, int, Any]]) -> None:
    """Any entries; one that is taken back is the last but the one that opened the case."""
    for number, back, body in said:
        journal = ids[number % len(ids)]
        if body == "taken back":
            facts = book.store.facts(journal)[1:]
            body = Withdrawn(facts[-1].id, "A slip.") if facts else None
        if body:
            book.store.append(journal, [NewFact(TODAY + timedelta(back), body)], by="SN", now=NOW)


@settings(max_examples=int(os.environ.get("FOLLOWUP_EXAMPLES", "40")), deadline=None)
@given(WOMEN, _said, st.lists(_days, min_size=1, max_size=4))
def test_a_kept_card_tells_of_any_day_what_the_case_did_then(
    women: list[Woman], said: list[tuple[int, int, Any]], backs: list[int]
) -> None:
    store, ids = store_of(women)
    write(Casebook(store, Moment(TODAY, NOW)), ids, said)
    for back in backs:
        day = TODAY + timedelta(back)
        for quarter in {Quarter.of(day), Quarter.of(day).before}:
            as_of = min(day, default_report_day(quarter))
            kept, replayed = (told(Casebook(store, Moment(TODAY, NOW)), quarter, as_of, at) for at in (None, LATER))
            assert kept == replayed
