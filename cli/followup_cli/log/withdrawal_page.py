"""What taking an entry back does, before and after."""

from typing import TYPE_CHECKING

from followup.messages import say
from followup_cli.fragments.moved_visits import add_moved_visits, moved_visits_data
from followup_cli.terminal.days import long_day
from followup_cli.terminal.page import Page

if TYPE_CHECKING:
    from followup.case.fields import Mask
    from followup.monitoring.audit_log import LogEntry
    from followup.services.office_withdrawals import OfficeWithdrawalResult
    from followup.services.withdrawals import WithdrawalResult
    from followup_cli.terminal.json import JsonValue

_MOST_VISITS = 8
"""Visits that come or go, one a line; more are counted, so that what is taken back stays on the screen."""


def withdrawal_page(withdrawal: "WithdrawalResult", mask: "Mask", label: "Mask") -> Page:
    """The entry, and what is different without it."""
    head = say(
        "Entry {n} of {code}, {day}, by {who}",
        n=withdrawal.entry.number,
        code=withdrawal.code,
        day=long_day(withdrawal.entry.on),
        who=withdrawal.entry.by or "–",
    )
    page = page_without(head, withdrawal, mask, label)
    if not withdrawal.different and not withdrawal.moving:
        page.line(say("Nothing that is shown elsewhere is different."), "quiet")
    if withdrawal.moving:
        add_moved_visits(page, withdrawal.moving, most=_MOST_VISITS)
    return _add_staying(page, withdrawal, label)


def page_without(head: str, result: "WithdrawalResult | OfficeWithdrawalResult", mask: "Mask", label: "Mask") -> Page:
    """What an entry says, and what is different without it."""
    page = Page().line(head, "head").line(result.entry.shown_sentence(label))
    if result.entry.words:
        page.line(mask(result.entry.words), "quiet")
    page.line().line(say("Without it"), "head")
    for sentence in result.different:
        page.line(sentence)
    return page


def _add_staying(page: Page, withdrawal: "WithdrawalResult", label: "Mask") -> Page:
    """What was written with the visit and stays, each with the command that takes it back too."""
    if withdrawal.staying:
        page.line().line(say("Written with it, and staying"), "head")
    for entry in withdrawal.staying:
        page.line(say("Entry {n}: {sentence}", n=entry.number, sentence=entry.shown_sentence(label)))
        page.line(say("Take it back too: followup withdraw {code} {n}", code=withdrawal.code, n=entry.number), "quiet")
    return page


def withdrawal_result(withdrawal: "WithdrawalResult", label: "Mask") -> Page:
    """The entry was taken back."""
    words = say("Entry {n} of {day} was taken back.", n=withdrawal.entry.number, day=long_day(withdrawal.entry.on))
    return _add_staying(Page().pair(withdrawal.code, words, label_style="strong"), withdrawal, label)


def withdrawal_data(
    withdrawal: "WithdrawalResult", mask: "Mask", label: "Mask", *, dry_run: bool
) -> dict[str, "JsonValue"]:
    """The withdrawal for programs."""
    return {
        "code": withdrawal.code,
        "written": not dry_run,
        "entry": entry_data(withdrawal.entry, mask, label),
        "different": list(withdrawal.different),
        "staying": [
            {"number": one.number, "id": one.id, "sentence": one.shown_sentence(label)} for one in withdrawal.staying
        ],
        "moving": moved_visits_data(withdrawal.moving),
    }


def entry_data(entry: "LogEntry", mask: "Mask", label: "Mask") -> dict[str, "JsonValue"]:
    """An entry that is taken back, for programs."""
    return {
        "number": entry.number,
        "id": entry.id,
        "on": entry.on,
        "sentence": entry.shown_sentence(label),
        "words": mask(entry.words),
    }
