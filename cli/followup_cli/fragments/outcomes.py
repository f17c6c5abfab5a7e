"""The outcomes of one graduate, a paragraph each."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from followup.case.fields import Mask
from followup.case.outcome_words import OutcomeClass
from followup.case.parts import FollowUpEnd
from followup.messages import say
from followup_cli.terminal.page import Page

if TYPE_CHECKING:
    from followup.case.facts import Ended

RESULT_STYLE = {OutcomeClass.SUCCESS: "good", OutcomeClass.FAILURE: "bad", OutcomeClass.NEITHER: ""}


def add_case_outcomes(page: Page, endings: Sequence[FollowUpEnd], mask: Mask) -> None:
    """Every outcome of one graduate, a paragraph each, with the day follow-up went on."""
    for end in endings:
        ended = end.said
        parts = [say("{how}, on {day}", how=ending_words(ended), day=end.on)]
        if ended.main_cause:
            parts.append(say("main cause: {cause}", cause=ended.main_cause.label))
        if ended.decided_by:
            parts.append(say("decided by {who}", who=mask(ended.decided_by)))
        if end.reopened_on:
            parts.append(say("reopened on {day}", day=end.reopened_on))
        style = "quiet" if end.reopened_on else RESULT_STYLE[ended.ending.result]
        page.pair(say("Outcome"), f"{'; '.join(parts)}.", style)


def ending_words(ended: "Ended") -> str:
    """How it ended and what that counts as: ``Business closed, failure``."""
    if ended.ending.result is OutcomeClass.NEITHER:
        return say("{how}, neither a success nor a failure", how=ended.ending.label.capitalize())
    return say("{how}, {result}", how=ended.ending.label.capitalize(), result=ended.ending.result.label)
