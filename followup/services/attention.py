"""What in a case needs attention, and the flags it becomes when the worker agrees."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from followup.case.case import Case
from followup.case.facts import Fact
from followup.casebook import Casebook
from followup.errors import Missing, Refused
from followup.messages import say
from followup.monitoring.attention import attention, is_about
from followup.monitoring.attention_inputs import Finding, Limits, Look, contact_wrong, limits_from_mapping
from followup.monitoring.row_builder import state_of
from followup.office import Office
from followup.schedule.case_schedule import Timetable
from followup.services.flags import Concern, Raised, flagged
from followup.services.schedules import Scheduler
from followup_data import shipped


@dataclass(frozen=True, slots=True)
class Noted:
    """A finding with its number; ``flagged`` when an open flag says it already."""

    number: int
    finding: Finding
    flagged: bool

    @property
    def may_be_raised(self) -> bool:
        """Whether the worker may make a flag of it: some findings ask for an act and not for a flag."""
        return self.finding.risk is not None and not self.flagged


@dataclass(frozen=True, slots=True)
class Attended:
    """All that needs attention in one case, the gravest first."""

    case: Case
    noted: tuple[Noted, ...]

    @property
    def unraised(self) -> tuple[Noted, ...]:
        """Those that may become flags."""
        return tuple(one for one in self.noted if one.may_be_raised)


@cache
def limits() -> Limits:
    """The thresholds in force."""
    return limits_from_mapping(shipped.attention_thresholds())


def looked_at(case: Case, facts: Iterable[Fact], timetable: Timetable, day: date, office: Office) -> Look:
    """What the rules look at in a case on a day."""
    return Look(
        case=case,
        timetable=timetable,
        state=state_of(case, timetable, day),
        today=day,
        rate=Decimal(office.rate),
        contact_wrong=contact_wrong(case, facts),
        limits=limits(),
    )


def attended(look: Look) -> Attended:
    """The findings of one case, numbered as they are shown."""
    found = enumerate(attention(look), 1)
    flags = look.case.open_flags
    noted = (Noted(number, finding, any(is_about(flag, finding) for flag in flags)) for number, finding in found)
    return Attended(look.case, tuple(noted))


def attention_of(book: Casebook, typed: str) -> Attended:
    """What needs attention today in the case of the graduate meant by ``typed``."""
    case_id = book.find(typed)
    case = book.case(case_id)
    timetable = Scheduler.of(book).timetable(case)
    return attended(looked_at(case, book.store.facts(case_id), timetable, book.today, book.office))


def picked(found: Attended, numbers: Sequence[int]) -> tuple[Noted, ...]:
    """The findings of these numbers; Missing or Refused, saying which, if one of them cannot become a flag."""
    known = {one.number: one for one in found.noted}
    for number in numbers:
        if number not in known:
            where = say("See the numbers with: followup graduate show {code}", code=found.case.code)
            raise Missing(say("Nothing of number {n} needs attention.", n=number), where)
        _refuse_unless_new(known[number])
    return tuple(known[number] for number in dict.fromkeys(numbers))


def _refuse_unless_new(one: Noted) -> None:
    if one.flagged:
        raise Refused(say("There is an open flag for number {n} already.", n=one.number))
    if not one.may_be_raised:
        raise Refused(
            say("Number {n} is no risk that a flag could be about.", n=one.number),
            say("It asks for something to be done; it goes away when that is done."),
        )


def agree(book: Casebook, case: Case, agreed: Sequence[Noted]) -> list[Raised]:
    """Raise findings as flags, one a risk, as grave as the gravest of them; together or not at all."""
    groups: dict[str, list[Finding]] = {}
    for one in agreed:
        finding = one.finding
        groups.setdefault(str(finding.risk), []).append(finding)
    if not groups:
        return []
    facts = book.write(case.id, *(flagged(_concern(group), case, book, book.today) for group in groups.values()))
    after = book.case(case.id)
    raised = {fact.id for fact in facts}
    return [Raised(after.code, flag, after.risk) for flag in after.flags if flag.id in raised]


def _concern(group: Sequence[Finding]) -> Concern:
    gravest = max(group, key=lambda finding: finding.severity.rank)
    assert gravest.risk is not None
    note = say("Attention: {sentences}", sentences=" ".join(finding.sentence for finding in group))
    return Concern(gravest.risk, gravest.severity, note)
