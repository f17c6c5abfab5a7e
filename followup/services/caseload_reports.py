"""The caseload at the end of a quarter: who is followed, for the director and for planning."""

from followup.case.case import Case
from followup.casebook import Casebook
from followup.errors import FollowupError
from followup.office import replay_office
from followup.scheduler import policy_titles
from followup.services import publications, reports
from followup.services.reports import Progress, ReportSelection
from followup.statistics import report as statistics
from followup.statistics.report import (
    CaseloadAttributes,
    CaseSummary,
    KnownCases,
    Report,
    ReportRequest,
    caseload_attributes,
)
from followup.store import OFFICE


def caseload_at_quarter_end(book: Casebook, wanted: ReportSelection, progress: Progress | None = None) -> Report:
    """Who is followed at the end of a quarter. Where its report was published, it is those who are counted there.

    Refused for a quarter or a day that lies ahead, a day before the quarter, and where nobody had come home by then.
    """
    request, gone_out = reports.report_request(book, wanted)
    if gone_out:
        request = publications.as_published(request, gone_out)
    known = _known_cases(book, request, progress)
    reports.check_somebody_returned((summary for summary, _ in known.values()), request.as_of)
    return statistics.build_caseload_report(known, reports.complete_request(book, request))


def _known_cases(book: Casebook, request: ReportRequest, progress: Progress | None) -> KnownCases:
    """Everybody known by then; a case that cannot be read as it was on the last day is among the book's problems."""
    office = replay_office(book.store.facts(OFFICE), request.as_of, request.known_at)
    titles = policy_titles(office)
    known: dict[str, tuple[CaseSummary, CaseloadAttributes]] = {}
    for case, summary in reports.read_cases(book, request, progress):
        try:
            then = _on_last_day(book, case, request)
        except FollowupError as problem:
            book.problems[case.id] = problem
            continue
        if summary:
            known[case.return_id] = summary, caseload_attributes(then, request.last_day, titles)
    return known


def _on_last_day(book: Casebook, case: Case, request: ReportRequest) -> Case:
    """For staff the case as it was on the last day, if it was open by then: where she lived then."""
    if not request.internal or request.last_day >= case.as_of:
        return case
    then = book.case(case.id, request.last_day, request.known_at)
    return next((stay for stay in then.stays if stay.stay == case.stay and stay.is_open), case)
