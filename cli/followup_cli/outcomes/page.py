"""Outcomes: one that was written down, follow-up that goes on again, and the outcomes of everybody."""

from collections.abc import Sequence

from followup.case.facts import Ended
from followup.case.fields import Mask
from followup.case.parts import FollowUpEnd
from followup.case.vocabulary import OutcomeClass
from followup.messages import say
from followup.services.outcomes import ListedOutcome, OutcomeList, OutcomeResult, ReopeningResult
from followup_cli.outcomes.milestones_page import add_milestones_table
from followup_cli.outcomes.readiness_page import add_criteria_beside
from followup_cli.terminal.days import long_day
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import WIDE_PLAIN_WIDTH, Cell, Column, Table, TableRow

RESULT_STYLE = {OutcomeClass.SUCCESS: "good", OutcomeClass.FAILURE: "bad", OutcomeClass.NEITHER: ""}


def outcome_result(recorded: OutcomeResult, mask: Mask) -> Page:
    """What was written down, what follows from it, and the criteria beside it."""
    said = recorded.said
    words = say("{how}, on {day}.", how=_ending_words(recorded.said), day=long_day(recorded.on))
    shown = Page().pair(recorded.case.code, words, RESULT_STYLE[said.ending.result], label_style="strong")
    if said.main_cause:
        shown.pair(say("Main cause"), said.main_cause.label)
    if said.causes[1:]:
        shown.pair(say("And"), ", ".join(cause.label for cause in said.causes[1:]))
    written = ((say("Happened"), said.note), (say("Against"), said.against), (say("Decided by"), said.decided_by))
    shown.pairs((label, mask(text)) for label, text in written)
    shown.pair(say("Visits"), say("{n} cancelled; all before that day stays.", n=recorded.cancelled))
    if recorded.case.issued:
        shown.pair("", say("Take them off the phone with: followup calendar export"), "quiet")
    if said.ending.result is OutcomeClass.FAILURE:
        what_next = say("What should training change? followup lesson propose {code}", code=recorded.case.code)
        shown.pair(say("Lesson"), what_next, "watch")
    return add_criteria_beside(shown, recorded.review)


def _ending_words(said: Ended) -> str:
    """How it ended and what that counts as: ``Business closed, failure``."""
    return say("{how}, {result}", how=said.ending.label.capitalize(), result=said.ending.result.label)


# --- reopened -------------------------------------------------------------------------------------------------------


def reopening_result(recorded: ReopeningResult) -> Page:
    """Follow-up goes on: from which day, and the visits that are asked for again."""
    code = recorded.case.code
    words = say("Follow-up goes on from {day}.", day=long_day(recorded.on))
    shown = Page().pair(code, words, "good", label_style="strong")
    how = recorded.end.said.ending.label
    shown.pair(
        "", say("The outcome of {day} stays in the history: {how}.", day=long_day(recorded.end.on), how=how), "quiet"
    )
    days = [one.after for one in recorded.back if one.after]
    if days:
        asked = say("{n} asked for again, the first on {day}.", n=len(recorded.back), day=long_day(min(days)))
        shown.pair(say("Visits"), asked)
    else:
        none = say("None is left of her policy. Add some: followup schedule extend {code} N --why …", code=code)
        shown.pair(say("Visits"), none, "watch")
    if recorded.excused:
        shown.pair("", say("{n} fell due since the end, and are excused.", n=recorded.excused), "quiet")
    if recorded.case.issued:
        shown.pair("", say("Put them on the phone again with: followup calendar export"), "quiet")
    return shown


# --- of one graduate ------------------------------------------------------------------------------------------------


def add_case_outcomes(shown: Page, endings: Sequence[FollowUpEnd], mask: Mask) -> None:
    """Every outcome of one graduate, a paragraph each, with the day follow-up went on."""
    for end in endings:
        said = end.said
        told = [say("{how}, on {day}", how=_ending_words(said), day=end.on)]
        if said.main_cause:
            told.append(say("main cause: {cause}", cause=said.main_cause.label))
        if said.decided_by:
            told.append(say("decided by {who}", who=mask(said.decided_by)))
        if end.reopened_on:
            told.append(say("reopened on {day}", day=end.reopened_on))
        style = "quiet" if end.reopened_on else RESULT_STYLE[said.ending.result]
        shown.pair(say("Outcome"), f"{'; '.join(told)}.", style)


# --- of everybody ---------------------------------------------------------------------------------------------------


def outcomes_page(found: OutcomeList, mask: Mask, *, with_milestones: bool) -> Page:
    """The outcomes by day, how many of each, and with them the milestones."""
    columns = (
        Column(say("Day")),
        Column(say("Code")),
        Column(say("Month"), "right"),
        Column(say("Outcome"), fold=True),
        Column(say("Main cause"), fold=True),
        Column(say("Decided by"), drop=1, fold=True),
        Column(say("Reopened"), drop=2),
    )
    rows = [_outcome_row(one, mask) for one in found.outcomes]
    shown = Page().line(say("Outcomes"), "head").line()
    shown.table(Table(columns, rows, empty=say("No outcome is listed."), room=WIDE_PLAIN_WIDTH))
    shown.line(_counts_line(found.outcomes), "quiet")
    return add_milestones_table(shown.line(), found.reached_milestones) if with_milestones else shown


def _outcome_row(one: ListedOutcome, mask: Mask) -> TableRow:
    said = one.end.said
    result = said.ending.result
    return [
        one.end.on.isoformat(),
        Cell(one.code, "strong"),
        str(one.month),
        Cell(say("{how} ({result})", how=said.ending.label, result=result.label), RESULT_STYLE[result]),
        said.main_cause.label if said.main_cause else "–",
        mask(said.decided_by) or "–",
        one.end.reopened_on.isoformat() if one.end.reopened_on else "–",
    ]


def result_counts(outcomes: Sequence[ListedOutcome]) -> dict[str, int]:
    results = [one.end.said.ending.result for one in outcomes]
    return {result.value: results.count(result) for result in OutcomeClass}


def _counts_line(outcomes: Sequence[ListedOutcome]) -> str:
    counts = result_counts(outcomes)
    return say(
        "{all} listed: {success} success, {failure} failure, {neither} neither; {again} reopened since.",
        all=len(outcomes),
        again=reopened_count(outcomes),
        **counts,
    )


def reopened_count(outcomes: Sequence[ListedOutcome]) -> int:
    return sum(one.end.reopened_on is not None for one in outcomes)
