"""One flat table for analysis: what was done for groups of at least five people, quarter by quarter.

Whoever analyses figures wants rows that add up, and no row of one person may leave the office. So a row that may is a
group of people who are alike in what neighbours see (place, months since return, trade), and it counts only what
neighbours see or what the organisation did: in follow-up, joined, left, visits. Groups are formed from the top: a
province of fewer than five people stands with others, then districts within it, then months, then trades. What happened
to somebody is in no row. Staff may have a row for each graduate, without who she is.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from followup.case.fields import Mask
from followup.case.visit_words import ContactMethod
from followup.schedule.months import whole_months
from followup.statistics.case_summary import CaseSummary
from followup.statistics.caseload_report import CaseloadAttributes
from followup.statistics.quarters import Quarter
from followup.statistics.release import MIN_ROW
from followup.statistics.report_model import ReportRequest
from followup.statistics.sections.business import business_status
from followup.statistics.sections.contact import SINCE_MET_BANDS
from followup.statistics.sections.flags import is_open_on
from followup.statistics.sections.frame import band
from followup.statistics.sections.visits import MONTH_BANDS
from followup.statistics.visits_of_quarter import VisitOutcome

ALL, OTHERS = "all", "others"
"""What stands for a place, months or a trade by which nobody is told apart, and for several that are told together."""
AGE_BANDS = ((0, 14), (15, 17), (18, 20), (21, 24), (25, 0))
"""Years of age that are told together."""
NOT_MET_DAYS = 60

FlatCell = str | int | None


class QuarterCounts(NamedTuple):
    """What is counted of a stay at home in a quarter; every count adds up over people.

    start + joined + back - left = end; visits_due = the four after it.
    """

    start: int = 0
    joined: int = 0
    back: int = 0
    left: int = 0
    end: int = 0
    visits_due: int = 0
    done_when_due: int = 0
    done_late: int = 0
    tried: int = 0
    not_tried: int = 0
    excused: int = 0
    calls: int = 0
    other_contacts: int = 0
    not_met: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing is to be said of her in this quarter."""
        return not any(self)


class PersonQuarter(NamedTuple):
    """One stay at home in a quarter: whose it is, what neighbours see of her, and what is counted."""

    person: str
    seen: tuple[str, str, str, str]
    counts: QuarterCounts


SEEN_COLUMNS = ("province", "district", "months_home", "trade")
PUBLIC_HEADER = ("quarter", "as_of", *SEEN_COLUMNS, "people", *QuarterCounts._fields)
"""The columns of the table that may leave the office."""


# --- what is counted ------------------------------------------------------------------------------------------------


def person_quarter(summary: CaseSummary, quarter: Quarter, cutoff: date) -> PersonQuarter:
    """What is counted of a summary that was made for this quarter, which is looked at up to ``cutoff``."""
    months = band(whole_months(summary.returned, cutoff - timedelta(days=1)), MONTH_BANDS)
    seen = (summary.place.province, summary.place.district, months, summary.trade)
    return PersonQuarter(summary.person, seen, count_quarter(summary, quarter, cutoff))


def count_quarter(summary: CaseSummary, quarter: Quarter, cutoff: date) -> QuarterCounts:
    """The counts of one stay; every end and every way back in the quarter is one, as in the quarter's report."""

    def times(days: Iterable[date | None]) -> int:
        return sum(day is not None and quarter.start <= max(day, summary.returned) < cutoff for day in days)

    end = summary.followed_on(cutoff)
    outcomes = [due.outcome for due in summary.dues]
    calls = sum(contact is ContactMethod.PHONE for contact in summary.other_contacts)
    return QuarterCounts(
        start=int(summary.followed_on(quarter.start)),
        joined=int(quarter.start <= summary.returned < cutoff),
        back=times(over.back for over in summary.episode_ends),
        left=times(over.on for over in summary.episode_ends),
        end=int(end),
        visits_due=len(outcomes),
        done_when_due=outcomes.count(VisitOutcome.WHEN_DUE),
        done_late=outcomes.count(VisitOutcome.LATE),
        tried=outcomes.count(VisitOutcome.TRIED),
        not_tried=outcomes.count(VisitOutcome.NOT_TRIED),
        excused=summary.excused,
        calls=calls,
        other_contacts=len(summary.other_contacts) - calls,
        not_met=int(end and summary.since_met >= NOT_MET_DAYS),
    )


# --- groups that may leave the office -------------------------------------------------------------------------------


class FlatGroup(NamedTuple):
    """People who are told together: what they have in common, and each of them."""

    seen: tuple[str, ...]
    people: tuple[PersonQuarter, ...]


def public_rows(quarter: Quarter, as_of: date, people: Iterable[PersonQuarter], named: Mask) -> list[list[FlatCell]]:
    """The rows of a quarter under `PUBLIC_HEADER`; they add up to everybody, exactly."""
    groups = flat_groups([one for one in people if not one.counts.empty])
    return [[str(quarter), as_of.isoformat(), *_labels(group, named), *_sums(group)] for group in groups]


def flat_groups(people: Sequence[PersonQuarter], level: int = 0) -> list[FlatGroup]:
    """The people in groups of five at least, alike in what is told of them; one group where all are fewer."""
    if level == len(SEEN_COLUMNS) or not people:
        return [FlatGroup((), tuple(people))] if people else []
    return [
        FlatGroup((label, *group.seen), group.people)
        for label, part in _parts(people, level)
        for group in flat_groups(part, level + 1)
    ]


def _parts(people: Sequence[PersonQuarter], level: int) -> list[tuple[str, list[PersonQuarter]]]:
    """Each value with five people at least; the others together, with the smallest of these while they are fewer."""
    by_value: dict[str, list[PersonQuarter]] = defaultdict(list)
    for one in people:
        by_value[one.seen[level]].append(one)
    large = {value: part for value, part in sorted(by_value.items()) if _number(part) >= MIN_ROW}
    rest = [one for value, part in by_value.items() if value not in large for one in part]
    while rest and large and _number(rest) < MIN_ROW:
        rest += large.pop(min(large, key=lambda value: (_number(large[value]), value)))
    if not large:
        return [(ALL, list(people))]
    return [*large.items(), *([(OTHERS, rest)] if rest else [])]


def _number(people: Iterable[PersonQuarter]) -> int:
    return len({one.person for one in people})


def _labels(group: FlatGroup, named: Mask) -> list[str]:
    """What the people have in common; what somebody typed passes through ``named``."""
    return [text if text in (ALL, OTHERS) else named(text) for text in group.seen]


def _sums(group: FlatGroup) -> list[int]:
    return [_number(group.people), *map(sum, zip(*(one.counts for one in group.people), strict=True))]


# --- for staff: a row for each graduate ------------------------------------------------------------------------------

INTERNAL = "INTERNAL"
INTERNAL_HEADER = (
    *(INTERNAL, "row", "quarter", "as_of", "age", "months_home", "province", "trade", "placement", "policy"),
    *QuarterCounts._fields,
    *("last_met", "risk_level", "flags_open", "business", "covers_costs", "domains_better", "domains_worse"),
    *("result", "outcome", "main_cause"),
)
"""The columns of the table for staff."""


def internal_row(
    row: str, summary: CaseSummary, her: CaseloadAttributes, birth_year: int | None, request: ReportRequest
) -> list[FlatCell]:
    """One graduate in a quarter under a random ``row``: days and years in bands, no code, no place but her province.

    Of who does not agree to be counted only what was done is in it.
    """
    quarter, cutoff, counted = request.quarter, request.cutoff, summary.uncounted_since is None
    counts = count_quarter(summary, quarter, cutoff)
    months = band(whole_months(summary.returned, cutoff - timedelta(days=1)), MONTH_BANDS)
    age = band(max(quarter.year - birth_year, 0), AGE_BANDS) if birth_year else ""
    province, trade, policy = map(request.named, (summary.place.province, summary.trade, her.policy))
    return [
        *(INTERNAL, row, str(quarter), request.as_of.isoformat(), age, months),
        *(province, trade, her.placement, policy),
        *counts,
        *(_standing(summary, her, cutoff) if counts.end and counted else [None] * 7),
        *(_ending(summary, counts, cutoff) if counted else [None] * 3),
    ]


def _standing(summary: CaseSummary, her: CaseloadAttributes, cutoff: date) -> list[FlatCell]:
    """How she is at the end of the quarter, while she is followed."""
    month = summary.business_month
    covered = month.covered if month else None
    return [
        band(summary.since_met, SINCE_MET_BANDS),
        her.level.value,
        sum(is_open_on(summary, flag, cutoff) for flag in summary.flags),
        business_status(month).value,
        None if covered is None else int(covered),
        summary.scores.count(1),
        summary.scores.count(-1),
    ]


def _ending(summary: CaseSummary, counts: QuarterCounts, cutoff: date) -> list[FlatCell]:
    """How her follow-up ended, if it did in the quarter."""
    over = summary.episode_end_on(cutoff) if counts.left else None
    if over is None:
        return [None] * 3
    return [over.result.value, over.how.value, over.causes[0].value if over.causes else None]
