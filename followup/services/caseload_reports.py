"""The caseload at the end of a quarter: who is followed, for the director and for planning."""

from dataclasses import replace
from datetime import date

from followup.case.case import Case
from followup.case.facts import Fact, Published
from followup.casebook import Casebook
from followup.office import replay_office
from followup.services import reports
from followup.services.guarded_names import labeller
from followup.services.reports import Progress, Wanted
from followup.services.schedules import policies
from followup.statistics import caseload_report
from followup.statistics.caseload_report import Beside, Known, Parted, beside, parted
from followup.statistics.disclosure.release_ledger import Roll
from followup.statistics.disclosure.release_state import chain
from followup.statistics.quarters import Quarter
from followup.statistics.report_model import CASELOAD, Report, Section
from followup.statistics.sections import caseload as movement
from followup.statistics.sections import trend
from followup.statistics.sections.frame import Frame
from followup.store import OFFICE


def caseload(book: Casebook, wanted: Wanted, progress: Progress | None = None) -> Report:
    """Who is followed at the end of a quarter. Where its report was published, it is those who are counted there.

    Refused for a quarter or a day that lies ahead, a day before the quarter, and where nobody had come home by then.
    """
    which, _ = reports.settled(book, wanted)
    gone_out = reports.published(book, wanted.known_at)
    if not wanted.internal:
        if known := gone_out.get(str(which)):
            return _as_published(book, known, reports.as_it_went_out(known, wanted.as_of), which, progress)
        wanted = reports.as_then_known(wanted, which, gone_out)
    return _made(book, wanted, gone_out, progress)


def _as_published(book: Casebook, known: Fact, report: Report, which: Quarter, progress: Progress | None) -> Report:
    """The caseload of a report that went out: the same people, as they were known then."""
    assert isinstance(known.body, Published)
    as_of = known.body.as_of
    everybody = _read(book, Wanted(which, as_of, known.at), min(which.last, as_of), progress)
    roll, told = reports.left_off(known)
    frame = _frame(which, as_of, everybody, roll)
    return _put_together(report, frame, everybody, told, (report.section("caseload"), report.section("trend")))


def _made(book: Casebook, wanted: Wanted, gone_out: dict[str, Fact], progress: Progress | None) -> Report:
    """The caseload as it stands now."""
    which, as_of = reports.settled(book, wanted)
    cut = which.cut(as_of)
    everybody = _read(book, wanted, min(which.last, as_of), progress)
    lives = [life for life, _ in everybody.values()]
    reports.somebody(lives, as_of)
    before = None if wanted.internal else reports.published_before(gone_out, which)
    link = chain(lives, which, cut, before, internal=wanted.internal)
    roll, told = (Roll(least=1), {}) if wanted.internal else reports.told_before(gone_out, which)
    groups = parted(everybody, roll, which, cut, told, internal=wanted.internal)
    frame = _frame(which, as_of, everybody, link.roll, internal=wanted.internal)
    report = Report(
        quarter=str(which),
        days=(which.start.isoformat(), which.last.isoformat()),
        as_of=as_of.isoformat(),
        known_at=wanted.known_at.isoformat() if wanted.known_at else "",
        heads=(),
        sections=(),
        definitions=(),
        open=tuple(reports.open_reasons(book, which, as_of, None, untaught=False)),
        internal=wanted.internal,
    )
    return _put_together(
        report, frame, everybody, groups, (movement.section(frame, link.moved), trend.section(link.pasts))
    )


def _read(book: Casebook, wanted: Wanted, last: date, progress: Progress | None) -> Known:
    """Everybody known by then. For staff a case is looked at again as it was on the last day: where she lived then."""
    which, as_of = reports.settled(book, wanted)
    office = replay_office(book.store.facts(OFFICE), as_of, wanted.known_at)
    titles = {name: policy.title for name, policy in policies(office).items()}
    named = labeller(book)
    records: dict[str, Beside] = {}

    def note(case: Case) -> None:
        then = book.case(case.id, last, wanted.known_at) if wanted.internal and last < case.as_of else case
        records[case.id] = beside(then if then.is_open else case, last, named, titles)

    lives = reports.read_lives(book, which, as_of, wanted.known_at, progress, note)
    return reports.known(lives, records)


def _frame(which: Quarter, as_of: date, everybody: Known, roll: Roll, *, internal: bool = False) -> Frame:
    lives = [life for life, _ in everybody.values()]
    return Frame(which, which.cut(as_of), lives, roll, internal)


def _put_together(
    report: Report, frame: Frame, everybody: Known, told: Parted, beside_it: tuple[Section, Section]
) -> Report:
    sections = caseload_report.sections(frame, everybody, told, *beside_it)
    return replace(
        report,
        heads=caseload_report.heads(sections[0], sections[1]),
        sections=sections,
        definitions=caseload_report.definitions(),
        kind=CASELOAD,
    )
