"""Lessons and the evidence for programs."""

from datetime import date

from followup.case.codec import to_json
from followup.case.fields import Mask
from followup.monitoring.lessons import Lesson
from followup.services.evidence import ComparedModule, EvidenceOverview, ModuleEvidenceResult, ReleasedEvidence
from followup.services.lessons import LessonList
from followup.statistics.report import (
    COHORT_MONTHS,
    NOT_TOLD,
    ChangeDates,
    Comparison,
    GroupComparison,
    Proportion,
    ReleasedComparison,
    TrainingEvidence,
)
from followup_cli.lessons.evidence_page import Labeller
from followup_cli.terminal.json import JsonValue


def module_evidence_data(one: ModuleEvidenceResult) -> dict[str, JsonValue]:
    """The evidence of one module for programs."""
    found = one.found
    return {
        **_common_data(found.as_of, found.numbers),
        **_module_summary_data(found),
        "lessons": [lesson.number for lesson in one.lessons],
        "changed": _changes_data(found.since, one.to_label),
        "by_cause": [{"cause": line.name, **_line_data(line)} for line in found.by_cause],
        "by_trade": [{"trade": one.to_label(line.name), **_line_data(line)} for line in found.by_trade],
        "by_centre": [{"centre": one.to_label(line.name), **_line_data(line)} for line in found.by_centre],
    }


def _changes_data(since: ChangeDates, to_label: Labeller) -> list[dict[str, JsonValue]]:
    return [{"centre": to_label(centre) or None, "on": day} for centre, day in since]


def evidence_overview_data(found: EvidenceOverview) -> dict[str, JsonValue]:
    """The evidence of all modules and causes for programs."""
    return {
        **_common_data(found.as_of, found.among.numbers),
        "modules": [_module_summary_data(one) for one in found.modules],
        "causes": [
            {
                "cause": one.cause,
                "seen": _share_data(one.seen),
                "modules": list(one.modules),
                "by_trade": [{"trade": found.to_label(name), **_share_data(share)} for name, share in one.trades],
                "by_centre": [{"centre": found.to_label(name), **_share_data(share)} for name, share in one.centres],
            }
            for one in found.causes
        ],
        "beyond_training": list(found.beyond),
    }


def sample_data(numbers: tuple[int, int, int]) -> dict[str, int]:
    """Of how many the evidence is made, for programs."""
    return dict(zip(("counted", "left_out", "too_recent"), numbers, strict=True))


def _common_data(as_of: date, numbers: tuple[int, int, int]) -> dict[str, JsonValue]:
    return {"as_of": as_of, "months": COHORT_MONTHS, "internal": True, **sample_data(numbers)}


def _module_summary_data(found: TrainingEvidence) -> dict[str, JsonValue]:
    """A module for programs: what it is to prevent, and who failed for any of that."""
    causes = list(found.causes)
    return {"module": found.module, "prevents": causes, "together": _line_data(found.overall)}


def _line_data(line: GroupComparison) -> dict[str, JsonValue]:
    return {
        **comparison_data(line.taught, "with", "without"),
        "change": comparison_data(line.change, "after", "before") if line.change else None,
    }


def comparison_data(one: Comparison, those: str, others: str) -> dict[str, JsonValue]:
    """A comparison for programs, its sides under two names."""
    return {those: _share_data(one.those), others: _share_data(one.others), "says": one.says}


def _share_data(share: Proportion) -> dict[str, JsonValue]:
    return {
        "failed": share.count,
        "of": share.of,
        "percent": share.percent,
        "low": share.percent_low,
        "high": share.percent_high,
    }


def lessons_data(found: LessonList, today: date, mask: Mask) -> dict[str, JsonValue]:
    """All lessons for programs."""
    return {
        "lessons": [_lesson_data(one, found, today, mask) for one in found.lessons],
        "unlearned": list(found.unlearned),
    }


def _lesson_data(lesson: Lesson, found: LessonList, today: date, mask: Mask) -> dict[str, JsonValue]:
    return {
        "number": lesson.number,
        "state": lesson.state,
        "for": lesson.said.area,
        "waits_for": mask(lesson.waits_for),
        "since": lesson.since,
        "until": lesson.until,
        "stuck": lesson.is_overdue(today),
        "proposed": lesson.on,
        "change": mask(lesson.said.change),
        "seen": mask(lesson.said.seen),
        "causes": list(lesson.said.causes),
        "modules": list(lesson.said.modules),
        "codes": list(found.drawn_from(lesson)),
        "answers": [
            {
                "on": one.on,
                "accepted": one.said.accepted,
                "owner": mask(one.said.owner),
                "due": one.said.due,
                "reason": mask(one.said.reason),
            }
            for one in lesson.answers
        ],
        "applied": [
            {"on": one.on, "centres": list(map(mask, one.said.centres)), "note": mask(one.said.note)}
            for one in lesson.applied
        ],
        "checks": [{"on": one.on, "verdict": one.said.verdict, "note": mask(one.said.note)} for one in lesson.checks],
    }


def released_evidence_data(found: ReleasedEvidence) -> dict[str, JsonValue]:
    """What may go out, for programs."""
    return {
        "as_of": found.as_of,
        "quarter": str(found.quarter),
        "months": COHORT_MONTHS,
        "internal": False,
        "published": found.published,
        "draft": found.draft,
        "modules": [_released_module_data(one) for one in found.modules],
    }


def _released_module_data(one: ComparedModule) -> dict[str, JsonValue]:
    return {
        "module": one.module,
        "prevents": list(one.causes),
        **released_comparisons_data(one.taught, one.changed),
    }


def released_comparisons_data(
    taught: ReleasedComparison | None, changed: ReleasedComparison | None
) -> dict[str, JsonValue]:
    """Both comparisons of a module for programs; what is not told yet says so, of a change it is null."""
    return {
        "together": to_json(NOT_TOLD) if taught is None else _released_comparison_data(taught, "with", "without"),
        "change": _released_comparison_data(changed, "after", "before"),
    }


def _released_comparison_data(told: ReleasedComparison | None, those: str, others: str) -> dict[str, JsonValue] | None:
    return told and {**comparison_data(told.compared, those, others), "quarter": str(told.quarter)}
