"""Support: tables of what was given and what it came to, and what writing some down led to."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from followup.case.fields import Mask, revealed
from followup.messages import say, say_count
from followup.monitoring.support import GivenSupport
from followup.services.support import ListedSupport, SupportResult, SupportSheet
from followup_cli.fragments.given_support import sums_text, totals_text
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
    columns = [Column(say("Day")), Column(say("Code"))]
    if names:
        columns.append(Column(say("Name"), fold=True))
    rows: list[TableRow] = [
        [
            short_day(one.given.on, today),
            Cell(one.code, "strong"),
            *([revealed(one.name) or "–"] if names else []),
            *_cells(one.given, mask, label),
        ]
        for one in listed
    ]
    return page.table(Table([*columns, *_COLUMNS], rows, empty=say("Nothing is written down.")))


_COLUMNS = (
    Column(say("What")),
    Column(say("For"), drop=2),
    Column(say("Cost"), "right"),
    Column(say("Fund"), drop=1),
    Column(say("Note"), drop=3, fold=True),
)


def _cells(one: GivenSupport, mask: Mask, label: Mask) -> TableRow:
    note = " ".join(mask(one.note).split())
    return [
        one.what.label,
        one.whom.label,
        one.amount.shown() if one.amount else "–",
        label(one.fund) or "–",
        note or (say("the loan of her plan") if one.in_plan else "–"),
    ]


def support_page(sheet: SupportSheet, today: date, mask: Mask, label: Mask, *, names: bool) -> Page:
    """All of one graduate: what was given, by kind, by fund, and what her plan says beside it."""
    code = sheet.case.code
    name = f" ({revealed(sheet.case.identity.name)})" if names and sheet.case.identity.name else ""
    page = Page().line(say("Support of {code}{name}", code=code, name=name), "head")
    page.line(totals_text(sheet.given), "quiet").line()
    rows: list[TableRow] = [[short_day(one.on, today), *_cells(one, mask, label)] for one in sheet.given]
    page.table(Table([Column(say("Day")), *_COLUMNS], rows, empty=say("Nothing is written down.")))
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
    rows: list[TableRow] = [[name, str(len(some)), sums_text(some)] for name, some in groups.items()]
    page.table(Table([Column(title, fold=True), Column(say("Times"), "right"), Column(say("Together"), "right")], rows))
