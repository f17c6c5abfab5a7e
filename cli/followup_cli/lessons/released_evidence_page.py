"""The evidence that may go out: of each module who failed with and without it, after and before it was changed."""

from followup.case.codec import to_json
from followup.messages import say
from followup.services.evidence import ReleasedEvidence
from followup.services.notices import draft_notice
from followup.statistics.report import COHORT_MONTHS, NOT_TOLD, ReleasedComparison
from followup_cli.lessons.evidence_page import comparison_data, difference_cell, method_text, share_words, side_names
from followup_cli.reports.figures import NO_FIGURE
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Column, Table, TableRow


def released_module_page(released: ReleasedEvidence) -> Page:
    """What may go out of one module."""
    (one,) = released.modules
    page = _begin(say("Evidence for {module}: {title}", module=one.module, title=one.title), released)
    causes = say("What it is to prevent: {causes}.", causes=", ".join(cause.label for cause in one.causes))
    return _end(page.text(causes), one.module, released, named=False)


def released_overview_page(released: ReleasedEvidence) -> Page:
    """What may go out of all modules, each in a line."""
    return _end(_begin(say("Evidence for all modules"), released), "MODULE", released, named=True)


def _begin(title: str, released: ReleasedEvidence) -> Page:
    scope = say(
        "Failures in the first {n} months at home for what the module is to prevent, at the end of {quarter}",
        n=COHORT_MONTHS,
        quarter=released.quarter,
    )
    page = Page().line(title, "head").text(scope)
    return page.line(draft_notice(), "bad") if released.draft else page


def _add_comparisons(page: Page, released: ReleasedEvidence, *, named: bool, taught: bool) -> None:
    """Add a table of what is told, each module by its name where they are ``named``; or say that it is too little."""
    page.line(say("With and without the module") if taught else say("After and before the change"), "head")
    rows = [(one.module, one.taught if taught else one.changed) for one in released.modules]
    if not any(comparison for _, comparison in rows):
        page.line(say("Not told yet."), "quiet").line()
        return
    earlier = any(comparison and comparison.quarter != released.quarter for _, comparison in rows)
    columns = (
        *([Column(say("Module"))] if named else []),
        *map(Column, side_names(taught=taught)),
        Column(say("Says"), fold=True),
        *([Column(say("As of"))] if earlier else []),
    )
    cells: list[TableRow] = [
        [*([module] if named else []), *_cells(comparison), *([_quarter(comparison)] if earlier else [])]
        for module, comparison in rows
    ]
    page.table(Table(columns, cells)).line()


def _quarter(comparison: ReleasedComparison | None) -> str:
    return str(comparison.quarter) if comparison else NO_FIGURE


def _cells(comparison: ReleasedComparison | None) -> TableRow:
    if comparison is None:
        return [NO_FIGURE, NO_FIGURE, Cell(say("not told yet"), "quiet")]
    those, others = comparison.compared
    return [share_words(those), share_words(others), difference_cell(comparison.compared.says)]


def _end(page: Page, module: str, released: ReleasedEvidence, *, named: bool) -> Page:
    """Both comparisons, what they mean, and the command that shows staff more of a ``module``."""
    page.line()
    for taught in (True, False):
        _add_comparisons(page, released, named=named, taught=taught)
    page.text(not_released_text()).text(method_text())
    page.line(say("For staff, by cause, trade and centre:"))
    page.line(say("followup lesson evidence {module} --internal", module=module))
    return page.line(draft_notice(), "bad") if released.draft else page


def not_released_text() -> str:
    """When a comparison is told, and why not earlier."""
    return say(
        "Told with the results, once five more people in each group, or nobody, left in their first year at home and "
        "enough of them did not fail: neighbours see who left. Until then what was told last is shown, with its "
        "quarter."
    )


# --- for programs ---------------------------------------------------------------------------------------------------


def released_evidence_data(found: ReleasedEvidence) -> dict[str, JsonValue]:
    """What may go out, for programs."""
    return {
        "as_of": found.as_of,
        "quarter": str(found.quarter),
        "months": COHORT_MONTHS,
        "internal": False,
        "published": found.published,
        "draft": found.draft,
        "modules": [
            {"module": one.module, "prevents": list(one.causes), **released_comparisons_data(one.taught, one.changed)}
            for one in found.modules
        ],
    }


def released_comparisons_data(
    taught: ReleasedComparison | None, changed: ReleasedComparison | None
) -> dict[str, JsonValue]:
    """Both comparisons of a module for programs; what is not told yet says so, of a change it is null."""
    return {
        "together": to_json(NOT_TOLD) if taught is None else _released_comparison_data(taught, "with", "without"),
        "change": _released_comparison_data(changed, "after", "before"),
    }


def _released_comparison_data(told: ReleasedComparison | None, those: str, others: str) -> dict[str, JsonValue] | None:
    return told and {**comparison_data(told.compared, those, others), "quarter": str(told.quarter)}
