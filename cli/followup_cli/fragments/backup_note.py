"""The reminder that a backup is due, as it stands under the agenda and under the list of backups."""

from datetime import date

from followup.messages import say


def due_text(last: date | None, today: date) -> str:
    """That a backup is to be made, and how."""
    if last is None:
        return say(
            "No backup was ever made on this laptop: if it is lost, all of this is lost. Make one: followup backup"
        )
    if last > today:
        return say(
            "The last backup is dated {day}, after today, so nobody knows how old it is. Make one: followup backup",
            day=last.isoformat(),
        )
    return say("The last backup is {n} days old. Make one: followup backup", n=(today - last).days)
