"""Whether training prevents what fails: the evidence of one module, or of all modules and causes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from followup.case.codes import Cause
from followup.casebook import Casebook, come
from followup.review.evidence import Cohort, Evidence, Learner, causes_seen, cohort, evidence_for
from followup.review.evidence_shown import ShownCause, ShownEvidence, cause_shown, shown
from followup.review.lessons import Lesson, about
from followup.services.lessons import first_failure, known_module, lessons
from followup_data import shipped


@dataclass(frozen=True, slots=True)
class ModuleEvidence:
    """The evidence of one module, and the lessons that name it."""

    title: str
    found: ShownEvidence
    lessons: tuple[Lesson, ...]
    internal: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """Every module beside the causes tied to it, and every cause that was seen."""

    as_of: date
    among: Cohort
    modules: tuple[ShownEvidence, ...]
    causes: tuple[ShownCause, ...]
    beyond: tuple[Cause, ...]
    internal: bool


def of_module(book: Casebook, typed: str, *, internal: bool = False, as_of: date | None = None) -> ModuleEvidence:
    """The evidence of one module on a day (today when not said); Missing for a module there is not."""
    module = known_module(typed)
    day = come(as_of or book.today, book.today)
    known = lessons(book, day)
    found = _evidence(module, tuple(_learners(book, day)), known, day)
    return ModuleEvidence(shipped.modules()[module], shown(found, internal=internal), about(known, module), internal)


def of_all(book: Casebook, *, internal: bool = False, as_of: date | None = None) -> Overview:
    """The evidence of every module in short, and how often each cause was seen."""
    day = come(as_of or book.today, book.today)
    learners, known = tuple(_learners(book, day)), lessons(book, day)
    among = cohort(learners, day)
    found = [_evidence(module, learners, known, day) for module in shipped.prevents()]
    return Overview(
        as_of=day,
        among=among,
        modules=tuple(shown(one, internal=internal) for one in found),
        causes=tuple(cause_shown(one, internal=internal) for one in causes_seen(among, shipped.prevents())),
        beyond=tuple(map(Cause, shipped.beyond_training())),
        internal=internal,
    )


def _evidence(module: str, learners: tuple[Learner, ...], known: tuple[Lesson, ...], day: date) -> Evidence:
    causes = tuple(map(Cause, shipped.prevents()[module]))
    return evidence_for(module, causes, learners, known, day, module if module in shipped.trades() else "")


def _learners(book: Casebook, day: date) -> Iterator[Learner]:
    """Everybody who came home by a day, as the casebook knew her then."""
    for now in book.cases():
        case = now if day == book.today else book.case(now.id, day)
        if case.return_date is None or case.return_date > day:
            continue
        failure = first_failure(case)
        yield Learner(
            case_id=case.id,
            returned=case.return_date,
            trade=case.trade,
            centre=case.centre,
            modules=case.modules,
            followed_until=case.end.on if case.end else day,
            failed_on=failure.on if failure else None,
            causes=failure.said.causes if failure else (),
        )
