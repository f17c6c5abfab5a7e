"""The caseload at the end of a quarter: who is followed, for the director and for planning."""

from dataclasses import replace
from datetime import date

from followup.case.case import Case
from followup.case.facts import Fact, Published
from followup.casebook import Casebook
from followup.office import replay_office
from followup.scheduler import policies
from followup.services import reports
from followup.services.guarded_names import labeller
from followup.services.reports import Progress, ReportSelection
from followup.statistics import caseload_report
from followup.statistics.caseload_report import (
    CaseloadAttributes,
    KnownCases,
    ReleasedTables,
    caseload_attributes,
    release_tables,
)
from followup.statistics.disclosure.release_ledger import ReleaseLedger
from followup.statistics.disclosure.release_state import advance_release_state
from followup.statistics.quarters import Quarter
from followup.statistics.report_model import CASELOAD_REPORT, Report, ReportSection
from followup.statistics.sections import caseload as movement
from followup.statistics.sections import trend
from followup.statistics.sections.frame import Frame
from followup.store import OFFICE


def caseload_at_quarter_end(book: Casebook, wanted: ReportSelection, progress: Progress | None = None) -> Report:
    """Who is followed at the end of a quarter. Where its report was published, it is those who are counted there.

    Refused for a quarter or a day that lies ahead, a day before the quarter, and where nobody had come home by then.
    """
    quarter, _ = reports.resolve_period(book, wanted)
    gone_out = reports.published_reports(book, wanted.known_at)
    if not wanted.internal:
        if known := gone_out.get(str(quarter)):
            return _as_published(book, known, reports.published_report(known, wanted.as_of), quarter, progress)
        wanted = reports.known_at_publication(wanted, quarter, gone_out)
    return _build(book, wanted, gone_out, progress)


def _as_published(book: Casebook, known: Fact, report: Report, quarter: Quarter, progress: Progress | None) -> Report:
    """The caseload of a report that went out: the same people, as they were known then."""
    assert isinstance(known.body, Published)
    as_of = known.body.as_of
    everybody = _read_cases(book, ReportSelection(quarter, as_of, known.at), min(quarter.last, as_of), progress)
    roll, told = reports.left_off(known)
    frame = _frame(quarter, as_of, everybody, roll)
    return _assemble(report, frame, everybody, told, (report.section("caseload"), report.section("trend")))


def _build(book: Casebook, wanted: ReportSelection, gone_out: dict[str, Fact], progress: Progress | None) -> Report:
    """The caseload as it stands now."""
    quarter, as_of = reports.resolve_period(book, wanted)
    cutoff = quarter.cutoff(as_of)
    everybody = _read_cases(book, wanted, min(quarter.last, as_of), progress)
    summaries = [summary for summary, _ in everybody.values()]
    reports.check_somebody_returned(summaries, as_of)
    before = None if wanted.internal else reports.published_before(gone_out, quarter)
    link = advance_release_state(summaries, quarter, cutoff, before, internal=wanted.internal)
    roll, told = (ReleaseLedger(least=1), {}) if wanted.internal else reports.released_before(gone_out, quarter)
    groups = release_tables(everybody, roll, quarter, cutoff, told, internal=wanted.internal)
    frame = _frame(quarter, as_of, everybody, link.roll, internal=wanted.internal)
    report = Report(
        quarter=str(quarter),
        days=(quarter.start.isoformat(), quarter.last.isoformat()),
        as_of=as_of.isoformat(),
        known_at=wanted.known_at.isoformat() if wanted.known_at else "",
        heads=(),
        sections=(),
        definitions=(),
        open=tuple(reports.incomplete_reasons(book, quarter, as_of, None, untaught=False)),
        internal=wanted.internal,
    )
    return _assemble(
        report, frame, everybody, groups, (movement.section(frame, link.moved), trend.section(link.trend_points))
    )


def _read_cases(book: Casebook, wanted: ReportSelection, last: date, progress: Progress | None) -> KnownCases:
    """Everybody known by then. For staff a case is looked at again as it was on the last day: where she lived then."""
    quarter, as_of = reports.resolve_period(book, wanted)
    office = replay_office(book.store.facts(OFFICE), as_of, wanted.known_at)
    titles = {name: policy.title for name, policy in policies(office).items()}
    named = labeller(book)
    records: dict[str, CaseloadAttributes] = {}

    def note(case: Case) -> None:
        then = book.case(case.id, last, wanted.known_at) if wanted.internal and last < case.as_of else case
        records[case.id] = caseload_attributes(then if then.is_open else case, last, named, titles)

    summaries = reports.read_case_summaries(book, quarter, as_of, wanted.known_at, progress, note)
    return reports.known_cases(summaries, records)


def _frame(
    quarter: Quarter, as_of: date, everybody: KnownCases, roll: ReleaseLedger, *, internal: bool = False
) -> Frame:
    summaries = [summary for summary, _ in everybody.values()]
    return Frame(quarter, quarter.cutoff(as_of), summaries, roll, internal)


def _assemble(
    report: Report,
    frame: Frame,
    everybody: KnownCases,
    told: ReleasedTables,
    beside_it: tuple[ReportSection, ReportSection],
) -> Report:
    sections = caseload_report.sections(frame, everybody, told, *beside_it)
    return replace(
        report,
        heads=caseload_report.headlines(sections[0], sections[1]),
        sections=sections,
        definitions=caseload_report.definitions(),
        kind=CASELOAD_REPORT,
    )
