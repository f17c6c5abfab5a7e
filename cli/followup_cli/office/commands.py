"""The office: settings, leave, days off, follow-up policies."""

from typing import Annotated

import typer

from followup.messages import say
from followup_cli import context
from followup_cli.options import naming_option, parse_date_range, parse_number
from followup_cli.terminal.json import print_json

app = typer.Typer(no_args_is_help=True, help=say("Days off, leave, cover text, currency, follow-up policies."))

_DAYS_ARGUMENT = typer.Argument(metavar="FROM..UNTIL", help=say("The first and the last day, both included."))


@app.command()
def show(as_json: Annotated[bool, typer.Option("--json", help=say("For programs."))] = False) -> None:
    """Settings, leave, days off and follow-up policies.

    Example: followup office show
    """
    from followup.scheduler import policies
    from followup_cli.office import page

    book = context.open_casebook()
    if as_json:
        print_json(page.office_data(book.office, policies(book.office), book.worker))
    else:
        page.office_page(book.office, policies(book.office), book.worker, book.today).show()


@app.command("set")
def set_(
    worker: Annotated[str | None, typer.Option("--worker", help=say("Who uses this laptop."))] = None,
    supervisor: Annotated[
        str | None, typer.Option("--supervisor", help=say("Who is told when somebody cannot be reached."))
    ] = None,
    country: Annotated[str | None, typer.Option("--country", metavar="KH", help=say("Whose public holidays."))] = None,
    cover: Annotated[str | None, typer.Option("--cover", help=say("What calendar entries say."))] = None,
    hours: Annotated[
        str | None, typer.Option("--time", metavar="09:00-10:00", help=say("Hours of entries, or: all day."))
    ] = None,
    currency: Annotated[str | None, typer.Option("--currency", metavar="KHR|USD")] = None,
    rate: Annotated[str | None, typer.Option("--rate", metavar="RIEL", help=say("Riel to the dollar."))] = None,
    timezone: Annotated[str | None, typer.Option("--timezone", metavar="Asia/Phnom_Penh")] = None,
) -> None:
    """Change how this office works.

    Example: followup office set --cover "Meeting" --rate 4100
    """
    from followup.case.facts import Configured
    from followup.errors import Missing
    from followup.services.office import configure

    with naming_option("--rate"):
        riel = None if rate is None else parse_number(rate, 1, 1_000_000)
    settings = Configured(
        worker=worker,
        supervisor=supervisor,
        country=country.upper() if country else country,
        cover=cover,
        hours=hours,
        currency=currency.upper() if currency else currency,
        rate=riel,
        timezone=timezone,
    )
    if settings == Configured():
        raise Missing(say("Nothing to change was given."), say("See: followup office set --help"))
    configure(context.open_casebook(), settings)
    typer.echo(say("Saved."))


@app.command()
def leave(
    worker: Annotated[str, typer.Argument(metavar="WORKER", help=say("Who is away."))],
    days: Annotated[str, _DAYS_ARGUMENT],
) -> None:
    """Write down that a worker is away; visits move to other days.

    Example: followup office leave SN 2026-12-21..2027-01-02
    """
    from followup.services.office import take_leave

    book = context.open_casebook()
    take_leave(book, worker, parse_date_range(days, book.today))
    typer.echo(say("Saved. Dates already handed out move at the next: followup calendar export"))


@app.command()
def closed(
    days: Annotated[str, _DAYS_ARGUMENT],
    why: Annotated[str, typer.Option("--why", help=say("For the log."))] = "",
) -> None:
    """Write down days on which the office does not work.

    Example: followup office closed 2026-12-24..2026-12-26 --why "staff meeting"
    """
    from followup.services.office import close

    book = context.open_casebook()
    close(book, parse_date_range(days, book.today), why)
    typer.echo(say("Saved. Dates already handed out move at the next: followup calendar export"))


@app.command()
def policy(
    name: Annotated[str, typer.Argument(metavar="NAME", help=say("What the policy is called."))],
    months: Annotated[
        str, typer.Option("--months", metavar="1,3,6", help=say("Months after return in which a visit is due."))
    ] = "",
    monthly: Annotated[str, typer.Option("--monthly", metavar="N", help=say("So many monthly visits."))] = "",
    window: Annotated[str, typer.Option("--window", metavar="DAYS", help=say("Days around the due date."))] = "7",
    fallback: Annotated[str, typer.Option("--fallback", metavar="DAYS", help=say("Days at the worst."))] = "14",
    extra: Annotated[bool, typer.Option("--extra", help=say("A contact between visits while in danger."))] = False,
) -> None:
    """Make a follow-up policy of your own, for: followup graduate add --policy NAME.

    Example: followup office policy quarterly --months 3,6,9,12
    """
    from followup.case.facts import PolicyMade
    from followup.services.office import make_policy

    with naming_option("--months"):
        due = tuple(parse_number(month, 1, 240) for month in months.split(",")) if months else ()
    with naming_option("--monthly"):
        visits = parse_number(monthly, 1, 240) if monthly else None
    with naming_option("--window"):
        around = parse_number(window, 0, 31)
    with naming_option("--fallback"):
        worst = parse_number(fallback, 0, 31)
    made = make_policy(context.open_casebook(), PolicyMade(name, due, visits, around, worst, extra))
    typer.echo(say("Saved: {name}, {n} visits.", name=made.name, n=made.visits or say("any number of")))
