"""The figures of a report as text: a number, a share with its range and its group, an estimate; and fixed scales."""

from collections.abc import Iterable

from followup.messages import say
from followup.statistics.report import CellValue, Estimate, NotTold, Proportion, ReportTable, range_ends

NO_FIGURE = "–"
"""What stands for a figure of which nothing is known."""
NOT_YET = "…"
"""What stands for a figure that is not told yet, where there is no room for words."""
NOT_OUT = "/"
"""What stands for a figure of a quarter whose report was not published, where there is no room for words."""
NARROW_SCALE, WHOLE_SCALE = (40, 100), (0, 100)
"""The two scales of shares, in percent; there is no third."""


def figure_text(value: CellValue) -> str:
    """The figure itself, without its range: ``125``, ``81%``."""
    if isinstance(value, NotTold):
        untold = say("not told yet") if value.published else say("not published")
        return say("{low}–{high}%?", low=value.between[0], high=value.between[1]) if value.between else untold
    if value is None or value == "":
        return NO_FIGURE
    if isinstance(value, Proportion | Estimate):
        return NO_FIGURE if value.percent is None else say("{n}%", n=value.percent)
    return value if isinstance(value, str) else f"{value:,}"


def short_text(value: CellValue) -> str:
    """The figure where several stand side by side: there is room for what it lies between, or else only for a mark."""
    if not isinstance(value, NotTold) or value.low is not None:
        return figure_text(value)
    return NOT_YET if value.published else NOT_OUT


def range_text(value: CellValue) -> str:
    """Both ends of the range: ``74–86``."""
    ends = range_ends(value)
    return say("{low}–{high}", low=ends[0], high=ends[1]) if ends else NO_FIGURE


def count_text(value: CellValue) -> str:
    """How many of how many: ``38 of 48``."""
    return say("{n} of {of}", n=f"{value.count:,}", of=f"{value.of:,}") if isinstance(value, Proportion) else NO_FIGURE


def figure_sentence(value: CellValue) -> str:
    """A figure with all that belongs to it, in a sentence: ``4 of 31 (13%, 95% range 5–29%)``."""
    if isinstance(value, NotTold) and value.low is not None:
        return say("between {low} and {high}%, not told yet", low=value.low, high=str(value.high))
    ends = range_ends(value)
    if not isinstance(value, Proportion | Estimate) or value.percent is None:
        return count_text(value) if isinstance(value, Proportion) else figure_text(value)
    if ends is None:
        return figure_text(value)
    told = say("95% range {low}–{high}%", low=ends[0], high=ends[1])
    if isinstance(value, Estimate):
        return say("{n}% ({told})", n=value.percent, told=told)
    return say("{group} ({n}%, {told})", group=count_text(value), n=value.percent, told=told)


def share_scale(tables: Iterable[ReportTable]) -> tuple[int, int]:
    """The scale for every share of these tables: from 40% where no range goes below; from nothing otherwise."""
    shares = [cell for table in tables for cell in table.all_cells if isinstance(cell, Proportion)]
    lows = [share.percent_low for share in shares if share.percent_low is not None]
    return NARROW_SCALE if lows and min(lows) >= NARROW_SCALE[0] else WHOLE_SCALE


def dated_title(table: ReportTable) -> str:
    """The title, and the quarter that the figures are of where it is an earlier one."""
    return (
        say("{title} (as of {quarter})", title=table.title, quarter=table.carried_from)
        if table.carried_from
        else table.title
    )


def short_quarter(quarter: str) -> str:
    """``Q3 26`` for ``2026Q3``."""
    year, mark, number = quarter.partition("Q")
    return say("Q{number} {year}", number=number, year=year[-2:]) if mark else quarter
