"""The evidence that may go out: of each module who failed with and without it, after and before it was changed."""

from collections.abc import Sequence

from followup.messages import say
from followup.services.evidence import ReleasedEvidence
from followup.services.notices import draft_notice
from followup.statistics.report import COHORT_MONTHS, ReleasedComparison
from followup_cli.lessons.evidence_page import difference_cell, method_text, share_words, side_names
from followup_cli.reports.figures import NO_FIGURE
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Column, Table, TableRow


def released_module_page(released: ReleasedEvidence) -> Page:
    """What may go out of one module."""
    (one,) = released.modules
    page = _begin(say("Evidence for {module}: {title}", module=one.module, title=one.title), released)
    causes = say("What it is to prevent: {causes}.", causes=", ".join(cause.label for cause in one.causes))
    page.text(causes).line()
    _comparisons(page, say("With and without the module"), [("", one.taught)], side_names(taught=True), released)
    _comparisons(page, say("After and before the change"), [("", one.changed)], side_names(taught=False), released)
    return _end(page, one.module, released)


def released_overview_page(released: ReleasedEvidence) -> Page:
    """What may go out of all modules, each in a line."""
    page = _begin(say("Evidence for all modules"), released).line()
    with_it = [(one.module, one.taught) for one in released.modules]
    changed = [(one.module, one.changed) for one in released.modules]
    _comparisons(page, say("With and without the module"), with_it, side_names(taught=True), released)
    _comparisons(page, say("After and before the change"), changed, side_names(taught=False), released)
    return _end(page, "MODULE", released)


def _begin(title: str, released: ReleasedEvidence) -> Page:
    scope = say(
        "Failures in the first {n} months at home for what the module is to prevent, at the end of {quarter}",
        n=COHORT_MONTHS,
        quarter=released.quarter,
    )
    page = Page().line(title, "head").text(scope)
    return page.line(draft_notice(), "bad") if released.draft else page


def _comparisons(
    page: Page,
    title: str,
    rows: Sequence[tuple[str, ReleasedComparison | None]],
    names: tuple[str, str],
    released: ReleasedEvidence,
) -> None:
    """Add a table of what is told, or say that it is too little."""
    page.line(title, "head")
    if not any(comparison for _, comparison in rows):
        page.line(say("Not told yet."), "quiet").line()
        return
    named = any(name for name, _ in rows)
    earlier = any(comparison and comparison.quarter != released.quarter for _, comparison in rows)
    columns = (
        *([Column(say("Module"))] if named else []),
        *map(Column, names),
        Column(say("Says"), fold=True),
        *([Column(say("As of"))] if earlier else []),
    )
    cells: list[TableRow] = [
        [*([name] if named else []), *_cells(comparison), *([_quarter(comparison)] if earlier else [])]
        for name, comparison in rows
    ]
    page.table(Table(columns, cells)).line()


def _quarter(comparison: ReleasedComparison | None) -> str:
    return str(comparison.quarter) if comparison else NO_FIGURE


def _cells(comparison: ReleasedComparison | None) -> TableRow:
    if comparison is None:
        return [NO_FIGURE, NO_FIGURE, Cell(say("not told yet"), "quiet")]
    those, others = comparison.compared
    return [share_words(those), share_words(others), difference_cell(comparison.compared.says)]


def _end(page: Page, module: str, released: ReleasedEvidence) -> Page:
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
