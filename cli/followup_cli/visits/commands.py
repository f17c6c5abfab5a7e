"""Visits: written down, tried, listed."""

from typing import Annotated, Any

import typer

from followup.case.vocabulary import AttemptReason, ContactMethod
from followup.errors import ExitCode
from followup.messages import say
from followup_cli import context
from followup_cli.options import naming_option, parse_optional_day
from followup_cli.terminal.asking import Question, agreed, answer, chosen_term
from followup_cli.terminal.json import print_json
from followup_cli.terminal.progress import Progress
from followup_cli.terminal.words import terms_metavar

app = typer.Typer(no_args_is_help=True, help=say("A visit made, an attempt at one, and the list of both."))

VISITS_KEY = "visits"
"""Where a file of many rows holds them: ``[[visits]]`` in TOML."""

Code = Annotated[str, typer.Argument(metavar="CODE", help=say("Her code, or the beginning of it."))]
Names = Annotated[bool, typer.Option("--names", help=say("Show names as well."))]
Json = Annotated[bool, typer.Option("--json", help=say("For programs."))]
On = Annotated[str, typer.Option("--on", metavar="DATE", help=say("The day it was; today if not said."))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=say("Show what would be done, and write nothing."))]
OptionalAmount = str | None


@app.command()
def record(
    code: Annotated[str, typer.Argument(metavar="[CODE]", help=say("Her code; left out if a file says it."))] = "",
    on: On = "",
    how: Annotated[
        str | None, typer.Option("--contact", metavar=terms_metavar(ContactMethod), help=say("How she was met."))
    ] = None,
    slot: Annotated[
        str | None, typer.Option("--slot", metavar="K", help=say("Which of her visits it was, if not the nearest."))
    ] = None,
    went: Annotated[str | None, typer.Option("--went", metavar="A,B", help=say("Initials of those who went."))] = None,
    note: Annotated[str | None, typer.Option("--note", help=say("What was seen and said; no names."))] = None,
    agreed_on: Annotated[str | None, typer.Option("--agreed", help=say("What was agreed with her."))] = None,
    score: Annotated[
        list[str] | None,
        typer.Option("--score", metavar="DOMAIN=3/2", help=say("Wellbeing 1 to 4: the worker's score and her own.")),
    ] = None,
    customers: Annotated[OptionalAmount, typer.Option("--customers", metavar="N", help=say("Customers a day."))] = None,
    takings: Annotated[OptionalAmount, typer.Option("--takings", metavar="AMOUNT", help=say("Of the month."))] = None,
    cost: Annotated[
        list[str] | None, typer.Option("--cost", metavar="KIND=AMOUNT", help=say("A cost of the month, by kind."))
    ] = None,
    drawings: Annotated[
        OptionalAmount, typer.Option("--drawings", metavar="AMOUNT", help=say("Taken out to live."))
    ] = None,
    stock: Annotated[OptionalAmount, typer.Option("--stock", metavar="AMOUNT", help=say("Worth of the stock."))] = None,
    debt: Annotated[OptionalAmount, typer.Option("--debt", metavar="AMOUNT", help=say("What she owes."))] = None,
    savings: Annotated[
        OptionalAmount, typer.Option("--savings", metavar="AMOUNT", help=say("What she has saved."))
    ] = None,
    closed: Annotated[bool, typer.Option("--closed", help=say("Her business has closed."))] = False,
    right: Annotated[
        bool | None, typer.Option("--contact-right/--contact-wrong", help=say("Is the safe contact still right."))
    ] = None,
    source: Annotated[
        str, typer.Option("--from", metavar="FILE", help=say("Many at once, JSON or TOML; - reads JSON from stdin."))
    ] = "",
    dry_run: DryRun = False,
    names: Names = False,
) -> None:
    """Write a visit down, with everything that came of it; or all those in a file.

    On a terminal it asks, beginning with what was left last time, unless --contact is given; an interrupted form is
    taken up again where it stopped. A late entry fills its own slot and moves nothing else.

    Example: followup visit record K7M --contact home-visit --score safety=3/2 --takings 120000 --contact-right

    Example: followup visit record --from visits.json --dry-run
    """
    from followup.services import visits
    from followup_cli.visits import page
    from followup_cli.visits.form_options import form_from_options, visit_from_form

    book = context.open_casebook()
    said: dict[str, Any] = {"date": on, "contact": how, "slot": slot, "went": went, "note": note, "agreed": agreed_on}
    said |= {"scores": score, "customers": customers, "takings": takings, "costs": cost, "drawings": drawings}
    said |= {"stock": stock, "debt": debt, "savings": savings, "closed": closed, "contact_right": right}
    form = form_from_options(book, said)
    if source:
        _record_file(book, source, ({"code": code} if code else {}) | form, dry_run=dry_run)
        return
    if not code:
        raise context.missing_option(say("{one} or {other}", one="CODE", other="--from"))
    case_id = book.find(code)
    if how is not None:
        done = visits.record(book, code, visit_from_form(form, book), dry_run=dry_run)
    elif context.on_terminal():
        from followup_cli.visits.ask import ask_and_record_visit

        done = ask_and_record_visit(book, case_id, form, names=names, dry_run=dry_run)
    else:
        raise context.missing_option("--contact")
    page.visit_result(done, book.today, dry_run=dry_run).show()


def _record_file(book: Any, source: str, given: dict[str, Any], *, dry_run: bool) -> None:
    from followup.services import visits
    from followup_cli.terminal.files import read_entries
    from followup_cli.visits import page

    with naming_option("--from"):
        rows = [given | row if isinstance(row, dict) else row for row in read_entries(source, VISITS_KEY)]
    with Progress(say("Writing visits")) as progress:
        entered = visits.record_all(book, rows, progress, dry_run=dry_run)
    page.print_file_result(entered, len(rows), book.today, dry_run=dry_run)
    if entered.problems:
        raise typer.Exit(ExitCode.REFUSED)


@app.command()
def attempt(
    code: Code,
    reason: Annotated[
        str, typer.Option("--reason", metavar=terms_metavar(AttemptReason), help=say("Why she was not met."))
    ] = "",
    safe: Annotated[bool | None, typer.Option("--safe/--unsafe", help=say("Was it safe to come."))] = None,
    note: Annotated[str, typer.Option("--note", help=say("What was seen or heard; no names."))] = "",
    on: On = "",
    dry_run: DryRun = False,
) -> None:
    """Write down a try to meet her that did not succeed. The third in a row raises a flag for the supervisor.

    Example: followup visit attempt K7M --reason not-at-home --safe --note "A neighbour said: at the market."
    """
    from followup.case.facts import Attempted
    from followup.services import visits
    from followup_cli.visits import page

    book = context.open_casebook()
    book.find(code)
    why = chosen_term("--reason", say("Why was she not met"), reason, AttemptReason)
    if safe is None and not context.on_terminal():
        raise context.missing_option(say("{one} or {other}", one="--safe", other="--unsafe"))
    was_safe = agreed(say("Was it safe to come?")) if safe is None else safe
    told = answer(Question("--note", say("What was seen or heard, without names"), note))
    day = parse_optional_day("--on", on, book.today)
    done = visits.attempt(book, code, Attempted(why, was_safe, told), day, dry_run=dry_run)
    page.attempt_result(done, book.today, dry_run=dry_run).show()


@app.command("list")
def list_(code: Code, names: Names = False, as_json: Json = False) -> None:
    """Her visits and the attempts between them: which visit it was, when due or late, scores, takings.

    Example: followup visit list K7M
    """
    from followup.services import visits
    from followup.services.guarded_names import masker
    from followup_cli.visits import page

    book = context.open_casebook()
    case, made = visits.list_visits(book, code)
    mask = masker(book, names=names)
    if as_json:
        print_json(page.visits_data(case, made, mask))
    else:
        page.visits_page(case, made, book.today, mask).show()
    context.report_unreadable_cases(book)
