"""Programmes published quarter after quarter, each with what the last publication kept; and printed again otherwise."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from followup.case.outcome_words import FailureCause, OutcomeClass, OutcomeKind
from followup.case.visit_words import WellbeingDomain
from followup.case.vocabulary import RiskKind, RiskLevel
from followup.services.reports import default_report_day
from followup.statistics import report as statistics
from followup.statistics.case_summary import BusinessMonth, CaseSummary, FlagSpan
from followup.statistics.caseload_report import CaseloadAttributes
from followup.statistics.episode_ends import EpisodeEnd
from followup.statistics.evidence import Learner
from followup.statistics.quarters import Quarter
from followup.statistics.report_model import LastPublication, ReportRequest, report_to_json
from followup.statistics.sections.business import BusinessStatus
from followup.statistics.sections.flags import is_open_on
from followup.values import replace
from tests.statistics.attacked_prints import Print, endings_by_print
from tests.statistics.attacks_on_endings import MODULES, named_too
from tests.statistics.attacks_on_states import UNDER_BREAK_EVEN
from tests.statistics.programmes import Person, lives_of
from tests.statistics.puzzle import Name, World

Lives = Callable[[Quarter], Sequence[CaseSummary]]


def as_they_were(people: Sequence[Person]) -> Lives:
    """What is in the records on the day on which each quarter is published."""
    return lambda quarter: lives_of(people, quarter, default_report_day(quarter))


def published(people: Sequence[Person], quarters: Iterable[Quarter], lives: Lives | None = None) -> Iterator[Print]:
    """The reports of the quarters in which anybody is home, each published before the next."""
    lives = lives or as_they_were(people)
    before: LastPublication | None = None
    for quarter in quarters:
        there = lives(quarter)
        if any(life.returned < quarter.end for life in there):
            one = _published(quarter, there, people, before)
            yield one
            before = one.kept


def _published(
    quarter: Quarter,
    lives: Sequence[CaseSummary],
    people: Sequence[Person],
    before: LastPublication | None,
    levels: Mapping[str, RiskLevel] | None = None,
) -> Print:
    """Everything that goes out of a quarter."""
    request = ReportRequest(quarter, default_report_day(quarter), None, str, before=before)
    levels = levels or {life.id: _level(life, quarter) for life in lives}
    who = {one.id: one for one in people}
    learners = [_learner(life, who[life.id], request.as_of) for life in lives if life.stay == 1]
    known = {life.id: (life, _attributes(life, who[life.id], levels[life.id])) for life in lives}
    made = statistics.publication(lives, (), request, learners, MODULES, known)
    out = replace(made.report, published=request.as_of.isoformat())
    reports = plain(report_to_json(out)), plain(made.kept["caseload"])
    kept = LastPublication(out, plain(made.kept))
    return Print(
        reports, lives, quarter.end, levels, learners=learners, evidence=made.evidence, before=before, kept=kept
    )


def _level(life: CaseSummary, quarter: Quarter) -> RiskLevel:
    """A risk level that goes with her flags."""
    kinds = [flag.kind for flag in life.flags if is_open_on(life, flag, quarter.end)]
    if not kinds or kinds == [RiskKind.DEBT]:
        return RiskLevel.LOW
    return RiskLevel.RAISED if len(kinds) == 1 else RiskLevel.HIGH


def _attributes(life: CaseSummary, who: Person, level: RiskLevel) -> CaseloadAttributes:
    where = ", ".join(life.place)
    return CaseloadAttributes(life.trade, who.centre, level, where, "", f"W{len(who.centre)}", "monthly-36")


def _learner(life: CaseSummary, who: Person, as_of: date) -> Learner:
    ends = [over for over in life.episode_ends if over.on <= as_of]
    failure = next((over for over in ends if over.result is OutcomeClass.FAILURE), None)
    over = life.episode_end_on(as_of + timedelta(1))
    return Learner(
        case_id=life.id,
        returned=life.returned,
        trade=life.trade,
        centre=who.centre,
        modules=who.modules,
        followed_until=over.on if over else as_of,
        failed_on=failure.on if failure else None,
        causes=failure.causes if failure else (),
        ended_on=min((one.on for one in ends), default=None),
        uncounted_since=life.uncounted_since,
    )


def plain(data: Any) -> Any:
    """Data as it is read again from where it was kept."""
    return json.loads(json.dumps(data))


# --- another world, printed ---------------------------------------------------------------------------------------


def prints_the_same(people: Sequence[Person], prints: Sequence[Print], about: str, world: World) -> bool:
    """Whether a world that the reader cannot rule out is one that she cannot: every report would have been the same.

    What she knows of the program stands in puzzles, and what she does not know of it is found out here.
    """
    what, _, quarter = about.partition(" of ")
    if what == "endings":
        there = {one.quarter: lives for one, lives in zip(prints, _other_ends(prints, world.values), strict=True)}
        again = published(people, there, there.__getitem__)
        return all(_same(one, other) for one, other in zip(prints, again, strict=True))
    one = next(one for one in prints if str(one.quarter) == quarter)
    lives = _OTHER_STATES[what](one, world.values)
    levels = {life.id: _other_level(life, one, world.values) for life in lives}
    return _same(one, _published(one.quarter, lives, people, one.before, levels))


def _same(one: Print, other: Print) -> bool:
    shown = ({name: telling.released for name, telling in each.evidence.told.items()} for each in (one, other))
    return one.reports == other.reports and next(shown) == next(shown)


def _other_level(life: CaseSummary, one: Print, values: Mapping[Name, int]) -> RiskLevel:
    return next((level for level in RiskLevel if values.get((life.id, level))), one.levels[life.id])


def _other_ends(prints: Sequence[Print], values: Mapping[Name, int]) -> Iterator[list[CaseSummary]]:
    for one, ends in zip(prints, endings_by_print(prints), strict=True):
        keys = {(end.life.id, end.on): end.key for end in ends}
        yield [
            life._replace(
                episode_ends=tuple(_other_end(over, keys.get((life.id, over.on)), values) for over in life.episode_ends)
            )
            for life in one.lives
        ]


def _other_end(over: EpisodeEnd, key: object, values: Mapping[Name, int]) -> EpisodeEnd:
    if key is None:
        return over
    how = next(how for how in OutcomeKind if values[key, how])
    if how.result is not OutcomeClass.FAILURE:
        return over._replace(how=how, causes=())
    main = [cause for cause in FailureCause if values[key, cause]]
    others = [cause for cause in FailureCause if values[key, named_too(cause)] and cause not in main]
    return over._replace(how=how, causes=(*main, *others) if main else ())


def _other_scores(one: Print, values: Mapping[Name, int]) -> list[CaseSummary]:
    def scores(life: CaseSummary) -> tuple[int, ...]:
        return tuple(values[life.id, (one, "better")] - values[life.id, (one, "worse")] for one in WellbeingDomain)

    return [life._replace(scores=scores(life)) if life in one.followed else life for life in one.lives]


def _other_shops(one: Print, values: Mapping[Name, int]) -> list[CaseSummary]:
    taken = {BusinessStatus.AT_OR_ABOVE: 150, BusinessStatus.HALF_OR_MORE: 60, BusinessStatus.UNDER_HALF: 20}

    def shop(life: CaseSummary) -> BusinessMonth | None:
        status = next((what for what in BusinessStatus if values.get((life.id, what))), None)
        if status is None or life.business_month is None:
            return life.business_month
        covered = None if status not in taken else not values[life.id, UNDER_BREAK_EVEN]
        told = Fraction(taken[status]) if status in taken else None
        return life.business_month._replace(planned=Fraction(100), taken=told, covered=covered)

    return [life._replace(business_month=shop(life)) if life in one.followed else life for life in one.lives]


def _other_flags(one: Print, values: Mapping[Name, int]) -> list[CaseSummary]:
    """As many flags, of other kinds and of others in follow-up; who was not followed before had hers raised since."""
    old: dict[bool, list[FlagSpan]] = {True: [], False: []}
    closed: dict[str, tuple[FlagSpan, ...]] = {}
    for life in one.followed:
        open_ = [flag for flag in life.flags if is_open_on(life, flag, one.cutoff)]
        closed[life.id] = tuple(flag for flag in life.flags if flag not in open_)
        for flag in open_:
            old[is_open_on(life, flag, one.quarter.start)].append(flag)
    now = {life.id: [what[0] for what in _flags_open(life, values)] for life in one.followed}
    found = {life.id: life for life in one.lives}
    for life in sorted(one.followed, key=lambda life: life.episode_end_on(one.quarter.start) is None):
        was = life.episode_end_on(one.quarter.start) is None
        flags = [_take(old, one, was)._replace(kind=kind) for kind in now[life.id]]
        found[life.id] = life._replace(flags=(*closed[life.id], *flags))
    return list(found.values())


def _flags_open(life: CaseSummary, values: Mapping[Name, int]) -> list[tuple[RiskKind, int]]:
    every = (what for (her, what), value in values.items() if her == life.id and value and isinstance(what, tuple))
    return [what for what in every if what[0] in RiskKind]


def _take(old: Mapping[bool, list[FlagSpan]], one: Print, was_followed: bool) -> FlagSpan:
    """A flag from before the quarter for who was followed then, while there is one; else one raised in the quarter."""
    if was_followed and old[True]:
        return old[True].pop()
    flag = (old[False] or old[True]).pop()
    return flag._replace(since=max(flag.since, one.quarter.start))


_OTHER_STATES: Mapping[str, Callable[[Print, Mapping[Name, int]], list[CaseSummary]]] = {
    "flags": _other_flags,
    "wellbeing": _other_scores,
    "business": _other_shops,
}
