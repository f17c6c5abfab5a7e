"""What the demo made, and what to try on it next."""

import shutil
import sys
from pathlib import Path
from shlex import quote

from followup.demo.folder import CALENDAR, VAULT
from followup.demo.tour import Tour
from followup.messages import say
from followup.services.calendars import SINGLES
from followup.services.plans import PlanCheck
from followup_cli.agenda import page as agenda
from followup_cli.plans import page as plans
from followup_cli.terminal.table import Page


def page(done: Tour, folder: Path) -> Page:
    """Today, both plan checks, and the files."""
    shown = Page(agenda.page(done.agenda).parts).line()
    shown.line(say("The published case that failed: its plan, checked on the day it is entered"), "head")
    _check(shown, done.failed).line()
    shown.line(say("The published case that succeeded"), "head")
    return _written(_check(shown, done.successful).line(), done, folder)


def _check(shown: Page, found: PlanCheck) -> Page:
    """A plan's check as ``plan check`` shows it."""
    shown.parts.extend(plans.check_page(found).parts)
    return shown


def _written(shown: Page, done: Tour, folder: Path) -> Page:
    sealed = say("the casebook, sealed: {n} invented graduates and two published cases", n=len(done.built.invented))
    files = [(folder / VAULT, sealed)]
    files += [
        (folder / CALENDAR / name, say("visits of the next 12 weeks, for a phone")) for name in done.calendar.files
    ]
    files += [(folder / CALENDAR / SINGLES, say("the same, a file for each graduate"))]
    shown.line(say("Written"), "head")
    for path, what in files:
        shown.line(str(path)).line(f"    {what}", "quiet")
    return shown


def try_next(done: Tour, folder: Path, passphrase: str) -> str:
    """Lines that work as they stand in the terminal the demo ran in; ``passphrase`` is empty if the user chose it.

    They are never folded: a folded line cannot be copied.
    """
    lines = _powershell(folder, passphrase) if sys.platform == "win32" else _shell(folder, passphrase)
    told = say("Everybody is invented but the two published cases; names are shown only with --names.")
    return "\n".join(("", say("Try next (copy these lines)"), *lines, *_commands(done), "", told))


def _commands(done: Tour) -> tuple[str, ...]:
    return (
        "followup today --days 7",
        f"followup plan check {done.built.failed}",
        f"followup visit list {done.built.failed}",
        f"followup graduate show {done.built.failed} --names",
        f"followup graduate show {done.built.successful}",
        f"followup schedule show {done.built.successful}",
        "followup graduate list --risk high",
        "followup flag list",
        "followup report quarter",
        "followup lesson list",
        f"followup log {done.built.successful}",
    )


def _shell(folder: Path, passphrase: str) -> list[str]:
    home = quote(str(folder / VAULT))
    lines = [f"export FOLLOWUP_HOME={home}" if folder.is_absolute() else f'export FOLLOWUP_HOME="$PWD"/{home}']
    lines += [f"export FOLLOWUP_PASSPHRASE={quote(passphrase)}"] if passphrase else []
    return [*(f"alias followup={quote(quote(program))}" for program in _unlisted()), *lines]


def _powershell(folder: Path, passphrase: str) -> list[str]:
    home = _single(str(folder / VAULT))
    lines = [f"$env:FOLLOWUP_HOME = {home if folder.is_absolute() else f'Join-Path $PWD {home}'}"]
    lines += [f"$env:FOLLOWUP_PASSPHRASE = {_single(passphrase)}"] if passphrase else []
    return [*(f"Set-Alias followup {_single(program)}" for program in _unlisted()), *lines]


def _single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _unlisted() -> list[str]:
    """The program's own path, where the terminal would not find it by its name."""
    program = Path(sys.argv[0])
    known = shutil.which("followup") or program.stem != "followup"
    return [] if known else [str(program.absolute())]
