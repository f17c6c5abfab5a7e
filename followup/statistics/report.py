"""The one way into the statistics: what may be asked of them, and the plain data in which they answer.

Whoever reads cases makes a card of each stay at home, of that a `CaseSummary`, for the caseload a `CaseloadAttributes`
and for the evidence a `Learner`, and hands them in with a `ReportRequest`. Services, the command line and the demo
import nothing else of this wing; a contract in ``pyproject.toml`` says so.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from followup.case import codec
from followup.monitoring.lessons import Lesson
from followup.statistics.case_card import CardEnd, CaseCard, case_cards, words_of_stay
from followup.statistics.case_summary import CaseSummary, summarize
from followup.statistics.caseload_report import (
    CaseloadAttributes,
    KnownCases,
    build_caseload_report,
    caseload_attributes,
)
from followup.statistics.episode_ends import day_of, ends_by, standing_end
from followup.statistics.evidence import (
    COHORT_MONTHS,
    MIN_FAILURES,
    MIN_GROUP_SIZE,
    CauseFrequency,
    ChangeDates,
    Cohort,
    Comparison,
    ComparisonConclusion,
    GroupComparison,
    Learner,
    TrainingEvidence,
    cause_frequencies,
    evidence_for,
    select_cohort,
)
from followup.statistics.figures_check import figures_check
from followup.statistics.flat_table import (
    INTERNAL,
    INTERNAL_HEADER,
    PUBLIC_HEADER,
    FlatCell,
    PersonQuarter,
    internal_row,
    person_quarter,
    public_rows,
)
from followup.statistics.proportions import Proportion, median
from followup.statistics.public_lessons import (
    PublicLesson,
    PublicRequest,
    PublicStep,
    public_lesson,
    public_requests,
)
from followup.statistics.quarter_report import build_quarter_report, build_results
from followup.statistics.quarters import Quarter
from followup.statistics.release import TableKind
from followup.statistics.released_evidence import (
    Causes,
    EvidenceTellings,
    ReleasedComparison,
    ResultsTold,
    release_evidence,
    silent_tellings,
)
from followup.statistics.report_model import (
    CASELOAD_REPORT,
    NOT_TOLD,
    SHARE_OF_ALL,
    CellValue,
    Estimate,
    Headline,
    Json,
    LastPublication,
    NotTold,
    Report,
    ReportRequest,
    ReportRow,
    ReportSection,
    ReportTable,
    range_ends,
    report_from_json,
    report_to_json,
)
from followup.statistics.sections.visits import other_districts_id, other_districts_label
from followup.statistics.tellings import RULE, Tellings
from followup.statistics.typed_words import TABLES_IN_OWN_WORDS, masked_anew
from followup.statistics.visits_of_quarter import TREND_QUARTERS, VisitOutcome


class Publication(NamedTuple):
    """A report, the evidence that goes out beside it, and what is kept of both, so that later ones go on from there."""

    report: Report
    evidence: EvidenceTellings
    kept: Json


def quarter_report(summaries: Sequence[CaseSummary], lessons: Sequence[Lesson], request: ReportRequest) -> Report:
    """The report of a quarter, a draft."""
    return build_quarter_report(summaries, lessons, request)[0]


def publication(
    summaries: Sequence[CaseSummary],
    lessons: Sequence[Lesson],
    request: ReportRequest,
    learners: Sequence[Learner] = (),
    causes: Causes | None = None,
    known: KnownCases | None = None,
) -> Publication:
    """The report of a quarter as it goes out, with the evidence: ``causes`` are those tied to each module of it.

    Of those ``known`` the caseload is kept as well, as it is told on the same day.
    """
    report, teller = build_quarter_report(summaries, lessons, request)
    evidence = _evidence(teller.tellings, lessons, request, learners, causes or {})
    kept = teller.kept(codec.to_json(evidence))
    if known is not None:
        kept[_CASELOAD] = report_to_json(build_caseload_report(known, request))
    return Publication(report, evidence, kept)


def results_and_evidence(
    summaries: Sequence[CaseSummary],
    lessons: Sequence[Lesson],
    request: ReportRequest,
    learners: Sequence[Learner],
    causes: Causes,
) -> tuple[Report, EvidenceTellings]:
    """As `publication`; but of the report only the results, and nothing that is kept."""
    report, teller = build_results(summaries, request)
    return report, _evidence(teller.tellings, lessons, request, learners, causes)


def _evidence(
    tellings: Tellings,
    lessons: Sequence[Lesson],
    request: ReportRequest,
    learners: Sequence[Learner],
    causes: Causes,
) -> EvidenceTellings:
    before = _evidence_before(request, learners, lessons, causes)
    results = ResultsTold(request.cutoff, tellings.results, tellings.curve[-1].marks if tellings.curve else ())
    return release_evidence(before, learners, lessons, causes, request.quarter, results)


_CASELOAD = "caseload"


def caseload_from_json(kept: Mapping[str, Json]) -> Report | None:
    """The caseload that a publication kept; None where it was kept under another rule, or not at all."""
    return report_from_json(kept[_CASELOAD]) if kept.get("rule") == RULE and _CASELOAD in kept else None


def _evidence_before(
    request: ReportRequest, learners: Sequence[Learner], lessons: Sequence[Lesson], causes: Causes
) -> EvidenceTellings:
    """What was told by the last publication; of one of the version before, as much as it can have told."""
    if request.before is None or not request.before.told.get("evidence"):
        return EvidenceTellings()
    if request.before.told.get("rule") != RULE:
        return silent_tellings(learners, lessons, causes, Quarter.parse(request.before.report.quarter))
    return evidence_from_json(request.before.told)


def evidence_from_json(kept: Mapping[str, Json]) -> EvidenceTellings:
    """The evidence that a publication kept; none of it where the version before kept it, under another rule."""
    if kept.get("rule") != RULE or not kept.get("evidence"):
        return EvidenceTellings()
    told: EvidenceTellings = codec.from_json(EvidenceTellings, kept["evidence"])
    return told
