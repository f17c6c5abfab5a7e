"""The audit trail, and taking an entry of it back."""

from typing import Annotated

import typer

from followup.messages import say
from followup_cli import context
from followup_cli.options import naming_option, parse_number
from followup_cli.terminal.asking import Question, agreed, answer
from followup_cli.terminal.json import print_json

app = typer.Typer()


@app.command()
def log(
    code: Annotated[
        str, typer.Argument(metavar="[CODE]", help=say("Her code, or the beginning of it; without it, the office's."))
    ] = "",
    names: Annotated[bool, typer.Option("--names", help=say("Show names that stand in notes."))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=say("For programs."))] = False,
) -> None:
    """What was written down, when and by whom, in plain words; of one graduate, or of the office.

    Example: followup log K7M
    """
    from followup.services import caseload
    from followup.services.guarded_names import masker
    from followup_cli.log import page as withdrawal_page

    book = context.open_casebook()
    entries = caseload.audit_trail(book, code)
    mask = masker(book, names=names)
    if as_json:
        print_json(withdrawal_page.log_data(entries, mask))
    else:
        shown = book.codes[book.find(code)] if code else ""
        withdrawal_page.log_page(entries, mask, shown).show()
    context.report_unreadable_cases(book)


@app.command()
def withdraw(
    code: Annotated[str, typer.Argument(metavar="CODE", help=say("Her code, or the beginning of it."))],
    number: Annotated[str, typer.Argument(metavar="N", help=say("The entry's number in log CODE."))],
    reason: Annotated[str, typer.Option("--reason", help=say("Why; no names."))] = "",
    yes: Annotated[bool, typer.Option("--yes", help=say("Do not ask."))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("Show what it would do, and write nothing."))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=say("For programs."))] = False,
) -> None:
    """Take an entry back: her case is as if it had not been, and the log still says so.

    Withdrawing the withdrawal brings the entry back.

    Example: followup withdraw K7M 3 --reason "It was another graduate's visit." --dry-run
    """
    from followup.services import withdrawals
    from followup.services.guarded_names import masker
    from followup_cli.log import withdrawal_page

    with naming_option("N"):
        entry = parse_number(number, 1)
    book = context.open_casebook()
    withdrawal = withdrawals.dry_run_withdrawal(book, code, entry)
    if not dry_run:
        _require_yes_or_terminal(yes=yes)
        if not as_json:
            withdrawal_page.withdrawal_page(withdrawal, masker(book, names=False)).show()
        why = answer(Question("--reason", say("Why, without names"), reason, needed=True))
        if not yes and not agreed(say("Take it back?"), default=False):
            raise typer.Abort
        withdrawal = withdrawals.withdraw(book, code, entry, why, withdrawal.entry.id)
    if as_json:
        print_json(withdrawal_page.withdrawal_data(withdrawal, masker(book, names=False), dry_run=dry_run))
    elif dry_run:
        withdrawal_page.withdrawal_page(withdrawal, masker(book, names=False)).line(
            say("Nothing was written."), "quiet"
        ).show()
    else:
        withdrawal_page.withdrawal_result(withdrawal).show()


def _require_yes_or_terminal(*, yes: bool) -> None:
    if not yes and not context.on_terminal():
        raise context.missing_option("--yes")
