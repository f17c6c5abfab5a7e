"""``followup help``: the help of a command, or one of the documents, which come with the program."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from followup.errors import ExitCode, Missing
from followup.messages import say
from followup_cli.options import argument

if TYPE_CHECKING:
    from followup_cli.terminal.page import Page

app = typer.Typer()

TOPICS = {
    "tutorial": (say("A first week with the program, step by step."), "tutorial"),
    "phones": (say("Calendars on phones, phone by phone."), "phones"),
    "backup": (say("Backups, a lost laptop, a forgotten passphrase."), "backup"),
    "security": (say("What is protected, and what to switch off on the laptop."), "security"),
    "printing": (say("Which printer, and what to do with the paper."), "printing"),
    "exports": (say("Lists for the office; her file for others, and how they open it."), "exports"),
    "words": (say("The words of the program, and what each means."), "glossary"),
    "explanation": (say("Why the program treats people's data as it does."), "explanation"),
    "reference": (say("Every command, option and key."), "reference"),
}
"""What can be read beside the help of commands, and its document."""
SHOWN_OF = {"glossary": 2}
"""Columns of a document's tables that are shown, where the rest is for developers."""


@app.command("help")
def help_(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None, argument("[COMMAND]...", say("A command, or a document such as phones."))
    ] = None,
) -> None:
    """The help of a command, or a document: tutorial, phones, printing, exports, words, explanation, reference.

    The documents come with the program and need no internet.

    Example: followup help graduate add

    Example: followup help phones
    """
    from followup.case.known_words import did_you_mean, near_words

    asked = words or []
    if len(asked) == 1 and asked[0] in TOPICS:
        _document(asked[0]).show_in_pages()
        return
    if len(asked) == 1 and asked[0] not in ctx.find_root().command.commands:  # type: ignore[attr-defined]
        hint = did_you_mean(near_words(asked[0], (*TOPICS, *ctx.find_root().command.commands)))  # type: ignore[attr-defined]
        there = say("Documents: {words}. Commands: followup --help", words=", ".join(TOPICS))
        raise Missing(say("There is no command or document of that name."), f"{hint} {there}".strip())
    code = _help_of_command(ctx.find_root(), asked)
    if not asked:
        _topics().show()
    raise typer.Exit(code)


def _document(topic: str) -> "Page":
    from followup_cli.terminal.markdown import document_page
    from followup_data import shipped

    name = TOPICS[topic][1]
    return document_page(shipped.document(name), SHOWN_OF.get(name, 0))


def _help_of_command(root: Any, words: list[str]) -> int:
    """Show what ``--help`` behind these words shows; the exit code."""
    try:
        root.command.main([*words, "--help"], prog_name=root.info_name)
    except SystemExit as end:
        return int(end.code or ExitCode.DONE)
    return ExitCode.DONE


def _topics() -> "Page":
    from followup_cli.terminal.page import Page
    from followup_cli.terminal.table import Column, Table

    rows = [[f"followup help {topic}", line] for topic, (line, _) in TOPICS.items()]
    return Page().table(Table((Column(""), Column("", fold=True)), rows, title=say("To read")))
