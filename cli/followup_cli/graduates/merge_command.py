"""Two cases that are one person: ``graduate merge``, registered under graduate."""

from functools import partial
from typing import TYPE_CHECKING, Annotated

from followup.messages import say
from followup_cli import context
from followup_cli.fragments.whom import tell_whom
from followup_cli.options import Code, Way, argument

if TYPE_CHECKING:
    from followup.services.merging import MergeResult
    from followup_cli.terminal.json import JsonValue
    from followup_cli.terminal.page import Page


def merge(
    code: Code,
    other: Annotated[str, argument("OTHER", say("The code of the case that becomes part of it."))],
    way: Way = Way(),
) -> None:
    """Make two cases of the same person one; everything written under both is kept, and she is counted once.

    Example: followup graduate merge K7M DEMO-2 --dry-run
    """
    from followup.services import merging
    from followup_cli.fragments.consequences import rehearsed_step, run_step

    book = context.open_casebook()
    tell_whom(book, code)
    tell_whom(book, other)
    step = rehearsed_step(partial(merging.merge, book, code, other), _merge_page, say("Make them one?"))
    run_step(book, step, way, _merge_result, _merge_data)


def _merge_page(result: "MergeResult") -> "Page":
    """What making them one does."""
    from followup_cli.terminal.page import Page

    page = Page().line(say("{merged} becomes part of {code}", merged=result.part.code, code=result.code), "head")
    came = say(
        "With it come contacts: {visits}, attempts: {attempts}, risk flags: {flags}, promises: {promises}, "
        "referrals: {referrals}.",
        **_counts(result),
    )
    page.line(came)
    page.line(say("Where both say something of her or of the programme, {code} counts.", code=result.code))
    page.line(say("Moved visits, pauses and extensions of {merged} no longer count.", merged=result.part.code))
    if result.on_phone:
        page.line(say("The next calendar export cancels its entries: {n}.", n=result.on_phone), "watch")
    return page


def _merge_result(result: "MergeResult") -> "Page":
    """They are one."""
    from followup_cli.terminal.page import Page

    words = say("{merged} is part of it now, and leads to it.", merged=result.part.code)
    page = Page().pair(result.code, words, label_style="strong")
    where = say("To part them: followup withdraw {code} N, with N from: followup log {code}", code=result.code)
    return page.pair("", where, "quiet")


def _merge_data(result: "MergeResult", *, dry_run: bool) -> dict[str, "JsonValue"]:
    """The merging for programs."""
    return {
        "code": result.code,
        "merged": result.part.code,
        "written": not dry_run,
        **_counts(result),
        "on_phone": result.on_phone,
    }


def _counts(result: "MergeResult") -> dict[str, int]:
    """How much of what comes with the case."""
    came = ("visits", "attempts", "flags", "promises", "referrals")
    return {name: len(getattr(result.part, name)) for name in came}
