"""Any fact at all, for property tests: journals as they may come from several laptops."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from followup.case.access_words import Access
from followup.case.business.earnings import Animals, BusinessKind
from followup.case.business.loan import Repayment
from followup.case.business.month import MonthlyFigures
from followup.case.business.plan import CostKind, Item, Loan, PaidBy
from followup.case.consent_words import GuardianAnswer, Purpose
from followup.case.date_ranges import DateRange
from followup.case.distance import Distance, TripsBy
from followup.case.facts import (
    Accessed,
    Amended,
    Arranged,
    Assessed,
    Attempted,
    Body,
    CalendarEntry,
    CalendarEntryStatus,
    Configured,
    ConsentAsked,
    ConsentOverridden,
    ConsentWithdrawn,
    DistrictClosed,
    DistrictOpened,
    DistrictSet,
    Ended,
    Exported,
    Extended,
    Fact,
    FlagCleared,
    Flagged,
    FlagReviewed,
    HandedOut,
    HandedOver,
    Housed,
    Identified,
    Imported,
    ImportedEntries,
    LessonAnswered,
    LessonApplied,
    LessonChecked,
    LessonProposed,
    MappingKept,
    Merged,
    MilestoneReached,
    Moved,
    OfficeClosed,
    OnLeave,
    Opened,
    Paused,
    Placed,
    Planned,
    PolicyMade,
    Printed,
    Promised,
    PromiseSettled,
    ReferralAnswered,
    ReferralDone,
    ReferralWithdrawn,
    Referred,
    Reopened,
    ReturnedAgainst,
    Supported,
    Tapered,
    TripDate,
    TripDates,
    TripsAccepted,
    Visited,
    WellbeingScore,
    Withdrawn,
)
from followup.case.facts.outcomes import MILESTONES
from followup.case.home_words import AssessmentDecision, AssessmentKind, Placement
from followup.case.import_words import ImportTarget
from followup.case.lesson_words import LessonVerdict
from followup.case.outcome_words import FailureCause, MilestoneStanding, OutcomeKind
from followup.case.referral_words import AwaitedParty, ReferralReply, ReferralService, SharedDetail
from followup.case.support_words import SupportedPerson, SupportKind
from followup.case.visit_words import AttemptReason, ContactMethod, WellbeingDomain
from followup.case.vocabulary import RiskKind, Severity
from tests.case.plan_builders import a_cost, a_plan, dollars, riel, sisters

days = st.dates(date(2024, 1, 1), date(2027, 12, 31))
texts = st.text(st.sampled_from("abc XYZ,;\"'ស្រីមុំ០១é🙂"), max_size=12)
words = texts.filter(str.strip)
codes = st.sampled_from(["SR-1", "SR-2", "82AJQD"])
ids = st.integers(0, 11).map(lambda number: f"{number:016x}")
spans = st.tuples(days, days).map(lambda pair: DateRange(min(pair), max(pair)))
entries = st.builds(
    CalendarEntry,
    slot=st.integers(1, 36),
    day=days,
    status=st.sampled_from(CalendarEntryStatus),
    extra=st.booleans(),
    hours=st.sampled_from(["", "09:00-10:00"]),
    cover=texts,
    sequence=st.integers(0, 9),
)
plans = st.sampled_from(
    [
        a_plan(),
        a_plan(partners=sisters(3), note="ស្រីមុំ"),
        a_plan(loan=Loan(dollars("120.50"), dollars("10.05"), 12), start_up_money=riel(400_000)),
        a_plan(loan=Loan(dollars("40"), repaid=Repayment.IN_KIND, in_kind="two piglets", harvest=date(2027, 5, 1))),
        a_plan(customers=None, days_open=None, kind=BusinessKind.ANIMALS, animals=Animals(2, 6, dollars("80"))),
        a_plan(items=(Item("scissors", riel(12_000), PaidBy.BOUGHT_WITH_HER, 2),)),
    ]
)


def maybe(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | strategy


months = st.sampled_from(
    [
        None,
        MonthlyFigures(customers=Decimal("2.5"), takings=riel(130_000), costs=a_cost(CostKind.RENT, 20_000)),
        MonthlyFigures(debt=dollars("12.50"), open=False),
        MonthlyFigures(takings=riel(90_000), debt=dollars("12.50"), repaid=dollars("4"), repaid_in_kind=True),
    ]
)
scores = st.lists(
    st.builds(
        WellbeingScore,
        domain=st.sampled_from(WellbeingDomain),
        worker=maybe(st.integers(1, 4)),
        own=maybe(st.integers(1, 4)),
    ),
    max_size=3,
    unique_by=lambda score: score.domain,
).map(tuple)

of_a_case = st.one_of(
    st.builds(Opened, code=codes, return_date=days, worker=texts, modules=st.lists(words, max_size=2).map(tuple)),
    st.builds(Amended, code=maybe(codes), return_date=maybe(days), trade=maybe(texts), policy=maybe(texts)),
    st.builds(Identified, name=maybe(texts), village=maybe(texts), birth_year=maybe(st.integers(1960, 2012))),
    st.builds(Arranged, weekdays=maybe(st.just((0, 3))), avoid=maybe(st.tuples(spans)), cover=maybe(texts)),
    st.builds(
        Assessed, what=st.sampled_from(AssessmentKind), decision=st.sampled_from(AssessmentDecision), reasons=words
    ),
    st.builds(
        ReturnedAgainst, return_date=days, what=st.just((AssessmentKind.FAMILY, AssessmentKind.READINESS)), reason=words
    ),
    st.builds(Placed, placement=st.sampled_from(Placement), district=texts),
    st.builds(HandedOver, worker=words),
    st.builds(Merged, into=st.just("0123456789abcdef"), code=codes),
    st.builds(Planned, plan=plans, assumed=st.lists(texts, max_size=1).map(tuple)),
    st.builds(
        Flagged,
        risk=st.sampled_from(RiskKind),
        severity=st.sampled_from(Severity),
        note=words,
        owner=words,
        review_on=days,
    ),
    st.builds(FlagReviewed, flag=ids, severity=st.sampled_from(Severity), note=texts, review_on=days),
    st.builds(FlagCleared, flag=ids, how=words),
    st.builds(
        Visited,
        contact=st.sampled_from(ContactMethod),
        slot=maybe(st.integers(1, 36)),
        note=texts,
        went=st.lists(words, max_size=2).map(tuple),
        scores=scores,
        month=months,
        agreed=texts,
        contact_right=maybe(st.booleans()),
    ),
    st.builds(Attempted, reason=st.sampled_from(AttemptReason), safe=st.booleans(), note=texts),
    st.builds(Promised, what=words, by_whom=words, due=days, ending=st.booleans()),
    st.builds(PromiseSettled, promise=ids, kept=st.booleans(), note=words),
    st.builds(
        ConsentAsked,
        given=st.sets(st.sampled_from(list(Purpose)[:10]), min_size=1, max_size=3).map(sorted).map(tuple),
        refused=st.sets(st.sampled_from(list(Purpose)[10:]), max_size=2).map(sorted).map(tuple),
        explained_by=words,
        words=words,
        ask_again=maybe(days),
        guardian=maybe(st.sampled_from(GuardianAnswer)),
    ),
    st.builds(ConsentWithdrawn, purposes=st.sampled_from(Purpose).map(lambda one: (one,)), reason=texts),
    st.builds(ConsentOverridden, purpose=st.sampled_from(Purpose), until=days, decided_by=words, reason=words),
    st.builds(
        Supported,
        what=st.sampled_from([SupportKind.SCHOOL, SupportKind.DONATED, SupportKind.OTHER]),
        whom=st.sampled_from(SupportedPerson),
        amount=st.sampled_from([None, riel(40_000), dollars("12.50")]),
        fund=texts,
        note=texts,
    ),
    st.builds(Housed, house=st.sampled_from(["", "h1", "h2"])),
    st.builds(
        Referred,
        service=st.sampled_from(ReferralService),
        why=words,
        until=days,
        to=texts,
        shares=st.lists(st.sampled_from(SharedDetail), max_size=2, unique=True).map(tuple),
    ),
    st.builds(
        ReferralAnswered,
        referral=ids,
        reply=st.sampled_from(ReferralReply),
        note=words,
        waits_for=st.sampled_from(AwaitedParty),
        until=days,
    ),
    st.builds(ReferralDone, referral=ids, done=st.booleans(), came_of=words),
    st.builds(ReferralWithdrawn, referral=ids, reason=words),
    st.builds(Moved, slot=st.integers(1, 36), day=days, why=words),
    st.builds(Paused, start=st.just(date(2026, 3, 1)), until=st.just(date(2026, 5, 1)), why=words),
    st.builds(Extended, visits=st.integers(1, 12), why=words),
    st.builds(Tapered, slot=st.integers(1, 36), every=st.just(1), why=words),
    st.builds(
        Ended,
        ending=st.sampled_from(OutcomeKind),
        causes=st.lists(st.sampled_from(FailureCause), max_size=2).map(tuple),
        decided_by=texts,
    ),
    st.builds(Reopened, reason=words),
    st.builds(
        MilestoneReached,
        month=st.sampled_from(MILESTONES),
        standing=st.sampled_from(MilestoneStanding),
        note=texts,
        decided_by=texts,
    ),
    st.builds(HandedOut, entries=st.lists(entries, max_size=3).map(tuple)),
    st.builds(
        TripDates,
        plan=st.sampled_from(["p1", "p2"]),
        dates=st.lists(st.builds(TripDate, slot=st.integers(1, 12), day=maybe(days)), max_size=3).map(tuple),
    ),
    st.builds(Withdrawn, fact=ids, reason=words),
)
of_the_office = st.one_of(
    st.builds(
        Accessed,
        access=st.sampled_from(Access),
        what=texts,
        cases=st.lists(ids, max_size=2).map(tuple),
        people=maybe(st.integers(0, 5_000)),
        names=st.booleans(),
    ),
    st.builds(Configured, worker=maybe(texts), cover=maybe(texts), rate=maybe(st.integers(1, 9_999))),
    st.builds(
        Printed, what=texts, pages=st.integers(1, 400), language=texts, names=st.booleans(), cases=st.tuples(ids)
    ),
    st.builds(Exported, what=texts, file=words, rows=st.integers(0, 9), names=st.booleans(), to=texts),
    st.builds(OnLeave, worker=words, days=spans),
    st.builds(
        TripsAccepted, plan=ids, worker=words, until=days, visits=st.integers(0, 99), by=st.sampled_from(TripsBy)
    ),
    st.builds(OfficeClosed, days=spans, why=texts),
    st.builds(
        DistrictSet,
        province=words,
        district=words,
        distance=maybe(st.sampled_from([Distance.NEAR, Distance.FAR])),
        travel_hours=maybe(st.integers(0, 800)),
        visits_a_day=maybe(st.integers(1, 9)),
    ),
    st.builds(DistrictClosed, province=words, district=words, days=spans, why=texts),
    st.builds(DistrictOpened, province=words, district=words, days=spans),
    st.builds(
        LessonProposed,
        change=words,
        seen=texts,
        causes=st.lists(st.sampled_from(FailureCause), min_size=1, max_size=3, unique=True).map(tuple),
        modules=st.lists(words, max_size=2).map(tuple),
        cases=st.lists(ids, max_size=2).map(tuple),
    ),
    st.builds(LessonAnswered, lesson=ids, accepted=st.booleans(), owner=words, due=days, reason=words),
    st.builds(LessonApplied, lesson=ids, centres=st.lists(words, max_size=2).map(tuple), note=texts),
    st.builds(LessonChecked, lesson=ids, verdict=st.sampled_from(LessonVerdict), note=texts),
    st.builds(
        Imported,
        run=ids,
        moment=st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
        target=st.sampled_from(ImportTarget),
        new=st.integers(0, 9),
        changed=st.integers(0, 9),
        entries=st.tuples(st.builds(ImportedEntries, case=ids, first=st.integers(1, 9), count=st.integers(1, 9))),
    ),
    st.builds(MappingKept, name=words, target=st.sampled_from(ImportTarget), mapping=texts),
    st.builds(PolicyMade, name=words, months=st.just((1, 3, 6)), window=st.integers(0, 14), extra=st.booleans()),
)


def facts_of(bodies: st.SearchStrategy[Body]) -> st.SearchStrategy[Fact]:
    """Facts as stores write them: stamps in UTC, numbered by device."""
    return st.builds(
        Fact,
        id=ids,
        at=st.integers(0, 999).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)),
        on=days,
        device=st.sampled_from(["a1", "b2"]),
        seq=st.integers(1, 99),
        by=texts,
        body=bodies,
    )


def journals(bodies: st.SearchStrategy[Body] = of_a_case, most: int = 12) -> st.SearchStrategy[list[Fact]]:
    """Journals of up to ``most`` facts, no id twice."""
    return st.lists(facts_of(bodies), max_size=most, unique_by=lambda fact: fact.id)
