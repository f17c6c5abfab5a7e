"""The figures of a report as text: a number, a share with its range and its group, an estimate; and fixed scales."""

from collections.abc import Iterable

from followup.messages import say
from followup.statistics.proportions import Share
from followup.statistics.report_model import Estimate, Figures, Value

UNTOLD = "–"
"""What stands for a figure that is not told, or not known."""
NARROW_SCALE, WHOLE_SCALE = (40, 100), (0, 100)
"""The two scales of shares, in percent; there is no third."""


def figure(value: Value) -> str:
    """The figure itself, without its range: ``125``, ``81%``."""
    if value is None or value == "":
        return UNTOLD
    if isinstance(value, Share | Estimate):
        return UNTOLD if value.percent is None else say("{n}%", n=value.percent)
    return value if isinstance(value, str) else f"{value:,}"


def limits(value: Value) -> tuple[int, int] | None:
    """Both ends of a figure's 95% range in percent, where it has one."""
    low, high = None, None
    if isinstance(value, Share):
        low, high = value.percent_low, value.percent_high
    elif isinstance(value, Estimate):
        low, high = value.low, value.high
    return None if low is None or high is None else (low, high)


def spread(value: Value) -> str:
    """Both ends of the range: ``74–86``."""
    ends = limits(value)
    return say("{low}–{high}", low=ends[0], high=ends[1]) if ends else UNTOLD


def group(value: Value) -> str:
    """How many of how many: ``38 of 48``."""
    return say("{n} of {of}", n=f"{value.count:,}", of=f"{value.of:,}") if isinstance(value, Share) else UNTOLD


def whole(value: Value) -> str:
    """A figure with all that belongs to it, in a sentence: ``4 of 31 (13%, 95% range 5–29%)``."""
    ends = limits(value)
    if not isinstance(value, Share | Estimate) or value.percent is None:
        return group(value) if isinstance(value, Share) else figure(value)
    if ends is None:
        return figure(value)
    told = say("95% range {low}–{high}%", low=ends[0], high=ends[1])
    if isinstance(value, Estimate):
        return say("{n}% ({told})", n=value.percent, told=told)
    return say("{group} ({n}%, {told})", group=group(value), n=value.percent, told=told)


def scale_for(tables: Iterable[Figures]) -> tuple[int, int]:
    """The scale for every share of these tables: from 40% where no range goes below; from nothing otherwise."""
    shares = [cell for table in tables for row in table.every for cell in row.cells if isinstance(cell, Share)]
    lows = [share.percent_low for share in shares if share.percent_low is not None]
    return NARROW_SCALE if lows and min(lows) >= NARROW_SCALE[0] else WHOLE_SCALE


def titled(table: Figures) -> str:
    """The title, and the quarter that the figures are of where it is an earlier one."""
    return say("{title} (as of {quarter})", title=table.title, quarter=table.held) if table.held else table.title


def short_quarter(quarter: str) -> str:
    """``Q3 26`` for ``2026Q3``."""
    year, mark, number = quarter.partition("Q")
    return say("Q{number} {year}", number=number, year=year[-2:]) if mark else quarter
