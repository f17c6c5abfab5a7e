"""How long graduates went without being met in person, and how else they were heard of."""

from collections import Counter
from collections.abc import Sequence
from operator import attrgetter

from followup.case.visit_words import ContactMethod
from followup.messages import say, say_count
from followup.statistics.release import TableKind
from followup.statistics.report_model import ReportColumn, ReportRow, ReportSection, ReportTable
from followup.statistics.sections import follow_ups
from followup.statistics.sections.frame import Frame, band, band_id, people, people_table, word_row
from followup.values import replace

SINCE_MET_BANDS = ((0, 31), (32, 45), (46, 59), (60, 0))
"""Days since she was last met that are told together; from 60 on she counts as not met, as on the agenda."""
LONGEST_GAP_BANDS = ((0, 35), (36, 59), (60, 89), (90, 0))
"""Days without a meeting that are told together; 35 is the longest gap of a monthly promise that is kept."""


_SPOKEN_WITH = (ContactMethod.FAMILY, ContactMethod.LOCAL_AUTHORITY)


def section(frame: Frame) -> ReportSection:
    """Contact: time since the last meeting at the end, and the longest time without one that touched the quarter."""
    longest = say("Longest time without a meeting that touched the quarter")
    return ReportSection(
        id="contact",
        title=say("Contact"),
        about=say(
            "Days without meeting her in person, for those in follow-up at the end of the quarter. Calls do not count."
        ),
        tables=(
            _bands_table(frame, "since_met", say("Last met, at the end of the quarter"), SINCE_MET_BANDS),
            _bands_table(frame, "longest", longest, LONGEST_GAP_BANDS),
            _other_contacts(frame),
            _spoken_with(frame),
            *follow_ups.tables(frame),
        ),
    )


def _other_contacts(frame: Frame) -> ReportTable:
    """Contacts of the quarter without meeting her, by kind; only a policy of one contact counts any as its visit."""
    contacts = Counter(contact for summary in frame.summaries for contact in summary.other_contacts)
    return ReportTable(
        id="other_contacts",
        title=say("Contacts without meeting her"),
        kind=TableKind.PROCESS,
        columns=(ReportColumn("contacts", say("contacts")),),
        rows=tuple(word_row(kind, {"contacts": contacts[kind]}) for kind in ContactMethod if not kind.in_person),
        note=say(
            "None of them is a visit; but under a policy of one contact a call, or speaking with her family or the"
            " local authority, counts as that contact."
        ),
    )


def _spoken_with(frame: Frame) -> ReportTable:
    """How often her family or the local authority was spoken with instead of her, and of how many graduates."""
    spoken = [(her.person, kind) for her in frame.summaries for kind in her.other_contacts if kind in _SPOKEN_WITH]
    times, graduates = (Counter(kind for _, kind in pairs) for pairs in (spoken, set(spoken)))
    return ReportTable(
        id="spoken_with",
        title=say("Speaking with family and local authorities"),
        kind=TableKind.PROCESS,
        columns=(ReportColumn("contacts", say("contacts")), ReportColumn("people", say("graduates"))),
        rows=tuple(word_row(kind, {"contacts": times[kind], "people": graduates[kind]}) for kind in _SPOKEN_WITH),
    )


def _bands_table(frame: Frame, name: str, title: str, bands: Sequence[tuple[int, int]]) -> ReportTable:
    """Those in follow-up by days of this name; nobody's are merged, since they say what was done."""
    days = attrgetter(name)
    numbers = Counter(band(days(summary), bands) for summary in frame.followed)
    rows = [
        ReportRow(key, _label(low, high), people(numbers[key]))
        for low, high in bands
        if (key := band_id(low, high)) in numbers
    ]
    table = people_table(name, title, rows, len(frame.followed))
    longest = max(map(days, frame.followed), default=0)
    return (
        replace(table, note=say_count(longest, "The longest is 1 day.", "The longest is {n} days."))
        if frame.internal and longest
        else table
    )


def _label(first: int, last: int) -> str:
    if not first:
        return say("Up to {last} days", last=last) if last else say("However long")
    return say("{first} to {last} days", first=first, last=last) if last else say("{n} days and more", n=first)
