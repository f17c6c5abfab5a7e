"""Small charts made of text, on scales that are fixed and said: never stretched to whatever the figures happen to be.

Each is one line to be put beside its label and its figures, readable without colour and in a pipe.
"""

from collections.abc import Sequence
from fractions import Fraction

STEPS = "▂▄▆█"
"""Wellbeing from 1 (in danger) to 4 (thriving), each a height of its own."""
NOTHING = "·"
"""Where nothing was said."""
FULL, HALF, MARK = "█", "▌", "│"
RANGE, DOT, CROSSED = "─", "●", "┼"
BEYOND = "‹", "›"
"""Where a range goes on to the left, or to the right, of the scale."""

Number = Fraction | float


def steps(scores: Sequence[int | None]) -> str:
    """Scores from 1 to 4 as heights, in order of time."""
    return "".join(NOTHING if score is None else STEPS[score - 1] for score in scores)


def bar(value: Fraction | None, top: Fraction, width: int, mark: Fraction | None = None) -> str:
    """``value`` as a bar on a scale from 0 to ``top``, with a line across at ``mark``; a dot where nothing was said."""
    drawn = NOTHING if value is None else _filled(value, top, width)
    if mark is None:
        return drawn
    at = place(mark, top, width)
    padded = drawn.ljust(width)
    return (padded[:at] + MARK + padded[at + 1 :]).rstrip()


def place(value: Fraction, top: Fraction, width: int) -> int:
    """The column, from 0, in which a value stands."""
    return min(int(value / top * width), width - 1) if top else 0


def scale(top: str, width: int, mark: str = "", at: int = 0, least: str = "0") -> str:
    """The head of a column: ``least`` at the left, ``top`` at the right, and ``mark`` ending where its line stands.

    What does not fit is left out, the top first; it stands in the words above as well.
    """
    line = least.ljust(width)
    named = f"{mark} {MARK}"
    if mark and at + 1 - len(named) > len(least):
        line = line[: at + 1 - len(named)] + named + line[at + 1 :]
    elif mark:
        line = line[:at] + MARK + line[at + 1 :] if at else line
    free = line[-len(top) - 1 :]
    return line[: -len(top)] + top if not free.strip() else line.rstrip()


def interval(
    value: Number | None,
    low: Number | None,
    high: Number | None,
    width: int,
    least: Number,
    most: Number,
    mark: Number | None = None,
) -> str:
    """``value`` as a dot on the line of its range, on a scale from ``least`` to ``most``, with a line at ``mark``.

    What lies outside the scale is no dot at its edge: an arrow says to which side the range goes on. Where there is no
    value, a small dot at the left says so.
    """
    drawn = [" "] * width
    if value is None or low is None or high is None:
        drawn[0] = NOTHING
    else:
        for at in range(spot(max(low, least), width, least, most), spot(min(high, most), width, least, most) + 1):
            drawn[at] = RANGE
        if low < least:
            drawn[0] = BEYOND[0]
        if high > most:
            drawn[-1] = BEYOND[1]
    if mark is not None and least <= mark <= most:
        at = spot(mark, width, least, most)
        drawn[at] = CROSSED if drawn[at] == RANGE else MARK
    if value is not None and least <= value <= most:
        drawn[spot(value, width, least, most)] = DOT
    return "".join(drawn).rstrip()


def spot(value: Number, width: int, least: Number, most: Number) -> int:
    """The column, from 0, of a value on a scale whose ends stand in the first and in the last column."""
    share = (min(max(value, least), most) - least) / (most - least)
    return round(share * (width - 1))


def _filled(value: Fraction, top: Fraction, width: int) -> str:
    halves = round(value / top * width * 2) if top else 0
    whole = min(halves // 2, width)
    drawn = FULL * whole + (HALF if halves % 2 and whole < width else "")
    return drawn or (HALF if value > 0 else "")
