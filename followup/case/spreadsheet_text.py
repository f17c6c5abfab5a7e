"""Texts in tables that spreadsheets open: none is taken for a formula, and each can be read again as it was.

A text that a spreadsheet would reckon with is given an apostrophe before it (`as_text`); whoever reads the table takes
one away where it stands before such a text (`as_typed`).
"""

import re
from typing import Final

FORMULA_STARTS: Final = (*"=+-@", *"＝＋－＠", "\t", "\r", "\n")
"""With what a text begins that a spreadsheet would reckon with; the wide signs are those of East Asian keyboards."""

_FORMULA = re.compile(rf"'*[\s\u200b-\u200f\ufeff]*[{re.escape(''.join(FORMULA_STARTS))}]")
"""A text that would be reckoned with, also behind signs that are trimmed away, or that looks as if it were safe."""
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def is_reckoned(text: str) -> bool:
    """Whether a spreadsheet would reckon with a text instead of showing it; numbers are meant as numbers."""
    return _FORMULA.match(text) is not None and not _NUMBER.fullmatch(text)


def as_text(text: str) -> str:
    """``=1+1`` as ``'=1+1``: what a spreadsheet shows as it stands."""
    return f"'{text}" if is_reckoned(text) else text


def as_typed(text: str) -> str:
    """What was written before `as_text`: ``'=1+1`` is ``=1+1``."""
    return text[1:] if text.startswith("'") and is_reckoned(text[1:]) else text
