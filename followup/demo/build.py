"""A demo's casebook: the two published cases and an invented caseload, enrolled through the services."""

from collections.abc import Callable, Iterable, Sequence
from random import Random

from followup.case.facts import Configured, WorkerAdded
from followup.case.forms.enrolment import enrolment_from_mapping
from followup.casebook import Casebook
from followup.demo.records.caseload import caseload_workers, generate_caseload
from followup.demo.records.consents import consents_of
from followup.demo.records.generated_case import GeneratedCase, wrong_data
from followup.demo.records.lessons import failure_of, write_lessons
from followup.demo.records.published_cases import published_cases
from followup.demo.records.support import house_entries, houses
from followup.services.graduates import EnrolledCase, EnrolmentWithHistory, enrol_with_history
from followup.services.office import configure
from followup.store import NewFact
from followup.values import Value
from followup_data import shipped

WORKER = "DM"
"""The initials of whoever uses the demo's laptop."""


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
    for generated_case, admitted in zip(
        generated_cases, enrol_with_history(book, map(_arrival, generated_cases)), strict=True
    ):
        published, chance = (
            any(generated_case is one for one in (both.failed, both.successful)),
            Random(f"consent {seed} {len(codes)}"),
        )
        consents = () if published else consents_of(generated_case.form, chance, book.today)
        _answer(book, generated_case, admitted, consents)
        codes.append(admitted.code)
        if failure := failure_of(generated_case, admitted.case_id, published=generated_case is both.failed):
            failures.append(failure)
        if on_progress:
            on_progress(len(codes), len(generated_cases))
    write_lessons(book, failures)
    _house(book, generated_cases[2:], codes[2:])
    failed, successful, *invented = codes
    return DemoCodes(failed, successful, tuple(invented))


def _house(book: Casebook, generated_cases: Sequence[GeneratedCase], codes: Sequence[str]) -> None:
    """Let a few of the invented live in one house."""
    forms = [one.form for one in generated_cases]
    for first, second, number in houses(generated_cases, shipped.demo("support")["houses_every"], book.today):
        for at, entries in zip((first, second), house_entries(forms[first], forms[second], number), strict=True):
            book.write(book.find(codes[at]), *entries)


def _arrival(generated_case: GeneratedCase) -> EnrolmentWithHistory:
    enrolment, problems = enrolment_from_mapping(generated_case.form)
    if enrolment is None:
        raise wrong_data(problems[0].where)
    return EnrolmentWithHistory(enrolment, generated_case.since)


def _answer(book: Casebook, generated_case: GeneratedCase, admitted: EnrolledCase, consents: Iterable[NewFact]) -> None:
    """Write down what became of her flags and promises, now that they have ids, and what she agreed to."""
    since = admitted.facts[len(admitted.facts) - len(generated_case.since) :]
    new_facts = [NewFact(answer.on, answer.body(since[answer.of].id)) for answer in generated_case.answers]
    new_facts += consents
    if new_facts:
        book.store.append(admitted.case_id, new_facts, by=book.worker, now=book.moment.now)
