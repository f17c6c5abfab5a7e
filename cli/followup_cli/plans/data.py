"""A business plan and its check for programs."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from followup.case.business.plan import Plan, Reckoning
from followup.case.business.rule_inputs import tenths, tenths_up
from followup.case.case import Case
from followup.case.fields import Mask, revealed
from followup.case.forms.plan import plan_to_mapping
from followup.errors import Refused
from followup.messages import say
from followup.services.given_back import uncovered
from followup.services.plans import PlanCheck
from followup_cli.fragments.amounts import amount_digits
from followup_cli.plans.page import assumptions, gravest_first
from followup_cli.terminal.json import JsonValue


def plan_data(case: Case, plan: Plan, mask: Mask, label: Mask) -> dict[str, JsonValue]:
    """The plan for programs, in the keys of a file; texts a worker wrote are masked."""
    form = plan_to_mapping(plan) | {"trade": label(plan.trade)}
    texts = (
        ("prices", "service", mask),
        ("items", "what", mask),
        ("costs", "note", mask),
        ("partners", "trade", label),
    )
    for rows, key, shown in texts:
        for row in form.get(rows, ()):
            row |= {key: shown(row[key])} if key in row else {}
    note = {"note": mask(plan.note)} if plan.note else {}
    if plan.loan and plan.loan.in_kind:
        form["loan"] |= {"in_kind": mask(plan.loan.in_kind)}
    return {"code": case.code, "plan": form | note, "assumed": [mask(text) for text in case.plan_assumed]}


SHOWN_WITH_A_PLAN = ("code", "plan", "assumed")
"""The keys of what ``plan show --json`` prints; of them the code only says whose plan it is."""


def plan_given_back(case: Case, entry: Mapping[str, Any], mask: Mask) -> Mapping[str, Any]:
    """The plan in the keys of a file: as it was written there, or as ``plan show --json`` printed it.

    Names that were covered when it was shown are put back. Refused for what was printed of somebody else.
    """
    if isinstance(entry.get("plan"), Mapping) and set(entry) <= set(SHOWN_WITH_A_PLAN):
        if entry.get("code") not in (None, case.code):
            raise Refused(
                say("The file holds the plan of another graduate."),
                say("If it is meant for her all the same, take the code out of the file."),
            )
        entry = {**entry["plan"], "assumed": entry.get("assumed", [])}
    known = plan_to_mapping(case.plan) | {"assumed": [*map(revealed, case.plan_assumed)]} if case.plan else {}
    uncovered_entry: Mapping[str, Any] = uncovered(entry, known, mask)
    return uncovered_entry


def plan_check_data(check: PlanCheck, mask: Mask) -> dict[str, JsonValue]:
    """The check for programs: amounts as text in the plan's currency, rounded to its smallest unit."""
    return {
        "code": check.case.code,
        "currency": check.plan.currency,
        "kind": check.plan.kind,
        "fewest": _month_data(check.fewest),
        "expected": _month_data(check.expected),
        "rests_on": assumptions(check, mask),
        "warnings": [
            {
                "rule": warning.rule,
                "kind": warning.risk,
                "severity": warning.severity,
                "sentence": warning.sentence,
                "reason": warning.reason,
                "flagged": warning not in check.unraised,
            }
            for warning in gravest_first(check.warnings)
        ],
    }


def _month_data(month: Reckoning) -> dict[str, JsonValue]:
    amounts = ("takings", "costs", "instalment", "left", "left_each", "take_home")
    return {
        "customers": None if month.sale_needed is not None else _tenth_data(month.customers),
        **{name: amount_digits(getattr(month, name), month.currency) for name in amounts},
        "break_even": _tenth_up_data(month.break_even),
        "everybody_paid": _tenth_up_data(month.everybody_paid),
        "sale_needed": None if month.sale_needed is None else amount_digits(month.sale_needed, month.currency),
        "first_income": month.first_income,
        "until_first": amount_digits(month.until_first, month.currency),
        "months_of_money": None if month.months_of_money is None else _tenth_data(month.months_of_money),
    }


def _tenth_data(number: Fraction) -> float:
    return float(tenths(number))


def _tenth_up_data(number: Fraction | None) -> float | None:
    return None if number is None else float(tenths_up(number))
