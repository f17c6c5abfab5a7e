"""What the demo made, and what to try on it next."""

import shutil
import sys
from pathlib import Path
from shlex import quote

from followup.case.fields import Mask
from followup.demo.demo_run import DemoResult
from followup.demo.folder import CALENDAR_FOLDER, VAULT_FOLDER
from followup.messages import say, say_count
from followup.values import replace
from followup_cli.agenda.page import agenda_page
from followup_cli.plans.page import plan_check_page
from followup_cli.terminal.page import Page


def demo_page(demo_run: DemoResult, folder: Path, mask: Mask, label: Mask) -> Page:
    """Today, both plan checks, and the files."""
    agenda = replace(demo_run.agenda, backup_due=False)  # nobody would miss the demonstration
    page = agenda_page(agenda, label).line()
    page.line(say("The published case that failed: its plan, checked on the day it is entered"), "head")
    page.add(plan_check_page(demo_run.failed, mask, label)).line()
    page.line(say("The published case that succeeded"), "head")
    page.add(plan_check_page(demo_run.successful, mask, label)).line()
    return _add_files(page, demo_run, folder)


def _add_files(page: Page, demo_run: DemoResult, folder: Path) -> Page:
    sealed = say_count(
        len(demo_run.codes.invented),
        "the casebook, sealed: 1 invented graduate and two published cases",
        "the casebook, sealed: {n} invented graduates and two published cases",
    )
    files = [(folder / VAULT_FOLDER, sealed)]
    files += [
        (folder / CALENDAR_FOLDER / name, say("visits of the next 12 weeks, for a phone"))
        for name in demo_run.calendar.files
    ]
    page.line(say("Written"), "head")
    for path, purpose in files:
        page.line(str(path)).line(f"    {purpose}", "quiet")
    return page


def next_commands_text(demo_run: DemoResult, folder: Path, passphrase: str) -> str:
    """Lines that work as they stand in the terminal the demo ran in; ``passphrase`` is empty if the user chose it.

    They are never folded: a folded line cannot be copied.
    """
    lines = _powershell_lines(folder, passphrase) if sys.platform == "win32" else _shell_lines(folder, passphrase)
    told = say("Everybody is invented but the two published cases; names are shown only with --names.")
    return "\n".join(("", say("Try next (copy these lines)"), *lines, *_example_commands(demo_run), "", told))


def _example_commands(demo_run: DemoResult) -> tuple[str, ...]:
    return (
        "followup today --days 7",
        f"followup plan check {demo_run.codes.failed}",
        f"followup visit list {demo_run.codes.failed}",
        f"followup graduate show {demo_run.codes.failed} --names",
        f"followup graduate show {demo_run.codes.successful}",
        f"followup schedule show {demo_run.codes.successful}",
        "followup graduate list --risk high",
        "followup flag list",
        "followup report quarter",
        "followup lesson list",
        f"followup log {demo_run.codes.successful}",
    )


def _shell_lines(folder: Path, passphrase: str) -> list[str]:
    home = quote(str(folder / VAULT_FOLDER))
    lines = [f"export FOLLOWUP_HOME={home}" if folder.is_absolute() else f'export FOLLOWUP_HOME="$PWD"/{home}']
    lines += [f"export FOLLOWUP_PASSPHRASE={quote(passphrase)}"] if passphrase else []
    return [*(f"alias followup={quote(quote(program))}" for program in _program_path()), *lines]


def _powershell_lines(folder: Path, passphrase: str) -> list[str]:
    home = _powershell_quoted(str(folder / VAULT_FOLDER))
    lines = [f"$env:FOLLOWUP_HOME = {home if folder.is_absolute() else f'Join-Path $PWD {home}'}"]
    lines += [f"$env:FOLLOWUP_PASSPHRASE = {_powershell_quoted(passphrase)}"] if passphrase else []
    return [*(f"Set-Alias followup {_powershell_quoted(program)}" for program in _program_path()), *lines]


def _powershell_quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _program_path() -> list[str]:
    """The program's own path, where the terminal would not find it by its name."""
    program = Path(sys.argv[0])
    known = shutil.which("followup") or program.stem != "followup"
    return [] if known else [str(program.absolute())]
