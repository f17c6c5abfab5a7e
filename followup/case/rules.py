"""One engine for the rules that look at a graduate: the check of her plan, attention, and readiness.

A rule is a small function. Its name is a stored id. The reason for people stands in the decorator, where a translator
finds it and ``python -OO`` leaves it; the docstring says what the rule computes::

    RULES: Rules[AttentionInputs, Concerns] = Rules()

    @RULES.rule(reason="A debt that grows is paid for in the end.", risk=RiskKind.DEBT)
    def debt_growing(inputs: AttentionInputs) -> Concerns:
        yield Severity.CONCERN, say("The debt grew.")
"""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from followup.case.parts import Flag
from followup.case.vocabulary import RiskKind, Severity
from followup.messages import say
from followup.values import Value

Inputs = TypeVar("Inputs")
Answer = TypeVar("Answer")
Check = Callable[[Inputs], Answer]

Concerns = Iterator[tuple[Severity, str] | tuple[Severity, str, RiskKind]]
"""What a rule worries about: how grave it is, a sentence, and the risk where it is not the one of the rule."""


class Rule(Value, Generic[Inputs, Answer]):
    """One rule. ``reason`` and ``title`` are templates for `say`; ``risk`` is what its findings are about."""

    name: str
    reason: str
    check: Check[Inputs, Answer]
    risk: RiskKind | None
    title: str
    when: Callable[[Inputs], bool]


class Rules(list[Rule[Inputs, Answer]]):
    """The rules of one area, in the order in which they were written, which is the order of what they find."""

    def rule(
        self,
        *,
        reason: str,
        risk: RiskKind | None = None,
        title: str = "",
        when: Callable[[Inputs], bool] = lambda _: True,
    ) -> Callable[[Check[Inputs, Answer]], Check[Inputs, Answer]]:
        """Adds a function to the rules; it is asked only ``when`` that holds of the inputs."""

        def add(check: Check[Inputs, Answer]) -> Check[Inputs, Answer]:
            self.append(Rule(check.__name__, reason, check, risk, title, when))
            return check

        return add

    def answers(self, inputs: Inputs) -> Iterator[tuple[Rule[Inputs, Answer], Answer]]:
        """Each rule that applies, with its answer."""
        return ((rule, rule.check(inputs)) for rule in self if rule.when(inputs))


class Finding(Value):
    """One thing that a rule found: the rule's name, the flag it calls for (``risk`` None: none), and why it matters."""

    rule: str
    severity: Severity
    risk: RiskKind | None
    sentence: str
    reason: str


def run(rules: Rules[Inputs, Concerns], inputs: Inputs) -> tuple[Finding, ...]:
    """Everything that the rules worry about, in the order of the rules."""
    return tuple(finding for rule in rules for finding in findings_of(rule, inputs))


def findings_of(rule: Rule[Inputs, Concerns], inputs: Inputs) -> tuple[Finding, ...]:
    """What one rule worries about."""
    return tuple(_finding(rule, *concern) for concern in rule.check(inputs)) if rule.when(inputs) else ()


def _finding(rule: Rule[Inputs, Concerns], severity: Severity, sentence: str, risk: RiskKind | None = None) -> Finding:
    return Finding(rule.name, severity, risk or rule.risk, sentence, say(rule.reason))


def is_about(flag: Flag, finding: Finding) -> bool:
    """Whether a flag says what was found; flags of the kind *other* are about whatever their note says."""
    return flag.risk is finding.risk and (flag.risk is not RiskKind.OTHER or finding.sentence in flag.note)
