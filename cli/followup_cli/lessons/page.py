"""Lessons: a table of who each waits for, what was said to each, and what one step led to; and for programs."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from followup.case.fields import Mask, Private, revealed
from followup.messages import say
from followup.monitoring.lessons import TEAM, TRAINERS, Lesson, LessonState
from followup.services.lessons import LessonList
from followup_cli.terminal.columns import ColumnOf, table_of
from followup_cli.terminal.days import long_day, short_day
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Table

if TYPE_CHECKING:
    from followup_cli.terminal.json import JsonValue

_STYLE = {
    LessonState.PROPOSED: "watch",
    LessonState.ACCEPTED: "watch",
    LessonState.DECLINED: "quiet",
    LessonState.APPLIED: "",
    LessonState.CHECKED: "good",
}
_INDENT = 4


def lessons_page(listed: LessonList, today: date, mask: Mask) -> Page:
    """Who each lesson waits for, what was said to it, and the failures without a lesson."""
    late = sum(lesson.is_overdue(today) for lesson in listed.lessons)
    page = Page().line(say("Lessons"), "head")
    page.line(say("Lessons: {n}; past their day: {late}", n=len(listed.lessons), late=late), "quiet").line()
    page.table(_lessons_table(listed, today, mask))
    for lesson in listed.lessons:
        page.line().pair(
            f"{lesson.number:>2}", one_line(mask(lesson.said.change)), label_style="strong", indent=_INDENT
        )
        for words in _lesson_sentences(lesson, listed, mask):
            page.pair("", words, "quiet", indent=_INDENT)
    return page.line().line(*_failures_without_lesson(listed))


def _lessons_table(listed: LessonList, today: date, mask: Mask) -> Table:
    columns: tuple[ColumnOf[Lesson], ...] = (
        ColumnOf(say("No"), lambda lesson: str(lesson.number), "right"),
        ColumnOf(say("For"), lambda lesson: lesson.said.area.label),
        ColumnOf(say("State"), lambda lesson: Cell(lesson.state.label, _STYLE[lesson.state])),
        ColumnOf(say("Since"), lambda lesson: short_day(lesson.since, today), drop=1),
        ColumnOf(say("Waits for"), lambda lesson: _waits_for(lesson, mask) or "–"),
        ColumnOf(say("By"), lambda lesson: _deadline_cell(lesson, today)),
        ColumnOf(say("Outcomes"), lambda lesson: str(len(lesson.said.cases)), "right", drop=2),
    )
    return table_of(listed.lessons, columns, empty=say("There is no lesson in the list."))


def _waits_for(lesson: Lesson, mask: Mask) -> str:
    if lesson.waits_for in (TRAINERS, TEAM):
        return say("the trainers") if lesson.waits_for == TRAINERS else say("the team")
    return mask(lesson.waits_for)


def _deadline_cell(lesson: Lesson, today: date) -> Cell:
    if lesson.until is None:
        return Cell("–")
    day = short_day(lesson.until, today)
    return Cell(say("{day}, late", day=day), "bad") if lesson.is_overdue(today) else Cell(day)


def _failures_without_lesson(listed: LessonList) -> tuple[str, str]:
    if not listed.unlearned:
        return say("A lesson was drawn from every failure."), "good"
    codes = ", ".join(listed.unlearned)
    number = len(listed.unlearned)
    return say("Failures nobody has drawn a lesson from yet ({n}): {codes}", n=number, codes=codes), "bad"


def _lesson_sentences(lesson: Lesson, listed: LessonList, mask: Mask) -> Iterator[str]:
    """All that was said to a lesson, a sentence each."""
    said = lesson.said
    if said.seen:
        yield say("Seen: {what}", what=one_line(mask(said.seen)))
    causes = ", ".join(cause.label for cause in said.causes)
    if lesson.is_for_trainers:
        modules = ", ".join(said.modules) or say("none")
        yield say("Causes: {causes}. Modules: {modules}.", causes=causes, modules=modules)
    else:
        yield say("For: {area}. Causes: {causes}.", area=said.area.label, causes=causes)
    codes = ", ".join(listed.drawn_from(lesson)) or say("no outcome")
    yield say("Proposed {day}, drawn from {codes}.", day=long_day(lesson.on), codes=codes)
    for on, words in _steps(lesson, mask):
        yield say("{day}: {words}", day=long_day(on), words=words)


def _steps(lesson: Lesson, mask: Mask) -> Iterator[tuple[date, str]]:
    for answer in lesson.answers:
        yield answer.on, _answer_words(answer.said.owner, answer.said.due, answer.said.reason, mask)
    for applied in lesson.applied:
        where = ", ".join(map(mask, applied.said.centres)) or say("everywhere")
        yield applied.on, with_note(say("applied, {where}.", where=where), applied.said.note, mask)
    for check in lesson.checks:
        verdict = check.said.verdict.label
        yield check.on, with_note(say("checked: {verdict}.", verdict=verdict), check.said.note, mask)


def _answer_words(owner: Private, due: date | None, reason: Private, mask: Mask) -> str:
    if due is None:
        return say("declined. {reason}", reason=one_line(mask(reason)))
    return say("accepted, {who} sees to it by {day}.", who=mask(owner), day=long_day(due))


def with_note(sentence: str, note: Private, mask: Mask) -> str:
    """A sentence, and after it what somebody wrote to it, masked and on one line, if anything."""
    return f"{sentence} {one_line(mask(note))}" if note else sentence


def one_line(text: str) -> str:
    """A text of several lines on one."""
    return " ".join(text.split())


def proposal_result(lesson: Lesson, today: date, mask: Mask) -> Page:
    """Where a lesson stands after it was proposed or put right, and its words as they are printed in public."""
    page = lesson_result(lesson, today).line()
    page.pair(say("In public"), one_line(mask(lesson.said.change)), label_style="strong")
    if causes := _causes_named(lesson):
        page.text(say("The words name a cause of the failure: {causes}.", causes=", ".join(causes)), "bad")
    page.text(
        say(
            "These words may be printed for others, and how far the lesson has come. Its causes, what was seen, whom "
            "it is drawn from, its days and notes are not. If the words tell what happened to somebody, choose others: "
            'followup lesson edit {n} --change "…"',
            n=lesson.number,
        )
    )
    return page


def _causes_named(lesson: Lesson) -> list[str]:
    """The causes of the lesson that stand, by their own name, in what it is to change."""
    words = revealed(lesson.said.change).casefold()
    return [cause.label for cause in lesson.said.causes if cause.label in words]


def lesson_result(lesson: Lesson, today: date) -> Page:
    """Where a lesson stands after a step, and who acts next by when; nothing that was written is repeated."""
    label = say("Lesson {n}", n=lesson.number)
    page = Page().pair(label, _state_sentence(lesson), _STYLE[lesson.state], label_style="strong")
    if lesson.until is None:
        return page.pair("", say("Nothing more is to be done."), "quiet")
    return page.pair("", _next_step(lesson, long_day(lesson.until)), "bad" if lesson.is_overdue(today) else "quiet")


def _state_sentence(lesson: Lesson) -> str:
    state = lesson.state.label.capitalize()
    if lesson.is_for_trainers:
        return say("{state}.", state=state)
    return say("{state}, for: {area}.", state=state, area=lesson.said.area.label)


def _next_step(lesson: Lesson, day: str) -> str:
    if lesson.state is LessonState.PROPOSED and not lesson.is_for_trainers:
        return say("The team answers it by {day}.", day=day)
    return _NEXT_STEP[lesson.state](day)


_NEXT_STEP: dict[LessonState, Callable[[str], str]] = {
    LessonState.PROPOSED: lambda day: say("The trainers answer it by {day}.", day=day),
    LessonState.ACCEPTED: lambda day: say("Its owner sees to it by {day}.", day=day),
    LessonState.APPLIED: lambda day: say("Its owner looks at later graduates by {day}.", day=day),
    LessonState.CHECKED: lambda day: say("Too few to say: its owner looks again by {day}.", day=day),
}


# --- for programs ---------------------------------------------------------------------------------------------------


def lessons_data(found: LessonList, today: date, mask: Mask) -> dict[str, "JsonValue"]:
    """All lessons for programs."""
    return {
        "lessons": [_lesson_data(one, found, today, mask) for one in found.lessons],
        "unlearned": list(found.unlearned),
    }


def _lesson_data(lesson: Lesson, found: LessonList, today: date, mask: Mask) -> dict[str, "JsonValue"]:
    return {
        "number": lesson.number,
        "state": lesson.state,
        "for": lesson.said.area,
        "waits_for": mask(lesson.waits_for),
        "since": lesson.since,
        "until": lesson.until,
        "stuck": lesson.is_overdue(today),
        "proposed": lesson.on,
        "change": mask(lesson.said.change),
        "seen": mask(lesson.said.seen),
        "causes": list(lesson.said.causes),
        "modules": list(lesson.said.modules),
        "codes": list(found.drawn_from(lesson)),
        "answers": [
            {
                "on": one.on,
                "accepted": one.said.accepted,
                "owner": mask(one.said.owner),
                "due": one.said.due,
                "reason": mask(one.said.reason),
            }
            for one in lesson.answers
        ],
        "applied": [
            {"on": one.on, "centres": list(map(mask, one.said.centres)), "note": mask(one.said.note)}
            for one in lesson.applied
        ],
        "checks": [{"on": one.on, "verdict": one.said.verdict, "note": mask(one.said.note)} for one in lesson.checks],
    }
