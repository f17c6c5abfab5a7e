"""Lessons: proposed, answered, applied, checked; and which failures nobody has drawn one from yet."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple

from followup.case.case import Case
from followup.case.facts import (
    Body,
    Fact,
    LessonAnswered,
    LessonApplied,
    LessonChecked,
    LessonCorrected,
    LessonProposed,
)
from followup.case.fields import Private, revealed
from followup.case.forms.spoken_days import plain_digits
from followup.case.known_words import known_word
from followup.case.lesson_words import LessonArea
from followup.case.outcome_words import FailureCause, OutcomeClass, OutcomeKind
from followup.case.parts import FollowUpEnd
from followup.case.text_limits import checked_note
from followup.casebook import Casebook, JournalChange, checked_record_day
from followup.errors import Missing, Refused
from followup.messages import say
from followup.monitoring.lessons import Lesson, corrected, lessons_of, modules_for, unlearned
from followup.services.case_cards import CardReader
from followup.statistics.report import day_of
from followup.store import LESSONS
from followup.values import Value, replace
from followup_data import shipped

_PHONE = re.compile(r"(?:\+|(?<![\d.,])0)\d(?:[ .-]?\d){6,}")
"""Eight digits and more after a 0 or a +, however they are parted; an amount of money begins otherwise."""


class LessonPrefill(Value):
    """What a lesson drawn from some outcomes is pre-filled with; of what was written of them nothing is copied."""

    cases: tuple[str, ...]
    codes: tuple[str, ...]
    causes: tuple[FailureCause, ...]
    seen: str
    latest: date | None


class UnlearnedFailure(NamedTuple):
    """A failure that no lesson is drawn from: her code, the day, what happened, and the causes, the main one first."""

    code: str
    on: date
    ending: OutcomeKind
    causes: tuple[FailureCause, ...]


class LessonList(Value):
    """All lessons by number, the codes of whom each is drawn from, and the failures that none is drawn from yet."""

    lessons: tuple[Lesson, ...]
    codes: dict[str, str]
    failures: tuple[UnlearnedFailure, ...]

    @property
    def unlearned(self) -> tuple[str, ...]:
        """The codes of those who failed and taught nothing yet, the earliest first."""
        return tuple(failure.code for failure in self.failures)

    def drawn_from(self, lesson: Lesson) -> tuple[str, ...]:
        """The codes of the graduates a lesson is drawn from, as far as they are on this laptop."""
        return drawn_from(lesson, self.codes)


def drawn_from(lesson: Lesson, codes: Mapping[str, str]) -> tuple[str, ...]:
    """The codes of those a lesson is drawn from; ``codes`` are those of the graduates on this laptop, by case id."""
    return tuple(sorted(codes[case_id] for case_id in lesson.said.cases if case_id in codes))


def prefill_lesson(book: Casebook, typed: Sequence[str]) -> LessonPrefill:
    """What the outcomes of these graduates say, their causes above all; `tied_to` names the modules for these.

    Refused for a graduate whose follow-up has not ended: there is nothing to learn from yet.
    """
    codes = book.codes if typed else {}
    cases = [book.case(case_id) for case_id in dict.fromkeys(book.find(one, codes) for one in typed)]
    ends = [_outcome_to_learn_from(case) for case in cases]
    causes = tuple(dict.fromkeys(cause for end in ends for cause in end.said.causes))
    endings = dict.fromkeys(end.said.ending.label for end in ends)
    return LessonPrefill(
        cases=tuple(case.id for case in cases),
        codes=tuple(case.code for case in cases),
        causes=causes,
        seen=f"{', '.join(endings)}: {', '.join(cause.label for cause in causes)}." if causes else "",
        latest=max((end.on for end in ends), default=None),
    )


def propose(book: Casebook, drawn: LessonPrefill, lesson: LessonProposed, on: date | None = None) -> Lesson:
    """Propose a change, drawn from the outcomes in ``drawn``; Missing for a module there is not."""
    day = checked_record_day(on or book.today, book.today)
    _refuse_phone(lesson.change)
    if drawn.latest and day < drawn.latest:
        raise Refused(say("The lesson is dated before the outcome it comes from."), say("Check the date."))
    modules = tuple(dict.fromkeys(map(known_module, lesson.modules)))
    said = replace(lesson, modules=modules, cases=drawn.cases)
    with book.change_journal(LESSONS) as journal:
        (fact,) = journal.write(said, on=day)
    return pick_from(journal.facts, book.today, fact.id)


def check_change(change: str) -> None:
    """Refused for what cannot be what is to change: it is too long, or holds a phone number."""
    checked_note(change, say("What is to change"))
    _refuse_phone(change)


def _refuse_phone(change: Private | None) -> None:
    """Refused for what looks like a phone number: what is to change goes out, and a number leads to somebody."""
    if change and _PHONE.search(plain_digits(revealed(change))):
        raise Refused(
            say("What is to change goes out, and looks as if it held a phone number."),
            say("Say who it is for by a role, such as a trainer, and leave the number out."),
        )


def edit(book: Casebook, which: str, said: LessonCorrected) -> Lesson:
    """Put right what a lesson says; Refused once somebody acted on it, Missing if nothing is to change."""
    if not said.names_said().removeprefix("lesson"):
        raise Missing(say("Nothing to change was given."), say("See: followup lesson edit --help"))
    _refuse_phone(said.change)
    if said.modules is not None:
        said = replace(said, modules=tuple(dict.fromkeys(map(known_module, said.modules))))
    with _change(book, which) as (journal, lesson):
        check_untouched(lesson)
        if said.area not in (None, LessonArea.TRAINING) and said.modules is None:
            said = replace(said, modules=())
        said = replace(said, lesson=lesson.id)
        corrected(lesson.said, said)  # refuses what does not go together before anything is written
        return _write_step(journal, lesson, said, lesson.on)


def check_untouched(lesson: Lesson) -> None:
    """Refused for a lesson that somebody acted on: what was decided stands on its words."""
    if lesson.is_untouched:
        return
    day = lesson.answers[0].on if lesson.answers else lesson.since
    raise Refused(
        say("Lesson {n} was answered on {day}, so its words can no longer be changed.", n=lesson.number, day=day),
        say(
            'Propose another: followup lesson propose. To stop this one: followup lesson answer {n} --decline "REASON"',
            n=lesson.number,
        )
        if not lesson.applied
        else say(
            "It was applied as well. Say what came of it: followup lesson check {n}, or propose another: "
            "followup lesson propose",
            n=lesson.number,
        ),
    )


def answer(
    book: Casebook, which: str, said: LessonAnswered, on: date | None = None, *, dry_run: bool = False
) -> Lesson:
    """Take a lesson on, or decline it; the later answer counts. Refused to decline what was applied already."""
    with _change(book, which, dry_run=dry_run) as (journal, lesson):
        day = _checked_day(book, on, lesson.answers[-1].on if lesson.answers else lesson.on)
        if not said.accepted and lesson.applied:
            raise Refused(
                say("That lesson was applied already, so it cannot be declined."),
                say('Say what came of it: followup lesson check {n} --verdict … --note "…"', n=lesson.number),
            )
        if said.due and said.due < day:
            raise Refused(
                say("The day it is due is before the day the lesson was accepted."), say("Check the day it is due.")
            )
        return _write_step(journal, lesson, replace(said, lesson=lesson.id), day)


def apply(book: Casebook, which: str, said: LessonApplied, on: date | None = None, *, dry_run: bool = False) -> Lesson:
    """Say from which day on training was changed, and where. Refused for a lesson that was not accepted."""
    there_are = known_centres(book) if said.centres else ()
    with _change(book, which, dry_run=dry_run) as (journal, lesson):
        day = check_application(book, lesson, on)
        unknown = say("No graduate comes from a centre of that name.")
        centres = tuple(dict.fromkeys(known_word(one, there_are, unknown) for one in said.centres))
        return _write_step(journal, lesson, replace(said, lesson=lesson.id, centres=centres), day)


def check_application(book: Casebook, lesson: Lesson, on: date | None) -> date:
    """The day from which a lesson may be applied; Refused for one that was not accepted, or not by then."""
    if lesson.answer is None or not lesson.answer.said.accepted:
        raise Refused(
            say("That lesson was not accepted, so it cannot be applied."),
            say("Accept it first: followup lesson answer {n} --accept --owner WHO --by DATE", n=lesson.number),
        )
    return _checked_day(book, on, next(one.on for one in lesson.answers if one.said.accepted))


def check(book: Casebook, which: str, said: LessonChecked, on: date | None = None, *, dry_run: bool = False) -> Lesson:
    """Say what later graduates showed. Refused for a lesson that was not applied."""
    with _change(book, which, dry_run=dry_run) as (journal, lesson):
        day = check_verdict(book, lesson, on)
        return _write_step(journal, lesson, replace(said, lesson=lesson.id), day)


def check_verdict(book: Casebook, lesson: Lesson, on: date | None) -> date:
    """The day on which a lesson may be judged; Refused for one that was not applied, or not by then."""
    if not lesson.applied:
        raise Refused(
            say("That lesson was not applied, so there is nothing to check."),
            say("Once training has changed: followup lesson apply {n} --on DATE", n=lesson.number),
        )
    return _checked_day(book, on, lesson.applied[0].on)


@contextmanager
def _change(book: Casebook, which: str, *, dry_run: bool = False) -> Iterator[tuple[JournalChange, Lesson]]:
    with book.change_journal(LESSONS, dry_run=dry_run) as journal:
        yield journal, pick_from(journal.facts, book.today, which)


def pick(book: Casebook, which: str) -> Lesson:
    """The lesson meant by its number in the list, or by its id; Missing if there is none."""
    return pick_from(book.store.facts(LESSONS), book.today, which)


def pick_from(facts: Iterable[Fact], today: date, which: str) -> Lesson:
    """As `pick`, from the facts of the journal."""
    meant = (which, plain_digits(which))
    found = next((one for one in lessons_of(facts, today) if one.id in meant or str(one.number) in meant), None)
    if found is None:
        raise Missing(say("There is no lesson of that number."), say("See them with: followup lesson list"))
    return found


def all_lessons(book: Casebook, as_of: date | None = None) -> tuple[Lesson, ...]:
    """All lessons as they stand on a day (today when not said), by number."""
    return lessons_of(book.store.facts(LESSONS), as_of or book.today)


def list_lessons(book: Casebook, *, waiting: bool = False, area: LessonArea | None = None) -> LessonList:
    """All lessons, or only those ``waiting`` for somebody, or for one ``area``; and the failures no lesson names."""
    known = all_lessons(book)
    wanted = (one for one in known if (one.waits_for or not waiting) and area in (None, one.said.area))
    return LessonList(tuple(wanted), book.codes, failures_without_lesson(CardReader(book, book.today), known))


def failures_without_lesson(reader: CardReader, lessons: Iterable[Lesson]) -> tuple[UnlearnedFailure, ...]:
    """The failures by the reader's day that none of the lessons is drawn from, the earliest first."""
    failed = {cards[0].case_id: (cards[0].code, end) for cards in reader.everybody() if (end := reader.failure(cards))}
    left = [failed[case_id] for case_id in unlearned(failed, lessons)]
    return tuple(
        sorted(
            (UnlearnedFailure(code, day_of(end.on), end.how, end.causes) for code, end in left),
            key=lambda failure: (failure.on, failure.code),
        )
    )


def first_failure(case: Case) -> FollowUpEnd | None:
    """Her first outcome that is a failure, whether follow-up was reopened after it or not."""
    return next((end for end in case.every_ending if end.said.ending.result is OutcomeClass.FAILURE), None)


def known_module(typed: str) -> str:
    """The training module of this name, or of this beginning; Missing names near ones, or those there are."""
    return known_word(typed, shipped.prevents(), say("There is no training module of that name."))


def modules_preventing(causes: Iterable[FailureCause]) -> tuple[str, ...]:
    """The training modules that could have prevented one of these causes, those for most of them first."""
    return modules_for(causes, shipped.prevents())


def _outcome_to_learn_from(case: Case) -> FollowUpEnd:
    """The outcome a lesson is drawn from: the failure, or else how follow-up ended."""
    end = first_failure(case) or case.end
    if end is None:
        raise Refused(
            say("The follow-up of {code} has not ended: a lesson is drawn from an outcome.", code=case.code),
            say("First: followup outcome record {code}. Or leave the code out.", code=case.code),
        )
    return end


def known_centres(book: Casebook) -> tuple[str, ...]:
    """The centres that graduates come from."""
    return tuple(sorted({case.centre for case in book.cases() if case.centre}))


def _checked_day(book: Casebook, on: date | None, earliest: date) -> date:
    day = checked_record_day(on or book.today, book.today)
    if day < earliest:
        raise Refused(
            say("That day is before the step it follows, on {day}.", day=earliest),
            say("See the lesson with: followup lesson list"),
        )
    return day


def _write_step(journal: JournalChange, lesson: Lesson, said: Body, day: date) -> Lesson:
    journal.write(said, on=day)
    return pick_from(journal.facts, journal.book.today, lesson.id)
