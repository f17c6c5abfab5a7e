"""Graduates whose records lie on every edge that a quarter has, and others to whom anything happens on any day."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from followup.case import facts as f
from followup.case.business.money import Currency, Money
from followup.case.business.month import MonthlyFigures
from followup.case.business.plan import Loan, Plan, Price
from followup.case.home_words import Placement
from followup.case.lesson_words import LessonVerdict
from followup.case.outcome_words import FailureCause, MilestoneStanding, OutcomeKind
from followup.case.referral_words import AwaitedParty, ReferralReply, ReferralService
from followup.case.visit_words import AttemptReason, ContactMethod, WellbeingDomain
from followup.case.vocabulary import RiskKind, Severity
from followup.casebook import Casebook, Moment
from followup.store import LESSONS, OFFICE, NewFact
from followup.values import replace
from tests.memory_store import MemoryStore
from tests.monitoring.cases import a_month, a_plan, a_score

TODAY = date(2026, 11, 21)
Told = Iterable[tuple[str, f.Body]]
HOME, PHONE = f.Visited(ContactMethod.HOME_VISIT), f.Visited(ContactMethod.PHONE)
CLOSED = f.Ended(OutcomeKind.BUSINESS_CLOSED, (FailureCause.DEBT, FailureCause.HEALTH))
GONE = f.Ended(OutcomeKind.NO_CONTACT)
AWAY = f.Ended(OutcomeKind.MOVED_AWAY)
WELL = f.Ended(OutcomeKind.SELF_SUPPORTING)
BACK = f.Reopened("She asked for it.")
UNREACHED = f.Attempted(AttemptReason.NOT_AT_HOME)


def a_visit(**said: object) -> f.Visited:
    return replace(HOME, **said)  # type: ignore[arg-type]


def dollars(amount: str) -> Money:
    return Money(Decimal(amount), Currency.USD)


def a_rest(start: str, until: str, *, extend: bool = False) -> f.Paused:
    return f.Paused(date.fromisoformat(start), date.fromisoformat(until), "A harvest.", extend)


def a_flag(severity: Severity, review: str, kind: RiskKind = RiskKind.DEBT) -> f.Flagged:
    return f.Flagged(kind, severity, "A lender calls.", "SN", date.fromisoformat(review))


def a_review(of: str, severity: Severity, review: str) -> f.FlagReviewed:
    return f.FlagReviewed(of, severity, "", date.fromisoformat(review))


DOLLAR_PLAN = Plan(
    trade="weaving",
    currency=Currency.USD,
    rate=Decimal(4_100),
    partners=a_plan().partners,
    customers=replace(a_plan().customers, low=Decimal(1), high=Decimal(2)),
    days_open=25,
    prices=(Price("scarf", dollars("3.00"), Decimal(2)), Price("mat", Money(Decimal(8_000), Currency.KHR))),
    costs=(),
    loan=Loan(dollars("100.00"), dollars("10.00"), 12),
)
NO_PRICES = replace(a_plan(), prices=())
SAFE = WellbeingDomain.SAFETY


class Writer:
    """Writes cases down, fact by fact; a fact is called by the code and its place: ``KML-1.3`` is the third."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.book = Casebook(self.store, Moment(TODAY, datetime(2026, 11, 21, 9, tzinfo=UTC)))

    def case(self, code: str, returned: str, *told: tuple[str, f.Body], late: str = "", **opened: str) -> None:
        """A graduate; what is told from ``late`` on was written down on 10 November only."""
        home = date.fromisoformat(returned)
        whole = [(min(home, TODAY).isoformat(), f.Opened(code, home, **opened)), *told]
        self.store.receive(code.lower(), [self._fact(code, at, *one, late) for at, one in enumerate(whole)])

    def _fact(self, code: str, at: int, on: str, body: f.Body, late: str) -> f.Fact:
        day = date.fromisoformat(on)
        written = date(2026, 11, 10) if late and late <= on else day
        stamp = datetime.combine(written, time(1), UTC) + timedelta(minutes=at)
        return f.Fact(f"{code}.{at}", stamp, day, "d", at + 1, "SN", body)

    def beside(self, journal: str, *told: tuple[str, f.Body]) -> None:
        """What the organisation writes beside the cases."""
        for on, body in told:
            self.store.append(journal, [NewFact(date.fromisoformat(on), body)], by="SN", now=self.book.moment.now)


def nasty() -> Casebook:
    """A casebook of records that lie on every edge of July to September 2026."""
    writer = Writer()
    for part in (_office, _visits, _courses, _endings, _flags, _referrals, _businesses, _scores, _corrections):
        part(writer)
    return writer.book


def _office(to: Writer) -> None:
    lesson = f.LessonProposed("Teach it.", "", (FailureCause.DEBT,))
    to.beside(OFFICE, ("2025-01-01", f.PolicyMade("ours", (2, 5, 9))), ("2025-01-01", f.PolicyMade("on-and-on")))
    to.beside(LESSONS, ("2026-06-30", lesson), ("2026-07-01", lesson), ("2026-10-01", lesson))
    first, second, third = (fact.id for fact in to.store.facts(LESSONS) if isinstance(fact.body, f.LessonProposed))
    accepted = f.LessonAnswered(first, accepted=True, owner="KB", due=date(2027, 1, 1))
    to.beside(LESSONS, ("2026-07-01", accepted), ("2026-09-30", replace(accepted, lesson=second)))
    to.beside(LESSONS, ("2026-08-01", f.LessonAnswered(second, accepted=False, reason="No room.")))
    to.beside(
        LESSONS, ("2026-08-02", f.LessonApplied(first)), ("2026-09-30", f.LessonChecked(first, LessonVerdict.HELPED))
    )
    to.beside(LESSONS, ("2026-10-01", f.LessonAnswered(third, accepted=False, reason="No room.")))


def _visits(to: Writer) -> None:
    to.case("END-1", "2024-01-31", ("2026-09-14", HOME), ("2026-10-15", HOME), ("2026-07-31", HOME))
    to.case("END-2", "2024-02-29", ("2026-08-12", HOME), ("2026-09-13", HOME), ("2026-10-14", HOME))
    to.case("TWICE-1", "2026-01-10", ("2026-08-10", HOME), ("2026-08-12", HOME), ("2026-09-30", a_visit(slot=8)))
    to.case("CALLS-1", "2026-02-15", ("2026-07-15", PHONE), ("2026-08-15", f.Visited(ContactMethod.THIRD_PERSON)))
    to.case("TRIES-1", "2026-02-10", ("2026-07-10", UNREACHED), ("2026-07-26", f.Attempted(AttemptReason.MOVED)))
    to.case("TRIES-2", "2026-02-16", ("2026-07-31", UNREACHED), ("2026-09-16", UNREACHED), ("2026-10-03", HOME))
    to.case("CAME-1", "2026-07-01", ("2026-09-30", f.Visited(ContactMethod.CAME_TO_US)), ("2026-10-01", HOME))
    to.case("LAST-1", "2026-09-30", ("2026-10-30", HOME))
    to.case("NEXT-1", "2026-10-01", ("2026-10-30", HOME), ("2026-09-20", a_flag(Severity.WATCH, "2026-11-01")))
    to.case("AHEAD-1", "2026-12-20")
    to.case("LATE-1", "2026-03-05", ("2026-07-05", HOME), ("2026-08-05", HOME), ("2026-09-05", HOME), late="2026-08-01")
    to.store.receive("lost", [to._fact("LOST-1", 1, "2026-08-01", HOME, "")])
    lives = [f.Placed(Placement.FAMILY, "Kandal", where) for where in ("Kien Svay", "Bati", "Tram Kak")]
    to.case("MOVES-1", "2026-01-05", ("2026-01-05", lives[0]), ("2026-09-29", lives[1]), ("2026-11-05", lives[2]))


def _courses(to: Writer) -> None:
    to.case("REST-1", "2026-01-20", ("2026-07-01", a_rest("2026-07-20", "2026-08-20")), ("2026-08-21", HOME))
    rest = a_rest("2024-12-01", "2025-03-15", extend=True)
    to.case("REST-2", "2023-08-20", ("2024-12-01", rest), ("2025-01-20", HOME), ("2026-08-19", HOME))
    moved = (f.Moved(7, date(2026, 8, 25), "A wedding."), f.Moved(8, date(2026, 9, 2), "A wedding."))
    to.case("MOVED-1", "2026-01-20", ("2026-07-01", moved[0]), ("2026-07-01", moved[1]), ("2026-08-27", HOME))
    rarer = f.Tapered(4, 3, "She does well.", agreed=True, second="KB")
    monthly = f.Tapered(6, 1, "A worry.")
    to.case("RARE-1", "2025-12-15", ("2026-03-20", rarer), ("2026-06-18", HOME), ("2026-09-12", HOME))
    to.case("RARE-2", "2025-07-15", ("2025-10-20", rarer), ("2026-04-20", monthly), ("2026-08-12", HOME))
    more = f.Extended(3, "Not yet.")
    to.case("MORE-1", "2024-07-10", ("2026-07-10", more), ("2026-08-11", HOME), policy="monthly-24")
    to.case("MORE-2", "2026-04-10", ("2026-05-01", more), ("2026-08-11", HOME), policy="ours")
    to.case("ONCE-1", "2026-06-20", ("2026-08-19", HOME), policy="ccpcr")
    family, village = (f.Visited(who) for who in (ContactMethod.FAMILY, ContactMethod.LOCAL_AUTHORITY))
    to.case("ONCE-2", "2026-06-20", ("2026-08-10", family), ("2026-08-11", HOME), policy="once-at-6-weeks")
    to.case("ONCE-3", "2026-06-20", ("2026-08-12", PHONE), ("2026-08-13", village), policy="ccpcr")
    to.case("HEARD-1", "2026-06-20", ("2026-08-20", family), ("2026-08-20", village))
    to.case("CHECK-1", "2026-03-31", ("2026-06-30", HOME), ("2026-10-14", HOME), policy="hcc")
    to.case("ON-1", "2025-08-31", ("2026-09-14", HOME), ("2026-10-20", HOME), policy="cwcc")
    to.case("ON-2", "2026-05-31", ("2026-07-16", HOME), ("2026-09-30", HOME), policy="on-and-on")
    again = f.Amended(return_date=date(2026, 7, 31), policy="hcc", trade="")
    to.case("PUT-1", "2026-06-30", ("2026-07-05", again), ("2026-10-31", HOME), trade="sewing")


def _endings(to: Writer) -> None:
    for at, day in enumerate(("2026-06-30", "2026-07-01", "2026-09-30", "2026-10-01"), 1):
        to.case(f"FAIL-{at}", "2025-08-30", (day, CLOSED))
        to.case(f"GONE-{at}", "2025-09-30", (day, GONE))
        to.case(f"WELL-{at}", "2025-06-15", (day, WELL), ("2026-09-20", HOME))
    to.case("SOON-1", "2026-07-10", ("2026-07-10", CLOSED))
    to.case("SOON-2", "2026-07-10", ("2026-08-10", CLOSED))
    to.case("SOON-3", "2026-01-31", ("2026-02-28", CLOSED))
    to.case("BACK-1", "2025-05-10", ("2026-05-10", CLOSED), ("2026-08-20", BACK), ("2026-09-10", HOME))
    to.case("BACK-2", "2025-05-11", ("2026-07-10", CLOSED), ("2026-09-20", BACK))
    to.case("BACK-3", "2025-05-12", ("2026-05-10", AWAY), ("2026-07-15", BACK), ("2026-09-01", GONE))
    to.case("BACK-4", "2025-05-13", ("2026-08-10", AWAY), ("2026-08-10", BACK))
    to.case("BACK-5", "2025-05-14", ("2026-08-10", CLOSED), ("2026-10-05", BACK), ("2026-10-20", HOME))
    to.case("BACK-6", "2025-05-14", ("2026-06-30", CLOSED), ("2026-07-01", BACK), ("2026-09-30", CLOSED))
    to.case("BOTH-1", "2025-04-14", ("2026-08-10", CLOSED), ("2026-08-20", AWAY))
    to.case("BOTH-2", "2025-04-14", ("2026-05-10", AWAY), ("2026-08-20", CLOSED))
    to.case("BOTH-3", "2025-04-14", ("2026-08-10", WELL), ("2026-08-20", AWAY), ("2026-09-01", BACK))
    to.case("SAT-1", "2026-02-08", ("2026-08-07", AWAY))  # due on a Saturday, ended on the Friday before
    to.case("SAT-2", "2026-02-08", ("2026-08-09", AWAY))


def _flags(to: Writer) -> None:
    watch, concern, danger = Severity
    to.case("FLAG-1", "2026-01-20", ("2026-08-20", a_flag(danger, "2026-08-27")), ("2026-08-20", _clear("FLAG-1.1")))
    same = (("2026-08-20", a_flag(watch, "2026-08-27")), ("2026-08-20", a_review("FLAG-2.1", danger, "2026-09-30")))
    to.case("FLAG-2", "2026-01-20", *same, ("2026-09-20", a_review("FLAG-2.1", concern, "2026-10-01")))
    to.case("FLAG-3", "2026-01-01", ("2026-06-30", a_flag(danger, "2026-07-05")), ("2026-07-01", _clear("FLAG-3.1")))
    to.case("FLAG-4", "2026-01-30", ("2026-07-01", a_flag(concern, "2026-09-30")), ("2026-09-30", _clear("FLAG-4.1")))
    to.case("FLAG-5", "2026-01-30", ("2026-09-30", a_flag(danger, "2026-09-30", RiskKind.HEALTH)))
    to.case("FLAG-6", "2026-01-30", ("2026-06-01", a_flag(danger, "2026-09-29")), ("2026-08-05", CLOSED))
    to.case("FLAG-7", "2026-01-30", ("2026-06-01", a_flag(danger, "2026-09-29")), ("2026-10-01", _clear("FLAG-7.1")))
    ended = (("2026-07-20", AWAY), ("2026-08-25", BACK))
    to.case("FLAG-8", "2026-01-30", ("2026-06-01", a_flag(concern, "2026-09-29", RiskKind.OTHER)), *ended)
    away = (("2026-05-10", AWAY), ("2026-08-20", BACK))
    to.case("FLAG-11", "2026-01-30", ("2026-04-01", a_flag(concern, "2026-09-29", RiskKind.VIOLENCE)), *away)
    to.case("FLAG-9", "2026-01-30", ("2026-05-01", CLOSED), ("2026-06-01", a_flag(watch, "2026-06-29")))
    to.case("FLAG-10", "2026-08-30", ("2026-05-01", a_flag(danger, "2026-06-29", RiskKind.NO_FAMILY)))


def _referrals(to: Writer) -> None:
    sent = f.Referred(ReferralService.MEDICAL, "A test.", date(2026, 7, 14))
    yes = f.ReferralAnswered("SENT-2.1", ReferralReply.ACCEPTED, "", AwaitedParty.SERVICE, date(2026, 8, 1))
    done = f.ReferralDone("SENT-3.1", done=True, came_of="Tablets.")
    to.case("SENT-1", "2026-01-20", ("2026-06-30", sent), ("2026-07-01", f.ReferralWithdrawn("SENT-1.1", "No need.")))
    again = replace(yes, reply=ReferralReply.NOT_YET)
    to.case("SENT-2", "2026-01-20", ("2026-07-01", sent), ("2026-09-30", yes), ("2026-09-30", again))
    twice = ("2026-09-30", replace(done, done=False)), ("2026-09-30", done)
    to.case("SENT-3", "2026-01-20", ("2026-09-30", sent), *twice)
    refused = f.ReferralAnswered("SENT-4.1", ReferralReply.REFUSED, "No place.")
    police = replace(sent, service=ReferralService.POLICE)
    to.case("SENT-4", "2026-01-20", ("2026-09-01", police), ("2026-10-01", refused))
    home = ("2026-08-05", CLOSED), ("2026-08-20", f.ReturnedAgain(date(2026, 8, 20), "monthly-24"))
    to.case("SENT-5", "2026-01-20", ("2026-07-05", police), *home, ("2026-09-05", replace(done, referral="SENT-5.1")))


def _clear(flag: str) -> f.FlagCleared:
    return f.FlagCleared(flag, "She paid it back.")


def _businesses(to: Writer) -> None:
    plan, closed = f.Planned(a_plan()), a_visit(month=a_month(open=False))
    takings = [a_visit(month=a_month(riel)) for riel in (208_000, 104_000, 103_999, 0)]
    for at, said in enumerate(takings, 1):
        to.case(f"SHOP-{at}", "2026-01-20", ("2026-01-20", plan), ("2026-07-01", said))
    to.case("SHOP-5", "2026-01-20", ("2026-01-20", plan), ("2026-06-30", takings[0]))
    to.case("SHOP-6", "2026-01-20", ("2026-01-20", plan), ("2026-09-30", takings[0]), ("2026-10-01", takings[3]))
    costly = replace(PHONE, month=a_month(208_000, 208_001))
    to.case("SHOP-7", "2026-01-20", ("2026-01-20", plan), ("2026-09-30", costly), ("2026-09-30", a_visit()))
    to.case("SHOP-8", "2026-01-20", ("2026-01-20", f.Planned(NO_PRICES)), ("2026-09-30", takings[0]))
    to.case("SHOP-9", "2026-01-20", ("2026-01-20", plan), ("2026-08-30", takings[0]), ("2026-09-10", closed))
    to.case("SHOP-10", "2026-01-20", ("2026-01-20", plan), ("2026-05-30", closed), ("2026-08-10", plan))
    to.case("SHOP-11", "2026-01-20", ("2026-01-20", plan), ("2026-05-30", closed), ("2026-05-30", plan))
    abroad = f.Planned(DOLLAR_PLAN)
    to.case("USD-1", "2026-01-20", ("2026-01-20", abroad), ("2026-08-30", a_visit(month=a_month(410_000))))
    to.case(
        "USD-2",
        "2026-01-20",
        ("2026-01-20", abroad),
        ("2026-08-30", a_visit(month=MonthlyFigures(takings=dollars("9.99")))),
    )
    to.case(
        "USD-3",
        "2026-01-20",
        ("2026-01-20", plan),
        ("2026-08-30", a_visit(month=MonthlyFigures(takings=dollars("52")))),
    )
    to.case("USD-4", "2026-01-20", ("2026-01-20", plan), ("2026-10-05", abroad), ("2026-08-30", takings[0]))


def _scores(to: Writer) -> None:
    first, better, worse = (a_visit(scores=(a_score(n),)) for n in (2, 3, 1))
    to.case("WELL-5", "2025-01-20", ("2025-02-20", first), ("2026-03-31", better))  # 184 days before 1 October
    to.case("WELL-6", "2025-01-20", ("2025-02-20", first), ("2026-04-01", better))
    to.case("WELL-7", "2025-01-20", ("2025-02-20", first), ("2026-09-30", worse), ("2026-10-01", better))
    own = a_visit(scores=(a_score(None, 4), a_score(4, domain=WellbeingDomain.PHYSICAL_HEALTH)))
    to.case("WELL-8", "2025-01-20", ("2025-02-20", own), ("2026-09-20", better), ("2026-09-21", own))
    for at, home in enumerate(("2025-06-30", "2025-07-01", "2024-09-30", "2023-10-01"), 1):
        reached = f.MilestoneReached(at * 12 if at < 4 else 36, MilestoneStanding.NOT_YET)
        to.case(
            f"MARK-{at}",
            home,
            ("2026-07-01", reached),
            ("2026-10-05", f.MilestoneReached(24, MilestoneStanding.IN_DANGER)),
        )


def _corrections(to: Writer) -> None:
    def undo(what: str) -> f.Withdrawn:
        return f.Withdrawn(what, "A slip.")

    to.case("SLIP-1", "2026-01-20", ("2026-08-20", HOME), ("2026-08-21", undo("SLIP-1.1")))
    to.case(
        "SLIP-2", "2026-01-20", ("2026-08-20", HOME), ("2026-08-21", undo("SLIP-2.1")), ("2026-08-22", undo("SLIP-2.2"))
    )
    to.case("SLIP-3", "2025-01-20", ("2026-08-20", CLOSED), ("2026-10-21", undo("SLIP-3.1")), ("2026-10-21", AWAY))
    raised = ("2026-07-20", a_flag(Severity.DANGER, "2026-08-01"))
    to.case("SLIP-4", "2026-01-20", raised, ("2026-08-01", _clear("SLIP-4.1")), ("2026-10-10", undo("SLIP-4.2")))
    to.case("SLIP-5", "2025-01-20", ("2026-05-20", CLOSED), ("2026-08-21", BACK), ("2026-10-09", undo("SLIP-5.2")))


# --- anything on any day ------------------------------------------------------------------------------------------


def at_random(seed: int, number: int) -> Casebook:
    """So many graduates to whom anything happens on any day of three years, written down whenever."""
    writer, chance = Writer(), Random(seed)
    for at in range(number):
        code = f"R{seed}-{at}"
        home = date(2024, 1, 1) + timedelta(days=chance.randrange(1060))
        policy = chance.choice(("monthly-36", "monthly-24", "hcc", "ccpcr", "cwcc"))
        told = sorted(_something(chance, code, home, n) for n in range(1, chance.randrange(2, 25)))
        late = chance.choice(("", "", "2026-09-01"))
        earlier = [chance.randrange(1, n + 1) for n, _ in enumerate(told, 1)]
        bodies = [
            replace(body, fact=f"{code}.{which}") if isinstance(body, f.Withdrawn) and which < n else body
            for n, (which, (_, _, body)) in enumerate(zip(earlier, told, strict=True), 1)
        ]
        days = [day for day, _, _ in told]
        writer.case(code, home.isoformat(), *zip(days, bodies, strict=True), late=late, policy=policy)
    return writer.book


def ends_at_random(seed: int, number: int) -> Casebook:
    """So many graduates whose follow-up ends and goes on, with flags and promises before, between and after."""
    writer, chance = Writer(), Random(seed)
    for at in range(number):
        code = f"E{seed}-{at}"
        home = date(2025, 6, 1) + timedelta(days=chance.randrange(300))
        days = sorted(home + timedelta(days=chance.randrange((TODAY - home).days)) for _ in range(20))
        told = [(day.isoformat(), _about_an_end(chance, code, day)) for day in days]
        writer.case(code, home.isoformat(), *told)
    return writer.book


def _about_an_end(chance: Random, code: str, day: date) -> f.Body:
    of, by = f"{code}.{chance.randrange(1, 20)}", day + timedelta(days=30)
    return chance.choice(
        (
            *(a_flag(chance.choice(list(Severity)), by.isoformat(), chance.choice((RiskKind.DEBT, RiskKind.HEALTH))),)
            * 3,
            *(f.FlagCleared(of, "It passed."),) * 3,
            *(f.Promised("A sewing machine.", "SN", by),) * 3,
            *(f.PromiseSettled(of, kept=chance.random() < 0.5, note="As it went."),) * 3,
            *(chance.choice((CLOSED, AWAY, WELL)),) * 3,
            *(BACK,) * 2,
            *(f.ReturnedAgain(day, "monthly-24"),) * 2,
            HOME,
        )
    )


def _something(chance: Random, code: str, home: date, at: int) -> tuple[str, int, f.Body]:
    lately = max(home, date(2025, 9, 1)) if chance.random() < 0.7 else home
    day = min(lately + timedelta(days=chance.randrange(420)), TODAY)
    until = day + timedelta(days=chance.randrange(1, 90))
    of = f"{code}.{chance.randrange(1, 12)}"
    severity, kind = chance.choice(list(Severity)), chance.choice(list(RiskKind))
    scores = tuple(
        a_score(chance.randrange(1, 5), domain=domain) for domain in WellbeingDomain if chance.random() < 0.5
    )
    month = a_month(chance.randrange(0, 400_000), chance.choice((None, 90_000)), open=chance.random() < 0.9)
    visit = f.Visited(
        chance.choice(list(ContactMethod)),
        slot=chance.choice((None, None, None, chance.randrange(1, 30))),
        scores=scores,
        month=chance.choice((None, month)),
    )
    bodies: list[f.Body] = [
        *(visit,) * 8,
        *(f.Attempted(chance.choice(list(AttemptReason))),) * 3,
        *(f.Flagged(kind, severity, "A worry.", "SN", until),) * 2,
        f.FlagReviewed(of, severity, "", until),
        f.FlagCleared(of, "It passed."),
        f.Ended(chance.choice(list(OutcomeKind)), tuple(chance.sample(list(FailureCause), chance.randrange(4)))),
        BACK,
        f.Paused(day, until, "A harvest.", chance.random() < 0.5),
        f.Moved(chance.randrange(1, 20), until, "A wedding."),
        f.Planned(chance.choice((a_plan(), DOLLAR_PLAN, NO_PRICES))),
        f.Placed(Placement.FAMILY, "Kandal", chance.choice(("Kien Svay", "S'ang", ""))),
        f.MilestoneReached(chance.choice((12, 24, 36)), MilestoneStanding.NOT_YET),
        f.Withdrawn("nothing", "A slip."),
    ]
    return day.isoformat(), at, chance.choice(bodies)
