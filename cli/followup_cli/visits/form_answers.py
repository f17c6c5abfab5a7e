"""A visit in the keys of a file, as the answers of its form: what options said of it, and what is written down."""

from collections.abc import Mapping
from typing import Any

from followup.case.facts import WellbeingScore
from followup.case.parts import Visit
from followup_cli.fragments.amounts import month_data
from followup_cli.terminal.dotted_keys import NO, YES
from followup_cli.visits.form_options import VisitFormData

_KEYS = {
    "date": "met.date",
    "slot": "met.slot",
    "contact": "met.contact",
    "went": "met.went",
    "note": "notes.note",
    "agreed": "notes.agreed",
}


def visit_form_data(visit: Visit) -> VisitFormData:
    """A visit that is written down, in the keys of a file; nothing where nothing was said."""
    said = visit.said
    data = {
        "date": visit.on.isoformat(),
        "contact": said.contact.value,
        "slot": said.slot,
        "went": list(said.went),
        "scores": {score.domain.value: score_text(score) for score in said.scores},
        "month": month_data(said.month) if said.month else None,
        "note": said.note,
        "agreed": said.agreed,
        "contact_right": said.contact_right,
        "agreement": said.agreement.value if said.agreement else None,
        "not_seen": [kind.value for kind in said.not_seen],
    }
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}


def score_text(score: WellbeingScore | None) -> str:
    """A score as people write it: ``3/2``, ``3``, ``-/2``."""
    if score is None:
        return ""
    return f"{score.worker or '-'}/{score.own}" if score.own else str(score.worker or "")


def answers_of(form: VisitFormData) -> dict[str, str]:
    """The answers that say what a visit in the keys of a file says."""
    answers = {answer: _text(form[key]) for key, answer in _KEYS.items() if key in form}
    if "contact_right" in form:
        answers["safe_contact.right"] = _yes_or_no(form["contact_right"])
    answers |= {f"wellbeing.{domain}": _text(score) for domain, score in form.get("scores", {}).items()}
    return answers | (_month_answers(form["month"]) if "month" in form else {})


def _month_answers(month: Mapping[str, Any]) -> dict[str, str]:
    answers = {"business.open": _yes_or_no(month.get("open", True))}
    for key, value in month.items():
        if key == "costs":
            answers["business.costs"] = "; ".join(f"{kind} {amount}" for kind, amount in value.items())
        elif key == "repaid_in_kind":
            answers |= {"business.repaid_in_kind": YES} if value else {}
        elif key != "open" and value is not None:
            answers[f"business.{key}"] = str(value)
    return {key: answer for key, answer in answers.items() if answer}


def _text(value: Any) -> str:
    return ",".join(value) if isinstance(value, list | tuple) else str(value)


def _yes_or_no(value: bool) -> str:
    return YES if value else NO
