"""The cash book: for a graduate who went to school little. Pictures, big boxes, a line a day, and no name.

- a month's book has its days, and a heavier line ends each week; a book for any month has 31 and boxes for the month
- it is in the currency of her plan, without a plan in the office's; for anybody it needs no code
- a column for a loan stands where one is paid back in money, and in a book for anybody
- no word is needed: nothing stands on it but figures, the currency and her code
"""

from datetime import date

import pytest

from followup.errors import Missing
from followup.handout.paper.catalogue import Language
from followup.services.audit_trail import prints_of
from followup.services.prints.cash_book import print_cash_book
from tests.builders import a_casebook, a_graduate, a_plan
from tests.prints.papers import given_to_typesetter, page_text

LOAN = {"principal": "480,000 riel", "instalment": "40,000 riel", "months": 12}


@pytest.fixture
def given(monkeypatch):
    return given_to_typesetter(monkeypatch)


def a_book(given, tmp_path, plan=None, code="KML", month=date(2026, 12, 1), language=Language.EN_KM):
    """What the cash book of a graduate with this plan says."""
    book = a_casebook(a_graduate(plan=plan) if plan else a_graduate())
    print_cash_book(book, code, month, language, tmp_path)
    return given[-1].content


@pytest.mark.parametrize(("month", "days"), [(date(2026, 12, 1), 31), (date(2027, 2, 1), 28), (date(2028, 2, 1), 29)])
def test_a_months_book_has_its_days(given, tmp_path, month, days):
    first, second = a_book(given, tmp_path, month=month)["pages"]

    assert [day["number"] for day in (*first, *second)] == [str(n) for n in range(1, days + 1)]


def test_a_heavier_line_ends_each_week(given, tmp_path):
    first, second = a_book(given, tmp_path)["pages"]

    assert [day["number"] for day in (*first, *second) if day["week-ends"]] == ["6", "13", "20", "27"]


def test_a_book_for_any_month_has_31_days_and_no_weeks(given, tmp_path):
    content = a_book(given, tmp_path, code="", month=None)

    assert content["month"] == ""
    assert sum(map(len, content["pages"])) == 31
    assert not [day for page in content["pages"] for day in page if day["week-ends"]]


def test_days_stand_in_khmer_figures_as_well_where_khmer_is_read(given, tmp_path):
    khmer, english = (a_book(given, tmp_path, language=one)["pages"][1][-1] for one in (Language.KM, Language.EN))

    assert (khmer["number"], khmer["khmer"], english["khmer"]) == ("31", "៣១", "")


def test_it_is_in_the_currency_of_her_plan(given, tmp_path):
    dollars = a_book(given, tmp_path, a_plan(currency="USD", rate=4000))
    riel = a_book(given, tmp_path)

    assert (dollars["currency"], "$" in riel["currency"]) == ("$", False)


@pytest.mark.parametrize(
    ("loan", "asked"),
    [
        (LOAN, True),
        ({"principal": "$100", "repaid": "at_harvest", "harvest": "2027-03-01"}, True),
        ({"principal": "$100", "repaid": "in_kind", "in_kind": "two piglets"}, False),
        ({"principal": "$100", "repaid": "none"}, False),
        (None, False),
    ],
)
def test_there_is_a_column_for_a_loan_that_is_paid_back_in_money(given, tmp_path, loan, asked):
    plan = a_plan(loan=loan) if loan else a_plan()

    assert ("loan" in a_book(given, tmp_path, plan)["columns"]) is asked


def test_a_book_for_anybody_has_all_columns(given, tmp_path):
    assert a_book(given, tmp_path, code="")["columns"] == ["in", "out", "family", "savings", "loan"]


def test_a_code_nobody_has_prints_nothing(given, tmp_path):
    with pytest.raises(Missing):
        a_book(given, tmp_path, code="XYZ")
    assert not list(tmp_path.iterdir())


def test_what_was_printed_for_her_is_in_her_log(given, tmp_path):
    book = a_casebook()
    print_cash_book(book, "KML", date(2026, 12, 1), Language.EN_KM, tmp_path)

    assert [one.sentence for one in prints_of(book, "KML")] == [
        "Printed: cash book 2026-12 (1 page, en+km, 1 graduate)."
    ]


def test_the_two_pages_as_they_are_printed(tmp_path):
    book = a_casebook(a_graduate(plan=a_plan(currency="USD", rate=4000, loan=LOAN)))
    first = print_cash_book(book, "KML", date(2026, 12, 1), Language.EN, tmp_path / "one")
    second = print_cash_book(book, "KML", date(2026, 12, 1), Language.EN, tmp_path / "two")

    words = page_text(first.path).split()
    assert first.pages == 2
    assert first.path.read_bytes() == second.path.read_bytes()
    assert not [word for word in words if word.isalpha()]
    assert {*map(str, range(1, 32)), "KML-1", "$"} <= {*words}
