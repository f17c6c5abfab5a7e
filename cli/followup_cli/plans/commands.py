"""Business plans: written down with her, seen, checked."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from followup.case.business.earnings import BusinessKind
from followup.casebook import Casebook
from followup.messages import say
from followup_cli import context
from followup_cli.options import AsJson, Code, NamesInNotes, Source, option, word
from followup_cli.response import respond, tell_problems
from followup_cli.terminal import person
from followup_cli.terminal.json import print_json

if TYPE_CHECKING:
    from followup.case.rules import Finding
    from followup.services.plans import PlanCheck

app = typer.Typer(no_args_is_help=True, help=say("Her business plan: write it down, see it, check it."))


@app.command("set")
def set_(
    code: Code,
    source: Source = "",
    kind: Annotated[
        BusinessKind | None, word("--kind", BusinessKind, say("The kind of business, which decides what is asked."))
    ] = None,
) -> None:
    """Write her business plan down, whole, and check it at once. Asks on a terminal, or reads a file.

    Example: followup plan set K7M --from plan.json
    """
    from followup.services import plans
    from followup.services.guarded_names import labeller, masker
    from followup_cli.plans import page

    book = context.open_casebook()
    book.find(code)
    check = plans.set_plan(book, code, _read_or_ask_form(book, code, source, kind))
    page.plan_check_page(check, masker(book, names=False), labeller(book)).show()
    _offer_to_raise(book, check)


def _read_or_ask_form(book: Casebook, code: str, source: str, kind: BusinessKind | None) -> Mapping[str, Any]:
    if source:
        from followup_cli.terminal.files import read_one_entry

        return ({"kind": kind.value} if kind else {}) | read_one_entry(source)
    if not person.on_terminal():
        raise person.missing_option("--from")
    from followup_cli.plans.ask import ask_plan

    return ask_plan(book.case(book.find(code)).trade, book.office.currency, kind)


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
            _raise_warnings(book, plan_check, plan_check.unraised)
        else:
            _offer_to_raise(book, plan_check)
    tell_problems(book)


def _offer_to_raise(book: Casebook, check: "PlanCheck") -> None:
    """On a terminal, raise all warnings, one, or none, by a single key."""
    from followup_cli.flags.ask import ask_which_to_raise
    from followup_cli.plans.page import gravest_first

    listed = enumerate(gravest_first(check.warnings)[:9], 1)
    numbered = {str(number): warning for number, warning in listed if warning in check.unraised}
    if warnings := ask_which_to_raise(check.unraised, numbered):
        _raise_warnings(book, check, warnings)


def _raise_warnings(book: Casebook, check: "PlanCheck", warnings: "Sequence[Finding]") -> None:
    from followup.services.guarded_names import worker_labeller
    from followup.services.plans import raise_warnings
    from followup_cli.flags import page

    page.flags_raised_result(raise_warnings(book, check.case, warnings), book.today, worker_labeller(book)).show()
