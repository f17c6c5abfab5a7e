"""The guided forms of a lesson: proposed, put right, answered, applied, checked."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from followup.case.facts import LessonAnswered, LessonApplied, LessonChecked, LessonCorrected, LessonProposed
from followup.case.fields import revealed
from followup.case.forms.spoken_days import Meant
from followup.case.lesson_words import LessonArea, LessonVerdict
from followup.case.outcome_words import FailureCause
from followup.casebook import Casebook
from followup.messages import say
from followup.monitoring.lessons import Lesson
from followup.services import lessons
from followup.services.guarded_names import labeller, masker
from followup.services.lessons import LessonPrefill
from followup_cli.fragments.form_answers import ask_day, ask_note, ask_term, ask_terms, check_note, take_options
from followup_cli.fragments.known_words import owner_shape
from followup_cli.lessons.page import one_line
from followup_cli.terminal.asking import Question
from followup_cli.terminal.form import Form
from followup_cli.terminal.notes import print_note
from followup_cli.terminal.typed import split_commas, term_words
from followup_cli.terminal.typed_days import read_day
from followup_data import shipped

_TRAINING = LessonArea.TRAINING


def proposal_form(book: Casebook, drawn: LessonPrefill, given: Mapping[str, str]) -> Form:
    """The form of a new lesson, drawn from the outcomes of those named."""
    codes = " ".join(drawn.codes)
    about = say("Drawn from the outcome of: {codes}", codes=codes.replace(" ", ", ")) if codes else ""
    command = f"followup lesson propose {codes}".strip()
    form = Form(book, "lesson", title=say("A lesson"), command=command, about=about, mask=masker(book, names=False))
    if about:
        print_note(about)
    take_options(form, given)
    return form


def step_form(
    book: Casebook, lesson: Lesson, step: str, given: Mapping[str, str], standing: Mapping[str, str] | None = None
) -> Form:
    """The form of a ``step`` of a lesson; with what is ``standing`` it begins at its summary."""
    mask, n = masker(book, names=False), lesson.number
    about = say("Lesson {n}: {change}", n=n, change=one_line(mask(lesson.said.change)))
    command, title = f"followup lesson {step} {n}", say("Lesson {n}", n=n)
    form = Form(
        book, f"lesson-{step}-{lesson.id}", title=title, command=command, about=about, standing=standing, mask=mask
    )
    if standing is None:
        print_note(about)
    take_options(form, given)
    return form


# --- what a lesson says ---------------------------------------------------------------------------------------------


def ask_lesson(form: Form, drawn: LessonPrefill | None = None) -> LessonProposed:
    """Why, for whom, what was seen, and what is to change; pre-filled with what it is ``drawn`` from."""
    causes = ask_terms(form, "causes", _which_causes(drawn), FailureCause)
    area = ask_term(form, "area", say("Which part of the process"), LessonArea, say("For"))
    modules = _ask_modules(form, lessons.modules_preventing(causes)) if area is _TRAINING else ()
    text, default = say("What was seen, without names"), drawn.seen if drawn else ""
    seen = form.ask("seen", Question("", text, default=default, check=check_note, note=True, label=say("Seen")))
    text = say("What is to change, as it may be printed in public")
    change = ask_note(form, "change", text, say("Change"), needed=True, check=lessons.check_change)
    return LessonProposed(change, seen, causes, modules, area=area)


def _which_causes(drawn: LessonPrefill | None) -> Question:
    return Question(
        "",
        say("Causes, the main one first"),
        default=",".join(drawn.causes) if drawn else "",
        needed=True,
        words=term_words(FailureCause),
        several=True,
        label=say("Causes"),
    )


def _ask_modules(form: Form, tied: tuple[str, ...]) -> tuple[str, ...]:
    text, words = say("Training modules it is about"), tuple(shipped.modules())
    question = Question("", text, default=",".join(tied), words=words, several=True, label=say("Modules"))
    return parse_modules(form.ask("modules", question, lambda typed: ",".join(parse_modules(typed))))


def parse_modules(typed: str) -> tuple[str, ...]:
    """Training modules between commas; Missing for one there is not."""
    return tuple(map(lessons.known_module, split_commas(typed)))


def answers_of(said: LessonProposed) -> dict[str, str]:
    """What a lesson says, as the answers of its form."""
    return {
        "causes": ",".join(cause.value for cause in said.causes),
        "area": said.area.value,
        "modules": ",".join(said.modules),
        "seen": revealed(said.seen),
        "change": revealed(said.change),
    }


def correction(before: LessonProposed, now: LessonProposed) -> LessonCorrected:
    """What is other than before."""
    names = ("change", "seen", "causes", "modules", "area")
    changed = {name: getattr(now, name) for name in names if getattr(now, name) != getattr(before, name)}
    return LessonCorrected("-", **changed)


# --- what became of it ----------------------------------------------------------------------------------------------


def ask_answer(book: Casebook, form: Form, lesson: Lesson) -> LessonAnswered:
    """Whether it is taken on, by whom and by when; or why not. One that was applied cannot be declined."""
    if not (lesson.applied or form.ask_yes_no("accept", say("Do the trainers accept it?"), label=say("Accepted"))):
        why = ask_note(form, "decline", say("Why is it declined"), say("Why"), needed=True)
        return LessonAnswered("-", accepted=False, reason=why)
    who = Question("", say("Who sees to it"), needed=True, label=say("Owner"), **owner_shape(book))
    owner = form.ask("owner", who)
    due = ask_day(form, "by", say("By which day"), book.today, read=partial(read_day, meant=Meant.COMING), coming=True)
    return LessonAnswered("-", accepted=True, owner=owner, due=due)


def ask_application(book: Casebook, form: Form, lesson: Lesson) -> tuple[LessonApplied, date]:
    """Since which day it is done otherwise, where, and how."""
    check = partial(lessons.check_application, book, lesson)
    day = ask_day(form, "on", say("Since which day"), book.today, check=check)
    where, hint = say("At which centres"), say("Enter: everywhere")
    label = labeller(book)
    shown = tuple(centre for centre in lessons.known_centres(book) if label(centre) == centre)
    question = Question("", where, hint=hint, words=shown, several=True, label=say("Where"))
    centres = form.ask("centres", question)
    note = ask_note(form, "note", say("What was done, without names"), say("Note"))
    return LessonApplied("-", tuple(split_commas(centres)), note), day


def ask_verdict(book: Casebook, form: Form, lesson: Lesson) -> tuple[LessonChecked, date]:
    """What later graduates showed."""
    day = ask_day(
        form, "on", say("The day it was looked at"), book.today, check=partial(lessons.check_verdict, book, lesson)
    )
    verdict = ask_term(form, "verdict", say("What came of it"), LessonVerdict)
    note = ask_note(form, "note", say("What it is judged by, without names"), say("Note"))
    return LessonChecked("-", verdict, note), day
