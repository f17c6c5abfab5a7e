"""Backups for programs."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from followup.errors import FollowupError
from followup.services.backup_reminder import backup_due
from followup.services.backups import BackupComparison, BackupResult
from followup.services.restores import RestorePlan
from followup.vault.backup_file import BackupContents
from followup.vault.backup_folder import ListedBackup
from followup_cli.terminal.json import JsonValue

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
    return {"last": last, "due": backup_due(last, today), "backups": [_listed(one) for one in found]}


def _listed(one: ListedBackup) -> Json:
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
        "compared": _beside(beside) if beside else None,
    }


def _beside(beside: BackupComparison) -> Json:
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
