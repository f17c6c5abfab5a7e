"""What a column looks like, so that no value can be read: letters as ``xxxx``, figures as ``#``."""

import re
import unicodedata
from datetime import date, datetime, time

from followup.case.forms.spoken_days import plain_digits
from followup.intake.cells import note_text
from followup.intake.table import Table
from followup.intake.workbook import Cell, ErrorCell
from followup.messages import say

SAMPLES = 3
"""Samples that are shown of a column."""
_LOOKED_AT = 200
"""Cells of a column that are looked at for them."""
_WORD = "xxxx"
"""Stands for a word of any length and script: how long a name is says something of it."""
_LONGEST = 24
_BEGINS_WITH_ZERO = re.compile(r"0(?:[ .-]?[0-9]){8,}")
"""A phone number that has its zero; a day has fewer figures."""
_SIGNS = " /-.,:+()#%"


def samples(table: Table, heading: str) -> tuple[str, ...]:
    """Up to three cells of a column, masked: those that look different."""
    return tuple(dict.fromkeys(masked(cell) for _, cell in table.cells(heading)[:_LOOKED_AT]))[:SAMPLES]


def masked(cell: Cell) -> str:
    """What a cell looks like, and nothing of what it says; the zero a number begins with stays, since it is told of."""
    if isinstance(cell, ErrorCell):
        return say("an error")
    if isinstance(cell, (date, datetime)):
        return "####-##-##"
    if isinstance(cell, time):
        return "##:##"
    return _masked_text(note_text(cell))


def _masked_text(text: str) -> str:
    line = " ".join(plain_digits(text).split())
    zero = "0" if _BEGINS_WITH_ZERO.fullmatch(line) else ""
    signs = "".join(map(_sign, line.removeprefix(zero) if zero else line))
    shown = zero + re.sub("x+", _WORD, signs).strip()
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"


def _sign(char: str) -> str:
    if char in _SIGNS:
        return char
    return "#" if char.isdigit() else "x" if unicodedata.category(char)[0] in "LM" else " "
