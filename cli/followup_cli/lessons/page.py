"""Lessons: a table of who each waits for, what was said to each, and what one step led to."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from followup.messages import say
from followup.monitoring.lessons import TRAINERS, Lesson, LessonState
from followup.services.lessons import Listed
from followup_cli.terminal.days import long_day, short_day
from followup_cli.terminal.table import Cell, Column, Page, Table

Mask = Callable[[str], str]

_STYLE = {
    LessonState.PROPOSED: "watch",
    LessonState.ACCEPTED: "watch",
    LessonState.DECLINED: "quiet",
    LessonState.APPLIED: "",
    LessonState.CHECKED: "good",
}
_INDENT = 4


def page(found: Listed, today: date, mask: Mask) -> Page:
    """Who each lesson waits for, what was said to it, and the failures without a lesson."""
    late = sum(lesson.stuck(today) for lesson in found.lessons)
    shown = Page().line(say("Lessons"), "head")
    shown.line(say("{n} lessons, {late} of them past their day", n=len(found.lessons), late=late), "quiet").line()
    shown.table(_table(found, today, mask))
    for lesson in found.lessons:
        shown.line().pair(f"{lesson.number:>2}", _line(mask(lesson.said.change)), label_style="strong", indent=_INDENT)
        for words in _said(lesson, found, mask):
            shown.pair("", words, "quiet", indent=_INDENT)
    return shown.line().line(*_unlearned(found))


def _table(found: Listed, today: date, mask: Mask) -> Table:
    return Table(
        columns=(
            Column(say("No"), "right"),
            Column(say("State")),
            Column(say("Since"), drop=1),
            Column(say("Waits for")),
            Column(say("By")),
            Column(say("Outcomes"), "right", drop=2),
        ),
        rows=[
            [
                str(lesson.number),
                Cell(lesson.state.label, _STYLE[lesson.state]),
                short_day(lesson.since, today),
                _who(lesson, mask) or "–",
                _by(lesson, today),
                str(len(lesson.said.cases)),
            ]
            for lesson in found.lessons
        ],
        empty=say("No lesson waits or was ever proposed."),
    )


def _who(lesson: Lesson, mask: Mask) -> str:
    return say("the trainers") if lesson.waits_for == TRAINERS else mask(lesson.waits_for)


def _by(lesson: Lesson, today: date) -> Cell:
    if lesson.until is None:
        return Cell("–")
    day = short_day(lesson.until, today)
    return Cell(say("{day}, late", day=day), "bad") if lesson.stuck(today) else Cell(day)


def _unlearned(found: Listed) -> tuple[str, str]:
    if not found.unlearned:
        return say("A lesson was drawn from every failure."), "good"
    codes = ", ".join(found.unlearned)
    return say("Failures nobody has drawn a lesson from yet ({n}): {codes}", n=len(found.unlearned), codes=codes), "bad"


def _said(lesson: Lesson, found: Listed, mask: Mask) -> Iterator[str]:
    """All that was said to a lesson, a sentence each."""
    said = lesson.said
    if said.seen:
        yield say("Seen: {what}", what=_line(mask(said.seen)))
    causes = ", ".join(cause.label for cause in said.causes)
    modules = ", ".join(said.modules) or say("none")
    yield say("Causes: {causes}. Modules: {modules}.", causes=causes, modules=modules)
    codes = ", ".join(found.drawn_from(lesson)) or say("no outcome")
    yield say("Proposed {day}, drawn from {codes}.", day=long_day(lesson.on), codes=codes)
    for on, words in _steps(lesson, mask):
        yield say("{day}: {words}", day=long_day(on), words=words)


def _steps(lesson: Lesson, mask: Mask) -> Iterator[tuple[date, str]]:
    for answer in lesson.answers:
        yield answer.on, _answered(answer.said.owner, answer.said.due, answer.said.reason, mask)
    for applied in lesson.applied:
        where = ", ".join(map(mask, applied.said.centres)) or say("everywhere")
        yield applied.on, _with_note(say("applied, {where}.", where=where), applied.said.note, mask)
    for check in lesson.checks:
        verdict = check.said.verdict.label
        yield check.on, _with_note(say("checked: {verdict}.", verdict=verdict), check.said.note, mask)


def _answered(owner: str, due: date | None, reason: str, mask: Mask) -> str:
    if due is None:
        return say("declined. {reason}", reason=_line(mask(reason)))
    return say("accepted, {who} sees to it by {day}.", who=mask(owner), day=long_day(due))


def _with_note(sentence: str, note: str, mask: Mask) -> str:
    return f"{sentence} {_line(mask(note))}" if note else sentence


def _line(text: str) -> str:
    return " ".join(text.split())


def changed(lesson: Lesson, today: date) -> Page:
    """Where a lesson stands after a step, and who acts next by when; nothing that was written is repeated."""
    label = say("Lesson {n}", n=lesson.number)
    shown = Page().pair(label, f"{lesson.state.label.capitalize()}.", _STYLE[lesson.state], label_style="strong")
    if lesson.until is None:
        return shown.pair("", say("Nothing more is to be done."), "quiet")
    return shown.pair("", _NEXT[lesson.state](long_day(lesson.until)), "bad" if lesson.stuck(today) else "quiet")


_NEXT: dict[LessonState, Callable[[str], str]] = {
    LessonState.PROPOSED: lambda day: say("The trainers answer it by {day}.", day=day),
    LessonState.ACCEPTED: lambda day: say("Its owner sees to it by {day}.", day=day),
    LessonState.APPLIED: lambda day: say("Its owner looks at later graduates by {day}.", day=day),
    LessonState.CHECKED: lambda day: say("Too few to say: its owner looks again by {day}.", day=day),
}


def data(found: Listed, today: date, mask: Mask) -> dict[str, Any]:
    """All lessons for programs."""
    return {"lessons": [_data(one, found, today, mask) for one in found.lessons], "unlearned": list(found.unlearned)}


def _data(lesson: Lesson, found: Listed, today: date, mask: Mask) -> dict[str, Any]:
    return {
        "number": lesson.number,
        "state": lesson.state.value,
        "waits_for": mask(lesson.waits_for),
        "since": lesson.since.isoformat(),
        "until": lesson.until.isoformat() if lesson.until else None,
        "stuck": lesson.stuck(today),
        "proposed": lesson.on.isoformat(),
        "change": mask(lesson.said.change),
        "seen": mask(lesson.said.seen),
        "causes": [cause.value for cause in lesson.said.causes],
        "modules": list(lesson.said.modules),
        "codes": list(found.drawn_from(lesson)),
        "answers": [
            {
                "on": one.on.isoformat(),
                "accepted": one.said.accepted,
                "owner": mask(one.said.owner),
                "due": one.said.due.isoformat() if one.said.due else None,
                "reason": mask(one.said.reason),
            }
            for one in lesson.answers
        ],
        "applied": [
            {"on": one.on.isoformat(), "centres": list(map(mask, one.said.centres)), "note": mask(one.said.note)}
            for one in lesson.applied
        ],
        "checks": [
            {"on": one.on.isoformat(), "verdict": one.said.verdict.value, "note": mask(one.said.note)}
            for one in lesson.checks
        ],
    }
