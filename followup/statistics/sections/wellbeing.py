"""How wellbeing has changed since return, by domain."""

from collections import Counter
from datetime import timedelta

from followup.case.visit_words import WellbeingDomain
from followup.messages import say
from followup.statistics.proportions import Proportion
from followup.statistics.release import MIN_PEOPLE, TableKind
from followup.statistics.report_model import NOT_TOLD, CellValue, ReportColumn, ReportRow, ReportSection, ReportTable
from followup.statistics.sections.flags import few_followed_note
from followup.statistics.sections.frame import Frame, word_row

SCORED_TWICE_AFTER = timedelta(days=31)
"""Who has been at home for less cannot be better or worse off than at her first scores."""


def section(frame: Frame) -> ReportSection:
    """Wellbeing: in each domain how many are better and how many worse off than at their first scores."""
    return ReportSection(
        id="wellbeing",
        title=say("Wellbeing"),
        about=say(
            "The worker's latest score, no older than half a year, against her first one, of all in follow-up. Those "
            "who are neither better nor worse are the same, or were not scored twice."
        ),
        tables=(_change(frame),),
    )


def _change(frame: Frame) -> ReportTable:
    long_home = sum(summary.returned <= frame.last_day - SCORED_TWICE_AFTER for summary in frame.followed)
    domains = enumerate(WellbeingDomain) if frame.followed else ()
    rows = tuple(_row(frame, at, domain, long_home) for at, domain in domains)
    few = rows and not frame.internal and len(frame.followed) < MIN_PEOPLE
    return ReportTable(
        id="change",
        title=say("Change since return"),
        kind=TableKind.STATE,
        columns=(ReportColumn("better", say("better")), ReportColumn("worse", say("worse"))),
        rows=rows,
        note=few_followed_note() if few else "" if rows else say("Nobody is in follow-up."),
    )


def _row(frame: Frame, at: int, domain: WellbeingDomain, long_home: int) -> ReportRow:
    """How many are better and worse off, of all in follow-up; not told if nearly all who can be are one of these."""
    changes = Counter(summary.scores[at] for summary in frame.followed)
    classes = {"better": changes[1], "worse": changes[-1]}
    told = frame.tells({**classes, "rest": long_home - sum(classes.values())}, tuple(classes))
    cells: dict[str, CellValue] = {
        name: Proportion(number, len(frame.followed)) if told else NOT_TOLD for name, number in classes.items()
    }
    return word_row(domain, cells)
