"""How long graduates went without being met in person, and how else they were heard of."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from followup.case.vocabulary import ContactMethod
from followup.messages import say
from followup.statistics.case_summary import CaseSummary
from followup.statistics.disclosure.small_groups import Group, Tally, counted, small
from followup.statistics.report_model import ReportColumn, ReportRow, ReportSection, ReportTable
from followup.statistics.sections.frame import Frame, band, band_id, band_row, people, people_table

SINCE_MET_BANDS = ((0, 31), (32, 45), (46, 59), (60, 0))
"""Days since she was last met that are told together; from 60 on she counts as not met, as on the agenda."""
LONGEST_GAP_BANDS = ((0, 35), (36, 59), (60, 89), (90, 0))
"""Days without a meeting that are told together; 35 is the longest gap of a monthly promise that is kept."""


def section(frame: Frame) -> ReportSection:
    """Contact: time since the last meeting at the end, and the longest time without one that touched the quarter."""
    since = _nested(frame, _groups(frame, SINCE_MET_BANDS, lambda summary: summary.since_met))
    gaps = _nested(frame, _groups(frame, LONGEST_GAP_BANDS, lambda summary: summary.longest), since)
    return ReportSection(
        id="contact",
        title=say("Contact"),
        about=say(
            "Days without meeting her in person, for those in follow-up at the end of the quarter. Calls do not count."
        ),
        tables=(
            _bands_table(
                frame, "since_met", say("Last met, at the end of the quarter"), since, lambda summary: summary.since_met
            ),
            _bands_table(
                frame,
                "longest",
                say("Longest time without a meeting that touched the quarter"),
                gaps,
                lambda summary: summary.longest,
            ),
            _other_contacts(frame),
        ),
    )


def _other_contacts(frame: Frame) -> ReportTable:
    """Contacts of the quarter without meeting her, by kind; only a policy of one contact counts any as its visit."""
    tallies: dict[ContactMethod, Tally] = defaultdict(Tally)
    for summary in frame.summaries:
        for contact in summary.other_contacts:
            tallies[contact].add(summary.person)
    kinds = (kind for kind in ContactMethod if not kind.in_person)
    return ReportTable(
        id="other_contacts",
        title=say("Contacts without meeting her"),
        columns=(ReportColumn("contacts", say("contacts")),),
        rows=tuple(
            ReportRow(kind.value, kind.label.capitalize(), {"contacts": frame.number(tallies[kind].part)})
            for kind in kinds
        ),
        note=say(
            "None of them is a visit; but under a policy of one contact a call, or speaking with her family or the"
            " local authority, counts as that contact."
        ),
    )


DaysOf = Callable[[CaseSummary], int]
GroupRows = tuple[Group, ...]


def _groups(frame: Frame, bands: Sequence[tuple[int, int]], days: DaysOf) -> GroupRows:
    """Those in follow-up by days, in bands that may be shown."""
    people: dict[str, list[str]] = defaultdict(list)
    for summary in frame.followed:
        people[band(days(summary), bands)].append(summary.id)
    groups = [Group((key,), (counted(people[key]),)) for low, high in bands if (key := band_id(low, high)) in people]
    return frame.safe(groups, ordered=True) or ()


def _nested(frame: Frame, groups: GroupRows, since: GroupRows = ()) -> GroupRows:
    """The bands, without a beginning that leaves one to four people when one table is subtracted from another.

    Whoever was last met so long ago has had so long a time without a meeting; and nobody who came home this year has
    had a longer one than the year is old.
    """
    first, rows = date(frame.quarter.year, 1, 1), list(groups)
    earlier = sum(frame.roll.returned[summary.id] < first.year for summary in frame.followed)
    for at in range(len(rows) - 1, 0, -1):
        people = _people(rows[at:])
        inside = [_people(since[n:]) for n in range(len(since)) if _first(since[n]) > _last(rows[at - 1])]
        outside = [earlier] if (frame.last_day - first).days < _first(rows[at]) else []
        if not frame.internal and any(small(abs(people - other)) for other in (*inside, *outside)):
            rows[at - 1] += rows.pop(at)
    return tuple(rows)


def _first(group: Group) -> int:
    """The first day of a band."""
    return int(group.ids[0].partition("-")[0])


def _last(group: Group) -> int:
    """The last day of a band that has one."""
    return int(group.ids[-1].partition("-")[2])


def _people(groups: Iterable[Group]) -> int:
    return sum(group.size for group in groups)


def _bands_table(frame: Frame, name: str, title: str, groups: GroupRows, days: DaysOf) -> ReportTable:
    longest = max(map(days, frame.followed), default=0)
    rows = [band_row(group, _label, people(group.size)) for group in groups]
    table = people_table(name, title, rows, len(frame.followed))
    return replace(table, note=say("The longest is {n} days.", n=longest)) if frame.internal and longest else table


def _label(first: int, last: int) -> str:
    if not first:
        return say("Up to {last} days", last=last) if last else say("However long")
    return say("{first} to {last} days", first=first, last=last) if last else say("{n} days and more", n=first)
