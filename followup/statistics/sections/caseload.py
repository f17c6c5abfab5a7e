"""How many were followed at the start of a quarter, who joined and left, and how many at its end."""

from followup.case.vocabulary import OutcomeClass
from followup.messages import say
from followup.statistics.disclosure.release_ledger import CaseloadMovement
from followup.statistics.report_model import ReportRow, ReportSection, ReportTable
from followup.statistics.sections.frame import PEOPLE_COLUMNS, Frame, people

LEFT_LABELS = {
    OutcomeClass.SUCCESS: say("Left: success"),
    OutcomeClass.FAILURE: say("Left: failure"),
    OutcomeClass.NEITHER: say("Left: neither"),
}


def section(frame: Frame, moved: CaseloadMovement) -> ReportSection:
    """Caseload: the sum from the start of the quarter to its end."""
    return ReportSection(
        id="caseload",
        title=say("Caseload"),
        about=say("A graduate is in follow-up from the day she came home until her follow-up ends."),
        tables=(_movement(frame, moved),),
    )


def _movement(frame: Frame, moved: CaseloadMovement) -> ReportTable:
    back = [ReportRow("back", say("Back in follow-up after an outcome"), people(moved.back))] if moved.back else []
    return ReportTable(
        id="movement",
        title=say("Graduates in follow-up"),
        columns=PEOPLE_COLUMNS,
        rows=(
            ReportRow("start", say("In follow-up at the start of the quarter"), people(moved.start)),
            ReportRow("joined", say("Joined: came home"), people(moved.joined)),
            *back,
            *(
                ReportRow(result.value, label, people(moved.left.get(result, 0)))
                for result, label in LEFT_LABELS.items()
            ),
        ),
        total=ReportRow("end", say("In follow-up at the end of the quarter"), people(moved.end)),
        note=""
        if frame.internal
        else say("Fewer than five who joined, or who left in one of these ways, are counted in a later quarter."),
    )
