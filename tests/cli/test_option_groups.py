"""Options that go together are one value to a command; on the command line each is an option of its own."""

from typing import Annotated, NamedTuple

import typer
from typer.models import CommandInfo

from followup_cli.options import Code, Way, option
from followup_cli.waiting import FunctionCommand


class Note(NamedTuple):
    text: Annotated[str, option("--text", "What was seen.")] = ""
    again: Annotated[bool, option("--again", "Once more.")] = False


NO_NOTE = Note()


def told(code: Code, note: Note = NO_NOTE, last: Annotated[int, typer.Option("--last")] = 3, way: Way = Way()) -> None:
    """A command."""
    print(code, note, last, way)  # noqa: T201


def made():
    return FunctionCommand(CommandInfo("told", callback=told)).load()


def test_each_option_of_a_group_stands_where_the_group_does():
    names = [param.opts[0] for param in made().params]

    assert names == ["code", "--text", "--again", "--last", "--yes", "--dry-run", "--json"]


def test_what_is_typed_comes_as_one_value_and_what_is_not_as_its_default(capsys):
    made().main(["K7M", "--again", "--dry-run"], standalone_mode=False)

    assert capsys.readouterr().out.strip() == f"K7M {Note(again=True)} 3 {Way(dry_run=True)}"


def test_a_command_without_groups_is_taken_as_it_is():
    def plain(code: Code) -> None:
        """A command."""

    assert FunctionCommand(CommandInfo("plain", callback=plain)).load().params[0].opts == ["code"]
