"""When people are reminded that a backup is due; apart from the backups themselves, because every `today` asks."""

from datetime import date, timedelta

DUE_AFTER = timedelta(days=7)
"""How old the last backup may become before people are reminded of it."""


def backup_due(last: date | None, today: date) -> bool:
    """Whether a backup is to be made: none ever was, or the last one is older than a week."""
    return last is None or today - last > DUE_AFTER
