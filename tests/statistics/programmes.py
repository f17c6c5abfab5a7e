"""Invented programmes of all shapes: people with dated facts, seen as `Life` records of any quarter on any day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from random import Random

from followup.case.outcome_words import FailureCause, OutcomeKind
from followup.case.visit_words import AttemptReason, WellbeingDomain
from followup.case.vocabulary import RiskKind, RiskLevel
from followup.schedule.months import add_months
from followup.schedule.standing import DONE_WHEN_DUE
from followup.statistics.case_summary import BusinessMonth, CaseSummary, EpisodeEnd, FlagSpan, Place
from followup.statistics.quarters import Quarter
from followup.statistics.visits_of_quarter import TREND_QUARTERS, DoneOfDue, DueVisit, VisitOutcome

FIRST = Quarter(2023, 1)
PROVINCES = ("Kandal", "Takeo", "Kampot", "Pursat")
CENTRES = ("Phnom Penh", "Siem Reap")
MODULES = ("small-business", "life-skills")
TRADES = ("hairdressing", "sewing", "cooking", "weaving", "farming")


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that was due: what became of it, and the day on which that was written down."""

    on: date
    k: int
    outcome: VisitOutcome
    level: RiskLevel
    reason: AttemptReason | None
    met: date | None
    entered: date
    scored: bool


@dataclass(frozen=True, slots=True)
class Flagged:
    """A flag, and the days on which it was written down and, perhaps, withdrawn."""

    kind: RiskKind
    since: date
    until: date | None
    entered: date
    gone: date
    looked_at: date


@dataclass(frozen=True, slots=True)
class Ended:
    """An end of follow-up, and the days on which it was written down and, perhaps, withdrawn."""

    over: EpisodeEnd
    entered: date
    gone: date


@dataclass(slots=True)
class Person:
    """Everything that ever happens to one invented graduate."""

    id: str
    returned: date
    entered: date
    gone: date
    place: tuple[str, str]
    trade: str
    centre: str
    modules: tuple[str, ...]
    visits: list[Visit] = field(default_factory=list)
    flags: list[Flagged] = field(default_factory=list)
    ended: list[Ended] = field(default_factory=list)
    shops: dict[Quarter, BusinessMonth | None] = field(default_factory=dict)
    scores: list[tuple[date, WellbeingDomain, int]] = field(default_factory=list)
    milestones: tuple[int, ...] = ()
    contradictory: int = 0
    says_no: date = date.max
    """The day on which she says that she does not agree to be counted in figures."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a programme is like: its size and length, and how often what happens."""

    people: int
    quarters: int
    bursts: bool
    districts: int
    fails: float
    ends: float
    back: float
    twice: float
    on_time: float
    kinds: int
    causes: int
    flags: float
    late: float
    gone: float
    shops: float
    says_no: float = 0.0


def a_shape(random: Random) -> Shape:
    """Any shape: tiny programmes, bursts, everybody in one district, everybody failing, reopened cases."""
    return Shape(
        people=random.choice((5, 8, 12, 16, 20, 24, 30, 40, 60, 60, 90, 120)),
        quarters=12,
        bursts=random.random() < 0.4,
        districts=random.choice((1, 2, 4, 9, 16)),
        fails=random.choice((0.0, 0.1, 0.25, 0.5, 1.0)),
        ends=random.choice((0.02, 0.1, 0.25, 0.6)),
        back=random.choice((0.0, 0.0, 0.1, 0.5)),
        twice=random.choice((0.0, 0.0, 0.1, 0.4)),
        on_time=random.choice((0.3, 0.7, 0.9, 1.0)),
        kinds=random.choice((1, 2, 4, 14)),
        causes=random.choice((1, 3, 20)),
        flags=random.choice((0.05, 0.2, 0.6)),
        late=random.choice((0.0, 0.05, 0.2)),
        gone=random.choice((0.0, 0.02, 0.1)),
        shops=random.choice((0.0, 0.5, 1.0)),
    )


def a_mixed_shape(random: Random) -> Shape:
    """Programmes of which much is told: many ends, of several kinds, and failures not the most of them."""
    return replace(
        a_shape(random),
        people=random.choice((40, 60)),
        fails=random.choice((0.1, 0.2, 0.3, 0.4)),
        ends=random.choice((0.03, 0.06, 0.1)),
        back=random.choice((0.0, 0.1, 0.3)),
        flags=0.05,
        shops=0.1,
    )


def a_programme(seed: int, shape: Shape | None = None) -> tuple[Shape, list[Person]]:
    """A programme of a shape, or of any: from its first quarter through its last and a year more."""
    random = Random(seed)
    shape = shape or a_shape(random)
    last = FIRST.plus(shape.quarters + 3).end
    starts = [FIRST.plus(n).start for n in range(shape.quarters + 3)]
    home = [random.choice(starts) + timedelta(random.randint(0, 89)) for _ in range(3)]
    first = [
        _person(random, shape, f"p{n:03}", _return(random, shape, starts, home), last) for n in range(shape.people)
    ]
    return shape, [*first, *_second_returns(random, shape, first, last)]


def with_refusals(seed: int, shape: Shape, people: Sequence[Person]) -> list[Person]:
    """The programme, in which some say no to being counted: at first, or long after it was told how they ended."""
    random = Random(f"no {seed}")
    first, last = FIRST.start, FIRST.plus(shape.quarters).end
    said = {
        who.id.partition("/")[0]: first + random.random() * (last - first)
        for who in people
        if random.random() < shape.says_no
    }
    return [replace(who, says_no=said.get(who.id.partition("/")[0], date.max)) for who in people]


def quarters_of(shape: Shape) -> list[Quarter]:
    """The quarters of a programme that are published."""
    return [*FIRST.upto(FIRST.plus(shape.quarters - 1))]


def _second_returns(random: Random, shape: Shape, first: Sequence[Person], last: date) -> Iterator[Person]:
    """Those who go home once more, some time after follow-up ended for good."""
    for who in first:
        end = who.ended[-1] if who.ended else None
        if end and end.over.back is None and random.random() < shape.twice:
            again = end.over.on + timedelta(random.randint(10, 200))
            if again < last:
                stay = _person(random, shape, f"{who.id}/2", again, last)
                known = max(stay.entered, end.entered), min(who.gone, end.gone)
                told = replace(stay, entered=known[0], gone=known[1], trade=who.trade)
                yield replace(told, centre=who.centre, modules=who.modules)


def _return(random: Random, shape: Shape, starts: Sequence[date], home: Sequence[date]) -> date:
    if shape.bursts:
        return random.choice(home) + timedelta(random.randint(0, 20))
    return random.choice(starts) + timedelta(random.randint(0, 91))


def _entered(random: Random, shape: Shape, on: date) -> date:
    return on + timedelta(random.randint(20, 150) if random.random() < shape.late else 0)


def _gone(random: Random, shape: Shape, entered: date) -> date:
    return entered + timedelta(random.randint(1, 200)) if random.random() < shape.gone else date.max


def _person(random: Random, shape: Shape, name: str, returned: date, last: date) -> Person:
    district = random.randrange(shape.districts)
    entered = _entered(random, shape, returned)
    who = Person(
        id=name,
        returned=returned,
        entered=entered,
        gone=_gone(random, shape, entered + timedelta(100)),
        place=(f"District {district}", PROVINCES[district % len(PROVINCES)]),
        trade=random.choice(TRADES[: 1 + shape.kinds]),
        centre=random.choice(CENTRES),
        modules=tuple(module for module in MODULES if random.random() < 0.5),
        contradictory=int(random.random() < 0.05),
        milestones=tuple(month for month in (12, 24, 36) if random.random() < 0.6),
    )
    _end(random, shape, who, last)
    _visit(random, shape, who, last)
    _flag(random, shape, who, last)
    for quarter in Quarter.of(returned).upto(Quarter.of(last)):
        who.shops[quarter] = _shop(random, shape, who)
    return who


def _end(random: Random, shape: Shape, who: Person, last: date) -> None:
    begun, day = who.returned, who.returned
    while day < last:
        day += timedelta(random.randint(3, 60))
        if day >= last or random.random() > shape.ends:
            continue
        failed = random.random() < shape.fails
        how = random.choice([one for one in OutcomeKind if (one.result == "failure") is failed][: 1 + shape.causes])
        causes = tuple(random.sample(list(FailureCause)[: shape.causes], 1)) if random.random() < 0.9 else ()
        back = day + timedelta(random.randint(20, 200)) if random.random() < shape.back else None
        back = back if back and back < last else None
        entered = _entered(random, shape, day)
        ended = Ended(EpisodeEnd(day, how, causes, back), entered, _gone(random, shape, entered))
        who.ended.append(ended)
        if ended.gone < last and random.random() < 0.5:  # put right: it was another
            other = random.choice([one for one in OutcomeKind if one is not how])
            who.ended.append(Ended(EpisodeEnd(day, other, causes, back), ended.gone, date.max))
        if back is None:
            return
        begun = day = back
    assert begun <= last


def _followed(who: Person, day: date) -> bool:
    return all(day < one.over.on or (one.over.back is not None and one.over.back <= day) for one in who.ended)


def _visit(random: Random, shape: Shape, who: Person, last: date) -> None:
    steady = random.random() < shape.on_time
    for k in range(1, 40):
        on = add_months(who.returned, k)
        if on >= last:
            return
        if not _followed(who, on):
            continue
        chance = 0.95 if steady else 0.4
        outcome, met, reason = VisitOutcome.NOT_TRIED, None, None
        if random.random() < chance:
            outcome, met = VisitOutcome.WHEN_DUE, on + timedelta(random.randint(-5, 14))
        elif random.random() < 0.3:
            outcome, met = VisitOutcome.LATE, on + timedelta(random.randint(15, 28))
        elif random.random() < 0.6:
            outcome, reason = VisitOutcome.TRIED, random.choice(list(AttemptReason)[: 1 + shape.kinds])
        level = random.choice((RiskLevel.LOW, RiskLevel.LOW, RiskLevel.RAISED, RiskLevel.HIGH))
        scored = random.random() < 0.7
        who.visits.append(Visit(on, k, outcome, level, reason, met, _entered(random, shape, met or on), scored))
        if met and scored:
            who.scores += [(met, domain, random.randint(1, 4)) for domain in WellbeingDomain if random.random() < 0.8]


def _flag(random: Random, shape: Shape, who: Person, last: date) -> None:
    day = who.returned
    while (day := day + timedelta(random.randint(20, 120))) < last:
        if _followed(who, day) and random.random() < shape.flags:
            until = day + timedelta(random.randint(5, 300)) if random.random() < 0.8 else None
            kind = random.choice(list(RiskKind)[: shape.kinds])
            look = day + timedelta(random.randint(20, 200))
            entered = _entered(random, shape, day)
            who.flags.append(Flagged(kind, day, until, entered, _gone(random, shape, entered), look))


def _shop(random: Random, shape: Shape, who: Person) -> BusinessMonth | None:
    if random.random() > shape.shops:
        return None
    told = random.random() < 0.75
    taken = Fraction(random.randint(0, 150)) if told else None
    return BusinessMonth(
        who.trade, Fraction(100), taken, taken > 60 if taken is not None else None, random.random() < 0.9
    )


# --- as a report sees them ----------------------------------------------------------------------------------------


def lives_of(people: Sequence[Person], quarter: Quarter, as_of: date, known: date | None = None) -> list[CaseSummary]:
    """The lives that a report is made from: of what was written down by ``known`` (``as_of``, where it is not said)."""
    known = known or as_of
    return [_life(who, quarter, as_of, known) for who in people if who.returned <= as_of and _stands(who, known)]


def _stands(what: Person | Ended | Flagged, known: date) -> bool:
    """Whether it was written down by a day, and not withdrawn."""
    return what.entered <= known < what.gone


def _life(who: Person, quarter: Quarter, as_of: date, known: date) -> CaseSummary:
    cut = min(quarter.end, as_of + timedelta(1))
    episode_ends = tuple(_overs(who, as_of, known))
    made = [visit for visit in who.visits if visit.met and visit.met < cut and visit.entered <= known]
    since_met, longest = _contact(who, episode_ends, sorted(visit.met for visit in made if visit.met), quarter, cut)
    mine = [visit for visit in made if visit.met and quarter.start <= visit.met]
    dues = [(visit.on, _due(visit, as_of, known)) for visit in who.visits if visit.on + DONE_WHEN_DUE <= as_of]
    return CaseSummary(
        id=who.id,
        code=who.id,
        returned=who.returned,
        place=Place(*who.place),
        trade=who.trade,
        episode_ends=episode_ends,
        dues=tuple(due for on, due in dues if quarter.holds(on)),
        before=tuple(_before(dues, quarter)),
        since_met=since_met,
        longest=longest,
        flags=tuple(
            FlagSpan(flag.kind, flag.since, flag.until if flag.until and flag.until < cut else None, flag.looked_at)
            for flag in who.flags
            if flag.since <= as_of and _stands(flag, known)
        ),
        business_month=who.shops.get(quarter),
        scores=tuple(_change(who, domain, cut) for domain in WellbeingDomain),
        milestones=who.milestones,
        uncounted_since=who.says_no if who.says_no <= known else None,
        scored=sum(visit.scored for visit in mine),
        unscored=sum(not visit.scored for visit in mine),
        contradictory=who.contradictory,
    )


def _overs(who: Person, as_of: date, known: date) -> Iterator[EpisodeEnd]:
    for ended in who.ended:
        if ended.over.on <= as_of and _stands(ended, known):
            back = ended.over.back if ended.over.back and ended.over.back <= as_of else None
            yield ended.over._replace(back=back)


def _due(visit: Visit, as_of: date, known: date) -> DueVisit:
    seen = visit.entered <= known and not (visit.met and visit.met > as_of)
    return DueVisit(
        visit.k, visit.outcome if seen else VisitOutcome.NOT_TRIED, visit.level, visit.reason if seen else None
    )


def _before(dues: Sequence[tuple[date, DueVisit]], quarter: Quarter) -> Iterator[DoneOfDue]:
    for earlier in quarter.plus(1 - TREND_QUARTERS).upto(quarter.before):
        there = [due for on, due in dues if earlier.holds(on)]
        yield DoneOfDue(sum(due.outcome is VisitOutcome.WHEN_DUE for due in there), len(there))


def _contact(
    who: Person, episode_ends: Sequence[EpisodeEnd], met: Sequence[date], quarter: Quarter, cut: date
) -> tuple[int, int]:
    over = (
        episode_ends[-1].on
        if episode_ends and episode_ends[-1].back is None and episode_ends[-1].on < cut
        else cut - timedelta(1)
    )
    days = sorted({who.returned, *(day for day in met if day > who.returned)})
    last = max((over - days[-1]).days, 0)
    return last, max((last, *((b - a).days for a, b in pairwise(days) if b >= quarter.start)))


def _change(who: Person, domain: WellbeingDomain, cut: date) -> int:
    told = [(on, score) for on, one, score in who.scores if one is domain and on < cut]
    if len(told) < 2 or told[-1][0] + timedelta(days=183) < cut:
        return 0
    first, last = told[0][1], told[-1][1]
    return (last > first) - (last < first)
