"""Business plans: written down with her, seen, checked."""

from typing import Annotated

import typer

from followup.messages import say
from followup_cli import context
from followup_cli.options import AsJson, Code, NamesInNotes, option
from followup_cli.plans.form_commands import edit, offer_to_raise, raise_warnings, set_
from followup_cli.response import respond, tell_problems
from followup_cli.terminal.json import print_json

app = typer.Typer(no_args_is_help=True, help=say("Her business plan: write it down, put it right, see it, check it."))


app.command("set")(set_)
app.command()(edit)


@app.command()
def show(code: Code, names: NamesInNotes = False, as_json: AsJson = False) -> None:
    """Her business plan as it was written down.

    Example: followup plan show K7M
    """
    from followup.services.guarded_names import labeller, masker
    from followup.services.plans import plan_of
    from followup_cli.plans import data, page

    book = context.open_casebook()
    case = book.case(book.find(code))
    plan = plan_of(case)
    masks = masker(book, names=names), labeller(book, names=names)
    respond(book, as_json, page.plan_page, data.plan_data, case, plan, *masks)


@app.command()
def check(
    code: Code,
    raise_all: Annotated[bool, option("--raise", say("Raise every warning as a flag, without asking."))] = False,
    as_json: AsJson = False,
) -> None:
    """What a month comes to, and what is wrong with the plan, in plain sentences, the gravest first.

    On a terminal one keystroke raises the warnings as flags; in scripts --raise does.

    Example: followup plan check K7M
    """
    from followup.services import plans
    from followup.services.guarded_names import labeller, masker
    from followup_cli.plans import data, page

    book = context.open_casebook()
    mask = masker(book, names=False)
    plan_check = plans.check_plan(book, book.case(book.find(code)))
    if as_json:
        raised = plans.raise_warnings(book, plan_check.case, plan_check.unraised) if raise_all else []
        flags = {"raised": [result.flag.risk for result in raised]} if raise_all else {}
        print_json(data.plan_check_data(plan_check, mask) | flags)
    else:
        page.plan_check_page(plan_check, mask, labeller(book)).show()
        if raise_all:
            raise_warnings(book, plan_check, plan_check.unraised)
        else:
            offer_to_raise(book, plan_check)
    tell_problems(book)
