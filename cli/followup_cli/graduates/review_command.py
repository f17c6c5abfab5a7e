"""Whether one graduate's follow-up may end: ``graduate review``, registered under graduate."""

from typing import Annotated

import typer

from followup.messages import say
from followup_cli import context
from followup_cli.options import parse_optional_day
from followup_cli.terminal.json import print_json


def review(
    code: Annotated[str, typer.Argument(metavar="CODE", help=say("Her code, or the beginning of it."))],
    as_of: Annotated[str, typer.Option("--as-of", metavar="DATE", help=say("As she stood on that day."))] = "",
    why: Annotated[bool, typer.Option("--why", help=say("Say of each criterion why it is asked for."))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=say("For programs."))] = False,
) -> None:
    """Lay out what has to be true before her follow-up ends: what is met, what is not, and what nobody knows.

    Example: followup graduate review K7M --why
    """
    from followup.services import readiness
    from followup_cli.graduates import readiness_page

    book = context.open_casebook()
    day = parse_optional_day("--as-of", as_of, book.today)
    found = readiness.review_readiness(book, code, day)
    if as_json:
        print_json(readiness_page.readiness_data(found))
    else:
        readiness_page.readiness_page(found, reasons=why).show()
