"""The office: settings, leave, days off, follow-up policies."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer
from typer.core import TyperGroup

from followup.case.import_words import DayOrder
from followup.errors import Missing
from followup.messages import say
from followup_cli import context
from followup_cli.fragments.cover_question import confirm_covers, parse_cover, parse_hours
from followup_cli.office.change import ChangeOptions, apply_change
from followup_cli.options import AsJson, OwnCover, Source, argument, count, day, option, whole, word
from followup_cli.response import respond
from followup_cli.terminal.typed import parse_number
from followup_cli.waiting import later

if TYPE_CHECKING:
    from followup.case.facts import Configured
    from followup.case.fields import Mask
    from followup.casebook import Casebook
    from followup.office import Office
    from followup.schedule.policy import Policy
    from followup_cli.office.page import Entries


class OfficeGroup(TyperGroup):
    """Who looks here for the way to take an entry back is told it: ``withdraw office N``, as for every other entry."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[Any, Any, list[str]]:
        """The command named first in ``args``."""
        if args[0] == "withdraw":
            raise Missing(
                say("An entry of the office is taken back by another command."),
                say("Write it like this: followup withdraw office N"),
            )
        return super().resolve_command(ctx, args)


app = typer.Typer(
    cls=OfficeGroup,
    no_args_is_help=True,
    help=say("Days off, leave, districts, cover text, currency, follow-up policies."),
)

holidays = typer.Typer(no_args_is_help=True, help=say("Public holidays by decree: add, cancel."))
workers = typer.Typer(no_args_is_help=True, help=say("The list of workers: add, rename, leave, list."))
_HERE = "followup_cli.office"
later(app, f"{_HERE}.day_off_commands", leave="leave", closed="closed")
later(app, f"{_HERE}.district_commands", district="district")
later(holidays, f"{_HERE}.day_off_commands", add_holiday="add", cancel_holiday="cancel")
later(workers, f"{_HERE}.worker_commands", add="add", rename="rename", leave="leave", list_="list")
app.add_typer(holidays, name="holiday")
app.add_typer(workers, name="worker")

Setting = str | None
Dates = Annotated[DayOrder | None, word("--dates", DayOrder, say("Which comes first in days like 1/11/2026."))]
Hours = Annotated[Setting, option("--time", say("Hours of entries, or: all day."), "09:00-10:00", parse_hours)]


def _months(typed: str) -> tuple[int, ...]:
    return tuple(map(whole(1, 240), typed.split(","))) if typed else ()


@app.command()
def show(as_json: AsJson = False) -> None:
    """Settings, leave, days off and follow-up policies.

    Example: followup office show
    """
    from followup_cli.office import page

    book = context.open_casebook()
    respond(book, as_json, partial(page.office_page, today=book.today), page.office_data, *_what_is_shown(book))


def _what_is_shown(book: "Casebook") -> "tuple[Office, Entries, Mapping[str, Policy], str, Mask]":
    """The office, its entries and policies, who uses this laptop, and what masks names."""
    from followup.scheduler import policies
    from followup.services.guarded_names import worker_labeller
    from followup.services.office_changes import held_entries

    return book.office, held_entries(book), policies(book.office), book.worker, worker_labeller(book)


def parse_years(typed: str) -> int:
    """Whole years, with or without a y behind them: 7y, 7."""
    return parse_number(re.sub(r"(?i)\s*y(ears?)?$", "", typed.strip()), most=50)


class SettingOptions(NamedTuple):
    """Settings of the office, called as in `Configured`."""

    worker: Annotated[Setting, option("--worker", say("Who uses this laptop."))] = None
    supervisor: Annotated[Setting, option("--supervisor", say("Who is told when somebody cannot be reached."))] = None
    country: Annotated[Setting, option("--country", say("Whose public holidays."), "KH", str.upper)] = None
    cover: Annotated[Setting, option("--cover", say("What calendar entries say."), None, parse_cover)] = None
    hours: Hours = None
    currency: Annotated[Setting, option("--currency", "", "KHR|USD", str.upper)] = None
    rate: Annotated[int | None, count("--rate", "RIEL", say("Riel to the dollar."), 1, 1_000_000)] = None
    timezone: Annotated[Setting, option("--timezone", "", "Asia/Phnom_Penh")] = None
    organisation: Annotated[Setting, option("--organisation", say("What prints call the organisation."), "NAME")] = None
    responsible: Annotated[
        Setting, option("--responsible", say("Who answers for the reports, as prints say it."), "WHO")
    ] = None
    visit_goal: Annotated[
        int | None,
        count("--visit-goal", "PERCENT", say("How many visits are to be done when due; 0 for no goal."), 0, 100),
    ] = None
    dates: Dates = None
    retention: Annotated[
        int | None, option("--retention", say("How long names are kept after follow-up."), "7y", parse_years)
    ] = None


@app.command("set")
def set_(
    given: SettingOptions = SettingOptions(),
    renamed: Annotated[bool, option("--renamed", say("With --worker: the same person has a new name now."))] = False,
    somebody_else: Annotated[
        bool, option("--somebody-else", say("With --worker: another person uses this laptop now."))
    ] = False,
    source: Source = "",
    yes: OwnCover = False,
) -> None:
    """Change how this office works. With a new --worker it asks: is it the same person, or another one.

    Example: followup office set --cover "Meeting" --rate 4100
    """
    from followup.case.facts import Configured
    from followup.services.office import check_settings, configure
    from followup.values import replace
    from followup_cli.office.laptop import laptop_worker

    settings = Configured(**given._asdict())
    if settings == Configured() and not source:
        raise Missing(say("Nothing to change was given."), say("See: followup office set --help"))
    book = context.open_casebook()
    if source:
        settings = replace(_given_back(book, source), **settings.said())
    check_settings(settings, book.today)
    confirm_covers(book, [settings.cover], yes=yes)
    if given.worker is not None:
        settings = replace(
            settings, worker=laptop_worker(book, given.worker, renamed=renamed, somebody_else=somebody_else)
        )
    if settings != Configured():
        configure(book, settings)
    typer.echo(say("Nothing was changed.") if source and settings == Configured() else say("Saved."))


def _given_back(book: "Casebook", source: str) -> "Configured":
    from followup.services.guarded_names import masker
    from followup_cli.office.given_back import settings_given_back
    from followup_cli.office.page import office_data
    from followup_cli.terminal.files import read_one_entry

    shown = office_data(*_what_is_shown(book))
    return settings_given_back(book, read_one_entry(source), shown, masker(book, names=False))


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
    since: Annotated[date | None, day("--since", say("Only for who comes home from this day on."))] = None,
    way: ChangeOptions = ChangeOptions(),
) -> None:
    """Make a follow-up policy of your own, for: followup graduate add --policy NAME; or a new version of it.

    Example: followup office policy quarterly --months 3,6,9,12

    Example: followup office policy quarterly --months 2,4,8,12 --since 2027-01-01
    """
    from followup.case.facts import PolicyMade
    from followup.services.own_policies import make_policy

    made = PolicyMade(name, tuple(months), monthly, window, fallback, extra, since)
    apply_change(context.open_casebook(), partial(make_policy, made=made), way)
