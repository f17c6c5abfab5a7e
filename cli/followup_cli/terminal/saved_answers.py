"""Answers of a form that is asked question by question, each kept sealed before the next is asked.

Whatever ends the form in the middle, going on with it asks nothing twice.
"""

from collections.abc import Callable, Mapping
from typing import Any

from followup.casebook import Casebook
from followup.errors import Damaged
from followup_cli.terminal.asking import Question, agreed, ask_parsed, checked, print_note

YES, NO = "yes", "no"
FORMAT_VERSION = 1


class SavedAnswers:
    """The answers so far, by question. Made anew, or from what was kept."""

    def __init__(self, book: Casebook, name: str, kept: Mapping[str, str]) -> None:
        self._store = book.store
        self._name = name
        self._kept = dict(kept)

    @classmethod
    def of(cls, book: Casebook, name: str) -> "SavedAnswers":
        """What is left of an interrupted form; one that cannot be read is told of, and begun anew."""
        try:
            draft = book.store.draft(name)
        except Damaged as error:
            print_note(error.what)
            draft = None
        whole = isinstance(draft, dict) and draft.get("version") == FORMAT_VERSION
        return cls(book, name, draft["answers"] if draft and whole else {})

    def __len__(self) -> int:
        return len(self._kept)

    def ask(self, key: str, question: Question, read: Callable[[str], str] = str) -> str:
        """The answer kept under ``key``, or the person's, kept as ``read`` makes of it: days are written out."""
        if key not in self._kept:
            check = checked(question)
            self._keep(key, ask_parsed(question, lambda typed: read(check(typed)) if typed else ""))
        return self._kept[key]

    def ask_yes_no(self, key: str, text: str, *, default: bool) -> bool:
        """Yes or no, kept like every answer."""
        if key not in self._kept:
            self._keep(key, YES if agreed(text, default=default) else NO)
        return self._kept[key] == YES

    def note(self, key: str, value: str) -> None:
        """Keep something that was not asked."""
        self._keep(key, value)

    def get(self, key: str) -> str:
        """What is kept under a key, or nothing."""
        return self._kept.get(key, "")

    def forget(self, beginning: str = "") -> None:
        """Forget the answers whose key begins like that: they are asked again."""
        self._kept = {key: value for key, value in self._kept.items() if not key.startswith(beginning)}

    def drop(self) -> None:
        """The form is finished: nothing of it is kept."""
        self._kept = {}
        self._store.drop_draft(self._name)

    def _keep(self, key: str, value: str) -> None:
        self._kept[key] = value
        draft: dict[str, Any] = {"version": FORMAT_VERSION, "answers": self._kept}
        self._store.keep_draft(self._name, draft)
