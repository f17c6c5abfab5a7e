"""What was just written down and needs attention: said at once, with the flag offered."""

from collections.abc import Iterable
from contextlib import suppress

from followup.casebook import Casebook
from followup.messages import say
from followup.services.attention import CaseAttention, agree_command, raise_findings
from followup_cli.flags.ask import ask_which_to_raise
from followup_cli.flags.data import finding_data
from followup_cli.flags.page import flags_result
from followup_cli.fragments.styles import SEVERITY_STYLE
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page


def offer_flags(book: Casebook, found: CaseAttention) -> None:
    """Say what needs attention now and by which command it becomes a flag; on a terminal one key raises it."""
    add_found_now(Page(), found).show()
    numbered = {str(one.number): one for one in found.unraised if one.number < 10}
    with suppress(EOFError):  # nobody is there any more; what was written stays, and the command was told
        if agreed := ask_which_to_raise(found.unraised, numbered):
            flags_result(book, raise_findings(book, found.case, agreed)).show()


def add_found_now(page: Page, found: CaseAttention) -> Page:
    """Each finding and, until a flag is open, the command that makes one of it."""
    for one in found.findings:
        style = SEVERITY_STYLE[one.finding.severity]
        flagged = " " + say("A flag is open.") if one.flagged else ""
        words = say("{severity}: {sentence}", severity=one.finding.severity.label, sentence=one.finding.sentence)
        page.pair(found.case.code, words + flagged, style)
        if one.may_be_raised:
            command = agree_command(found.case.code, one.number)
            page.pair("", say("Make a flag of it: {command}", command=command), "quiet")
    return page


def offered_data(found: Iterable[CaseAttention]) -> list[dict[str, JsonValue]]:
    """The findings for programs, each with her code and the command that makes a flag of it (null: there is one)."""
    return [
        {
            "code": case.case.code,
            **finding_data(one),
            "command": agree_command(case.case.code, one.number) if one.may_be_raised else None,
        }
        for case in found
        for one in case.findings
    ]
