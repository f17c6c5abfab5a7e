"""How follow-up ends: an outcome, beside what the policy's criteria say of it."""

from dataclasses import dataclass
from datetime import date

from followup.case.case import Case
from followup.case.codes import Result
from followup.case.facts import Ended
from followup.casebook import Casebook, not_ahead, opened
from followup.errors import Refused
from followup.review.readiness import State
from followup.services.readiness import Reviewed, review
from followup.services.schedules import Scheduler
from followup.text import say


@dataclass(frozen=True, slots=True)
class Ending:
    """An outcome that was written down, the review beside it, and how many visits it cancelled."""

    case: Case
    on: date
    said: Ended
    review: Reviewed
    cancelled: int


def record(book: Casebook, typed: str, ended: Ended, on: date | None = None) -> Ending:
    """Write an outcome down: the visits after it are cancelled, all that was before stays.

    Refused for a second outcome, a day ahead or before her return, a failure without a cause, and a success against the
    criteria without a reason.
    """
    day = not_ahead(on or book.today, book.today)
    now = opened(book.case(book.find(typed)))
    _check(now, ended, day)
    found = review(book, typed, day)
    if ended.ending.result is Result.SUCCESS and not found.ready and not ended.against.strip():
        open_ones = [finding.title for finding in found.findings if finding.state is not State.MET]
        raise Refused(
            say("Not all that has to be true before follow-up ends is: {criteria}.", criteria=", ".join(open_ones)),
            say(
                "See: followup graduate review {code}. To end it all the same, say why with --against.",
                code=found.case.code,
            ),
        )
    book.write(now.id, ended, on=day)
    case = book.case(now.id)
    cancelled = sum(slot.cancelled for slot in Scheduler.of(book).timetable(case).course.slots)
    return Ending(case, day, ended, found, cancelled)


def _check(case: Case, ended: Ended, day: date) -> None:
    if case.end:
        raise Refused(
            say("Her follow-up has ended already."),
            say("To take that back: followup withdraw {code} N, with N from: followup log {code}", code=case.code),
        )
    if case.return_date and day < case.return_date:
        raise Refused(say("Follow-up cannot end before she went home."), say("Check the date."))
    if ended.ending.result is Result.FAILURE and not ended.causes:
        raise Refused(say("A failure names its causes, the main one first."), say("Give them with --causes."))
