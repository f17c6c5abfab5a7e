"""How follow-up ended: in the quarter, and since the start by kind, by main cause and by the year of return."""

from collections import Counter
from collections.abc import Iterable

from followup.case.vocabulary import FailureCause, OutcomeClass
from followup.messages import say
from followup.statistics.disclosure.release_ledger import CaseloadMovement, CountedEnding
from followup.statistics.report_model import ReportColumn, ReportRow, ReportSection, ReportTable
from followup.statistics.sections.frame import Frame

PEOPLE_COLUMNS = (ReportColumn("people", say("people")),)


def section(frame: Frame, moved: CaseloadMovement) -> ReportSection:
    """Outcomes of the quarter and since the start."""
    return ReportSection(
        id="outcomes",
        title=say("Outcomes"),
        about=say(
            "An outcome is how follow-up ended. Success, failure and neither stand for what is listed under them; the "
            "main cause is the first that was named."
        ),
        tables=(_of_quarter(moved), _kinds(frame), _causes(frame), _cohorts(frame)),
    )


def _of_quarter(moved: CaseloadMovement) -> ReportTable:
    return ReportTable(
        id="quarter",
        title=say("Outcomes counted in the quarter"),
        columns=PEOPLE_COLUMNS,
        rows=tuple(
            ReportRow(result.value, result.label.capitalize(), (moved.left.get(result, 0),)) for result in OutcomeClass
        ),
        total=ReportRow("all", say("All outcomes"), (sum(moved.left.values()),)),
    )


def _kinds(frame: Frame) -> ReportTable:
    """Since the start by how it ended; of those whose kind would point at somebody only the result is told."""
    rows: list[ReportRow] = []
    for result in OutcomeClass:
        mine = [one for one in frame.roll.endings if one.result is result]
        told = Counter(one.how for one in mine if "kind" in one.told)
        rows += (ReportRow(how.value, _result_label(result, how.label), (n,)) for how, n in told.most_common())
        rows += _undistinguished_row(
            f"{result.value}_untold", _result_label(result, say("not told apart")), len(mine) - told.total()
        )
    return ReportTable(
        id="kinds",
        title=say("Outcomes since the start"),
        columns=PEOPLE_COLUMNS,
        rows=tuple(rows),
        total=ReportRow("all", say("All outcomes"), (len(frame.roll.endings),)) if rows else None,
        note="" if rows else say("Nobody's follow-up has ended, or too few people's."),
    )


def _result_label(result: OutcomeClass, what: str) -> str:
    return say("{result}: {what}", result=result.label.capitalize(), what=what)


def _undistinguished_row(name: str, label: str, people: int) -> list[ReportRow]:
    return [ReportRow(name, label, (people,), other=True)] if people else []


def _causes(frame: Frame) -> ReportTable:
    failures = [one for one in frame.roll.endings if one.result is OutcomeClass.FAILURE]
    told = Counter(one.cause for one in failures if "cause" in one.told)
    rest = len(failures) - told.total()
    named = _causes_named(frame, failures)
    columns = (
        ReportColumn("people", say("main cause")),
        *([ReportColumn("named", say("named at all"))] if frame.internal else []),
    )
    causes = {cause for cause in (*told, *named) if cause} if frame.internal else {cause for cause in told if cause}
    rows = [
        ReportRow(cause.value, cause.label.capitalize(), (told[cause], *([named[cause]] if frame.internal else [])))
        for cause in sorted(causes, key=lambda cause: (-told[cause], cause))
    ]
    rows += [
        ReportRow(one.id, one.label, (*one.cells, *([None] if frame.internal else [])), other=True)
        for one in _undistinguished_row("untold", say("Causes not told apart"), rest + told[None])
    ]
    return ReportTable(
        id="causes",
        title=say("Why follow-up failed, since the start"),
        columns=columns,
        rows=tuple(rows),
        total=ReportRow("all", say("All failures"), (len(failures), *([None] if frame.internal else [])))
        if rows
        else None,
        note="" if rows else say("No failure, or too few."),
    )


def _causes_named(frame: Frame, failures: Iterable[CountedEnding]) -> Counter[FailureCause]:
    """In how many of the failures each cause was named, first or not."""
    known = {summary.id: summary for summary in frame.summaries}
    every: Counter[FailureCause] = Counter()
    for one in failures:
        episode_ends = known[one.person].episode_ends if one.person in known else ()
        every.update(next((set(over.causes) for over in episode_ends if over.on == one.on), ()))
    return every


def _cohorts(frame: Frame) -> ReportTable:
    roll = frame.roll
    home = Counter(year for person, year in roll.returned.items() if person in roll.cohorts)
    told = [one for one in roll.endings if "cohort" in one.told]
    untold = [one for one in roll.endings if "cohort" not in one.told]
    open_ = {one.result for one in untold}
    rows = [
        ReportRow(
            str(year),
            str(year),
            _released_cells(_cohort_counts(home[year], (one for one in told if one.cohort == year)), open_),
        )
        for year in sorted(home)
    ]
    rest = len(roll.returned) - home.total()
    if rest or untold:
        rows.append(ReportRow("untold", say("Years not told apart"), _cohort_counts(rest, untold), other=True))
    return ReportTable(
        id="cohorts",
        title=say("By year of return"),
        columns=(
            ReportColumn("returned", say("came home")),
            *(ReportColumn(result.value, result.label) for result in OutcomeClass),
        ),
        rows=tuple(rows),
        total=ReportRow("all", say("Everybody"), _cohort_counts(len(roll.returned), roll.endings)) if rows else None,
        note=_note(rows, open_),
    )


def _note(rows: list[ReportRow], open_: set[OutcomeClass]) -> str:
    if not rows:
        return say("Nobody has come home, or too few people.")
    return say("What cannot be told of a year yet stands in the last row.") if open_ else ""


def _released_cells(cells: tuple[int, ...], open_: set[OutcomeClass]) -> tuple[int | None, ...]:
    """The cells of a year; none told of a result is not the same as none, while there are endings not told apart."""
    home, *results = cells
    return (home, *(n or (None if result in open_ else 0) for n, result in zip(results, OutcomeClass, strict=True)))


def _cohort_counts(home: int, endings: Iterable[CountedEnding]) -> tuple[int, ...]:
    """How many came home, and how many of them left in each way."""
    results = Counter(one.result for one in endings)
    return (home, *(results[result] for result in OutcomeClass))
