"""The quarter's report: made from every case, kept as it went out once it is published."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import Any

from followup.case.case import Case
from followup.case.facts import Fact, Published, effective
from followup.case.vocabulary import Result
from followup.casebook import Casebook, come
from followup.errors import FollowupError, Refused
from followup.messages import say
from followup.monitoring.lessons import Lesson, lessons_of, unlearned
from followup.office import replay_office
from followup.schedule.standing import DONE_WHEN_DUE
from followup.services.guarded_names import labeller
from followup.services.publications import EVIDENCE, learner_of, to_keep
from followup.services.schedules import Scheduler
from followup.statistics.case_summary import Life, life_of
from followup.statistics.caseload_report import Beside, Known, Parted, beside, parted
from followup.statistics.disclosure import partitions
from followup.statistics.disclosure.release_ledger import Roll
from followup.statistics.disclosure.release_state import Chain
from followup.statistics.evidence import Learner
from followup.statistics.quarter_report import Told, told_of
from followup.statistics.quarters import Quarter
from followup.statistics.report_model import CASELOAD, Report, from_json, to_json
from followup.store import LESSONS, OFFICE, PUBLISHED

Progress = Callable[[int, int], None]
Named = Callable[[str], str]
Note = Callable[[Case, Named], None]
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which report: of a quarter (the last complete one), as of a day, as it was known at an instant, for whom."""

    quarter: Quarter | None = None
    as_of: date | None = None
    known_at: datetime | None = None
    internal: bool = False


@dataclass(frozen=True, slots=True)
class _Made:
    """A report with what it rests on."""

    report: Report
    lives: list[Life]
    link: Chain
    gaps: tuple[str, ...]


def quarter(book: Casebook, wanted: Wanted, progress: Progress | None = None, note: Note | None = None) -> Report:
    """The report of a quarter. One that was published is given as it went out, except to staff, and no case is read.

    ``note`` is shown each case that is read, for what is told beside the report.
    Refused for a quarter or a day that lies ahead, a day before the quarter, and where nobody had come home by then.
    """
    which, as_of = settled(book, wanted)
    gone_out = published(book, wanted.known_at)
    if not wanted.internal:
        if known := gone_out.get(str(which)):
            return as_it_went_out(known, wanted.as_of)
        wanted = as_then_known(wanted, which, gone_out)
    return _made(book, wanted, which, as_of, gone_out, progress, note).report


def as_then_known(wanted: Wanted, which: Quarter, gone_out: Mapping[str, Fact]) -> Wanted:
    """What is wanted of a quarter before one that was published: as it was known then, since that print tells of it."""
    later = min((quarter for quarter in gone_out if quarter > str(which)), default="")
    if not later:
        return wanted
    at = gone_out[later].at
    return replace(wanted, known_at=min(wanted.known_at or at, at))


def publish(book: Casebook, wanted: Wanted, progress: Progress | None = None) -> Report:
    """Write down that the report of a quarter goes out as it stands now: later ones are safe beside it.

    Refused for one that went out already, or is older than the last that did, for a quarter that is not complete, and
    for the report that staff see.
    """
    if wanted.internal:
        raise Refused(say("The internal report is for staff."), say("Publish the other one: leave --internal out."))
    which, as_of = settled(book, wanted)
    with book.store.exclusive():
        gone_out = published(book, None)
        if gone_out and max(gone_out) >= str(which):
            raise Refused(
                say("The report of {quarter} was published already.", quarter=max(gone_out)),
                say("What was written down since is counted in the next quarter's."),
            )
        records: dict[str, Beside] = {}
        learners: list[Learner] = []

        def note(case: Case, named: Named) -> None:
            records[case.id] = beside(case, min(which.last, as_of), named, {})
            if one := learner_of(case):
                learners.append(one)

        made = _made(book, wanted, which, as_of, gone_out, progress, note)
        if made.gaps:
            raise Refused(say("{quarter} is not complete.", quarter=which), " ".join(made.gaps))
        report = replace(made.report, published=book.today.isoformat())
        roll, before = told_before(gone_out, which)
        cut = which.cut(as_of)
        groups = parted(known(made.lives, records), roll, which, cut, before, internal=False)
        learned = lessons_of(book.store.facts(LESSONS), as_of)
        evidence = to_keep(gone_out, learners, learned, which, cut)
        told = made.link.to_json() | {CASELOAD: partitions.to_json(groups), EVIDENCE: evidence}
        fact = Published(str(which), as_of, _text(to_json(report)), _text(told))
        book.write(PUBLISHED, fact)
    return report


def _text(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


# --- which report -------------------------------------------------------------------------------------------------


def last_judged(which: Quarter) -> date:
    """The day by which every visit due in a quarter can be judged: what a report of it is as of."""
    return which.last + DONE_WHEN_DUE


def settled(book: Casebook, wanted: Wanted) -> tuple[Quarter, date]:
    """The quarter and the day meant; Refused where they lie ahead or apart."""
    day = come(wanted.as_of, book.today) if wanted.as_of else None
    which = wanted.quarter or (Quarter.of(day) if day else Quarter.of(book.today).before)
    if which.start > book.today:
        raise Refused(
            say("That quarter has not begun."), say("The last complete one is {quarter}.", quarter=_complete(book))
        )
    if day and day < which.start:
        raise Refused(say("On that day the quarter had not begun."), say("Choose a later day, or an earlier quarter."))
    return which, day or min(book.today, last_judged(which))


def _complete(book: Casebook) -> Quarter:
    return Quarter.of(book.today).before


def published(book: Casebook, known_at: datetime | None) -> dict[str, Fact]:
    """What went out, by quarter; where two laptops published one, the first counts."""
    held = effective(book.store.facts(PUBLISHED), known_at)
    found: dict[str, Fact] = {}
    for fact in sorted(held, key=lambda fact: fact.written):
        if isinstance(fact.body, Published):
            found.setdefault(fact.body.quarter, fact)
    return found


def as_it_went_out(known: Fact, as_of: date | None) -> Report:
    """The report that was published, as it went out; Refused for another day than it is as of."""
    assert isinstance(known.body, Published)
    if as_of and as_of != known.body.as_of:
        raise Refused(
            say("{quarter} was published as of {day}.", quarter=known.body.quarter, day=known.body.as_of),
            say("Leave --as-of out; staff see other days with --internal."),
        )
    return from_json(json.loads(known.body.figures))


# --- making it ----------------------------------------------------------------------------------------------------


def _made(
    book: Casebook,
    wanted: Wanted,
    which: Quarter,
    as_of: date,
    gone_out: dict[str, Fact],
    progress: Progress | None,
    note: Note | None = None,
) -> _Made:
    named = labeller(book)
    learned = book.store.facts(LESSONS)
    lessons = _fit(lessons_of(learned, as_of, wanted.known_at), named)
    seen = (lambda case: note(case, named)) if note else None
    lives = read_lives(book, which, as_of, wanted.known_at, progress, seen)
    somebody(lives, as_of)
    failed = _failed(lives, which)
    untaught = unlearned([life.id for life in failed], lessons_of(learned, date.max, wanted.known_at))
    codes = [life.code for life in failed if life.id in untaught]
    told = Told(
        quarter=which,
        as_of=as_of,
        known_at=wanted.known_at,
        named=named,
        internal=wanted.internal,
        unread=len(book.problems),
        open=tuple(open_reasons(book, which, as_of, codes if wanted.internal else None, bool(codes))),
    )
    before = None if wanted.internal else published_before(gone_out, which)
    report, link = told_of(lives, lessons, told, before)
    return _Made(report, lives, link, tuple(open_reasons(book, which, as_of, codes, bool(codes))))


def somebody(lives: Iterable[Life], as_of: date) -> None:
    """Refused where nobody had come home by a day."""
    if not any(life.returned <= as_of for life in lives):
        raise Refused(
            say("Nobody had come home by that day: there is nothing to report."),
            say("Choose a later quarter, or write graduates down with: followup graduate add"),
        )


def _fit(lessons: Iterable[Lesson], named: Callable[[str], str]) -> list[Lesson]:
    """The lessons in words that may be shown. First of all: who is known by name takes room that cases need later."""
    return [replace(one, said=replace(one.said, change=named(one.said.change))) for one in lessons]


def read_lives(
    book: Casebook,
    which: Quarter,
    as_of: date,
    known_at: datetime | None,
    progress: Progress | None,
    note: Callable[[Case], None] | None = None,
) -> list[Life]:
    """Everybody known by then; a case that cannot be read, or has no policy, is among the book's problems.

    ``note`` is shown each case that is read, for what a report needs of it beside her `Life`.
    """
    scheduler = Scheduler(replay_office(book.store.facts(OFFICE), as_of, known_at), as_of)
    lives: list[Life] = []
    everybody = len(book.store.case_ids())
    for done, case in enumerate(book.cases(as_of, known_at), 1):
        try:
            if note:
                note(case)
            lives.append(life_of(case, scheduler.policy_of(case), which, as_of))
        except FollowupError as problem:
            book.problems[case.id] = problem
        if progress:
            progress(done, everybody)
    return lives


def _failed(lives: Iterable[Life], which: Quarter) -> list[Life]:
    """Those whose follow-up failed in the quarter."""
    return [
        life
        for life in lives
        if any(which.holds(over.on) and over.result is Result.FAILURE and over.back is None for over in life.overs)
    ]


def open_reasons(
    book: Casebook, which: Quarter, as_of: date, codes: Sequence[str] | None, untaught: bool
) -> Iterable[str]:
    """Why a quarter is not complete, a sentence each; codes for staff only."""
    if as_of < which.end:
        yield say("The quarter is not over.")
    elif as_of < last_judged(which):
        yield say("Visits due in its last days can be judged from {day} on.", day=last_judged(which))
    if book.problems:
        yield say("There are cases that cannot be read. Run: followup check")
    if untaught and codes is None:
        yield say("Not every failure of the quarter has led to a lesson.")
    elif untaught and codes:
        shown = ", ".join(islice(codes, _SHOWN)) + (" …" if len(codes) > _SHOWN else "")
        yield say("No lesson was drawn from {codes}. Draw one with: followup lesson propose CODE", codes=shown)


def published_before(gone_out: dict[str, Fact], which: Quarter) -> Chain | None:
    """Where the last publication before a quarter left off."""
    last = _last_before(gone_out, which)
    return Chain.from_json(_kept(last)) if last else None


def told_before(gone_out: dict[str, Fact], which: Quarter) -> tuple[Roll, Parted]:
    """Where the last publication before a quarter left the caseload; a new roll, and nothing told, if there is none."""
    last = _last_before(gone_out, which)
    return left_off(last) if last else (Roll(), {})


def left_off(gone_out: Fact) -> tuple[Roll, Parted]:
    """Where a publication left the caseload: who is counted, and what is told of them together."""
    kept = _kept(gone_out)
    return Roll.from_json(kept["roll"]), partitions.from_json(kept.get(CASELOAD, {}))


def _last_before(gone_out: dict[str, Fact], which: Quarter) -> Fact | None:
    earlier = [quarter for quarter in gone_out if quarter < str(which)]
    return gone_out[max(earlier)] if earlier else None


def _kept(gone_out: Fact) -> Any:
    assert isinstance(gone_out.body, Published)
    return json.loads(gone_out.body.told)


def known(lives: Iterable[Life], records: Mapping[str, Beside]) -> Known:
    """Everybody who was read, with what the caseload needs beside her `Life`."""
    return {life.id: (life, records[life.id]) for life in lives}
