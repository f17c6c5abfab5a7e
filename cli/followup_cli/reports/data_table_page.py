"""The table for analysis: what was written, and what may be done with it."""

from followup.messages import say
from followup.services.report_data import DataResult
from followup.services.report_tables import TableFile
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page


def written_text(table: TableFile) -> str:
    """The file that was written, and whether it took the place of another."""
    if table.replaced:
        return say("Written: {file}, in place of what was in that file before", file=table.path.name)
    return say("Written: {file}", file=table.path.name)


def data_result(result: DataResult) -> Page:
    """The file, what a row is, and whether it may leave the office."""
    page = Page().line(written_text(result.file), "head")
    page.text(
        say("Rows: {rows}, {first} to {last}.", rows=f"{result.rows:,}", first=str(result.first), last=str(result.last))
    )
    if result.internal:
        words = say(
            "INTERNAL: a row is one graduate in a quarter, under a random number that is new in every table. Not to "
            "leave the office: who knows her may find her in it. Delete it when the work is done."
        )
        return page.text(words, "bad")
    words = say(
        "A row is a group of at least five people in a quarter, or the whole programme while it has fewer. It says "
        "what was done, and nothing of what happened to somebody: outcomes, flags and business are in the quarter's "
        "report."
    )
    page.text(words)
    return page.text(
        say(
            "It counts what is known now. A report that was published keeps the figures it went out with: where they "
            "differ, something was written down or put right since."
        )
    )


def data_result_data(result: DataResult) -> dict[str, JsonValue]:
    """The same for programs."""
    return {
        "file": result.file.path.name,
        "replaced": result.file.replaced,
        "internal": result.internal,
        "first": str(result.first),
        "last": str(result.last),
        "rows": result.rows,
        "columns": list(result.columns),
    }
