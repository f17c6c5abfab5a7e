"""The share still reintegrated, month by month: drawn on a fixed scale, with the exact figures under its marks."""

from collections.abc import Sequence
from typing import NamedTuple

from followup.messages import say
from followup.statistics.report import Estimate, NotTold, ReportRow, ReportTable, range_ends
from followup.values import replace
from followup_cli.reports.figures import NO_FIGURE, dated_title, figure_sentence, figure_text, short_quarter
from followup_cli.reports.grid import add_paragraph
from followup_cli.reports.tables import add_numbers
from followup_cli.terminal.layout import GAP
from followup_cli.terminal.page import Page

LINE, DOT, SHADE = "━", "●", "░"
SCALE_STEPS = 10
"""Steps from the foot of the scale to its top."""
HALF_SCALE, WHOLE_SCALE = 50, 0
"""Where the scale begins, in percent; there is no third."""
GUTTER_WIDTH = 11
LABEL_WIDTH = 5
"""Columns for the figures under a mark; as many are kept free to the right for those of the last one."""


class CurveMark(NamedTuple):
    """A month at which the curve is read: where it stands, and what is told of it."""

    month: int
    at: int
    row: ReportRow
    value: Estimate | None


def add_curve(page: Page, table: ReportTable, room: int, quarter: str) -> None:
    """The curve, its months, and under each mark the share, its range and how many were observed that long.

    ``quarter`` is that of the report: figures of an earlier one say so.
    """
    width = room - len(GAP) - GUTTER_WIDTH - LABEL_WIDTH
    marks = _curve_marks(table, width)
    least = _scale_start(marks)
    add_paragraph(page, dated_title(table), room, "head")
    if not any(mark.value for mark in marks) or any(_is_range(row) for row in table.rows):
        return add_numbers(page, replace(table, title=""), room)
    add_paragraph(page, _curve_key(least), room)
    for label, line in _canvas(marks, least, width):
        page.line(f"{label:>{GUTTER_WIDTH - 2}} {line}")
    shown = _marks_that_fit(marks, table, quarter)
    places = {mark.at for mark in shown}
    axis = "".join("┴" if at in places else "─" for at in range(width + 1))
    page.line(" " * (GUTTER_WIDTH - 1) + f"└{axis}")
    for label, texts in _figure_lines(shown, table, quarter):
        style = "strong" if label == say("share") else ""
        page.line(label.ljust(GUTTER_WIDTH) + _spaced(shown, texts), style)
    if len(shown) < len(marks):
        add_paragraph(page, say("Marks without room for their figures are in --json and --csv."), room)
    return None


def _is_range(row: ReportRow) -> bool:
    """Whether a share is not told, but between which it lies."""
    return isinstance(row.figure, NotTold) and row.figure.low is not None


def _curve_marks(table: ReportTable, width: int) -> list[CurveMark]:
    months = [int(row.id) for row in table.rows]
    last = max([1, *months])
    return [
        CurveMark(month, round(month * width / last), row, row.figure if isinstance(row.figure, Estimate) else None)
        for month, row in zip(months, table.rows, strict=True)
        if not isinstance(row.figure, NotTold)
    ]


def _scale_start(marks: Sequence[CurveMark]) -> int:
    lows = [_ends_of(mark.value)[0] for mark in marks if mark.value]
    return HALF_SCALE if not lows or min(lows) >= HALF_SCALE else WHOLE_SCALE


def _ends_of(value: Estimate) -> tuple[int, int]:
    return range_ends(value) or (value.percent, value.percent)


def _curve_key(least: int) -> str:
    return say(
        "{dot} share at a mark, {line} on to the next, {shade} 95% range; the scale: {least} to 100%",
        dot=DOT,
        line=LINE,
        shade=SHADE,
        least=least,
    )


def _canvas(marks: Sequence[CurveMark], least: int, width: int) -> list[tuple[str, str]]:
    """The lines of the drawing from the top down, each with the percent it stands for."""
    lines = [[" "] * (width + 1) for _ in range(SCALE_STEPS + 1)]
    for mark, until in zip(marks, [*(mark.at for mark in marks[1:]), None], strict=False):
        if mark.value:
            low, high = _ends_of(mark.value)
            for at in range(mark.at, mark.at + 1 if until is None else max(until, mark.at + 1)):
                for level in range(_level(high, least), _level(low, least) + 1):
                    lines[level][at] = SHADE
                lines[_level(mark.value.percent, least)][at] = DOT if at == mark.at else LINE
    step = (100 - least) // SCALE_STEPS
    return [(say("{n}%", n=100 - step * level), "┤" + "".join(line).rstrip()) for level, line in enumerate(lines)]


def _level(percent: int, least: int) -> int:
    return min(round((100 - percent) * SCALE_STEPS / (100 - least)), SCALE_STEPS)


# --- the figures under the marks ------------------------------------------------------------------------------------


def _marks_that_fit(marks: Sequence[CurveMark], table: ReportTable, quarter: str) -> list[CurveMark]:
    """The marks whose figures fit beside one another: whole years first, then halves, then quarters of years."""
    need = LABEL_WIDTH + 1 if _of_earlier(table, quarter) else LABEL_WIDTH
    chosen: list[CurveMark] = []
    for mark in sorted(marks, key=lambda mark: (_coarseness(mark.month), mark.month)):
        if all(abs(mark.at - other.at) >= need for other in chosen):
            chosen.append(mark)
    return sorted(chosen)


def _coarseness(month: int) -> int:
    return next(rank for rank, months in enumerate((12, 6, 3, 1)) if month % months == 0)


def _figure_lines(marks: Sequence[CurveMark], table: ReportTable, quarter: str) -> list[tuple[str, list[str]]]:
    ranges = [range_ends(mark.value) for mark in marks]
    told = [
        (say("month"), [str(mark.month) for mark in marks]),
        (say("share"), [figure_text(mark.value) for mark in marks]),
        (say("95% from"), [figure_text(Estimate(ends[0])) if ends else NO_FIGURE for ends in ranges]),
        (say("to"), [figure_text(Estimate(ends[1])) if ends else NO_FIGURE for ends in ranges]),
        (say("observed"), [figure_text(table.cell(mark.row.id, "observed")) for mark in marks]),
    ]
    if _of_earlier(table, quarter):
        told.append((say("as of"), [short_quarter(str(table.cell(mark.row.id, "quarter") or "")) for mark in marks]))
    return told


def _of_earlier(table: ReportTable, quarter: str) -> bool:
    """Whether a figure is of an earlier quarter than the report."""
    return any(table.cell(row.id, "quarter") not in (None, "", quarter) for row in table.rows)


def _spaced(marks: Sequence[CurveMark], texts: Sequence[str]) -> str:
    line = ""
    for mark, text in zip(marks, texts, strict=True):
        line = line.ljust(mark.at) + text
    return line


def add_sensitivity(page: Page, table: ReportTable, room: int, quarter: str) -> None:
    """What the figure is if those whom nobody finds any more count as not known."""
    for row in table.rows:
        observed = say("{n} observed", n=figure_text(table.cell(row.id, "observed")))
        told = say(
            "{what}: {figure}, {observed}", what=row.label, figure=figure_sentence(row.figure), observed=observed
        )
        earlier = table.cell(row.id, "quarter")
        if _of_earlier(table, quarter):
            told = say("{told}, as of {quarter}", told=told, quarter=short_quarter(str(earlier or "")))
        add_paragraph(page, say("{told}.", told=told), room, "")
