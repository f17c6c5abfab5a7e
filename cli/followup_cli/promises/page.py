"""Promises: a table of them, and what making or settling one led to."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from followup.case.case import Case
from followup.case.fields import Mask
from followup.case.parts import Promise
from followup.messages import say
from followup_cli.fragments.numbered_lists import case_page, numbered_table, open_page
from followup_cli.terminal.columns import ColumnOf
from followup_cli.terminal.days import long_day, short_day
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Table

if TYPE_CHECKING:
    from followup.services.promises import PromiseResult

ListedPromise = tuple[Case, int, Promise]


def promises_table(
    promises: Iterable[tuple[int, Promise]], today: date, mask: Mask, title: str = "", empty: str = ""
) -> Table:
    """The promises made to one graduate, by their numbers."""
    due = ColumnOf[Promise](say("Due"), lambda promise: short_day(promise.said.due, today))
    state = ColumnOf[Promise](say("State"), lambda promise: _state_cell(promise, today))
    return numbered_table(promises, (due, *_columns(mask), state), title, empty)


def _columns(mask: Mask) -> tuple[ColumnOf[Promise], ...]:
    return (
        ColumnOf(say("By"), lambda promise: mask(promise.said.by_whom), drop=1),
        ColumnOf(say("Promise"), lambda promise: _promise_words(promise, mask), fold=True),
    )


def _promise_words(promise: Promise, mask: Mask) -> str:
    words = " ".join(mask(promise.said.what).split())
    return say("End of follow-up: {words}", words=words) if promise.said.ending else words


def _state_cell(promise: Promise, today: date) -> Cell:
    if promise.kept is None:
        return Cell(say("past its day"), "bad") if promise.is_past(today) else Cell(say("open"))
    return Cell(say("kept"), "good") if promise.kept else Cell(say("broken"), "watch")


def case_promises_page(case: Case, numbered: Sequence[tuple[int, Promise]], mask: Mask) -> Page:
    """All promises to one graduate, settled ones too, with what became of them."""
    table = promises_table(numbered, case.as_of, mask, empty=say("Nothing was ever promised."))
    settled = [(number, mask(one.how)) for number, one in numbered if one.how]
    return case_page(say("Promises to {code}", code=case.code), table, settled)


def open_promises_page(listed: Sequence[ListedPromise], today: date, mask: Mask, *, names: bool) -> Page:
    """The open promises to everybody, the earliest due first."""
    late = sum(promise.is_past(today) for _, _, promise in listed)
    told = say("{n} open, {late} of them past their day", n=len(listed), late=late)
    due = ColumnOf[Promise](say("Due"), lambda promise: _due_cell(promise, today))
    columns = due, *_columns(mask)
    return open_page(say("Open promises"), told, listed, columns, say("No promise is open."), names=names)


def _due_cell(promise: Promise, today: date) -> Cell:
    return Cell(short_day(promise.said.due, today), "bad" if promise.is_past(today) else "")


def promise_made_result(given: "PromiseResult") -> Page:
    """A promise was written down, or the end of follow-up announced."""
    promise = given.promise
    sentence = (
        say("End of follow-up announced for {day}: promise {n}.", day=long_day(promise.said.due), n=given.number)
        if promise.said.ending
        else say("Promise {n} written down, due {day}.", n=given.number, day=long_day(promise.said.due))
    )
    return Page().pair(given.case.code, sentence, label_style="strong")


def promise_settled_result(given: "PromiseResult") -> Page:
    """A promise was kept or broken."""
    kept = say("Promise {n} kept.", n=given.number)
    words = kept if given.promise.kept else say("Promise {n} not kept.", n=given.number)
    page = Page().pair(given.case.code, words, "good" if given.promise.kept else "watch", label_style="strong")
    return page.pair("", say("Promises still open: {n}.", n=len(given.case.open_promises)), "quiet")
