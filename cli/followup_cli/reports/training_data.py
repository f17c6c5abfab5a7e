"""The brief for the trainers, for programs."""

from followup.case.codec import to_json
from followup.monitoring.lesson_requests import LessonRequest
from followup.monitoring.lessons import TRAINERS, Lesson
from followup.services.evidence import ComparedModule
from followup.services.lessons import UnlearnedFailure
from followup.services.training import StaffBrief, TrainingBrief
from followup.statistics.report import PublicLesson, PublicRequest
from followup_cli.lessons.evidence_page import sample_data
from followup_cli.lessons.page import one_line
from followup_cli.lessons.released_evidence_page import released_comparisons_data
from followup_cli.reports.staff_lessons import past_steps, request_words
from followup_cli.reports.training_page import past_public_steps, public_request_words
from followup_cli.terminal.json import JsonValue


def training_brief_data(brief: TrainingBrief) -> dict[str, JsonValue]:
    """The brief for programs. Of the causes ``all`` is everybody, ``untold`` those whose cause is not told."""
    causes = brief.causes.all_rows if brief.causes else None
    return {
        "as_of": brief.as_of,
        "quarter": str(brief.quarter),
        "internal": brief.staff is not None,
        "published": brief.published,
        "draft": brief.draft,
        **(_staff_data(brief.staff) if brief.staff else _public_data(brief)),
        "causes": None if causes is None else [{"cause": row.id, **to_json(row.cells)} for row in causes],
        "modules": [_module_data(one, internal=brief.staff is not None) for one in brief.modules],
        "other_lessons": brief.others,
    }


def _module_data(one: ComparedModule, *, internal: bool) -> dict[str, JsonValue]:
    return {
        "module": one.module,
        "title": one.title,
        "causes": list(one.causes),
        **released_comparisons_data(one.taught, one.changed),
        **({"lessons": list(one.lessons)} if internal else {}),
    }


# --- what goes out, in quarters ---------------------------------------------------------------------------------------


def _public_data(brief: TrainingBrief) -> dict[str, JsonValue]:
    return {
        "asked": [_public_request_data(ask) for ask in brief.asked],
        "lessons": [_public_lesson_data(lesson) for lesson in brief.lessons],
    }


def _public_request_data(ask: PublicRequest) -> dict[str, JsonValue]:
    return {
        "lesson": ask.lesson,
        "step": ask.step,
        "who": ask.who,
        "until": str(ask.until),
        "late": ask.late,
        "words": public_request_words(ask),
    }


def _public_lesson_data(lesson: PublicLesson) -> dict[str, JsonValue]:
    return {
        "number": lesson.number,
        "state": lesson.state,
        "change": lesson.change,
        "waits_for": lesson.waits_for,
        "since": str(lesson.since),
        "until": str(lesson.until) if lesson.until else None,
        "said": list(past_public_steps(lesson)),
    }


# --- for staff, in days -----------------------------------------------------------------------------------------------


def _staff_data(staff: StaffBrief) -> dict[str, JsonValue]:
    return {
        **sample_data(staff.numbers),
        "asked": [_request_data(ask, staff) for ask in staff.asked],
        "lessons": [_lesson_data(lesson, staff) for lesson in staff.lessons],
        "failures_without_lesson": [_failure_data(failure) for failure in staff.failures],
    }


def _request_data(ask: LessonRequest, staff: StaffBrief) -> dict[str, JsonValue]:
    return {
        "lesson": ask.lesson,
        "step": ask.step,
        "who": staff.to_label(ask.who),
        "since": ask.since,
        "until": ask.until,
        "days_late": ask.late,
        "words": request_words(ask, staff),
    }


def _lesson_data(lesson: Lesson, staff: StaffBrief) -> dict[str, JsonValue]:
    return {
        "number": lesson.number,
        "state": lesson.state,
        "change": one_line(staff.to_label(lesson.said.change)),
        "causes": list(lesson.said.causes),
        "modules": list(lesson.said.modules),
        "waits_for": staff.to_label(lesson.waits_for) if lesson.waits_for != TRAINERS else TRAINERS,
        "since": lesson.since,
        "until": lesson.until,
        "said": past_steps(lesson, staff),
        "seen": one_line(staff.to_label(lesson.said.seen)),
        "codes": list(staff.codes.get(lesson.number, ())),
    }


def _failure_data(failure: UnlearnedFailure) -> dict[str, JsonValue]:
    return {"code": failure.code, "on": failure.on, "how": failure.ending, "causes": list(failure.causes)}
