"""What no calendar program complains about and some of them stumble over; see docs/phones.md for the profile.

Each rule is one small function that yields a sentence for every breach. The program itself knows one form of a
calendar, and lets no other out (`written_form`); these rules say of that form that it keeps the profile.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cache

from followup.handout.contentlines import PRODID, unescaped
from followup.handout.covers import revealed_matters
from followup.handout.written_form import CONTROL, MOST_BYTES, MOST_OCTETS
from followup.messages import say
from followup.values import Value

_CALENDAR = frozenset({"VERSION", "PRODID", "CALSCALE", "X-WR-CALNAME"})
_EVENT = frozenset({
    "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "CLASS", "STATUS", "TRANSP",
})  # fmt: skip
_ALARM = frozenset({"ACTION", "TRIGGER", "DESCRIPTION"})
_ALLOWED = {"VCALENDAR": _CALENDAR, "VEVENT": _EVENT | {"CATEGORIES"}, "VALARM": _ALARM}
_REQUIRED = {"VCALENDAR": frozenset({"VERSION", "PRODID", "X-WR-CALNAME"}), "VEVENT": _EVENT, "VALARM": _ALARM}
_INSIDE = {"VCALENDAR": "", "VEVENT": "VCALENDAR", "VALARM": "VEVENT"}

_VALUES = {
    "VERSION": r"2\.0",
    "PRODID": re.escape(PRODID),
    "SEQUENCE": r"\d{1,5}",
    "CLASS": "PRIVATE",
    "STATUS": "CONFIRMED|CANCELLED",
    "TRANSP": "OPAQUE|TRANSPARENT",
    "DTSTAMP": r"\d{8}T\d{6}Z",
    "LAST-MODIFIED": r"\d{8}T\d{6}Z",
    "ACTION": "DISPLAY",
    "TRIGGER": r"-(?:P1D|(?:P1D|P)T(?:\d{1,2}H\d{1,2}M|\d{1,2}H|\d{1,2}M))",
}


class _Component(Value):
    kind: str
    properties: tuple[tuple[str, str, str], ...]
    """Name, parameters and value of each."""
    parts: tuple["_Component", ...]

    def value(self, name: str) -> str:
        return next((value for given, _, value in self.properties if given == name), "")


def lint(data: bytes) -> tuple[str, ...]:
    """Every breach of the profile in a calendar file, as sentences that repeat none of its texts."""
    problems = [problem for rule in _OF_BYTES for problem in rule(data)]
    if problems:
        return tuple(problems)
    try:
        calendar = _component(iter(unfolded(data.decode())))
    except ValueError:
        return (say("BEGIN and END do not match."),)
    everything = [calendar, *calendar.parts, *(alarm for event in calendar.parts for alarm in event.parts)]
    problems += [problem for part in everything for rule in _OF_COMPONENT for problem in rule(part)]
    problems += [problem for event in calendar.parts for rule in _OF_EVENT for problem in rule(event)]
    return (*problems, *(problem for rule in _OF_EVENTS for problem in rule(calendar.parts)))


def _component(lines: Iterator[str]) -> _Component:
    """The one calendar that ``lines`` are; ValueError if they are anything else."""
    name, _, kind = split_content_line(next(lines, ""))
    if name != "BEGIN" or kind != "VCALENDAR":
        raise ValueError
    calendar = _rest(kind, lines)
    if next(lines, None) is not None:
        raise ValueError
    return calendar


def _rest(kind: str, lines: Iterator[str]) -> _Component:
    properties: list[tuple[str, str, str]] = []
    parts: list[_Component] = []
    for line in lines:
        name, parameters, value = split_content_line(line)
        if name == "END" and value == kind:
            return _Component(kind, tuple(properties), tuple(parts))
        if name == "BEGIN" and _INSIDE.get(value) == kind:
            parts.append(_rest(value, lines))
        elif name in ("BEGIN", "END"):
            raise ValueError
        else:
            properties.append((name, parameters, value))
    raise ValueError


# --- bytes ----------------------------------------------------------------------------------------------------------


def _line_ends(data: bytes) -> Iterator[str]:
    if not data.count(b"\r\n") == data.count(b"\r") == data.count(b"\n") or not data.endswith(b"\r\n"):
        yield say("Every line ends in CR LF.")


def _length(data: bytes) -> Iterator[str]:
    if max(map(len, data.split(b"\r\n"))) > MOST_OCTETS:
        yield say("A line is longer than {most} bytes.", most=MOST_OCTETS)
    if len(data) > MOST_BYTES:
        yield say("The file is larger than {most} bytes.", most=MOST_BYTES)


def _characters(data: bytes) -> Iterator[str]:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        yield say("A fold cuts a character in two, or the file is not UTF-8.")
        return
    if CONTROL.search(text.replace("\r\n", "\n")) or text.startswith("\ufeff"):
        yield say("There is a control character in the file.")
    if revealed_matters("\n".join(line for line in dict.fromkeys(unfolded(text)) if not says_nothing(line))):
        yield say("A word says what these visits are, whom they are about, or who comes.")


# --- components -----------------------------------------------------------------------------------------------------


def _properties(part: _Component) -> Iterator[str]:
    names = [name for name, _, _ in part.properties]
    for name in sorted(set(names) - _ALLOWED[part.kind]):
        yield say("{part} has a property outside the profile: {name}.", part=part.kind, name=_shown(name))
    for name in sorted(_REQUIRED[part.kind] - set(names)):
        yield say("{part} lacks {name}.", part=part.kind, name=name)
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield say("{part} has {name} more than once.", part=part.kind, name=_shown(name))


def _values(part: _Component) -> Iterator[str]:
    for name, parameters, value in part.properties:
        if name in _VALUES and not re.fullmatch(_VALUES[name], value):
            yield say("{name} has a value outside the profile.", name=name)
        if parameters and (name, parameters) not in (("DTSTART", "VALUE=DATE"), ("DTEND", "VALUE=DATE")):
            yield say("{name} has a parameter outside the profile.", name=_shown(name))
        if name == "CATEGORIES" and "," in value:
            yield say("There is a comma in CATEGORIES.")


def _shown(name: str) -> str:
    """The property's name if it is a known sort of name: an unknown line may hold anything."""
    return name if name in _KNOWN else say("(unknown)")


_KNOWN = _CALENDAR | _EVENT | _ALARM | {
    "ATTENDEE", "CATEGORIES", "COMMENT", "CONTACT", "CREATED", "DURATION", "EXDATE", "GEO", "LOCATION", "METHOD",
    "ORGANIZER", "RDATE", "RECURRENCE-ID", "RELATED-TO", "RRULE", "URL",
}  # fmt: skip


def _period(event: _Component) -> Iterator[str]:
    start, end = (_moment(event, name) for name in ("DTSTART", "DTEND"))
    if start is None or end is None:
        yield say("A date is neither a whole day nor in UTC.")
    elif start[0] != end[0]:
        yield say("DTSTART and DTEND are of different kinds.")
    elif end[1] <= start[1]:
        yield say("DTEND is not after DTSTART.")


_MOMENT = {True: r"\d{8}", False: r"\d{8}T\d{6}Z"}


def _moment(event: _Component, wanted: str) -> tuple[str, datetime] | None:
    """The parameters and the moment of a date property; None if it is none."""
    for name, parameters, value in event.properties:
        if name == wanted and re.fullmatch(_MOMENT[bool(parameters)], value, re.ASCII):
            try:
                return parameters, datetime.fromisoformat(value)
            except ValueError:
                return None
    return None


def _stamps(event: _Component) -> Iterator[str]:
    if event.value("DTSTAMP") != event.value("LAST-MODIFIED"):
        yield say("DTSTAMP and LAST-MODIFIED differ.")


def _cancelled(event: _Component) -> Iterator[str]:
    if (event.value("STATUS") == "CANCELLED") != (event.value("TRANSP") == "TRANSPARENT"):
        yield say("A cancelled entry is transparent, and no other is.")
    if event.value("STATUS") == "CANCELLED" and event.parts:
        yield say("A cancelled entry has an alarm.")
    if len(event.parts) > 1:
        yield say("An entry has more than one alarm.")


def _identities(events: tuple[_Component, ...]) -> Iterator[str]:
    if len({event.value("UID") for event in events}) != len(events):
        yield say("Two entries have the same UID.")


def _order(events: tuple[_Component, ...]) -> Iterator[str]:
    keys = [(event.value("DTSTART"), event.value("UID")) for event in events]
    if keys != sorted(keys):
        yield say("The entries are not in the order of their dates.")


_OF_BYTES: Iterable[Callable[[bytes], Iterator[str]]] = (_line_ends, _length, _characters)
_OF_COMPONENT: Iterable[Callable[[_Component], Iterator[str]]] = (_properties, _values)
_OF_EVENT: Iterable[Callable[[_Component], Iterator[str]]] = (_period, _stamps, _cancelled)
_OF_EVENTS: Iterable[Callable[[tuple[_Component, ...]], Iterator[str]]] = (_identities, _order)


# --- every line ------------------------------------------------------------------------------------------------------

_FOLD = re.compile("\n[ \t]")
_TEXTS = frozenset({"SUMMARY", "DESCRIPTION", "COMMENT", "CONTACT", "LOCATION", "CATEGORIES", "NAME", "X-WR-CALNAME"})


def texts_in(text: str) -> set[str]:
    """Every text that any reader may show of a calendar in whatever form."""
    shown: set[str] = set()
    for line in shown_lines(text):
        if not says_nothing(line):
            name, parameters, value = split_content_line(line)
            said = value if name in _TEXTS and not parameters else line
            shown |= {said, unescaped(said)}
    return shown


def unfolded(text: str) -> tuple[str, ...]:
    """The logical lines of ``text``, folds undone, empty ones left out; any line end is accepted."""
    return tuple(filter(None, _FOLD.sub("", _with_line_feeds(text)).split("\n")))


def shown_lines(text: str) -> set[str]:
    """Every line, folds undone and as it stands in the file: that may show "Mom" of "My\\r\\n Mom" alone."""
    standing = _with_line_feeds(text)
    return {*unfolded(text), *(filter(None, standing.split("\n")) if _FOLD.search(standing) else ())}


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def split_content_line(line: str) -> tuple[str, str, str]:
    """Name in capitals, parameters and value of a logical line; a colon between quotes belongs to a parameter."""
    if '"' not in line:
        before, colon, value = line.partition(":")
        name, _, parameters = before.partition(";") if colon else (line, "", "")
        return name.upper(), parameters, value
    quoted = False
    for at, char in enumerate(line):
        if char == '"':
            quoted = not quoted
        elif char == ":" and not quoted:
            name, _, parameters = line[:at].partition(";")
            return name.upper(), parameters, line[at + 1 :]
    return line.upper(), "", ""


@cache
def _skeleton() -> re.Pattern[str]:
    """Lines of a calendar that say nothing but the date, whatever anybody is called.

    An identifier of exactly this form comes from SHA-256 (see ``calendar.uid_for``); among thousands of them chance
    alone would spell short names and phones.
    """
    return re.compile(
        re.escape(f"PRODID:{PRODID}") + r"|(?:BEGIN|END):(?:VCALENDAR|VEVENT|VALARM)"
        r"|VERSION:2\.0|CALSCALE:GREGORIAN"
        r"|CLASS:PRIVATE|STATUS:(?:CONFIRMED|CANCELLED)|TRANSP:(?:OPAQUE|TRANSPARENT)|ACTION:DISPLAY"
        r"|TRIGGER:-P[\dDTHM]{2,10}|SEQUENCE:\d{1,5}"
        r"|(?:DTSTAMP|LAST-MODIFIED):\d{8}T\d{6}Z|DT(?:START|END)(?:;VALUE=DATE:\d{8}|:\d{8}T\d{6}Z)"
        r"|UID:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        re.ASCII,
    )


def says_nothing(line: str) -> bool:
    """Whether a line of a calendar is one of those that say nothing but the date."""
    return _skeleton().fullmatch(line) is not None
