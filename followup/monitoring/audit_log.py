"""The audit trail in plain words: every entry of a journal, withdrawn ones too. No identity is ever spelled out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import singledispatch

from followup.case import facts as f
from followup.messages import say


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One entry: its number in the order of writing, when and by whom it was written, and what it says.

    ``words`` is what the worker wrote herself; it may name somebody and passes the guard before it is shown.
    """

    number: int
    id: str
    at: datetime
    on: date
    by: str
    sentence: str
    words: str
    withdrawn: bool


def log_entries(facts: Iterable[f.Fact]) -> Iterator[LogEntry]:
    """Every entry in the order in which it was written down."""
    kept = sorted(facts, key=lambda fact: fact.written)
    held = {fact.id for fact in f.effective(kept)}
    numbers = {fact.id: number for number, fact in enumerate(kept, 1)}
    for fact in kept:
        sentence = describe(fact.body)
        if isinstance(fact.body, f.Withdrawn):
            sentence = say("Entry {n} withdrawn.", n=numbers.get(fact.body.fact, "?"))
        yield LogEntry(
            numbers[fact.id], fact.id, fact.at, fact.on, fact.by, sentence, _free_text(fact.body), fact.id not in held
        )


def _free_text(body: f.Body) -> str:
    """The free text of an entry, on one line; a code such as an attempt's reason stands in the sentence already."""
    said = [
        getattr(body, name, None)
        for name in ("what", "change", "seen", "note", "agreed", "against", "reasons", "how", "reason", "why")
    ]
    if isinstance(body, f.Promised):
        said.append(say("(by {who})", who=body.by_whom))
    if isinstance(body, f.Tapered) and body.second:
        said.append(say("(seen by {who})", who=body.second))
    if isinstance(body, (f.Ended, f.MilestoneReached)) and body.decided_by:
        said.append(say("(decided by {who})", who=body.decided_by))
    if isinstance(body, f.LessonAnswered) and body.owner:
        said.append(say("(owner {who})", who=body.owner))
    return " ".join(" ".join(text for text in said if type(text) is str).split())


def _fields_given(body: f.Body) -> str:
    said = (field.name for field in fields(body) if getattr(body, field.name) is not None)
    return ", ".join(name.replace("_", " ") for name in said)


@singledispatch
def describe(body: f.Body) -> str:
    """What an entry says, in a sentence."""
    return say("Entry of the kind {kind}.", kind=body.kind.replace("_", " "))


@describe.register
def _(body: f.Opened) -> str:
    return say(
        "Follow-up opened: return date {day}, policy {policy}, worker {worker}.",
        day=body.return_date,
        policy=body.policy,
        worker=body.worker or say("nobody yet"),
    )


@describe.register
def _(body: f.Amended) -> str:
    return say("Put right: {what}.", what=_fields_given(body))


@describe.register
def _(body: f.Identified) -> str:
    return say("Identity written down: {what}.", what=_fields_given(body))


@describe.register
def _(body: f.Arranged) -> str:
    return say("Arranged for visits: {what}.", what=_fields_given(body))


@describe.register
def _(body: f.Assessed) -> str:
    return say("Assessment of {what}: {decision}.", what=body.what.label, decision=body.decision.label)


@describe.register
def _(body: f.Placed) -> str:
    place = ", ".join(part for part in (body.district, body.province) if part)
    return say("Placed: {how}{where}.", how=body.placement.label, where=f", {place}" if place else "")


@describe.register
def _(body: f.HandedOver) -> str:
    return say("Handed over to {worker}.", worker=body.worker)


@describe.register
def _(body: f.Planned) -> str:
    return say("Business plan written down: {trade}.", trade=body.plan.trade)


@describe.register
def _(body: f.Flagged) -> str:
    return say(
        "Risk flag raised: {risk}, {severity}, owner {owner}, review by {day}.",
        risk=body.risk.label,
        severity=body.severity.label,
        owner=body.owner,
        day=body.review_on,
    )


@describe.register
def _(body: f.FlagReviewed) -> str:
    return say("Risk flag reviewed: now {severity}, next by {day}.", severity=body.severity.label, day=body.review_on)


@describe.register
def _(body: f.FlagCleared) -> str:
    return say("Risk flag cleared.")


@describe.register
def _(body: f.Visited) -> str:
    return say("Contact: {how}.", how=body.contact.label)


@describe.register
def _(body: f.Attempted) -> str:
    safe = "" if body.safe else say(" It was not safe to come.")
    return say("Tried to meet her: {reason}.{safe}", reason=body.reason.label, safe=safe)


@describe.register
def _(body: f.Promised) -> str:
    if body.ending:
        return say("The end of follow-up announced for {day}.", day=body.due)
    return say("Promised, due {day}.", day=body.due)


@describe.register
def _(body: f.PromiseSettled) -> str:
    return say("Promise kept.") if body.kept else say("Promise not kept.")


@describe.register
def _(body: f.Moved) -> str:
    return say("Visit {k} moved to {day}.", k=body.slot, day=body.day)


@describe.register
def _(body: f.Paused) -> str:
    extended = say(", the visits lost added at the end") if body.extend else ""
    return say("Paused from {start} until {until}{extended}.", start=body.start, until=body.until, extended=extended)


@describe.register
def _(body: f.Extended) -> str:
    return say("Extended by {n} visits.", n=body.visits)


@describe.register
def _(body: f.Tapered) -> str:
    if body.every == 1:
        return say("Monthly again from visit {k} on.", k=body.slot)
    return say("Every {n} months from visit {k} on; she agreed, and somebody else saw it.", n=body.every, k=body.slot)


@describe.register
def _(body: f.Ended) -> str:
    if body.main_cause:
        return say("Follow-up ended: {how}; main cause: {cause}.", how=body.ending.label, cause=body.main_cause.label)
    return say("Follow-up ended: {how}.", how=body.ending.label)


@describe.register
def _(body: f.Reopened) -> str:
    return say("Follow-up reopened.")


@describe.register
def _(body: f.MilestoneReached) -> str:
    return say("Milestone, month {n}: {how}.", n=body.month, how=body.standing.label)


@describe.register
def _(body: f.HandedOut) -> str:
    if len(body.entries) == 1:
        return say("One calendar entry handed out.")
    return say("{n} calendar entries handed out.", n=len(body.entries))


@describe.register
def _(body: f.Configured) -> str:
    return say("Settings: {what}.", what=_fields_given(body))


@describe.register
def _(body: f.OnLeave) -> str:
    return say("{worker} on leave {first} to {last}.", worker=body.worker, first=body.days.first, last=body.days.last)


@describe.register
def _(body: f.LessonProposed) -> str:
    causes = ", ".join(cause.label for cause in body.causes)
    return say("Lesson proposed for {causes}; outcomes it is drawn from: {n}.", n=len(body.cases), causes=causes)


@describe.register
def _(body: f.LessonAnswered) -> str:
    return say("Lesson accepted, by {day}.", day=body.due) if body.accepted else say("Lesson declined.")


@describe.register
def _(body: f.LessonApplied) -> str:
    return say("Lesson applied: {where}.", where=", ".join(body.centres) or say("everywhere"))


@describe.register
def _(body: f.LessonChecked) -> str:
    return say("Lesson checked: {verdict}.", verdict=body.verdict.label)


@describe.register
def _(body: f.OfficeClosed) -> str:
    return say("Office closed {first} to {last}.", first=body.days.first, last=body.days.last)


@describe.register
def _(body: f.PolicyMade) -> str:
    return say("Follow-up policy made: {name}.", name=body.name)


@describe.register
def _(body: f.Published) -> str:
    return say("The report of {quarter} was published, as of {day}.", quarter=body.quarter, day=body.as_of)
