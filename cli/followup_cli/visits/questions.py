"""What is asked about a visit, part by part, beginning with what was left last time; in the keys of a file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from followup.case.business.earnings import BusinessKind
from followup.case.business.money import Currency
from followup.case.business.month import MonthlyFigures
from followup.case.case import Case
from followup.case.facts import WellbeingScore
from followup.case.fields import Mask, revealed
from followup.case.forms.spoken_days import Meant
from followup.case.forms.visit import answer_checker
from followup.case.parts import Flag
from followup.case.vocabulary import ContactMethod, RiskKind, Severity, WellbeingDomain
from followup.casebook import Casebook
from followup.errors import Invalid
from followup.messages import say
from followup.monitoring.loans import InstalmentState, loan_standing
from followup.services import visits
from followup_cli.fragments.amounts import month_data
from followup_cli.fragments.loans import due_words
from followup_cli.terminal.asking import Question, print_note
from followup_cli.terminal.days import short_day
from followup_cli.terminal.saved_answers import SavedAnswers
from followup_cli.terminal.typed import choice_parser, term_parser, terms_hint
from followup_cli.terminal.typed_days import read_day
from followup_cli.visits.form_options import VisitFormData, in_loan_currency
from followup_cli.visits.page import contact_edit_command

SAME, LEFT_OUT = "=", "-"

_BETTER, _WORSE, _CLEARED, _AS_BEFORE = "better", "worse", "cleared", "same"
_FIGURES = ("customers", "takings", "costs", "drawings", "stock", "debt", "savings")
PARTS = ("met", "promises", "flags", "wellbeing", "business", "worries", "told", "words", "contact")
"""The parts of the form as a person may name them; the keys of their answers begin so."""


@dataclass(frozen=True, slots=True)
class VisitQuestions:
    """One run through the questions."""

    book: Casebook
    case: Case
    given: VisitFormData
    answers: SavedAnswers
    mask: Mask
    names: bool

    @property
    def check(self) -> Callable[[str, Any], None]:
        """A check of one answer by its key."""
        return answer_checker(Currency(self.book.office.currency))

    def form(self) -> VisitFormData:
        """Every question in order; those answered before are not asked again."""
        form: VisitFormData = {}
        form |= _ask_meeting(self)
        form |= _ask_promises(self)
        form |= _ask_flags(self)
        form |= _ask_wellbeing(self)
        form |= _ask_business(self)
        form |= _ask_new_flags(self)
        form |= _ask_new_promises(self)
        form |= _ask_notes(self)
        return form | _ask_safe_contact(self)

    def ask(self, key: str, text: str, read: Callable[[str], str] = str, **shape: Any) -> str:
        """One question, its answer kept as ``read`` makes it; ``shape`` are the other fields of a `Question`."""
        return self.answers.ask(key, Question("", text, **shape), read)

    def ask_choice(self, key: str, text: str, *words: str, hint: str = "", default: str = "") -> str:
        """One of these words, or the beginning of one."""
        return self.ask(key, text, choice_parser(words, shortened=True), hint=hint, default=default)

    def ask_note(self, key: str, text: str) -> str:
        """A text that is needed."""
        return self.ask(key, text, needed=True, check=self.checker_for("note"), note=True)

    def checker_for(self, key: str) -> Callable[[str], None]:
        """A check of an answer as the value of a key."""
        return lambda typed: self.check(key, typed)


# --- the parts ------------------------------------------------------------------------------------------------------


def _ask_meeting(asking: VisitQuestions) -> VisitFormData:
    book, case = asking.book, asking.case
    last = case.visits[-1].said if case.visits else None
    form: VisitFormData = {key: asking.given[key] for key in ("date", "slot", "went", "contact") if key in asking.given}

    def day_made(typed: str) -> str:
        day = read_day(typed, book.today)
        visits.check_day(day, case, book.today)
        return day.isoformat()

    if "date" not in form:
        today = book.today.isoformat()
        form["date"] = date.fromisoformat(asking.ask("met.date", say("Day of the visit"), day_made, default=today))
    visits.check_day(form["date"], case, book.today)
    _print_slot(asking, form)
    if "contact" not in form:
        usual = (last.contact if last else ContactMethod.HOME_VISIT).value.replace("_", "-")
        read = term_parser(ContactMethod)
        hint = terms_hint(ContactMethod)
        form["contact"] = asking.ask("met.contact", say("How she was met"), read, default=usual, hint=hint)
    if "went" not in form:
        usual = ",".join(map(revealed, last.went)) if last and last.went else case.worker or book.worker
        went = asking.ask("met.went", say("Who went"), default=usual, check=asking.checker_for("went"))
        form |= {"went": went} if went else {}
    return form


def _print_slot(asking: VisitQuestions, form: VisitFormData) -> None:
    """Say which visit the day belongs to, so that nobody need count."""
    found = visits.match_slot(asking.book, asking.case, form["date"])
    if found is None or "slot" in form:
        return
    today = asking.book.today
    print_note(say("This is visit {k}, due {day}.", k=found.k, day=short_day(found.due, today)))
    if found.filled:
        print_note(say("It was made on {day} already; both are kept.", day=short_day(found.filled.on, today)))


def _ask_promises(asking: VisitQuestions) -> VisitFormData:
    settled = []
    states = ("kept", "not yet", "broken")
    for promise in asking.case.open_promises:
        said, today = promise.said, asking.book.today
        key = f"promises.{promise.id}"
        print_note(
            say(
                "Promised: {what} ({who}, due {day})",
                what=asking.mask(said.what),
                who=asking.mask(said.by_whom),
                day=short_day(said.due, today),
            )
        )
        how = asking.ask_choice(key, say("Was it kept"), *states, hint=", ".join(states), default="not yet")
        if how == "kept":
            settled.append({"promise": promise.id, "kept": True})
        elif how == "broken":
            why = asking.ask_note(f"{key}.why", say("Why not, without names"))
            settled.append({"promise": promise.id, "kept": False, "note": why})
    return {"settled": settled} if settled else {}


def _ask_flags(asking: VisitQuestions) -> VisitFormData:
    reviewed: list[VisitFormData] = []
    cleared: list[VisitFormData] = []
    states = (_AS_BEFORE, _BETTER, _WORSE, _CLEARED)
    for flag in asking.case.open_flags:
        key = f"flags.{flag.id}"
        seen = asking.mask(flag.found or flag.note)
        print_note(
            say("Flag: {kind}, {severity}: {seen}", kind=flag.risk.label, severity=flag.severity.label, seen=seen)
        )
        hint = say("{words}; Enter: not spoken of", words=", ".join(states))
        how = asking.ask_choice(key, say("How is it now"), *states, hint=hint)
        if how == _CLEARED:
            why = asking.ask_note(f"{key}.how", say("How it came that it no longer holds"))
            cleared.append({"flag": flag.id, "how": why})
        elif how:
            found = asking.ask(
                f"{key}.note", say("What was found, without names"), check=asking.checker_for("note"), note=True
            )
            reviewed.append({"flag": flag.id, "severity": _changed_severity(flag, how).value, "note": found})
    return ({"reviewed": reviewed} if reviewed else {}) | ({"cleared": cleared} if cleared else {})


def _changed_severity(flag: Flag, how: str) -> Severity:
    grades = list(Severity)
    step = {_BETTER: -1, _WORSE: 1}.get(how, 0)
    return grades[min(max(grades.index(flag.severity) + step, 0), len(grades) - 1)]


def _ask_wellbeing(asking: VisitQuestions) -> VisitFormData:
    if "scores" in asking.given:
        return {"scores": asking.given["scores"]}
    last: dict[WellbeingDomain, WellbeingScore] = {}
    for visit in asking.case.visits:
        last |= {score.domain: score for score in visit.said.scores}
    print_note(say("Wellbeing, 1 in danger to 4 thriving: yours and her own, such as 3/2."))
    print_note(say("Enter keeps what stands in brackets; - leaves it out."))
    scores = {}
    for domain in WellbeingDomain:
        typed = asking.ask(
            f"wellbeing.{domain.value}",
            f"  {domain.label.capitalize()}",
            default=_score_text(last.get(domain)),
            check=asking.checker_for(f"scores.{domain.value}"),
        )
        if typed and typed != LEFT_OUT:
            scores[domain.value] = typed
    return {"scores": scores} if scores else {}


def _score_text(score: WellbeingScore | None) -> str:
    if score is None:
        return ""
    return f"{score.worker or LEFT_OUT}/{score.own}" if score.own else str(score.worker or "")


def _ask_business(asking: VisitQuestions) -> VisitFormData:
    if "month" in asking.given:
        return {"month": asking.given["month"]}
    month = _ask_figures(asking) | _ask_repayment(asking)
    return {"month": month} if month else {}


def _ask_repayment(asking: VisitQuestions) -> VisitFormData:
    """What was paid of the instalment that is due, whether the business is open or not."""
    case, today = asking.case, asking.book.today
    standing = loan_standing(case, today, case.plan.rate) if case.plan else None
    due = standing.those(InstalmentState.DUE, InstalmentState.MISSED) if standing else ()
    if not standing or not due:
        return {}
    print_note(due_words(standing, asking.mask, today))
    if due[0].amount is None:
        given = asking.answers.ask_yes_no("business.repaid_in_kind", say("  Was it given back?"), default=False)
        return {"repaid_in_kind": True} if given else {"repaid": "0"}
    typed = asking.ask(
        "business.repaid",
        say("  Paid back of the loan since the last visit"),
        lambda typed: in_loan_currency(typed, case) if typed else "",
        hint=say("0 for nothing; Enter: not spoken of"),
    )
    return {"repaid": typed} if typed else {}


def _ask_figures(asking: VisitQuestions) -> VisitFormData:
    """The figures of the month, empty where there are none to tell."""
    last = next((visit.said.month for visit in reversed(asking.case.visits) if visit.said.month), None)
    runs = last.open if last else asking.case.plan is not None
    if not asking.answers.ask_yes_no("business.any", say("Figures of her business?"), default=runs):
        return {}
    if not asking.answers.ask_yes_no("business.open", say("  Is it open?"), default=True):
        return {"open": False}
    print_note(say("Of the month before the visit. Enter skips; = is the same as last time."))
    month: VisitFormData = {}
    before = _last_figures(last)
    texts = _figure_questions()
    for name in _figures_asked(asking.case):
        hint = say("last time {figure}", figure=before[name]) if before.get(name) else ""
        if name == "costs":
            hint = "; ".join(part for part in (say("such as materials 40,000; rent 20,000"), hint) if part)
        typed = asking.ask(
            f"business.{name}", f"  {texts[name]}", hint=hint, check=_figure_check(asking, month, name, before)
        )
        if typed:
            month[name] = _figure_value(name, typed, before)
    return month


def _figures_asked(case: Case) -> tuple[str, ...]:
    """Nobody asks how many customers a day come to a field or to pigs."""
    shop = case.plan is None or case.plan.kind is BusinessKind.SHOP
    return _FIGURES if shop else _FIGURES[1:]


def _figure_questions() -> dict[str, str]:
    return {
        "customers": say("Customers a day"),
        "takings": say("Takings"),
        "costs": say("Costs by kind"),
        "drawings": say("Taken out to live on"),
        "stock": say("Worth of the stock"),
        "debt": say("Debt"),
        "savings": say("Savings"),
    }


def _last_figures(last: MonthlyFigures | None) -> dict[str, str]:
    """The figures of last time, as text that can be read again."""
    if last is None:
        return {}
    told = month_data(last)
    costs = "; ".join(f"{cost.kind} {cost.amount.written()}" for cost in last.costs)
    figures = {name: costs if name == "costs" else str(told[name] or "") for name in _FIGURES}
    return {name: text for name, text in figures.items() if text}


def _figure_value(name: str, typed: str, before: dict[str, str]) -> Any:
    if typed == SAME:
        if name not in before:
            raise Invalid(say("Nothing was written down last time."))
        typed = before[name]
    return _parse_costs(typed) if name == "costs" else typed


def _parse_costs(typed: str) -> dict[str, str]:
    costs: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in typed.split(";"))):
        kind, _, amount = part.replace("=", " ").partition(" ")
        if kind in costs:
            raise Invalid(say("A kind of cost is named twice."), say("Add the amounts of one kind together."))
        costs[kind] = amount.strip()
    return costs


def _figure_check(
    asking: VisitQuestions, month: VisitFormData, name: str, before: dict[str, str]
) -> Callable[[str], None]:
    """A check of one figure together with those said before it: riel and dollars do not mix."""
    return lambda typed: asking.check("month", month | {name: _figure_value(name, typed, before)})


def _ask_new_flags(asking: VisitQuestions) -> VisitFormData:
    flags: list[VisitFormData] = []
    kinds = say("{words}; Enter: none", words=terms_hint(RiskKind))
    while True:
        key = f"worries.{len(flags)}"
        text, hint = (say("One more worry"), say("Enter: none")) if flags else (say("A new worry"), kinds)
        kind = asking.ask(key, text, _parse_risk_or_none, hint=hint)
        if not kind:
            return {"flags": flags} if flags else {}
        grave = asking.ask(
            f"{key}.severity", say("How grave"), term_parser(Severity), hint=terms_hint(Severity), needed=True
        )
        note = asking.ask_note(f"{key}.note", say("What was seen or heard, without names"))
        flags.append({"kind": kind, "severity": grave, "note": note})


def _parse_risk_or_none(typed: str) -> str:
    """A kind of risk; empty for whoever says no instead of pressing Enter."""
    return "" if _says_none(typed) else term_parser(RiskKind)(typed).value


def _says_none(typed: str) -> bool:
    return typed.strip().casefold() in (say("no"), say("none"), say("nothing"), "-")


def _ask_new_promises(asking: VisitQuestions) -> VisitFormData:
    promises: list[VisitFormData] = []

    def day_due(typed: str) -> str:
        day = read_day(typed, asking.book.today, Meant.COMING)
        if day < asking.book.today:
            raise Invalid(say("That day is gone."), say("Say by which day to come it will be done."))
        return day.isoformat()

    while True:
        key = f"told.{len(promises)}"
        text = say("Something promised to her, without names") if not promises else say("One more promise")
        what = asking.ask(key, text, hint=say("Enter: nothing"), check=asking.checker_for("note"), note=True)
        if not what or _says_none(what):
            return {"promises": promises} if promises else {}
        usual = asking.case.worker or asking.book.worker
        by = asking.ask(
            f"{key}.by", say("Who will do it"), default=usual, needed=True, check=asking.checker_for("went")
        )
        due = asking.ask(
            f"{key}.due", say("By which day"), day_due, hint=say("such as 15 Jan, friday, in 2 weeks"), needed=True
        )
        promises.append({"what": what, "by": by, "due": due})


def _ask_notes(asking: VisitQuestions) -> VisitFormData:
    form: VisitFormData = {}
    texts = {"agreed": say("What was agreed"), "note": say("Note, without names")}
    for key, text in texts.items():
        said = asking.given.get(key) or asking.ask(f"words.{key}", text, check=asking.checker_for(key), note=True)
        form |= {key: said} if said else {}
    return form


def _ask_safe_contact(asking: VisitQuestions) -> VisitFormData:
    if "contact_right" in asking.given:
        return {"contact_right": asking.given["contact_right"]}
    who = asking.case.identity
    reach = map(revealed, (who.contact_name, who.contact_phone, who.contact_hours))
    if asking.names and (known := ", ".join(filter(None, reach))):
        print_note(say("Safe contact: {known}", known=known))
    hint = say("yes, no; Enter: not asked")
    said = asking.ask_choice("contact.right", say("Is the safe contact still right"), "yes", "no", hint=hint)
    if said == "no":
        print_note(say("Put it right afterwards: {command}", command=contact_edit_command(asking.case.code)))
    return {"contact_right": said == "yes"} if said else {}
