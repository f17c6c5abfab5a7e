"""What the figures say, in words, by rule: the first paragraph of the quarter's summary, and its headings.

A figure has moved where the one before lies outside its 95% range; else it is not said to have moved. What fell short
is said with its main reason. Nothing is praised.
"""

from collections.abc import Iterator

from followup.handout.paper.catalogue import Language, phrase
from followup.handout.paper.days import quarter_name
from followup.services.prints.figures import bounds, figure_text, percent_of
from followup.statistics.report import (
    CellValue,
    Headline,
    NotTold,
    Proportion,
    Report,
    ReportRow,
    ReportTable,
    VisitOutcome,
    range_ends,
)
from followup.values import Value

MADE = {VisitOutcome.WHEN_DUE.value, VisitOutcome.LATE.value}
"""The rows of visits that were made."""
BETTER, WORSE = "better", "worse"


class Findings(Value):
    """Reads a report for what it says. ``goal`` is the percent of visits to be done when due, 0 for no goal."""

    report: Report
    language: Language
    goal: int = 0

    # --- reading the figures ----------------------------------------------------------------------------------------

    def table(self, section: str, name: str) -> ReportTable | None:
        """A table of the report, if it is there and tells something."""
        found = next((one for one in self.report.sections if one.id == section), None)
        table = found.table(name) if found else None
        return table if table and table.all_rows else None

    def head(self, name: str) -> Headline | None:
        """A figure of the top, if it is there."""
        return next((head for head in self.report.heads if head.id == name), None)

    def before(self, name: str) -> CellValue:
        """A figure of the top as it was a quarter before; of older reports from the row of quarters."""
        head = self.head(name)
        return head.before if head and head.before is not None else self._in_trend(name, -2)

    def year_before(self, name: str) -> CellValue:
        """A figure of the top as it was a year before."""
        head = self.head(name)
        return head.year_before if head and head.year_before is not None else self._in_trend(name, -5)

    def _in_trend(self, name: str, at: int) -> CellValue:
        for table in filter(None, (self.table("trend", "quarters"), self.table("trend", "quarters_told"))):
            if len(table.columns) >= -at and any(row.id == name for row in table.rows):
                return table.cell(name, table.columns[at].id)
        return None

    def say(self, key: str, **fields: str | int) -> str:
        """A sentence of the catalogue."""
        return phrase(self.language, "quarter", key, **fields)

    def _said_of(self, table: ReportTable | None, key: str, **fields: str) -> str:
        """A sentence; of a table that is of an earlier quarter it says which."""
        if table is None or not table.carried_from:
            return self.say(key, **fields)
        return self.say(f"{key}_carried", quarter=quarter_name(table.carried_from, self.language), **fields)

    def text(self, value: CellValue) -> str:
        """A figure as text."""
        return figure_text(value, self.language)

    # --- the first paragraph ----------------------------------------------------------------------------------------

    def paragraph(self) -> str:
        """The whole of it; sentences that the figures do not bear are left out."""
        sentences = (*self._caseload(), *self._visits(), *self._flags(), *self._reintegrated(), *self._failures())
        return " ".join(sentences)

    def _visits(self) -> Iterator[str]:
        share = self._figure("visits_when_due")
        if not isinstance(share, Proportion) or share.percent is None:
            return
        done: dict[str, str | int] = {"percent": share.percent, "n": f"{share.count:,}", "of": f"{share.of:,}"}
        short = self.goal - share.percent
        if not self.goal:
            yield self.say("visits_done", **done)
        elif short > 0:
            yield self.say(
                "visits_short_by_one" if short == 1 else "visits_short", **done, goal=self.goal, points=short
            )
        else:
            yield self.say("visits_met_goal", **done, goal=self.goal)
        yield from self._moved("visits_when_due", share)
        if missed := self._not_made(share):
            yield from self._main_reason(missed)

    def _not_made(self, share: Proportion) -> int:
        """How many of those not made when due were not made late either."""
        table = self.table("visits", "became")
        late = table.cell(VisitOutcome.LATE.value, table.columns[0].id) if table else 0
        return share.of - share.count - (late if isinstance(late, int) else 0)

    def _main_reason(self, missed: int) -> Iterator[str]:
        """Why most of the visits that were not made were not, where one reason stands out."""
        table = self.table("visits", "became")
        rows = [row for row in table.rows if row.id not in MADE and not row.merged] if table else []
        counted = sorted(((row.figure, row) for row in rows if isinstance(row.figure, int)), key=lambda one: -one[0])
        if not counted or not counted[0][0] or (len(counted) > 1 and counted[0][0] == counted[1][0]):
            return
        number, row = counted[0]
        key = "reason_untried" if row.id == VisitOutcome.NOT_TRIED else "reason"
        yield self.say(key, reason=_reason(row), n=f"{number:,}", missed=f"{missed:,}")

    def _moved(self, name: str, now: CellValue) -> Iterator[str]:
        """That a share is beyond what chance explains above or below that of a quarter, or of a year, before."""
        for then, when in ((self.before(name), "quarter"), (self.year_before(name), "year")):
            if direction := _direction(now, then):
                yield self.say(f"moved_{direction}_{when}", before=self.text(then))
                return

    def _caseload(self) -> Iterator[str]:
        table = self.table("caseload", "movement")
        now = self._figure("in_follow_up")
        joined = table.cell("joined", "people") if table else None
        left = _left(table) if table else None
        if isinstance(now, int) and isinstance(joined, int) and left is not None:
            yield self.say("caseload", n=f"{now:,}", joined=f"{joined:,}", left=f"{left:,}")

    def _flags(self) -> Iterator[str]:
        table = self.table("flags", "flags_moved") or self.table("flags", "flags")
        everything = table.all_rows[-1].cells if table else {}
        raised, closed = everything.get("raised"), everything.get("closed")
        if not isinstance(raised, int) or not isinstance(closed, int):
            return
        key = "flags_more" if raised > closed else "flags_fewer" if raised < closed else "flags_same"
        yield self.say(key, raised=f"{raised:,}", closed=f"{closed:,}")

    def _reintegrated(self) -> Iterator[str]:
        value = self._figure("at_12_months")
        if isinstance(value, NotTold):
            ends = bounds(value)
            yield (
                self.say("reintegrated_between", low=ends[0], high=ends[1])
                if ends
                else self.say("reintegrated_not_told")
            )
        elif (percent := percent_of(value)) is not None:
            yield self.say("reintegrated", percent=percent)
            yield from self._moved("at_12_months", value)

    def _failures(self) -> Iterator[str]:
        table = self.table("outcomes", "causes")
        if not table or not table.total:
            return
        rows = [row for row in table.rows if isinstance(row.figure, int) and not row.merged]
        top = max(rows, key=lambda row: row.figure if isinstance(row.figure, int) else 0, default=None)
        if top and isinstance(top.figure, int) and top.figure and isinstance(table.total.figure, int):
            told = {"cause": _lower(top.label), "n": f"{top.figure:,}", "of": f"{table.total.figure:,}"}
            yield self._said_of(table, "main_cause", **told)

    def _figure(self, name: str) -> CellValue:
        head = self.head(name)
        return head.value if head else None

    # --- headings ---------------------------------------------------------------------------------------------------

    def heading(self, section: str, otherwise: str) -> str:
        """What was found in a section; its title where nothing can be said."""
        find = {
            "caseload": self._caseload_heading,
            "visits": self._visits_heading,
            "contact": self._contact_heading,
            "flags": self._flags_heading,
            "business": self._business_heading,
            "wellbeing": self._wellbeing_heading,
            "outcomes": self._outcomes_heading,
            "survival": self._survival_heading,
            "lessons": self._lessons_heading,
        }.get(section)
        return next(find(), otherwise) if find else otherwise

    def _caseload_heading(self) -> Iterator[str]:
        table = self.table("caseload", "movement")
        start, end = (table.cell("start", "people"), table.cell("end", "people")) if table else (None, None)
        if isinstance(start, int) and isinstance(end, int):
            more = end - start
            key = (
                "heading_caseload_same"
                if not more
                else "heading_caseload_more"
                if more > 0
                else "heading_caseload_fewer"
            )
            yield self.say(key, n=f"{end:,}", more=f"{abs(more):,}")

    def _visits_heading(self) -> Iterator[str]:
        percent = percent_of(self._figure("visits_when_due"))
        if percent is None:
            return
        if self.goal:
            key = "heading_visits_short" if percent < self.goal else "heading_visits_goal"
            yield self.say(key, percent=percent, goal=self.goal)
        yield self.say("heading_visits", percent=percent)

    def _contact_heading(self) -> Iterator[str]:
        table = self.table("contact", "since_met")
        first, total = (table.rows[0], table.total) if table and table.rows else (None, None)
        if first and total and isinstance(first.figure, int) and isinstance(total.figure, int):
            days = first.id.rpartition("-")[2]
            yield self.say("heading_contact", n=f"{first.figure:,}", of=f"{total.figure:,}", days=days)

    def _flags_heading(self) -> Iterator[str]:
        now, before = self._figure("flags_open"), self.before("flags_open")
        if isinstance(now, int):
            yield (
                self.say("heading_flags", n=f"{now:,}")
                if not isinstance(before, int)
                else self.say("heading_flags_before", n=f"{now:,}", before=f"{before:,}")
            )

    def _business_heading(self) -> Iterator[str]:
        table = self.table("business", "break_even")
        share = table.rows[0].figure if table else None
        if isinstance(share, Proportion) and share.of:
            yield self.say("heading_business", n=f"{share.count:,}", of=f"{share.of:,}")

    def _wellbeing_heading(self) -> Iterator[str]:
        table = self.table("wellbeing", "change")
        worst = _highest(table, WORSE) if table else None
        best = _highest(table, BETTER) if table else None
        if best and worst and best is not worst:
            yield self.say("heading_wellbeing", best=_lower(best.label), worst=_lower(worst.label))

    def _outcomes_heading(self) -> Iterator[str]:
        """Of the quarter where that is told, and else since the start."""
        for name, key in (("quarter", "heading_outcomes"), ("results", "heading_results")):
            table = self.table("outcomes", name)
            told = {row.id: row.figure for row in table.rows} if table else {}
            success, failure = told.get("success"), told.get("failure")
            if isinstance(success, int) and isinstance(failure, int):
                yield self._said_of(table, key, success=f"{success:,}", failure=f"{failure:,}")

    def _survival_heading(self) -> Iterator[str]:
        percent = percent_of(self._figure("at_12_months"))
        if percent is not None:
            yield self.say("heading_survival", percent=percent)

    def _lessons_heading(self) -> Iterator[str]:
        table = self.table("lessons", "lessons")
        waiting = [row for row in table.rows if row.cells.get("waits")] if table else []
        if waiting:
            yield self.say("heading_lessons_one" if len(waiting) == 1 else "heading_lessons", n=len(waiting))


def _direction(now: CellValue, then: CellValue) -> str:
    """``up`` or ``down`` where the figure before lies outside the range of the one now; else empty."""
    ends, before = range_ends(now), percent_of(then)
    if ends is None or before is None:
        return ""
    return "up" if before < ends[0] else "down" if before > ends[1] else ""


def _left(movement: ReportTable) -> int | None:
    """How many left in all; None where one of the figures is not told."""
    figures = [row.figure for row in movement.rows if row.id not in ("start", "joined", "back")]
    return sum(one for one in figures if isinstance(one, int)) if all(isinstance(one, int) for one in figures) else None


def _highest(table: ReportTable, column: str) -> ReportRow | None:
    """The row with the largest share of a column, if one is larger than all others and more than nothing."""
    told = [(percent, row) for row in table.rows if (percent := percent_of(row.cells.get(column))) is not None]
    told.sort(key=lambda one: -one[0])
    if not told or not told[0][0] or (len(told) > 1 and told[0][0] == told[1][0]):
        return None
    return told[0][1]


def _reason(row: ReportRow) -> str:
    """``road flooded`` of ``Not made: road flooded``."""
    return _lower(row.label.partition(": ")[2] or row.label)


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]
