"""What every section of a quarter's report is made from."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property

from followup.case.fields import Mask, revealed
from followup.case.vocabulary import Term
from followup.messages import say
from followup.statistics.case_summary import CaseSummary
from followup.statistics.episode_ends import EpisodeEnd
from followup.statistics.quarters import Quarter
from followup.statistics.release import MIN_PEOPLE, Classes, RowGroup, TableKind, merge_rows, tells
from followup.statistics.report_model import CellValue, ReportColumn, ReportRequest, ReportRow, ReportTable
from followup.values import Value, replace

PEOPLE_COLUMNS = (ReportColumn("people", say("people")),)
MERGED_ROW_ID = "merged"
"""The id of a row in which groups were merged; none of a vocabulary."""


class Frame(Value, dict=True, gc=True):
    """The quarter, up to which day it is looked at (``cutoff``, half-open), and everybody.

    ``named`` makes a label fit to be shown of what somebody typed, such as a district.
    """

    quarter: Quarter
    cutoff: date
    summaries: Sequence[CaseSummary]
    internal: bool = False
    named: Mask = revealed

    @classmethod
    def of(cls, summaries: Sequence[CaseSummary], request: ReportRequest) -> "Frame":
        """What a report that is asked for is made from."""
        return cls(request.quarter, request.cutoff, summaries, request.internal, request.named)

    @cached_property
    def counted(self) -> "Frame":
        """The same of those only who may be counted in what happened to somebody: nobody who does not agree to it."""
        agreed = tuple(summary for summary in self.summaries if summary.uncounted_since is None)
        return self if len(agreed) == len(self.summaries) else replace(self, summaries=agreed)

    @property
    def uncounted(self) -> tuple[CaseSummary, ...]:
        """Those who do not agree to be counted."""
        return tuple(summary for summary in self.summaries if summary.uncounted_since is not None)

    @cached_property
    def start(self) -> date:
        """The first day of the quarter."""
        return self.quarter.start

    @cached_property
    def home(self) -> tuple[CaseSummary, ...]:
        """Every return up to the last day looked at."""
        return tuple(summary for summary in self.summaries if summary.returned < self.cutoff)

    @cached_property
    def followed(self) -> tuple[CaseSummary, ...]:
        """Everybody in follow-up at the end of the quarter."""
        return tuple(summary for summary in self.home if summary.followed_on(self.cutoff))

    @cached_property
    def endings(self) -> tuple[tuple[CaseSummary, EpisodeEnd], ...]:
        """Every end of follow-up since the start; one counts from then on, also of somebody who came back."""
        return tuple((summary, over) for summary in self.home for over in summary.episode_ends if over.on < self.cutoff)

    @property
    def last_day(self) -> date:
        """The last day looked at."""
        return self.cutoff - timedelta(days=1)

    def holds(self, day: date) -> bool:
        """Whether a day lies in the quarter, as far as it is looked at."""
        return self.start <= day < self.cutoff

    def rows(self, groups: Iterable[RowGroup], *, ordered: bool = False) -> tuple[RowGroup, ...]:
        """The rows of a table of what the organisation did, small ones merged but for staff."""
        if self.internal:
            return tuple(group for group in groups if group.people)
        return merge_rows(groups, ordered=ordered)

    def tells(self, classes: Classes, harmful: Collection[str]) -> bool:
        """Whether it may be told how those in follow-up are divided into classes."""
        return self.internal or (len(self.followed) >= MIN_PEOPLE and tells(classes, harmful))


def word_row(word: Term, cells: Mapping[str, CellValue]) -> ReportRow:
    """The row of a word of the program."""
    return ReportRow(word.value, word.label.capitalize(), cells)


def people(number: CellValue) -> dict[str, CellValue]:
    """The cells of a row that counts people."""
    return {"people": number}


def people_table(
    name: str,
    title: str,
    rows: Iterable[ReportRow],
    everybody: int,
    *,
    note: str = say("Nobody is in follow-up."),
    all_of: str = "",
    kind: TableKind = TableKind.PROCESS,
) -> ReportTable:
    """A table that counts people, and all of them in its last row; ``note`` alone where there is nobody."""
    total = ReportRow("all", all_of or say("All in follow-up"), people(everybody))
    return ReportTable(
        id=name,
        title=title,
        kind=kind,
        note="" if everybody else note,
        columns=PEOPLE_COLUMNS,
        rows=tuple(rows),
        total=total if everybody else None,
    )


def released_row(
    group: RowGroup,
    label: Callable[[str], str],
    cells: Mapping[str, CellValue],
    other: str,
    name: str = MERGED_ROW_ID,
    *,
    named: Mask = revealed,
) -> ReportRow:
    """The row of a group: called by its own label, or ``other`` (by programs ``name``) where it holds several.

    A group that somebody's words stand for passes through ``named``: two groups that read alike then stay two rows.
    """
    if group.merged:
        return ReportRow(name, other, cells, merged=True)
    shown = named(group.ids[0])
    return ReportRow(shown, label(shown), cells)


def band_row(group: RowGroup, label: Callable[[int, int], str], cells: Mapping[str, CellValue]) -> ReportRow:
    """The row of neighbouring bands that are told as one; a band's id is ``4-12``, or ``61-`` without an end."""
    first, last = group.ids[0].partition("-")[0], group.ids[-1].partition("-")[2]
    words = label(int(first), int(last) if last else 0)
    return ReportRow(f"{first}-{last}", words, cells, merged=group.merged)


def band(value: int, bands: Sequence[tuple[int, int]]) -> str:
    """The id of the band that holds a value; the last one has no end."""
    return next(band_id(low, high) for low, high in bands if value <= high or not high)


def band_id(low: int, high: int) -> str:
    """What a band is called by programs: ``4-12``, or ``61-`` without an end."""
    return f"{low}-{high or ''}"
