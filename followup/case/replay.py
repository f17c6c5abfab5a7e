"""Replay: the case that a set of facts adds up to, as of any day.

It is a function of the *set*: the order in which facts arrived, and from which laptop, does not matter.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from followup.case import facts as f
from followup.case.case import Case
from followup.case.consent_words import ConsentState, GuardianAnswer
from followup.case.parts import (
    Assessment,
    Attempt,
    Consent,
    ConsentOverride,
    Flag,
    FollowUpEnd,
    IssuedCalendarEntry,
    Milestone,
    PlannedTrips,
    Promise,
    ReturnAgainst,
    Support,
    Visit,
)
from followup.case.referral import after_step, sent_referral
from followup.values import reading_own, replace


def replay(case_id: str, facts: Iterable[f.Fact], as_of: date, known_at: datetime | None = None) -> Case:
    """The case that ``facts`` add up to on ``as_of``: what was true then, as it was known at ``known_at``."""
    case, held = Case(id=case_id, as_of=as_of), f.true_by(f.effective(facts, known_at), as_of)
    with reading_own():  # what facts say was checked when they were made
        for fact in held:
            case = _after(case, fact)
    return case


_last: tuple[str, tuple[f.Fact, ...], Case] | None = None


def replay_all(case_id: str, facts: tuple[f.Fact, ...]) -> Case:
    """The case with all that is written of it, whatever its day; of the facts that were replayed last it is held.

    So registers that are made of one reading of a case replay it once.
    """
    global _last
    if _last is None or _last[0] != case_id or _last[1] is not facts:
        _last = case_id, facts, replay(case_id, facts, date.max)
    return _last[2]


_Step = Callable[[Any, f.Fact, Case], Case]
_STEPS: dict[str, _Step] = {}
"""What each kind of fact does to a case; kinds that say nothing about a case are not among them."""


def _step(*kinds: str) -> Callable[[_Step], _Step]:
    """What facts of these kinds do. Their classes are imported when the first such fact is read, and not for this."""

    def known(step: _Step) -> _Step:
        _STEPS.update(dict.fromkeys(kinds, step))
        return step

    return known


def _after(case: Case, fact: f.Fact) -> Case:
    step = _STEPS.get(fact.body.kind)
    return step(fact.body, fact, case) if step else case


def _adding(name: str, part: Callable[[Any, f.Fact], Any]) -> _Step:
    """What a fact does that becomes one more part in a list of the case."""
    return lambda body, fact, case: replace(case, **{name: (*getattr(case, name), part(body, fact))})


_STEPS |= {
    "assessed": _adding("assessments", lambda body, fact: Assessment(fact.on, body)),
    "returned_against": _adding("returns_against", lambda body, fact: ReturnAgainst(fact.on, body)),
    "promised": _adding("promises", lambda body, fact: Promise(fact.id, fact.on, body, fact.place)),
    "consent_overridden": _adding("consent_overrides", lambda body, fact: ConsentOverride(fact.on, body)),
    "supported": _adding("supports", lambda body, fact: Support(fact.id, fact.on, body, fact.place)),
    "referred": _adding("referrals", sent_referral),
    "trip_dates": _adding("trips", lambda body, fact: PlannedTrips(body, fact.at)),
    "paused": _adding("pauses", lambda body, _: body),
    "tapered": _adding("tapers", lambda body, _: body),
    "milestone": _adding("milestones", lambda body, fact: Milestone(fact.id, fact.on, body)),
}
"""Kinds of fact that do no more than to add a part to the case: to which of its lists, and what it becomes there."""


@_step("opened")
def _(body: "f.Opened", fact: f.Fact, case: Case) -> Case:
    if case.opening_id:
        return case
    return replace(case, opening_id=fact.id, opened_on=fact.on, **body.said())


@_step("identified")
def _(body: "f.Identified", fact: f.Fact, case: Case) -> Case:
    return replace(case, identity=replace(case.identity, **body.said()))


@_step("amended", "arranged")
def _(body: "f.Amended | f.Arranged", fact: f.Fact, case: Case) -> Case:
    return replace(case, **body.said())


@_step("placed")
def _(body: "f.Placed", fact: f.Fact, case: Case) -> Case:
    return replace(case, placement=body.placement, province=body.province, district=body.district)


@_step("handed_over")
def _(body: "f.HandedOver", fact: f.Fact, case: Case) -> Case:
    return replace(case, worker=body.worker)


@_step("planned")
def _(body: "f.Planned", fact: f.Fact, case: Case) -> Case:
    since = _loan_since(body, fact, case)
    return replace(case, plan=body.plan, planned_on=fact.on, plan_assumed=body.assumed, loan_since=since)


def _loan_since(body: "f.Planned", fact: f.Fact, case: Case) -> date | None:
    """The day she was lent it; a new plan with the same loan lends nothing anew."""
    loan, before = body.plan.loan, case.plan.loan if case.plan else None
    if loan is None:
        return None
    same = before is not None and before.principal == loan.principal
    return loan.since or (case.loan_since if same else None) or fact.on


@_step("flagged")
def _(body: "f.Flagged", fact: f.Fact, case: Case) -> Case:
    flag = Flag(
        id=fact.id,
        risk=body.risk,
        severity=body.severity,
        note=body.note,
        owner=body.owner,
        raised_on=fact.on,
        review_on=body.review_on,
        written=fact.place,
        severities=((fact.on, body.severity),),
        reviews=((fact.on, body.review_on),),
    )
    return replace(case, flags=(*case.flags, flag))


def _with_part(case: Case, name: str, part_id: str, change: Callable[[Any], Any]) -> Case:
    """The case with one flag, promise or referral changed. What two laptops closed was closed by the first."""
    parts = tuple(change(one) if one.id == part_id and one.is_open else one for one in getattr(case, name))
    return replace(case, **{name: parts})


@_step("flag_reviewed")
def _(body: "f.FlagReviewed", fact: f.Fact, case: Case) -> Case:
    def reviewed(flag: Flag) -> Flag:
        return replace(
            flag,
            severity=body.severity,
            review_on=body.review_on,
            reviewed_on=fact.on,
            found=body.note,
            owner=body.owner or flag.owner,
            severities=(*flag.severities, (fact.on, body.severity)),
            reviews=(*flag.reviews, (fact.on, body.review_on)),
        )

    return _with_part(case, "flags", body.flag, reviewed)


@_step("flag_cleared")
def _(body: "f.FlagCleared", fact: f.Fact, case: Case) -> Case:
    return _with_part(case, "flags", body.flag, lambda flag: replace(flag, cleared_on=fact.on, how=body.how))


@_step("visited")
def _(body: "f.Visited", fact: f.Fact, case: Case) -> Case:
    return replace(case, visits=(*case.visits, Visit(fact.id, fact.on, body)))  # most facts: in as few steps as it goes


@_step("attempted")
def _(body: "f.Attempted", fact: f.Fact, case: Case) -> Case:
    before = case.attempts[-1] if case.attempts else None
    number = before.number + 1 if before and not _heard_since(case, before.on) else 1
    return replace(case, attempts=(*case.attempts, Attempt(fact.id, fact.on, number, body)))


def _heard_since(case: Case, day: date) -> bool:
    return any(visit.on >= day and visit.said.contact.with_her for visit in reversed(case.visits))


@_step("promise_settled")
def _(body: "f.PromiseSettled", fact: f.Fact, case: Case) -> Case:
    settled = {"kept": body.kept, "settled_on": fact.on, "how": body.note}
    return _with_part(case, "promises", body.promise, lambda promise: replace(promise, **settled))


@_step("consent_asked")
def _(body: "f.ConsentAsked", fact: f.Fact, case: Case) -> Case:
    """A yes of a minor counts with her guardian's; where the guardian does not agree, it is a no."""
    said = (fact.on, fact.on, body.explained_by, body.words)
    no = [Consent(one, ConsentState.REFUSED, *said, guardian=body.guardian) for one in body.refused]
    agreed = ConsentState.REFUSED if body.guardian is GuardianAnswer.DISAGREED else ConsentState.GIVEN
    yes = [Consent(one, agreed, *said, body.ask_again, body.guardian) for one in body.given]
    return _with_consents(case, [*yes, *no])


def _with_consents(case: Case, answers: Iterable[Consent]) -> Case:
    """The case with her last word on some purposes; what was decided without it holds no more."""
    said = {one.purpose: one for one in answers}
    overrides = tuple(one for one in case.consent_overrides if one.said.purpose not in said)
    return replace(case, consents=MappingProxyType({**case.consents, **said}), consent_overrides=overrides)


@_step("consent_withdrawn")
def _(body: "f.ConsentWithdrawn", fact: f.Fact, case: Case) -> Case:
    """What she takes back she need not have been asked about."""
    before = (case.consents.get(one) or Consent(one, ConsentState.WITHDRAWN, fact.on) for one in body.purposes)
    return _with_consents(
        case,
        [replace(one, state=ConsentState.WITHDRAWN, on=fact.on, ask_again=None, reason=body.reason) for one in before],
    )


@_step("housed")
def _(body: "f.Housed", fact: f.Fact, case: Case) -> Case:
    return replace(case, house=body.house or "", house_since=fact.on)


@_step("referral_answered", "referral_done", "referral_withdrawn")
def _(body: "f.ReferralAnswered | f.ReferralDone | f.ReferralWithdrawn", fact: f.Fact, case: Case) -> Case:
    return _with_part(case, "referrals", body.referral, lambda referral: after_step(referral, body, fact.on))


@_step("moved")
def _(body: "f.Moved", fact: f.Fact, case: Case) -> Case:
    return replace(case, moves=MappingProxyType({**case.moves, body.slot: body.day}))


@_step("extended")
def _(body: "f.Extended", fact: f.Fact, case: Case) -> Case:
    return replace(case, extra_visits=case.extra_visits + body.visits)


@_step("ended")
def _(body: "f.Ended", fact: f.Fact, case: Case) -> Case:
    end = FollowUpEnd(fact.on, body)
    plan = (case.plan, case.planned_on, case.plan_assumed, case.loan_since)
    return replace(case, end=end, endings=(*case.endings, end), plan_at_end=plan)


@_step("reopened")
def _(body: "f.Reopened", fact: f.Fact, case: Case) -> Case:
    """What has not ended goes on as it was. A visit moved into the days between was not made, and loses that day."""
    if case.end is None:
        return case
    since = case.end.on
    endings = tuple(replace(one, reopened_on=one.reopened_on or fact.on) for one in case.endings)
    moves = {k: day for k, day in case.moves.items() if not since < day < fact.on}
    return replace(case, end=None, endings=endings, moves=MappingProxyType(moves))


@_step("returned_again")
def _(body: "f.ReturnedAgain", fact: f.Fact, case: Case) -> Case:
    """What is of a stay begins anew; flags, promises and assessments are hers, and so is a plan made since the end.

    While she is at home it says nothing: two laptops may have written one return each.
    """
    if case.end is None:
        return case
    plan, planned_on, assumed, since = case.plan_at_end
    ended = replace(case, earlier=(), plan=plan, planned_on=planned_on, plan_assumed=assumed, loan_since=since)
    again = Case(
        id=case.id,
        as_of=case.as_of,
        return_date=body.return_date,
        policy=body.policy,
        earlier=(*case.earlier, ended),
        stay=case.stay + 1,
        stay_id=fact.id,
        stay_since=fact.on,
        **{name: getattr(case, name) for name in _HERS},
    )
    if case.planned_on != planned_on:
        again = replace(again, **{name: getattr(case, name) for name in _PLAN})
    return again


@_step("erased")
def _(body: "f.Erased", fact: f.Fact, case: Case) -> Case:
    return replace(case, erased=case.erased or fact.on)


_HERS = (
    *("opening_id", "opened_on", "code", "worker", "centre", "trade", "modules", "assumed", "identity", "weekdays"),
    *("avoid", "cover", "hours", "placement", "province", "district", "assessments", "returns_against"),
    *("flags", "promises", "referrals", "consents", "consent_overrides", "house", "house_since"),
)
"""What a graduate keeps when she goes home again."""
_PLAN = ("plan", "planned_on", "plan_assumed", "loan_since")
"""What is of her plan: of the new stay where it was made since the end."""


@_step("handed_out")
def _(body: "f.HandedOut", fact: f.Fact, case: Case) -> Case:
    if 0 < body.stay <= len(case.earlier):
        stays = [_handed_out(stay, body, fact) if stay.stay == body.stay else stay for stay in case.earlier]
        return replace(case, earlier=tuple(stays))
    return _handed_out(case, body, fact)


def _handed_out(case: Case, body: "f.HandedOut", fact: f.Fact) -> Case:
    """What has the higher number stands on the phone, also where a clock that went back dated it earlier."""
    issued = dict(case.issued)
    for entry in body.entries:
        given, before = IssuedCalendarEntry(entry, fact.at), issued.get(entry.key)
        if before is None or (before.entry.sequence, before.stamp) <= (entry.sequence, fact.at):
            issued[entry.key] = given
    return replace(case, issued=MappingProxyType(issued))


def once_handed_out(case: Case, facts: Iterable[f.Fact]) -> Case:
    """The case once these facts, later than all of hers, have handed out what they say: they change nothing else."""
    for fact in facts:
        case = _after(case, fact)
    return case


def handed_out_by(facts: Iterable[f.Fact], day: date) -> tuple[f.Fact, ...]:
    """The facts, with what a clock that was ahead handed out dated on ``day``: the phones have it all the same."""
    return tuple(replace(fact, on=day) if fact.body.kind == "handed_out" and fact.on > day else fact for fact in facts)
