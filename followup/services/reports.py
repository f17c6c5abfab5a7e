"""The quarter's report, and the caseload at its end: made from every case, kept as it went out once published."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from followup.case.access_words import Access
from followup.case.facts import Fact, Published
from followup.case.known_words import listed
from followup.case.outcome_words import OutcomeClass
from followup.casebook import Casebook
from followup.errors import FollowupError, Refused
from followup.messages import say
from followup.monitoring.lessons import Lesson, lessons_of, unlearned
from followup.progress import Progress
from followup.schedule.standing import DONE_WHEN_DUE
from followup.scheduler import policy_titles
from followup.services import publications
from followup.services.access_log import note_access
from followup.services.case_cards import CardReader
from followup.services.guarded_names import labeller
from followup.statistics import report as statistics
from followup.statistics.report import (
    CaseCard,
    CaseloadAttributes,
    CaseSummary,
    EvidenceTellings,
    KnownCases,
    Learner,
    Quarter,
    Report,
    ReportRequest,
    caseload_attributes,
)
from followup.store import LESSONS, PUBLISHED
from followup.values import Value, replace

_MAX_CODES_SHOWN = 6


class ReportSelection(Value):
    """Which report: of a quarter (the last complete one), as of a day, as it was known at an instant, for whom."""

    quarter: Quarter | None = None
    as_of: date | None = None
    known_at: datetime | None = None
    internal: bool = False


def quarter_report(book: Casebook, wanted: ReportSelection, progress: Progress | None = None) -> Report:
    """The report of a quarter. One that was published is given as it went out, except to staff, and no case is read.

    Refused for a quarter or a day that lies ahead, a day before the quarter, for another day than the quarter's own
    except to staff, and where nobody had come home by then.
    """
    request, gone_out = report_request(book, wanted)
    if gone_out:
        return publications.published_report(book, gone_out, wanted.as_of)
    reader = _reader_of(book, request)
    lessons, read = _lessons_to_show(book, request), _read_quarter(reader, request, progress)
    return _beside_publication(book, statistics.quarter_report(read.summaries, lessons, read.request), wanted)


def results_and_evidence(
    book: Casebook,
    wanted: ReportSelection,
    requested: tuple[ReportRequest, Fact | None],
    progress: Progress | None = None,
) -> tuple[Report, EvidenceTellings]:
    """The results in a quarter's report, and the evidence that goes out beside it, from the same reading.

    What was asked for is as `report_request` made it out; a report that was published is given whole.
    """
    request, gone_out = requested
    if gone_out:
        return publications.published_report(book, gone_out, wanted.as_of), publications.published_evidence(gone_out)
    lessons, reader = _lessons_known(book, request), _reader_of(book, request)
    read = _read_quarter(reader, request, progress, learn=True)
    report, told = statistics.results_and_evidence(
        read.summaries, lessons, read.request, read.learners, publications.compared()
    )
    return _beside_publication(book, report, wanted), told


def _beside_publication(book: Casebook, report: Report, wanted: ReportSelection) -> Report:
    """What staff see, with the day on which the report of its quarter went out, if it did."""
    gone_out = publications.published_reports(book, wanted.known_at).get(report.quarter) if wanted.internal else None
    return replace(report, published=publications.published_on(gone_out)) if gone_out else report


def caseload_at_quarter_end(book: Casebook, wanted: ReportSelection, progress: Progress | None = None) -> Report:
    """Who is followed at the end of a quarter, as it was when its report was published; Refused as `quarter_report`."""
    request, gone_out = report_request(book, wanted)
    if gone_out:
        if kept := publications.published_caseload(book, gone_out):
            return kept
        request = publications.as_published(request, gone_out)
    published = publications.published_on(gone_out) if gone_out else ""
    reader = _reader_of(book, request)
    attributes = _attributes_reader(reader, request)
    known = {
        card.id: (summary, her)
        for card, summary in reader.summaries(request.quarter, progress)
        if summary and (her := attributes(card))
    }
    check_somebody_returned((summary for summary, _ in known.values()), request)
    made = statistics.build_caseload_report(known, complete_request(book, request))
    return replace(made, published=published)


class ReportToPublish(Value):
    """A report as it goes out, and what is kept of it."""

    report: Report
    kept: Published


def publish(
    book: Casebook, wanted: ReportSelection, progress: Progress | None = None, *, ready: ReportToPublish | None = None
) -> ReportToPublish:
    """Write down that the report of a quarter goes out as it stands now: later ones are safe beside it.

    Refused as in `report_to_publish`. Who has made it already gives it as ``ready``, and lets nobody write since.
    """
    with book.store.exclusive():
        ready = ready or report_to_publish(book, wanted, progress)
        note_access(book, Access.PUBLICATION, f"report quarter {ready.kept.quarter}")
        book.write(PUBLISHED, ready.kept)
    return ready


def report_to_publish(book: Casebook, wanted: ReportSelection, progress: Progress | None = None) -> ReportToPublish:
    """The report of a quarter as it would go out now.

    Refused for one that went out already, or is older than the last that did, for a quarter that is not complete, and
    for the report that staff see.
    """
    if wanted.internal:
        raise Refused(say("The internal report is for staff."), say("Publish the other one: leave --internal out."))
    request = _resolved(book, wanted)
    gone_out = publications.published_reports(book)
    if gone_out and max(gone_out) >= str(request.quarter):
        raise Refused(
            say("The report of {quarter} was published already.", quarter=max(gone_out)),
            say("What was written down since is counted in the next quarter's."),
        )
    request = _after(request, gone_out)
    reader = _reader_of(book, request)
    lessons, read = _lessons_to_show(book, request), _read_quarter(reader, request, progress, learn=True, keep=True)
    if gaps := tuple(incomplete_reasons(book, request, read.untaught, named=True)):
        raise Refused(say("{quarter} is not complete.", quarter=request.quarter), " ".join(gaps))
    made = statistics.publication(
        read.summaries, lessons, read.request, read.learners, publications.compared(), read.known
    )
    kept = publications.fact_of(made, request.quarter, request.as_of, book.today)
    return ReportToPublish(replace(made.report, published=book.today.isoformat()), kept)


class _QuarterReading(NamedTuple):
    """What was read for a report that is asked for; of ``untaught`` codes, who failed, nothing was learned yet."""

    request: ReportRequest
    summaries: Sequence[CaseSummary]
    learners: Sequence[Learner]
    known: KnownCases
    untaught: Sequence[str]


def _reader_of(book: Casebook, request: ReportRequest) -> CardReader:
    """Asked for before anything that reads cases: cards are made along, where they are not kept."""
    return CardReader(book, request.as_of, request.known_at)


def _read_quarter(
    reader: CardReader, request: ReportRequest, progress: Progress | None, *, learn: bool = False, keep: bool = False
) -> _QuarterReading:
    """Everybody for the report of a quarter; to ``learn``, for the evidence beside it too.

    To ``keep`` it takes the caseload too, and another reading of each case as it was on the quarter's last day.
    """
    attributes = _attributes_reader(reader, request) if keep else None
    learners: list[Learner] = []
    summaries: list[CaseSummary] = []
    known: dict[str, tuple[CaseSummary, CaseloadAttributes]] = {}
    for card, summary in reader.summaries(request.quarter, progress):
        if learn and card.stay == 1 and (learner := publications.learner_of(card, request.as_of, reader.words)):
            learners.append(learner)
        if summary:
            summaries.append(summary)
        if summary and attributes and (her := attributes(card)):
            known[card.id] = summary, her
    untaught = _untaught(reader.book, request, summaries)
    return _QuarterReading(complete_request(reader.book, request, untaught), summaries, learners, known, untaught)


def _attributes_reader(reader: CardReader, request: ReportRequest) -> Callable[[CaseCard], CaseloadAttributes | None]:
    """What the caseload needs of a stay; None, and a problem of the book, where it cannot be read as of that day."""
    titles = policy_titles(reader.office)

    def attributes(card: CaseCard) -> CaseloadAttributes | None:
        try:
            then = reader.card_on(card, request.last_day)
        except FollowupError as problem:
            reader.book.problems[card.case_id] = problem
            return None
        return caseload_attributes(then, request.last_day, titles, reader.words)

    return attributes


def how_to_publish(book: Casebook, which: Quarter) -> str:
    """What can be done so that a quarter which was not published goes out; the command only where it can work."""
    gone_out = publications.published_reports(book)
    last = max(gone_out, default="")
    ready = default_report_day(which)
    if str(which) in gone_out:
        return say("{quarter} was published since: to print what went out, leave --known-at out.", quarter=which)
    if last > str(which):
        return say("{quarter} was published: an earlier quarter stays in the office.", quarter=last)
    if book.today < ready:
        return say("What goes out can be published from {day} on, and printed then.", day=ready)
    if book.problems:
        return say("There are cases that cannot be read: nothing is published until then. Run: followup check")
    return say("To print what goes out, publish it first: followup report quarter {quarter} --publish", quarter=which)


# --- which report -------------------------------------------------------------------------------------------------


def checked_report_day(day: date, today: date) -> date:
    """The day itself; Refused if it lies in the future, since nothing can be told of it yet."""
    if day > today:
        raise Refused(say("That day is in the future."), say("Choose today or an earlier day."))
    return day


def default_report_day(which: Quarter) -> date:
    """The day by which every visit due in a quarter can be judged: what a report of it is as of."""
    return which.last + DONE_WHEN_DUE


def report_request(book: Casebook, wanted: ReportSelection) -> tuple[ReportRequest, Fact | None]:
    """What is wanted, made out, and the publication that answers it, if it went out and is not for staff."""
    request = _resolved(book, wanted)
    if wanted.internal:
        return request, None
    gone_out = publications.published_reports(book, wanted.known_at)
    return _after(request, gone_out), gone_out.get(str(request.quarter))


def _after(request: ReportRequest, gone_out: Mapping[str, Fact]) -> ReportRequest:
    """The request as it stands after the reports that went out."""
    days = {quarter: date.fromisoformat(publications.published_on(fact)) for quarter, fact in gone_out.items()}
    return replace(request, before=publications.last_before(gone_out, request.quarter), went_out=days)


def _resolved(book: Casebook, wanted: ReportSelection) -> ReportRequest:
    """The quarter and the day meant; Refused where they lie ahead or apart."""
    day = checked_report_day(wanted.as_of, book.today) if wanted.as_of else None
    which = wanted.quarter or (Quarter.of(day) if day else Quarter.of(book.today).before)
    if which.start > book.today:
        raise Refused(
            say("That quarter has not begun."),
            say("The last complete one is {quarter}.", quarter=Quarter.of(book.today).before),
        )
    if day and day < which.start:
        raise Refused(say("On that day the quarter had not begun."), say("Choose a later day, or an earlier quarter."))
    as_of = min(book.today, default_report_day(which))
    if day and day != as_of and not wanted.internal:
        raise Refused(
            say(
                "The report of {quarter} that leaves the office is as of {day}, the quarter's own day.",
                quarter=which,
                day=as_of,
            ),
            say("Leave --as-of out; staff see other days with --internal."),
        )
    return ReportRequest(which, day or as_of, wanted.known_at, labeller(book), wanted.internal)


# --- making it ----------------------------------------------------------------------------------------------------


def complete_request(book: Casebook, request: ReportRequest, untaught: Sequence[str] = ()) -> ReportRequest:
    """The request with what reading the cases has shown: how many cannot be read, and what is still open."""
    reasons = incomplete_reasons(book, request, untaught, named=request.internal)
    return replace(request, unread=len(book.problems), open=tuple(reasons))


def check_somebody_returned(summaries: Iterable[CaseSummary], request: ReportRequest) -> None:
    """Refused where nobody had come home by a day, or nothing was written down by then of anybody who had."""
    if any(summary.returned <= request.as_of for summary in summaries):
        return
    if request.known_at:
        raise Refused(
            say("Nothing was written down by that day of anybody who had come home: there is nothing to report."),
            say("Choose a later day for --known-at, or leave it out."),
        )
    raise Refused(
        say("Nobody had come home by that day: there is nothing to report."),
        say("Choose a later quarter, or write graduates down with: followup graduate add"),
    )


def _lessons_to_show(book: Casebook, request: ReportRequest) -> list[Lesson]:
    """The lessons in words that may be shown. First of all: who is known by name takes room that cases need later."""
    learned = _lessons_known(book, request)
    return [replace(one, said=replace(one.said, change=request.named(one.said.change))) for one in learned]


def _lessons_known(book: Casebook, request: ReportRequest) -> Sequence[Lesson]:
    return lessons_of(book.store.facts(LESSONS), request.as_of, request.known_at)


def _untaught(book: Casebook, request: ReportRequest, summaries: Sequence[CaseSummary]) -> list[str]:
    """The codes of those who failed and taught nothing yet, each once; Refused if nobody is home.

    They are those of the quarter and, since a report was published first, of every quarter before it: a failure that
    is written down late is learned from no less.
    """
    check_somebody_returned(summaries, request)
    first = min((*publications.published_reports(book, request.known_at), str(request.quarter)))
    failed = _failed_within(summaries, Quarter.parse(first), request.quarter)
    learned = lessons_of(book.store.facts(LESSONS), date.max, request.known_at)
    untaught = unlearned([summary.person for summary in failed], learned)
    return list(dict.fromkeys(summary.code for summary in failed if summary.person in untaught))


def _failed_within(summaries: Iterable[CaseSummary], first: Quarter, last: Quarter) -> list[CaseSummary]:
    """Those whose follow-up failed in one of these quarters."""
    return [
        summary
        for summary in summaries
        if any(
            first.start <= over.on <= last.last and over.result is OutcomeClass.FAILURE and over.back is None
            for over in summary.episode_ends
        )
    ]


def incomplete_reasons(
    book: Casebook, request: ReportRequest, untaught: Sequence[str] = (), *, named: bool = False
) -> Iterable[str]:
    """Why a quarter is not complete, a sentence each; the ``untaught`` only where they may be ``named``.

    Elsewhere not even that there are any: it would say how the follow-up ended of whoever left in the quarter.
    """
    ready = default_report_day(request.quarter)
    if request.as_of < request.quarter.end:
        yield say("The quarter is not over.")
    elif request.as_of < ready:
        yield say("Visits due in its last days can be judged from {day} on.", day=ready)
    if book.problems:
        yield say("There are cases that cannot be read. Run: followup check")
    if untaught and named:
        codes = listed(untaught, _MAX_CODES_SHOWN)
        yield say("No lesson was drawn from {codes}. Draw one with: followup lesson propose CODE", codes=codes)
