"""The audit trail, and taking an entry of it back."""

from datetime import date
from functools import partial
from typing import Annotated

import typer

from followup.errors import Invalid
from followup.messages import say
from followup_cli import context
from followup_cli.options import AsJson, NamesInNotes, Way, argument, day, only_one_of, option, whole
from followup_cli.response import respond
from followup_cli.waiting import later

OFFICE, LESSON = "office", "lesson"
"""What is typed in place of a graduate's code."""
_PUBLISHED = "published"
"""What is typed for what went out, which no withdrawal takes back."""

app = typer.Typer()
later(app, "followup_cli.log.undo_command", undo="undo")


@app.command()
def log(
    code: Annotated[
        str, argument("[CODE]", say("Her code, or the beginning of it; the office's without it, or with office."))
    ] = "",
    names: NamesInNotes = False,
    access: Annotated[bool, option("--access", say("Who looked: names, exports, prints, passphrases."))] = False,
    by: Annotated[str, option("--by", say("With --access: only this worker; nobody where none was set."))] = "",
    since: Annotated[date | None, day("--since", say("With --access: from that day on."))] = None,
    as_json: AsJson = False,
) -> None:
    """What was written down, when and by whom, in plain words; of one graduate, or of the office.

    With --access: who opened the casebook, looked at names, or took something out of it.

    Example: followup log K7M

    Example: followup log --access --since monday
    """
    if access:
        only_one_of(access=access, names=names)
        _show_access("" if code.casefold() == OFFICE else code, by, since, as_json=as_json)
        return
    if by or since:
        raise Invalid(say("--by and --since go with --access."), say("See: followup log --help"))
    from followup.services.audit_trail import audit_trail, prints_of
    from followup.services.guarded_names import masks_of
    from followup_cli.log import page

    book = context.open_casebook()
    code = "" if code.casefold() == OFFICE else code
    entries = audit_trail(book, code)
    prints = prints_of(book, code) if code else []
    masks = masks_of(book, names=names)
    whole_code = book.code_in_log(book.find_in_log(code)) if code else ""
    respond(book, as_json, partial(page.log_page, whole_code), page.log_data, entries, prints, *masks, names=names)


def _show_access(code: str, by: str, since: date | None, *, as_json: bool) -> None:
    from followup.services.access_log import access_entries
    from followup_cli.log.access_page import access_data, access_page

    book = context.open_casebook()
    entries = access_entries(book, code, by, since)
    whole_code = book.code_in_log(book.find_in_log(code)) if code else ""
    respond(book, as_json, lambda: access_page(entries, whole_code), lambda: access_data(entries))


@app.command()
def withdraw(
    code: Annotated[str, argument("CODE", say("Her code, or the beginning of it; or office, or lesson."))],
    number: Annotated[
        int, argument("N", say("The entry's number, as followup log CODE shows it; of a lesson its own."), whole(1))
    ],
    reason: Annotated[str, option("--reason", say("Why; no names."))] = "",
    way: Way = Way(),
) -> None:
    """Take back an entry: it no longer counts, and the log still shows it.

    Withdrawing the withdrawal brings the entry back.

    Example: followup withdraw K7M 3 --reason "It was another graduate's visit." --dry-run

    Example: followup withdraw office 4 --reason "A slip in the year." --yes
    """
    from followup.services import withdrawals
    from followup.services.guarded_names import masks_of
    from followup.services.office_withdrawals import cannot_be_unpublished
    from followup_cli.fragments.consequences import GraveStep, run_step
    from followup_cli.log import withdrawal_page
    from followup_cli.log.office_withdrawal import asked_reason, withdraw_beside

    book = context.open_casebook()
    if code.casefold() == _PUBLISHED:
        raise cannot_be_unpublished()
    if code.casefold() in (OFFICE, LESSON):
        withdraw_beside(book, number, reason, way, lesson=code.casefold() == LESSON)
        return
    masks = masks_of(book)
    why = asked_reason(reason)
    step = GraveStep(
        look=lambda: withdrawals.dry_run_withdrawal(book, code, number),
        write=lambda shown: withdrawals.withdraw(book, code, number, why(), shown.entry.id),
        page=lambda shown: withdrawal_page.withdrawal_page(shown, *masks),
        question=say("Take it back?"),
        more=why,
    )
    done = partial(withdrawal_page.withdrawal_result, label=masks[1])
    data = partial(withdrawal_page.withdrawal_data, mask=masks[0], label=masks[1])
    run_step(book, step, way, done, data)
