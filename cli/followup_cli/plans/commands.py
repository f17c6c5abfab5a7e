"""Business plans: written down with her, seen, checked."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from followup.casebook import Casebook
from followup.messages import say
from followup_cli import context
from followup_cli.options import naming_option
from followup_cli.terminal.json import print_json

if TYPE_CHECKING:
    from followup.case.rules import Finding
    from followup.services.plans import PlanCheck

app = typer.Typer(no_args_is_help=True, help=say("Her business plan: write it down, see it, check it."))

Code = Annotated[str, typer.Argument(metavar="CODE", help=say("Her code, or the beginning of it."))]
Json = Annotated[bool, typer.Option("--json", help=say("For programs."))]
RaiseAll = Annotated[bool, typer.Option("--raise", help=say("Raise every warning as a flag, without asking."))]


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
    from followup_cli.plans import page

    book = context.open_casebook()
    book.find(code)
    found = plans.set_plan(book, code, _read_or_ask_form(book, code, source))
    page.plan_check_page(found).show()
    _offer_to_raise(book, found)


def _read_or_ask_form(book: Casebook, code: str, source: str) -> Mapping[str, Any]:
    if source:
        from followup_cli.terminal.files import read_one_entry

        with naming_option("--from"):
            return read_one_entry(source)
    if not context.on_terminal():
        raise context.missing_option("--from")
    from followup_cli.plans.ask import ask_plan

    return ask_plan(book.case(book.find(code)).trade, book.office.currency)


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
    from followup_cli.plans import page

    book = context.open_casebook()
    case = book.case(book.find(code))
    plan = plan_of(case)
    mask = masker(book, names=names)
    if as_json:
        print_json(page.plan_data(case, plan, mask))
    else:
        page.plan_page(case, plan, mask).show()
    context.report_unreadable_cases(book)


@app.command()
def check(code: Code, raise_all: RaiseAll = False, as_json: Json = False) -> None:
    """What a month comes to, and what is wrong with the plan, in plain sentences, the gravest first.

    On a terminal one keystroke raises the warnings as flags; in scripts --raise does.

    Example: followup plan check K7M
    """
    from followup.services import plans
    from followup_cli.plans import page

    book = context.open_casebook()
    found = plans.check_plan(book, book.case(book.find(code)))
    if as_json:
        raised = plans.raise_warnings(book, found.case, found.unraised) if raise_all else []
        print_json(
            page.plan_check_data(found) | ({"raised": [one.flag.risk.value for one in raised]} if raise_all else {})
        )
    else:
        page.plan_check_page(found).show()
        (_raise_all_warnings if raise_all else _offer_to_raise)(book, found)
    context.report_unreadable_cases(book)


def _raise_all_warnings(book: Casebook, found: "PlanCheck") -> None:
    _raise_warnings(book, found, found.unraised)


def _offer_to_raise(book: Casebook, found: "PlanCheck") -> None:
    """On a terminal, raise all warnings, one, or none, by a single key."""
    if not (found.unraised and context.on_terminal()):
        return
    from followup_cli.plans.page import gravest_first
    from followup_cli.terminal.asking import ask_key

    shown = enumerate(gravest_first(found.warnings)[:9], 1)
    numbered = {str(number): warning for number, warning in shown if warning in found.unraised}
    prompt = say("Raise as flags? r: all; {numbers}: that one; Enter: none. ", numbers=", ".join(numbered))
    key = ask_key(prompt, ["r", *numbered])
    if key:
        _raise_warnings(book, found, found.unraised if key == "r" else [numbered[key]])


def _raise_warnings(book: Casebook, found: "PlanCheck", warnings: "Sequence[Finding]") -> None:
    from followup.services.plans import raise_warnings
    from followup_cli.flags import page

    page.flags_raised_result(raise_warnings(book, found.case, warnings), book.today).show()
