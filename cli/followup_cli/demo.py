"""An invented caseload to try everything on."""

import os
from pathlib import Path
from typing import Annotated

import typer

from followup.text import say
from followup_cli import context
from followup_cli.params import about, parse_number
from followup_cli.progress import Progress

app = typer.Typer()

MOST = 10_000
PASSPHRASE = "demo only not for real people"
"""What opens the demo's vault where ``FOLLOWUP_PASSPHRASE`` says nothing else; it is shown, and guards nothing."""


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help=say("Where the demo is put."))] = Path(
        "followup-demo"
    ),
    graduates: Annotated[
        str, typer.Option("--graduates", metavar="N", help=say("How many invented graduates (0 to 10,000)."))
    ] = "60",
    seed: Annotated[str, typer.Option("--seed", metavar="S", help=say("Another number gives other people."))] = "7",
    force: Annotated[
        bool, typer.Option("--force", help=say("Delete the demo that is there, and make it anew."))
    ] = False,
) -> None:
    """Make a casebook of invented graduates, and the two published cases, to try everything on. Asks nothing.

    Example: followup demo --graduates 20
    """
    from followup.casebook import Casebook
    from followup.demo import folder as place
    from followup.demo.tour import tour
    from followup.vault.door import create
    from followup_cli.views import demo as view

    with about("--graduates"):
        number = parse_number(graduates, 0, MOST)
    with about("--seed"):
        chosen = parse_number(seed)
    now = context.moment()
    given = os.environ.get("FOLLOWUP_PASSPHRASE", "")
    place.prepare(folder, force=force)
    try:
        vault = create(folder / place.VAULT, given or PASSPHRASE)
        place.mark(folder)
        with Progress(say("Writing invented graduates")) as progress:
            done = tour(Casebook(vault, now), number, chosen, folder / place.CALENDAR, progress)
    except BaseException:  # also when it is interrupted: nothing half is left
        place.clear(folder)
        raise
    view.page(done, folder).show()
    typer.echo(view.try_next(done, folder, "" if given else PASSPHRASE))
