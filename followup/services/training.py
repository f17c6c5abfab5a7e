"""The brief for trainers: what outcomes teach, what became of lessons, and what is asked of the trainers now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from followup.case.fields import Mask
from followup.case.vocabulary import FailureCause
from followup.casebook import Casebook, checked_report_day
from followup.errors import Refused
from followup.monitoring.lesson_requests import LessonRequest, lesson_requests
from followup.monitoring.lessons import Lesson, lessons_about
from followup.services import evidence, publications, reports
from followup.services.guarded_names import labeller
from followup.services.lessons import all_lessons, drawn_from
from followup.services.reports import Progress, ReportSelection
from followup.statistics.report import Learner, Quarter, ReleasedComparison, ReportTable
from followup_data import shipped


@dataclass(frozen=True, slots=True)
class ModuleBrief:
    """A training module: the causes it could prevent, its two comparisons, and the numbers of lessons that name it.

    For staff it is only modules and ``causes`` that were seen, which would show single people, and they are compared as
    of the brief's day, whatever quarter they are under.
    """

    module: str
    title: str
    causes: tuple[FailureCause, ...]
    taught: ReleasedComparison | None
    changed: ReleasedComparison | None
    lessons: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TrainingBrief:
    """What trainers are told on a day. ``causes`` is why follow-up failed, as the report of ``quarter`` tells it.

    It is None where nobody had come home by then. For staff only: ``numbers``, those of whom the evidence is made
    (counted, not followed for a year, home for less), and ``codes``, whose outcomes each lesson is drawn from, by its
    number. Every text that somebody wrote passes through ``to_label`` before it is shown.
    """

    as_of: date
    quarter: Quarter
    asked: tuple[LessonRequest, ...]
    causes: ReportTable | None
    numbers: tuple[int, int, int] | None
    modules: tuple[ModuleBrief, ...]
    lessons: tuple[Lesson, ...]
    others: int
    """How many lessons are for other parts of the process, and so not for the trainers."""
    codes: dict[int, tuple[str, ...]]
    internal: bool
    to_label: Mask


def training_brief(
    book: Casebook, *, internal: bool = False, as_of: date | None = None, progress: Progress | None = None
) -> TrainingBrief:
    """The brief of a day (today when not said); Refused for a day that lies ahead."""
    day = checked_report_day(as_of or book.today, book.today)
    quarter = Quarter.of(day).before
    everything = all_lessons(book, day)
    known = tuple(lesson for lesson in everything if lesson.is_for_trainers)
    causes, learners = _causes_and_learners(book, quarter, day, progress, internal=internal)
    overview = evidence.evidence_overview(book, as_of=day) if internal else None
    codes = book.codes if internal else {}
    return TrainingBrief(
        as_of=day,
        quarter=quarter,
        asked=lesson_requests(known, day),
        causes=causes,
        numbers=overview.among.numbers if overview else None,
        modules=_internal_modules(overview, known, quarter)
        if overview
        else _released_modules(evidence.released_evidence(book, as_of=day, learners=learners)),
        lessons=known,
        others=len(everything) - len(known),
        codes={one.number: drawn_from(one, codes) for one in known} if internal else {},
        internal=internal,
        to_label=labeller(book),
    )


def _causes_and_learners(
    book: Casebook, quarter: Quarter, day: date, progress: Progress | None, *, internal: bool
) -> tuple[ReportTable | None, Sequence[Learner]]:
    """Why follow-up failed, from the quarter's report as it is told elsewhere, so that the two give nothing back.

    And everybody for the evidence, from the same reading, so that no case is read twice.
    """
    gone_out = not internal and str(quarter) in publications.published_reports(book)
    as_of = None if gone_out else min(day, reports.default_report_day(quarter))
    wanted = ReportSelection(quarter, as_of, None, internal)
    try:
        report, learners = reports.quarter_report_and_learners(book, wanted, progress)
    except Refused:
        return None, ()
    return report.section("outcomes").table("causes"), learners


def _released_modules(found: evidence.ReleasedEvidence) -> tuple[ModuleBrief, ...]:
    """Every module of which something may go out, whatever was seen, those tied to most causes first."""
    return _most_causes_first(
        ModuleBrief(
            module=one.module,
            title=one.title,
            causes=one.causes,
            taught=one.taught,
            changed=one.changed,
            lessons=tuple(lesson.number for lesson in one.lessons),
        )
        for one in found.modules
    )


def _internal_modules(
    overview: evidence.EvidenceOverview, known: tuple[Lesson, ...], quarter: Quarter
) -> tuple[ModuleBrief, ...]:
    """For staff the modules that could have prevented a cause that was seen."""
    seen = {one.cause for one in overview.causes}
    titles = shipped.modules()
    return _most_causes_first(
        ModuleBrief(
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


def _most_causes_first(modules: Iterable[ModuleBrief]) -> tuple[ModuleBrief, ...]:
    return tuple(sorted(modules, key=lambda one: -len(one.causes)))
