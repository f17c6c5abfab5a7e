"""The caseload at the end of a quarter: who is followed, for the director and for planning."""

from followup.casebook import Casebook
from followup.progress import Progress
from followup.services import publications, reports
from followup.services.reports import ReportSelection
from followup.statistics import report as statistics
from followup.statistics.report import Report
from followup.values import replace


def caseload_at_quarter_end(book: Casebook, wanted: ReportSelection, progress: Progress | None = None) -> Report:
    """Who is followed at the end of a quarter. Where its report was published, it is as it was then.

    Refused for a quarter or a day that lies ahead, a day before the quarter, for another day than the quarter's own
    except to staff, and where nobody had come home by then.
    """
    request, gone_out = reports.report_request(book, wanted)
    if gone_out:
        if kept := publications.published_caseload(book, gone_out):
            return kept
        request = publications.as_published(request, gone_out)
    published = publications.published_on(gone_out) if gone_out else ""
    known = reports.known_cases(book, request, progress)
    reports.check_somebody_returned((summary for summary, _ in known.values()), request)
    made = statistics.build_caseload_report(known, reports.complete_request(book, request))
    return replace(made, published=published)
