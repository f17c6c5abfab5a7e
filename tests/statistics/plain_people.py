"""What was written of each graduate, straight from the facts: beside `plain_figures.py`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from followup.case import facts as f
from followup.case.outcome_words import OutcomeKind
from tests.statistics.plain_dues import MET, dues_of, is_kept


@dataclass
class Worry:
    """A flag: of what kind, since when, how grave from which day on, to be seen again by when, cleared when."""

    kind: str
    since: date
    grades: list[tuple[date, str]]
    reviews: list[tuple[date, date]]
    cleared: date | None = None


@dataclass
class Outcome:
    """An end of follow-up that stood until she came back into follow-up, if she did."""

    on: date
    ending: OutcomeKind
    causes: tuple[Any, ...]
    back: date | None = None

    @property
    def result(self) -> str:
        return self.ending.result.value


@dataclass
class Graduate:
    """One graduate: what was written of her, kind by kind, in the order of its days."""

    id: str
    returned: date
    said: list[f.Fact]
    code: str = ""
    policy: str = ""
    district: str = ""
    province: str = ""
    plan: Any = None
    planned_on: date | None = None
    lent_on: date | None = None
    outcomes: list[Outcome] = field(default_factory=list)
    twice_ended: bool = False
    plan_at_end: Any = (None, None, None)
    worries: dict[str, Worry] = field(default_factory=dict)
    moved: dict[int, date] = field(default_factory=dict)
    dues: list[date] = field(default_factory=list)
    months: list[int] = field(default_factory=list)

    def all(self, kind: type[f.Body]) -> list[f.Fact]:
        return [fact for fact in self.said if isinstance(fact.body, kind)]

    def met(self) -> list[f.Fact]:
        """Visits in person."""
        return [fact for fact in self.all(f.Visited) if fact.body.contact.value in MET]

    def kept(self) -> list[f.Fact]:
        """What her policy counts as a visit made."""
        return [fact for fact in self.all(f.Visited) if is_kept(self, fact)]

    def outcome(self, day: date) -> Outcome | None:
        """What follow-up had ended with at the beginning of a day; None while it went on."""
        before = [one for one in self.outcomes if one.on < day]
        last = before[-1] if before else None
        return last if last and (last.back is None or last.back >= day) else None

    def followed(self, day: date) -> bool:
        return self.returned < day and self.outcome(day) is None


def holding(facts: Iterable[f.Fact], as_of: date, known_at: datetime | None) -> list[f.Fact]:
    """What was written down by then, is true by then and was not taken back, in the order of days."""
    known = [fact for fact in facts if known_at is None or fact.at <= known_at]
    takings_back = [fact for fact in known if isinstance(fact.body, f.Withdrawn)]

    def holds(fact: f.Fact) -> bool:
        return not any(back.body.fact == fact.id and holds(back) for back in takings_back)

    return sorted(
        (fact for fact in known if fact.on <= as_of and holds(fact)),
        key=lambda fact: (fact.on, fact.at, fact.device, fact.seq, fact.id),
    )


def returns(case_id: str, said: list[f.Fact], office: list[f.Fact]) -> list[Graduate]:
    """What is known of each return of a graduate; LookupError where her follow-up policy is not."""
    opened = next((fact.body for fact in said if isinstance(fact.body, f.Opened)), None)
    if opened is None:
        return []
    stays = [Graduate(case_id, opened.return_date, [], opened.code, opened.policy)]
    for fact in said:
        her = stays[-1]
        if isinstance(fact.body, f.ReturnedAgain):
            stays += [again(her, fact.body)] if her.outcomes and her.outcomes[-1].back is None else []
        else:
            her.said.append(fact)
            tell(her, fact, fact.body)
    for her in stays:
        her.dues, her.months = dues_of(her, office)
    return stays


def again(before: Graduate, body: Any) -> Graduate:
    """She goes home again: worries that nobody cleared come with her, and a plan made since the end."""
    her = Graduate(before.id, body.return_date, [], before.code, body.policy, before.district, before.province)
    for name, worry in before.worries.items():
        if not worry.cleared:
            since = max(worry.since, body.return_date)
            her.worries[name] = Worry(worry.kind, since, list(worry.grades), list(worry.reviews))
    if before.planned_on != before.plan_at_end[1]:
        her.plan, her.planned_on, her.lent_on = before.plan, before.planned_on, before.lent_on
    before.plan, before.planned_on, before.lent_on = before.plan_at_end
    return her


def tell(her: Graduate, fact: f.Fact, body: Any) -> None:
    if isinstance(body, f.Amended):
        her.returned = body.return_date or her.returned
        her.policy = body.policy or her.policy
    elif isinstance(body, f.Placed):
        her.district, her.province = body.district, body.province
    elif isinstance(body, f.Planned):
        loans = [plan.loan for plan in (her.plan, body.plan) if plan and plan.loan]
        same = len(loans) == 2 and loans[0].principal == loans[1].principal
        since = body.plan.loan and (body.plan.loan.since or (her.lent_on if same else fact.on))
        her.plan, her.planned_on, her.lent_on = body.plan, fact.on, since
    elif isinstance(body, f.Moved):
        her.moved[body.slot] = body.day
    tell_outcome(her, fact.on, body)
    tell_worry(her, fact, body)


def tell_outcome(her: Graduate, on: date, body: Any) -> None:
    """Of two ends without a reopening between them the first stands; a reopening undoes moves into the days between."""
    her.plan_at_end = (her.plan, her.planned_on, her.lent_on) if isinstance(body, f.Ended) else her.plan_at_end
    over = her.outcomes[-1] if her.outcomes and her.outcomes[-1].back is None else None
    if isinstance(body, f.Ended) and over:
        her.twice_ended = True
    elif isinstance(body, f.Ended):
        her.outcomes.append(Outcome(on, body.ending, body.causes))
    elif isinstance(body, f.Reopened) and over:
        over.back = on
        her.moved = {slot: day for slot, day in her.moved.items() if not over.on < day < on}


def tell_worry(her: Graduate, fact: f.Fact, body: Any) -> None:
    if isinstance(body, f.Flagged):
        grades, reviews = [(fact.on, body.severity.value)], [(fact.on, body.review_on)]
        her.worries[fact.id] = Worry(body.risk.value, fact.on, grades, reviews)
    elif isinstance(body, f.FlagReviewed) and body.flag in her.worries:
        if not her.worries[body.flag].cleared:
            her.worries[body.flag].grades.append((fact.on, body.severity.value))
            her.worries[body.flag].reviews.append((fact.on, body.review_on))
    elif isinstance(body, f.FlagCleared) and body.flag in her.worries:
        her.worries[body.flag].cleared = her.worries[body.flag].cleared or fact.on
