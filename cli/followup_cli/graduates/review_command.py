"""Whether one graduate's follow-up may end: ``graduate review``, registered under graduate."""

from typing import Annotated

from followup.messages import say
from followup_cli import context
from followup_cli.options import AsJson, AsOf, Code, option
from followup_cli.response import respond


def review(
    code: Code,
    as_of: AsOf = None,
    why: Annotated[bool, option("--why", say("Say of each criterion why it is asked for."), "")] = False,
    as_json: AsJson = False,
) -> None:
    """Lay out what has to be true before her follow-up ends: what is met, what is not, and what nobody knows.

    Example: followup graduate review K7M --why
    """
    from followup.services.readiness import review_readiness
    from followup_cli.outcomes import data, readiness_page

    book = context.open_casebook()
    found = review_readiness(book, code, as_of)
    respond(
        book, as_json, lambda: readiness_page.readiness_page(found, reasons=why), lambda: data.readiness_data(found)
    )
