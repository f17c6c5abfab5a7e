"""The quarter's report: made from every case, kept as it went out once it is published."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import Any

from followup.case.case import Case
from followup.case.facts import Fact, Published, effective
from followup.case.fields import Mask
from followup.case.vocabulary import OutcomeClass
from followup.casebook import Casebook, checked_report_day
from followup.errors import FollowupError, Refused
from followup.messages import say
from followup.monitoring.lessons import Lesson, lessons_of, unlearned
from followup.office import replay_office
from followup.schedule.standing import DONE_WHEN_DUE
from followup.scheduler import Scheduler
from followup.services.guarded_names import labeller
from followup.services.publications import EVIDENCE, learner_of, to_keep
from followup.statistics.case_summary import CaseSummary, summarize_case
from followup.statistics.caseload_report import (
    CaseloadAttributes,
    KnownCases,
    ReleasedTables,
    caseload_attributes,
    release_tables,
)
from followup.statistics.disclosure import partitions
from followup.statistics.disclosure.release_ledger import ReleaseLedger
from followup.statistics.disclosure.release_state import ReleaseState
from followup.statistics.evidence import Learner
from followup.statistics.quarter_report import ReportRequest, build_quarter_report
from followup.statistics.quarters import Quarter
from followup.statistics.report_model import CASELOAD_REPORT, Report, report_from_json, report_to_json
from followup.store import LESSONS, OFFICE, PUBLISHED

Progress = Callable[[int, int], None]
Labeller = Callable[[str], str]
CaseCallback = Callable[[Case, Labeller], None]
_MAX_CODES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class ReportSelection:
    """Which report: of a quarter (the last complete one), as of a day, as it was known at an instant, for whom."""

    quarter: Quarter | None = None
    as_of: date | None = None
    known_at: datetime | None = None
    internal: bool = False


@dataclass(frozen=True, slots=True)
class _BuiltReport:
    """A report with what it rests on."""

    report: Report
    summaries: list[CaseSummary]
    link: ReleaseState
    gaps: tuple[str, ...]


def quarter_report(
    book: Casebook, wanted: ReportSelection, progress: Progress | None = None, note: CaseCallback | None = None
) -> Report:
    """The report of a quarter. One that was published is given as it went out, except to staff, and no case is read.

    ``note`` is shown each case that is read, for what is told beside the report.
    Refused for a quarter or a day that lies ahead, a day before the quarter, and where nobody had come home by then.
    """
    which, as_of = resolve_period(book, wanted)
    gone_out = published_reports(book, wanted.known_at)
    if not wanted.internal:
        if known := gone_out.get(str(which)):
            return published_report(known, wanted.as_of)
        wanted = known_at_publication(wanted, which, gone_out)
    return _build(book, wanted, which, as_of, gone_out, progress, note).report


def known_at_publication(wanted: ReportSelection, which: Quarter, gone_out: Mapping[str, Fact]) -> ReportSelection:
    """What is wanted of a quarter before one that was published: as it was known then, since that print tells of it."""
    later = min((quarter for quarter in gone_out if quarter > str(which)), default="")
    if not later:
        return wanted
    at = gone_out[later].at
    return replace(wanted, known_at=min(wanted.known_at or at, at))


def publish(book: Casebook, wanted: ReportSelection, progress: Progress | None = None) -> Report:
    """Write down that the report of a quarter goes out as it stands now: later ones are safe beside it.

    Refused for one that went out already, or is older than the last that did, for a quarter that is not complete, and
    for the report that staff see.
    """
    if wanted.internal:
        raise Refused(say("The internal report is for staff."), say("Publish the other one: leave --internal out."))
    which, as_of = resolve_period(book, wanted)
    with book.store.exclusive():
        gone_out = published_reports(book, None)
        if gone_out and max(gone_out) >= str(which):
            raise Refused(
                say("The report of {quarter} was published already.", quarter=max(gone_out)),
                say("What was written down since is counted in the next quarter's."),
            )
        records: dict[str, CaseloadAttributes] = {}
        learners: list[Learner] = []

        def note(case: Case, named: Labeller) -> None:
            records[case.id] = caseload_attributes(case, min(which.last, as_of), named, {})
            if one := learner_of(case):
                learners.append(one)

        made = _build(book, wanted, which, as_of, gone_out, progress, note)
        if made.gaps:
            raise Refused(say("{quarter} is not complete.", quarter=which), " ".join(made.gaps))
        report = replace(made.report, published=book.today.isoformat())
        roll, before = released_before(gone_out, which)
        cutoff = which.cutoff(as_of)
        groups = release_tables(known_cases(made.summaries, records), roll, which, cutoff, before, internal=False)
        learned = lessons_of(book.store.facts(LESSONS), as_of)
        evidence = to_keep(gone_out, learners, learned, which, cutoff)
        told = made.link.to_json() | {CASELOAD_REPORT: partitions.to_json(groups), EVIDENCE: evidence}
        fact = Published(str(which), as_of, _to_json_text(report_to_json(report)), _to_json_text(told))
        book.write(PUBLISHED, fact)
    return report


def _to_json_text(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


# --- which report -------------------------------------------------------------------------------------------------


def default_report_day(which: Quarter) -> date:
    """The day by which every visit due in a quarter can be judged: what a report of it is as of."""
    return which.last + DONE_WHEN_DUE


def resolve_period(book: Casebook, wanted: ReportSelection) -> tuple[Quarter, date]:
    """The quarter and the day meant; Refused where they lie ahead or apart."""
    day = checked_report_day(wanted.as_of, book.today) if wanted.as_of else None
    which = wanted.quarter or (Quarter.of(day) if day else Quarter.of(book.today).before)
    if which.start > book.today:
        raise Refused(
            say("That quarter has not begun."),
            say("The last complete one is {quarter}.", quarter=_last_complete_quarter(book)),
        )
    if day and day < which.start:
        raise Refused(say("On that day the quarter had not begun."), say("Choose a later day, or an earlier quarter."))
    return which, day or min(book.today, default_report_day(which))


def _last_complete_quarter(book: Casebook) -> Quarter:
    return Quarter.of(book.today).before


def published_reports(book: Casebook, known_at: datetime | None) -> dict[str, Fact]:
    """What went out, by quarter; where two laptops published one, the first counts."""
    in_force = effective(book.store.facts(PUBLISHED), known_at)
    found: dict[str, Fact] = {}
    for fact in sorted(in_force, key=lambda fact: fact.written):
        if isinstance(fact.body, Published):
            found.setdefault(fact.body.quarter, fact)
    return found


def published_report(known: Fact, as_of: date | None) -> Report:
    """The report that was published, as it went out; Refused for another day than it is as of."""
    assert isinstance(known.body, Published)
    if as_of and as_of != known.body.as_of:
        raise Refused(
            say("{quarter} was published as of {day}.", quarter=known.body.quarter, day=known.body.as_of),
            say("Leave --as-of out; staff see other days with --internal."),
        )
    return report_from_json(json.loads(known.body.figures))


# --- making it ----------------------------------------------------------------------------------------------------


def _build(
    book: Casebook,
    wanted: ReportSelection,
    which: Quarter,
    as_of: date,
    gone_out: dict[str, Fact],
    progress: Progress | None,
    note: CaseCallback | None = None,
) -> _BuiltReport:
    named = labeller(book)
    learned = book.store.facts(LESSONS)
    lessons = _lessons_to_show(lessons_of(learned, as_of, wanted.known_at), named)
    seen = (lambda case: note(case, named)) if note else None
    summaries = read_case_summaries(book, which, as_of, wanted.known_at, progress, seen)
    check_somebody_returned(summaries, as_of)
    failed = _failed_in_quarter(summaries, which)
    untaught = unlearned([summary.id for summary in failed], lessons_of(learned, date.max, wanted.known_at))
    codes = [summary.code for summary in failed if summary.id in untaught]
    told = ReportRequest(
        quarter=which,
        as_of=as_of,
        known_at=wanted.known_at,
        named=named,
        internal=wanted.internal,
        unread=len(book.problems),
        open=tuple(incomplete_reasons(book, which, as_of, codes if wanted.internal else None, bool(codes))),
    )
    before = None if wanted.internal else published_before(gone_out, which)
    report, link = build_quarter_report(summaries, lessons, told, before)
    return _BuiltReport(report, summaries, link, tuple(incomplete_reasons(book, which, as_of, codes, bool(codes))))


def check_somebody_returned(summaries: Iterable[CaseSummary], as_of: date) -> None:
    """Refused where nobody had come home by a day."""
    if not any(summary.returned <= as_of for summary in summaries):
        raise Refused(
            say("Nobody had come home by that day: there is nothing to report."),
            say("Choose a later quarter, or write graduates down with: followup graduate add"),
        )


def _lessons_to_show(lessons: Iterable[Lesson], named: Mask) -> list[Lesson]:
    """The lessons in words that may be shown. First of all: who is known by name takes room that cases need later."""
    return [replace(one, said=replace(one.said, change=named(one.said.change))) for one in lessons]


def read_case_summaries(
    book: Casebook,
    which: Quarter,
    as_of: date,
    known_at: datetime | None,
    progress: Progress | None,
    note: Callable[[Case], None] | None = None,
) -> list[CaseSummary]:
    """Everybody known by then; a case that cannot be read, or has no policy, is among the book's problems.

    ``note`` is shown each case that is read, for what a report needs of it beside her `Life`.
    """
    scheduler = Scheduler(replay_office(book.store.facts(OFFICE), as_of, known_at), as_of)
    summaries: list[CaseSummary] = []
    everybody = len(book.store.case_ids())
    for done, case in enumerate(book.cases(as_of, known_at), 1):
        try:
            if note:
                note(case)
            summaries.append(summarize_case(case, scheduler.policy_of(case), which, as_of))
        except FollowupError as problem:
            book.problems[case.id] = problem
        if progress:
            progress(done, everybody)
    return summaries


def _failed_in_quarter(summaries: Iterable[CaseSummary], which: Quarter) -> list[CaseSummary]:
    """Those whose follow-up failed in the quarter."""
    return [
        summary
        for summary in summaries
        if any(
            which.holds(over.on) and over.result is OutcomeClass.FAILURE and over.back is None
            for over in summary.episode_ends
        )
    ]


def incomplete_reasons(
    book: Casebook, which: Quarter, as_of: date, codes: Sequence[str] | None, untaught: bool
) -> Iterable[str]:
    """Why a quarter is not complete, a sentence each; codes for staff only."""
    if as_of < which.end:
        yield say("The quarter is not over.")
    elif as_of < default_report_day(which):
        yield say("Visits due in its last days can be judged from {day} on.", day=default_report_day(which))
    if book.problems:
        yield say("There are cases that cannot be read. Run: followup check")
    if untaught and codes is None:
        yield say("Not every failure of the quarter has led to a lesson.")
    elif untaught and codes:
        shown = ", ".join(islice(codes, _MAX_CODES_SHOWN)) + (" …" if len(codes) > _MAX_CODES_SHOWN else "")
        yield say("No lesson was drawn from {codes}. Draw one with: followup lesson propose CODE", codes=shown)


def published_before(gone_out: dict[str, Fact], which: Quarter) -> ReleaseState | None:
    """Where the last publication before a quarter left off."""
    last = _last_before(gone_out, which)
    return ReleaseState.from_json(_saved_state(last)) if last else None


def released_before(gone_out: dict[str, Fact], which: Quarter) -> tuple[ReleaseLedger, ReleasedTables]:
    """Where the last publication before a quarter left the caseload; a new roll, and nothing told, if there is none."""
    last = _last_before(gone_out, which)
    return left_off(last) if last else (ReleaseLedger(), {})


def left_off(gone_out: Fact) -> tuple[ReleaseLedger, ReleasedTables]:
    """Where a publication left the caseload: who is counted, and what is told of them together."""
    kept = _saved_state(gone_out)
    return ReleaseLedger.from_json(kept["roll"]), partitions.from_json(kept.get(CASELOAD_REPORT, {}))


def _last_before(gone_out: dict[str, Fact], which: Quarter) -> Fact | None:
    earlier = [quarter for quarter in gone_out if quarter < str(which)]
    return gone_out[max(earlier)] if earlier else None


def _saved_state(gone_out: Fact) -> Any:
    assert isinstance(gone_out.body, Published)
    return json.loads(gone_out.body.told)


def known_cases(summaries: Iterable[CaseSummary], records: Mapping[str, CaseloadAttributes]) -> KnownCases:
    """Everybody who was read, with what the caseload needs beside her `Life`."""
    return {summary.id: (summary, records[summary.id]) for summary in summaries}
