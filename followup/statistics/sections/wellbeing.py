"""How wellbeing has changed since return, by domain."""

from collections import defaultdict

from followup.case.vocabulary import WellbeingDomain
from followup.messages import say
from followup.statistics.disclosure.small_groups import releasable_kinds
from followup.statistics.proportions import Proportion
from followup.statistics.report_model import ReportColumn, ReportRow, ReportSection, ReportTable
from followup.statistics.sections.frame import Frame


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
    rows = tuple(_row(frame, domain) for domain in WellbeingDomain) if frame.followed else ()
    return ReportTable(
        id="change",
        title=say("Change since return"),
        columns=(ReportColumn("better", say("better")), ReportColumn("worse", say("worse"))),
        rows=rows,
        note="" if rows else say("Nobody is in follow-up."),
    )


def _row(frame: Frame, domain: WellbeingDomain) -> ReportRow:
    people: dict[str, list[str]] = defaultdict(list, better=[], worse=[])
    at = list(WellbeingDomain).index(domain)
    for summary in frame.followed:
        people[("rest", "better", "worse")[summary.scores[at]]].append(summary.id)
    rest = len(people.pop("rest", []))
    shown = (
        tuple(people)
        if frame.internal
        else (*releasable_kinds(people, rest), *(what for what in people if not people[what]))
    )
    everybody = len(frame.followed)
    cells = {what: Proportion(len(people[what]), everybody) if what in shown else None for what in ("better", "worse")}
    return ReportRow(domain.value, domain.label.capitalize(), cells)
