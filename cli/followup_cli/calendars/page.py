"""What a calendar export came to, and what to do with it on which phone."""

from followup.messages import say
from followup.services.calendars import SINGLES_FOLDER, ExportResult
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Column, Table


def export_result(export: ExportResult) -> Page:
    """Files, what moved, and what to do next."""
    page = Page()
    for name in export.files:
        page.line(say("Written: {file}", file=str(export.folder / name)), "head")
    alone = export.folder / SINGLES_FOLDER
    if not export.files:
        page.table(_files_table(export))
    else:
        page.line(
            say("For each graduate a file of her own, {n} in all: {folder}", n=len(export.singles), folder=str(alone))
        )
    page.line(_changes_text(export), "quiet")
    for stale in export.stale:
        page.line(say("Delete this older part, or old entries come back: {file}", file=str(stale)), "watch")
    return _add_phone_help(page.line()) if export.files else page


def _files_table(export: ExportResult) -> Table:
    return Table(
        columns=(Column(say("Code")), Column(say("Entries"), "right"), Column(say("File"), fold=True)),
        rows=[(one.code, str(one.events), str(export.folder / SINGLES_FOLDER / one.file)) for one in export.singles],
    )


def _changes_text(export: ExportResult) -> str:
    if not (export.new or export.moved or export.cancelled):
        return say("Nothing changed since the last export.")
    counts = ((export.new, say("new")), (export.moved, say("changed")), (export.cancelled, say("cancelled")))
    return say("Entries: {counts}.", counts=", ".join(f"{number} {word}" for number, word in counts if number))


def _add_phone_help(page: Page) -> Page:
    page.line(say("On the phone"), "head")
    page.line(say("Android: open the file with the app ICSx5; at the next export, let it read the file again."))
    page.line(say("iPhone: send the file to yourself by mail, open it in Mail, and tap Add All, into a calendar"))
    page.line(say("of its own. Next time delete that calendar first."))
    page.line(say("Any other: keep these visits in a calendar of their own; delete it and import the file again."))
    return page.line(say("More, phone by phone: docs/phones.md"), "quiet")


def export_data(export: ExportResult) -> dict[str, JsonValue]:
    """The export for programs."""
    return {
        "folder": str(export.folder),
        "files": list(export.files),
        "changed": [str(path) for path in export.changed],
        "stale": [str(path) for path in export.stale],
        "graduates": [{"code": one.code, "file": one.file, "entries": one.events} for one in export.singles],
        "entries": {"new": export.new, "changed": export.moved, "cancelled": export.cancelled},
    }
