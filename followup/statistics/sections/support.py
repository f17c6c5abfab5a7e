"""Support given in the quarter: to how many, by kind and by fund, what it cost, and what was lent."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from followup.case.business.money import Currency, figure
from followup.case.fields import Mask, revealed
from followup.case.support_words import SupportKind
from followup.messages import say
from followup.statistics.case_summary import CaseSummary, SupportInQuarter
from followup.statistics.release import MIN_ROW, RowGroup, TableKind
from followup.statistics.report_model import NOT_TOLD, CellValue, ReportColumn, ReportRow, ReportSection, ReportTable
from followup.statistics.sections.frame import MERGED_ROW_ID, Frame, people, released_row

COLUMNS = (
    ReportColumn("times", say("times")),
    ReportColumn("riel", say("riel")),
    ReportColumn("dollars", say("dollars")),
)
_FAMILY, _HERSELF = "family", "herself"
_NOTHING = (0, 0, 0, 0, 0)

_Given = tuple[CaseSummary, SupportInQuarter]


class _Key(NamedTuple):
    """By what a table is: the id of the row of something given, its label by that id, and the rows it is merged with.

    ``named`` is what ids pass through that are somebody's words.
    """

    id: Callable[[SupportInQuarter], str]
    label: Callable[[str], str]
    family: Callable[[SupportInQuarter], str]
    named: Mask = revealed


def section(frame: Frame) -> ReportSection:
    """Support: how many were given some, and what it came to; outside in rows of five graduates or more."""
    given = [(summary, one) for summary in frame.summaries for one in summary.supports]
    spent = [pair for pair in given if not pair[1].what.is_lent]
    lent = [pair for pair in given if pair[1].what.is_lent]
    by_fund = _Key(lambda one: one.fund, _fund_label, lambda _: "", frame.named)
    return ReportSection(
        id="support",
        title=say("Support"),
        about=say(
            "What graduates and members of their families were given in the quarter, as it was written down, in the"
            " currency it was paid in. What is lent comes back, and is counted by itself."
        ),
        tables=(
            _people(given),
            _amounts(frame, "support_kinds", say("Given, by kind"), spent, _BY_KIND),
            _amounts(frame, "support_funds", say("Given, by fund"), spent, by_fund),
            _amounts(frame, "support_lent", say("Lent"), lent, _BY_KIND),
            *([_crossed(frame, given)] if frame.internal else ()),
        ),
    )


def _people(given: Iterable[_Given]) -> ReportTable:
    """How many graduates were given something, and how many families: what was done, told however few."""
    given = tuple(given)
    everybody = {summary.person for summary, _ in given}
    family = {summary.person for summary, one in given if one.family}
    unknown = sum(one.unknown for _, one in given)
    anybody_words = say("Graduates who were given something, or whose family was")
    return ReportTable(
        id="supported",
        title="",
        kind=TableKind.PROCESS,
        columns=(ReportColumn("people", say("graduates")),),
        rows=(
            ReportRow("anybody", anybody_words, people(len(everybody))),
            ReportRow(_FAMILY, say("Graduates whose family was given something"), people(len(family))),
            ReportRow("unknown", say("Times that nobody wrote down what it cost"), people(unknown)),
        ),
    )


# --- by kind, by fund -----------------------------------------------------------------------------------------------


def _kind_id(one: SupportInQuarter) -> str:
    return f"{one.what.value}_{_FAMILY}" if one.family else one.what.value


def _kind_label(name: str) -> str:
    kind = SupportKind(name.removesuffix(f"_{_FAMILY}")).label.capitalize()
    return kind if name in set(SupportKind) else say("{kind}, for her family", kind=kind)


def _fund_label(fund: str) -> str:
    return fund or say("No fund written down")


_BY_KIND = _Key(_kind_id, _kind_label, lambda one: _FAMILY if one.family else _HERSELF)


def _amounts(frame: Frame, name: str, title: str, given: Iterable[_Given], key: _Key) -> ReportTable:
    """What it came to by a key, and all of it."""
    given = tuple(given)
    told = frozenset(Currency) if frame.internal else _told_currencies(given)
    groups = sorted(frame.rows(_groups(given, key, told)), key=lambda group: (*group.place, -group.cells[0], group.ids))
    total = ReportRow("all", say("All"), _cells(_together(group.cells for group in groups), told))
    return ReportTable(
        id=name,
        title=title,
        kind=TableKind.PROCESS,
        columns=COLUMNS,
        rows=tuple(_row(group, key, told) for group in groups),
        total=total if groups else None,
        note=_why_not_all(told) if groups else _why_none(given),
    )


def _told_currencies(given: Iterable[_Given]) -> frozenset[Currency]:
    """The currencies whose amounts may be told: all but those in which fewer than five graduates were given something.

    A row of five in which one was paid in dollars would say what she was given. All tables of the same leave it out.
    """
    given = tuple(given)
    return frozenset(one for one in Currency if not 0 < len(_paid_in(given, one)) < MIN_ROW)


def _paid_in(given: Iterable[_Given], currency: Currency) -> frozenset[str]:
    """Of whom it is written down what it cost in a currency."""
    return frozenset(summary.person for summary, one in given if one.least_units(currency) is not None)


def _row(group: RowGroup, key: _Key, told: Collection[Currency]) -> ReportRow:
    others = {_FAMILY: say("Other support for her family"), _HERSELF: say("Other support for herself")}
    other = others.get(group.family, say("Other support"))
    name = f"{MERGED_ROW_ID}: {group.family}" if group.family in others else MERGED_ROW_ID
    return released_row(group, key.label, _cells(group.cells, told), other, name, named=key.named)


def _groups(given: Iterable[_Given], key: _Key, told: Collection[Currency]) -> Iterator[RowGroup]:
    rows: dict[tuple[str, str], list[_Given]] = defaultdict(list)
    for pair in given:
        rows[key.id(pair[1]), key.family(pair[1])].append(pair)
    for (name, family), pairs in rows.items():
        people_behind = frozenset(summary.person for summary, _ in pairs)
        parts = tuple(_paid_in(pairs, one) for one in Currency if one in told)
        yield RowGroup((name,), people_behind, _together(_counts(one) for _, one in pairs), family, parts)


def _counts(one: SupportInQuarter) -> tuple[int, ...]:
    """Once, so many riel and cents, and in which of both it was written down."""
    riel, cents = map(one.least_units, Currency)
    return 1, riel or 0, cents or 0, int(riel is not None), int(cents is not None)


def _together(cells: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*cells, strict=True))) or _NOTHING


def _cells(cells: tuple[int, ...], told: Collection[Currency] = frozenset(Currency)) -> dict[str, CellValue]:
    """Times, and what it came to in either currency: None where nobody wrote an amount down in it."""
    times, riel, cents, in_riel, in_dollars = cells
    dollars = figure(Fraction(cents, 100), Currency.USD) if in_dollars else None
    amounts = {Currency.KHR: riel if in_riel else None, Currency.USD: dollars}
    shown = {currency: amount if currency in told else NOT_TOLD for currency, amount in amounts.items()}
    return {"times": times, "riel": shown[Currency.KHR], "dollars": shown[Currency.USD]}


def _why_not_all(told: Collection[Currency]) -> str:
    if len(told) == len(Currency):
        return ""
    return say("What fewer than five graduates were given in one currency is not told.")


def _why_none(given: tuple[_Given, ...]) -> str:
    if given:
        return say("Amounts are told of five graduates or more together, and these were fewer.")
    return say("Nothing is written down.")


def _crossed(frame: Frame, given: Iterable[_Given]) -> ReportTable:
    """For staff: each fund by kind, what was lent too."""
    rows: dict[tuple[str, str], list[SupportInQuarter]] = defaultdict(list)
    for _, one in given:
        rows[frame.named(one.fund), _kind_id(one)].append(one)
    return ReportTable(
        id="support_crossed",
        title=say("By fund and kind"),
        kind=TableKind.CROSSED,
        columns=COLUMNS,
        rows=tuple(
            ReportRow(
                f"{fund}: {kind}",
                say("{fund}: {kind}", fund=_fund_label(fund), kind=_kind_label(kind)),
                _cells(_together(map(_counts, rows[fund, kind]))),
            )
            for fund, kind in sorted(rows)
        ),
        note="" if rows else say("Nothing is written down."),
    )
