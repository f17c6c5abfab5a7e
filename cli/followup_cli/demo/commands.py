"""An invented caseload to try everything on."""

import os
from pathlib import Path
from typing import Annotated

import typer

from followup.errors import Invalid
from followup.messages import say
from followup_cli import context
from followup_cli.options import naming_option, parse_number
from followup_cli.terminal.json import print_json
from followup_cli.terminal.progress import Progress

app = typer.Typer()

MAX_GRADUATES = 10_000
INVENTED, COMPARED = "60", "400"
"""How many invented graduates, to try things on and to compare policies by."""
DEFAULT_FOLDER = "followup-demo"
DEMO_PASSPHRASE = "demo only not for real people"
"""What opens the demo's vault where ``FOLLOWUP_PASSPHRASE`` says nothing else; it is shown, and guards nothing."""


@app.command()
def demo(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]", help=say("Where the demo is put."), show_default="followup-demo"),
    ] = None,
    graduates: Annotated[
        str | None,
        typer.Option(
            "--graduates",
            metavar="N",
            help=say("How many invented graduates (0 to 10,000)."),
            show_default="60; 400 to compare",
        ),
    ] = None,
    seed: Annotated[str, typer.Option("--seed", metavar="S", help=say("Another number gives other people."))] = "7",
    force: Annotated[
        bool, typer.Option("--force", help=say("Delete the demo that is there, and make it anew."))
    ] = False,
    compare: Annotated[
        bool,
        typer.Option(
            "--compare",
            help=say("Make no casebook; show what AFESIP's, HCC's and CCPCR's follow-up would see of the same lives."),
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=say("With --compare: for programs."))] = False,
) -> None:
    """Make a casebook of invented graduates, and the two published cases, to try everything on. Asks nothing.

    Example: followup demo --graduates 20
    Example: followup demo --compare --graduates 40
    """
    with naming_option("--graduates"):
        number = parse_number(graduates or (COMPARED if compare else INVENTED), 0, MAX_GRADUATES)
    with naming_option("--seed"):
        chosen = parse_number(seed)
    if compare:
        _refuse_folder(folder, force=force)
        _compare(number, chosen, as_json=as_json)
    elif as_json:
        raise Invalid(say("--json goes with --compare."), say("Without it a folder is made, and that is shown."))
    else:
        _make(folder or Path(DEFAULT_FOLDER), number, chosen, force=force)


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
    if as_json:
        print_json(comparison_page.comparison_data(made))
    else:
        comparison_page.comparison_page(made).show()


def _make(folder: Path, number: int, seed: int, *, force: bool) -> None:
    from followup.casebook import Casebook
    from followup.demo import folder as place
    from followup.demo.demo_run import run_demo
    from followup.vault.access import create
    from followup.vault.passphrase import chosen_passphrase
    from followup_cli.demo.page import demo_page, next_commands_text
    from followup_cli.terminal.asking import print_note

    now = context.moment()
    given = os.environ.get("FOLLOWUP_PASSPHRASE", "")
    passphrase = chosen_passphrase(given or DEMO_PASSPHRASE, print_note)  # before an earlier demo is deleted
    place.prepare(folder, force=force)
    try:
        vault = create(folder / place.VAULT_FOLDER, passphrase)
        place.mark(folder)
        with Progress(say("Writing invented graduates")) as progress:
            done = run_demo(Casebook(vault, now), number, seed, folder / place.CALENDAR_FOLDER, progress)
    except BaseException:  # also when it is interrupted: nothing half is left
        place.clear(folder)
        raise
    demo_page(done, folder).show()
    typer.echo(next_commands_text(done, folder, "" if given else DEMO_PASSPHRASE))
