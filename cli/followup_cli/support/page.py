"""Support: tables of what was given and what it came to, and what writing some down led to."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from followup.case.fields import Mask, revealed
from followup.messages import say, say_count
from followup.monitoring.support import GivenSupport
from followup.services.support import ListedSupport, SupportResult, SupportSheet
from followup_cli.fragments.given_support import sums_text, totals_text
from followup_cli.terminal.columns import ColumnOf, table_of
from followup_cli.terminal.days import long_day, short_day
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Column, Table, TableRow


def support_result(result: SupportResult, label: Mask, *, dry_run: bool) -> Page:
    """What was written down, or would be."""
    page = Page().line(_written_words(result, dry_run=dry_run), "" if dry_run else "good")
    for one in result.written:
        cost = one.amount.shown() if one.amount else _no_amount(in_plan=one.is_own_loan)
        fund = say("out of {fund}", fund=label(one.fund)) if one.fund else say("no fund said")
        page.line(f"  {one.what.label}, {one.whom.label}: {cost}, {fund}")
    return page.line(say("Given on {day}.", day=long_day(result.on)), "quiet")


def _written_words(result: SupportResult, *, dry_run: bool) -> str:
    code, n = result.case.code, len(result.written)
    if dry_run:
        return say_count(
            n, "Would be written down of {code}, 1 entry:", "Would be written down of {code}, {n} entries:", code=code
        )
    return say_count(
        n, "Support of {code} written down, 1 entry:", "Support of {code} written down, {n} entries:", code=code
    )


def _no_amount(*, in_plan: bool) -> str:
    return say("as her plan says") if in_plan else say("amount not known")


def support_list_page(listed: Sequence[ListedSupport], today: date, mask: Mask, label: Mask, *, names: bool) -> Page:
    """What was given to many, the latest first, and what it came to."""
    page = Page().line(say("Support given"), "head").line(totals_text(one.given for one in listed), "quiet").line()
    columns = _columns(today, mask, label)
    day, *heads = (column.head for column in columns)
    whose = [Column(say("Code")), *([Column(say("Name"), fold=True)] if names else [])]
    rows: list[TableRow] = []
    for one in listed:
        given_on, *cells = (column.cell(one.given) for column in columns)
        rows.append([given_on, Cell(one.code, "strong"), *([revealed(one.name) or "–"] if names else []), *cells])
    return page.table(Table([day, *whose, *heads], rows, empty=say("Nothing is written down.")))


def _columns(today: date, mask: Mask, label: Mask) -> tuple[ColumnOf[GivenSupport], ...]:
    return (
        ColumnOf(say("Day"), lambda one: short_day(one.on, today)),
        ColumnOf(say("What"), lambda one: one.what.label),
        ColumnOf(say("For"), lambda one: one.whom.label, drop=2),
        ColumnOf(say("Cost"), lambda one: one.amount.shown() if one.amount else "–", "right"),
        ColumnOf(say("Fund"), lambda one: label(one.fund) or "–", drop=1),
        ColumnOf(say("Note"), lambda one: _note_text(one, mask), drop=3, fold=True),
    )


def _note_text(one: GivenSupport, mask: Mask) -> str:
    return " ".join(mask(one.note).split()) or (say("the loan of her plan") if one.in_plan else "–")


def support_page(sheet: SupportSheet, mask: Mask, label: Mask, *, names: bool) -> Page:
    """All of one graduate: what was given, by kind, by fund, and what her plan says beside it."""
    code = sheet.case.code
    name = f" ({revealed(sheet.case.identity.name)})" if names and sheet.case.identity.name else ""
    page = Page().line(say("Support of {code}{name}", code=code, name=name), "head")
    page.line(totals_text(sheet.given), "quiet").line()
    page.table(table_of(sheet.given, _columns(sheet.case.as_of, mask, label), empty=say("Nothing is written down.")))
    if sheet.given:
        _add_sums(page.line(), say("By kind"), sheet.given, lambda one: one.what.label)
        _add_sums(page.line(), say("By fund"), sheet.given, lambda one: label(one.fund) or say("no fund said"))
    if sheet.unwritten:
        page.line().text(_unwritten_text(sheet), "watch")
    return page


def _unwritten_text(sheet: SupportSheet) -> str:
    things = ", ".join(f"{one.what.label} {one.amount.shown()}" for one in sheet.unwritten if one.amount)
    return say(
        "Her plan names, and no entry says that it was given: {things}. Write it down once it was: "
        "followup support add {code} --planned",
        things=things,
        code=sheet.case.code,
    )


def _add_sums(page: Page, title: str, given: Iterable[GivenSupport], key: Callable[[GivenSupport], str]) -> None:
    groups: dict[str, list[GivenSupport]] = {}
    for one in given:
        groups.setdefault(key(one), []).append(one)
    columns = (Column(title, fold=True), Column(say("Times"), "right"), Column(say("Together"), "right"))
    page.table(Table(columns, [[name, str(len(some)), sums_text(some)] for name, some in groups.items()]))
