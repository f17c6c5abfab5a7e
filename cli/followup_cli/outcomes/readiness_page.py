"""The review before follow-up ends: one line a criterion."""

from followup.messages import say
from followup.monitoring.readiness import CriterionState
from followup.services.readiness import ReadinessReview
from followup_cli.terminal.days import long_day
from followup_cli.terminal.page import Page

_STYLE = {CriterionState.MET: "good", CriterionState.NOT_MET: "bad", CriterionState.NOT_KNOWN: "watch"}
_INDENT = 14


def readiness_page(found: ReadinessReview, *, reasons: bool) -> Page:
    """What is met, what is not, and what nobody knows."""
    page = Page().line(say("Review of {code}: may follow-up end?", code=found.case.code), "head")
    page.line(say("{policy}; as of {day}", policy=found.policy, day=long_day(found.on)), "quiet").line()
    _add_criteria(page, found, reasons=reasons)
    return page.line().line(_summary_text(found), "good" if found.ready else "watch")


def add_criteria_beside(page: Page, found: ReadinessReview) -> Page:
    """The criteria beside what was written down, and how many of them are met."""
    _add_criteria(page.line().line(say("The criteria beside it"), "head"), found)
    return page.line().line(_counts_text(found), "good" if found.ready else "watch")


def _add_criteria(page: Page, found: ReadinessReview, *, reasons: bool = False) -> None:
    """One line a criterion, how it stands and what was found."""
    for finding in found.findings:
        words = f"{finding.state.label.capitalize()}. {finding.sentence}"
        page.pair(finding.title, words, _STYLE[finding.state], indent=_INDENT)
        if reasons:
            page.pair("", finding.reason, "quiet", indent=_INDENT)


def _summary_text(found: ReadinessReview) -> str:
    end = found.case.end
    return say("Her follow-up ended on {day}.", day=long_day(end.on)) if end else _counts_text(found)


def _counts_text(found: ReadinessReview) -> str:
    """How many of the criteria are met, not met, not known."""
    if found.ready:
        return say("All {n} criteria are met.", n=len(found.findings))
    counted = {state: sum(finding.state is state for finding in found.findings) for state in CriterionState}
    return say(
        "{met} of {all} criteria met, {not_met} not met, {unknown} not known.",
        met=counted[CriterionState.MET],
        all=len(found.findings),
        not_met=counted[CriterionState.NOT_MET],
        unknown=counted[CriterionState.NOT_KNOWN],
    )
