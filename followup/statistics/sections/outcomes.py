"""How follow-up ended: in the quarter, and since the start by kind, by main cause and by the year of return."""

from collections import Counter
from collections.abc import Iterable

from followup.case.vocabulary import Cause, Result
from followup.messages import say
from followup.statistics.disclosure.release_ledger import Counted, Moved
from followup.statistics.report_model import Column, Figures, Row, Section
from followup.statistics.sections.frame import Frame

PEOPLE = (Column("people", say("people")),)


def section(frame: Frame, moved: Moved) -> Section:
    """Outcomes of the quarter and since the start."""
    return Section(
        id="outcomes",
        title=say("Outcomes"),
        about=say(
            "An outcome is how follow-up ended. Success, failure and neither stand for what is listed under them; the "
            "main cause is the first that was named."
        ),
        tables=(_of_quarter(moved), _kinds(frame), _causes(frame), _cohorts(frame)),
    )


def _of_quarter(moved: Moved) -> Figures:
    return Figures(
        id="quarter",
        title=say("Outcomes counted in the quarter"),
        columns=PEOPLE,
        rows=tuple(Row(result.value, result.label.capitalize(), (moved.left.get(result, 0),)) for result in Result),
        total=Row("all", say("All outcomes"), (sum(moved.left.values()),)),
    )


def _kinds(frame: Frame) -> Figures:
    """Since the start by how it ended; of those whose kind would point at somebody only the result is told."""
    rows: list[Row] = []
    for result in Result:
        mine = [one for one in frame.roll.endings if one.result is result]
        told = Counter(one.how for one in mine if "kind" in one.told)
        rows += (Row(how.value, _of(result, how.label), (n,)) for how, n in told.most_common())
        rows += _rest(f"{result.value}_untold", _of(result, say("not told apart")), len(mine) - told.total())
    return Figures(
        id="kinds",
        title=say("Outcomes since the start"),
        columns=PEOPLE,
        rows=tuple(rows),
        total=Row("all", say("All outcomes"), (len(frame.roll.endings),)) if rows else None,
        note="" if rows else say("Nobody's follow-up has ended, or too few people's."),
    )


def _of(result: Result, what: str) -> str:
    return say("{result}: {what}", result=result.label.capitalize(), what=what)


def _rest(name: str, label: str, people: int) -> list[Row]:
    return [Row(name, label, (people,), other=True)] if people else []


def _causes(frame: Frame) -> Figures:
    failures = [one for one in frame.roll.endings if one.result is Result.FAILURE]
    told = Counter(one.cause for one in failures if "cause" in one.told)
    rest = len(failures) - told.total()
    named = _named(frame, failures)
    columns = (Column("people", say("main cause")), *([Column("named", say("named at all"))] if frame.internal else []))
    causes = {cause for cause in (*told, *named) if cause} if frame.internal else {cause for cause in told if cause}
    rows = [
        Row(cause.value, cause.label.capitalize(), (told[cause], *([named[cause]] if frame.internal else [])))
        for cause in sorted(causes, key=lambda cause: (-told[cause], cause))
    ]
    rows += [
        Row(one.id, one.label, (*one.cells, *([None] if frame.internal else [])), other=True)
        for one in _rest("untold", say("Causes not told apart"), rest + told[None])
    ]
    return Figures(
        id="causes",
        title=say("Why follow-up failed, since the start"),
        columns=columns,
        rows=tuple(rows),
        total=Row("all", say("All failures"), (len(failures), *([None] if frame.internal else []))) if rows else None,
        note="" if rows else say("No failure, or too few."),
    )


def _named(frame: Frame, failures: Iterable[Counted]) -> Counter[Cause]:
    """In how many of the failures each cause was named, first or not."""
    known = {life.id: life for life in frame.lives}
    every: Counter[Cause] = Counter()
    for one in failures:
        overs = known[one.person].overs if one.person in known else ()
        every.update(next((set(over.causes) for over in overs if over.on == one.on), ()))
    return every


def _cohorts(frame: Frame) -> Figures:
    roll = frame.roll
    home = Counter(year for person, year in roll.returned.items() if person in roll.cohorts)
    told = [one for one in roll.endings if "cohort" in one.told]
    untold = [one for one in roll.endings if "cohort" not in one.told]
    open_ = {one.result for one in untold}
    rows = [
        Row(str(year), str(year), _told(_cohort(home[year], (one for one in told if one.cohort == year)), open_))
        for year in sorted(home)
    ]
    rest = len(roll.returned) - home.total()
    if rest or untold:
        rows.append(Row("untold", say("Years not told apart"), _cohort(rest, untold), other=True))
    return Figures(
        id="cohorts",
        title=say("By year of return"),
        columns=(
            Column("returned", say("came home")),
            *(Column(result.value, result.label) for result in Result),
        ),
        rows=tuple(rows),
        total=Row("all", say("Everybody"), _cohort(len(roll.returned), roll.endings)) if rows else None,
        note=_note(rows, open_),
    )


def _note(rows: list[Row], open_: set[Result]) -> str:
    if not rows:
        return say("Nobody has come home, or too few people.")
    return say("What cannot be told of a year yet stands in the last row.") if open_ else ""


def _told(cells: tuple[int, ...], open_: set[Result]) -> tuple[int | None, ...]:
    """The cells of a year; none told of a result is not the same as none, while there are endings not told apart."""
    home, *results = cells
    return (home, *(n or (None if result in open_ else 0) for n, result in zip(results, Result, strict=True)))


def _cohort(home: int, endings: Iterable[Counted]) -> tuple[int, ...]:
    """How many came home, and how many of them left in each way."""
    results = Counter(one.result for one in endings)
    return (home, *(results[result] for result in Result))
