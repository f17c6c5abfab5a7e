"""Taking back an entry that stands beside the cases: ``withdraw office N`` and ``withdraw lesson N``."""

from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING

from followup.messages import say
from followup_cli.fragments.consequences import GraveStep, run_step
from followup_cli.log.withdrawal_page import entry_data, page_without
from followup_cli.office.change_page import add_all_moved, add_next_export, all_moved_data
from followup_cli.options import Way
from followup_cli.terminal.asking import Question, answer
from followup_cli.terminal.page import Page

if TYPE_CHECKING:
    from followup.case.fields import Mask
    from followup.casebook import Casebook
    from followup.services.office_withdrawals import OfficeWithdrawalResult
    from followup_cli.terminal.json import JsonValue


def withdraw_beside(book: "Casebook", number: int, reason: str, way: Way, *, lesson: bool) -> None:
    """Take an entry of the office's journal, or a lesson, back; shows first what is different then, and asks."""
    from followup.services.guarded_names import masks_of
    from followup.services.office_withdrawals import withdraw_lesson, withdraw_office_entry

    mask, label = masks_of(book)

    def take_back(reason: str, seen: str = "", *, dry_run: bool) -> "OfficeWithdrawalResult":
        if lesson:
            return withdraw_lesson(book, str(number), reason, seen, dry_run=dry_run)
        return withdraw_office_entry(book, number, reason, seen, dry_run=dry_run)

    why = asked_reason(reason)
    step = GraveStep(
        look=lambda: take_back("", dry_run=True),
        write=lambda shown: take_back(why(), shown.entry.id, dry_run=False),
        page=lambda shown: beside_page(shown, mask, label),
        question=say("Take it back?"),
        more=why,
    )
    run_step(book, step, way, _done, partial(beside_data, mask=mask, label=label))


def asked_reason(given: str) -> Callable[[], str]:
    """Why an entry is taken back: given, or asked for once, the first time it is needed."""
    return cache(lambda: answer(Question("--reason", say("Why, without names"), given, needed=True, note=True)))


def beside_page(result: "OfficeWithdrawalResult", mask: "Mask", label: "Mask") -> Page:
    """The entry, what is different without it, and what moves."""
    from followup.store import LESSONS

    entry = result.entry
    head = say("Entry {n}, {day}, by {who}", n=entry.number, day=entry.on, who=entry.by or "–")
    page = page_without(head, result, mask, label)
    return page if result.journal == LESSONS else add_all_moved(page, result.moved)


def _done(result: "OfficeWithdrawalResult") -> Page:
    page = Page().line(say("Entry {n} of {day} was taken back.", n=result.entry.number, day=result.entry.on))
    page.line(say("To bring it back: followup withdraw office {n}", n=result.undo), "quiet")
    return add_next_export(page, result.moved)


def beside_data(
    result: "OfficeWithdrawalResult", mask: "Mask", label: "Mask", *, dry_run: bool
) -> dict[str, "JsonValue"]:
    """The withdrawal of an office's entry for programs."""
    return {
        "journal": result.journal,
        "written": not dry_run,
        "undo": result.undo,
        "entry": entry_data(result.entry, mask, label),
        "different": list(result.different),
        **all_moved_data(result.moved),
    }
