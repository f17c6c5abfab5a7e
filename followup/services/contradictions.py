"""What stands in a journal and cannot be once a base date or a policy is another: each entry with its number."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from followup.case.case import Case
from followup.case.facts import Attempted, Ended, Fact, Moved, Paused, Visited, effective
from followup.casebook import CaseChange
from followup.errors import Refused
from followup.messages import say
from followup.monitoring.audit_log import LogEntry, log_entries
from followup.monitoring.milestones import milestones
from followup.store import NewFact

_LISTED = 8
"""So many contradictions are listed one by one."""


class Contradiction(NamedTuple):
    """An entry (its id) that cannot be, and why."""

    entry: str
    why: str


def refuse_contradictions(her: CaseChange, *new_facts: NewFact) -> None:
    """Refused where entries that stand would contradict the case as it would be, as each itself would be refused."""
    before = {one.entry for one in _contradictions(her, her.case, her.before)}
    facts = her.facts_with(*new_facts)
    found = [one for one in _contradictions(her, her.dry_run(*new_facts), facts) if one.entry not in before]
    if found:
        entries = {entry.id: entry for entry in log_entries((*her.entries, *facts[len(her.facts) :]))}
        raise Refused(
            say("That does not fit what is written down of her:\n{list}", list=_listed(found, entries)),
            say(
                "Check the day. If an entry is wrong, take it back first: followup withdraw {code} {n}",
                code=her.case.code,
                n=entries[found[0].entry].number,
            ),
        )


def refuse_contradicting_parts(hers: CaseChange, theirs: CaseChange, case: Case, facts: tuple[Fact, ...]) -> None:
    """Refused where two cases made one would contradict one another: her return date, and her outcome."""
    before = {one.entry for her in (hers, theirs) for one in _contradictions(her, her.case, her.facts)}
    found = [one for one in _contradictions(hers, case, facts) if one.entry not in before]
    found += _after_end(case, facts)
    if found:
        codes = {entry.id: her.case.code for her in (hers, theirs) for entry in log_entries(her.entries)}
        entries = {entry.id: entry for her in (hers, theirs) for entry in log_entries(her.entries)}
        raise Refused(
            say("The two cases do not fit together:\n{list}", list=_listed(found, entries)),
            say(
                "Put the return date right, or take the entry back first: followup withdraw {code} {n}",
                code=codes[found[0].entry],
                n=entries[found[0].entry].number,
            ),
        )


def _after_end(case: Case, facts: tuple[Fact, ...]) -> Iterator[Contradiction]:
    """Contact with her after follow-up ended."""
    for fact in effective(facts):
        if case.end and fact.on > case.end.on and isinstance(fact.body, Visited) and fact.body.contact.with_her:
            yield Contradiction(fact.id, say("Follow-up had ended on {day}.", day=case.end.on))


def _listed(found: list[Contradiction], entries: dict[str, LogEntry]) -> str:
    lines = [
        say(
            "  entry {n}, {day}: {sentence} {why}",
            n=entries[one.entry].number,
            day=entries[one.entry].on,
            sentence=entries[one.entry].sentence,
            why=one.why,
        )
        for one in found[:_LISTED]
    ]
    more = [say("  and {n} more", n=len(found) - _LISTED)] if len(found) > _LISTED else []
    return "\n".join([*lines, *more])


def _contradictions(her: CaseChange, case: Case, facts: tuple[Fact, ...]) -> Iterator[Contradiction]:
    if case.return_date is None:
        return
    known = her.book.scheduler.schedule_if_known(case)
    slots = len(known.schedule.slots) if known else None
    for fact in effective(facts):
        yield from (Contradiction(fact.id, why) for why in _before_return(fact, case.return_date))
        yield from (Contradiction(fact.id, why) for why in _without_slot(fact, slots))
    yield from _early_milestones(case)


def _before_return(fact: Fact, home: date) -> Iterator[str]:
    """What lies before she went home, and may not."""
    day, body = fact.on, fact.body
    if isinstance(body, Moved):
        day = body.day
    if (isinstance(body, (Visited, Attempted, Ended)) and day < home) or (isinstance(body, Moved) and day <= home):
        yield say("That is before the return date, {day}.", day=home)
    if isinstance(body, Paused) and body.until <= home:
        yield say("The pause ends before the return date, {day}.", day=home)


def _without_slot(fact: Fact, slots: int | None) -> Iterator[str]:
    """What names a visit that she does not have."""
    named = fact.body.slot if isinstance(fact.body, (Visited, Moved)) else None
    if named and slots is not None and named > slots:
        yield say("It names visit {k}, and her follow-up has {n}.", k=named, n=slots)


def _early_milestones(case: Case) -> Iterator[Contradiction]:
    """Milestones that were written down before they are reached."""
    for mark in milestones(case, case.as_of):
        for said in mark.said:
            if said.on < mark.day:
                why = say("Month {n} is reached on {day}.", n=mark.month, day=mark.day)
                yield Contradiction(said.id, why)
