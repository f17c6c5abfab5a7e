"""The brief for trainers on one page: what is asked of them, why follow-up failed, the evidence, and every lesson."""

from collections.abc import Callable, Iterator
from datetime import date

from followup import __version__
from followup.messages import say
from followup.monitoring.lesson_requests import LessonStep
from followup.monitoring.lessons import LessonState
from followup.services.evidence import ComparedModule
from followup.services.notices import draft_notice, first_rule_notice, internal_notice
from followup.services.training import TrainingBrief
from followup.statistics.report import (
    COHORT_MONTHS,
    NOT_TOLD,
    ComparisonConclusion,
    PublicLesson,
    PublicRequest,
    PublicStep,
    ReleasedComparison,
    ReportTable,
)
from followup.values import replace
from followup_cli.lessons.evidence_page import method_text, sample_text, share_words
from followup_cli.lessons.released_evidence_page import not_released_text
from followup_cli.reports import staff_lessons, tables
from followup_cli.reports.grid import add_labelled_texts, add_paragraph
from followup_cli.reports.page import add_heading
from followup_cli.terminal.days import full_day
from followup_cli.terminal.layout import folded, width_of
from followup_cli.terminal.page import Page

_LABEL = 14
_INDENT = 4


def training_brief_page(brief: TrainingBrief, room: int) -> Page:
    """The brief on a page of ``room`` columns."""
    page = Page()
    title = say("For the trainers")
    add_labelled_texts(
        page, [(title, say("what outcomes teach, as of {day}", day=full_day(brief.as_of)))], room, width_of(title)
    )
    add_paragraph(page, _status_line(brief), room)
    if brief.staff or brief.draft:
        add_paragraph(page, internal_notice() if brief.staff else draft_notice(), room, "bad")
    if brief.by_first_rule:
        add_paragraph(page, first_rule_notice(), room, "watch")
    internal = brief.staff is not None
    for name, part in (
        (say("Asked of the trainers"), _add_requests),
        (say("Why follow-up failed, since the start"), _add_causes),
        (say("What training could have prevented"), _add_modules),
        (say("Lessons"), _add_lessons),
    ):
        add_heading(page.line(), name, room, internal=internal)
        part(page, brief, room)
    return _add_foot(page.line(), brief, room)


def _status_line(brief: TrainingBrief) -> str:
    out = say("Published on {day}", day=full_day(date.fromisoformat(brief.published))) if brief.published else ""
    return say(
        "Why follow-up failed: up to the end of {quarter}. {out}followup {version}",
        quarter=str(brief.quarter),
        out=say("{out}. ", out=out) if out else "",
        version=__version__,
    )


# --- what is asked --------------------------------------------------------------------------------------------------


def _add_requests(page: Page, brief: TrainingBrief, room: int) -> None:
    if not brief.asked:
        add_paragraph(page, say("Nothing waits for the trainers."), room, "good")
    if brief.staff:
        for ask in brief.staff.asked:
            _add_item(page, "-", staff_lessons.request_words(ask, brief.staff), room, "bad" if ask.late else "")
    else:
        for asked in brief.asked:
            _add_item(page, "-", public_request_words(asked), room, "bad" if asked.late else "")


def public_request_words(ask: PublicRequest) -> str:
    """One step that is asked for, in words: in which quarter, and whether that is over."""
    told: dict[str, int | str] = {"n": ask.lesson, "who": ask.who, "quarter": str(ask.until)}
    words = {
        LessonStep.ANSWER: say("Answer lesson {n} in {quarter}", **told),
        LessonStep.APPLY: say("Apply lesson {n}, accepted by {who}, in {quarter}", **told),
        LessonStep.CHECK: say("Check lesson {n} in {quarter} ({who})", **told),
        LessonStep.LOOK_AGAIN: say("Look again at lesson {n} in {quarter} ({who})", **told),
    }[ask.step]
    return say("{words}: late.", words=words) if ask.late else say("{words}.", words=words)


def _add_item(page: Page, label: str, text: str, room: int, style: str = "", *, indent: int = 2) -> None:
    """Add a text, folded beside its label."""
    for number, line in enumerate(folded(text, room - indent - 2)):
        page.line((label if number == 0 else "").ljust(indent) + line, style)


# --- why follow-up failed, and what could have prevented it -----------------------------------------------------------


def _add_causes(page: Page, brief: TrainingBrief, room: int) -> None:
    table = brief.causes
    if table is None:
        add_paragraph(page, say("Nobody had come home by then: there is nothing to learn from yet."), room)
    elif table.rows:
        if table.carried_from:
            add_paragraph(page, say("As of {quarter}.", quarter=table.carried_from), room)
        tables.add_bars(page, replace(table, title="", carried_from=""), room)
    else:
        add_paragraph(page, _no_causes_words(table), room)


def _no_causes_words(table: ReportTable) -> str:
    if not table.total or table.total.figure != NOT_TOLD:
        return say("No follow-up has ended in a failure.")
    return say(
        "Not told yet. The main causes are told once enough follow-up has ended, not nearly all of it in failure, and "
        "told again when there are five more failures."
    )


def _add_modules(page: Page, brief: TrainingBrief, room: int) -> None:
    about = say(
        "Failures in the first {n} months at home for a cause that the module could have prevented, named first or "
        "not, among those who took the module and those who did not.",
        n=COHORT_MONTHS,
    )
    add_paragraph(
        page, about if brief.modules else say("No failure in the first {n} months at home.", n=COHORT_MONTHS), room
    )
    if brief.staff and brief.modules:
        add_paragraph(page, sample_text(brief.staff.numbers), room)
    for one in brief.modules:
        page.line()
        page.line(one.title, "strong")
        add_labelled_texts(page, [*_evidence_rows(one, brief)], room, _LABEL, "quiet", least=_LABEL)


def _evidence_rows(one: ComparedModule, brief: TrainingBrief) -> Iterator[tuple[str, str]]:
    yield (
        (say("Seen") if brief.staff else say("Could prevent")),
        say("{causes}.", causes=", ".join(cause.label for cause in one.causes).capitalize()),
    )
    yield say("Failed"), _sides_sentence(one.taught, brief, say("with it"), say("without it"))
    if one.taught:
        yield say("That says"), difference_sentence(one.taught.compared.says)
    if one.changed:
        yield say("After a change"), _sides_sentence(one.changed, brief, say("after it"), say("before it"))
        yield say("That says"), difference_sentence(one.changed.compared.says)
    if one.lessons:
        yield say("Lessons"), ", ".join(map(str, one.lessons))


def _sides_sentence(told: ReleasedComparison | None, brief: TrainingBrief, those: str, others: str) -> str:
    if told is None:
        return say("Not told yet.")
    words = say(
        "{one} {side}; {other} {side_other}.",
        one=share_words(told.compared.those),
        side=those,
        other=share_words(told.compared.others),
        side_other=others,
    )
    if told.quarter == brief.quarter:
        return words
    return say("{words} As of {quarter}.", words=words, quarter=told.quarter)


def difference_sentence(says: ComparisonConclusion) -> str:
    """What a comparison says, in a sentence of its own."""
    return {
        ComparisonConclusion.FEWER: say("Fewer fail."),
        ComparisonConclusion.MORE: say("More fail."),
        ComparisonConclusion.NO_DIFFERENCE: say("The difference could be chance."),
        ComparisonConclusion.TOO_FEW: say("Too few to say."),
    }[says]


# --- lessons ----------------------------------------------------------------------------------------------------------

_STATE_TITLES = {
    LessonState.PROPOSED: say("Wait for an answer"),
    LessonState.ACCEPTED: say("Accepted, not applied yet"),
    LessonState.APPLIED: say("Applied, not checked yet"),
    LessonState.CHECKED: say("Checked"),
    LessonState.DECLINED: say("Declined"),
}


def _add_lessons(page: Page, brief: TrainingBrief, room: int) -> None:
    if not brief.lessons:
        add_paragraph(page, say("No lesson was proposed yet."), room)
    if brief.others:
        told = say("For other parts of the process: {n}. See: followup lesson list", n=brief.others)
        add_paragraph(page, told, room)
    first = True
    for state, title in _STATE_TITLES.items():
        lessons = [(number, texts) for number, of, texts in _lesson_texts(brief) if of is state]
        if lessons:
            (page if first else page.line()).line(title, "head")
            first = False
        for number, (change, *sentences) in lessons:
            _add_item(page, str(number).rjust(2), change, room, indent=_INDENT)
            for words in sentences:
                _add_item(page, "", words, room, "quiet", indent=_INDENT)
    _add_failures_without_lesson(page.line(), brief, room)


def _lesson_texts(brief: TrainingBrief) -> Iterator[tuple[int, LessonState, list[str]]]:
    """The number and state of every lesson, what it is to change, and what is said of it, a sentence each."""
    if brief.staff:
        for lesson in brief.staff.lessons:
            yield lesson.number, lesson.state, list(staff_lessons.lesson_texts(lesson, brief.staff))
    else:
        for shown in brief.lessons:
            yield shown.number, shown.state, [shown.change, public_lesson_sentence(shown)]


def public_lesson_sentence(lesson: PublicLesson) -> str:
    """How far a lesson has come, in quarters."""
    return " ".join((*past_public_steps(lesson), *_next_public_step(lesson)))


def past_public_steps(lesson: PublicLesson) -> Iterator[str]:
    """Every step that was taken, a sentence each."""
    yield say("Proposed in {quarter}.", quarter=str(lesson.proposed))
    for step in lesson.steps:
        yield _STEP_WORDS[step.state](step)


def _accepted_words(step: PublicStep) -> str:
    told = {"quarter": str(step.quarter), "who": step.who, "until": str(step.until)}
    return say("Accepted in {quarter} by {who}, to be applied in {until}.", **told)


def _applied_words(step: PublicStep) -> str:
    where = ", ".join(step.where) or say("everywhere")
    return say("Applied from {quarter}, {where}.", quarter=str(step.quarter), where=where)


def _checked_words(step: PublicStep) -> str:
    assert step.verdict
    return say("Checked in {quarter}: {verdict}.", quarter=str(step.quarter), verdict=step.verdict.label)


_STEP_WORDS: dict[LessonState, Callable[[PublicStep], str]] = {
    LessonState.ACCEPTED: _accepted_words,
    LessonState.DECLINED: lambda step: say("Declined in {quarter}.", quarter=str(step.quarter)),
    LessonState.APPLIED: _applied_words,
    LessonState.CHECKED: _checked_words,
}


def _next_public_step(lesson: PublicLesson) -> Iterator[str]:
    """In which quarter the next step is to be taken; of what was accepted it was said already."""
    words = {
        LessonState.PROPOSED: say("To be answered in {quarter}.", quarter=str(lesson.until)),
        LessonState.APPLIED: say("To be checked in {quarter}.", quarter=str(lesson.until)),
        LessonState.CHECKED: say("To be looked at again in {quarter}.", quarter=str(lesson.until)),
    }
    if lesson.until and lesson.state in words:
        yield words[lesson.state]


def _add_failures_without_lesson(page: Page, brief: TrainingBrief, room: int) -> None:
    """Add the failures nobody has drawn a lesson from, for staff; what goes out says the same whatever there is."""
    if not brief.staff:
        told = say(
            "A report is published only when every failure of its quarter, and of those before it since the first "
            "report, has led to a lesson. Failures without one, for staff: followup report training --internal"
        )
        add_paragraph(page, told, room, "quiet")
    elif not brief.staff.failures:
        add_paragraph(page, say("A lesson was drawn from every failure."), room, "good")
    else:
        page.line(say("Failures nobody has drawn a lesson from yet"), "head")
        for failure in brief.staff.failures:
            _add_item(page, "-", staff_lessons.failure_words(failure), room, "bad")


def _add_foot(page: Page, brief: TrainingBrief, room: int) -> Page:
    if brief.modules:
        add_paragraph(page, method_text(), room)
    if not brief.staff:
        add_paragraph(page, not_released_text(), room)
    if brief.draft:
        add_paragraph(page, draft_notice(), room, "bad")
    return page
