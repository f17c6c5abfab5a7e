"""What in a case needs attention, and the flags it becomes when the worker agrees."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from followup.case.case import Case
from followup.case.facts import Fact
from followup.case.rules import Finding, is_about
from followup.case.thresholds import read_thresholds
from followup.casebook import Casebook
from followup.errors import Missing, Refused
from followup.messages import say
from followup.monitoring.attention import attention_findings
from followup.monitoring.attention_inputs import AttentionInputs, AttentionLimits, contact_wrong_since
from followup.monitoring.row_builder import follow_up_state
from followup.office import Office
from followup.schedule.case_schedule import CaseSchedule
from followup.services.flags import FlagResult, NewFlag, flag_fact
from followup.services.schedules import Scheduler
from followup_data import shipped


@dataclass(frozen=True, slots=True)
class NumberedFinding:
    """A finding with its number; ``flagged`` when an open flag says it already."""

    number: int
    finding: Finding
    flagged: bool

    @property
    def may_be_raised(self) -> bool:
        """Whether the worker may make a flag of it: some findings ask for an act and not for a flag."""
        return self.finding.risk is not None and not self.flagged


@dataclass(frozen=True, slots=True)
class CaseAttention:
    """All that needs attention in one case, the gravest first."""

    case: Case
    findings: tuple[NumberedFinding, ...]

    @property
    def unraised(self) -> tuple[NumberedFinding, ...]:
        """Those that may become flags."""
        return tuple(finding for finding in self.findings if finding.may_be_raised)


@cache
def limits() -> AttentionLimits:
    """The thresholds in force."""
    return read_thresholds(AttentionLimits, shipped.attention_thresholds())


def attention_inputs_of(
    case: Case, facts: Iterable[Fact], case_schedule: CaseSchedule, day: date, office: Office
) -> AttentionInputs:
    """What the rules look at in a case on a day."""
    return AttentionInputs(
        case=case,
        case_schedule=case_schedule,
        state=follow_up_state(case, case_schedule, day),
        today=day,
        rate=Decimal(office.rate),
        contact_wrong=contact_wrong_since(case, facts),
        limits=limits(),
    )


def case_attention(look: AttentionInputs) -> CaseAttention:
    """The findings of one case, numbered as they are shown."""
    found = enumerate(attention_findings(look), 1)
    flags = look.case.open_flags
    findings = (
        NumberedFinding(number, finding, any(is_about(flag, finding) for flag in flags)) for number, finding in found
    )
    return CaseAttention(look.case, tuple(findings))


def attention_of(book: Casebook, typed: str) -> CaseAttention:
    """What needs attention today in the case of the graduate meant by ``typed``."""
    case_id = book.find(typed)
    case = book.case(case_id)
    case_schedule = Scheduler.of(book).case_schedule(case)
    return case_attention(attention_inputs_of(case, book.store.facts(case_id), case_schedule, book.today, book.office))


def pick_findings(found: CaseAttention, numbers: Sequence[int]) -> tuple[NumberedFinding, ...]:
    """The findings of these numbers; Missing or Refused, saying which, if one of them cannot become a flag."""
    known = {one.number: one for one in found.findings}
    for number in numbers:
        if number not in known:
            where = say("See the numbers with: followup graduate show {code}", code=found.case.code)
            raise Missing(say("Nothing of number {n} needs attention.", n=number), where)
        _refuse_unless_new(known[number])
    return tuple(known[number] for number in dict.fromkeys(numbers))


def _refuse_unless_new(one: NumberedFinding) -> None:
    if one.flagged:
        raise Refused(say("There is an open flag for number {n} already.", n=one.number))
    if not one.may_be_raised:
        raise Refused(
            say("Number {n} is no risk that a flag could be about.", n=one.number),
            say("It asks for something to be done; it goes away when that is done."),
        )


def raise_findings(book: Casebook, case: Case, agreed: Sequence[NumberedFinding]) -> list[FlagResult]:
    """Raise findings as flags, one a risk, as grave as the gravest of them; together or not at all."""
    groups: dict[str, list[Finding]] = {}
    for one in agreed:
        finding = one.finding
        groups.setdefault(str(finding.risk), []).append(finding)
    if not groups:
        return []
    facts = book.write(case.id, *(flag_fact(_concern(group), case, book, book.today) for group in groups.values()))
    after = book.case(case.id)
    raised = {fact.id for fact in facts}
    return [FlagResult(after.code, flag, after.risk) for flag in after.flags if flag.id in raised]


def _concern(group: Sequence[Finding]) -> NewFlag:
    gravest = max(group, key=lambda finding: finding.severity.rank)
    assert gravest.risk is not None
    note = say("Attention: {sentences}", sentences=" ".join(finding.sentence for finding in group))
    return NewFlag(gravest.risk, gravest.severity, note)
