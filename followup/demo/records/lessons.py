"""The lessons of a demo and what became of them, drawn from the published failure and from the invented ones."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from followup.case.facts import Ended, LessonAnswered, LessonApplied, LessonChecked, LessonProposed
from followup.case.lesson_words import LessonVerdict
from followup.case.outcome_words import FailureCause, OutcomeClass
from followup.casebook import Casebook
from followup.demo.records.caseload import first_of_month
from followup.demo.records.generated_case import GeneratedCase
from followup.statistics.report import Quarter
from followup.store import LESSONS, NewFact
from followup.values import Value
from followup_data import shipped

_WRITTEN = timedelta(days=14)
"""How long after a failure a lesson may be drawn from it."""

LessonData = Mapping[str, Any]


class Failure(Value):
    """A failure that a lesson may be drawn from; ``published`` is the one of the report."""

    case_id: str
    on: date
    causes: tuple[FailureCause, ...]
    published: bool = False


class _DatedLesson(NamedTuple):
    """A lesson as the demo's data has it, and the day it was proposed."""

    lesson_data: LessonData
    on: date


def failure_of(generated_case: GeneratedCase, case_id: str, *, published: bool = False) -> Failure | None:
    """The failure in which her follow-up ended, if it did."""
    for new_fact in generated_case.since:
        body = new_fact.body
        if isinstance(body, Ended) and body.ending.result is OutcomeClass.FAILURE:
            return Failure(case_id, new_fact.on, body.causes, published)
    return None


def write_lessons(book: Casebook, failures: Sequence[Failure]) -> None:
    """Write the demo's lessons into the office's journal, each naming the failures it is drawn from."""
    today = book.today
    lessons = [
        _DatedLesson(lesson_data, _day(lesson_data["proposed"], today))
        for lesson_data in shipped.demo("lessons")["lessons"]
    ]
    since: list[NewFact] = []
    for (lesson_data, on), cases in zip(lessons, _named(lessons, failures), strict=True):
        proposed, by = NewFact(on, _proposed(lesson_data, cases)), lesson_data["proposed"]["by"]
        (fact,) = book.store.append(LESSONS, [proposed], by=by, now=book.moment.now)
        since += _since(lesson_data, fact.id, today)
    book.store.append(LESSONS, since, by=book.worker, now=book.moment.now)


def _named(lessons: Sequence[_DatedLesson], failures: Sequence[Failure]) -> list[tuple[str, ...]]:
    """The cases that each lesson names: a failure stands in the first that fits and was proposed later."""
    cases: list[list[str]] = [[] for _ in lessons]
    for failure in failures:
        fitting = (at for at, lesson in enumerate(lessons) if _fits(lesson, failure))
        if (at := next(fitting, None)) is not None:
            cases[at].append(failure.case_id)
    return [tuple(named) for named in cases]


def _fits(lesson: _DatedLesson, failure: Failure) -> bool:
    """Whether a lesson is about what went wrong; that nobody was taught is a cause beside another one."""
    if failure.published:
        return bool(lesson.lesson_data.get("published"))
    main = next(
        (cause for cause in failure.causes if cause is not FailureCause.NO_BUSINESS_TRAINING), failure.causes[0]
    )
    return main.value in lesson.lesson_data["fits"] and failure.on + _WRITTEN <= lesson.on


def _proposed(lesson_data: LessonData, cases: tuple[str, ...]) -> LessonProposed:
    return LessonProposed(
        lesson_data["change"],
        lesson_data["seen"],
        tuple(map(FailureCause, lesson_data["causes"])),
        tuple(lesson_data["modules"]),
        cases,
    )


def _since(lesson_data: LessonData, lesson: str, today: date) -> Iterator[NewFact]:
    """What became of a lesson."""
    for answer in lesson_data["answers"]:
        if "declined" in answer:
            yield NewFact(_day(answer, today), LessonAnswered(lesson, accepted=False, reason=answer["declined"]))
        else:
            due = first_of_month(today, answer["due_months_ago"])
            yield NewFact(_day(answer, today), LessonAnswered(lesson, accepted=True, owner=answer["owner"], due=due))
    if applied := lesson_data.get("applied"):
        yield from _applied(applied, lesson, today)
    if checked := lesson_data.get("checked"):
        yield NewFact(_day(checked, today), LessonChecked(lesson, LessonVerdict(checked["verdict"]), checked["note"]))


def _applied(lesson_data: LessonData, lesson: str, today: date) -> Iterator[NewFact]:
    if not lesson_data.get("as_taught"):
        yield NewFact(
            _day(lesson_data, today), LessonApplied(lesson, tuple(lesson_data["centres"]), lesson_data["note"])
        )
        return
    for centre, months_ago in shipped.demo("lives")["training"]["from_months_ago"].items():
        yield NewFact(first_of_month(today, months_ago), LessonApplied(lesson, (centre,), lesson_data["note"]))


def _day(lesson_data: LessonData, today: date) -> date:
    """The day a step was taken; never a day to come."""
    if "months_ago" in lesson_data:
        return first_of_month(today, lesson_data["months_ago"]) + timedelta(days=4)
    return min(today, Quarter.of(today).start + timedelta(days=lesson_data["days_into_quarter"]))
