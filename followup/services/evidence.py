"""Whether training prevents what fails: the evidence of one module, or of all; for staff whole, and what may go out."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from followup.case.vocabulary import Cause
from followup.casebook import Casebook, come
from followup.monitoring.lessons import Lesson, about, lessons_of
from followup.services import publications, reports
from followup.services.guarded_names import labeller
from followup.services.lessons import known_module, lessons
from followup.services.reports import Wanted
from followup.statistics.disclosure.released_evidence import EvidenceRoll, ToldComparison
from followup.statistics.evidence import CauseSeen, Cohort, Evidence, Learner, causes_seen, cohort, evidence_for
from followup.statistics.quarters import Quarter
from followup.store import LESSONS
from followup_data import shipped


@dataclass(frozen=True, slots=True)
class ModuleEvidence:
    """All that is known of one module, for staff, and the lessons that name it.

    Trades and centres, which somebody typed, pass through ``fit`` before they are shown.
    """

    title: str
    found: Evidence
    lessons: tuple[Lesson, ...]
    fit: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Overview:
    """For staff: every module beside the causes tied to it, and every cause that was seen; ``fit`` as above."""

    as_of: date
    among: Cohort
    modules: tuple[Evidence, ...]
    causes: tuple[CauseSeen, ...]
    beyond: tuple[Cause, ...]
    fit: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class ToldModule:
    """What may go out of one module: the two comparisons as they stand, None where one is not told."""

    module: str
    title: str
    causes: tuple[Cause, ...]
    taught: ToldComparison | None
    changed: ToldComparison | None
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What may go out at the end of a quarter, asked for on a day."""

    as_of: date
    quarter: Quarter
    modules: tuple[ToldModule, ...]


def of_module(book: Casebook, typed: str, *, as_of: date | None = None) -> ModuleEvidence:
    """The evidence of one module on a day (today when not said); Missing for a module there is not."""
    module = known_module(typed)
    day = come(as_of or book.today, book.today)
    known = lessons(book, day)
    found = _evidence(module, tuple(_learners(book, day)), known, day)
    return ModuleEvidence(shipped.modules()[module], found, about(known, module), labeller(book))


def of_all(book: Casebook, *, as_of: date | None = None) -> Overview:
    """The evidence of every module in short, and how often each cause was seen."""
    day = come(as_of or book.today, book.today)
    learners, known = tuple(_learners(book, day)), lessons(book, day)
    among = cohort(learners, day)
    return Overview(
        as_of=day,
        among=among,
        modules=tuple(_evidence(module, learners, known, day) for module in shipped.prevents()),
        causes=causes_seen(among, shipped.prevents()),
        beyond=tuple(map(Cause, shipped.beyond_training())),
        fit=labeller(book),
    )


def told(
    book: Casebook, typed: str = "", *, as_of: date | None = None, learners: Iterable[Learner] | None = None
) -> Told:
    """What may go out of every module, or of one, at the end of the last quarter before a day (today when not said).

    ``learners`` are everybody in that quarter's report, if its cases were read already.
    Modules that are a trade are for staff only. Missing for a module there is not.
    """
    one = known_module(typed) if typed else ""
    day = come(as_of or book.today, book.today)
    which = Quarter.of(day).before
    roll, known, titles = _roll(book, which, day, learners), lessons(book, day), shipped.modules()
    modules = {**publications.compared(), **_trade(one)}
    return Told(
        as_of=day,
        quarter=which,
        modules=tuple(
            ToldModule(
                module=module,
                title=titles[module],
                causes=tuple(causes),
                taught=roll.taught(module, which),
                changed=roll.changed(module, which),
                lessons=about(known, module),
            )
            for module, causes in modules.items()
            if module == one or not one
        ),
    )


def _trade(module: str) -> dict[str, tuple[Cause, ...]]:
    """A module that is a trade, with its causes; nothing is told of it, but that."""
    return {module: tuple(map(Cause, shipped.prevents()[module]))} if module in shipped.trades() else {}


def _roll(book: Casebook, which: Quarter, day: date, learners: Iterable[Learner] | None) -> EvidenceRoll:
    """Of whom evidence goes out at the end of a quarter: as it was published, or would be on a day."""
    gone_out = reports.published(book, None)
    roll = publications.published(gone_out, which)
    if str(which) in gone_out:
        return roll
    as_of = min(day, reports.last_judged(which))
    known_at = reports.as_then_known(Wanted(which), which, gone_out).known_at
    learned = lessons_of(book.store.facts(LESSONS), as_of, known_at)
    everybody = _learners(book, as_of, known_at) if learners is None else learners
    return roll.through(everybody, learned, publications.compared(), which, which.end)


def _evidence(module: str, learners: tuple[Learner, ...], known: tuple[Lesson, ...], day: date) -> Evidence:
    causes = tuple(map(Cause, shipped.prevents()[module]))
    return evidence_for(module, causes, learners, known, day, module if module in shipped.trades() else "")


def _learners(book: Casebook, day: date, known_at: datetime | None = None) -> Iterator[Learner]:
    """Everybody who came home by a day, as the casebook knew her then."""
    return (one for case in book.cases(day, known_at) if (one := publications.learner_of(case)))
