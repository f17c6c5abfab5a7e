"""A report of a quarter on a long page: four figures at the top, every section with its charts, and what words mean."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from followup import __version__
from followup.messages import say
from followup.statistics.proportions import Share
from followup.statistics.report_model import CASELOAD, Figures, Head, Report, Section, to_json
from followup_cli.reports import curve as report_curve
from followup_cli.reports import shares as report_shares
from followup_cli.reports import tables as report_tables
from followup_cli.reports import trend
from followup_cli.reports.figures import UNTOLD, figure, titled
from followup_cli.reports.grid import labelled, paragraph
from followup_cli.terminal.days import full_day, full_span
from followup_cli.terminal.layout import GAP, RULE, folded, width_of
from followup_cli.terminal.table import Cell, Column, Page, Table

DEFINITION = 18
"""Columns of a word that is defined."""


def page(report: Report, room: int) -> Page:
    """The report on a page of ``room`` columns."""
    page = Page()
    _title(page, report, room)
    _heads(page.line(), report.heads, room)
    for section in report.sections:
        _section(page.line(), report, section, room)
    if report.definitions:
        heading(page.line(), say("What the words mean"), room, internal=report.internal)
        labelled(page, report.definitions, room, DEFINITION)
    return _foot(page.line(), report, room)


def data(report: Report) -> dict[str, Any]:
    """The report for programs."""
    return dict(to_json(report))


def written(page: Page, path: Path) -> Page:
    """The page, and under it the file that was written."""
    return page.line().line(say("Written: {file}", file=path.name), "head")


# --- top and foot ---------------------------------------------------------------------------------------------------


def _title(page: Page, report: Report, room: int) -> None:
    quarter = say("Q{number} {year}", number=report.quarter[-1], year=report.quarter[:4])
    days = full_span(*map(date.fromisoformat, report.days))
    title = say("Caseload") if report.kind == CASELOAD else say("Quarterly outcome summary")
    labelled(page, [(title, say("{quarter}, {days}", quarter=quarter, days=days))], room, width_of(title))
    paragraph(page, _stands(report), room)
    if report.internal:
        paragraph(page, not_to_leave(), room, "bad")
    if report.open:
        page.line(say("This quarter is not complete:"), "watch")
        for sentence in report.open:
            paragraph(page, f"- {sentence}", room, "watch")


def _stands(report: Report) -> str:
    out = _out(report.published, caseload=report.kind == CASELOAD)
    as_of = say("As of {day}", day=_day(report.as_of))
    if report.known_at:
        as_of = say("{as_of}, as known on {known_at}", as_of=as_of, known_at=_stamp(report.known_at))
    return say("{as_of}. {out}. followup {version}", as_of=as_of, out=out, version=__version__)


def _out(published: str, *, caseload: bool) -> str:
    if not published:
        return say("Draft, not published")
    day = _day(published)
    return say("Counted as published on {day}", day=day) if caseload else say("Published on {day}", day=day)


def _day(written: str) -> str:
    return full_day(date.fromisoformat(written[:10]))


def _stamp(written: str) -> str:
    """A stamp in its own zone, to the minute."""
    if len(written) <= len("2026-10-05"):
        return _day(written)
    at = datetime.fromisoformat(written)
    zone = "UTC" if not at.utcoffset() else f"{at:%z}"
    return say("{day}, {time} {zone}", day=full_day(at.date()), time=f"{at:%H:%M}", zone=zone)


def not_to_leave() -> str:
    """What stands over every part of a page that shows small groups."""
    return say("INTERNAL: shows groups of one to four people. Not to leave the office.")


def _foot(page: Page, report: Report, room: int) -> Page:
    if _untold(report):
        paragraph(page, say("{dash} not told: too few people, or nothing known.", dash=UNTOLD), room)
    if not report.internal:
        paragraph(page, say("Groups of fewer than five people are merged, or wait until there are five."), room)
    return page


def _untold(report: Report) -> bool:
    tables = (table for section in report.sections for table in section.tables)
    cells = (cell for table in tables for row in table.every for cell in row.cells)
    return any(figure(cell) == UNTOLD for cell in (*cells, *(head.value for head in report.heads)))


def _heads(page: Page, heads: tuple[Head, ...], room: int) -> None:
    """The first figures beside one another: what each is, the figure, and what stands under it."""
    if not heads:
        return
    wide = (room - len(GAP) * len(heads)) // len(heads)
    titles = [folded(head.title, wide) for head in heads]
    unders = [folded(head.under, wide) for head in heads]
    deep, deeper = max(map(len, titles)), max(map(len, unders))
    titles = [[""] * (deep - len(lines)) + lines for lines in titles]
    rows = [
        *([Cell(lines[at].ljust(wide)) for lines in titles] for at in range(deep)),
        [Cell(figure(head.value), "strong") for head in heads],
        *([Cell(lines[at] if at < len(lines) else "", "quiet") for lines in unders] for at in range(deeper)),
    ]
    page.table(Table([Column("") for _ in heads], rows))


# --- sections -------------------------------------------------------------------------------------------------------

Renderer = Callable[[Page, Figures, int], None]

RENDERERS: dict[str, Renderer] = {
    "movement": report_tables.total_of,
    "became": report_tables.bars,
    "longest": report_tables.bars,
    "since_met": report_tables.bars,
    "looked_after": report_tables.numbers,
    "owners": report_tables.stack,
    "trades": report_tables.against_plan,
    "change": report_shares.both_ways,
    "quarter": report_tables.bars,
    "kinds": report_tables.bars,
    "causes": report_tables.bars,
    "counts": report_tables.counts,
    "lessons": trend.lessons,
    "quarters": trend.quarters,
    "unknown": report_tables.known,
    **dict.fromkeys(("people_by_trade", "people_by_centre", "people_by_months", "people_by_level"), report_tables.bars),
    **dict.fromkeys(("people_by_district", "people_by_placement", "people_by_worker"), report_tables.bars),
    "people_by_policy": report_tables.bars,
}
"""How a table is shown, by its id; shares of one column are charted, the curve is drawn, the rest are plain figures."""
CURVES: dict[str, Callable[[Page, Figures, int, str], None]] = {
    "curve": report_curve.curve,
    "second": report_curve.second_reading,
}
"""The same for those that may be of an earlier quarter than the report, and say so mark by mark."""


def _section(page: Page, report: Report, section: Section, room: int) -> None:
    heading(page, section.title, room, internal=report.internal)
    paragraph(page, section.about, room)
    shares = [table for table in section.tables if _is_shares(table)]
    like = report_shares.charted(shares)
    for number, table in enumerate(_titled_once(section)):
        if number or section.about:
            page.line()
        if shares and table.id == shares[0].id:
            paragraph(page, like.key, room)
        if not table.every:
            paragraph(page, titled(table), room, "head")
            paragraph(page, "" if table.note else say("Nothing is known yet."), room)
        elif table.id in CURVES:
            CURVES[table.id](page, table, room, report.quarter)
        elif _is_shares(table):
            report_shares.shares(page, table, room, like)
        else:
            RENDERERS.get(table.id, report_tables.numbers)(page, table, room)
        paragraph(page, table.note, room)


def _titled_once(section: Section) -> Iterator[Figures]:
    """The tables, those called like their section without a title."""
    for table in section.tables:
        yield replace(table, title="") if table.title == section.title and not table.held else table


def heading(page: Page, title: str, room: int, *, internal: bool) -> None:
    """Add the heading of a part of the page, with a line to its right."""
    if internal:
        paragraph(page, not_to_leave(), room, "bad")
    page.line(f"{title} {RULE * (room - len(GAP) - width_of(title) - 1)}", "head")


def _is_shares(table: Figures) -> bool:
    """Whether it is of one column that holds shares."""
    told = [cell for row in table.every for cell in row.cells]
    return table.id not in RENDERERS and len(table.columns) == 1 and any(isinstance(cell, Share) for cell in told)
