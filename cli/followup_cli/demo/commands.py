"""An invented caseload to try everything on."""

import os
from pathlib import Path
from typing import Annotated

import typer

from followup.errors import Invalid
from followup.messages import say
from followup_cli import context
from followup_cli.options import argument, count, option, parse_path, whole
from followup_cli.response import respond
from followup_cli.terminal.progress import Progress

app = typer.Typer()

MAX_GRADUATES = 10_000
INVENTED, COMPARED = 60, 400
"""How many invented graduates, to try things on and to compare policies by."""
DEFAULT_FOLDER = "followup-demo"
DEMO_PASSPHRASE = "demo only not for real people"
"""What opens the demo's vault where ``FOLLOWUP_PASSPHRASE`` says nothing else; it is shown, and guards nothing."""


@app.command()
def demo(
    folder: Annotated[
        Path | None, argument("[DIR]", say("Where the demo is put."), parse_path, show_default=DEFAULT_FOLDER)
    ] = None,
    graduates: Annotated[
        int | None,
        option(
            "--graduates",
            say("How many invented graduates (0 to 10,000)."),
            "N",
            whole(most=MAX_GRADUATES),
            show_default=f"{INVENTED}; {COMPARED} to compare",
        ),
    ] = None,
    seed: Annotated[int, count("--seed", "S", say("Another number gives other people."))] = 7,
    force: Annotated[bool, option("--force", say("Delete the demo that is there, and make it again."))] = False,
    compare: Annotated[
        bool,
        option(
            "--compare",
            say("Make no casebook; show what visits every month, at months 3 and 6, and once see of the same lives."),
        ),
    ] = False,
    as_json: Annotated[bool, option("--json", say("With --compare: for programs."))] = False,
) -> None:
    """Make a casebook of invented graduates, and the two published cases, to try everything on. Asks nothing.

    Example: followup demo --graduates 20

    Example: followup demo --compare --graduates 40
    """
    if compare:
        _refuse_folder(folder, force=force)
        _compare(COMPARED if graduates is None else graduates, seed, as_json=as_json)
    elif as_json:
        raise Invalid(say("--json goes with --compare."), say("Without it a folder is made, and that is shown."))
    else:
        _make(folder or Path(DEFAULT_FOLDER), INVENTED if graduates is None else graduates, seed, force=force)


def _refuse_folder(folder: Path | None, *, force: bool) -> None:
    if folder or force:
        raise Invalid(
            say("A comparison makes no folder."), say("Leave the folder and --force out, or leave --compare out.")
        )


def _compare(number: int, seed: int, *, as_json: bool) -> None:
    from followup.demo.study.policy_comparison import compare_policies
    from followup.office import Office
    from followup.scheduler import Scheduler
    from followup_cli.demo import comparison_page

    with Progress(say("Following invented graduates")) as progress:
        made = compare_policies(number, seed, Scheduler(Office(), context.moment().today), progress)
    respond(None, as_json, comparison_page.comparison_page, comparison_page.comparison_data, made)


def _make(folder: Path, number: int, seed: int, *, force: bool) -> None:
    from followup.casebook import Casebook
    from followup.demo.demo_run import run_demo
    from followup.demo.folder import CALENDAR_FOLDER, VAULT_FOLDER, clear, mark, prepare
    from followup.services.guarded_names import labeller, masker
    from followup.vault.access import create
    from followup.vault.passphrase import chosen_passphrase
    from followup_cli.demo import page
    from followup_cli.terminal.notes import print_note

    now = context.moment()
    given = os.environ.get("FOLLOWUP_PASSPHRASE", "")
    passphrase = chosen_passphrase(given or DEMO_PASSPHRASE, print_note)  # before an earlier demo is deleted
    prepare(folder, force=force)
    try:
        vault = create(folder / VAULT_FOLDER, passphrase)
        mark(folder)
        with Progress(say("Writing invented graduates")) as progress:
            result = run_demo(Casebook(vault, now), number, seed, folder / CALENDAR_FOLDER, progress)
    except BaseException:  # also when it is interrupted: nothing half is left
        clear(folder)
        raise
    book = Casebook(vault, now)
    page.demo_page(result, folder, masker(book, names=False), labeller(book)).show()
    typer.echo(page.next_commands_text(result, folder, "" if given else DEMO_PASSPHRASE))
