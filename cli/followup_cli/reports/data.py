"""Reports for programs."""

from followup.case.codec import to_json
from followup.monitoring.lesson_requests import LessonRequest
from followup.monitoring.lessons import TRAINERS, Lesson
from followup.services.training import ModuleBrief, TrainingBrief
from followup.statistics.report import Report, report_to_json
from followup_cli.lessons.data import released_comparisons_data, sample_data
from followup_cli.reports.training_page import one_line, past_steps, request_words
from followup_cli.terminal.json import JsonValue


def report_data(report: Report) -> dict[str, JsonValue]:
    """The report for programs."""
    return dict(report_to_json(report))


def training_brief_data(brief: TrainingBrief) -> dict[str, JsonValue]:
    """The brief for programs."""
    return {
        "as_of": brief.as_of,
        "quarter": str(brief.quarter),
        "internal": brief.internal,
        **(sample_data(brief.numbers) if brief.numbers else {}),
        "asked": [_request_data(ask, brief) for ask in brief.asked],
        "causes": _causes_data(brief),
        "modules": [_module_data(one) for one in brief.modules],
        "lessons": [_lesson_data(lesson, brief) for lesson in brief.lessons],
        "other_lessons": brief.others,
    }


def _request_data(ask: LessonRequest, brief: TrainingBrief) -> dict[str, JsonValue]:
    return {
        "lesson": ask.lesson,
        "step": ask.step,
        "who": brief.to_label(ask.who),
        "since": ask.since,
        "until": ask.until,
        "days_late": ask.late,
        "words": request_words(ask, brief.to_label),
    }


def _causes_data(brief: TrainingBrief) -> list[dict[str, JsonValue]] | None:
    """Each cause with how many failed for it; ``all`` is everybody, ``untold`` those whose cause is not told."""
    if brief.causes is None:
        return None
    return [{"cause": row.id, **to_json(row.cells)} for row in brief.causes.all_rows]


def _module_data(one: ModuleBrief) -> dict[str, JsonValue]:
    return {
        "module": one.module,
        "title": one.title,
        "causes": list(one.causes),
        **released_comparisons_data(one.taught, one.changed),
        "lessons": list(one.lessons),
    }


def _lesson_data(lesson: Lesson, brief: TrainingBrief) -> dict[str, JsonValue]:
    told: dict[str, JsonValue] = {
        "number": lesson.number,
        "state": lesson.state,
        "change": one_line(brief, lesson.said.change),
        "causes": list(lesson.said.causes),
        "modules": list(lesson.said.modules),
        "waits_for": brief.to_label(lesson.waits_for) if lesson.waits_for != TRAINERS else TRAINERS,
        "since": lesson.since,
        "until": lesson.until,
        "said": [words for _, words in sorted(past_steps(lesson, brief), key=lambda step: step[0])],
    }
    if brief.internal:
        told |= {"seen": one_line(brief, lesson.said.seen), "codes": list(brief.codes.get(lesson.number, ()))}
    return told
