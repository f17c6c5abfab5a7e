"""Risk flags: a table of them, and what raising or changing one led to."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from followup.case.case import Case
from followup.case.fields import Mask
from followup.case.parts import Flag
from followup.messages import say
from followup_cli.fragments.numbered_lists import numbered_table, open_page
from followup_cli.fragments.styles import RISK_STYLE, SEVERITY_STYLE
from followup_cli.terminal.columns import ColumnOf
from followup_cli.terminal.days import short_day
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Table

if TYPE_CHECKING:
    from followup.casebook import Casebook
    from followup.services.flags import FlagResult

ListedFlag = tuple[Case, int, Flag]
FlagChange = Literal["raised", "reviewed", "cleared"]


def flags_table(flags: Iterable[tuple[int, Flag]], today: date, label: Mask, title: str = "", empty: str = "") -> Table:
    """The flags of one graduate, by their numbers."""
    return numbered_table(flags, _columns(today, label), title, empty)


def _columns(today: date, label: Mask) -> tuple[ColumnOf[Flag], ...]:
    return (
        ColumnOf(say("Severity"), lambda flag: Cell(flag.severity.label, SEVERITY_STYLE[flag.severity])),
        ColumnOf(say("Kind"), lambda flag: flag.risk.label),
        ColumnOf(say("Raised"), lambda flag: short_day(flag.raised_on, today), drop=2),
        ColumnOf(say("Review by"), lambda flag: _review_cell(flag, today)),
        ColumnOf(say("Owner"), lambda flag: label(flag.owner), drop=1),
    )


def _review_cell(flag: Flag, today: date) -> Cell:
    if flag.cleared_on:
        return Cell(say("cleared {day}", day=short_day(flag.cleared_on, today)), "quiet")
    return Cell(short_day(flag.review_on, today), "bad" if flag.review_on < today else "")


def case_flags_page(case: Case, numbered: Sequence[tuple[int, Flag]], mask: Mask, label: Mask) -> Page:
    """All flags of one graduate, cleared ones too, with what was written of each."""
    page = Page().line(say("Flags of {code}, {risk} risk", code=case.code, risk=case.risk.label), "head").line()
    page.table(flags_table(numbered, case.as_of, label, empty=say("No flag was ever raised.")))
    if numbered:
        page.line()
    for number, flag in numbered:
        page.pair(f"{number:>2}", mask(flag.note), indent=4)
        if flag.found:
            page.pair("", say("Found: {what}", what=mask(flag.found)), indent=4)
        if flag.how:
            page.pair("", say("Cleared: {how}", how=mask(flag.how)), "quiet", indent=4)
    return page


def open_flags_page(listed: Sequence[ListedFlag], today: date, label: Mask, *, names: bool) -> Page:
    """The open flags of everybody, the gravest first."""
    late = sum(flag.review_on < today for _, _, flag in listed)
    told = say("{n} open, {late} of them past their review", n=len(listed), late=late)
    severity, kind, _, review, owner = _columns(today, label)
    columns = severity, kind, review, owner
    return open_page(say("Open flags"), told, listed, columns, say("No flag is open."), names=names)


def flags_result(book: "Casebook", results: "Sequence[FlagResult]", change: FlagChange = "raised") -> Page:
    """What a change to flags led to, and the risk level they add up to."""
    from followup.services.guarded_names import worker_labeller

    page, label = Page(), worker_labeller(book)
    for result in results:
        words = _change_words(result.flag, change, book.today, label)
        page.pair(result.code, words, SEVERITY_STYLE[result.flag.severity], label_style="strong")
    if not results:
        return page.line(say("Nothing to raise: there are flags for all of it."))
    level = results[-1].level
    return page.pair("", say("Risk level now: {level}.", level=level.label), RISK_STYLE[level])


def _change_words(flag: Flag, change: FlagChange, today: date, label: Mask) -> str:
    told = {"kind": flag.risk.label, "severity": flag.severity.label}
    what = {
        "raised": say("Flag raised: {kind}, {severity}.", **told),
        "reviewed": say("Flag reviewed: {kind}, now {severity}.", **told),
        "cleared": say("Flag cleared: {kind}.", **told),
    }[change]
    owner = say("Owner {owner}, review by {day}.", owner=label(flag.owner), day=short_day(flag.review_on, today))
    return f"{what} {owner}" if flag.is_open else what
