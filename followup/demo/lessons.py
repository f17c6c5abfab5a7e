"""The lessons of a demo and what became of them, drawn from the published failure and from the invented ones."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from followup.case.facts import Ended, LessonAnswered, LessonApplied, LessonChecked, LessonProposed
from followup.case.vocabulary import Cause, Result, Verdict
from followup.casebook import Casebook
from followup.demo.caseload import first_of_month
from followup.demo.story import Story
from followup.statistics.quarters import Quarter
from followup.store import LESSONS, Draft
from followup_data import shipped

_WRITTEN = timedelta(days=14)
"""How long after a failure a lesson may be drawn from it."""

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Failure:
    """A failure that a lesson may be drawn from; ``published`` is the one of the report."""

    case_id: str
    on: date
    causes: tuple[Cause, ...]
    published: bool = False


class _Lesson(NamedTuple):
    """What is told of a lesson, and the day it was proposed."""

    told: Told
    on: date


def failure_of(story: Story, case_id: str, *, published: bool = False) -> Failure | None:
    """The failure that a story ends in, if it does."""
    for draft in story.since:
        body = draft.body
        if isinstance(body, Ended) and body.ending.result is Result.FAILURE:
            return Failure(case_id, draft.on, body.causes, published)
    return None


def write_lessons(book: Casebook, failures: Sequence[Failure]) -> None:
    """Write the demo's lessons into the office's journal, each naming the failures it is drawn from."""
    today = book.today
    lessons = [_Lesson(told, _day(told["proposed"], today)) for told in shipped.demo("lessons")["lessons"]]
    named = _named(lessons, failures)
    drafts = [Draft(lesson.on, _proposed(lesson.told, cases)) for lesson, cases in zip(lessons, named, strict=True)]
    facts = [
        book.store.append(LESSONS, [draft], by=lesson.told["proposed"]["by"], now=book.moment.now)[0]
        for lesson, draft in zip(lessons, drafts, strict=True)
    ]
    since = [
        draft for lesson, fact in zip(lessons, facts, strict=True) for draft in _since(lesson.told, fact.id, today)
    ]
    book.store.append(LESSONS, since, by=book.worker, now=book.moment.now)


def _named(lessons: Sequence[_Lesson], failures: Sequence[Failure]) -> list[tuple[str, ...]]:
    """The cases that each lesson names: a failure stands in the first that fits and was proposed later."""
    cases: list[list[str]] = [[] for _ in lessons]
    for failure in failures:
        fitting = (at for at, lesson in enumerate(lessons) if _fits(lesson, failure))
        if (at := next(fitting, None)) is not None:
            cases[at].append(failure.case_id)
    return [tuple(named) for named in cases]


def _fits(lesson: _Lesson, failure: Failure) -> bool:
    """Whether a lesson is about what went wrong; that nobody was taught is a cause beside another one."""
    if failure.published:
        return bool(lesson.told.get("published"))
    main = next((cause for cause in failure.causes if cause is not Cause.NO_BUSINESS_TRAINING), failure.causes[0])
    return main.value in lesson.told["fits"] and failure.on + _WRITTEN <= lesson.on


def _proposed(told: Told, cases: tuple[str, ...]) -> LessonProposed:
    return LessonProposed(
        told["change"], told["seen"], tuple(map(Cause, told["causes"])), tuple(told["modules"]), cases
    )


def _since(told: Told, lesson: str, today: date) -> Iterator[Draft]:
    """What became of a lesson."""
    for said in told["answers"]:
        if "declined" in said:
            yield Draft(_day(said, today), LessonAnswered(lesson, accepted=False, reason=said["declined"]))
        else:
            due = first_of_month(today, said["due_months_ago"])
            yield Draft(_day(said, today), LessonAnswered(lesson, accepted=True, owner=said["owner"], due=due))
    if applied := told.get("applied"):
        yield from _applied(applied, lesson, today)
    if checked := told.get("checked"):
        yield Draft(_day(checked, today), LessonChecked(lesson, Verdict(checked["verdict"]), checked["note"]))


def _applied(told: Told, lesson: str, today: date) -> Iterator[Draft]:
    if not told.get("as_taught"):
        yield Draft(_day(told, today), LessonApplied(lesson, tuple(told["centres"]), told["note"]))
        return
    for centre, months_ago in shipped.demo("lives")["training"]["from_months_ago"].items():
        yield Draft(first_of_month(today, months_ago), LessonApplied(lesson, (centre,), told["note"]))


def _day(told: Told, today: date) -> date:
    """The day a step was taken; never a day to come."""
    if "months_ago" in told:
        return first_of_month(today, told["months_ago"]) + timedelta(days=4)
    return min(today, Quarter.of(today).start + timedelta(days=told["days_into_quarter"]))
