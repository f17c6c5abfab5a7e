"""What erasing who somebody is takes away, what stays, and what it cannot reach."""

from typing import TYPE_CHECKING

from followup.messages import say, say_count
from followup_cli.terminal.days import long_day
from followup_cli.terminal.page import Page

if TYPE_CHECKING:
    from followup.services.erasure import Decisions, ErasureResult
    from followup_cli.terminal.json import JsonValue


def erasure_page(result: "ErasureResult", decided: "Decisions | None" = None) -> Page:
    """What it does, before it is done; with what was ``decided`` of each text, if somebody was asked."""
    page = Page().line(say("Erasing who {code} is", code=result.code), "head")
    if result.erased:
        page.text(say("It was done on {day}; this has come since.", day=long_day(result.erased)), "watch")
    page.pair(say("Goes"), say("name, phone, village, safe contact, birth year: entries {n}", n=result.identities))
    if result.texts:
        page.pair(say("Texts"), _texts_line(result, decided))
    page.pair(say("Stays"), _stays(result))
    page.pair("", say("No figure of any report changes. Calendars and prints with her words are still stopped."))
    return _add_unreached(page, result)


def _texts_line(result: "ErasureResult", decided: "Decisions | None") -> str:
    """How many texts there are, and how many of them stay, are put in other words, and go."""
    if decided is None:
        return say("what was written of her: {n}; all are taken away", n=len(result.texts))
    words = [decided[one.text] for one in result.texts if one.text in decided]
    kept = sum(one is None for one in words)
    return say(
        "kept: {kept}, put in other words: {reworded}, taken away: {removed}",
        kept=kept,
        reworded=len(words) - kept,
        removed=len(result.texts) - len(words),
    )


def _stays(result: "ErasureResult") -> str:
    stays = result.case.stays
    return say(
        "code, days, district, trade; contacts: {visits}, attempts: {attempts}, risk flags: {flags}, outcomes: {ends}",
        visits=sum(len(stay.visits) for stay in stays),
        attempts=sum(len(stay.attempts) for stay in stays),
        flags=len(result.case.flags),
        ends=len(result.case.every_ending),
    )


def _add_unreached(page: Page, result: "ErasureResult") -> Page:
    """What still holds her, each with what to do about it."""
    for at, words in enumerate(_unreached(result)):
        page.pair("" if at else say("Not reached"), words, "watch")
    return page


def _unreached(result: "ErasureResult") -> list[str]:
    there = result.unreached
    backup = there.backup and say(
        "backups made until today hold her: make a new one (followup backup), then delete the older ones"
    )
    laptops = there.laptops and say_count(
        there.laptops,
        "another laptop wrote of her: it erases her when it is merged (followup merge)",
        "{n} other laptops wrote of her: each erases her when it is merged (followup merge)",
    )
    prints = there.prints and say_count(
        there.prints, "a print with names was made of her: burn it", "{n} prints with names were made of her: burn them"
    )
    files = there.files and say_count(
        there.files,
        "a file with names was exported that may hold her: delete it, and ask whoever got it to delete it",
        "{n} files with names were exported that may hold her: delete them, and ask whoever got them to delete them",
    )
    always = say("paper, and what phones, e-mails or other programs hold: look for it yourself")
    return [words for words in (backup, laptops, prints, files, always) if words]


def erased_page(result: "ErasureResult", *, dry_run: bool) -> Page:
    """That it was done, or what it would do."""
    if dry_run:
        return erasure_page(result).line(say("Nothing was written."), "quiet")
    words = say("Who she is was erased. Texts taken away or put in other words: {n}.", n=result.written)
    if result.nothing_left and result.erased:
        day = long_day(result.erased)
        words = say("Who she is was erased on {day} already; every file was looked through again.", day=day)
    return _add_unreached(Page().pair(result.code, words, label_style="strong"), result)


def erased_data(result: "ErasureResult", *, dry_run: bool) -> dict[str, "JsonValue"]:
    """The erasure for programs."""
    there, stays = result.unreached, result.case.stays
    return {
        "code": result.code,
        "written": not dry_run,
        "erased_before": result.erased,
        "identity_entries": result.identities,
        "guarded_words": result.words,
        "texts": len(result.texts),
        "texts_changed": result.written,
        "visits": sum(len(stay.visits) for stay in stays),
        "attempts": sum(len(stay.attempts) for stay in stays),
        "flags": len(result.case.flags),
        "outcomes": len(result.case.every_ending),
        "other_laptops": there.laptops,
        "prints_with_names": there.prints,
        "exports_with_names": there.files,
        "last_backup": there.backup,
    }
