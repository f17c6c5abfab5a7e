"""Figures as they stand on paper: rounded once, where they were reckoned; three marks for what is no number.

A number; "–" where nothing is known; "not told yet" where it is known and would betray somebody, or between what it
lies, with "?", where anybody can work that out; "not published" where the report of its quarter did not go out.
"""

from followup.handout.paper.catalogue import Language, phrase
from followup.statistics.report import CellValue, Estimate, NotTold, Proportion, range_ends

NOTHING = "–"
NOT_OUT = "/"
"""What was not published, where there is no room for words."""
SECTION = "quarter"


def figure_text(value: CellValue, language: Language) -> str:
    """The figure itself: ``1,250``, ``81%``, ``not told yet``, ``83–100%?``."""
    if isinstance(value, NotTold):
        return _untold_text(value, language)
    if isinstance(value, Proportion | Estimate):
        return NOTHING if value.percent is None else f"{value.percent}%"
    if isinstance(value, int):
        return f"{value:,}"
    return value or NOTHING


def _untold_text(value: NotTold, language: Language) -> str:
    if ends := value.between:
        return phrase(language, SECTION, "open_range", low=ends[0], high=ends[1])
    return phrase(language, SECTION, "not_told" if value.published else "unpublished")


def short_text(value: CellValue, language: Language) -> str:
    """The figure where several stand side by side: what was not published is a mark."""
    unpublished = isinstance(value, NotTold) and not value.published
    return NOT_OUT if unpublished else figure_text(value, language)


def base_text(value: CellValue, language: Language, *, short: bool = False) -> str:
    """How many of how many: ``128 of 159``; empty for other figures. In a narrow column ``short``."""
    if not isinstance(value, Proportion):
        return ""
    return phrase(language, SECTION, "of_short" if short else "of", n=f"{value.count:,}", of=f"{value.of:,}")


def bounds(value: CellValue) -> tuple[int, int] | None:
    """Between which percents a figure lies that is not told yet, where anybody could work that out."""
    return value.between if isinstance(value, NotTold) else None


def range_text(value: CellValue) -> str:
    """``74–86%``; empty where there is none."""
    ends = range_ends(value)
    return f"{ends[0]}–{ends[1]}%" if ends else ""


def percent_of(value: CellValue) -> int | None:
    """The whole percents of a share or an estimate."""
    return value.percent if isinstance(value, Proportion | Estimate) else None


def full_text(value: CellValue, language: Language) -> str:
    """A figure with all that belongs to it: ``23% (7 of 31, 95% range 11–40%)``."""
    ends = range_text(value) and phrase(language, SECTION, "range", range=range_text(value))
    beside = ", ".join(filter(None, (base_text(value, language), ends)))
    return f"{figure_text(value, language)} ({beside})" if beside else figure_text(value, language)
