"""The audit trail, in plain words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from followup.case.fields import MARK, Mask
from followup.messages import say
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page

if TYPE_CHECKING:
    from followup.monitoring.audit_log import LogEntry, ValueChange


def log_page(
    code: str, entries: "Sequence[LogEntry]", prints: "Sequence[LogEntry]", mask: Mask, label: Mask, *, names: bool
) -> Page:
    """Every entry in the order of writing; withdrawn ones are marked; last the ``prints`` she is on."""
    title = say("Journal of {code}", code=code) if code else say("The office's journal")
    page = Page().line(title, "head").line()
    if not entries:
        page.line(say("Nothing is written down."), "quiet")
    for entry in entries:
        style = "quiet" if entry.withdrawn else ""
        page.pair(
            f"{entry.number:>3}  {entry.on}  {entry.by or '–':<6}", _entry_sentence(entry, label), style, indent=_INDENT
        )
        changed = [_change_words(change, mask, names=names) for change in entry.changes]
        for words in (*changed, mask(entry.words), _written_later_note(entry)):
            if words:
                page.pair("", words, "quiet", indent=_INDENT)
    if prints:
        page.line().line(say("On paper and in files"), "head")
    for entry in prints:
        page.pair(f"     {entry.on}  {entry.by or '–':<6}", _entry_sentence(entry, label), indent=_INDENT)
        if words := mask(entry.words):
            page.pair("", words, "quiet", indent=_INDENT)
    return page


_INDENT = 25


def _entry_sentence(entry: "LogEntry", label: Mask) -> str:
    sentence = entry.shown_sentence(label)
    return say("(withdrawn) {sentence}", sentence=sentence) if entry.withdrawn else sentence


def _change_words(change: "ValueChange", mask: Mask, *, names: bool) -> str:
    before, after = _before_and_after(change, mask, names=names)
    nothing = say("nothing")
    return say("{what}: {before} -> {after}", what=change.name, before=before or nothing, after=after or nothing)


def _before_and_after(change: "ValueChange", mask: Mask, *, names: bool) -> tuple[str, str]:
    """Both values as they may be shown: of who she is no more than that there is something, unless asked for."""
    if change.identity and not names:
        return MARK if change.before else "", MARK if change.after else ""
    return mask(change.before), mask(change.after)


def _written_later_note(entry: "LogEntry") -> str:
    """When it was written down, where that is not the day it is about."""
    written = entry.at.astimezone().date()
    return "" if written == entry.on else say("Written on {day}.", day=written)


def log_data(
    entries: "Sequence[LogEntry]", prints: "Sequence[LogEntry]", mask: Mask, label: Mask, *, names: bool
) -> list[dict[str, JsonValue]]:
    """The entries for programs, and last those of the office that say she was printed."""
    return [
        *(_entry_data(entry, mask, label, names=names) | {"office": False} for entry in entries),
        *(_entry_data(entry, mask, label, names=names) | {"office": True} for entry in prints),
    ]


def _entry_data(entry: "LogEntry", mask: Mask, label: Mask, *, names: bool) -> dict[str, JsonValue]:
    return {
        "number": entry.number,
        "id": entry.id,
        "at": entry.at,
        "on": entry.on,
        "by": entry.by,
        "sentence": entry.shown_sentence(label),
        "words": mask(entry.words),
        "withdrawn": entry.withdrawn,
        "changes": [
            {"what": change.name, "before": before, "after": after}
            for change in entry.changes
            for before, after in [_before_and_after(change, mask, names=names)]
        ],
    }
