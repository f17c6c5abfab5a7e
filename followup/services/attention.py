"""What in a case needs attention, and the flags it becomes when the worker agrees."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from followup.case.case import Case
from followup.case.facts import Fact
from followup.case.rules import Finding, is_about
from followup.case.thresholds import read_thresholds
from followup.case.vocabulary import Severity
from followup.casebook import Casebook, CaseChange
from followup.errors import Missing, Refused
from followup.messages import say
from followup.monitoring.attention import attention_findings
from followup.monitoring.attention_inputs import AttentionInputs, AttentionLimits, contact_wrong_since
from followup.monitoring.row_builder import follow_up_state
from followup.office import Office
from followup.schedule.case_schedule import CaseSchedule
from followup.values import Value, replace
from followup_data import shipped

if TYPE_CHECKING:
    from followup.services.flags import FlagResult


class NumberedFinding(Value):
    """A finding with its number; ``flagged`` when an open flag says it already."""

    number: int
    finding: Finding
    flagged: bool

    @property
    def may_be_raised(self) -> bool:
        """Whether the worker may make a flag of it: some findings ask for an act and not for a flag."""
        return self.finding.risk is not None and not self.flagged


class CaseAttention(Value):
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
    """What the rules look at in a case on a day; what is dated after it counts for nothing."""
    return AttentionInputs(
        case=case,
        case_schedule=case_schedule,
        state=follow_up_state(case, day),
        today=day,
        rate=Decimal(office.rate),
        contact_wrong=contact_wrong_since(case, (fact for fact in facts if fact.on <= day)),
        limits=limits(),
    )


def case_attention(look: AttentionInputs) -> CaseAttention:
    """The findings of one case, numbered as they are shown."""
    findings = (
        NumberedFinding(number, finding, any(is_about(flag, finding) for flag in look.case.open_flags))
        for number, finding in enumerate(attention_findings(look), 1)
    )
    return CaseAttention(look.case, tuple(findings))


def attention_of(book: Casebook, typed: str) -> CaseAttention:
    """What needs attention today in the case of the graduate meant by ``typed``."""
    return _attention_now(book.look(typed))


def _attention_now(her: CaseChange) -> CaseAttention:
    book = her.book
    return case_attention(attention_inputs_of(her.case, her.facts, her.schedule, book.today, book.office))


def found_by(found: CaseAttention, *rules: str) -> CaseAttention:
    """Only what these rules found, under the same numbers."""
    return replace(found, findings=tuple(one for one in found.findings if one.finding.rule in rules))


def said_now(found: CaseAttention, *, unsafe: bool = False) -> CaseAttention:
    """What must be answered there and then: every danger that a flag is for and, after an ``unsafe`` try, that try."""
    grave = (one for one in found.findings if one.finding.severity is Severity.DANGER and one.finding.risk)
    tried = (one for one in found.findings if unsafe and one.finding.rule == "attempts_failed")
    return replace(found, findings=tuple(dict.fromkeys((*grave, *tried))))


def unraised_of(found: CaseAttention) -> CaseAttention:
    """Only what may become a flag and is none yet."""
    return replace(found, findings=found.unraised)


def agree_command(code: str, number: int) -> str:
    """The command that makes a flag of a finding."""
    return f"followup flag agree {code} {number}"


def pick_findings(found: CaseAttention, numbers: Sequence[int]) -> tuple[NumberedFinding, ...]:
    """The findings of these numbers; Missing or Refused, saying which, if one of them cannot become a flag."""
    known = {one.number: one for one in found.findings}
    for number in numbers:
        if number not in known:
            raise Missing(say("Nothing of number {n} needs attention.", n=number), _numbers_hint(found.case))
        _refuse_unless_new(known[number])
    return tuple(known[number] for number in dict.fromkeys(numbers))


def _numbers_hint(case: Case) -> str:
    return say("See the numbers with: followup graduate show {code}", code=case.code)


def _refuse_unless_new(one: NumberedFinding) -> None:
    if one.flagged:
        raise Refused(say("There is an open flag for number {n} already.", n=one.number))
    if not one.may_be_raised:
        raise Refused(
            say("Number {n} is not a risk, so no flag is made of it.", n=one.number),
            say("It asks for something to be done; it goes away when that is done."),
        )


def raise_findings(book: Casebook, case: Case, agreed: Sequence[NumberedFinding]) -> "list[FlagResult]":
    """Raise findings as flags, one a risk; together or not at all. Refused if they no longer stand as they were shown.

    Somebody else may have raised them, or put right what they say, since they were looked at.
    """
    from followup.services import flags

    with book.change_case(case.id) as her:
        now = {one.finding: one for one in _attention_now(her).findings}
        for one in agreed:
            if one.finding not in now:
                raise Refused(say("Number {n} has changed since it was shown.", n=one.number), _numbers_hint(case))
            _refuse_unless_new(replace(now[one.finding], number=one.number))
        return flags.raise_findings(her, [one.finding for one in agreed], say("Attention:"))
