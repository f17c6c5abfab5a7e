"""Lessons as staff see them in the brief: with days, causes and notes, what was seen, and whom each is drawn from."""

from collections.abc import Callable, Iterator
from datetime import date

from followup.messages import say, say_count
from followup.monitoring.lesson_requests import LessonRequest, LessonStep
from followup.monitoring.lessons import Lesson, LessonState
from followup.services.lessons import UnlearnedFailure
from followup.services.training import StaffBrief
from followup_cli.lessons.page import one_line, with_note
from followup_cli.terminal.days import full_day


def request_words(ask: LessonRequest, staff: StaffBrief) -> str:
    """One step that is asked for, in words; how late it is, where it is."""
    told: dict[str, int | str] = {
        "n": ask.lesson,
        "who": staff.to_label(ask.who),
        "since": full_day(ask.since),
        "day": full_day(ask.until),
    }
    words = {
        LessonStep.ANSWER: say("Answer lesson {n} by {day}", **told),
        LessonStep.APPLY: say("Apply lesson {n}, accepted by {who} until {day}", **told),
        LessonStep.CHECK: say("Check lesson {n}, applied on {since}, by {day} ({who})", **told),
        LessonStep.LOOK_AGAIN: say("Look again at lesson {n}, too few to say on {since}, by {day} ({who})", **told),
    }[ask.step]
    if not ask.late:
        return say("{words}.", words=words)
    return say_count(ask.late, "{words}: 1 day late.", "{words}: {n} days late.", words=words)


def lesson_texts(lesson: Lesson, staff: StaffBrief) -> Iterator[str]:
    """What a lesson is to change, and all that was said to it, a sentence each."""
    said = lesson.said
    yield one_line(staff.to_label(said.change))
    if said.seen:
        yield say("Seen: {what}", what=one_line(staff.to_label(said.seen)))
    causes = ", ".join(cause.label for cause in said.causes)
    yield say("For: {causes}. Modules: {modules}.", causes=causes, modules=", ".join(said.modules) or say("none"))
    if codes := staff.codes.get(lesson.number):
        yield say("Drawn from: {codes}.", codes=", ".join(codes))
    yield " ".join(
        (say("Proposed on {day}.", day=full_day(lesson.on)), *past_steps(lesson, staff), *_next_step(lesson))
    )


def past_steps(lesson: Lesson, staff: StaffBrief) -> list[str]:
    """What was answered, applied and found, in the order of days."""
    return [words for _, words in sorted(_dated_steps(lesson, staff), key=lambda step: step[0])]


def _next_step(lesson: Lesson) -> Iterator[str]:
    """By when the next step is to be taken; of what was accepted it was said already."""
    words: dict[LessonState, Callable[[str], str]] = {
        LessonState.PROPOSED: lambda day: say("To be answered by {day}.", day=day),
        LessonState.APPLIED: lambda day: say("To be checked by {day}.", day=day),
        LessonState.CHECKED: lambda day: say("To be looked at again by {day}.", day=day),
    }
    if lesson.until and lesson.state in words:
        yield words[lesson.state](full_day(lesson.until))


def _dated_steps(lesson: Lesson, staff: StaffBrief) -> Iterator[tuple[date, str]]:
    for answer in lesson.answers:
        day, who = full_day(answer.on), staff.to_label(answer.said.owner)
        if answer.said.accepted and answer.said.due:
            due = full_day(answer.said.due)
            yield answer.on, say("Accepted on {day} by {who}, until {due}.", day=day, who=who, due=due)
        else:
            yield answer.on, with_note(say("Declined on {day}.", day=day), answer.said.reason, staff.to_label)
    for applied in lesson.applied:
        where = ", ".join(map(staff.to_label, applied.said.centres)) or say("everywhere")
        told = say("Applied from {day}, {where}.", day=full_day(applied.on), where=where)
        yield applied.on, with_note(told, applied.said.note, staff.to_label)
    for check in lesson.checks:
        told = say("Checked on {day}: {verdict}.", day=full_day(check.on), verdict=check.said.verdict.label)
        yield check.on, with_note(told, check.said.note, staff.to_label)


def failure_words(failure: UnlearnedFailure) -> str:
    """Whose follow-up failed, when and why: ``G-14, 10 February 2026: unsafe home (violence, distance)``."""
    told = {"code": failure.code, "day": full_day(failure.on), "kind": failure.ending.label}
    if not failure.causes:
        return say("{code}, {day}: {kind}", **told)
    return say("{code}, {day}: {kind} ({causes})", **told, causes=", ".join(cause.label for cause in failure.causes))
