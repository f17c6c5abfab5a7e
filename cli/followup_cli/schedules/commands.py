"""The schedule of one graduate, and the what-if calculator."""

from typing import Annotated

import typer

from followup.messages import say
from followup_cli import context
from followup_cli.schedules.change_commands import extend, monthly, move, pause, taper
from followup_cli.schedules.preview_command import preview
from followup_cli.terminal.json import print_json

app = typer.Typer(no_args_is_help=True, help=say("Her visits over three years: see, move, pause, extend; and what-if."))
app.command("preview")(preview)
app.command("move")(move)
app.command("pause")(pause)
app.command("extend")(extend)
app.command("taper")(taper)
app.command("monthly")(monthly)


@app.command()
def show(
    code: Annotated[str, typer.Argument(metavar="CODE", help=say("Her code, or the beginning of it."))],
    as_json: Annotated[bool, typer.Option("--json", help=say("For programs."))] = False,
) -> None:
    """Every visit of her follow-up: due date, planned day, window, state, and why a day was moved.

    Example: followup schedule show K7M
    """
    from followup.services.schedules import schedule_sheet
    from followup_cli.schedules import page

    found = schedule_sheet(context.open_casebook(), code)
    if as_json:
        print_json(page.schedule_data(found))
    else:
        page.schedule_page(found).show()
