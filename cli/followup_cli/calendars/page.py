"""What a calendar export came to, and what to do with it on which phone."""

from collections.abc import Iterator

from followup.messages import say
from followup.services.calendars import SINGLES_FOLDER, ExportResult
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Column, Table

_MOST_STALE = 5
"""How many files to be deleted are named."""


def export_result(export: ExportResult) -> Page:
    """Files, what moved, and what to do next."""
    page = Page()
    for name in export.files:
        page.line(say("Written: {file}", file=str(export.folder / name)), "head")
    if export.files and export.worker:
        words = say("These are the visits of {worker}: for that worker's phone, not for yours.", worker=export.worker)
        page.line(words, "watch")
    if any(one.file for one in export.singles):
        page.table(_files_table(export))
    if not export.files and not any(one.file for one in export.singles):
        page.line(say("No visit falls into these weeks; no file was written. Look further ahead: --weeks 26, or --all"))
    for sentence in _changes_texts(export):
        page.line(sentence, "quiet")
    for code in export.kept_out:
        words = say(
            "{code} does not agree to a calendar: her visits are not in it. Her visits are still due.", code=code
        )
        page.line(words, "watch")
    for stale in export.stale[:_MOST_STALE]:
        page.line(say("Delete this older file, or old entries come back: {file}", file=str(stale)), "watch")
    if len(export.stale) > _MOST_STALE:
        page.line(say("... and {n} more in that folder.", n=len(export.stale) - _MOST_STALE), "watch")
    return _add_phone_help(page.line()) if export.files else page


def _files_table(export: ExportResult) -> Table:
    return Table(
        columns=(Column(say("Code")), Column(say("Entries"), "right"), Column(say("File"), fold=True)),
        rows=[
            (one.code, str(one.events), str(export.folder / SINGLES_FOLDER / one.file))
            for one in export.singles
            if one.file
        ],
    )


def _changes_texts(export: ExportResult) -> Iterator[str]:
    counts = ((export.new, say("new")), (export.moved, say("changed")), (export.cancelled, say("cancelled")))
    told = ", ".join(f"{number} {word}" for number, word in counts if number)
    if told:
        yield say("Entries: {counts}.", counts=told)
    if export.handed_over:
        yield say("Of graduates handed over, cancelled on this phone: {n}.", n=export.handed_over)
    if not told and not export.handed_over:
        yield say("Nothing changed since the last export.")


def _add_phone_help(page: Page) -> Page:
    page.line(say("On the phone"), "head")
    page.line(say("Android: open the file with the app ICSx5; at the next export, let it read the file again."))
    page.line(say("iPhone: send the file to yourself by mail, open it in Mail, and tap Add All, into a calendar"))
    page.line(say("of its own. Next time delete that calendar first."))
    page.line(say("Any other: keep these visits in a calendar of their own; delete it and import the file again."))
    return page.line(say("More, phone by phone: followup help phones"), "quiet")


def export_data(export: ExportResult) -> dict[str, JsonValue]:
    """The export for programs."""
    return {
        "folder": str(export.folder),
        "files": list(export.files),
        "worker": export.worker or None,
        "no_consent": list(export.kept_out),
        "changed": [str(path) for path in export.changed],
        "stale": [str(path) for path in export.stale],
        "graduates": [{"code": one.code, "file": one.file or None, "entries": one.events} for one in export.singles],
        "entries": {
            "new": export.new,
            "changed": export.moved,
            "cancelled": export.cancelled,
            "handed_over": export.handed_over,
        },
    }
