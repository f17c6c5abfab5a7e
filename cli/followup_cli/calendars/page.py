"""What a calendar export came to, and what to do with it on which phone."""

from typing import Any

from followup.messages import say
from followup.services.calendars import SINGLES, Export
from followup_cli.terminal.table import Column, Page, Table


def page(done: Export) -> Page:
    """Files, what moved, and what to do next."""
    shown = Page()
    for name in done.files:
        shown.line(say("Written: {file}", file=str(done.folder / name)), "head")
    alone = done.folder / SINGLES
    if not done.files:
        shown.table(_singles(done))
    else:
        shown.line(
            say("For each graduate a file of her own, {n} in all: {folder}", n=len(done.singles), folder=str(alone))
        )
    shown.line(_moved(done), "quiet")
    for stale in done.stale:
        shown.line(say("Delete this older part, or old entries come back: {file}", file=str(stale)), "watch")
    return _phones(shown.line()) if done.files else shown


def _singles(done: Export) -> Table:
    return Table(
        columns=(Column(say("Code")), Column(say("Entries"), "right"), Column(say("File"), fold=True)),
        rows=[(one.code, str(one.events), str(done.folder / SINGLES / one.file)) for one in done.singles],
    )


def _moved(done: Export) -> str:
    if not (done.new or done.moved or done.cancelled):
        return say("Nothing changed since the last export.")
    counts = ((done.new, say("new")), (done.moved, say("changed")), (done.cancelled, say("cancelled")))
    return say("Entries: {counts}.", counts=", ".join(f"{number} {word}" for number, word in counts if number))


def _phones(page: Page) -> Page:
    page.line(say("On the phone"), "head")
    page.line(say("Android: open the file with the app ICSx5; at the next export, let it read the file again."))
    page.line(say("iPhone: send the file to yourself by mail, open it in Mail, and tap Add All, into a calendar"))
    page.line(say("of its own. Next time delete that calendar first."))
    page.line(say("Any other: keep these visits in a calendar of their own; delete it and import the file again."))
    return page.line(say("More, phone by phone: docs/phones.md"), "quiet")


def data(done: Export) -> dict[str, Any]:
    """The export for programs."""
    return {
        "folder": str(done.folder),
        "files": list(done.files),
        "changed": [str(path) for path in done.changed],
        "stale": [str(path) for path in done.stale],
        "graduates": [{"code": one.code, "file": one.file, "entries": one.events} for one in done.singles],
        "entries": {"new": done.new, "changed": done.moved, "cancelled": done.cancelled},
    }
