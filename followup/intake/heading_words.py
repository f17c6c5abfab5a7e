"""Headings as they are compared: without capitals, signs and what cannot be seen, and taken apart into their parts."""

import re
import unicodedata

_PARTS = re.compile(r"[/|()\[\]:;,\n\r]+|\s[-–—]\s")
"""What stands between the parts of a heading: *Contact / Phone*, *Name (ឈ្មោះ)*."""
_COENG_DA = ("\u17d2\u178a", "\u17d2\u178f")
"""Two ways to write one sign below a Khmer letter, which look the same."""


def folded_heading(text: str) -> str:
    """``text`` as headings are compared: ``Date of Return:`` is ``date of return``; Khmer stands without spaces."""
    plain = unicodedata.normalize("NFC", text).casefold().replace(*_COENG_DA)
    kept = "".join(char if unicodedata.category(char)[0] in "LNM" else " " for char in plain if not _is_hidden(char))
    return ("" if any(map(_is_khmer, kept)) else " ").join(kept.split())


def heading_parts(text: str) -> tuple[str, ...]:
    """The parts of a heading, folded, each once: ``Contact / Phone (0..)`` is ``contact``, ``phone``, ``0``."""
    return tuple(dict.fromkeys(part for part in map(folded_heading, _PARTS.split(text)) if part))


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) == "Cf" or char in "'\u2019"


def _is_khmer(char: str) -> bool:
    return "\u1780" <= char <= "\u17ff"
