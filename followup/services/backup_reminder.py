"""When people are reminded that a backup is due; apart from the backups themselves, because every `today` asks."""

from datetime import date, timedelta

DUE_AFTER = timedelta(days=7)
"""How old the last backup may become before people are reminded of it."""


def backup_due(last: date | None, today: date) -> bool:
    """Whether a backup is to be made: none ever was, or the last one is older than a week, or dated after today.

    Nobody knows how old that one is: the clock was wrong when it was made, or is now.
    """
    return last is None or last > today or today - last > DUE_AFTER
