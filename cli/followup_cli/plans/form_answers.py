"""A plan as the answers of its form by dotted keys, and back as the keys of a file.

The form asks a few things otherwise than a file says them: customers as ``2-3``, herself apart from her partners, who
is in charge in one answer, and how a loan is paid back as an amount or a word.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from followup.case.business.loan import Repayment
from followup.case.business.plan import PartnerRole
from followup_cli.terminal.dotted_keys import YES, dotted, nested

PlanFormData = dict[str, Any]
"""A plan as it is written in a file."""
Answers = dict[str, str]
HERSELF = PartnerRole.HERSELF.value
HERSELF_KEY = "herself"
_ALWAYS_KEPT = ("currency", "rate", "note", "assumed")
_KEPT_WITH_THEIRS = ("share", "note", "code", "shares", "trade", "since")
"""What the form does not ask for: of the plan, and of a price, a cost, a partner or the loan that stays."""
_YES_OR_NO = ("in_charge", "shares")


def partner_name(row: str, role: str) -> str:
    """What a partner of the form is called where one of them is chosen: ``husband-2``; she herself is the first."""
    return f"{role}-{int(row.rpartition('.')[2]) + 2}"


# --- to be asked ----------------------------------------------------------------------------------------------------


def answers_of_plan(plan: Mapping[str, Any]) -> Answers:
    """The answers that a plan in the keys of a file stands for."""
    partners = sorted(plan["partners"], key=lambda one: one["role"] != HERSELF)
    herself, *others = ({key: said for key, said in one.items() if key != "in_charge"} for one in partners)
    names = [HERSELF, *(partner_name(str(number), one["role"]) for number, one in enumerate(others))]
    in_charge = [name for name, one in zip(names, partners, strict=True) if one.get("in_charge")]
    asked: PlanFormData = {HERSELF_KEY: herself, "partners": others, "in_charge": ",".join(in_charge)}
    asked |= {"customers_a_day": _customers(plan.get("customers_a_day")), "loan": _loan_as_asked(plan.get("loan"))}
    return {key: answer for key, answer in dotted({**plan, **asked}).items() if answer}


def _customers(said: Mapping[str, str] | None) -> str:
    return "-".join(dict.fromkeys((said["low"], said["high"]))) if said else ""


def _loan_as_asked(loan: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    how = "repaid" if loan and "repaid" in loan else "instalment"
    return {"how" if key == how else key: said for key, said in loan.items()} if loan else None


# --- to be written --------------------------------------------------------------------------------------------------


def plan_of_answers(answers: Answers, standing: Answers) -> PlanFormData:
    """The plan in the keys of a file; what ``standing`` says and the form does not ask for is kept."""
    said = {key: answer for key, answer in standing.items() if _is_kept(key, answers)} | answers
    chosen = {name.rpartition("-")[2] for name in said.pop("in_charge", "").split(",")}
    plan = nested(said | {f"{HERSELF_KEY}.role": HERSELF} | dict(_those_in_charge(answers, chosen)))
    plan["partners"] = [_with_truths(one) for one in (plan.pop(HERSELF_KEY), *plan.get("partners", ()))]
    return plan | ({"loan": _loan_in_file(plan["loan"])} if "loan" in plan else {})


def _is_kept(key: str, answers: Answers) -> bool:
    """Whether something is not asked for, and belongs to what is still there."""
    outer, _, field = key.rpartition(".")
    if key.partition(".")[0] in _ALWAYS_KEPT:
        return True
    theirs = outer == HERSELF_KEY or any(answer and one.startswith(f"{outer}.") for one, answer in answers.items())
    return bool(outer) and field in _KEPT_WITH_THEIRS and theirs


def _those_in_charge(answers: Answers, chosen: set[str]) -> Iterator[tuple[str, str]]:
    if HERSELF in chosen:
        yield f"{HERSELF_KEY}.in_charge", YES
    for key, role in answers.items():
        row, _, field = key.rpartition(".")
        if row != HERSELF_KEY and field == "role" and partner_name(row, role).rpartition("-")[2] in chosen:
            yield f"{row}.in_charge", YES


def _with_truths(partner: Mapping[str, Any]) -> dict[str, Any]:
    return {key: said == YES if key in _YES_OR_NO else said for key, said in partner.items()}


def _loan_in_file(loan: Mapping[str, Any]) -> dict[str, Any]:
    how = "repaid" if loan.get("how") in set(Repayment) else "instalment"
    return {how if key == "how" else key: said for key, said in loan.items()}
