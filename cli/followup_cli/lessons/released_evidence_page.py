"""The evidence that may go out: of each module who failed with and without it, after and before it was changed."""

from collections.abc import Sequence

from followup.messages import say
from followup.services.evidence import ReleasedEvidence
from followup.statistics.disclosure.released_evidence import ReleasedComparison
from followup.statistics.evidence import COHORT_MONTHS, ComparisonConclusion
from followup_cli.fragments.notices import NO_FIGURE
from followup_cli.lessons.evidence_page import difference_cell, method_text, share_words, side_names
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Column, Table, TableRow


def released_module_page(found: ReleasedEvidence) -> Page:
    """What may go out of one module."""
    (one,) = found.modules
    page = _begin(say("Evidence for {module}: {title}", module=one.module, title=one.title), found)
    causes = say("What it is to prevent: {causes}.", causes=", ".join(cause.label for cause in one.causes))
    page.text(causes).line()
    _comparisons(page, say("With and without the module"), [("", one.taught)], side_names(taught=True), found)
    _comparisons(page, say("After and before the change"), [("", one.changed)], side_names(taught=False), found)
    return _end(page, one.module)


def released_overview_page(found: ReleasedEvidence) -> Page:
    """What may go out of all modules, each in a line."""
    page = _begin(say("Evidence for all modules"), found).line()
    with_it = [(one.module, one.taught) for one in found.modules]
    changed = [(one.module, one.changed) for one in found.modules]
    _comparisons(page, say("With and without the module"), with_it, side_names(taught=True), found)
    _comparisons(page, say("After and before the change"), changed, side_names(taught=False), found)
    return _end(page, "MODULE")


def _begin(title: str, found: ReleasedEvidence) -> Page:
    told = say(
        "Failures in the first {n} months at home for what the module is to prevent, at the end of {quarter}",
        n=COHORT_MONTHS,
        quarter=found.quarter,
    )
    return Page().line(title, "head").text(told)


def _comparisons(
    page: Page,
    title: str,
    rows: Sequence[tuple[str, ReleasedComparison | None]],
    names: tuple[str, str],
    found: ReleasedEvidence,
) -> None:
    """Add a table of what is told, or say that it is too little."""
    page.line(title, "head")
    if not any(told for _, told in rows):
        page.line(say("Too few to say."), "quiet").line()
        return
    named, held = any(name for name, _ in rows), any(told and told.quarter != found.quarter for _, told in rows)
    columns = (
        *([Column(say("Module"))] if named else []),
        *map(Column, names),
        Column(say("Says"), fold=True),
        *([Column(say("As of"))] if held else []),
    )
    cells: list[TableRow] = [
        [*([name] if named else []), *_cells(told), *([str(told.quarter) if told else NO_FIGURE] if held else [])]
        for name, told in rows
    ]
    page.table(Table(columns, cells)).line()


def _cells(told: ReleasedComparison | None) -> TableRow:
    if told is None:
        return [NO_FIGURE, NO_FIGURE, difference_cell(ComparisonConclusion.TOO_FEW)]
    those, others = told.compared
    return [share_words(those), share_words(others), difference_cell(told.compared.says)]


def _end(page: Page, module: str) -> Page:
    page.text(not_released_text()).text(method_text())
    page.line(say("For staff, by cause, trade and centre:"))
    return page.line(say("followup lesson evidence {module} --internal", module=module))


def not_released_text() -> str:
    """Which comparisons are not told."""
    return say(
        "Not told where one to four people failed, or did not, on either side, or so many more have since it was told "
        "last: what was told then stands for a year."
    )
