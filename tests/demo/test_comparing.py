"""The same lives under AFESIP's, HCC's and CCPCR's follow-up: what each would have seen, and when.

- what is lived is the same under each policy, and so is the number each share is of
- monthly visits see every failing business that the others see, and no later than at their next visit
- a first sign is what the program itself would say as of that visit, and only before the end
- who disappears is noticed by an attempt in vain or a slot missed, and not once follow-up is over
- a danger counts when a visit wrote it down while it lasted
- where there is nobody to count, there is no share and nothing is divided by it
"""

from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from followup.case.business.month import Month
from followup.case.business.plan import CostKind, MonthlyCost
from followup.case.facts import Attempted, Body, Fact, Flagged, Visited
from followup.case.replay import replay
from followup.case.vocabulary import AttemptReason, Contact, Ending, RiskKind, Severity
from followup.demo.caseload import Simulated, World
from followup.demo.comparing import ORGANISATIONS, Beyond, Comparison, Glimpse, Seen, Truth, compare, looked
from followup.demo.eyes import RISKS, RULES, Eyes
from followup.demo.fates import Fate, Ground
from followup.demo.lives import Life
from followup.demo.shops import Figures
from followup.demo.story import Story
from followup.demo.troubles import Trouble
from followup.services.attention import attended, looked_at
from followup.statistics.proportions import Share
from followup.store import Draft
from tests.builders import a_plan
from tests.demo.demos import TODAY, a_demo, scheduler
from tests.monitoring.cases import riel

HOME = date(2025, 7, 10)
CLOSED = HOME + timedelta(days=365)


@cache
def compared(number: int = 200, seed: int = 7) -> Comparison:
    """The comparison of an invented caseload."""
    return compare(number, seed, scheduler())


def seen_by(policy: str) -> Seen:
    """What one policy saw of 200 lives."""
    return next(seen for seen in compared().seen if seen.policy.name == policy)


# --- a life made by hand --------------------------------------------------------------------------------------------


def a_life(fate: Fate | None = None, troubles: tuple[Trouble, ...] = (), gone: date | None = None) -> Life:
    """A life with a business, home since ``HOME``; it closes after a year unless something else is said."""
    ground = Ground(HOME, shop=None, trained=False, open_to=frozenset({"home", "plan"}))
    month = Figures(customers=6, takings=300_000, costs={}, drawings=0, stock=0, debt=0, savings=0)
    closes = Fate(12, Ending.BUSINESS_CLOSED, last="Closed.", slope=6)
    return Life(ground, closes if fate is None else fate, troubles, (month,), (), gone)


def a_story(*since: tuple[str, Body], policy: str = "monthly-36") -> Story:
    """What was written down of her: each entry with its day."""
    form = {"code": "KML-1", "return_date": HOME, "policy": policy, "worker": "SN", "plan": a_plan()}
    return Story(form, tuple(Draft(date.fromisoformat(on), said) for on, said in since))


def a_visit(takings: int = 300_000, contact: Contact = Contact.HOME_VISIT) -> Visited:
    """A visit at which six customers a day and these takings were told, against 100,000 riel of costs."""
    costs = (MonthlyCost(CostKind.MATERIALS, riel(100_000)),)
    return Visited(contact, month=Month(customers=Decimal(6), takings=riel(takings), costs=costs))


def a_flag(risk: RiskKind, severity: Severity = Severity.CONCERN) -> Flagged:
    """A flag as a visit writes it down."""
    return Flagged(risk, severity, "Seen at the visit.", "SN", TODAY)


def glimpse(life: Life, *since: tuple[str, Body], policy: str = "monthly-36") -> Glimpse:
    """What visits saw of a life."""
    return looked(Simulated(life, a_story(*since, policy=policy)), scheduler())[1]


def seen(*told: tuple[Truth, Glimpse]) -> Seen:
    """What AFESIP's policy saw of these lives."""
    return Seen("AFESIP", scheduler().policies["monthly-36"], told)


# --- what is lived ------------------------------------------------------------------------------------------------


def test_what_is_lived_is_the_same_whoever_visits_and_how_often() -> None:
    worlds = [World(7, scheduler(), policy) for policy in ORGANISATIONS]

    for at in range(150):
        first, *others = (world.simulated(at) for world in worlds)
        assert [other.life for other in others] == [first.life] * len(others)
        assert {str(told.story.form | {"policy": ""}) for told in others} == {str(first.story.form | {"policy": ""})}


def test_every_share_is_of_the_same_number_under_each_policy() -> None:
    first, *others = compared().seen

    for other in others:
        assert [truth for truth, _ in other.lives] == [truth for truth, _ in first.lives]
    for name in ("signs", "in_time", "elsewhere", "missed", "dangers"):
        assert len({getattr(seen, name).of for seen in compared().seen}) == 1
        assert getattr(first, name).of > 5


def test_a_policy_promises_its_visits_and_no_more_are_made() -> None:
    monthly, twice, once = (seen_by(name) for name in ("monthly-36", "hcc", "ccpcr"))

    assert monthly.visits > 5 * twice.visits > 5 * once.visits
    assert max(glimpse.visits for _, glimpse in twice.lives) == 2
    assert max(glimpse.visits for _, glimpse in once.lives) == 1


# --- the argument for monthly visits ------------------------------------------------------------------------------


def test_monthly_visits_see_every_failing_business_that_another_policy_sees_no_later_than_at_their_next_visit() -> None:
    month = timedelta(days=31)
    for other in (seen_by("hcc"), seen_by("ccpcr")):
        both = [
            (ours.sign, theirs.sign)
            for (truth, ours), (_, theirs) in zip(seen_by("monthly-36").lives, other.lives, strict=True)
            if truth.closed and theirs.sign
        ]

        assert len(both) > 3
        assert all(ours is not None and theirs is not None and ours <= theirs + month for ours, theirs in both)


def test_monthly_visits_see_more_of_everything_and_also_more_that_passes() -> None:
    monthly, others = seen_by("monthly-36"), (seen_by("hcc"), seen_by("ccpcr"))

    for other in others:
        for name in ("signs", "in_time", "elsewhere", "missed", "dangers"):
            assert getattr(monthly, name).count > getattr(other, name).count, name
        assert monthly.warning is not None
        assert other.warning is not None
        assert monthly.warning > other.warning


# --- the first sign of a failing business -------------------------------------------------------------------------


def test_the_first_sign_is_the_second_month_running_in_which_takings_are_under_costs() -> None:
    told = seen(
        (
            Truth.of(a_life(), TODAY),
            glimpse(
                a_life(),
                ("2025-11-10", a_visit()),
                ("2025-12-10", a_visit(takings=80_000)),
                ("2026-01-10", a_visit(takings=90_000)),
                ("2026-02-10", a_visit(takings=70_000)),
            ),
        )
    )

    ((truth, saw),) = told.lives
    assert (saw.sign, truth.closed, saw.visits) == (date(2026, 1, 10), CLOSED, 4)
    assert told.ahead == told.warning
    assert round(float(told.ahead or 0), 1) == 5.9
    assert told.signs == told.in_time == Share(1, 1)


def test_a_flag_about_the_business_is_a_sign_and_one_about_her_health_is_none() -> None:
    visit = ("2026-01-10", a_visit())

    assert glimpse(a_life(), visit, ("2026-01-10", a_flag(RiskKind.DEBT))).sign == date(2026, 1, 10)
    assert glimpse(a_life(), visit, ("2026-01-10", a_flag(RiskKind.HEALTH))).sign is None


def test_what_is_seen_once_the_business_has_closed_is_no_sign() -> None:
    on_the_day, later = (CLOSED.isoformat(), (CLOSED + timedelta(days=31)).isoformat())

    saw = glimpse(a_life(), (on_the_day, a_visit(takings=50_000)), (later, a_visit(takings=50_000)))

    assert saw.sign is None


def test_a_sign_in_the_last_three_months_leaves_no_time_to_act() -> None:
    life = a_life()
    late = glimpse(life, ("2026-05-10", a_visit()), ("2026-05-10", a_flag(RiskKind.DEBT)))

    told = seen((Truth.of(life, TODAY), late))

    assert (told.signs.count, told.in_time.count) == (1, 0)


def test_a_business_never_seen_failing_counts_as_no_warning_at_all() -> None:
    life = a_life()
    warned = glimpse(life, ("2026-01-10", a_visit()), ("2026-01-10", a_flag(RiskKind.DEBT)))

    told = seen((Truth.of(life, TODAY), warned), (Truth.of(life, TODAY), glimpse(life)))

    assert told.warning == (told.ahead or 0) / 2
    assert told.signs == Share(1, 2)


def test_a_sign_in_a_business_that_goes_on_is_told_apart() -> None:
    life = a_life(Fate())
    saw = glimpse(life, ("2026-01-10", a_visit()), ("2026-01-10", a_flag(RiskKind.DEBT)))

    told = seen((Truth.of(life, TODAY), saw))

    assert told.signs == Share(0, 0)
    assert told.elsewhere == Share(1, 1)


def test_what_the_eyes_see_is_what_the_program_shows_of_the_same_entries() -> None:
    book, built = a_demo(12)
    world, schedules = World(7, scheduler()), scheduler()
    signs = []
    for at, code in enumerate(built.invented):
        facts = book.store.facts(book.find(code))
        eyes = Eyes(world.simulated(at).story, schedules)

        def shows(day: date, facts: tuple[Fact, ...] = facts) -> bool:
            case = replay("", facts, day)
            found = attended(looked_at(case, facts, schedules.timetable(case, day), day, schedules.office)).noted
            return any(one.finding.rule in RULES for one in found) or any(one.risk in RISKS for one in case.open_flags)

        signs.append(next((day for day in eyes.heard if shows(day)), None))
        assert eyes.first_sign(date.max) == signs[-1], code

    assert len([day for day in signs if day]) > 3


# --- whoever is not found any more --------------------------------------------------------------------------------


GONE = date(2026, 3, 1)
FOUND = ("2026-02-10", a_visit())


def test_who_disappears_is_noticed_at_the_first_attempt_in_vain_since() -> None:
    before, after = (Attempted(AttemptReason.NOT_AT_HOME) for _ in range(2))

    saw = glimpse(a_life(Fate(), gone=GONE), ("2026-02-08", before), FOUND, ("2026-03-12", after))

    assert saw.missed == date(2026, 3, 12)
    assert seen((Truth.of(a_life(Fate(), gone=GONE), TODAY), saw)).days_after == 11


def test_where_nobody_goes_it_is_noticed_when_the_window_of_her_visit_has_closed() -> None:
    saw = glimpse(a_life(Fate(), gone=GONE), FOUND)

    assert saw.missed == date(2026, 3, 18)


def test_once_follow_up_is_over_nobody_notices() -> None:
    visits = (("2025-10-10", a_visit()), ("2026-01-09", a_visit()))

    saw = glimpse(a_life(Fate(), gone=GONE), *visits, policy="hcc")

    assert saw.missed is None
    told = seen((Truth.of(a_life(Fate(), gone=GONE), TODAY), saw))
    assert (told.missed, told.days_after) == (Share(0, 1), None)


# --- dangers ------------------------------------------------------------------------------------------------------

VIOLENCE = Trouble(RiskKind.VIOLENCE, Severity.DANGER, "Beaten.", date(2026, 2, 1), date(2026, 3, 1))
WRITTEN = a_flag(RiskKind.VIOLENCE, Severity.DANGER)


def dangers(*since: tuple[str, Body], life: Life | None = None) -> tuple[date | None, ...]:
    """The days on which the dangers of a life were written down."""
    return glimpse(life or a_life(Fate(), (VIOLENCE,)), *since).dangers


def test_a_danger_counts_on_the_day_a_visit_wrote_it_down() -> None:
    assert dangers(FOUND, ("2026-02-10", WRITTEN)) == (date(2026, 2, 10),)
    assert dangers(("2026-02-10", a_visit(contact=Contact.PHONE)), ("2026-02-10", WRITTEN)) == (date(2026, 2, 10),)


def test_a_danger_that_is_over_or_that_no_visit_saw_does_not_count() -> None:
    assert dangers(("2026-03-10", a_visit()), ("2026-03-10", WRITTEN)) == (None,)
    assert dangers(FOUND, ("2026-02-12", WRITTEN)) == (None,)
    assert dangers(FOUND, ("2026-02-10", a_flag(RiskKind.VIOLENCE, Severity.WATCH))) == (None,)


def test_a_danger_lasts_no_longer_than_what_is_told_of_her_life() -> None:
    standing = VIOLENCE._replace(start=date(2026, 6, 1), until=None)
    later = VIOLENCE._replace(start=date(2026, 8, 1), until=None)

    truth = Truth.of(a_life(troubles=(standing, later)), TODAY)

    assert [one.until for one in truth.dangers] == [CLOSED]


# --- nothing to count ---------------------------------------------------------------------------------------------


def test_without_lives_there_is_no_share_and_nothing_is_divided() -> None:
    for told in compare(0, 7, scheduler()).seen:
        shares = (told.signs, told.in_time, told.elsewhere, told.missed, told.dangers)
        assert {share.value for share in shares} == {None}
        assert (told.visits, told.a_graduate, told.ahead, told.warning, told.days_after) == (0, None, None, None, None)
        assert told.beyond(told) == Beyond(0, 0, 0)


def test_how_far_it_has_come_is_told_after_every_life() -> None:
    heard: list[tuple[int, int]] = []

    compare(3, 7, scheduler(), lambda done, of: heard.append((done, of)))

    assert heard == [(1, 3), (2, 3), (3, 3)]
