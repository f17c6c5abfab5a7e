"""She goes home a second time: ``graduate return``, registered under graduate."""

from datetime import date
from functools import partial
from typing import Annotated

from followup.messages import say
from followup_cli import context
from followup_cli.fragments.whom import tell_whom
from followup_cli.graduates.commands import Against
from followup_cli.options import Code, Way, day, option
from followup_cli.response import respond


def return_again(
    code: Code,
    on: Annotated[date | None, day("--on", say("The day she went home again; today if not said."))] = None,
    policy: Annotated[str, option("--policy", say("Her policy from then on; the one before if not said."))] = "",
    note: Annotated[str, option("--note", say("What is to be known of it, without names."))] = "",
    against: Against = None,
    way: Way = Way(),
) -> None:
    """She goes home again after follow-up had ended: her visits count anew from that day, the stay before is kept.

    Example: followup graduate return K7M --on 2026-11-02 --policy monthly-36
    """
    from followup.services import second_returns
    from followup_cli.fragments.consequences import rehearsed_step, take_step
    from followup_cli.graduates import stays_page

    book = context.open_casebook()
    tell_whom(book, code)
    returned = partial(second_returns.return_again, book, code, on, policy.strip(), note, against or "")
    consequences = partial(stays_page.second_return, dry_run=False)
    step = rehearsed_step(returned, consequences, say("Does she go home again?"), in_scripts=True)
    result = take_step(book, step, way)
    respond(book, way.as_json, stays_page.second_return, stays_page.second_return_data, result, dry_run=way.dry_run)
