"""The internal report of a quarter once more, straight from the facts: the oracle of the quarter's tests.

It is written as plainly as the definitions read and as slowly as it likes. Nothing of replay, of the schedule or of
`followup.review` is used; ranges of shares come from scipy, curves and their ranges from lifelines.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from math import floor
from statistics import median
from typing import Any

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped,unused-ignore]

from followup.case import facts as f
from followup.case.business.money import Currency, Money
from followup.case.outcome_words import MilestoneStanding, OutcomeClass, OutcomeKind
from followup.case.visit_words import WellbeingDomain
from followup.casebook import Casebook
from followup.store import LESSONS, OFFICE
from tests.statistics.plain_dues import nearest
from tests.statistics.plain_numbers import Curve, months_between, share
from tests.statistics.plain_people import Graduate, Outcome, Worry, holding, returns
from tests.statistics.plain_support import support

DAY = timedelta(days=1)
FORTNIGHT = timedelta(days=14)
LEVELS = {"danger": "high", "concern": "raised"}
MONTHS = ((0, 3), (4, 12), (13, 24), (25, 36), (37, 9_999))
SINCE = ((0, 31), (32, 45), (46, 59), (60, 9_999_999))
LONGEST = ((0, 35), (36, 59), (60, 89), (90, 9_999_999))

Cells = dict[tuple[str, str, str, str], Any]
"""Every cell by section, table, row and column."""


# --- the quarter --------------------------------------------------------------------------------------------------


@dataclass
class Plain:
    """Everybody and what was learned, looked at for a quarter [start, end) up to ``cut``."""

    everybody: list[Graduate]
    learned: list[f.Fact]
    sent: list[dict[str, Any]]
    start: date
    end: date
    as_of: date
    unread: int

    @property
    def cut(self) -> date:
        return min(self.end, self.as_of + DAY)

    @property
    def home(self) -> list[Graduate]:
        return [her for her in self.everybody if her.returned < self.cut]

    @property
    def followed(self) -> list[Graduate]:
        return [her for her in self.home if her.followed(self.cut)]

    def in_quarter(self, day: date) -> bool:
        return self.start <= day < self.cut

    def earlier(self, quarters: int) -> "Plain":
        start = self.start - relativedelta(months=3 * quarters)
        return Plain(
            self.everybody, self.learned, self.sent, start, start + relativedelta(months=3), self.as_of, self.unread
        )

    @property
    def name(self) -> str:
        return f"{self.start.year}Q{(self.start.month + 2) // 3}"


def plain(book: Casebook, start: date, as_of: date, known_at: datetime | None = None) -> Cells:
    """Every cell of the internal report of the quarter that begins on ``start``."""
    told = (*book.store.facts(OFFICE), *book.store.facts(LESSONS))
    office = holding(told, as_of, known_at)
    everybody, sent, unread = [], [], 0
    for case_id in book.store.case_ids():
        try:
            said = holding(book.store.facts(case_id), as_of, known_at)
            everybody += (home := returns(case_id, said, office))
            sent += ways_of_referrals(said) if home else []
        except LookupError:
            unread += 1
    learned = holding(book.store.facts(LESSONS), as_of, known_at)
    it = Plain(everybody, learned, sent, start, start + relativedelta(months=3), as_of, unread)
    cells: Cells = dict(support(it.everybody, it.start, it.cut))
    parts = (caseload, visits, contact, flags, business, wellbeing, outcomes, survival, milestones, lessons, trend)
    for part in (*parts, referrals, unknown):
        cells |= dict(part(it))
    return cells


Told = Iterator[tuple[tuple[str, str, str, str], Any]]


def column(section: str, table: str, name: str, rows: dict[Any, Any]) -> Told:
    for row, value in rows.items():
        yield (section, table, str(row), name), value


# --- caseload and outcomes ----------------------------------------------------------------------------------------


def movement(it: Plain) -> tuple[int, int, int, list[Outcome], int]:
    """How many at the start, joined, back, with which outcomes they left, and how many at the end."""
    start = [her for her in it.home if her.followed(it.start)]
    joined = [her for her in it.home if her.returned >= it.start]
    back, left = 0, []
    for her, one in ends(it):
        left += [one] if it.in_quarter(max(one.on, her.returned)) else []
        back += one.back is not None and it.in_quarter(max(one.back, her.returned))
    return len(start), len(joined), back, left, len(it.followed)


def caseload(it: Plain) -> Told:
    start, joined, back, left, end = movement(it)
    rows = {"start": start, "joined": joined} | ({"back": back} if back else {}) | {"left": len(left), "end": end}
    yield from column("caseload", "movement", "people", rows)


def ends(it: Plain) -> list[tuple[Graduate, Outcome]]:
    """Every end of follow-up since the start."""
    return [(her, one) for her in it.home for one in her.outcomes if one.on < it.cut]


def outcomes(it: Plain) -> Told:
    over = ends(it)
    for name, listed in (("results", [one for _, one in over]), ("quarter", movement(it)[3])):
        left = Counter(one.result for one in listed)
        rows = {result.value: left[result.value] for result in OutcomeClass}
        yield from column("outcomes", name, "people", rows | {"all": left.total()})
        if name == "results":
            yield from column("outcomes", name, "share", parts_of(rows))
    for result in OutcomeClass:
        kinds = Counter(one.ending.value for _, one in over if one.result == result.value)
        yield from column("outcomes", f"kinds_{result.value}", "people", {**kinds, "all": kinds.total()})
        yield from column("outcomes", f"kinds_{result.value}", "share", parts_of(kinds))
    yield from causes([one for _, one in over if one.result == "failure"])
    yield from cohorts(it, over)


def parts_of(numbers: Any) -> dict[str, Any]:
    """Each of the numbers as a share of all of them, and the whole."""
    every = sum(numbers.values())
    whole = {"percent": 100, "low": None, "high": None} if every else None
    return {name: share(number, every) for name, number in numbers.items()} | {"all": whole}


def causes(failures: list[Outcome]) -> Told:
    main = Counter(one.causes[0].value for one in failures if one.causes)
    named = Counter(cause.value for one in failures for cause in set(one.causes))
    none = {"no_cause": len(failures) - main.total()} if len(failures) > main.total() else {}
    yield from column(
        "outcomes", "causes", "people", {c: main[c] for c in {*main, *named}} | none | {"all": len(failures)}
    )
    yield from column("outcomes", "causes", "share", parts_of({c: main[c] for c in {*main, *named}} | none))
    nothing = dict.fromkeys([*none, "all"])
    yield from column("outcomes", "causes", "named", {c: named[c] for c in {*main, *named}} | nothing)


def cohorts(it: Plain, over: list[tuple[Graduate, Outcome]]) -> Told:
    home = Counter(str(her.returned.year) for her in it.home)
    yield from column("outcomes", "cohorts", "people", {**home, "all": home.total()} if home else {})
    for result in OutcomeClass:
        left = Counter(str(her.returned.year) for her, one in over if one.result == result.value)
        yield from column("outcomes", "cohort_outcomes", result.value, {year: left[year] for year in home})


# --- visits -------------------------------------------------------------------------------------------------------


@dataclass
class Due:
    """A visit that was due and can be judged."""

    her: Graduate
    on: date
    month: int
    fate: str
    level: str
    twice: bool
    made: date | None = None


def due_in(it: Plain) -> Iterator[Due]:
    return (due for due, excused in slots_in(it) if not excused)


def slots_in(it: Plain) -> Iterator[tuple[Due, bool]]:
    """Every visit that fell due, and whether a pause excused it."""
    for her in it.everybody:
        mine = {k: [] for k in range(1, len(her.dues) + 1)}
        for visit in her.kept():
            mine.setdefault(visit.body.slot or nearest(her.dues, visit.on), []).append(visit.on)
        tries = {nearest(her.dues, fact.on): fact.body.reason.value for fact in her.all(f.Attempted)}
        pauses = [fact.body for fact in her.all(f.Paused)]
        for k, on in enumerate(her.dues, 1):
            if not (it.start <= on < it.end and on + FORTNIGHT <= it.as_of) or not was_followed(her, on):
                continue
            rests = not mine[k] and k not in her.moved and any(pause.start <= on < pause.until for pause in pauses)
            made = mine[k][0] if mine[k] else None
            fate = tries.get(k, "no_try_written_down")
            if made:
                fate = "done_when_due" if made <= on + FORTNIGHT else "done_late"
            yield Due(her, on, her.months[k - 1], fate, level(her, on), len(mine[k]) > 1, made), rests


def was_followed(her: Graduate, day: date) -> bool:
    """Whether follow-up went on, or ended, on this day."""
    return not any(one.on < day and (one.back is None or day < one.back) for one in her.outcomes)


def level(her: Graduate, day: date) -> str:
    grave = {
        [grade for on, grade in worry.grades if on <= day][-1]
        for worry in her.worries.values()
        if worry.since <= day and not (worry.cleared and worry.cleared <= day)
    }
    return next((level for grade, level in LEVELS.items() if grade in grave), "low")


def shares(dues: Iterable[tuple[str, Due]]) -> dict[str, Any]:
    """Of the visits under each name, how many were done when due."""
    listed = list(dues)
    all_, done = Counter(name for name, _ in listed), Counter(n for n, due in listed if due.fate == "done_when_due")
    return {name: share(done[name], number) for name, number in all_.items()}


def visits(it: Plain) -> Told:
    yield from column("visits", "excused", "visits", {"excused": sum(rests for _, rests in slots_in(it))})
    dues = list(due_in(it))
    if not dues:
        return
    yield from column("visits", "became", "visits", {**Counter(due.fate for due in dues), "due": len(dues)})
    yield from column("visits", "by_place", "when_due", shares((due.her.district, due) for due in dues))
    for name in ("by_place", "by_month", "by_level"):
        yield from column("visits", name, "when_due", shares(("all", due) for due in dues))
    yield from column("visits", "by_month", "when_due", shares((band(due.month, MONTHS), due) for due in dues))
    yield from column("visits", "by_level", "when_due", shares((due.level, due) for due in dues))
    yield from trips([due for due in dues if due.made in {visit.on for visit in due.her.met()}])


def place(due: Due) -> tuple[str, str]:
    return due.her.province, due.her.district


def trips(dues: list[Due]) -> Told:
    """Days on which somebody went to a district, and as many as the due dates would have taken."""
    if dues:
        days = len({(*place(due), due.made) for due in dues})
        alone = len({(*place(due), due.on + timedelta({5: -1, 6: 1}.get(due.on.weekday(), 0))) for due in dues})
        mean = f"{len(dues) / days:.1f}"
        rows = {"visits": len(dues), "days": days, "visits_a_day": mean, "each_when_due": alone}
        yield from column("visits", "trips", "number", rows)


def band(number: int, bands: tuple[tuple[int, int], ...]) -> str:
    low, high = next(one for one in bands if one[0] <= number <= one[1])
    return f"{low}-{high}" if high < 9_999 else f"{low}-"


# --- contact ------------------------------------------------------------------------------------------------------


UNMET = ("phone", "third_person", "family", "local_authority")


def contact(it: Plain) -> Told:
    heard = (visit for her in it.everybody for visit in her.all(f.Visited) if it.start <= visit.on < it.cut)
    kinds = Counter(visit.body.contact.value for visit in heard)
    yield from column("contact", "other_contacts", "contacts", {kind: kinds[kind] for kind in UNMET})
    for kind in UNMET[2:]:
        of = {
            her.id.partition("/")[0] for her in it.everybody for visit in her.all(f.Visited) if is_of(it, visit, kind)
        }
        yield ("contact", "spoken_with", kind, "contacts"), kinds[kind]
        yield ("contact", "spoken_with", kind, "people"), len(of)
    last = it.cut - DAY
    since, gaps = Counter[str](), Counter[str]()
    for her in it.followed:
        days = [her.returned, *(visit.on for visit in her.met() if her.returned < visit.on <= last)]
        since[band((last - max(days)).days, SINCE)] += 1
        apart = [(b - a).days for a, b in pairwise([*sorted(days), last]) if b >= it.start]
        gaps[band(max(apart), LONGEST)] += 1
    if it.followed:
        yield from column("contact", "since_met", "people", {**since, "all": len(it.followed)})
        yield from column("contact", "longest", "people", {**gaps, "all": len(it.followed)})
        yield from follow_ups(it)


def is_of(it: Plain, visit: f.Fact, kind: str) -> bool:
    return it.start <= visit.on < it.cut and visit.body.contact.value == kind  # type: ignore[attr-defined]


def follow_ups(it: Plain) -> Told:
    """Contacts with each graduate in follow-up at the end: the middle of them, the middle half, the ends."""
    met = [sum(it.start <= visit.on < it.cut for visit in her.met()) for her in it.followed]
    every = [sum(it.start <= visit.on < it.cut for visit in her.all(f.Visited)) for her in it.followed]
    other = [both - seen for both, seen in zip(every, met, strict=True)]
    for row, numbers in (("met", met), ("other", other), ("all", every)):
        ordered, many = sorted(numbers), len(numbers)
        at = {"middle": (many + 1) // 2, "from": -(-many // 4), "to": -(-3 * many // 4)}
        for name, rank in at.items():
            yield ("contact", "follow_ups", row, name), ordered[rank - 1]
        yield ("contact", "contacts_range", row, "fewest"), ordered[0]
        yield ("contact", "contacts_range", row, "most"), ordered[-1]


# --- referrals ----------------------------------------------------------------------------------------------------


def ways_of_referrals(said: list[f.Fact]) -> list[dict[str, Any]]:
    """Of each referral to which service it was, and on which day it came to which state first; closed it stays so."""
    ways: dict[str, dict[str, Any]] = {}
    for fact in said:
        body = fact.body
        if isinstance(body, f.Referred):
            ways[fact.id] = {"service": body.service.value, "sent": fact.on}
        way = ways.get(getattr(body, "referral", ""))
        if way is None or way.keys() & {"refused", "done", "not_done", "withdrawn"}:
            continue
        if isinstance(body, f.ReferralAnswered) and body.reply.value != "not_yet":
            way.setdefault(body.reply.value, fact.on)
        elif isinstance(body, f.ReferralDone):
            way["done" if body.done else "not_done"] = fact.on
        elif isinstance(body, f.ReferralWithdrawn):
            way["withdrawn"] = fact.on
    return list(ways.values())


def referral_row(it: Plain, ways: list[dict[str, Any]]) -> dict[str, int]:
    ends = ("refused", "done", "not_done", "withdrawn")
    counts = {
        name: sum(name in way and it.in_quarter(way[name]) for way in ways) for name in ("accepted", "sent", *ends)
    }
    for name, day in (("open_start", it.start), ("open_end", it.cut)):
        sent = [way for way in ways if way["sent"] < day]
        counts[name] = sum(not any(end in way and way[end] < day for end in ends) for way in sent)
    return counts


def referrals(it: Plain) -> Told:
    if not any(way["sent"] < it.cut for way in it.sent):
        return
    yield from column("referrals", "referrals", "referrals", referral_row(it, it.sent))
    for service in {way["service"] for way in it.sent}:
        row = referral_row(it, [way for way in it.sent if way["service"] == service])
        if any(row.values()):
            for name, number in row.items():
                yield ("referrals", "referrals_by_service", service, name), number


# --- flags --------------------------------------------------------------------------------------------------------


def is_open(her: Graduate, worry: Worry, day: date) -> bool:
    """Whether a flag was open at the beginning of a day: not cleared, and follow-up had not ended, or went on again."""
    ended = any(one.on < day and (one.back is None or one.back >= day) for one in her.outcomes)
    return worry.since < day and not ended and (worry.cleared is None or worry.cleared >= day)


def flag_rows(it: Plain) -> dict[str, list[int]]:
    """By kind: open at the start, raised, closed, open at the end."""
    rows: dict[str, list[int]] = {}
    for her in it.everybody:
        for worry in her.worries.values():
            start, end = is_open(her, worry, it.start), is_open(her, worry, it.cut)
            raised = it.in_quarter(worry.since) or (end and not start)
            columns = (start, raised, (start or raised) and not end, end)
            if any(columns):
                before = rows.get(worry.kind, [0, 0, 0, 0])
                rows[worry.kind] = [number + one for number, one in zip(before, columns, strict=True)]
    return rows


def flags(it: Plain) -> Told:
    rows = flag_rows(it)
    for at, name in enumerate(("open_start", "raised", "closed", "open_end")):
        numbers = {kind: columns[at] for kind, columns in rows.items()}
        yield from column("flags", "flags_by_kind", name, numbers)
        yield from column("flags", "flags_moved", name, {"all": sum(numbers.values())})
    still_open = {kind: columns[-1] for kind, columns in rows.items() if columns[-1]}
    yield from column("flags", "flags", "open_end", {**still_open, "all": sum(still_open.values())})
    worries = [(her, worry) for her in it.everybody for worry in her.worries.values()]
    still = [worry for her, worry in worries if is_open(her, worry, it.cut)]
    past = [worry for worry in still if [by for on, by in worry.reviews if on < it.cut][-1] < it.cut - timedelta(1)]
    days = [(one.cleared - one.since).days for _, one in worries if one.cleared and it.in_quarter(one.cleared)]
    yield ("flags", "looked_after", "past_review", "value"), share(len(past), len(still)) if still else None
    yield ("flags", "looked_after", "median_days", "value"), floor(median(days) + 0.5) if days else None
    unsolved = [
        worry
        for her, worry in worries
        if (is_open(her, worry, it.start) or it.in_quarter(worry.since)) and not is_open(her, worry, it.cut)
        if not (worry.cleared and worry.cleared < it.cut)
    ]
    yield ("flags", "looked_after", "ended", "value"), len(unsolved)


# --- business -----------------------------------------------------------------------------------------------------


def worth(money: Money, plan: Any) -> Fraction:
    """An amount in the plan's currency."""
    if money.currency is plan.currency:
        return Fraction(money.amount)
    rate = Fraction(plan.rate)
    return Fraction(money.amount) * rate if plan.currency is Currency.KHR else Fraction(money.amount) / rate


def shop(it: Plain, her: Graduate) -> tuple[str, Fraction, Fraction, bool]:
    """How her business stands, what was taken, what the plan expects (both in riel), and whether costs were covered."""
    plan = her.plan
    if plan is None:
        return "no_plan", Fraction(0), Fraction(0), False
    told = [(visit.on, visit.body.month) for visit in her.all(f.Visited) if visit.body.month and visit.on < it.cut]
    if told and not told[-1][1].open and her.planned_on <= told[-1][0]:
        return "closed", Fraction(0), Fraction(0), False
    lately = [month for on, month in told if on >= it.start and month.takings is not None]
    weights = sum((Fraction(price.share) for price in plan.prices), Fraction(0))
    price = sum((worth(one.price, plan) * Fraction(one.share) for one in plan.prices), Fraction(0)) / (weights or 1)
    planned = (Fraction(plan.customers.low) + Fraction(plan.customers.high)) / 2 * plan.days_open * price
    if not lately or not planned:
        return "not_told", Fraction(0), planned, False
    month = lately[-1]
    taken = worth(month.takings, plan)
    costs = sum((worth(cost.amount, plan) for cost in month.costs or plan.costs), Fraction(0))
    costs += worth(plan.loan.instalment, plan) if plan.loan else 0
    riel = 1 if plan.currency is Currency.KHR else Fraction(plan.rate)
    how = "at_or_above" if taken >= planned else "half_or_more" if taken >= planned / 2 else "under_half"
    return how, taken * riel, planned * riel, taken >= costs


def shops(it: Plain) -> list[tuple[Graduate, str, Fraction, Fraction, bool]]:
    return [(her, *shop(it, her)) for her in it.followed]


def business(it: Plain) -> Told:
    every = shops(it)
    told = [one for one in every if one[1] in ("at_or_above", "half_or_more", "under_half")]
    if every:
        yield from column(
            "business", "owners", "people", {**Counter(how for _, how, *_ in every), "all": len(it.followed)}
        )
    under = sum(not covered for *_, covered in told)
    yield ("business", "break_even", "all", "under"), share(under, len(told)) if told else None
    for trade in {her.plan.trade for her, *_ in told}:
        mine = [one for one in told if one[0].plan.trade == trade]
        percent = floor(100 * sum(one[2] for one in mine) / sum(one[3] for one in mine) + Fraction(1, 2))
        yield ("business", "trades", trade, "owners"), len(mine)
        yield ("business", "trades", trade, "takings"), {"percent": percent, "low": None, "high": None}


# --- wellbeing ----------------------------------------------------------------------------------------------------


def wellbeing(it: Plain) -> Told:
    for domain in WellbeingDomain:
        better = worse = 0
        for her in it.followed:
            scores = [
                (visit.on, score.worker)
                for visit in her.all(f.Visited)
                for score in visit.body.scores
                if visit.on < it.cut and score.domain is domain and score.worker is not None
            ]
            if len(scores) > 1 and (it.cut - scores[-1][0]).days <= 183:
                better += scores[-1][1] > scores[0][1]
                worse += scores[-1][1] < scores[0][1]
        if it.followed:
            yield ("wellbeing", "change", domain.value, "better"), share(better, len(it.followed))
            yield ("wellbeing", "change", domain.value, "worse"), share(worse, len(it.followed))


# --- the curve, lessons, quarters, gaps ---------------------------------------------------------------------------


def curve(it: Plain, *, no_contact_fails: bool = True) -> Curve:
    lives, after = [], []
    for her in it.home:
        over = her.outcomes[0] if her.outcomes and her.outcomes[0].on < it.cut else None
        failed = over is not None and over.result == "failure"
        if failed and over and over.ending is OutcomeKind.NO_CONTACT:
            failed = no_contact_fails
        months = months_between(her.returned, over.on if over else it.cut - DAY)
        if failed and over and her.returned + relativedelta(months=months) < over.on:
            months += 1
        lives.append((months, failed))
        after.append(last_month(her, over, it))
    return Curve(lives, after)


def last_month(her: Graduate, over: Outcome | None, it: Plain) -> int:
    """The last month at whose end she was still followed."""
    if over is None:
        return months_between(her.returned, it.cut - DAY)
    months = months_between(her.returned, over.on)
    return months if her.returned + relativedelta(months=months) < over.on else months - 1


def survival(it: Plain) -> Told:
    first, second = curve(it), curve(it, no_contact_fails=False)
    for name, which, months in (("curve", first, first.shown()), ("second", second, [12])):
        for month in months:
            yield ("survival", name, str(month), "value"), which.at(month)
            yield ("survival", name, str(month), "observed"), which.followed_after(month)


def lessons(it: Plain) -> Told:
    steps = [fact for fact in it.learned if it.in_quarter(fact.on)]
    answers = [fact.body.accepted for fact in steps if isinstance(fact.body, f.LessonAnswered)]
    rows = {
        "proposed": sum(isinstance(fact.body, f.LessonProposed) for fact in steps),
        "accepted": answers.count(True),
        "declined": answers.count(False),
        "applied": sum(isinstance(fact.body, f.LessonApplied) for fact in steps),
        "checked": sum(isinstance(fact.body, f.LessonChecked) for fact in steps),
    }
    yield from column("lessons", "counts", "lessons", rows)


def trend(it: Plain) -> Told:
    for past in (it.earlier(back) for back in range(5)):
        if not past.home:
            continue
        dues = list(due_in(past))
        done = sum(due.fate == "done_when_due" for due in dues)
        did = {"in_follow_up": len(past.followed), "visits_when_due": share(done, len(dues))}
        told = {
            "flags_open": sum(columns[-1] for columns in flag_rows(past).values()),
            "at_12_months": curve(past).at(12),
        }
        yield from column("trend", "quarters", past.name, did)
        yield from column("trend", "quarters_told", past.name, told)
        if past.name == it.name:
            yield from column("heads", "heads", "value", did | told | ({} if dues else {"visits_when_due": None}))


def reached(it: Plain) -> Iterator[tuple[Graduate, int]]:
    """Who came to a milestone in the quarter while she was followed, and its month."""
    for her in it.home:
        for month in (12, 24, 36):
            day = her.returned + relativedelta(months=month)
            if it.in_quarter(day) and was_followed(her, day):
                yield her, month


def milestones(it: Plain) -> Told:
    came, written, stood = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    for her, month in reached(it):
        came[str(month)] += 1
        said = [fact.body.standing.value for fact in her.all(f.MilestoneReached) if fact.body.month == month]
        written[str(month)] += bool(said)
        stood[str(month), said[-1] if said else ""] += 1
    months = ("12", "24", "36")
    yield from column("milestones", "milestones", "reached", {m: came[m] for m in months} | {"all": came.total()})
    counts = {m: written[m] for m in months} | {"all": written.total()}
    yield from column("milestones", "milestones", "written_down", counts)
    for m in months:
        yield from column(
            "milestones", "stood", f"months_{m}", {one.value: stood[m, one.value] for one in MilestoneStanding}
        )


def unknown(it: Plain) -> Told:
    dues = list(due_in(it))
    silent = sum(how == "not_told" for _, how, *_ in shops(it))
    untried = sum(due.fate == "no_try_written_down" for due in dues)
    met = [visit for her in it.everybody for visit in her.met() if it.in_quarter(visit.on)]
    unscored = sum(not visit.body.scores for visit in met)
    noted = [month in [fact.body.month for fact in her.all(f.MilestoneReached)] for her, month in reached(it)]
    twice = {id(due.her) for due in dues if due.twice} | {id(her) for her in it.home if her.twice_ended}
    rows = {
        "not_told": share(silent, len(it.followed)) if it.followed else None,
        "no_reason": share(untried, len(dues)) if dues else None,
        "unscored": share(unscored, len(met)) if met else None,
        "milestones": share(noted.count(False), len(noted)) if noted else None,
        "contradictory": len(twice & {id(her) for her in it.followed}),
        "unread": it.unread,
    }
    yield from column("unknown", "unknown", "known", rows)
