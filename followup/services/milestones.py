"""Milestones: how a graduate stands 12, 24 and 36 months after her return, written down beside the criteria."""

from datetime import date

from followup.case.case import Case
from followup.case.facts import MilestoneReached
from followup.case.fields import Private
from followup.case.outcome_words import MilestoneStanding
from followup.casebook import Casebook, checked_record_day, require_opened
from followup.errors import Invalid, Refused
from followup.messages import say
from followup.monitoring.milestones import MISSING_AFTER, MilestoneState, MilestoneStatus, milestones
from followup.services.readiness import ReadinessReview, readiness_of
from followup.values import Value


class MilestoneInput(Value):
    """What is said of a milestone: how she stands, what there is to say of it, and who decided."""

    standing: MilestoneStanding
    note: Private = ""
    decided_by: Private = ""


class MilestoneResult(Value):
    """A milestone that was written down on a day, and the review beside it; ``late`` if it was missing until then."""

    case: Case
    on: date
    mark: MilestoneStatus
    said: MilestoneReached
    review: ReadinessReview

    @property
    def late(self) -> bool:
        """Whether it was written down so late that it counted as missing."""
        return self.on >= self.mark.day + MISSING_AFTER


def record(
    book: Casebook, typed: str, milestone_input: MilestoneInput, month: int | None = None, on: date | None = None
) -> MilestoneResult:
    """Write down how she stands at a milestone: the one of ``month``, or the latest reached that nothing is said of.

    Refused before it is reached, where follow-up had ended by then, and a second time.
    """
    day = checked_record_day(on or book.today, book.today)
    with book.change(typed) as her:
        mark = _milestone_to_record(her.case, month, day)
        said = MilestoneReached(mark.month, milestone_input.standing, milestone_input.note, milestone_input.decided_by)
        found = readiness_of(her, day)
        her.write(said, on=day)
    return MilestoneResult(her.after, day, mark, said, found)


def milestone_to_record(book: Casebook, typed: str, month: int | None, day: date) -> MilestoneStatus:
    """The milestone that may be written down on this day; Refused, with what stands in the way, if none may."""
    return _milestone_to_record(book.look(typed).case, month, day)


def _milestone_to_record(case: Case, month: int | None, day: date) -> MilestoneStatus:
    marks = milestones(require_opened(case), day)
    if month is None:
        return _latest_open(marks)
    mark = next((one for one in marks if one.month == month), None)
    if mark is None:
        months = ", ".join(str(one.month) for one in marks)
        raise Invalid(say("That month is not a milestone."), say("Milestones are the months {months}.", months=months))
    _check_open(case, mark)
    return mark


def _latest_open(marks: tuple[MilestoneStatus, ...]) -> MilestoneStatus:
    """The latest of those reached that nothing is said of."""
    for mark in reversed(marks):
        if mark.state in (MilestoneState.DUE, MilestoneState.MISSING):
            return mark
    ahead = next((mark for mark in marks if mark.state is MilestoneState.AHEAD), None)
    if ahead:
        raise Refused(
            say("No milestone is open; the next is month {n}, reached on {day}.", n=ahead.month, day=ahead.day),
            say("Write it down then."),
        )
    raise Refused(
        say("No milestone is open: each is written down, or follow-up had ended before it."),
        say("See them: followup outcome list --milestones"),
    )


def _check_open(case: Case, mark: MilestoneStatus) -> None:
    if mark.state is MilestoneState.RECORDED:
        stands = " / ".join(f"{one.said.standing.label}, {one.on}" for one in mark.said)
        raise Refused(
            say("Month {n} is written down already: {how}.", n=mark.month, how=stands),
            say(
                "If that is wrong, take it back: followup withdraw {code} N, with N from: followup log {code}",
                code=case.code,
            ),
        )
    if mark.state is MilestoneState.ENDED:
        raise Refused(
            say("Her follow-up had ended before month {n}.", n=mark.month), say("How it ended is her outcome.")
        )
    if mark.state is MilestoneState.AHEAD:
        raise Refused(
            say("Month {n} is reached on {day}.", n=mark.month, day=mark.day),
            say("Write it down then; until then what you see belongs in the visit."),
        )
