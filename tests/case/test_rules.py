"""The engine of the rules: a rule's reason outlives its docstring, and every rule says what it computes."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

from followup.case.business import rules as plan_rules
from followup.case.rules import Concerns, Finding, Rule, Rules, run
from followup.case.vocabulary import RiskKind, Severity
from followup.monitoring import attention, readiness

ROOT = Path(__file__).parents[2]
ALL_RULES: list[Rule] = [*plan_rules.PLAN_RULES, *attention.RULES, *readiness.RULES]

FINDINGS = """
import sys
sys.stdout.reconfigure(encoding="utf-8")
from tests.case.published_plans import VANNA_CONTEXT, published
from tests.monitoring.cases import TODAY, a_look, a_month, a_plan, a_score, a_visit
from followup.case.business.rules import check_business_plan
from followup.case.facts import Planned
from followup.monitoring.attention import attention_findings
from followup.monitoring.readiness import ReadinessInputs, ReadinessThresholds, assess_readiness

bad = [(40, a_visit(month=a_month(5, 9))), (9, a_visit(month=a_month(4, 9), scores=(a_score(1),)))]
look = a_look((99, Planned(a_plan())), *bad)
ready = ReadinessInputs(look.case, look.case_schedule, TODAY, ReadinessThresholds())
every = check_business_plan(published("vanna"), VANNA_CONTEXT) + attention_findings(look) + assess_readiness(ready)
for finding in every:
    print(finding.rule, finding.sentence, finding.reason, sep="|")
"""


def findings_in_a_process_of_its_own(*flags: str) -> list[str]:
    command = [sys.executable, *flags, "-X", "utf8", "-c", FINDINGS]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8").stdout.splitlines()


def test_the_checks_give_the_same_reasons_where_python_drops_docstrings():
    stripped = findings_in_a_process_of_its_own("-OO")

    assert stripped == findings_in_a_process_of_its_own()
    assert {line.split("|")[0] for line in stripped} > {"below_break_even", "takings_under_costs", "livelihood"}
    assert all(len(line.split("|")[2]) > 40 for line in stripped)


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.name)
def test_a_rule_has_a_reason_for_people_and_a_docstring_for_programmers(rule):
    assert rule.reason.endswith(".")
    assert "\n" not in rule.reason
    assert inspect.getdoc(rule.check)
    assert inspect.getdoc(rule.check) != rule.reason


@pytest.mark.parametrize("module", [attention, readiness, plan_rules])
def test_a_reason_is_one_fixed_sentence_that_a_catalogue_can_hold(module):
    calls = (node for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Call))
    rules = [node for node in calls if getattr(node.func, "attr", "") == "rule"]
    reasons = [keyword.value for node in rules for keyword in node.keywords if keyword.arg == "reason"]

    assert len(reasons) == len(rules) >= 8
    assert all(isinstance(reason, ast.Constant) and isinstance(reason.value, str) for reason in reasons)


def test_findings_come_in_the_order_of_the_rules_and_about_their_risk_unless_they_say_another():
    rules: Rules[int, Concerns] = Rules()

    @rules.rule(reason="Debts grow.", risk=RiskKind.DEBT)
    def second(number):
        yield Severity.WATCH, f"{number} owed."
        yield Severity.DANGER, "Ill.", RiskKind.HEALTH

    @rules.rule(reason="Never asked.", when=lambda number: number > 5)
    def never(number):
        yield Severity.DANGER, "Too many."

    assert run(rules, 3) == (
        Finding("second", Severity.WATCH, RiskKind.DEBT, "3 owed.", "Debts grow."),
        Finding("second", Severity.DANGER, RiskKind.HEALTH, "Ill.", "Debts grow."),
    )
    assert [finding.rule for finding in run(rules, 6)] == ["second", "second", "never"]
