"""Outcomes: one that was written down, follow-up that goes on again, and the outcomes of everybody."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from followup.case.facts import Ended
from followup.case.fields import Mask
from followup.case.outcome_words import OutcomeClass, OutcomeKind
from followup.case.parts import Flag
from followup.case.vocabulary import Severity
from followup.messages import say
from followup_cli.fragments.open_referrals import open_referrals_words
from followup_cli.fragments.outcomes import RESULT_STYLE, ending_words
from followup_cli.outcomes.milestones_page import add_milestones_table
from followup_cli.outcomes.readiness_page import add_criteria_beside, add_open_criteria
from followup_cli.terminal.columns import ColumnOf, table_of
from followup_cli.terminal.days import long_day
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell

if TYPE_CHECKING:
    from followup.services.outcomes import ListedOutcome, OutcomeList, OutcomeResult, ReopeningResult


def outcome_consequences(planned: "OutcomeResult") -> Page:
    """What ending her follow-up leaves behind: criteria that are not met, dangers, visits and entries cancelled."""
    code = planned.case.code
    words = say("Follow-up would end on {day}: {how}.", day=long_day(planned.on), how=ending_words(planned.said))
    page = Page().pair(code, words, RESULT_STYLE[planned.said.ending.result], label_style="strong").line()
    if _has_criteria(planned.said):
        add_open_criteria(page, planned.review).line()
    _add_open_flags(page, planned.flags)
    if planned.promises:
        open_ones = say(
            "Open promises: {n}. See them with: followup promise list {code}", n=planned.promises, code=code
        )
        page.pair(say("Promises"), open_ones, "watch")
    if planned.referrals:
        page.pair(say("Referrals"), open_referrals_words(code, planned.referrals), "watch")
    page.pair(say("Visits"), _cancelled_words(planned))
    taken_off = say("Entries that the next calendar export takes off: {n}.", n=planned.on_phone)
    page.pair(say("Phone"), taken_off, "watch" if planned.on_phone else "")
    return page


def _has_criteria(ended: Ended) -> bool:
    """Whether it is of use what is not met of the criteria: not of who has died."""
    return ended.ending is not OutcomeKind.DIED


def _add_open_flags(page: Page, flags: Sequence[Flag]) -> None:
    """The flags that nobody looks at again once follow-up has ended, dangers in red."""
    dangers = [flag.risk.label for flag in flags if flag.severity is Severity.DANGER]
    others = [flag.risk.label for flag in flags if flag.severity is not Severity.DANGER]
    for title, kinds, style in ((say("Dangers"), dangers, "bad"), (say("Flags"), others, "watch")):
        if kinds:
            page.pair(title, say("Still open: {kinds}. Nobody looks at them then.", kinds=", ".join(kinds)), style)


def _cancelled_words(recorded: "OutcomeResult") -> str:
    return say("{n} cancelled; all before that day stay.", n=recorded.cancelled)


def outcome_result(recorded: "OutcomeResult", mask: Mask, *, dry_run: bool, shown: bool = False) -> Page:
    """What was written down, what follows from it, and the criteria beside it; in short what was ``shown`` already."""
    if dry_run:
        return outcome_consequences(recorded).line(say("Nothing was written."), "quiet")
    ended = recorded.said
    words = say("{how}, on {day}.", how=ending_words(recorded.said), day=long_day(recorded.on))
    page = Page().pair(recorded.case.code, words, RESULT_STYLE[ended.ending.result], label_style="strong")
    if not shown:
        _add_said(page, ended, mask)
    page.pair(say("Visits"), _cancelled_words(recorded))
    if recorded.case.issued:
        page.pair("", say("Take them off the phone with: followup calendar export"), "quiet")
    if ended.ending.result is OutcomeClass.FAILURE:
        what_next = say("What should training change? followup lesson propose {code}", code=recorded.case.code)
        page.pair(say("Lesson"), what_next, "watch")
    return page if shown or not _has_criteria(ended) else add_criteria_beside(page, recorded.review)


def _add_said(page: Page, ended: Ended, mask: Mask) -> None:
    others = ", ".join(cause.label for cause in ended.causes[1:])
    page.pairs(((say("Main cause"), _main_cause(ended)), (say("And"), others)))
    written = ((say("Happened"), ended.note), (say("Against"), ended.against), (say("Decided by"), ended.decided_by))
    page.pairs((label, mask(text)) for label, text in written)


# --- reopened -------------------------------------------------------------------------------------------------------


def reopening_result(recorded: "ReopeningResult", *, dry_run: bool = False) -> Page:
    """Follow-up goes on: from which day, and the visits that are asked for again."""
    code = recorded.case.code
    words = say("Follow-up goes on from {day}.", day=long_day(recorded.on))
    page = Page().pair(code, words, "good", label_style="strong")
    how = recorded.end.said.ending.label
    page.pair(
        "", say("The outcome of {day} stays in the history: {how}.", day=long_day(recorded.end.on), how=how), "quiet"
    )
    days = [visit.after for visit in recorded.back if visit.after]
    if days:
        asked = say("{n} asked for again, the first on {day}.", n=len(recorded.back), day=long_day(min(days)))
        page.pair(say("Visits"), asked)
    else:
        none = say("None is left of her policy. Add some: followup schedule extend {code} N --why …", code=code)
        page.pair(say("Visits"), none, "watch")
    if recorded.excused:
        page.pair("", say("{n} fell due since the end, and are excused.", n=recorded.excused), "quiet")
    if recorded.case.issued:
        page.pair("", say("Put them on the phone again with: followup calendar export"), "quiet")
    return page.line(say("Nothing was written."), "quiet") if dry_run else page


# --- of everybody ---------------------------------------------------------------------------------------------------


def outcomes_page(listed: "OutcomeList", mask: Mask, *, with_milestones: bool) -> Page:
    """The outcomes by day, how many of each, and with them the milestones."""
    columns: tuple[ColumnOf[ListedOutcome], ...] = (
        ColumnOf(say("Day"), lambda one: one.end.on.isoformat()),
        ColumnOf(say("Code"), lambda one: Cell(one.code, "strong")),
        ColumnOf(say("Month"), lambda one: str(one.month), "right"),
        ColumnOf(say("Outcome"), lambda one: _result_cell(one.end.said.ending), fold=True),
        ColumnOf(say("Main cause"), lambda one: _main_cause(one.end.said) or "–", fold=True),
        ColumnOf(say("Decided by"), lambda one: mask(one.end.said.decided_by) or "–", drop=1, fold=True),
        ColumnOf(say("Reopened"), lambda one: str(one.end.reopened_on or "–"), drop=2),
    )
    page = Page().line(say("Outcomes"), "head").line()
    page.table(table_of(listed.outcomes, columns, empty=say("No outcome is listed.")))
    page.line(_counts_line(listed.outcomes), "quiet")
    return add_milestones_table(page.line(), listed.reached_milestones) if with_milestones else page


def _main_cause(ended: Ended) -> str:
    return ended.main_cause.label if ended.main_cause else ""


def _result_cell(ending: OutcomeKind) -> Cell:
    words = say("{how} ({result})", how=ending.label, result=ending.result.label)
    return Cell(words, RESULT_STYLE[ending.result])


def outcome_counts(outcomes: "Sequence[ListedOutcome]") -> dict[str, int]:
    """How many ended in which way, and how many went on since."""
    results = [outcome.end.said.ending.result for outcome in outcomes]
    reopened = sum(outcome.end.reopened_on is not None for outcome in outcomes)
    return {result.value: results.count(result) for result in OutcomeClass} | {"reopened": reopened}


def _counts_line(outcomes: "Sequence[ListedOutcome]") -> str:
    counts = outcome_counts(outcomes)
    return say(
        "{all} listed: {success} success, {failure} failure, {neither} neither; {again} reopened since.",
        all=len(outcomes),
        again=counts["reopened"],
        **counts,
    )
