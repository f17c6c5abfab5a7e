"""A demo's casebook: the two published cases and an invented caseload, enrolled through the services."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from random import Random

from followup.case.facts import Configured, WorkerAdded
from followup.casebook import Casebook
from followup.demo.records.caseload import caseload_workers, generate_caseload
from followup.demo.records.consents import consents_of
from followup.demo.records.generated_case import GeneratedCase
from followup.demo.records.lessons import failure_of, write_lessons
from followup.demo.records.published_cases import published_cases
from followup.demo.records.support import house_entries, houses
from followup.services.graduates import EnrolmentWithHistory, enrol_with_history
from followup.services.office import configure
from followup.store import NewFact
from followup.values import Value
from followup_data import shipped

WORKER = "DM"
"""The initials of whoever uses the demo's laptop."""
_PUBLISHED = 2
"""So many published cases come before the invented ones."""


class DemoCodes(Value):
    """The codes of the published failed and successful case, and of the invented graduates."""

    failed: str
    successful: str
    invented: tuple[str, ...]


def build(book: Casebook, number: int, seed: int, on_progress: Callable[[int, int], None] | None = None) -> DemoCodes:
    """Fill an empty casebook; ``on_progress(done, all)`` hears how many graduates are enrolled."""
    configure(book, Configured(worker=WORKER))
    book.write_office(*(WorkerAdded(name) for name in caseload_workers() if name != WORKER))
    scheduler = book.scheduler
    both = published_cases(scheduler, WORKER)
    generated_cases = [both.failed, both.successful, *generate_caseload(number, seed, scheduler)]
    codes: list[str] = []
    failures = []
    admissions = enrol_with_history(book, _arrivals(generated_cases, seed, book.today))
    for generated_case, (case_id, code) in zip(generated_cases, admissions, strict=True):
        codes.append(code)
        if failure := failure_of(generated_case, case_id, published=generated_case is both.failed):
            failures.append(failure)
        if on_progress:
            on_progress(len(codes), len(generated_cases))
    write_lessons(book, failures)
    failed, successful, *invented = codes
    return DemoCodes(failed, successful, tuple(invented))


def _arrivals(generated_cases: Sequence[GeneratedCase], seed: int, today: date) -> Iterator[EnrolmentWithHistory]:
    """Everybody with what has happened since; of the invented also what she agreed to, and who shares her house."""
    housed = _houses(generated_cases[_PUBLISHED:], today)
    for at, generated_case in enumerate(generated_cases):
        history = [*generated_case.history]
        if at >= _PUBLISHED:
            history += consents_of(generated_case.form, Random(f"consent {seed} {at}"), today)
            history += housed[at - _PUBLISHED]
        yield EnrolmentWithHistory(generated_case.enrolment, tuple(history))


def _houses(invented: Sequence[GeneratedCase], today: date) -> Mapping[int, list[NewFact]]:
    """A few of the invented live in one house: what is written down of it, by their places."""
    housed: dict[int, list[NewFact]] = defaultdict(list)
    for first, second, number in houses(invented, shipped.demo("support")["houses_every"], today):
        entries = house_entries(invented[first].form, invented[second].form, number)
        for at, hers in zip((first, second), entries, strict=True):
            housed[at] += hers
    return housed
