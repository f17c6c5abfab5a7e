"""The agenda: not met for too long, then overdue, then by risk, then by the day; one line a graduate."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from followup.case.vocabulary import RiskKind, RiskLevel, Severity
from followup.monitoring.agenda import AgendaReason, agenda, by_district, needing_attention
from followup.monitoring.case_row import Alert, CaseRow, FollowUpState, OpenFlag, OpenSlot
from followup.schedule.standing import is_overdue
from followup.values import replace

TODAY = date(2026, 6, 15)


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


def a_slot(k: int = 5, planned: int = 0, window: int = 7, *, extra: bool = False) -> OpenSlot:
    return OpenSlot(k, days(planned), days(planned), days(planned - window), days(planned + window), extra)


def a_row(code: str = "SR-1", **changes: Any) -> CaseRow:
    row = CaseRow(
        id=code,
        code=code,
        return_date=date(2026, 1, 10),
        worker="SN",
        province="Kandal",
        district="Kien Svay",
        trade="sewing",
        policy="monthly-36",
        state=FollowUpState.IN_FOLLOW_UP,
        risk=RiskLevel.LOW,
        last_slot=36,
        slots=(a_slot(),),
    )
    return replace(row, **changes)


def a_flag(review_in: int) -> OpenFlag:
    return OpenFlag(RiskKind.DEBT, Severity.WATCH, days(review_in))


def codes(rows: list[CaseRow], ahead: int = 0) -> list[str]:
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
    assert (item.why, item.closes) == (AgendaReason.DUE, TODAY)
    (item,) = agenda([a_row(slots=(a_slot(planned=-8),))], TODAY)
    assert (item.why, item.late(TODAY)) == (AgendaReason.OVERDUE, 1)


def test_looking_ahead_shows_what_is_planned_by_then():
    row = a_row(slots=(a_slot(planned=5),))

    assert codes([row], 4) == []
    assert codes([row], 5) == ["SR-1"]


def test_after_a_missed_visit_the_next_is_wanted_as_soon_as_its_window_opens():
    missed = a_row(missed=2, missed_until=days(-20), slots=(a_slot(planned=6),))

    (item,) = agenda([missed], TODAY)

    assert (item.why, item.missed, item.slot) == (AgendaReason.OVERDUE, 2, a_slot(planned=6))


def test_who_was_missed_is_listed_with_her_next_visit_though_it_is_not_due_yet():
    (item,) = agenda([a_row(missed=1, missed_until=days(-3), slots=(a_slot(planned=20),))], TODAY)

    assert (item.why, item.slot, item.late(TODAY)) == (AgendaReason.OVERDUE, a_slot(planned=20), 3)


def test_an_overdue_visit_is_the_next_one_until_the_window_after_it_opens():
    late, following = a_slot(5, planned=-10), a_slot(6, planned=20)

    (item,) = agenda([a_row(slots=(late, following))], TODAY)

    assert (item.slot, item.closes, item.missed) == (late, days(-3), 1)


def test_whose_period_is_over_stays_on_the_agenda_until_an_outcome_is_written():
    (item,) = agenda([a_row(slots=(), over_since=days(-500))], TODAY)

    assert (item.why, item.slot) == (AgendaReason.PERIOD_OVER, None)


def test_whose_period_is_over_keeps_her_overdue_last_visit_her_flags_and_her_promises():
    over = {"over_since": days(-30)}
    rows = [
        a_row("LATE", slots=(a_slot(36, planned=-40),), **over),
        a_row("PROMISE", slots=(), promises=(days(-1),), **over),
        a_row("FLAG", slots=(), flags=(a_flag(0),), **over),
    ]

    assert {item.row.code: item.why for item in agenda(rows, TODAY)} == {
        "LATE": AgendaReason.OVERDUE,
        "PROMISE": AgendaReason.PROMISE,
        "FLAG": AgendaReason.FLAG,
    }


def test_who_waits_for_her_outcome_stands_last_unless_she_is_in_danger():
    over = {"slots": (), "over_since": days(-500)}
    rows = [a_row("WAITS", **over), a_row("DUE"), a_row("DANGER", risk=RiskLevel.HIGH, **over)]

    assert codes(rows) == ["DANGER", "DUE", "WAITS"]


def test_an_extra_contact_is_listed_on_its_day_and_never_counts_as_missed():
    (item,) = agenda([a_row(slots=(a_slot(planned=10), a_slot(planned=0, window=0, extra=True)))], TODAY)

    assert item.why is AgendaReason.EXTRA
    assert codes([a_row(slots=(a_slot(planned=10), a_slot(planned=-1, window=0, extra=True)))]) == []


def test_a_flag_past_its_review_brings_her_up_by_itself():
    (item,) = agenda([a_row(slots=(), flags=(a_flag(-1), a_flag(3)))], TODAY)

    assert (item.why, len(item.flags)) == (AgendaReason.FLAG, 1)


def test_a_slot_for_which_no_day_was_found_is_never_forgotten():
    unplaced = OpenSlot(5, days(0), None, days(-7), days(7))

    (item,) = agenda([a_row(slots=(unplaced,))], TODAY)

    assert item.why is AgendaReason.UNPLACED


def test_only_who_has_ended_or_not_yet_returned_is_not_on_the_agenda():
    rows = [a_row(state.value, state=state, slots=(a_slot(planned=-30),)) for state in FollowUpState]

    assert codes(rows) == ["in_follow_up"]


def test_who_was_not_met_for_too_long_stands_above_everybody_longest_first_within_her_risk():
    unmet = {"unmet_from": days(0), "slots": ()}
    rows = [
        a_row("LATE", risk=RiskLevel.HIGH, slots=(a_slot(planned=-40),)),
        a_row("SHORT", last_met=days(-60), **unmet),
        a_row("LONG", last_met=days(-90), **unmet),
        a_row("NEVER", return_date=days(-95), **unmet),
        a_row("DANGER", last_met=days(-61), risk=RiskLevel.HIGH, **unmet),
        a_row("TOMORROW", last_met=days(-59), **(unmet | {"unmet_from": days(1)})),
    ]

    assert codes(rows) == ["DANGER", "NEVER", "LONG", "SHORT", "LATE"]
    assert [item.unmet(TODAY) for item in agenda(rows, TODAY)] == [61, 95, 90, 60, 0]


def test_who_was_not_met_is_wanted_as_soon_as_a_window_opens():
    (item,) = agenda([a_row(unmet_from=days(-1), slots=(a_slot(planned=6),))], TODAY)

    assert (item.why, item.slot) == (AgendaReason.NOT_MET, a_slot(planned=6))


def test_a_promise_brings_her_up_on_its_day_by_itself():
    row = a_row(slots=(), promises=(days(-2), days(0), days(5)))

    (item,) = agenda([row], TODAY)

    assert (item.why, item.promises, item.closes) == (AgendaReason.PROMISE, (days(-2), days(0)), days(-2))
    assert codes([a_row(slots=(), promises=(days(1),))]) == []
    assert codes([a_row(slots=(), promises=(days(1),))], 1) == ["SR-1"]


def test_of_two_alike_the_one_with_the_earlier_promise_or_review_comes_first():
    rows = [a_row("VISIT"), a_row("PROMISE", promises=(days(-1),)), a_row("FLAG", flags=(a_flag(-2),))]

    assert codes(rows) == ["FLAG", "PROMISE", "VISIT"]


def test_under_districts_the_most_urgent_district_comes_first_and_who_was_not_met_stands_apart():
    rows = [
        a_row("A", district="Bati", province="Takeo", risk=RiskLevel.HIGH),
        a_row("B"),
        a_row("C", slots=(a_slot(planned=-20),)),
        a_row("D", unmet_from=days(-1)),
        a_row("E", district="", province="Takeo"),
    ]

    groups = by_district(agenda(rows, TODAY))

    assert {place: [item.row.code for item in items] for place, items in groups.items()} == {
        ("Kandal", "Kien Svay"): ["C", "B"],
        ("Takeo", "Bati"): ["A"],
        ("Takeo", ""): ["E"],
    }
    assert list(groups) == [("Kandal", "Kien Svay"), ("Takeo", "Bati"), ("Takeo", "")]


def test_who_needs_attention_and_is_not_on_the_agenda_waits_beside_it():
    alerts = (Alert.DEBT_GROWING,)
    rows = [
        a_row("DUE", alerts=alerts),
        a_row("WAITS", slots=(), alerts=alerts),
        a_row("HIGH", slots=(), alerts=alerts, risk=RiskLevel.HIGH),
        a_row("ENDED", slots=(), alerts=alerts, state=FollowUpState.ENDED),
        a_row("WELL", slots=()),
    ]

    assert [row.code for row in needing_attention(rows, agenda(rows, TODAY))] == ["HIGH", "WAITS"]


_slots = st.lists(st.integers(-60, 60), max_size=4).map(
    lambda planned: tuple(a_slot(k, at) for k, at in enumerate(sorted(planned), 1))
)


_near = st.integers(-90, 30).map(days)
_rows = st.lists(
    st.builds(
        a_row,
        slots=_slots,
        risk=st.sampled_from(RiskLevel),
        last_met=st.none() | st.integers(-200, 0).map(days),
        unmet_from=st.none() | _near,
        promises=st.lists(_near, max_size=2).map(tuple),
        flags=st.lists(st.integers(-9, 9).map(a_flag), max_size=2).map(tuple),
        district=st.sampled_from(["Bati", "Kien Svay", ""]),
    ),
    max_size=6,
).map(lambda rows: [replace(row, id=f"{at}", code=f"SR-{at}") for at, row in enumerate(rows)])


@given(_rows, st.integers(0, 30))
def test_not_met_stands_above_overdue_and_overdue_above_the_rest_each_by_risk(rows, ahead):
    items = agenda(rows, TODAY, ahead)

    rank = [(0 if item.why is AgendaReason.NOT_MET else 1 if item.missed else 2, -item.row.risk.rank) for item in items]
    assert rank == sorted(rank)
    assert {item.row.id for item in items if item.why is AgendaReason.NOT_MET} == {
        row.id for row in rows if row.unmet_from and row.unmet_from <= TODAY
    }


@given(_rows)
def test_overdue_on_the_agenda_is_what_the_schedule_calls_overdue(rows):
    late = {row.id for row in rows if any(is_overdue(slot, TODAY) for slot in row.slots)}

    assert {item.row.id for item in agenda(rows, TODAY) if item.missed} == late


@given(_rows, st.randoms())
def test_the_order_does_not_depend_on_the_order_of_the_rows(rows, random):
    shuffled = random.sample(rows, len(rows))

    assert agenda(shuffled, TODAY, 7) == agenda(rows, TODAY, 7)


@given(_rows, st.integers(0, 30))
def test_every_line_stands_under_one_district_or_above_them_all_and_keeps_its_order_there(rows, ahead):
    items = agenda(rows, TODAY, ahead)

    grouped = by_district(items).values()

    assert sorted(item.row.id for group in grouped for item in group) == sorted(
        item.row.id for item in items if item.why is not AgendaReason.NOT_MET
    )
    assert all(group == [item for item in items if item in group] for group in grouped)
    assert [group[0] for group in grouped] == sorted((group[0] for group in grouped), key=items.index)


@given(_rows, st.integers(0, 30))
def test_everybody_stands_on_the_agenda_once_at_most_and_looking_further_drops_nobody(rows, ahead):
    now, later = codes(rows), codes(rows, ahead)

    assert len(later) == len(set(later))
    assert set(now) <= set(later)


@given(st.builds(a_row, slots=_slots, missed=st.integers(0, 3), flags=st.just((a_flag(2),))))
def test_a_row_comes_back_from_json_as_it_was(row):
    row = replace(row, missed_until=days(-40) if row.missed else None, unmet_from=days(3), tries=2)
    row = replace(row, last_met=days(-57), promises=(days(1),), alerts=(Alert.NOT_MET, Alert.PROMISE_PAST))
    row = replace(row, over_since=days(-3), milestone=36)

    assert CaseRow.from_json(row.id, row.to_json()) == row
