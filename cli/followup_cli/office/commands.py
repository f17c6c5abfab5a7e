"""The office: settings, leave, days off, follow-up policies."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import typer

from followup.case.date_ranges import DateRange
from followup.errors import Missing
from followup.messages import say
from followup_cli import context
from followup_cli.fragments.cover_question import confirm_covers, parse_cover, parse_hours
from followup_cli.office import worker_commands
from followup_cli.options import AsJson, OwnCover, argument, count, option, parse_days, whole
from followup_cli.response import respond

app = typer.Typer(no_args_is_help=True, help=say("Days off, leave, cover text, currency, follow-up policies."))

app.add_typer(worker_commands.app, name="worker")

Days = Annotated[DateRange, argument("FROM..UNTIL", say("The first and the last day, both included."), parse_days)]
Setting = str | None


def _months(typed: str) -> tuple[int, ...]:
    return tuple(map(whole(1, 240), typed.split(","))) if typed else ()


@app.command()
def show(as_json: AsJson = False) -> None:
    """Settings, leave, days off and follow-up policies.

    Example: followup office show
    """
    from followup.scheduler import policies
    from followup.services.guarded_names import masker
    from followup_cli.office import page

    book = context.open_casebook()
    known, mask = policies(book.office), masker(book, names=False)
    respond(
        book,
        as_json,
        lambda: page.office_page(book.office, known, book.worker, book.today, mask),
        lambda: page.office_data(book.office, known, book.worker, mask),
    )


@app.command("set")
def set_(
    worker: Annotated[Setting, option("--worker", say("Who uses this laptop."))] = None,
    supervisor: Annotated[Setting, option("--supervisor", say("Who is told when somebody cannot be reached."))] = None,
    country: Annotated[Setting, option("--country", say("Whose public holidays."), "KH")] = None,
    cover: Annotated[Setting, option("--cover", say("What calendar entries say."), None, parse_cover)] = None,
    hours: Annotated[
        Setting, option("--time", say("Hours of entries, or: all day."), "09:00-10:00", parse_hours)
    ] = None,
    currency: Annotated[Setting, option("--currency", "", "KHR|USD")] = None,
    rate: Annotated[int | None, count("--rate", "RIEL", say("Riel to the dollar."), 1, 1_000_000)] = None,
    timezone: Annotated[Setting, option("--timezone", "", "Asia/Phnom_Penh")] = None,
    renamed: Annotated[
        bool, option("--renamed", say("With --worker: the same person is called otherwise now."))
    ] = False,
    somebody_else: Annotated[
        bool, option("--somebody-else", say("With --worker: another person uses this laptop now."))
    ] = False,
    yes: OwnCover = False,
) -> None:
    """Change how this office works. With a new --worker it asks: is it the same person, or another one.

    Example: followup office set --cover "Meeting" --rate 4100
    """
    from followup.case.facts import Configured
    from followup.services.office import check_settings, configure
    from followup_cli.office.laptop import laptop_worker

    settings = Configured(
        worker=worker,
        supervisor=supervisor,
        country=country and country.upper(),
        cover=cover,
        hours=hours,
        currency=currency and currency.upper(),
        rate=rate,
        timezone=timezone,
    )
    if settings == Configured():
        raise Missing(say("Nothing to change was given."), say("See: followup office set --help"))
    book = context.open_casebook()
    check_settings(settings, book.today)
    confirm_covers(book, [cover], yes=yes)
    if worker is not None:
        settings = replace(settings, worker=laptop_worker(book, worker, renamed=renamed, somebody_else=somebody_else))
    if settings != Configured():
        configure(book, settings)
    typer.echo(say("Saved."))


@app.command()
def leave(worker: Annotated[str, argument("WORKER", say("Who is away."))], days: Days) -> None:
    """Write down that a worker is away; visits move to other days.

    Example: followup office leave SN 2026-12-21..2027-01-02
    """
    from followup.services.office import take_leave

    take_leave(context.open_casebook(), worker, days)
    typer.echo(say("Saved. Dates already handed out move at the next: followup calendar export"))


@app.command()
def closed(days: Days, why: Annotated[str, option("--why", say("For the log."))] = "") -> None:
    """Write down days on which the office does not work.

    Example: followup office closed 2026-12-24..2026-12-26 --why "staff meeting"
    """
    from followup.services.office import close

    close(context.open_casebook(), days, why)
    typer.echo(say("Saved. Dates already handed out move at the next: followup calendar export"))


@app.command()
def policy(
    name: Annotated[str, argument("NAME", say("What the policy is called."))],
    months: Annotated[
        Sequence[int], option("--months", say("Months after return in which a visit is due."), "1,3,6", _months)
    ] = (),
    monthly: Annotated[int | None, count("--monthly", "N", say("So many monthly visits."), 1, 240)] = None,
    window: Annotated[int, count("--window", "DAYS", say("Days around the due date."), most=31)] = 7,
    fallback: Annotated[int, count("--fallback", "DAYS", say("Days at the worst."), most=31)] = 14,
    extra: Annotated[bool, option("--extra", say("A contact between visits while in danger."))] = False,
) -> None:
    """Make a follow-up policy of your own, for: followup graduate add --policy NAME.

    Example: followup office policy quarterly --months 3,6,9,12
    """
    from followup.case.facts import PolicyMade
    from followup.services.office import make_policy

    made = make_policy(context.open_casebook(), PolicyMade(name, tuple(months), monthly, window, fallback, extra))
    typer.echo(say("Saved: {name}, {n} visits.", name=made.name, n=made.visits or say("any number of")))
