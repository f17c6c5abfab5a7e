"""Who looked: the access log for people and for programs."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from followup.messages import say
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page

if TYPE_CHECKING:
    from followup.services.access_log import AccessEntry

AN_HOUR = timedelta(hours=1)
_INDENT = 26


def access_page(entries: "Sequence[AccessEntry]", code: str = "") -> Page:
    """Every entry, the latest first; the same again within an hour stands on one line, with how often it was."""
    page = Page().line(say("Who looked at {code}", code=code) if code else say("Who looked"), "head")
    page.text(_about(code), "quiet").line()
    if not entries:
        page.line(say("Nothing is written down."), "quiet")
    for same in _alike(entries):
        page.pair(_when_and_who(same), _said(same), indent=_INDENT)
    return page


def _about(code: str) -> str:
    """What is in it, and what is not."""
    if code:
        return say(
            "Entries that name her one by one. A list with names shows her as well, and does not name her here: see "
            "all with followup log --access"
        )
    return say(
        "Opening with a passphrase; names; exports, prints and publications; imports; backups and keys. What is shown "
        "without names is not in it."
    )


def _alike(entries: "Iterable[AccessEntry]") -> "Iterator[list[AccessEntry]]":
    """The entries in groups: the same, by the same worker, within an hour of the first."""
    for _, same in groupby(entries, lambda one: (one.on, one.by, one.sentence, one.codes)):
        group: list[AccessEntry] = []
        for one in same:
            if group and group[0].at - one.at > AN_HOUR:
                yield group
                group = []
            group.append(one)
        yield group


def _when_and_who(same: "Sequence[AccessEntry]") -> str:
    entry = same[-1]
    return f"{entry.on} {_clock(entry)}  {entry.by or '–':<6}"


def _said(same: "Sequence[AccessEntry]") -> str:
    sentence, first, last = same[0].sentence, _clock(same[-1]), _clock(same[0])
    if len(same) == 1:
        return sentence
    if first == last:
        return say("{what} {n} times.", what=sentence, n=len(same))
    return say("{what} {n} times until {time}.", what=sentence, n=len(same), time=last)


def _clock(entry: "AccessEntry") -> str:
    return f"{entry.at.astimezone():%H:%M}"


def access_data(entries: "Iterable[AccessEntry]") -> list[dict[str, JsonValue]]:
    """Every entry by itself for programs, the latest first."""
    return [
        {
            "id": one.id,
            "at": one.at,
            "on": one.on,
            "by": one.by,
            "access": one.access,
            "command": one.what,
            "codes": list(one.codes),
            "graduates": one.people,
            "names": one.names,
            "sentence": one.sentence,
        }
        for one in entries
    ]
