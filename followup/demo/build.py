"""A demo's casebook: the two published cases and an invented caseload, enrolled through the services."""

from collections.abc import Callable
from dataclasses import dataclass

from followup.case.facts import Configured
from followup.case.forms.enrolment import enrolment_from
from followup.casebook import Casebook
from followup.demo.caseload import caseload
from followup.demo.lessons import failure_of, write_lessons
from followup.demo.published import published
from followup.demo.story import Story, wrong_data
from followup.services.graduates import Admitted, Arrival, admit
from followup.services.office import configure
from followup.services.schedules import Scheduler
from followup.store import Draft

WORKER = "DM"
"""The initials of whoever uses the demo's laptop."""


@dataclass(frozen=True, slots=True)
class Built:
    """The codes of the published failed and successful case, and of the invented graduates."""

    failed: str
    successful: str
    invented: tuple[str, ...]


def build(book: Casebook, number: int, seed: int, told: Callable[[int, int], None] | None = None) -> Built:
    """Fill an empty casebook; ``told`` hears how many of how many graduates are enrolled."""
    configure(book, Configured(worker=WORKER))
    scheduler = Scheduler.of(book)
    both = published(scheduler, WORKER)
    stories = [both.failed, both.successful, *caseload(number, seed, scheduler)]
    codes, failures = [], []
    for story, admitted in zip(stories, admit(book, map(_arrival, stories)), strict=True):
        _answer(book, story, admitted)
        codes.append(admitted.code)
        if failure := failure_of(story, admitted.case_id, published=story is both.failed):
            failures.append(failure)
        if told:
            told(len(codes), len(stories))
    write_lessons(book, failures)
    failed, successful, *invented = codes
    return Built(failed, successful, tuple(invented))


def _arrival(story: Story) -> Arrival:
    enrolment, problems = enrolment_from(story.form)
    if enrolment is None:
        raise wrong_data(problems[0].where)
    return Arrival(enrolment, story.since)


def _answer(book: Casebook, story: Story, admitted: Admitted) -> None:
    """Write down what became of her flags and promises, now that they have ids."""
    since = admitted.facts[len(admitted.facts) - len(story.since) :]
    drafts = [Draft(answer.on, answer.body(since[answer.of].id)) for answer in story.answers]
    if drafts:
        book.store.append(admitted.case_id, drafts, by=book.worker, now=book.moment.now)
