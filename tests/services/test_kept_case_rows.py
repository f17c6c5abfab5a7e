"""Rows hold for many days: what is kept is what is made from nothing, on every day and whatever the clock does.

More of it: ``FOLLOWUP_EXAMPLES=2000 pytest tests/services/test_kept_case_rows.py``.
"""

import os
from collections import Counter
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from followup.case.date_ranges import DateRange
from followup.case.facts import OnLeave, WorkerLeft
from followup.case.replay import replay
from followup.casebook import Casebook, Moment
from followup.monitoring.row_builder import build_case_row
from followup.schedule.case_schedule import build_case_schedule
from followup.scheduler import OPEN_END_HORIZON
from followup.services.attention import attention_inputs_of
from followup.services.case_index import LOOK_AHEAD, case_rows, rows_in_follow_up
from followup.services.case_over_time import CaseOverTime, dated_after
from followup.services.kept_case_rows import CaseRowMaker
from followup.store import OFFICE
from tests.memory_store import MemoryStore
from tests.random_casebooks import NOW, TODAY, WOMEN, store_of, write

EXAMPLES = int(os.environ.get("FOLLOWUP_EXAMPLES", "25"))
FAR = timedelta(400)
WITH_A_YEAR = [((-200, "monthly-36", worker), [(TODAY, "a run of visits")], []) for worker in ("SN", "KB", "")]


def book_of(store: MemoryStore, day: date = TODAY) -> Casebook:
    """The casebook on a day."""
    return Casebook(store, Moment(day, NOW))


@settings(max_examples=EXAMPLES, deadline=None)
@given(WOMEN, st.lists(st.integers(-60, FAR.days), min_size=8, max_size=8))
def test_the_row_of_every_day_to_come_is_what_it_will_be_when_it_is_made_then(
    women: list[Any], ahead: list[int]
) -> None:
    store, ids = store_of(women)
    for case_id, (_, _, later) in zip(ids, women, strict=True):
        write(store, case_id, later)
    book, until = book_of(store), TODAY + FAR
    maker = CaseRowMaker(book.office, TODAY, TODAY + LOOK_AHEAD)
    for case_id in ids:
        spans = CaseOverTime(case_id, store.facts(case_id), maker.scheduler_of, until).spans(TODAY, until)
        edges = {date.fromordinal(min(span.last, until.toordinal())) for span in spans}
        for day in {TODAY, *(TODAY + timedelta(days) for days in ahead), *edges}:
            found = [span.fields for span in spans if span.first <= day.toordinal() <= span.last]
            assert found in ([], [made_from_nothing(book, case_id, day, until)])


def made_from_nothing(book: Casebook, case_id: str, day: date, until: date) -> list[Any]:
    """What would be kept of a case if it were made on a day, by a plain date and with the whole office."""
    facts = book.store.facts(case_id)
    case = book.staff.of_today(replay(case_id, facts, day))
    ahead = [fact.on.toordinal() for fact in dated_after(facts, day)]
    told = [replay(case_id, facts, date.max).code, len(ahead), max(ahead)] if ahead else None
    if not case.is_open:
        return [told]
    policy, workdays = book.scheduler.policy_of(case), book.scheduler.workdays(case)
    case_schedule = build_case_schedule(case, policy, workdays, day, max(until, day + OPEN_END_HORIZON))
    row = build_case_row(attention_inputs_of(case, facts, case_schedule, day, book.office), until=until)
    return [told, *row.to_json()]


def made_meanwhile(store: MemoryStore, day: date, days: int = 0) -> list[str]:
    """Whose rows are made anew when they are asked for on a day."""
    made: Counter[str] = Counter()
    plain = CaseRowMaker.row

    def counted(maker: CaseRowMaker, case_id: str, facts: Any) -> Any:
        made[case_id] += 1
        return plain(maker, case_id, facts)

    CaseRowMaker.row = counted  # type: ignore[method-assign]
    try:
        rows_in_follow_up(book_of(store, day), days)
    finally:
        CaseRowMaker.row = plain  # type: ignore[method-assign]
    return sorted(made)


def test_a_new_day_makes_no_row_anew_and_neither_does_a_clock_set_back_to_the_last_entry() -> None:
    store, ids = store_of(WITH_A_YEAR)
    later = TODAY + timedelta(2_000)
    assert made_meanwhile(store, later) == ids
    assert made_meanwhile(store, later + timedelta(1)) == made_meanwhile(store, later + timedelta(27)) == []
    assert made_meanwhile(store, later) == []


def test_a_longer_look_ahead_is_kept_too() -> None:
    store, ids = store_of([((-200, "monthly-36", "SN"), [], [])])
    made_meanwhile(store, TODAY)
    assert made_meanwhile(store, TODAY, 400) == ids
    assert made_meanwhile(store, TODAY, 400) == made_meanwhile(store, TODAY, 10) == []


def test_leave_and_departure_of_a_worker_make_only_the_rows_of_her_graduates_anew() -> None:
    store, (hers, *_) = store_of(WITH_A_YEAR)
    made_meanwhile(store, TODAY)
    book_of(store).write(OFFICE, OnLeave("SN", DateRange(TODAY, TODAY + timedelta(60))))
    assert made_meanwhile(store, TODAY) == [hers]
    book_of(store).write(OFFICE, WorkerLeft("SN"))
    assert made_meanwhile(store, TODAY) == [hers]
    assert [row.worker for row in case_rows(book_of(store))] == ["", "KB", ""]
