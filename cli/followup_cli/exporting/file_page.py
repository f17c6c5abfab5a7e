"""What one graduate's file holds, who can open it, and how it is opened elsewhere."""

from followup.messages import say, say_count
from followup.services.exports.whole_file import FileExport
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page


def file_page(export: FileExport) -> Page:
    """What goes out with the file, and what cannot be taken back."""
    page = Page().line(say("The whole file of {code}, with who she is", code=export.code), "head")
    page.pair(say("File"), str(export.path))
    if export.against:
        page.pair(say("Her yes"), say("is missing; decided to go on without it: {who}", who=export.against), "bad")
    page.pair(say("Says"), ", ".join(export.says) or say("no name: none is written down"), "bad")
    page.pair(say("And"), _counted(export))
    page.pair(say("Notes"), _notes(export), "watch")
    page.pair(say("Opens"), _who_opens(export), "watch")
    return page.text(say("What was opened there cannot be taken back here."), "watch")


def _counted(export: FileExport) -> str:
    return say(
        "visits and tries: {visits}, risk flags: {flags}, entries in all: {entries}; her plan and outcomes",
        visits=export.visits,
        flags=export.flags,
        entries=export.entries,
    )


def _notes(export: FileExport) -> str:
    notes = say_count(
        export.notes,
        "1 text that somebody wrote goes along unchanged. It may name her family or others; read it first:",
        "{n} texts that somebody wrote go along unchanged. They may name her family or others; read them first:",
    )
    read = say("{notes} followup log {code} --names", notes=notes, code=export.code)
    if not export.covered:
        return read
    covered = say_count(
        export.covered,
        "In 1 of them the name of another graduate is covered.",
        "In {n} of them names of other graduates are covered.",
    )
    return f"{read} {covered}"


def _who_opens(export: FileExport) -> str:
    if export.with_key:
        return say("whoever has the secret key of the one you gave; you do not")
    return say("whoever has the passphrase; tell it by phone or on paper, never with the file")


def file_result(export: FileExport) -> Page:
    """The file that was written, and how it is opened."""
    page = Page().line(say("Written: {file}", file=str(export.path)), "head")
    page.text(say("It is sealed: it may go by mail or on a stick. It is opened by {who}.", who=_who_opens(export)), "")
    key = "-i KEYFILE " if export.with_key else ""
    page.line(say("There it is opened with age (age-encryption.org), not with followup:"))
    file = export.path.name
    page.line(f"  age -d {key}-o file.zip {file}")
    page.line(say("Then unpack file.zip, and open file.html in a browser."))
    return page.line(say("More: followup help exports"), "quiet")


def file_data(export: FileExport, *, dry_run: bool) -> dict[str, JsonValue]:
    """The export of a file for programs; who gets it is not repeated."""
    return {
        "code": export.code,
        "file": str(export.path),
        "written": not dry_run,
        "sealed_with": "key" if export.with_key else "passphrase",
        "says": list(export.says),
        "visits": export.visits,
        "flags": export.flags,
        "entries": export.entries,
        "notes": export.notes,
        "covered": export.covered,
        "without_her_yes": export.against or None,
    }
