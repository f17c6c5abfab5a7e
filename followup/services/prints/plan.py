"""Her plan on one page, in plain words, to be agreed and signed.

The paper lies where others see it: it says nothing of where she comes from or who visits her, and who works with her
is her adviser. What was promised is printed only if that is asked for; otherwise both write it down by hand.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import ceil
from pathlib import Path

from followup.case.business.earnings import BusinessKind
from followup.case.business.loan import Loan, Repayment
from followup.case.business.money import Currency, Money, figure, show
from followup.case.business.plan import Plan, reckon, reckon_fewest
from followup.case.business.rule_inputs import tenths
from followup.case.case import Case
from followup.case.consent_words import Purpose
from followup.case.fields import Private
from followup.casebook import Casebook
from followup.handout.paper.catalogue import Filled, Language, Spelling, phrase, spelled
from followup.handout.paper.days import full_day, short_date
from followup.handout.paper.document import Content, PaperDocument
from followup.services.consents import refuse_if_forbidden
from followup.services.guarded_names import labeller, masker
from followup.services.plans import plan_of
from followup.services.prints.printing import PrintResult, print_document

MOST_SOLD, MOST_COSTS, MOST_NEEDED, MOST_PROMISED = 6, 5, 3, 2
MOST_INSTALMENTS = 24
"""Beyond as many there is no box to tick for each."""


def print_plan(book: Casebook, typed: str, language: Language, folder: Path, *, promises: bool = False) -> PrintResult:
    """Print the plan in force; Missing if there is none. ``promises`` prints what was promised as well."""
    case = book.look(typed).case
    refuse_if_forbidden(case, Purpose.PAPER)
    paper = _PlanPaper(book, case, plan_of(case), language, promises=promises)
    document = PaperDocument("plan", phrase(language, "plan", "heading"), language, paper.content, book.today)
    own = {*document.texts} - paper.written
    return print_document(book, document, f"plan-{case.code}", folder, own_words=own, about=case.code, cases=(case.id,))


class _PlanPaper:
    """What stands on the page; ``written`` is what of it somebody wrote."""

    def __init__(self, book: Casebook, case: Case, plan: Plan, language: Language, *, promises: bool) -> None:
        self.case, self.plan, self.language, self.promises = case, plan, language, promises
        self.mask, self.label = masker(book, names=False), labeller(book)
        self.month, self.fewest = reckon(plan), reckon_fewest(plan)
        self.written: set[str] = {case.code}

    @cached_property
    def content(self) -> Mapping[str, Content]:
        """Everything on it."""
        dated = full_day(self.case.planned_on or self.case.as_of, self.language)
        return {
            "code": self.case.code,
            "trade": self._note(self.label(self.plan.trade).replace("-", " ")),
            "dated": phrase(self.language, "plan", "plan_of", day=dated),
            "how": self._how(),
            "unit": self._unit(),
            "unit-of-costs": self._unit() if self._by_harvest else self._unit(each_month=True),
            "sells": self._listed(self._sells(), MOST_SOLD),
            "pays": self._listed(self._pays(), MOST_COSTS),
            "start": self._listed(self._start(), MOST_NEEDED),
            "sum": self._sum(),
            "loan": self._loan(self.plan.loan),
            "wrong": [*self._wrong()],
            "promises": self._promised(),
        }

    def _unit(self, *, each_month: bool = False) -> list[Spelling]:
        """The currency, as it stands above a column of amounts."""
        if self.plan.currency is Currency.KHR:
            return self._say("riel_a_month" if each_month else "riel")
        return self._say("each_month", what="US$") if each_month else [{"lang": "en", "text": "US$"}]

    # --- how money comes in, and what it costs ----------------------------------------------------------------------

    def _how(self) -> list[Spelling]:
        """What brings the money in, in a sentence."""
        plan = self.plan
        if plan.animals:
            return self._say("animals", n=plan.animals.number, months=plan.animals.months)
        if plan.garden:
            return self._say("garden", n=plan.garden.harvests, months=plan.garden.months)
        if plan.season:
            return self._say("season", n=plan.season.months, months=plan.season.wait)
        low, high = map(_shortly, (plan.customers.low, plan.customers.high)) if plan.customers else ("", "")
        return self._say("customers", n=low if low == high else f"{low}–{high}", days=plan.days_open or 0)

    def _sells(self) -> Iterator[tuple[Content, Fraction]]:
        plan = self.plan
        if plan.animals:
            yield self._say("one_animal"), plan.worth(plan.animals.price)
        if plan.garden:
            yield self._say("one_harvest"), plan.worth(plan.garden.takings)
        if plan.season:
            yield self._say("month_of_work"), plan.worth(plan.season.takings)
        if plan.kind is BusinessKind.SHOP:
            yield from ((self._wrote(one.service), plan.worth(one.price)) for one in plan.prices)

    def _pays(self) -> Iterator[tuple[Content, Fraction]]:
        plan = self.plan
        if plan.animals and plan.animals.feed:
            yield self._say("feed"), plan.worth(plan.animals.feed)
        if plan.garden and plan.garden.costs:
            yield self._say("harvest_costs"), plan.worth(plan.garden.costs)
        for cost in plan.costs:
            yield self._cost(f"cost_{cost.kind}"), plan.worth(cost.amount)

    @property
    def _by_harvest(self) -> bool:
        """Whether what is paid for each harvest stands beside what is paid each month."""
        return bool(self.plan.garden and self.plan.garden.costs)

    def _cost(self, kind: str) -> list[Spelling]:
        if not self._by_harvest:
            return self._say(kind)
        return self._say("each_month", what=lambda language: phrase(language, "plan", kind))

    def _start(self) -> Iterator[tuple[Content, Fraction]]:
        for one in self.plan.items:
            what = self._wrote(one.what, times=one.quantity)
            yield what, self.plan.worth(one.price) * one.quantity

    def _listed(self, rows: Iterable[tuple[Content, Fraction]], most: int) -> Mapping[str, Content]:
        """The first rows, and how many more there are; the currency of their amounts stands above the column."""
        every = [{"what": what, "amount": figure(amount, self.plan.currency)} for what, amount in rows]
        shown = every if len(every) <= most else every[: most - 1]
        more = self._say("more", n=len(every) - len(shown)) if shown != every else []
        return {"rows": shown, "more": more}

    # --- the sum ----------------------------------------------------------------------------------------------------

    def _sum(self) -> Mapping[str, Content]:
        """What comes in, what goes out and what is left: of a shop in a month, else from one sale to the next."""
        times = self.plan.cycle.months if self.plan.cycle else Fraction(1)
        month = self.month
        known = self.plan.takings_known
        figures = [
            self._part("in", month.takings * times if known else None),
            self._part("out", month.costs * times),
            *([self._part("loan", month.instalment * times)] if month.instalment else []),
            self._part("left", month.left * times if known else None),
        ]
        return {"title": self._span(times), "figures": figures, "told": [*self._told(times)]}

    def _span(self, times: Fraction) -> list[Spelling]:
        key = {BusinessKind.ANIMALS: "sale", BusinessKind.GARDEN: "harvest", BusinessKind.SEASONAL: "year"}
        if self.plan.customers and self.plan.takings_known:
            return self._say("month_at", n=_shortly(self.month.customers))
        return self._say(key.get(self.plan.kind, "month"), months=tenths(times))

    def _part(self, what: str, amount: Fraction | None) -> Mapping[str, Content]:
        """One figure under its picture; what is below zero is missing."""
        unknown = phrase(self.language, "plan", "not_known")
        label = "missing" if amount is not None and amount < 0 else "left_all" if self._shared(what) else what
        shown = unknown if amount is None else _in_words(abs(amount), self.plan.currency)(self.language)
        return {"picture": label if label == "missing" else what, "label": self._say(label), "amount": shown}

    def _shared(self, what: str) -> bool:
        return what == "left" and self.plan.sharers > 1

    def _told(self, times: Fraction) -> Iterator[Mapping[str, Content]]:
        """What must be known beside the sum, and whether it is bad."""
        month, known = self.month, self.plan.takings_known
        if known and self._shared("left") and month.left > 0:
            each = self._amount(month.left_each * times)
            yield {"words": self._say("each", n=self.plan.sharers, amount=each), "bad": False}
        if month.first_income:
            out = self._amount(month.until_first)
            yield {"words": self._say("first_money", months=month.first_income, amount=out), "bad": False}
        if known and self.fewest.customers != month.customers:
            yield {"words": self._with_few(), "bad": False}
        if month.take_home:
            must = "must_all" if self._shared("left") else "must"
            yield {"words": self._say(must, amount=self._amount(month.take_home)), "bad": False}
        if known and month.left < month.take_home:
            yield {"words": self._say("not_enough"), "bad": True}

    def _with_few(self) -> list[Spelling]:
        """What is left, or is missing, of a month with the fewest customers."""
        few, left = self.fewest.customers, self.fewest.left
        return self._say("few_missing" if left < 0 else "few", n=tenths(few), amount=self._amount(abs(left)))

    # --- the loan ---------------------------------------------------------------------------------------------------

    def _loan(self, loan: Loan | None) -> Mapping[str, Content]:
        boxes = loan.months if loan and loan.months and loan.months <= MOST_INSTALMENTS else 0
        return {"told": self._loan_told(loan) if loan else self._say("no_loan"), "boxes": boxes}

    def _loan_told(self, loan: Loan) -> list[Spelling]:
        lent = self._money(loan.principal)
        days = [*loan.due_dates(self.case.loan_since or self.case.planned_on or self.case.as_of)]
        if loan.repaid is Repayment.NONE:
            return self._say("loan_none", amount=lent)
        if loan.repaid is Repayment.IN_KIND:
            what = self._wrote(loan.in_kind)
            if not days:
                return self._say("loan_kind_open", amount=lent, what=what)
            return self._say("loan_kind", amount=lent, last=self._day(days[-1]), what=what)
        if loan.repaid is Repayment.AT_HARVEST:
            total = self._money(loan.total or loan.principal)
            return self._say("loan_harvest", amount=lent, total=total, last=self._day(days[-1]))
        assert loan.instalment
        first, last = self._day(days[0]), self._day(days[-1])
        return self._say(
            "loan_monthly", amount=lent, instalment=self._money(loan.instalment), n=len(days), first=first, last=last
        )

    # --- if it goes wrong -------------------------------------------------------------------------------------------

    def _wrong(self) -> Iterator[list[Spelling]]:
        """What can go wrong with a plan of this kind, and what is then to be done."""
        must = self.month.take_home
        needed = self.month.everybody_paid if must else self.month.break_even
        if needed:
            fewest = ceil(needed)
            why = "wrong_home" if must else "wrong_customers"
            yield self._say(f"{why}_one" if fewest == 1 else why, n=fewest)
        if self.plan.kind is not BusinessKind.SHOP:
            yield self._say(f"wrong_{self.plan.kind}")
        if self.plan.loan and self.plan.loan.repaid is not Repayment.NONE:
            yield self._say("wrong_kind" if self.plan.loan.repaid is Repayment.IN_KIND else "wrong_loan")
        if self.plan.sharers > 1:
            yield self._say("wrong_partners")
        yield self._say("wrong_family")

    # --- what was promised ------------------------------------------------------------------------------------------

    def _promised(self) -> Mapping[str, Content]:
        """What she agreed to last, and what was promised to her; nothing where that was not asked for."""
        if not self.promises:
            return {"hers": [], "ours": []}
        agreed = next((visit.said.agreed for visit in reversed(self.case.visits) if visit.said.agreed.strip()), "")
        ours = [one for one in self.case.open_promises if not one.said.ending][:MOST_PROMISED]
        return {
            "hers": [self._wrote(agreed)] if agreed else [],
            "ours": [
                self._note(f"{short_date(one.said.due, self.language)}: {self._wrote(one.said.what)}") for one in ours
            ],
        }

    # --- words and figures ------------------------------------------------------------------------------------------

    def _say(self, key: str, /, **fields: Filled) -> list[Spelling]:
        return spelled(self.language, "plan", key, **fields)

    def _wrote(self, text: Private, *, times: int = 1) -> str:
        shown = self.mask(text)
        return self._note(f"{times} × {shown}" if times > 1 else shown)

    def _note(self, text: str) -> str:
        self.written.add(text)
        return text

    def _amount(self, amount: Fraction) -> Callable[[Language], str]:
        """An amount in the plan's currency, in any language."""
        return _in_words(amount, self.plan.currency)

    def _money(self, money: Money) -> Callable[[Language], str]:
        return _in_words(money.exact, money.currency)

    @staticmethod
    def _day(day: date) -> Callable[[Language], str]:
        return lambda language: short_date(day, language)


def _shortly(number: Decimal | Fraction) -> str:
    """A number of customers, without the zeros at its end."""
    exact = Decimal(Fraction(number).numerator) / Fraction(number).denominator
    return f"{exact:f}"


def _in_words(amount: Fraction, currency: Currency) -> Callable[[Language], str]:
    """An amount with its currency, as a language writes it."""
    if currency is Currency.USD:
        return lambda _language: show(amount, currency)
    return lambda language: f"{figure(amount, currency)} {phrase(language, 'plan', 'riel')}"
