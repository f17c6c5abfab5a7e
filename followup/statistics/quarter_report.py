"""The report of a quarter put together: its sections, and the figures at its top."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from followup.messages import say
from followup.monitoring.lessons import Lesson
from followup.statistics.case_summary import Life
from followup.statistics.disclosure.release_state import Chain, chain
from followup.statistics.proportions import Share
from followup.statistics.quarters import Quarter
from followup.statistics.report_model import Head, Report, Section, Value
from followup.statistics.sections import (
    business,
    caseload,
    contact,
    curve,
    data_gaps,
    flags,
    outcomes,
    trend,
    visits,
    wellbeing,
)
from followup.statistics.sections import lessons as learned
from followup.statistics.sections.definitions import DEFINITIONS
from followup.statistics.sections.frame import Frame


@dataclass(frozen=True, slots=True)
class Told:
    """What a report is made for: the quarter, what was true by ``as_of`` and written down by ``known_at``.

    ``named`` makes a label fit to be shown; ``unread`` counts cases that could not be read; ``open`` says why the
    quarter is not complete.
    """

    quarter: Quarter
    as_of: date
    known_at: datetime | None
    named: Callable[[str], str]
    internal: bool = False
    unread: int = 0
    open: tuple[str, ...] = ()


def told_of(
    lives: Sequence[Life], lessons: Sequence[Lesson], told: Told, before: Chain | None = None
) -> tuple[Report, Chain]:
    """The report, and what was told by its end; ``before`` is where the last publication left off."""
    cut = told.quarter.cut(told.as_of)
    link = chain(lives, told.quarter, cut, before, internal=told.internal)
    frame = Frame(told.quarter, cut, lives, link.roll, told.internal, told.named)
    sections = _sections(frame, link, lessons, told.unread)
    report = Report(
        quarter=str(told.quarter),
        days=(told.quarter.start.isoformat(), told.quarter.last.isoformat()),
        as_of=told.as_of.isoformat(),
        known_at=told.known_at.isoformat() if told.known_at else "",
        heads=_heads(frame, link),
        sections=sections,
        definitions=DEFINITIONS,
        open=told.open,
        internal=told.internal,
    )
    return report, link


def _sections(frame: Frame, link: Chain, lessons: Sequence[Lesson], unread: int) -> tuple[Section, ...]:
    seen, trade, survival = visits.section(frame), business.section(frame), curve.section(frame, link.read)
    return (
        caseload.section(frame, link.moved),
        seen,
        contact.section(frame),
        flags.section(frame, link.kinds, link.partition),
        trade,
        wellbeing.section(frame),
        outcomes.section(frame, link.moved),
        survival,
        learned.section(frame, lessons),
        trend.section(link.pasts),
        data_gaps.section(frame, seen, trade, survival, unread),
    )


def _heads(frame: Frame, link: Chain) -> tuple[Head, ...]:
    now = link.pasts[-1]
    before = link.pasts[-2] if len(link.pasts) > 1 else None
    year = link.read.get(str(curve.YEAR))
    return (
        Head("in_follow_up", say("In follow-up"), now.in_follow_up, _was(link.moved.start, frame.quarter)),
        Head("visits_when_due", say("Visits when due"), now.visits, _of(now.visits)),
        Head(
            "flags_open", say("Flags open"), now.flags_open, _was(before.flags_open if before else None, frame.quarter)
        ),
        Head("at_12_months", say("At 12 months"), year.estimate if year else None, _still(year)),
    )


def _was(figure: Value, quarter: Quarter) -> str:
    if figure is None:
        return ""
    return say("{n} on {day}", n=figure, day=quarter.begins)


def _of(share: Share | None) -> str:
    if share is None or share.percent_low is None:
        return say("not told")
    return say(
        "{n} of {all}, {low}–{high}%", n=share.count, all=share.of, low=share.percent_low, high=share.percent_high
    )


def _still(read: curve.Read | None) -> str:
    if read is None:
        return say("not told")
    if read.low is None:
        return say("of {n}, as of {quarter}", n=read.observed, quarter=read.quarter)
    return say("range {low}–{high}%, {quarter}", low=read.low, high=read.high, quarter=read.quarter)
