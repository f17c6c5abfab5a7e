"""The brief for trainers: what outcomes teach, what became of lessons, and what is asked of the trainers now.

What goes out is of a quarter, and of its own day; staff see any day, whole.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from followup.case.fields import Mask
from followup.casebook import Casebook
from followup.monitoring.lesson_requests import LessonRequest, lesson_requests
from followup.monitoring.lessons import Lesson, lessons_about, lessons_of
from followup.progress import Progress
from followup.services import evidence, publications, reports
from followup.services.case_cards import CardReader
from followup.services.evidence import ComparedModule
from followup.services.lessons import UnlearnedFailure, all_lessons, drawn_from, failures_without_lesson
from followup.services.reports import ReportSelection
from followup.statistics.report import (
    PublicLesson,
    PublicRequest,
    Quarter,
    ReleasedComparison,
    Report,
    ReportTable,
    public_lesson,
    public_requests,
)
from followup.store import LESSONS
from followup.values import Value, replace
from followup_data import shipped


class StaffBrief(Value):
    """What of a brief does not leave the office: lessons with days, causes and notes, and whom they are drawn from.

    ``numbers`` are those of whom the evidence is made (counted, not followed for a year, home for less), ``codes``
    whose outcomes each lesson is drawn from, by its number, ``failures`` those that no lesson is drawn from yet. Every
    text that somebody wrote passes through ``to_label`` before it is shown.
    """

    asked: tuple[LessonRequest, ...]
    lessons: tuple[Lesson, ...]
    numbers: tuple[int, int, int]
    codes: Mapping[int, tuple[str, ...]]
    failures: tuple[UnlearnedFailure, ...]
    to_label: Mask


class TrainingBrief(Value, kw_only=True):
    """What trainers are told on a day. ``causes`` is why follow-up failed, as the report of ``quarter`` tells it.

    ``causes`` is None where nobody had come home by then. ``published`` is the day on which the report of the quarter
    was published, empty for a draft; ``staff`` what only staff see, None in what goes out.
    """

    as_of: date
    quarter: Quarter
    published: str
    asked: tuple[PublicRequest, ...]
    causes: ReportTable | None
    modules: tuple[ComparedModule, ...]
    lessons: tuple[PublicLesson, ...]
    others: int
    """How many lessons are for other parts of the process, and so not for the trainers."""
    by_first_rule: bool = False
    """Whether the report of the quarter was published under the first rule."""
    staff: StaffBrief | None = None

    @property
    def draft(self) -> bool:
        """Whether it would go out, and may not yet: the report of its quarter was not published."""
        return not self.staff and not self.published


def training_brief(book: Casebook, wanted: ReportSelection, progress: Progress | None = None) -> TrainingBrief:
    """The brief of a quarter (the last complete one when not said), as of its own day; for staff of any day, or today.

    Refused for a day or a quarter that lies ahead, and for another day than the quarter's own where it goes out.
    """
    day = reports.checked_report_day(wanted.as_of or book.today, book.today)
    wanted = replace(wanted, quarter=wanted.quarter or Quarter.of(day).before)
    return _internal_brief(book, wanted, day, progress) if wanted.internal else _public_brief(book, wanted, progress)


def _public_brief(book: Casebook, wanted: ReportSelection, progress: Progress | None) -> TrainingBrief:
    """The brief that goes out: everything of the quarter's own day, and as its report was published if it was."""
    requested = request, gone_out = reports.report_request(book, wanted)
    if gone_out:
        request = publications.as_published(request, gone_out)
    everything = lessons_of(book.store.facts(LESSONS), request.as_of, request.known_at)
    known = tuple(lesson for lesson in everything if lesson.is_for_trainers)
    label = request.named
    report, tellings = evidence.results_told(book, wanted, progress, requested)
    return TrainingBrief(
        as_of=request.as_of,
        quarter=request.quarter,
        published=report.published if report else "",
        asked=public_requests(known, request.as_of, label),
        causes=_causes(report),
        modules=_most_causes_first(evidence.released_modules(tellings)),
        lessons=tuple(public_lesson(lesson, label) for lesson in known),
        others=len(everything) - len(known),
        by_first_rule=report is not None and report.by_first_rule,
    )


def _internal_brief(book: Casebook, wanted: ReportSelection, day: date, progress: Progress | None) -> TrainingBrief:
    """The brief for staff: as everything stands on a day, with the failures that no lesson is drawn from yet."""
    assert wanted.quarter
    everything = all_lessons(book, day)
    known = tuple(lesson for lesson in everything if lesson.is_for_trainers)
    of_quarter = replace(wanted, as_of=min(day, reports.default_report_day(wanted.quarter)))
    requested = reports.report_request(book, of_quarter)  # refuses a quarter that lies ahead
    label = requested[0].named
    report, _ = evidence.results_told(book, of_quarter, progress, requested)
    reader = CardReader(book, day)
    overview = evidence.evidence_overview(book, as_of=day, reader=reader)
    return TrainingBrief(
        as_of=day,
        quarter=wanted.quarter,
        published="",
        asked=public_requests(known, day, label),
        causes=_causes(report),
        modules=_internal_modules(overview, known, wanted.quarter),
        lessons=tuple(public_lesson(lesson, label) for lesson in known),
        others=len(everything) - len(known),
        staff=StaffBrief(
            asked=lesson_requests(known, day),
            lessons=known,
            numbers=overview.among.numbers,
            codes={one.number: drawn_from(one, book.codes) for one in known},
            failures=failures_without_lesson(reader, everything),
            to_label=label,
        ),
    )


def _causes(report: Report | None) -> ReportTable | None:
    """Why follow-up failed, from the quarter's report as it is told there, so that the two give nothing back."""
    return report.section("outcomes").table("causes") if report else None


def _internal_modules(
    overview: evidence.EvidenceOverview, known: tuple[Lesson, ...], quarter: Quarter
) -> tuple[ComparedModule, ...]:
    """For staff the modules that could have prevented a cause that was seen, compared as of the brief's day."""
    seen = {one.cause for one in overview.causes}
    titles = shipped.modules()
    return _most_causes_first(
        ComparedModule(
            module=one.module,
            title=titles[one.module],
            causes=tuple(cause for cause in one.causes if cause in seen),
            taught=ReleasedComparison(quarter, one.overall.taught),
            changed=ReleasedComparison(quarter, one.overall.change) if one.overall.change else None,
            lessons=tuple(lesson.number for lesson in lessons_about(known, one.module)),
        )
        for one in overview.modules
        if not seen.isdisjoint(one.causes)
    )


def _most_causes_first(modules: Iterable[ComparedModule]) -> tuple[ComparedModule, ...]:
    """The modules tied to most causes first."""
    return tuple(sorted(modules, key=lambda one: -len(one.causes)))
