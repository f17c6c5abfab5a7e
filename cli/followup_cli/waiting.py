"""Commands that wait: known by their names and lines of help, made when they are called.

A command's folder is imported when the command is called, and of a group only the command called is made of its
function: to make all of them, each with all its options, takes longer than what most commands do.
"""

import inspect
from collections.abc import Iterator
from copy import copy
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command_from_info, get_command_name, get_group_from_info
from typer.models import CommandInfo, TyperInfo


class FolderCommand(TyperCommand):
    """A command whose folder has not been imported."""

    def __init__(self, name: str, module: str, panel: str, line: str) -> None:
        super().__init__(name, help=line, rich_help_panel=panel)
        self.module = module

    def load(self) -> Any:
        """The real command: the one of this name in its folder, or the whole folder as a group."""
        module = import_module(f"followup_cli.{self.module}.commands")
        folder = _group(TyperInfo(module.app))
        found = folder.commands.get(self.name or "", folder)
        return found.load() if isinstance(found, FunctionCommand) else found


class FunctionCommand(TyperCommand):
    """A command of a group that has not been made of its function."""

    def __init__(self, info: CommandInfo) -> None:
        name = info.name or get_command_name(info.callback.__name__)  # type: ignore[union-attr]
        text = inspect.cleandoc(info.help or info.callback.__doc__ or "")
        super().__init__(name, help=text, short_help=_first_lines(text), hidden=info.hidden)
        self.info = info

    def load(self) -> Any:
        """The real command."""
        return get_command_from_info(self.info, pretty_exceptions_short=False, rich_markup_mode=None)

    def make_context(self, *args: Any, **settings: Any) -> Any:
        """What is typed behind the command, read by the real one."""
        return self.load().make_context(*args, **settings)


def _group(info: TyperInfo) -> TyperGroup:
    """A group with commands that wait, and help that is laid out without Rich."""
    app = info.typer_instance
    assert app is not None
    info.typer_instance = copy(app)
    info.typer_instance.registered_commands, info.typer_instance.registered_groups = [], []
    group = get_group_from_info(info, pretty_exceptions_short=False, suggest_commands=True, rich_markup_mode=None)
    group.short_help = _first_lines(group.help or "")
    group.commands = {command.name or "": command for command in _commands(app)}
    return group


def _commands(app: typer.Typer) -> Iterator[Any]:
    yield from map(FunctionCommand, app.registered_commands)
    yield from (_group(copy(info)) for info in app.registered_groups)


def _first_lines(text: str) -> str:
    """The first paragraph, whole, where Click would show its first words and dots."""
    return text.partition("\n\n")[0]
