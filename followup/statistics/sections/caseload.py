"""How many were followed at the start of a quarter, who joined and left, and how many at its end."""

from followup.messages import say
from followup.statistics.release import TableKind
from followup.statistics.report_model import LastPublication, ReportRow, ReportSection, ReportTable
from followup.statistics.sections.frame import PEOPLE_COLUMNS, Frame, people


def section(frame: Frame, before: LastPublication | None) -> ReportSection:
    """Caseload: the sum from the start of the quarter to its end."""
    return ReportSection(
        id="caseload",
        title=say("Caseload"),
        about=say("A graduate is in follow-up from the day she came home until her follow-up ends."),
        tables=(_movement(frame, before),),
    )


def _movement(frame: Frame, before: LastPublication | None) -> ReportTable:
    start = sum(summary.followed_on(frame.quarter.start) for summary in frame.home)
    joined = sum(frame.holds(summary.returned) for summary in frame.home)
    left = sum(frame.holds(max(over.on, her.returned)) for her, over in frame.endings)
    back = sum(over.back is not None and frame.holds(max(over.back, her.returned)) for her, over in frame.endings)
    return ReportTable(
        id="movement",
        title=say("Graduates in follow-up"),
        kind=TableKind.PROCESS,
        columns=PEOPLE_COLUMNS,
        rows=(
            ReportRow("start", say("In follow-up at the start of the quarter"), people(start)),
            ReportRow("joined", say("Joined: came home"), people(joined)),
            *([ReportRow("back", say("Back in follow-up after an outcome"), people(back))] if back else ()),
            ReportRow("left", say("Left: follow-up ended"), people(left)),
        ),
        total=ReportRow("end", say("In follow-up at the end of the quarter"), people(len(frame.followed))),
        note=_late_note(frame, before, start),
    )


def _late_note(frame: Frame, before: LastPublication | None, start: int) -> str:
    """Where the quarter does not begin with what the one before was published with: why."""
    if frame.internal or before is None or before.report.quarter != str(frame.quarter.before):
        return ""
    printed = before.figure("caseload", "end", "people")
    if not isinstance(printed, int) or printed == start:
        return ""
    return say(
        "{quarter} was published with {n} at its end; the rest was written down or put right since.",
        quarter=before.report.quarter,
        n=printed,
    )
