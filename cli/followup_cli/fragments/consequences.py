"""A grave step shows what it would do, then asks, and is written as it was shown.

What it would do is what the service says that does it, on a dry run. Where another window wrote something between the
showing and the answer, so that the step would do something else, it is shown and asked again.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import typer

from followup.messages import say
from followup.values import Value
from followup_cli.terminal import person
from followup_cli.terminal.asking import agreed
from followup_cli.terminal.notes import print_note

if TYPE_CHECKING:
    from followup.casebook import Casebook
    from followup.errors import FollowupError
    from followup_cli.options import Way
    from followup_cli.terminal.form import Form
    from followup_cli.terminal.json import JsonValue
    from followup_cli.terminal.page import Page

Filled = TypeVar("Filled")
Result = TypeVar("Result")


class GraveStep(Value, Generic[Result]):
    """A step with consequences: ``look`` says what it would do and writes nothing, ``write`` does what was shown.

    ``asks`` says of which results a person is asked at all, ``more`` asks what is needed beside the answer. Where
    nobody can be asked it needs --yes (``unasked``), unless scripts may do without (``in_scripts``). A service that
    refuses by itself what is no longer as it was shown is ``watchful``: nobody waits while it is thought through.
    """

    look: Callable[[], Result]
    write: Callable[[Result], Result]
    page: Callable[[Result], "Page"]
    question: str
    asks: Callable[[Result], bool] = lambda _: True
    more: Callable[[], object] = lambda: None
    unasked: Callable[[Result], "FollowupError"] = lambda _: person.missing_option("--yes")
    in_scripts: bool = False
    watchful: bool = False


def rehearsed_step(
    write: Callable[..., Result], page: Callable[[Result], "Page"], question: str, **more: Any
) -> GraveStep[Result]:
    """The step of a service that says on a dry run what it would do; ``more`` are the other fields of a step."""
    return GraveStep(partial(write, dry_run=True), lambda _: write(), page, question, **more)


def take_step(book: "Casebook | None", step: GraveStep[Result], way: "Way") -> Result:
    """Take a step once its consequences were agreed to, Abort if they were not; on a dry run, what it would do.

    A step of the vault itself has no casebook: its service locks.
    """
    if step.in_scripts and not (way.yes or way.dry_run or person.on_terminal()):
        return _written(book, step, None)
    shown = step.look()
    if way.dry_run:
        return shown
    if not step.asks(shown):
        return _written(book, step, shown)
    if way.yes:
        if not way.as_json:
            step.page(shown).show()
        return _written(book, step, shown)
    if not person.on_terminal():
        raise step.unasked(shown)
    return _agreed(book, step, shown)


def run_step(
    book: "Casebook",
    step: GraveStep[Result],
    way: "Way",
    done: Callable[[Result], "Page"],
    data: Callable[..., "JsonValue"],
) -> None:
    """Take a step and tell what was ``done``; on a dry run what it would do, and that nothing was written."""
    from followup_cli.response import respond

    result = take_step(book, step, way)

    def page() -> "Page":
        return step.page(result).line(say("Nothing was written."), "quiet") if way.dry_run else done(result)

    respond(book, way.as_json, page, lambda: data(result, dry_run=way.dry_run))


def is_shown(way: "Way") -> bool:
    """Whether the consequences of what was written were shown before: then they need not be told again."""
    return not way.dry_run and (way.yes or person.on_terminal())


def _alone(book: "Casebook | None") -> AbstractContextManager[object]:
    """Nobody else writes meanwhile, and what was read of the office before is read anew."""
    from followup.store import OFFICE

    return nullcontext() if book is None else book.change_journal(OFFICE)


def _written(book: "Casebook | None", step: GraveStep[Result], shown: Result | None) -> Result:
    """What is written without a question, as the case is by then."""
    step.more()
    if step.watchful:
        return step.write(shown or step.look())
    with _alone(book):
        return step.write(step.look())


def _agreed(book: "Casebook | None", step: GraveStep[Result], shown: Result) -> Result:
    """What is written once its consequences were shown beside the question, and agreed to."""
    step.page(shown).show_with_question()
    step.more()
    if not agreed(step.question, default=False):
        raise typer.Abort
    return _written_as_shown(book, step, shown)


def _written_as_shown(book: "Casebook | None", step: GraveStep[Result], shown: Result) -> Result:
    """What was shown and agreed to, written; shown and asked again where something else was written meanwhile."""
    if step.watchful:
        return step.write(shown)
    while True:
        with _alone(book):
            now = step.look()
            if now == shown:
                return step.write(shown)
        print_note(say("Something was written in another window meanwhile. This is what it would do now:"))
        shown = now
        step.page(shown).show_with_question()
        if not agreed(step.question, default=False):
            raise typer.Abort


def fill_step(
    book: "Casebook",
    form: "Form",
    ask: Callable[["Form"], Filled],
    step_of: Callable[[Filled], GraveStep[Result]],
    *,
    dry_run: bool,
) -> Result:
    """The step that a form asks about: its consequences stand under the summary, and one answer agrees to both.

    Exit where an edit changes nothing.
    """
    shown: list[tuple[GraveStep[Result], Result]] = []

    def look(filled: Filled) -> None:
        step = step_of(filled)
        shown[:] = [(step, step.look())]

    def show(_: Filled) -> str:
        step, result = shown[0]
        print_note()
        step.page(result).show_with_question()
        return step.question

    form.fill(ask, check=look, grave=show, dry_run=dry_run)
    if form.leaves_all:
        form.drop()
        print_note(say("Nothing was changed."))
        raise typer.Exit
    step, result = shown[0]
    if not dry_run:
        result = _written_as_shown(book, step, result)
        form.drop()
    return result
