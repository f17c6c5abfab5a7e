"""``followup check``: every file of the casebook is read, and what is wrong with it is said."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from followup.errors import ExitCode, FollowupError
from followup.messages import say
from followup_cli import context
from followup_cli.error_output import print_errors
from followup_cli.options import AsJson, option
from followup_cli.terminal.json import JsonValue, print_json

if TYPE_CHECKING:
    from followup.services.case_index import AheadEntries
    from followup.services.erasure import ErasedCase
    from followup.vault.checking import CheckedFiles
    from followup.vault.vault import Vault


class _Checked(NamedTuple):
    """What was found; what is dated ahead and who is on an unknown policy is only known where every file is sound."""

    accepted: Sequence[str]
    found: "CheckedFiles"
    ahead: "Sequence[AheadEntries]" = ()
    unknown: Sequence[FollowupError] = ()
    erased: "Sequence[ErasedCase]" = ()
    clock_accepted: bool = False

    @property
    def exit_code(self) -> ExitCode:
        if self.found.problems:
            return ExitCode.DAMAGED
        return ExitCode.REFUSED if self.unknown else ExitCode.DONE


def check(
    accept_older: Annotated[
        bool, option("--accept-older", say("Put back what this laptop still holds; go on without the rest."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read every file of the casebook and say what is damaged, missing, put back, dated ahead or on an unknown policy.

    Example: followup check
    """
    from followup_cli.terminal.progress import Progress

    vault = context.open_vault()
    accepted = tuple(_named(vault, name) for name in vault.accept_older()) if accept_older else ()
    with Progress(say("Reading")) as progress:
        found = vault.check(progress)
    checked = _Checked(accepted, found) if found.problems else _with_cases(vault, _Checked(accepted, found))
    print_json(_data(checked)) if as_json else _show(checked)
    if checked.exit_code:
        raise typer.Exit(checked.exit_code)


def _named(vault: "Vault", file: str) -> str:
    """A file of a case with its code."""
    whose = vault.code(file.partition(".")[0])
    return f"{whose} ({file})" if whose else file


def _with_cases(vault: "Vault", checked: _Checked) -> _Checked:
    """What the cases say; a clock that went back counts as right from now on where no entry is dated ahead of it."""
    from followup.casebook import Casebook
    from followup.services.case_index import ahead_entries
    from followup.services.erasure import erased_cases
    from followup.services.own_policies import unknown_policies

    now = context.moment()
    book = Casebook(vault, now)
    ahead, behind = ahead_entries(book), vault.clock_went_back(now.today, now.now)
    if behind and not ahead:
        vault.accept_clock(now.today, now.now)
    return checked._replace(
        ahead=ahead,
        unknown=unknown_policies(book),
        erased=erased_cases(book),
        clock_accepted=bool(behind and not ahead),
    )


def _show(checked: _Checked) -> None:
    from followup_cli.agenda.page import ahead_text

    for name in checked.accepted:
        typer.echo(say("Accepted as it is now: {file}", file=name))
    typer.echo(say("Files read: {files}; entries: {facts}.", files=checked.found.files, facts=checked.found.facts))
    if checked.found.problems:
        print_errors(checked.found.problems)
        return
    typer.echo(say("Everything is as it was written."))
    for one in checked.erased:
        typer.echo(_erased_words(one))
    if checked.ahead:
        typer.echo(ahead_text(checked.ahead, context.moment().today))
    if checked.clock_accepted:
        typer.echo(say("No entry is dated after today: this laptop's clock counts as right from now on."))
    print_errors(checked.unknown)


def _erased_words(one: "ErasedCase") -> str:
    words = say("{code}: who she is was erased on {day} by {who}.", code=one.code, day=one.on, who=one.by or "–")
    again = say("More of her has come since from another copy: followup graduate erase {code}", code=one.code)
    return f"{words} {again}" if one.more else words


def _data(checked: _Checked) -> JsonValue:
    from followup_cli.agenda.data import dated_ahead_data

    return {
        "files": checked.found.files,
        "entries": checked.found.facts,
        "accepted": checked.accepted,
        "problems": [_problem_data(one) for one in checked.found.problems],
        "dated_ahead": dated_ahead_data(checked.ahead),
        "unknown_policies": [_problem_data(one) for one in checked.unknown],
        "erased": [{"code": one.code, "on": one.on, "by": one.by, "more": one.more} for one in checked.erased],
        "clock_accepted": checked.clock_accepted,
    }


def _problem_data(problem: FollowupError) -> dict[str, JsonValue]:
    return {"what": problem.what, "hint": problem.hint, "code": int(problem.code)}
