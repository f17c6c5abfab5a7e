"""Any visit and any try, with everything that can be said of one: for tests of what is given back or taken along."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from followup.case.business.money import Currency, Money
from followup.case.business.month import MonthlyFigures
from followup.case.business.plan import CostKind, MonthlyCost
from followup.case.facts import Attempted, Visited, WellbeingScore
from followup.case.visit_words import AgreementProgress, AttemptReason, ContactMethod, WellbeingDomain
from followup.case.vocabulary import RiskKind

_letters = st.characters(categories=["L", "Zs", "P"], exclude_characters=",#")
_words = st.text(_letters, min_size=1, max_size=12).map(str.strip)
_people = st.text(st.characters(categories=["L"]), min_size=1, max_size=9) | st.sampled_from(["SN", "Mrs Keo", "=KB"])
"""Who went: names on one line, of which a table's reader joins several blanks to one."""
_texts = st.just("") | _words
_score = st.none() | st.integers(1, 4)
_riel = st.none() | st.integers(0, 10**7).map(lambda n: Money(Decimal(n), Currency.KHR))
_dollars = st.none() | st.integers(0, 10**5).map(lambda n: Money(Decimal(n).scaleb(-2), Currency.USD))
_costs = st.lists(st.sampled_from(CostKind), unique=True, max_size=3).map(
    lambda kinds: tuple(MonthlyCost(kind, Money(Decimal(500), Currency.KHR)) for kind in kinds)
)
_months = st.builds(
    MonthlyFigures,
    customers=st.none() | st.integers(0, 999).map(lambda n: Decimal(n).scaleb(-1)),
    takings=_riel,
    costs=_costs,
    drawings=_riel,
    stock=_riel,
    debt=_riel | _dollars,
    savings=_riel | _dollars,
    open=st.booleans(),
    repaid=_riel | _dollars,
    repaid_in_kind=st.booleans(),
)
_scores = st.lists(
    st.builds(WellbeingScore, st.sampled_from(WellbeingDomain), _score, _score), unique_by=lambda one: one.domain
).map(lambda some: tuple(one for one in some if one != WellbeingScore(one.domain)))
_visits = st.builds(
    Visited,
    st.sampled_from(ContactMethod),
    slot=st.none() | st.integers(1, 9),
    note=_texts,
    went=st.lists(_people, max_size=2).map(tuple),
    scores=_scores,
    month=st.none() | _months.filter(lambda month: month.says_something),
    agreed=_texts,
    contact_right=st.none() | st.booleans(),
    agreement=st.none() | st.sampled_from(AgreementProgress),
    not_seen=st.lists(st.sampled_from(RiskKind), unique=True, max_size=2).map(tuple),
)
_tries = st.builds(Attempted, st.sampled_from(AttemptReason), st.booleans(), _texts)
_days = st.dates(date(2026, 2, 1), date(2026, 11, 20))
CONTACTS = st.lists(st.tuples(_days, _visits | _tries), max_size=4)
"""Days on which a graduate who came home on 31 January 2026 was met or not, and what was said of it."""
