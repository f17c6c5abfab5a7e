"""How follow-up ended since the start: by result, by kind and by main cause; for staff of the quarter and by year."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from followup.case.outcome_words import FailureCause, OutcomeClass
from followup.case.vocabulary import Term
from followup.messages import say
from followup.statistics.episode_ends import EpisodeEnd
from followup.statistics.proportions import Proportion
from followup.statistics.release import RowGroup, TableKind
from followup.statistics.report_model import (
    NOT_TOLD,
    SHARE_OF_ALL,
    CellValue,
    Estimate,
    ReportColumn,
    ReportRow,
    ReportSection,
    ReportTable,
)
from followup.statistics.sections.frame import PEOPLE_COLUMNS, Frame, people, people_table, word_row
from followup.statistics.tellings import OTHERS, RESULTS, Teller, kinds_table_id, kinds_title

_NO_CAUSE, _FAILURE = "no_cause", OutcomeClass.FAILURE.value
ENDING_COLUMNS = (*PEOPLE_COLUMNS, ReportColumn(SHARE_OF_ALL, say("of all")))


def section(frame: Frame, teller: Teller) -> ReportSection:
    """Outcomes since the start, of those who agree to be counted, and who came home in which year, of everybody."""
    agreed = frame.counted
    return ReportSection(
        id="outcomes",
        title=say("Outcomes"),
        about=say(
            "An outcome is how follow-up ended; it counts from then on, also if she came back into follow-up. "
            "Success, failure and neither each mean what is listed under them; the main cause is the first that was "
            "named."
        )
        if frame.internal
        else say(
            "An outcome is how follow-up ended; it counts from then on, also if she came back. Results are first told "
            "of ten outcomes, and anew when there are five more, but never when nearly all of them failed. How and why "
            "is told, and told anew, when five more have ended so and the results are told anew; the main cause is the "
            "first that was named."
        ),
        tables=(
            _results(agreed, teller),
            *(_kinds(agreed, teller, result) for result in OutcomeClass),
            _causes(agreed, teller),
            _cohorts(frame),
            *((_of_quarter(agreed), _cohort_outcomes(agreed)) if frame.internal else ()),
        ),
    )


# --- by result, kind and cause --------------------------------------------------------------------------------------


def _results(frame: Frame, teller: Teller) -> ReportTable:
    found = Counter(over.result for _, over in frame.endings)
    figures = {result.value: found[result] for result in OutcomeClass}
    now = _with_cover(frame, figures)
    anew = teller.renews(RESULTS, now, (_FAILURE,), later=_later(frame))

    def table(figures: Mapping[str, CellValue]) -> ReportTable:
        rows = [_ending_row(one, figures[one.value], found.total()) for one in OutcomeClass]
        return _endings(RESULTS, say("Outcomes since the start"), rows, found.total())

    return teller.tell(table(figures), table(dict.fromkeys(figures, NOT_TOLD)), now, anew=anew)


def _later(frame: Frame) -> int:
    """How many ends are not the first of hers."""
    return sum(not her.is_first_end(over) for her, over in frame.endings)


def _with_cover(frame: Frame, figures: Mapping[str, int]) -> dict[str, int]:
    """The results as they are weighed: a later end of somebody hides nobody, and counts with those that harm."""
    later = Counter(over.result.value for her, over in frame.endings if not her.is_first_end(over))
    later.pop(_FAILURE, None)
    weighed = {name: number - later[name] for name, number in figures.items()}
    return {**weighed, _FAILURE: figures[_FAILURE] + later.total()}


def _kinds(frame: Frame, teller: Teller, result: OutcomeClass) -> ReportTable:
    """How those ended who ended with a result."""
    mine = [over for _, over in frame.endings if over.result is result]
    kinds = Counter(over.how for over in mine)
    name, title = kinds_table_id(result), kinds_title(result)
    now = {**{kind.value: number for kind, number in kinds.items()}, OTHERS: _cover(frame, result)}
    counted = [kind.value for kind in kinds]
    harmful = counted if result is OutcomeClass.FAILURE else ()
    anew = teller.renews(name, now, harmful, counted, later=_later(frame))
    rows = [_ending_row(kind, number, len(mine)) for kind, number in _most_common(kinds)]
    return teller.tell(_endings(name, title, rows, len(mine)), _endings(name, title, (), NOT_TOLD), now, anew=anew)


def _ending_row(word: Term, number: CellValue, everybody: int) -> ReportRow:
    """How many ended so, and what share of all they are."""
    return word_row(word, people(number) | {SHARE_OF_ALL: _share(number, everybody)})


def _share(number: CellValue, everybody: CellValue) -> CellValue:
    """A number as a share of everybody; not told where the number is not."""
    return Proportion(number, everybody) if isinstance(number, int) and isinstance(everybody, int) else number


def _whole(everybody: CellValue) -> CellValue:
    """The share that all of them are; nothing of nobody."""
    return Estimate(100) if isinstance(everybody, int) and everybody else everybody or None


def _cover(frame: Frame, result: OutcomeClass) -> int:
    """How many ended otherwise than with a result, each by her first end."""
    return sum(over.result is not result and her.is_first_end(over) for her, over in frame.endings)


def _most_common(counts: Counter[Any]) -> list[tuple[Any, int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def _endings(name: str, title: str, rows: Iterable[ReportRow], everybody: CellValue) -> ReportTable:
    return ReportTable(
        id=name,
        title=title,
        kind=TableKind.ENDINGS,
        columns=ENDING_COLUMNS,
        rows=tuple(rows),
        total=ReportRow("all", say("All"), people(everybody) | {SHARE_OF_ALL: _whole(everybody)}),
    )


def _causes(frame: Frame, teller: Teller) -> ReportTable:
    failures = [over for _, over in frame.endings if over.result is OutcomeClass.FAILURE]
    main = Counter(_main_cause(over) for over in failures)
    now = {**main, OTHERS: _cover(frame, OutcomeClass.FAILURE)}
    anew = teller.renews("causes", now, tuple(main), tuple(main), later=_later(frame))
    fresh = _causes_table(_cause_rows(main, failures), len(failures))
    return teller.tell(fresh, _causes_table((), NOT_TOLD), now, anew=anew)


def _main_cause(over: EpisodeEnd) -> str:
    return over.causes[0].value if over.causes else _NO_CAUSE


def _cause_rows(main: Counter[str], failures: Iterable[EpisodeEnd]) -> list[ReportRow]:
    """Each cause with how often it was the main one, and how often it was named at all."""
    named = Counter(cause.value for over in failures for cause in {*over.causes})
    causes = sorted({*main, *named} - {_NO_CAUSE}, key=lambda cause: (-main[cause], -named[cause], cause))
    rows = [word_row(FailureCause(cause), _cause_cells(main[cause], named[cause], main.total())) for cause in causes]
    if main[_NO_CAUSE]:
        rows.append(
            ReportRow(_NO_CAUSE, say("No cause written down"), _cause_cells(main[_NO_CAUSE], None, main.total()))
        )
    return rows


def _cause_cells(main: CellValue, named: CellValue, failures: CellValue) -> dict[str, CellValue]:
    return {"people": main, SHARE_OF_ALL: _share(main, failures), "named": named}


def _causes_table(rows: Iterable[ReportRow], failures: CellValue) -> ReportTable:
    return ReportTable(
        id="causes",
        title=say("Why follow-up failed, since the start"),
        kind=TableKind.ENDINGS,
        columns=(
            ReportColumn("people", say("main cause")),
            ENDING_COLUMNS[1],
            ReportColumn("named", say("named at all")),
        ),
        rows=tuple(rows),
        total=ReportRow(
            "all", say("All failures"), _cause_cells(failures, None, failures) | {SHARE_OF_ALL: _whole(failures)}
        ),
    )


# --- by year of return, and of the quarter ----------------------------------------------------------------------------


def _cohorts(frame: Frame) -> ReportTable:
    """Who came home in which year; years of fewer than five together with the next."""
    home: dict[int, list[str]] = defaultdict(list)
    for summary in frame.home:
        home[summary.returned.year].append(summary.person)
    groups = [RowGroup((str(year),), frozenset(home[year]), (len(home[year]),)) for year in sorted(home)]
    rows = [
        ReportRow(
            "-".join(dict.fromkeys((group.ids[0], group.ids[-1]))),
            _years(group),
            people(group.size),
            merged=group.merged,
        )
        for group in frame.rows(groups, ordered=True)
    ]
    title, note = say("Came home, by year"), say("Nobody has come home.")
    return people_table("cohorts", title, rows, len(frame.home), note=note, all_of=say("Everybody"))


def _years(group: RowGroup) -> str:
    return say("{first} to {last}", first=group.ids[0], last=group.ids[-1]) if group.merged else group.ids[0]


def _of_quarter(frame: Frame) -> ReportTable:
    found = Counter(over.result for her, over in frame.endings if frame.holds(max(over.on, her.returned)))
    rows = [word_row(one, people(found[one])) for one in OutcomeClass]
    return ReportTable(
        id="quarter",
        title=say("Outcomes of the quarter"),
        kind=TableKind.CROSSED,
        columns=PEOPLE_COLUMNS,
        rows=tuple(rows),
        total=ReportRow("all", say("All outcomes"), people(found.total())),
    )


def _cohort_outcomes(frame: Frame) -> ReportTable:
    """For staff: how the follow-up ended of those who came home in a year."""
    years = sorted({summary.returned.year for summary in frame.home})
    found = Counter((her.returned.year, over.result) for her, over in frame.endings)
    return ReportTable(
        id="cohort_outcomes",
        title=say("Outcomes by year of return"),
        kind=TableKind.CROSSED,
        columns=tuple(ReportColumn(result.value, result.label) for result in OutcomeClass),
        rows=tuple(
            ReportRow(str(year), str(year), {result.value: found[year, result] for result in OutcomeClass})
            for year in years
        ),
    )
