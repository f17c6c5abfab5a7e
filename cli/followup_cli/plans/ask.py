"""The guided form of a business plan: question after question, in the keys of a plan in a file."""

from collections.abc import Callable, Iterator
from typing import Any

from followup.case.business.plan import CostKind, PaidBy, PartnerRole
from followup.case.forms.plan import plan_from_mapping
from followup.errors import Invalid
from followup.messages import say
from followup_cli.terminal.asking import AnswerCheck, Question, agreed, ask_person, print_note
from followup_cli.terminal.typed import terms_hint

PlanFormData = dict[str, Any]

_MINIMAL_PLAN: PlanFormData = {"trade": "x", "rate": 4000, "customers_a_day": 1, "days_open": 1}
"""A plan in which one answer can be tried."""
_MONEY_HINT = "2,000 riel, $0.50"


def ask_plan(trade: str, currency: str) -> PlanFormData:
    """A plan as the person says it; amounts without a currency are in ``currency``."""
    print_note(say("Enter skips a question, or ends a list. Ctrl-C stops, and nothing is written."))
    form: PlanFormData = {"currency": currency}
    form["trade"] = _ask("trade", say("Trade"), default=_slug(trade), needed=True, written=_slug)
    form["customers_a_day"] = _ask("customers_a_day", say("Customers a day"), "3, 2-3", needed=True)
    form["days_open"] = _ask("days_open", say("Days open a month"), default="26", needed=True)
    form["prices"] = list(_ask_prices())
    form["costs"] = list(_ask_costs())
    form["partners"] = _ask_partners()
    form["items"] = list(_ask_items())
    form["loan"] = _ask_loan()
    form["start_up_money"] = _ask("start_up_money", say("Money kept for the first months"), _MONEY_HINT)
    return {key: value for key, value in form.items() if value not in ("", None, [])}


def _slug(typed: str) -> str:
    return "-".join(typed.strip().lower().split())


def _ask(key: str, text: str, hint: str = "", *, written: Callable[[str], Any] = str, **shape: Any) -> Any:
    """An answer that would do under ``key`` of a plan; ``written`` makes of it what stands in the file."""
    typed = ask_person(Question("", text, hint=hint, check=_fit_check(lambda typed: {key: written(typed)}), **shape))
    return written(typed) if typed else ""


def _fit_check(placed: Callable[[str], PlanFormData]) -> AnswerCheck:
    """Invalid for an answer that cannot stand where ``placed`` puts it."""

    def check(typed: str) -> None:
        _, problems = plan_from_mapping(_MINIMAL_PLAN | placed(typed))
        if problems:
            raise Invalid(problems[0].what)

    return check


def _ask_row_field(key: str, row: PlanFormData, field: str, text: str, hint: str = "", **shape: Any) -> str:
    """An answer that would do as ``field`` of a row under ``key``."""
    herself = [{"role": "herself"}] if key == "partners" else []
    check = _fit_check(lambda typed: {key: [*herself, row | {field: typed}]})
    return ask_person(Question("", text, hint=hint, check=check, **shape))


def _ask_prices() -> Iterator[PlanFormData]:
    print_note(say("Price list: what she sells, row by row."))
    while service := _ask_row_field("prices", {"price": "1"}, "service", say("  Service or thing sold")):
        yield {
            "service": service,
            "price": _ask_row_field("prices", {"service": "x"}, "price", _price_question(), _MONEY_HINT, needed=True),
        }


def _price_question() -> str:
    return say("  Price")


def _ask_costs() -> Iterator[PlanFormData]:
    print_note(say("Costs a month; Enter for none."))
    for kind in CostKind:
        amount = _ask_row_field("costs", {"kind": kind.value}, "amount", "  " + kind.label.capitalize(), _MONEY_HINT)
        if amount:
            yield {"kind": kind.value, "amount": amount}


def _ask_partners() -> list[PlanFormData]:
    needs = _ask_row_field(
        "partners", {"role": "other"}, "take_home", say("What she must take home a month"), _MONEY_HINT
    )
    herself: PlanFormData = {"role": "herself"} | ({"take_home": needs} if needs else {})
    others = list(_ask_other_partners())
    if others and agreed(say("Is she herself in charge?"), default=False):
        herself["in_charge"] = True
        return [herself, *others]
    for number, partner in enumerate(others, 2):
        if agreed(say("Is partner {n}, {role}, in charge?", n=number, role=partner["role"]), default=False):
            partner["in_charge"] = True
            break
    return [herself, *others]


def _ask_other_partners() -> Iterator[PlanFormData]:
    print_note(say("Who runs it with her; never a name."))
    roles = terms_hint(PartnerRole).replace("herself, ", "")
    while role := _ask_row_field("partners", {}, "role", say("  Partner"), roles):
        needs = _ask_row_field("partners", {"role": "other"}, "take_home", say("  Must take home a month"), _MONEY_HINT)
        yield {"role": role} | ({"take_home": needs} if needs else {})


def _ask_items() -> Iterator[PlanFormData]:
    print_note(say("Things bought for the start, row by row."))
    whole = {"what": "x", "price": "1", "paid_by": "donated"}
    while what := _ask_row_field("items", whole, "what", say("  Thing")):
        yield {
            "what": what,
            "price": _ask_row_field("items", whole, "price", say("  Price of one"), _MONEY_HINT, needed=True),
            "quantity": _ask_row_field("items", whole, "quantity", say("  How many"), default="1"),
            "paid_by": _ask_row_field("items", whole, "paid_by", say("  Who paid"), terms_hint(PaidBy), needed=True),
        }


def _ask_loan() -> PlanFormData | None:
    whole: PlanFormData = {"principal": "1", "instalment": "1", "months": 1}

    def ask(field: str, text: str, hint: str = "", **shape: Any) -> str:
        check = _fit_check(lambda typed: {"loan": whole | {field: typed}})
        return ask_person(Question("", text, hint=hint, check=check, **shape))

    principal = ask("principal", say("Loan: how much was lent; Enter for none"), _MONEY_HINT)
    if not principal:
        return None
    return {
        "principal": principal,
        "instalment": ask("instalment", say("  Paid back each month"), _MONEY_HINT, needed=True),
        "months": ask("months", say("  For how many months"), needed=True),
    }
