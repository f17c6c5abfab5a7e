"""The brief for trainers: what outcomes teach, what became of lessons, and what is asked of the trainers now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from followup.case.codes import Cause
from followup.casebook import Casebook, come
from followup.errors import Refused
from followup.review.asked import Ask, asked
from followup.review.evidence_shown import ShownEvidence
from followup.review.figures import Figures
from followup.review.lessons import Lesson
from followup.review.quarters import Quarter
from followup.services import evidence, reports
from followup.services.lessons import lessons
from followup.services.names import labeller
from followup.services.reports import Progress, Wanted
from followup_data import shipped


@dataclass(frozen=True, slots=True)
class Taught:
    """A training module that could have prevented what was seen, and its evidence.

    ``causes`` are those tied to it; for staff only those of them that were seen, which would show single people.
    ``lessons`` are the numbers of those that name it.
    """

    title: str
    found: ShownEvidence
    causes: tuple[Cause, ...]
    lessons: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """What trainers are told on a day. ``causes`` is why follow-up failed, as the report of ``quarter`` tells it.

    It is None where nobody had come home by then. ``numbers`` are those of whom the evidence is made: counted, not
    followed for a year, home for less. ``codes`` are, for staff only, whose outcomes each lesson is drawn from, by its
    number. Every text that somebody wrote passes through ``fit`` before it is shown.
    """

    as_of: date
    quarter: Quarter
    asked: tuple[Ask, ...]
    causes: Figures | None
    numbers: tuple[int, int, int]
    modules: tuple[Taught, ...]
    lessons: tuple[Lesson, ...]
    codes: dict[int, tuple[str, ...]]
    internal: bool
    fit: Callable[[str], str]


def brief(
    book: Casebook, *, internal: bool = False, as_of: date | None = None, progress: Progress | None = None
) -> Brief:
    """The brief of a day (today when not said); Refused for a day that lies ahead."""
    day = come(as_of or book.today, book.today)
    which = Quarter.of(day).before
    known = lessons(book, day)
    causes = _causes(book, which, day, progress, internal=internal)
    overview = evidence.of_all(book, internal=internal, as_of=day)
    return Brief(
        as_of=day,
        quarter=which,
        asked=asked(known, day),
        causes=causes,
        numbers=overview.among.numbers,
        modules=_taught(overview, known),
        lessons=known,
        codes=_codes(book, known) if internal else {},
        internal=internal,
        fit=labeller(book),
    )


def _causes(book: Casebook, which: Quarter, day: date, progress: Progress | None, *, internal: bool) -> Figures | None:
    """Why follow-up failed, from the quarter's report as it is told elsewhere, so that the two give nothing back."""
    gone_out = not internal and str(which) in reports.published(book, None)
    as_of = None if gone_out else min(day, reports.last_judged(which))
    try:
        report = reports.quarter(book, Wanted(which, as_of, None, internal), progress)
    except Refused:
        return None
    return report.section("outcomes").table("causes")


def _taught(overview: evidence.Overview, known: tuple[Lesson, ...]) -> tuple[Taught, ...]:
    """The modules that could have prevented a cause that was seen, those tied to most causes first."""
    seen = {one.said.cause for one in overview.causes}
    titles = shipped.modules()
    found = (
        Taught(
            title=titles[one.said.module],
            found=one,
            causes=tuple(cause for cause in one.said.causes if cause in seen or not overview.internal),
            lessons=tuple(lesson.number for lesson in known if one.said.module in lesson.said.modules),
        )
        for one in overview.modules
        if not seen.isdisjoint(one.said.causes)
    )
    return tuple(sorted(found, key=lambda one: -len(one.causes)))


def _codes(book: Casebook, known: tuple[Lesson, ...]) -> dict[int, tuple[str, ...]]:
    codes = book.codes
    return {
        lesson.number: tuple(sorted(codes[case_id] for case_id in lesson.said.cases if case_id in codes))
        for lesson in known
    }
