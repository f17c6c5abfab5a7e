"""What people see of backups, and what programs are told of them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from followup.errors import Damaged, FollowupError
from followup.messages import say, say_count
from followup.services.backup_reminder import backup_due
from followup.services.backups import BackupComparison, BackupResult
from followup.services.restores import RestorePlan
from followup.vault.backup_file import BackupContents
from followup.vault.backup_folder import ListedBackup
from followup_cli.fragments.backup_note import due_text
from followup_cli.terminal.columns import ColumnOf, table_of
from followup_cli.terminal.days import long_day
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.notes import some_of
from followup_cli.terminal.page import Page

MOST_NAMED, MOST_FILES = 12, 2
"""How many codes, and files, are named in a list before the rest is counted."""


def made_page(result: BackupResult) -> Page:
    """A backup that was made, and what there is to know about where it lies and who can open it."""
    page = Page().line(say("Backed up and verified: {file}", file=str(result.path)), "head")
    for copy in result.copies:
        page.line(say("And here: {file}", file=str(copy)), "head")
    held = {"facts": result.facts, "graduates": result.graduates}
    page.line(say("Entries: {facts}, each one read back; graduates: {graduates}.", **held), "quiet")
    if removed := len(result.removed):
        one, more = "Taken away: 1 backup older than what is kept.", "Taken away: {n} backups older than what is kept."
        page.line(say_count(removed, one, more), "quiet")
    if result.same_disk:
        page.text(
            say(
                "It lies on the same disk as the casebook: if the laptop is lost or stolen, so is the backup. Make it "
                "on a stick as well, and keep the stick elsewhere: followup backup --to DIR"
            ),
            "watch",
        )
    if not result.recovery_keys:
        page.text(
            say(
                "Only the passphrase of today opens it. A recovery key in the director's safe opens it too: "
                "followup recovery add"
            ),
            "watch",
        )
    return page


def not_whole(left_out: Sequence[str]) -> Damaged:
    """What is said of a backup that was just made, if it could not hold everything."""
    return Damaged(
        say("The backup is not whole: {what}", what=" ".join(left_out)),
        say("What could be read is in it, and no older backup was taken away. See: followup check"),
    )


def was_not_whole(left_out: Sequence[str]) -> Damaged:
    """What is said of a backup that did not hold everything when it was made."""
    return Damaged(
        say("When it was made it was not whole: {what}", what=" ".join(left_out)),
        say("Make a new one once everything can be read: followup backup"),
    )


def lacks_entries(beside: BackupComparison) -> Damaged:
    """What is said of a backup that lacks what was written here before it."""
    return Damaged(
        say("Entries written here before the backup, and not in it: {n}.", n=beside.lost),
        say("Make a new one: followup backup"),
    )


def list_page(found: Sequence[ListedBackup], last: date | None, today: date) -> Page:
    """The backups, the newest first, and whether one is due."""
    empty = say("There is no backup yet. Make one: followup backup")
    page = Page().table(table_of(found, (*_MADE, ColumnOf(say("Opens"), _opens), _FILE), empty=empty))
    if found and backup_due(last, today):
        page.line(due_text(last, today), "watch")
    return page


def found_page(found: Sequence[ListedBackup]) -> Page:
    """The backups in a folder, on a machine without a casebook: one of them makes it again."""
    page = Page().table(table_of(found, (*_MADE, _FILE), empty=say("No backup is in this folder.")))
    if found:
        page.text(say("There is no casebook on this machine. One of these makes it again: followup restore FILE"))
    return page


def _size(size: int) -> str:
    return say("{n} kB", n=max(size // 1000, 1)) if size < 10_000_000 else say("{n} MB", n=size // 1_000_000)


def _opens(one: ListedBackup) -> str:
    if one.opens is None:
        return say("another casebook's, or damaged")
    return say("yes") if one.opens else say("with its old passphrase")


_MADE: tuple[ColumnOf[ListedBackup], ...] = (
    ColumnOf(say("Made on"), lambda one: long_day(one.name.on)),
    ColumnOf(say("Time"), lambda one: f"{one.name.time[:2]}:{one.name.time[2:4]}"),
    ColumnOf(say("Size"), lambda one: _size(one.size), "right"),
)
_FILE: ColumnOf[ListedBackup] = ColumnOf(say("File"), lambda one: str(one.path), fold=True)


# --- one backup -------------------------------------------------------------------------------------------------------


def contents_line(contents: BackupContents) -> str:
    """What a backup is of."""
    return say(
        "Backup of {day}, {time} UTC. Entries: {facts}; graduates: {graduates}.",
        day=long_day(contents.on),
        time=f"{contents.at:%H:%M}",
        facts=contents.facts,
        graduates=contents.graduates,
    )


def check_page(path: Path, contents: BackupContents, beside: BackupComparison | None) -> Page:
    """A backup that was read whole, beside the casebook of now."""
    page = Page().line(say("Sound, every entry was read: {file}", file=str(path)), "head").line(contents_line(contents))
    return page.add(_beside(beside, path))


def drill_page(
    path: Path, contents: BackupContents, beside: BackupComparison | None, problems: Sequence[FollowupError]
) -> Page:
    """How a rehearsal went."""
    went = (
        say("The rehearsal failed: {file}", file=str(path))
        if problems
        else say("The rehearsal went well: {file}", file=str(path))
    )
    page = Page().line(went, "bad" if problems else "head").line(contents_line(contents))
    if not problems:
        page.line(say("Restored into a private folder, compared entry by entry, and taken away again."))
    return page.add(_beside(beside, path))


def _beside(beside: BackupComparison | None, path: Path) -> Page:
    page = Page()
    if beside is None:
        return page.line(say("It was not compared: there is no such casebook on this laptop."), "quiet")
    page.line(say("Entries in the backup and here: {n}.", n=beside.both))
    if beside.since:
        page.line(say("Entries only here, written or arrived since: {n}.", n=beside.since))
    if beside.only_there:
        page.line(say("Entries only in the backup: {n}. To put them back:", n=beside.only_there), "bad")
        page.line(f"followup restore {path}")
    if beside.differing:
        page.text(
            say("Entries that the backup words otherwise, as before they were erased here: {n}.", n=beside.differing),
            "watch",
        )
    return page


# --- restoring --------------------------------------------------------------------------------------------------------


def new_machine_page(contents: BackupContents, home: Path) -> Page:
    """What restoring onto a machine without a casebook would do."""
    return (
        Page()
        .line(contents_line(contents), "head")
        .line(say("There is no casebook on this machine. It would be made again in {folder}.", folder=str(home)))
        .text(say("Entries written after the backup are not in it. Nothing else on this machine is touched."), "quiet")
    )


def plan_page(contents: BackupContents, plan: RestorePlan, *, newer_key: bool = False) -> Page:
    """What putting a backup back into the casebook would do."""
    page = Page().line(contents_line(contents), "head")
    if newer_key:
        page.text(
            say(
                "The casebook was given a new key on another laptop. This laptop takes it: all files are sealed anew, "
                "and the passphrase of the backup opens the casebook from then on."
            ),
            "watch",
        )
    if not plan.changes:
        return page.line(say("Everything in it is here already: nothing would be changed."))
    if plan.erased:
        page.text(say("{codes}: who this is was erased, and would be here too.", codes=", ".join(plan.erased)), "watch")
    if plan.withheld:
        page.text(
            say("{codes}: the backup tells what was erased here. It stays erased.", codes=", ".join(plan.withheld))
        )
    page.line(
        say("Entries that would come back: {n}; graduates they are of: {cases}.", n=plan.new, cases=len(plan.cases))
    )
    if plan.cases:
        page.pair(say("Graduates"), some_of([f"{one.code} ({one.new})" for one in plan.cases], MOST_NAMED))
    if others := [say("{journal} ({n})", journal=one.journal, n=one.new) for one in plan.changes if not one.code]:
        page.pair(say("Others"), ", ".join(others))
    _add_files(page, plan)
    if plan.differing:
        page.text(say("Entries worded otherwise in the backup: {n}. Those here stay.", n=plan.differing), "watch")
    return page.text(say("Nothing that is here is changed or removed. This laptop takes a new device id."), "quiet")


def _add_files(page: Page, plan: RestorePlan) -> None:
    """The files whose later entries may be lost, and where the unreadable ones go."""
    if unreadable := [file for one in plan.changes for file in one.unreadable]:
        page.text(
            say(
                "Files that cannot be read: {n} ({files}). They are kept in the folder aside, and begun anew.",
                n=len(unreadable),
                files=some_of(unreadable, MOST_FILES),
            ),
            "bad",
        )
    gone = [file for one in plan.changes for file in one.gone]
    if gone:
        page.text(say("Files that are gone: {n} ({files}).", n=len(gone), files=some_of(gone, MOST_FILES)), "bad")
    if unreadable or gone:
        page.text(
            say(
                "What was written into them after the backup comes back only as far as this laptop has spare copies of "
                "it; those are put back as well."
            ),
            "bad",
        )


def restored_page(contents: BackupContents, worker: str) -> Page:
    """A casebook that was made anew from a backup."""
    page = Page().line(say("The casebook is back, as of the backup. Entries: {n}.", n=contents.facts), "head")
    if worker:
        page.text(
            say(
                "What you write here is signed {worker}, as on the laptop of the backup. If that is not you: "
                "followup office set --worker",
                worker=worker,
            )
        )
    else:
        page.text(say("Say who writes here: followup office set --worker"), "watch")
    page.text(
        say(
            "If the old laptop was lost or stolen, give the casebook a new key, so that the old one opens nothing "
            "written from now on: followup rekey"
        ),
        "watch",
    )
    return page.line(say("Next: followup unlock, then followup check"), "quiet")


def back_page(back: int) -> Page:
    """What came back into the casebook."""
    came = say_count(back, "1 entry came back.", "{n} entries came back.")
    return Page().line(came, "head").line(say("See that all is well: followup check"), "quiet")


# --- for programs ---------------------------------------------------------------------------------------------------


Json = dict[str, JsonValue]


def made_data(result: BackupResult) -> Json:
    """A backup that was made."""
    return {
        "file": str(result.path),
        "copies": [str(one) for one in result.copies],
        "bytes": result.size,
        "graduates": result.graduates,
        "entries": result.facts,
        "removed": [str(one) for one in result.removed],
        "recovery_keys": result.recovery_keys,
        "same_disk": result.same_disk,
        "left_out": list(result.left_out),
    }


def list_data(found: Sequence[ListedBackup], last: date | None, today: date) -> Json:
    """The backups there are."""
    return {"last": last, "due": backup_due(last, today), "backups": [_listed_data(one) for one in found]}


def _listed_data(one: ListedBackup) -> Json:
    return {"file": str(one.path), "on": one.name.on, "time": one.name.time, "bytes": one.size, "opens": one.opens}


def check_data(path: Path, contents: BackupContents, beside: BackupComparison | None) -> Json:
    """A backup that was read, beside the casebook of now."""
    return {
        "file": str(path),
        "on": contents.on,
        "at": contents.at.isoformat(),
        "entries": contents.facts,
        "graduates": contents.graduates,
        "left_out": list(contents.left_out),
        "compared": _beside_data(beside) if beside else None,
    }


def _beside_data(beside: BackupComparison) -> Json:
    return {
        "both": beside.both,
        "only_here": beside.since,
        "only_in_backup": beside.only_there,
        "differing": beside.differing,
        "missing_in_backup": beside.lost,
    }


def drill_data(
    path: Path, contents: BackupContents, beside: BackupComparison | None, problems: Sequence[FollowupError]
) -> Json:
    """How a rehearsal went."""
    return {**check_data(path, contents, beside), "restored": not problems, "problems": [one.what for one in problems]}


def plan_data(plan: RestorePlan, back: int, *, dry_run: bool) -> Json:
    """What was put back, or would be on a dry run."""
    return {
        "written": not dry_run,
        "new": plan.new,
        "back": back,
        "graduates": [{"code": one.code, "entries": one.new} for one in plan.cases],
        "erased": list(plan.erased),
        "stays_erased": list(plan.withheld),
        "unreadable": [file for one in plan.changes for file in one.unreadable],
        "gone": [file for one in plan.changes for file in one.gone],
    }


def new_machine_data(contents: BackupContents, worker: str, *, dry_run: bool) -> Json:
    """A casebook made anew from a backup, or as it would be on a dry run."""
    return {
        "written": not dry_run,
        "entries": contents.facts,
        "graduates": contents.graduates,
        "worker": worker or None,
    }
