"""Commands that wait: known by their names and lines of help, made when they are called.

A command's folder is imported when the command is called, and of a group only the command called is made of its
function: to make all of them, each with all its options, takes longer than what most commands do.
"""

import inspect
from collections.abc import Callable, Iterator
from copy import copy
from functools import cached_property, wraps
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
    """A command of a group that has not been made of its function; of one that comes `later` not even imported."""

    def __init__(self, info: CommandInfo) -> None:
        super().__init__(info.name or get_command_name(info.callback.__name__), hidden=info.hidden)  # type: ignore[union-attr]
        self._info = info

    @cached_property
    def info(self) -> CommandInfo:
        """What the real command is made of."""
        waiting = self._info.callback
        return CommandInfo(self.name, callback=waiting.imported()) if isinstance(waiting, _Later) else self._info

    def get_short_help_str(self, limit: int = 0) -> str:  # noqa: ARG002 - Click gives it
        """The first paragraph, whole, where Click would show its first words and dots."""
        return _first_lines(inspect.cleandoc(self.info.help or self.info.callback.__doc__ or ""))

    def load(self) -> Any:
        """The real command."""
        info = copy(self.info)
        info.callback = info.callback and _with_single_options(info.callback)
        return get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None)

    def make_context(self, *args: Any, **settings: Any) -> Any:
        """What is typed behind the command, read by the real one."""
        return self.load().make_context(*args, **settings)


def _with_single_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command as Typer knows it: of options that go together each is one by itself.

    To the function they are one value, a NamedTuple whose fields are the options: ``way: Way``.
    """
    asked = inspect.signature(command).parameters.values()
    groups = {one.name: one.annotation for one in asked if hasattr(one.annotation, "_fields")}
    if not groups:
        return command

    @wraps(command)
    def spread(**said: Any) -> Any:
        values = {name: group(*map(said.pop, group._fields)) for name, group in groups.items()}
        return command(**said, **values)

    spread.__signature__ = inspect.Signature([option for one in asked for option in _options_of(one)])  # type: ignore[attr-defined]
    return spread


def _options_of(asked: inspect.Parameter) -> list[inspect.Parameter]:
    """The options that a parameter of a command stands for: itself, or the fields of its group."""
    group, kind = asked.annotation, inspect.Parameter.KEYWORD_ONLY
    if not hasattr(group, "_fields"):
        return [asked.replace(kind=kind)]
    types, defaults = inspect.get_annotations(group), group._field_defaults
    return [inspect.Parameter(name, kind, annotation=types[name], default=defaults[name]) for name in group._fields]


class _Later:
    """A function in a module that is imported when it is needed."""

    def __init__(self, module: str, function: str) -> None:
        self._module, self._function = module, function

    def imported(self) -> Any:
        return getattr(import_module(self._module), self._function)

    def __call__(self, *args: Any, **said: Any) -> Any:
        return self.imported()(*args, **said)


def later(app: typer.Typer, module: str, **functions: str) -> None:
    """Give a group commands, each with its function in ``module``: imported when one of them is called, or for help.

    ``later(app, "followup_cli.graduates.return_command", return_again="return")``
    """
    app.registered_commands += [CommandInfo(name, callback=_Later(module, one)) for one, name in functions.items()]


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
