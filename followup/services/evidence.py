"""Whether training prevents what fails: the evidence of one module, or of all; for staff whole, and what may go out."""

from collections.abc import Callable, Iterator
from datetime import date

from followup.case.facts import Fact
from followup.case.outcome_words import FailureCause
from followup.casebook import Casebook
from followup.errors import Refused
from followup.monitoring.lessons import Lesson, lessons_about
from followup.progress import Progress
from followup.services import publications, reports
from followup.services.case_cards import CardReader
from followup.services.guarded_names import labeller
from followup.services.lessons import all_lessons, known_module
from followup.services.reports import ReportSelection
from followup.statistics.report import (
    CauseFrequency,
    Cohort,
    EvidenceTellings,
    Learner,
    Quarter,
    ReleasedComparison,
    Report,
    ReportRequest,
    TrainingEvidence,
    cause_frequencies,
    evidence_for,
    select_cohort,
)
from followup.values import Value
from followup_data import shipped


class ModuleEvidenceResult(Value):
    """All that is known of one module, for staff, and the lessons that name it.

    Trades and centres, which somebody typed, pass through ``to_label`` before they are shown.
    """

    title: str
    found: TrainingEvidence
    lessons: tuple[Lesson, ...]
    to_label: Callable[[str], str]


class EvidenceOverview(Value):
    """For staff: every module beside the causes tied to it, and every cause that was seen; ``to_label`` as above."""

    as_of: date
    among: Cohort
    modules: tuple[TrainingEvidence, ...]
    causes: tuple[CauseFrequency, ...]
    beyond: tuple[FailureCause, ...]
    to_label: Callable[[str], str]


class ComparedModule(Value):
    """A training module: the causes it could prevent, its two comparisons, and for staff the lessons that name it.

    What may go out stands as it was told, None where one comparison is not told. For staff the ``causes`` are those
    that were seen, which would show single people.
    """

    module: str
    title: str
    causes: tuple[FailureCause, ...]
    taught: ReleasedComparison | None
    changed: ReleasedComparison | None
    lessons: tuple[int, ...] = ()


class ReleasedEvidence(Value):
    """What may go out at the end of a quarter, asked for on a day; ``published`` is when, empty for a draft."""

    as_of: date
    quarter: Quarter
    published: str
    modules: tuple[ComparedModule, ...]

    @property
    def draft(self) -> bool:
        """Whether it may not leave the office yet: the report of its quarter was not published."""
        return not self.published


def module_evidence(book: Casebook, typed: str, *, as_of: date | None = None) -> ModuleEvidenceResult:
    """The evidence of one module on a day (today when not said); Missing for a module there is not."""
    module = known_module(typed)
    day = reports.checked_report_day(as_of or book.today, book.today)
    known = all_lessons(book, day)
    found = _evidence(module, tuple(_learners(CardReader(book, day))), known, day)
    return ModuleEvidenceResult(shipped.modules()[module], found, lessons_about(known, module), labeller(book))


def evidence_overview(
    book: Casebook, *, as_of: date | None = None, reader: CardReader | None = None
) -> EvidenceOverview:
    """The evidence of every module in short, and how often each cause was seen; the ``reader`` is of the same day."""
    day = reports.checked_report_day(as_of or book.today, book.today)
    learners, known = tuple(_learners(reader or CardReader(book, day))), all_lessons(book, day)
    among = select_cohort(learners, day)
    return EvidenceOverview(
        as_of=day,
        among=among,
        modules=tuple(_evidence(module, learners, known, day) for module in shipped.prevents()),
        causes=cause_frequencies(among, shipped.prevents()),
        beyond=tuple(map(FailureCause, shipped.beyond_training())),
        to_label=labeller(book),
    )


def released_evidence(book: Casebook, typed: str = "", *, as_of: date | None = None) -> ReleasedEvidence:
    """What may go out of every module, or of one, at the end of the last quarter before a day (today when not said).

    Modules that are a trade are for staff only. Missing for a module there is not.
    """
    one = known_module(typed) if typed else ""
    day = reports.checked_report_day(as_of or book.today, book.today)
    quarter = Quarter.of(day).before
    report, tellings = results_told(book, ReportSelection(quarter))
    modules = (module for module in released_modules(tellings, one) if module.module == one or not one)
    return ReleasedEvidence(day, quarter, report.published if report else "", tuple(modules))


def results_told(
    book: Casebook,
    wanted: ReportSelection,
    progress: Progress | None = None,
    requested: tuple[ReportRequest, Fact | None] | None = None,
) -> tuple[Report | None, EvidenceTellings]:
    """The results in a quarter's report and what goes out beside it; nothing where nobody had come home by then.

    What was asked for may have been ``requested`` already, as `reports.report_request` makes it out.
    """
    try:
        return reports.results_and_evidence(book, wanted, requested or reports.report_request(book, wanted), progress)
    except Refused:
        return None, EvidenceTellings()


def released_modules(tellings: EvidenceTellings, trade: str = "") -> Iterator[ComparedModule]:
    """Every module of which evidence may go out, as it was told; and a ``trade`` asked for, of which none is."""
    titles = shipped.modules()
    for module, causes in {**publications.compared(), **_trade(trade)}.items():
        yield ComparedModule(
            module=module,
            title=titles[module],
            causes=tuple(causes),
            taught=tellings.taught(module),
            changed=tellings.changed(module),
        )


def _trade(module: str) -> dict[str, tuple[FailureCause, ...]]:
    """A module that is a trade, with its causes; nothing is told of it, but that."""
    return {module: tuple(map(FailureCause, shipped.prevents()[module]))} if module in shipped.trades() else {}


def _evidence(module: str, learners: tuple[Learner, ...], known: tuple[Lesson, ...], day: date) -> TrainingEvidence:
    causes = tuple(map(FailureCause, shipped.prevents()[module]))
    return evidence_for(module, causes, learners, known, day, module if module in shipped.trades() else "")


def _learners(reader: CardReader) -> Iterator[Learner]:
    """Everybody who came home by the reader's day, as the casebook knew her then."""
    for cards in reader.everybody():
        if learner := publications.learner_of(cards[0], reader.as_of, reader.words):
            yield learner
