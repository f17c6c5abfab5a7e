"""Numbers of rows and of imports, as they are typed."""

from followup_cli.terminal.typed import parse_number

MOST_ROWS = 20_000
"""Rows that a sheet has at most."""


def parse_rows(typed: str) -> frozenset[int]:
    """Numbers of rows, such as ``4,17``."""
    return frozenset(parse_number(part.strip(), 1, MOST_ROWS) for part in typed.split(",") if part.strip())


def parse_import_number(typed: str) -> int:
    """The number of an import."""
    return parse_number(typed, 1)
