"""A worker's desk: commands run on a casebook in memory, with or without a person to ask."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from followup.case.import_words import DayOrder
from followup.casebook import Casebook
from followup_cli import context
from followup_cli.app import app
from followup_cli.terminal import person


class Desk:
    """Runs commands. With ``typed``, a person sits at the terminal and types that."""

    def __init__(self, book: Casebook, monkeypatch: pytest.MonkeyPatch) -> None:
        self.book = book
        self._patch = monkeypatch
        # Every command opens the casebook anew, as it would from the disk.
        monkeypatch.setattr(context, "read_casebook", lambda: Casebook(book.store, book.moment))
        monkeypatch.setattr(context, "open_if_unlocked", lambda: context.open_casebook())
        monkeypatch.setattr(context, "open_times", lambda: None)
        monkeypatch.setattr(context, "moment", lambda: book.moment)
        monkeypatch.setattr(
            context, "month_first", lambda: context.read_casebook().office.dates is DayOrder.MONTH_FIRST
        )

    def run(self, *words: str, typed: str | None = None, stdin: str | bytes = "") -> Any:
        """What a command printed, and its exit code."""
        self._patch.setattr(person, "on_terminal", lambda: typed is not None)
        return CliRunner().invoke(app, list(words), input=stdin if typed is None else typed)

    def data(self, *words: str) -> Any:
        """What a command says to programs."""
        result = self.run(*words, "--json")
        assert result.exit_code == 0, result.stderr
        envelope = json.loads(result.stdout)
        assert envelope["format"] == "followup/1"
        return envelope["data"]

    def case(self, code: str = "KML-1") -> Any:
        """A case as it now stands."""
        book = Casebook(self.book.store, self.book.moment)
        return book.case(book.find(code))
