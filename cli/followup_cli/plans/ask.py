"""The guided form of a business plan: question after question, by the dotted keys of `form_answers`."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Any, NamedTuple

from followup.case.business.earnings import BusinessKind
from followup.case.business.loan import Repayment
from followup.case.business.money import Currency, parse_money
from followup.case.business.plan import CostKind, PaidBy, PartnerRole
from followup.case.forms.plan import plan_from_mapping
from followup.case.known_words import did_you_mean
from followup.errors import Invalid
from followup.messages import say
from followup_cli.plans.form_answers import HERSELF, HERSELF_KEY, Answers, PlanFormData, partner_name, plan_of_answers
from followup_cli.terminal.asking import Question
from followup_cli.terminal.form import Form
from followup_cli.terminal.typed import term_parser, term_shower, term_words
from followup_cli.terminal.words import numbered, word_meant

_SMALLEST: PlanFormData = {"trade": "x", "rate": 4000}
_SHOP: PlanFormData = _SMALLEST | {"customers_a_day": 1, "days_open": 1}
_WHOLE_PARTS: Mapping[str, PlanFormData] = {
    "animals": {"number": 1, "months": 1, "price": "1"},
    "garden": {"harvests": 1, "months": 1, "takings": "1"},
    "season": {"months": 1, "takings": "1"},
}
_WHOLE_ROWS: Mapping[str, PlanFormData] = {
    "prices": {"service": "x", "price": "1"},
    "items": {"what": "x", "price": "1", "paid_by": "donated"},
}
_WHOLE_LOANS: Mapping[str, PlanFormData] = {
    "months": {"principal": "1", "instalment": "1"},
    "harvest": {"principal": "1", "repaid": "at_harvest"},
    "in_kind": {"principal": "1", "repaid": "in_kind"},
}
"""The rest of a plan in which one answer can be tried."""
_KIND_OF_PART = {"animals": "animals", "garden": "garden", "season": "seasonal"}
_SHOP_TRADES = ("hairdressing", "sewing", "cooking", "weaving")
_USUAL_KINDS = {"animal-raising": BusinessKind.ANIMALS, "farming": BusinessKind.GARDEN}

_AMOUNT_AT_END = re.compile(
    r"(?P<what>.+?)\s+(?P<amount>(?:us)?[$៛]\s?[\d,.]+|[\d,.]+\s?(?:riels?|r|khr|usd|dollars?|[$៛]|រៀល|ដុល្លារ)"
    r"|\d{1,3}(?:[ ,.]\d{3})+|\d{3,})",
    re.IGNORECASE,
)
"""What is sold or paid for, and after it an amount: three figures or more, or with its currency."""
_NUMBER_BEFORE = re.compile(r"(?P<number>\d{1,4})\s+(?:x\s+)?(?P<what>\D.*)")


class PlanToAsk(NamedTuple):
    """What is known before the form is asked: her trade, the currency of amounts, the kind an option said.

    ``trade_shape`` is what the question about the trade has beside its text: the trades there are.
    """

    trade: str
    currency: Currency
    kind: BusinessKind | None = None
    standing: Answers | None = None
    trade_shape: Mapping[str, Any] = MappingProxyType({})


def ask_plan(form: Form, known: PlanToAsk) -> PlanFormData:
    """A plan as the person says it, in the keys of a file; what stands and is not asked for is kept."""
    return _PlanQuestions(form, known).plan()


class _PlanQuestions:
    """The questions of a plan, and what was answered so far."""

    def __init__(self, form: Form, known: PlanToAsk) -> None:
        self._form = form
        self._known = known
        self._answers: Answers = {}

    def plan(self) -> PlanFormData:
        """All of the plan."""
        self._form.tell(
            say("Enter skips what is not needed, or ends a list. back: the question before. Ctrl-C keeps it all.")
        )
        usual = _slug(self._known.trade)
        shape = {"default": usual, "needed": True} | dict(self._known.trade_shape)
        trade = self._ask("trade", say("Trade"), read=_slug, offered=bool(usual), **shape)
        kind = self._ask_kind(trade)
        _EARNINGS[kind](self)
        self._ask_costs()
        self._ask_partners()
        self._ask_items()
        self._ask_loan()
        self._amount("start_up_money", say("Money kept for the first months"), label=say("To start"))
        return plan_of_answers(self._answers | {"kind": kind.value}, self._known.standing or {})

    def _ask_kind(self, trade: str) -> BusinessKind:
        """What kind of business it is; a shop until the person says otherwise, for the trades taught for shops."""
        if self._known.kind:
            return self._known.kind
        usual = _USUAL_KINDS.get(trade, BusinessKind.SHOP).value
        question = Question("", say("Kind of business"), default=usual, needed=True, words=term_words(BusinessKind))
        ask = self._form.offer if trade in _SHOP_TRADES else self._form.ask
        return BusinessKind(ask("kind", question, term_parser(BusinessKind)))

    # --- one question ---

    def _ask(self, key: str, text: str, *, read: Callable[[str], str] = str, **shape: Any) -> str:
        """An answer that would do in a plan under its key; one that is ``offered`` is as usual until it is chosen."""
        show = shape.pop("show", str)
        ask = self._form.offer if shape.pop("offered", False) else self._form.ask
        question = Question("", text, check=lambda typed: _check(key, read(typed)), **shape)
        self._answers[key] = ask(key, question, read, show)
        return self._answers[key]

    def _amount(self, key: str, text: str, **shape: Any) -> str:
        hint = shape.pop("hint", _money_hint())
        question = Question("", text, hint=hint, **shape)
        self._answers[key] = self._form.ask(key, question, self._written, self._shown)
        return self._answers[key]

    def _written(self, typed: str) -> str:
        return parse_money(typed, self._known.currency).written()

    def _shown(self, written: str) -> str:
        return parse_money(written, self._known.currency).shown()

    def _with_amount(self, typed: str, field: str, amount: str) -> Answers:
        """The fields of a row at whose end an amount may stand: ``haircut 2,000``."""
        if _is_amount(typed):
            raise Invalid(say("That is an amount only."), say("Write what it is for first, such as: haircut 2,000"))
        found = _AMOUNT_AT_END.fullmatch(typed)
        return {field: found["what"], amount: self._written(found["amount"])} if found else {field: typed}

    # --- how it earns ---

    def ask_shop(self) -> None:
        """Customers, days and the price list."""
        self._ask("customers_a_day", say("Customers a day"), hint=say("such as 3; 2-3 is from 2 to 3"), needed=True)
        self._ask(
            "days_open", say("Days open a month"), default="26", needed=True, label=say("Days a month"), offered=True
        )
        self._form.tell(say("Price list: what she sells, such as haircut 2,000."), "prices")
        question = Question("", say("  Service or thing sold"), hint=say("Enter: no more"), label="")
        for row, service in self._form.rows("prices", "service", question, split=self._priced):
            self._answers[f"{row}.service"] = service
            self._amount(f"{row}.price", say("  Price"), needed=True, label="")

    def _priced(self, typed: str) -> Answers:
        fields = self._with_amount(typed, "service", "price")
        _check("prices.0.service", fields["service"])
        return fields

    def ask_animals(self) -> None:
        """How many, when they are sold and for how much."""
        self._ask("animals.number", say("How many animals"), needed=True)
        self._ask("animals.months", say("Months until they are sold"), needed=True)
        self._amount("animals.price", say("Price of each when sold"), needed=True)
        self._amount("animals.feed", say("Feed for all of them, a month"))

    def ask_garden(self) -> None:
        """What a harvest brings and costs."""
        self._ask("garden.harvests", say("Harvests a year"), needed=True)
        self._ask("garden.months", say("Months until the first harvest"), needed=True)
        self._amount("garden.takings", say("What a harvest brings in"), needed=True)
        self._amount("garden.costs", say("What a harvest costs: seed, fertiliser, water"))

    def ask_season(self) -> None:
        """What a month of work brings."""
        self._ask("season.months", say("Months of work a year"), needed=True)
        self._amount("season.takings", say("What such a month brings in"), needed=True)
        self._ask("season.wait", say("Months until the first money comes in"), hint=say("Enter: none"))

    # --- what it costs, who shares, what was bought ---

    def _ask_costs(self) -> None:
        self._form.tell(say("Costs a month: {kinds}.", kinds=numbered(term_words(CostKind))), "costs")
        hint = say("such as rent 40,000; Enter: no more")
        question = Question("", say("  Cost"), hint=hint, label="")
        for row, kind in self._form.rows("costs", "kind", question, split=self._cost, show=term_shower(CostKind)):
            self._answers[f"{row}.kind"] = kind
            self._amount(f"{row}.amount", say("  How much a month"), needed=True, label="")

    def _cost(self, typed: str) -> Answers:
        fields = self._with_amount(typed, "kind", "amount")
        return fields | {"kind": _one_word(fields["kind"], term_words(CostKind)).replace("-", "_")}

    def _ask_partners(self) -> None:
        text = say("What she must take home a month")
        self._amount(f"{HERSELF_KEY}.take_home", text, label=say("takes home a month"))
        self._form.tell(say("Who runs it with her; never a name."), "partners")
        roles = tuple(word for word in term_words(PartnerRole) if word != HERSELF)
        question = Question("", say("  Partner"), hint=say("Enter: nobody"), label="", words=roles)
        found = {}
        for row, role in self._form.rows("partners", "role", question, show=term_shower(PartnerRole)):
            self._answers[f"{row}.role"] = role
            self._amount(f"{row}.take_home", say("  Must take home a month"), label=say("takes home"))
            found[row] = role
        if found:
            self._ask_in_charge(found)

    def _ask_in_charge(self, roles: Mapping[str, str]) -> None:
        """Who is in charge; partners of one role are told apart by their numbers."""
        alone = [role for role in roles.values() if [*roles.values()].count(role) == 1]
        names = {
            role if role in alone else partner_name(row, role): partner_name(row, role) for row, role in roles.items()
        }
        words, hint = (HERSELF, *names), say("Enter: nobody")
        question = Question("", say("Who is in charge"), words=words, several=True, hint=hint, label=say("In charge"))

        def read(typed: str) -> str:
            return ",".join(names.get(name, name) for name in typed.split(","))

        def show(stored: str) -> str:
            shown = {stored: name for name, stored in names.items()}
            return ", ".join(shown.get(name, name) for name in stored.split(",") if name in (HERSELF, *shown))

        self._answers["in_charge"] = self._form.ask("in_charge", question, read, show)

    def _ask_items(self) -> None:
        self._form.tell(say("Things bought for the start, such as: 2 chairs $20 (the price of one)."), "items")
        question = Question("", say("  Thing"), hint=say("Enter: no more"), label="")
        payer = ""
        for row, what in self._form.rows("items", "what", question, split=self._item):
            self._answers[f"{row}.what"] = what
            self._amount(f"{row}.price", say("  Price of one"), needed=True, label="")
            self._ask(f"{row}.quantity", say("  How many"), default="1", needed=True, label=say("how many"))
            shape = {"words": term_words(PaidBy), "needed": True, "default": payer, "label": ""}
            read, show = term_parser(PaidBy), term_shower(PaidBy)
            payer = self._ask(f"{row}.paid_by", say("  Who paid"), read=read, show=show, **shape)

    def _item(self, typed: str) -> Answers:
        fields = self._with_amount(typed, "what", "price")
        if "price" in fields:
            counted = _NUMBER_BEFORE.fullmatch(fields["what"])
            fields |= {"quantity": counted["number"], "what": counted["what"]} if counted else {"quantity": "1"}
        for field, answer in fields.items():
            _check(f"items.0.{field}", answer)
        return fields

    # --- the loan ---

    def _ask_loan(self) -> None:
        if not self._amount("loan.principal", say("Loan: how much was lent; Enter for none"), label=""):
            return
        hint = say("{amount}; or at-harvest, in-kind, none", amount=_money_hint())
        question = Question("", say("  Paid back each month"), needed=True, hint=hint, label=say("paid back"))
        how = self._form.ask("loan.how", question, self._repaid, self._repaid_shown)
        self._answers["loan.how"] = how
        if how not in set(Repayment):
            self._ask("loan.months", say("  For how many months"), needed=True, label=say("months"))
        elif how != Repayment.NONE:
            self._ask_harvest(Repayment(how))

    def _ask_harvest(self, way: Repayment) -> None:
        if way is Repayment.IN_KIND:
            self._ask(
                "loan.in_kind", say("  What is given back"), hint=say("such as two piglets; no names"), needed=True
            )
        needed = way is Repayment.AT_HARVEST
        self._ask("loan.harvest", say("  In which month"), hint=say("such as 2027-01"), needed=needed, label=say("in"))
        if needed:
            self._amount("loan.instalment", say("  How much then; Enter for what was lent"), label=say("then"))

    def _repaid(self, typed: str) -> str:
        """The way of paying back that a word names, or an amount a month."""
        if any(map(str.isdigit, typed)):
            return self._written(typed)
        words = tuple(word for word in term_words(Repayment) if word != Repayment.MONTHLY)
        return _one_word(typed, words).replace("-", "_")

    def _repaid_shown(self, how: str) -> str:
        return Repayment(how).label if how in set(Repayment) else self._shown(how)


_EARNINGS: Mapping[BusinessKind, Callable[[_PlanQuestions], None]] = {
    BusinessKind.SHOP: _PlanQuestions.ask_shop,
    BusinessKind.ANIMALS: _PlanQuestions.ask_animals,
    BusinessKind.GARDEN: _PlanQuestions.ask_garden,
    BusinessKind.SEASONAL: _PlanQuestions.ask_season,
}


def _is_amount(typed: str) -> bool:
    with suppress(Invalid):
        return bool(parse_money(typed, Currency.KHR))
    return False


def _money_hint() -> str:
    return say("2,000 riel, $0.50")


def _slug(typed: str) -> str:
    return "-".join(typed.strip().lower().split())


def _one_word(typed: str, words: tuple[str, ...]) -> str:
    """The word that was meant; Invalid where none was, or more than one may have been."""
    word, near = word_meant(typed, words)
    if not word:
        raise Invalid(say("One of these is needed: {words}.", words=", ".join(words)), did_you_mean(near))
    return word


# --- whether an answer would do -------------------------------------------------------------------------------------


def _check(key: str, answer: str) -> None:
    """Invalid for an answer that cannot be under a key, tried in a plan that is otherwise whole."""
    _, problems = plan_from_mapping(_tried(key, answer))
    if problems:
        raise Invalid(problems[0].what)


def _tried(key: str, answer: str) -> PlanFormData:
    part, field = key.partition(".")[0], key.rpartition(".")[2]
    if part in _WHOLE_PARTS:
        return _SMALLEST | {"kind": _KIND_OF_PART[part], part: _WHOLE_PARTS[part] | {field: answer}}
    said: Any = answer
    if part in _WHOLE_ROWS:
        said = [_WHOLE_ROWS[part] | {field: answer}]
    elif part == "loan":
        said = _WHOLE_LOANS[field] | {field: answer}
    return _SHOP | {part: said}
