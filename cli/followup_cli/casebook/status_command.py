"""``followup status``: how the casebook is."""

import os
from functools import partial

from followup_cli import context
from followup_cli.options import AsJson
from followup_cli.response import respond


def status(as_json: AsJson = False) -> None:
    """How the casebook is: open for how long, what waits, what was begun and not finished, the last export.

    Asks for no passphrase: of a closed casebook it says that it is closed.

    Example: followup status
    """
    from followup.services.status import casebook_status
    from followup.vault.swap import swap
    from followup_cli.casebook.status_page import Opened, status_data, status_page

    book = context.open_if_unlocked()
    home = context.home()
    times = context.open_times() if book else None
    by_variable = times is None and bool(os.environ.get("FOLLOWUP_PASSPHRASE"))
    opened = Opened(str(home), times, swap(), by_variable)
    shown = casebook_status(book) if book else None
    respond(book, as_json, partial(status_page, opened, shown), partial(status_data, opened, shown))
