"""What holds of every schedule, whatever happened to her, and the same answers as the rule written plainly."""

from datetime import date, timedelta
from itertools import pairwise

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped,unused-ignore]
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.case.date_ranges import DateRange, Pause
from followup.schedule.inputs import ScheduleInputs
from followup.schedule.policy import ExtraContactRule, Policy
from followup.schedule.public_holidays import PublicHolidays
from followup.schedule.slots import Schedule, SlotPlacement, build_schedule
from followup.schedule.workdays import OfficeDays, Workdays
from tests.schedule.naive_schedule import NaiveInput, naive_plan
from tests.schedule.worked_examples import KHMER_HOLIDAYS

days = st.dates(date(2023, 1, 1), date(2029, 12, 31))
khmer = OfficeDays(public=PublicHolidays.only(KHMER_HOLIDAYS))


@st.composite
def spans(draw: st.DrawFn) -> tuple[date, date]:
    first = draw(days)
    return first, first + timedelta(days=draw(st.integers(0, 60)))


@st.composite
def pauses(draw: st.DrawFn) -> tuple[date, date, bool]:
    start = draw(days)
    return start, start + timedelta(days=draw(st.integers(1, 150))), draw(st.booleans())


@st.composite
def situations(draw: st.DrawFn) -> NaiveInput:
    anchor = draw(days)
    visits = draw(st.sampled_from([1, 2, 12, 36, 48]))
    slots = st.integers(1, visits)
    far = draw(st.sampled_from([20, 60]))
    moved = draw(st.dictionaries(slots, st.integers(-far, far), max_size=4))
    return NaiveInput(
        anchor,
        visits,
        window=draw(st.sampled_from([0, 1, 3, 7, 10])),
        fallback=draw(st.sampled_from([0, 7, 14, 20])),
        min_gap=draw(st.sampled_from([0, 7, 14, 28])),
        every_day=draw(st.booleans()),
        holidays=draw(st.sampled_from([frozenset(), KHMER_HOLIDAYS])),
        closed=draw(st.lists(spans(), max_size=3)),
        safe=draw(st.frozensets(st.integers(0, 6), max_size=3)),
        frozen={k: anchor + relativedelta(months=k) + timedelta(days=days) for k, days in moved.items()},
        pauses=draw(st.lists(pauses(), max_size=3)),
        end=draw(st.none() | days),
        last_contact=draw(st.none() | st.integers(-40, 40).map(lambda n: anchor + timedelta(days=n))),
        extras=draw(st.none() | st.tuples(slots, st.integers(0, 5), st.integers(0, 10))),
    )


def planned(naive: NaiveInput) -> Schedule:
    months, window, gap = naive.extras or (0, 3, 7)
    inputs = ScheduleInputs(
        naive.anchor,
        Policy.monthly(
            naive.visits,
            window=naive.window,
            fallback=naive.fallback,
            min_gap=naive.min_gap,
            extra=ExtraContactRule(window, gap),
        ),
        naive.frozen,
        pauses=tuple(Pause(*pause) for pause in naive.pauses),
        end=naive.end,
        last_contact=naive.last_contact,
        extra_before=months,
    )
    public = PublicHolidays.only(naive.holidays)
    closed = tuple(DateRange(*span) for span in naive.closed)
    open_days = OfficeDays(every_day=True) if naive.every_day else OfficeDays(public=public)
    return build_schedule(inputs, Workdays(open_days, closed[:1], closed[1:], naive.safe))


@settings(max_examples=400, deadline=None)
@given(situations())
def test_the_planner_agrees_with_the_rule_written_plainly(naive: NaiveInput) -> None:
    slots, extras = naive_plan(naive)

    schedule = planned(naive)

    assert [(slot.due, slot.date, str(slot.placement)) for slot in schedule.slots] == slots
    assert [(extra.before_slot, extra.due, extra.date) for extra in schedule.extras] == extras


@settings(max_examples=100, deadline=None)
@given(situations())
def test_due_dates_never_drift_from_the_return_date(naive: NaiveInput) -> None:
    for slot in planned(naive).slots:
        assert slot.due == naive.anchor + relativedelta(months=slot.k)


@settings(max_examples=100, deadline=None)
@given(situations())
def test_visits_placed_by_the_rule_come_in_order_and_keep_their_distance(naive: NaiveInput) -> None:
    naive.frozen = {}

    visits = [slot.date for slot in planned(naive).slots if slot.date]

    for earlier, later in pairwise(visits):
        assert later - earlier >= timedelta(days=naive.min_gap)
        assert later >= earlier


@settings(max_examples=100, deadline=None)
@given(situations())
def test_a_recorded_date_is_kept_and_every_promised_slot_is_reported(naive: NaiveInput) -> None:
    naive.end = None

    schedule = planned(naive)

    assert [slot.k for slot in schedule.slots] == list(range(1, len(schedule.slots) + 1))
    assert len(schedule.slots) >= naive.visits
    for k, day in naive.frozen.items():
        assert schedule.slots[k - 1].date == day
        assert schedule.slots[k - 1].placement is SlotPlacement.FROZEN


@settings(max_examples=100, deadline=None)
@given(situations())
def test_freezing_every_date_handed_out_changes_nothing(naive: NaiveInput) -> None:
    naive.end, naive.pauses = None, []
    before = planned(naive)

    naive.frozen = {slot.k: slot.date for slot in before.slots if slot.date}
    after = planned(naive)

    assert [slot.date for slot in after.slots if slot.k in naive.frozen] == [
        slot.date for slot in before.slots if slot.date
    ]
