"""What an export writes, who could find it, and what to do with the file afterwards."""

from followup.messages import say, say_count
from followup.services.exports.lists import ExportFile, ExportList, ListExport
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page

_READ_AGAIN = {ExportList.CASELOAD: "graduates", ExportList.VISITS: "visits"}
"""What an import calls the lists that it reads again."""


def list_page(export: ListExport) -> Page:
    """What the file will hold, where it will lie, and who could find and open it there."""
    page = Page().line(say("{what}: {rows}", what=_title(export), rows=_counted(export)), "head")
    page.pair(say("File"), str(export.path))
    page.pair(say("Says"), _what_it_says(export), "bad" if export.request.names else "")
    page.pair(say("Opens"), say("without a passphrase, for whoever has this laptop open, or the disk of it"), "watch")
    return _told_beside(page.pair(say("Finds it"), who_finds_it(), "watch"), export)


def who_finds_it() -> str:
    """Where a file that is not sealed travels to, once it is there."""
    return say(
        "whoever finds a stick it was copied to, gets a mail it hangs on, or shares a cloud folder "
        "(Dropbox, OneDrive, Google Drive) it lies in"
    )


def _title(export: ListExport) -> str:
    return export.request.what.label.capitalize()


def _counted(export: ListExport) -> str:
    rows = say_count(export.rows, "1 row", "{n} rows")
    if not export.rows:
        return rows
    return say("{rows}, {people}", rows=rows, people=say_count(export.graduates, "1 graduate", "{n} graduates"))


def _what_it_says(export: ListExport) -> str:
    if not export.request.names:
        return say("codes and no names; names in notes are covered. Who knows the office may know her all the same")
    if export.request.what is ExportList.CASELOAD:
        return say("WHO THEY ARE: names, phones, villages, who may answer")
    return say("WHO THEY ARE where notes name them: nothing is covered")


def _told_beside(page: Page, export: ListExport) -> Page:
    for code, why in export.left_out.items():
        page.pair(code, why, "watch")
    if export.unread:
        unread = say_count(
            export.unread,
            "1 case cannot be read and is NOT in it; it is named below.",
            "{n} cases cannot be read and are NOT in it; they are named below.",
        )
        page.line(unread, "bad")
    return page


def list_result(export: ListExport, *, dry_run: bool) -> Page:
    """The file that was written, or what would be; and what to do with it."""
    if dry_run:
        return list_page(export).line(say("Nothing was written."), "quiet")
    file = str(export.path)
    written = say("Written: {file}", file=file) if export.changed else say("It was there already: {file}", file=file)
    page = Page().line(written, "head")
    page.line(say("{what}: {rows}", what=_title(export), rows=_counted(export)))
    _told_beside(page, export)
    return page.add(_afterwards(export))


def _afterwards(export: ListExport) -> Page:
    page = Page().text(say("It is not sealed. Delete it when it is no longer needed, also from the bin."), "watch")
    if export.request.file is ExportFile.XLSX:
        page.text(say("Excel and LibreOffice keep copies of what they had open; a shared laptop is no place for it."))
    if again := _READ_AGAIN.get(export.request.what):
        page.text(say("What is put right in it comes back with: followup import {what} FILE", what=again))
    return page


def list_data(export: ListExport, *, dry_run: bool) -> dict[str, JsonValue]:
    """The export for programs."""
    return {
        "what": export.request.what.value,
        "file": str(export.path),
        "kind": export.request.file.value,
        "written": not dry_run,
        "changed": export.changed and not dry_run,
        "names": export.request.names,
        "rows": export.rows,
        "graduates": export.graduates,
        "columns": list(export.columns),
        "left_out": dict(export.left_out),
        "unread": export.unread,
    }
