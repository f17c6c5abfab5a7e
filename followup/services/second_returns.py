"""She goes home a second time: a stay of its own from month 0, while what was before stays as it stood."""

from collections.abc import Iterable
from datetime import date

from followup.case import facts as f
from followup.case.case import Case
from followup.case.outcome_words import OutcomeKind
from followup.casebook import Casebook, checked_record_day, require_opened
from followup.errors import Refused
from followup.messages import say
from followup.schedule.case_schedule import CaseSchedule
from followup.schedule.next_visit import NextVisit, next_visits
from followup.scheduler import policy_named
from followup.services.returns import needed, return_against
from followup.values import Value


class SecondReturn(Value):
    """A second return that was written down: her case now, the schedule of the new stay, and its first visit."""

    case: Case
    case_schedule: CaseSchedule
    first: NextVisit | None


def return_again(
    book: Casebook,
    typed: str,
    on: date | None = None,
    policy: str = "",
    note: str = "",
    against: str = "",
    *,
    dry_run: bool = False,
) -> SecondReturn:
    """Write down that she went home again: under ``policy``, or the one she had, her visits count anew from that day.

    Refused while follow-up has not ended, for a day before its end, after she died, and without a reason ``against``
    an assessment that says no to a return of today.
    """
    day = checked_record_day(on or book.today, book.today)
    with book.change(typed, dry_run=dry_run) as her:
        _check_may_return(her.case, day)
        chosen = policy_named(policy or her.case.policy, book.office)
        hint = say('Say why: followup graduate return {code} --on {day} --against "..."', code=her.case.code, day=day)
        reason = needed(return_against(day, her.case.refusals, against, book.today, hint), against)
        bodies: list[f.Body] = [f.ReturnedAgain(day, chosen.name, note), *([reason] if reason else [])]
        her.write(*bodies, on=day)
    case = her.after
    case_schedule = book.scheduler.case_schedule(case)
    return SecondReturn(case, case_schedule, next(iter(next_visits(case_schedule, book.today)), None))


def _check_may_return(case: Case, day: date) -> None:
    end = require_opened(case).end
    if end is None:
        raise Refused(
            say("Her follow-up has not ended; she has been home since {day}.", day=case.return_date or ""),
            say(
                "If she came back to the centre, first: followup outcome record {code} --how returned-to-centre "
                "--causes A,B. If her return date is wrong: followup graduate edit {code} --return DATE",
                code=case.code,
            ),
        )
    if end.said.ending is OutcomeKind.DIED:
        raise Refused(
            say("Her follow-up ended with her death, on {day}.", day=end.on),
            say(
                "If that is wrong: followup withdraw {code} N, with N from: followup log {code}",
                code=case.code,
            ),
        )
    if day < end.on:
        raise Refused(
            say("Her follow-up ended on {day}; she cannot have gone home again before.", day=end.on),
            say("Give that day or a later one: followup graduate return {code} --on DATE", code=case.code),
        )


def check_again(case: Case, day: date) -> None:
    """Refused for a corrected return date that lies before the day on which a second return was written as true."""
    if case.stay_since and day < case.stay_since:
        raise Refused(
            say(
                "Her second return is written down as {day}; to give an earlier day, write it down again.",
                day=case.stay_since,
            ),
            say(
                "Take that entry back, then: followup graduate return {code} --on DATE. See its number in: followup "
                "log {code}",
                code=case.code,
            ),
        )


# --- taken back -----------------------------------------------------------------------------------------------------

_BUILT_ON_A_RETURN = (
    *(f.Visited, f.Attempted, f.Moved, f.Paused, f.Extended, f.Tapered, f.Ended, f.Reopened),
    *(f.MilestoneReached, f.HandedOut, f.Planned, f.Amended, f.ReturnedAgain, f.TripDates),
)
"""What counts from the return before it, and would be of another stay without it."""


def check_withdrawal(fact: f.Fact, in_force: Iterable[f.Fact], case: Case) -> None:
    """Refused for a second return that something was built on, and for the outcome that one stands on."""
    later = [one for one in in_force if one.order > fact.order]
    if isinstance(fact.body, f.ReturnedAgain) and any(isinstance(one.body, _BUILT_ON_A_RETURN) for one in later):
        raise Refused(
            say("Later entries count from this return."),
            say(
                "Put right what is wrong in it: followup graduate edit {code} --return DATE --policy NAME. Or take "
                "the others back first; see them in: followup log {code}",
                code=case.code,
            ),
        )
    if isinstance(fact.body, f.Ended) and any(isinstance(one.body, f.ReturnedAgain) for one in later):
        raise Refused(
            say("She went home again after this outcome."),
            say("Take that return back first; see its number in: followup log {code}", code=case.code),
        )
