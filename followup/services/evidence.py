"""Whether training prevents what fails: the evidence of one module, or of all; for staff whole, and what may go out."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from followup.case.vocabulary import FailureCause
from followup.casebook import Casebook, checked_report_day
from followup.monitoring.lessons import Lesson, lessons_about, lessons_of
from followup.services import publications, reports
from followup.services.guarded_names import labeller
from followup.services.lessons import all_lessons, known_module
from followup.statistics.report import (
    CauseFrequency,
    Cohort,
    EvidenceLedger,
    Learner,
    Quarter,
    ReleasedComparison,
    TrainingEvidence,
    cause_frequencies,
    evidence_for,
    select_cohort,
)
from followup.store import LESSONS
from followup_data import shipped


@dataclass(frozen=True, slots=True)
class ModuleEvidenceResult:
    """All that is known of one module, for staff, and the lessons that name it.

    Trades and centres, which somebody typed, pass through ``to_label`` before they are shown.
    """

    title: str
    found: TrainingEvidence
    lessons: tuple[Lesson, ...]
    to_label: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class EvidenceOverview:
    """For staff: every module beside the causes tied to it, and every cause that was seen; ``to_label`` as above."""

    as_of: date
    among: Cohort
    modules: tuple[TrainingEvidence, ...]
    causes: tuple[CauseFrequency, ...]
    beyond: tuple[FailureCause, ...]
    to_label: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class ReleasedModule:
    """What may go out of one module: the two comparisons as they stand, None where one is not told."""

    module: str
    title: str
    causes: tuple[FailureCause, ...]
    taught: ReleasedComparison | None
    changed: ReleasedComparison | None
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True, slots=True)
class ReleasedEvidence:
    """What may go out at the end of a quarter, asked for on a day."""

    as_of: date
    quarter: Quarter
    modules: tuple[ReleasedModule, ...]


def module_evidence(book: Casebook, typed: str, *, as_of: date | None = None) -> ModuleEvidenceResult:
    """The evidence of one module on a day (today when not said); Missing for a module there is not."""
    module = known_module(typed)
    day = checked_report_day(as_of or book.today, book.today)
    known = all_lessons(book, day)
    found = _evidence(module, tuple(_learners(book, day)), known, day)
    return ModuleEvidenceResult(shipped.modules()[module], found, lessons_about(known, module), labeller(book))


def evidence_overview(book: Casebook, *, as_of: date | None = None) -> EvidenceOverview:
    """The evidence of every module in short, and how often each cause was seen."""
    day = checked_report_day(as_of or book.today, book.today)
    learners, known = tuple(_learners(book, day)), all_lessons(book, day)
    among = select_cohort(learners, day)
    return EvidenceOverview(
        as_of=day,
        among=among,
        modules=tuple(_evidence(module, learners, known, day) for module in shipped.prevents()),
        causes=cause_frequencies(among, shipped.prevents()),
        beyond=tuple(map(FailureCause, shipped.beyond_training())),
        to_label=labeller(book),
    )


def released_evidence(
    book: Casebook, typed: str = "", *, as_of: date | None = None, learners: Iterable[Learner] | None = None
) -> ReleasedEvidence:
    """What may go out of every module, or of one, at the end of the last quarter before a day (today when not said).

    ``learners`` are everybody in that quarter's report, if its cases were read already.
    Modules that are a trade are for staff only. Missing for a module there is not.
    """
    one = known_module(typed) if typed else ""
    day = checked_report_day(as_of or book.today, book.today)
    quarter = Quarter.of(day).before
    ledger, known, titles = _evidence_ledger(book, quarter, day, learners), all_lessons(book, day), shipped.modules()
    modules = {**publications.compared(), **_trade(one)}
    return ReleasedEvidence(
        as_of=day,
        quarter=quarter,
        modules=tuple(
            ReleasedModule(
                module=module,
                title=titles[module],
                causes=tuple(causes),
                taught=ledger.taught(module, quarter),
                changed=ledger.changed(module, quarter),
                lessons=lessons_about(known, module),
            )
            for module, causes in modules.items()
            if module == one or not one
        ),
    )


def _trade(module: str) -> dict[str, tuple[FailureCause, ...]]:
    """A module that is a trade, with its causes; nothing is told of it, but that."""
    return {module: tuple(map(FailureCause, shipped.prevents()[module]))} if module in shipped.trades() else {}


def _evidence_ledger(book: Casebook, quarter: Quarter, day: date, learners: Iterable[Learner] | None) -> EvidenceLedger:
    """Of whom evidence goes out at the end of a quarter: as it was published, or would be on a day."""
    gone_out = publications.published_reports(book)
    ledger = publications.published_evidence(gone_out, quarter)
    if str(quarter) in gone_out:
        return ledger
    as_of = min(day, reports.default_report_day(quarter))
    learned = lessons_of(book.store.facts(LESSONS), as_of)
    everybody = _learners(book, as_of) if learners is None else learners
    return ledger.through(everybody, learned, publications.compared(), quarter, quarter.end)


def _evidence(module: str, learners: tuple[Learner, ...], known: tuple[Lesson, ...], day: date) -> TrainingEvidence:
    causes = tuple(map(FailureCause, shipped.prevents()[module]))
    return evidence_for(module, causes, learners, known, day, module if module in shipped.trades() else "")


def _learners(book: Casebook, day: date) -> Iterator[Learner]:
    """Everybody who came home by a day, as the casebook knew her then."""
    return (one for case in book.cases(day) if (one := publications.learner_of(case)))
