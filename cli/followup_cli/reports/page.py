"""A report of a quarter on a long page: four figures at the top, every section with its charts, and what words mean."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from followup import __version__
from followup.messages import say
from followup.services.notices import draft_notice, first_rule_notice, internal_notice
from followup.services.report_tables import TableFile
from followup.statistics.report import (
    CASELOAD_REPORT,
    Headline,
    NotTold,
    Proportion,
    Report,
    ReportSection,
    ReportTable,
    figures_check,
    report_to_json,
)
from followup.values import replace
from followup_cli.reports import curve, shares, tables, trend
from followup_cli.reports.data_table_page import written_text
from followup_cli.reports.figures import NO_FIGURE, NOT_OUT, NOT_YET, dated_title, figure_text
from followup_cli.reports.grid import add_labelled_texts, add_paragraph
from followup_cli.reports.headlines import add_headlines
from followup_cli.terminal.days import full_day, full_span
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.layout import GAP, RULE, width_of
from followup_cli.terminal.page import Page

TERM_WIDTH = 18
"""Columns of a word that is defined."""


def report_page(report: Report, room: int, written: TableFile | None = None, goal: int = 0) -> Page:
    """The report on a page of ``room`` columns, and under it the file that was written.

    ``goal`` is the percent of visits to be done when due, 0 where the office has set none.
    """
    page = Page()
    _add_title(page, report, room)
    add_headlines(page.line(), report, room)
    for section in report.sections:
        _add_section(page.line(), report, section, room, goal)
    if report.definitions:
        add_heading(page.line(), say("What the words mean"), room, internal=report.internal)
        add_labelled_texts(page, [(one.word, one.means) for one in report.definitions], room, TERM_WIDTH)
    _add_foot(page.line(), report, room)
    return page.line().line(written_text(written), "head") if written else page


def report_data(report: Report, goal: int = 0) -> dict[str, JsonValue]:
    """The report for programs, with the goal of the office for visits in percent; null where there is none."""
    return {**report_to_json(report), "visit_goal": goal or None, "figures_check": figures_check(report)}


# --- top and foot ---------------------------------------------------------------------------------------------------


def _add_title(page: Page, report: Report, room: int) -> None:
    quarter = say("Q{number} {year}", number=report.quarter[-1], year=report.quarter[:4])
    days = full_span(date.fromisoformat(report.first), date.fromisoformat(report.last))
    title = say("Caseload") if report.kind == CASELOAD_REPORT else say("Quarterly outcome summary")
    add_labelled_texts(page, [(title, say("{quarter}, {days}", quarter=quarter, days=days))], room, width_of(title))
    add_paragraph(page, _status_line(report), room)
    if report.internal or report.draft:
        add_paragraph(page, internal_notice() if report.internal else draft_notice(), room, "bad")
    if report.by_first_rule:
        add_paragraph(page, first_rule_notice(), room, "watch")
    if report.open:
        page.line(say("This quarter is not complete:"), "watch")
        for sentence in report.open:
            add_paragraph(page, f"- {sentence}", room, "watch")


def _status_line(report: Report) -> str:
    out = _publication_text(report)
    as_of = say("As of {day}", day=_day(report.as_of))
    if report.known_at:
        as_of = say("{as_of}, as known on {known_at}", as_of=as_of, known_at=_stamp(report.known_at))
    return say("{as_of}. {out}. followup {version}", as_of=as_of, out=out, version=__version__)


def _publication_text(report: Report) -> str:
    if report.internal:
        return _internal_text(report)
    if not report.published:
        return say("Draft, not published")
    day = _day(report.published)
    caseload = report.kind == CASELOAD_REPORT
    return say("Counted as published on {day}", day=day) if caseload else say("Published on {day}", day=day)


def _internal_text(report: Report) -> str:
    """Whether the quarter's report went out beside what staff see; of a caseload that is not said."""
    if report.kind == CASELOAD_REPORT:
        return say("This is the internal view")
    if not report.published:
        return say("Not published; this is the internal view")
    return say("Published on {day}; this is the internal view", day=_day(report.published))


def _day(written: str) -> str:
    return full_day(date.fromisoformat(written[:10]))


def _stamp(written: str) -> str:
    """A stamp in its own zone, to the minute."""
    if len(written) <= len("2026-10-05"):
        return _day(written)
    at = datetime.fromisoformat(written)
    zone = "UTC" if not at.utcoffset() else f"{at:%z}"
    return say("{day}, {time} {zone}", day=full_day(at.date()), time=f"{at:%H:%M}", zone=zone)


def _add_foot(page: Page, report: Report, room: int) -> Page:
    cells = [cell for section in report.sections for table in section.tables for cell in table.all_cells]
    cells += [head.value for head in report.heads]
    if any(figure_text(cell) == NO_FIGURE for cell in cells):
        add_paragraph(page, say("{dash} nothing is known.", dash=NO_FIGURE), room)
    cells += [cell for head in report.heads for cell in (head.before, head.year_before)]
    for sentence in _not_told_sentences([cell for cell in cells if isinstance(cell, NotTold)]):
        add_paragraph(page, sentence, room)
    add_paragraph(page, say("Figures check: {check}", check=figures_check(report)), room)
    if report.draft:
        add_paragraph(page, draft_notice(), room, "bad")
    return page


def _not_told_sentences(cells: Sequence[NotTold]) -> Iterator[str]:
    """What the marks mean of what is not told, those of them that are shown."""
    if any(cell.published for cell in cells):
        yield say("{mark} or not told yet: known, and kept back so that it betrays nobody. Not 0.", mark=NOT_YET)
    if any(cell.low is not None for cell in cells):
        yield say("?: not told yet; it lies between these, whatever became of those who left.")
    if not all(cell.published for cell in cells):
        yield say("{mark} or not published: the report of that quarter did not go out. Not 0.", mark=NOT_OUT)


# --- sections -------------------------------------------------------------------------------------------------------

Renderer = Callable[[Page, ReportTable, int], None]

_BARS = (
    *("became", "longest", "since_met", "quarter", "results", "kinds", "kinds_success", "kinds_failure"),
    *("kinds_neither", "causes", "people_by_trade", "people_by_centre", "people_by_months", "people_by_level"),
    *("people_by_district", "people_by_placement", "people_by_worker", "people_by_policy"),
)
RENDERERS: dict[str, Renderer] = {
    **dict.fromkeys(_BARS, tables.add_bars),
    "movement": tables.add_sum,
    "looked_after": tables.add_numbers,
    "owners": tables.add_stacked_bar,
    "trades": tables.add_takings_against_plan,
    "change": shares.add_two_sided_bars,
    "counts": tables.add_counts,
    "lessons": trend.add_lessons,
    "quarters": trend.add_quarters,
    "quarters_told": trend.add_quarters,
    "unknown": tables.add_figure_sentences,
}
"""How a table is shown, by its id; shares of one column are charted, the curve is drawn, the rest are plain figures."""
CURVE_RENDERERS: dict[str, Callable[[Page, ReportTable, int, str], None]] = {
    "curve": curve.add_curve,
    "second": curve.add_sensitivity,
}
"""The same for those that may be of an earlier quarter than the report, and say so mark by mark."""


def _add_section(page: Page, report: Report, section: ReportSection, room: int, goal: int) -> None:
    add_heading(page, section.title, room, internal=report.internal)
    add_paragraph(page, section.about, room)
    if goal and section.id == "visits":
        add_paragraph(page, _goal_text(report, goal), room)
    charted = [table for table in section.tables if _is_share_table(table)]
    frame = shares.chart_frame(charted)
    for number, table in enumerate(_without_repeated_titles(section)):
        if number or section.about:
            page.line()
        if charted and table.id == charted[0].id:
            add_paragraph(page, frame.key, room)
        if not table.all_rows:
            add_paragraph(page, dated_title(table), room, "head")
            add_paragraph(page, "" if table.note else say("Nothing is known yet."), room)
        elif table.id in CURVE_RENDERERS:
            CURVE_RENDERERS[table.id](page, table, room, report.quarter)
        elif _is_share_table(table):
            shares.add_shares(page, table, room, frame)
        else:
            _renderer(table)(page, table, room)
        add_paragraph(page, table.note, room)


def _goal_text(report: Report, goal: int) -> str:
    """The goal of the office for visits, and whether it is met."""
    said = say("Goal: {n}% of the visits due are done when due.", n=goal)
    done = next((head.value for head in report.heads if head.id == "visits_when_due"), None)
    if not isinstance(done, Proportion) or done.percent is None:
        return said
    if done.percent >= goal:
        return say("{goal} It is met: {n}%.", goal=said, n=done.percent)
    return say("{goal} It is not met: {n}%.", goal=said, n=done.percent)


def _renderer(table: ReportTable) -> Renderer:
    """How a table is shown; of those of one column of people or flags as bars, also where an older one had more."""
    bars = table.id in ("flags", "cohorts") and len(table.columns) == 1
    return tables.add_bars if bars else RENDERERS.get(table.id, tables.add_numbers)


def _without_repeated_titles(section: ReportSection) -> Iterator[ReportTable]:
    """The tables, those called like their section without a title."""
    for table in section.tables:
        yield replace(table, title="") if table.title == section.title and not table.carried_from else table


def add_heading(page: Page, title: str, room: int, *, internal: bool) -> None:
    """Add the heading of a part of the page, with a line to its right."""
    if internal:
        add_paragraph(page, internal_notice(), room, "bad")
    page.line(f"{title} {RULE * (room - len(GAP) - width_of(title) - 1)}", "head")


def _is_share_table(table: ReportTable) -> bool:
    """Whether it is of one column that holds shares."""
    holds_shares = any(isinstance(cell, Proportion) for cell in table.all_cells)
    return table.id not in RENDERERS and len(table.columns) == 1 and holds_shares


# --- before it goes out --------------------------------------------------------------------------------------------


def publication_consequences(report: Report) -> Page:
    """Which report goes out, its first figures and its check, and that it stays so for good."""
    page = Page().line(say("The report of {quarter} would go out.", quarter=report.quarter), "head")
    figures = [(head.title, _headline_words(head)) for head in report.heads]
    first, last = (say("As of"), _day(report.as_of)), (say("Check"), figures_check(report))
    wide = max(width_of(title) for title, _ in figures) + 2 if figures else 12
    for title, text in (first, *figures, last):
        page.pair(title, text, indent=wide)
    page.text(say("It stays as it is. It cannot be taken back, and cannot be published again."), "watch")
    return page.text(say("What is written down later for this quarter is counted in the next report."))


def _headline_words(head: Headline) -> str:
    figure = say("not told yet") if isinstance(head.value, NotTold) else figure_text(head.value)
    return say("{figure}, {under}", figure=figure, under=head.under)
