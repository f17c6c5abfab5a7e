"""What is shown of a column says what it looks like, and nothing of what it says."""

from datetime import date, time

from hypothesis import given, settings
from hypothesis import strategies as st

from followup.intake.samples import masked
from followup.intake.workbook import ErrorCell


def test_names_of_any_length_and_script_look_the_same():
    assert masked("Zmok Arvi") == masked("Qo Belkadorn") == masked("ហ្សម អារវី") == "xxxx xxxx"


def test_of_a_phone_the_zero_it_begins_with_stays_since_it_may_be_missing():
    assert (masked("012 345 678"), masked("០១២ ៣៤៥ ៦៧៨"), masked(12345678.0)) == (
        "0## ### ###",
        "0## ### ###",
        "########",
    )


def test_days_and_figures_are_signs():
    assert [masked(one) for one in ("15/05/2026", date(2026, 5, 15), time(8), 5500.0, "$0.50", ErrorCell("#N/A"))] == [
        *("##/##/####", "####-##-##", "##:##", "####"),
        "#.##",
        "an error",
    ]


@given(st.text(max_size=40))
@settings(max_examples=60)
def test_no_letter_of_a_text_is_left_and_no_figure_but_a_zero(text):
    assert set(masked(text)) <= set("x#0 /-.,:+()%…")
