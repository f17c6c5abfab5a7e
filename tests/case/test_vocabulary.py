"""Words of the vocabularies as people read them."""

import pytest

from followup.case.outcome_words import FailureCause, OutcomeKind
from followup.case.vocabulary import RiskKind, Term


@pytest.mark.parametrize(
    ("term", "read"),
    [
        (OutcomeKind.RE_EXPLOITED, "exploited again"),
        (FailureCause.STIGMA, "stigma: her past became known"),
        (FailureCause.PARTNERS_CONFLICT, "conflict between partners"),
        (RiskKind.PARTNERS_CONFLICT, "conflict between partners"),
        (FailureCause.TOO_FEW_CUSTOMERS, "too few customers"),
    ],
)
def test_a_code_is_read_as_people_say_it_and_stays_what_it_is_for_programs(term: Term, read: str) -> None:
    assert term.label == read
    assert str(term) == term.value != read
