"""The visits of a graduate as a list; how they are written down stands in a module of its own."""

import typer

from followup.messages import say
from followup_cli import context
from followup_cli.options import AsJson, Code, Names
from followup_cli.response import respond
from followup_cli.waiting import later

app = typer.Typer(no_args_is_help=True, help=say("A visit made, an attempt at one, and the list of both."))
_RECORD = "followup_cli.visits.record_commands"
later(app, _RECORD, record="record", edit="edit", attempt="attempt")


@app.command("list")
def list_(code: Code, names: Names = False, as_json: AsJson = False) -> None:
    """Her visits and the attempts between them: which visit it was, when due or late, scores, takings.

    Example: followup visit list K7M
    """
    from followup.services.guarded_names import masker
    from followup.services.schedules import list_visits
    from followup_cli.visits import listing

    book = context.open_casebook()
    case, listed = list_visits(book, code)
    respond(book, as_json, listing.visits_page, listing.visits_data, case, listed, masker(book, names=names))


later(app, _RECORD, move="move")
