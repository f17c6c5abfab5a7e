"""The evidence for staff: causes of failure with and without a module, before and after a change, with their ranges."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from followup.case.outcome_words import FailureCause
from followup.messages import say
from followup.services.evidence import EvidenceOverview, ModuleEvidenceResult
from followup.services.notices import internal_notice
from followup.statistics.report import (
    COHORT_MONTHS,
    MIN_FAILURES,
    MIN_GROUP_SIZE,
    CauseFrequency,
    Comparison,
    ComparisonConclusion,
    GroupComparison,
    Proportion,
    TrainingEvidence,
)
from followup_cli.terminal.columns import ColumnOf, table_of
from followup_cli.terminal.days import long_day
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Column, Table, TableRow

Labeller = Callable[[str], str]
_STYLE = {
    ComparisonConclusion.FEWER: "good",
    ComparisonConclusion.MORE: "bad",
    ComparisonConclusion.NO_DIFFERENCE: "",
    ComparisonConclusion.TOO_FEW: "quiet",
}


# --- for staff ------------------------------------------------------------------------------------------------------


def module_evidence_page(one: ModuleEvidenceResult) -> Page:
    """All that is known of one module."""
    found = one.found
    page = _start_page(say("Evidence for {module}: {title}", module=found.module, title=one.title), found.as_of)
    page.text(sample_text(found.numbers))
    if found.trade:
        page.line(say("The module is a trade: only graduates of that trade are compared."), "quiet")
    groups = (
        (say("Failed for"), _module_rows(found)),
        (say("By trade"), _named_lines(found.by_trade, one.to_label)),
        (say("By centre"), _named_lines(found.by_centre, one.to_label)),
    )
    page.line().line(say("With and without the module"), "head")
    _add_tables(page, groups, taught=True)
    if found.since:
        page.line(say("After and before the change"), "head")
        page.text(_changes_text(one))
        _add_tables(page, groups, taught=False)
    else:
        page.line(say("No lesson about this module was applied: there is no before and after."), "quiet").line()
    if FailureCause.NO_BUSINESS_TRAINING in found.causes:
        page.text(say("No business training is named only where it was lacking: by itself it proves nothing."))
    return page.text(method_text())


def _start_page(title: str, as_of: date) -> Page:
    told = say("Failures in the first {n} months at home, as of {day}", n=COHORT_MONTHS, day=long_day(as_of))
    return Page().line(title, "head").line(internal_notice(), "bad").line(told, "quiet")


def _add_tables(
    page: Page, groups: Sequence[tuple[str, Sequence[tuple[str, GroupComparison]]]], *, taught: bool
) -> None:
    for heading, lines in groups:
        rows = [(name, line.taught if taught else line.change) for name, line in lines]
        if rows:
            page.table(_table(heading, rows, side_names(taught=taught))).line()


def side_names(*, taught: bool) -> tuple[str, str]:
    """What the two sides of a comparison are called."""
    return (say("With it"), say("Without it")) if taught else (say("After"), say("Before"))


def _named_lines(lines: Iterable[GroupComparison], to_label: Labeller) -> list[tuple[str, GroupComparison]]:
    return [(to_label(line.name) or say("not known"), line) for line in lines]


def _changes_text(one: ModuleEvidenceResult) -> str:
    changes = [
        say("{centre} from {day}", centre=one.to_label(centre) or say("everywhere"), day=long_day(day))
        for centre, day in one.found.since
    ]
    numbers = ", ".join(str(lesson.number) for lesson in one.lessons if lesson.applied)
    return say("Lessons applied: {numbers}. Changed: {changes}.", numbers=numbers, changes="; ".join(changes))


def _module_rows(found: TrainingEvidence) -> list[tuple[str, GroupComparison]]:
    causes = [(FailureCause(line.name).label, line) for line in found.by_cause]
    return [*causes, (say("any of these"), found.overall)] if len(causes) > 1 else causes


def _table(heading: str, rows: Iterable[tuple[str, Comparison | None]], names: tuple[str, str]) -> Table:
    cells: list[TableRow] = [
        [name, share_words(one.those), share_words(one.others), difference_cell(one.says)] for name, one in rows if one
    ]
    return Table((Column(heading), *map(Column, names), Column(say("Says"), fold=True)), cells)


def difference_cell(says: ComparisonConclusion) -> Cell:
    """What a comparison says, in a cell."""
    return Cell(difference_words(says), _STYLE[says])


def difference_words(says: ComparisonConclusion) -> str:
    """What a comparison says, in words."""
    return {
        ComparisonConclusion.FEWER: say("fewer"),
        ComparisonConclusion.MORE: say("more"),
        ComparisonConclusion.NO_DIFFERENCE: say("could be chance"),
        ComparisonConclusion.TOO_FEW: say("too few to say"),
    }[says]


def share_words(share: Proportion) -> str:
    """``12 of 80, 15% (9–24%)``."""
    if not share.of:
        return say("nobody")
    return say(
        "{count} of {all}, {share}% ({low}–{high}%)",
        count=share.count,
        all=share.of,
        share=share.percent,
        low=share.percent_low,
        high=share.percent_high,
    )


def sample_text(numbers: tuple[int, int, int]) -> str:
    """Of how many the evidence is made, and how many are left out."""
    here, left_out, too_recent = numbers
    return say(
        "Counted: {n}. Left out: home for less than {months} months: {recent}; not followed for so long: {left}.",
        n=here,
        months=COHORT_MONTHS,
        left=left_out,
        recent=too_recent,
    )


def method_text() -> str:
    """What the ranges mean, and what is said of a difference."""
    return say(
        "In brackets: 95% range (Wilson). Fewer or more: the 95% range of the difference (Newcombe) leaves out no "
        "difference. Who took a module may differ in other ways from who did not. Too few to say: under {people} "
        "people on a side, or under {failures} failures on both together.",
        people=MIN_GROUP_SIZE,
        failures=MIN_FAILURES,
    )


# --- all modules and causes -----------------------------------------------------------------------------------------


def evidence_overview_page(found: EvidenceOverview) -> Page:
    """Every module in a line, and every cause that was seen."""
    page = _start_page(say("Evidence for all modules"), found.as_of)
    page.text(sample_text(found.among.numbers)).line()
    rows = [(one.module, one.overall.taught) for one in found.modules]
    page.line(say("Failed for what the module is to prevent"), "head")
    page.table(_table(say("Module"), rows, side_names(taught=True))).line()
    page.table(_causes(found.causes, found.to_label)).line()
    beyond = ", ".join(cause.label for cause in found.beyond)
    page.line(say("No training prevents: {causes}.", causes=beyond), "quiet")
    page.line(say("More of one module: followup lesson evidence MODULE --internal"), "quiet").line()
    return page.text(method_text())


def _causes(causes: Sequence[CauseFrequency], to_label: Labeller) -> Table:
    columns: tuple[ColumnOf[CauseFrequency], ...] = (
        ColumnOf(say("Cause"), lambda one: one.cause.label),
        ColumnOf(say("Failed for it"), lambda one: share_words(one.seen)),
        ColumnOf(say("In which trades and centres"), lambda one: _places_text(one, to_label), fold=True),
        ColumnOf(say("Modules"), lambda one: ", ".join(one.modules) or say("none"), fold=True, drop=1),
    )
    return table_of(causes, columns, title=say("Causes"), empty=say("No failure in that time."))


def _places_text(one: CauseFrequency, to_label: Labeller) -> str:
    """Each trade, then each centre, with how many."""
    return "; ".join(
        ", ".join(
            say("{where} {n}", where=to_label(name) or say("not known"), n=share.count)
            for name, share in parts
            if share.count
        )
        for parts in (one.trades, one.centres)
    )


# --- for programs ---------------------------------------------------------------------------------------------------


def module_evidence_data(one: ModuleEvidenceResult) -> dict[str, JsonValue]:
    """The evidence of one module for programs."""
    found = one.found
    return {
        **_common_data(found.as_of, found.numbers),
        **_module_summary_data(found),
        "lessons": [lesson.number for lesson in one.lessons],
        "changed": [{"centre": one.to_label(centre) or None, "on": day} for centre, day in found.since],
        "by_cause": [{"cause": line.name, **_line_data(line)} for line in found.by_cause],
        "by_trade": [{"trade": one.to_label(line.name), **_line_data(line)} for line in found.by_trade],
        "by_centre": [{"centre": one.to_label(line.name), **_line_data(line)} for line in found.by_centre],
    }


def evidence_overview_data(found: EvidenceOverview) -> dict[str, JsonValue]:
    """The evidence of all modules and causes for programs."""
    return {
        **_common_data(found.as_of, found.among.numbers),
        "modules": [_module_summary_data(one) for one in found.modules],
        "causes": [
            {
                "cause": one.cause,
                "seen": _share_data(one.seen),
                "modules": list(one.modules),
                "by_trade": [{"trade": found.to_label(name), **_share_data(share)} for name, share in one.trades],
                "by_centre": [{"centre": found.to_label(name), **_share_data(share)} for name, share in one.centres],
            }
            for one in found.causes
        ],
        "beyond_training": list(found.beyond),
    }


def sample_data(numbers: tuple[int, int, int]) -> dict[str, int]:
    """Of how many the evidence is made, for programs."""
    return dict(zip(("counted", "left_out", "too_recent"), numbers, strict=True))


def _common_data(as_of: date, numbers: tuple[int, int, int]) -> dict[str, JsonValue]:
    return {"as_of": as_of, "months": COHORT_MONTHS, "internal": True, **sample_data(numbers)}


def _module_summary_data(found: TrainingEvidence) -> dict[str, JsonValue]:
    """A module for programs: what it is to prevent, and who failed for any of that."""
    causes = list(found.causes)
    return {"module": found.module, "prevents": causes, "together": _line_data(found.overall)}


def _line_data(line: GroupComparison) -> dict[str, JsonValue]:
    return {
        **comparison_data(line.taught, "with", "without"),
        "change": comparison_data(line.change, "after", "before") if line.change else None,
    }


def comparison_data(one: Comparison, those: str, others: str) -> dict[str, JsonValue]:
    """A comparison for programs, its sides under two names."""
    return {those: _share_data(one.those), others: _share_data(one.others), "says": one.says}


def _share_data(share: Proportion) -> dict[str, JsonValue]:
    return {
        "failed": share.count,
        "of": share.of,
        "percent": share.percent,
        "low": share.percent_low,
        "high": share.percent_high,
    }
