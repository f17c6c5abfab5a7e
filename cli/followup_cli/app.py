"""The commands of the program. Only the one asked for is imported."""

import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, suppress
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from followup import __version__
from followup.errors import ExitCode, FollowupError
from followup.messages import say
from followup_cli import error_output, looks
from followup_cli.completion import VARIABLE
from followup_cli.terminal import pager
from followup_cli.waiting import FolderCommand

DAILY, CASES, PLANNING, CASEBOOK = say("Every day"), say("Graduates"), say("Schedule and phone"), say("The casebook")
LEARNED = say("What was learned")

COMMANDS: dict[str, tuple[str, str, str]] = {
    "today": ("agenda", DAILY, say("Who is to be visited, the most urgent first.")),
    "visit": ("visits", DAILY, say("A visit made, an attempt at one, and the list of both.")),
    "print": ("prints", DAILY, say("On paper: the quarter's summary, visit sheets, the route and more.")),
    "unlock": ("casebook", DAILY, say("Open the casebook for a while.")),
    "lock": ("casebook", DAILY, say("Close the casebook now.")),
    "graduate": ("graduates", CASES, say("Add, list, show, edit, assess, place, review or hand over a graduate.")),
    "import": ("importing", CASES, say("Take in graduates, visits or plans from a sheet of your own.")),
    "find": ("finding", CASES, say("Find a graduate by anything that is known of her.")),
    "plan": ("plans", CASES, say("Her business plan: write it down, see it, check it.")),
    "flag": ("flags", CASES, say("Risk flags: raise, agree to, review, clear, list.")),
    "promise": ("promises", CASES, say("Promises to her: make, settle, list; announce the end of follow-up.")),
    "consent": ("consents", CASES, say("What she agreed to: ask, take back, list, show.")),
    "support": ("support", CASES, say("What she and her family were given, by kind and fund: add, list, show.")),
    "household": ("households", CASES, say("Graduates who live in one house: link, unlink, show.")),
    "referral": ("referrals", CASES, say("Referrals to services: send, answer, done or not, withdraw, list.")),
    "withdraw": ("log", CASES, say("Take back an entry of her log; the log still shows it.")),
    "undo": ("log", CASES, say("Take back what was written last.")),
    "log": ("log", CASES, say("What was written down, when and by whom, in plain words.")),
    "outcome": ("outcomes", LEARNED, say("How follow-up ended, and why; reopen it; milestones.")),
    "lesson": ("lessons", LEARNED, say("What training is to change because of outcomes, and whether it helped.")),
    "report": ("reports", LEARNED, say("Reports: the quarter, the caseload, and the brief for the trainers.")),
    "schedule": ("schedules", PLANNING, say("Her visits over three years: see, move, pause, extend; and what-if.")),
    "export": ("exporting", PLANNING, say("Lists for the office as a spreadsheet; one graduate's whole file, sealed.")),
    "calendar": ("calendars", PLANNING, say("Calendar files for phones that betray nobody.")),
    "office": ("office", CASEBOOK, say("Days off, leave, districts, cover text, currency, follow-up policies.")),
    "init": ("casebook", CASEBOOK, say("Make a casebook on this laptop.")),
    "status": ("casebook", CASEBOOK, say("How the casebook is: what waits, drafts, the last export.")),
    "check": ("casebook", CASEBOOK, say("Read every file of the casebook and say what is damaged.")),
    "merge": ("copies", CASEBOOK, say("Add what another copy of the casebook holds; nothing is taken away.")),
    "retention": ("retention", CASEBOOK, say("Whose names are kept longer than the office set; erase them.")),
    "help": ("helping", CASEBOOK, say("The help of a command, or a document such as the tutorial.")),
    "backup": ("backups", CASEBOOK, say("Make a backup, list and check backups, rehearse putting one back.")),
    "restore": ("backups", CASEBOOK, say("Put a backup back: on a new machine, or what is missing here.")),
    "passphrase": ("backups", CASEBOOK, say("Change the passphrase.")),
    "recovery": ("backups", CASEBOOK, say("Recovery keys, for when the passphrase is forgotten.")),
    "rekey": ("backups", CASEBOOK, say("A new key, when a laptop or a key is lost: all files are sealed anew.")),
    "demo": ("demo", CASEBOOK, say("An invented caseload to try everything on.")),
}
"""Each command: the folder that holds it, the heading it stands under, and its line of help."""


class RootGroup(TyperGroup):
    """The root of all commands: loads the one asked for, and turns every error into a sentence and an exit code."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for name, (module, panel, line) in COMMANDS.items():
            self.add_command(FolderCommand(name, module, panel, line))

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[Any, Any, list[str]]:
        """The command named first in ``args``, imported now."""
        name, command, rest = super().resolve_command(ctx, args)
        if isinstance(command, FolderCommand):
            command = command.load()
            command.name = name
        looks.begin(command, rest)
        return name, command, rest

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - Click gives it
        """The commands under their headings."""
        for panel in dict.fromkeys(panel for _, panel, _ in COMMANDS.values()):
            with formatter.section(panel):
                formatter.write_dl([(name, line) for name, (_, its, line) in COMMANDS.items() if its == panel])

    def main(self, args: Sequence[str] | None = None, **settings: Any) -> NoReturn:  # type: ignore[override]
        """Run, and leave with the right exit code whatever happens."""
        settings |= {"standalone_mode": False, "complete_var": VARIABLE}
        if VARIABLE in os.environ:
            self._complete(settings)
        typed = pager.without_own_options(sys.argv[1:] if args is None else args)
        error_output.AS_JSON.set("--json" in typed)
        error_output.forget_what_was_written()
        try:
            code = super().main(typed, **settings)
            sys.stdout.flush()
            if code == error_output.EXIT_INTERRUPTED:  # Typer turns Ctrl-C into this code and says nothing
                raise KeyboardInterrupt
            _tell_trips()
            if not code:
                _tell_next_step()
        except BaseException as error:  # nothing may reach the screen as a traceback
            code = error_output.print_error(error, typed)
            error_output.tell_saved(typed)
        error_output.tell_unconfirmed()
        error_output.drop_what_cannot_be_written()
        sys.exit(code if isinstance(code, int) else ExitCode.DONE)

    def _complete(self, settings: dict[str, Any]) -> NoReturn:
        """Tell the shell what could be typed; whatever goes wrong, nothing is said of it."""
        from typer.completion import completion_init

        completion_init()
        with suppress(Exception), redirect_stderr(None):
            super().main([], **settings)
        sys.exit(ExitCode.REFUSED)


def _tell_trips() -> None:
    """After whatever was written, say which dates set by hand and which trips no longer fit; if it fails, nothing."""
    context = sys.modules.get("followup_cli.context")
    if context and (book := context.OPENED.get()) and book.wrote:
        from followup_cli.fragments.trips_note import tell_hand_dates, tell_trips

        with suppress(FollowupError, OSError):
            tell_hand_dates(book)
            tell_trips(book)


def _tell_next_step() -> None:
    """Say what is usually done next, to a person at a terminal."""
    if sys.stdout.isatty() and sys.stderr.isatty() and not error_output.AS_JSON.get():
        from followup_cli import context
        from followup_cli.fragments.next_step import tell_next_step

        tell_next_step(context.OPENED.get())


app = typer.Typer(
    cls=RootGroup,
    add_completion=False,
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # help laid out by Rich takes longer than everything else together
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"followup {__version__}")
        raise typer.Exit


def _install_completion(asked: bool) -> None:
    if asked:
        from followup_cli.shells import install_script

        install_script()


def _show_completion(asked: bool) -> None:
    if asked:
        from followup_cli.shells import show_script

        show_script()


@app.callback()
def followup(
    ctx: typer.Context,
    _version_asked: Annotated[
        bool,
        typer.Option("--version", "-V", callback=_print_version, is_eager=True, help=say("Say which version this is.")),
    ] = False,
    _install: Annotated[
        bool,
        typer.Option(
            "--install-completion",
            callback=_install_completion,
            is_eager=True,
            help=say("Let the Tab key complete commands and words in this shell."),
        ),
    ] = False,
    _show: Annotated[
        bool,
        typer.Option(
            "--show-completion",
            callback=_show_completion,
            is_eager=True,
            help=say("Print the script that does so, to put it somewhere yourself."),
        ),
    ] = False,
    _no_pager: Annotated[
        bool, typer.Option(pager.NO_PAGER, help=say("Print long pages as they are, not a screenful at a time."))
    ] = False,
) -> None:
    """Follow-up of graduates after reintegration: visits every month for three years, and nobody exposed."""
    if ctx.invoked_subcommand is None:
        from followup_cli.agenda.glance import glance

        glance()
