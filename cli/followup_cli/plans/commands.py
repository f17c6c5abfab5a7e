"""Business plans: written down with her, seen, checked."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from followup.casebook import Casebook
from followup.messages import say
from followup_cli import context
from followup_cli.options import about
from followup_cli.terminal.json import emit

if TYPE_CHECKING:
    from followup.case.business.rules import PlanWarning
    from followup.services.plans import PlanCheck

app = typer.Typer(no_args_is_help=True, help=say("Her business plan: write it down, see it, check it."))

Code = Annotated[str, typer.Argument(metavar="CODE", help=say("Her code, or the beginning of it."))]
Json = Annotated[bool, typer.Option("--json", help=say("For programs."))]
Raise = Annotated[bool, typer.Option("--raise", help=say("Raise every warning as a flag, without asking."))]


@app.command("set")
def set_(
    code: Code,
    source: Annotated[
        str, typer.Option("--from", metavar="FILE", help=say("JSON or TOML; - reads JSON from stdin."))
    ] = "",
) -> None:
    """Write her business plan down, whole, and check it at once. Asks on a terminal, or reads a file.

    Example: followup plan set K7M --from plan.json
    """
    from followup.services import plans
    from followup_cli.plans import page as view

    book = context.open_casebook()
    book.find(code)
    found = plans.set_plan(book, code, _form(book, code, source))
    view.check_page(found).show()
    _offer(book, found)


def _form(book: Casebook, code: str, source: str) -> Mapping[str, Any]:
    if source:
        from followup_cli.terminal.files import read_one

        with about("--from"):
            return read_one(source)
    if not context.on_terminal():
        raise context.need("--from")
    from followup_cli.plans.ask import asked_plan

    return asked_plan(book.case(book.find(code)).trade, book.office.currency)


@app.command()
def show(
    code: Code,
    names: Annotated[bool, typer.Option("--names", help=say("Show names that stand in notes."))] = False,
    as_json: Json = False,
) -> None:
    """Her business plan as it was written down.

    Example: followup plan show K7M
    """
    from followup.services.guarded_names import masker
    from followup.services.plans import plan_of
    from followup_cli.plans import page as view

    book = context.open_casebook()
    case = book.case(book.find(code))
    plan = plan_of(case)
    mask = masker(book, names=names)
    if as_json:
        emit(view.plan_data(case, plan, mask))
    else:
        view.plan_page(case, plan, mask).show()
    context.tell_problems(book)


@app.command()
def check(code: Code, raise_all: Raise = False, as_json: Json = False) -> None:
    """What a month comes to, and what is wrong with the plan, in plain sentences, the gravest first.

    On a terminal one keystroke raises the warnings as flags; in scripts --raise does.

    Example: followup plan check K7M
    """
    from followup.services import plans
    from followup_cli.plans import page as view

    book = context.open_casebook()
    found = plans.check_plan(book, book.case(book.find(code)))
    if as_json:
        raised = plans.raise_warnings(book, found.case, found.unraised) if raise_all else []
        emit(view.check_data(found) | ({"raised": [one.flag.risk.value for one in raised]} if raise_all else {}))
    else:
        view.check_page(found).show()
        (_raise_all if raise_all else _offer)(book, found)
    context.tell_problems(book)


def _raise_all(book: Casebook, found: "PlanCheck") -> None:
    _raise(book, found, found.unraised)


def _offer(book: Casebook, found: "PlanCheck") -> None:
    """On a terminal, raise all warnings, one, or none, by a single key."""
    if not (found.unraised and context.on_terminal()):
        return
    from followup_cli.plans.page import gravest_first
    from followup_cli.terminal.asking import pressed

    shown = enumerate(gravest_first(found.warnings)[:9], 1)
    numbered = {str(number): warning for number, warning in shown if warning in found.unraised}
    prompt = say("Raise as flags? r: all; {numbers}: that one; Enter: none. ", numbers=", ".join(numbered))
    key = pressed(prompt, ["r", *numbered])
    if key:
        _raise(book, found, found.unraised if key == "r" else [numbered[key]])


def _raise(book: Casebook, found: "PlanCheck", warnings: "Sequence[PlanWarning]") -> None:
    from followup.services.plans import raise_warnings
    from followup_cli.flags import page as view

    view.all_raised(raise_warnings(book, found.case, warnings), book.today).show()
