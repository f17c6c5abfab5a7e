"""Lessons as facts: one that says nothing, or an answer without what it needs, cannot be made."""

from datetime import date

import pytest

from followup.case.facts import LessonAnswered, LessonApplied, LessonProposed
from followup.case.outcome_words import FailureCause
from followup.errors import Invalid
from followup_data import shipped

DUE = date(2026, 12, 1)


@pytest.mark.parametrize(
    "impossible",
    [
        lambda: LessonProposed(" ", "seen", (FailureCause.DEBT,)),
        lambda: LessonProposed("Teach reckoning.", "seen", ()),
        lambda: LessonProposed("Teach reckoning.", "seen", (FailureCause.DEBT, FailureCause.DEBT)),
        lambda: LessonProposed("x" * 1_001, "seen", (FailureCause.DEBT,)),
        lambda: LessonAnswered("1", accepted=True, owner="KB"),
        lambda: LessonAnswered("1", accepted=True, owner=" ", due=DUE),
        lambda: LessonAnswered("1", accepted=True, owner="KB", due=date(1969, 1, 1)),
        lambda: LessonAnswered("1", accepted=False, reason=" "),
        lambda: LessonApplied("1", centres=(" ",)),
    ],
)
def test_an_impossible_lesson_cannot_be_made(impossible):
    with pytest.raises(Invalid):
        impossible()


def test_every_cause_is_tied_to_a_module_or_named_as_one_that_no_training_prevents():
    tied = [cause for causes in shipped.prevents().values() for cause in causes]
    beyond = shipped.beyond_training()

    assert {*tied, *beyond} == {cause.value for cause in FailureCause}
    assert not set(tied) & set(beyond)


def test_every_module_is_tied_to_causes_each_named_once():
    assert shipped.prevents().keys() == shipped.modules().keys()
    assert all(causes and len(set(causes)) == len(causes) for causes in shipped.prevents().values())
