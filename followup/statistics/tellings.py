"""Tables of endings: told anew where that betrays nobody, and otherwise as they were told last.

A publication keeps the counts that each table was told with, and in which quarters results and curve were told; never
who is behind them. The tables themselves stand in its report.
"""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar, NamedTuple

from followup.case import codec
from followup.case.outcome_words import OutcomeClass, OutcomeKind
from followup.messages import say
from followup.schedule.standing import DONE_WHEN_DUE
from followup.statistics.case_summary import CaseSummary
from followup.statistics.quarters import Quarter
from followup.statistics.release import MIN_NEW, MIN_PEOPLE, READER_KNOWS, Classes, TableKind, renewed
from followup.statistics.report_model import (
    Json,
    LastPublication,
    NotTold,
    Report,
    ReportColumn,
    ReportRequest,
    ReportRow,
    ReportTable,
)
from followup.values import Value, field, replace

RULE = 2
"""The version of what is kept; the first one kept people, and is read for its tables only."""
RESULTS, CURVE = "results", "curve"
OTHERS = ""
"""The class of those whose follow-up ended otherwise than what a table is about."""


class CurveTelling(NamedTuple):
    """In which quarter the curve was told, and at which months."""

    quarter: Quarter
    marks: tuple[int, ...]


class Tellings(Value):
    """What later reports need of those before: the counts of each table when told last, and when what was told.

    ``refused`` are the quarters in which enough had ended for the results to be told, and they were not.
    """

    writes_defaults: ClassVar[bool] = True

    classes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    results: tuple[Quarter, ...] = ()
    refused: tuple[Quarter, ...] = ()
    curve: tuple[CurveTelling, ...] = ()

    @property
    def rows(self) -> tuple[Quarter, ...]:
        """The quarters up to whose ends it is known how many failed of all who had left.

        Of a refusal it is known only that it were nearly all; it is taken for a telling, which says more.
        """
        return tuple(sorted({*self.results, *self.refused}))


class Teller:
    """Says of one table after the other whether it is told anew at the end of a quarter, the results first.

    All tables of endings go by the clock of the results: each adds up to one of them. The ``uncounted`` do not agree
    to be counted any more, or never did.
    """

    def __init__(self, request: ReportRequest, uncounted: Collection[CaseSummary] = ()) -> None:
        self.internal, self.quarter, self.uncounted = request.internal, request.quarter, uncounted
        self._went_out = request.went_out
        before = None if request.internal else request.before
        self.tables, self.tellings = _told_before(before) if before else ({}, Tellings())

    @property
    def results_renewed(self) -> bool:
        """Whether the results are told anew in this quarter."""
        return self.quarter in self.tellings.results

    def renews(
        self,
        name: str,
        now: Classes,
        harmful: Collection[str],
        counted: Collection[str] | None = None,
        *,
        later: int = 0,
    ) -> bool:
        """Whether a table may be told anew; ``later`` are the ends in it that are not the first of hers."""
        return self.internal or (
            (name == RESULTS or self.results_renewed)
            and renewed(now, self.tellings.classes.get(name), harmful, counted, rise=self._rise(name, later))
        )

    def _rise(self, name: str, later: int) -> int:
        """By how much a class that harms has to rise: by more than a reader knows, where somebody is counted no more.

        Of one woman she may know several ends; each is weighed as a failure, and may be none.
        """
        return READER_KNOWS + 1 + 2 * later if self._somebody_left(name) else 0

    def _somebody_left(self, name: str) -> bool:
        """Whether an end of somebody was counted when a table was told last, and is not any more."""
        told = self.tables.get(name)
        last = Quarter.parse(told.carried_from) if told and told.carried_from else None
        return last is not None and any(
            self.counted_in(her, last) and over.on < last.end for her in self.uncounted for over in her.episode_ends
        )

    def counted_in(self, her: CaseSummary, quarter: Quarter) -> bool:
        """Whether somebody who is not counted was, when the report of a quarter went out: she said so later."""
        day = self._went_out.get(str(quarter), quarter.last + DONE_WHEN_DUE)
        return quarter != self.quarter and her.uncounted_since is not None and her.uncounted_since >= day

    @property
    def fewer_counted(self) -> bool:
        """Whether somebody in follow-up was counted when the report before this one went out, and is not any more."""
        followed = (her for her in self.uncounted if her.followed_on(self.quarter.start))
        return not self.internal and any(self.counted_in(her, self.quarter.before) for her in followed)

    def tell(self, fresh: ReportTable, untold: ReportTable, now: Classes, *, anew: bool) -> ReportTable:
        """The table ``fresh`` if it is told ``anew``; otherwise as it was told last, or ``untold``."""
        if self.internal:
            return fresh
        if not anew:
            self._refuse(fresh.id, now)
            return self.tables.get(fresh.id, untold)
        self._keep(classes={**self.tellings.classes, fresh.id: dict(now)})
        if fresh.id == RESULTS:
            self._keep(results=(*self.tellings.results, self.quarter))
        if fresh.id == CURVE:
            marks = tuple(int(row.id) for row in fresh.rows if not isinstance(row.figure, NotTold))
            self._keep(curve=(*self.tellings.curve, CurveTelling(self.quarter, marks)))
        return fresh

    def _refuse(self, name: str, now: Classes) -> None:
        """Keep in mind that results were not told though there were enough: that says something too."""
        last = self.tellings.classes.get(name)
        enough = sum(now.values()) - sum((last or {}).values()) >= (MIN_NEW if last else MIN_PEOPLE)
        if name == RESULTS and enough:
            self._keep(refused=(*self.tellings.refused, self.quarter))

    def _keep(self, **parts: Any) -> None:
        self.tellings = replace(self.tellings, **parts)

    def kept(self, evidence: Json) -> Json:
        """What a publication keeps: its own, and the ``evidence`` as it is given."""
        return {"rule": RULE, "endings": codec.to_json(self.tellings), "evidence": evidence}


# --- what was told before -------------------------------------------------------------------------------------------


def _told_before(before: LastPublication) -> tuple[dict[str, ReportTable], Tellings]:
    """The tables that have been told, as they stood in the last publication, and its counts."""
    if before.told.get("rule") != RULE:
        return _told_by_first_rule(before.report)
    tellings: Tellings = codec.from_json(Tellings, before.told["endings"])
    listed = (table for section in before.report.sections for table in section.tables)
    tables = {table.id: _carried(table, before.report) for table in listed if table.kind is TableKind.ENDINGS}
    return {name: table for name, table in tables.items() if name in tellings.classes}, tellings


def _carried(table: ReportTable, report: Report) -> ReportTable:
    return replace(table, carried_from=table.carried_from or report.quarter)


def _told_by_first_rule(report: Report) -> tuple[dict[str, ReportTable], Tellings]:
    """What a publication of the first rule told: its outcomes by kind stand in one table, and some kinds in one row."""
    outcomes, survival = report.section("outcomes"), report.section("survival")
    kinds, causes = outcomes.table("kinds"), outcomes.table("causes")
    found: dict[str, ReportTable] = {}
    classes: dict[str, dict[str, int]] = {}
    if kinds and kinds.rows:
        by_result = {one: _rows_of(kinds, one) for one in OutcomeClass}
        sizes = {one.value: _size(rows) for one, rows in by_result.items()}
        found[RESULTS], classes[RESULTS] = _results_of_first_rule(kinds, sizes), sizes
        for one, rows in by_result.items():
            if rows:
                name = kinds_table_id(one)
                found[name] = replace(kinds, id=name, title=kinds_title(one), rows=rows, total=_all(rows))
                classes[name] = _counts(rows, sum(sizes.values()) - sizes[one.value])
        if causes and causes.rows:
            found["causes"] = causes
            others = sum(sizes.values()) - sizes[OutcomeClass.FAILURE.value]
            classes["causes"] = _counts(causes.rows, others)
    marks: list[CurveTelling] = []
    for name in (CURVE, "second"):
        table = survival.table(name)
        if table and table.rows:
            found[name], classes[name] = table, {}
            marks += [CurveTelling(Quarter.parse(report.quarter), tuple(int(row.id) for row in table.rows))]
    told = (Quarter.parse(report.quarter),) if found else ()
    tables = {name: _carried(replace(table, kind=TableKind.ENDINGS), report) for name, table in found.items()}
    return tables, Tellings(classes, told, curve=tuple(marks[:1]))


def kinds_table_id(result: OutcomeClass) -> str:
    """The table in which the outcomes of a result are told by kind."""
    return f"kinds_{result.value}"


def kinds_title(result: OutcomeClass) -> str:
    """What that table is called by people."""
    return say("{result}: how, since the start", result=result.label.capitalize())


_UNTOLD = "untold"


def _rows_of(kinds: ReportTable, result: OutcomeClass) -> tuple[ReportRow, ...]:
    mine = {f"{result.value}_{_UNTOLD}", *(kind.value for kind in OutcomeKind if kind.result is result)}
    return tuple(row for row in kinds.rows if row.id in mine)


def _size(rows: tuple[ReportRow, ...]) -> int:
    return sum(row.figure for row in rows if isinstance(row.figure, int))


def _all(rows: tuple[ReportRow, ...]) -> ReportRow:
    return replace(rows[0], id="all", label=say("All"), merged=False, cells={"people": _size(rows)})


def _counts(rows: tuple[ReportRow, ...], others: int) -> dict[str, int]:
    """The counts of what was told apart; who was in a row of several comes in as if she had ended since."""
    told = {row.id: row.figure for row in rows if isinstance(row.figure, int) and not row.merged}
    return {**told, OTHERS: others}


def _results_of_first_rule(kinds: ReportTable, sizes: Mapping[str, int]) -> ReportTable:
    rows = tuple(ReportRow(one.value, one.label.capitalize(), {"people": sizes[one.value]}) for one in OutcomeClass)
    columns = (ReportColumn("people", kinds.columns[0].title),)
    return replace(kinds, id=RESULTS, columns=columns, rows=rows)
