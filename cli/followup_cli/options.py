"""The options and arguments of all commands, each with its type: its parser makes the value a command is given.

What several commands share stands here whole; the rest is made of the same few kinds. A refusal names the option and
never repeats what was typed. A day or word of nothing (``--on ""``) is as if the option had not been given.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from followup.case.vocabulary import Term
from followup.errors import Invalid
from followup.messages import say
from followup_cli import context, looks
from followup_cli.completion import completer_of
from followup_cli.terminal.typed import naming_option, parse_number, term_parser, terms_hint

if TYPE_CHECKING:
    from followup.case.date_ranges import DateRange, Pause

Parser = Callable[[str], Any]


def only_one_of(**given: object) -> None:
    """Invalid where two of these are given that say the same in different ways; ``CODE`` is an argument."""
    names = [
        name if name.isupper() else f"--{name}"
        for name, value in given.items()
        if not (value in (None, "") or value is False)
    ]
    if len(names) > 1:
        both = say("{a} and {b} cannot be given together.", a=names[0], b=names[1])
        raise Invalid(both, say("Choose one of them."))


# --- the kinds ------------------------------------------------------------------------------------------------------


METAVARS = (
    dict.fromkeys(("--worker", "--owner", "--supervisor", "--by"), "WHO")
    | dict.fromkeys(("--policy", "--trade", "--centre", "--province", "--district", "--place"), "NAME")
    | dict.fromkeys(("--note", "--agreed", "--how", "--what", "--reason", "--reasons", "--why"), "TEXT")
    | dict.fromkeys(("--change", "--seen", "--cover"), "TEXT")
)
"""What the help shows behind an option that takes words of one's own; a flag of such a name says an empty one."""


def option(name: str, help: str, metavar: str | None = None, parse: Parser | None = None, **shape: Any) -> Any:  # noqa: A002
    """An option; ``parse`` makes its value, ``shape`` is what else Typer is told of it."""
    shown = METAVARS.get(name) if metavar is None else metavar
    shape = {"autocompletion": completer_of(name, shown)} | shape
    if name == "--names":
        shape["callback"] = looks.names_asked
    return typer.Option(name, metavar=shown, help=help, parser=parse and _parser(name, parse), **shape)


def argument(metavar: str, help: str, parse: Parser = str, **shape: Any) -> Any:  # noqa: A002
    """An argument; see `option`."""
    shape = {"autocompletion": completer_of(metavar, metavar)} | shape
    return typer.Argument(metavar=metavar, help=help, parser=_parser(metavar.strip("[]."), parse), **shape)


def _parser(name: str, parse: Parser) -> Callable[[Any], Any]:
    """``parse`` for Typer, which also passes defaults through it: those are values already."""

    def read(typed: Any) -> Any:
        if not isinstance(typed, str):
            return typed
        with naming_option(name):
            return parse(typed)

    read.__name__ = "bool"  # the one type that help does not name behind an argument: CODE, and not CODE <str>
    return read


def day(name: str, help: str) -> Any:  # noqa: A002
    """An option that is a day, one of the past where that is not said."""
    return option(name, help, "DATE", unless_blank(parse_day))


def coming_day(name: str, help: str) -> Any:  # noqa: A002
    """An option that is a day, one to come where that is not said."""
    return option(name, help, "DATE", unless_blank(parse_coming_day))


def count(name: str, metavar: str, help: str, least: int = 0, most: int = 999_999_999) -> Any:  # noqa: A002
    """An option that is a whole number from ``least`` to ``most``."""
    return option(name, help, metavar, whole(least, most))


def word(name: str, vocabulary: type[Term], help: str) -> Any:  # noqa: A002
    """An option that is a word of a closed vocabulary."""
    return option(name, help, terms_hint(vocabulary, "|"), unless_blank(term_parser(vocabulary)))


# --- the parsers ----------------------------------------------------------------------------------------------------


def parse_day(typed: str) -> date:
    """A day, as seen from today: the last one of its name."""
    from followup_cli.terminal.typed_days import read_day

    return read_day(typed, context.moment().today)


def parse_coming_day(typed: str) -> date:
    """A day, as seen from today: the next one of its name."""
    from followup.case.forms.spoken_days import Meant
    from followup_cli.terminal.typed_days import read_day

    return read_day(typed, context.moment().today, Meant.COMING)


def parse_days(typed: str) -> "DateRange":
    """A range of days, both included, as seen from today."""
    from followup_cli.terminal.typed_days import read_days

    return read_days(typed, context.moment().today)


def parse_rest(typed: str) -> "Pause":
    """A pause of her visits, as seen from today."""
    from followup_cli.terminal.typed_days import read_pause

    return read_pause(typed, context.moment().today)


def parse_path(typed: str) -> Path:
    """A file or folder; Invalid for what no disk can name."""
    if "\0" in typed:
        raise Invalid(say("That cannot be the name of a file or folder."), say("Type it again."))
    return Path(typed)


def unless_blank(parse: Parser) -> Parser:
    """A reader that makes None of nothing."""
    return lambda typed: parse(typed) if typed else None


def whole(least: int = 0, most: int = 999_999_999) -> Callable[[str], int]:
    """A reader of a whole number from ``least`` to ``most``."""
    return lambda typed: parse_number(typed, least, most)


# --- what several commands share ------------------------------------------------------------------------------------

Code = Annotated[str, argument("CODE", say("Her code, or the beginning of it."))]
Names = Annotated[bool, option("--names", say("Show names as well."))]
NamesInNotes = Annotated[bool, option("--names", say("Show names in notes."))]
AsJson = Annotated[bool, option("--json", say("For programs."))]
DryRun = Annotated[bool, option("--dry-run", say("Show what would be done, and write nothing."))]
Yes = Annotated[bool, option("--yes", say("Do not ask."))]
WordsAsWritten = Annotated[bool, option("--as-written", say("Nearly a known word, but another is meant."))]
AsWritten = Annotated[bool, option("--as-written", say("Nearly a worker's name, but somebody else is meant."))]
Worker = Annotated[str, option("--worker", say("Only this worker's graduates; nobody for those without."))]
On = Annotated[date | None, day("--on", say("The day it was; today if not said."))]
AsOf = Annotated[date | None, day("--as-of", say("As it was on that day."))]
OwnCover = Annotated[bool, option("--yes", say("Take a cover text of your own without asking."))]
Source = Annotated[str, option("--from", say("JSON or TOML; - reads JSON from stdin."), "FILE")]
Why = Annotated[str, option("--why", say("The reason; no names."))]


class Way(NamedTuple):
    """How a step with consequences is taken; a command asks for all of it as ``way: Way``."""

    yes: Yes = False
    dry_run: DryRun = False
    as_json: AsJson = False
