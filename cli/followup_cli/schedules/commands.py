"""The schedule of one graduate; the what-if calculator and the changes stand in modules of their own."""

import typer

from followup.messages import say
from followup_cli import context
from followup_cli.options import AsJson, Code
from followup_cli.response import respond
from followup_cli.waiting import later

app = typer.Typer(no_args_is_help=True, help=say("Her visits over three years: see, move, pause, extend; and what-if."))
_HERE = "followup_cli.schedules"
later(app, f"{_HERE}.preview_command", preview="preview")
later(app, f"{_HERE}.trips_command", trips="trips")
later(app, f"{_HERE}.change_commands", move="move", pause="pause", extend="extend", taper="taper", monthly="monthly")


@app.command()
def show(code: Code, as_json: AsJson = False) -> None:
    """Every visit of her follow-up: due date, planned day, window, state, and why a day was moved.

    Example: followup schedule show K7M
    """
    from followup.services.schedules import schedule_sheet
    from followup_cli.schedules import page

    book = context.open_casebook()
    respond(book, as_json, page.schedule_page, page.schedule_data, schedule_sheet(book, code))
