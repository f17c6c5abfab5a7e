"""The review before follow-up ends: one line a criterion."""

from typing import TYPE_CHECKING

from followup.messages import say
from followup.monitoring.readiness import CriterionState
from followup_cli.terminal.days import long_day
from followup_cli.terminal.page import Page

if TYPE_CHECKING:
    from followup.services.readiness import ReadinessReview

_STYLE = {CriterionState.MET: "good", CriterionState.NOT_MET: "bad", CriterionState.NOT_KNOWN: "watch"}
_INDENT = 14


def readiness_page(review: "ReadinessReview", *, reasons: bool) -> Page:
    """What is met, what is not, and what nobody knows."""
    page = Page().line(say("Review of {code}: may follow-up end?", code=review.case.code), "head")
    page.line(say("{policy}; as of {day}", policy=review.policy.title, day=long_day(review.on)), "quiet").line()
    _add_criteria(page, review, reasons=reasons)
    return page.line().line(_summary_text(review), "good" if review.ready else "watch")


def add_open_criteria(page: Page, review: "ReadinessReview") -> Page:
    """How many criteria are met, and those that are not."""
    page.line(_counts_text(review), "good" if review.ready else "watch")
    _add_criteria(page, review, skip=CriterionState.MET)
    return page


def add_criteria_beside(page: Page, review: "ReadinessReview") -> Page:
    """The criteria beside what was written down, and how many of them are met."""
    _add_criteria(page.line().line(say("The criteria beside it"), "head"), review)
    return page.line().line(_counts_text(review), "good" if review.ready else "watch")


def _add_criteria(
    page: Page, review: "ReadinessReview", *, reasons: bool = False, skip: CriterionState | None = None
) -> None:
    """One line a criterion, how it stands and what was found."""
    for finding in review.findings:
        if finding.state is skip:
            continue
        words = f"{finding.state.label.capitalize()}. {finding.sentence}"
        page.pair(finding.title, words, _STYLE[finding.state], indent=_INDENT)
        if reasons:
            page.pair("", finding.reason, "quiet", indent=_INDENT)


def _summary_text(review: "ReadinessReview") -> str:
    end = review.case.end
    return say("Her follow-up ended on {day}.", day=long_day(end.on)) if end else _counts_text(review)


def _counts_text(review: "ReadinessReview") -> str:
    """How many of the criteria are met, not met, not known."""
    if review.ready:
        return say("All {n} criteria are met.", n=len(review.findings))
    counted = {state: sum(finding.state is state for finding in review.findings) for state in CriterionState}
    return say(
        "{met} of {all} criteria met, {not_met} not met, {unknown} not known.",
        met=counted[CriterionState.MET],
        all=len(review.findings),
        not_met=counted[CriterionState.NOT_MET],
        unknown=counted[CriterionState.NOT_KNOWN],
    )
