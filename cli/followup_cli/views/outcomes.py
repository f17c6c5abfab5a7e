"""An outcome, and what the criteria say of it."""

from typing import Any

from followup.review.readiness import State
from followup.services.outcomes import Ending
from followup.text import say
from followup_cli.views.days import long_day
from followup_cli.views.table import Page


def page(done: Ending) -> Page:
    """What was written down, and what follows from it."""
    ending = done.said.ending
    words = say("{how}, {result}, on {day}.", how=ending.label, result=ending.result.label, day=long_day(done.on))
    shown = Page().pair(done.case.code, words.capitalize(), indent=12)
    if done.said.causes:
        shown.pair("", say("Causes: {causes}.", causes=", ".join(cause.label for cause in done.said.causes)), indent=12)
    met = sum(finding.state is State.MET for finding in done.review.findings)
    shown.pair("", say("{met} of {all} criteria met.", met=met, all=len(done.review.findings)), indent=12)
    shown.pair("", say("Visits cancelled: {n}.", n=done.cancelled), indent=12)
    if done.case.issued:
        shown.pair("", say("Take them off the phone with: followup calendar export"), "quiet", indent=12)
    return shown


def data(done: Ending) -> dict[str, Any]:
    """The outcome for programs."""
    return {
        "code": done.case.code,
        "on": done.on.isoformat(),
        "how": done.said.ending.value,
        "result": done.said.ending.result.value,
        "causes": [cause.value for cause in done.said.causes],
        "criteria": {finding.rule: finding.state.value for finding in done.review.findings},
        "against": bool(done.said.against),
        "cancelled": done.cancelled,
    }
