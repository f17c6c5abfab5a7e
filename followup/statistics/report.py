"""The one way into the statistics: what may be asked of them, and the plain data in which they answer.

Whoever reads cases makes of each a `CaseSummary`, for the caseload a `CaseloadAttributes` and for the evidence a
`Learner`, and hands them in with a `ReportRequest`. Services, the command line and the demo import nothing else of this
wing; a contract in ``pyproject.toml`` says so.
"""

from collections.abc import Sequence
from typing import NamedTuple

from followup.monitoring.lessons import Lesson
from followup.statistics.case_summary import CaseSummary, VisitOutcome, summarize_case
from followup.statistics.caseload_report import (
    CaseloadAttributes,
    KnownCases,
    build_caseload_report,
    caseload_attributes,
)
from followup.statistics.disclosure.released_evidence import (
    Causes,
    EvidenceIncrement,
    EvidenceLedger,
    ReleasedComparison,
)
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
from followup.statistics.quarter_report import build_quarter_report
from followup.statistics.quarters import Quarter
from followup.statistics.release import MIN_NEW, MIN_PEOPLE, MIN_ROW, READER_KNOWS, TableKind
from followup.statistics.report_model import (
    CASELOAD_REPORT,
    NOT_TOLD,
    CellValue,
    Definition,
    Estimate,
    Headline,
    Json,
    LastPublication,
    NotTold,
    Report,
    ReportColumn,
    ReportRequest,
    ReportRow,
    ReportSection,
    ReportTable,
    report_from_json,
    report_to_json,
)
from followup.statistics.sections.visits import other_districts_label


class Publication(NamedTuple):
    """A report that goes out, and what is kept with it, so that later ones go on from there."""

    report: Report
    kept: Json


def quarter_report(summaries: Sequence[CaseSummary], lessons: Sequence[Lesson], request: ReportRequest) -> Report:
    """The report of a quarter, a draft."""
    return build_quarter_report(summaries, lessons, request)[0]


def publication(
    summaries: Sequence[CaseSummary], lessons: Sequence[Lesson], request: ReportRequest, evidence: Json
) -> Publication:
    """The report of a quarter as it goes out; ``evidence`` is what is kept of it."""
    report, teller = build_quarter_report(summaries, lessons, request)
    return Publication(report, teller.kept(evidence))
