"""How many were followed at the start of a quarter, who joined and left, and how many at its end."""

from followup.case.vocabulary import Result
from followup.messages import say
from followup.statistics.disclosure.release_ledger import Moved
from followup.statistics.report_model import Column, Figures, Row, Section
from followup.statistics.sections.frame import Frame

LEFT = {
    Result.SUCCESS: say("Left: success"),
    Result.FAILURE: say("Left: failure"),
    Result.NEITHER: say("Left: neither"),
}


def section(frame: Frame, moved: Moved) -> Section:
    """Caseload: the sum from the start of the quarter to its end."""
    return Section(
        id="caseload",
        title=say("Caseload"),
        about=say("A graduate is in follow-up from the day she came home until her follow-up ends."),
        tables=(_movement(frame, moved),),
    )


def _movement(frame: Frame, moved: Moved) -> Figures:
    back = [Row("back", say("Back in follow-up after an outcome"), (moved.back,))] if moved.back else []
    return Figures(
        id="movement",
        title=say("Graduates in follow-up"),
        columns=(Column("people", say("people")),),
        rows=(
            Row("start", say("In follow-up at the start of the quarter"), (moved.start,)),
            Row("joined", say("Joined: came home"), (moved.joined,)),
            *back,
            *(Row(result.value, label, (moved.left.get(result, 0),)) for result, label in LEFT.items()),
        ),
        total=Row("end", say("In follow-up at the end of the quarter"), (moved.end,)),
        note=""
        if frame.internal
        else say("Fewer than five who joined, or who left in one of these ways, are counted in a later quarter."),
    )
