"""What is asked about a visit, part by part, beginning with what was left last time; in the keys of a file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from followup.case.business.money import Currency
from followup.case.case import Case
from followup.case.facts import WellbeingScore
from followup.case.fields import Mask, revealed
from followup.case.forms.spoken_days import Meant
from followup.case.forms.visit import answer_checker
from followup.case.parts import Flag, Promise
from followup.case.vocabulary import ContactMethod, RiskKind, Severity, Term, WellbeingDomain
from followup.casebook import Casebook
from followup.errors import Invalid
from followup.messages import say
from followup.monitoring.loans import InstalmentState, LoanStanding
from followup.monitoring.visit_sheet import last_scores
from followup.schedule.slots import Slot
from followup.services import visits
from followup_cli.terminal.asking import Question, print_note
from followup_cli.terminal.days import short_day
from followup_cli.terminal.form import Form
from followup_cli.terminal.typed import choice_parser, term_parser, term_words
from followup_cli.terminal.typed_days import read_day
from followup_cli.visits.form_options import VisitFormData
from followup_cli.visits.page import contact_edit_command

LEFT_OUT = "-"

_BETTER, _WORSE, _AS_BEFORE = "better", "worse", "same"
ALWAYS_GIVEN = ("agreement", "not_seen")
"""What only a sheet asks for: of a visit without one it stands in the options."""


@dataclass(frozen=True, slots=True)
class VisitQuestions:
    """One run through the questions."""

    book: Casebook
    case: Case
    given: VisitFormData
    form: Form
    mask: Mask
    names: bool
    parts: Mapping[str, "AskPart"]
    """What is asked, in order, by the name that a person may give a part; the keys of its answers begin so."""

    @property
    def check(self) -> Callable[[str, Any], None]:
        """A check of one answer by its key."""
        return answer_checker(Currency(self.book.office.currency))

    @property
    def promises(self) -> tuple[Promise, ...]:
        """The promises that are asked about."""
        return self.case.open_promises

    @property
    def flags(self) -> tuple[Flag, ...]:
        """The flags that are asked about."""
        return self.case.open_flags

    @property
    def cleared_word(self) -> str:
        """What it is called that a flag no longer holds."""
        return "cleared"

    @property
    def grave(self) -> dict[str, Any]:
        """What stands beside the question how grave a new flag is."""
        return {"needed": True}

    @property
    def meeting(self) -> tuple["AskPart", ...]:
        """What is asked of the meeting once its day is known."""
        return ask_contact, ask_who_went

    def slot(self, day: date) -> VisitFormData:
        """Which visit the day belongs to: said, so that nobody need count."""
        print_slot(self, day)
        return {}

    def amount(self, typed: str) -> str:
        """An amount as it is to be read: in the office's currency where none is named."""
        return typed

    def asks_repayment(self, standing: LoanStanding) -> bool:
        """Whether it is asked what was paid back of her loan: while an instalment is due."""
        return bool(standing.those(InstalmentState.DUE, InstalmentState.MISSED))

    def visit(self) -> VisitFormData:
        """Every question in order; those answered before are not asked again."""
        form: VisitFormData = {key: self.given[key] for key in ALWAYS_GIVEN if key in self.given}
        for ask in self.parts.values():
            said = ask(self)
            form |= said | {"flags": [*form.get("flags", ()), *said["flags"]]} if "flags" in said else said
        return form

    def ask(
        self, key: str, text: str, read: Callable[[str], str] = str, show: Callable[[str], str] = str, **shape: Any
    ) -> str:
        """One question, its answer kept as ``read`` makes it; ``shape`` are the other fields of a `Question`."""
        return self.form.ask(key, Question("", text, **shape), read, show)

    def ask_choice(self, key: str, text: str, *words: str, **shape: Any) -> str:
        """One of these words, or the beginning of one."""
        return self.ask(key, text, choice_parser(words), words=words, **shape)

    def ask_note(self, key: str, text: str) -> str:
        """A text that is needed."""
        return self.ask(key, text, needed=True, check=self.checker_for("note"), note=True, label="")

    def checker_for(self, key: str) -> Callable[[str], None]:
        """A check of an answer as the value of a key."""
        return lambda typed: self.check(key, typed)


AskPart = Callable[[VisitQuestions], VisitFormData]
"""Asks for one part of a visit."""

# --- the parts ------------------------------------------------------------------------------------------------------


def ask_meeting(asking: VisitQuestions) -> VisitFormData:
    book, case = asking.book, asking.case
    form: VisitFormData = {key: asking.given[key] for key in ("date", "slot", "went", "contact") if key in asking.given}

    if "date" not in form:
        today = book.today.isoformat()
        read = day_reader(book, case)
        show = day_shower(book.today)
        typed = asking.ask("met.date", say("Day of the visit"), read, show, default=today, label="")
        form["date"] = date.fromisoformat(typed)
    visits.check_day(form["date"], case, book.today)
    form |= {} if "slot" in form else asking.slot(form["date"])
    for ask in asking.meeting:
        form |= ask(asking)
    return form


def day_reader(book: Casebook, case: Case) -> Callable[[str], str]:
    """A reader of a day on which she can have been met, written out."""

    def day_made(typed: str) -> str:
        day = read_day(typed, book.today)
        visits.check_day(day, case, book.today)
        return day.isoformat()

    return day_made


def day_shower(today: date) -> Callable[[str], str]:
    """How a day that is written out is shown in a summary."""
    return lambda written: short_day(date.fromisoformat(written), today)


def term_shower(vocabulary: type[Term]) -> Callable[[str], str]:
    """How a word of a vocabulary is shown in a summary."""
    return lambda stored: vocabulary(stored).label


def ask_contact(asking: VisitQuestions) -> VisitFormData:
    """How she was met; as last time, if nothing else is said."""
    if "contact" in asking.given:
        return {}
    last = asking.case.visits[-1].said.contact if asking.case.visits else ContactMethod.HOME_VISIT
    usual, words = last.value.replace("_", "-"), term_words(ContactMethod)
    read, text = term_parser(ContactMethod), say("How she was met")
    shape: dict[str, Any] = {"default": usual, "words": words, "label": ""}
    return {"contact": asking.ask("met.contact", text, read, term_shower(ContactMethod), **shape)}


def ask_who_went(asking: VisitQuestions) -> VisitFormData:
    """The initials of those who went; as last time, if nothing else is said."""
    if "went" in asking.given:
        return {}
    last = asking.case.visits[-1].said.went if asking.case.visits else ()
    usual = ",".join(map(revealed, last)) if last else asking.case.worker or asking.book.worker
    went = asking.ask("met.went", say("Who went"), default=usual, check=asking.checker_for("went"), label="")
    return {"went": went} if went else {}


def print_slot(asking: VisitQuestions, day: date) -> Slot | None:
    """Say which visit the day belongs to, and whether it was made; the one before, where that one stays missed."""
    found = visits.match_slot(asking.book, asking.case, day)
    if found is None:
        return None
    today = asking.book.today
    asking.form.tell(say("This is visit {k}, due {day}.", k=found.k, day=short_day(found.due, today)))
    if found.filled:
        asking.form.tell(say("It was made on {day} already; both are kept.", day=short_day(found.filled.on, today)))
    if found.missed:
        due = short_day(found.missed.due, today)
        asking.form.tell(
            say("Visit {k}, due {due}, stays missed. If this was that one: --slot {k}", k=found.missed.k, due=due)
        )
    return found.missed


def ask_promises(asking: VisitQuestions) -> VisitFormData:
    settled = []
    states = ("kept", "not yet", "broken")
    for promise in asking.promises:
        said, today = promise.said, asking.book.today
        key = f"promises.{promise.id}"
        asking.form.tell(
            say(
                "Promised: {what} ({who}, due {day})",
                what=asking.mask(said.what),
                who=asking.mask(said.by_whom),
                day=short_day(said.due, today),
            )
        )
        label = asking.mask(said.what)
        how = asking.ask_choice(key, say("Was it kept"), *states, default="not yet", label=label)
        if how == "kept":
            settled.append({"promise": promise.id, "kept": True})
        elif how == "broken":
            why = asking.ask_note(f"{key}.why", say("Why not, without names"))
            settled.append({"promise": promise.id, "kept": False, "note": why})
    return {"settled": settled} if settled else {}


def ask_flags(asking: VisitQuestions) -> VisitFormData:
    reviewed: list[VisitFormData] = []
    cleared: list[VisitFormData] = []
    states = (_AS_BEFORE, _BETTER, _WORSE, asking.cleared_word)
    for flag in asking.flags:
        key = f"flags.{flag.id}"
        seen = asking.mask(flag.found or flag.note)
        asking.form.tell(
            say("Flag: {kind}, {severity}: {seen}", kind=flag.risk.label, severity=flag.severity.label, seen=seen)
        )
        hint = say("Enter: not spoken of")
        how = asking.ask_choice(key, say("How is it now"), *states, hint=hint, label=flag.risk.label)
        if how == asking.cleared_word:
            why = asking.ask_note(f"{key}.how", say("Why the worry is over"))
            cleared.append({"flag": flag.id, "how": why})
        elif how:
            text, check = say("What was found, without names"), asking.checker_for("note")
            found = asking.ask(f"{key}.note", text, check=check, note=True, label="")
            reviewed.append({"flag": flag.id, "severity": _changed_severity(flag, how).value, "note": found})
    return ({"reviewed": reviewed} if reviewed else {}) | ({"cleared": cleared} if cleared else {})


def _changed_severity(flag: Flag, how: str) -> Severity:
    grades = list(Severity)
    step = {_BETTER: -1, _WORSE: 1}.get(how, 0)
    return grades[min(max(grades.index(flag.severity) + step, 0), len(grades) - 1)]


def ask_wellbeing(asking: VisitQuestions) -> VisitFormData:
    if "scores" in asking.given:
        return {"scores": asking.given["scores"]}
    last = last_scores(asking.case)
    asking.form.tell(say("Wellbeing, 1 in danger to 4 thriving: yours and her own, such as 3/2."))
    asking.form.tell(say("= is the same as last time; Enter skips: not spoken of."))
    scores = {}
    for domain in WellbeingDomain:
        typed = asking.ask(
            f"wellbeing.{domain.value}",
            f"  {domain.label.capitalize()}",
            label=domain.label,
            last=_score_text(last.get(domain)),
            check=asking.checker_for(f"scores.{domain.value}"),
        )
        if typed:
            scores[domain.value] = typed
    return {"scores": scores} if scores else {}


def _score_text(score: WellbeingScore | None) -> str:
    if score is None:
        return ""
    return f"{score.worker or LEFT_OUT}/{score.own}" if score.own else str(score.worker or "")


def ask_new_flags(asking: VisitQuestions) -> VisitFormData:
    flags: list[VisitFormData] = []
    shape: dict[str, Any] = {
        "label": "",
        "hint": say("Enter: none"),
        "words": term_words(RiskKind),
        "also": _no_words(),
    }
    while True:
        key = f"new_flags.{len(flags)}"
        text = say("One more worry") if flags else say("A new worry")
        kind = asking.ask(key, text, _parse_risk_or_none, term_shower(RiskKind), shown=bool(flags), **shape)
        if not kind:
            return {"flags": flags} if flags else {}
        flags.append(ask_new_flag(asking, key, RiskKind(kind)))


def ask_new_flag(asking: VisitQuestions, key: str, kind: RiskKind) -> VisitFormData:
    """How grave a new flag is, and what was seen."""
    asking.form.tell(say("New flag: {kind}.", kind=kind.label), under=key)
    words = [severity.value for severity in Severity]
    grave = asking.ask_choice(f"{key}.severity", say("How grave"), *words, label="", **asking.grave)
    note = asking.ask_note(f"{key}.note", say("What was seen or heard, without names"))
    return {"kind": kind.value, "severity": grave, "note": note}


def _parse_risk_or_none(typed: str) -> str:
    """A kind of risk; empty for whoever says no instead of pressing Enter."""
    return "" if _says_none(typed) else term_parser(RiskKind)(typed).value


def _says_none(typed: str) -> bool:
    return typed.strip().casefold() in (*_no_words(), "-")


def _no_words() -> tuple[str, ...]:
    return say("no"), say("none"), say("nothing")


def ask_new_promises(asking: VisitQuestions) -> VisitFormData:
    promises: list[VisitFormData] = []

    def day_due(typed: str) -> str:
        day = read_day(typed, asking.book.today, Meant.COMING)
        if day < asking.book.today:
            raise Invalid(say("That day is gone."), say("Say by which day to come it will be done."))
        return day.isoformat()

    def by_day(written: str) -> str:
        return say("by {day}", day=day_shower(asking.book.today)(written))

    while True:
        key = f"new_promises.{len(promises)}"
        text = say("Something promised to her, without names") if not promises else say("One more promise")
        what = asking.ask(key, text, hint=say("Enter: nothing"), check=asking.checker_for("note"), note=True, label="")
        if not what or _says_none(what):
            return {"promises": promises} if promises else {}
        asking.form.tell(say("New promise: {what}", what=asking.mask(what)), under=key)
        usual = asking.case.worker or asking.book.worker
        check = asking.checker_for("went")
        by = asking.ask(f"{key}.by", say("Who will do it"), default=usual, needed=True, check=check, label="")
        hint = say("such as 15 Jan, friday, in 2 weeks")
        due = asking.ask(f"{key}.due", say("By which day"), day_due, by_day, hint=hint, needed=True, label="")
        promises.append({"what": what, "by": by, "due": due})


def ask_notes(asking: VisitQuestions) -> VisitFormData:
    form: VisitFormData = {}
    texts = {"agreed": (say("What was agreed"), say("agreed")), "note": (say("Note, without names"), "")}
    for key, (text, label) in texts.items():
        check = asking.checker_for(key)
        said = asking.given.get(key) or asking.ask(f"notes.{key}", text, check=check, note=True, label=label)
        form |= {key: said} if said else {}
    return form


def ask_safe_contact(asking: VisitQuestions) -> VisitFormData:
    if "contact_right" in asking.given:
        return {"contact_right": asking.given["contact_right"]}
    who = asking.case.identity
    reach = map(revealed, (who.contact_name, who.contact_phone, who.contact_hours))
    if asking.names and (known := ", ".join(filter(None, reach))):
        asking.form.tell(say("Safe contact: {known}", known=known))
    hint = say("Enter: not asked")
    text, label = say("Is the safe contact still right"), say("still right")
    said = asking.ask_choice("safe_contact.right", text, "yes", "no", hint=hint, label=label)
    if said == "no":
        print_note(say("Put it right afterwards: {command}", command=contact_edit_command(asking.case.code)))
    return {"contact_right": said == "yes"} if said else {}
