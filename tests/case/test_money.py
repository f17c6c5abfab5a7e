"""Money is exact, in riel or dollars.

- an impossible amount cannot be made
- adding and comparing within a currency, never across; between them only at a stated rate, without rounding
- rounding only for display
- people write amounts in many ways, in Latin or Khmer digits; what cannot be read is refused without repeating it
"""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.case.business.money import Currency, Money, parse_money, parse_number, show
from followup.case.codec import from_json, to_json
from followup.errors import Invalid

from .plan_builders import dollars, riel, signed_moneys

KHR, USD = Currency.KHR, Currency.USD


# --- an impossible amount cannot be made --------------------------------------------------------


@pytest.mark.parametrize("amount", ["nan", "sNaN", "inf", "-inf", "0.5", "1e-999999", "1e999999", "10000000001"])
def test_riel_are_whole_finite_and_not_astronomical(amount):
    with pytest.raises(Invalid):
        Money(Decimal(amount), KHR)


@pytest.mark.parametrize("amount", ["0.005", "nan", "10000000.01"])
def test_dollars_have_cents_and_no_less(amount):
    with pytest.raises(Invalid):
        Money(Decimal(amount), USD)


def test_one_amount_has_one_form_however_it_was_given():
    assert Money(Decimal("2E+3"), KHR) == riel(2000)
    assert str(Money(Decimal("2E+3"), KHR).amount) == "2000"
    assert str(dollars("0.5").amount) == "0.50"
    assert str(riel(-0).amount) == str(Money(Decimal("-0"), KHR).amount) == "0"


@given(signed_moneys)
def test_money_survives_the_journal(money):
    assert from_json(Money, to_json(money)) == money


# --- reckoning ------------------------------------------------------------------------------------


@given(st.lists(st.integers(-(10**7), 10**7), max_size=20))
def test_adding_cents_loses_none(cents):
    total = dollars("0")

    for each in cents:
        total += Money(Decimal(each).scaleb(-2), USD)

    assert total.exact * 100 == sum(cents)


def test_money_adds_multiplies_and_compares_within_a_currency():
    assert riel(2000) + riel(500) == riel(2500)
    assert dollars("0.10") * 3 == dollars("0.30")
    assert riel(500) < riel(2000) < riel(2001)
    assert max(dollars("1.05"), dollars("1.50")) == dollars("1.50")


@pytest.mark.parametrize("mix", [lambda a, b: a + b, lambda a, b: a < b])
def test_riel_and_dollars_never_mix_without_a_rate(mix):
    with pytest.raises(Invalid):
        mix(riel(2000), dollars("0.50"))


def test_between_currencies_there_is_a_stated_rate():
    assert dollars("0.50").converted(Currency.KHR, Decimal(4000)) == 2000
    assert riel(2000).converted(Currency.KHR, Decimal(4000)) == 2000
    assert riel(1000).converted(USD, Decimal(3000)) == Fraction(1, 3)


@given(signed_moneys, st.decimals(100, 100_000, places=4))
def test_there_and_back_is_exact(money, rate):
    there = money.converted(Currency.KHR, rate)

    back = there if money.currency is KHR else there / Fraction(rate)

    assert back == money.exact


@pytest.mark.parametrize("rate", ["0", "-4000", "nan", "inf", "0.00025"])
def test_a_rate_that_cannot_be_is_refused(rate):
    with pytest.raises(Invalid):
        riel(2000).converted(USD, Decimal(rate))


# --- display --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("money", "shown"),
    [
        (riel(2000), "2,000 riel"),
        (riel(-1234567), "-1,234,567 riel"),
        (dollars("0.5"), "$0.50"),
        (dollars("-1234.05"), "-$1,234.05"),
        (riel(0), "0 riel"),
    ],
)
def test_amounts_are_shown_as_people_write_them(money, shown):
    assert money.shown() == shown


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (Fraction(130_000, 3), KHR, "43,333 riel"),
        (Fraction(5, 2), KHR, "3 riel"),
        (Fraction(-5, 2), KHR, "-3 riel"),
        (Fraction(-1, 3), KHR, "0 riel"),
        (Fraction(2, 3), USD, "$0.67"),
        (Fraction(10**15), KHR, "1,000,000,000,000,000 riel"),
    ],
)
def test_only_what_is_shown_is_rounded(amount, currency, shown):
    assert show(amount, currency) == shown


@given(signed_moneys.filter(lambda money: money.amount >= 0))
def test_what_is_shown_or_written_can_be_read_back(money):
    for default in Currency:
        assert parse_money(money.shown(), default) == money
        assert parse_money(money.written(), default) == money


# --- reading --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *("2000", "2,000", " 2000 riel ", "2000 Riels", "2000r", "2000 KHR", "៛2000", "2,000៛", "2 000", "2\u00a0000"),
        *("២០០០", "២,០០០ រៀល", "៛ ២០០០", "02000"),
    ],
)
def test_two_thousand_riel_in_every_hand(text):
    assert parse_money(text, KHR) == riel(2000)


@pytest.mark.parametrize(
    "text", ["$0.50", "0.50 USD", "US$0.50", "us$ 0.5", ".50", "$.5", "0.5 dollars", "០.៥០", "$០.៥០", "0.50 dollar"]
)
def test_fifty_cents_in_every_hand(text):
    assert parse_money(text, USD) == dollars("0.50")


def test_a_named_currency_wins_over_the_plans():
    assert parse_money("2000 riel", USD) == riel(2000)
    assert parse_money("$20", KHR) == dollars("20")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "cannot be read"),
        ("   ", "cannot be read"),
        ("riel", "cannot be read"),
        ("Sreymom", "cannot be read"),
        ("2000 Sreymom", "not a currency"),
        ("2k", "not a currency"),
        ("two thousand 2000", "not a currency"),
        ("1e5", "cannot be read"),
        ("2.000.000", "more than one dot"),
        ("2.000", "no smaller unit"),
        ("2000.0 riel", "no smaller unit"),
        ("$0.505", "too many digits"),
        ("20,00", "between thousands"),
        ("2,0000", "between thousands"),
        ("1,000 000", "between thousands"),
        ("$0,50", "between thousands"),
        ("-2000", "below zero"),
        ("−$5", "below zero"),
        ("--2000", "not a currency"),
        ("$2000 riel", "Two currencies"),
        ("៛2000 USD", "Two currencies"),
        ("20០០", "mixed"),
        ("99999999999", "too large"),
        ("$10000001", "too large"),
        ("9" * 41, "cannot be read"),
        ("٢٠٠٠", "cannot be read"),
        ("2000/500", "cannot be read"),
        ("2000.", "not a currency"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(text, why):
    with pytest.raises(Invalid, match=why):
        parse_money(text, KHR)


def refusal(text, default):
    try:
        assert parse_money(text, default).amount >= 0
    except Invalid as refused:
        return f"{refused.what} {refused.hint}"
    return ""


@given(st.text(min_size=9, max_size=60), st.sampled_from(Currency))
def test_any_text_is_read_or_refused_and_never_repeated(text, default):
    assert text not in refusal(text, default)


@given(st.from_regex(r"[-$៛]?[0-9០-៩,. ]{1,15}( riel| USD|r)?", fullmatch=True), st.sampled_from(Currency))
def test_whatever_looks_like_an_amount_is_read_exactly_or_refused(text, default):
    refusal(text, default)


# --- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "places", "number"),
    [("26", 0, "26"), ("២៦", 0, "26"), ("2.5", 1, "2.5"), ("២.៥", 2, "2.5"), ("4,000", 0, "4000"), ("0", 0, "0")],
)
def test_numbers_are_read_in_latin_and_khmer_digits(text, places, number):
    assert parse_number(text, places=places) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2.5", "whole number"),
        ("26 days", "not a number alone"),
        ("$26", "not a number alone"),
        ("32", "from 1 to 31"),
        ("0", "from 1 to 31"),
        ("-3", "below zero"),
        ("", "cannot be read"),
        ("¼", "cannot be read"),
    ],
)
def test_a_number_that_cannot_be_is_refused_with_its_reason(text, why):
    with pytest.raises(Invalid, match=why):
        parse_number(text, least=1, most=31)


def test_below_zero_is_read_where_it_is_allowed():
    assert parse_number("-3", least=-5, most=5) == -3
