"""What goes on paper."""

import typer

from followup.messages import say

app = typer.Typer(no_args_is_help=True, help=say("On paper: the quarter's summary, visit sheets, the route and more."))


@app.callback()
def print_() -> None:
    """On paper: the quarter's summary, visit sheets, the route and more."""
