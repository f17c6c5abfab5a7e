"""The guided form of a business plan: question after question, in the keys of a plan in a file."""

from collections.abc import Callable, Iterator
from typing import Any

from followup.case.business.earnings import BusinessKind
from followup.case.business.loan import Repayment
from followup.case.business.plan import CostKind, PaidBy, PartnerRole
from followup.case.forms.plan import plan_from_mapping
from followup.errors import Invalid
from followup.messages import say
from followup_cli.terminal.asking import AnswerCheck, Question, agreed, ask_person, parsed_answer, print_note
from followup_cli.terminal.typed import term_parser, term_words

PlanFormData = dict[str, Any]

_SMALLEST: PlanFormData = {"trade": "x", "rate": 4000}
_MINIMAL_PLAN: PlanFormData = _SMALLEST | {"customers_a_day": 1, "days_open": 1}
"""A plan in which one answer can be tried."""
_MONEY_HINT = "2,000 riel, $0.50"


def ask_plan(trade: str, currency: str, kind: BusinessKind | None = None) -> PlanFormData:
    """A plan as the person says it; amounts without a currency are in ``currency``.

    The kind of business is asked for unless it is given, or the trade is one of a shop.
    """
    print_note(say("Enter skips a question, or ends a list. Ctrl-C stops, and nothing is written."))
    form: PlanFormData = {"currency": currency}
    form["trade"] = _ask("trade", say("Trade"), default=_slug(trade), needed=True, written=_slug)
    form["kind"] = (kind or _ask_kind(form["trade"])).value
    form |= _EARNING_QUESTIONS[BusinessKind(form["kind"])]()
    form["costs"] = list(_ask_costs())
    form["partners"] = _ask_partners()
    form["items"] = list(_ask_items())
    form["loan"] = _ask_loan()
    form["start_up_money"] = _ask("start_up_money", say("Money kept for the first months"), _MONEY_HINT)
    return {key: value for key, value in form.items() if value not in ("", None, [])}


_SHOP_TRADES = ("hairdressing", "sewing", "cooking", "weaving")
_USUAL_KINDS = {"animal-raising": BusinessKind.ANIMALS, "farming": BusinessKind.GARDEN}


def _ask_kind(trade: str) -> BusinessKind:
    """What kind of business it is; not asked of the trades that the centre teaches for shops."""
    if trade in _SHOP_TRADES:
        return BusinessKind.SHOP
    usual = _USUAL_KINDS.get(trade, BusinessKind.SHOP).value
    words = term_words(BusinessKind)
    question = Question("--kind", say("Kind of business"), default=usual, needed=True, words=words)
    return parsed_answer(question, term_parser(BusinessKind))


def _ask_shop() -> PlanFormData:
    return {
        "customers_a_day": _ask("customers_a_day", say("Customers a day"), "3, 2-3", needed=True),
        "days_open": _ask("days_open", say("Days open a month"), default="26", needed=True),
        "prices": list(_ask_prices()),
    }


def _ask_animals() -> PlanFormData:
    questions = {
        "number": (say("How many animals"), "", True),
        "months": (say("Months until they are sold"), "", True),
        "price": (say("Price of each when sold"), _MONEY_HINT, True),
        "feed": (say("Feed for all of them, a month"), _MONEY_HINT, False),
    }
    return _ask_part("animals", {"number": 1, "months": 1, "price": "1"}, questions)


def _ask_garden() -> PlanFormData:
    questions = {
        "harvests": (say("Harvests a year"), "", True),
        "months": (say("Months until the first harvest"), "", True),
        "takings": (say("What a harvest brings in"), _MONEY_HINT, True),
        "costs": (say("What a harvest costs: seed, fertiliser, water"), _MONEY_HINT, False),
    }
    return _ask_part("garden", {"harvests": 1, "months": 1, "takings": "1"}, questions)


def _ask_season() -> PlanFormData:
    questions = {
        "months": (say("Months of work a year"), "", True),
        "takings": (say("What such a month brings in"), _MONEY_HINT, True),
        "wait": (say("Months until the first money comes in"), say("Enter: none"), False),
    }
    return _ask_part("season", {"months": 1, "takings": "1"}, questions)


def _ask_part(key: str, whole: PlanFormData, questions: dict[str, tuple[str, str, bool]]) -> PlanFormData:
    """The answers that make up what a business earns, each tried in a plan that is otherwise whole."""
    part: PlanFormData = {}
    for field, (text, hint, needed) in questions.items():
        check = _part_check(key, whole, field)
        typed = ask_person(Question("", text, hint=hint, needed=needed, check=check))
        part |= {field: typed} if typed else {}
    return {key: part}


def _part_check(key: str, whole: PlanFormData, field: str) -> AnswerCheck:
    return _fit_check(lambda typed: {"kind": _KIND_OF_PART[key], key: whole | {field: typed}})


_KIND_OF_PART = {"animals": "animals", "garden": "garden", "season": "seasonal"}
_EARNING_QUESTIONS = {
    BusinessKind.SHOP: _ask_shop,
    BusinessKind.ANIMALS: _ask_animals,
    BusinessKind.GARDEN: _ask_garden,
    BusinessKind.SEASONAL: _ask_season,
}


def _slug(typed: str) -> str:
    return "-".join(typed.strip().lower().split())


def _ask(key: str, text: str, hint: str = "", *, written: Callable[[str], Any] = str, **shape: Any) -> Any:
    """An answer that would do under ``key`` of a plan; ``written`` makes of it what stands in the file."""
    typed = ask_person(Question("", text, hint=hint, check=_fit_check(lambda typed: {key: written(typed)}), **shape))
    return written(typed) if typed else ""


def _fit_check(placed: Callable[[str], PlanFormData]) -> AnswerCheck:
    """Invalid for an answer that cannot stand where ``placed`` puts it."""

    def check(typed: str) -> None:
        tried = placed(typed)
        _, problems = plan_from_mapping((_SMALLEST if "kind" in tried else _MINIMAL_PLAN) | tried)
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
    roles = tuple(word for word in term_words(PartnerRole) if word != PartnerRole.HERSELF)
    hint = say("Enter: nobody")
    while role := _ask_row_field("partners", {}, "role", say("  Partner"), hint, words=roles):
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
            "paid_by": _ask_row_field(
                "items", whole, "paid_by", say("  Who paid"), words=term_words(PaidBy), needed=True
            ),
        }


def _ask_loan() -> PlanFormData | None:
    whole: PlanFormData = {"principal": "1", "instalment": "1", "months": 1}

    def ask(field: str, text: str, hint: str = "", **shape: Any) -> str:
        check = _fit_check(lambda typed: {"loan": whole | {field: typed}})
        return ask_person(Question("", text, hint=hint, check=check, **shape))

    principal = ask("principal", say("Loan: how much was lent; Enter for none"), _MONEY_HINT)
    if not principal:
        return None
    words = say("{amount}; or at-harvest, in-kind, none", amount=_MONEY_HINT)
    question = Question("", say("  Paid back each month"), needed=True, hint=words, check=_repayment_check(whole))
    how = ask_person(question)
    way = _repayment_word(how)
    if way is None:
        return {
            "principal": principal,
            "instalment": how,
            "months": ask("months", say("  For how many months"), needed=True),
        }
    loan: PlanFormData = {"principal": principal, "repaid": way.value}
    whole = {"principal": "1", "repaid": way.value, "harvest": "2027-01"}
    if way is Repayment.IN_KIND:
        loan["in_kind"] = ask("in_kind", say("  What is given back"), say("such as two piglets; no names"), needed=True)
        whole["in_kind"] = "x"
    if way is not Repayment.NONE:
        needed = way is Repayment.AT_HARVEST
        loan["harvest"] = ask("harvest", say("  In which month"), say("such as 2027-01"), needed=needed)
    if way is Repayment.AT_HARVEST:
        loan["instalment"] = ask("instalment", say("  How much then; Enter for what was lent"), _MONEY_HINT)
    return {key: value for key, value in loan.items() if value}


def _repayment_word(typed: str) -> Repayment | None:
    """The way of paying back that a word names; None for an amount."""
    word = typed.strip().lower().replace("-", "_").replace(" ", "_")
    return Repayment(word) if word in set(Repayment) - {Repayment.MONTHLY} else None


def _repayment_check(whole: PlanFormData) -> AnswerCheck:
    as_amount = _fit_check(lambda typed: {"loan": whole | {"instalment": typed}})
    return lambda typed: None if _repayment_word(typed) else as_amount(typed)
