"""What needs attention in a case, numbered, the gravest first."""

from followup.messages import say
from followup.services.attention import CaseAttention, NumberedFinding
from followup_cli.fragments.styles import SEVERITY_STYLE
from followup_cli.terminal.page import Page


def add_findings(page: Page, found: CaseAttention, *, reasons: bool = False) -> Page:
    """Everything found, by its number; ``reasons`` says why each matters."""
    page.line(say("Needs attention"), "head")
    for one in found.findings:
        severity = one.finding.severity
        page.pair(f"{one.number:>2} {severity.label}", _finding_text(one), SEVERITY_STYLE[severity], indent=12)
        if reasons:
            page.pair("", one.finding.reason, "quiet", indent=12)
    if not found.findings:
        return page.line(say("Nothing."), "quiet")
    if found.unraised and not reasons:
        page.line(say("Why, and to make flags of it: followup flag agree {code}", code=found.case.code), "quiet")
    return page


def _finding_text(one: NumberedFinding) -> str:
    return say("{sentence} (flag open)", sentence=one.finding.sentence) if one.flagged else one.finding.sentence


def attention_page(found: CaseAttention) -> Page:
    """The findings with their reasons, and which of them may become flags."""
    shown = Page().line(say("Attention for {code}", code=found.case.code), "head").line()
    return add_findings(shown, found, reasons=True)
