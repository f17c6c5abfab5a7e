"""The names of cells as spreadsheet programs show them, such as ``B12``; rows and columns are counted from 0."""

import re

_NAME = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


def cell_name(row: int, column: int) -> str:
    """``B12`` for row 11 and column 1."""
    return f"{column_letters(column)}{row + 1}"


def column_letters(column: int) -> str:
    """``A`` for 0, ``AA`` for 26."""
    letters = ""
    while column >= 0:
        letters, column = chr(65 + column % 26) + letters, column // 26 - 1
    return letters


def place_of(name: str) -> tuple[int, int] | None:
    """Row and column of ``B12``; None if it is not the name of a cell."""
    found = _NAME.fullmatch(name)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1
