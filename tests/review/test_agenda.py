"""The agenda: overdue first, then by risk, then by the day; one line a graduate."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from followup.case.codes import RiskKind, RiskLevel, Severity
from followup.review.agenda import Why, agenda
from followup.review.caseload import OpenFlag, OpenSlot, Row, State

TODAY = date(2026, 6, 15)


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


def a_slot(k: int = 5, planned: int = 0, window: int = 7, *, extra: bool = False) -> OpenSlot:
    return OpenSlot(k, days(planned), days(planned), days(planned - window), days(planned + window), extra)


def a_row(code: str = "SR-1", **changes: Any) -> Row:
    row = Row(
        id=code,
        code=code,
        return_date=date(2026, 1, 10),
        worker="SN",
        province="Kandal",
        district="Kien Svay",
        trade="sewing",
        policy="monthly-36",
        state=State.IN_FOLLOW_UP,
        risk=RiskLevel.LOW,
        last_slot=36,
        slots=(a_slot(),),
    )
    return row._replace(**changes)


def a_flag(review_in: int) -> OpenFlag:
    return OpenFlag(RiskKind.DEBT, Severity.WATCH, days(review_in))


def codes(rows: list[Row], ahead: int = 0) -> list[str]:
    return [item.row.code for item in agenda(rows, TODAY, ahead)]


def test_overdue_comes_first_then_risk_then_the_end_of_the_window():
    rows = [
        a_row("LATER", slots=(a_slot(planned=-1),)),
        a_row("SOONER", slots=(a_slot(planned=-3),)),
        a_row("DANGER", risk=RiskLevel.HIGH),
        a_row("LATE", slots=(a_slot(planned=-8),)),
        a_row("LATEST", slots=(a_slot(planned=-9),)),
    ]

    assert codes(rows) == ["LATEST", "LATE", "DANGER", "SOONER", "LATER"]


def test_a_visit_is_listed_from_its_planned_day_until_its_window_closes():
    on = {ahead: codes([a_row(slots=(a_slot(planned=-ahead),))]) for ahead in range(-2, 10)}

    assert [ahead for ahead, found in on.items() if found] == list(range(10))
    (item,) = agenda([a_row(slots=(a_slot(planned=-7),))], TODAY)
    assert (item.why, item.closes) == (Why.DUE, TODAY)
    (item,) = agenda([a_row(slots=(a_slot(planned=-8),))], TODAY)
    assert (item.why, item.late(TODAY)) == (Why.OVERDUE, 1)


def test_looking_ahead_shows_what_is_planned_by_then():
    row = a_row(slots=(a_slot(planned=5),))

    assert codes([row], 4) == []
    assert codes([row], 5) == ["SR-1"]


def test_after_a_missed_visit_the_next_is_wanted_as_soon_as_its_window_opens():
    missed = a_row(missed=2, missed_until=days(-20), slots=(a_slot(planned=6),))

    (item,) = agenda([missed], TODAY)

    assert (item.why, item.missed, item.slot) == (Why.OVERDUE, 2, a_slot(planned=6))


def test_who_was_missed_is_listed_though_no_visit_is_due_now():
    (item,) = agenda([a_row(missed=1, missed_until=days(-3), slots=(a_slot(planned=20),))], TODAY)

    assert (item.why, item.slot, item.late(TODAY)) == (Why.OVERDUE, None, 3)


def test_an_extra_contact_is_listed_on_its_day_and_never_counts_as_missed():
    (item,) = agenda([a_row(slots=(a_slot(planned=10), a_slot(planned=0, window=0, extra=True)))], TODAY)

    assert item.why is Why.EXTRA
    assert codes([a_row(slots=(a_slot(planned=10), a_slot(planned=-1, window=0, extra=True)))]) == []


def test_a_flag_past_its_review_brings_her_up_by_itself():
    (item,) = agenda([a_row(slots=(), flags=(a_flag(-1), a_flag(3)))], TODAY)

    assert (item.why, len(item.flags)) == (Why.FLAG, 1)


def test_a_slot_for_which_no_day_was_found_is_never_forgotten():
    unplaced = OpenSlot(5, days(0), None, days(-7), days(7))

    (item,) = agenda([a_row(slots=(unplaced,))], TODAY)

    assert item.why is Why.UNPLACED


def test_who_has_ended_completed_or_not_yet_returned_is_not_on_the_agenda():
    rows = [a_row(state.value, state=state, slots=(a_slot(planned=-30),)) for state in State]

    assert codes(rows) == ["in_follow_up"]


_slots = st.lists(st.integers(-60, 60), max_size=4).map(
    lambda planned: tuple(a_slot(k, at) for k, at in enumerate(sorted(planned), 1))
)


@given(st.lists(st.builds(a_row, slots=_slots, risk=st.sampled_from(RiskLevel)), max_size=5), st.integers(0, 30))
def test_everybody_stands_on_the_agenda_once_at_most_and_looking_further_drops_nobody(rows, ahead):
    rows = [row._replace(code=f"SR-{at}") for at, row in enumerate(rows)]

    now, later = codes(rows), codes(rows, ahead)

    assert len(later) == len(set(later))
    assert set(now) <= set(later)


@given(st.builds(a_row, slots=_slots, missed=st.integers(0, 3), flags=st.just((a_flag(2),))))
def test_a_row_comes_back_from_json_as_it_was(row):
    row = row._replace(missed_until=days(-40) if row.missed else None)

    assert Row.from_json(row.id, row.to_json()) == row
