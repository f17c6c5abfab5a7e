"""Referrals: she is sent to a service with what she agreed to; answered, done or not, withdrawn, listed.

A referral closes its loop: it waits for somebody until a day, and past that day it stands on the agenda, until it is
said what came of it.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from followup.case.case import Case
from followup.case.facts import ReferralAnswered, ReferralDone, ReferralWithdrawn, Referred
from followup.case.facts.base import Body
from followup.case.fields import Private
from followup.case.forms.spoken_days import plain_digits
from followup.case.parts import numbered
from followup.case.referral import Referral, purpose_of
from followup.case.referral_words import AwaitedParty, ReferralReply, ReferralService, ReferralState, SharedDetail
from followup.casebook import Casebook, CaseChange, checked_record_day, require_opened
from followup.errors import Missing, Refused
from followup.messages import say
from followup.services.case_contents import cases_with
from followup.services.consents import require
from followup.services.workers import worker_to_show
from followup.staff import is_followed_by
from followup.values import Value

WAITS = {ReferralState.SENT: timedelta(days=14), ReferralState.ACCEPTED: timedelta(days=30)}
"""How long a referral waits if nobody says: for an answer, and for what was asked for."""


class ReferralResult(Value):
    """A referral after something was written of it: her case, its number, and itself."""

    case: Case
    number: int
    referral: Referral


class NewReferral(Value):
    """What a referral is made with; until when it waits is filled in when not said."""

    service: ReferralService
    why: Private
    to: Private = ""
    shares: tuple[SharedDetail, ...] = ()
    waits_for: AwaitedParty = AwaitedParty.SERVICE
    until: date | None = None

    def fact(self, day: date) -> Referred:
        """The fact that it becomes on a day."""
        until = check_until(self.until or usual_day(ReferralState.SENT, day), day)
        return Referred(self.service, self.why, until, self.waits_for, self.to, self.shares)


def usual_day(state: ReferralState, day: date) -> date:
    """Until when a referral in this state waits, if nobody says."""
    return day + WAITS[state]


# --- written down -----------------------------------------------------------------------------------------------------


def add(book: Casebook, typed: str, new: NewReferral, on: date | None = None) -> ReferralResult:
    """Write down that she was sent to a service. Refused without her consent."""
    with book.change(typed) as her:
        case = _require_in_follow_up(her.case)
        day = checked_record_day(on or book.today, book.today)
        require(case, purpose_of(new.service))
        (fact,) = her.write(new.fact(day), on=day)
    return _result(her, fact.id)


def check_new(book: Casebook, typed: str, on: date | None) -> None:
    """Refused where she cannot be referred on that day."""
    _require_in_follow_up(book.look(typed).case)
    checked_record_day(on or book.today, book.today)


def check_until(until: date, day: date) -> date:
    """Until when it waits; Refused for a day before the one on which something was written of it."""
    if until < day:
        raise Refused(say("Nobody can wait until a day before {day}.", day=day), say("Choose a later day."))
    return until


def answer(
    book: Casebook,
    typed: str,
    which: str,
    reply: ReferralReply,
    *,
    note: Private = "",
    waits_for: AwaitedParty | None = None,
    until: date | None = None,
    on: date | None = None,
) -> ReferralResult:
    """Write down what the service answered; *not yet* waits on, until a later day."""

    def answered(one: Referral, day: date) -> ReferralAnswered:
        if reply is ReferralReply.REFUSED:
            return ReferralAnswered(one.id, reply, note)
        state = ReferralState.ACCEPTED if reply is ReferralReply.ACCEPTED else one.state
        waits_until = check_until(until or usual_day(state, day), day)
        return ReferralAnswered(one.id, reply, note, waits_for or one.waits_for, waits_until)

    return _write_step(book, typed, which, answered, on)


def finish(
    book: Casebook, typed: str, which: str, came_of: Private, *, done: bool, on: date | None = None
) -> ReferralResult:
    """Write down that the service did what it was asked for, or did not and will not; and what came of it."""
    return _write_step(book, typed, which, lambda one, _day: ReferralDone(one.id, done, came_of), on)


def withdraw(book: Casebook, typed: str, which: str, reason: Private, on: date | None = None) -> ReferralResult:
    """Write down that the referral is not wanted any more, and why."""
    return _write_step(book, typed, which, lambda one, _day: ReferralWithdrawn(one.id, reason), on)


def _write_step(
    book: Casebook, typed: str, which: str, step: Callable[[Referral, date], Body], on: date | None
) -> ReferralResult:
    with book.change(typed) as her:
        referral = pick(her.case, which)
        day = check_step_day(referral, on or book.today, book.today)
        her.write(step(referral, day), on=day)
    return _result(her, referral.id)


def check_step_day(referral: Referral, day: date, today: date) -> date:
    """The day of a step; Refused for one before the step before it, or ahead."""
    if checked_record_day(day, today) < referral.last.on:
        raise Refused(
            say("That day is before {day}, when something was written of it last.", day=referral.last.on),
            say("Check the day."),
        )
    return day


# --- which one --------------------------------------------------------------------------------------------------------


def pick(case: Case, which: str) -> Referral:
    """The open referral meant by its number in the list, or by its id."""
    referral = pick_any(case, which)
    if not referral.is_open:
        raise Refused(
            say("That referral waits for nobody any more: {state}.", state=referral.state.label), _list_hint(case)
        )
    return referral


def pick_any(case: Case, which: str) -> Referral:
    """The referral meant by its number in the list, or by its id, whether it is open or not."""
    meant = (which.strip(), plain_digits(which.strip()))
    found = next((one for number, one in numbered(case.referrals) if one.id in meant or str(number) in meant), None)
    if found is None:
        raise Missing(say("There is no referral of that number."), _list_hint(case))
    return found


def pick_to_show(case: Case, which: str = "") -> Referral:
    """The referral meant by its number or id; where none is said the only open one, or else her only one."""
    if which.strip():
        return pick_any(case, which)
    meant = case.open_referrals or case.referrals
    if len(meant) == 1:
        return meant[0]
    several = say("She has several referrals: say which.") if meant else say("She was never referred.")
    raise Missing(several, _list_hint(case) if meant else _add_hint(case))


def open_to_show(case: Case, which: str = "") -> Referral:
    """The same; Missing where none is open, Refused for one that waits for nobody any more."""
    if not (which.strip() or case.open_referrals):
        raise Missing(say("No referral of hers is open."), _add_hint(case))
    return pick(case, pick_to_show(case, which).id)


def _add_hint(case: Case) -> str:
    return say("To refer her: followup referral add {code}", code=case.code)


def _list_hint(case: Case) -> str:
    return say("See her referrals with: followup referral list {code}", code=case.code)


def number_of(case: Case, referral: Referral) -> int:
    """The number of one of her referrals."""
    return next(number for number, one in numbered(case.referrals) if one.id == referral.id)


def open_referrals(
    book: Casebook, *, worker: str = "", past: bool = False, service: ReferralService | None = None
) -> Iterator[tuple[Case, int, Referral]]:
    """The open referrals of everybody, the earliest day first; of those whose follow-up has ended too.

    Of whom who she is was erased nothing more is written, so none of hers can be closed: they are left out.
    """
    wanted = worker_to_show(book, worker)
    found = [
        (case.as_listed, number, one)
        for case in cases_with(book, lambda case: case.waits)
        if is_followed_by(case.worker, wanted) and not case.erased
        for number, one in numbered(case.referrals)
        if one.is_open and (not past or one.is_past(book.today)) and service in (None, one.said.service)
    ]
    return iter(sorted(found, key=lambda row: (row[2].until, row[0].code, row[1])))


def referred_to_by(book: Casebook, reference: str) -> Iterator[tuple[Case, int, Referral]]:
    """The referral of this reference, whoever's it is and closed or not: what an answer on paper comes back with."""
    wanted = reference.strip().upper()
    for case in cases_with(book, lambda case: any(_is_called(one, wanted) for one in case.references)):
        for number, one in numbered(case.referrals):
            if _is_called(one.reference, wanted):
                yield case, number, one


def _is_called(reference: str, typed: str) -> bool:
    return typed in (reference, reference.removeprefix("R-"))


def _result(her: CaseChange, referral_id: str) -> ReferralResult:
    case = her.after
    referral = next(one for one in case.referrals if one.id == referral_id)
    return ReferralResult(case, number_of(case, referral), referral)


def _require_in_follow_up(case: Case) -> Case:
    if require_opened(case).end is not None:
        raise Refused(
            say("Her follow-up has ended: nobody would see what becomes of a referral."),
            say("To follow her again: followup outcome reopen {code}", code=case.code),
        )
    return case
