"""The evidence that may go out: of each module who failed with and without it, after and before it was changed."""

from collections.abc import Sequence
from typing import Any

from followup.messages import say
from followup.services.evidence import Told, ToldModule
from followup.statistics.disclosure.released_evidence import ToldComparison
from followup.statistics.evidence import MONTHS, Says
from followup_cli.lessons.evidence_page import comparison_data, explained, says_cell, share_words, sides
from followup_cli.reports.figures import UNTOLD
from followup_cli.terminal.table import Cell, Column, Page, Table


def module_page(found: Told) -> Page:
    """What may go out of one module."""
    (one,) = found.modules
    page = _begin(say("Evidence for {module}: {title}", module=one.module, title=one.title), found)
    causes = say("What it is to prevent: {causes}.", causes=", ".join(cause.label for cause in one.causes))
    page.text(causes).line()
    _comparisons(page, say("With and without the module"), [("", one.taught)], sides(taught=True), found)
    _comparisons(page, say("After and before the change"), [("", one.changed)], sides(taught=False), found)
    return _end(page, one.module)


def overview_page(found: Told) -> Page:
    """What may go out of all modules, each in a line."""
    page = _begin(say("Evidence for all modules"), found).line()
    with_it = [(one.module, one.taught) for one in found.modules]
    changed = [(one.module, one.changed) for one in found.modules]
    _comparisons(page, say("With and without the module"), with_it, sides(taught=True), found)
    _comparisons(page, say("After and before the change"), changed, sides(taught=False), found)
    return _end(page, "MODULE")


def _begin(title: str, found: Told) -> Page:
    told = say(
        "Failures in the first {n} months at home for what the module is to prevent, at the end of {quarter}",
        n=MONTHS,
        quarter=found.quarter,
    )
    return Page().line(title, "head").text(told)


def _comparisons(
    page: Page, title: str, rows: Sequence[tuple[str, ToldComparison | None]], names: tuple[str, str], found: Told
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
    cells: list[list[Cell | str]] = [
        [
            *([name] if named else []),
            *_cells(told),
            *([str(told.quarter) if told else UNTOLD] if held else []),
        ]
        for name, told in rows
    ]
    page.table(Table(columns, cells)).line()


def _cells(told: ToldComparison | None) -> list[Cell | str]:
    if told is None:
        return [UNTOLD, UNTOLD, says_cell(Says.TOO_FEW)]
    those, others = told.compared
    return [share_words(those), share_words(others), says_cell(told.compared.says)]


def _end(page: Page, module: str) -> Page:
    page.text(left_out()).text(explained())
    page.line(say("For staff, by cause, trade and centre:"))
    return page.line(say("followup lesson evidence {module} --internal", module=module))


def left_out() -> str:
    """Which comparisons are not told."""
    return say(
        "Not told where one to four people failed, or did not, on either side, or so many more have since it was told "
        "last: what was told then stands for a year."
    )


# --- for programs --------------------------------------------------------------------------------------------------


def data(found: Told) -> dict[str, Any]:
    """What may go out, for programs."""
    return {
        "as_of": found.as_of.isoformat(),
        "quarter": str(found.quarter),
        "months": MONTHS,
        "internal": False,
        "modules": [_told_module_data(one) for one in found.modules],
    }


def _told_module_data(one: ToldModule) -> dict[str, Any]:
    return {
        "module": one.module,
        "prevents": [cause.value for cause in one.causes],
        **told_data(one.taught, one.changed),
        "lessons": [lesson.number for lesson in one.lessons],
    }


def told_data(taught: ToldComparison | None, changed: ToldComparison | None) -> dict[str, Any]:
    """Both comparisons of a module for programs, null where one is not told."""
    return {
        "together": _comparison_told(taught, "with", "without"),
        "change": _comparison_told(changed, "after", "before"),
    }


def _comparison_told(told: ToldComparison | None, those: str, others: str) -> dict[str, Any] | None:
    return told and {**comparison_data(told.compared, those, others), "quarter": str(told.quarter)}
