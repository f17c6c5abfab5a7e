"""A plan that stands is repaired: what can stay stays, nobody else's visits move, and every move has its reason."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from followup.schedule.trips.caseload_form import caseload_from_mapping
from followup.schedule.trips.planning import plan_trips
from followup.schedule.trips.repair import MoveReason, RepairedPlan, repair_plan
from followup.values import replace
from tests.schedule.trips.random_caseloads import Caseload, random_caseload, violations

BEFORE_ALL = date(2026, 1, 1)
SEEDS = st.integers(0, 10_000)


def a_caseload(seed: int) -> Caseload:
    return random_caseload(seed, 18, 3, 1, visits=10)


def standing_plan(written: Caseload) -> dict[tuple[str, int], date]:
    return plan_trips(caseload_from_mapping(written)).by_name


def repaired(written: Caseload, standing: dict[tuple[str, int], date], horizon: date = BEFORE_ALL) -> RepairedPlan:
    return repair_plan(caseload_from_mapping(written), standing, horizon)


@settings(max_examples=4, deadline=None)
@given(SEEDS)
def test_where_nothing_has_changed_nothing_that_has_a_day_moves(seed):
    written = a_caseload(seed)
    standing = standing_plan(written)

    assert not [move for move in repaired(written, standing).moves if move.before]


@settings(max_examples=4, deadline=None)
@given(SEEDS)
def test_a_new_graduate_moves_nobody_and_goes_along_on_standing_trips(seed):
    written = a_caseload(seed)
    standing = standing_plan(written)
    new = written["graduates"][seed % 18] | {"id": "NEW"}
    written["graduates"].append(new)

    result = repaired(written, standing)

    assert {move.graduate for move in result.moves if move.before} == set()
    assert {move.why for move in result.moves} == {MoveReason.NEW}
    assert not violations(written, result.days)
    alone = len({(new["district"], day) for (name, _), day in result.days.items() if name == "NEW"})
    before = len({(home(written, name), day) for (name, _), day in standing.items()})
    assert result.trip_days - before < alone


@settings(max_examples=4, deadline=None)
@given(SEEDS)
def test_a_day_of_leave_moves_only_those_who_were_to_be_visited_then(seed):
    written = a_caseload(seed)
    standing = standing_plan(written)
    day = sorted(standing.values())[len(standing) // 2]
    written["leave"].append(str(day))

    result = repaired(written, standing)

    people = {name for (name, _), on in standing.items() if on in (day, date.fromordinal(day.toordinal() + 1))}
    assert {move.graduate for move in result.moves if move.before} <= people
    assert {MoveReason.DAY} <= {move.why for move in result.moves}
    assert not violations(written, result.days)


def test_a_visit_that_is_set_to_another_day_moves_no_other_graduate():
    written = a_caseload(3)
    standing = standing_plan(written)
    (name, k), day = sorted(standing.items(), key=lambda one: one[1])[60]
    caseload = caseload_from_mapping(written)
    people = tuple(
        replace(her, fixed={k: date.fromordinal(day.toordinal() + 1)}) if her.id == name else her
        for her in caseload.graduates
    )

    result = repair_plan(replace(caseload, graduates=people), standing, BEFORE_ALL)

    assert result.days[name, k] == date.fromordinal(day.toordinal() + 1)
    assert {move.graduate for move in result.moves if move.before} == {name}
    assert result.moves[0].why in (MoveReason.FIXED, MoveReason.DISTANCE)


def test_within_the_horizon_nothing_moves_that_could_stay():
    written = a_caseload(5)
    standing = standing_plan(written)
    days = sorted(set(standing.values()))
    written["leave"].append(str(days[len(days) // 2]))

    result = repaired(written, standing, horizon=days[-1])

    assert {move.before for move in result.moves if move.before} == {days[len(days) // 2]}


def home(written: Caseload, name: str) -> str:
    return next(her["district"] for her in written["graduates"] if her["id"] == name)
