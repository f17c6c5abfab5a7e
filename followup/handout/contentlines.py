"""The lines of an iCalendar file: unfolded, taken apart, unescaped. Lenient: the guard must see what any reader may."""

import re

PRODID = "-//Calendar//EN"
"""The one program name a calendar of ours carries: none."""

_FOLD = re.compile(r"(?:\r\n|\r|\n)[ \t]")
_END = re.compile(r"\r\n|\r|\n")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def unfolded(text: str) -> list[str]:
    """The logical lines of ``text``, folds undone, empty ones left out; any line end is accepted."""
    return [line for line in _END.split(_FOLD.sub("", text)) if line]


def physical_lines(text: str) -> list[str]:
    """The lines as they stand in the file, folds kept."""
    return [line for line in _END.split(text) if line]


def split_content_line(line: str) -> tuple[str, str, str]:
    """Name in capitals, parameters and value of a logical line; a colon between quotes belongs to a parameter."""
    quoted = False
    for at, char in enumerate(line):
        if char == '"':
            quoted = not quoted
        elif char == ":" and not quoted:
            name, _, parameters = line[:at].partition(";")
            return name.upper(), parameters, line[at + 1 :]
    return line.upper(), "", ""


def unescaped(value: str) -> str:
    r"""A TEXT value as people read it: ``\n`` and ``\N`` are line ends, any other escaped character is itself."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
