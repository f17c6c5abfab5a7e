"""How the casebook is, for people and for programs: a line for each thing that somebody may have to do about it."""

from datetime import date
from typing import TYPE_CHECKING

from followup.messages import say, say_count
from followup.services.agenda import Agenda
from followup.services.status import CasebookStatus, UnfinishedForm
from followup.values import Value
from followup_cli.agenda.page import add_most_urgent, ahead_text, counts_text
from followup_cli.fragments.backup_note import due_text
from followup_cli.terminal.days import long_day
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page

if TYPE_CHECKING:
    from followup.vault.agent import OpenTimes
    from followup.vault.swap import Swap


class Opened(Value):
    """Where the casebook is and how long it is open: ``times`` of the agent, or by a variable for one command."""

    home: str
    times: "OpenTimes | None"
    swap: "Swap"
    by_variable: bool = False


def status_page(opened: Opened, status: CasebookStatus | None) -> Page:
    """The status; of a closed casebook only where it is and how it is opened."""
    page = Page().line(say("The casebook"), "head")
    if status is None:
        page.pair(say("Closed"), say("Open it with: followup unlock"), "watch")
        return _add_swap(page.pair(say("Folder"), opened.home, "quiet"), opened)
    page.pair(say("Open"), _open_words(opened))
    _add_swap(page.pair(say("Folder"), opened.home, "quiet"), opened).line()
    add_most_urgent(page, status.agenda)
    page.pair(say("To do"), f"{counts_text(status.agenda)}: followup today")
    waiting = _waiting(status)
    for at, words in enumerate(waiting):
        page.pair("" if at else say("Waiting"), words, "watch")
    if not waiting:
        page.pair(say("Waiting"), say("nothing"), "quiet")
    add_unfinished(page, status.unfinished)
    page.pair(say("Calendar"), _export_words(status.exported, status.agenda.today))
    page.pair(say("Backup"), _backup_words(status.agenda), "watch" if status.agenda.backup_due else "")
    if status.agenda.ahead:
        page.line().text(ahead_text(status.agenda.ahead, status.agenda.today), "bad")
    return page


def _add_swap(page: Page, opened: Opened) -> Page:
    """Whether names may come to lie on the disk unencrypted, where that is so or is not known."""
    plain = say("memory that is not used for a while goes to this disk unencrypted, names too: followup help security")
    unknown = say("this laptop does not say whether memory goes to the disk unencrypted: followup help security")
    words = {"plain": (plain, "watch"), "unknown": (unknown, "quiet")}.get(opened.swap)
    return page.pair(say("Swap"), *words) if words else page


def add_unfinished(page: Page, forms: tuple[UnfinishedForm, ...]) -> None:
    """The forms that were begun and not finished, with the commands that go on with them."""
    for at, form in enumerate(forms):
        page.pair("" if at else say("Unfinished"), f"{form.title}: {form.command}", "watch")


def _backup_words(agenda: Agenda) -> str:
    if agenda.backup_due or agenda.last_backup is None:
        return due_text(agenda.last_backup, agenda.today)
    return say("the last on {day}", day=long_day(agenda.last_backup))


def _open_words(opened: Opened) -> str:
    if opened.by_variable:
        return say("for this command only, by FOLLOWUP_PASSPHRASE")
    if opened.times is None:
        return say("Close it with: followup lock")
    return say(
        "for {opened}; it closes by itself {idle} after the last command, and in {left} at the latest. "
        "Close it now: followup lock",
        opened=_duration(opened.times.opened),
        idle=_duration(opened.times.idle),
        left=_duration(opened.times.left),
    )


def _duration(seconds: int) -> str:
    """``35 minutes``, ``3 hours 25 minutes``."""
    hours, minutes = divmod(seconds // 60, 60)
    parts = [say_count(hours, "1 hour", "{n} hours")] if hours else []
    if minutes or not hours:
        parts.append(say_count(minutes, "1 minute", "{n} minutes"))
    return " ".join(parts)


def _waiting(status: CasebookStatus) -> list[str]:
    """What waits for somebody, each with its command."""
    past = f"list --past{f' --worker {status.agenda.worker}' if status.agenda.worker else ''}"
    told = (
        (len(status.agenda.over), say("outcomes to decide"), "graduate list --state period-over"),
        (status.promises_past, say("promises past their day"), f"promise {past}"),
        (status.referrals_past, say("referrals past their day"), f"referral {past}"),
        (status.flags_to_review, say("flags to look at again"), "flag list"),
        (status.unanswered, say("lessons without an answer"), "lesson list"),
        (status.unapplied, say("lessons accepted, past their day"), "lesson list"),
        (status.never_asked, say("never asked what they agree to"), "consent list --missing"),
        (status.agenda.kept_too_long, say("names kept longer than the office set"), "retention"),
    )
    return [say("{what}: {n}. followup {command}", what=what, n=n, command=command) for n, what, command in told if n]


def _export_words(exported: date | None, today: date) -> str:
    if exported is None:
        return say("no entries were handed out yet: followup calendar export")
    days = (today - exported).days
    ago = say_count(days, "1 day ago", "{n} days ago") if days else say("today")
    return say("entries last handed out on {day} ({ago})", day=long_day(exported), ago=ago)


# --- for programs ---------------------------------------------------------------------------------------------------


def status_data(opened: Opened, status: CasebookStatus | None) -> dict[str, JsonValue]:
    """The status for programs; of a closed casebook ``open`` is false, and nothing else is known."""
    times = opened.times
    data: dict[str, JsonValue] = {
        "open": status is not None,
        "folder": opened.home,
        "swap": opened.swap.value,
        "opened_seconds": times.opened if times else None,
        "closes_after_seconds": times.idle if times else None,
        "closes_at_latest_seconds": times.left if times else None,
    }
    return data if status is None else {**data, **_known_data(status, status.agenda)}


def _known_data(status: CasebookStatus, agenda: Agenda) -> dict[str, JsonValue]:
    first = agenda.items[0].row.code if agenda.items else None
    return {
        "worker": agenda.worker,
        "in_follow_up": agenda.followed,
        "first": first,
        "to_see": agenda.to_see,
        "overdue": agenda.overdue,
        "outcomes_to_decide": len(agenda.over),
        "promises_past": status.promises_past,
        "referrals_past": status.referrals_past,
        "flags_to_review": status.flags_to_review,
        "lessons_unanswered": status.unanswered,
        "lessons_unapplied": status.unapplied,
        "never_asked": status.never_asked,
        "kept_too_long": agenda.kept_too_long,
        "unfinished": [{"title": form.title, "command": form.command} for form in status.unfinished],
        "exported": status.exported,
        "backup": {"last": status.agenda.last_backup, "due": status.agenda.backup_due},
        "dated_ahead": sum(one.entries for one in agenda.ahead),
    }
