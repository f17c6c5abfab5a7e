"""The brief for trainers on one page: what is asked of them, why follow-up failed, the evidence, and every lesson."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from followup import __version__
from followup.case.fields import Mask, Private
from followup.messages import say
from followup.monitoring.lesson_requests import LessonRequest, LessonStep
from followup.monitoring.lessons import Lesson, LessonState
from followup.services.training import ModuleBrief, TrainingBrief
from followup.statistics.report import COHORT_MONTHS, ComparisonConclusion, ReleasedComparison
from followup_cli.fragments.notices import internal_notice
from followup_cli.lessons.evidence_page import method_text, sample_text, share_words
from followup_cli.lessons.released_evidence_page import not_released_text
from followup_cli.reports import tables
from followup_cli.reports.grid import add_labelled_texts, add_paragraph
from followup_cli.reports.page import add_heading
from followup_cli.terminal.days import full_day
from followup_cli.terminal.layout import GAP, folded, width_of
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Column, Table, TableRow

_LABEL = 14
_INDENT = 4


def training_brief_page(brief: TrainingBrief, room: int) -> Page:
    """The brief on a page of ``room`` columns."""
    page = Page()
    title = say("For the trainers")
    add_labelled_texts(
        page, [(title, say("what outcomes teach, as of {day}", day=full_day(brief.as_of)))], room, width_of(title)
    )
    add_paragraph(
        page, say("Why follow-up failed: up to the end of {quarter}. followup {version}", **_title_values(brief)), room
    )
    if brief.internal:
        add_paragraph(page, internal_notice(), room, "bad")
    for name, part in (
        (say("Asked of the trainers now"), _add_requests),
        (say("Why follow-up failed, since the start"), _add_causes),
        (say("What training could have prevented"), _add_modules),
        (say("Lessons"), _add_lessons),
    ):
        add_heading(page.line(), name, room, internal=brief.internal)
        part(page, brief, room)
    return _add_foot(page.line(), brief, room)


def _title_values(brief: TrainingBrief) -> dict[str, str]:
    return {"quarter": str(brief.quarter), "version": __version__}


# --- what is asked --------------------------------------------------------------------------------------------------


def _add_requests(page: Page, brief: TrainingBrief, room: int) -> None:
    if not brief.asked:
        add_paragraph(page, say("Nothing waits for the trainers."), room, "good")
    for ask in brief.asked:
        _add_item(page, "-", request_words(ask, brief.to_label), room, "bad" if ask.late else "")


def request_words(ask: LessonRequest, to_label: Mask) -> str:
    """One step that is asked for, in words; how late it is, where it is."""
    told: dict[str, int | str] = {
        "n": ask.lesson,
        "who": to_label(ask.who),
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
    if ask.late == 1:
        return say("{words}: 1 day late.", words=words)
    return say("{words}: {n} days late.", words=words, n=ask.late)


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
        tables.add_bars(page, replace(table, title=""), room)
    add_paragraph(page, table.note if table else "", room)


def _add_modules(page: Page, brief: TrainingBrief, room: int) -> None:
    about = say(
        "Failures in the first {n} months at home for a cause that the module could have prevented, named first or "
        "not, among those who took the module and those who did not.",
        n=COHORT_MONTHS,
    )
    add_paragraph(
        page, about if brief.modules else say("No failure in the first {n} months at home.", n=COHORT_MONTHS), room
    )
    if brief.numbers and brief.modules:
        add_paragraph(page, sample_text(brief.numbers), room)
    for one in brief.modules:
        page.line()
        page.line(one.title, "strong")
        _add_labelled_rows(page, _evidence_rows(one, brief), room)


def _add_labelled_rows(page: Page, rows: Iterable[tuple[str, str]], room: int) -> None:
    """Add texts, each beside its label, in one column for all modules."""
    laid: list[TableRow] = []
    for label, text in rows:
        first, *more = folded(text, room - _LABEL - 2 * len(GAP))
        laid.append([Cell(label.ljust(_LABEL), "quiet"), first])
        laid += [["", line] for line in more]
    page.table(Table([Column(""), Column("")], laid))


def _evidence_rows(one: ModuleBrief, brief: TrainingBrief) -> Iterator[tuple[str, str]]:
    yield (
        (say("Seen") if brief.internal else say("Could prevent")),
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
        return say("Not told: too few people in a group.")
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
        lessons = [lesson for lesson in brief.lessons if lesson.state is state]
        if lessons:
            (page if first else page.line()).line(title, "head")
            first = False
        for lesson in lessons:
            _add_item(page, str(lesson.number).rjust(2), one_line(brief, lesson.said.change), room, indent=_INDENT)
            for words in _lesson_sentences(lesson, brief):
                _add_item(page, "", words, room, "quiet", indent=_INDENT)


def _lesson_sentences(lesson: Lesson, brief: TrainingBrief) -> Iterator[str]:
    """All that was said to a lesson, a sentence each; what was seen, and of whom, for staff only."""
    said = lesson.said
    if brief.internal and said.seen:
        yield say("Seen: {what}", what=one_line(brief, said.seen))
    causes = ", ".join(cause.label for cause in said.causes)
    yield say("For: {causes}. Modules: {modules}.", causes=causes, modules=", ".join(said.modules) or say("none"))
    if brief.internal and brief.codes.get(lesson.number):
        yield say("Drawn from: {codes}.", codes=", ".join(brief.codes[lesson.number]))
    steps = (words for _, words in sorted(past_steps(lesson, brief), key=lambda step: step[0]))
    yield " ".join((say("Proposed on {day}.", day=full_day(lesson.on)), *steps, *_next_step(lesson)))


def _next_step(lesson: Lesson) -> Iterator[str]:
    """By when the next step is to be taken; of what was accepted it was said already."""
    words: dict[LessonState, Callable[[str], str]] = {
        LessonState.PROPOSED: lambda day: say("To be answered by {day}.", day=day),
        LessonState.APPLIED: lambda day: say("To be checked by {day}.", day=day),
        LessonState.CHECKED: lambda day: say("To be looked at again by {day}.", day=day),
    }
    if lesson.until and lesson.state in words:
        yield words[lesson.state](full_day(lesson.until))


def past_steps(lesson: Lesson, brief: TrainingBrief) -> Iterator[tuple[date, str]]:
    for answer in lesson.answers:
        day, who = full_day(answer.on), brief.to_label(answer.said.owner)
        if answer.said.accepted and answer.said.due:
            yield (
                answer.on,
                say("Accepted on {day} by {who}, until {due}.", day=day, who=who, due=full_day(answer.said.due)),
            )
        else:
            yield answer.on, _with_note(say("Declined on {day}.", day=day), answer.said.reason, brief)
    for applied in lesson.applied:
        where = ", ".join(map(brief.to_label, applied.said.centres)) or say("everywhere")
        yield (
            applied.on,
            _with_note(
                say("Applied from {day}, {where}.", day=full_day(applied.on), where=where), applied.said.note, brief
            ),
        )
    for check in lesson.checks:
        told = say("Checked on {day}: {verdict}.", day=full_day(check.on), verdict=check.said.verdict.label)
        yield check.on, _with_note(told, check.said.note, brief)


def _with_note(sentence: str, note: Private, brief: TrainingBrief) -> str:
    return f"{sentence} {one_line(brief, note)}" if note else sentence


def one_line(brief: TrainingBrief, text: Private) -> str:
    return " ".join(brief.to_label(text).split())


def _add_foot(page: Page, brief: TrainingBrief, room: int) -> Page:
    if brief.modules:
        add_paragraph(page, method_text(), room)
    if not brief.internal:
        add_paragraph(page, not_released_text(), room)
    return page
