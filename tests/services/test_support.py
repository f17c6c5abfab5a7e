"""What she and her family were given: written down once, counted once, whatever her plan says beside it."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.case.business.loan import Loan
from followup.case.business.money import Currency
from followup.case.business.plan import Item, PaidBy
from followup.case.facts import Ended, Planned, ReturnedAgain, Supported
from followup.case.outcome_words import OutcomeKind
from followup.case.support_words import SupportedPerson, SupportKind
from followup.casebook import Casebook, Moment
from followup.errors import Invalid, Missing, Refused
from followup.monitoring.support import sums, support_given
from followup.services import plans, support
from followup.services.merging import merge
from followup.services.reports import ReportSelection, quarter_report
from followup.services.support import SupportFilter
from followup.services.undo import undo_last
from followup.services.withdrawals import withdraw
from followup.statistics.quarters import Quarter
from followup.statistics.report_model import NOT_TOLD
from followup.store import NewFact
from tests.builders import a_casebook, a_graduate, a_plan
from tests.case import plan_builders
from tests.case.plan_builders import dollars, riel

HERSELF = SupportedPerson.HERSELF
SCISSORS = {"what": "scissors", "price": "12000", "paid_by": "bought_with_her", "quantity": 2}
MACHINE = {"what": "sewing machine", "price": "$80", "paid_by": "donated"}
OUT_OF_LOAN = {"what": "dryer", "price": "$20", "paid_by": "micro_credit"}
OWN = {"what": "mirror", "price": "$5", "paid_by": "own_savings"}
LOAN = {"principal": "$40", "instalment": "$4", "months": 10}


@pytest.fixture
def book():
    return a_casebook(
        a_graduate(plan=a_plan(items=[SCISSORS, MACHINE, OUT_OF_LOAN, OWN], loan=LOAN)), a_graduate("TEH-1", name="Lin")
    )


def anew(book):
    return Casebook(book.store, book.moment)


def an_hour_later(book):
    return Casebook(book.store, Moment(book.today, book.moment.now + timedelta(hours=1)))


def given_to(book, code="KML-1"):
    return [(one.what, one.whom, one.amount, one.fund) for one in support.support_sheet(anew(book), code).given]


THE_LOAN = (SupportKind.LOAN, HERSELF, dollars("40"), "")


def test_what_a_plan_says_is_to_be_bought_was_not_given_yet_but_what_it_says_was_lent_was(book):
    assert given_to(book) == [THE_LOAN]


def test_out_of_the_plan_each_kind_is_written_down_once_and_neither_the_loan_nor_what_it_bought(book):
    support.add_planned(book, "KML", "Sewing fund")

    assert given_to(book)[1:] == [
        (SupportKind.BOUGHT_WITH_HER, HERSELF, riel(24_000), "Sewing fund"),
        (SupportKind.DONATED, HERSELF, dollars("80"), "Sewing fund"),
    ]
    assert support.support_sheet(anew(book), "KML").unwritten == ()
    with pytest.raises(Refused):
        support.add_planned(anew(book), "KML", "Sewing fund")


def test_a_dry_run_writes_nothing(book):
    facts = book.store.facts(book.find("KML"))
    support.add_planned(book, "KML", dry_run=True)
    support.add(book, "KML", Supported(SupportKind.MEDICINE), dry_run=True)

    assert book.store.facts(book.find("KML")) == facts


def test_of_her_own_loan_only_the_fund_is_said_once_and_the_amount_follows_the_plan(book):
    with pytest.raises(Invalid, match="counted once"):
        Supported(SupportKind.LOAN, amount=dollars("40"))
    support.add(book, "KML", Supported(SupportKind.LOAN, fund="VCAO"))
    with pytest.raises(Refused):
        support.add(anew(book), "KML", Supported(SupportKind.LOAN, fund="VCAO"))
    with pytest.raises(Refused, match="no loan"):
        support.add(anew(book), "TEH", Supported(SupportKind.LOAN, fund="VCAO"))
    assert given_to(book) == [(SupportKind.LOAN, HERSELF, dollars("40"), "VCAO")]

    plans.set_plan(anew(book), "KML", a_plan(loan=LOAN | {"principal": "$50"}))

    assert given_to(book) == [(SupportKind.LOAN, HERSELF, dollars("50"), "VCAO")]


def test_what_was_lent_to_her_family_has_an_amount_of_its_own(book):
    with pytest.raises(Invalid):
        Supported(SupportKind.GARDEN_LOAN)
    support.add(book, "KML", Supported(SupportKind.GARDEN_LOAN, SupportedPerson.PARENT, riel(100_000)))

    assert given_to(book)[1:] == [(SupportKind.GARDEN_LOAN, SupportedPerson.PARENT, riel(100_000), "")]


def test_what_is_given_on_a_day_to_come_is_not_written_down(book):
    with pytest.raises(Refused):
        support.add(book, "KML", Supported(SupportKind.SCHOOL), date(2026, 12, 1))


def test_lists_are_by_kind_fund_family_and_day_and_an_unknown_fund_is_no_empty_list(book):
    school = Supported(SupportKind.SCHOOL, SupportedPerson.CHILD, dollars("25"), "School fund")
    support.add(book, "KML", school, date(2026, 10, 1))
    support.add(anew(book), "TEH", Supported(SupportKind.MEDICINE, fund="Health"))

    def listed(code="", **wanted):
        found = support.support_listed(anew(book), SupportFilter(**wanted), code)
        return [(one.code, one.given.what) for one in found]

    assert listed(fund="school") == listed(family=True) == listed(kind=SupportKind.SCHOOL)
    assert listed(fund="school") == [("KML-1", SupportKind.SCHOOL)]
    assert listed(since=date(2026, 11, 1)) == [("TEH-1", SupportKind.MEDICINE)]
    assert listed("TEH") == [("TEH-1", SupportKind.MEDICINE)]
    with pytest.raises(Missing):
        listed(fund="Hospital")


def test_it_is_taken_back_undone_and_goes_on_in_a_merged_case(book):
    support.add(an_hour_later(book), "TEH", Supported(SupportKind.MEDICINE))
    undo_last(an_hour_later(book))
    assert given_to(book, "TEH") == []
    support.add(anew(book), "TEH", Supported(SupportKind.SCHOOL, SupportedPerson.SIBLING, riel(0)))
    merge(anew(book), "KML", "TEH")
    assert (SupportKind.SCHOOL, SupportedPerson.SIBLING, riel(0), "") in given_to(book)

    merged = anew(book)
    at = next(
        n
        for n, fact in enumerate(sorted(merged.entries(merged.find("KML")), key=lambda fact: fact.written), 1)
        if isinstance(fact.body, Supported) and fact.body.what is SupportKind.SCHOOL
    )
    taken = withdraw(merged, "KML", at, "A slip.")
    assert any("falls away: school" in sentence for sentence in taken.different)
    assert given_to(book) == [THE_LOAN]


# --- counted once ---------------------------------------------------------------------------------------------------

_loans = st.none() | st.sampled_from(["12", "40"]).map(lambda lent: Loan(dollars(lent), dollars("4"), 10))
_items = st.lists(
    st.builds(Item, st.just("scissors"), st.sampled_from([riel(4_000), dollars("3")]), st.sampled_from(PaidBy)),
    max_size=3,
)
_plans = st.builds(lambda loan, items: Planned(plan_builders.a_plan(loan=loan, items=tuple(items))), _loans, _items)
_given = st.builds(
    Supported, st.sampled_from([SupportKind.SCHOOL, SupportKind.DONATED]), amount=st.sampled_from([None, riel(500)])
)
_own = st.just(Supported(SupportKind.LOAN, fund="VCAO"))


@settings(max_examples=30, deadline=None)
@given(st.lists(_plans | _given | _own, max_size=6))
def test_over_all_histories_a_loan_is_counted_as_its_plan_says_and_the_rest_as_it_was_written(bodies):
    book = a_casebook()
    case_id = book.find("KML")
    if bodies:
        book.write(case_id, *bodies)
    case = book.case(case_id)

    found = support_given(case)

    loan = case.plan.loan if case.plan else None
    lent = [one.amount for one in found if one.what is SupportKind.LOAN and one.amount]
    assert lent == ([loan.principal] if loan else [])
    written = [body for body in bodies if isinstance(body, Supported) and not body.is_own_loan]
    assert len([one for one in found if one.what is not SupportKind.LOAN]) == len(written)
    riels = sum(body.amount is not None for body in written) * 500
    assert sums(one for one in found if one.what is not SupportKind.LOAN).get(Currency.KHR, 0) == riels


def test_what_was_given_in_an_earlier_stay_is_not_counted_in_the_next_as_well():
    book = a_casebook()
    case_id = book.find("KML")
    book.write(
        case_id,
        NewFact(date(2026, 3, 1), Supported(SupportKind.SCHOOL)),
        NewFact(date(2026, 5, 1), Ended(OutcomeKind.BACK_AT_CENTRE)),
        NewFact(date(2026, 6, 1), ReturnedAgain(date(2026, 6, 1), "monthly-36")),
        NewFact(date(2026, 7, 1), Supported(SupportKind.JOB)),
    )
    case = book.case(case_id)

    assert [one.what for one in support_given(case)] == [SupportKind.SCHOOL, SupportKind.JOB]
    assert [[one.said.what for one in stay.supports] for stay in case.stays] == [
        [SupportKind.SCHOOL],
        [SupportKind.JOB],
    ]


def test_no_amount_leaves_the_office_of_fewer_than_five_graduates_whatever_the_currency():
    book = a_casebook(*(a_graduate(f"AB-{n:02}", "2025-01-06") for n in range(16)))
    for n in range(16):
        amount = dollars("37") if n == 0 else riel("100000") if n < 13 else None
        what = SupportKind.MEDICINE if n in (1, 13, 14, 15) else SupportKind.START_UP_FUND
        book.write(book.find(f"AB-{n:02}"), Supported(what, amount=amount, fund=f"Fund {n % 2}"), on=date(2026, 8, 1))

    for name in ("support_kinds", "support_funds"):
        table = quarter_report(book, ReportSelection(Quarter(2026, 3))).section("support").table(name)
        assert table.total.cells == {"times": 16, "riel": 1_200_000, "dollars": NOT_TOLD}
        assert {row.cells["dollars"] for row in table.rows} == {NOT_TOLD}
        assert all(row.cells["riel"] >= 500_000 for row in table.rows)
    staff = quarter_report(book, ReportSelection(Quarter(2026, 3), internal=True)).section("support")
    assert staff.table("support_kinds").total.cells == {"times": 16, "riel": 1_200_000, "dollars": "37.00"}


def test_what_was_written_down_by_hand_is_not_written_down_out_of_the_plan_too(book):
    support.add(book, "KML", Supported(SupportKind.BOUGHT_WITH_HER, amount=riel("24000")))

    written = support.add_planned(book, "KML").written
    assert [(one.what, one.amount) for one in written] == [(SupportKind.DONATED, dollars("80"))]
    with pytest.raises(Refused, match="Nothing is left"):
        support.add_planned(book, "KML")
