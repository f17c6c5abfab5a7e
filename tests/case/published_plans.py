"""The two published cases as plans: exactly the files the demo uses, so that both tell one story.

What the report does not give (amounts of cost, days open, shares of customers, what must be taken home) is assumed,
and each file says so in its notes.
"""

import json
from importlib.resources import files
from typing import Any

from followup.case.business.plan import Plan
from followup.case.business.rule_inputs import PlanContext
from followup.case.forms.plan import plan_from_mapping


def mapping(name: str) -> dict[str, Any]:
    """The plan of ``vanna`` or ``bopha`` as written in its file."""
    text = files("followup_data").joinpath("demo", f"{name}_plan.json").read_text(encoding="utf-8")
    written: dict[str, Any] = json.loads(text)
    return written


def published(name: str) -> Plan:
    """The plan of ``vanna`` or ``bopha``."""
    plan, problems = plan_from_mapping(mapping(name))
    assert plan is not None, problems
    return plan


VANNA_CONTEXT = PlanContext(modules=("hairdressing",))
"""Published: no training in running a business was offered at the time."""

BOPHA_CONTEXT = PlanContext(modules=None)
"""The report says nothing of her training."""
