"""How follow-up ended: in the quarter, and since the start by kind, by main cause and by the year of return."""

from collections import Counter
from collections.abc import Iterable

from followup.case.vocabulary import FailureCause, OutcomeClass
from followup.messages import say
from followup.statistics.disclosure.release_ledger import CaseloadMovement, CountedEnding
from followup.statistics.report_model import ReportColumn, ReportRow, ReportSection, ReportTable
from followup.statistics.sections.frame import Frame, people, people_table


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
    rows = [ReportRow(one.value, one.label.capitalize(), people(moved.left.get(one, 0))) for one in OutcomeClass]
    title, all_of = say("Outcomes counted in the quarter"), say("All outcomes")
    return people_table("quarter", title, rows, sum(moved.left.values()), all_of=all_of)


def _kinds(frame: Frame) -> ReportTable:
    """Since the start by how it ended; of those whose kind would point at somebody only the result is told."""
    rows: list[ReportRow] = []
    for result in OutcomeClass:
        mine = [one for one in frame.roll.endings if one.result is result]
        told = Counter(one.how for one in mine if "kind" in one.told)
        rows += (ReportRow(how.value, _result_label(result, how.label), people(n)) for how, n in told.most_common())
        rows += _undistinguished_row(
            f"{result.value}_untold", _result_label(result, say("not told apart")), len(mine) - told.total()
        )
    return people_table(
        "kinds",
        say("Outcomes since the start"),
        rows,
        len(frame.roll.endings),
        note=say("Nobody's follow-up has ended, or too few people's."),
        all_of=say("All outcomes"),
    )


def _result_label(result: OutcomeClass, what: str) -> str:
    return say("{result}: {what}", result=result.label.capitalize(), what=what)


def _undistinguished_row(name: str, label: str, number: int) -> list[ReportRow]:
    return [ReportRow(name, label, people(number), merged=True)] if number else []


def _causes(frame: Frame) -> ReportTable:
    failures = [one for one in frame.roll.endings if one.result is OutcomeClass.FAILURE]
    told = Counter(one.cause for one in failures if "cause" in one.told)
    named = _causes_named(frame, failures)
    columns = (ReportColumn("people", say("main cause")), ReportColumn("named", say("named at all")))

    def row(name: str, label: str, main: int, named: int | None = None, *, merged: bool = False) -> ReportRow:
        cells = people(main) | ({"named": named} if frame.internal else {})
        return ReportRow(name, label, cells, merged=merged)

    causes = {cause for cause in (*told, *(named if frame.internal else ())) if cause}
    rows = [
        row(cause.value, cause.label.capitalize(), told[cause], named[cause])
        for cause in sorted(causes, key=lambda cause: (-told[cause], cause))
    ]
    if rest := len(failures) - sum(told[cause] for cause in causes):
        rows.append(row("untold", say("Causes not told apart"), rest, merged=True))
    return ReportTable(
        id="causes",
        title=say("Why follow-up failed, since the start"),
        columns=columns if frame.internal else columns[:1],
        rows=tuple(rows),
        total=row("all", say("All failures"), len(failures)) if rows else None,
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
        rows.append(ReportRow("untold", say("Years not told apart"), _cohort_counts(rest, untold), merged=True))
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


def _released_cells(counts: dict[str, int], open_: set[OutcomeClass]) -> dict[str, int | None]:
    """The cells of a year; none told of a result is not the same as none, while there are endings not told apart."""
    return counts | {result.value: counts[result.value] or None for result in open_}


def _cohort_counts(home: int, endings: Iterable[CountedEnding]) -> dict[str, int]:
    """How many came home, and how many of them left in each way."""
    results = Counter(one.result for one in endings)
    return {"returned": home, **{result.value: results[result] for result in OutcomeClass}}
