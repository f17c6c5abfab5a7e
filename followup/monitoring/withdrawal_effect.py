"""What is different in a case when an entry is withdrawn, in sentences. Identity fields are named, never quoted."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from followup.case import consents
from followup.case.case import Case
from followup.case.consent_words import Purpose
from followup.case.fields import Mask, revealed
from followup.case.parts import Flag, Milestone, Promise, Support
from followup.case.referral import Referral
from followup.messages import say
from followup.values import asdict

Part = TypeVar("Part", Flag, Milestone, Promise, Referral, Support)


def withdrawal_effects(before: Case, after: Case, label: Mask) -> Iterator[str]:
    """One sentence for each difference in the case, places and trades shown through ``label``.

    `schedule.changes` compares the schedules.
    """
    yield from _single_values(before, after, label)
    yield from _identity(before, after)
    yield from _flags(before, after)
    yield from _promises(before, after)
    yield from _consents(before, after)
    yield from _support(before, after)
    yield from _referrals(before, after)
    yield from _counts(before, after)
    yield from _ending(before, after)
    yield from _milestones(before, after)


def _single_values(before: Case, after: Case, label: Mask) -> Iterator[str]:
    """Single values of the programme, before and after."""
    nothing = say("nothing")
    values: tuple[tuple[str, Mask, Callable[[Case], tuple[str, ...]]], ...] = (
        (say("Code"), revealed, lambda case: (case.code,)),
        (say("Return date"), revealed, lambda case: (str(case.return_date or ""),)),
        (say("Policy"), revealed, lambda case: (case.policy,)),
        (say("Worker"), revealed, lambda case: (case.worker,)),
        (say("Centre"), label, lambda case: (case.centre,)),
        (say("Trade"), label, lambda case: (case.trade,)),
        (say("Training"), label, lambda case: case.modules),
        (say("Placement"), revealed, lambda case: (case.placement.label if case.placement else "",)),
        (say("Lives"), label, lambda case: (case.district, case.province)),
        (say("Calendar text"), revealed, lambda case: (case.cover,)),
        (say("Calendar hours"), revealed, lambda case: (case.hours,)),
    )
    for what, shown, parts in values:
        old, new = parts(before), parts(after)
        if old != new:
            was, becomes = (", ".join(filter(None, map(shown, some))) or nothing for some in (old, new))
            yield say("{what}: {after} instead of {before}.", what=what, after=becomes, before=was)
    if (before.weekdays, before.avoid) != (after.weekdays, after.avoid):
        yield say("Safe weekdays or days not to come are as they were before.")
    if before.plan != after.plan:
        yield say("The business plan before it counts again.") if after.plan else say("She has no business plan.")


def _identity(before: Case, after: Case) -> Iterator[str]:
    """What of who she is would be as it was before, and what would not be known any more."""
    old, new = asdict(before.identity), asdict(after.identity)
    changed = [name for name in new if old[name] != new[name]]
    if gone := ", ".join(name.replace("_", " ") for name in changed if not new[name]):
        yield say("No longer known of who she is: {what}.", what=gone)
    if kept := ", ".join(name.replace("_", " ") for name in changed if new[name]):
        yield say("Identity as it was before: {what}.", what=kept)


def _flags(before: Case, after: Case) -> Iterator[str]:
    yield from filter(None, (_flag(*pair) for pair in _before_and_after(before.flags, after.flags)))
    if before.risk is not after.risk:
        yield say("Risk level: {after} instead of {before}.", after=after.risk.label, before=before.risk.label)


def _flag(was: Flag | None, becomes: Flag | None) -> str:
    if becomes is None:
        return say("The risk flag {kind} falls away, with its reviews.", kind=was.risk.label) if was else ""
    kind = becomes.risk.label
    if was is None:
        return say("The risk flag {kind} counts again.", kind=kind)
    if was.is_open != becomes.is_open:
        state = say("open again") if becomes.is_open else say("cleared as before")
        return say("The risk flag {kind} is {state}.", kind=kind, state=state)
    if was != becomes:
        return say("The risk flag {kind}: {grade} again.", kind=kind, grade=becomes.severity.label)
    return ""


def _promises(before: Case, after: Case) -> Iterator[str]:
    for was, becomes in _before_and_after(before.promises, after.promises):
        if was and not becomes:
            yield say("The promise due {day} falls away.", day=was.said.due)
        elif becomes and not was:
            yield say("The promise due {day} counts again.", day=becomes.said.due)
        elif was and becomes and was.kept is not becomes.kept:
            state = say("open again") if becomes.is_open else say("settled as before")
            yield say("The promise due {day} is {state}.", day=becomes.said.due, state=state)


def _consents(before: Case, after: Case) -> Iterator[str]:
    for purpose in Purpose:
        was, becomes = consents.state(before, purpose), consents.state(after, purpose)
        if was is not becomes:
            yield say(
                "Consent, {what}: {after} instead of {before}.",
                what=purpose.label,
                after=becomes.label,
                before=was.label,
            )
    if len(before.consent_overrides) != len(after.consent_overrides):
        yield say("What was decided without her yes is as it was before.")


def _support(before: Case, after: Case) -> Iterator[str]:
    for was, becomes in _before_and_after(_all_support(before), _all_support(after)):
        if was and not becomes:
            yield say("The support of {day} falls away: {what}.", day=was.on, what=was.said.what.label)
        elif becomes and not was:
            yield say("The support of {day} counts again: {what}.", day=becomes.on, what=becomes.said.what.label)
    if before.house != after.house:
        yield say("With whom she lives in one house is as it was before.")


def _all_support(case: Case) -> Iterator[Support]:
    return (one for stay in case.stays for one in stay.supports)


def _referrals(before: Case, after: Case) -> Iterator[str]:
    for was, becomes in _before_and_after(before.referrals, after.referrals):
        if was and not becomes:
            yield say("The referral ({service}) falls away, with all its steps.", service=was.said.service.label)
        elif becomes and not was:
            yield say("The referral ({service}) counts again.", service=becomes.said.service.label)
        elif becomes and was != becomes:
            yield _referral_again(becomes)


def _referral_again(becomes: Referral) -> str:
    """How it stands without the step."""
    service, state = becomes.said.service.label, becomes.state.label
    if not becomes.is_open:
        return say("The referral ({service}): {state}.", service=service, state=state)
    who, day = becomes.waits_for.label, becomes.until
    return say(
        "The referral ({service}): {state}, waits for {who} until {day}.",
        service=service,
        state=state,
        who=who,
        day=day,
    )


def _before_and_after(before: Iterable[Part], after: Iterable[Part]) -> Iterator[tuple[Part | None, Part | None]]:
    """Pairs of the same part before and after, in order; None where a part is missing on one side."""
    old, new = ({part.id: part for part in parts} for parts in (before, after))
    return ((old.get(key), new.get(key)) for key in {**old, **new})


def _counts(before: Case, after: Case) -> Iterator[str]:
    """How many contacts, attempts and assessments there are."""
    for things, old, new in (
        (say("Contacts with her"), len(before.visits), len(after.visits)),
        (say("Attempts to meet her"), len(before.attempts), len(after.attempts)),
        (say("Assessments"), len(before.assessments), len(after.assessments)),
    ):
        if old != new:
            yield say("{what}: {after} instead of {before}.", what=things, after=new, before=old)


def _ending(before: Case, after: Case) -> Iterator[str]:
    if before.stay > after.stay:
        yield say("She did not go home again; her stay before it counts as it was.")
    elif before.stay < after.stay:
        yield say("She went home again on {day}.", day=after.return_date or "")
    if before.end and not after.end:
        yield say("Her follow-up goes on; it has not ended.")
    elif after.end and before.end != after.end:
        yield say("Her follow-up has ended: {how}.", how=after.end.said.ending.label)
    yield from _history(before, after)


def _history(before: Case, after: Case) -> Iterator[str]:
    """Earlier outcomes, after which follow-up was reopened; the one in force is left out."""
    old, new = ({(ending.on, ending.said): ending for ending in case.endings} for case in (before, after))
    for key, ending in old.items():
        if key not in new and ending != before.end:
            yield say("The outcome of {day} falls away.", day=ending.on)
        elif key in new and ending.reopened_on and not new[key].reopened_on and new[key] != after.end:
            yield say("Follow-up was not reopened after the outcome of {day}.", day=ending.on)
    for key, ending in new.items():
        if key not in old and ending != after.end:
            yield say("The outcome of {day} counts again.", day=ending.on)


def _milestones(before: Case, after: Case) -> Iterator[str]:
    for was, becomes in _before_and_after(before.milestones, after.milestones):
        if was and not becomes:
            yield say("The milestone of month {n} falls away.", n=was.said.month)
        elif becomes and not was:
            yield say("The milestone of month {n} counts again.", n=becomes.said.month)
