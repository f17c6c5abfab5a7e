"""The guided form of a business plan: question after question, in the keys of a plan in a file."""

from collections.abc import Callable, Iterator
from typing import Any

from followup.case.business.plan import CostKind, PaidBy, PartnerRole
from followup.case.forms.plan import plan_from_mapping
from followup.errors import Invalid
from followup.messages import say
from followup_cli.terminal.asking import Check, Question, agreed, asked, tell
from followup_cli.terminal.words import offered

Form = dict[str, Any]

_LEAST: Form = {"trade": "x", "rate": 4000, "customers_a_day": 1, "days_open": 1}
"""A plan in which one answer can be tried."""
_MONEY = "2,000 riel, $0.50"


def asked_plan(trade: str, currency: str) -> Form:
    """A plan as the person says it; amounts without a currency are in ``currency``."""
    tell(say("Enter skips a question, or ends a list. Ctrl-C stops, and nothing is written."))
    form: Form = {"currency": currency}
    form["trade"] = _ask("trade", say("Trade"), otherwise=_slug(trade), needed=True, written=_slug)
    form["customers_a_day"] = _ask("customers_a_day", say("Customers a day"), "3, 2-3", needed=True)
    form["days_open"] = _ask("days_open", say("Days open a month"), otherwise="26", needed=True)
    form["prices"] = list(_prices())
    form["costs"] = list(_costs())
    form["partners"] = _partners()
    form["items"] = list(_items())
    form["loan"] = _loan()
    form["start_up_money"] = _ask("start_up_money", say("Money kept for the first months"), _MONEY)
    return {key: value for key, value in form.items() if value not in ("", None, [])}


def _slug(typed: str) -> str:
    return "-".join(typed.strip().lower().split())


def _ask(key: str, text: str, hint: str = "", *, written: Callable[[str], Any] = str, **shape: Any) -> Any:
    """An answer that would do under ``key`` of a plan; ``written`` makes of it what stands in the file."""
    typed = asked(Question("", text, hint=hint, check=_fits(lambda typed: {key: written(typed)}), **shape))
    return written(typed) if typed else ""


def _fits(placed: Callable[[str], Form]) -> Check:
    """Invalid for an answer that cannot stand where ``placed`` puts it."""

    def check(typed: str) -> None:
        _, problems = plan_from_mapping(_LEAST | placed(typed))
        if problems:
            raise Invalid(problems[0].what)

    return check


def _in_row(key: str, row: Form, field: str, text: str, hint: str = "", **shape: Any) -> str:
    """An answer that would do as ``field`` of a row under ``key``."""
    herself = [{"role": "herself"}] if key == "partners" else []
    check = _fits(lambda typed: {key: [*herself, row | {field: typed}]})
    return asked(Question("", text, hint=hint, check=check, **shape))


def _prices() -> Iterator[Form]:
    tell(say("Price list: what she sells, row by row."))
    while service := _in_row("prices", {"price": "1"}, "service", say("  Service or thing sold")):
        yield {"service": service, "price": _in_row("prices", {"service": "x"}, "price", _price(), _MONEY, needed=True)}


def _price() -> str:
    return say("  Price")


def _costs() -> Iterator[Form]:
    tell(say("Costs a month; Enter for none."))
    for kind in CostKind:
        amount = _in_row("costs", {"kind": kind.value}, "amount", "  " + kind.label.capitalize(), _MONEY)
        if amount:
            yield {"kind": kind.value, "amount": amount}


def _partners() -> list[Form]:
    needs = _in_row("partners", {"role": "other"}, "take_home", say("What she must take home a month"), _MONEY)
    herself: Form = {"role": "herself"} | ({"take_home": needs} if needs else {})
    others = list(_other_partners())
    if others and agreed(say("Is she herself in charge?"), otherwise=False):
        herself["in_charge"] = True
        return [herself, *others]
    for number, partner in enumerate(others, 2):
        if agreed(say("Is partner {n}, {role}, in charge?", n=number, role=partner["role"]), otherwise=False):
            partner["in_charge"] = True
            break
    return [herself, *others]


def _other_partners() -> Iterator[Form]:
    tell(say("Who runs it with her; never a name."))
    roles = offered(PartnerRole).replace("herself, ", "")
    while role := _in_row("partners", {}, "role", say("  Partner"), roles):
        needs = _in_row("partners", {"role": "other"}, "take_home", say("  Must take home a month"), _MONEY)
        yield {"role": role} | ({"take_home": needs} if needs else {})


def _items() -> Iterator[Form]:
    tell(say("Things bought for the start, row by row."))
    whole = {"what": "x", "price": "1", "paid_by": "donated"}
    while what := _in_row("items", whole, "what", say("  Thing")):
        yield {
            "what": what,
            "price": _in_row("items", whole, "price", say("  Price of one"), _MONEY, needed=True),
            "quantity": _in_row("items", whole, "quantity", say("  How many"), otherwise="1"),
            "paid_by": _in_row("items", whole, "paid_by", say("  Who paid"), offered(PaidBy), needed=True),
        }


def _loan() -> Form | None:
    whole: Form = {"principal": "1", "instalment": "1", "months": 1}

    def ask(field: str, text: str, hint: str = "", **shape: Any) -> str:
        check = _fits(lambda typed: {"loan": whole | {field: typed}})
        return asked(Question("", text, hint=hint, check=check, **shape))

    principal = ask("principal", say("Loan: how much was lent; Enter for none"), _MONEY)
    if not principal:
        return None
    return {
        "principal": principal,
        "instalment": ask("instalment", say("  Paid back each month"), _MONEY, needed=True),
        "months": ask("months", say("  For how many months"), needed=True),
    }
