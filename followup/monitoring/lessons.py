"""Lessons as they stand on a day: what training is to change, what became of it, and who has to act next."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from followup.case import facts as f
from followup.case.fields import Private
from followup.case.lesson_words import LessonArea, LessonVerdict
from followup.case.outcome_words import FailureCause
from followup.case.parts import Dated
from followup.case.vocabulary import Term
from followup.values import Value, replace

TRAINERS = "trainers"
"""Who answers lessons for training: all trainers together, until one of them owns it."""
TEAM = "team"
"""Who answers the other lessons: those who assess, place, buy and visit, until one of them owns it."""
ANSWERED_WITHIN = timedelta(days=30)
"""How long the trainers may take to answer."""
CHECKED_WITHIN = timedelta(days=548)
"""When a change is looked at: half a year of graduates have left by then, and been at home for a year."""
LOOKED_AT_AGAIN = timedelta(days=365)
"""When a change is looked at again, if the graduates after it were too few to say."""


class LessonState(Term):
    """How far a lesson has come."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    APPLIED = "applied"
    CHECKED = "checked"


LessonAnswer = Dated[f.LessonAnswered]
LessonApplication = Dated[f.LessonApplied]
"""The change that a lesson asked for, from its day on."""
LessonCheck = Dated[f.LessonChecked]
"""A look at the graduates after the change."""


class Lesson(Value):
    """A lesson with its answers, changes and checks, the earliest first; ``number`` counts lessons as written."""

    number: int
    id: str
    on: date
    by: str
    said: f.LessonProposed
    answers: tuple[LessonAnswer, ...] = ()
    applied: tuple[LessonApplication, ...] = ()
    checks: tuple[LessonCheck, ...] = ()

    @property
    def answer(self) -> LessonAnswer | None:
        """The answer that counts: the latest."""
        return self.answers[-1] if self.answers else None

    @property
    def is_for_trainers(self) -> bool:
        """Whether it asks training to change, and not another part of the process."""
        return self.said.area is LessonArea.TRAINING

    @property
    def is_untouched(self) -> bool:
        """Whether nobody has acted on it."""
        return not (self.answers or self.applied or self.checks)

    @property
    def owner(self) -> Private:
        """Who took it on; empty while nobody has."""
        return self.answer.said.owner if self.answer and self.answer.said.accepted else ""

    @property
    def state(self) -> LessonState:
        """How far it has come. A change applied at one more centre after a check waits for a new check."""
        if self.answer is None:
            return LessonState.PROPOSED
        if not self.answer.said.accepted:
            return LessonState.DECLINED
        if not self.applied:
            return LessonState.ACCEPTED
        checked = bool(self.checks) and self.checks[-1].on >= self.applied[-1].on
        return LessonState.CHECKED if checked else LessonState.APPLIED

    @property
    def waits_for(self) -> Private:
        """Who must act next: the trainers or the team, the owner's initials, or nobody (empty)."""
        if self.state is LessonState.PROPOSED:
            return TRAINERS if self.is_for_trainers else TEAM
        return self.owner if self._step[1] else ""

    @property
    def since(self) -> date:
        """Since when it has stood as it does."""
        return self._step[0]

    @property
    def until(self) -> date | None:
        """By when the next step should be taken; None when nothing is to be done."""
        return self._step[1]

    def is_overdue(self, today: date) -> bool:
        """Whether the next step should have been taken by now."""
        return self.until is not None and self.until < today

    @property
    def _step(self) -> tuple[date, date | None]:
        """Since when it stands as it does, and by when it should go on."""
        if self.state is LessonState.CHECKED:
            check = self.checks[-1]
            return check.on, check.on + LOOKED_AT_AGAIN if check.said.verdict is LessonVerdict.TOO_FEW else None
        if self.state is LessonState.APPLIED:
            return self.applied[-1].on, self.applied[-1].on + CHECKED_WITHIN
        if self.answer:
            return self.answer.on, self.answer.said.due if self.answer.said.accepted else None
        return self.on, self.on + ANSWERED_WITHIN


def lessons_of(facts: Iterable[f.Fact], as_of: date, known_at: datetime | None = None) -> tuple[Lesson, ...]:
    """The lessons of a journal by number, as they stand on ``as_of`` and as far as it was known at ``known_at``.

    Of two answers the later one counts: a lesson that was declined may be accepted after all. One that was taken back
    leaves its number free, so that the others keep theirs.
    """
    facts = tuple(facts)
    valid = f.effective(facts, known_at)
    proposed = (
        fact for fact in facts if isinstance(fact.body, f.LessonProposed) and (known_at is None or fact.at <= known_at)
    )
    numbers = {fact.id: number for number, fact in enumerate(sorted(proposed, key=lambda fact: fact.written), 1)}
    dated = [fact for fact in valid if fact.on <= as_of]
    lessons = {
        fact.id: Lesson(numbers[fact.id], fact.id, fact.on, fact.by, fact.body)
        for fact in dated
        if isinstance(fact.body, f.LessonProposed)
    }
    for fact in dated:
        if lesson := lessons.get(getattr(fact.body, "lesson", "")):
            lessons[lesson.id] = _with_step(lesson, fact.body, fact.on)
    return tuple(sorted(lessons.values(), key=lambda lesson: lesson.number))


def unlearned(failed: Iterable[str], lessons: Iterable[Lesson]) -> tuple[str, ...]:
    """The failed cases that no lesson names, in the order given. A lesson that was declined names its cases too."""
    named = {case_id for lesson in lessons for case_id in lesson.said.cases}
    return tuple(case_id for case_id in failed if case_id not in named)


def lessons_about(lessons: Iterable[Lesson], module: str) -> tuple[Lesson, ...]:
    """The lessons that name a training module."""
    return tuple(lesson for lesson in lessons if module in lesson.said.modules)


def modules_for(causes: Iterable[FailureCause], prevents: dict[str, list[str]]) -> tuple[str, ...]:
    """The modules that prevent any of the causes, those that prevent most of them first.

    ``prevents`` names the causes of each module: ``{"small-business": ["no_business_training"]}``.
    """
    asked = set(causes)
    prevented = {module: len(asked.intersection(names)) for module, names in prevents.items()}
    return tuple(sorted((module for module, count in prevented.items() if count), key=lambda m: -prevented[m]))


def _with_step(lesson: Lesson, body: f.Body, on: date) -> Lesson:
    """The lesson with one more answer, change or check."""
    if isinstance(body, f.LessonCorrected):
        return replace(lesson, said=corrected(lesson.said, body))
    steps = _STEPS[body.kind]
    return replace(lesson, **{steps: (*getattr(lesson, steps), Dated(on, body))})


_STEPS = {"lesson_answered": "answers", "lesson_applied": "applied", "lesson_checked": "checks"}
"""Among which of its steps a lesson has what a kind of fact says."""


def corrected(said: f.LessonProposed, body: f.LessonCorrected) -> f.LessonProposed:
    """What was proposed, with what was put right; Invalid where the two do not go together."""
    return replace(said, **{name: value for name, value in body.said().items() if name != "lesson"})
