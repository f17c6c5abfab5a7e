"""The installations that are measured in turn, each with copies of its own of the same casebooks."""

import json
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from measure import Casebook, make_casebook, open_copy, open_made_here


class Side:
    """An installation: its Python, its program, its casebooks by size, and a folder to write into."""

    def __init__(self, name: str, python: Path, made: Path, folder: Path) -> None:
        self.name = name
        self.python = str(python)
        self.followup = str(python.with_name("followup"))
        self.folder = folder
        self._books: dict[int, Casebook] = {}
        self._own: dict[int, Casebook] = {}
        self.days_on = 0
        """So many days later than the casebooks it is for the next run on a new day."""
        self._made = made
        self._codes: dict[Path, str] = {}

    def book(self, graduates: int) -> Casebook:
        """A copy of the casebook of so many graduates, open, that has made what it keeps."""
        if graduates not in self._books:
            make_casebook(self._made / str(graduates), graduates)
            book = open_copy(self._made / str(graduates), self.folder / str(graduates), self.followup)
            self._books[graduates] = book
            time.sleep(2.5)  # a file younger than that is read again
            book.run("today")
        return self._books[graduates]

    def own_book(self, graduates: int) -> Casebook:
        """A casebook of so many graduates, open, of which this laptop wrote every file: it is no copy of another."""
        if graduates not in self._own:
            self._own[graduates] = open_made_here(self.folder / f"own {graduates}", graduates, self.followup)
            time.sleep(2.5)
            self._own[graduates].run("today")
        return self._own[graduates]

    def lock(self) -> None:
        """Close its casebooks."""
        for book in (*self._books.values(), *self._own.values()):
            book.lock()

    def fresh_copy(self, graduates: int) -> Casebook:
        """The casebook as it was made, open: nothing was handed out of it yet, and it is nobody's laptop."""
        if graduates in self._books:
            self._books[graduates].lock()
        made = self._made / str(graduates)
        make_casebook(made, graduates)
        shutil.rmtree(self.folder / "calendar", ignore_errors=True)
        self._books[graduates] = open_copy(made, self.folder / str(graduates), self.followup, owned=False)
        for words in (("today", "--everybody"), ("flag", "list")):  # what other commands have kept already
            self._books[graduates].run(*words)
        return self._books[graduates]

    def spelt(self, book: Casebook, words: Sequence[str]) -> list[str]:
        """A command with the code of somebody in follow-up in place of ``CODE``."""
        if book.home not in self._codes and "CODE" in words:
            listed = book.says("graduate", "list", "--json", "--state", "in_follow_up")
            self._codes[book.home] = str(json.loads(listed)["data"][0]["code"])
        return [self._codes[book.home] if word == "CODE" else word for word in words]


@contextmanager
def opened_sides(made: Path, scratch: Path, before: Path | None) -> Iterator[list[Side]]:
    """This installation and, if it is named, the one of before; their casebooks are closed at the end."""
    pythons = {"now": Path(sys.executable)} | ({"before": before} if before else {})
    sides = [Side(name, python, made, scratch / name) for name, python in sorted(pythons.items())]
    try:
        for side in sides:
            side.folder.mkdir()
        yield sides
    finally:
        for side in sides:
            side.lock()
