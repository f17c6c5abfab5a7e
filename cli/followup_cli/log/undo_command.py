"""Taking back what was written last: ``undo``."""

from functools import partial
from typing import TYPE_CHECKING

from followup.messages import say
from followup_cli import context
from followup_cli.options import Way

if TYPE_CHECKING:
    from followup.case.fields import Mask
    from followup.services.undo import Undo
    from followup_cli.terminal.json import JsonValue
    from followup_cli.terminal.page import Page


def undo(way: Way = Way()) -> None:
    """Take back what was written last on this laptop, after showing what that means; again, and the one before it.

    The log keeps it, and says that it was taken back. What went to a phone or on paper is passed over.

    Example: followup undo --dry-run
    """
    from followup.services.guarded_names import masks_of
    from followup.services.undo import undo_last
    from followup_cli.fragments.consequences import GraveStep, run_step

    book = context.open_casebook()
    masks = masks_of(book)
    step = GraveStep(
        look=lambda: undo_last(book, dry_run=True),
        write=lambda shown: undo_last(book, shown.at),
        page=lambda shown: _undo_page(shown, *masks),
        question=say("Take it back?"),
    )
    run_step(book, step, way, _undone, partial(_undo_data, mask=masks[0], label=masks[1]))


def _undo_page(found: "Undo", mask: "Mask", label: "Mask") -> "Page":
    """Every entry, and what is different without it."""
    from followup_cli.log.office_withdrawal import beside_page
    from followup_cli.log.withdrawal_page import withdrawal_page
    from followup_cli.terminal.page import Page

    page = Page().line(say("Written last on this laptop, entries: {n}", n=found.entries), "head")
    for one in found.cases:
        page.line().add(withdrawal_page(one, mask, label))
    for beside in found.office:
        page.line().add(beside_page(beside, mask, label))
    return page


def _undone(found: "Undo") -> "Page":
    from followup_cli.terminal.page import Page

    page = Page().line(say("Entries taken back: {n}.", n=found.entries))
    page.line(
        say("If that was wrong: the log says at which number each was taken back; take that number back in turn.")
    )
    for code in dict.fromkeys([*(one.code for one in found.cases), *("" for _ in found.office)]):
        page.line(_commands_to_bring_back(code), "quiet")
    return page


def _commands_to_bring_back(code: str) -> str:
    return say("followup log {code}, then followup withdraw {code} N", code=code) if code else say("followup log")


def _undo_data(found: "Undo", mask: "Mask", label: "Mask", *, dry_run: bool) -> dict[str, "JsonValue"]:
    from followup_cli.log.office_withdrawal import beside_data
    from followup_cli.log.withdrawal_page import withdrawal_data

    return {
        "written": not dry_run,
        "cases": [withdrawal_data(one, mask, label, dry_run=dry_run) for one in found.cases],
        "office": [beside_data(one, mask, label, dry_run=dry_run) for one in found.office],
    }
