"""What needs attention in a case, numbered, the gravest first."""

from typing import TYPE_CHECKING

from followup.messages import say
from followup_cli.fragments.styles import SEVERITY_STYLE
from followup_cli.terminal.page import Page

if TYPE_CHECKING:
    from followup.services.attention import CaseAttention, NumberedFinding


def add_findings(page: Page, attention: "CaseAttention", *, reasons: bool = False) -> Page:
    """Everything found, by its number; ``reasons`` says why each matters."""
    page.line(say("Needs attention"), "head")
    for numbered in attention.findings:
        finding, severity = numbered.finding, numbered.finding.severity
        label = f"{numbered.number:>2} {severity.label}"
        page.pair(label, finding_text(numbered), SEVERITY_STYLE[severity], indent=12)
        if reasons:
            page.pair("", finding.reason, "quiet", indent=12)
    if not attention.findings:
        return page.line(say("Nothing."), "quiet")
    if attention.unraised and not reasons:
        page.line(say("Why, and to make flags of it: followup flag agree {code}", code=attention.case.code), "quiet")
    return page


def finding_text(numbered: "NumberedFinding") -> str:
    """The sentence of a finding, and whether a flag says it already."""
    sentence = numbered.finding.sentence
    return say("{sentence} (flag open)", sentence=sentence) if numbered.flagged else sentence


def attention_page(attention: "CaseAttention") -> Page:
    """The findings with their reasons, and which of them may become flags."""
    page = Page().line(say("Attention for {code}", code=attention.case.code), "head").line()
    return add_findings(page, attention, reasons=True)
