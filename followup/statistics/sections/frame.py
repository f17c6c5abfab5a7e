"""What every section of a quarter's report is made from."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from followup.case.fields import Mask, revealed
from followup.case.vocabulary import WellbeingDomain
from followup.messages import say
from followup.statistics.case_summary import TREND_QUARTERS, CaseSummary, DoneOfDue, Place
from followup.statistics.disclosure.release_ledger import ReleaseLedger
from followup.statistics.disclosure.small_groups import Group, Part, Unsafe, merge, unmerged, unsafe
from followup.statistics.proportions import Proportion
from followup.statistics.quarters import Quarter
from followup.statistics.report_model import CellValue, ReportColumn, ReportRow, ReportTable

DAYS_IF_NEVER_MET = 9_999
"""The days without a meeting of whom nothing is known."""
PEOPLE_COLUMNS = (ReportColumn("people", say("people")),)
MERGED_ROW_ID = "merged"
"""The id of a row in which groups were merged; none of a vocabulary."""


@dataclass(frozen=True)
class Frame:
    """The quarter, up to which day it is looked at (``cutoff``, half-open), everybody, and who of them is counted.

    ``named`` makes a label fit to be shown of what somebody typed, such as a district.
    """

    quarter: Quarter
    cutoff: date
    summaries: Sequence[CaseSummary]
    roll: ReleaseLedger
    internal: bool = False
    named: Mask = revealed

    @cached_property
    def followed(self) -> tuple[CaseSummary, ...]:
        """Everybody counted as followed at the end of the quarter; of whom nothing can be read is not known to be met.

        Without the latter these would be fewer than the roll has, and the difference one to four people.
        """
        known = tuple(summary for summary in self.summaries if summary.id in self.roll.inside)
        unread = sorted(self.roll.inside - {summary.id for summary in known})
        return (*known, *(_unreadable_case(person, self.last_day) for person in unread))

    @property
    def last_day(self) -> date:
        """The last day looked at."""
        return self.cutoff - timedelta(days=1)

    def holds(self, day: date) -> bool:
        """Whether a day lies in the quarter, as far as it is looked at."""
        return self.quarter.start <= day < self.cutoff

    def safe(
        self, groups: Iterable[Group], unsafe: Unsafe = unsafe, *, ordered: bool = False
    ) -> tuple[Group, ...] | None:
        """The groups that may be shown; None if none may."""
        return unmerged(groups) if self.internal else merge(groups, unsafe, ordered=ordered)

    def share(self, yes: Part, no: Part) -> Proportion | None:
        """How many of how many, where neither those nor the others are one to four people."""
        if not self.internal and (yes.small or no.small):
            return None
        return Proportion(yes.count, yes.count + no.count)

    def number(self, part: Part) -> int | None:
        """How many, where that is nobody or at least five people."""
        return None if part.small and not self.internal else part.count


def _unreadable_case(person: str, day: date) -> CaseSummary:
    """A graduate of whom nothing is known but that she is counted."""
    return CaseSummary(
        id=person,
        code="",
        returned=day,
        place=Place("", ""),
        trade="",
        episode_ends=(),
        dues=(),
        before=(DoneOfDue(0, 0),) * (TREND_QUARTERS - 1),
        since_met=DAYS_IF_NEVER_MET,
        longest=DAYS_IF_NEVER_MET,
        flags=(),
        business_month=None,
        scores=(0,) * len(WellbeingDomain),
        milestones=(),
    )


def people(number: int) -> dict[str, CellValue]:
    """The cells of a row that counts people."""
    return {"people": number}


def people_table(
    name: str, title: str, rows: Iterable[ReportRow], everybody: int, *, note: str = "", all_of: str = ""
) -> ReportTable:
    """A table that counts people, and all of them in its last row; ``note`` alone where it has no row."""
    rows = tuple(rows)
    total = ReportRow("all", all_of or say("All in follow-up"), people(everybody))
    return ReportTable(
        id=name,
        title=title,
        note="" if rows else note,
        columns=PEOPLE_COLUMNS,
        rows=rows,
        total=total if rows else None,
    )


def released_row(
    group: Group,
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


def band_row(group: Group, label: Callable[[int, int], str], cells: Mapping[str, CellValue]) -> ReportRow:
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
