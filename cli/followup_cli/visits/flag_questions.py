"""What is asked at a visit about promises and flags: what became of those that are open, and what is new."""

from collections.abc import Callable
from typing import Any

from followup.case.forms.spoken_days import Meant
from followup.case.parts import Flag
from followup.case.text_limits import PROMISE_LIMIT, checked_note
from followup.case.vocabulary import RiskKind, Severity
from followup.errors import Invalid
from followup.messages import say
from followup.monitoring.visit_sheet import flags_on_sheet, promises_on_sheet
from followup_cli.fragments.known_words import owner_shape
from followup_cli.terminal.asking import agrees
from followup_cli.terminal.days import short_day
from followup_cli.terminal.notes import beginning_of
from followup_cli.terminal.typed import term_parser, term_shower, term_words
from followup_cli.terminal.typed_days import read_day
from followup_cli.visits.form_options import VisitFormData
from followup_cli.visits.questions import VisitQuestions, day_shower

_BETTER, _WORSE, _AS_BEFORE = "better", "worse", "same"


def ask_promises(asking: VisitQuestions) -> VisitFormData:
    settled = []
    states = ("kept", "not yet", "broken")
    for promise in promises_on_sheet(asking.case) if asking.sheet else asking.case.open_promises:
        said, today = promise.said, asking.book.today
        key = f"promises.{promise.id}"
        asking.form.tell(
            say(
                "Promised: {what} ({who}, due {day})",
                what=beginning_of(asking.mask(said.what)),
                who=asking.mask(said.by_whom),
                day=short_day(said.due, today),
            )
        )
        label = asking.mask(said.what)
        hint = say("Enter: not spoken of")
        how = asking.ask_choice(key, say("Was it kept"), *states, hint=hint, label=label)
        if how == "kept":
            settled.append({"promise": promise.id, "kept": True})
        elif how == "broken":
            why = asking.ask_note(f"{key}.why", say("Why not, without names"))
            settled.append({"promise": promise.id, "kept": False, "note": why})
    return {"settled": settled} if settled else {}


def ask_flags(asking: VisitQuestions) -> VisitFormData:
    reviewed: list[VisitFormData] = []
    cleared: list[VisitFormData] = []
    cleared_word = "close" if asking.sheet else "cleared"
    for flag in flags_on_sheet(asking.case) if asking.sheet else asking.case.open_flags:
        key = f"flags.{flag.id}"
        seen = beginning_of(asking.mask(flag.found or flag.note))
        asking.form.tell(
            say("Flag: {kind}, {severity}: {seen}", kind=flag.risk.label, severity=flag.severity.label, seen=seen)
        )
        hint = say("Enter: not spoken of")
        states, show = (_AS_BEFORE, _BETTER, _WORSE, cleared_word), _state_shower(flag, cleared_word)
        how = asking.ask_choice(key, say("How is it now"), *states, show=show, hint=hint, label=flag.risk.label)
        if how == cleared_word:
            why = asking.ask_note(f"{key}.how", say("Why the worry is over"))
            cleared.append({"flag": flag.id, "how": why})
        elif how:
            text, check = say("What was found, without names"), asking.checker_for("note")
            found = asking.ask(f"{key}.note", text, check=check, note=True, label="")
            reviewed.append({"flag": flag.id, "severity": _changed_severity(flag, how).value, "note": found})
    return ({"reviewed": reviewed} if reviewed else {}) | ({"cleared": cleared} if cleared else {})


def _state_shower(flag: Flag, cleared_word: str) -> Callable[[str], str]:
    """How it is shown what became of a flag: with how grave it is now."""

    def show(how: str) -> str:
        if how == cleared_word:
            return how
        return say("{how}, now {severity}", how=how, severity=_changed_severity(flag, how).label)

    return show


def _changed_severity(flag: Flag, how: str) -> Severity:
    grades = list(Severity)
    step = {_BETTER: -1, _WORSE: 1}.get(how, 0)
    return grades[min(max(grades.index(flag.severity) + step, 0), len(grades) - 1)]


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
    hint = say("the letter on the sheet; where there is none, ask who went") if asking.sheet else ""
    grave = asking.ask_choice(f"{key}.severity", say("How grave"), *words, label="", needed=True, hint=hint)
    note = asking.ask_note(f"{key}.note", say("What was seen or heard, without names"))
    return {"kind": kind.value, "severity": grave, "note": note}


def _parse_risk_or_none(typed: str) -> str:
    """A kind of risk; empty for whoever says no instead of pressing Enter."""
    return "" if _says_none(typed) else term_parser(RiskKind)(typed).value


def _says_none(typed: str) -> bool:
    return typed.strip().casefold() in (*_no_words(), "-")


def _no_words() -> tuple[str, ...]:
    return say("no"), say("none"), say("nothing")


def _check_promise(typed: str) -> None:
    checked_note(typed, say("What was promised"), limit=PROMISE_LIMIT)


def _checker_by(asking: VisitQuestions) -> Callable[[str], None]:
    """A check of who will do something: yes and no are nobody's initials."""

    def check(typed: str) -> None:
        if agrees(typed) is not None and len(typed) > 1:
            raise Invalid(say("That names nobody."), say("Type the initials or the name of who will do it."))
        asking.check("went", typed)

    return check


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
        what = asking.ask(key, text, hint=say("Enter: nothing"), check=_check_promise, note=True, label="")
        if not what or _says_none(what):
            return {"promises": promises} if promises else {}
        asking.form.tell(say("New promise: {what}", what=beginning_of(asking.mask(what))), under=key)
        shape = {"default": asking.case.worker or asking.book.worker} | owner_shape(asking.book)
        by = asking.ask(f"{key}.by", say("Who will do it"), needed=True, check=_checker_by(asking), label="", **shape)
        hint = say("such as 15 Jan, friday, in 2 weeks")
        due = asking.ask(f"{key}.due", say("By which day"), day_due, by_day, hint=hint, needed=True, label="")
        promises.append({"what": what, "by": by, "due": due})
